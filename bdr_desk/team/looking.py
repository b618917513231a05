"""Looking: leads of the team's database with all that hangs on them, in a store that lives in memory and is gone with the block.

For who watches more than their desk holds: what reads this desk's store reads this one as well. PostgreSQL gives what the login
may see, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Connection, create_engine
from sqlalchemy.orm import Session

from bdr_desk.store.bulk import inserter
from bdr_desk.store.tables import Row, User
from bdr_desk.store.travelling import received
from bdr_desk.team import wire
from bdr_desk.team.reach import by_part
from bdr_desk.team.shape import ACCESS_SHAPE, SCHEMA, shape_of, tables_at

if TYPE_CHECKING:
    from bdr_desk.team.connection import Team

_STANDS_ON = f"SELECT DISTINCT unnest(ARRAY[id, contact_id, account_id, project_id]) FROM {SCHEMA}.lead WHERE id = ANY(%s)"


@contextmanager
def looked_at(connection: Team, leads: Sequence[UUID]) -> Iterator[Session]:
    """A session on `leads` as the team's database has them now."""
    engine = create_engine("sqlite://")
    try:
        keys = [key for (key,) in connection.execute(_STANDS_ON, (list(leads),))]
        with engine.begin() as kept:
            Row.metadata.create_all(kept)
            shape = shape_of(connection)
            for table in tables_at(shape):
                _copy(connection, kept, table, keys, arrives=shape >= ACCESS_SHAPE)
        with Session(engine) as session:
            yield session
    finally:
        engine.dispose()


def _copy(connection: Team, kept: Connection, table: type[Row], keys: list[UUID], *, arrives: bool) -> None:
    from psycopg import sql

    where: tuple[str, tuple[Any, ...]] = ("true", ()) if table is User else by_part(table, keys)
    query = sql.SQL(f"SELECT {wire.given(table, arrives=arrives)} FROM {{}} WHERE {where[0]}").format(
        sql.Identifier(SCHEMA, table.__tablename__)
    )
    with connection.cursor(binary=True) as cursor:
        rows = cursor.execute(query, where[1]).fetchall()
    inserter(kept, table, received(table), {"shared": True})(rows)
