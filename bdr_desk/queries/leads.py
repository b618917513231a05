"""One lead as the call desk shows it: the person, their numbers, the account map, facts, history."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from bdr_desk.desk import Desk
from bdr_desk.domain import phone
from bdr_desk.domain.calling_hours import clock_there, place_of
from bdr_desk.domain.calling_opening import opening
from bdr_desk.domain.calling_places import BY_HAND, places_in
from bdr_desk.domain.calling_policy import Policy
from bdr_desk.domain.qualification import Definition
from bdr_desk.domain.time_zones import read_moment
from bdr_desk.queries.account_map import MapPerson, account_map
from bdr_desk.queries.facts import current_facts, definition_of
from bdr_desk.queries.queue_cells import hours_of, policy_of
from bdr_desk.queries.rows import need
from bdr_desk.store.merging import also_known, folded_into_account
from bdr_desk.store.tables import (
    Account,
    Call,
    CallUndo,
    Contact,
    ContactEmail,
    ContactPhone,
    Fact,
    Lead,
    Project,
    Touch,
    User,
)

if TYPE_CHECKING:
    from bdr_desk.domain.profile import Fit

HISTORY_SHOWN = 60


@dataclass(frozen=True, repr=False)
class PhoneView:
    """`shown` is for reading, `e164` for dialling; `bad` once it was found wrong or dead."""

    e164: str
    shown: str
    kind: str
    bad: bool
    extension: str = ""


@dataclass(frozen=True)
class LocalTime:
    """`now` HH:MM there; `says` how it was read ("area code"); `callable_until` HH:MM, empty when closed; `zone` IANA."""

    now: str
    place: str
    says: str
    callable_until: str
    open: bool
    zone: str = "UTC"


@dataclass(frozen=True, repr=False)
class FactView:
    """`made_at` UTC; `at_second` of the call it was said on."""

    criterion: str
    title: str
    value: str
    said_by: str
    made_at: datetime
    call: UUID | None
    at_second: int | None


@dataclass(frozen=True, repr=False)
class HistoryItem:
    """`at` UTC. `undone` where the outcome of the call was taken back."""

    at: datetime
    medium: str
    says: str
    note: str
    who: str
    contact_name: str
    undone: bool = False


@dataclass(frozen=True, repr=False)
class LeadView:
    lead: UUID
    contact: UUID
    account: UUID
    project: UUID
    name: str
    title: str
    account_name: str
    account_place: str
    stage: str
    attempts: int
    local: LocalTime
    phones: tuple[PhoneView, ...]
    emails: tuple[str, ...]
    people: tuple[MapPerson, ...]
    definition: Definition | None
    facts: tuple[FactView, ...]
    history: tuple[HistoryItem, ...]
    next_kind: str
    next_at: datetime | None
    next_why: str
    rep: UUID | None
    rep_name: str
    also: tuple[str, ...] = ()  # what merged contacts were called, and their titles
    fit: "Fit | None" = None  # None where the project has no ideal profile


def lead_view(desk: Desk, lead: UUID) -> LeadView:
    """Everything the call desk shows of `lead`; the history is the whole account's, newest first. Raises NotFound."""
    now = desk.clock()
    with desk.read() as session:
        row = need(session, Lead, lead)
        contact, account = session.get_one(Contact, row.contact_id), session.get_one(Account, row.account_id)
        project = session.get_one(Project, row.project_id)
        definition = definition_of(session, project.id)
        rep = session.get(User, project.rep_id) if project.rep_id else None
        return LeadView(
            lead=lead, contact=contact.id, account=account.id, project=project.id,
            name=contact.name or "Whoever answers", title=contact.title,
            account_name=account.name, account_place=", ".join(p for p in (account.city, account.state) if p),
            stage=row.stage, attempts=row.attempts,
            local=_local_time(hours_of(session, row.cell_id), contact, policy_of(project), now),
            phones=_phones(session, contact.id), emails=_emails(session, contact.id),
            people=account_map(session, account.id, project.id, lead),
            definition=definition, facts=facts_of(session, lead, definition), history=account_history(session, account.id),
            next_kind=row.next_kind, next_at=row.next_at, next_why=row.next_why,
            rep=rep.id if rep else None, rep_name=rep.name if rep else "",
            also=tuple(text for _, text in also_known(session, contact.id)), fit=_fit(project, contact, account),
        )  # fmt: skip


def _fit(project: Project, contact: Contact, account: Account) -> "Fit | None":
    if not project.profile:
        return None
    from bdr_desk.queries.profiles import fit_in  # most starts do without

    return fit_in(project, contact, account)


def _local_time(hours: str, contact: Contact, policy: Policy, now: datetime) -> LocalTime:
    zones = [place.zone for place in places_in(hours)] or contact.zones.split(",")
    there = opening(hours, policy, now)
    return LocalTime(
        clock_there(zones, now), place_of(zones[0]), BY_HAND if contact.zone else contact.zones_because or "place unknown",
        clock_there(zones, there.until) if there.open else "", there.open, zones[0],
    )  # fmt: skip


def _phones(session: Session, contact: UUID) -> tuple[PhoneView, ...]:
    query = select(ContactPhone).where(ContactPhone.contact_id == contact).order_by(ContactPhone.place)
    return tuple(
        PhoneView(
            row.e164, phone.shown(row.e164, row.extension), row.kind, row.bad_since is not None, row.extension
        )
        for row in session.scalars(query)
    )


def _emails(session: Session, contact: UUID) -> tuple[str, ...]:
    query = (
        select(ContactEmail.address).where(ContactEmail.contact_id == contact).order_by(ContactEmail.place)
    )
    return tuple(session.scalars(query))


def facts_of(session: Session, lead: UUID, definition: Definition | None) -> tuple[FactView, ...]:
    """What is known of `lead`, in the definition's order."""
    titles = {criterion.key: criterion.title for criterion in definition.criteria} if definition else {}
    order = {key: place for place, key in enumerate(titles)}
    facts = sorted(current_facts(session, lead), key=lambda fact: order.get(fact.criterion, len(order)))
    names = _names(session, {fact.contact_id for fact in facts})
    return tuple(
        _fact(fact, titles.get(fact.criterion, fact.criterion), names[fact.contact_id]) for fact in facts
    )


def _fact(fact: Fact, title: str, said_by: str) -> FactView:
    return FactView(fact.criterion, title, fact.value, said_by, fact.made_at, fact.call_id, fact.at_second)


def _names(session: Session, contacts: set[UUID]) -> dict[UUID, str]:
    query = select(Contact.id, Contact.name).where(Contact.id.in_(contacts))
    return dict(session.execute(query).all())


def account_history(session: Session, account: UUID) -> tuple[HistoryItem, ...]:
    """What happened with anybody at `account`, newest first; also with those who were merged into somebody there."""
    folded = folded_into_account(session, account)
    query = (
        select(Touch.happened_at, Touch.medium, Touch.says, Call.note, User.name, Contact.name, CallUndo.id)
        .join(Lead, Lead.id == Touch.lead_id)
        .join(Contact, Contact.id == Lead.contact_id)
        .outerjoin(Call, Call.id == Touch.call_id)
        .outerjoin(CallUndo, CallUndo.call_id == Touch.call_id)
        .outerjoin(User, User.id == Touch.made_by)
        .where(
            or_(Lead.account_id == account, Lead.contact_id.in_(folded))
            if folded
            else Lead.account_id == account
        )
        .order_by(Touch.happened_at.desc(), Touch.id.desc())
        .limit(HISTORY_SHOWN)
    )
    return tuple(
        HistoryItem(at, medium, says, note or "", who or "", name, undone is not None)
        for at, medium, says, note, who, name, undone in session.execute(query)
    )


def region_for(session: Session, contact: UUID) -> str:
    """The country (ISO 3166 alpha-2) of a project the contact is called for: national numbers are read as dialled there."""
    query = select(Project.region).join(Lead, Lead.project_id == Project.id).where(Lead.contact_id == contact)
    return session.scalar(query.limit(1)) or "US"


def leads_of(session: Session, contact: UUID) -> tuple[Lead, ...]:
    """A person's leads, one in each project."""
    return tuple(session.scalars(select(Lead).where(Lead.contact_id == contact)))


def how_many(session: Session, of_contact: InstrumentedAttribute[UUID], contact: UUID) -> int:
    """How many numbers or addresses a contact has; `of_contact` is the column that points at it."""
    return session.scalar(select(func.count()).where(of_contact == contact)) or 0


def local_moment(desk: Desk, lead: UUID, text: str) -> datetime:
    """An ISO 8601 time on the lead's own clock, as UTC; an offset in `text` wins. Raises BadInput, NotFound."""
    with desk.read() as session:
        return read_moment(text, need(session, Lead, lead).zones.split(",")[0])
