"""What is there in the end: on the team's server and in each store, values as SQLite keeps them, blobs in hexadecimal."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import JSON, Boolean

from bdr_desk.store.columns import KeyColumn, UtcTime, to_micros
from bdr_desk.store.tables import TEAM_TABLES
from bdr_desk.store.travelling import local_table, received
from bdr_desk.team import wire
from tests.team.chaos.journal import plain
from tests.team.chaos.office import Seat
from tests.team.chaos.told import Place, RowKey

Rows = dict[RowKey, dict[str, Any]]
_TABLES = {table.__tablename__: table for table in TEAM_TABLES}


@dataclass(frozen=True)
class Overwritten:
    value: Any
    by: str | None  # who wrote over it


@dataclass(frozen=True)
class Lost:
    place: Place
    value: Any
    stays: Any
    lost_by: str
    by: str | None


@dataclass
class Server:
    """`history`: what each field was since `since`, oldest first."""

    rows: Rows
    history: dict[Place, list[Overwritten]]
    lost: dict[str, Lost]


@dataclass
class Store:
    """`shared` are the rows the team may have; `waits` says in words what is not at rest."""

    shared: Rows
    lost: dict[str, Lost]
    waits: list[str]


def read_server(connection: psycopg.Connection[Any], since: int) -> Server:
    rows: Rows = {}
    with connection.cursor(binary=True) as cursor:
        for table in TEAM_TABLES:
            name = table.__tablename__
            cursor.execute(f'SELECT {wire.given(table)} FROM bdr_desk."{name}"')
            for values in cursor:
                row = plain(received(table), values)
                rows[name, row["id"]] = row
    history: dict[Place, list[Overwritten]] = {}
    query = (
        'SELECT table_name, row_id, field, old, "by" FROM bdr_desk.row_history WHERE seq > %s ORDER BY seq'
    )
    for name, key, field, old, by in connection.execute(query, (since,)):
        was = Overwritten(_as_kept(name, field, old), by and by.hex)
        history.setdefault((name, key.hex, field), []).append(was)
    losses = 'SELECT id, table_name, row_id, field, lost, stays, lost_by, "by" FROM bdr_desk.lost_value'
    lost = {row[0].hex: _lost(row[1], row[2], row[3], row[4], row[5], row[6], row[7])
            for row in connection.execute(losses)}  # fmt: skip
    return Server(rows, history, lost)


def read_store(seat: Seat) -> Store:
    rows: Rows = {}
    with closing(sqlite3.connect(seat.store)) as connection:
        for table in TEAM_TABLES:
            name = table.__tablename__
            fields = ", ".join(f'"{field}"' for field in received(table))
            for values in connection.execute(f'SELECT {fields} FROM "{name}" WHERE shared'):
                row = plain(received(table), values)
                rows[name, row["id"]] = row
        query = 'SELECT id, table_name, row_id, field, lost, stays, lost_by, "by" FROM lost_value'
        lost = {
            row[0].hex(): _lost(row[1], UUID(bytes=row[2]), row[3], _loaded(row[4]), _loaded(row[5]),
                                UUID(bytes=row[6]), row[7] and UUID(bytes=row[7]))
            for row in connection.execute(query)
        }  # fmt: skip
        return Store(rows, lost, list(_waits(connection)))


def _loaded(value: Any) -> Any:
    """SQLite keeps a number in a column of JSON as a number."""
    return json.loads(value) if isinstance(value, str) else value


def _waits(connection: sqlite3.Connection) -> Iterator[str]:
    for table, where in (("pending", "1"), ("team_parcel", "1"), ("team_base", "parcel >= 0")):
        if count := connection.execute(f"SELECT count(*) FROM {table} WHERE {where}").fetchone()[0]:
            yield f"{count} rows in {table}"
    seen = json.loads(connection.execute("SELECT value FROM setting WHERE key = 'team_seen'").fetchone()[0])[
        "is"
    ]
    if any(seen["held"].values()) or seen["reading"]:
        yield f"a reading that is not whole: held {seen['held']}, reading {seen['reading']}"


def _lost(name: str, key: UUID, field: str, lost: Any, stays: Any, lost_by: UUID, by: UUID | None) -> Lost:
    values = _as_kept(name, field, lost), _as_kept(name, field, stays)
    return Lost((name, key.hex, field), *values, lost_by.hex, by.hex if by else None)


def _as_kept(name: str, field: str, value: Any) -> Any:
    """From PostgreSQL's JSON of a value to what SQLite keeps."""
    kind = local_table(_TABLES[name]).c[field].type
    if value is None:
        return None
    if isinstance(kind, KeyColumn):
        return UUID(value).hex
    if isinstance(kind, UtcTime):
        return to_micros(datetime.fromisoformat(value))
    if isinstance(kind, Boolean):
        return int(value)
    return json.dumps(value) if isinstance(kind, JSON) else value
