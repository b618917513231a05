"""What follows each outcome of a call, the caps and how it ends: sentences with fields in them, each with its fault below."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from bdr_desk.domain.cadence.plan import AllDone, Another
from bdr_desk.domain.outcome import TITLES, Outcome
from bdr_desk.ui.widgets.choice_box import ChoiceBox
from bdr_desk.ui.widgets.parts import Part, caption, column, dress, label, row

TITLE, WAIT, NUMBER, CHOICE = 136, 132, 48, 220  # px


class Field(NamedTuple):
    """`path` is as `Fault.field` has it; `spoken` what it is called when it is read out."""

    path: str
    spoken: str
    choices: tuple[tuple[str, str], ...] = ()
    number: bool = False


_ANOTHER = (
    ("", "whatever the hour"), (str(Another.HOUR), "at another hour"),
    (str(Another.PART), "in another part of the day"),
)  # fmt: skip
_DONE = (
    (str(AllDone.CLOSE), "the lead is closed"), (str(AllDone.REST), "one more call after each rest"),
    (str(AllDone.REVISIT), "comes back as not ready"),
)  # fmt: skip


def _retry(key: str, outcome: Outcome, *more: Field | str) -> tuple[str, tuple[Field | str, ...]]:
    title = TITLES[outcome]
    return title, (Field(f"retries.{key}.wait", f"{title}, call again after"), *more)


def _another(key: str, outcome: Outcome) -> tuple[str, tuple[Field | str, ...]]:
    field = Field(f"retries.{key}.another", f"{TITLES[outcome]}, at which hour", _ANOTHER)
    return _retry(key, outcome, "later,", field)


def _number(path: str, spoken: str) -> Field:
    return Field(path, spoken, number=True)


Lines = tuple[tuple[str, tuple[Field | str, ...]], ...]
GROUPS: tuple[tuple[str, Lines], ...] = (
    ("After a call", (
        _another("no_answer", Outcome.NO_ANSWER),
        _another("voicemail_left", Outcome.VOICEMAIL_LEFT),
        _another("gatekeeper", Outcome.GATEKEEPER),
        _retry("busy", Outcome.BUSY, "later, up to", _number("retries.busy.times", "Busy, times in a row"),
               "times; then like no answer"),
        _retry("bad_number", Outcome.BAD_NUMBER, "later; dead on", _number("retries.bad_number.days", "Dead, on how many days"),
               "days, rests", Field("retries.bad_number.hold", "Dead number, rests")),
        _retry("conversation", Outcome.CONVERSATION, "later, to follow up"),
        _retry("not_interested", Outcome.NOT_INTERESTED, "later, from 6 to 12 months"),
    )),
    ("At most", (
        ("Calls", (_number("caps.attempts_per_contact", "Most calls to a person"), "to a person and",
                   _number("caps.attempts_per_account", "Most calls to an account"), "to an account, in",
                   _number("caps.period_days", "Days in which calls are counted"), "days")),
        ("Touches", (_number("caps.touches_per_contact", "Most touches of a person"), "of a person and",
                     _number("caps.touches_per_account", "Most touches of an account"), "of an account, in all")),
    )),
    ("How it ends", (
        ("No response", (_number("ends.min_attempts", "Least calls before a lead is closed"),
                         "calls at least before a lead is closed")),
        ("Who never answers", (Field("ends.all_done", "Who never answers", _DONE),)),
        ("Rests", (Field("ends.rest", "Rests"), "between those calls, where they rest")),
        ("Comes back", (Field("ends.revisit", "Comes back after"), "later, where they come back, or once talked to")),
    )),
)  # fmt: skip


class RulesEditor(QWidget):
    """`changed` when a field was edited."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, QLineEdit | ChoiceBox] = {}
        self._lines: dict[str, _Line] = {}
        self.setLayout(column(*(self._group(title, lines) for title, lines in GROUPS), gap=20))

    def _group(self, title: str, lines: Lines) -> QWidget:
        made = QWidget()
        made.setLayout(column(caption(title), *(self._line(title, parts) for title, parts in lines), gap=6))
        return made

    def _line(self, title: str, parts: tuple[Field | str, ...]) -> QWidget:
        made = _Line(title, [label(p, "soft") if isinstance(p, str) else self._field(p) for p in parts])
        for part in parts:
            if isinstance(part, Field):
                self._lines[part.path] = made
        return made

    def _field(self, field: Field) -> QWidget:
        made = _choice(field) if field.choices else QLineEdit()
        made.setAccessibleName(field.spoken)
        if isinstance(made, ChoiceBox):
            made.currentIndexChanged.connect(self.changed)
        else:
            made.setFixedWidth(NUMBER if field.number else WAIT)
            made.textEdited.connect(self.changed)
        self.fields[field.path] = made
        return made

    def show_rules(self, data: Mapping[str, Any]) -> None:
        """`data` as `as_json` gives it."""
        for path, made in self.fields.items():
            value: Any = data
            for key in path.split("."):
                value = value.get(key, "")
            if isinstance(made, ChoiceBox):
                with QSignalBlocker(made):
                    made.setCurrentIndex(made.findData(value))
            else:
                made.setText(str(value))

    def data(self) -> dict[str, Any]:
        """As the plan is kept; what is wrong with it stands there too."""
        found: dict[str, Any] = {}
        for path, made in self.fields.items():
            *tables, last = path.split(".")
            inside = found
            for key in tables:
                inside = inside.setdefault(key, {})
            if isinstance(made, ChoiceBox):
                if made.currentData():
                    inside[last] = made.currentData()
            else:
                inside[last] = _value(made.text().strip())
        return found

    def say(self, problems: Mapping[str, str]) -> None:
        """What is wrong by the field's path; where nothing is said any more it goes."""
        for line in set(self._lines.values()):
            line.say("; ".join(says for path, says in problems.items() if self._lines.get(path) is line))

    def problem(self, path: str) -> str:
        return self._lines[path].problem


class _Line(QWidget):
    def __init__(self, title: str, parts: list[QWidget]) -> None:
        super().__init__()
        name = label(title, "soft")
        name.setFixedWidth(TITLE)
        inside: list[Part] = [name, *parts, 0]
        self._problem = label("", "small", wrap=True)
        dress(self._problem, tone="danger")
        self._problem.hide()
        said = row(self._problem)
        said.insertSpacing(0, TITLE + 8)
        self.setLayout(column(row(*inside), said, gap=2))

    def say(self, problem: str) -> None:
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))

    @property
    def problem(self) -> str:
        return self._problem.text()


def _choice(field: Field) -> ChoiceBox:
    made = ChoiceBox()
    made.setFixedWidth(CHOICE)
    for value, words in field.choices:
        made.addItem(words, value)
    return made


def _value(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else text
