"""Push: parcels go out in their order, each in one transaction of the team's database, and each is taken once.

New rows are added. Of a row that is there already only the fields that were changed here are sent on: the last to arrive stays,
and what it overwrote without its author having seen it is kept as lost. If the desk dies before it has heard the answer, the
same parcel goes again and changes nothing.

What the team's database refuses this member (`upgrades.access`) stays behind, row by row, and is told: the rest of the parcel
goes on. On a database older than SYNC_SHAPE nobody counts parcels and nothing is kept as lost; a parcel sent again finds its
rows and values there already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from bdr_desk.store.store import Store
from bdr_desk.store.tables import Row
from bdr_desk.store.writing import Writing
from bdr_desk.team import outbox, refusals, wire
from bdr_desk.team.outbox import Parcel, Piece
from bdr_desk.team.shape import ACCESS_SHAPE, SCHEMA, SYNC_SHAPE, shape_of, tables_at

if TYPE_CHECKING:
    from bdr_desk.team.connection import Team

WriteDoor = Callable[[], AbstractContextManager[Writing]]
# Fields that follow from a trail on every desk alike: nothing of them can be lost.
_FOLLOWS: Mapping[str, frozenset[str]] = {"handoff": frozenset({"status"})}


class Sent(NamedTuple):
    """How many rows the team has now, and how many values of others they overwrote that this desk had not seen."""

    sent: int = 0
    lost: int = 0


def push(connection: Team, store: Store, write: WriteDoor) -> Sent:
    """Send what waits."""
    sent = lost = 0
    shape = shape_of(connection)
    if shape >= ACCESS_SHAPE:
        _share_suppressions(store, write)
    for parcel in _parcels(store, write, tables_at(shape)):
        refused: list[tuple[type[Row], UUID]] = []
        taken = _take(connection, parcel) if shape >= SYNC_SHAPE else "new"
        if taken == "other":
            with write() as tx:
                outbox.new_identity(tx)
            continue
        if taken == "new":
            for piece in parcel.pieces:
                lost += _send_what_may(connection, piece, refused, shape)
        connection.commit()
        with write() as tx:
            refusals.keep(tx, refused, parcel.number)
            outbox.answered(tx, parcel)
        sent += parcel.rows - len(refused)
    connection.rollback()
    return Sent(sent, lost)


def _parcels(store: Store, write: WriteDoor, tables: Sequence[type[Row]]) -> Iterator[Parcel]:
    """The oldest parcel, again and again until the team has answered it; new ones are made as long as something waits that
    waited at the beginning: who writes all the time must come to read as well."""
    shared = 0
    with store.read() as session:
        last = outbox.last_entry(session)
    while True:
        with store.read() as session:
            parcel, empty = outbox.next_parcel(session), outbox.is_empty(session, tables, last)
        if parcel:
            yield parcel
        elif empty:
            return
        else:
            with write() as tx:
                shared = outbox.share_what_it_stands_on(tx, shared)
                outbox.pack(tx, tables)


def _share_suppressions(store: Store, write: WriteDoor) -> None:
    """What was barred before this desk was in a team, or in bulk."""
    with store.read() as session:
        left = outbox.suppressions_unshared(session)
    while left:
        with write() as tx:
            left = outbox.share_suppressions(tx)


def _take(connection: Team, parcel: Parcel) -> str:
    found = connection.execute(
        f"SELECT {SCHEMA}.take_parcel(%s, %s, %s)", (parcel.desk, parcel.number, parcel.key)
    ).fetchone()
    assert found is not None
    return str(found[0])


def _send_what_may(connection: Team, piece: Piece, refused: list[tuple[type[Row], UUID]], shape: int) -> int:
    """Send a piece but for the rows that are refused, which are found by halving it. Returns how many values were lost."""
    from psycopg import errors

    keep_lost = shape >= SYNC_SHAPE
    if shape < ACCESS_SHAPE:
        return _send(connection, piece, keep_lost=keep_lost)
    try:
        with connection.transaction():
            return _send(connection, piece, keep_lost=keep_lost)
    except errors.InsufficientPrivilege:
        if len(halves := piece.halves()) == 1:
            refused.append((piece.table, piece.first))
            return 0
    return sum(_send_what_may(connection, half, refused, shape) for half in halves)


def _send(connection: Team, piece: Piece, *, keep_lost: bool) -> int:
    """Rows of one table. Returns how many values were lost. Rows are added, then locked and changed, each in the order of
    their keys, so that two desks cannot lock each other out."""
    from psycopg import sql

    names = [name for name in piece.names if name != wire.BASE]
    words = {
        "table": sql.Identifier(SCHEMA, piece.table.__tablename__),
        "names": sql.SQL(", ").join(map(sql.Identifier, names)),
        "all": sql.SQL(", ").join(map(sql.Identifier, piece.names)),
    }

    def run(statement: str) -> int:
        return connection.execute(sql.SQL(statement).format(**words)).rowcount

    run(f"CREATE TEMPORARY TABLE incoming ({wire.incoming(piece.table, piece.names)}) ON COMMIT DROP")
    with (
        connection.cursor() as cursor,
        cursor.copy(sql.SQL("COPY incoming ({all}) FROM STDIN").format(**words)) as copy,
    ):
        copy.write(piece.lines)
    values = ", ".join(wire.taken(piece.table, name, f'"{name}"') for name in names)
    # Who may change rows of a table may not add any for that: asked only where there is one to add.
    new = f"{wire.BASE} IS NULL OR {_MISSING}" if wire.BASE in piece.names else "true"
    if wire.BASE not in piece.names or run(f"SELECT FROM incoming WHERE {new} LIMIT 1"):
        run(
            f"INSERT INTO {{table}} ({{names}}) SELECT {values} FROM incoming WHERE {new} ORDER BY id ON CONFLICT (id) DO NOTHING"
        )
    lost = 0
    if fields := _changed_fields(connection, piece):
        run(
            f"SELECT FROM {{table}} kept JOIN incoming USING (id) WHERE {_HAS_BASE} ORDER BY id FOR UPDATE OF kept"
        )
        lost = run(_lost(piece.table, fields)) if keep_lost else 0
        run(_update(piece.table, fields))
    run("DROP TABLE incoming")
    return lost


_MISSING = "NOT EXISTS (SELECT FROM {table} kept WHERE kept.id = incoming.id)"
_HAS_BASE = f"incoming.{wire.BASE} IS NOT NULL"


def _changed_fields(connection: Team, piece: Piece) -> Sequence[str]:
    if wire.BASE not in piece.names:
        return ()
    found = connection.execute(f"SELECT DISTINCT jsonb_object_keys({wire.BASE}) FROM incoming").fetchall()
    return sorted(name for (name,) in found if name in piece.names)


class _Field(NamedTuple):
    """SQL: what the team keeps, what comes, whether that is a change, and whether the team's is not what it was changed from."""

    kept: str
    comes: str
    changed: str
    overtaken: str


def _field(table: type[Row], name: str) -> _Field:
    column, base = f'incoming."{name}"', f"incoming.{wire.BASE}"
    was = f"({base} ->> '{name}')::{wire.sent(table, name)}"
    kept = wire.compared(table, name, f'kept."{name}"')
    comes = wire.taken(table, name, column)
    changed = f"({base} ? '{name}' AND {wire.compared(table, name, column)} IS DISTINCT FROM {wire.compared(table, name, was)})"
    differs = f"{kept} IS DISTINCT FROM {wire.compared(table, name, comes)}"
    overtaken = f"{kept} IS DISTINCT FROM {wire.compared(table, name, wire.taken(table, name, was))}"
    return _Field(f'kept."{name}"', comes, f"({changed} AND {differs})", overtaken)


def _update(table: type[Row], names: Sequence[str]) -> str:
    """A row is written anew even when nothing of it changes in the end (it was taken back, or a colleague did the same): its
    sender kept its fields from being overwritten meanwhile, and must read it again."""
    fields = {name: _field(table, name) for name in names}
    becomes = ", ".join(
        f'"{name}" = CASE WHEN {field.changed} THEN {field.comes} ELSE {field.kept} END'
        for name, field in fields.items()
    )
    # On a database that does not set them itself: later than what was there, by the server's clock.
    stamps = "changed_at = greatest(clock_timestamp(), kept.changed_at + interval '1 microsecond')"
    return (
        f"UPDATE {{table}} AS kept SET {becomes}, {stamps}, changed_by = incoming.changed_by FROM incoming"
        f" WHERE kept.id = incoming.id AND {_HAS_BASE}"
    )


def _lost(table: type[Row], names: Sequence[str]) -> str:
    name = table.__tablename__
    fields = {field: _field(table, field) for field in names if field not in _FOLLOWS.get(name, ())}
    values = ", ".join(
        f"('{field}', to_jsonb({of.kept}), to_jsonb({of.comes}), {of.changed} AND {of.overtaken})"
        for field, of in fields.items()
    )
    values = values or "(NULL, NULL::jsonb, NULL::jsonb, false)"
    return (
        f"INSERT INTO {SCHEMA}.lost_value (table_name, row_id, field, lost, stays, lost_by)"
        f" SELECT '{name}', kept.id, field, lost, stays, {SCHEMA}.author_of('{name}', kept.id, field, kept.made_by)"
        f" FROM {{table}} kept JOIN incoming USING (id)"
        f" CROSS JOIN LATERAL (VALUES {values}) AS f (field, lost, stays, is_lost) WHERE {_HAS_BASE} AND is_lost"
    )
