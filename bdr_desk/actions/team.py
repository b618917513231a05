"""The team: make it, let people in, join it, one sync round."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from bdr_desk import credentials
from bdr_desk.desk import Desk
from bdr_desk.domain.mail_address import address_key, is_address, name_in, not_an_address
from bdr_desk.domain.words import Role
from bdr_desk.errors import BadInput, KeyringProblem, NotFound, TeamProblem
from bdr_desk.queries.users import find_user
from bdr_desk.store.columns import new_key
from bdr_desk.store.projects import project_named
from bdr_desk.store.settings import put_setting
from bdr_desk.store.tables import User
from bdr_desk.store.writing import Writing
from bdr_desk.team import members, rows, shape
from bdr_desk.team.address import Address, read_url
from bdr_desk.team.connection import connected
from bdr_desk.team.membership import Membership, put_membership, refuse_second_team, team_of
from bdr_desk.team.round import Synced, Told, sync_once
from bdr_desk.team.shape import Upgraded

if TYPE_CHECKING:
    from bdr_desk.team.connection import Team


@dataclass(frozen=True, repr=False)
class Joined:
    """`role` is what the team lets this desk do, `server` host/database."""

    user: UUID
    name: str
    role: str
    server: str


@dataclass(frozen=True, repr=False)
class Added:
    """`code` opens `login` once; it is shown here and kept nowhere."""

    user: UUID
    name: str
    role: str
    login: str
    code: str


def create_team(desk: Desk, url: str) -> Joined:
    """Make the team's database behind a PostgreSQL URL; whoever sits here becomes its admin and logs in as the URL says.

    Raises TeamProblem (also when there is a team already), KeyringProblem.
    """
    refuse_second_team(desk.store)
    address, password = read_url(url)
    with connected(address, password) as connection:
        if shape.is_there(connection):
            member = _taken_up_again(desk, connection, address, password)
        else:
            member = Membership(new_key(), address, Role.ADMIN, keyring=password is not None)
            shape.make(connection, member.team, desk.me, address.user)
        with desk.write() as tx:
            me = tx.get_one(User, desk.me)
            me.login, me.shared = address.user, True
            tx.flush()
            rows.put(connection, me)
            put_membership(tx, member)
            if password is not None:
                credentials.put_secret(address.account, password)
            connection.commit()
        return Joined(desk.me, me.name, member.role, address.place)


def add_member(desk: Desk, who: str, role: str, *, project: str | None = None) -> Added:
    """Give `who` (name or e-mail; a new user when not known) a login and a one-time code. Once more gives one login more:
    for a second machine, or a lost password. Raises TeamProblem, KeyringProblem, BadInput, NotFound."""
    sync(desk)  # someone else may have added this person
    with team_of(desk.store) as (connection, member):
        members.need_admin(connection)
        _, group = shape.check(connection, member.address.place)
        ticket = members.new_ticket()
        with desk.write() as tx:
            user = find_user(tx, who) or _new_user(tx, who)
            user.role, user.login, user.shared = Role(role), ticket.login, True
            tx.flush()
            scope = _shared_project(tx, project)
            members.admit(connection, group, ticket, user=user.id, role=role, project=scope, by=desk.me)
            rows.put(connection, user)
            connection.commit()
    if scope is not None:
        with suppress(TeamProblem, KeyringProblem):  # the code is shown once: a lost network must not lose it
            sync(desk)  # what they will work on is there when they join
    return Added(user.id, user.name, role, ticket.login, ticket.code)


@dataclass(frozen=True, repr=False)
class Removed:
    """`open_logins` are closed but for the server's own door: see `members.Left`."""

    user: UUID
    name: str
    logins: tuple[str, ...]
    open_logins: tuple[str, ...]


def remove_member(desk: Desk, who: str | UUID) -> Removed:
    """Take somebody (name, e-mail or key) out of the team: from that moment their logins see and change nothing. Their work
    stays, with their name.

    Raises TeamProblem (not an admin; nobody of that name is in it; it is whoever made the database), KeyringProblem.
    """
    sync(desk)
    with team_of(desk.store) as (connection, member):
        members.need_admin(connection, "take people out of it")
        _, group = shape.check(connection, member.address.place)
        with desk.read() as session:
            user = session.get(User, who) if isinstance(who, UUID) else find_user(session, who)
        if user is None:
            raise TeamProblem(
                f"Nobody here is called “{who}”.", "Give the name or the e-mail address as the team has it."
            )
        if user.id == desk.me:
            raise TeamProblem("You cannot take yourself out of the team.", "Ask another admin.")
        left = members.dismiss(connection, group, user.id, by=desk.me)
        if not left.logins:
            raise TeamProblem(f"{user.name} has no login in the team.", "There is nothing to take away.")
        connection.commit()
        return Removed(user.id, user.name, left.logins, left.open_logins)


def join_team(desk: Desk, url: str, *, who: str, code: str) -> Joined:
    """Log in with a one-time code and change it for a password that only the keyring knows; from now on the user at this
    desk is `who` (name, e-mail or login). What was made here before keeps its author.

    Raises TeamProblem, KeyringProblem.
    """
    refuse_second_team(desk.store)
    ticket = members.read_code(code)
    address = read_url(url)[0].as_user(ticket.login)
    with connected(address, ticket.code) as connection:
        team, _ = shape.check(connection, address.place)
        key, role = members.use_code(connection, ticket)
        found = rows.fetch(connection, User, key)
        _check_is(found, who, ticket.login)
        password = members.new_password()
        members.set_password(connection, ticket.login, password)
        credentials.put_secret(address.account, password)
        try:
            _move_in(desk, found, Membership(team, address, role, keyring=True), connection)
        except BaseException:
            credentials.delete_secret(address.account)
            raise
    desk.me = key
    return Joined(key, str(found["name"]), role, address.place)


def upgrade_team(desk: Desk) -> Upgraded:
    """Bring the team's database to this program's shape; desks of older programs go on working on it. Raises TeamProblem
    (not an admin, not whoever made the database), KeyringProblem."""
    with team_of(desk.store) as (connection, member):
        members.need_admin(connection, "upgrade the team's database")
        return shape.upgrade(connection, member.address.place)


def sync(desk: Desk, *, told: Told | None = None) -> Synced:
    """One round with the team's database. Raises TeamProblem, KeyringProblem, Cancelled (by `told`); what waits then keeps
    waiting."""
    return sync_once(desk.store, clock=desk.clock, author=desk.me, told=told)


def _taken_up_again(desk: Desk, connection: Team, address: Address, password: str | None) -> Membership:
    """The team this very desk made, when it was cut off before it could note so. Raises TeamProblem for any other."""
    team, _ = shape.check(connection, address.place)
    made_by = connection.execute(f"SELECT made_by FROM {shape.SCHEMA}.team").fetchone()
    if made_by is None or made_by[0] != desk.me:
        raise TeamProblem(
            f"There is a team in the database at {address.place} already.",
            "Ask its admin to add you, then join it with the code. Nothing was changed.",
        )
    return Membership(team, address, Role.ADMIN, keyring=password is not None)


def _move_in(desk: Desk, found: rows.Values, member: Membership, connection: Team) -> None:
    """Keep the user's row and the membership; the team's side is kept last thing before this desk's."""
    rows.keep(desk.store, User, found, now=desk.clock(), author=desk.me)
    with desk.write() as tx:
        put_membership(tx, member)
        put_setting(tx, "me", str(found["id"]))
        tx.flush()
        connection.commit()


def _check_is(found: rows.Values, who: str, login: str) -> None:
    names = {str(found["name"]), str(found["email"] or ""), login, str(found["id"])}
    if who.strip().casefold() not in {name.casefold() for name in names if name}:
        raise TeamProblem("That code was given to somebody else.", f"Check your name or e-mail: “{who}”.")


def _new_user(tx: Writing, who: str) -> User:
    email = address_key(who) if "@" in who else None
    if email and not is_address(email):
        raise not_an_address(who, "Write it like ann@firm.example, or give a name.")
    name = who.strip() if email is None else name_in(email)
    if not name:
        raise BadInput("A member needs a name or an e-mail address.")
    user = User(name=name, email=email, role=Role.BDR, time_zone=tx.get_one(User, tx.author).time_zone)
    tx.add(user)
    return user


def _shared_project(tx: Writing, name: str | None) -> UUID | None:
    if name is None:
        return None
    project = project_named(tx, name)
    if project is None:
        raise NotFound(f"There is no project “{name}”.", "Check its name, or name none.")
    project.shared = True
    return project.id
