"""One quiet line under the top bar: what went wrong and what to do, or what was done. It never takes the focus."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame

from bdr_desk.ui.widgets.parts import button, dress, label, row

SHOWN_MS = 8000  # good news leaves by itself; trouble stays until it is read


class NoticeStrip(QFrame):
    def __init__(self) -> None:
        super().__init__()
        dress(self, look="notice")
        self._text = label("", wrap=True, select=True)
        self._close = button("Dismiss", self.hide, look="quiet")
        self.setLayout(row(self._text, self._close, margins=(16, 4, 8, 4)))
        self.layout().setStretch(0, 1)  # type: ignore[union-attr]
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def say(self, text: str, tone: str = "") -> None:
        """`tone` is empty, good, warn or danger."""
        self._text.setText(text)
        dress(self, tone=tone)
        self.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))
        (self._timer.stop if tone in ("warn", "danger") else self._timer.start)()

    def text(self) -> str:
        return self._text.text() if self.isVisible() else ""
