"""One sync round: out with what waits, in with what others did, and what follows from it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bdr_desk.errors import Cancelled, DeskError, KeyringProblem, StoreProblem, TeamProblem
from bdr_desk.store.settings import get_setting, put_setting
from bdr_desk.store.store import Store
from bdr_desk.store.tables import Project
from bdr_desk.store.writing import Writing
from bdr_desk.team import clashes, outbox
from bdr_desk.team.link import Link
from bdr_desk.team.membership import membership, team_of
from bdr_desk.team.pull import pull
from bdr_desk.team.push import Sent, push
from bdr_desk.team.seen import put_seen, seen
from bdr_desk.team.shape import shape_and_time
from bdr_desk.team.trouble import is_noted, note_trouble, note_well

if TYPE_CHECKING:
    from bdr_desk.team.connection import Team

_SKEW = "team_skew"  # setting: seconds
_SHAPE = "team_shape"  # setting: how far the team's database had come


@dataclass(frozen=True)
class Synced:
    """`pushed` and `pulled` count rows; `conflicts` values of others that were overwritten unseen, and rows that wait because
    they do not fit; `pending` what still waits here."""

    pushed: int
    pulled: int
    conflicts: int
    pending: int


class Progress(NamedTuple):
    """`done` rows of `of`; told only when there is more than a batch."""

    done: int
    of: int


Told = Callable[[Progress], bool]  # False stops the round; the next one goes on where it stopped


def sync_once(
    store: Store, *, clock: Callable[[], datetime], author: UUID, told: Told | None = None, link: Link | None = None
) -> Synced:  # fmt: skip
    """One round, over `link` or a connection of its own. Pushing first means that what is pulled holds what was sent. Why it
    failed is kept until one ends well. Raises TeamProblem, KeyringProblem, Cancelled."""

    def write(*, from_team: bool = False) -> Any:
        return store.write(now=clock(), author=author, from_team=from_team)

    try:
        with link.team() if link else team_of(store) as (connection, member):
            return _round(connection, store, write, member.team, clock, author, told)
    except (TeamProblem, KeyringProblem) as problem:
        _note(store, write, problem)
        raise


def _round(
    connection: Team, store: Store, write: Any, team: UUID, clock: Callable[[], datetime], author: UUID, told: Told | None
) -> Synced:  # fmt: skip
    def tell(done: int, of: int) -> None:
        if told and not told(Progress(done, of)):
            raise Cancelled("The sync was stopped.", "What is left comes with the next one.")

    skew, shape = _met(connection, clock)
    sent = _pushed(connection, store, write, shape)
    got = pull(
        connection, store, lambda: write(from_team=True), team=team, author=author, shape=shape, told=tell
    )
    with write() as tx:
        put_setting(tx, _SKEW, skew.total_seconds())
        put_setting(tx, _SHAPE, shape)
        put_seen(tx, replace(seen(tx, team), at=clock()))
        note_well(tx)
        _choose_project(tx)
        clashes.hand_over(tx)
    after = _pushed(connection, store, write, shape)
    with store.read() as session:
        pending = outbox.waiting(session)
    return Synced(sent.sent + after.sent, got.pulled, sent.lost + after.lost + got.clashes, pending)


def _pushed(connection: Team, store: Store, write: Any, shape: int) -> Sent:
    """Where nothing waits, nothing is asked either."""
    with store.read() as session:
        waits = outbox.anything(session)
    return push(connection, store, write, shape) if waits else Sent()


def _note(store: Store, write: Any, problem: DeskError) -> None:
    """Unless it is known, or this desk is in no team."""
    with suppress(StoreProblem):  # the store is busy: the next round that fails will note it
        with store.read() as session:
            known = membership(session) is None or is_noted(session, problem)
        if not known:
            with write() as tx:
                note_trouble(tx, problem)


def last_shape(session: Session) -> int | None:
    """How far the team's database had come when the last round ended well."""
    shape: int | None = get_setting(session, _SHAPE)
    return shape


def _met(connection: Team, clock: Callable[[], datetime]) -> tuple[timedelta, int]:
    """How far this desk's clock is ahead of the server's, give or take half of one question; and the database's shape."""
    before = clock()
    shape, server = shape_and_time(connection)
    after = clock()
    connection.commit()
    return before + (after - before) / 2 - server, shape


def last_skew(session: Session) -> timedelta | None:
    """As the last round found it."""
    seconds = get_setting(session, _SKEW)
    return None if seconds is None else timedelta(seconds=seconds)


def _choose_project(tx: Writing) -> None:
    if get_setting(tx, "project") is None and (first := tx.scalar(select(Project.id).limit(1))):
        put_setting(tx, "project", str(first))  # a rep's desk starts empty and works on what it is handed
