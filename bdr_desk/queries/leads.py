"""One lead as the call desk shows it: the person, their numbers, the account map, facts, history."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bdr_desk.domain.qualification import Definition


@dataclass(frozen=True)
class PhoneView:
    """`shown` is for reading, `e164` for dialling."""

    e164: str
    shown: str
    kind: str
    bad: bool


@dataclass(frozen=True)
class LocalTime:
    """`now` HH:MM there; `says` how it was read ("the number's area code: New York"); `callable_until` HH:MM or empty."""

    now: str
    place: str
    says: str
    callable_until: str
    open: bool


@dataclass(frozen=True)
class FactView:
    criterion: str
    title: str
    value: str
    said_by: str
    made_at: datetime
    call: UUID | None
    at_second: int | None


@dataclass(frozen=True)
class HistoryItem:
    """`at` UTC."""

    at: datetime
    medium: str
    says: str
    note: str
    who: str
    contact_name: str


@dataclass(frozen=True)
class MapPerson:
    """`state` is current, reached, tried, never; `lead` is None for people who are not worked in this project yet."""

    contact: UUID
    lead: UUID | None
    name: str
    title: str
    decision_role: str | None
    reports_to: UUID | None
    state: str
    says: str


@dataclass(frozen=True)
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
    facts: tuple[FactView, ...]  # current ones, in the definition's order, then others
    history: tuple[HistoryItem, ...]  # newest first, the whole account
    next_kind: str
    next_at: datetime | None
    next_why: str
    rep: UUID | None
    rep_name: str
