"""A whole list, or the project: how many can be called now, and which rule keeps how many others.

Each lead counts once, under the first rule that `queries.explained` names for it, so that the counts add up. The rules are
written here a second time, for many leads at once; tests hold the two together. Only who was erased and came back by hand is
told apart by `explain` alone: that takes a hash for each number.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from sqlite3 import Connection
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bdr_desk.desk import Desk
from bdr_desk.domain.call_queue import CALLABLE_STAGES
from bdr_desk.domain.calling_opening import next_open
from bdr_desk.domain.calling_places import Place, city_of, place_name, places_in
from bdr_desk.domain.queue_settings import settings_from
from bdr_desk.domain.regions import REGION_ZONES
from bdr_desk.domain.time_zones import day_name, day_of_month
from bdr_desk.domain.words import STAGE_SAYS
from bdr_desk.queries.next_leads import raw
from bdr_desk.queries.projects import need_project
from bdr_desk.queries.queue_cells import Cell, by_id, cells_of, policy_of
from bdr_desk.queries.rows import need
from bdr_desk.queries.taken import taken
from bdr_desk.store.barred import gather_barred
from bdr_desk.store.claimed import offline
from bdr_desk.store.columns import from_micros, to_micros
from bdr_desk.store.tables import CallList, Project, User

CALLABLE = "callable"
DAYS_TOLD = 7  # what waits longer is counted together
# What ends by itself comes first, then what somebody can do something about, then what is over.
_ORDER = (
    "waits", "calling_hours", "account_gap", "account_cap", "account_busy", "claimed", "claim", "skipped", "unknown_zone",
    "no_number", "held", "suppressed", "stage",
)  # fmt: skip


@dataclass(frozen=True, repr=False)
class BlockedRow:
    """`count` leads kept by one rule; `until` (UTC) when the first of them is free, `lead` is one of them."""

    rule: str
    says: str
    count: int
    until: datetime | None
    lead: UUID


@dataclass(frozen=True, repr=False)
class Blocked:
    """`total` leads: `callable_now` and the counts of the rows add up to it."""

    total: int
    callable_now: int
    rows: tuple[BlockedRow, ...]


class _Group(NamedTuple):
    """Leads kept by one rule for the same reason. `until` in microseconds; `first` is a lead's key."""

    rule: str
    detail: str | int | None
    leads: int
    until: int | None
    first: bytes

    def __repr__(self) -> str:  # holders of claims have names
        return "<_Group>"


def blocked(desk: Desk, call_list: UUID | None = None) -> Blocked:
    """Of the project's leads, or of one list's. Days are the user's. Raises NotFound."""
    now = desk.clock()
    with desk.read() as session:
        listed = need(session, CallList, call_list) if call_list else None
        project = session.get_one(Project, listed.project_id) if listed else need_project(session)
        cells = cells_of(session, project, settings_from(project.queue).weights, now)
        groups = _groups(session, project, cells, to_micros(now), desk.me, call_list)
        me = session.get(User, desk.me)
        words = _Words(project, by_id(cells), now.astimezone(ZoneInfo(me.time_zone if me else "UTC")))
    kept = [group for group in groups if group.rule != CALLABLE]
    total = sum(group.leads for group in groups)
    return Blocked(total, total - sum(group.leads for group in kept), _rows(kept, words))


def _groups(
    session: Session, project: Project, cells: list[Cell], now: int, me: UUID, call_list: UUID | None
) -> list[_Group]:
    """Every lead once."""
    gather_barred(session.connection(), now)
    connection = raw(session)
    gap = settings_from(project.queue).gap_minutes * 60_000_000
    values = {
        "project": project.id.bytes, "now": now, "gap": gap, "list": call_list and call_list.bytes,
        "offline": offline(connection, now), "me": me.bytes,
    }  # fmt: skip
    _gather(connection, cells, values)
    only = "AND l.call_list_id = :list" if call_list else ""
    return [_Group(*row) for row in connection.execute(_GROUPED.format(only), values)]


def _gather(connection: Connection, cells: list[Cell], values: Mapping[str, Any]) -> None:
    """What is asked of every lead, once for all: the open cells, whom an account waits for, and who comes first in each."""
    for table, columns in _GATHERED.items():
        connection.execute(f"DROP TABLE IF EXISTS temp.{table}")
        connection.execute(f"CREATE TEMP TABLE {table} ({columns}) WITHOUT ROWID")
    connection.executemany(
        "INSERT INTO temp.open_cell VALUES (?, ?)", [(cell.id, cell.swing) for cell in cells if cell.open]
    )
    connection.executemany("INSERT OR IGNORE INTO temp.taken VALUES (?, ?)", [*_in_hands(connection, values)])
    connection.execute(_FIRST, values)


def _in_hands(connection: Connection, values: Mapping[str, Any]) -> Iterator[tuple[bytes, int]]:
    found = taken(connection, values["project"], values["now"], values["gap"], values["me"])
    for account, allowed in found.items():
        yield from ((account, rowid) for rowid in (0, *allowed))


_GATHERED = {
    "open_cell": "id INTEGER PRIMARY KEY, swing INTEGER NOT NULL",
    "taken": "account_id BLOB, allowed INTEGER, PRIMARY KEY (account_id, allowed)",  # a rowid; 0 stands for the account itself
    "first_lead": "account_id BLOB PRIMARY KEY, lead_id BLOB NOT NULL",
}
_FIRST = """
INSERT INTO temp.first_lead SELECT account_id, id FROM (
 SELECT o.account_id, o.id, row_number() OVER (PARTITION BY o.account_id ORDER BY o.turn - x.swing, o.place, o.rowid) AS n
 FROM lead o JOIN temp.open_cell x ON x.id = o.cell_id
 WHERE o.project_id = :project AND (o.ready = 1 OR (o.wake_at IS NOT NULL AND o.wake_at <= :now))
  AND (o.account_id NOT IN (SELECT account_id FROM temp.taken)
   OR EXISTS (SELECT 1 FROM temp.taken t WHERE t.account_id = o.account_id AND t.allowed = o.rowid))
) WHERE n = 1
"""
_STAGES = ", ".join(f"'{stage}'" for stage in CALLABLE_STAGES)
_QUARTER = 900_000_000  # microseconds: every zone's midnight falls on a quarter of an hour
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


class _Words:
    """Puts groups into words; `now` is on the user's clock."""

    def __init__(self, project: Project, cells: Mapping[int, Cell], now: datetime) -> None:
        self._policy, self._cells, self.now = policy_of(project), cells, now

    def of(self, group: _Group) -> tuple[str, datetime | None]:
        """What is said of a group, and when it ends."""
        until = None if group.until is None else from_micros(group.until)
        match group.rule:
            case "waits":
                promised = str(group.detail).startswith("1")
                day = self._day((until or self.now).astimezone(self.now.tzinfo).date())
                return f"{'Promised' if promised else 'Next try'} {day}", until
            case "calling_hours":
                return self._closed(self._cells[int(group.detail or 0)].hours)
            case "stage":
                return f"Not in the queue: {STAGE_SAYS.get(str(group.detail), str(group.detail))}", None
            case "held":
                return f"List {group.detail} is not released", None
            case "claimed":
                return f"{group.detail or 'A colleague'} is working on the account", None
        return _SAYS[group.rule], until

    def _closed(self, hours: str) -> tuple[str, datetime | None]:
        where = " or ".join(dict.fromkeys(map(_name, places_in(hours))))
        opens = next_open(hours, self._policy, self.now)
        if opens is None:
            return f"Closed in {where}", None
        local = opens.astimezone(self.now.tzinfo)
        day = "" if local.date() == self.now.date() else f"{self._day(local.date())} "
        return f"Closed in {where} until {day}{local:%H:%M}", opens

    def _day(self, day: date) -> str:
        away = (day - self.now.date()).days
        if away >= DAYS_TOLD:
            return "later"
        return {0: "today", 1: "tomorrow"}.get(away, f"{day_name(day)}, {day_of_month(day)}")


def _name(place: Place) -> str:
    """A country of several time zones is said by the city of this one."""
    several = not place.state and len(REGION_ZONES.get(place.country, ())) > 1
    return city_of(place.zone) if several else place_name(place)


_SAYS = {
    "suppressed": "On the do-not-contact list", "no_number": "No working number", "skipped": "Passed over for now",
    "unknown_zone": "Time zone unknown", "account_gap": "Their account was called just now",
    "account_cap": "Their account had as many calls as the cadence allows",
    "account_busy": "Somebody of their account comes first",
    "claim": "Not held by this desk, and the team cannot be reached",
}  # fmt: skip


def _rows(groups: Iterable[_Group], words: _Words) -> tuple[BlockedRow, ...]:
    """Groups that are said alike become one row."""
    found: dict[tuple[str, str], BlockedRow] = {}
    for group in groups:
        says, until = words.of(group)
        row = BlockedRow(group.rule, says, group.leads, until, UUID(bytes=group.first))
        known = found.get((group.rule, says))
        found[group.rule, says] = _joined(known, row) if known else row
    return tuple(sorted(found.values(), key=_place))


def _joined(one: BlockedRow, other: BlockedRow) -> BlockedRow:
    ends = [row.until for row in (one, other) if row.until]
    return BlockedRow(one.rule, one.says, one.count + other.count, min(ends, default=None), one.lead)


def _place(row: BlockedRow) -> tuple[int, float, int]:
    return _ORDER.index(row.rule), row.until.timestamp() if row.until else 0.0, -row.count
