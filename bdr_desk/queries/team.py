"""Where this desk stands with its team: the status chip, `team status`, and what colleagues have overwritten."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bdr_desk.desk import Desk
from bdr_desk.domain.counting import counted
from bdr_desk.errors import KeyringProblem, TeamProblem
from bdr_desk.store.tables import TEAM_TABLES, Contact, Lead, LostValue, User
from bdr_desk.team import holding, outbox
from bdr_desk.team.membership import membership, team_of
from bdr_desk.team.round import last_skew
from bdr_desk.team.seen import last_sync
from bdr_desk.team.shape import CLAIMS_SHAPE, SYNC_SHAPE, shape_of


@dataclass(frozen=True, repr=False)
class TeamState:
    """What this desk knows without asking the network. `server` is host/database; `last_sync` UTC, of the last good round."""

    joined: bool
    user: UUID
    name: str
    role: str | None
    server: str
    pending: int
    last_sync: datetime | None
    skew: timedelta | None = None  # how far this desk's clock was ahead of the team's, then


@dataclass(frozen=True, repr=False)
class LostView:
    """A value of somebody at this desk that a colleague overwrote without having seen it, or that the team's rules refused.
    `what` row and `field` in words, `value` theirs and `stays` what the team has now; `at` UTC, by the clock of the team's
    database. A new row that was refused has no `field`: it stays on this desk."""

    what: str
    field: str
    value: str
    stays: str
    who: str
    at: datetime


@dataclass(frozen=True, repr=False)
class TeamStatus:
    """`connected` after asking the team's database; `says` why not."""

    state: TeamState
    connected: bool
    says: str


def team_state(desk: Desk) -> TeamState:
    """Quick: for the chip, after every change."""
    with desk.read() as session:
        member = membership(session)
        me = session.get(User, desk.me)
        return TeamState(
            joined=member is not None, user=desk.me, name=me.name if me else "",
            role=member.role if member else None, server=member.address.place if member else "",
            pending=outbox.waiting(session), last_sync=last_sync(session), skew=last_skew(session),
        )  # fmt: skip


def chip(state: TeamState, *, offline: bool) -> str:
    """The sync state in a few words; `offline` when the last round failed."""
    if not state.joined:
        return "Not shared"
    waits = f"{state.pending} waiting" if state.pending else ""
    if offline:
        return f"Offline, {waits}" if waits else "Offline"
    return waits or "Shared, up to date"


def team_status(desk: Desk) -> TeamStatus:
    """Ask the team's database; takes up to a few seconds for each host that does not answer."""
    state = team_state(desk)
    if not state.joined:
        return TeamStatus(state, connected=False, says="This desk is not in a team.")
    try:
        with team_of(desk.store) as (connection, _):
            waits = f". {says}" if (says := _upgrade_says(connection)) else ""
            clock = f". {says}" if (says := skew_says(state.skew)) else ""
            return TeamStatus(state, connected=True, says=chip(state, offline=False) + waits + clock)
    except (TeamProblem, KeyringProblem) as problem:
        return TeamStatus(state, connected=False, says=f"{chip(state, offline=True)}. {problem}")


def _upgrade_says(connection: Any) -> str:
    """What an older database lacks, and who brings it up."""
    shape = shape_of(connection)
    if shape < CLAIMS_SHAPE:
        return str(holding.waits())
    if shape < SYNC_SHAPE:
        return (
            "Overwritten values are kept once whoever made the team's database has run bdr-desk team upgrade."
        )
    return ""


_SKEW_TOLD = timedelta(seconds=30)


def skew_says(skew: timedelta | None) -> str:
    """That this machine's clock is wrong, in words; empty when it is right enough, or nobody knows yet."""
    if skew is None or abs(skew) <= _SKEW_TOLD:
        return ""
    side = "ahead of" if skew > timedelta() else "behind"
    return f"This machine's clock is {_span(abs(skew))} {side} the team's; the times it notes are off by as much."


def _span(time: timedelta) -> str:
    minutes = round(time.total_seconds() / 60)
    for size, name in ((1440, "day"), (60, "hour"), (1, "minute")):
        if minutes >= 2 * size:
            return f"{counted(round(minutes / size), name)}"
    return f"{time.total_seconds():.0f} seconds"


def lost_values(desk: Desk, *, limit: int = 100) -> tuple[LostView, ...]:
    """What colleagues have overwritten of what was written at this desk, the newest first."""
    with desk.read() as session:
        query = select(LostValue).where(LostValue.lost_by == desk.me)
        found = session.scalars(query.order_by(LostValue.at.desc(), LostValue.id).limit(limit))
        return tuple(_lost(session, row) for row in found)


def _lost(session: Session, row: LostValue) -> LostView:
    who = session.get(User, row.by) if row.by else None
    name = "yourself, at another desk" if row.by == row.lost_by else who.name if who else "the team's rules"
    return LostView(
        _what(session, row), row.field.removesuffix("_id").replace("_", " "), _said(row.lost), _said(row.stays), name, row.at
    )  # fmt: skip


_NAMED = ("name", "e164", "address", "subject")  # what a row is known by


def _what(session: Session, row: LostValue) -> str:
    """The row in words: its kind, and what it is called, or whose it is."""
    table = next((table for table in TEAM_TABLES if table.__tablename__ == row.table_name), None)
    found = session.get(table, row.row_id) if table else None
    if isinstance(found, Lead):
        found = session.get(Contact, found.contact_id)
    name = next((name for key in _NAMED if (name := getattr(found, key, None))), "")
    return f"{row.table_name.replace('_', ' ')} {name}".strip()


def _said(value: object) -> str:
    return "nothing" if value in (None, "") else str(value)
