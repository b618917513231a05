"""Trouble: what kept this desk from its team last, and since when; kept in the store, so that everybody there says the same.

Written when it changes: the first round that fails, one that fails otherwise, and the first that ends well.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from bdr_desk.errors import DeskError, KeyringProblem, Offline, Outdated, SignedOut
from bdr_desk.store.settings import get_setting, put_setting
from bdr_desk.store.writing import Writing

_TROUBLE = "team_trouble"


class Kind(StrEnum):
    """OFFLINE: nobody answers. SIGNED_OUT: the login is not taken. OUTDATED: this program is too old. REFUSED: all else."""

    OFFLINE = "offline"
    SIGNED_OUT = "signed_out"
    OUTDATED = "outdated"
    REFUSED = "refused"


_KINDS: tuple[tuple[type[DeskError], Kind], ...] = (
    (Offline, Kind.OFFLINE), (SignedOut, Kind.SIGNED_OUT), (KeyringProblem, Kind.SIGNED_OUT), (Outdated, Kind.OUTDATED),
)  # fmt: skip


@dataclass(frozen=True)
class Trouble:
    """`since` (UTC, by this desk's clock): the first round that failed after the last good one. `title` says what happened last,
    `advice` what to do."""

    since: datetime
    kind: Kind
    title: str
    advice: str


def trouble(session: Session) -> Trouble | None:
    """None after a good round."""
    kept = get_setting(session, _TROUBLE)
    if kept is None:
        return None
    return Trouble(datetime.fromisoformat(kept["since"]), Kind(kept["kind"]), kept["title"], kept["advice"])


def note_trouble(tx: Writing, problem: DeskError) -> None:
    known = trouble(tx)
    since = known.since if known else tx.now
    put_setting(tx, _TROUBLE, {
        "since": since.isoformat(), "kind": str(kind_of(problem)), "title": problem.title, "advice": problem.advice,
    })  # fmt: skip


def is_noted(session: Session, problem: DeskError) -> bool:
    known = trouble(session)
    return known is not None and (known.kind, known.title, known.advice) == (
        kind_of(problem), problem.title, problem.advice,
    )  # fmt: skip


def note_well(tx: Writing) -> None:
    if get_setting(tx, _TROUBLE) is not None:
        put_setting(tx, _TROUBLE, None)


def kind_of(problem: DeskError) -> Kind:
    return next((kind for error, kind in _KINDS if isinstance(problem, error)), Kind.REFUSED)
