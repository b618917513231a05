"""Push: parcels go out in their order, each in one transaction of the team's database, and each is taken once.

If the desk dies before it has heard the answer, the same parcel goes again and changes nothing. What is done with its rows:
`sending`.

What the team's database refuses this member (`upgrades.access`) stays behind, row by row, and is told: the rest of the parcel
goes on. On a database older than SYNC_SHAPE nobody counts parcels and nothing is kept as lost; a parcel sent again finds its
rows and values there already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from bdr_desk.store.store import Store
from bdr_desk.store.tables import Row
from bdr_desk.store.writing import Writing
from bdr_desk.team import outbox, refusals, sending
from bdr_desk.team.outbox import Parcel, Piece
from bdr_desk.team.shape import ACCESS_SHAPE, SCHEMA, SYNC_SHAPE, tables_at

if TYPE_CHECKING:
    from bdr_desk.team.connection import Team

WriteDoor = Callable[[], AbstractContextManager[Writing]]


class Sent(NamedTuple):
    """How many rows the team has now, and how many values of others they overwrote that this desk had not seen."""

    sent: int = 0
    lost: int = 0


def push(connection: Team, store: Store, write: WriteDoor, shape: int) -> Sent:
    """Send what waits to a database of that shape."""
    sent = lost = 0
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
            lost += _send(connection, parcel, refused, shape)
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


def _send(connection: Team, parcel: Parcel, refused: list[tuple[type[Row], UUID]], shape: int) -> int:
    """All pieces of a parcel that was taken; those that are `refused` are named. Returns how many values were lost."""
    from psycopg import errors

    keep_lost = shape >= SYNC_SHAPE
    if parcel.rows <= sending.FEW:
        try:
            return sending.at_once(connection, parcel.pieces, keep_lost=keep_lost)
        except errors.InsufficientPrivilege:
            connection.rollback()
            if shape >= SYNC_SHAPE:
                _take(connection, parcel)
    return sum(_send_what_may(connection, piece, refused, shape) for piece in parcel.pieces)


def _send_what_may(connection: Team, piece: Piece, refused: list[tuple[type[Row], UUID]], shape: int) -> int:
    """A piece but for the rows that are refused, which are found by halving it. Returns how many values were lost."""
    from psycopg import errors

    keep_lost = shape >= SYNC_SHAPE
    if shape < ACCESS_SHAPE:
        return sending.in_bulk(connection, piece, keep_lost=keep_lost)
    try:
        with connection.transaction():
            return sending.in_bulk(connection, piece, keep_lost=keep_lost)
    except errors.InsufficientPrivilege:
        if len(halves := piece.halves()) == 1:
            refused.append((piece.table, piece.first))
            return 0
    return sum(_send_what_may(connection, half, refused, shape) for half in halves)
