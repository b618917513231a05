"""Booking, moving and cancelling a meeting: the appointment, its invitation and the handoff that goes with it.

Each is one transaction, and everything it made waits in the outbox for the team. `actions.invitations` writes the files.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from bdr_desk.desk import Desk
from bdr_desk.domain import invitation as rules
from bdr_desk.domain.business_days import HANDOFF_ANSWER_DAYS, due_after
from bdr_desk.domain.handoff import Kind, Status
from bdr_desk.domain.invitation import Method
from bdr_desk.domain.mail_address import address_key, is_address, name_in, not_an_address
from bdr_desk.domain.slots import Span
from bdr_desk.domain.words import Medium, Next, Role, Stage
from bdr_desk.errors import Refused
from bdr_desk.files import ics_file
from bdr_desk.queries.booking import (
    check_free_to_book,
    check_length,
    check_not_suppressed,
    check_time,
    name_of,
    people,
    reason_to_pass,
    when_says,
)
from bdr_desk.queries.facts import criteria_of, current_facts
from bdr_desk.queries.invitations import People, file_name_of, invitation_of, last_message, people_of
from bdr_desk.queries.meetings import (
    UNKNOWN_ZONE,
    ends_of,
    find_rep,
    good_starts,
    handoff_of,
    lead_zone,
    need_rep,
)
from bdr_desk.queries.rows import need
from bdr_desk.store.columns import new_key
from bdr_desk.store.sharing import share_lead
from bdr_desk.store.tables import (
    Account,
    Handoff,
    InvitationMessage,
    Lead,
    Meeting,
    Project,
    Touch,
    User,
)
from bdr_desk.store.trails import add_event, set_stage
from bdr_desk.store.writing import Writing


@dataclass(frozen=True, repr=False)
class Attendee:
    """`answer` is the PARTSTAT (RFC 5545 §3.2.12)."""

    name: str
    email: str
    answer: str


@dataclass(frozen=True, repr=False)
class Booked:
    """A meeting after it was booked, moved or cancelled. Times UTC; `ics` is the message just made, `file_name` one for it."""

    meeting: UUID
    uid: str
    sequence: int
    status: str
    starts: datetime
    ends: datetime
    handoff: UUID | None
    attendees: tuple[Attendee, ...]
    ics: str
    file_name: str


def book(
    desk: Desk,
    lead: UUID,
    rep: UUID | str,
    starts_at: datetime | None,
    *,
    minutes: int = 30,
    waive: str = "",
    place: str = "",
    note: str = "",
) -> Booked:
    """Book `lead` with `rep` (a key, name or e-mail) at `starts_at` (aware), or at the next good slot when that is None.

    `place` is where (the rep's own place if empty), `note` what the invitation says: the prospect reads both. `waive` says
    why a lead below the definition is passed all the same. A handoff to the rep is made with it.

    Raises NotFound, BadInput, and Refused: below the definition, not to be contacted, no address to invite, already booked,
    in the past, the rep is taken, or the two share no free time.
    """
    check_length(minutes)
    with desk.write() as tx:
        row = need(tx, Lead, lead)
        rep_row = _rep(tx, rep)
        check_free_to_book(tx, row, tx.now)
        named = people(tx, row, rep_row, tx.author)
        waived = reason_to_pass(tx, row, waive)
        starts = _next_good(tx, row, rep_row, minutes) if starts_at is None else starts_at
        check_time(tx, rep_row, Span(starts, starts + timedelta(minutes=minutes)), tx.now)
        meeting = _add_meeting(tx, row, rep_row, starts, minutes, place, note)
        handoff = _pass_on(tx, row, meeting, rep_row, waived)
        booked = _send(tx, meeting, Method.REQUEST, named, handoff)
        _touch(tx, meeting, f"Invitation: {when_says(meeting)} with {rep_row.name}")
        set_stage(tx, row, Stage.MEETING, f"meeting on {when_says(meeting)} with {rep_row.name}")
        row.owner_id = row.owner_id or tx.author
        row.next_kind, row.next_at, row.next_why = Next.NONE, None, ""
        share_lead(tx, lead)
        return booked


def move(desk: Desk, meeting: UUID, starts_at: datetime) -> Booked:
    """Move a booked meeting to `starts_at` (aware): same UID, SEQUENCE one higher, and the prospect is asked again.

    Raises NotFound, and Refused: not booked any more, in the past, the rep is taken, the same time, not to be contacted.
    """
    with desk.write() as tx:
        row = _need_booked(tx, meeting)
        rep = need_rep(tx, row.rep_id)
        if row.starts_at == starts_at:
            raise Refused(f"The meeting already stands at {when_says(row)}.", "Choose another time.")
        check_not_suppressed(tx, need(tx, Lead, row.lead_id), tx.now)
        check_time(
            tx, rep, Span(starts_at, starts_at + timedelta(minutes=row.minutes)), tx.now, besides=row.id
        )
        row.starts_at, row.sequence, row.answer = starts_at, row.sequence + 1, "NEEDS-ACTION"
        handoff = handoff_of(tx, row)
        booked = _send(tx, row, Method.REQUEST, people_of(tx, row), handoff)
        _touch(tx, row, f"Meeting moved to {when_says(row)}")
        if handoff is not None:
            add_event(tx, handoff, Kind.MOVED, f"The meeting moves to {when_says(row)}.")
        share_lead(tx, row.lead_id)
        return booked


def cancel(desk: Desk, meeting: UUID, reason: str = "") -> Booked:
    """Cancel a booked meeting: the lead comes back to the queue now, and the handoff returns with it.

    `reason` stays with the team; the prospect's CANCEL does not carry it. Raises NotFound, and Refused when it is not
    booked any more.
    """
    with desk.write() as tx:
        row = _need_booked(tx, meeting)
        row.status, row.sequence = "cancelled", row.sequence + 1
        handoff = handoff_of(tx, row)
        booked = _send(tx, row, Method.CANCEL, people_of(tx, row), handoff)
        why = _with_reason(f"meeting of {when_says(row)} cancelled", reason)
        _touch(tx, row, why[0].upper() + why[1:])
        _hand_back(tx, handoff, why)
        _back_to_queue(tx, need(tx, Lead, row.lead_id), why)
        share_lead(tx, row.lead_id)
        return booked


def add_rep(desk: Desk, name_or_email: str) -> UUID:
    """The rep with this name or e-mail; an e-mail not known yet becomes a rep, with default hours in this desk's zone.

    Raises NotFound, listing the reps, for a name not known, and BadInput for one several have.
    """
    with desk.write() as tx:
        return _rep(tx, name_or_email).id


def _rep(tx: Writing, rep: UUID | str) -> User:
    if isinstance(rep, UUID):
        return need_rep(tx, rep)
    return find_rep(tx, rep) or _new_rep(tx, rep.strip())


def _new_rep(tx: Writing, email: str) -> User:
    if not is_address(email):
        raise not_an_address(email, "Give a rep's name, or an address such as ann@firm.example.")
    zone = tx.get_one(User, tx.author).time_zone
    row = User(name=name_in(email), email=address_key(email), role=Role.REP, time_zone=zone)
    tx.add(row)
    tx.flush()
    return row


def _next_good(tx: Writing, lead: Lead, rep: User, minutes: int) -> datetime:
    found = good_starts(tx, lead, rep, tx.now, minutes=minutes)
    if not found:
        raise Refused(
            f"{rep.name} and {name_of(tx, lead)} share no free time in the next two weeks.",
            "Agree on a time and give it with --at.",
        )
    return found[0]


def _add_meeting(
    tx: Writing, lead: Lead, rep: User, starts: datetime, minutes: int, place: str, note: str
) -> Meeting:  # fmt: skip
    ours = tx.get_one(Project, lead.project_id).caller_company or rep.name
    zone = lead_zone(tx, lead)
    meeting = Meeting(
        lead_id=lead.id, rep_id=rep.id, uid=f"{new_key()}@bdr-desk", sequence=0, status="booked",
        starts_at=starts, minutes=minutes, answer="NEEDS-ACTION",
        subject=rules.subject_line(ours, tx.get_one(Account, lead.account_id).name),
        place=rules.one_line(place.strip() or rep.meeting_place), agenda=rules.several_lines(note),
        rep_zone=rep.time_zone, lead_zone=rep.time_zone if zone == UNKNOWN_ZONE else zone, shared=True,
    )  # fmt: skip
    tx.add(meeting)
    tx.flush()
    return meeting


def _pass_on(tx: Writing, lead: Lead, meeting: Meeting, rep: User, waived: str) -> Handoff:
    due = due_after(
        tx.now, HANDOFF_ANSWER_DAYS, rep.time_zone, work_days=rep.work_days, work_until=rep.work_until
    )  # fmt: skip
    handoff = Handoff(
        lead_id=lead.id, meeting_id=meeting.id, rep_id=rep.id, status=Status.PASSED, due_at=due, waived_reason=waived,
        definition_id=tx.get_one(Project, lead.project_id).definition_id, summary=_summary(tx, lead), shared=True,
    )  # fmt: skip
    tx.add(handoff)
    tx.flush()
    add_event(tx, handoff, Kind.PASSED, f"Below the definition: {waived}" if waived else "")
    return handoff


def _summary(tx: Writing, lead: Lead) -> str:
    """What is known, one fact a line, in the definition's order."""
    facts = {fact.criterion: fact.value for fact in current_facts(tx, lead.id)}
    asked = criteria_of(tx, lead.project_id)
    return "\n".join(
        f"{criterion.title}: {facts[criterion.key]}" for criterion in asked if facts.get(criterion.key)
    )


def _send(tx: Writing, meeting: Meeting, method: Method, named: People, handoff: Handoff | None) -> Booked:
    """Make the message and keep it. It goes out by mail or as a file; nothing leaves from here."""
    last = last_message(tx, meeting)
    stamped = rules.next_stamp(tx.now, last.stamped_at if last else None)
    text = ics_file.calendar_text(invitation_of(meeting, method, named, stamped))
    message = InvitationMessage(
        meeting_id=meeting.id,
        method=method,
        sequence=meeting.sequence,
        stamped_at=stamped,
        text=text,
        shared=True,
    )
    tx.add(message)
    tx.flush()
    attendee = Attendee(named.attendee.name, named.attendee.address, meeting.answer)
    return Booked(
        meeting.id, meeting.uid, meeting.sequence, meeting.status, meeting.starts_at, ends_of(meeting),
        handoff.id if handoff else None, (attendee,), text, file_name_of(tx, meeting, method),
    )  # fmt: skip


def _touch(tx: Writing, meeting: Meeting, says: str) -> None:
    tx.add(
        Touch(
            lead_id=meeting.lead_id, medium=Medium.INVITATION, happened_at=tx.now, says=says, meeting_id=meeting.id,
            shared=True,
        )
    )  # fmt: skip


def _hand_back(tx: Writing, handoff: Handoff | None, why: str) -> None:
    """Without its meeting the handoff asks nothing more of the rep, unless it was over before."""
    if handoff is not None and handoff.status not in (Status.REJECTED, Status.RETURNED):
        handoff.due_at = None
        add_event(tx, handoff, Kind.RETURNED, why)


def _back_to_queue(tx: Writing, lead: Lead, why: str) -> None:
    """A cancelled meeting leaves somebody to be called, now. A lead that has moved on since is left where it is."""
    if lead.stage in (Stage.MEETING, Stage.ACCEPTED):
        set_stage(tx, lead, Stage.WORKING, why)
        lead.next_kind, lead.next_at, lead.next_why = Next.RETRY, tx.now, why


def _need_booked(tx: Writing, key: UUID) -> Meeting:
    row = need(tx, Meeting, key)
    if row.status != "booked":
        raise Refused(
            f"The meeting of {when_says(row)} is {row.status.replace('_', ' ')}.", "Book a new one."
        )
    return row


def _with_reason(says: str, reason: str) -> str:
    return f"{says}: {reason.strip()}" if reason.strip() else says
