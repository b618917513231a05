"""Who to call next, in order, and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from itertools import islice
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, func, or_, select
from sqlalchemy.orm import Session

from bdr_desk.desk import Desk
from bdr_desk.domain import phone
from bdr_desk.domain.call_queue import CALLABLE_STAGES, ORDER, Reason, Standing, reasons_against, reasons_for
from bdr_desk.domain.calling_hours import Window, clock_there, closes_at, is_open, next_open
from bdr_desk.domain.outcome import REACHED
from bdr_desk.domain.words import Next
from bdr_desk.queries.companies import warnings
from bdr_desk.queries.erasures import erasure_key_if_there
from bdr_desk.queries.projects import need_project, window_of
from bdr_desk.queries.rows import need
from bdr_desk.queries.suppressions import barred_leads
from bdr_desk.store.tables import (
    Account,
    Call,
    CallList,
    Contact,
    ContactPhone,
    Draft,
    Fact,
    Lead,
    Meeting,
    Project,
    User,
)

_CHUNK = 200


@dataclass(frozen=True, repr=False)
class QueueItem:
    """`kind` is callback, retry or fresh. `local_time` is HH:MM where the person is; `closes_at` when calling must stop there."""

    lead: UUID
    contact: UUID
    account: UUID
    name: str
    title: str
    account_name: str
    phone: str
    local_time: str
    closes_at: str
    kind: str
    why: tuple[str, ...]
    warning: str = ""  # of a customer or a competitor; it stands in `why` too
    fit: int | None = None  # 0 to 100; None where the project has no ideal profile


@dataclass(frozen=True)
class Today:
    """What the user did since local midnight."""

    calls: int
    talks: int
    facts: int
    meetings: int


@dataclass(frozen=True)
class QueueView:
    """`callable_now` and `later` count due leads in open and in closed zones; `opens_next` UTC."""

    items: tuple[QueueItem, ...]
    callable_now: int
    later: int
    opens_next: datetime | None
    today: Today


@dataclass(frozen=True)
class Explained:
    dialable: bool
    reasons: tuple[Reason, ...]


def call_queue(desk: Desk, limit: int = 50, user: UUID | None = None) -> QueueView:
    """The next `limit` leads of the current project that may be called now, one per account; `user`: only this owner's."""
    now = desk.clock()
    with desk.read() as session:
        project = need_project(session)
        window = window_of(project)
        due = _due(project.id, now) + ([Lead.owner_id == user] if user else [])
        waiting = _waiting_by_zones(session, due)
        open_zones = [zones for zones in waiting if is_open(window, zones.split(","), now)]
        key = erasure_key_if_there(desk, session)
        opens = (next_open(window, zones.split(","), now) for zones in waiting if zones not in open_zones)
        callable_now = sum(waiting[zones] for zones in open_zones)
        rows = list(islice(_in_order(session, due, open_zones, now, key), limit))
        warned = warnings(session, project, rows)
        return QueueView(
            items=tuple(_item(row, window, now, warned.get(row.id)) for row in rows),
            callable_now=callable_now,
            later=sum(waiting.values()) - callable_now,
            opens_next=min((at for at in opens if at), default=None),
            today=_today(session, desk, now),
        )


def _due(project: UUID, now: datetime) -> list[Any]:
    return [
        Lead.project_id == project,
        Lead.stage.in_(CALLABLE_STAGES),
        Lead.next_kind.in_(ORDER),
        or_(Lead.next_at.is_(None), Lead.next_at <= now),
        or_(Lead.next_kind != Next.FRESH, Lead.call_list_id.is_(None), Lead.call_list_id.not_in(_HELD)),
    ]


_HELD = select(CallList.id).where(CallList.released_at.is_(None))


def _waiting_by_zones(session: Session, due: list[Any]) -> dict[str, int]:
    query = select(Lead.zones, func.count()).where(*due).group_by(Lead.zones)
    return dict(session.execute(query).all())


def _first_phone() -> Any:
    return (
        select(ContactPhone.e164)
        .where(ContactPhone.contact_id == Lead.contact_id, ContactPhone.bad_since.is_(None))
        .order_by(ContactPhone.place)
        .limit(1)
        .correlate(Lead)
        .scalar_subquery()
    )


def _lead_rows() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Lead.id, Lead.contact_id, Lead.account_id, Lead.stage, Lead.next_kind, Lead.next_at, Lead.next_why, Lead.attempts,
            Lead.last_outcome, Lead.last_call_at, Lead.zones, Lead.project_id, Lead.fit,
            Contact.name, Contact.title, Contact.zones_because, Account.name.label("account_name"),
            Account.domain, Account.name_key.label("account_key"), Contact.name_key,
            CallList.name.label("list_name"), CallList.released_at, _first_phone().label("phone"),
        )
        .join(Contact, Contact.id == Lead.contact_id)
        .join(Account, Account.id == Lead.account_id)
        .outerjoin(CallList, CallList.id == Lead.call_list_id)
    )  # fmt: skip


def _in_order(
    session: Session, due: list[Any], open_zones: Sequence[str], now: datetime, key: bytes | None
) -> Iterator[Row[Any]]:
    """Due leads in open zones in queue order, without suppressed ones and with one per account."""
    taken = _on_the_phone(session)
    for kind in ORDER:  # one walk of the index each, no further than the caller reads
        query = _lead_rows().where(*due, Lead.next_kind == kind, Lead.zones.in_(open_zones))
        query = query.order_by(Lead.next_at, Lead.place, Lead.id).execution_options(yield_per=_CHUNK)
        for chunk in session.execute(query).partitions(_CHUNK):
            stopped = barred_leads(session, chunk, now, key)
            for row in chunk:
                if row.phone and row.id not in stopped and taken.setdefault(row.account_id, row.id) == row.id:
                    yield row


def _on_the_phone(session: Session) -> dict[UUID, UUID]:
    """Accounts somebody here is in a call with, and the lead called."""
    query = select(Lead.account_id, Lead.id).join(Draft, Draft.lead_id == Lead.id)
    return dict(session.execute(query).all())


def _item(row: Row[Any], window: Window, now: datetime, warning: Reason | None) -> QueueItem:
    zones, why = row.zones.split(","), reasons_for(_standing(row), now)
    warned = warning.says.rstrip(".") if warning else ""
    return QueueItem(
        lead=row.id,
        contact=row.contact_id,
        account=row.account_id,
        name=row.name or "Whoever answers",
        title=row.title,
        account_name=row.account_name,
        phone=phone.shown(row.phone),
        local_time=clock_there(zones, now),
        closes_at=clock_there(zones, closes_at(window, zones, now)),
        kind=row.next_kind,
        why=(warned, *why) if warned else why,
        warning=warned,
        fit=row.fit,
    )


def _standing(row: Row[Any], stopped: str = "", busy: str = "") -> Standing:
    return Standing(
        stage=row.stage, next_kind=row.next_kind, next_at=row.next_at, next_why=row.next_why, attempts=row.attempts,
        last_outcome=row.last_outcome, last_call_at=row.last_call_at, zones=tuple(row.zones.split(",")),
        zones_says=row.zones_because or "place unknown", has_number=bool(row.phone), list_name=row.list_name or "",
        suppressed=stopped, account_busy=busy, held=bool(row.list_name) and row.released_at is None,
    )  # fmt: skip


def explain(desk: Desk, lead: UUID) -> Explained:
    """Why `lead` is where it is in the queue, or every rule that keeps it out. Raises NotFound."""
    now = desk.clock()
    with desk.read() as session:
        need(session, Lead, lead)
        row = session.execute(_lead_rows().where(Lead.id == lead)).one()
        project = session.get_one(Project, row.project_id)
        window = window_of(project)
        warned = tuple(warnings(session, project, [row]).values())
        key = erasure_key_if_there(desk, session)
        stopped = barred_leads(session, [row], now, key).get(lead, "")
        standing = _standing(row, stopped, _account_busy(session, row, window, now, key))
        against = reasons_against(standing, window, now)
        if against:
            return Explained(False, (*against, *warned))
        for_it = (Reason(row.next_kind, says) for says in reasons_for(standing, now))
        return Explained(True, (*warned, *for_it))


def _account_busy(session: Session, row: Row[Any], window: Window, now: datetime, key: bytes | None) -> str:
    """Whether somebody else of the account is on the phone, or comes first: two people of one company never at once."""
    talking = _on_the_phone(session).get(row.account_id)
    if talking:
        return (
            "" if talking == row.id else f"{_name_of(session, talking)} of the same account is on the phone."
        )
    due = [*_due(row.project_id, now), Lead.account_id == row.account_id]
    open_zones = [
        zones for zones in _waiting_by_zones(session, due) if is_open(window, zones.split(","), now)
    ]
    first = next(_in_order(session, due, open_zones, now, key), None)
    if first is None or first.id == row.id:
        return ""
    return f"{first.name or 'Somebody'} of the same account comes first."


def _name_of(session: Session, lead: UUID) -> str:
    name = session.scalar(
        select(Contact.name).join(Lead, Lead.contact_id == Contact.id).where(Lead.id == lead)
    )
    return name or "Somebody"


def _today(session: Session, desk: Desk, now: datetime) -> Today:
    mine = session.get(User, desk.me)
    local = now.astimezone(ZoneInfo(mine.time_zone if mine else "UTC"))
    midnight = datetime.combine(local.date(), time(), local.tzinfo)
    calls = select(func.count()).where(Call.made_by == desk.me, Call.started_at >= midnight)
    facts = select(func.count()).where(Fact.made_by == desk.me, Fact.made_at >= midnight)
    meetings = select(func.count()).where(Meeting.made_by == desk.me, Meeting.made_at >= midnight)
    return Today(
        calls=session.scalar(calls) or 0,
        talks=session.scalar(calls.where(Call.outcome.in_(REACHED))) or 0,
        facts=session.scalar(facts) or 0,
        meetings=session.scalar(meetings) or 0,
    )
