"""Pull: what others did since the last time, applied through the sync door, parents first, batch by batch.

The horizon: a snapshot's xmin is the oldest transaction that may still be running. Whatever is older is visible now, so
"from xmin on" is where to read next time; rows seen already come again and change nothing. It is remembered as the text
of an xid8. But no further than behind the newest row: when a server dies, or its standby takes over, the numbers of
transactions that came to nothing are given again, and what is written under them must not be passed over. A database restored
from a backup may number from the start again: a smaller xmin than ours means read all.

All batches are read in one snapshot. A pull that broke off goes on in a new one where it stopped, and keeps the old horizon:
what was changed in between is read by the pull after it.

A row may be old and yet new to this desk, when its lead was handed on: `part` says so (`upgrades.parts`). When the team
lets the desk read another part than before, everything is read once more. A desk holds what somebody calls or answers by:
a team lead's and a marketer's, which watch, hold of all leads only those that they handed on themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from bdr_desk.store.bases import keep_lost
from bdr_desk.store.store import Store
from bdr_desk.store.tables import Row
from bdr_desk.store.writing import Writing
from bdr_desk.team import applying, reach, trails, wire
from bdr_desk.team.reach import Reach
from bdr_desk.team.seen import Reading, Seen, put_seen, seen, whole
from bdr_desk.team.shape import SCHEMA, SYNC_SHAPE
from bdr_desk.team.unread import Heads, heads, unread

if TYPE_CHECKING:
    from psycopg.sql import Composed

    from bdr_desk.team.connection import Team

BATCH = 2_000  # rows in one transaction of this desk's store
Batch = tuple[type[Row], Sequence[Any]]
Told = Callable[[int, int], None]  # rows applied, of how many; what it raises stops the pull


class SyncDoor(Protocol):
    def __call__(self) -> AbstractContextManager[Writing]: ...


@dataclass(frozen=True)
class Pulled:
    """`pulled` rows changed something here; `clashes` cannot stand beside what is here, and are asked for again."""

    pulled: int = 0
    clashes: int = 0


def pull(
    connection: Team, store: Store, door: SyncDoor, *, team: UUID, author: UUID, shape: int,
    told: Told = lambda _done, _of: None,
) -> Pulled:  # fmt: skip
    """Read what was written since the last time, and what could not be kept then, and apply it. `shape` is the database's; `told`
    hears of it when it is more than a batch."""
    connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    with store.read() as session:
        before = seen(session, team)
    what = reach.of(connection, shape, before.horizon)
    mark = before if before.scope == what.scope else Seen(team, at=before.at, scope=what.scope)
    head = heads(connection, what.tables, shape)
    mark = _begun(mark, head)
    expected = unread(connection, mark, what, head.newest)
    of = sum(expected.values())
    is_news = shape >= SYNC_SHAPE and max(head.newest.values()) >= mark.horizon
    lost = _lost_values(connection, author, mark.horizon) if is_news else ()
    news = _unread(connection, mark, what, expected)
    done = (
        _few(door, mark, [*news], lost)
        if of <= BATCH
        else _many(door, mark, news, lost, lambda read: told(read, of))
    )
    connection.commit()
    return done


def _few(door: SyncDoor, mark: Seen, batches: Sequence[Batch], lost: Sequence[Any]) -> Pulled:
    """All at once."""
    with door() as tx:
        mark, done = _applied(tx, mark, batches)
        assert mark.reading is not None
        trails.settle(tx, mark.reading.unsettled)
        _end(tx, mark, lost)
    return done


def _many(
    door: SyncDoor, mark: Seen, news: Iterator[Batch], lost: Sequence[Any], told: Callable[[int], object]
) -> Pulled:
    read, total = 0, Pulled()
    for batches in _together(news):
        told(read)
        with door() as tx:
            mark, done = _applied(tx, mark, batches)
            put_seen(tx, mark)
        read += sum(len(rows) for _, rows in batches)
        total = Pulled(total.pulled + done.pulled, total.clashes + done.clashes)
    mark = _settled(door, mark)
    with door() as tx:
        _end(tx, mark, lost)
    return total


def _applied(tx: Writing, mark: Seen, batches: Sequence[Batch]) -> tuple[Seen, Pulled]:
    pulled = clashes = 0
    for table, batch in batches:
        done = applying.apply(tx, table, batch)
        keys = _keys_of(batch if trails.concern(table) else batch[-1:])
        mark = _noted(mark, table, keys[-1], done, trails.concerned(tx, table, keys))
        tx.flush()
        pulled, clashes = pulled + len(done.changed), clashes + done.clashes
    return mark, Pulled(pulled, clashes)


def _end(tx: Writing, mark: Seen, lost: Sequence[Any]) -> None:
    keep_lost(tx.connection(), lost)
    if lost:
        tx.touch("lost_value")
    put_seen(tx, whole(mark))


def _begun(mark: Seen, head: Heads) -> Seen:
    """Where to read on: a pull that broke off is taken up."""
    if max(mark.horizon, mark.reading.horizon if mark.reading else 0) > head.oldest:
        mark = Seen(mark.team, at=mark.at, scope=mark.scope)
    if mark.reading:
        return mark
    # The newest was committed, so its number is gone for good.
    return replace(mark, reading=Reading(min(head.oldest, max(max(head.newest.values()) + 1, mark.horizon))))


def _unread(connection: Team, mark: Seen, what: Reach, expected: Mapping[str, int]) -> Iterator[Batch]:
    wanted = [table for table in what.tables if table.__tablename__ in expected]
    if sum(expected.values()) <= BATCH:
        yield from _at_once(connection, wanted, mark, what)
        return
    for table in wanted:
        for batch in _batches(connection, table, mark, what):
            yield table, batch


def _at_once(connection: Team, wanted: Sequence[type[Row]], mark: Seen, what: Reach) -> Iterator[Batch]:
    """A little of several tables, for one way there and back."""
    with connection.pipeline():
        asked = [
            (table, connection.cursor(binary=True).execute(*_query(table, mark, what))) for table in wanted
        ]
    for table, cursor in asked:
        if rows := cursor.fetchall():
            yield table, rows


def _together(batches: Iterator[Batch]) -> Iterator[Sequence[Batch]]:
    """Small ones, of several tables, for one transaction: at most BATCH rows. All of them are here before it begins, so that
    nobody at this desk waits for the network."""
    some: list[Batch] = []
    for table, rows in batches:
        if some and sum(len(others) for _, others in some) + len(rows) > BATCH:
            yield some
            some = []
        some.append((table, rows))
    if some:
        yield some


def _batches(connection: Team, table: type[Row], mark: Seen, what: Reach) -> Iterator[Sequence[Any]]:
    # A server-side cursor: one batch in memory.
    with connection.cursor(name="pulled", binary=True) as cursor:
        cursor.execute(*_query(table, mark, what))
        rows: Sequence[Any] = (None,) * BATCH
        while len(rows) == BATCH and (rows := cursor.fetchmany(BATCH)):
            yield rows


def _query(table: type[Row], mark: Seen, what: Reach) -> tuple[Composed, Sequence[Any]]:
    from psycopg import sql

    assert mark.reading is not None
    name = table.__tablename__
    after = mark.reading.after if name == mark.reading.table else None
    where, values = what.news(table, mark)
    query = sql.SQL(
        f"SELECT {wire.given(table, arrives=what.arrives)} FROM {{}} WHERE id > %s AND {where} ORDER BY id"
    )
    return query.format(sql.Identifier(SCHEMA, name)), (after or UUID(int=0), *values)


def _noted(mark: Seen, table: type[Row], last: UUID, done: applying.Applied, unsettled: set[UUID]) -> Seen:
    assert mark.reading is not None
    name = table.__tablename__
    held = dict(mark.reading.held)
    if done.held:
        held[name] = [*held.get(name, ()), *done.held]
    reading = replace(
        mark.reading, table=name, after=last, held=held,
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
