"""Bases: what the fields of a shared row were before the changes that the team has not answered yet.

One row of `team_base` for each row and parcel: parcel 0 is what still waits in the outbox, a later change begins a new one.
Values are kept as SQLite keeps them, keys in hexadecimal.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

WAITING = 0  # not in a parcel yet
FOR_GOOD = -1  # no parcel carries it: what stands here is never overwritten from the team

_KNOWN = "SELECT body FROM team_base WHERE table_name = ? AND row_id = ? AND parcel = 0"
_KEEP = "INSERT OR REPLACE INTO team_base (table_name, row_id, parcel, body) VALUES (?, ?, ?, ?)"


def keep_base(connection: Connection, table: str, key: UUID, fields: Iterable[str]) -> None:
    """Keep what `fields` are in the store now, before they are changed; the first value stays."""
    known = connection.exec_driver_sql(_KNOWN, (table, key.bytes)).scalar()
    before: dict[str, Any] = json.loads(known) if known else {}
    if fresh := sorted(set(fields) - before.keys()):
        body = {**before, **values_now(connection, table, key, fresh)}
        _put(connection, table, key.bytes, WAITING, body)


def changed_here(connection: Connection, table: str, key: UUID) -> frozenset[str]:
    """The fields of a row that were changed here and that the team has not answered."""
    bodies = connection.exec_driver_sql(
        "SELECT body FROM team_base WHERE table_name = ? AND row_id = ? AND parcel >= 0", (table, key.bytes)
    )
    return frozenset(field for (body,) in bodies for field in json.loads(body))


def keep_for_good(connection: Connection, table: str, key: UUID, fields: Iterable[str]) -> None:
    """Whatever the team says of these fields, they stay as they are here; what they were is forgotten."""
    connection.exec_driver_sql(
        "DELETE FROM team_base WHERE table_name = ? AND row_id = ?", (table, key.bytes)
    )
    _put(connection, table, key.bytes, FOR_GOOD, dict.fromkeys(fields))


def values_now(connection: Connection, table: str, key: UUID, fields: Iterable[str]) -> dict[str, Any]:
    """What `fields` of a row are in the store now, as bases keep them."""
    names = ", ".join(f'"{name}"' for name in fields)
    found = connection.exec_driver_sql(f'SELECT {names} FROM "{table}" WHERE id = ?', (key.bytes,)).one()
    return {name: _plain(value) for name, value in found._mapping.items()}


def _plain(value: Any) -> Any:
    """PostgreSQL cannot keep the character NUL in text (manual, 8.3)."""
    if isinstance(value, bytes):
        return value.hex()
    return value.replace("\0", "") if isinstance(value, str) else value


def _put(connection: Connection, table: str, key: bytes, parcel: int, body: Mapping[str, Any]) -> None:
    connection.exec_driver_sql(_KEEP, (table, key, parcel, json.dumps(body)))


def take_back(connection: Connection) -> None:
    """Put what the parcels carry back into the outbox: no copy of a row is left in them, and the rows go again as they are
    then. Their numbers are not used again."""
    for table, lines in connection.exec_driver_sql("SELECT table_name, lines FROM team_parcel").all():
        entries = [(table, bytes.fromhex(line[:32]), 0) for line in lines.split("\n") if line]
        connection.exec_driver_sql(
            "INSERT INTO pending (table_name, row_id, since) VALUES (?, ?, ?)", entries
        )
    connection.exec_driver_sql("DELETE FROM team_parcel")
    older = "SELECT table_name, row_id, parcel, body FROM team_base WHERE parcel > 0 ORDER BY parcel DESC"
    for table, key, parcel, body in connection.exec_driver_sql(older).all():
        known = connection.exec_driver_sql(_KNOWN, (table, key)).scalar()
        _put(connection, table, key, WAITING, {**json.loads(known or "{}"), **json.loads(body)})
        connection.exec_driver_sql(
            "DELETE FROM team_base WHERE table_name = ? AND row_id = ? AND parcel = ?", (table, key, parcel)
        )


def keep_lost(connection: Connection, rows: Iterable[tuple[Any, ...]]) -> None:
    """Values of ours that a colleague has overwritten, as the team's database tells them; those known already stay."""
    for row in rows:
        connection.exec_driver_sql(
            "INSERT OR IGNORE INTO lost_value (id, table_name, row_id, field, lost, stays, lost_by, by, at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            row,
        )
