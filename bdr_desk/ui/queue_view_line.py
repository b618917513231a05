"""Above the queue: which part of it is looked at, and the way to another."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from bdr_desk.ui.commands import key_text
from bdr_desk.ui.widgets.parts import Elided, KeyButton, button, dress, keycap, row


class QueueViewLine(QWidget):
    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.says = Elided("All leads", "soft")
        self.open: KeyButton = button("Filter", self.opened.emit, look="link", key=key_text("filter"))
        self.cap = keycap(key_text("next_view"))
        self.cap.setToolTip("The next saved view")
        self.cap.hide()
        line = row(self.says, self.cap, self.open, margins=(16, 2, 16, 2), gap=8)
        line.setStretch(0, 1)
        self.setLayout(line)

    def show_view(self, name: str, says: str, *, narrowed: bool, several: bool) -> None:
        """`name` is short, `says` the filter in words; `several`: there are saved views to go through."""
        self.says.setText(name)
        self.says.setToolTip(says)
        self.says.setAccessibleName(f"Shown in the queue: {name}")
        dress(self.says, look="" if narrowed else "soft", tone="accent" if narrowed else "")
        self.cap.setVisible(several)
