"""The lead definition in force, who signed it, and the script that is read: choose among the shipped and one's own.

A script is in use as soon as it is chosen. A definition is put in force by a key of its own, for each time makes a version.
"""

from datetime import date

from PySide6.QtWidgets import QLineEdit, QWidget

from bdr_desk import paths
from bdr_desk.actions.definitions import use_definition
from bdr_desk.actions.scripts import use_script
from bdr_desk.desk import Desk
from bdr_desk.domain.qualification import Definition
from bdr_desk.domain.time_zones import MONTHS
from bdr_desk.errors import DeskError
from bdr_desk.queries.settings import WordingView, wording_view
from bdr_desk.ui.tasks import Tasks
from bdr_desk.ui.widgets.editors import ChoiceEditor, Choices
from bdr_desk.ui.widgets.parts import button, column, dress, label, rule
from bdr_desk.ui.widgets.setting_row import FieldRow, indented


class WordingPanel(QWidget):
    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__()
        self._desk, self._tasks = desk, tasks
        self._view: WordingView | None = None
        self.definition, self.script = ChoiceEditor(), ChoiceEditor()
        self.signed_by, self.signed_on = QLineEdit(), QLineEdit()
        self.put = button("Put in force", self.put_in_force)
        self.in_force, self.reads, self.fit = (label("", wrap=True, select=True) for _ in range(3))
        self.definition_row = FieldRow(
            "Lead definition", self.definition, "The questions a lead is judged by."
        )
        self.by_row = FieldRow(
            "Signed by", self.signed_by, "Who agreed on it, for example marketing and sales by name."
        )
        self.on_row = FieldRow(
            "Signed on", self.signed_on, "The day, like 2027-03-31; left empty, it is today."
        )
        self.script_row = FieldRow("Script", self.script, "Read at every call from now on.")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        own = label(
            f"Your own definitions (.toml) go into {paths.definitions_dir(self._desk.data_dir)}, "
            f"your own scripts (.md) into {paths.scripts_dir(self._desk.data_dir)}.", "small", wrap=True, select=True,
        )  # fmt: skip
        self.setLayout(column(
            self.definition_row, self.by_row, self.on_row, indented(self.put, 0), indented(self.in_force), rule(),
            self.script_row, indented(self.reads), indented(self.fit), own, gap=12,
        ))  # fmt: skip
        self.definition.name("Lead definition")
        self.script.name("Script")
        self.signed_by.setAccessibleName("Signed by")
        self.signed_on.setAccessibleName("Signed on")

    def _connect(self) -> None:
        self.script.left.connect(self._use_script)
        self.definition.box.currentIndexChanged.connect(lambda _: self._offer_put())
        for edit in (self.signed_by, self.signed_on):
            edit.textEdited.connect(lambda _: self._offer_put())
            edit.returnPressed.connect(self.put_in_force)

    # What is there

    def refresh(self) -> None:
        self._tasks.read(self, lambda: wording_view(self._desk), self._show, newest="wording")

    def _show(self, view: WordingView | None) -> None:
        if view is None:
            return
        held = self._view is not None and self._asked() != _stands(self._view)
        self._view = view
        self.definition.offer(definition_choices(view))
        self.script.offer(script_choices(view))
        self.script.show_value(script_now(view))
        if not held:
            self._show_stands(view)
        self.in_force.setText(definition_says(view.definition))
        self.reads.setText(script_says(view))
        says, tone = fit_says(view)
        self.fit.setText(says)
        dress(self.fit, tone=tone)
        self._offer_put()

    def _show_stands(self, view: WordingView) -> None:
        path, by, on = _stands(view)
        self.definition.show_value(path)
        self.signed_by.setText(by)
        self.signed_on.setText(on)

    def _asked(self) -> tuple[str, str, str]:
        return self.definition.state(), self.signed_by.text().strip(), self.signed_on.text().strip()

    def _offer_put(self) -> None:
        self.put.setEnabled(self._view is not None and self._asked() != _stands(self._view))

    # What is done

    def put_in_force(self) -> None:
        """Make a version of what is chosen, signed as it says. What cannot be taken stands beside its field."""
        view, (path, by, on) = self._view, self._asked()
        if view is None or not self.put.isEnabled():
            return
        self._clear_problems()
        try:
            day = date.fromisoformat(on) if on else view.today if by else None
        except ValueError:
            self.on_row.say_problem(f"“{on}” is not a day. Write it like 2027-03-31.")
            return
        if not path:
            self.definition_row.say_problem(
                "Its file is not here: choose another definition, or put the file back."
            )
            return
        self._tasks.act(
            self, lambda: use_definition(self._desk, view.project, path, signed_by=by, signed_on=day),
            lambda _: self._kept(self.definition_row), lambda error: self.definition_row.say_problem(str(error)),
        )  # fmt: skip

    def _clear_problems(self) -> None:
        for line in (self.definition_row, self.by_row, self.on_row):
            line.say_problem("")
            line.say_saved(False)

    def _kept(self, line: FieldRow) -> None:
        line.say_problem("")
        line.say_saved(True)
        if line is self.definition_row:
            self._view = None  # what stands in the fields was taken
        self.refresh()

    def _use_script(self) -> None:
        view, chosen = self._view, self.script.state()
        if view is None or chosen in ("", script_now(view)):
            return
        self._tasks.act(
            self,
            lambda: use_script(self._desk, view.project, chosen),
            lambda _: self._kept(self.script_row),
            self._refused,
        )

    def _refused(self, error: DeskError) -> None:
        """The one in use stays, and is shown again."""
        self.script_row.say_saved(False)
        self.script_row.say_problem(str(error))
        if self._view is not None:
            self.script.show_value(script_now(self._view))


def definition_choices(view: WordingView) -> Choices:
    """(path, words). What is in force without a file of its name has the empty path."""
    found = [(str(known.path), _named(known.title, known.own, known.problem)) for known in view.definitions]
    if view.definition is not None and not definition_now(view):
        found.insert(0, ("", f"{view.definition.name}, as it is kept"))
    return found


def definition_now(view: WordingView) -> str:
    name = view.definition.name if view.definition else None
    return next((str(known.path) for known in view.definitions if known.title == name), "")


def script_choices(view: WordingView) -> Choices:
    found = [(str(known.path), _named(_script_title(known.title, known.definitions), known.own, known.problem))
             for known in view.scripts]  # fmt: skip
    return found if script_now(view) else [("", f"{view.script}, as it is kept"), *found]


def script_now(view: WordingView) -> str:
    return next((str(known.path) for known in view.scripts if known.title == view.script), "")


def _script_title(title: str, definitions: tuple[str, ...]) -> str:
    return f"{title}, for {' and '.join(definitions)}" if definitions else title


def _named(title: str, own: bool, problem: str) -> str:
    return title + (" (yours)" if own else "") + (" (has mistakes)" if problem else "")


def _stands(view: WordingView) -> tuple[str, str, str]:
    """What the fields say when nothing was changed."""
    now = view.definition
    on = now.signed_on.isoformat() if now and now.signed_on else ""
    return definition_now(view), now.signed_by if now else "", on


def definition_says(definition: Definition | None) -> str:
    if definition is None:
        return "There is no lead definition yet: choose one."
    required = sum(criterion.required for criterion in definition.criteria)
    signed = f"signed by {definition.signed_by}" if definition.signed_by else "not signed by anybody"
    on = f" on {_day(definition.signed_on)}" if definition.signed_on else ""
    asks = f"It has {len(definition.criteria)} criteria, {required} of them required."
    return f"In force: {definition.name}, version {definition.version}, {signed}{on}. {asks}"


def script_says(view: WordingView) -> str:
    version = f"version {view.script_version}" if view.script_version else "as it was shipped"
    return f"In use: {view.script}, {version}."


def fit_says(view: WordingView) -> tuple[str, str]:
    """How script and definition go together, and the tone to say it in."""
    if view.definition is None:
        return "", ""
    name, titles = view.definition.name, {c.key: c.title for c in view.definition.criteria}
    if view.fit.foreign:
        return (
            f"It asks for {', '.join(view.fit.foreign)}, which {name} does not have: choose another script.",
            "danger",
        )
    if view.fit.never_asked:
        missing = ", ".join(titles.get(key, key) for key in view.fit.never_asked)
        return f"It never asks for {missing}: that has to be asked without it.", "warn"
    return f"Checked: it asks for everything {name} wants to know.", "good"


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
