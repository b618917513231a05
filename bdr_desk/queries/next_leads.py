"""Who is next: the open cells of a queue walked side by side, each along its index, no further than the caller reads.

What the rules conclude of a lead stands in its row (`store.standing`), so that nothing is sorted and nobody is looked at in
vain: a cell holds leads of the same calling hours and segment, in order of their turn. What changes with the clock (calling
hours, the best hour, lunch) is the same for a whole cell; what changes with other desks (claims, calls going on) concerns few
accounts, which are passed over.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from heapq import heapify, heappop, heapreplace
from sqlite3 import Connection
from typing import NamedTuple

from sqlalchemy.orm import Session

_FIRST, _MOST = 4, 512  # leads of a cell read at once: few at first, twice as many each time
_CELLS_AT_ONCE = 100  # SQLite joins up to 500 statements to one
_FIRSTS = (
    f"SELECT * FROM (SELECT {{}}, turn, place, account_id, rowid FROM lead WHERE ready = 1 AND cell_id = ?{{}}"
    f" ORDER BY turn, place, account_id LIMIT {_FIRST})"
)
_WALK = (
    "SELECT turn, place, account_id, rowid FROM lead WHERE ready = 1 AND cell_id = ?{} AND (turn, place, account_id) > (?, ?, ?)"
    " ORDER BY turn, place, account_id LIMIT ?"
)
_WOKEN = (
    "SELECT turn, place, account_id, rowid, cell_id FROM lead WHERE project_id = ? AND ready = 0 AND wake_at IS NOT NULL"
    " AND wake_at <= ?{}"
)


class OpenCell(NamedTuple):
    """`swing` in hundredths of points, added to the score of everybody in the cell at this hour."""

    id: int
    swing: int


class Only(NamedTuple):
    """A condition on leads that the queue is filtered by: SQL on the columns of `lead`, and what is bound to it. `few`: it is
    found by an index of its own, so that those it leaves are looked up and sorted, and no cell is walked."""

    sql: str = ""
    values: tuple[object, ...] = ()
    few: bool = False

    def __repr__(self) -> str:  # what is looked for may be a name
        return "<Only>"


ALL = Only()


def raw(session: Session) -> Connection:
    """The driver's own connection: the queue is read often, and SQLAlchemy would take most of the time."""
    connection = session.connection().connection.driver_connection
    assert isinstance(connection, Connection)
    return connection


def in_order(
    connection: Connection, project: bytes, cells: Sequence[OpenCell], now: int, taken: Mapping[bytes, Collection[int]],
    only: Only = ALL,
) -> Iterator[int]:  # fmt: skip
    """The rowids of leads that may be offered at `now` (microseconds), one for each account, in the queue's order.

    `taken` leads from accounts in somebody's hands to the rowids of those there that may be offered (`queries.taken`).
    """
    return _one_each(_merged(connection, project, cells, now, only), taken)


def in_order_of_few(
    connection: Connection,
    project: bytes,
    cells: Sequence[OpenCell],
    now: int,
    taken: Mapping[bytes, Collection[int]],
    only: Only,
) -> Iterator[int]:
    """The same where `only` names few accounts: their leads are looked up and sorted, no cell is walked."""
    return _one_each(iter(_of_few(connection, project, cells, now, only)), taken)


def _one_each(keys: Iterator["_Key"], taken: Mapping[bytes, Collection[int]]) -> Iterator[int]:
    given: set[bytes] = set()
    for _, _, account, rowid in keys:
        allowed = taken.get(account)
        if account not in given and (allowed is None or rowid in allowed):
            given.add(account)
            yield rowid


def of_account(
    connection: Connection, project: bytes, account: bytes, cells: Sequence[OpenCell], now: int
) -> list[int]:
    """The rowids of an account's leads that may be offered at `now`, in the queue's order."""
    swings = {cell.id: cell.swing for cell in cells}
    rows = connection.execute(_OF_ACCOUNT, (account, project, now)).fetchall()
    found = [(turn - swings[cell], place, rowid) for turn, place, rowid, cell in rows if cell in swings]
    return [rowid for _, _, rowid in sorted(found)]


_OF_ACCOUNT = (
    "SELECT turn, place, rowid, cell_id FROM lead"
    " WHERE account_id = ? AND project_id = ? AND (ready = 1 OR wake_at <= ?)"
)
_OF_FEW = "SELECT turn, place, account_id, rowid, cell_id FROM lead WHERE +project_id = ? AND (+ready = 1 OR +wake_at <= ?){}"
_Key = tuple[int, int, bytes, int]  # turn with its swing, place, account, rowid


def _merged(
    connection: Connection, project: bytes, cells: Sequence[OpenCell], now: int, only: Only
) -> Iterator[_Key]:
    firsts = _first_rows(connection, cells, only)
    walks = [_cell(connection, cell, only, rows) for cell, rows in zip(cells, firsts, strict=True)]
    walks.append(_woken(connection, project, {cell.id: cell.swing for cell in cells}, now, only))
    heads = [(first, n) for n, walk in enumerate(walks) if (first := next(walk, None))]
    heapify(heads)
    while heads:
        key, n = heads[0]
        yield key
        following = next(walks[n], None)
        if following is None:
            heappop(heads)
        else:
            heapreplace(heads, (following, n))


def _first_rows(connection: Connection, cells: Sequence[OpenCell], only: Only) -> list[list[_Key]]:
    """The first leads of each cell, in one statement: asking cell by cell takes twice as long."""
    found: list[list[_Key]] = [[] for _ in cells]
    for at in range(0, len(cells), _CELLS_AT_ONCE):
        some = cells[at : at + _CELLS_AT_ONCE]
        values = tuple(value for cell in some for value in (cell.id, *only.values))
        for row in connection.execute(_firsts(len(some), only.sql), values).fetchall():
            found[at + row[0]].append(row[1:])
    return found


@lru_cache(maxsize=16)
def _firsts(cells: int, only: str) -> str:
    return " UNION ALL ".join(_FIRSTS.format(n, only) for n in range(cells))


def _cell(connection: Connection, cell: OpenCell, only: Only, rows: list[_Key]) -> Iterator[_Key]:
    """The leads of a cell; `rows` are its first ones."""
    sql, size = _WALK.format(only.sql), _FIRST
    while True:
        for turn, place, account, rowid in rows:
            yield turn - cell.swing, place, account, rowid
        if len(rows) < size:
            return
        size = min(size * 2, _MOST)
        rows = connection.execute(sql, (cell.id, *only.values, *rows[-1][:3], size)).fetchall()


def _woken(
    connection: Connection, project: bytes, swings: dict[int, int], now: int, only: Only
) -> Iterator[_Key]:
    """Those whose time has come since anything was written last."""
    rows = connection.execute(_WOKEN.format(only.sql), (project, now, *only.values))
    return iter(_sorted(rows, swings))


def _of_few(
    connection: Connection, project: bytes, cells: Sequence[OpenCell], now: int, only: Only
) -> list[_Key]:
    rows = connection.execute(_OF_FEW.format(only.sql), (project, now, *only.values))
    return _sorted(rows, {cell.id: cell.swing for cell in cells})


def _sorted(rows: Iterable[tuple[int, int, bytes, int, int]], swings: Mapping[int, int]) -> list[_Key]:
    return sorted(
        (turn - swings[cell], place, account, rowid)
        for turn, place, account, rowid, cell in rows
        if cell in swings
    )


_DETAILS = """
SELECT l.id, l.contact_id, l.account_id, l.stage, l.next_kind, l.next_at, l.next_why, l.attempts, l.last_outcome,
 l.last_call_at, l.zones, l.fit, l.made_at, l.trigger, l.triggered_at, l.cell_id, l.medium, l.step,
 c.name, c.title, c.zone, c.zones_because,
 a.name, a.domain, a.name_key, c.name_key, k.name, k.tier, k.priority, k.released_at,
 (SELECT e164 FROM contact_phone p WHERE p.contact_id = l.contact_id AND p.bad_since IS NULL ORDER BY p.place LIMIT 1), l.rowid
FROM json_each(?) j CROSS JOIN lead l ON l.rowid = j.value
 JOIN contact c ON c.id = l.contact_id JOIN account a ON a.id = l.account_id LEFT JOIN call_list k ON k.id = l.call_list_id
"""


class LeadRow(NamedTuple):
    """What is shown of a lead in the queue. Keys as SQLite keeps them; times in microseconds since 1970 UTC."""

    id: bytes
    contact: bytes
    account: bytes
    stage: str
    next_kind: str
    next_at: int | None
    next_why: str
    attempts: int
    last_outcome: str | None
    last_call_at: int | None
    zones: str
    fit: int | None
    made_at: int
    trigger: str
    triggered_at: int | None
    cell: int | None
    medium: str
    step: int
    name: str
    title: str
    zone: str | None
    zones_because: str
    account_name: str
    domain: str | None
    account_key: str
    name_key: str
    list_name: str | None
    list_tier: str | None
    list_priority: int | None
    released_at: int | None
    phone: str | None

    def __repr__(self) -> str:  # personal data stays out of logs
        return "<LeadRow>"


def details(connection: Connection, rowids: Sequence[int]) -> list[LeadRow]:
    """What is shown of them, in their order."""
    rows = connection.execute(
        _DETAILS, (json.dumps(rowids),)
    ).fetchall()  # sorted here: SQLite would carry all of each
    found = {row[-1]: LeadRow._make(row[:-1]) for row in rows}
    return [found[rowid] for rowid in rowids if rowid in found]
