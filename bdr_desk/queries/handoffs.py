"""Handoffs as the rep and the BDR read them: the list, and one with all that stands behind it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from bdr_desk.desk import Desk
from bdr_desk.domain import handoff as rule
from bdr_desk.domain import qualification
from bdr_desk.domain.handoff import Due, Event
from bdr_desk.domain.phone import shown
from bdr_desk.domain.qualification import Definition, Distance
from bdr_desk.queries.facts import current_facts, definition_by_key
from bdr_desk.queries.rows import need
from bdr_desk.store.call_effects import not_undone
from bdr_desk.store.tables import (
    Account,
    Call,
    Contact,
    ContactEmail,
    ContactPhone,
    Handoff,
    Lead,
    Meeting,
    Project,
    User,
)
from bdr_desk.store.trails import trail

_Joined = Row[Handoff, Lead, Contact, Account, Project, Meeting, User]


@dataclass(frozen=True, repr=False)
class MeetingTimes:
    """`starts` UTC; `for_rep` and `for_lead` are the same moment in each one's own zone. `status` as in Meeting."""

    meeting: UUID
    starts: datetime
    minutes: int
    for_rep: datetime
    for_lead: datetime
    rep_zone: str
    lead_zone: str
    status: str
    place: str


@dataclass(frozen=True, repr=False)
class HandoffView:
    """`says` puts `status` in words; `due` is what is owed next, None when nothing is; `mine` when the user here is the rep."""

    handoff: UUID
    lead: UUID
    name: str
    title: str
    account_name: str
    project_name: str
    rep: UUID
    rep_name: str
    passed_by: str
    mine: bool
    status: str
    says: str
    due: Due | None
    overdue: bool
    meeting: MeetingTimes | None
    events: tuple[Event, ...]


@dataclass(frozen=True, repr=False)
class HandedFact:
    """One criterion of the definition and what is known; `value` is empty where nothing is."""

    criterion: str
    title: str
    required: bool
    value: str
    said_at: datetime | None


@dataclass(frozen=True, repr=False)
class HandoffDetail:
    """`allowed` are the kinds of event that may follow; `notes` are those of the calls, newest first; `elsewhere` when the
    lead is in the team's database and not on this desk."""

    view: HandoffView
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    account_place: str
    agenda: str
    summary: str
    definition: Definition | None
    distance: Distance | None
    facts: tuple[HandedFact, ...]
    waived_reason: str
    notes: tuple[str, ...]
    allowed: tuple[str, ...]
    elsewhere: bool = False


def handoffs(desk: Desk) -> tuple[HandoffView, ...]:
    """All on this desk: those that wait for somebody first, the soonest due at the top, then the newest."""
    now = desk.clock()
    with desk.read() as session:
        found = [_view(session, row, desk.me, now) for row in session.execute(_query())]
    return tuple(sorted(found, key=lambda view: _urgency(view, now)))


def all_details(session: Session, me: UUID, now: datetime) -> tuple[HandoffDetail, ...]:
    """All that `session` knows, each with what stands behind it, in the order of `handoffs`; `me` reads them, `now` UTC."""
    found = [_detail(session, row, _view(session, row, me, now)) for row in session.execute(_query())]
    return tuple(sorted(found, key=lambda detail: _urgency(detail.view, now)))


def _urgency(view: HandoffView, now: datetime) -> tuple[bool, datetime]:
    """What waits for somebody comes first, the soonest due at the top; the rest stays in its order."""
    return (view.due is None, view.due.by if view.due else now)


def handoff(desk: Desk, key: UUID) -> HandoffDetail:
    """One handoff with what stands behind it. Raises NotFound."""
    with desk.read() as session:
        need(session, Handoff, key)
        row = session.execute(_query().where(Handoff.id == key)).one()
        return _detail(session, row, _view(session, row, desk.me, desk.clock()))


def _query() -> Select[Handoff, Lead, Contact, Account, Project, Meeting, User]:
    return (
        select(Handoff, Lead, Contact, Account, Project, Meeting, User)
        .join(Lead, Lead.id == Handoff.lead_id)
        .join(Contact, Contact.id == Lead.contact_id)
        .join(Account, Account.id == Contact.account_id)
        .join(Project, Project.id == Lead.project_id)
        .join(Meeting, Meeting.id == Handoff.meeting_id, isouter=True)
        .join(User, User.id == Handoff.rep_id)
        .order_by(Handoff.id.desc())
    )


def _view(session: Session, row: _Joined, me: UUID, now: datetime) -> HandoffView:
    passed, lead, contact, account, project, meeting, rep = row
    events = trail(session, passed.id)
    by = session.get(User, passed.made_by)
    due = _due(passed, events, meeting, rep, by)
    return HandoffView(
        handoff=passed.id, lead=lead.id, name=contact.name, title=contact.title, account_name=account.name,
        project_name=project.name, rep=rep.id, rep_name=rep.name, passed_by=by.name if by else "",
        mine=rep.id == me, status=passed.status, says=rule.STATUS_SAYS.get(passed.status, passed.status), due=due,
        overdue=due is not None and due.by < now, meeting=_times(meeting), events=events,
    )  # fmt: skip


def _due(
    passed: Handoff, events: Iterable[Event], meeting: Meeting | None, rep: User, by: User | None
) -> Due | None:
    takes_place = meeting is not None and meeting.status != "cancelled"
    ends = meeting.starts_at + timedelta(minutes=meeting.minutes) if meeting and takes_place else None
    zone = by.time_zone if by else rep.time_zone
    return rule.due(
        passed.status,
        events,
        answer_by=passed.due_at,
        meeting_ends=ends,
        bdr_zone=zone,
        rep_zone=rep.time_zone,
    )


def _times(meeting: Meeting | None) -> MeetingTimes | None:
    if meeting is None:
        return None
    for_rep, for_lead = (
        meeting.starts_at.astimezone(ZoneInfo(zone)) for zone in (meeting.rep_zone, meeting.lead_zone)
    )
    return MeetingTimes(
        meeting.id, meeting.starts_at, meeting.minutes, for_rep, for_lead, meeting.rep_zone, meeting.lead_zone,
        meeting.status, meeting.place,
    )  # fmt: skip


def _detail(session: Session, row: _Joined, view: HandoffView) -> HandoffDetail:
    passed, lead, contact, account, project, meeting, _ = row
    definition = definition_by_key(session, passed.definition_id or project.definition_id)
    known = {fact.criterion: (fact.value, fact.made_at) for fact in current_facts(session, lead.id)}
    phones = session.scalars(
        select(ContactPhone).where(ContactPhone.contact_id == contact.id, ContactPhone.bad_since.is_(None))
        .order_by(ContactPhone.place)
    )  # fmt: skip
    emails = session.scalars(
        select(ContactEmail.address).where(ContactEmail.contact_id == contact.id).order_by(ContactEmail.place)
    )
    said = select(Call.note).where(Call.lead_id == lead.id, not_undone(Call.id))
    notes = session.scalars(said.order_by(Call.started_at.desc()))
    answers = {key: value for key, (value, _) in known.items()}
    return HandoffDetail(
        view=view,
        phones=tuple(shown(phone.e164, phone.extension) for phone in phones),
        emails=tuple(emails),
        account_place=", ".join(part for part in (account.city, account.state, account.country) if part),
        agenda=meeting.agenda if meeting else "",
        summary=passed.summary,
        definition=definition,
        distance=qualification.distance(definition.criteria, answers) if definition else None,
        facts=tuple(_handed(criterion, known) for criterion in (definition.criteria if definition else ())),
        waived_reason=passed.waived_reason,
        notes=tuple(note for note in notes if note.strip()),
        allowed=rule.allowed(passed.status),
    )


def _handed(criterion: qualification.Criterion, known: dict[str, tuple[str, datetime]]) -> HandedFact:
    value, said_at = known.get(criterion.key, ("", None))
    return HandedFact(criterion.key, criterion.title, criterion.required, value, said_at)
