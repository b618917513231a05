"""Who to call next, in order, and why; and why somebody is not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
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
from bdr_desk.domain.cadence.plan import CALLING
from bdr_desk.domain.call_queue import Reason, Standing, reasons_against, reasons_for
from bdr_desk.domain.calling_hours import clock_there
from bdr_desk.domain.calling_opening import next_open, opening
from bdr_desk.domain.calling_places import places_in
from bdr_desk.domain.outcome import REACHED
from bdr_desk.domain.queue_settings import settings_from
from bdr_desk.domain.rank import Ranked, parts
from bdr_desk.domain.words import Medium, Next
from bdr_desk.queries.companies import warnings
from bdr_desk.queries.erasures import erasure_key_if_there
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
from bdr_desk.queries.rows import need
from bdr_desk.queries.situation import cadence_of
from bdr_desk.queries.suppressions import barred_leads
from bdr_desk.store import claimed
from bdr_desk.store.call_effects import not_undone
from bdr_desk.store.capped import capped_until, caps_of
from bdr_desk.store.columns import from_micros, to_micros
from bdr_desk.store.standing import heat_of
from bdr_desk.store.tables import Call, Fact, Lead, Meeting, Project, User


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


@dataclass(frozen=True)
class Explained:
    """`instead` says what is due where that is no call; `medium` is by what means."""

    dialable: bool
    reasons: tuple[Reason, ...]
    medium: str = Medium.CALL
    instead: str = ""


def call_queue(desk: Desk, limit: int = 50, user: UUID | None = None, only: Only = ALL) -> QueueView:
    """The next `limit` leads of the current project that may be called now, one per account; `user`: only this owner's."""
    if user:
        only = Only(f"{only.sql} AND owner_id = ?", (*only.values, user.bytes))
    with desk.read() as session:
        queue = Queue(session, need_project(session), desk.clock())
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
        queue = Queue(session, need_project(session), desk.clock())
        return queue.items(queue.first(limit, only))


def anybody_woken(desk: Desk) -> bool:
    """Whether the time of a lead has come since anything was written last."""
    with desk.read() as session:
        sql = "SELECT 1 FROM lead WHERE ready = 0 AND wake_at IS NOT NULL AND wake_at <= ? AND project_id = ? LIMIT 1"
        project = need_project(session).id.bytes
        return raw(session).execute(sql, (to_micros(desk.clock()), project)).fetchone() is not None


class Queue:
    """One look at a project's queue: its rules, the cells as they stand now, who is in somebody's hands."""

    def __init__(self, session: Session, project: Project, now: datetime) -> None:
        self.session, self.project, self.now, self.micros = session, project, now, to_micros(now)
        self.policy, self.rules = policy_of(project), settings_from(project.queue)
        self.cells = cells_of(session, project, self.rules.weights, now)
        self._raw = raw(session)
        self.offline = claimed.offline(self._raw, self.micros)  # only what this desk holds is offered

    def first(self, limit: int, only: Only = ALL) -> list[LeadRow]:
        return details(self._raw, list(islice(self._in_order(only), limit)))

    def first_of(self, account: bytes) -> LeadRow | None:
        """Who of an account would be called now."""
        allowed = self._taken().get(account)
        rowids = of_account(self._raw, self.project.id.bytes, account, open_cells(self.cells), self.micros)
        found = [rowid for rowid in rowids if allowed in (None, rowid)][:1]
        return details(self._raw, found)[0] if found else None

    def _in_order(self, only: Only) -> Iterator[int]:
        project, cells = self.project.id.bytes, open_cells(self.cells)
        if self.offline:
            only = self._held(only)
            return in_order_of_few(self._raw, project, cells, self.micros, self._taken(), only)
        return in_order(self._raw, project, cells, self.micros, self._taken(), only)

    def _held(self, only: Only) -> Only:
        return Only(only.sql + _HELD, (*only.values, self.micros))

    def _taken(self) -> dict[bytes, int]:
        soon = self.micros + self.rules.gap_minutes * 60_000_000
        values = (self.project.id.bytes, self.micros, soon, self.micros)
        return dict(self._raw.execute(_TAKEN, values).fetchall())

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
        named = self._raw.execute(_ANY_COMPANY, (self.project.id.bytes,)).fetchone()
        warned = warnings(self.session, self.project, [_named(row) for row in rows]) if rows and named else {}
        return tuple(
            self._item(row, cells[row.cell or 0].hours, warned.get(UUID(bytes=row.id))) for row in rows
        )

    def _item(self, row: LeadRow, hours: str, warning: Reason | None) -> QueueItem:
        zones = [place.zone for place in places_in(hours)]
        why = self.reasons(row, _standing(row, hours))
        warned = warning.says.rstrip(".") if warning else ""
        return QueueItem(
            lead=UUID(bytes=row.id), contact=UUID(bytes=row.contact), account=UUID(bytes=row.account),
            name=row.name or "Whoever answers", title=row.title, account_name=row.account_name,
            phone=phone.shown(row.phone or ""), local_time=clock_there(zones, self.now),
            closes_at=clock_there(zones, opening(hours, self.policy, self.now).until), kind=row.next_kind,
            why=(warned, *why) if warned else why, warning=warned, fit=row.fit,
            medium=row.medium,
        )  # fmt: skip

    def reasons(self, row: LeadRow, standing: Standing) -> tuple[str, ...]:
        """Why a callable lead stands where it stands; first what is to be done, where that is no call."""
        why, instead = reasons_for(standing, self.now), self.instead(row)
        told = why[1:] if row.next_kind == Next.RETRY else why
        return (instead, *told) if instead else why

    def instead(self, row: LeadRow) -> str:
        """What the cadence wants done instead of a call; empty for a call."""
        if row.medium in CALLING:
            return ""
        return due_in_words(self._cadence, row.step, Medium(row.medium))

    @cached_property
    def _cadence(self) -> Cadence:
        return cadence_of(self.session, self.project)


_ANY_COMPANY = "SELECT 1 FROM project_company WHERE project_id = ? LIMIT 1"
# The lead that is talked to, on whichever desk of this store; the accounts of other desks; those with a promise about to be due.
_TAKEN = """
SELECT account_id, coalesce((SELECT d.rowid FROM lead d INDEXED BY ix_lead_account_id
  WHERE d.account_id = l.account_id AND d.project_id = l.project_id AND d.next_kind = 'callback'
  AND (d.ready = 1 OR d.wake_at <= ?2) ORDER BY d.next_at, d.rowid LIMIT 1), 0)
 FROM lead l WHERE project_id = ?1 AND next_kind = 'callback' AND next_at > ?2 AND next_at <= ?3
UNION ALL SELECT l.account_id, l.rowid FROM draft d JOIN lead l ON l.id = d.lead_id
UNION ALL SELECT account_id, 0 FROM claim WHERE mine = 0 AND until > ?
"""
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


def _named(row: LeadRow) -> SimpleNamespace:
    return SimpleNamespace(
        id=UUID(bytes=row.id), contact_id=UUID(bytes=row.contact), account_id=UUID(bytes=row.account), domain=row.domain,
        account_key=row.account_key, name_key=row.name_key,
    )  # fmt: skip


def _ranked(row: LeadRow, heat_at: int | None) -> Ranked:
    return Ranked(
        row.next_kind, row.next_at, row.made_at, row.fit, row.list_tier or "normal", row.list_priority or 0, heat_at,
        row.trigger, row.triggered_at, row.attempts,
    )  # fmt: skip


def _moment(micros: int | None) -> datetime | None:
    return None if micros is None else from_micros(micros)


def _standing(row: LeadRow, hours: str, stopped: str = "") -> Standing:
    return Standing(
        stage=row.stage, next_kind=row.next_kind, next_at=_moment(row.next_at), next_why=row.next_why, attempts=row.attempts,
        last_outcome=row.last_outcome, last_call_at=_moment(row.last_call_at),
        zones=tuple(place.zone for place in places_in(hours)) or tuple(row.zones.split(",")),
        zones_says=row.zones_because or "place unknown", has_number=bool(row.phone), list_name=row.list_name or "",
        suppressed=stopped, held=bool(row.list_name) and row.released_at is None, hours=hours,
    )  # fmt: skip


def explain(desk: Desk, lead: UUID) -> Explained:
    """Why `lead` is where it is in the queue, or every rule that keeps it out. Raises NotFound.

    The rules are asked themselves, not what the store has kept of them: this is what a dial is decided by.
    """
    with desk.read() as session:
        found = need(session, Lead, lead)
        project = session.get_one(Project, found.project_id)
        queue = Queue(session, project, desk.clock())
        (rowid,) = raw(session).execute("SELECT rowid FROM lead WHERE id = ?", (lead.bytes,)).fetchone()
        (row,) = details(raw(session), [rowid])
        named = _named(row)
        warned = tuple(warnings(session, project, [named]).values())
        stopped = barred_leads(session, [named], queue.now, erasure_key_if_there(desk, session)).get(lead, "")
        cell = by_id(queue.cells).get(row.cell or 0)
        standing = _in_account(queue, row, _standing(row, cell.hours if cell else "", stopped))
        against = reasons_against(standing, queue.policy, queue.now)
        if against:
            return Explained(False, (*against, *warned))
        for_it = [Reason(row.next_kind, says) for says in queue.reasons(row, standing)]
        heat_at = heat_of(session.connection(), row.id)
        rank = [
            Reason(part.name, f"{part.says} ({part.points / 100:+.0f})")
            for part in parts(_ranked(row, heat_at), queue.rules.weights, queue.micros)
            if part.name not in ("promise", "response")
        ]
        return Explained(True, (*warned, *for_it, *rank), row.medium, queue.instead(row))


def _in_account(queue: Queue, row: LeadRow, standing: Standing) -> Standing:
    """With what others of the account, and other desks, have to do with it."""
    connection = raw(queue.session)
    called, skipped, until, holder, mine = connection.execute(
        _AROUND,
        {"lead": row.id, "account": row.account, "project": queue.project.id.bytes, "now": queue.micros},
    ).fetchone()
    gap = queue.rules.gap_minutes * 60_000_000
    caps = caps_of(queue.session, queue.project)
    capped = capped_until(queue.session.connection(), queue.project.id, [row.account], caps, queue.micros)
    return replace(
        standing, account_capped_until=_moment(capped.get(row.account)),
        account_free_at=_moment(called + gap if called and gap else None), skipped=skipped or "",
        skipped_until=_moment(until), claimed_by=holder or "",
        unheld=queue.offline and not mine, account_busy=_account_busy(queue, row),
    )  # fmt: skip


_AROUND = """
SELECT (SELECT max(last_call_at) FROM lead WHERE account_id = :account AND project_id = :project),
 (SELECT reason FROM skip WHERE lead_id = :lead ORDER BY until DESC LIMIT 1),
 (SELECT max(until) FROM skip WHERE lead_id = :lead),
 (SELECT holder FROM claim WHERE account_id = :account AND mine = 0 AND until > :now),
 (SELECT 1 FROM claim WHERE account_id = :account AND mine = 1 AND until > :now)
"""


def _account_busy(queue: Queue, row: LeadRow) -> str:
    """Whether somebody else of the account is on the phone, was promised a call soon, or comes first."""
    soon = queue.micros + queue.rules.gap_minutes * 60_000_000
    # Whose own promise is due need not wait for another's.
    due = row.next_kind == Next.CALLBACK and (row.next_at or 0) <= queue.micros
    values = (row.account, row.id, queue.project.id.bytes, row.account, row.id, queue.micros, soon, due)
    found = raw(queue.session).execute(_OTHERS, values).fetchone()
    if found:
        return f"{found[0] or 'Somebody'} of the same account {found[1]}."
    first = queue.first_of(row.account)
    if first is None or first.id == row.id:
        return ""
    return f"{first.name or 'Somebody'} of the same account comes first."


_OTHERS = """
SELECT c.name, 'is on the phone' FROM draft d JOIN lead l ON l.id = d.lead_id JOIN contact c ON c.id = l.contact_id
 WHERE l.account_id = ? AND l.id <> ?
UNION ALL SELECT c.name, 'is promised a call within minutes' FROM lead l JOIN contact c ON c.id = l.contact_id
 WHERE l.project_id = ? AND l.account_id = ? AND l.id <> ? AND l.next_kind = 'callback' AND l.next_at > ? AND l.next_at <= ?
 AND NOT ?
"""


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
