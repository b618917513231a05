"""What the project asks of its queue: how it goes on after a call, the gap, the weights of the rank, and the hours of calling."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QLineEdit, QWidget

from bdr_desk.actions.queue_settings import settle_queue
from bdr_desk.changes import Changes
from bdr_desk.desk import Desk
from bdr_desk.domain.place_hours import read_span, window_in_words
from bdr_desk.domain.queue_settings import WEIGHT_SAYS, Mode
from bdr_desk.domain.rank import Weights
from bdr_desk.domain.settings import Kind, clock
from bdr_desk.errors import BadInput, DeskError
from bdr_desk.queries.queue_settings import QueueTerms, queue_terms
from bdr_desk.settings import QUEUE, Keeper, Setting
from bdr_desk.ui.place_hours_rows import PlaceHoursRows
from bdr_desk.ui.queue_mode_line import TITLES
from bdr_desk.ui.tasks import Tasks
from bdr_desk.ui.widgets.editors import Editor
from bdr_desk.ui.widgets.parts import button, caption, column, dress, label, row
from bdr_desk.ui.widgets.setting_row import FieldRow, SettingRow, indented

NUMBER = 72  # px of a field for a number
_PLAIN = Weights().as_json()
_RANKING = "Ranking every lead anew…"


class NumberEditor(Editor):
    """A whole number and what it counts."""

    def __init__(self, unit: str) -> None:
        super().__init__()
        self.edit = QLineEdit()
        self.edit.setFixedWidth(NUMBER)
        self.edit.editingFinished.connect(self.left)
        self.setLayout(row(self.edit, label(unit, "soft"), 0))
        self.setFocusProxy(self.edit)

    def show_value(self, value: Any) -> None:
        self.edit.setText(str(value))

    def state(self) -> str:
        return self.edit.text()

    def read(self, _region: str) -> int:
        text = self.edit.text().strip()
        if not (text.isascii() and text.isdecimal()):
            raise BadInput(f"“{text}” is no whole number.", "Write one.")
        return int(text)

    def name(self, spoken: str) -> None:
        self.edit.setAccessibleName(spoken)


class SpanEditor(Editor):
    """Hours like 12:00-13:00; nothing is nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.edit = QLineEdit()
        self.edit.setPlaceholderText("none")
        self.edit.editingFinished.connect(self.left)
        self.setLayout(row(self.edit))
        self.setFocusProxy(self.edit)

    def show_value(self, value: Any) -> None:
        self.edit.setText("-".join(map(clock, value)) if value else "")

    def state(self) -> str:
        return self.edit.text()

    def read(self, _region: str) -> tuple[int, int] | None:
        return read_span(self.edit.text()) if self.edit.text().strip() else None

    def name(self, spoken: str) -> None:
        self.edit.setAccessibleName(spoken)


def _unit(name: str) -> str:
    return f"{'minutes' if name == 'response_minutes' else 'points'}, default {_PLAIN[name]}"


def _titled(text: str) -> QWidget:
    """The heading of a part, with some air above it."""
    made = QWidget()
    made.setLayout(row(caption(text), 0, margins=(0, 12, 0, 0)))
    return made


def _rows() -> dict[str, SettingRow]:
    """The settings that are kept one by one, by their name."""

    def made(
        name: str, title: str, says: str, editor: Editor | None = None, **more: Any
    ) -> tuple[str, SettingRow]:
        setting = Setting(Keeper.PROJECT, name, title, says, more.pop("kind", Kind.TEXT), QUEUE.id, **more)
        return name, SettingRow(setting, editor)

    modes = tuple((str(mode), TITLES[mode]) for mode in Mode)
    yes_no = (("no", "Nobody is called"), ("yes", "Where the law allows"))
    return dict((
        made("mode", "After a call", "Pick the next by hand, have it shown, or dialled. Each desk may choose its own (M).",
             kind=Kind.CHOICE, choices=modes),
        made("countdown", "Countdown", "Before power mode dials, 2 to 60. Any key stops it.", NumberEditor("seconds")),
        made("gap_minutes", "Gap in an account", "Between two calls into one company, whoever makes them.",
             NumberEditor("minutes")),
        made("lunch", "Lunch there", "People are called less then, not never. Empty spares nobody.", SpanEditor()),
        made("early", "Early morning", "After their hours begin: people are settling in, and are called less.",
             NumberEditor("minutes")),
        made("holidays", "Public holidays", "By the calendar of where they are.", kind=Kind.CHOICE, choices=yes_no),
    ))  # fmt: skip


class QueueSettingsPanel(QWidget):
    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__()
        self._desk, self._tasks = desk, tasks
        self._project: UUID | None = None
        self._terms: QueueTerms | None = None
        self.rows = _rows()
        for name, line in self.rows.items():
            line.changed.connect(partial(self._keep, name))
        self.weights = {name: NumberEditor(_unit(name)) for name in WEIGHT_SAYS}
        self.rank = button("Rank anew with these", self._rank, look="primary")
        self.reset = button("Back to the defaults", self._back, look="link")
        self.says = label("", "small", wrap=True)
        self.says.hide()
        self.hours = label("", "small", wrap=True)
        self.places = PlaceHoursRows()
        self.places.settled.connect(self._settle_place)
        self._lay_out()

    def _lay_out(self) -> None:
        weights = [self._weight_row(name) for name in self.weights]
        told = "A lead's place is its points, within its turn: promises, inbound, who stirred, next tries, fresh leads, fillers."
        self.setLayout(column(
            *(self.rows[name] for name in ("mode", "countdown", "gap_minutes")),
            _titled("What counts in the rank"), label(told, "small", wrap=True), *weights,
            indented(self.rank, self.reset, 0), indented(self.says),
            _titled("When whom is called"), self.hours,
            *(self.rows[name] for name in ("lunch", "early", "holidays")), self.places, gap=12,
        ))  # fmt: skip

    def _weight_row(self, name: str) -> FieldRow:
        title, says = WEIGHT_SAYS[name]
        editor = self.weights[name]
        editor.name(title)
        editor.left.connect(self._weighed)
        return FieldRow(title, editor, says)

    # What is shown

    def show_project(self, project: UUID | None) -> None:
        if project != self._project:
            self._project, self._terms = project, None
            self.reload()

    def refresh(self, changes: Changes) -> None:
        if changes.touches("project"):
            self.reload()

    def reload(self) -> None:
        project = self._project
        if project is not None:
            self._tasks.read(self, lambda: queue_terms(self._desk, project), self._show, newest="terms")

    def _show(self, terms: QueueTerms) -> None:
        weights_held = self._terms is not None and self._typed() != self._kept()
        before, self._terms = self._terms, terms
        queue, calling = terms.queue, terms.calling
        values = {
            "mode": str(queue.mode), "countdown": queue.countdown, "gap_minutes": queue.gap_minutes, "lunch": calling.lunch,
            "early": calling.early, "holidays": "yes" if calling.holidays else "no",
        }  # fmt: skip
        for name, line in self.rows.items():
            line.show_value(values[name], anew=before is None)
        if not weights_held:
            for name, value in queue.weights.as_json().items():
                self.weights[name].show_value(value)
        self.hours.setText(
            f"{window_in_words(calling.window)} by their clock, as the section “The project” says. The law of a place narrows it."
        )
        self.places.show_places(calling.places, terms.region, calling.window)
        self._weighed()

    def _kept(self) -> dict[str, str]:
        terms = self._terms
        return {name: str(value) for name, value in terms.queue.weights.as_json().items()} if terms else {}

    def _typed(self) -> dict[str, str]:
        return {name: editor.state().strip() for name, editor in self.weights.items()}

    def _weighed(self) -> None:
        typed = self._typed()
        self.rank.setEnabled(bool(self._terms) and typed != self._kept())
        self.reset.setVisible(typed != {name: str(value) for name, value in _PLAIN.items()})
        if typed == self._kept() and self.says.property("tone") == "danger":
            self._say("")

    # What is kept

    def _keep(self, name: str, value: Any) -> None:
        line = self.rows[name]
        wanted = list(value) if name == "lunch" and value else value == "yes" if name == "holidays" else value
        self._settle({name: wanted}, lambda _: line.saved(value), line.refused)

    def _rank(self) -> None:
        """All at once: every lead is looked at for it."""
        try:
            read = {name: editor.read("") for name, editor in self.weights.items()}
        except BadInput as problem:
            self._say(str(problem), "danger")
            return
        self._say(_RANKING)
        self.rank.setEnabled(False)
        wanted = {f"weights.{name}": None if value == _PLAIN[name] else value for name, value in read.items()}
        self._settle(wanted, lambda _: self._say("Ranked anew.", "good"), self._not_ranked)

    def _back(self) -> None:
        for name, value in _PLAIN.items():
            self.weights[name].show_value(value)
        self._weighed()
        if self.rank.isEnabled():
            self._rank()

    def _not_ranked(self, error: DeskError) -> None:
        self._say(str(error), "danger")
        self.rank.setEnabled(True)

    def _settle_place(self, code: str, hours: object) -> None:
        self._settle(
            {f"places.{code}": hours}, lambda _: self.places.saved(code), partial(self.places.refused, code)
        )

    def _settle(self, changes: Mapping[str, Any], then: Any, failed: Any) -> None:
        project = self._project
        if project is not None:
            self._tasks.act_long(self, lambda: settle_queue(self._desk, project, changes), then, failed)

    def _say(self, text: str, tone: str = "") -> None:
        self.says.setText(text)
        self.says.setVisible(bool(text))
        dress(self.says, tone=tone)
