"""One quiet line over the page: what went wrong and what to do, or what was done. It never takes the focus.

It lies over the lower edge, so that nothing moves under the hands when it comes and goes.
"""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QWidget

from bdr_desk.ui.widgets.parts import KeyButton, button, dress, label, row

SHOWN_MS = 8000  # good news leaves by itself; trouble stays until it is read
WIDEST, MARGIN = 760, 12  # px


class Offer(NamedTuple):
    """What can be done about a notice; `key` does the same, and is bound where `do` is."""

    title: str
    key: str
    do: Callable[[], object]


class NoticeStrip(QFrame):
    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self._bottom = 0
        dress(self, look="notice")
        self._text = label("", wrap=True, select=True)
        self._close = button("Dismiss", self.hide, look="quiet")
        self._offer: KeyButton | None = None
        self._box = row(self._text, self._close, margins=(16, 6, 8, 6))
        self._box.setStretch(0, 1)
        self._box.setAlignment(self._close, Qt.AlignmentFlag.AlignTop)
        self.setLayout(self._box)
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        over.installEventFilter(self)
        self.hide()

    def say(self, text: str, tone: str = "", offer: Offer | None = None) -> None:
        """`tone` is empty, good, warn or danger."""
        self._text.setText(text)
        self._show_offer(offer)
        dress(self, tone=tone)
        self._place()
        self.show()
        self.raise_()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))
        (self._timer.stop if tone in ("warn", "danger") else self._timer.start)()

    def _show_offer(self, offer: Offer | None) -> None:
        if self._offer is not None:
            self._box.removeWidget(self._offer)
            self._offer.deleteLater()
            self._offer = None
        if offer is not None:
            self._offer = button(offer.title, offer.do, look="quiet", key=offer.key)
            self._box.insertWidget(1, self._offer)
            self._box.setAlignment(self._offer, Qt.AlignmentFlag.AlignTop)

    @property
    def offered(self) -> str:
        """The title of what can be done, as shown."""
        return self._offer.text_shown() if self._offer is not None and self.isVisible() else ""

    def text(self) -> str:
        return self._text.text() if self.isVisible() else ""

    def keep_clear(self, bottom: int) -> None:
        """The lowest `bottom` px of the page stay free of it."""
        self._bottom = bottom
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        room = self._over.rect()
        width = min(WIDEST, room.width() - 4 * MARGIN)
        inside = self.layout()
        height = inside.totalHeightForWidth(width) if inside else 0
        top = room.height() - self._bottom - MARGIN - height
        self.setGeometry((room.width() - width) // 2, top, width, height)
