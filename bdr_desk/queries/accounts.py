"""Accounts of the project: the list, and one with its people, what they said and what happened there."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from bdr_desk.desk import Desk
from bdr_desk.domain.matching import fold
from bdr_desk.domain.outcome import REACHED
from bdr_desk.domain.words import STAGE_SAYS, Stage
from bdr_desk.errors import NotFound
from bdr_desk.queries.account_map import MapPerson, account_map
from bdr_desk.queries.facts import definition_of
from bdr_desk.queries.leads import FactView, HistoryItem, account_history, facts_of
from bdr_desk.queries.projects import need_project
from bdr_desk.queries.related_accounts import related_accounts
from bdr_desk.queries.rows import need
from bdr_desk.queries.search import begin_words
from bdr_desk.store.tables import Account, Call, Contact, Lead, Touch

Some = Select[*tuple[Any, ...]]

MOST_HINTS = 5  # of related accounts
MOST_ACCOUNTS = 300  # in one answer: more are found by typing

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
    """The first accounts by name, and how many there are."""

    rows: tuple[AccountRow, ...]
    total: int


@dataclass(frozen=True, repr=False)
class AccountPerson:
    """`stage` in words, empty for somebody who is not worked in the project; `facts` are what this person's lead told."""

    person: MapPerson
    stage: str
    next_why: str
    facts: tuple[FactView, ...]


@dataclass(frozen=True, repr=False)
class AccountView:
    """`about` are (word, text) pairs of what is known of the company; `history` newest first."""

    account: UUID
    name: str
    about: tuple[tuple[str, str], ...]
    people: tuple[AccountPerson, ...]
    history: tuple[HistoryItem, ...]


def accounts(desk: Desk, text: str = "", limit: int = MOST_ACCOUNTS) -> AccountList:
    """The current project's accounts whose own name, or a person's, begins with `text`. Empty before the first project."""
    with desk.read() as session:
        try:
            project = need_project(session).id
        except NotFound:
            return AccountList((), 0)
        query = _matching(
            _of_project(select(Account.id, Account.name, Account.city, Account.state), project), text
        )
        found = session.execute(query.order_by(Account.name_key, Account.id).limit(limit)).all()
        total = session.scalar(_matching(_of_project(select(func.count(Account.id)), project), text)) or 0
        return AccountList(_rows(session, project, found), total)


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
        )


def _of_project(query: Some, project: UUID) -> Some:
    return query.where(Account.id.in_(select(Lead.account_id).where(Lead.project_id == project)))


def _matching(query: Some, text: str) -> Some:
    """Every word typed begins a word of the company's name, or every one begins a word of one person's there."""
    if not fold(text):
        return query
    person = select(Contact.account_id).where(begin_words(Contact.name_key, text))
    return query.where(or_(Account.id.in_(person), begin_words(Account.name_key, text)))


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
        .where(Lead.project_id == project, Call.outcome.in_(REACHED))
        .group_by(Lead.account_id)
    )


def _touched(project: UUID) -> Some:
    return (
        select(Lead.account_id, func.max(Touch.happened_at))
        .join(Touch, Touch.lead_id == Lead.id)
        .where(Lead.project_id == project)
        .group_by(Lead.account_id)
    )


def _stages(session: Session, project: UUID, keys: Sequence[UUID]) -> Mapping[UUID, Counter[str]]:
    query = select(Lead.account_id, Lead.stage, func.count()).where(
        Lead.project_id == project, Lead.account_id.in_(keys)
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
