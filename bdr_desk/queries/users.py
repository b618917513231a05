"""People who work here: BDRs, team leads, reps."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bdr_desk.desk import Desk
from bdr_desk.errors import BadInput, NotFound
from bdr_desk.queries.rows import need
from bdr_desk.store.tables import User


def user_named(desk: Desk, name: str) -> UUID:
    """The user with this name or e-mail, whatever its case. Raises NotFound naming those there are, BadInput for several."""
    with desk.read() as session:
        found = find_user(session, name)
        if found is None:
            known = ", ".join(session.scalars(select(User.name).order_by(User.name)))
            raise NotFound(f"Nobody here is called “{name}”.", f"Known: {known}.")
        return found.id


def find_user(session: Session, name: str) -> User | None:
    """By e-mail or name, whatever its case. Raises BadInput when several are called so."""
    wanted = name.strip().casefold()
    everyone = session.scalars(select(User).order_by(User.name))
    found = [user for user in everyone if wanted in ((user.email or "").casefold(), user.name.casefold())]
    if len(found) > 1:
        raise BadInput(f"Several people are called “{name}”.", f"Give the e-mail address: {called(found)}.")
    return found[0] if found else None


def who_has(session: Session, email: str) -> UUID | None:
    """Whose address this is; `email` as `address_key` has it."""
    return session.scalar(select(User.id).where(User.email == email))


def called(users: Iterable[User]) -> str:
    """ "Rob Hale <rob@firm.example>, Kim" for somebody who has to choose."""
    return ", ".join(f"{user.name} <{user.email}>" if user.email else user.name for user in users)


@dataclass(frozen=True, repr=False)
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
        row = need(session, User, user)
        return UserView(
            row.id, row.name, row.email or "", row.role, row.time_zone, row.work_from, row.work_until, row.work_days,
            row.buffer_minutes, row.meeting_place,
        )  # fmt: skip
