"""How a call is closed: what each outcome still needs is asked in the bar, then the call is logged, and the meeting booked."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from bdr_desk.actions.calls import LoggedCall
from bdr_desk.actions.contacts import add_email
from bdr_desk.actions.invitations import write_invitation
from bdr_desk.actions.meetings import book
from bdr_desk.actions.undo import Undone, undo_call
from bdr_desk.domain.outcome import TITLES, Outcome
from bdr_desk.domain.qualification import Criterion, distance
from bdr_desk.domain.spoken_time import read_time
from bdr_desk.errors import BadInput, DeskError
from bdr_desk.queries.meetings import SlotView
from bdr_desk.queries.next_contact import DEAD_ENDS, in_words, next_contact
from bdr_desk.queries.wrap_up import OutcomeView
from bdr_desk.ui.commands import CALLING, NOT_CALLING, State, key_text
from bdr_desk.ui.lead_on_desk import LeadOnDesk
from bdr_desk.ui.notice_strip import Offer
from bdr_desk.ui.wrap_up_bar import Question

if TYPE_CHECKING:
    from bdr_desk.ui.call_desk_page import CallDeskPage


class CallClosing(QObject):
    def __init__(self, page: "CallDeskPage") -> None:
        super().__init__(page)
        self._page = page
        self._booking: _Booking | None = None
        page.bar.chosen.connect(self.choose)
        page.bar.meeting.connect(self.choose_meeting)
        page.side.slots.marked.connect(self._slot_marked)
        page.session.logged.connect(self._logged)
        page.session.captured.connect(lambda _: self.show())

    # The bar as it stands

    def show(self) -> None:
        page, state = self._page, self._page.session.state
        lead, slot = page.lead, page.side.slots.slot
        suggests = state == State.WRAP_UP and slot is None
        page.bar.set_live(state in (State.RINGING, State.WRAP_UP), self.suggested if suggests else "")
        if lead is None or lead.meeting is not None or not lead.slots:
            page.bar.show_meeting("Meeting", _why_no_meeting(lead), marked=False, possible=False)
        else:
            says = f"{spoken_slot(slot or lead.slots[0])} with {first_name(lead.view.rep_name)}"
            page.bar.show_meeting("Meeting", says + _missing_says(self._missing()), marked=slot is not None,
                                  possible=state != State.RINGING)  # fmt: skip

    @property
    def suggested(self) -> str:
        """What the line and the talk point to."""
        session = self._page.session
        if session.talked:
            return Outcome.CONVERSATION
        return Outcome.BUSY if "busy" in session.line_says.lower() else Outcome.NO_ANSWER

    def focus(self) -> None:
        """To the outcome the desk suggests: Enter takes it, digits take any."""
        page = self._page
        if page.session.state != State.WRAP_UP:
            return
        if page.side.slots.slot is not None:
            page.bar.meeting_card.setFocus()
        else:
            page.bar.focus_suggested(self.suggested)

    # Outcomes

    def choose(self, outcome: OutcomeView) -> None:
        page = self._page
        if page.session.state == State.RINGING:
            page.session.hang_up()
        self._booking = None
        if outcome.needs == "callback_time":
            page.bar.ask(self._ask_when(outcome))
        elif outcome.needs == "fact" and not page.session.answers:
            page.bar.ask(self._ask_why_no_fact(outcome.outcome))
        elif question := page.routes.gatekeeper_question(outcome.outcome, self._log):
            page.bar.ask(question)
        else:
            self._log(outcome.outcome)

    def _log(self, outcome: str, callback_at: datetime | None = None, reason: str = "") -> None:
        page = self._page
        script = page.lead.script if page.lead else None
        page.session.log(
            outcome,
            callback_at=callback_at,
            no_fact_reason=reason,
            script_version=script.version if script else None,
        )

    def _ask_when(self, outcome: OutcomeView) -> Question:
        lead = self._page.lead
        assert lead is not None
        zone, clock = ZoneInfo(lead.view.local.zone), self._page.now

        def then(text: str) -> None:
            try:
                self._log(outcome.outcome, callback_at=read_time(text, clock(), zone))
            except BadInput as problem:
                self._page.bar.prompt.say(str(problem))

        return Question(
            f"{outcome.title}: when, their time?", then, picks=callback_picks(clock(), zone), accept="Log",
            echo=lambda text: _echo_time(text, clock(), zone),
        )  # fmt: skip

    def _ask_why_no_fact(self, outcome: str) -> Question:
        said = self._page.session.no_fact_reason
        return Question(
            "No fact was captured. What do you know now that you did not, or why is there nothing?",
            lambda text: self._log(outcome, reason=text),
            picks=(said,) if said else (),
            hint="The reason, in a few words. Esc goes back to the fields.",
        )

    # Meetings

    def choose_meeting(self) -> None:
        """Log the conversation and book the marked slot, or the next one; what is missing is asked first."""
        page, lead = self._page, self._page.lead
        slots = page.side.slots
        if lead is None or page.session.state == State.RINGING or not slots.slots:
            return
        if slots.slot is None:
            slots.mark_next()
        if page.session.state == State.IN_CALL:
            page.notice.emit(
                f"{spoken_slot(slots.slot or slots.slots[0])} is kept for the end of the call.", ""
            )
            return
        self._booking = _Booking(lead, slots.slot or slots.slots[0])
        self._ask_or_book()

    def _slot_marked(self) -> None:
        self.show()
        if self._page.session.state != State.IN_CALL:
            self._page.bar.meeting_card.setFocus()

    def _ask_or_book(self) -> None:
        booking, bar = self._booking, self._page.bar
        if booking is None:
            return
        missing = self._missing()
        if not booking.lead.view.emails and not booking.email:
            bar.ask(
                Question(
                    "Where does the invitation go?",
                    self._then(booking.given_email),
                    hint="E-mail address",
                    accept="Go on",
                )
            )
        elif missing and not booking.waive:
            bar.ask(Question(f"{_names(missing)} missing. Why does {first_name(booking.lead.view.rep_name)} get the lead now?",
                             self._then(booking.given_waive), hint="The reason goes with the lead", accept="Book"))  # fmt: skip
        elif self._page.session.state == State.WRAP_UP:
            self._log(Outcome.CONVERSATION, reason="" if self._page.session.answers else "booked a meeting")
        else:
            self._book()

    def _then(self, take: Callable[[str], None]) -> Callable[[str], None]:
        """Take the answer, and go on to what is still to be asked."""

        def go_on(text: str) -> None:
            take(text)
            self._ask_or_book()

        return go_on

    def _missing(self) -> tuple[Criterion, ...]:
        """Required criteria that neither the store nor this call answers."""
        lead = self._page.lead
        if lead is None or lead.view.definition is None:
            return ()
        known = {fact.criterion: fact.value for fact in lead.view.facts} | self._page.session.answers
        return distance(lead.view.definition.criteria, known).missing_required

    def _book(self) -> None:
        booking, desk = self._booking, self._page.desk
        if booking is None:
            return
        self._booking = None
        view, slot = booking.lead.view, booking.slot

        def do() -> str:
            if booking.email:
                add_email(desk, view.contact, booking.email)
            booked = book(
                desk, view.lead, view.rep or "", slot.starts_at, minutes=slot.minutes, waive=booking.waive
            )
            return str(write_invitation(desk, booked.meeting))

        self._page.tasks.act(self, do, lambda path: self._booked(booking, path), self._not_booked)

    def _booked(self, booking: "_Booking", path: str) -> None:
        page = self._page
        page.bar.show_cards()
        page.side.slots.clear_mark()
        page.notice.emit(
            f"Booked: {booking.lead.view.name} with {booking.lead.view.rep_name}, {spoken_slot(booking.slot)} their time. "
            f"The invitation is {path}.", "good",
        )  # fmt: skip
        if QGuiApplication.platformName() != "offscreen":
            QDesktopServices.openUrl(QUrl.fromLocalFile(path))
        page.next_lead()

    def _not_booked(self, error: DeskError) -> None:
        """The call is logged all the same; the lead stays on the desk for another try."""
        self._page.bar.show_cards()
        self._page.notice.emit(f"Not booked. {error}", "danger")

    # Afterwards

    def _logged(self, call: LoggedCall) -> None:
        page = self._page
        page.bar.show_cards()
        if self._booking is not None:
            self._book()
            return
        name = page.lead.view.name if page.lead else "The call"
        says = f"{name}: {TITLES[Outcome(call.outcome)]}, logged. {_next_says(call, page.lead)}"
        if call.outcome in DEAD_ENDS:
            page.tasks.read(
                self, lambda: next_contact(page.desk, call.lead),
                lambda found: self._say(f"{says} {in_words(found, page.now())}"), failed=lambda _: self._say(says),
            )  # fmt: skip
        else:
            self._say(says)
        page.next_lead()

    def _say(self, says: str) -> None:
        self._page.offered.emit(says, "good", Offer("Undo", key_text("undo_call"), self.undo))

    # And taken back

    def undo(self) -> None:
        """Take back the last outcome; its call is on the desk again, to be closed in another way."""
        page = self._page
        if page.session.state not in NOT_CALLING:
            return
        page.session.save_now()
        desk = page.desk
        page.tasks.act(
            self, lambda: undo_call(desk), self._undone, lambda error: page.notice.emit(str(error), "warn")
        )

    def _undone(self, undone: Undone) -> None:
        page = self._page
        says = f"“{TITLES[Outcome(undone.outcome)]}” is undone, with all it caused."
        if undone.still_barred:
            says = f"“{TITLES[Outcome(undone.outcome)]}” is undone. They stay barred: only a team lead lifts that."
        if page.session.state in CALLING:  # dialled meanwhile: it waits among the unfinished
            page.notice.emit(f"{says} The call waits to be taken up.", "good")
            return
        self._booking = None
        page.bring_back(undone.lead)
        page.notice.emit(f"{says} What you typed is here: choose how the call ended.", "good")

    def refused(self, error: DeskError) -> bool:
        """A refusal that belongs to the question asked stands beside it; True when it does."""
        bar = self._page.bar
        if self._page.session.state != State.WRAP_UP:
            return False
        if bar.asking:
            bar.prompt.say(str(error))
            return True
        self._booking = None
        return False


class _Booking:
    """A meeting on its way: the slot, and what had to be asked."""

    def __init__(self, lead: LeadOnDesk, slot: SlotView) -> None:
        self.lead, self.slot = lead, slot
        self.email = self.waive = ""

    def given_email(self, text: str) -> None:
        self.email = text

    def given_waive(self, text: str) -> None:
        self.waive = text


def spoken_slot(slot: SlotView) -> str:
    """In the prospect's zone: "Thu 8 Apr 10:00"."""
    local = slot.starts_at.astimezone(ZoneInfo(slot.lead_zone))
    return f"{local:%a} {local.day} {local:%b %H:%M}"


def first_name(name: str) -> str:
    return name.split(" ", maxsplit=1)[0]


def callback_picks(now: datetime, zone: ZoneInfo) -> tuple[str, ...]:
    """Ready answers: in an hour, tomorrow morning and afternoon, the same time in a week."""
    local = now.astimezone(zone)
    week = local + timedelta(days=7)
    return ("in 1 h", "tomorrow 10:00", "tomorrow 14:00", f"{week.day} {week:%b} {local:%H:00}")


def _echo_time(text: str, now: datetime, zone: ZoneInfo) -> str:
    try:
        at = read_time(text, now, zone)
    except BadInput:
        return ""
    local, mine = at.astimezone(zone), at.astimezone(now.tzinfo)
    here = "" if local.utcoffset() == mine.utcoffset() else f", {mine:%a %H:%M} yours"
    return f"{local:%A} {local.day} {local:%B, %H:%M} their time{here}"


def _names(criteria: Sequence[Criterion]) -> str:
    titles = [criterion.title for criterion in criteria]
    text = " and ".join((", ".join(titles[:-1]), titles[-1])) if len(titles) > 1 else titles[0]
    return text[:1] + text[1:].lower() + (" are" if len(titles) > 1 else " is")


def _missing_says(missing: Sequence[Criterion]) -> str:
    return f". {_names(missing)} still missing" if missing else ""


def _why_no_meeting(lead: LeadOnDesk | None) -> str:
    if lead is None:
        return ""
    if lead.meeting is not None:
        return f"Booked for {lead.meeting.lead_says}"
    return "No free time in sight" if lead.view.rep else "The project has no rep yet"


def _next_says(call: LoggedCall, lead: LeadOnDesk | None) -> str:
    if call.next_at is None or lead is None:
        return "Nothing is due."
    local = call.next_at.astimezone(ZoneInfo(lead.view.local.zone))
    return f"Next: {local:%a} {local.day} {local:%b %H:%M} their time, {call.next_why}."
