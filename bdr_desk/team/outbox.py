"""The outbox: what waits on this desk to reach the team's database, and the parcels it goes in.

A parcel is made in one transaction: entries leave the outbox, and the rows stand in it as they are then, in the very words
that are sent. It stays until the team has answered, so that it can be sent again to the letter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session

from bdr_desk.store.columns import new_key, to_micros
from bdr_desk.store.settings import get_setting, put_setting
from bdr_desk.store.tables import (
    TEAM_TABLES,
    Call,
    Consent,
    Contact,
    ContactEmail,
    ContactPhone,
    Criterion,
    Edited,
    LeadDefinition,
    Meeting,
    Pending,
    Row,
    Script,
    ScriptVersion,
    Suppression,
    TeamParcel,
    User,
)
from bdr_desk.store.travelling import SUPPRESSIONS_SHARED, columns, local_table
from bdr_desk.store.writing import Writing
from bdr_desk.team import wire

Item = TypeVar("Item")

MOST = 5_000  # rows in a parcel
_BATCH = 500  # keys in one statement
_DESK = "team_desk"  # setting: the key by which the team knows this store, and the number of its last parcel

_BY_NAME: Mapping[str, type[Row]] = {table.__tablename__: table for table in TEAM_TABLES}
# Columns that name a row without a foreign key.
_NAMED: Mapping[str, type[Row]] = {
    "made_by": User, "changed_by": User, "owner_id": User, "rep_id": User,
    "definition_id": LeadDefinition, "call_id": Call, "meeting_id": Meeting, "script_id": Script,
    "script_version_id": ScriptVersion,
}  # fmt: skip
# Rows that mean little without these others.
_PARTS: Mapping[type[Row], tuple[tuple[type[Row], str], ...]] = {
    LeadDefinition: ((Criterion, "definition_id"),),
    Script: ((ScriptVersion, "script_id"),),
    Contact: ((ContactPhone, "contact_id"), (ContactEmail, "contact_id"), (Consent, "contact_id")),
}


@dataclass(frozen=True, repr=False)
class Piece:
    """Rows of one table: `lines` for COPY into the columns `names`."""

    table: type[Row]
    names: tuple[str, ...]
    lines: str

    @property
    def columns(self) -> tuple[str, ...]:
        """Those of the team's table."""
        return tuple(name for name in self.names if name != wire.BASE)

    @property
    def first(self) -> UUID:
        return UUID(self.lines[:32])

    def each(self) -> list[str]:
        """The lines by themselves. A text may hold what else begins a line, but never this character."""
        return self.lines.split("\n")[:-1]

    def halves(self) -> tuple[Piece, ...]:
        """Two pieces of about the same size, or this one when it holds a single row."""
        lines = self.each()
        middle = len(lines) // 2
        parts = (lines[:middle], lines[middle:]) if middle else (lines,)
        return tuple(Piece(self.table, self.names, "".join(f"{line}\n" for line in part)) for part in parts)


@dataclass(frozen=True, repr=False)
class Parcel:
    """What goes to the team in one transaction. `desk` and `number` say which it is, `key` that it is this very one."""

    desk: UUID
    number: int
    key: UUID
    rows: int
    pieces: tuple[Piece, ...]


def waiting(session: Session) -> int:
    """How many rows wait or are on their way; a row changed twice counts once."""
    rows = select(Pending.table_name, Pending.row_id).distinct().subquery()
    in_parcels = session.scalar(select(func.sum(TeamParcel.rows))) or 0
    return in_parcels + (session.scalar(select(func.count()).select_from(rows)) or 0)


def waiting_since(session: Session) -> datetime | None:
    """When the oldest change that waits was made; None with parcels on their way, which do not tell."""
    if session.scalar(select(TeamParcel.number).limit(1)) is not None:
        return None
    return session.scalar(select(Pending.since).order_by(Pending.seq).limit(1))


def last_entry(session: Session) -> int:
    """The number of the newest entry; 0 when nothing waits outside the parcels."""
    return int(_asked(session, "SELECT coalesce(max(seq), 0) FROM pending")[0][0])


def is_empty(session: Session, tables: Sequence[type[Row]], last: int | None = None) -> bool:
    """Whether nothing of `tables` waits outside the parcels, of the entries up to `last` or of all."""
    names = ", ".join(f"'{table.__tablename__}'" for table in tables)
    until = "" if last is None else f" AND seq <= {last}"
    return not _asked(session, f"SELECT 1 FROM pending WHERE table_name IN ({names}){until} LIMIT 1")


def anything(session: Session) -> bool:
    """Whether there is anything to send."""
    in_parcels = bool(_asked(session, "SELECT 1 FROM team_parcel LIMIT 1"))
    return in_parcels or suppressions_unshared(session) or not is_empty(session, TEAM_TABLES)


def next_parcel(session: Session) -> Parcel | None:
    """The oldest parcel the team has not answered."""
    found = {name: rest for name, *rest in _asked(session, _OLDEST)}
    if not found:
        return None
    rows = [(table, *found[table.__tablename__]) for table in TEAM_TABLES if table.__tablename__ in found]
    pieces = tuple(Piece(table, tuple(names.split()), lines) for table, _, _, names, _, lines in rows)
    _, number, key, *_ = rows[0]
    desk = UUID(get_setting(session, _DESK)["id"])
    return Parcel(desk, number, UUID(bytes=key), sum(count for *_, count, _ in rows), pieces)


_OLDEST = """SELECT table_name, number, "key", names, "rows", lines FROM team_parcel
    WHERE number = (SELECT min(number) FROM team_parcel)"""


def _asked(session: Session, sql: str) -> Sequence[Any]:
    """Without the ORM: each round asks these several times."""
    return session.connection().exec_driver_sql(sql).all()


def pack(tx: Writing, tables: Sequence[type[Row]]) -> bool:
    """Make a parcel of what waits of `tables` (parents first), at most MOST rows. Whether there was anything."""
    connection, number = tx.connection(), _take_number(tx)
    room, key = MOST, new_key()
    waiting = connection.exec_driver_sql("SELECT DISTINCT table_name FROM pending").scalars().all()
    for table in tables:
        if room > 0 and table.__tablename__ in waiting:
            room -= _pack(connection, table, number, key, room)
    tx.touch("pending")
    return room < MOST


def _take_number(tx: Writing) -> int:
    mine = get_setting(tx, _DESK) or {"id": str(new_key()), "packed": 0}
    number = int(mine["packed"]) + 1
    put_setting(tx, _DESK, {**mine, "packed": number})
    tx.flush()
    return number


def _pack(connection: Connection, table: type[Row], number: int, key: UUID, room: int) -> int:
    """By key, so that two desks that send the same rows cannot lock each other out."""
    name = table.__tablename__
    last = connection.exec_driver_sql(_LAST, (name, room)).scalar()
    if last is None:
        return 0
    edited = issubclass(table, Edited)
    count, block = connection.exec_driver_sql(
        f'SELECT count(*), {wire.lines(table)} FROM "{name}" r {_WITH_BASE if edited else ""} WHERE r.id IN ({_CHOSEN})',
        (name, name, last) if edited else (name, last),
    ).one()
    names = (*columns(table), wire.BASE) if edited else columns(table)
    values = (number, name, key, " ".join(names), count, wire.copied(block or b""))
    connection.exec_driver_sql(_INTO_PARCEL, values)
    connection.exec_driver_sql("DELETE FROM pending WHERE table_name = ? AND row_id <= ?", (name, last))
    connection.exec_driver_sql(_BASES, (number, name, last))
    return int(count)


_LAST = """SELECT max(row_id) FROM
    (SELECT DISTINCT row_id FROM pending WHERE table_name = ? ORDER BY row_id LIMIT ?)"""
_CHOSEN = "SELECT row_id FROM pending WHERE table_name = ? AND row_id <= ?"
_WITH_BASE = "LEFT JOIN team_base b ON b.table_name = ? AND b.row_id = r.id AND b.parcel = 0"
_INTO_PARCEL = (
    'INSERT INTO team_parcel (number, table_name, "key", names, "rows", lines) VALUES (?, ?, ?, ?, ?, ?)'
)
_BASES = "UPDATE team_base SET parcel = ? WHERE table_name = ? AND row_id <= ? AND parcel = 0"


def answered(tx: Writing, parcel: Parcel) -> None:
    """The team has it: the parcel goes, and with it the bases of what it carried."""
    for table, column in (("team_parcel", "number"), ("team_base", "parcel")):
        tx.connection().exec_driver_sql(f"DELETE FROM {table} WHERE {column} = ?", (parcel.number,))
    tx.touch("pending")


def new_identity(tx: Writing) -> None:
    """Another store goes by our key, a copy of this one: from now on this one has a key of its own."""
    put_setting(tx, _DESK, {**get_setting(tx, _DESK), "id": str(new_key())})


def suppressions_unshared(session: Session) -> bool:
    """Whether there may be suppressions that were noted before there was a team, or in bulk."""
    return get_setting(session, SUPPRESSIONS_SHARED) is not True


def share_suppressions(tx: Writing) -> bool:
    """Share, and so queue, some of who may not be contacted; there may be a million. Whether any may be left."""
    connection = tx.connection()
    chosen = f"SELECT id FROM suppression WHERE shared = 0 AND kind <> 'erased' ORDER BY id LIMIT {MOST}"
    done = connection.exec_driver_sql(
        f"INSERT INTO pending (table_name, row_id, since) SELECT 'suppression', id, ? FROM ({chosen})",
        (to_micros(tx.now),),
    )
    connection.exec_driver_sql(f"UPDATE suppression SET shared = 1 WHERE id IN ({chosen})")
    if done.rowcount < MOST:
        put_setting(tx, SUPPRESSIONS_SHARED, True)
    tx.touch("pending")
    return done.rowcount == MOST


def share_what_it_stands_on(tx: Writing, since: int) -> int:
    """Share, and so queue, whatever the rows of the entries after `since` refer to and is not shared yet: no desk gets a row
    without its parents. Returns the last entry."""
    connection = tx.connection()
    while (
        last := connection.exec_driver_sql("SELECT coalesce(max(seq), 0) FROM pending").scalar_one()
    ) > since:
        for table, keys in list(_unshared(connection, since)):
            for some in pieces(keys):
                for row in tx.scalars(select(table).where(local_table(table).c.id.in_(some))):
                    row.shared = True  # type: ignore[attr-defined]
        tx.flush()
        since = last
    return since


def _unshared(connection: Connection, since: int) -> Iterator[tuple[type[Row], list[UUID]]]:
    alone = {table for table in TEAM_TABLES if table is not Suppression and _any_unshared(connection, table)}
    chosen = "SELECT row_id FROM pending WHERE table_name = ? AND seq > ?"
    names = connection.exec_driver_sql("SELECT DISTINCT table_name FROM pending WHERE seq > ?", (since,))
    for name in names.scalars().all():
        wanted = [(parent, f'id IN (SELECT "{column}" FROM "{name}" WHERE id IN ({chosen}))')
                  for column, parent in _parents(_BY_NAME[name])]  # fmt: skip
        wanted += [(part, f'"{column}" IN ({chosen})') for part, column in _PARTS.get(_BY_NAME[name], ())]
        for table, where in wanted:
            if table in alone:
                sql = f'SELECT id FROM "{table.__tablename__}" WHERE shared = 0 AND {where}'
                yield table, in_bytes(connection.exec_driver_sql(sql, (name, since)).scalars().all())


def _any_unshared(connection: Connection, table: type[Row]) -> bool:
    return (
        connection.exec_driver_sql(f'SELECT 1 FROM "{table.__tablename__}" WHERE shared = 0 LIMIT 1').first()
        is not None
    )


def pieces(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """SQLite takes a bounded number of values in one statement."""
    return (items[at : at + _BATCH] for at in range(0, len(items), _BATCH))


def _parents(table: type[Row]) -> list[tuple[str, type[Row]]]:
    named = [(name, parent) for name, parent in _NAMED.items() if name in columns(table)]
    return list(dict.fromkeys([*foreign_keys(table), *named]))


def foreign_keys(table: type[Row]) -> list[tuple[str, type[Row]]]:
    """The travelling columns of `table` that have a foreign key, with the table they point at."""
    return [
        (name, _BY_NAME[key.column.table.name])
        for name in columns(table)
        for key in local_table(table).columns[name].foreign_keys
    ]


def in_bytes(keys: Sequence[Any]) -> list[UUID]:
    return [UUID(bytes=key) for key in keys]
