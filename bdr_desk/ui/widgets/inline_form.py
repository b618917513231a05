"""One question asked in place instead of in a dialog: a sentence, a field, the way on, and Esc."""

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit

from bdr_desk.ui.widgets.parts import button, column, label, row
from bdr_desk.ui.widgets.passing_form import PassingForm


class InlineForm(PassingForm):
    """Hidden until `ask`. What was typed stays until it was taken, so that a refused answer can be put right."""

    def __init__(self, *, stacked: bool = False) -> None:
        """`stacked` where it is narrow: the buttons stand below the field."""
        super().__init__()
        self._do: Callable[[str], object] = lambda _: None
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

    def ask(self, question: str, hint: str, go: str, do: Callable[[str], object]) -> None:
        """`do` gets the text; the form stays until `close_form`."""
        if self._asks.text() != question:
            self.field.clear()
        self._do = do
        self._asks.setText(question)
        self.field.setPlaceholderText(hint)
        self.field.setAccessibleName(question)
        self._go.set_text(go)
        self.open_at(self.field)

    def done(self) -> None:
        """The answer was taken."""
        self.field.clear()
        self.close_form()

    def _take(self) -> None:
        self._do(self.field.text())
