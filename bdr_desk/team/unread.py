"""Whether there is anything to read, and how much: a round without news reads no table, and a long one can say how far it is.

`heads` says for each table which transaction wrote its last row, whoever may read it: one short question. Only where that is
news are the rows counted that this desk may read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from bdr_desk.store.tables import Row
from bdr_desk.team.reach import Reach
from bdr_desk.team.seen import Seen
from bdr_desk.team.shape import ACCESS_SHAPE, SCHEMA

if TYPE_CHECKING:
    from bdr_desk.team.connection import Team


class Heads(NamedTuple):
    """`oldest` transaction that may still be running; `newest` that wrote a row of each table, 0 where none did."""

    oldest: int
    newest: Mapping[str, int]


def heads(connection: Team, tables: Sequence[type[Row]], shape: int) -> Heads:
    found = connection.execute(
        "SELECT pg_snapshot_xmin(pg_current_snapshot())::text, name, newest::text"
        f" FROM {f'{SCHEMA}.heads()' if shape >= ACCESS_SHAPE else _heads(tables)} AS h (name, newest)"
    ).fetchall()
    return Heads(int(found[0][0]), {name: int(newest or 0) for _, name, newest in found})


def _heads(tables: Sequence[type[Row]]) -> str:
    each = (
        f"SELECT '{table.__tablename__}', (SELECT tx FROM {SCHEMA}.\"{table.__tablename__}\" ORDER BY tx DESC LIMIT 1)"
        for table in tables
    )
    return f"({' UNION ALL '.join(each)})"


def unread(connection: Team, mark: Seen, what: Reach, newest: Mapping[str, int]) -> Mapping[str, int]:
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
        if newest[name] < mark.horizon and not what.late and not mark.held.get(name):
            continue
        after = reading.after if reading and reading.table == name else None
        news, asked = what.news(table, mark)
        where = f"id > %s AND {news}" if after else news
        at = sql.Identifier(SCHEMA, name)
        parts.append(sql.SQL(f"SELECT {{}}, count(*) FROM {{}} WHERE {where}").format(name, at))
        values += [*([after] if after else []), *asked]
    if not parts:
        return {}
    found = connection.execute(sql.SQL(" UNION ALL ").join(parts), values)
    return {name: count for name, count in found if count}
