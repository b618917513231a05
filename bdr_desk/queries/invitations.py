"""The messages of a meeting: the last one, whom it names, and what the next one must say."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bdr_desk.desk import Desk
from bdr_desk.domain import invitation as rules
from bdr_desk.domain.invitation import Invitation, Method, Party
from bdr_desk.errors import NotFound, Refused
from bdr_desk.files import ics_file
from bdr_desk.queries.rows import need
from bdr_desk.store.tables import Account, Contact, InvitationMessage, Lead, Meeting


class People(NamedTuple):
    """Whom a message names (see `domain.invitation`)."""

    organizer: Party
    sent_by: Party | None
    attendee: Party


class Written(NamedTuple):
    """A message as text, and a name for its file."""

    text: str
    file_name: str

    def __repr__(self) -> str:  # personal data stays out of logs
        return "Written(…)"


def latest_message(desk: Desk, meeting: UUID) -> Written:
    """The message the prospect should have by now. Raises NotFound."""
    with desk.read() as session:
        row = need(session, Meeting, meeting)
        message = _need_message(session, row)
        return Written(message.text, file_name_of(session, row, Method(message.method)))


def rep_copy(desk: Desk, meeting: UUID) -> Written:
    """The meeting as an appointment for the rep's own calendar (`domain.invitation.publish_copy`).

    Raises NotFound, and Refused for a cancelled one.
    """
    with desk.read() as session:
        row = need(session, Meeting, meeting)
        if row.status == "cancelled":
            raise Refused("The meeting is cancelled.", "Delete it from the calendar.")
        stamped = rules.next_stamp(desk.clock(), _need_message(session, row).stamped_at)
        request = invitation_of(row, Method.REQUEST, people_of(session, row), stamped)
        return Written(
            ics_file.calendar_text(rules.publish_copy(request)), file_name_of(session, row, Method.PUBLISH)
        )


def last_message(session: Session, meeting: Meeting) -> InvitationMessage | None:
    """The last one we made; answers that were read have other methods."""
    ours = (Method.REQUEST, Method.CANCEL)
    query = select(InvitationMessage).where(
        InvitationMessage.meeting_id == meeting.id, InvitationMessage.method.in_(ours)
    )
    return session.scalar(query.order_by(InvitationMessage.stamped_at.desc()).limit(1))


def people_of(session: Session, meeting: Meeting) -> People:
    """Whom the meeting's messages name, as the last one has them: an address corrected since would be somebody else
    to the prospect's calendar (RFC 5546 §3.2.2.1)."""
    return People(*ics_file.parties(_need_message(session, meeting).text))


def invitation_of(meeting: Meeting, method: Method, people: People, stamped_at: datetime) -> Invitation:
    return Invitation(
        method=method,
        uid=meeting.uid,
        sequence=meeting.sequence,
        stamped_at=stamped_at,
        starts=meeting.starts_at,
        minutes=meeting.minutes,
        zone=meeting.rep_zone,
        organizer=people.organizer,
        sent_by=people.sent_by,
        attendee=people.attendee,
        subject=meeting.subject,
        place=meeting.place,
        text=rules.body(meeting.agenda, meeting.place),
    )


def file_name_of(session: Session, meeting: Meeting, method: Method) -> str:
    lead = session.get_one(Lead, meeting.lead_id)
    who, account = (
        session.get_one(Contact, lead.contact_id).name,
        session.get_one(Account, lead.account_id).name,
    )
    return rules.file_name(meeting.starts_at.astimezone(ZoneInfo(meeting.rep_zone)), who, account, method)


def _need_message(session: Session, meeting: Meeting) -> InvitationMessage:
    message = last_message(session, meeting)
    if message is None:
        raise NotFound(
            "The invitation of this meeting has not reached this desk yet.", "Sync, then try again."
        )
    return message
