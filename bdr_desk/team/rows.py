"""Single rows to and from the team's database, outside a sync round."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from bdr_desk.errors import TeamProblem
from bdr_desk.store.bulk import as_kept
from bdr_desk.store.store import Store
from bdr_desk.store.tables import Row
from bdr_desk.store.travelling import columns
from bdr_desk.team import applying
from bdr_desk.team.shape import SCHEMA

if TYPE_CHECKING:
    from bdr_desk.team.connection import Team

Values = dict[str, Any]


def put(connection: Team, row: Row) -> None:
    """Make the team's row what it is here, but for its origin. Nothing is kept until the caller commits."""
    from psycopg import sql

    names = columns(type(row))
    others = [name for name in names if name not in ("id", "made_at", "made_by")]
    statement = sql.SQL(
        "INSERT INTO {table} ({names}) VALUES ({values}) ON CONFLICT (id) DO UPDATE SET ({others}) = ROW ({theirs})"
    ).format(
        table=sql.Identifier(SCHEMA, row.__tablename__),
        names=sql.SQL(", ").join(map(sql.Identifier, names)),
        values=sql.SQL(", ").join([sql.Placeholder()] * len(names)),
        others=sql.SQL(", ").join(map(sql.Identifier, others)),
        theirs=sql.SQL(", ").join(sql.Identifier("excluded", name) for name in others),
    )
    connection.execute(statement, [_plain(getattr(row, name)) for name in names])


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
    return dict(zip(columns(table), map(in_utc, found), strict=True))


def keep(store: Store, table: type[Row], row: Values, *, now: datetime, author: UUID) -> None:
    """Keep one fetched row here, through the sync door."""
    with store.write(now=now, author=author, from_team=True) as tx:
        applying.apply(tx, table, [as_kept(tx.connection(), table, row)])


def in_utc(value: Any) -> Any:
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def _plain(value: Any) -> Any:
    """PostgreSQL cannot keep the character NUL in text (manual, 8.3); JSON needs its own wrapper."""
    from psycopg.types.json import Json

    if isinstance(value, str):
        return value.replace("\0", "")
    return Json(value) if isinstance(value, list | dict) else value
