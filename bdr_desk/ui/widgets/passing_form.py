"""A small form that lies open in place while it is needed: Esc puts it away, and the focus goes back to where it came from."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from bdr_desk.ui.widgets.parts import dress


class PassingForm(QFrame):
    """Hidden until `open_at`. Whoever has fields asks Esc for each of them (`installEventFilter`), or binds it otherwise."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        dress(self, look="card")
        self._back: QWidget | None = None
        self.hide()

    @property
    def is_open(self) -> bool:
        return not self.isHidden()

    def open_at(self, first: QWidget) -> None:
        """Show it, with the focus in `first`."""
        if self.isHidden():
            self._back = self.window().focusWidget()
        self.show()
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_form(self) -> None:
        had_focus = self.window().focusWidget()
        self.hide()
        self.closed.emit()
        if had_focus is not None and self.isAncestorOf(had_focus):
            had_focus.clearFocus()  # a hidden field would keep it, where there is nobody to give it to
            if self._back is not None:
                self._back.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.ShortcutOverride:  # ours, before any other meaning of Esc
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self.close_form()
                return True
        return super().eventFilter(watched, event)
