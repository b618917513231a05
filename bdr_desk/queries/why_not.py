"""A whole list, or the project: how many can be called now, and which rule keeps how many others.

Each lead counts once, under the first rule that `queries.explained` names for it, so that the counts add up. They are counted in
`queries.why_not_counted`, and put into words here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from bdr_desk.desk import Desk
from bdr_desk.domain.calling_opening import next_open
from bdr_desk.domain.calling_places import Place, city_of, place_name, places_in
from bdr_desk.domain.queue_settings import settings_from
from bdr_desk.domain.regions import REGION_ZONES
from bdr_desk.domain.time_zones import day_name, day_of_month
from bdr_desk.domain.words import STAGE_SAYS
from bdr_desk.queries.projects import need_project
from bdr_desk.queries.queue_cells import Cell, by_id, cells_of, policy_of
from bdr_desk.queries.rows import need
from bdr_desk.queries.why_not_counted import CALLABLE, Group, groups_of
from bdr_desk.store.columns import from_micros, to_micros
from bdr_desk.store.tables import CallList, Project, User

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


def blocked(desk: Desk, call_list: UUID | None = None) -> Blocked:
    """Of the project's leads, or of one list's. Days are the user's. Raises NotFound."""
    now = desk.clock()
    with desk.read() as session:
        listed = need(session, CallList, call_list) if call_list else None
        project = session.get_one(Project, listed.project_id) if listed else need_project(session)
        cells = cells_of(session, project, settings_from(project.queue).weights, now)
        groups = groups_of(session, project, cells, to_micros(now), desk.me, call_list)
        me = session.get(User, desk.me)
        words = _Words(project, by_id(cells), now.astimezone(ZoneInfo(me.time_zone if me else "UTC")))
    kept = [group for group in groups if group.rule != CALLABLE]
    total = sum(group.leads for group in groups)
    return Blocked(total, total - sum(group.leads for group in kept), _rows(kept, words))


class _Words:
    """Puts groups into words; `now` is on the user's clock."""

    def __init__(self, project: Project, cells: Mapping[int, Cell], now: datetime) -> None:
        self._policy, self._cells, self.now = policy_of(project), cells, now

    def of(self, group: Group) -> tuple[str, datetime | None]:
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


def _rows(groups: Iterable[Group], words: _Words) -> tuple[BlockedRow, ...]:
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
