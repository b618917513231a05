"""A project's own calling hours by country and state: changed, taken away, added, with the law of each beside it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from bdr_desk.domain.calling_hours import Window
from bdr_desk.domain.place_hours import law_in_words, place_in_words, read_place, window_in_words
from bdr_desk.errors import BadInput, DeskError
from bdr_desk.ui.widgets.parts import button, column, label, refill, row
from bdr_desk.ui.widgets.setting_row import FieldRow

_NO_LAW = "No law or custom is known here: the project's own hours hold."
_ADDS = "Hours of its own for a country or a state, like Texas; the law there is shown first."


class PlaceHoursRows(QWidget):
    """`settled`: a place's code, and its hours as they were typed, None to take them away."""

    settled = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self._region = "US"
        self._shown: tuple[tuple[str, Window], ...] | None = None
        self.edits: dict[str, QLineEdit] = {}
        self.lines: dict[str, FieldRow] = {}
        self._box = column(gap=12)
        self.place, self.hours = QLineEdit(), QLineEdit()
        self.place.setPlaceholderText("Texas")
        self.place.setFixedWidth(112)
        self.place.setAccessibleName("Country or state")
        self.place.textChanged.connect(self._show_law)
        self.hours.setPlaceholderText("9:00-18:00 Mon-Fri")
        self.hours.setAccessibleName("Its hours")
        for edit in (self.place, self.hours):
            edit.returnPressed.connect(self._add)
        self.add = button("Add", self._add)
        field = QWidget()
        field.setLayout(row(self.place, self.hours, self.add, gap=4))
        field.setFocusProxy(self.place)
        self.law = label("", "small", wrap=True)
        self.new = FieldRow("Own hours for", field, _ADDS)
        self.law.setContentsMargins(152, 0, 0, 0)
        self.law.hide()
        self.setLayout(column(self._box, self.new, self.law, gap=8))

    def show_places(self, places: tuple[tuple[str, Window], ...], region: str, usual: Window) -> None:
        self._region = region
        self.hours.setPlaceholderText(window_in_words(usual))
        if places == self._shown:
            return
        self._shown = places
        self.edits, self.lines = {}, {}
        refill(self._box, *(self._line(code, window) for code, window in places))

    def _line(self, code: str, window: Window) -> FieldRow:
        edit = self.edits[code] = QLineEdit(window_in_words(window))
        name = place_in_words(code).removeprefix("the ")
        edit.setAccessibleName(f"Hours in {name}")
        edit.editingFinished.connect(partial(self._changed, code, window))
        remove = button("Remove", partial(self.settled.emit, code, None), name=f"Remove the hours of {name}")
        field = QWidget()
        field.setLayout(row(edit, remove, gap=4))
        field.setFocusProxy(edit)
        line = self.lines[code] = FieldRow(name, field, _law(code))
        return line

    def _changed(self, code: str, window: Window) -> None:
        text = self.edits[code].text().strip()
        if text != window_in_words(window):
            self.settled.emit(code, text or None)
        else:
            self.lines[code].say_problem("")

    def _show_law(self) -> None:
        """While the place is typed, as soon as it is one."""
        self.new.say_problem("")
        try:
            says = _law(read_place(self.place.text(), self._region))
        except BadInput:
            says = ""
        self.law.setText(says)
        self.law.setVisible(bool(says))

    def _add(self) -> None:
        try:
            code = read_place(self.place.text(), self._region)
        except BadInput as problem:
            self.new.say_problem(str(problem))
            self.place.setFocus()
            return
        self.settled.emit(code, self.hours.text().strip() or self.hours.placeholderText())

    def saved(self, code: str) -> None:
        if code in self.lines:
            self.lines[code].say_problem("")
        self.new.say_problem("")
        for edit in (self.place, self.hours):
            edit.clear()

    def refused(self, code: str, error: DeskError) -> None:
        (self.lines.get(code) or self.new).say_problem(str(error))


def _law(code: str) -> str:
    said: Sequence[str] = law_in_words(code)
    return " ".join(said) or _NO_LAW
