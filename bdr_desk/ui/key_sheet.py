"""All keys on one sheet, drawn from the commands themselves; it lies over the page until Escape."""

from collections.abc import Iterator
from itertools import groupby

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from bdr_desk.ui.commands import COMMANDS, Command, shown
from bdr_desk.ui.widgets.parts import button, caption, column, dress, keycap, label, row


class KeySheet(QFrame):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("key_sheet")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Keys")
        dress(self, look="card")
        left, right = QVBoxLayout(), QVBoxLayout()
        for place, (group, commands) in enumerate(_groups()):
            (left if place < 2 else right).addLayout(_section(group, commands))
        left.addStretch(1)
        right.addStretch(1)
        close = button("Close", self.close, key="Esc")
        head = row(label("Keys", "heading"), label("Bare keys rest while you type; Esc leaves the field.", "soft"), 0, close)
        self.setLayout(column(head, row(left, right, gap=40), margins=(24, 16, 24, 20), gap=12))
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
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
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
        room = self.parentWidget().rect()
        size = self.sizeHint().boundedTo(room.size())
        self.setGeometry((room.width() - size.width()) // 2, (room.height() - size.height()) // 2, size.width(), size.height())


def _groups() -> Iterator[tuple[str, list[Command]]]:
    for group, commands in groupby(COMMANDS, key=lambda command: command.group):
        yield group, list(_folded(commands))


def _folded(commands: Iterator[Command]) -> Iterator[Command]:
    """Numbered commands (answer 1 to 9) take one line."""
    for command in commands:
        stem, _, number = command.id.rpartition("_")
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
