"""The call desk: the queue, the person, the script, what is known, and the wrap-up, worked from “next” to “logged” by keyboard.

The page joins the panels: what is read goes into each, what they tell becomes an action. The call itself is in
`call_session.py`, its end in `call_closing.py`.
"""

from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent

from bdr_desk.actions.contacts import add_email, add_phone
from bdr_desk.actions.queue_clock import wake
from bdr_desk.changes import EVERYTHING, Changes
from bdr_desk.desk import Desk
from bdr_desk.errors import DeskError
from bdr_desk.queries.drafts import CallDraft, unfinished
from bdr_desk.ui.call_closing import CallClosing
from bdr_desk.ui.call_desk_keys import bind
from bdr_desk.ui.call_desk_layout import fit, lay_out
from bdr_desk.ui.call_session import CallSession
from bdr_desk.ui.claim_watch import ClaimWatch
from bdr_desk.ui.commands import CLOSING, Keys, State
from bdr_desk.ui.export_button import ExportButton
from bdr_desk.ui.lead_on_desk import LeadOnDesk, lead_on_desk
from bdr_desk.ui.lead_side_panel import LeadSidePanel
from bdr_desk.ui.notes_panel import HistoryPanel, NotesPanel
from bdr_desk.ui.page import Page
from bdr_desk.ui.person_panel import PersonPanel
from bdr_desk.ui.queue_acts import QueueActs
from bdr_desk.ui.queue_modes import QueueModes
from bdr_desk.ui.queue_on_desk import QueueOnDesk, queue_on_desk
from bdr_desk.ui.queue_panel import QueuePanel
from bdr_desk.ui.queue_view_acts import QueueViewActs
from bdr_desk.ui.route_acts import RouteActs
from bdr_desk.ui.script_panel import ObjectionPanel, ScriptPanel
from bdr_desk.ui.tasks import Tasks
from bdr_desk.ui.unfinished_strip import UnfinishedStrip
from bdr_desk.ui.widgets.focus import as_read, in_turn
from bdr_desk.ui.wrap_up_bar import WrapUpBar

if TYPE_CHECKING:
    from bdr_desk.queries.exports import Wanted

QUEUE_LIMIT = 50
CLOCK_MS = 30_000  # local times and closing hours move on
SHOWN_TABLES = (
    "lead", "call", "fact", "contact", "contact_phone", "contact_email", "account", "touch", "meeting", "handoff",
    "suppression", "project", "call_list", "user", "lead_definition", "script", "script_version",
    "claim", "consent", "account_route", "referral", "call_undo", "setting", "saved_view",
)  # fmt: skip


class CallDeskPage(Page):
    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__(desk, tasks)
        self.session = CallSession(desk, tasks, self)
        self.lead: LeadOnDesk | None = None
        self._wanted: UUID | None = None  # the lead being read
        self.export = ExportButton(desk, tasks, self._shown_queue, self._queue_name, look="link")
        self.queue = QueuePanel(self.export)
        self.person = PersonPanel(self.session, desk.line.knows_state)
        self.script = ScriptPanel(self.session)
        self.objections = ObjectionPanel()
        self.notes = NotesPanel(self.session)
        self.history = HistoryPanel()
        self.side = LeadSidePanel(desk, tasks, self.session)
        self.bar = WrapUpBar()
        self.unfinished = UnfinishedStrip()
        self.keys = Keys(self)
        self.closing, self.acts, self.modes = CallClosing(self), QueueActs(self), QueueModes(self)
        self.views = QueueViewActs(self)
        self.routes = RouteActs(self)
        lay_out(self)
        self._connect()
        bind(self)
        self._answers_live()
        self._clock = QTimer(self, interval=CLOCK_MS)
        self._clock.timeout.connect(self._tick)
        self._clock.start()
        self._show(None)
        self.claims = ClaimWatch(desk, tasks, self.session)

    def _tick(self) -> None:
        """Minutes pass: who was to wait until now is called from now on, and clocks there have moved."""
        if not self.tasks.in_long:  # what is read sees them without it
            self.tasks.act(self, lambda: wake(self.desk), failed=_no_project)
        self.refresh(EVERYTHING)

    def resizeEvent(self, event: QResizeEvent) -> None:
        fit(self)
        super().resizeEvent(event)

    @property
    def kept_clear(self) -> int:
        """The outcomes, while one can be chosen; else the bar is the place where a notice is least in the way."""
        return self.bar.height() if self.session.state in CLOSING else 0

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes as the page is read, although its parts come and go."""
        parts = (
            self.queue, self.unfinished, self.person, self.acts.forms, self.script, self.objections, self.notes,
            self.acts.right, self.bar,
        )  # fmt: skip
        in_turn(*(widget for part in parts for widget in as_read(part)))
        return super().focusNextPrevChild(forward)

    # Who is told what

    def _connect(self) -> None:
        session = self.session
        session.changed.connect(self._state_changed)
        session.refused.connect(self._refused)
        self.queue.chosen.connect(self.choose)
        self.queue.why_empty.connect(self.acts.show_blocked)
        self.person.dial.connect(self.dial)
        self.person.address_typed.connect(self._add_address)
        self.person.address_closed.connect(self._leave_field)
        self.script.left_field.connect(self._leave_field)
        self.script.step_changed.connect(self._answers_live)
        self.objections.opened.connect(self.script.go_to)
        self.side.opened.connect(self.open)
        self.side.notice.connect(self.notice)
        self.side.facts.asked.connect(self.script.ask)
        self.side.referred_closed.connect(self._leave_field)
        self.unfinished.taken.connect(self.open)
        self.export.notice.connect(self.notice)

    # Which lead

    def entered(self) -> None:
        self._leave_field()
        self.refresh(EVERYTHING)

    def open(self, lead: UUID) -> None:
        """Bring any lead to the desk, unless a call is in hand."""
        self.choose(lead)

    def choose(self, lead: UUID | None) -> None:
        if self.session.holds_desk:
            self.queue.list.select(self.session.lead)
            if lead != self.session.lead:
                self.notice.emit("Close the call in hand first: choose how it ended.", "warn")
            return
        self.session.save_now()
        self._wanted = lead
        if lead is None:
            self._show(None)
        else:
            self._read(lead)

    def _read(self, lead: UUID) -> None:
        self.tasks.read(
            self, lambda: lead_on_desk(self.desk, lead), self._show, newest="lead", failed=self._gone
        )

    def _gone(self, error: DeskError) -> None:
        self._wanted = None
        self._show(None)
        if self.isVisible():  # nobody elsewhere is told of it: an import taken back took the lead along
            self.notice.emit(str(error), "warn")

    def _show(self, lead: LeadOnDesk | None) -> None:
        key = lead.view.lead if lead else None
        if self.session.holds_desk and key != self.session.lead:
            return
        again = lead is not None and key == self.session.lead and self.lead is not None
        self.lead = lead
        if not again:
            self.session.take(key, lead.draft if lead else None)
        self._fill(lead, again)
        self._offer()
        self.queue.list.select(key)
        if not again and key == self._wanted:
            self.modes.power.lead_shown()

    def _fill(self, lead: LeadOnDesk | None, again: bool) -> None:
        self.person.show_lead(lead)
        if again and lead is not None:
            self.script.refresh(lead)
        else:
            self.script.show_lead(lead)
            self.notes.show_lead(lead)
        self.objections.show_cards(lead.script if lead else None)
        self.notes.edit.setEnabled(lead is not None)  # what nobody is on the desk for would be lost
        self.history.show_history(lead, self.now())
        self.side.show_lead(lead, self.now())
        self.bar.show_outcomes(lead.outcomes if lead else ())
        self.closing.show()
        self._answers_live()
        self._state_changed()
        self.acts.lead_shown(again)

    # What changed in the store

    def refresh(self, changes: Changes) -> None:
        if changes.touches(*SHOWN_TABLES):
            wanted = self.views.wanted
            self.tasks.read(
                self,
                lambda: queue_on_desk(self.desk, QUEUE_LIMIT, wanted),
                self._show_queue,
                newest="queue",
                failed=_no_project,
            )
            if self._wanted is not None:
                self._read(self._wanted)
        if changes.touches("draft") or changes.everything:
            self.tasks.read(self, lambda: unfinished(self.desk), self._show_unfinished, newest="drafts")
        self.acts.refresh(changes)

    def _show_queue(self, found: QueueOnDesk) -> None:
        self.modes.show(found.goes_on)
        self.views.show(found)
        by_hand = self.modes.by_hand
        self.queue.show_queue(
            found.found, self._wanted, keep=self.session.in_hand or by_hand, narrowed=bool(self.views.filter)
        )
        first = None if by_hand else self.queue.first
        if self._wanted is None and (first or self.session.lead):
            self.choose(first)

    def _show_unfinished(self, drafts: tuple[CallDraft, ...]) -> None:
        self._drafts = drafts
        self._offer()

    _drafts: tuple[CallDraft, ...] = ()

    def _offer(self) -> None:
        others = [draft for draft in self._drafts if draft.lead != self.session.lead]
        self.unfinished.show_drafts(others, self.zone)
        self.keys.allow("take_up", self.unfinished.waiting)

    # The call

    def dial(self) -> None:
        if self.lead and self.person.number and self.acts.touch.may_dial():
            self.claims.first(partial(self.session.dial, self.person.number, self.person.extension))

    def hang_up(self) -> None:
        self.session.hang_up()
        self.closing.focus()

    def _refused(self, error: DeskError) -> None:
        if not self.closing.refused(error):
            self.notice.emit(str(error), "danger")

    def _state_changed(self) -> None:
        state = self.session.state
        self.keys.set_state(state)
        self.export.setEnabled(state == State.QUEUE)  # its dialog lies over the call
        self.closing.show()
        if state != self._last_state:
            self._last_state = state
            self._entered_state(state)

    _last_state = State.QUEUE

    def _entered_state(self, state: State) -> None:
        self.edge_changed.emit()
        if state == State.WRAP_UP and not self.keys.typing:
            self.closing.focus()
        elif state in (State.RINGING, State.QUEUE) and not self.keys.typing:
            self.queue.focus()

    def next_lead(self) -> None:
        """After a call: whoever the queue has first now, or whom the user picks."""
        self.modes.power.arm()
        self._wanted = None
        self.lead = None
        self.queue.focus()
        self.refresh(EVERYTHING)

    def begin_again(self) -> None:
        """Another part of the queue is looked at: whoever is first there, unless a call is in hand."""
        if not self.session.in_hand:
            self._wanted = None
        self.refresh(EVERYTHING)

    def bring_back(self, lead: UUID) -> None:
        """A call whose outcome was taken back: on the desk as it was left, whatever lies there now."""
        self.bar.show_cards()
        self.session.put_aside()
        self.lead = None
        self._leave_field()
        self.choose(lead)

    def _add_address(self, text: str) -> None:
        if self.lead is None:
            return
        contact, desk = self.lead.view.contact, self.desk
        self.tasks.act(
            self, lambda: add_email(desk, contact, text) if "@" in text else add_phone(desk, contact, text),
            lambda _: self.person.close_address(added=True), lambda error: self.notice.emit(str(error), "danger"),
        )  # fmt: skip

    # The queue in a file

    def _shown_queue(self) -> "Wanted":
        """The view that is looked at."""
        from bdr_desk.queries.exports import Wanted

        views = self.views
        return Wanted(
            "queue", filter=views.filter, view=views.view.name if views.view and not views.changed else ""
        )

    def _queue_name(self) -> str:
        return f"Call queue - {self.views.name}" if self.views.filter else "Call queue"

    # Keys

    def _answers_live(self) -> None:
        step = self.script.step
        count = len(step.answers) if step else 0
        for number in range(1, 10):
            self.keys.allow(f"answer_{number}", number <= count)

    def leave(self) -> None:
        """Escape: out of the field, one thing at a time."""
        if self.bar.asking:
            self.bar.show_cards()
        elif self.side.referred.is_open:
            self.side.referred.close_form()
            return
        elif not self.person.address.isHidden():
            self.person.close_address()
            return
        elif self.routes.leave() or self.acts.leave() or self.views.leave():
            return
        self._leave_field()

    def _leave_field(self) -> None:
        if self.session.state == State.WRAP_UP:
            self.closing.focus()
        else:
            self.queue.focus()

    def leaving(self) -> None:
        self.session.save_now()
        if self.session.state in (State.RINGING, State.IN_CALL):
            self.desk.line.hang_up()


def _no_project(_error: DeskError) -> None:
    """The start page says what to do."""
