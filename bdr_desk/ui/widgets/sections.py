"""A long form in sections: their names at the left, all of them below one another at the right."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QListWidget, QListWidgetItem, QScrollArea, QWidget

from bdr_desk.ui.widgets.parts import Part, column, dress, label, row, rule

NAMES, BODY = 200, 1000  # px
LINE = 36  # px of a name
AHEAD = 96  # px: a section counts as reached when its heading is this near the top


class Sections(QWidget):
    def __init__(self, name: str, sections: Sequence[tuple[str, str, str]], note: str = "") -> None:
        """(id, title, sentence) each; `note` stands below the names."""
        super().__init__()
        self._ids = [section for section, _, _ in sections]
        self._titles: dict[str, QLabel] = {}
        self._parts: dict[str, QWidget] = {}
        self.names = _Names(self)
        self.names.setAccessibleName(name)
        for _, title, _ in sections:
            self.names.add(title)
        self._going = False
        self._offset = 0  # px from the top of what is seen to the current section
        body = QWidget()
        body.setMaximumWidth(BODY)
        body.setLayout(column(*(self._section(place, *section) for place, section in enumerate(sections)), 0,
                              margins=(32, 24, 24, 24), gap=28))  # fmt: skip
        self._scroll = _scrolling(body)
        said = label(note, "small", wrap=True)
        said.setFixedWidth(NAMES - 40)
        left = column(self.names, row(said, 0, margins=(22, 0, 0, 16)), margins=(0, 12, 0, 0), gap=8)
        line = row(left, rule(upright=True), self._scroll, gap=0)
        line.setStretch(2, 1)
        self.setLayout(line)
        self.names.currentRowChanged.connect(lambda at: self.go_to(self._ids[at]))
        bar = self._scroll.verticalScrollBar()
        bar.valueChanged.connect(lambda _: self._follow())
        bar.rangeChanged.connect(self._resized)

    @property
    def current(self) -> str:
        return self._ids[self.names.currentRow()]

    def fill(self, section: str, *parts: Part) -> None:
        """Add to the end of a section."""
        layout = self._parts[section].layout()
        assert layout is not None
        layout.addLayout(column(*parts, gap=12))  # type: ignore[attr-defined]

    def set_title(self, section: str, title: str) -> None:
        self._titles[section].setText(title)

    def go_to(self, section: str) -> None:
        """Bring it to the top, as far as the page reaches."""
        self._going = True
        self.names.setCurrentRow(self._ids.index(section))
        self._scroll.verticalScrollBar().setValue(max(0, self._parts[section].y() - 24))
        self._going = False
        self._offset = 24

    def focus_fields(self) -> None:
        """Into the first field of the current section."""
        found = self._parts[self.current].findChildren(QWidget)
        wanted = (part for part in found if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.isEnabled())
        first = next((part for part in wanted if part.isVisible()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def _section(self, place: int, section: str, title: str, says: str) -> QWidget:
        made = self._parts[section] = QWidget()
        self._titles[section] = label(title, "heading")
        above = (rule(), row(margins=(0, 8, 0, 0))) if place else ()
        made.setLayout(
            column(
                *above,
                self._titles[section],
                label(says, "soft", wrap=True),
                row(margins=(0, 12, 0, 0)),
                gap=4,
            )
        )
        return made

    def _follow(self) -> None:
        """The user scrolled: mark the section that is at the top now."""
        if self._going or not self.isVisible():
            return
        bar = self._scroll.verticalScrollBar()
        reached = [
            at for at, section in enumerate(self._ids) if self._parts[section].y() <= bar.value() + AHEAD
        ]
        at = self._at_the_end(bar.value()) if bar.value() == bar.maximum() else max(reached, default=0)
        self._going = True
        blocked = self.names.blockSignals(True)
        self.names.setCurrentRow(at)
        self.names.blockSignals(blocked)
        self._going = False
        self._offset = self._parts[self.current].y() - bar.value()

    def _resized(self) -> None:
        """The bar moves with the page's length before the parts have their places: nobody scrolled."""
        self._going = True
        QTimer.singleShot(0, self, self._stay)

    def _stay(self) -> None:
        """What stands above came in only now, and is longer or shorter: what the user looks at stays in its place."""
        self._going = True
        if self.names.currentRow() >= 0:
            self._scroll.verticalScrollBar().setValue(max(0, self._parts[self.current].y() - self._offset))
        self._going = False

    def _at_the_end(self, top: int) -> int:
        """The last section, unless the one that is marked is still in sight."""
        marked = self._parts[self.current].y()
        seen = top <= marked <= top + self._scroll.viewport().height() - AHEAD
        return self.names.currentRow() if seen else len(self._ids) - 1


class _Names(QListWidget):
    """Enter, Right and Tab go on into the fields of the section."""

    def __init__(self, sections: Sections) -> None:
        super().__init__()
        self._sections = sections
        self.setFixedWidth(NAMES)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        dress(self, look="names")

    def add(self, title: str) -> None:
        made = QListWidgetItem(title, self)
        made.setSizeHint(QSize(NAMES, LINE))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right):
            self._sections.focus_fields()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        if not forward:
            return super().focusNextPrevChild(forward)
        self._sections.focus_fields()
        return True


def _scrolling(body: QWidget) -> QScrollArea:
    around = QWidget()
    dress(around, look="page")
    line = row(body, 0)
    line.setStretch(0, 1)
    around.setLayout(line)
    made = QScrollArea()
    made.setWidgetResizable(True)
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setWidget(around)
    return made
