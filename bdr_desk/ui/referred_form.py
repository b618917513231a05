"""Someone they name: a name, and a title and number if they were said; Enter adds them to the account."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from bdr_desk.ui.commands import key_text
from bdr_desk.ui.widgets.parts import button, column, label, row


class ReferredForm(QWidget):
    added = Signal(str, str, str)  # name, title, number
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._open = button("+ someone they name", self.open, look="link", key=key_text("referred"))
        self._fields = [_field("Name"), _field("Title"), _field("Number")]
        self._form = QWidget()
        name, title, number = self._fields
        hint = label("Enter adds, Esc closes.", "small")
        self._form.setLayout(column(name, row(title, number, gap=4), hint, gap=4))
        for field in self._fields:
            field.returnPressed.connect(self._add)
        self.setLayout(column(row(self._open, 0), self._form))
        self._form.hide()

    def open(self) -> None:
        if not self.isEnabled():
            return
        self._form.show()
        self._fields[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def is_open(self) -> bool:
        return not self._form.isHidden()

    def close_form(self) -> None:
        """Put it away; what stands in it stays until it was added."""
        self._form.hide()
        self.closed.emit()

    def clear(self) -> None:
        for field in self._fields:
            field.clear()

    def _add(self) -> None:
        name, title, number = (field.text().strip() for field in self._fields)
        if not name:
            self._fields[0].setFocus()
            return
        self.added.emit(name, title, number)


def _field(name: str) -> QLineEdit:
    made = QLineEdit()
    made.setPlaceholderText(name)
    made.setAccessibleName(f"{name} of the person they name")
    return made
