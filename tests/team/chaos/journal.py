"""The journal of a desk: what it wrote of what is shared, kept apart from its store and from the product.

Every transaction through the write door is announced, synced to the disk, before it commits, and told done after the commit has
returned. Who is killed in between finds out when it starts again, before anything else is written: the whole of the transaction
is there, or nothing of it. Values stand as SQLite keeps them, keys and blobs in hexadecimal.

A line is one of
    {"n": 1, "by": user, "new": [[table, key, {field: value}]], "set": [[table, key, field, old, new]],
     "parcel": [number, [[table, key]]]}
    {"done": 1}   {"undone": 1}   {"torn": 1}
"""

import json
import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, event, inspect
from sqlalchemy.orm import UOWTransaction

from bdr_desk.store.tables import Row
from bdr_desk.store.travelling import TEAM_NAMES, columns
from bdr_desk.store.writing import Writing

Line = dict[str, Any]
_STAMPS = frozenset({"changed_at", "changed_by"})


class Journal:
    """Appends to `file`; `watch` notes every transaction of this process from then on."""

    def __init__(self, file: Path) -> None:
        self.done = 0
        self._file = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self._lock = threading.Lock()
        known, undone = list(read(file)), {line.get("undone") for line in read(file)}
        self._last = max((line["n"] for line in known if "n" in line), default=0)
        parcels = (line["parcel"][0] for line in known if line.get("parcel") and line["n"] not in undone)
        self._parcel = max(parcels, default=0)

    def write(self, line: Line) -> None:
        with self._lock:
            os.write(self._file, (json.dumps(line) + "\n").encode())
            os.fsync(self._file)

    def watch(self) -> None:
        event.listen(Writing, "before_flush", self._before_flush)
        event.listen(Writing, "before_commit", self._before_commit)
        event.listen(Writing, "after_commit", self._after_commit)
        event.listen(Writing, "after_rollback", self._after_rollback)

    # SQLAlchemy's events, in their order

    def _before_flush(self, tx: Writing, _context: UOWTransaction, _instances: object) -> None:
        """Runs after the write door's own: what is new to the team, and what the fields that change are now."""
        if tx.from_team:
            return
        noted = tx.info.setdefault("noted", {"new": {}, "set": {}})
        for row in [*tx.new, *tx.dirty]:
            name = row.__tablename__
            if name not in TEAM_NAMES or not row.shared:
                continue
            changed = {attr.key for attr in inspect(row).attrs if attr.history.has_changes()}
            if row in tx.new or "shared" in changed:
                noted["new"][name, row.id] = None
            elif fields := changed & set(columns(_TABLES[name])) - _STAMPS:
                old = _kept(tx.connection(), type(row), row.id)
                for field in fields:
                    noted["set"].setdefault((name, row.id, field), old[field])

    def _before_commit(self, tx: Writing) -> None:
        tx.flush()
        noted = tx.info.pop("noted", {"new": {}, "set": {}})
        connection = tx.connection()
        line: Line = {"by": tx.author.hex}
        line["new"] = [[name, key.hex, _kept(connection, _TABLES[name], key)] for name, key in noted["new"]]
        changes = [
            [name, key.hex, field, old, _kept(connection, _TABLES[name], key)[field]]
            for (name, key, field), old in noted["set"].items()
            if (name, key) not in noted["new"]
        ]
        line["set"] = [change for change in changes if change[3] != change[4]]
        line["parcel"] = self._new_parcel(connection)
        if line["new"] or line["set"] or line["parcel"]:
            self._last += 1
            tx.info["announced"] = self._last
            tx.info["parcel"] = line["parcel"][0] if line["parcel"] else self._parcel
            self.write({"n": self._last, **line})

    def _after_commit(self, tx: Writing) -> None:
        if number := tx.info.pop("announced", None):
            self.done, self._parcel = self.done + 1, tx.info["parcel"]
            self.write({"done": number})

    def _after_rollback(self, tx: Writing) -> None:
        if number := tx.info.pop("announced", None):
            self.write({"undone": number})

    def _new_parcel(self, connection: Connection) -> list[Any] | None:
        found = connection.exec_driver_sql(
            "SELECT number, table_name, lines FROM team_parcel WHERE number > ?", (self._parcel,)
        ).all()
        if not found:
            return None
        (number,) = {number for number, _, _ in found}
        return [number, [[table, line[:32].lower()] for _, table, lines in found
                               for line in lines.split("\n") if line]]  # fmt: skip


_TABLES: Mapping[str, type[Row]] = {
    mapper.class_.__tablename__: mapper.class_ for mapper in Row.registry.mappers
}


def _kept(connection: Connection, table: type[Row], key: UUID) -> dict[str, Any]:
    names = columns(table)
    fields = ", ".join(f'"{name}"' for name in names)
    sql = f'SELECT {fields} FROM "{table.__tablename__}" WHERE id = ?'
    return plain(names, connection.exec_driver_sql(sql, (key.bytes,)).one())


def plain(names: Iterable[str], values: Iterable[Any]) -> dict[str, Any]:
    """As a line of the journal holds it."""
    return {name: value.hex() if isinstance(value, bytes) else value
            for name, value in zip(names, values, strict=True)}  # fmt: skip


def read(file: Path) -> Iterator[Line]:
    """A last line that was cut off was never told to anybody."""
    with file.open("rb") as lines:
        yield from (json.loads(line) for line in lines if line.endswith(b"\n"))


def settle(file: Path, store: Path) -> Line | None:
    """Say of the last transaction that was announced and not told done whether it is in the store, whole."""
    _mend(file)
    ended = {
        number for line in read(file) for number in (line.get("done"), line.get("undone"), line.get("torn"))
    }
    open_ones = [line for line in read(file) if "n" in line and line["n"] not in ended]
    if not open_ones:
        return None
    with closing(sqlite3.connect(store)) as connection:
        # While one commits none other can be announced: those before the last were committed.
        verdicts = [*({"done": line["n"]} for line in open_ones[:-1]), _found(connection, open_ones[-1])]
    journal = Journal(file)
    for verdict in verdicts:
        journal.write(verdict)
    return verdicts[-1]


def _found(connection: sqlite3.Connection, line: Line) -> Line:
    seen = [
        connection.execute(f'SELECT 1 FROM "{table}" WHERE id = ? AND shared', (bytes.fromhex(key),)).fetchone() is not None
        for table, key, _ in line["new"]
    ]  # fmt: skip
    for table, key, field, _, new in line["set"]:
        found = connection.execute(
            f'SELECT "{field}" FROM "{table}" WHERE id = ?', (bytes.fromhex(key),)
        ).fetchone()
        seen.append(plain("x", found)["x"] == new)
    if line["parcel"]:
        found = connection.execute(
            "SELECT 1 FROM team_parcel WHERE number = ?", (line["parcel"][0],)
        ).fetchone()
        seen.append(found is not None)
    return {"done" if all(seen) else "torn" if any(seen) else "undone": line["n"]}


def _mend(file: Path) -> None:
    """Take off a last line that was cut off."""
    data = file.read_bytes()
    os.truncate(file, data.rfind(b"\n") + 1)
