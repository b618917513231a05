"""Reading the do-not-contact list: of many marks those that are barred, in one statement for each kind of mark."""

import json
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import Session

from bdr_desk.domain.suppression import Barred, Mark
from bdr_desk.store.columns import to_micros
from bdr_desk.store.tables import Suppression

# The marks drive the search, each one a step down the index (kind, value): CROSS JOIN keeps SQLite to this order.
_FIND = (
    "SELECT s.value, {} FROM json_each(?) j CROSS JOIN suppression s ON s.kind = ? AND s.value = j.value"
    " WHERE s.lifted_at IS NULL AND s.medium IN (?, 'any') AND (s.until IS NULL OR s.until > ?)"
)


def suppressed(
    session: Session, marks: Iterable[Mark], now: datetime, medium: Barred = Barred.CALL
) -> dict[Mark, str]:
    """Of `marks`, those barred from `medium` at `now` (aware), with the reason.

    Fit for a batch of an import: 8,000 marks against a million suppressions take about 10 ms (tests/bench).
    """
    return _found(session, marks, medium, to_micros(now))


def covered(
    session: Session, marks: Iterable[Mark], now: datetime, medium: Barred, until: datetime | None
) -> dict[Mark, str]:
    """Of `marks`, those that are barred from `medium` already, and at least until `until` (None: for good)."""
    if until is None:
        return _found(session, marks, medium, to_micros(now), "AND s.until IS NULL")
    return _found(session, marks, medium, to_micros(max(now, until)) - 1)


def barred_until(session: Session, marks: Iterable[Mark], now: int) -> dict[Mark, int | None]:
    """Of `marks`, those barred from calls at `now`, and until when (both in microseconds); None for good."""
    found: dict[Mark, int | None] = {}
    sql = _FIND.format("s.until")
    for kind, values in _by_kind(marks).items():
        rows = session.connection().exec_driver_sql(sql, (json.dumps(list(values)), kind, "call", now))
        for value, until in rows:
            known = found.get((kind, value), 0)
            found[kind, value] = None if until is None or known is None else max(known, until)
    return found


def _found(
    session: Session, marks: Iterable[Mark], medium: Barred, after: int, and_also: str = ""
) -> dict[Mark, str]:
    connection = session.connection()
    found: dict[Mark, str] = {}
    for kind, values in _by_kind(marks).items():
        rows = connection.exec_driver_sql(
            f"{_FIND.format('s.reason')} {and_also}", (json.dumps(list(values)), kind, str(medium), after)
        )
        found |= {(kind, value): reason for value, reason in rows}
    return found


def _by_kind(marks: Iterable[Mark]) -> dict[str, dict[str, None]]:
    kinds: dict[str, dict[str, None]] = {}
    for kind, value in marks:
        kinds.setdefault(kind, {})[value] = None
    return kinds


def in_force(now: datetime) -> ColumnElement[bool]:
    """Neither lifted nor run out at `now` (aware)."""
    return and_(Suppression.lifted_at.is_(None), or_(Suppression.until.is_(None), Suppression.until > now))


def anybody_erased(session: Session) -> bool:
    """Whether there is a hash of somebody who was erased; one step in the index."""
    sql = "SELECT 1 FROM suppression WHERE kind = 'erased' LIMIT 1"
    return session.connection().exec_driver_sql(sql).first() is not None


def anybody_suppressed(session: Session) -> bool:
    """Whether there is any suppression at all; most stores have none, and need not be asked row by row."""
    return session.connection().exec_driver_sql("SELECT 1 FROM suppression LIMIT 1").first() is not None
