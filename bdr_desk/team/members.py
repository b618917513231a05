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
from bdr_desk.team.shape import ACCESS_SHAPE, SCHEMA, shape_of
from bdr_desk.team.upgrades.access import KINDS

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
    names = {"login": sql.Identifier(ticket.login)}
    verifier = sql.Literal(_verifier(connection, ticket.login, ticket.code))
    rights = sql.SQL("CREATEROLE" if admin else "NOCREATEROLE")
    connection.execute(
        sql.SQL("CREATE ROLE {login} LOGIN {rights} PASSWORD {verifier}").format(
            **names, rights=rights, verifier=verifier
        )
    )
    shape = shape_of(connection)
    for kind in roles_of(group, role, shape):
        option = sql.SQL(" WITH ADMIN OPTION" if admin else "")
        connection.execute(sql.SQL("GRANT {} TO {login}{}").format(sql.Identifier(kind), option, **names))
    if admin and shape < ACCESS_SHAPE:
        table = sql.Identifier(SCHEMA, "member")
        connection.execute(
            sql.SQL("GRANT SELECT, INSERT ON {} TO {login} WITH GRANT OPTION").format(table, **names)
        )
    connection.execute(
        f"INSERT INTO {SCHEMA}.member (login, user_id, role, project_id, added_by, code_digest)"
        " VALUES (%s, %s, %s, %s, %s, %s)",
        (ticket.login, user, role, project, by, _digest(ticket.code)),
    )


def roles_of(group: str, role: str, shape: int) -> tuple[str, ...]:
    """The server's roles a login is in: that of its kind; an admin's in all, to let others into them."""
    if shape < ACCESS_SHAPE:
        return (group,)
    return tuple(f"{group}_{kind}" for kind in (KINDS if role == "admin" else (role,)))


@dataclass(frozen=True)
class Left:
    """Who has left. `open_logins` could not be closed on the server (their database role is not this admin's to change); they
    see and change nothing all the same."""

    logins: tuple[str, ...]
    open_logins: tuple[str, ...]


def dismiss(connection: Team, group: str, user: UUID, *, by: UUID) -> Left:
    """All logins of `user` are out of the team: from now on they neither see nor change a row, whatever connection they have
    open. Nothing is kept until the caller commits. Raises TeamProblem."""
    owner = connection.execute(
        f"SELECT 1 FROM {SCHEMA}.member m JOIN pg_namespace n ON pg_get_userbyid(n.nspowner) = m.login"
        " WHERE n.nspname = %s AND m.user_id = %s",
        (SCHEMA, user),
    )
    if owner.fetchone() is not None:
        raise TeamProblem(
            "They made the team's database, and own it on the server.",
            "Have the server's administrator give it to another owner first (REASSIGN OWNED).",
        )
    found = connection.execute(
        f"UPDATE {SCHEMA}.member SET left_at = now(), left_by = %s, code_digest = NULL"
        " WHERE user_id = %s AND left_at IS NULL RETURNING login, role",
        (by, user),
    ).fetchall()
    shape = shape_of(connection)
    still = [login for login, role in found if not _close(connection, login, roles_of(group, role, shape))]
    return Left(tuple(login for login, _ in found), tuple(still))


def _close(connection: Team, login: str, roles: tuple[str, ...]) -> bool:
    """Close a login, take it its roles, and end its connections. PostgreSQL lets an admin do so with the logins they
    made themselves; whoever owns the server with all."""
    from psycopg import errors, sql

    name = sql.Identifier(login)
    try:
        with connection.transaction():
            connection.execute(sql.SQL("ALTER ROLE {} NOLOGIN").format(name))
            for role in roles:
                connection.execute(sql.SQL("REVOKE {} FROM {}").format(sql.Identifier(role), name))
    except errors.InsufficientPrivilege:
        return False
    try:
        with connection.transaction():
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", (login,)
            )
    except errors.InsufficientPrivilege:
        pass  # what is still open sees nothing any more
    return True


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
