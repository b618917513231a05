"""Members of the team: a login each, opened once with a one-time code, after that with a password nobody has seen.

A code names its login in the first group, so that joining needs no list of names; the server and, where the server asks
for no password, the team's own table hold it against what was given out.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from bdr_desk.errors import TeamProblem
from bdr_desk.team.shape import SCHEMA

if TYPE_CHECKING:
    from bdr_desk.team.connection import Team

_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that are mistaken for one another
_NAME, _SECRET = 8, 16  # 16 of 30 letters: 78 bits


@dataclass(frozen=True, repr=False)
class Ticket:
    """A new login and the one-time code that opens it."""

    login: str
    code: str


def new_ticket() -> Ticket:
    return _ticket("".join(secrets.choice(_LETTERS) for _ in range(_NAME + _SECRET)))


def read_code(text: str) -> Ticket:
    """A code as somebody typed it. Raises TeamProblem."""
    letters = "".join(c for c in text.upper() if c.isalnum())
    if len(letters) != _NAME + _SECRET or any(c not in _LETTERS for c in letters):
        raise wrong_code()
    return _ticket(letters)


def wrong_code() -> TeamProblem:
    return TeamProblem(
        "That code is wrong, or was used already.",
        "A code works once. Ask the team's admin for a new one. Nothing was changed.",
    )


def _ticket(letters: str) -> Ticket:
    groups = [letters[:_NAME], *(letters[at : at + 4] for at in range(_NAME, len(letters), 4))]
    return Ticket(f"bdr_{letters[:_NAME].lower()}", "-".join(groups))


def admit(
    connection: Team, group: str, ticket: Ticket, *, user: UUID, role: str, project: UUID | None, by: UUID
) -> None:
    """Make the login and note whose it is. An admin's may admit others. Nothing is kept until the caller commits."""
    from psycopg import sql

    admin = role == "admin"
    names = {"login": sql.Identifier(ticket.login), "group": sql.Identifier(group)}
    verifier = sql.Literal(_verifier(connection, ticket.login, ticket.code))
    rights = sql.SQL("CREATEROLE" if admin else "NOCREATEROLE")
    connection.execute(
        sql.SQL("CREATE ROLE {login} LOGIN {rights} PASSWORD {verifier}").format(
            **names, rights=rights, verifier=verifier
        )
    )
    connection.execute(
        sql.SQL("GRANT {group} TO {login}" + (" WITH ADMIN OPTION" if admin else "")).format(**names)
    )
    if admin:
        table = sql.Identifier(SCHEMA, "member")
        connection.execute(
            sql.SQL("GRANT SELECT, INSERT ON {} TO {login} WITH GRANT OPTION").format(table, **names)
        )
    connection.execute(
        f"INSERT INTO {SCHEMA}.member (login, user_id, role, project_id, added_by, code_digest)"
        " VALUES (%s, %s, %s, %s, %s, %s)",
        (ticket.login, user, role, project, by, _digest(ticket.code)),
    )


def use_code(connection: Team, ticket: Ticket) -> tuple[UUID, str]:
    """Use up the code of whoever is logged in: their user's key and role. Raises TeamProblem when it was used."""
    found = connection.execute(f"SELECT {SCHEMA}.use_code(%s)", (_digest(ticket.code),)).fetchone()
    if found is None or found[0] is None:
        raise wrong_code()
    return found[0], role_of_login(connection) or ""


def role_of_login(connection: Team) -> str | None:
    """The team role of whoever is logged in; None for a login that is no member."""
    found = connection.execute(f"SELECT role FROM {SCHEMA}.member WHERE login = session_user").fetchone()
    return None if found is None else str(found[0])


def need_admin(connection: Team, to: str = "add people") -> None:
    """Raises TeamProblem, saying what it takes an admin `to` do."""
    if role_of_login(connection) != "admin":
        raise TeamProblem(f"Only an admin of the team may {to}.", "Ask whoever made the team.")


def new_password() -> str:
    return secrets.token_urlsafe(32)


def set_password(connection: Team, login: str, password: str) -> None:
    """Anyone may set their own. The server gets a verifier (RFC 5802), so no log can hold the password."""
    from psycopg import sql

    verifier = sql.Literal(_verifier(connection, login, password))
    connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(login), verifier))


def _verifier(connection: Team, login: str, password: str) -> str:
    return connection.pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256").decode()


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
