"""Who people are: the BDR at this desk and the outside reps with their working hours."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bdr_desk.desk import Desk
from bdr_desk.domain.mail_address import address_key
from bdr_desk.domain.settings import check_days, check_hours, read_email
from bdr_desk.domain.words import Role
from bdr_desk.errors import BadInput, Refused
from bdr_desk.queries.rows import need
from bdr_desk.queries.users import who_has
from bdr_desk.store.tables import User
from bdr_desk.team.membership import membership

_SETTABLE = frozenset(
    ("name", "email", "time_zone", "work_from", "work_until", "work_days", "buffer_minutes", "meeting_place")
)


def set_up_user(desk: Desk, user: UUID, **values: Any) -> None:
    """Change some of a person's columns: name, email, time_zone (IANA), work_from and work_until (minutes after local
    midnight), work_days (digits, Monday 0), buffer_minutes, meeting_place. Raises BadInput, NotFound.
    """
    unknown = set(values) - _SETTABLE
    if unknown:
        raise TypeError(f"not a setting of a user: {', '.join(unknown)}")
    with desk.write() as tx:
        row = need(tx, User, user)
        for name, value in values.items():
            setattr(row, name, value.strip() or None if name == "email" else value)
        _check(row)
        with tx.no_autoflush:  # what is asked for is not written before it was checked
            owner = who_has(tx, row.email) if row.email else None
        if owner not in (None, user):
            raise BadInput(f"Somebody else has the address {row.email}.", "Each person has one of their own.")


def take_role(desk: Desk, role: str) -> None:
    """Who works without a team says whether they are their own team lead. Raises BadInput; Refused in a team, where an
    admin gives the roles."""
    if role not in (Role.BDR, Role.LEAD):
        raise BadInput(f"“{role}” is not a role to take.", f"Use {Role.BDR} or {Role.LEAD}.")
    with desk.write() as tx:
        if membership(tx) is not None:
            raise Refused("In a team the admin gives the roles.", "Ask them: bdr-desk team add.")
        need(tx, User, desk.me).role = role


def _check(row: User) -> None:
    if not row.name.strip():
        raise BadInput("A name is needed.", "It stands in scripts and invitations.")
    row.email = address_key(read_email(row.email or "")) or None
    try:
        ZoneInfo(row.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadInput(f"“{row.time_zone}” is not a time zone.", "Write it like America/New_York.") from error
    check_hours(row.work_from, row.work_until)
    check_days(row.work_days)
