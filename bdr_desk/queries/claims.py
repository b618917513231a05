"""Which accounts somebody in the team holds now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bdr_desk.desk import Desk
from bdr_desk.store.tables import Account, Project
from bdr_desk.team import claims, holding
from bdr_desk.team.claims import Taken
from bdr_desk.team.membership import team_of


@dataclass(frozen=True, repr=False)
class ClaimView:
    """`account` as this desk writes it, else as claims name it; `project` None when it is not on this desk. `since` and
    `until` by this desk's clock, `seconds` what is left of the lease if nobody renews it."""

    account: str
    project: str | None
    who: str
    mine: bool
    since: datetime
    until: datetime
    seconds: float


def claims_now(desk: Desk) -> tuple[ClaimView, ...]:
    """Asks the team's database. Raises TeamProblem, also when it has no claims yet; KeyringProblem."""
    with team_of(desk.store) as (connection, _):
        if claims.terms(connection) is None:
            raise holding.waits()
        found = claims.all_held(connection)
    now = desk.clock()
    with desk.read() as session:
        names, projects = _names(session, found), dict(_projects(session))
    return tuple(_view(claim, names, projects, now) for claim in found)


def _view(claim: Taken, names: dict[str, str], projects: dict[UUID, str], now: datetime) -> ClaimView:
    until = now + timedelta(seconds=claim.seconds)
    return ClaimView(
        account=names.get(claim.key, claim.key), project=projects.get(claim.project), who=claim.who, mine=claim.mine,
        since=until - (claim.until - claim.taken_at), until=until, seconds=claim.seconds,
    )  # fmt: skip


def _names(session: Session, found: Sequence[Taken]) -> dict[str, str]:
    keys = [claim.key for claim in found]
    rows = session.execute(select(Account.name_key, Account.name).where(Account.name_key.in_(keys)))
    return {row.name_key: row.name for row in rows}


def _projects(session: Session) -> list[tuple[UUID, str]]:
    return [(row.id, row.name) for row in session.execute(select(Project.id, Project.name))]
