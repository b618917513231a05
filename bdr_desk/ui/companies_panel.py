"""The customers or the competitors of a project: found as it is typed, one more, a file of them, one taken off; and which
open leads are at one of them."""

from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from bdr_desk.actions.companies import (
    CompaniesFile,
    CompanyAdded,
    add_companies_file,
    add_company,
    remove_companies,
)
from bdr_desk.changes import Changes
from bdr_desk.desk import Desk
from bdr_desk.domain.companies import Part, Taken
from bdr_desk.domain.counting import counted, worded
from bdr_desk.domain.time_zones import day_of_month
from bdr_desk.domain.words import STAGE_SAYS
from bdr_desk.errors import DeskError, Refused
from bdr_desk.queries.companies import CompanyPage, CompanyView, LeadAt, LeadsAt, companies, leads_at
from bdr_desk.ui.tasks import Tasks
from bdr_desk.ui.widgets.inline_form import InlineForm
from bdr_desk.ui.widgets.parts import button, column, dress, label, row
from bdr_desk.ui.widgets.question import Question
from bdr_desk.ui.widgets.row_table import Column, RowTable

_FILES = "Lists (*.csv *.txt *.tsv *.xlsx *.xls *.ods *.vcf);;All files (*)"
_PAGE = 200
_SHOWN, _LEADS_SHOWN = 8, 6  # rows of the tables
_EMPTY = {
    Part.CUSTOMER: "No customers are named yet. With them, nobody is sold what they have bought already.",
    Part.COMPETITOR: "No competitors are named yet. With them, nobody is told what you offer who sells the same.",
}
_COLUMNS: tuple[Column[CompanyView], ...] = (
    Column("Company", lambda view: view.name),
    Column("Website", lambda view: view.domain, 260),
    Column("Since", lambda view: f"{day_of_month(view.since)} {view.since.year}", 120),
)
_LEAD_COLUMNS: tuple[Column[LeadAt], ...] = (
    Column("Open lead", lambda lead: lead.name, 220),
    Column("Title", lambda lead: lead.title),
    Column("Company", lambda lead: lead.account_name, 220),
    Column("Stands", lambda lead: STAGE_SAYS.get(lead.stage, lead.stage), 140),
    Column("Calls", lambda lead: str(lead.attempts), 64, number=True),
)


class CompaniesPanel(QWidget):
    """`notice` (text, tone) tells what was done, `open_lead` (UUID) goes to one at the desk."""

    notice = Signal(str, str)
    open_lead = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks, part: Part) -> None:
        super().__init__()
        self._desk, self._tasks, self.part = desk, tasks, part
        self._project: UUID | None = None
        self._removed: CompanyView | None = None
        self._make_list()
        self.form, self.both = InlineForm(), Question()
        self.both.setFocusProxy(self.table)
        self.says = label("", wrap=True, select=True)
        self.says.hide()
        self.put_back = button("Put it back", self._put_back, look="link")
        self.put_back.hide()
        self._make_leads()
        self._lay_out()

    def _make_list(self) -> None:
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find a name or a website")
        self.search.setAccessibleName(f"Find a {self.part}")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self.reload)
        self.count = label("", "soft")
        self.table: RowTable[CompanyView] = RowTable(f"{self.part.capitalize()}s", _COLUMNS)
        self.table.opened.connect(lambda view: self._ask_leads([view.key], of=view.name))
        self.table.rows.more.connect(self._more)

    def _make_leads(self) -> None:
        self.concerned = label("")
        dress(self.concerned, tone="warn")
        self.show_leads = button("Show them", lambda: self._ask_leads(None), look="link")
        self.leads: RowTable[LeadAt] = RowTable(f"Open leads at a {self.part}", _LEAD_COLUMNS)
        self.leads.opened.connect(lambda lead: self.open_lead.emit(lead.lead))
        self.leads_says = label("", "small", wrap=True)
        for part in (self.concerned, self.show_leads, self.leads, self.leads_says):
            part.hide()

    def _lay_out(self) -> None:
        find = row(self.search, self.count)
        find.setStretch(0, 1)
        self.remove_button = button("Remove", self.remove, name=f"Remove the {self.part}")
        keys = row(
            button("Add…", self.ask_add, look="primary", name=f"Add a {self.part}"),
            button("From a file…", self.choose_file, name=f"Add {self.part}s from a file"),
            self.remove_button, 0,
        )  # fmt: skip
        said = column(self.says, row(self.put_back, 0), gap=4)
        at = row(self.concerned, self.show_leads, 0)
        self.setLayout(
            column(
                find, self.table, said, keys, self.form, self.both, at, self.leads, self.leads_says, gap=12
            )
        )

    # What is shown

    def show_project(self, project: UUID | None) -> None:
        if project != self._project:
            self._project = project
            self.reload()
            self._count_leads()

    def refresh(self, changes: Changes) -> None:
        if changes.touches("project_company"):
            self.reload()
        if changes.touches("project_company", "lead", "contact", "account"):
            self._count_leads()

    def reload(self) -> None:
        project, text = self._project, self.search.text()
        if project is not None:
            self._tasks.read(
                self,
                lambda: companies(self._desk, project, self.part, text, limit=_PAGE),
                self._show,
                newest="companies",
            )

    def _show(self, page: CompanyPage) -> None:
        before = self.table.row
        self.table.show_rows(
            page.rows, page.total, current=lambda view: before is not None and view.key == before.key
        )
        self.table.setFixedHeight(self.table.height_for(_SHOWN))
        self.table.setVisible(bool(page.rows))
        self.remove_button.setVisible(bool(page.rows))
        self.count.setText(f"{page.total:,}" if page.total else "")
        if not page.rows and not self.put_back.isVisible():
            self._say(f"No {self.part} fits that." if self.search.text() else _EMPTY[self.part], "")
        elif self.says.text().startswith("No "):
            self._say("", "")

    def _more(self) -> None:
        project, text, offset = self._project, self.search.text(), len(self.table.rows.items)
        if project is not None:
            self._tasks.read(
                self,
                lambda: companies(self._desk, project, self.part, text, offset=offset, limit=_PAGE),
                lambda page: self.table.rows.add(page.rows),
                newest="more",
            )

    def _say(self, text: str, tone: str) -> None:
        self.says.setText(text)
        self.says.setVisible(bool(text))
        dress(self.says, tone=tone)
        self.put_back.hide()

    # Whose leads are concerned

    def _count_leads(self) -> None:
        project = self._project
        if project is not None:
            self._tasks.read(
                self,
                lambda: leads_at(self._desk, project, self.part, limit=0),
                self._show_count,
                newest="count",
            )

    def _show_count(self, at: LeadsAt) -> None:
        self.concerned.setText(
            f"{leads_are(at.total)} at a {self.part}. They stay in the queue, with a warning."
        )
        self.concerned.setVisible(bool(at.total))
        self.show_leads.setVisible(bool(at.total))
        if not at.total:
            self.leads.hide()
            self.leads_says.hide()

    def _ask_leads(self, keys: list[UUID] | None, of: str = "") -> None:
        project = self._project
        if project is not None:
            self._tasks.read(
                self,
                lambda: leads_at(self._desk, project, self.part, keys),
                lambda at: self._show_leads(at, of),
                newest="leads",
            )

    def _show_leads(self, at: LeadsAt, of: str) -> None:
        self.leads.show_rows(at.rows)
        self.leads.setFixedHeight(self.leads.height_for(_LEADS_SHOWN))
        self.leads.setVisible(bool(at.rows))
        more = f" The first {len(at.rows):,} of {at.total:,} are shown." if at.total > len(at.rows) else ""
        whose = f"{leads_are(at.total)} at {of}. " if of else ""
        self.leads_says.setText(
            f"{whose}Enter opens the lead at the desk.{more}" if at.rows else f"No open lead is at {of}."
        )
        self.leads_says.show()
        if at.rows and not of:
            self.leads.setFocus()

    # One more

    def ask_add(self) -> None:
        question = "Which company? Write its name, its website, or both."
        self.form.ask(question, "Cobalt Dental, cobalt.example", "Add it", self._add)

    def _add(self, text: str, *, both: bool = False) -> None:
        project = self._project
        if project is not None:
            self._tasks.act(
                self, lambda: add_company(self._desk, project, self.part, text, both=both), self._added,
                lambda error: self._not_added(error, text),
            )  # fmt: skip

    def _added(self, done: CompanyAdded) -> None:
        self.form.field.clear()  # the next one
        self.both.close_question()
        known = done.taken is Taken.KNOWN
        self._tell(f"{done.name} is a {self.part} {'already' if known else 'from now on'}.")

    def _not_added(self, error: DeskError, text: str) -> None:
        if not isinstance(error, Refused):
            self._say(str(error), "danger")
            return
        self.both.ask(
            error.title, "A company can be both. Shall it stand in both lists?", "Have it in both",
            lambda _: self._add(text, both=True),
        )  # fmt: skip

    # A file of them

    def choose_file(self) -> None:
        """The system's file dialog, without holding the window."""
        dialog = QFileDialog(self, f"Choose a list of {self.part}s", str(Path.home()), _FILES)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.add_file(Path(path)))
        dialog.open()

    def add_file(self, path: Path) -> None:
        project = self._project
        if project is not None:
            self._say(f"Reading {path.name}…", "")
            self._tasks.act(
                self, lambda: add_companies_file(self._desk, project, self.part, path), self._file_added, self._refused
            )  # fmt: skip

    def _file_added(self, done: CompaniesFile) -> None:
        self._tell(file_says(done, self.part), "warn" if done.other or done.unread else "good")

    # One taken off

    def remove(self) -> None:
        project, view = self._project, self.table.row
        if project is not None and view is not None:
            self._tasks.act(
                self,
                lambda: remove_companies(self._desk, project, [view.key]),
                lambda _: self._gone(view),
                self._refused,
            )

    def _gone(self, view: CompanyView) -> None:
        self._tell(f"{view.name} is no {self.part} any more.")
        self._removed = view
        self.put_back.show()

    def _put_back(self) -> None:
        project, view = self._project, self._removed
        if project is not None and view is not None:
            name = "" if view.name == view.domain else view.name
            self._tasks.act(
                self, lambda: add_company(self._desk, project, self.part, name, view.domain, both=True), self._added,
                self._refused,
            )  # fmt: skip

    def _refused(self, error: DeskError) -> None:
        self._say(str(error), "danger")

    def _tell(self, text: str, tone: str = "good") -> None:
        self._say(text, tone)
        self.notice.emit(text, tone)


def leads_are(total: int) -> str:
    return f"{counted(total, 'open lead')} {worded(total, 'is', 'are')}"


def file_says(done: CompaniesFile, part: Part) -> str:
    """What became of the rows of a file."""
    parts = [f"{counted(done.rows, 'row')}: {counted(done.added, part)} added"]
    parts += [
        f"{count:,} {says}"
        for count, says in (
            (done.completed, "completed by their site"), (done.known, "known already"),
            (done.other, "left out, being in the other list"),
            (done.unread, worded(done.unread, "names no company", "name no company")),
        )
        if count
    ]  # fmt: skip
    named = [f"{problem.row:,}" for problem in done.problems[:10]]
    look = f" Look at {worded(len(named), 'row')} {', '.join(named)}." if named else ""
    return ", ".join(parts) + "." + look
