"""Who to call next, in order, and why. Why somebody is not is in `queries.explained`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from functools import cached_property
from itertools import islice
from types import SimpleNamespace
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bdr_desk.desk import Desk
from bdr_desk.domain import phone
from bdr_desk.domain.cadence import Cadence
from bdr_desk.domain.cadence.in_words import due_in_words
from bdr_desk.domain.cadence.onward import TITLES
from bdr_desk.domain.cadence.plan import CALLING
from bdr_desk.domain.call_queue import Reason, Standing, reasons_for
from bdr_desk.domain.calling_hours import clock_there
from bdr_desk.domain.calling_opening import next_open, opening
from bdr_desk.domain.calling_places import places_in
from bdr_desk.domain.outcome import REACHED
from bdr_desk.domain.queue_settings import settings_from
from bdr_desk.domain.suppression import Barred
from bdr_desk.domain.words import Medium, Next
from bdr_desk.queries.companies import warnings
from bdr_desk.queries.next_leads import (
    ALL,
    LeadRow,
    Only,
    details,
    in_order,
    in_order_of_few,
    of_account,
    raw,
)
from bdr_desk.queries.projects import need_project
from bdr_desk.queries.queue_cells import by_id, cells_of, open_cells, policy_of
from bdr_desk.queries.situation import cadence_of
from bdr_desk.queries.suppressions import barred_leads
from bdr_desk.queries.taken import Taken, taken
from bdr_desk.store import claimed
from bdr_desk.store.call_effects import not_undone
from bdr_desk.store.columns import from_micros, to_micros
from bdr_desk.store.suppressed import anybody_suppressed
from bdr_desk.store.tables import Call, Fact, Meeting, Project, User


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
    medium: str = Medium.CALL  # what is due: where it is no call, `why` begins with what to do


@dataclass(frozen=True)
class Today:
    """What the user did since local midnight."""

    calls: int
    talks: int
    facts: int
    meetings: int


@dataclass(frozen=True)
class QueueView:
    """`callable_now` and `later` count due leads in open and in closed cells; `opens_next` UTC. `offline` says, in words and on
    the user's clock, what is held while the team cannot be reached; only that is offered and counted then."""

    items: tuple[QueueItem, ...]
    callable_now: int
    later: int
    opens_next: datetime | None
    today: Today
    offline: str = ""


def call_queue(desk: Desk, limit: int = 50, user: UUID | None = None, only: Only = ALL) -> QueueView:
    """The next `limit` leads of the current project that may be called now, one per account; `user`: only this owner's."""
    if user:
        only = Only(f"{only.sql} AND owner_id = ?", (*only.values, user.bytes), only.few)
    with desk.read() as session:
        queue = Queue(session, need_project(session), desk.clock(), desk.me)
        waiting = queue.waiting(only)
        closed = [cell for cell in queue.cells if not cell.open and cell.id in waiting]
        opens = [next_open(hours, queue.policy, queue.now) for hours in {cell.hours for cell in closed}]
        later = sum(waiting[cell.id] for cell in closed)
        return QueueView(
            items=queue.items(queue.first(limit, only)),
            callable_now=sum(waiting.values()) - later,
            later=later,
            opens_next=min((at for at in opens if at), default=None),
            today=_today(session, desk, queue.now),
            offline=_offline(session, desk, queue) if queue.offline else "",
        )


def first_leads(desk: Desk, limit: int = 50, only: Only = ALL) -> tuple[QueueItem, ...]:
    """The next leads without the counts, which look at every lead there is."""
    with desk.read() as session:
        queue = Queue(session, need_project(session), desk.clock(), desk.me)
        return queue.items(queue.first(limit, only))


def anybody_woken(desk: Desk) -> bool:
    """Whether the time of a lead has come since anything was written last."""
    with desk.read() as session:
        sql = "SELECT 1 FROM lead WHERE ready = 0 AND wake_at IS NOT NULL AND wake_at <= ? AND project_id = ? LIMIT 1"
        project = need_project(session).id.bytes
        return raw(session).execute(sql, (to_micros(desk.clock()), project)).fetchone() is not None


class Queue:
    """One look of a user, `me`, at a project's queue: its rules, the cells as they stand now, who is in somebody's hands."""

    def __init__(self, session: Session, project: Project, now: datetime, me: UUID) -> None:
        self.me = me
        self.session, self.project, self.now, self.micros = session, project, now, to_micros(now)
        self.policy, self.rules = policy_of(project), settings_from(project.queue)
        self.cells = cells_of(session, project, self.rules.weights, now)
        self._raw = raw(session)
        self.offline = claimed.offline(self._raw, self.micros)  # only what this desk holds is offered

    def first(self, limit: int, only: Only = ALL) -> list[LeadRow]:
        found = self._in_order(only)
        if only.sql:  # whoever comes second in their account does so in a part of the queue as well
            taken = self.taken()
            found = (rowid for rowid in found if self._leading(self._account_of(rowid), taken) == rowid)
        return details(self._raw, list(islice(found, limit)))

    def first_of(self, account: bytes) -> LeadRow | None:
        """Who of an account would be called now."""
        found = self._leading(account, self.taken())
        return None if found is None else details(self._raw, [found])[0]

    def _leading(self, account: bytes, taken: Taken) -> int | None:
        """The lead of an account who would be called now."""
        allowed = taken.get(account)
        rowids = of_account(self._raw, self.project.id.bytes, account, open_cells(self.cells), self.micros)
        return next((rowid for rowid in rowids if allowed is None or rowid in allowed), None)

    def _account_of(self, rowid: int) -> bytes:
        (account,) = self._raw.execute("SELECT account_id FROM lead WHERE rowid = ?", (rowid,)).fetchone()
        return bytes(account)

    def _in_order(self, only: Only) -> Iterator[int]:
        project, cells = self.project.id.bytes, open_cells(self.cells)
        if self.offline or only.few:
            only = self._held(only) if self.offline else only
            return in_order_of_few(self._raw, project, cells, self.micros, self.taken(), only)
        return in_order(self._raw, project, cells, self.micros, self.taken(), only)

    def _held(self, only: Only) -> Only:
        return Only(only.sql + _HELD, (*only.values, self.micros))

    def taken(self) -> Taken:
        """The accounts in somebody's hands."""
        gap = self.rules.gap_minutes * 60_000_000
        return taken(self._raw, self.project.id.bytes, self.micros, gap, self.me.bytes)

    def waiting(self, only: Only) -> dict[int, int]:
        """How many leads are due, by cell."""
        only = self._held(only) if self.offline else only
        ready = _READY.format("+" if only.sql else "", only.sql)
        found: dict[int, int] = dict(
            self._raw.execute(ready, (self.project.id.bytes, *only.values)).fetchall()
        )
        values = (self.project.id.bytes, self.micros, *only.values)
        for cell, count in self._raw.execute(_WOKEN.format(only.sql), values):
            found[cell] = found.get(cell, 0) + count
        return {cell: count for cell, count in found.items() if cell is not None}

    def items(self, rows: Sequence[LeadRow]) -> tuple[QueueItem, ...]:
        cells = by_id(self.cells)
        any_company = self._raw.execute(_ANY_COMPANY, (self.project.id.bytes,)).fetchone()
        warned = (
            warnings(self.session, self.project, [named(row) for row in rows]) if rows and any_company else {}
        )
        left_out = self.left_out(rows)
        return tuple(
            self._item(row, cells[row.cell or 0].hours, warned.get(key), left_out.get(key, ""))
            for row in rows
            for key in (UUID(bytes=row.id),)
        )

    def _item(self, row: LeadRow, hours: str, warning: Reason | None, left_out: str) -> QueueItem:
        zones = [place.zone for place in places_in(hours)]
        why = self.reasons(row, standing_of(row, hours), left_out)
        warned = warning.says.rstrip(".") if warning else ""
        return QueueItem(
            lead=UUID(bytes=row.id), contact=UUID(bytes=row.contact), account=UUID(bytes=row.account),
            name=row.name or "Whoever answers", title=row.title, account_name=row.account_name,
            phone=phone.shown(row.phone or ""), local_time=clock_there(zones, self.now),
            closes_at=clock_there(zones, opening(hours, self.policy, self.now).until), kind=row.next_kind,
            why=(warned, *why) if warned else why, warning=warned, fit=row.fit,
            medium=Medium.CALL if left_out else row.medium,
        )  # fmt: skip

    def reasons(self, row: LeadRow, standing: Standing, left_out: str = "") -> tuple[str, ...]:
        """Why a callable lead stands where it stands; first what is to be done, where that is no call, or is not to be done."""
        why, instead = reasons_for(standing, self.now), left_out or self.instead(row)
        told = why[1:] if row.next_kind == Next.RETRY else why
        return (instead, *told) if instead else why

    def left_out(self, rows: Sequence[LeadRow]) -> dict[UUID, str]:
        """Who is due by mail and wants none, with the reason: they are called. Who barred them here has moved their plan on
        (`actions.suppressions`); what came from the team has not."""
        written = [row for row in rows if row.medium not in CALLING and row.medium != Medium.VISIT]
        if not written or not anybody_suppressed(self.session):
            return {}
        barred = barred_leads(self.session, map(named, written), self.now, None, Barred.MAIL)
        titles = {UUID(bytes=row.id): TITLES[Medium(row.medium)] for row in written}
        return {key: f"{titles[key]} left out: {why}." for key, why in barred.items()}

    def instead(self, row: LeadRow) -> str:
        """What the cadence wants done instead of a call; empty for a call."""
        if row.medium in CALLING:
            return ""
        return due_in_words(self._cadence, row.step, Medium(row.medium))

    @cached_property
    def _cadence(self) -> Cadence:
        return cadence_of(self.session, self.project)


_ANY_COMPANY = "SELECT 1 FROM project_company WHERE project_id = ? LIMIT 1"
_HELD = " AND account_id IN (SELECT account_id FROM claim WHERE mine = 1 AND until > ?)"
# All are counted in the index of those who are ready; a few of them ("+": without it) as they stand in the table.
_READY = (
    "SELECT cell_id, count(*) FROM lead WHERE {0}ready = 1"
    " AND {0}cell_id IN (SELECT id FROM queue_cell WHERE project_id = ?){1} GROUP BY {0}cell_id"
)
_WOKEN = (
    "SELECT cell_id, count(*) FROM lead WHERE project_id = ? AND ready = 0 AND wake_at IS NOT NULL AND wake_at <= ?{}"
    " GROUP BY cell_id"
)


def named(row: LeadRow) -> SimpleNamespace:
    """The keys by which companies and suppressions are looked up."""
    return SimpleNamespace(
        id=UUID(bytes=row.id), contact_id=UUID(bytes=row.contact), account_id=UUID(bytes=row.account), domain=row.domain,
        account_key=row.account_key, name_key=row.name_key,
    )  # fmt: skip


def moment(micros: int | None) -> datetime | None:
    """UTC."""
    return None if micros is None else from_micros(micros)


def standing_of(row: LeadRow, hours: str, stopped: str = "") -> Standing:
    """`hours` as in `calling_places.hours_key`, `stopped` why they are suppressed. What the account adds is `explained`'s."""
    return Standing(
        stage=row.stage, next_kind=row.next_kind, next_at=moment(row.next_at), next_why=row.next_why, attempts=row.attempts,
        last_outcome=row.last_outcome, last_call_at=moment(row.last_call_at),
        zones=tuple(place.zone for place in places_in(hours)) or tuple(row.zones.split(",")),
        zones_says=row.zones_because or "place unknown", has_number=bool(row.phone), list_name=row.list_name or "",
        suppressed=stopped, held=bool(row.list_name) and row.released_at is None, hours=hours,
    )  # fmt: skip


_HELD_UNTIL = "SELECT count(*), min(until) FROM claim WHERE project_id = ? AND mine = 1 AND until > ?"


def _offline(session: Session, desk: Desk, queue: Queue) -> str:
    count, until = raw(session).execute(_HELD_UNTIL, (queue.project.id.bytes, queue.micros)).fetchone()
    if not count:
        return "Offline: no account is held"
    local = from_micros(until).astimezone(_zone(session, desk))
    return f"Offline: {count} {'account' if count == 1 else 'accounts'} held until {local:%H:%M}"


def _zone(session: Session, desk: Desk) -> ZoneInfo:
    mine = session.get(User, desk.me)
    return ZoneInfo(mine.time_zone if mine else "UTC")


def _today(session: Session, desk: Desk, now: datetime) -> Today:
    local = now.astimezone(_zone(session, desk))
    midnight = datetime.combine(local.date(), time(), local.tzinfo)
    calls = select(func.count()).where(
        Call.made_by == desk.me, Call.started_at >= midnight, not_undone(Call.id)
    )
    facts = select(func.count()).where(
        Fact.made_by == desk.me, Fact.made_at >= midnight, not_undone(Fact.call_id)
    )
    meetings = select(func.count()).where(Meeting.made_by == desk.me, Meeting.made_at >= midnight)
    return Today(
        calls=session.scalar(calls) or 0,
        talks=session.scalar(calls.where(Call.outcome.in_(REACHED))) or 0,
        facts=session.scalar(facts) or 0,
        meetings=session.scalar(meetings) or 0,
    )
