"""Whether a meeting may be booked, and whom its invitation names. Each check raises Refused with what to do instead."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bdr_desk.domain.invitation import Party
from bdr_desk.domain.mail_address import address_key, is_address
from bdr_desk.domain.slots import Span
from bdr_desk.domain.suppression import Barred
from bdr_desk.domain.time_zones import day_and_time
from bdr_desk.errors import BadInput, Refused
from bdr_desk.queries.invitations import People
from bdr_desk.queries.meetings import booked_with
from bdr_desk.queries.qualification import distance_of
from bdr_desk.queries.suppressions import why_barred
from bdr_desk.store.tables import Account, Contact, ContactEmail, Lead, Meeting, User

SHORTEST_MINUTES, LONGEST_MINUTES = 5, 8 * 60


def check_length(minutes: int) -> None:
    if not SHORTEST_MINUTES <= minutes <= LONGEST_MINUTES:
        raise BadInput(
            f"A meeting of {minutes} minutes cannot be booked.",
            f"Choose between {SHORTEST_MINUTES} and {LONGEST_MINUTES} minutes.",
        )


def check_free_to_book(session: Session, lead: Lead, now: datetime) -> None:
    booked = session.scalar(
        select(Meeting).where(Meeting.lead_id == lead.id, Meeting.status == "booked").limit(1)
    )
    if booked is not None:
        raise Refused(
            f"{name_of(session, lead)} has a meeting on {when_says(booked)} already.",
            "Move that one, or cancel it first.",
        )
    check_not_suppressed(session, lead, now)


def check_not_suppressed(session: Session, lead: Lead, now: datetime) -> None:
    """An invitation is mail, and the meeting a call."""
    if reason := why_barred(session, lead.id, now, None, Barred.CALL, Barred.MAIL):
        raise Refused(
            f"{name_of(session, lead)} may not be contacted: {reason}.",
            "An invitation is contact too; nothing was sent.",
        )


def reason_to_pass(session: Session, lead: Lead, waive: str) -> str:
    """Why a lead below its definition is passed; empty for a qualified one."""
    found = distance_of(session, lead)
    if found.qualified:
        return ""
    if not waive.strip():
        missing = ", ".join(criterion.title for criterion in found.missing_required)
        raise Refused(
            f"{name_of(session, lead)} is below the lead definition. Missing: {missing}.",
            "Ask for it, or say why the lead is passed all the same (--waive REASON).",
        )
    return waive.strip()


def check_time(
    session: Session, rep: User, span: Span, now: datetime, *, besides: UUID | None = None
) -> None:
    if span.starts <= now:
        raise Refused(f"{day_and_time(span.starts, rep.time_zone)} is in the past.", "Choose a time to come.")
    for other in booked_with(session, rep.id, span, besides=besides):
        raise Refused(
            f"{rep.name} has another meeting on {when_says(other)}, for {other.minutes} minutes.",
            "Choose another time.",
        )


def people(session: Session, lead: Lead, rep: User, author: UUID) -> People:
    """Whom the invitation names: the rep who holds the meeting, who made it, the prospect."""
    organizer, attendee = _organizer(rep), _attendee(session, lead)
    if address_key(organizer.address) == address_key(attendee.address):
        # Outlook shows no Accept button to the organizer.
        raise Refused(
            f"{rep.name} and {attendee.name} have the same e-mail address.",
            "Correct one of the two addresses.",
        )
    return People(organizer, _sender(session, author, organizer), attendee)


def _organizer(rep: User) -> Party:
    if not is_address(rep.email or ""):
        raise Refused(
            f"{rep.name} has no e-mail address, so no answer could reach them.",
            "Name the rep by an e-mail address.",
        )
    return Party(rep.name, rep.email or "")


def _attendee(session: Session, lead: Lead) -> Party:
    emails = (
        select(ContactEmail.address)
        .where(ContactEmail.contact_id == lead.contact_id)
        .order_by(ContactEmail.place)
    )
    found = next((address for address in session.scalars(emails) if is_address(address)), None)
    if found is None:
        raise Refused(
            f"{name_of(session, lead)} has no e-mail address, so there is nowhere to send an invitation.",
            "Ask for the address and add it to the person.",
        )
    return Party(name_of(session, lead), found)


def _sender(session: Session, author: UUID, organizer: Party) -> Party | None:
    """Whoever sits here, where that is somebody else than the organizer and has an address."""
    me = session.get_one(User, author)
    address = me.email or ""
    if not is_address(address) or address_key(address) == address_key(organizer.address):
        return None
    return Party(me.name, address)


def name_of(session: Session, lead: Lead) -> str:
    return session.get_one(Contact, lead.contact_id).name or session.get_one(Account, lead.account_id).name


def when_says(meeting: Meeting) -> str:
    """ "Thu 8 Apr 10:00" where the rep is."""
    return day_and_time(meeting.starts_at, meeting.rep_zone)
