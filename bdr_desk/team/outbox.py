"""The outbox: what waits on this desk to reach the team's database."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from bdr_desk.store.tables import (
    TEAM_TABLES,
    Call,
    Contact,
    ContactEmail,
    ContactPhone,
    Criterion,
    LeadDefinition,
    Meeting,
    Pending,
    Row,
    User,
)
from bdr_desk.store.writing import Writing
from bdr_desk.team.shape import columns, local_table

Item = TypeVar("Item")

BATCH = 500  # rows in one transaction of the team's database

_BY_NAME: Mapping[str, type[Row]] = {table.__tablename__: table for table in TEAM_TABLES}
# Columns that name a row without a foreign key.
_NAMED: Mapping[str, type[Row]] = {
    "made_by": User, "changed_by": User, "owner_id": User, "rep_id": User,
    "definition_id": LeadDefinition, "call_id": Call, "meeting_id": Meeting,
}  # fmt: skip
# Rows that mean little without these others.
_PARTS: Mapping[type[Row], tuple[Any, ...]] = {
    LeadDefinition: (Criterion.definition_id,),
    Contact: (ContactPhone.contact_id, ContactEmail.contact_id),
}


@dataclass(frozen=True, repr=False)
class Parcel:
    """Rows of one table as they stand now, and the outbox entries that are done once they have arrived."""

    table: type[Row]
    rows: tuple[Mapping[str, Any], ...]
    entries: tuple[int, ...]


def waiting(session: Session) -> int:
    """How many rows wait; a row changed twice counts once."""
    rows = select(Pending.table_name, Pending.row_id).distinct().subquery()
    return session.scalar(select(func.count()).select_from(rows)) or 0


def waiting_among(session: Session, table: type[Row], keys: Sequence[UUID]) -> set[UUID]:
    """Which of `keys` wait."""
    query = select(Pending.row_id).where(Pending.table_name == table.__tablename__, Pending.row_id.in_(keys))
    return set(session.scalars(query))


def addressed(session: Session) -> list[tuple[type[Row], dict[UUID, list[int]]]]:
    """What waits now, parents first: for each table the keys of the rows with their entries."""
    found: dict[str, dict[UUID, list[int]]] = {}
    for entry in session.execute(
        select(Pending.seq, Pending.table_name, Pending.row_id).order_by(Pending.seq)
    ):
        found.setdefault(entry.table_name, {}).setdefault(entry.row_id, []).append(entry.seq)
    return [(table, found[table.__tablename__]) for table in TEAM_TABLES if table.__tablename__ in found]


def parcels(session: Session) -> list[tuple[type[Row], Sequence[tuple[UUID, list[int]]]]]:
    """`addressed`, cut into pieces of at most BATCH rows."""
    return [
        (table, items) for table, entries in addressed(session) for items in pieces(list(entries.items()))
    ]


def packed(session: Session, table: type[Row], items: Sequence[tuple[UUID, list[int]]]) -> Parcel:
    """The rows as they are now: newer than their entries perhaps, and then a newer entry sends them again."""
    kept = local_table(table)
    query = select(*(kept.c[name] for name in columns(table))).where(kept.c.id.in_([key for key, _ in items]))
    rows = tuple(row._asdict() for row in session.execute(query.order_by(kept.c.id)))
    return Parcel(table, rows, tuple(seq for _, entries in items for seq in entries))


def delivered(tx: Writing, entries: Sequence[int]) -> None:
    """Take out exactly the entries that were sent. Outbox entries need no bookkeeping of their own."""
    for some in pieces(entries):
        tx.execute(delete(Pending).where(Pending.seq.in_(some)), execution_options={"accounted": True})
    tx.touch("pending")


def share_what_it_stands_on(tx: Writing) -> None:
    """Share, and so queue, whatever the waiting rows refer to and is not shared yet: no desk gets a row without its parents."""
    todo = {table: set(entries) for table, entries in addressed(tx)}
    while todo:
        rows = [row for table, keys in todo.items() for row in _loaded(tx, table, keys)]
        found = {row.id: row for row in _stands_on(tx, rows) if not row.shared}
        todo = {}
        for row in found.values():
            row.shared = True
            todo.setdefault(type(row), set()).add(row.id)
        tx.flush()


def _loaded(tx: Writing, table: type[Row], keys: Iterable[UUID]) -> Iterator[Any]:
    for some in pieces(list(keys)):
        yield from tx.scalars(select(table).where(_key(table).in_(some)))


def pieces(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """SQLite takes a bounded number of values in one statement."""
    return (items[at : at + BATCH] for at in range(0, len(items), BATCH))


def _stands_on(tx: Writing, rows: Iterable[Any]) -> Iterator[Any]:
    for row in rows:
        for column, parent in _parents(type(row)):
            key = getattr(row, column)
            found = tx.get(parent, key) if key is not None else None
            if found is not None:
                yield found
        for pointer in _PARTS.get(type(row), ()):
            yield from tx.scalars(select(pointer.class_).where(pointer == row.id))


def _parents(table: type[Row]) -> list[tuple[str, type[Row]]]:
    real = [(column, parent) for column, parent in foreign_keys(table)]
    return real + [(name, parent) for name, parent in _NAMED.items() if name in columns(table)]


def foreign_keys(table: type[Row]) -> list[tuple[str, type[Row]]]:
    """The travelling columns of `table` that have a foreign key, with the table they point at."""
    return [
        (name, _BY_NAME[key.column.table.name])
        for name in columns(table)
        for key in local_table(table).columns[name].foreign_keys
    ]


def _key(table: type[Row]) -> Any:
    return local_table(table).c.id
