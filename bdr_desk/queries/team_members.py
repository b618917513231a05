"""Who is in the team, as its database says: for admins and everybody who wants to know."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bdr_desk.desk import Desk
from bdr_desk.team.membership import team_of
from bdr_desk.team.rows import in_utc
from bdr_desk.team.shape import ACCESS_SHAPE, SCHEMA, shape_of


@dataclass(frozen=True, repr=False)
class MemberView:
    """One login. `project` is empty where they are in all of them; times UTC: `joined_at` None until the code was used,
    `left_at` None while they are in."""

    user: UUID
    name: str
    login: str
    role: str
    project: str
    joined_at: datetime | None
    left_at: datetime | None


def team_members(desk: Desk) -> tuple[MemberView, ...]:
    """Waits for the network: those who are in first, by name. Raises TeamProblem, KeyringProblem."""
    with team_of(desk.store) as (connection, _):
        left = "m.left_at" if shape_of(connection) >= ACCESS_SHAPE else "NULL::timestamptz"
        found = connection.execute(
            f"SELECT m.user_id, coalesce(u.name, m.login), m.login, m.role, coalesce(p.name, ''), m.joined_at, {left}"
            f' FROM {SCHEMA}.member m LEFT JOIN {SCHEMA}."user" u ON u.id = m.user_id'
            f" LEFT JOIN {SCHEMA}.project p ON p.id = m.project_id ORDER BY {left} IS NOT NULL, 2, m.login"
        )
        return tuple(MemberView(*map(in_utc, row)) for row in found)
