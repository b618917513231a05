"""Where this desk stands with its team: the status chip, and `team status`."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bdr_desk.desk import Desk
from bdr_desk.errors import KeyringProblem, TeamProblem
from bdr_desk.store.tables import User
from bdr_desk.team import claims, holding, outbox
from bdr_desk.team.membership import membership, team_of
from bdr_desk.team.round import last_sync


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
            pending=outbox.waiting(session), last_sync=last_sync(session),
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
            waits = "" if claims.terms(connection) else f". {holding.waits()}"
            return TeamStatus(state, connected=True, says=chip(state, offline=False) + waits)
    except (TeamProblem, KeyringProblem) as problem:
        return TeamStatus(state, connected=False, says=f"{chip(state, offline=True)}. {problem}")
