"""People who work here: BDRs, team leads, reps."""

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
