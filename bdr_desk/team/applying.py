"""Applying: rows of the team's database beside what is here, a batch at a time, in a few statements of SQLite.

Fields with a base, changed here and not answered yet, stay ours; all others take theirs. A row whose parent is not here, or
that cannot stand beside what is here, is held: asked for again until it fits.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Column as Col
from sqlalchemy import Connection, MetaData, Table, select

from bdr_desk.store.bulk import defaults
from bdr_desk.store.search_words import newest_contact
from bdr_desk.store.tables import Contact, Edited, Row
from bdr_desk.store.travelling import STAMPS, arriving, columns, local_table, merged, received
from bdr_desk.store.writing import Writing
from bdr_desk.team import clashes
from bdr_desk.team.outbox import foreign_keys, in_bytes


@dataclass(frozen=True, repr=False)
class Applied:
    """Keys of the rows that are new or other than before, and of those that are held; `clashes` of these do not fit."""

    changed: frozenset[UUID]
    held: tuple[UUID, ...]
    clashes: int


def apply(tx: Writing, table: type[Row], rows: Sequence[tuple[Any, ...]]) -> Applied:
    """`rows` hold what is received of the table, in its order and as SQLite keeps it."""
    connection = tx.connection()
    # Rows of one table may point at one another (who reports to whom): judged when the transaction ends.
    connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    changed: set[UUID] = set()
    held: list[UUID] = []
    clashing = 0
    for some in [[row] for row in rows] if table in clashes.FITTED else [rows]:
        with _pulled(connection, table, some):
            _keep_ours(connection, table)
            _fit(tx, table)
            unfit = _unfit(connection, table)
            held += [*unfit, *_orphans(connection, table)]
            clashing += len(unfit)
            changed |= _write(tx, table)
    for key in changed:
        tx.touch(table.__tablename__, key)
    tx.expire_all()
    return Applied(frozenset(changed), tuple(held), clashing)


@contextmanager
def _pulled(connection: Connection, table: type[Row], rows: Sequence[tuple[Any, ...]]) -> Iterator[None]:
    """The rows in a temporary table of this connection."""
    names = received(table)
    _run(connection, f"CREATE TEMP TABLE pulled ({_list(names)}, PRIMARY KEY (id)) WITHOUT ROWID")
    raw = connection.connection.driver_connection
    assert raw is not None
    raw.executemany(f"INSERT INTO pulled VALUES ({', '.join('?' * len(names))})", rows)
    yield
    _run(connection, "DROP TABLE pulled")


def _keep_ours(connection: Connection, table: type[Row]) -> None:
    name = table.__tablename__
    bases = f"SELECT row_id, body FROM team_base WHERE table_name = '{name}' AND row_id IN (SELECT id FROM pulled)"
    for key, body in connection.exec_driver_sql(bases).all():
        if fields := _list(sorted(json.loads(body).keys() & merged(table))):
            ours = f'SELECT {fields} FROM "{name}" WHERE id = pulled.id'
            connection.exec_driver_sql(f"UPDATE pulled SET ({fields}) = ({ours}) WHERE id = ?", (key,))


def _fit(tx: Writing, table: type[Row]) -> None:
    """Let the one row that came stand beside what is here, if it takes a change of name."""
    if table not in clashes.FITTED:
        return
    kept = local_table(table).c
    pulled = Table("pulled", MetaData(), *(Col(name, kept[name].type) for name in columns(table)))
    values = tx.connection().execute(select(pulled)).one()._asdict()
    fitting = clashes.make_room(tx, table, values)
    tx.connection().execute(pulled.update().values({**fitting}))


def _unfit(connection: Connection, table: type[Row]) -> list[UUID]:
    """Take out what would be there twice, and say which: what is here stays, and of two that come at once the first."""
    unfit: list[UUID] = []
    here = f'SELECT 1 FROM "{table.__tablename__}" t WHERE'
    for names in clashes.unique(table):
        same = " AND ".join(f't."{name}" = pulled."{name}"' for name in names)
        known = " AND ".join(f'"{name}" IS NOT NULL' for name in names)
        second = f"{known} AND id NOT IN (SELECT min(id) FROM pulled GROUP BY {_list(names)})"
        unfit += _take_out(
            connection,
            f"EXISTS ({here} {same} AND t.id <> pulled.id) OR ({second} AND NOT EXISTS ({here} t.id = pulled.id))",
        )
    return unfit


def _orphans(connection: Connection, table: type[Row]) -> list[UUID]:
    """Take out what points at rows that are neither here nor among those that came; and so on, for who points at these."""
    orphans: list[UUID] = []
    while found := [key for where in _missing(table) for key in _take_out(connection, where)]:
        orphans += found
    return orphans


def _missing(table: type[Row]) -> Iterator[str]:
    for column, parent in foreign_keys(table):
        here = f'EXISTS (SELECT 1 FROM "{parent.__tablename__}" p WHERE p.id = pulled."{column}")'
        comes = f'"{column}" IN (SELECT id FROM pulled)' if parent is table else "false"
        yield f'"{column}" IS NOT NULL AND NOT {here} AND NOT {comes}'


def _take_out(connection: Connection, where: str) -> list[UUID]:
    return _keys(connection, f"DELETE FROM pulled WHERE {where} RETURNING id")


def _write(tx: Writing, table: type[Row]) -> set[UUID]:
    connection, name = tx.connection(), table.__tablename__
    changed: list[UUID] = []
    if issubclass(table, Edited):
        changed += _keys(connection, f"{_update(name, sorted(merged(table)))} RETURNING id")
        _run(connection, _update(name, sorted(STAMPS)))
    for place in arriving(table):  # what went out from here has its place now
        _run(
            connection,
            f'UPDATE "{name}" AS t SET {place} = p.{place} FROM pulled p WHERE t.id = p.id AND t.{place} IS NOT p.{place}',
        )
    if table is Contact and tx.indexed_until is None:
        tx.indexed_until = newest_contact(connection)
    given = received(table)
    constant = {"shared": "1", **defaults(connection, table, given, {"shared": True})}
    new = _keys(
        connection,
        f'INSERT INTO "{name}" ({_list([*given, *constant])}) SELECT {", ".join([_list(given), *constant.values()])}'
        f' FROM pulled WHERE NOT EXISTS (SELECT 1 FROM "{name}" t WHERE t.id = pulled.id) RETURNING id',
    )
    return {*changed, *new}


def _update(name: str, fields: Sequence[str]) -> str:
    becomes = ", ".join(f'"{field}" = p."{field}"' for field in fields)
    other = " OR ".join(f't."{field}" IS NOT p."{field}"' for field in fields)
    return f'UPDATE "{name}" AS t SET {becomes}, shared = 1 FROM pulled p WHERE t.id = p.id AND ({other} OR t.shared = 0)'


def _keys(connection: Connection, sql: str) -> list[UUID]:
    return in_bytes(connection.exec_driver_sql(sql).scalars().all())


def _run(connection: Connection, sql: str) -> None:
    connection.exec_driver_sql(sql)


def _list(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
