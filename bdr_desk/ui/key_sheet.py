"""All keys on one sheet, drawn from the commands themselves: those of the screen first, then all others.

It lies over the page until Escape.
"""

from collections.abc import Iterable, Iterator, Mapping

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QLabel,
    QLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from bdr_desk.ui.commands import COMMANDS, Command, Keys, shown
from bdr_desk.ui.widgets.floating_bar import FloatingBar
from bdr_desk.ui.widgets.parts import button, caption, column, dress, keycap, label, row, rule, shadow

COLUMNS, COLUMN, GAP, CAPS = 4, 276, 24, 64  # at most; px of a column, between two, and of its keys
EDGES = (24, 16, 24, 16)  # px: left, top, right, bottom
FRAME, BAR = 1, 12  # px: of the sheet's line, and at the right of the keys for the scroll bar
SCROLLING = (
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
)
Groups = Mapping[str, list[Command]]


class KeySheet(QFrame):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self.setObjectName("key_sheet")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Keys")
        dress(self, look="card")
        self.setGraphicsEffect(shadow(self))
        self._ready, self._columns = _ready_in(parent), 0
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        FloatingBar(self._area)
        close = button("Close", self.close, key="Esc")
        head = row(
            label("Keys", "heading"),
            label("Bare keys rest while you type; Esc leaves the field.", "soft"),
            0,
            close,
        )
        self._head = head
        self.setLayout(column(head, self._area, margins=EDGES, gap=12))
        parent.installEventFilter(self)
        self._before = parent.window().focusWidget()
        self._place()

    @classmethod
    def toggle(cls, window: QWidget) -> None:
        """Show the sheet, or put it away."""
        if (open_one := window.findChild(cls)) is not None:
            open_one.close()
            return
        sheet = cls(window)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.show()
        sheet.raise_()
        sheet.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.parent():
            self._place()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if escape and event.type() == QEvent.Type.ShortcutOverride:  # the page's Esc would come first
            event.accept()
            return True
        return super().event(event)

    def sizeHint(self) -> QSize:
        left, top, right, bottom = EDGES
        above = self._head.sizeHint().height() + 12
        keys = self._area.widget()
        assert keys is not None
        width = keys.minimumSizeHint().width()
        return QSize(width + left + right, keys.heightForWidth(width) + top + above + bottom + 2 * FRAME)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._place()  # only now do the parts have the style sheet's sizes

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            if self._before is not None:
                self._before.setFocus()
        elif event.key() in SCROLLING:
            QApplication.sendEvent(self._area.verticalScrollBar(), event)
        else:
            super().keyPressEvent(event)

    def _place(self) -> None:
        if (columns := _columns_in(self._window.width())) != self._columns:
            self._columns = columns
            self._area.setWidget(_all_keys(self._ready, columns))
        room = self._window.rect()
        size = self.sizeHint().boundedTo(room.size())
        self.setGeometry(
            (room.width() - size.width()) // 2,
            (room.height() - size.height()) // 2,
            size.width(),
            size.height(),
        )


def _ready_in(window: QWidget) -> frozenset[str]:
    """What can be pressed on the page in sight, in the state it is in."""
    return frozenset(name for keys in window.findChildren(Keys) for name in keys.ready())


def _columns_in(width: int) -> int:
    """How many stand side by side in a window of `width` px."""
    return max(1, min(COLUMNS, (width - EDGES[0] - EDGES[2] - BAR + GAP) // (COLUMN + GAP)))


def _all_keys(ready: frozenset[str], columns: int) -> QWidget:
    """A group of which a key is live stands in the upper part, with those of its keys that rest."""
    groups = _groups()
    here = {group: found for group, found in groups.items() if any(each.id in ready for each in found)}
    elsewhere = {group: found for group, found in groups.items() if group not in here}
    parts = (caption("On the screen now"), _side_by_side(here, ready, columns), rule(),
             caption("At other times and on other pages"), _side_by_side(elsewhere, ready, columns))  # fmt: skip
    made = QWidget()
    dress(made, look="page")
    made.setLayout(column(*parts, margins=(0, 0, BAR, 0), gap=12))
    return made


def _groups() -> Groups:
    groups: dict[str, list[Command]] = {}
    for command in _folded(COMMANDS):
        groups.setdefault(command.group, []).append(command)
    return groups


def _folded(commands: Iterable[Command]) -> Iterator[Command]:
    """Numbered commands (answer 1 to 9) take one line."""
    for command in commands:
        number = command.id.rpartition("_")[2]
        if not number.isdigit() or number == "1":
            yield command


def _side_by_side(groups: Groups, ready: frozenset[str], columns: int) -> QLayout:
    """The longest first, each below what is shortest yet, so that the columns come out even."""
    made, heights = [column(gap=4) for _ in range(columns)], [0] * columns
    for group, commands in sorted(groups.items(), key=lambda item: -len(item[1])):
        place = heights.index(min(heights))
        heights[place] += len(commands) + 2
        made[place].addLayout(_section(group, commands, ready))
    for each in made:
        each.addStrut(COLUMN)  # an empty one has its width as well
        each.addStretch(1)
    return row(*made, 0, gap=GAP)


def _section(group: str, commands: list[Command], ready: frozenset[str]) -> QVBoxLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(3)
    grid.setColumnMinimumWidth(0, CAPS)
    grid.setColumnStretch(1, 1)
    top = Qt.AlignmentFlag.AlignTop
    for line, command in enumerate(commands):
        live = command.id in ready
        grid.addLayout(row(*_caps(command, live), 0, gap=4), line, 0, top)
        grid.addWidget(_title(command, live), line, 1, top)
    return column(label(group, "strong"), grid, margins=(0, 0, 0, 8), gap=4)


def _caps(command: Command, live: bool) -> list[QLabel]:
    caps = [keycap(_range(command, shown(keys))) for keys in command.here]
    for cap in caps:
        cap.setEnabled(live)
    return caps


def _range(command: Command, text: str) -> str:
    if not command.id.endswith("_1"):
        return text
    return f"{text} … {'0' if command.id == 'outcome_1' else '9'}"


def _title(command: Command, live: bool) -> QLabel:
    return label(command.title.removesuffix(" 1"), "" if live else "soft", wrap=True)
