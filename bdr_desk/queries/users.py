"""People who work here: BDRs, team leads, reps."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, or_, select

from bdr_desk.desk import Desk
from bdr_desk.errors import NotFound
from bdr_desk.store.tables import User


def user_named(desk: Desk, name: str) -> UUID:
    """The user with this name or e-mail, whatever its case. Raises NotFound naming those there are."""
    wanted = name.strip().lower()
    with desk.read() as session:
        found = session.scalar(
            select(User.id)
            .where(or_(func.lower(User.name) == wanted, func.lower(User.email) == wanted))
            .limit(1)
        )
        if found is None:
            known = ", ".join(session.scalars(select(User.name).order_by(User.name)))
            raise NotFound(f"Nobody here is called “{name}”.", f"Known: {known}.")
        return found


@dataclass(frozen=True)
class UserView:
    """`work_from` and `work_until` are minutes after midnight in `time_zone`; `work_days` digits with Monday 0."""

    key: UUID
    name: str
    email: str
    role: str
    time_zone: str
    work_from: int
    work_until: int
    work_days: str
    buffer_minutes: int
    meeting_place: str


def user_view(desk: Desk, user: UUID) -> UserView:
    """One person who works here. Raises NotFound."""
    with desk.read() as session:
        row = session.get(User, user)
        if row is None:
            raise NotFound("There is no such person.")
        return UserView(
            row.id, row.name, row.email or "", row.role, row.time_zone, row.work_from, row.work_until, row.work_days,
            row.buffer_minutes, row.meeting_place,
        )  # fmt: skip
