"""Where this desk stands with its team: the status chip, `team status`, and what colleagues have overwritten."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bdr_desk.desk import Desk
from bdr_desk.domain.counting import counted
from bdr_desk.domain.time_zones import MONTHS
from bdr_desk.errors import DeskError, KeyringProblem, TeamProblem
from bdr_desk.store.tables import TEAM_TABLES, Contact, Lead, LostValue, User
from bdr_desk.team import holding, outbox
from bdr_desk.team.connection import line
from bdr_desk.team.membership import membership, team_of
from bdr_desk.team.round import Progress, last_shape, last_skew
from bdr_desk.team.seen import last_sync
from bdr_desk.team.shape import CLAIMS_SHAPE, SYNC_SHAPE, VERSION, shape_of
from bdr_desk.team.trouble import Kind, Trouble, kind_of, trouble


@dataclass(frozen=True, repr=False)
class TeamState:
    """What this desk knows without asking the network. `server` is host/database; `last_sync` UTC, of the last good round;
    `waiting_since` when the oldest change that waits was made (UTC)."""

    joined: bool
    user: UUID
    name: str
    role: str | None
    server: str
    pending: int
    waiting_since: datetime | None
    last_sync: datetime | None
    now: datetime  # when this was so, in the user's zone
    skew: timedelta | None = None  # how far this desk's clock was ahead of the team's, then
    shape: int | None = None  # of the team's database, then
    trouble: Trouble | None = None  # what went wrong with the last round


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
    refused: bool = False


@dataclass(frozen=True, repr=False)
class TeamStatus:
    """`connected` after asking the team's database, and over what `line`; `says` how it stands, or why not. `shape` is the
    database's, `needs` what is to be done about it, or about this desk's clock."""

    state: TeamState
    connected: bool
    says: str
    line: str = ""
    shape: int | None = None
    needs: str = ""


def team_state(desk: Desk) -> TeamState:
    """Quick: for the chip, after every change."""
    with desk.read() as session:
        member = membership(session)
        me = session.get(User, desk.me)
        zone = ZoneInfo(me.time_zone) if me else None
        pending = outbox.waiting(session)
        return TeamState(
            joined=member is not None, user=desk.me, name=me.name if me else "",
            role=member.role if member else None, server=member.address.place if member else "", pending=pending,
            waiting_since=outbox.waiting_since(session) if pending else None, last_sync=last_sync(session),
            now=desk.clock().astimezone(zone), skew=last_skew(session), shape=last_shape(session),
            trouble=trouble(session) if member else None,
        )  # fmt: skip


def chip(state: TeamState) -> str:
    """The sync state in a few words."""
    waits = f"{state.pending:,} waiting" if state.pending and state.joined else ""
    if state.trouble is None and waits:
        return waits
    return ", ".join(filter(None, (standing(state), waits)))


def standing(state: TeamState) -> str:
    """The same without what waits: "Shared, up to date", "Offline since 14:05"."""
    if not state.joined:
        return "Not shared"
    if state.trouble is None:
        return "Shared, up to date"
    says = _TROUBLES[state.trouble.kind]
    return says if state.trouble.kind in _LASTING else f"{says} since {_when(state.trouble.since, state.now)}"


_TROUBLES = {
    Kind.OFFLINE: "Offline",
    Kind.SIGNED_OUT: "Signed out",
    Kind.OUTDATED: "Update BDR Desk",
    Kind.REFUSED: "Not synced",
}
_LASTING = (Kind.SIGNED_OUT, Kind.OUTDATED)  # until somebody does something: since when matters little


def progress_says(progress: Progress) -> str:
    """ "Catching up, 12,000 of 100,000"."""
    return f"Catching up, {progress.done:,} of {progress.of:,}"


def trouble_says(state: TeamState) -> str:
    """What went wrong, and what to do; empty when nothing did."""
    return f"{state.trouble.title} {state.trouble.advice}".strip() if state.trouble else ""


def waiting_says(state: TeamState) -> str:
    """ "3 changes since 14:05"."""
    if not state.pending:
        return "nothing"
    since = f" since {_when(state.waiting_since, state.now)}" if state.waiting_since else ""
    return f"{counted(state.pending, 'change')}{since}"


def _when(at: datetime, now: datetime) -> str:
    """ "14:05", of another day "6 Apr": short, for it stands in the bar."""
    then = at.astimezone(now.tzinfo)
    if then.date() == now.date():
        return f"{then:%H:%M}"
    return f"{then.day} {MONTHS[then.month - 1]}"


def team_status(desk: Desk) -> TeamStatus:
    """Ask the team's database, and change nothing; takes up to a few seconds for each host that does not answer."""
    state = team_state(desk)
    if not state.joined:
        return TeamStatus(state, connected=False, says="This desk is not in a team.")
    try:
        with team_of(desk.store) as (connection, member):
            shape, over = shape_of(connection), line(connection, member.address)
    except (TeamProblem, KeyringProblem) as problem:
        return TeamStatus(state, connected=False, says=f"{chip(_failing(state, problem))}. {problem}")
    needs = " ".join(filter(None, (shape_says(shape), skew_says(state.skew))))
    return TeamStatus(state, True, " ".join(filter(None, (_now_says(state), needs))), over, shape, needs)


def _now_says(state: TeamState) -> str:
    """Of a database that answers: whatever kept us from it before is over, but for what it refused."""
    if state.trouble is None or state.trouble.kind != Kind.REFUSED:
        return f"{chip(replace(state, trouble=None))}."
    return f"{chip(state)}. {trouble_says(state)}"


def _failing(state: TeamState, problem: DeskError) -> TeamState:
    """Since the last round failed, or just now."""
    since = state.trouble.since if state.trouble else state.now
    return replace(state, trouble=Trouble(since, kind_of(problem), problem.title, problem.advice))


def shape_says(shape: int | None) -> str:
    """What an older database lacks, and who brings it up; empty when nothing is known to be missing."""
    if shape is None or shape >= VERSION:
        return ""
    if shape < CLAIMS_SHAPE:
        return str(holding.waits())
    upgrade = "once whoever made the team's database has run bdr-desk team upgrade."
    return f"Overwritten values are kept {upgrade}" if shape < SYNC_SHAPE else f"More is shared {upgrade}"


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


def lost_says(lost: LostView) -> str:
    """What became of it, as a sentence without its moment."""
    if not lost.refused:
        return f"{lost.what}, {lost.field}: “{lost.value}” became “{lost.stays}” by {lost.who}"
    if not lost.field:
        return f"{lost.what}: the team's rules did not let you share it; it stays on this desk"
    return f"{lost.what}, {lost.field}: “{lost.value}” went back to “{lost.stays}”; the team's rules do not let you change it"


def _lost(session: Session, row: LostValue) -> LostView:
    who = session.get(User, row.by) if row.by else None
    name = "yourself, at another desk" if row.by == row.lost_by else who.name if who else "the team's rules"
    return LostView(
        _what(session, row), row.field.removesuffix("_id").replace("_", " "), _said(row.lost), _said(row.stays), name, row.at,
        refused=row.by is None,
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
