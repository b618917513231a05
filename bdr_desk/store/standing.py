"""Keeping what the rules conclude of leads: their cell, their turn, and from when they may be offered.

These columns are worked out from others and are this desk's own: they are written without stamps, and never travel. The write
door calls `keep_standing` before each commit with what was touched; `rebuild` does it for a whole project.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from bdr_desk.domain.call_queue import CALLABLE_STAGES
from bdr_desk.domain.calling_places import Address, at_number, placed, placed_by
from bdr_desk.domain.job_titles import seniority
from bdr_desk.domain.outcome import REACHED
from bdr_desk.domain.queue_settings import MOST_GAP_MINUTES, QueueSettings, settings_from
from bdr_desk.domain.rank import Ranked, turn
from bdr_desk.domain.staging import Person
from bdr_desk.domain.standing import Position, standing
from bdr_desk.domain.suppression import Mark, marks_of
from bdr_desk.domain.words import Next
from bdr_desk.store.barred import gather_barred
from bdr_desk.store.capped import capped_until, caps_of, period_of
from bdr_desk.store.columns import to_micros
from bdr_desk.store.suppressed import anybody_suppressed, barred_until
from bdr_desk.store.tables import CallList, Project

_BATCH = 400  # leads in one statement
_MINUTE = 60_000_000  # microseconds
_REACHED = ", ".join(f"'{outcome}'" for outcome in sorted(REACHED))
_CALLABLE = ", ".join(f"'{stage}'" for stage in CALLABLE_STAGES)
_HEAT = f"""SELECT max(s.last_call_at) FROM lead s WHERE s.account_id = l.account_id AND s.project_id = l.project_id
 AND s.id <> l.id AND s.last_outcome IN ({_REACHED})"""
_READ = f"""
SELECT l.id, l.project_id, l.contact_id, l.account_id, l.stage, l.next_kind, l.next_at, l.made_at, l.fit, l.attempts, l.trigger,
 l.triggered_at, l.cell_id, l.turn, l.ready, l.wake_at, c.title, c.zone, c.name_key, a.name_key, a.domain,
 a.country, a.state, a.city, coalesce(k.region, j.region),
 (SELECT group_concat(e164) FROM contact_phone p WHERE p.contact_id = l.contact_id AND p.bad_since IS NULL),
 k.tier, k.priority, k.id IS NOT NULL AND k.released_at IS NULL,
 (SELECT max(s.last_call_at) FROM lead s WHERE s.account_id = l.account_id AND s.project_id = l.project_id),
 ({_HEAT}),
 (SELECT max(until) FROM skip WHERE lead_id = l.id)
FROM lead l JOIN project j ON j.id = l.project_id JOIN contact c ON c.id = l.contact_id JOIN account a ON a.id = l.account_id
 LEFT JOIN call_list k ON k.id = l.call_list_id
WHERE """
_WRITE = "UPDATE lead SET cell_id = ?, turn = ?, ready = ?, wake_at = ? WHERE id = ?"


class _Lead(NamedTuple):
    """A row of `_READ`."""

    id: bytes
    project: bytes
    contact: bytes
    account: bytes
    stage: str
    next_kind: str
    next_at: int | None
    made_at: int
    fit: int | None
    attempts: int
    trigger: str
    triggered_at: int | None
    cell_id: int | None
    turn: int
    ready: int
    wake_at: int | None
    title: str
    zone: str | None
    name_key: str
    account_key: str
    domain: str | None
    country: str | None
    state: str | None
    city: str | None
    region: str
    phones: str | None
    tier: str | None
    priority: int | None
    held: int
    called_at: int | None
    heat_at: int | None
    skipped_until: int | None

    def __repr__(self) -> str:
        return "<_Lead>"


def keep_standing(session: Session, touched: Mapping[str, Collection[UUID]], now: int) -> None:
    """Work out anew all leads that what was `touched` (keys by table) has to do with; `now` in microseconds."""
    connection = session.connection()
    for key in touched.get("call_list", ()):
        keep_list(session, session.get_one(CallList, key), now)
    keys = _concerned(connection, touched)
    _keep_keys(session, sorted(keys), now)


def _keep_keys(session: Session, keys: Sequence[bytes], now: int) -> None:
    for batch in _batches(keys):
        _keep(session, "l.id IN ({})".format(", ".join("?" * len(batch))), tuple(batch), now)


def keep_list(session: Session, call_list: CallList, now: int) -> None:
    """The new leads of a list, after it was released or held back: a million of them, in a few statements."""
    connection = session.connection()
    if call_list.released_at is None:
        connection.exec_driver_sql(_HOLD, (call_list.id.bytes,))
    elif connection.exec_driver_sql(_HELD, (call_list.id.bytes,)).first():
        gather_barred(connection, now)
        connection.exec_driver_sql(_RELEASE, (call_list.id.bytes,))
        caps = caps_of(session, session.get_one(Project, call_list.project_id))
        called_since = now - max(MOST_GAP_MINUTES * _MINUTE, period_of(caps))
        values = (call_list.id.bytes, now, called_since)
        keys = [key for (key,) in connection.exec_driver_sql(_ONE_BY_ONE, values)]
        _keep_keys(session, keys, now)


_NEW = "call_list_id = ? AND next_kind = 'fresh'"
_HOLD = f"UPDATE lead SET ready = 0, wake_at = NULL WHERE {_NEW} AND (ready = 1 OR wake_at IS NOT NULL)"
_HELD = f"SELECT 1 FROM lead WHERE {_NEW} AND ready = 0 LIMIT 1"
# Who is barred for a while only, or was passed over, or is at an account that was just called, is looked at one by one.
_ONE_BY_ONE = f"""
SELECT id FROM lead WHERE {_NEW} AND (contact_id IN (SELECT id FROM temp.barred_contact)
 OR account_id IN (SELECT id FROM temp.barred_account) OR id IN (SELECT lead_id FROM skip WHERE until > ?)
 OR account_id IN (SELECT l.account_id FROM call c JOIN lead l ON l.id = c.lead_id WHERE c.started_at > ?))
"""
_RELEASE = f"""
UPDATE lead SET ready = 1, wake_at = NULL WHERE {_NEW} AND ready = 0 AND cell_id IS NOT NULL AND stage IN ({_CALLABLE})
 AND EXISTS (SELECT 1 FROM contact_phone p WHERE p.contact_id = lead.contact_id AND p.bad_since IS NULL)
 AND contact_id NOT IN (SELECT id FROM temp.barred_contact) AND account_id NOT IN (SELECT id FROM temp.barred_account)
"""


def keep_called(session: Session, project: Project, now: int) -> None:
    """All leads at accounts that were ever called, after the caps on calls have changed."""
    key = project.id.bytes
    keys = [key for (key,) in session.connection().exec_driver_sql(_AT_CALLED, (key, key))]
    _keep_keys(session, keys, now)


_AT_CALLED = """
SELECT id FROM lead WHERE project_id = ? AND account_id IN (
 SELECT account_id FROM lead WHERE project_id = ? AND last_call_at IS NOT NULL)
"""


def rebuild(
    session: Session, project: UUID, now: int, told: Callable[[int], None] = lambda _done: None
) -> int:
    """All leads of `project`, as after a change of its rules; returns how many; `told` hears how many are done."""
    last, done = b"", 0
    while True:
        rows = _keep(
            session, "l.project_id = ? AND l.id > ? ORDER BY l.id LIMIT 5000", (project.bytes, last), now
        )
        if not rows:
            return done
        last, done = rows[-1].id, done + len(rows)
        told(done)


def keep_whole_list(session: Session, call_list: UUID, now: int) -> None:
    """All leads of a list, after its place in the queue has changed."""
    last = b""
    where = "l.call_list_id = ? AND l.id > ? ORDER BY l.id LIMIT 5000"
    while rows := _keep(session, where, (call_list.bytes, last), now):
        last = rows[-1].id


def heat_of(connection: Connection, lead: bytes) -> int | None:
    """When somebody else of the lead's account was last reached, in microseconds."""
    found: int | None = connection.exec_driver_sql(
        f"SELECT ({_HEAT}) FROM lead l WHERE l.id = ?", (lead,)
    ).scalar_one()
    return found


def ripen(connection: Connection, now: int) -> int:
    """Leads whose time has come since they were last looked at are ready from now on; returns how many."""
    sql = "UPDATE lead SET ready = 1, wake_at = NULL WHERE ready = 0 AND wake_at IS NOT NULL AND wake_at <= ?"
    return connection.exec_driver_sql(sql, (now,)).rowcount


def _keep(session: Session, where: str, values: tuple[Any, ...], now: int) -> list[_Lead]:
    connection = session.connection()
    leads = [_Lead(*row) for row in connection.exec_driver_sql(_READ + where, values).all()]
    if not leads:
        return leads
    rules, cells = _rules(session, leads), Cells(connection)
    barred = _barred(session, leads, now) if anybody_suppressed(session) else {}
    capped = _capped(session, leads, now)
    changed = []
    for lead in leads:
        cell = cells.of(lead.project, _hours(lead), segment_of(lead.title))
        free = capped.get((lead.project, lead.account))
        at, ready = standing(
            _position(lead, rules[lead.project], barred.get(lead.id, 0), free, known=cell is not None), now
        )
        new = (cell, turn(_ranked(lead), rules[lead.project].weights), int(ready), at)
        if new != (lead.cell_id, lead.turn, lead.ready, lead.wake_at):
            changed.append((*new, lead.id))
    if changed:
        connection.exec_driver_sql(_WRITE, changed)
    return leads


def segment_of(title: str) -> str:
    """Whom a lead is like, as far as the best hour to call goes. Two kinds are enough: each needs calls of its own to learn
    from, and each doubles the cells that reading the queue walks."""
    return "head" if seniority(title) in _HEADS else ""


_HEADS = frozenset(("owner", "chief", "vp", "director", "head"))


class Cells:
    """The cells of a store by what they hold; those that are missing are made."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[tuple[bytes, str, str], int] = {
            (project, hours, segment): cell
            for cell, project, hours, segment in connection.exec_driver_sql(
                "SELECT id, project_id, hours, segment FROM queue_cell"
            )
        }

    def of(self, project: bytes, hours: str, segment: str) -> int | None:
        """None where nobody knows where the person is."""
        if not hours:
            return None
        found = self._known.get((project, hours, segment))
        if found is None:
            made = self._connection.exec_driver_sql(
                "INSERT INTO queue_cell (project_id, hours, segment) VALUES (?, ?, ?)",
                (project, hours, segment),
            )
            found = self._known[project, hours, segment] = int(made.lastrowid)
        return found


class Newcomers:
    """Where the leads of a list stand when they come in: all of one tier, told apart by their fit alone."""

    def __init__(self, session: Session, call_list: CallList, now: datetime) -> None:
        self._project = call_list.project_id.bytes
        self._cells = Cells(session.connection())
        weights = settings_from(session.get_one(Project, call_list.project_id).queue).weights
        at = to_micros(now)
        self._turns = {
            fit: turn(Ranked(Next.FRESH, None, at, fit, call_list.tier, call_list.priority), weights)
            for fit in (None, *range(101))
        }

    def cell(self, person: Person) -> int | None:
        return self._cells.of(self._project, person.hours, segment_of(person.title))

    def turn(self, fit: int | None) -> int:
        return self._turns[fit]


def _rules(session: Session, leads: Iterable[_Lead]) -> dict[bytes, QueueSettings]:
    keys = {lead.project for lead in leads}
    return {key: settings_from(session.get_one(Project, UUID(bytes=key)).queue) for key in keys}


def _hours(lead: _Lead) -> str:
    e164s = (lead.phones or "").split(",")
    if lead.zone:
        return placed(
            lead.zone, Address(lead.country, lead.state, lead.city), e164s if lead.phones else [], lead.region
        ).hours
    numbers = tuple([found for e164 in e164s if e164 and (found := at_number(e164))])
    return placed_by(lead.country, lead.state, lead.city, numbers, lead.region).hours


def _capped(session: Session, leads: Sequence[_Lead], now: int) -> dict[tuple[bytes, bytes], int]:
    """Until when the accounts of the leads, by project, are kept by the cap on calls."""
    accounts: dict[bytes, set[bytes]] = {}
    for lead in leads:
        if lead.called_at:
            accounts.setdefault(lead.project, set()).add(lead.account)
    found: dict[tuple[bytes, bytes], int] = {}
    for key, called in accounts.items():
        project = session.get_one(Project, UUID(bytes=key))
        until = capped_until(session.connection(), project.id, called, caps_of(session, project), now)
        found |= {(key, account): at for account, at in until.items()}
    return found


def _position(
    lead: _Lead, rules: QueueSettings, barred: int | None, capped: int | None, *, known: bool
) -> Position:
    """`capped`: until when the cap on calls keeps the account."""
    gap = lead.called_at + rules.gap_minutes * _MINUTE if lead.called_at and rules.gap_minutes else 0
    free = max(gap, capped or 0) or None
    return Position(
        lead.stage, lead.next_kind, lead.next_at, bool(lead.phones), known, bool(lead.held),
        barred, free, lead.skipped_until,
    )  # fmt: skip


def _ranked(lead: _Lead) -> Ranked:
    return Ranked(
        lead.next_kind, lead.next_at, lead.made_at, lead.fit, lead.tier or "normal", lead.priority or 0, lead.heat_at,
        lead.trigger, lead.triggered_at, lead.attempts,
    )  # fmt: skip


def _barred(session: Session, leads: Sequence[_Lead], now: int) -> dict[bytes, int | None]:
    """Until when each of the leads is barred from calls; None for good."""
    marks = _marks(session.connection(), leads)
    until = barred_until(session, (mark for several in marks.values() for mark in several), now)
    found: dict[bytes, int | None] = {}
    for lead, several in marks.items():
        ends = [until[mark] for mark in several if mark in until]
        if ends:
            found[lead] = None if None in ends else max(end for end in ends if end is not None)
    return found


def _marks(connection: Connection, leads: Sequence[_Lead]) -> dict[bytes, list[Mark]]:
    ways: dict[str, dict[bytes, list[str]]] = {}
    contacts = [lead.contact for lead in leads]
    for kind, column in (("phone", "e164"), ("email", "address_key")):
        found = ways[kind] = {contact: [] for contact in contacts}
        for batch in _batches(contacts):
            sql = f"SELECT contact_id, {column} FROM contact_{kind} WHERE contact_id IN ({', '.join('?' * len(batch))})"
            for contact, value in connection.exec_driver_sql(sql, tuple(batch)):
                found[contact].append(value)
    return {
        lead.id: marks_of(
            contact=UUID(bytes=lead.contact), account=UUID(bytes=lead.account), phones=ways["phone"][lead.contact],
            emails=ways["email"][lead.contact], domain=lead.domain, company=lead.account_key, person=lead.name_key,
        )
        for lead in leads
    }  # fmt: skip


# Whom what was touched has to do with. A call into an account concerns everybody there.
_ACCOUNT_OF = {
    "lead": "SELECT account_id FROM lead WHERE id IN ({})",
    "skip": "SELECT l.account_id FROM skip s JOIN lead l ON l.id = s.lead_id WHERE s.id IN ({})",
    "contact": "SELECT account_id FROM lead WHERE contact_id IN ({})",
    "contact_phone": "SELECT l.account_id FROM contact_phone p JOIN lead l ON l.contact_id = p.contact_id WHERE p.id IN ({})",
    "contact_email": "SELECT l.account_id FROM contact_email e JOIN lead l ON l.contact_id = e.contact_id WHERE e.id IN ({})",
    "account": "SELECT id FROM account WHERE id IN ({})",
}
_OF_ACCOUNT = "SELECT id FROM lead WHERE account_id IN ({})"


def _concerned(connection: Connection, touched: Mapping[str, Collection[UUID]]) -> set[bytes]:
    accounts: set[bytes] = set()
    for table, sql in _ACCOUNT_OF.items():
        accounts |= _keys(connection, sql, [key.bytes for key in touched.get(table, ())])
    accounts |= _suppressed_accounts(connection, [key.bytes for key in touched.get("suppression", ())])
    return _keys(connection, _OF_ACCOUNT, sorted(accounts))


_MARKED = {
    "phone": "SELECT l.account_id FROM contact_phone p JOIN lead l ON l.contact_id = p.contact_id WHERE p.e164 = ?",
    "email": "SELECT l.account_id FROM contact_email e JOIN lead l ON l.contact_id = e.contact_id WHERE e.address_key = ?",
    "company": "SELECT id FROM account WHERE name_key = ?",
    # A domain covers all below it, which no index finds.
    "domain": "SELECT id FROM account WHERE domain = ?1 OR domain LIKE '%.' || ?1 UNION SELECT l.account_id FROM"
    " contact_email e JOIN lead l ON l.contact_id = e.contact_id"
    " WHERE e.address_key LIKE '%@' || ?1 OR e.address_key LIKE '%.' || ?1",
}


def _suppressed_accounts(connection: Connection, keys: Sequence[bytes]) -> set[bytes]:
    found: set[bytes] = set()
    for batch in _batches(keys):
        sql = f"SELECT kind, value FROM suppression WHERE id IN ({', '.join('?' * len(batch))})"
        for kind, value in connection.exec_driver_sql(sql, tuple(batch)).all():
            if kind == "account":
                found.add(UUID(value).bytes)
            elif kind == "contact":
                found |= _keys(connection, _ACCOUNT_OF["contact"], [UUID(value).bytes])
            elif kind in _MARKED:
                found |= {account for (account,) in connection.exec_driver_sql(_MARKED[kind], (value,))}
    return found


def _keys(connection: Connection, sql: str, keys: Sequence[bytes]) -> set[bytes]:
    found: set[bytes] = set()
    for batch in _batches(keys):
        rows = connection.exec_driver_sql(sql.format(", ".join("?" * len(batch))), tuple(batch))
        found.update(rows.scalars().all())
    return found


def _batches(keys: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    return (keys[start : start + _BATCH] for start in range(0, len(keys), _BATCH))
