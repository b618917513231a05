"""Pull: what others did since the last time, applied through the sync door, parents first, batch by batch.

The horizon: a snapshot's xmin is the oldest transaction that may still be running. Whatever is older is visible now, so
"from xmin on" is where to read next time; rows seen already come again and change nothing. It is remembered as the text
of an xid8. But no further than behind the newest row: when a server dies, or its standby takes over, the numbers of
transactions that came to nothing are given again, and what is written under them must not be passed over. A database restored
from a backup may number from the start again: a smaller xmin than ours means read all.

All batches are read in one snapshot. A pull that broke off goes on in a new one where it stopped, and keeps the old horizon:
what was changed in between is read by the pull after it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from bdr_desk.store.bases import keep_lost
from bdr_desk.store.store import Store
from bdr_desk.store.tables import TEAM_TABLES, Row
from bdr_desk.store.writing import Writing
from bdr_desk.team import applying, trails, wire
from bdr_desk.team.seen import Reading, Seen, put_seen, seen, whole
from bdr_desk.team.shape import SCHEMA, SYNC_SHAPE, shape_of

if TYPE_CHECKING:
    from bdr_desk.team.connection import Team

BATCH = 2_000  # rows in one transaction of this desk's store


class SyncDoor(Protocol):
    def __call__(self) -> AbstractContextManager[Writing]: ...


@dataclass(frozen=True)
class Pulled:
    """`pulled` rows changed something here; `clashes` cannot stand beside what is here, and are asked for again."""

    pulled: int = 0
    clashes: int = 0


def pull(connection: Team, store: Store, door: SyncDoor, *, team: UUID, author: UUID) -> Pulled:
    """Read what was written since the last time, and what could not be kept then, and apply it."""
    connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    with store.read() as session:
        mark = _begun(connection, seen(session, team))
    pulled = clashes = 0
    for table, batch in _unread(connection, mark):
        with door() as tx:
            done = applying.apply(tx, table, batch)
            mark = _noted(mark, table, batch, done, trails.concerned(tx, table, _keys_of(batch)))
            put_seen(tx, mark)
        pulled, clashes = pulled + len(done.changed), clashes + done.clashes
    mark = _settled(door, mark)
    lost = _lost_values(connection, author, mark.horizon) if shape_of(connection) >= SYNC_SHAPE else ()
    with door() as tx:
        keep_lost(tx.connection(), lost)
        if lost:
            tx.touch("lost_value")
        put_seen(tx, whole(mark))
    connection.commit()
    return Pulled(pulled, clashes)


def _begun(connection: Team, mark: Seen) -> Seen:
    """Where to read on: a pull that broke off is taken up."""
    found = connection.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text").fetchone()
    assert found is not None
    now = int(found[0])
    if max(mark.horizon, mark.reading.horizon if mark.reading else 0) > now:
        mark = Seen(mark.team, at=mark.at)
    if mark.reading:
        return mark
    newest = _newest(connection, mark.horizon)
    return replace(mark, reading=Reading(min(now, mark.horizon if newest is None else newest + 1)))


def _newest(connection: Team, horizon: int) -> int | None:
    """The last transaction that wrote a row, from the horizon on: it was committed, so its number is gone for good."""
    last = " UNION ALL ".join(
        f'(SELECT tx FROM {SCHEMA}."{table.__tablename__}" WHERE tx >= %(from)s::text::xid8 ORDER BY tx DESC LIMIT 1)'
        for table in TEAM_TABLES
    )
    query = f"SELECT tx::text FROM ({last}) AS newest ORDER BY tx DESC LIMIT 1"
    found = connection.execute(query, {"from": str(horizon)}).fetchone()
    return int(found[0]) if found else None


def _unread(connection: Team, mark: Seen) -> Iterator[tuple[type[Row], Sequence[Any]]]:
    assert mark.reading is not None
    names = [table.__tablename__ for table in TEAM_TABLES]
    start = names.index(mark.reading.table) if mark.reading.table in names else 0
    for table in TEAM_TABLES[start:]:
        after = mark.reading.after if table.__tablename__ == mark.reading.table else None
        for batch in _batches(connection, table, mark, after or UUID(int=0)):
            yield table, batch


def _batches(connection: Team, table: type[Row], mark: Seen, after: UUID) -> Iterator[Sequence[Any]]:
    from psycopg import sql

    query = sql.SQL(
        f"SELECT {wire.given(table)} FROM {{}} WHERE id > %s AND (tx >= %s::text::xid8 OR id = ANY(%s)) ORDER BY id"
    ).format(sql.Identifier(SCHEMA, table.__tablename__))
    held = list(mark.held.get(table.__tablename__, ()))
    # A server-side cursor: one batch in memory.
    with connection.cursor(name="pulled", binary=True) as cursor:
        cursor.execute(query, (after, str(mark.horizon), held))
        while rows := cursor.fetchmany(BATCH):
            yield rows


def _noted(
    mark: Seen, table: type[Row], batch: Sequence[Any], done: applying.Applied, unsettled: set[UUID]
) -> Seen:
    assert mark.reading is not None
    name = table.__tablename__
    held = dict(mark.reading.held)
    if done.held:
        held[name] = [*held.get(name, ()), *done.held]
    reading = replace(
        mark.reading, table=name, after=_keys_of(batch)[-1], held=held,
        unsettled=sorted({*mark.reading.unsettled, *unsettled}),
    )  # fmt: skip
    return replace(mark, reading=reading)


def _keys_of(batch: Sequence[Any]) -> list[UUID]:
    return [UUID(bytes=bytes(row[0])) for row in batch]


def _settled(door: SyncDoor, mark: Seen) -> Seen:
    """Everything is read: what follows from the trails, some at a time."""
    while mark.reading and (unsettled := mark.reading.unsettled):
        with door() as tx:
            trails.settle(tx, unsettled[:BATCH])
            mark = replace(mark, reading=replace(mark.reading, unsettled=unsettled[BATCH:]))
            put_seen(tx, mark)
    return mark


def _lost_values(connection: Team, author: UUID, horizon: int) -> Sequence[Any]:
    found = connection.execute(
        "SELECT uuid_send(id), table_name, uuid_send(row_id), field, coalesce(lost, 'null')::text,"
        " coalesce(stays, 'null')::text, uuid_send(lost_by), uuid_send(by), (extract(epoch FROM at) * 1000000)::bigint"
        f" FROM {SCHEMA}.lost_value WHERE lost_by = %s AND tx >= %s::text::xid8",
        (author, str(horizon)),
    )
    return found.fetchall()
