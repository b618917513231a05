"""One sync round: out with what waits, in with what others did, and what follows from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bdr_desk.store.settings import get_setting, put_setting
from bdr_desk.store.store import Store
from bdr_desk.store.tables import Project
from bdr_desk.store.writing import Writing
from bdr_desk.team import clashes, outbox
from bdr_desk.team.membership import team_of
from bdr_desk.team.pull import pull
from bdr_desk.team.push import push
from bdr_desk.team.seen import put_seen, seen

if TYPE_CHECKING:
    from bdr_desk.team.connection import Team

_SKEW = "team_skew"  # setting: seconds


@dataclass(frozen=True)
class Synced:
    """`pushed` and `pulled` count rows; `conflicts` values of others that were overwritten unseen, and rows that wait because
    they do not fit; `pending` what still waits here."""

    pushed: int
    pulled: int
    conflicts: int
    pending: int


def sync_once(store: Store, *, clock: Callable[[], datetime], author: UUID) -> Synced:
    """One round. Pushing first means that what is pulled holds what was sent. Raises TeamProblem, KeyringProblem."""

    def write(*, from_team: bool = False) -> Any:
        return store.write(now=clock(), author=author, from_team=from_team)

    with team_of(store) as (connection, member):
        skew = measured_skew(connection, clock)
        sent = push(connection, store, write)
        got = pull(connection, store, lambda: write(from_team=True), team=member.team, author=author)
        with write() as tx:
            put_setting(tx, _SKEW, skew.total_seconds())
            put_seen(tx, replace(seen(tx, member.team), at=clock()))
            _choose_project(tx)
            clashes.hand_over(tx)
        after = push(connection, store, write)
    with store.read() as session:
        pending = outbox.waiting(session)
    return Synced(sent.sent + after.sent, got.pulled, sent.lost + after.lost + got.clashes, pending)


def measured_skew(connection: Team, clock: Callable[[], datetime]) -> timedelta:
    """How far this desk's clock is ahead of the server's, give or take half of one question."""
    before = clock()
    found = connection.execute("SELECT clock_timestamp()").fetchone()
    assert found is not None
    after = clock()
    connection.commit()
    server: datetime = found[0]
    return before + (after - before) / 2 - server


def last_skew(session: Session) -> timedelta | None:
    """As the last round found it."""
    seconds = get_setting(session, _SKEW)
    return None if seconds is None else timedelta(seconds=seconds)


def _choose_project(tx: Writing) -> None:
    if get_setting(tx, "project") is None and (first := tx.scalar(select(Project.id).limit(1))):
        put_setting(tx, "project", str(first))  # a rep's desk starts empty and works on what it is handed
