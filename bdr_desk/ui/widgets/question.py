"""A decision asked for in place: what will happen, a reason where one is wanted (usual ones at hand), the way on, and Esc."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit

from bdr_desk.ui.widgets.parts import Flow, KeyButton, button, clear, column, dress, label, row

STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class Question(QFrame):
    """Hidden until `ask`. Enter goes on, Esc leaves everything as it is; Up and Down go through the usual reasons.

    `changed` when it opens or closes: what lies over the page makes room.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        dress(self, look="card")
        self._do: Callable[[str], object] = lambda _: None
        self._reasons: tuple[str, ...] = ()
        self._asks, self._says = label("", "strong", wrap=True), label("", "soft", wrap=True)
        self.field = QLineEdit()
        self.field.setPlaceholderText("in your own words")
        self.field.setAccessibleName("Why")
        self.field.returnPressed.connect(self._take)
        self._usual = Flow(gap=4)
        self.go = button("Go on", self._take, look="primary", key="Enter")
        self._close = button("Leave it", self.close_question, key="Esc")
        line = row(self.field, self.go, self._close, 0)
        line.setStretch(0, 1)
        self.setLayout(column(self._asks, self._says, self._usual, line, margins=(12, 10, 12, 12), gap=8))
        self.hide()

    def ask(
        self, question: str, says: str, go: str, do: Callable[[str], object], reasons: Sequence[str] = (), *, danger: bool = False
    ) -> None:  # fmt: skip
        """`do` gets the reason, "" where none is asked for (no `reasons`). The question stays until `close_question`."""
        self._do, self._reasons = do, tuple(reasons)
        self._asks.setText(question)
        self._says.setText(says)
        self._says.setVisible(bool(says))
        self.go.set_text(go)
        dress(self.go, look="danger" if danger else "primary")
        self.field.setText(reasons[0] if reasons else "")
        self.field.setVisible(bool(reasons))
        self._offer()
        self.show()
        self.changed.emit()
        first = self.field if reasons else self.go
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def close_question(self) -> None:
        """The focus goes back to whoever takes it: see the page's `leave_field`."""
        had_focus = self.isAncestorOf(self.window().focusWidget() or self.window())
        self.hide()
        self.changed.emit()
        back = self.focusProxy()
        if had_focus and back is not None:
            back.setFocus()

    def _offer(self) -> None:
        clear(self._usual)
        for reason in self._reasons:
            offered: KeyButton = button(reason, partial(self._pick, reason), look="chip")
            offered.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Up and Down reach them
            self._usual.addWidget(offered)

    def _pick(self, reason: str) -> None:
        self.field.setText(reason)
        self.field.selectAll()

    def _take(self) -> None:
        self._do(self.field.text().strip())

    def event(self, event: QEvent) -> bool:
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if escape and event.type() == QEvent.Type.ShortcutOverride:  # ours, before any other meaning of Esc
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_question()
        elif event.key() in STEPS and self._reasons:
            self._step(STEPS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        text = self.field.text()
        at = self._reasons.index(text) if text in self._reasons else -1
        self._pick(self._reasons[(at + by) % len(self._reasons)])
