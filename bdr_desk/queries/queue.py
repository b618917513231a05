"""Who to call next, in order, and why."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class Today:
    """What the user did since local midnight."""

    calls: int
    talks: int
    facts: int
    meetings: int


@dataclass(frozen=True)
class QueueView:
    items: tuple[QueueItem, ...]
    callable_now: int
    later: int
    opens_next: datetime | None
    today: Today


@dataclass(frozen=True)
class Reason:
    """`rule` names the rule, `says` puts it in words, `until` (UTC) says when it ends, if it does."""

    rule: str
    says: str
    until: datetime | None = None


@dataclass(frozen=True)
class Explained:
    dialable: bool
    reasons: tuple[Reason, ...]
