"""A field to choose from, with a mark that says so. The wheel scrolls the page and changes nothing."""

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QPolygonF, QWheelEvent
from PySide6.QtWidgets import QComboBox

from bdr_desk.ui.theme import tokens

MARK = 16  # px from the right edge to the middle of the mark


class ChoiceBox(QComboBox):
    """Tells what was `taken`: picked from the open list, confirmed by Enter, or left."""

    taken = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._picking = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self.setMaxVisibleItems(14)
        self.activated.connect(self._activated)

    def showPopup(self) -> None:
        self._picking = True
        super().showPopup()

    def _activated(self, _index: int) -> None:
        if self._picking:
            self._picking = False
            self.taken.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._picking = False  # arrows on a closed list only look
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.taken.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.taken.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens(self).text_soft), 1.5))
        x, y = self.width() - MARK, self.height() / 2
        painter.drawPolyline(QPolygonF([QPointF(x - 4, y - 2), QPointF(x, y + 2), QPointF(x + 4, y - 2)]))
