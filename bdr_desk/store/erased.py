"""The one door through which kept rows lose what they say about a person who is erased on request.

Logged rows are held by triggers and the write door refuses to delete: here, and only here, the triggers are lifted inside the
transaction and put back before it ends. Rows stay where counts and trails need them; their texts go. Nothing is written
elsewhere in the meantime: SQLite has one writer.
"""

import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from bdr_desk.domain.erasure import ERASED, Traces, without
from bdr_desk.store.bases import keep_for_good, take_back
from bdr_desk.store.columns import to_micros
from bdr_desk.store.store import Store
from bdr_desk.store.tables import Contact, Handoff, Lead, Meeting, Row
from bdr_desk.store.travelling import merged
from bdr_desk.store.writing import Writing

# Columns that go with the person: table, column that says whose row it is, what the columns become.
_OF_CONTACT = (
    ("contact", "id", "given_name = '', family_name = '', name = '', name_key = '', title = '', decision_role = NULL,"
     " zones = 'UTC', zones_because = '', zone = NULL"),
    ("fact", "contact_id", f"value = '{ERASED}'"),
    ("consent", "contact_id", "said = ''"),
    ("referral", "from_contact_id", "said = ''"),
    ("referral", "to_contact_id", "said = ''"),
)  # fmt: skip
_OF_LEAD = (
    ("lead", "id", "stage = 'closed', stage_reason = '', next_kind = 'none', next_at = NULL, next_why = '', zones = 'UTC',"
     " cell_id = NULL, turn = 0, ready = 0, wake_at = NULL"),
    ("lead_stage", "lead_id", "reason = ''"),
    ("call", "lead_id", f"note = '', phone = '', no_fact_reason = iif(no_fact_reason = '', '', '{ERASED}')"),
    ("call_effect", "call_id IN (SELECT id FROM call WHERE lead_id", "body = '{}'"),
    ("call_undo", "lead_id", "reason = ''"),
    ("skip", "lead_id", "reason = ''"),
    ("fact", "lead_id", f"value = '{ERASED}'"),
    ("touch", "lead_id", "says = iif(call_id IS NULL, '', says)"),
    ("meeting", "lead_id", f"subject = '{ERASED}', place = '', agenda = ''"),
    ("handoff", "lead_id", "summary = '', waived_reason = ''"),
    ("handoff_event", "handoff_id IN (SELECT id FROM handoff WHERE lead_id", "text = ''"),
    ("invitation_message", "meeting_id IN (SELECT id FROM meeting WHERE lead_id", "text = ''"),
)  # fmt: skip
_DELETED = (("contact_phone", "contact_id"), ("contact_email", "contact_id"))
# Texts of others in which the person may be mentioned.
_MENTIONS = (
    ("account", "name"), ("account", "note"), ("lead", "next_why"), ("lead", "stage_reason"), ("lead_stage", "reason"),
    ("call", "note"), ("call", "no_fact_reason"), ("fact", "value"), ("touch", "says"), ("meeting", "subject"),
    ("meeting", "agenda"), ("meeting", "place"), ("handoff", "summary"), ("handoff", "waived_reason"),
    ("handoff_event", "text"), ("invitation_message", "text"), ("suppression", "reason"), ("suppression", "lifted_reason"),
    ("draft", "body"), ("contact_merge", "detail"), ("contact", "zones_because"), ("call_effect", "body"),
    ("call_undo", "reason"), ("skip", "reason"), ("consent", "said"), ("referral", "said"), ("account_route", "gatekeeper"),
    ("account_route", "note"), ("team_base", "body"), ("lost_value", "lost"), ("lost_value", "stays"),
)  # fmt: skip
_KEYS = {"team_base": "table_name || hex(row_id) || parcel"}  # of a table without rowids
_SHARED: Mapping[str, type[Row]] = {"contact": Contact, "lead": Lead, "meeting": Meeting, "handoff": Handoff}
_CHUNK = 1 << 24


@contextmanager
def erasing(tx: Writing) -> Iterator[Connection]:
    """The transaction's connection with append-only rows open, and freed bytes overwritten; both end with the block, however
    it ends."""
    tx.flush()
    connection = tx.connection()
    triggers = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all()
    before = connection.exec_driver_sql("PRAGMA secure_delete").scalar_one()
    connection.exec_driver_sql("PRAGMA secure_delete = ON")
    for name, _ in triggers:
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    try:
        yield connection
    finally:
        for _, sql in triggers:
            connection.exec_driver_sql(sql)
        connection.exec_driver_sql(f"PRAGMA secure_delete = {int(before)}")


def erase_rows(
    tx: Writing, contacts: Sequence[UUID], traces: Traces, *, for_good: bool = True
) -> Counter[str]:
    """Take the people `contacts` (one person, and who was merged into them) out of every table; how many rows it touched.

    Without `for_good` the search index is spared: merging its parts takes long, and the caller takes all of it back.
    """
    gone: Counter[str] = Counter()
    with erasing(tx) as connection:
        take_back(connection)  # parcels for the team hold copies
        rows = _rowids(connection, contacts)
        leads = _keys(connection, "lead", "contact_id", contacts)
        _blank(connection, gone, _OF_CONTACT, contacts)
        _blank(connection, gone, _OF_LEAD, leads)
        _hold(connection, _OF_CONTACT, contacts)
        _hold(connection, _OF_LEAD, leads)
        _delete(connection, gone, contacts, leads)
        gone["contact_merge"] += _update(
            connection,
            "UPDATE contact_merge SET detail = '{}' WHERE kept_id = ?1 OR merged_id = ?1",
            contacts,
        )
        gone["list_row"] += _erase_list_rows(connection, contacts, traces)
        _erase_mentions(connection, gone, traces)
        if for_good:
            _forget_words(connection, rows)
        _stamp(connection, tx, contacts, leads)
    for table in gone:
        tx.touch(table)
    return +gone


def _rowids(connection: Connection, contacts: Iterable[UUID]) -> list[int]:
    found = (
        connection.exec_driver_sql("SELECT rowid FROM contact WHERE id = ?", (c,)).scalar() for c in contacts
    )
    return [rowid for rowid in found if rowid is not None]


def _keys(connection: Connection, table: str, column: str, keys: Iterable[UUID]) -> list[UUID]:
    sql = f'SELECT id FROM "{table}" WHERE {column} = ?'
    return [UUID(bytes=row[0]) for key in keys for row in connection.exec_driver_sql(sql, (key,))]


def _update(connection: Connection, sql: str, keys: Iterable[UUID]) -> int:
    return sum(connection.exec_driver_sql(sql, (key,)).rowcount for key in keys)


def _blank(
    connection: Connection, gone: Counter[str], rules: Iterable[tuple[str, str, str]], keys: Sequence[UUID]
) -> None:
    for table, whose, becomes in rules:
        where = f"{whose} = ?1" + (")" if "(" in whose else "")
        gone[table] += _update(connection, f'UPDATE "{table}" SET {becomes} WHERE {where}', keys)


def _rules_only(problems: str) -> str:
    """What was wrong with a row, without the cell it was wrong with."""
    return json.dumps([{**problem, "value": ""} for problem in json.loads(problems)])


def _delete(
    connection: Connection, gone: Counter[str], contacts: Sequence[UUID], leads: Sequence[UUID]
) -> None:
    for table, column in _DELETED:
        for key in _keys(connection, table, column, contacts):
            connection.exec_driver_sql("DELETE FROM pending WHERE row_id = ?", (key,))
            connection.exec_driver_sql("DELETE FROM team_base WHERE row_id = ?", (key,))
            _forget(connection, key)
        gone[table] += _update(connection, f"DELETE FROM {table} WHERE {column} = ?1", contacts)
    gone["draft"] += _update(connection, "DELETE FROM draft WHERE lead_id = ?1", leads)
    for key in contacts:
        sql = "DELETE FROM suppression WHERE kind = 'contact' AND value = ?"
        gone["suppression"] += connection.exec_driver_sql(sql, (str(key),)).rowcount


def _erase_list_rows(connection: Connection, contacts: Sequence[UUID], traces: Traces) -> int:
    """Their own rows, and those that name the person without being theirs: quarantined, refused, of another spelling.

    All rows are read, once: no index has the cells, nor whose the rows are that were added.
    """
    theirs = f"contact_id IN ({', '.join('?' * len(contacts))})"
    hints = [hint for hint in traces.hints() if hint]
    sieve = " OR ".join([theirs, *("instr(lower(cells), ?) > 0" for _ in hints)])
    rows = connection.exec_driver_sql(
        f"SELECT import_id, row_number, cells, problems, {theirs} FROM list_row WHERE {sieve}",
        (*contacts, *contacts, *hints),
    )
    hits = [
        (_rules_only(problems), import_id, number)
        for import_id, number, cells, problems, is_theirs in rows
        if is_theirs or traces.named_in([str(cell) for cell in json.loads(cells)])
    ]
    for hit in hits:
        connection.exec_driver_sql(
            "UPDATE list_row SET cells = '[]', problems = ?, settled_why = NULL WHERE import_id = ? AND row_number = ?",
            hit,
        )
    return len(hits)


def _erase_mentions(connection: Connection, gone: Counter[str], traces: Traces) -> None:
    """The person's name, numbers and addresses out of what was written about others."""
    for kind, values in (("phone", traces.phones), ("email", traces.emails)):
        for value in values:
            sql = "DELETE FROM suppression WHERE kind = ? AND value = ?"
            gone["suppression"] += connection.exec_driver_sql(sql, (kind, value)).rowcount
    for number in traces.phones:  # a way into the company by a number that was theirs alone
        sql = "UPDATE account_route SET e164 = '', extension = '' WHERE e164 = ?"
        gone["account_route"] += connection.exec_driver_sql(sql, (number,)).rowcount
    for table, column in _MENTIONS:
        for text in traces.texts:
            gone[table] += _erase_mention(connection, table, column, text, traces)


def _erase_mention(connection: Connection, table: str, column: str, text: str, traces: Traces) -> int:
    key = _KEYS.get(table, "rowid")
    found = connection.exec_driver_sql(
        f'SELECT {key}, {column} FROM "{table}" WHERE instr(lower({column}), ?) > 0', (text.lower(),)
    ).all()
    for row, said in found:
        names = ", name_key = ''" if (table, column) == ("account", "name") else ""
        sql = f'UPDATE "{table}" SET {column} = ?{names} WHERE {key} = ?'
        connection.exec_driver_sql(sql, (without(said, traces), row))
    return len(found)


def _forget_words(connection: Connection, rows: Iterable[int]) -> None:
    """Out of the search index. Deleted words stay in its older parts until these are merged: "optimize" merges them all
    (SQLite FTS5 §6.8)."""
    for rowid in rows:
        connection.exec_driver_sql("DELETE FROM contact_search WHERE rowid = ?", (rowid,))
    connection.exec_driver_sql("INSERT INTO contact_search (contact_search) VALUES ('optimize')")


def _stamp(connection: Connection, tx: Writing, contacts: Iterable[UUID], leads: Iterable[UUID]) -> None:
    """Changed now, by whoever erased."""
    for table, keys in (("contact", contacts), ("lead", leads)):
        for key in keys:
            sql = f"UPDATE {table} SET changed_at = max(?, changed_at + 1), changed_by = ? WHERE id = ?"
            connection.exec_driver_sql(sql, (to_micros(tx.now), tx.author, key))


def _hold(connection: Connection, rules: Iterable[tuple[str, str, str]], keys: Sequence[UUID]) -> None:
    """What the team's database has of these fields does not come back, and nothing here remembers what they were."""
    for table, whose, becomes in rules:
        if table in _SHARED:
            fields = merged(_SHARED[table]) & set(re.findall(r"(\w+) = ", becomes))
            for key in _keys(connection, table, whose, keys):
                keep_for_good(connection, table, key, fields)
                _forget(connection, key)


def _forget(connection: Connection, key: UUID) -> None:
    connection.exec_driver_sql("DELETE FROM lost_value WHERE row_id = ?", (key,))


# Bytes


def holds(file: Path, needles: Sequence[bytes]) -> bool:
    """Whether a file holds one of `needles`. Not for the file of an open store: see `_store_holds`."""
    with file.open("rb") as read:
        return _found_in(partial(read.read, _CHUNK), needles)


def _store_holds(file: Path, needles: Sequence[bytes]) -> bool:
    """The same for a store that is open. Under POSIX closing any descriptor of a file drops all locks this process has on it,
    SQLite's among them ("How To Corrupt An SQLite Database File", 2.2): this one is left open until the program ends."""
    if os.name != "posix":
        return holds(file, needles)
    left_open = _left_open(file, file.stat().st_ino)
    os.lseek(left_open, 0, os.SEEK_SET)
    return _found_in(partial(os.read, left_open, _CHUNK), needles)


@cache
def _left_open(file: Path, _inode: int) -> int:
    return os.open(file, os.O_RDONLY)


def _found_in(read: Callable[[], bytes], needles: Sequence[bytes]) -> bool:
    """Pieces overlap by the longest of `needles`."""
    longest = max(map(len, needles), default=0)
    rest = b""
    while piece := read():
        whole = rest + piece
        if any(needle in whole for needle in needles):
            return True
        rest = whole[-longest:]
    return False


def clear_files(store: Store, needles: Sequence[bytes]) -> bool:
    """Bring the log of the last writes home and leave it empty; where old copies of the person's bytes are left in unused
    parts of the file, write it anew. Returns whether the files are free of them."""
    _checkpoint(store)
    if not _store_holds(store.file, needles):
        return True
    _vacuum(store)
    return not _store_holds(store.file, needles)


def _checkpoint(store: Store) -> None:
    raw: Any = store.engine.raw_connection()
    try:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        raw.close()


def _vacuum(store: Store) -> None:
    """VACUUM numbers contacts anew, and the search index goes by those numbers: it is emptied before and made after."""
    from bdr_desk.store.search_words import index_new

    with store.engine.execution_options(writing=True).begin() as connection:
        connection.exec_driver_sql("DELETE FROM contact_search")
    raw: Any = store.engine.raw_connection()
    try:
        raw.execute("VACUUM")
    finally:
        raw.close()
    with store.engine.execution_options(writing=True).begin() as connection:
        index_new(connection)
    _checkpoint(store)
