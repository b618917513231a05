"""Pull: what others did since the last time, applied through the sync door, parents first.

The horizon: a snapshot's xmin is the oldest transaction that may still be running. Whatever is older is visible now, so
"from xmin on" is where to read next time; rows seen already come again and change nothing. It is remembered as the text
of an xid8. A database restored from a backup may number from the start again: a smaller xmin than ours means read all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import select

from bdr_desk.store.store import Store
from bdr_desk.store.tables import TEAM_TABLES, Edited, Row
from bdr_desk.store.writing import Writing
from bdr_desk.team import clashes, outbox
from bdr_desk.team.shape import SCHEMA, columns, local_table

if TYPE_CHECKING:
    from bdr_desk.team.connection import Team

BATCH = 500  # rows in one transaction of this desk's store

Values = dict[str, Any]
Held = Mapping[str, Sequence[UUID]]


@dataclass
class Pulled:
    """`pulled` counts rows that changed something here, `touched` are all that came.

    `held` rows cannot be kept yet and are asked for again.
    """

    horizon: int = 0
    pulled: int = 0
    conflicts: int = 0
    held: dict[str, list[UUID]] = field(default_factory=dict)
    touched: dict[str, set[UUID]] = field(default_factory=dict)


def pull(connection: Team, store: Store, *, now: datetime, author: UUID, horizon: int, held: Held) -> Pulled:
    """Read what was written since `horizon` and what was `held` last time, and apply it batch by batch."""
    result = Pulled()
    connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    found = connection.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text").fetchone()
    assert found is not None
    result.horizon = int(found[0])
    since = horizon if horizon <= result.horizon else 0
    for table in TEAM_TABLES:
        for batch in _batches(connection, table, since, held.get(table.__tablename__, ())):
            with store.write(now=now, author=author, from_team=True) as tx:
                apply(tx, table, batch, result)
    connection.commit()
    return result


def _batches(connection: Team, table: type[Row], since: int, held: Sequence[UUID]) -> Iterator[list[Values]]:
    from psycopg import sql
    from psycopg.rows import dict_row

    names = sql.SQL(", ").join(map(sql.Identifier, columns(table)))
    query = sql.SQL("SELECT {} FROM {} WHERE tx >= %s::text::xid8 OR id = ANY(%s) ORDER BY id").format(
        names, sql.Identifier(SCHEMA, table.__tablename__)
    )
    with connection.cursor(
        name="pulled", row_factory=dict_row
    ) as cursor:  # a server-side cursor: one batch in memory
        cursor.execute(query, (str(since), list(held)))
        while rows := cursor.fetchmany(BATCH):
            yield [{name: in_utc(value) for name, value in row.items()} for row in rows]


def in_utc(value: Any) -> Any:
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def apply(tx: Writing, table: type[Row], incoming: Sequence[Values], result: Pulled) -> None:
    """Apply rows of one table. The newest version of a row wins, whoever made it; a tie goes to the greater author."""
    # Rows of one table may point at one another (who reports to whom): judged when the transaction ends.
    tx.connection().exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    keys = [values["id"] for values in incoming]
    here = {row.id: row for row in tx.scalars(_rows(table, keys))}
    waiting = outbox.waiting_among(tx, table, keys)
    for values in _with_parents(tx, table, incoming, result):
        key = values["id"]
        row = here.get(key)
        if row is None:
            changed = _add(tx, table, values, result)
        else:
            changed = issubclass(table, Edited) and _update(tx, table, row, values, key in waiting, result)
        result.pulled += changed
        # Also what did not change: a round that broke off may have left what follows from it undone.
        result.touched.setdefault(table.__tablename__, set()).add(key)


def _add(tx: Writing, table: type[Row], values: Values, result: Pulled) -> bool:
    fitting = clashes.make_room(tx, table, values)
    if fitting is None:
        _hold(table, values, result)
        result.conflicts += 1
        return False
    tx.add(table(**fitting, shared=True))
    tx.flush()
    return True


def _update(tx: Writing, table: type[Row], row: Any, values: Values, waiting: bool, result: Pulled) -> bool:
    theirs, ours = ((values["changed_at"], values["changed_by"]), (row.changed_at, row.changed_by))
    if theirs == ours:
        return False
    result.conflicts += waiting
    fitting = clashes.make_room(tx, table, values) if theirs > ours else None
    if fitting is None:
        return False
    for name, value in {**fitting, "shared": True}.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
    tx.flush()
    return True


def _with_parents(
    tx: Writing, table: type[Row], incoming: Sequence[Values], result: Pulled
) -> Iterator[Values]:
    """The rows whose parents are here; the others are held until theirs arrive."""
    own = {values["id"] for values in incoming}
    missing = {
        column: wanted - known - (own if parent is table else set())
        for column, parent in outbox.foreign_keys(table)
        for wanted in [{values[column] for values in incoming} - {None}]
        for known in [set(tx.scalars(_keys(parent, wanted)))]
    }
    for values in incoming:
        if any(values[column] in keys for column, keys in missing.items()):
            _hold(table, values, result)
        else:
            yield values


def _hold(table: type[Row], values: Values, result: Pulled) -> None:
    result.held.setdefault(table.__tablename__, []).append(values["id"])


def _rows(table: type[Row], keys: Iterable[UUID]) -> Any:
    return select(table).where(local_table(table).c.id.in_(list(keys)))


def _keys(table: type[Row], keys: Iterable[UUID]) -> Any:
    return select(local_table(table).c.id).where(local_table(table).c.id.in_(list(keys)))
