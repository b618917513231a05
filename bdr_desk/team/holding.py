"""Holding: which accounts this desk may believe to hold, and until when.

A lease counts from the moment before it was asked for, on a clock that nobody can set and that runs on while the machine
sleeps (`ticks`), and ends a tenth early. So neither a dead network nor a wrong desk clock lets a desk believe in a lease
that the server has given to another, as long as the server's own clock is not set forward. Whoever calls passes that moment
in; there are no threads here: one call at a time, from the worker that owns the network. `held` may be asked from anywhere.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID, uuid4

from bdr_desk.errors import DeskError, KeyringProblem, TeamProblem
from bdr_desk.store.settings import get_setting, put_setting
from bdr_desk.store.store import Store
from bdr_desk.team import claims
from bdr_desk.team.claims import Claim, Run, Taken, Terms
from bdr_desk.team.connection import opened, told
from bdr_desk.team.membership import Membership, need_membership, password_of
from bdr_desk.team.shape import check

if TYPE_CHECKING:
    from bdr_desk.team.connection import Team

T = TypeVar("T")
Place = tuple[UUID, str]  # a project's key and an account's

MARGIN = 0.1  # of a lease: clocks run up to 0.05 % apart (ntpd's limit), answers may be late, a call must be broken off
_DESK = "claims_desk"  # setting: the key by which claims know this desk
_PATIENCE_SECONDS = 5  # with one question
# A desk must learn within seconds that the network is gone, not when the kernel gives up after a quarter of an hour.
_IMPATIENT = {
    "keepalives": 1, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 2, "tcp_user_timeout": 8000,
}  # fmt: skip


def ticks() -> float:
    """Seconds since some moment: nobody can set them, and they count the machine's sleep, which `time.monotonic` leaves out on
    Linux (clock_gettime(2)) and macOS (mach_absolute_time)."""
    name = "CLOCK_BOOTTIME" if sys.platform == "linux" else "CLOCK_MONOTONIC"  # Windows has neither
    return time.clock_gettime(getattr(time, name)) if hasattr(time, name) else time.monotonic()


def waits() -> TeamProblem:
    """What is said on a database that has no claims yet."""
    return TeamProblem(
        "Claims wait until the team's database is upgraded.",
        "Whoever made it runs bdr-desk team upgrade once; until then everybody goes on as before.",
    )


class State(StrEnum):
    """NOT_YET: the team's database has no claims before it is upgraded; work goes on without them. OFFLINE: only what is
    still held may be worked."""

    ON = "on"
    OFFLINE = "offline"
    NOT_YET = "not_yet"


@dataclass(frozen=True, repr=False)
class Held:
    """An account this desk holds until `until`, in `ticks`; `claim` as the server told it last."""

    project: UUID
    key: str
    until: float
    claim: Claim


class Claims:
    """What this desk holds, over one long-lived connection that is made anew when it breaks.

    Nothing here raises because the network is gone: `state` says how it stands and `trouble` why. `at` is always `ticks()`
    read before the call.
    """

    def __init__(self, connect: Callable[[], Team], member: Membership, run: Run) -> None:
        self.state = State.OFFLINE
        self.trouble: DeskError | None = None
        self.terms: Terms | None = None
        self._connect, self._member, self._run = connect, member, run
        self._connection: Team | None = None
        self._held: dict[Place, Held] = {}  # replaced, never changed: others read it

    def wanted(self, project: UUID, keys: Sequence[str], *, at: float, count: int = 1) -> tuple[Held, ...]:
        """Hold the first `count` of `keys` that are free or held already: those held now, at most `count`."""
        got = self._ask(lambda team: claims.claim_any(team, self._run, project, keys, count))
        if got is not None:
            self._keep(got, at)
            return tuple(self._held[claim.project, claim.key] for claim in got)
        still = {held.key: held for held in self.held(at) if held.project == project}
        return tuple(still[key] for key in dict.fromkeys(keys) if key in still)[:count]

    def beat(self, *, at: float) -> tuple[Place, ...]:
        """Renew everything that is held. Returns what was lost to another desk."""
        asked = _by_project(self._held)
        kept = self._ask(
            lambda team: [claim for place in asked.items() for claim in claims.beat(team, self._run, *place)]
        )
        if kept is None:
            return ()
        lost = tuple(set(self._held) - {(claim.project, claim.key) for claim in kept})
        self._drop(lost)
        self._keep(kept, at)
        return lost

    def release(self, project: UUID, key: str) -> datetime | None:
        """Give it back; when, by the server's clock. None offline: it is given up here and frees itself there."""
        if (project, key) not in self._held:
            return None
        self._drop([(project, key)])
        return (self._ask(lambda team: claims.release(team, self._run, project, [key])) or {}).get(key)

    def held(self, at: float) -> tuple[Held, ...]:
        """What may be worked now, online or not."""
        return tuple(held for held in self._held.values() if held.until > at)

    def others(self, project: UUID, keys: Sequence[str]) -> tuple[Taken, ...]:
        """Which of `keys` other desks hold; nothing is known offline."""
        return self._ask(lambda team: claims.held_by_others(team, self._run, project, keys)) or ()

    def close(self) -> None:
        """Give everything back, if the server can be reached without connecting anew, and hang up."""
        asked, team = _by_project(self._held), self._connection
        self._held = {}
        if team is not None:
            with suppress(TeamProblem), told(self._member.address):
                for project, keys in asked.items():
                    claims.release(team, self._run, project, keys)
        self._hang_up()

    def _ask(self, question: Callable[[Team], T]) -> T | None:
        """The answer, or None and the reason in `trouble`. A connection that broke while it was idle is made anew once: every
        question may be asked twice."""
        was_open = self._connection is not None
        try:
            try:
                return self._through(question)
            except TeamProblem:
                if not was_open:
                    raise
                return self._through(question)
        except (TeamProblem, KeyringProblem) as trouble:
            self.state, self.trouble = State.OFFLINE, trouble
            return None

    def _through(self, question: Callable[[Team], T]) -> T | None:
        try:
            with told(self._member.address):
                team = self._open()
                if not self._agreed(team):
                    return None
                answer = question(team)
        except BaseException:
            self._hang_up()
            raise
        self.state, self.trouble = State.ON, None
        return answer

    def _agreed(self, team: Team) -> bool:
        """Whether there are claims here; asked once per connection, and again until there are."""
        self.terms = self.terms or claims.terms(team)
        if self.terms is None:
            self.state, self.trouble = State.NOT_YET, waits()
        return self.terms is not None

    def _open(self) -> Team:
        if self._connection is None:
            self._connection = self._connect()
            self._connection.autocommit = True  # one question, one transaction, one round trip
            self._connection.execute(f"SET statement_timeout = '{_PATIENCE_SECONDS}s'")
            check(self._connection, self._member.address.place)
            self.terms = None
        return self._connection

    def _hang_up(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _keep(self, got: Iterable[Claim], at: float) -> None:
        new = {(c.project, c.key): Held(c.project, c.key, at + c.seconds * (1 - MARGIN), c) for c in got}
        self._held = {**self._held, **new}

    def _drop(self, places: Iterable[Place]) -> None:
        gone = set(places)
        self._held = {place: held for place, held in self._held.items() if place not in gone}


def _by_project(places: Iterable[Place]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    for project, key in places:
        found.setdefault(project, []).append(key)
    return found


def claims_of(store: Store, *, now: datetime, author: UUID) -> Claims:
    """The claims of this desk; connects when it is first asked. Raises TeamProblem when the desk is in no team."""
    member = need_membership(store)
    run = Run(_desk_key(store, now, author), uuid4())
    return Claims(lambda: opened(member.address, password_of(member), **_IMPATIENT), member, run)


def _desk_key(store: Store, now: datetime, author: UUID) -> UUID:
    with store.write(now=now, author=author) as tx:
        known = get_setting(tx, _DESK)
        if known is None:
            known = str(uuid4())
            put_setting(tx, _DESK, known)
    return UUID(known)
