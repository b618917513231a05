"""One question asked in place instead of in a dialog: a sentence, a field, the way on, and Esc."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from bdr_desk.ui.widgets.parts import button, column, dress, label, row


class InlineForm(QFrame):
    """Hidden until `ask`. What was typed stays until it was taken, so that a refused answer can be put right."""

    closed = Signal()

    def __init__(self, *, stacked: bool = False) -> None:
        """`stacked` where it is narrow: the buttons stand below the field."""
        super().__init__()
        dress(self, look="card")
        self._do: Callable[[str], object] = lambda _: None
        self._back: QWidget | None = None
        self._asks = label("", "strong", wrap=True)
        self.field = QLineEdit()
        self.field.setAccessibleName("Answer")
        self.field.returnPressed.connect(self._take)
        self._go = button("Go on", self._take, look="primary", key="Enter")
        self._close = button("Leave it", self.close_form, key="Esc")
        line = (
            column(self.field, row(self._go, self._close, 0), gap=8)
            if stacked
            else row(self.field, self._go, self._close)
        )
        self.setLayout(column(self._asks, line, margins=(12, 10, 12, 12), gap=8))
        self.field.installEventFilter(self)
        self.hide()

    def ask(self, question: str, hint: str, go: str, do: Callable[[str], object]) -> None:
        """`do` gets the text; the form stays until `close_form`."""
        if self._asks.text() != question:
            self.field.clear()
        if self.isHidden():
            self._back = self.window().focusWidget()
        self._do = do
        self._asks.setText(question)
        self.field.setPlaceholderText(hint)
        self.field.setAccessibleName(question)
        self._go.set_text(go)
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def done(self) -> None:
        """The answer was taken."""
        self.field.clear()
        self.close_form()

    def close_form(self) -> None:
        had_focus = self.isAncestorOf(self.window().focusWidget() or self.window())
        self.hide()
        self.closed.emit()
        if had_focus:
            self.field.clearFocus()  # a hidden field would keep it, where there is nobody to give it to
            if self._back is not None:
                self._back.setFocus()

    def _take(self) -> None:
        self._do(self.field.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.ShortcutOverride:  # ours, before any other meaning of Esc
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self.close_form()
                return True
        return super().eventFilter(watched, event)
