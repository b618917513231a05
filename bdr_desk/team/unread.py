"""How much there is to read, asked in one question: a round without news reads no table, and a long one can say how far it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from bdr_desk.team.reach import Reach
from bdr_desk.team.seen import Seen
from bdr_desk.team.shape import SCHEMA

if TYPE_CHECKING:
    from bdr_desk.team.connection import Team


def unread(connection: Team, mark: Seen, what: Reach) -> Mapping[str, int]:
    """Of each table, how many rows a pull from `mark` reads; those without any are left out, and so are those that a pull
    which is taken up has read already. Asked in the snapshot of the pull."""
    from psycopg import sql

    reading = mark.reading
    tables = list(what.tables)
    if reading and (started := [table for table in tables if table.__tablename__ == reading.table]):
        tables = tables[tables.index(started[0]) :]
    parts, values = [], []
    for table in tables:
        name = table.__tablename__
        after = reading.after if reading and reading.table == name else None
        news, asked = what.news(table, mark)
        where = f"id > %s AND {news}" if after else news
        at = sql.Identifier(SCHEMA, name)
        parts.append(sql.SQL(f"SELECT {{}}, count(*) FROM {{}} WHERE {where}").format(name, at))
        values += [*([after] if after else []), *asked]
    found = connection.execute(sql.SQL(" UNION ALL ").join(parts), values)
    return {name: count for name, count in found if count}
