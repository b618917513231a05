"""What the project asks of its lists: the rules in groups, each off, told, or enough to set a row aside."""

from uuid import UUID

from PySide6.QtWidgets import QLineEdit, QWidget

from bdr_desk.actions.list_terms import set_rule, set_stale_days
from bdr_desk.changes import Changes
from bdr_desk.desk import Desk
from bdr_desk.domain.list_terms import GROUPS
from bdr_desk.errors import DeskError
from bdr_desk.queries.list_terms import RuleView, StaleDays, rules_of, stale_days
from bdr_desk.ui.tasks import Tasks
from bdr_desk.ui.widgets.editors import FewEditor
from bdr_desk.ui.widgets.parts import button, column, dress, label, row
from bdr_desk.ui.widgets.rule_table import CHOICES, RuleTable
from bdr_desk.ui.widgets.setting_row import FieldRow

SHOWN_TABLES = ("project", "list_import", "call_list")
RECORDS = "Records"
_DAYS = 64  # px of a number of days
_KEYS = (
    "← and → change the rule, Delete goes back to its own. It holds for the lists you import from then on."
)


class ListRulesPanel(QWidget):
    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__()
        self._desk, self._tasks = desk, tasks
        self._project: UUID | None = None
        self._rules: tuple[RuleView, ...] = ()
        self._days: StaleDays | None = None
        self.groups = FewEditor(tuple((group, group) for group in GROUPS))
        self.groups.name("Rules")
        self.groups.show_value(next(iter(GROUPS)))
        self.groups.left.connect(self._show_group)
        self.table = RuleTable()
        self.table.chosen.connect(lambda _: self._show_rule())
        self.table.wanted.connect(self._set)
        self.says, self.source = label("", wrap=True, select=True), label("", "small", wrap=True, select=True)
        self.own = button("Back to its own", self._back, look="link")
        self.problem = label("", wrap=True)
        dress(self.problem, tone="danger")
        self.problem.hide()
        self.stale, self.very_stale = QLineEdit(), QLineEdit()
        self._make_days()
        self._lay_out()

    def _make_days(self) -> None:
        for edit, name in ((self.stale, "Days until stale"), (self.very_stale, "Days until very stale")):
            edit.setFixedWidth(_DAYS)
            edit.setAccessibleName(name)
            edit.editingFinished.connect(self._keep_days)
        field = QWidget()
        field.setLayout(
            row(
                self.stale, label("days, very stale after", "soft"), self.very_stale, label("days", "soft"), 0
            )
        )
        field.setFocusProxy(self.stale)
        self.days_row = FieldRow("Stale after", field, "Since the day the list says it was last checked.")

    def _lay_out(self) -> None:
        line = row(self.says, self.own)
        line.setStretch(0, 1)
        detail = column(line, self.source, self.problem, gap=4)
        keys = label(_KEYS, "small", wrap=True)
        self.setLayout(column(self.groups, self.table, detail, keys, self.days_row, gap=12))

    # What is shown

    def show_project(self, project: UUID | None) -> None:
        if project != self._project:
            self._project = project
            self.reload()

    def refresh(self, changes: Changes) -> None:
        if changes.touches(*SHOWN_TABLES):
            self.reload()

    def reload(self) -> None:
        project = self._project
        if project is not None:
            self._tasks.read(
                self,
                lambda: (rules_of(self._desk, project), stale_days(self._desk, project)),
                self._show,
                newest="rules",
            )

    def _show(self, found: tuple[tuple[RuleView, ...], StaleDays]) -> None:
        self._rules, days = found
        if days != self._days:
            self._days = days
            self._show_days()
        self._show_group()

    def _show_days(self) -> None:
        if self._days is not None:
            self.stale.setText(str(self._days.stale))
            self.very_stale.setText(str(self._days.very_stale))

    def _show_group(self) -> None:
        before, group = self.table.row, self.groups.state()
        rules = [view for view in self._rules if view.group == group]
        self.table.show_rows(rules, current=lambda view: before is not None and view.key == before.key)
        self.table.setFixedHeight(self.table.height_for(len(rules)))
        self.days_row.setVisible(group == RECORDS)
        self._show_rule()

    def _show_rule(self) -> None:
        view = self.table.row
        self.says.setText(says_of(view) if view else "")
        self.source.setText(f"Where it comes from: {view.source}." if view else "")
        self.own.setVisible(bool(view and view.changed))
        self._say_problem("")

    # What is done

    def _set(self, rule: str, what: str | None) -> None:
        project = self._project
        if project is not None:
            self._tasks.act(
                self, lambda: set_rule(self._desk, project, rule, what), lambda _: None, self._refused
            )

    def _back(self) -> None:
        if view := self.table.row:
            self._set(view.key, None)
            self.table.setFocus()

    def _keep_days(self) -> None:
        project, days, typed = self._project, self._days, (self.stale.text(), self.very_stale.text())
        if project is None or days is None or typed == (str(days.stale), str(days.very_stale)):
            self.days_row.say_problem("")
            return
        stale, very_stale = (int(text) if text.strip().isdecimal() else 0 for text in typed)
        self._tasks.act(
            self, lambda: set_stale_days(self._desk, project, stale, very_stale), lambda _: self._days_kept(),
            lambda error: self.days_row.say_problem(str(error)),
        )  # fmt: skip

    def _days_kept(self) -> None:
        self.days_row.say_problem("")
        self.days_row.say_saved(True)

    def _refused(self, error: DeskError) -> None:
        self._say_problem(str(error))

    def _say_problem(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))


def says_of(view: RuleView) -> str:
    """What a rule does here and why, in a sentence or two."""
    if view.fixed:
        return f"{view.title}: the same in every project. {view.fixed}"
    names = dict(CHOICES)
    does = {None: "is not looked for", "warn": "goes in, with a warning", "quarantine": "goes to quarantine"}
    own = f" Its own is: {names[view.own].lower()}." if view.changed else ""
    return f"{view.title}: a row like this {does[view.here]}.{own}"
