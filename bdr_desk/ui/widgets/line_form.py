"""A small form on a page: some lines, one key, and what is wrong in words; nothing typed is lost."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from bdr_desk.errors import DeskError
from bdr_desk.ui.widgets.parts import button, column, dress, label
from bdr_desk.ui.widgets.setting_row import FieldRow, indented


class Asked(NamedTuple):
    """A line to fill in. `hint` stands in it while it is empty."""

    key: str
    title: str
    says: str
    hint: str = ""


class LineForm(QWidget):
    """`sent` when every line is filled in and the key is pressed, or Enter in a line."""

    sent = Signal()

    def __init__(self, asked: Sequence[Asked], go: str, busy: str, *more: FieldRow) -> None:
        """`busy` is said while it is done; `more` are fields of other kinds below the lines."""
        super().__init__()
        self._busy = busy
        self.fields: dict[str, QLineEdit] = {}
        self.rows: dict[str, FieldRow] = {}
        for line in asked:
            self._add(line)
        self._more = more
        self.go = button(go, self.send, look="primary")
        self._says = label("", wrap=True, select=True)
        self._says.hide()
        self.setLayout(column(*self.rows.values(), *more, indented(self._says), indented(self.go, 0), gap=12))

    def _add(self, line: Asked) -> None:
        edit = QLineEdit()
        edit.setPlaceholderText(line.hint)
        edit.setAccessibleName(line.title)
        edit.returnPressed.connect(self.send)
        self.fields[line.key], self.rows[line.key] = edit, FieldRow(line.title, edit, line.says)

    def text(self, key: str) -> str:
        return self.fields[key].text().strip()

    @property
    def problem(self) -> str:
        return self._says.text() if self._says.property("tone") == "danger" else ""

    def send(self) -> None:
        """Points to the first line that is empty, else tells that it was sent."""
        for key, line in self.rows.items():
            line.say_problem("" if self.text(key) else "This is needed.")
        empty = next((key for key in self.fields if not self.text(key)), None)
        if empty is not None:
            self.fields[empty].setFocus()
        elif self.go.isEnabled():
            self._set_busy(True)
            self.sent.emit()

    def refused(self, error: DeskError) -> None:
        self._set_busy(False)
        self._say(str(error), "danger")

    def done(self) -> None:
        """What was typed was taken."""
        self._set_busy(False)
        for edit in self.fields.values():
            edit.clear()

    def _set_busy(self, busy: bool) -> None:
        for part in (self.go, *self.fields.values(), *self._more):
            part.setEnabled(not busy)
        self._say(self._busy if busy else "", "")

    def _say(self, text: str, tone: str) -> None:
        self._says.setText(text)
        self._says.setVisible(bool(text))
        dress(self._says, tone=tone)
        if text:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))
