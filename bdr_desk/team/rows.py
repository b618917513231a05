"""Single rows to and from the team's database, outside a sync round."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from bdr_desk.errors import TeamProblem
from bdr_desk.store.store import Store
from bdr_desk.store.tables import Row
from bdr_desk.team import pull
from bdr_desk.team.shape import SCHEMA, columns

if TYPE_CHECKING:
    from bdr_desk.team.connection import Team

Values = dict[str, Any]


def values(row: Row) -> Values:
    """The columns of a row that travel."""
    return {name: getattr(row, name) for name in columns(type(row))}


def fetch(connection: Team, table: type[Row], key: UUID) -> Values:
    """One row as the team has it, times in UTC. Raises TeamProblem when it is not there."""
    from psycopg import sql

    names = sql.SQL(", ").join(map(sql.Identifier, columns(table)))
    query = sql.SQL("SELECT {} FROM {} WHERE id = %s").format(
        names, sql.Identifier(SCHEMA, table.__tablename__)
    )
    found = connection.execute(query, (key,)).fetchone()
    if found is None:
        raise TeamProblem("The team's database has lost that row.", "Ask the team's admin to add you again.")
    return dict(zip(columns(table), map(pull.in_utc, found), strict=True))


def keep(store: Store, table: type[Row], row: Values, *, now: datetime, author: UUID) -> None:
    """Keep one pulled row here, through the sync door."""
    with store.write(now=now, author=author, from_team=True) as tx:
        pull.apply(tx, table, [row], pull.Pulled())
