"""Accounts of the project: the list, and one with its people, what they said and what happened there."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, func, select
from sqlalchemy.orm import Session

from bdr_desk.desk import Desk
from bdr_desk.domain.matching import fold
from bdr_desk.domain.outcome import REACHED
from bdr_desk.domain.typed_search import MOST_TYPED
from bdr_desk.domain.words import STAGE_SAYS, Stage
from bdr_desk.errors import NotFound
from bdr_desk.queries.account_map import MapPerson, account_map
from bdr_desk.queries.facts import definition_of
from bdr_desk.queries.leads import FactView, HistoryItem, account_history, facts_of
from bdr_desk.queries.projects import need_project
from bdr_desk.queries.related_accounts import related_accounts
from bdr_desk.queries.routes import RouteView, routes_of
from bdr_desk.queries.rows import need
from bdr_desk.queries.search import AFTER, begin_with
from bdr_desk.store.call_effects import not_undone
from bdr_desk.store.tables import Account, Call, Contact, Lead, Touch

Some = Select[*tuple[Any, ...]]

MOST_HINTS = 5  # of related accounts
MOST_ACCOUNTS = 300  # in one answer: more are found by typing
MOST_MATCHES = 3000  # people looked at for one answer

_BY_NAME = """
SELECT a.id, a.rowid, a.name_key, '', 1 FROM account a WHERE a.name_key >= ? AND a.name_key < ?
AND EXISTS (SELECT 1 FROM lead l WHERE l.account_id = a.id AND l.project_id = ?) ORDER BY a.name_key, a.rowid LIMIT ?
"""
_BY_WORDS = """
SELECT a.id, a.rowid, a.name_key, c.name_key, EXISTS (SELECT 1 FROM lead l WHERE l.account_id = a.id AND l.project_id = ?)
FROM (SELECT rowid FROM contact_search WHERE contact_search MATCH ? ORDER BY rowid DESC LIMIT ?) s
CROSS JOIN contact c ON c.rowid = s.rowid CROSS JOIN account a ON a.id = c.account_id
"""
_BY_LEADS = """
SELECT a.id, a.rowid, a.name_key, '', 1 FROM (SELECT account_id FROM lead WHERE project_id = ? LIMIT ?) l
CROSS JOIN account a ON a.id = l.account_id
"""

# The furthest stage is said first.
_ORDER = (
    Stage.ACCEPTED, Stage.MEETING, Stage.WORKING, Stage.NEW, Stage.NOT_READY, Stage.REJECTED, Stage.NO_NUMBER, Stage.CLOSED,
)  # fmt: skip


@dataclass(frozen=True, repr=False)
class AccountRow:
    """`reached` counts people somebody talked to; `last_touch` UTC; `stages` as "1 meeting booked, 2 new"."""

    account: UUID
    name: str
    place: str
    people: int
    reached: int
    last_touch: datetime | None
    stages: str


@dataclass(frozen=True, repr=False)
class AccountList:
    """The first accounts, and how many were counted; there may be `more`."""

    rows: tuple[AccountRow, ...]
    total: int
    more: bool


@dataclass(frozen=True, repr=False)
class AccountPerson:
    """`stage` in words, empty for somebody who is not worked in the project; `facts` are what this person's lead told."""

    person: MapPerson
    stage: str
    next_why: str
    facts: tuple[FactView, ...]


@dataclass(frozen=True, repr=False)
class AccountView:
    """`about` are (word, text) pairs of what is known of the company; `history` newest first; `routes` are the ways in."""

    account: UUID
    name: str
    about: tuple[tuple[str, str], ...]
    people: tuple[AccountPerson, ...]
    history: tuple[HistoryItem, ...]
    routes: tuple[RouteView, ...] = ()


def accounts(desk: Desk, text: str = "", limit: int = MOST_ACCOUNTS) -> AccountList:
    """The current project's accounts: every word of `text` begins a word of the company's name, or every one begins a word
    of one person's there. Names that begin with `text` come first, then by name. Empty before the first project.
    """
    with desk.read() as session:
        try:
            project = need_project(session).id
        except NotFound:
            return AccountList((), 0, more=False)
        found, more = _matching(session.connection(), fold(text[:MOST_TYPED]), project.bytes, limit)
        keys = [UUID(bytes=key) for key in sorted(found, key=found.__getitem__)[:limit]]
        rows = session.execute(
            select(Account.id, Account.name, Account.city, Account.state).where(Account.id.in_(keys))
        )
        by_key = {row.id: row for row in rows}
        return AccountList(_rows(session, project, [by_key[key] for key in keys]), len(found), more)


def account_view(desk: Desk, account: UUID) -> AccountView:
    """One account with everybody known there. Raises NotFound."""
    with desk.read() as session:
        row = need(session, Account, account)
        project = need_project(session).id
        people = account_map(session, account, project, None)
        return AccountView(
            row.id,
            row.name,
            (*_about(row), *_hints(session, row)),
            _people(session, project, people),
            account_history(session, account),
            routes_of(session, account),
        )


def _matching(
    connection: Connection, text: str, project: bytes, limit: int
) -> tuple[dict[bytes, tuple[Any, ...]], bool]:
    """Accounts by what puts them in order, and whether there may be more.

    The index of names gives those whose own name begins with `text`, the search index the newest `MOST_MATCHES` people.
    """
    words = text.split()
    first = connection.exec_driver_sql(_BY_NAME, (text, text + AFTER, project, limit)).fetchall()
    if words:
        asked = (project, begin_with(connection, words), MOST_MATCHES)
        people = connection.exec_driver_sql(_BY_WORDS, asked).fetchall()
    else:
        people = connection.exec_driver_sql(_BY_LEADS, (project, MOST_MATCHES)).fetchall()
    found = {
        key: (not name.startswith(text), name, rowid)
        for key, rowid, name, person, is_here in (*first, *people)
        if is_here and (_begun(name, words) or _begun(person, words))
    }
    return found, len(people) == MOST_MATCHES


def _begun(name: str, words: Sequence[str]) -> bool:
    """Every one of `words` begins a word of `name`."""
    return all(f" {word}" in f" {name}" for word in words)


def _rows(session: Session, project: UUID, found: Sequence[Any]) -> tuple[AccountRow, ...]:
    keys = [row.id for row in found]
    people = _counted(
        session,
        select(Contact.account_id, func.count())
        .where(Contact.merged_into_id.is_(None))
        .group_by(Contact.account_id),
        Contact.account_id,
        keys,
    )
    reached = _counted(session, _reached(project), Lead.account_id, keys)
    touched = _counted(session, _touched(project), Lead.account_id, keys)
    stages = _stages(session, project, keys)
    return tuple(
        AccountRow(
            row.id, row.name, _place(row.city, row.state), people.get(row.id, 0), reached.get(row.id, 0),
            touched.get(row.id), stage_summary(stages.get(row.id, {})),
        )
        for row in found
    )  # fmt: skip


def _counted(session: Session, query: Some, column: Any, keys: Sequence[UUID]) -> dict[UUID, Any]:
    rows: Iterable[Any] = session.execute(query.where(column.in_(keys)))
    return dict(map(tuple, rows))


def _reached(project: UUID) -> Some:
    return (
        select(Lead.account_id, func.count(func.distinct(Lead.id)))
        .join(Call, Call.lead_id == Lead.id)
        .where(_is_of(project), Call.outcome.in_(REACHED), not_undone(Call.id))
        .group_by(Lead.account_id)
    )


def _touched(project: UUID) -> Some:
    return (
        select(Lead.account_id, func.max(Touch.happened_at))
        .join(Touch, Touch.lead_id == Lead.id)
        .where(_is_of(project), not_undone(Touch.call_id))
        .group_by(Lead.account_id)
    )


def _is_of(project: UUID) -> ColumnElement[bool]:
    """Most leads are: without being told, SQLite would read all of them rather than those of the accounts asked for."""
    return func.likely(Lead.project_id == project)


def _stages(session: Session, project: UUID, keys: Sequence[UUID]) -> Mapping[UUID, Counter[str]]:
    query = select(Lead.account_id, Lead.stage, func.count()).where(
        _is_of(project), Lead.account_id.in_(keys)
    )
    found: dict[UUID, Counter[str]] = {}
    for account, stage, count in session.execute(query.group_by(Lead.account_id, Lead.stage)):
        found.setdefault(account, Counter())[stage] = count
    return found


def stage_summary(counts: Mapping[str, int]) -> str:
    """How many leads stand where, the furthest first: "1 meeting booked, 2 new"."""
    return ", ".join(f"{counts[stage]} {STAGE_SAYS[stage]}" for stage in _ORDER if counts.get(stage))


def _place(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)


def _about(row: Account) -> tuple[tuple[str, str], ...]:
    address = _place(
        row.street, row.city, " ".join(p for p in (row.state, row.postal_code) if p), row.country
    )
    words = ("Address", "Website", "Industry", "Employees", "Note")
    texts = (address, row.domain, row.industry, row.size, row.note)
    return tuple((word, text) for word, text in zip(words, texts, strict=True) if text)


def _hints(session: Session, row: Account) -> tuple[tuple[str, str], ...]:
    """Accounts that may be this company under another name, or a part of it."""
    found = related_accounts(session, row)[:MOST_HINTS]
    words = {True: "May be the same as", False: "May belong with"}
    return tuple((words[hint.same], f"{hint.name} ({', '.join(hint.because)})") for hint in found)


def _people(session: Session, project: UUID, people: Iterable[MapPerson]) -> tuple[AccountPerson, ...]:
    definition = definition_of(session, project)
    found = []
    for person in people:
        lead = session.get(Lead, person.lead) if person.lead else None
        facts = facts_of(session, lead.id, definition) if lead else ()
        found.append(
            AccountPerson(
                person,
                STAGE_SAYS.get(lead.stage, lead.stage) if lead else "",
                lead.next_why if lead else "",
                facts,
            )
        )
    return tuple(found)
