"""Claims: a lease on an account in the team's database, so that two desks never call into one company.

A lease ends by itself when nobody renews it, by the server's clock alone. Who may take, renew and release is decided in
PostgreSQL (`upgrades`); here are the calls, one round trip each. Companies have other keys on each desk, so an account goes
by a text that all of them find alike: its folded name, else its domain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from bdr_desk.team.rows import in_utc
from bdr_desk.team.shape import CLAIMS_SHAPE, SCHEMA, shape_of

if TYPE_CHECKING:
    from bdr_desk.team.connection import Team

LONGEST_KEY = 300  # characters: an index entry holds about 2,700 bytes; longer names count by their beginning
_BETWEEN = "\x1f"  # stands between keys: see `upgrades`


@dataclass(frozen=True)
class Run:
    """One run of a desk: the desk may take up what an earlier run of it held, but only the latest run renews."""

    desk: UUID
    token: UUID


@dataclass(frozen=True)
class Terms:
    """What the team agreed on: how long a lease lasts, how often it is renewed."""

    lease_seconds: float
    beat_seconds: float


@dataclass(frozen=True, repr=False)
class Claim:
    """A claim as the server knows it: since when it is held without a break and until when, UTC by the server's clock;
    `seconds` is what was granted from the moment it answered."""

    project: UUID
    key: str
    taken_at: datetime
    until: datetime
    seconds: float


@dataclass(frozen=True, repr=False)
class Taken:
    """An account that somebody holds. `who` is their name (their login where the team does not know it yet), `until` by the
    server's clock, `seconds` what is left of the lease: what a desk whose own clock may be wrong should show."""

    project: UUID
    key: str
    who: str
    mine: bool
    taken_at: datetime
    until: datetime
    seconds: float


def terms(connection: Team) -> Terms | None:
    """None on a database that was not upgraded yet: it has no claims."""
    if shape_of(connection) < CLAIMS_SHAPE:
        return None
    found = connection.execute(f"SELECT lease_seconds, beat_seconds FROM {SCHEMA}.team").fetchone()
    assert found is not None
    return Terms(*found)


def claim_any(
    connection: Team, run: Run, project: UUID, wanted: Sequence[str], count: int
) -> tuple[Claim, ...]:
    """Of the accounts `wanted`, in their order, the first `count` that are free or this desk's own; never waits for one that
    another desk is just taking. Asking again is harmless. An empty key is nobody's, and is never claimed."""
    asked = _kept(wanted)
    found = connection.execute(
        f"SELECT * FROM {SCHEMA}.claim_any(%s, %s, %s, %s, %s)",
        (project, _BETWEEN.join(asked), count, run.desk, run.token),
    )
    places = {key: place for place, key in enumerate(asked)}
    rows = sorted(found.fetchall(), key=lambda row: places[row[0]])
    return tuple(_claim((project, *row), asked[row[0]]) for row in rows)


def beat(connection: Team, run: Run, project: UUID, held: Sequence[str]) -> tuple[Claim, ...]:
    """Renew what this run holds, all at once. What does not come back was lost: somebody took it after it had lapsed."""
    asked = _kept(held)
    found = connection.execute(
        f"SELECT * FROM {SCHEMA}.beat_claims(%s, %s, %s, %s)",
        (project, _BETWEEN.join(asked), run.desk, run.token),
    )
    return tuple(_claim((project, *row), asked[row[0]]) for row in found)


def release(connection: Team, run: Run, project: UUID, held: Sequence[str]) -> dict[str, datetime]:
    """Give back what this run holds; when each hold ended, by the server's clock."""
    asked = _kept(held)
    found = connection.execute(
        f"SELECT * FROM {SCHEMA}.release_claims(%s, %s, %s, %s)",
        (project, _BETWEEN.join(asked), run.desk, run.token),
    )
    return {asked[key]: in_utc(until) for key, until in found}


def held_by_others(connection: Team, run: Run, project: UUID, keys: Sequence[str]) -> tuple[Taken, ...]:
    """Which of `keys` another desk holds now, be it one of the same person."""
    asked = _kept(keys)
    found = connection.execute(
        f"{_TAKEN} AND c.project_id = %s AND c.account_key = ANY(%s)"
        " AND NOT (c.holder = session_user AND c.desk = %s) ORDER BY c.taken_at, c.account_key",
        (project, list(asked), run.desk),
    )
    return tuple(_taken(row, asked[row[1]]) for row in found)


def all_held(connection: Team) -> tuple[Taken, ...]:
    """Every claim that is alive, the oldest first."""
    return tuple(
        _taken(row, row[1]) for row in connection.execute(f"{_TAKEN} ORDER BY c.taken_at, c.account_key")
    )


_TAKEN = f"""SELECT c.project_id, c.account_key, coalesce(u.name, c.holder), c.holder = session_user, c.taken_at, c.until,
    extract(epoch FROM c.until - clock_timestamp())
    FROM {SCHEMA}.claim c LEFT JOIN {SCHEMA}."user" u ON u.id = c.user_id WHERE c.until > clock_timestamp()"""


def _claim(row: tuple[Any, ...], key: str) -> Claim:
    project, _, taken_at, until, seconds = row
    return Claim(project, key, in_utc(taken_at), in_utc(until), seconds)


def _taken(row: tuple[Any, ...], key: str) -> Taken:
    project, _, who, mine, taken_at, until, seconds = row
    return Taken(project, key, who, mine, in_utc(taken_at), in_utc(until), float(seconds))


def _kept(keys: Sequence[str]) -> dict[str, str]:
    """Each key as the server keeps it, once, with the first that was asked for."""
    found: dict[str, str] = {}
    for key in keys:
        found.setdefault(_plain(key), key)
    found.pop("", None)
    return found


def _plain(key: str) -> str:
    return key.replace("\0", "").replace(_BETWEEN, " ")[:LONGEST_KEY]
