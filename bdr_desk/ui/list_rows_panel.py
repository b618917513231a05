"""The rows of a call list as they came: each with its verdict and what is wrong with it, filtered by verdict, page by page."""

from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from bdr_desk.desk import Desk
from bdr_desk.domain.list_rows import Verdict
from bdr_desk.queries.list_rows import RowView, list_rows
from bdr_desk.queries.lists import ListView
from bdr_desk.ui.commands import key_text
from bdr_desk.ui.preview_table import verdict_tone
from bdr_desk.ui.tasks import Tasks
from bdr_desk.ui.widgets.parts import KeyButton, button, caption, column, label, row, set_caption
from bdr_desk.ui.widgets.row_table import Column, RowTable

PAGE_ROWS = 200  # read at a time


class ListRowsPanel(QWidget):
    """`opened` (the lead's key) when the user goes to a row that became one."""

    opened = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__()
        self._desk, self._tasks = desk, tasks
        self._view: ListView | None = None
        self._verdict: Verdict | None = None
        self.table = _table()
        self.hint = label("", "small")
        self._title = caption("Rows")
        self._filters = QButtonGroup(self)
        self.verdicts: dict[str | None, KeyButton] = {}
        for verdict in (None, *Verdict):
            choice = self.verdicts[verdict] = button("", partial(self._filter, verdict), look="choice")
            choice.setCheckable(True)
            self._filters.addButton(choice)
        self.verdicts[None].setChecked(True)
        head = row(self._title, 0, *self.verdicts.values(), margins=(16, 8, 16, 8), gap=4)
        self.setLayout(column(head, self.table, row(self.hint, 0, margins=(16, 6, 16, 8)), gap=0))
        self.table.opened.connect(self._open)
        self.table.chosen.connect(lambda _: self._explain())
        self.table.rows.more.connect(self._ask_more)
        self.setFocusProxy(self.table)

    @property
    def foot_height(self) -> int:
        return self.hint.height() + 16

    def show_list(self, view: ListView) -> None:
        """Read its rows anew."""
        self._view = view
        set_caption(self._title, f"Rows of {view.name}")
        for verdict, made in self.verdicts.items():
            count = getattr(view.counts, verdict or "rows")
            made.set_text(f"{verdict or 'all'} {count:,}")
            made.setEnabled(bool(count) or verdict is None or verdict == self._verdict)
        key, verdict = view.key, self._verdict
        self._tasks.read(
            self, lambda: list_rows(self._desk, key, verdict, limit=PAGE_ROWS), self._show_rows, newest="rows"
        )

    def _filter(self, verdict: Verdict | None) -> None:
        self._verdict = verdict
        self.verdicts[verdict].setChecked(True)
        if self._view:
            self.show_list(self._view)

    def _show_rows(self, found: tuple[RowView, ...]) -> None:
        total = getattr(self._view.counts, self._verdict or "rows") if self._view else 0
        self.table.show_rows(found, max(total, len(found)))
        self._explain()

    def _ask_more(self) -> None:
        view, verdict, offset = self._view, self._verdict, len(self.table.rows.items)
        if view is not None:
            self._tasks.read(
                self, lambda: list_rows(self._desk, view.key, verdict, offset=offset, limit=PAGE_ROWS),
                lambda found: self._add_rows(view.key, verdict, offset, found), newest="rows",
            )  # fmt: skip

    def _add_rows(self, key: UUID, verdict: str | None, offset: int, found: tuple[RowView, ...]) -> None:
        same = self._view is not None and self._view.key == key and verdict == self._verdict
        if same and offset == len(self.table.rows.items):
            self.table.rows.add(found)

    def _explain(self) -> None:
        chosen = self.table.row
        if chosen is None:
            self.hint.setText("No row has this verdict.")
            return
        wrong = f"Row {chosen.row:,}: {chosen.says}. " if chosen.says else ""
        self.hint.setText(wrong + _what_next(chosen))

    def _open(self, chosen: RowView) -> None:
        if chosen.lead is not None:
            self.opened.emit(chosen.lead)


def _what_next(chosen: RowView) -> str:
    if chosen.lead is not None:
        return "Enter opens the lead at the desk."
    review = (
        f" {key_text('list_quarantine')} reviews the quarantine."
        if chosen.verdict == Verdict.QUARANTINED
        else ""
    )
    return f"It is kept as it came; nobody is called for it.{review}"


def _table() -> RowTable[RowView]:
    return RowTable("Rows of the list", [
        Column("Row", lambda view: f"{view.row:,}", 64, number=True),
        Column("Verdict", lambda view: view.verdict, 108, tone=lambda view: verdict_tone(view.verdict)),
        Column("Person", lambda view: view.person, 150),
        Column("Title", lambda view: view.title, 180),
        Column("Company", lambda view: view.company, 200),
        Column("Reached by", lambda view: view.reach, 220),
        Column("What is wrong", lambda view: view.says),
    ])  # fmt: skip
