"""One sync round: out with what waits, in with what others did, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bdr_desk.store.settings import get_setting, put_setting
from bdr_desk.store.store import Store
from bdr_desk.store.tables import Project
from bdr_desk.store.writing import Writing
from bdr_desk.team import clashes, outbox, trails
from bdr_desk.team.membership import team_of
from bdr_desk.team.pull import Pulled, pull
from bdr_desk.team.push import push

_SEEN = "team_seen"  # setting: how far the team's database has been read, and when


@dataclass(frozen=True)
class Synced:
    """`pushed` and `pulled` count rows; `conflicts` rows that two desks changed (the later change stays) or that wait
    because they do not fit; `pending` what still waits here."""

    pushed: int
    pulled: int
    conflicts: int
    pending: int


def sync_once(store: Store, *, now: datetime, author: UUID) -> Synced:
    """One round. Pushing first means that what is pulled is newer than anything here. Raises TeamProblem, KeyringProblem."""

    def write() -> Any:
        return store.write(now=now, author=author)

    with team_of(store) as (connection, member):
        sent, lost = push(connection, store, write)
        got = _pull(connection, store, now, author, member.team)
        with write() as tx:
            _remember(tx, member.team, got, now)
            clashes.hand_over(tx)
        sent_after, lost_after = push(connection, store, write)
    with store.read() as session:
        pending = outbox.waiting(session)
    return Synced(sent + sent_after, got.pulled, lost + lost_after + got.conflicts, pending)


def last_sync(session: Session) -> datetime | None:
    """When the last round ended well (UTC)."""
    seen = get_setting(session, _SEEN)
    return datetime.fromisoformat(seen["at"]) if seen else None


def _pull(connection: Any, store: Store, now: datetime, author: UUID, team: UUID) -> Pulled:
    with store.read() as session:
        horizon, held = _seen(session, team)
    got = pull(connection, store, now=now, author=author, horizon=horizon, held=held)
    if got.touched:
        with store.write(now=now, author=author, from_team=True) as tx:
            trails.settle(tx, got.touched)
    return got


def _seen(session: Session, team: UUID) -> tuple[int, Mapping[str, Sequence[UUID]]]:
    seen = get_setting(session, _SEEN)
    if seen is None or seen["team"] != str(team):
        return 0, {}
    return int(seen["horizon"]), {table: [UUID(key) for key in keys] for table, keys in seen["held"].items()}


def _remember(tx: Writing, team: UUID, got: Pulled, now: datetime) -> None:
    held = {table: [str(key) for key in keys] for table, keys in got.held.items()}
    put_setting(
        tx, _SEEN, {"team": str(team), "horizon": str(got.horizon), "held": held, "at": now.isoformat()}
    )
    if get_setting(tx, "project") is None and (first := tx.scalar(select(Project.id).limit(1))):
        put_setting(tx, "project", str(first))  # a rep's desk starts empty and works on what it is handed
