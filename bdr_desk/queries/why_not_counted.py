"""How many leads each rule keeps from being called, counted for many at once.

The rules of `domain.call_queue`, as `queries.explained` asks them of one lead, are written here a second time; tests hold the two
together. Only who was erased and came back by hand is told apart by `explained` alone: that takes a hash for each number.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from sqlite3 import Connection
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from bdr_desk.domain.call_queue import CALLABLE_STAGES
from bdr_desk.domain.queue_settings import settings_from
from bdr_desk.queries.next_leads import of_account, raw
from bdr_desk.queries.queue_cells import Cell, open_cells
from bdr_desk.queries.taken import taken
from bdr_desk.store.barred import gather_barred
from bdr_desk.store.claimed import offline
from bdr_desk.store.tables import Project

CALLABLE = "callable"


class Group(NamedTuple):
    """Leads kept by one rule for the same reason. `until` in microseconds; `first` is a lead's key."""

    rule: str
    detail: str | int | None
    leads: int
    until: int | None
    first: bytes

    def __repr__(self) -> str:  # holders of claims have names
        return "<Group>"


def groups_of(
    session: Session, project: Project, cells: list[Cell], now: int, me: UUID, call_list: UUID | None
) -> list[Group]:
    """Every lead once. `now` in microseconds."""
    gather_barred(session.connection(), now)
    connection = raw(session)
    gap = settings_from(project.queue).gap_minutes * 60_000_000
    values = {
        "project": project.id.bytes, "now": now, "gap": gap, "list": call_list and call_list.bytes,
        "offline": offline(connection, now), "me": me.bytes,
    }  # fmt: skip
    one_by_one = bool(call_list or values["offline"])
    _gather(connection, cells, values, _ANY if one_by_one else _SOME)
    only = ("AND l.call_list_id = :list" if call_list else "") if one_by_one else _NOT_ALIKE
    found = [Group(*row) for row in connection.execute(_GROUPED.format(only), values)]
    return found if one_by_one else [*found, *_alike(connection, cells, values)]


def _gather(connection: Connection, cells: list[Cell], values: Mapping[str, Any], which: str) -> None:
    """What is asked of every lead, once for all: the open cells, whom an account waits for, and who comes first in each."""
    for table, columns in _GATHERED.items():
        connection.execute(f"DROP TABLE IF EXISTS temp.{table}")
        connection.execute(f"CREATE TEMP TABLE {table} ({columns}) WITHOUT ROWID")
    connection.executemany(
        "INSERT INTO temp.open_cell VALUES (?, ?)", [(cell.id, cell.swing) for cell in cells if cell.open]
    )
    connection.executemany("INSERT OR IGNORE INTO temp.taken VALUES (?, ?)", [*_in_hands(connection, values)])
    connection.execute(_FIRST.format(which), values)


def _in_hands(connection: Connection, values: Mapping[str, Any]) -> Iterator[tuple[bytes, int]]:
    found = taken(connection, values["project"], values["now"], values["gap"], values["me"])
    for account, allowed in found.items():
        yield from ((account, rowid) for rowid in (0, *allowed))


_GATHERED = {
    "open_cell": "id INTEGER PRIMARY KEY, swing INTEGER NOT NULL",
    "taken": "account_id BLOB, allowed INTEGER, PRIMARY KEY (account_id, allowed)",  # a rowid; 0 stands for the account itself
    "first_lead": "account_id BLOB PRIMARY KEY, lead_id BLOB NOT NULL",
}
_STAGES = ", ".join(f"'{stage}'" for stage in CALLABLE_STAGES)
_QUARTER = 900_000_000  # microseconds: every zone's midnight falls on a quarter of an hour
# Whose first lead is asked for: everybody's, or that of accounts with a lead that is looked at by itself.
_ANY = ""
_SOME = f"""AND o.account_id IN (SELECT account_id FROM temp.taken UNION ALL SELECT account_id FROM lead
  WHERE project_id = :project AND +ready = 0 AND (next_at IS NULL OR next_at <= :now) AND stage IN ({_STAGES}))"""
_FIRST = """
INSERT INTO temp.first_lead SELECT account_id, id FROM (
 SELECT o.account_id, o.id, row_number() OVER (PARTITION BY o.account_id ORDER BY o.turn - x.swing, o.place, o.rowid) AS n
 FROM lead o JOIN temp.open_cell x ON x.id = o.cell_id
 WHERE o.project_id = :project AND (o.ready = 1 OR (o.wake_at IS NOT NULL AND o.wake_at <= :now))
  AND (o.account_id NOT IN (SELECT account_id FROM temp.taken)
   OR EXISTS (SELECT 1 FROM temp.taken t WHERE t.account_id = o.account_id AND t.allowed = o.rowid))
  {}
) WHERE n = 1
"""
# The rules in the order of `domain.call_queue.reasons_against`; each is asked only where those before it say nothing. Of a
# lead that is `ready` the store knows already that only hours, claims and the account can be in the way.
_JUDGED = f"""
SELECT l.id, l.stage, l.next_at, l.next_kind, l.wake_at, l.cell_id, k.name AS list_name, CASE WHEN l.ready = 0 THEN CASE
 WHEN l.contact_id IN (SELECT id FROM temp.barred_contact)
  OR l.account_id IN (SELECT id FROM temp.barred_account) THEN 'suppressed'
 WHEN l.stage NOT IN ({_STAGES}) OR l.next_kind = 'none' THEN 'stage'
 WHEN k.id IS NOT NULL AND k.released_at IS NULL AND l.next_kind = 'fresh' THEN 'held'
 WHEN NOT EXISTS (SELECT 1 FROM contact_phone p WHERE p.contact_id = l.contact_id AND p.bad_since IS NULL) THEN 'no_number'
 WHEN l.next_at > :now THEN 'waits'
 WHEN l.next_kind <> 'callback' AND (SELECT max(until) FROM skip WHERE lead_id = l.id) > :now THEN 'skipped' END END AS kept, CASE
 WHEN l.cell_id IS NULL THEN 'unknown_zone'
 WHEN h.id IS NULL THEN 'calling_hours'
 WHEN EXISTS (SELECT 1 FROM claim c WHERE c.account_id = l.account_id AND c.mine = 0 AND c.until > :now) THEN 'claimed'
 WHEN :offline AND NOT EXISTS (
  SELECT 1 FROM claim c WHERE c.account_id = l.account_id AND c.mine = 1 AND c.until > :now) THEN 'claim'
 WHEN EXISTS (SELECT 1 FROM temp.taken t WHERE t.account_id = l.account_id AND t.allowed = 0)
  AND NOT EXISTS (SELECT 1 FROM temp.taken t WHERE t.account_id = l.account_id AND t.allowed = l.rowid) THEN 'account_busy'
 WHEN f.lead_id <> l.id THEN 'account_busy'
 WHEN l.ready = 0 AND :gap > 0 AND l.next_kind <> 'callback' AND :gap + (SELECT max(s.last_call_at) FROM lead s
  WHERE s.account_id = l.account_id AND s.project_id = l.project_id) > :now THEN 'account_gap'
 WHEN l.ready = 0 AND l.wake_at > :now AND l.next_kind <> 'callback' THEN 'account_cap'
 ELSE '{CALLABLE}' END AS later, l.account_id, l.project_id
FROM lead l LEFT JOIN call_list k ON k.id = l.call_list_id LEFT JOIN temp.open_cell h ON h.id = l.cell_id
 LEFT JOIN temp.first_lead f ON f.account_id = l.account_id
WHERE l.project_id = :project {{}}
"""
_GROUPED = f"""
SELECT rule, CASE rule
  WHEN 'stage' THEN stage WHEN 'held' THEN list_name WHEN 'calling_hours' THEN cell_id
  WHEN 'waits' THEN (next_kind = 'callback') || ' ' || (next_at / {_QUARTER})
  WHEN 'claimed' THEN (SELECT holder FROM claim c WHERE c.account_id = j.account_id) END AS detail, count(*),
 min(CASE rule WHEN 'waits' THEN next_at WHEN 'skipped' THEN (SELECT max(until) FROM skip WHERE lead_id = j.id)
  WHEN 'account_gap' THEN :gap + (SELECT max(s.last_call_at) FROM lead s
   WHERE s.account_id = j.account_id AND s.project_id = j.project_id) WHEN 'account_cap' THEN wake_at END), min(j.id)
FROM (SELECT *, coalesce(kept, later) AS rule FROM ({_JUDGED})) j GROUP BY 1, 2
"""


# Most leads are ready, at accounts that are in nobody's hands: they are counted in the index of those who are ready, by
# cell where it is closed, and where it is open one of each account can be called. All others are looked at one by one.


def _alike(connection: Connection, cells: Sequence[Cell], values: Mapping[str, Any]) -> Iterator[Group]:
    """Of the leads that `_NOT_ALIKE` leaves out."""
    for cell, leads, rowid in connection.execute(_IN_CELLS.format(_ids(cells, is_open=False))):
        yield Group("calling_hours", cell, leads, None, _key(connection, rowid))
    is_open = _ids(cells, is_open=True)
    leads, accounts, one = connection.execute(_AT_ACCOUNTS.format(is_open)).fetchone()
    behind, second = connection.execute(_BEHIND_WOKEN.format(is_open)).fetchone()
    callable_now = accounts - behind
    if callable_now:
        yield Group(CALLABLE, None, callable_now, None, b"")
    if leads > callable_now:
        rowid = (
            second or of_account(connection, values["project"], one, open_cells([*cells]), values["now"])[1]
        )
        yield Group("account_busy", None, leads - callable_now, None, _key(connection, rowid))


def _ids(cells: Iterable[Cell], *, is_open: bool) -> str:
    """For an index, which has nothing to go by where there are none: then that of no cell."""
    return ", ".join(str(cell.id) for cell in cells if cell.open == is_open) or "-1"


def _key(connection: Connection, rowid: int) -> bytes:
    key: bytes = connection.execute("SELECT id FROM lead WHERE rowid = ?", (rowid,)).fetchone()[0]
    return key


_NOT_TAKEN = "account_id NOT IN (SELECT account_id FROM temp.taken)"
_NOT_ALIKE = "AND (l.ready = 0 OR l.account_id IN (SELECT account_id FROM temp.taken))"
_IN_CELLS = f"""
SELECT cell_id, count(*), min(rowid) FROM lead INDEXED BY ix_lead_ready
WHERE ready = 1 AND cell_id IN ({{}}) AND {_NOT_TAKEN} GROUP BY cell_id
"""
# Leads, accounts, and an account that has several.
_AT_ACCOUNTS = f"""
SELECT coalesce(sum(n), 0), count(*), max(CASE WHEN n > 1 THEN account_id END) FROM (
 SELECT account_id, count(*) AS n FROM lead INDEXED BY ix_lead_ready
 WHERE ready = 1 AND cell_id IN ({{}}) AND {_NOT_TAKEN} GROUP BY account_id)
"""
# Accounts at which somebody comes first whose time has come since anything was written last, and a lead there.
_BEHIND_WOKEN = f"""
SELECT count(DISTINCT l.account_id), min(l.rowid) FROM temp.first_lead f CROSS JOIN lead w ON w.id = f.lead_id AND w.ready = 0
 CROSS JOIN lead l INDEXED BY ix_lead_account_id ON l.account_id = f.account_id AND l.ready = 1 AND l.cell_id IN ({{}})
WHERE l.{_NOT_TAKEN}
"""
