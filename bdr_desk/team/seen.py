"""How far this desk has read the team's database, kept with each batch, so that a pull that breaks off is taken up there.

`horizon` is where to read from: rows written by this transaction or a later one. A pull under way notes in `reading` what will
be the horizon once it is whole, and how far it has come; rows changed meanwhile are at or after that new horizon.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from bdr_desk.store.settings import get_setting, put_setting
from bdr_desk.store.writing import Writing

_SEEN = "team_seen"
Held = Mapping[str, Sequence[UUID]]  # by table, the rows that cannot be kept here yet


@dataclass(frozen=True)
class Reading:
    """A pull under way: `table` is read up to the key `after`, those before it are done. The handoffs that rows were read of
    are `unsettled` until the whole of their trails is there: see `trails`."""

    horizon: int
    table: str = ""
    after: UUID | None = None
    held: Held = field(default_factory=dict)
    unsettled: Sequence[UUID] = ()


@dataclass(frozen=True)
class Seen:
    """`scope` is what the team let this desk read, as it said; `at` (UTC): when the last round ended well."""

    team: UUID
    horizon: int = 0
    held: Held = field(default_factory=dict)
    at: datetime | None = None
    reading: Reading | None = None
    scope: str = ""


def seen(session: Session, team: UUID) -> Seen:
    """Of another team than `team` nothing was seen."""
    kept = get_setting(session, _SEEN)
    if kept is None or kept["team"] != str(team):
        return Seen(team)
    return Seen(
        team,
        int(kept["horizon"]),
        _keys(kept["held"]),
        _moment(kept.get("at")),
        _reading(kept.get("reading")),
        kept.get("scope", ""),
    )


def last_sync(session: Session) -> datetime | None:
    """When the last round ended well (UTC, by this desk's clock)."""
    return _moment((get_setting(session, _SEEN) or {}).get("at"))


def put_seen(tx: Writing, of: Seen) -> None:
    reading = of.reading
    put_setting(tx, _SEEN, {
        "team": str(of.team), "horizon": str(of.horizon), "held": _texts(of.held), "at": of.at and of.at.isoformat(),
        "scope": of.scope,
        "reading": reading and {
            "horizon": str(reading.horizon), "table": reading.table, "after": reading.after and str(reading.after),
            "held": _texts(reading.held), "unsettled": [str(key) for key in reading.unsettled],
        },
    })  # fmt: skip


def ask_again(tx: Writing, table: str, key: UUID) -> None:
    """Read this row with the next pull, whenever it was written."""
    kept = get_setting(tx, _SEEN)
    if kept is None:
        return
    for of in filter(None, (kept, kept.get("reading"))):
        of["held"] = {**of["held"], table: [*of["held"].get(table, ()), str(key)]}
    put_setting(tx, _SEEN, {**kept})


def whole(of: Seen) -> Seen:
    """The pull under way has read everything."""
    assert of.reading is not None
    return replace(of, horizon=of.reading.horizon, held=of.reading.held, reading=None)


def _reading(kept: dict[str, Any] | None) -> Reading | None:
    if kept is None:
        return None
    after = UUID(kept["after"]) if kept["after"] else None
    unsettled = tuple(UUID(key) for key in kept.get("unsettled", ()))
    return Reading(int(kept["horizon"]), kept["table"], after, _keys(kept["held"]), unsettled)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _keys(held: Mapping[str, Sequence[str]]) -> Held:
    return {table: [UUID(key) for key in keys] for table, keys in held.items()}


def _texts(held: Held) -> dict[str, list[str]]:
    return {table: [str(key) for key in keys] for table, keys in held.items()}
