"""Push: the outbox goes out in batches, parents first, exactly once in effect.

A batch is kept by the team's database before its entries leave the outbox. If the desk dies in between, the same rows go
again, and find themselves there already: nothing doubles.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from bdr_desk.store.store import Store
from bdr_desk.store.tables import Edited, Row
from bdr_desk.store.writing import Writing
from bdr_desk.team import outbox
from bdr_desk.team.shape import SCHEMA, columns

if TYPE_CHECKING:
    from psycopg import sql

    from bdr_desk.team.connection import Team

WriteDoor = Callable[[], AbstractContextManager[Writing]]


def push(connection: Team, store: Store, write: WriteDoor) -> tuple[int, int]:
    """Send what waits. Returns (rows sent, rows somebody else had changed later, whose version stays)."""
    with store.read() as session:
        if outbox.waiting(session) == 0:
            return 0, 0
    with write() as tx:
        outbox.share_what_it_stands_on(tx)
    with store.read() as session:
        todo = outbox.parcels(session)
    sent = lost = 0
    for table, items in todo:
        with store.read() as session:
            parcel = outbox.packed(session, table, items)
        overtaken = send(connection, table, parcel.rows)
        connection.commit()
        with write() as tx:
            outbox.delivered(tx, parcel.entries)
        sent, lost = sent + len(parcel.rows) - overtaken, lost + overtaken
    return sent, lost


def send(connection: Team, table: type[Row], rows: Sequence[Mapping[str, Any]]) -> int:
    """Put `rows` into the team's table; of two versions the later stays. Returns how many were overtaken.

    Nothing is kept until the caller commits. Rows go in the order of their keys, so that two desks cannot lock each other out.
    """
    from psycopg import sql

    names = columns(table)
    words = {
        "table": sql.Identifier(SCHEMA, table.__tablename__),
        "names": sql.SQL(", ").join(map(sql.Identifier, names)),
    }
    connection.execute(
        sql.SQL(
            "CREATE TEMPORARY TABLE incoming ON COMMIT DROP AS SELECT {names} FROM {table} WITH NO DATA"
        ).format(**words)
    )
    with connection.cursor() as cursor:
        with cursor.copy(sql.SQL("COPY incoming ({names}) FROM STDIN").format(**words)) as copy:
            for row in rows:
                copy.write_row([_plain(row[name]) for name in names])
        cursor.execute(_upsert(table, names).format(**words))
        overtaken = cursor.execute(_overtaken(table).format(**words)).fetchone()
        cursor.execute("DROP TABLE incoming")
    return int(overtaken[0]) if overtaken else 0


def _upsert(table: type[Row], names: Sequence[str]) -> sql.SQL:
    from psycopg import sql

    head = (
        "INSERT INTO {table} AS kept ({names}) SELECT {names} FROM incoming ORDER BY id ON CONFLICT (id) DO "
    )
    if not issubclass(table, Edited):
        return sql.SQL(head + "NOTHING")
    changes = ", ".join(f'"{name}" = excluded."{name}"' for name in names if name != "id")
    later = "(excluded.changed_at, excluded.changed_by) > (kept.changed_at, kept.changed_by)"
    return sql.SQL(f"{head}UPDATE SET {changes} WHERE {later}")


def _overtaken(table: type[Row]) -> sql.SQL:
    from psycopg import sql

    if not issubclass(table, Edited):
        return sql.SQL("SELECT 0")
    return sql.SQL(
        "SELECT count(*) FROM incoming JOIN {table} AS kept USING (id)"
        " WHERE (kept.changed_at, kept.changed_by) > (incoming.changed_at, incoming.changed_by)"
    )


def _plain(value: Any) -> Any:
    """PostgreSQL cannot keep the character NUL in text (manual, 8.3); JSON needs its own wrapper."""
    from psycopg.types.json import Json

    if isinstance(value, str):
        return value.replace("\0", "")
    return Json(value) if isinstance(value, list | dict) else value
