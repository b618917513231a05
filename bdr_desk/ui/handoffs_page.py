"""The handoffs: what waits for an answer first; one with who it is, why it is qualified, the meeting and the trail."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from uuid import UUID

from PySide6.QtWidgets import QWidget

from bdr_desk.actions.handoffs import Answered, accept, answer, ask, feedback, reject
from bdr_desk.changes import Changes
from bdr_desk.desk import Desk
from bdr_desk.domain.handoff import Event, Kind, Status
from bdr_desk.errors import DeskError
from bdr_desk.queries.handoffs import HandoffDetail, HandoffView, handoff, handoffs
from bdr_desk.queries.whole_team import team_handoffs, watches
from bdr_desk.ui.commands import Keys, key_text
from bdr_desk.ui.handoff_detail import TONES, handoff_parts, trail_parts
from bdr_desk.ui.page import Page
from bdr_desk.ui.tasks import Tasks
from bdr_desk.ui.team_reading import TeamReading
from bdr_desk.ui.widgets.detail import Detail, head, quiet
from bdr_desk.ui.widgets.inline_form import InlineForm
from bdr_desk.ui.widgets.parts import Flow, KeyButton, button, column, dress, label, refill, row, rule
from bdr_desk.ui.widgets.row_list import RowItem, RowList, heading
from bdr_desk.ui.widgets.times import moment

LEFT, RIGHT = 380, 340  # px
TOUCHING = ("handoff", "handoff_event", "meeting", "fact", "call", "user", "contact", "account")
ON_DECISION = frozenset({Kind.ACCEPTED, Kind.REJECTED, Kind.ASKED})  # the rep's to say
Act = Callable[[Desk, UUID, str], Answered]


class HandoffsPage(Page):
    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__(desk, tasks)
        self._stale = True
        self._shown: HandoffDetail | None = None
        self._team: Mapping[UUID, HandoffDetail] = {}
        self._reading = TeamReading(self, lambda: team_handoffs(self.desk), self._show_team, "handoffs")
        self.list = RowList("Handoffs")
        self.list.setFixedWidth(LEFT)
        self.detail, self.trail = Detail("Handoff"), Detail("Its trail")
        self.trail.setFixedWidth(RIGHT)
        self.form = InlineForm()
        self._buttons = self._make_buttons()
        centre = column(self._top(), self.detail, gap=0)
        body = row(self.list, rule(upright=True), centre, rule(upright=True), self.trail, gap=0)
        body.setStretch(2, 1)
        self.setLayout(body)
        self._connect()

    def _make_buttons(self) -> dict[str, KeyButton]:
        acts = {
            "handoff_accept": ("Accept", self.accept),
            "handoff_reject": ("Reject", self.ask_reason),
            "handoff_ask": ("Ask", self.ask_question),
            "handoff_answer": ("Answer", self.ask_answer),
            "handoff_feedback": ("Say how it went", self.ask_feedback),
            "open_lead": ("To the desk", self._open_lead),
        }
        return {name: button(text, do, key=key_text(name)) for name, (text, do) in acts.items()}

    def _top(self) -> QWidget:
        """Who, what can be answered, and the question that is open."""
        self._head = column()
        keys = Flow(gap=8)
        for made in self._buttons.values():
            keys.addWidget(made)
        self._for_whom = label("", "small", wrap=True)
        self._top_part = QWidget()
        self._top_part.setLayout(
            column(self._head, keys, self._for_whom, self.form, margins=(24, 20, 24, 4), gap=12)
        )
        return self._top_part

    def _connect(self) -> None:
        self.list.chosen.connect(self._ask_one)
        self.keys = Keys(self)
        for name, made in self._buttons.items():
            self.keys.on(name, made.click)
        self.keys.on("leave_field", self._leave_form)

    # The page

    def entered(self) -> None:
        if self._stale:
            self._ask()
        self.list.setFocus()

    def refresh(self, changes: Changes) -> None:
        # A round of sync notes how far it has read: what a team lead reads may be new, though nothing of it came to this desk.
        if changes.touches(*TOUCHING) or (self._reading.wanted and changes.touches("setting")):
            self._stale = True
            if self.isVisible():
                self._ask()

    def _ask(self) -> None:
        self._stale = False
        self.tasks.read(
            self, lambda: (handoffs(self.desk), watches(self.desk)), self._show_own, newest="list"
        )

    def _show_own(self, found: tuple[tuple[HandoffView, ...], bool]) -> None:
        own, self._reading.wanted = found
        if not self._reading.known:
            self._show_list(own)
        if self._reading.wanted:
            self._reading.ask()

    def _show_team(self, found: Mapping[UUID, HandoffDetail]) -> None:
        self._team = found
        self._show_list(tuple(detail.view for detail in found.values()))

    def _show_list(self, found: tuple[HandoffView, ...]) -> None:
        self.list.show_items(list(self._items(found)))
        if isinstance(self.list.key, UUID):
            self._ask_one(self.list.key)
        else:
            self._show_nothing()

    def _items(self, found: Sequence[HandoffView]) -> Iterator[RowItem]:
        now = self.now()
        order = {group: place for place, group in enumerate(GROUPS)}
        for group, views in groupby(sorted(found, key=lambda view: order[_group(view)]), key=_group):
            yield heading(group)
            for view in views:
                yield _item(view, moment(view.due.by, now) if view.due else "")

    # One handoff

    def _ask_one(self, key: UUID) -> None:
        if key in self._team:
            self._show(self._team[key])
        else:
            self.tasks.read(self, lambda: handoff(self.desk, key), self._show, newest="one")

    def _show_nothing(self) -> None:
        self._shown = None
        self._top_part.hide()
        self.detail.show_parts(*_nothing())
        self.trail.show_parts()
        for name in self._buttons:
            self.keys.allow(name, False)

    def _show(self, shown: HandoffDetail) -> None:
        if self._shown is None or self._shown.view.handoff != shown.view.handoff:
            self.form.close_form()
        self._shown = shown
        view, now = shown.view, self.now()
        self._top_part.show()
        who = ", ".join(part for part in (view.title, view.account_name) if part)
        marks = [(view.says, TONES.get(view.status, ""))]
        if view.due:
            late = ("overdue: ", "danger") if view.overdue else ("", "warn")
            marks.append((f"{late[0]}{view.due.says} by {moment(view.due.by, now)}", late[1]))
        refill(self._head, head(view.name or view.account_name, who, *marks))
        self.detail.show_parts(*handoff_parts(shown, now))
        self.trail.show_parts(*trail_parts(view.events, now))
        self._show_keys(shown)

    def _show_keys(self, shown: HandoffDetail) -> None:
        may = {name: kind in shown.allowed for name, kind in KINDS.items()} | {
            "open_lead": not shown.elsewhere
        }
        # First it is decided.
        may["handoff_feedback"] = not shown.elsewhere and shown.view.status not in (
            Status.PASSED,
            Status.ASKED,
        )
        first = "handoff_accept" if shown.view.mine else "handoff_answer"
        for name, made in self._buttons.items():
            made.setVisible(may[name])
            dress(made, look="primary" if name == first else "")
            self.keys.allow(name, may[name])
        decides = any(kind in shown.allowed for kind in ON_DECISION)
        instead = f"You answer in {shown.view.rep_name}'s place, and the trail says so."
        if shown.elsewhere:
            self._for_whom.setText(
                f"Read from the team's database: {shown.view.rep_name} and the BDR answer on their desks."
            )
        else:
            self._for_whom.setText(instead if decides and not shown.view.mine else "")
        self._for_whom.setVisible(bool(self._for_whom.text()))

    def _open_lead(self) -> None:
        if self._shown:
            self.open_lead.emit(self._shown.view.lead)

    # Answering

    def accept(self) -> None:
        if self._shown:
            self._do(lambda desk, key, _: accept(desk, key), "", "Accepted. The lead is the rep's now.")

    def ask_reason(self) -> None:
        self._question("Why is it rejected?", "what was missing, so that the BDR can do better", "Reject", reject,
                       "Rejected. The lead is back in the BDR's queue.")  # fmt: skip

    def ask_question(self) -> None:
        self._question(
            "What do you need to know first?", "the BDR sees it on their desk", "Ask", ask, "Asked."
        )

    def ask_answer(self) -> None:
        asked = next((event.text for event in reversed(self._events) if event.kind == Kind.ASKED), "")
        self._question(
            f"The rep asks: {asked}", "your answer", "Answer", answer, "Answered; the rep decides now."
        )

    def ask_feedback(self) -> None:
        self._question("How did it go, and what was the lead worth?", "held, or not? what comes next?", "Say it", feedback,
                       "Noted in the trail.")  # fmt: skip

    @property
    def _events(self) -> Sequence[Event]:
        return self._shown.view.events if self._shown else ()

    def _question(self, question: str, hint: str, go: str, act: Act, says: str) -> None:
        self.form.ask(question, hint, go, lambda text: self._do(act, text, says))

    def _do(self, act: Act, text: str, says: str) -> None:
        if self._shown:
            key = self._shown.view.handoff
            self.tasks.act(self, lambda: act(self.desk, key, text), lambda _: self._done(says), self._refused)

    def _done(self, says: str) -> None:
        self.form.field.clear()
        self._leave_form()
        self.notice.emit(says, "good")

    def _refused(self, error: DeskError) -> None:
        self.notice.emit(str(error), "danger")

    def _leave_form(self) -> None:
        self.form.close_form()
        self.list.setFocus()


KINDS = {
    "handoff_accept": Kind.ACCEPTED, "handoff_reject": Kind.REJECTED, "handoff_ask": Kind.ASKED,
    "handoff_answer": Kind.ANSWERED, "handoff_feedback": Kind.FEEDBACK,
}  # fmt: skip
YOURS = "Waits for you"
GROUPS = (YOURS, "Waits for the rep", "Waits for the BDR", "Accepted", "Rejected or given back", "Passed on")


def _group(view: HandoffView) -> str:
    if view.due:
        me = "rep" if view.mine else "bdr"
        return YOURS if view.due.who == me else f"Waits for the {'rep' if view.due.who == 'rep' else 'BDR'}"
    if view.status == Status.ACCEPTED:
        return "Accepted"
    return "Rejected or given back" if view.status in (Status.REJECTED, Status.RETURNED) else "Passed on"


def _item(view: HandoffView, due: str) -> RowItem:
    who = ", ".join(part for part in (view.name, view.account_name) if part)
    second = f"from {view.passed_by}" if view.mine else f"to {view.rep_name}"
    chips = [(view.says, TONES.get(view.status, ""))]
    if view.overdue:
        chips.append(("overdue", "danger"))
    return RowItem(view.handoff, who, second, due, tuple(chips))


def _nothing() -> list[QWidget]:
    text = "One is made with each meeting: book it at the desk, and the rep finds the lead here. A rep joins the team first."
    return [label("No handoff yet", "heading"), quiet(text)]
