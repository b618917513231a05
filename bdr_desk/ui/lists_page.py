"""The call lists with their grade and counts, the rows of one with what was found wrong, and the way a new list comes in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from bdr_desk.actions.imports import Imported
from bdr_desk.changes import Changes
from bdr_desk.desk import Desk
from bdr_desk.domain.counting import counted, worded
from bdr_desk.domain.sources import KINDS, read_source
from bdr_desk.queries.exports import Wanted
from bdr_desk.queries.list_rows import worked
from bdr_desk.queries.lists import ListView, lists
from bdr_desk.queries.projects import current_project
from bdr_desk.queries.quarantine import waiting
from bdr_desk.ui.commands import Keys, key_text
from bdr_desk.ui.duplicates_panel import DuplicatesPanel
from bdr_desk.ui.export_button import ExportButton
from bdr_desk.ui.file_choice import dropped
from bdr_desk.ui.import_panel import ImportPanel
from bdr_desk.ui.list_acts import ListActs
from bdr_desk.ui.list_rank_line import ListRankLine
from bdr_desk.ui.list_review import ListReview
from bdr_desk.ui.list_rows_panel import ListRowsPanel
from bdr_desk.ui.page import Page
from bdr_desk.ui.quarantine_panel import QuarantinePanel
from bdr_desk.ui.tasks import Tasks
from bdr_desk.ui.widgets.parts import button, column, label, row, rule
from bdr_desk.ui.widgets.row_table import Column, RowTable
from bdr_desk.ui.widgets.times import day

MOST_LISTS = 7  # shown before the lists scroll
TOUCHING = (
    "call_list",
    "list_import",
    "list_row",
    "lead",
    "suppression",
    "contact_phone",
    "project",
    "setting",
)
GRADE_TONES = {"A": "good", "B": "good", "C": "warn", "D": "warn", "F": "danger"}


@dataclass(frozen=True)
class Known:
    """The lists, how many leads of each were called, how many rows of each wait in quarantine, the project worked on."""

    lists: tuple[ListView, ...]
    worked: Mapping[UUID, int]
    waiting: Mapping[UUID, int]
    project: str | None


def known(desk: Desk) -> Known:
    current = current_project(desk)
    return Known(lists(desk), worked(desk), waiting(desk), current.name if current else None)


class ListsPage(Page):
    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__(desk, tasks)
        self._known = Known((), {}, {}, None)
        self._stale = True
        self._split_by_user = False
        self._from_review = False  # where the quarantine was entered from
        self.panel = ImportPanel(desk, tasks)
        self.review, self.quarantine = ListReview(desk, tasks), QuarantinePanel(desk, tasks)
        self.acts, self.rank = ListActs(desk, tasks), ListRankLine(desk, tasks)
        self.duplicates = DuplicatesPanel(desk, tasks)
        self.table = self._lists_table()
        self.table.setMinimumHeight(100)
        self.rows_panel = ListRowsPanel(desk, tasks)
        self._steps = QStackedWidget()
        self._overview_part = self._overview()
        for step in (self._overview_part, self.panel, self.review, self.quarantine, self.duplicates):
            self._steps.addWidget(step)
        self.setLayout(column(self._steps))
        self.setAcceptDrops(True)
        self._connect()

    # The parts

    def _lists_table(self) -> RowTable[ListView]:
        return RowTable("Call lists", [
            Column("List", lambda view: view.name),
            Column("Source", lambda view: source_says(view.source)),
            Column("State", _state, 96, tone=lambda view: "" if view.released_at else "warn"),
            Column("Grade", lambda view: view.grade or "–", 64, number=True,
                   tone=lambda view: GRADE_TONES.get(view.grade or "", "")),
            Column("Rows", lambda view: f"{view.counts.rows:,}", 72, number=True),
            Column("Added", lambda view: f"{view.counts.added:,}", 72, number=True),
            Column("Can be called", lambda view: f"{view.dialable:,}", 112, number=True),
            Column("Worked", lambda view: f"{self._known.worked.get(view.key, 0):,}", 76, number=True),
            Column("In quarantine", lambda view: f"{self._known.waiting.get(view.key, 0):,}", 116, number=True,
                   tone=lambda view: "warn" if self._known.waiting.get(view.key) else ""),
            Column("Refused", lambda view: f"{view.counts.refused:,}", 80, number=True,
                   tone=lambda view: "danger" if view.counts.refused else ""),
            Column("Imported", lambda view: day(view.made_at, self.now()), 104, number=True),
        ], closed=True)  # fmt: skip

    def _overview(self) -> QWidget:
        self._says = label("", "soft")
        self._import = button("Import a list", self.begin, look="primary", key=key_text("import_list"))
        twice = button("Who stands here twice", self.show_duplicates, key=key_text("duplicates"))
        self.export = ExportButton(self.desk, self.tasks, self._wanted, self._chosen_name)
        head = row(
            label("Call lists", "heading"), self._says, 0, self.export, twice, self._import,
            margins=(16, 12, 16, 12),
        )  # fmt: skip
        self._empty = self._nothing_yet()
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._split.addWidget(self.table)
        self._split.addWidget(self._rows_part())
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(1)
        self._split.setStretchFactor(1, 1)  # the rows get the room of a larger window
        self._split.splitterMoved.connect(self._keep_split)
        made = QWidget()
        made.setLayout(column(head, rule(), self._split, self._empty, gap=0))
        return made

    def _rows_part(self) -> QWidget:
        made = QWidget()
        above = column(self.acts, self.rank, margins=(16, 10, 16, 2), gap=6)
        made.setLayout(column(above, self.rows_panel, gap=0))
        return made

    def _nothing_yet(self) -> QWidget:
        first = label("No list yet", "heading")
        says = label(
            "Import a file as it was exported, or paste rows from a spreadsheet (I). Every row gets a verdict; nobody is "
            "called before you have seen what the list is worth.", "soft", wrap=True,
        )  # fmt: skip
        says.setFixedWidth(480)
        made = QWidget()
        made.setLayout(column(1, row(0, column(first, says, gap=8), 0), 2))
        return made

    def _connect(self) -> None:
        self.table.chosen.connect(lambda _: self._show_current())
        self.table.opened.connect(lambda _: self.rows_panel.setFocus())
        self.rows_panel.opened.connect(self.open_lead)
        self.panel.closed.connect(self._to_overview)
        self.panel.imported.connect(self._imported)
        self.review.closed.connect(self._to_overview)
        self.review.again.connect(self.begin)
        self.review.calling.connect(lambda: self.open_page.emit("desk"))
        self.review.autopsy.duplicates.connect(self.show_duplicates)
        self.quarantine.closed.connect(self._leave_quarantine)
        self.quarantine.notice.connect(self.notice)
        for asked in (self.quarantine.question, self.review.acts.question):
            asked.changed.connect(self.edge_changed)
        self.duplicates.closed.connect(self._to_overview)
        self.duplicates.notice.connect(self.notice)
        for acts in (self.acts, self.review.acts):
            acts.worth.connect(self.show_worth)
            acts.review.connect(self.show_quarantine)
            acts.done.connect(self._done)
            acts.question.setFocusProxy(self.table)
        self.rank.done.connect(self._done)
        keys = Keys(self._overview_part)
        keys.on("import_list", self.begin)
        keys.on("duplicates", self.show_duplicates)
        keys.on("export", self.export.ask)
        self.export.notice.connect(self.notice)
        keys.on("leave_field", self.table.setFocus)

    # The page

    @property
    def kept_clear(self) -> int:
        step = self._steps.currentWidget()
        if isinstance(step, ImportPanel | ListReview | QuarantinePanel):
            return step.foot_height
        return self.rows_panel.foot_height

    def begin(self, path: Path | None = None) -> None:
        """Start an import: ask for a file, or read `path`."""
        self._steps.setCurrentWidget(self.panel)
        self.panel.begin(path)

    def entered(self) -> None:
        if self._stale:
            self._ask_lists()
        if self._steps.currentWidget() is self._overview_part:
            self.table.setFocus()

    def refresh(self, changes: Changes) -> None:
        self.panel.refresh(changes)
        self.duplicates.refresh(changes)
        if changes.touches(*TOUCHING):
            self._stale = True
            if self.isVisible():
                self._ask_lists()
                if self.quarantine.isVisible():
                    self.quarantine.ask()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if path := dropped(event):
            event.acceptProposedAction()
            self.begin(path)

    # From step to step

    def _to_overview(self) -> None:
        self._steps.setCurrentWidget(self._overview_part)
        self.open_page.emit("lists")  # the window knows whether there is anything here yet

    def _imported(self, done: Imported) -> None:
        """A list that is in is looked at before it is released."""
        self.review.show_imported(done)
        self._ask_lists(done.key, self.show_worth)

    def show_worth(self, view: ListView) -> None:
        """The list's autopsy, and what to do with it."""
        self.review.show_list(view, *self._of(view), self._known.project)
        self._steps.setCurrentWidget(self.review)
        self.review.focus_first()

    def show_quarantine(self, view: ListView) -> None:
        """The rows of the list that wait for a decision."""
        self._from_review = self._steps.currentWidget() is self.review
        self._steps.setCurrentWidget(self.quarantine)
        self.quarantine.show_list(view.key, view.name)

    def show_duplicates(self) -> None:
        """The pairs that may be one person."""
        self.duplicates.zone = self.zone
        self._steps.setCurrentWidget(self.duplicates)
        self.duplicates.begin()

    def _leave_quarantine(self) -> None:
        view = self.review.view
        if self._from_review and view is not None:
            self._steps.setCurrentWidget(self.review)
            self.review.focus_first()
        else:
            self._to_overview()

    def _done(self, says: str, tone: str) -> None:
        self.notice.emit(says, tone)
        if self._steps.currentWidget() is self.review:
            self.review.focus_first()
        else:
            self.table.setFocus()

    # The lists

    def _ask_lists(
        self, current: UUID | None = None, then: Callable[[ListView], object] | None = None
    ) -> None:
        self._stale = False
        self.tasks.read(
            self, lambda: known(self.desk), lambda found: self._show_lists(found, current, then),
            newest="" if then else "lists",
        )  # fmt: skip

    def _show_lists(
        self, found: Known, current: UUID | None, then: Callable[[ListView], object] | None
    ) -> None:
        self._known = found
        before = current or (self.table.row.key if self.table.row else None)
        self.table.show_rows(found.lists, current=lambda view: view.key == before)
        self._split.setVisible(bool(found.lists))
        if not self._split_by_user:
            top = self.table.height_for(MOST_LISTS)
            self._split.setSizes([top, max(1, self._split.height() - top)])
        self._empty.setVisible(not found.lists)
        self.export.setVisible(bool(found.lists))
        if not found.lists and self._overview_part.isVisible():
            self._import.setFocus()
        self._says.setText(_waits(found))
        self._show_current()
        self._show_reviewed()
        if then and self.table.row is not None:
            then(self.table.row)

    def _show_reviewed(self) -> None:
        """The list whose worth is in sight, as it is by now."""
        shown = self.review.view
        view = next((view for view in self._known.lists if shown and view.key == shown.key), None)
        if not self.review.isVisible():
            return
        if view is None:  # its import was taken back
            self._to_overview()
        else:
            self.review.show_list(view, *self._of(view), self._known.project)

    def _wanted(self) -> Wanted | None:
        """The list that is chosen, every row with its verdict."""
        return Wanted(f"list:{view.name}", view.project) if (view := self.table.row) else None

    def _chosen_name(self) -> str:
        return self.table.row.name if self.table.row else ""

    def _keep_split(self, *_where: int) -> None:
        self._split_by_user = True

    def _show_current(self) -> None:
        """The list that is chosen: what can be done with it, and its rows."""
        if (view := self.table.row) is not None:
            self.acts.show_list(view, *self._of(view))
            self.rank.show_list(view)
            self.rows_panel.show_list(view)

    def _of(self, view: ListView) -> tuple[int, int]:
        """How many of its leads were called, how many of its rows wait."""
        return self._known.worked.get(view.key, 0), self._known.waiting.get(view.key, 0)


def _state(view: ListView) -> str:
    return "in the queue" if view.released_at else "held back"


def _waits(found: Known) -> str:
    """What is to be done about the lists."""
    held = sum(view.released_at is None for view in found.lists)
    rows = sum(found.waiting.values())
    parts = (
        f"{held:,} held back" if held else "",
        f"{counted(rows, 'row')} {worded(rows, 'waits', 'wait')} in quarantine" if rows else "",
    )
    return ", ".join(part for part in parts if part)


def source_says(source: str) -> str:
    """A source in words: "trade show, Dock Expo 2027"."""
    read = read_source(source)
    return ", ".join(part for part in (KINDS[read.kind], read.detail) if part)
