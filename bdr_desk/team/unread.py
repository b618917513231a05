"""How much there is to read, asked in one question: a round without news reads no table, and a long one can say how far it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from bdr_desk.store.tables import Row
from bdr_desk.team.seen import Seen
from bdr_desk.team.shape import SCHEMA

if TYPE_CHECKING:
    from bdr_desk.team.connection import Team


def unread(connection: Team, mark: Seen, tables: Sequence[type[Row]]) -> Mapping[str, int]:
    """Of each of `tables`, how many rows a pull from `mark` reads; those without any are left out, and so are those that a pull
    which is taken up has read already. Asked in the snapshot of the pull."""
    from psycopg import sql

    reading = mark.reading
    names = [table.__tablename__ for table in tables]
    if reading and reading.table in names:
        names = names[names.index(reading.table) :]
    parts, values = [], []
    for name in names:
        after = reading.after if reading and reading.table == name else None
        table = sql.Identifier(SCHEMA, name)
        parts.append(
            sql.SQL(f"SELECT {{}}, count(*) FROM {{}} WHERE {_WHERE[after is not None]}").format(name, table)
        )
        values += [*([after] if after else []), str(mark.horizon), list(mark.held.get(name, ()))]
    found = connection.execute(sql.SQL(" UNION ALL ").join(parts), values)
    return {name: count for name, count in found if count}


_NEW = "(tx >= %s::text::xid8 OR id = ANY(%s))"
_WHERE = (_NEW, f"id > %s AND {_NEW}")
