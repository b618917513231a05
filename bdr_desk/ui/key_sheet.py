"""All keys on one sheet, drawn from the commands themselves; it lies over the page until Escape."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from bdr_desk.ui.commands import COMMANDS, Command, Keys, shown
from bdr_desk.ui.widgets.parts import button, caption, column, dress, keycap, label, row, shadow

COLUMNS = 3


class KeySheet(QFrame):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self.setObjectName("key_sheet")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Keys")
        dress(self, look="card")
        self.setGraphicsEffect(shadow(self))
        columns = [column(gap=8) for _ in range(COLUMNS)]
        heights = [0] * COLUMNS
        for group, commands in _groups(_bound_in(parent)):
            place = heights.index(min(heights))
            heights[place] += len(commands) + 2
            columns[place].addLayout(_section(group, commands))
        for each in columns:
            each.addStretch(1)
        close = button("Close", self.close, key="Esc")
        head = row(
            label("Keys", "heading"),
            label("Bare keys rest while you type; Esc leaves the field.", "soft"),
            0,
            close,
        )
        self.setLayout(column(head, row(*columns, gap=40), margins=(24, 16, 24, 20), gap=12))
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            if self._before is not None:
                self._before.setFocus()
        else:
            super().keyPressEvent(event)

    def _place(self) -> None:
        room = self._window.rect()
        size = self.sizeHint().boundedTo(room.size())
        self.setGeometry(
            (room.width() - size.width()) // 2,
            (room.height() - size.height()) // 2,
            size.width(),
            size.height(),
        )


def _bound_in(window: QWidget) -> frozenset[str]:
    """What can be pressed on the page in sight."""
    return frozenset(name for keys in window.findChildren(Keys) if keys.shown for name in keys.bound())


def _groups(bound: frozenset[str]) -> Iterator[tuple[str, list[Command]]]:
    """The longest first, so that the columns come out even."""
    here = [command for command in COMMANDS if command.id in bound]
    groups = [
        (group, list(_folded(found))) for group, found in groupby(here, key=lambda command: command.group)
    ]
    yield from sorted(groups, key=lambda group: -len(group[1]))


def _folded(commands: Iterable[Command]) -> Iterator[Command]:
    """Numbered commands (answer 1 to 9) take one line."""
    for command in commands:
        number = command.id.rpartition("_")[2]
        if not number.isdigit() or number == "1":
            yield command


def _section(group: str, commands: list[Command]) -> QVBoxLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(4)
    for line, command in enumerate(commands):
        grid.addLayout(row(0, *_caps(command), gap=4), line, 0)
        grid.addWidget(_title(command), line, 1)
    grid.setColumnStretch(1, 1)
    return column(caption(group), grid, margins=(0, 0, 0, 12), gap=8)


def _caps(command: Command) -> list[QLabel]:
    return [keycap(_range(command, shown(keys))) for keys in command.here]


def _range(command: Command, text: str) -> str:
    if not command.id.endswith("_1"):
        return text
    return f"{text} … {'0' if command.id == 'outcome_1' else '9'}"


def _title(command: Command) -> QLabel:
    return label(command.title.removesuffix(" 1"))
