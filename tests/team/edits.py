"""Small changes on a desk, and what the team's database has: for the tests of parcels, merging and pulling."""

from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql
from sqlalchemy import select

from bdr_desk.actions import team
from bdr_desk.desk import Desk
from bdr_desk.store.tables import Contact
from bdr_desk.team.membership import team_of
from bdr_desk.team.push import push
from bdr_desk.team.shape import VERSION
from tests.team.desks import Two, hand_over


def shared_person(two: Two) -> UUID:
    """Somebody both desks know."""
    hand_over(two.ada, rep=two.rhea.me)
    team.sync(two.ada)
    team.sync(two.rhea)
    with two.ada.read() as session:
        return session.scalars(select(Contact.id)).one()


def edit(desk: Desk, key: UUID, **fields: Any) -> None:
    with desk.write() as tx:
        row = tx.get_one(Contact, key)
        for name, value in fields.items():
            setattr(row, name, value)


def field(desk: Desk, key: UUID, name: str) -> Any:
    with desk.read() as session:
        return getattr(session.get_one(Contact, key), name)


def send_only(desk: Desk) -> None:
    """A round that is cut off after sending."""
    with team_of(desk.store) as (connection, _):
        push(connection, desk.store, desk.write, VERSION)


def remote(two: Two, key: UUID, name: str) -> Any:
    """A field of somebody as the team's database has it."""
    return asked(
        two.url, sql.SQL("SELECT {} FROM bdr_desk.contact WHERE id = %s").format(sql.Identifier(name)), key
    )[0][0]


def asked(url: str, query: Any, *values: Any) -> list[Any]:
    with psycopg.connect(url) as connection:
        return connection.execute(query, values).fetchall()


def history(two: Two, key: UUID, name: str) -> list[Any]:
    """What a field of a row was, oldest first."""
    query = "SELECT old FROM bdr_desk.row_history WHERE row_id = %s AND field = %s ORDER BY seq"
    return [old for (old,) in asked(two.url, query, key, name)]
