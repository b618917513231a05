"""One editor for each kind of setting: a line, hours, days, a choice. `left` tells that the user is done with it."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QCompleter, QLineEdit, QWidget

from bdr_desk.domain import settings as rules
from bdr_desk.domain.settings import Kind
from bdr_desk.domain.time_zones import DAYS
from bdr_desk.ui.widgets.choice_box import ChoiceBox
from bdr_desk.ui.widgets.parts import KeyButton, button, label, row

Choices = Sequence[tuple[str, str]]
SHORT = 76  # px of a field for a time
NARROW = 88  # px of a field for a number
FEW = 4  # choices that are shown side by side


class Editor(QWidget):
    """`state` is what stands in it, to be compared; `read` is its value, and raises BadInput."""

    left = Signal()

    def show_value(self, value: Any) -> None:
        """Without telling."""
        raise NotImplementedError

    def state(self) -> Any:
        raise NotImplementedError

    def read(self, region: str) -> Any:
        raise NotImplementedError

    def name(self, spoken: str) -> None:
        """What it is called when it is read out."""
        raise NotImplementedError

    def offer(self, choices: Choices) -> None:
        """The (value, words) pairs to choose from, where it is a choice."""


class LineEditor(Editor):
    def __init__(self, kind: Kind) -> None:
        super().__init__()
        self._kind = kind
        self.edit = QLineEdit()
        if kind == Kind.ZONE:
            completer = zone_completer(self.edit)
            completer.activated.connect(
                self.left, Qt.ConnectionType.QueuedConnection
            )  # once it stands in the field
            self.edit.setCompleter(completer)
        if kind == Kind.MINUTES:
            self.edit.setFixedWidth(NARROW)
        self.edit.editingFinished.connect(self.left)
        self.setLayout(row(self.edit, 0) if kind == Kind.MINUTES else row(self.edit))
        self.setFocusProxy(self.edit)

    def show_value(self, value: Any) -> None:
        self.edit.setText(str(value))
        self.edit.setCursorPosition(0)

    def state(self) -> str:
        return self.edit.text()

    def read(self, region: str) -> Any:
        return rules.read(self._kind, self.edit.text(), region)

    def name(self, spoken: str) -> None:
        self.edit.setAccessibleName(spoken)


class HoursEditor(Editor):
    def __init__(self) -> None:
        super().__init__()
        self.start, self.end = QLineEdit(), QLineEdit()
        for edit in (self.start, self.end):
            edit.setFixedWidth(SHORT)
            edit.editingFinished.connect(self.left)
        self.setLayout(row(self.start, label("to", "soft"), self.end, 0))
        self.setFocusProxy(self.start)

    def show_value(self, value: Any) -> None:
        self.start.setText(rules.clock(value[0]))
        self.end.setText(rules.clock(value[1]))

    def state(self) -> tuple[str, str]:
        return self.start.text(), self.end.text()

    def read(self, _region: str) -> tuple[int, int]:
        return rules.check_hours(rules.read_clock(self.start.text()), rules.read_clock(self.end.text()))

    def name(self, spoken: str) -> None:
        self.start.setAccessibleName(f"{spoken}, from")
        self.end.setAccessibleName(f"{spoken}, until")


class DaysEditor(Editor):
    """Seven keys; each press is saved at once."""

    def __init__(self) -> None:
        super().__init__()
        self.days = [button(name, self.left.emit, look="choice") for name in DAYS]
        for made in self.days:
            made.setCheckable(True)
        self.setLayout(row(*self.days, 0, gap=4))
        self.setFocusProxy(self.days[0])

    def show_value(self, value: Any) -> None:
        for number, made in enumerate(self.days):
            made.setChecked(str(number) in value)

    def state(self) -> str:
        return "".join(str(number) for number, made in enumerate(self.days) if made.isChecked())

    def read(self, _region: str) -> str:
        return rules.check_days(self.state())

    def name(self, spoken: str) -> None:
        for made in self.days:
            made.setAccessibleName(f"{spoken}: {made.text_shown()}")


class FewEditor(Editor):
    """A few choices side by side, one of them taken."""

    def __init__(self, choices: Choices) -> None:
        super().__init__()
        self._values = [value for value, _ in choices]
        self._group = QButtonGroup(self)
        self.choices: list[KeyButton] = []
        for number, (_, words) in enumerate(choices):
            made = button(words, self.left.emit, look="choice")
            made.setCheckable(True)
            self._group.addButton(made, number)
            self.choices.append(made)
        self.setLayout(row(*self.choices, 0, gap=4))
        self.setFocusProxy(self.choices[0])

    def show_value(self, value: Any) -> None:
        if value in self._values:
            self.choices[self._values.index(value)].setChecked(True)

    def state(self) -> str:
        return self._values[self._group.checkedId()]

    def read(self, _region: str) -> str:
        return self.state()

    def name(self, spoken: str) -> None:
        for made in self.choices:
            made.setAccessibleName(f"{spoken}: {made.text_shown()}")


class ChoiceEditor(Editor):
    def __init__(self, choices: Choices = (), nothing: str = "") -> None:
        """`nothing` is what is shown while none is chosen."""
        super().__init__()
        self.box = ChoiceBox()
        self.box.setPlaceholderText(nothing)
        self.offer(choices)
        self.box.taken.connect(self.left)
        self.setLayout(row(self.box))
        self.layout().setStretch(0, 1)  # type: ignore[union-attr]
        self.setFocusProxy(self.box)

    def offer(self, choices: Choices) -> None:
        if [(self.box.itemData(at), self.box.itemText(at)) for at in range(self.box.count())] == list(
            choices
        ):
            return
        chosen = self.state()
        with QSignalBlocker(self.box):
            self.box.clear()
            for value, words in choices:
                self.box.addItem(words, value)
        self.show_value(chosen)

    def show_value(self, value: Any) -> None:
        with QSignalBlocker(self.box):
            self.box.setCurrentIndex(self.box.findData(value))
        self.box.update()

    def state(self) -> str:
        return str(self.box.currentData() or "")

    def read(self, _region: str) -> str:
        return self.state()

    def name(self, spoken: str) -> None:
        self.box.setAccessibleName(spoken)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.box.view().setTextElideMode(Qt.TextElideMode.ElideRight)


def editor_for(kind: Kind, choices: Choices = ()) -> Editor:
    if kind == Kind.HOURS:
        return HoursEditor()
    if kind == Kind.DAYS:
        return DaysEditor()
    if kind == Kind.CHOICE:
        return FewEditor(choices) if 0 < len(choices) <= FEW else ChoiceEditor(choices)
    return LineEditor(kind)


def zone_completer(edit: QLineEdit) -> QCompleter:
    """Offers the zones that contain what is typed."""
    made = QCompleter(list(rules.zones()), edit)
    made.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    made.setFilterMode(Qt.MatchFlag.MatchContains)
    if popup := made.popup():
        popup.setProperty("look", "popup")
    return made
