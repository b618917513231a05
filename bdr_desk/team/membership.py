"""What this desk remembers of its team: where it is, who we are there. The password is in the keyring."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy.orm import Session

from bdr_desk import credentials
from bdr_desk.errors import SignedOut, TeamProblem
from bdr_desk.store.settings import get_setting, put_setting
from bdr_desk.store.store import Store
from bdr_desk.store.writing import Writing
from bdr_desk.team import shape
from bdr_desk.team.address import Address
from bdr_desk.team.connection import connected

if TYPE_CHECKING:
    from bdr_desk.team.connection import Team


@dataclass(frozen=True, repr=False)
class Membership:
    """`team` is the database's own key, `role` what the team lets us do, `keyring` whether a password is kept there."""

    team: UUID
    address: Address
    role: str
    keyring: bool


def membership(session: Session) -> Membership | None:
    found = get_setting(session, "team")
    if found is None:
        return None
    return Membership(UUID(found["team"]), Address(found["address"]), found["role"], found["keyring"])


def put_membership(tx: Writing, member: Membership) -> None:
    address = dict(member.address.params)
    put_setting(
        tx,
        "team",
        {"team": str(member.team), "address": address, "role": member.role, "keyring": member.keyring},
    )


def need_membership(store: Store) -> Membership:
    """Raises TeamProblem when this desk is not in a team."""
    with store.read() as session:
        found = membership(session)
    if found is None:
        raise TeamProblem(
            "This desk is not in a team yet.",
            "Join one with the code an admin gave you, or make one: page Set-up, or bdr-desk team join and team create.",
        )
    return found


def refuse_second_team(store: Store) -> None:
    """Raises TeamProblem when this desk is in a team already."""
    with store.read() as session:
        found = membership(session)
    if found is not None:
        raise TeamProblem(
            f"This desk is already in the team at {found.address.place}.",
            "What it is connected to: page Set-up, or bdr-desk team status.",
        )


def password_of(member: Membership) -> str | None:
    """From the keyring; None where the server asks for none. Raises TeamProblem, KeyringProblem."""
    password = credentials.get_secret(member.address.account) if member.keyring else None
    if member.keyring and password is None:
        raise SignedOut(
            f"The keyring has no password for {member.address.account}.",
            "Unlock the keyring it was kept in, or ask the team's admin for a new code.",
        )
    return password


@contextmanager
def team_of(store: Store) -> Iterator[tuple[Team, Membership]]:
    """A connection to this desk's team, its version checked. Raises TeamProblem, KeyringProblem."""
    member = need_membership(store)
    with connected(member.address, password_of(member)) as connection:
        shape.check(connection, member.address.place)
        connection.commit()
        yield connection, member
