"""Someone they name: a name, what was said of them, and a title and number if they were said; Enter adds them to the account."""

from collections.abc import Iterable

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from bdr_desk.domain.matching import person_key
from bdr_desk.ui.commands import key_text
from bdr_desk.ui.widgets.parts import button, column, label, row

HINT = "Enter adds, Esc closes."


class ReferredForm(QWidget):
    added = Signal(str, str, str, str)  # name, title, number, what they said
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[str, str] = {}
        self._names = QStringListModel(self)
        self._open = button("+ someone they name", self.open, look="link", key=key_text("referred"))
        self._fields = [_field("Name"), _field("Title"), _field("Number"), _field("What they said")]
        self._form = QWidget()
        name, title, number, said = self._fields
        name.setCompleter(self._completer())
        name.textChanged.connect(self._tell)
        self._hint = label(HINT, "small", wrap=True)
        self._form.setLayout(column(name, row(title, number, gap=4), said, self._hint, gap=4))
        for field in self._fields:
            field.returnPressed.connect(self._add)
        self.setLayout(column(row(self._open, 0), self._form))
        self._form.hide()

    def _completer(self) -> QCompleter:
        """In the line itself: Up and Down go through those who fit, Tab takes one and goes on."""
        made = QCompleter(self._names, self)
        made.setCompletionMode(QCompleter.CompletionMode.InlineCompletion)
        made.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        return made

    def show_people(self, names: Iterable[str]) -> None:
        """Who is known at the account: chosen by name, they are not added twice."""
        self._known = {person_key(name): name for name in names}
        self._names.setStringList(list(self._known.values()))

    def _tell(self, name: str) -> None:
        known = self._known.get(person_key(name)) if name.strip() else None
        self._hint.setText(f"{known} is known here: Enter keeps what was said with them." if known else HINT)

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
        name, title, number, said = (field.text().strip() for field in self._fields)
        if not name:
            self._fields[0].setFocus()
            return
        self.added.emit(name, title, number, said)


def _field(name: str) -> QLineEdit:
    made = QLineEdit()
    made.setPlaceholderText(name)
    made.setAccessibleName(f"{name} of the person they name" if name in ("Name", "Title", "Number") else name)
    return made
