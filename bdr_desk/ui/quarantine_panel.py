"""The quarantine of a list: its rules with their counts, the rows under one, one row whole, and what is decided about them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from bdr_desk.actions.quarantine import Settled, keep_out, release_rows, reopen
from bdr_desk.desk import Desk
from bdr_desk.domain.counting import counted
from bdr_desk.errors import DeskError
from bdr_desk.queries.quarantine import (
    QuarantinedRow,
    RowKey,
    RuleCount,
    quarantine_rules,
    quarantined,
    waiting,
    waiting_keys,
)
from bdr_desk.ui.commands import Keys, key_text
from bdr_desk.ui.quarantine_lists import EVERY, rows_table, rule_items
from bdr_desk.ui.quarantine_row import QuarantinedRowPanel
from bdr_desk.ui.tasks import Tasks
from bdr_desk.ui.widgets.parts import KeyButton, button, column, dress, label, row, rule
from bdr_desk.ui.widgets.question import Question
from bdr_desk.ui.widgets.row_list import RowList

T = TypeVar("T")
LEFT, RIGHT = 264, 384  # px
PAGE_ROWS = 200  # rows read at a time
RELEASE_REASONS = (
    "checked: the row is right", "a real person, in spite of the name", "the number was confirmed",
    "the client wants them called",
)  # fmt: skip
KEEP_REASONS = (
    "nobody to call",
    "not a company we sell to",
    "cannot be put right",
    "asked not to be contacted",
)
CORRECTED = "put right: {}"


@dataclass(frozen=True)
class Decision:
    """The last thing decided, for undoing it."""

    keys: tuple[RowKey, ...]
    released: bool


class QuarantinePanel(QWidget):
    """`closed` when the user leaves; `notice` (text, tone) says what came of a decision."""

    closed = Signal()
    notice = Signal(str, str)

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__()
        self._desk, self._tasks = desk, tasks
        self.key: UUID | None = None
        self._rules: dict[str, RuleCount] = {}
        self._all_waiting = 0
        self._last: Decision | None = None
        self._stay: tuple[
            RowKey, ...
        ] = ()  # which row to be on after a decision, the first that is still there
        self.rules, self.rows, self.row_panel = RowList("Rules"), rows_table(), QuarantinedRowPanel()
        self.rules.setFixedWidth(LEFT)
        self.row_panel.setFixedWidth(RIGHT)
        self.question = Question()
        self.question.setFocusProxy(self.rows)
        self.buttons = self._make_buttons()
        self.setLayout(column(self._head(), rule(), self._body(), gap=0))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._connect()

    # The parts

    def _make_buttons(self) -> dict[str, KeyButton]:
        acts: dict[str, tuple[str, Callable[[], object]]] = {
            "row_release": ("Release", self.ask_release), "row_correct": ("Correct", self.correct),
            "row_keep_out": ("Keep out", self.ask_keep_out), "row_all": ("All of this rule", self.toggle_all),
            "row_undo": ("Undo", self.undo),
        }  # fmt: skip
        made = {name: button(text, do, key=key_text(name)) for name, (text, do) in acts.items()}
        made["row_all"].setCheckable(True)
        dress(made["row_all"], look="choice")
        return made

    def _head(self) -> QWidget:
        self._title, self._says = label("", "heading"), label("", "soft")
        back = button("Back", self.closed.emit, look="quiet", key=key_text("leave_field"))
        made = QWidget()
        made.setLayout(row(self._title, self._says, 0, back, margins=(16, 12, 16, 12)))
        return made

    def _body(self) -> QWidget:
        self._foot = QFrame()
        dress(self._foot, look="bar")
        self._foot.setLayout(
            column(self.question, row(*self.buttons.values(), 0), margins=(16, 12, 16, 12), gap=12)
        )
        self._empty = QWidget()
        says = "Every row was released or kept out. What comes in with the next import waits here."
        self._empty.setLayout(
            column(1, row(0, column(label("Nothing waits", "heading"), label(says, "soft"), gap=8), 0), 2)
        )
        centre = column(self.rows, self._foot, gap=0)
        body = row(self.rules, rule(upright=True), centre, rule(upright=True), self.row_panel, gap=0)
        body.setStretch(2, 1)
        self._body_part, made = QWidget(), QWidget()
        self._body_part.setLayout(body)
        made.setLayout(column(self._body_part, self._empty, gap=0))
        return made

    def _connect(self) -> None:
        self.rules.chosen.connect(lambda _: self._rule_chosen())
        self.rules.opened.connect(lambda _: self.rows.setFocus())
        self.rows.chosen.connect(lambda _: self._show_row())
        self.rows.opened.connect(lambda _: self.correct())
        self.rows.rows.more.connect(self._ask_more)
        self.row_panel.corrected.connect(self._correct)
        self.row_panel.left.connect(self.rows.setFocus)
        self.keys = Keys(self)
        for name, made in self.buttons.items():
            self.keys.on(name, made.click)
        self.keys.on("row_down", partial(self.row_panel.scroll_by, 1))
        self.keys.on("row_up", partial(self.row_panel.scroll_by, -1))
        self.keys.on("leave_field", self.closed.emit)

    @property
    def foot_height(self) -> int:
        return self._foot.sizeHint().height()

    # What is shown

    def show_list(self, key: UUID, name: str) -> None:
        if key != self.key:
            self._last = None
            self.question.close_question()
            self.row_panel.show_row(None)
            self.rules.select(None)
        self.key = key
        self._title.setText(f"Quarantine of {name}")
        self.ask()
        self.rows.setFocus()

    @property
    def _rule(self) -> str | None:
        """The rule at the left, None for every one."""
        return None if self.rules.key in (None, EVERY) else str(self.rules.key)

    @property
    def _count(self) -> int:
        return self._rules[self._rule].rows if self._rule in self._rules else self._all_waiting

    @property
    def whole(self) -> bool:
        """Whether all rows of the rule are meant."""
        return self.buttons["row_all"].isChecked()

    def ask(self) -> None:
        """Read the rules and the rows again."""
        if (key := self.key) is None:
            return
        self._tasks.read(
            self, lambda: (quarantine_rules(self._desk, key), waiting(self._desk).get(key, 0)),
            lambda found: self._show_rules(*found), newest="rules",
        )  # fmt: skip

    def _show_rules(self, found: tuple[RuleCount, ...], every: int) -> None:
        self._rules, self._all_waiting = {each.rule: each for each in found}, every
        self._body_part.setVisible(bool(every))
        self._empty.setVisible(not every)
        if not every and self.isVisible():
            self.setFocus()  # on no button of the window
        self._says.setText(
            f"{every:,} {'row waits' if every == 1 else 'rows wait'} for a decision." if every else ""
        )
        self.rules.show_items(rule_items(found, every))
        self._ask_rows()

    def _rule_chosen(self) -> None:
        self.buttons["row_all"].setChecked(False)
        self.question.close_question()
        self._ask_rows()

    def _ask_rows(self) -> None:
        key, of_rule, here = self.key, self._rule, self.rows.currentIndex().row()
        if key is None:
            return
        self._tasks.read(
            self, lambda: quarantined(self._desk, key, of_rule, limit=max(PAGE_ROWS, here + PAGE_ROWS)),
            self._show_rows, newest="rows",
        )  # fmt: skip

    def _show_rows(self, found: tuple[QuarantinedRow, ...]) -> None:
        here = self.rows.row
        wanted = self._stay or ((here.key,) if here else ())
        self._stay = ()
        there = {each.key for each in found}
        current = next((key for key in wanted if key in there), None)
        self.rows.show_rows(found, max(self._count, len(found)), current=lambda each: each.key == current)
        self._show_row()

    def _ask_more(self) -> None:
        key, of_rule, offset = self.key, self._rule, len(self.rows.rows.items)
        if key is None:
            return

        def add(found: tuple[QuarantinedRow, ...]) -> None:
            if (key, of_rule, offset) == (self.key, self._rule, len(self.rows.rows.items)):
                self.rows.rows.add(found)

        self._tasks.read(
            self, lambda: quarantined(self._desk, key, of_rule, offset=offset, limit=PAGE_ROWS), add, newest="rows"
        )  # fmt: skip

    def _show_row(self) -> None:
        self.row_panel.show_row(self.rows.row)
        self._show_acts()

    def _show_acts(self) -> None:
        of_rule = self._rules.get(self._rule or "")
        title = f"All {self._count:,} of this rule" if of_rule else _every(self._count).capitalize()
        self.buttons["row_all"].set_text(title)
        self.buttons["row_undo"].setEnabled(self._last is not None)

    # Decisions

    def toggle_all(self) -> None:
        """What is decided next is meant for all rows of the rule, or for the one again."""
        meant = (
            "R releases, K keeps out all of them." if self.whole else "Only the chosen row is meant again."
        )
        self.notice.emit(meant, "")

    def ask_release(self) -> None:
        shown, of_rule = self.rows.row, self._rules.get(self._rule or "")
        if shown is None:
            return
        if self.whole:
            says = "Each is judged again: rows that nobody may waive stay here, and are told."
            if of_rule and not of_rule.waivable:
                says = f"{shown.why_not} Such rows stay here."
            self._ask(f"Release {self._of_all()}?", says, "Release all", self._release, RELEASE_REASONS)
        elif not shown.can_release:
            self.notice.emit(f"Row {shown.row:,} cannot be released. {shown.why_not}", "warn")
        else:
            says = f"It came here because: {shown.says}."
            self._ask(
                f"Release row {shown.row:,}, {_who(shown)}?", says, "Release", self._release, RELEASE_REASONS
            )

    def ask_keep_out(self) -> None:
        shown = self.rows.row
        if shown is not None:
            which = self._of_all() if self.whole else f"row {shown.row:,}, {_who(shown)}"
            says = "Kept with the list as it came, and not asked about again. U takes it back."
            self._ask(f"Keep {which} out?", says, "Keep out", self._keep_out, KEEP_REASONS)

    def _of_all(self) -> str:
        of_rule = self._rules.get(self._rule or "")
        where = f"under “{of_rule.title}”" if of_rule else "in quarantine"
        return f"{_every(self._count)} {where}"

    def _ask(
        self, question: str, says: str, go: str, do: Callable[[str], object], reasons: Sequence[str]
    ) -> None:
        self.question.ask(question, says, go, do, reasons)

    def _release(self, why: str, corrections: Mapping[str, str] | None = None) -> None:
        meant = self._meant()
        self._decide(
            meant, lambda keys: release_rows(self._desk, keys, why, corrections or {}), self._released,
        )  # fmt: skip

    def _keep_out(self, why: str) -> None:
        self._decide(
            self._meant(), lambda keys: keep_out(self._desk, keys, why),
            lambda keys, count: self._settled(Decision(keys, released=False), f"{counted(count, 'row')} kept out.", "good"),
        )  # fmt: skip

    def _meant(self) -> Callable[[], tuple[RowKey, ...]]:
        """On the worker: the rows a decision is about."""
        desk, key, of_rule, shown = self._desk, self.key, self._rule, self.rows.row
        if not self.whole or key is None:
            return lambda: (shown.key,) if shown else ()
        return lambda: waiting_keys(desk, key, of_rule)

    def _decide(
        self, meant: Callable[[], tuple[RowKey, ...]], act: Callable[[tuple[RowKey, ...]], T],
        then: Callable[[tuple[RowKey, ...], T], object],
    ) -> None:  # fmt: skip
        self._stay = self._neighbours()

        def both() -> tuple[tuple[RowKey, ...], T]:
            keys = meant()
            return keys, act(keys)

        self._tasks.act(self, both, lambda done: then(*done), self._refused)

    def _neighbours(self) -> tuple[RowKey, ...]:
        """The row itself, should it stay, the next one, the one before."""
        items, at = self.rows.rows.items, self.rows.currentIndex().row()
        return tuple(items[place].key for place in (at, at + 1, at - 1) if 0 <= place < len(items))

    def _released(self, keys: tuple[RowKey, ...], settled: Settled) -> None:
        merged = f", {settled.merged:,} of them somebody known already" if settled.merged else ""
        done = settled.released + settled.merged
        still = f" {_still(settled)}" if settled.still else ""
        says = f"{counted(done, 'row')} released{merged}." if done else "Nothing was released."
        self._settled(
            Decision(keys, released=True) if done else self._last,
            says + still,
            "warn" if settled.still else "good",
        )

    def _settled(self, decision: Decision | None, says: str, tone: str) -> None:
        self._last = decision
        self.row_panel.done()
        self.question.close_question()
        self.buttons["row_all"].setChecked(False)
        self.notice.emit(says, tone)
        self.rows.setFocus()
        self.ask()

    def _refused(self, error: DeskError) -> None:
        self._stay = ()
        self.notice.emit(str(error), "danger")

    def correct(self) -> None:
        """The cells of the row become fields."""
        if self.rows.row is not None and not self.row_panel.correct():
            self.notice.emit(
                "No cell of this row is read: import the file again with its columns named.", "warn"
            )

    def _correct(self, corrections: Mapping[str, str]) -> None:
        if not corrections:
            self.notice.emit("Nothing was changed yet. Esc leaves the row as it is.", "warn")
            return
        self.buttons["row_all"].setChecked(False)
        self._release(CORRECTED.format(", ".join(corrections)), corrections)

    def undo(self) -> None:
        """Rows that were kept out wait again. Released ones are leads by now."""
        if (last := self._last) is None:
            return
        if last.released:
            self.notice.emit(
                "Released rows are leads now, and may be called: take one off the queue at the desk.", "warn"
            )
            return
        self._stay = last.keys[:1]
        self._tasks.act(
            self, lambda: reopen(self._desk, last.keys),
            lambda count: self._settled(None, f"{counted(count, 'row')} back in quarantine.", "good"), self._refused,
        )  # fmt: skip


def _who(shown: QuarantinedRow) -> str:
    return shown.person or shown.company or "nobody named"


def _every(count: int) -> str:
    return "the one row" if count == 1 else f"all {counted(count, 'row')}"


def _still(settled: Settled) -> str:
    """Which rows stay, and why the first one does."""
    (number, says), count = settled.still[0], len(settled.still)
    return (
        f"Row {number:,} stays: {says}"
        if count == 1
        else f"{count:,} rows stay, the first is row {number:,}: {says}"
    )
