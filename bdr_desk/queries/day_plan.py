"""The day ahead: what was promised, what is due hour by hour, whose clock runs, and how long there is somebody to call."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bdr_desk.desk import Desk
from bdr_desk.domain.business_days import is_business_day
from bdr_desk.domain.call_queue import CALLABLE_STAGES
from bdr_desk.domain.calling_opening import opening
from bdr_desk.domain.calling_places import places_in
from bdr_desk.domain.calling_policy import Policy
from bdr_desk.domain.queue_settings import settings_from
from bdr_desk.domain.rank import Ranked, Weights, response_due
from bdr_desk.domain.words import Next
from bdr_desk.queries.next_leads import raw
from bdr_desk.queries.projects import need_project
from bdr_desk.queries.queue_cells import policy_of
from bdr_desk.store.call_effects import not_undone
from bdr_desk.store.columns import from_micros, to_micros
from bdr_desk.store.tables import Call, Project, User

DAYS_COUNTED = 10  # working days that the pace is taken from
INBOUND_SHOWN = 20


@dataclass(frozen=True, repr=False)
class Promise:
    """`at` UTC, `local` the same where they are, HH:MM. `in_hours`: they may be called then, or now where it is overdue."""

    lead: UUID
    name: str
    account_name: str
    at: datetime
    local: str
    overdue: bool
    in_hours: bool


@dataclass(frozen=True, repr=False)
class Inbound:
    """Somebody who asked to be called, and was not yet. `due` UTC."""

    lead: UUID
    name: str
    account_name: str
    due: datetime
    overdue: bool


@dataclass(frozen=True)
class HourDue:
    """What comes due in an hour of the user's day (0 to 23)."""

    hour: int
    promised: int
    retries: int


@dataclass(frozen=True)
class DayPlan:
    """`promised` are today's, the overdue ones first; `hours` from this hour on, without the empty ones at the end.

    `retries_due` wait already, `retries_later` come due today. `callable_leads` are all that are in play, whatever the hour;
    `per_day` the user's dials on a day they dialled, of the last 10 working days; `days_left` None where there is no pace yet.
    """

    promised: tuple[Promise, ...]
    hours: tuple[HourDue, ...]
    retries_due: int
    retries_later: int
    inbound: tuple[Inbound, ...]
    fresh_left: int
    callable_leads: int
    per_day: float | None
    days_left: float | None


class _Day(NamedTuple):
    """The user's day in microseconds, and its zone."""

    now: int
    begins: int
    ends: int
    zone: ZoneInfo


def day_plan(desk: Desk) -> DayPlan:
    """Of the current project, by the user's clock. Raises NotFound where there is no project."""
    now = desk.clock()
    with desk.read() as session:
        project, me = need_project(session), session.get(User, desk.me)
        day = _day(now, ZoneInfo(me.time_zone if me else "UTC"))
        due = _due(session, project, day)
        fresh, in_play = _in_play(session, project)
        per_day = _pace(session, desk, now.astimezone(day.zone), me.work_days if me else "")
        return DayPlan(
            promised=tuple(_promises(session, project, day)),
            hours=_hours(due, day),
            retries_due=sum(one.leads for one in due if one.kind == Next.RETRY and one.at <= day.now),
            retries_later=sum(one.leads for one in due if one.kind == Next.RETRY and one.at > day.now),
            inbound=tuple(_inbound(session, project, day)),
            fresh_left=fresh,
            callable_leads=in_play,
            per_day=per_day,
            days_left=in_play / per_day if per_day else None,
        )


def _day(now: datetime, zone: ZoneInfo) -> _Day:
    today = now.astimezone(zone).date()
    begins = datetime.combine(today, time(), zone)
    ends = datetime.combine(today + timedelta(days=1), time(), zone)
    return _Day(to_micros(now), to_micros(begins.astimezone(UTC)), to_micros(ends.astimezone(UTC)), zone)


_IN_PLAY = (
    "(l.ready = 1 OR l.wake_at IS NOT NULL)"  # not closed, not barred, not held, with a number and a zone
)
_STAGES = ", ".join(f"'{stage}'" for stage in CALLABLE_STAGES)


class _Due(NamedTuple):
    """`at` in microseconds, the earliest of `leads` within a minute."""

    kind: str
    at: int
    leads: int


def _due(session: Session, project: Project, day: _Day) -> list[_Due]:
    sql = (
        "SELECT l.next_kind, min(l.next_at), count(*) FROM lead l WHERE l.project_id = ? AND l.next_kind IN ('callback', 'retry')"
        f" AND l.next_at < ? AND {_IN_PLAY} GROUP BY l.next_kind, l.next_at <= ?, l.next_at / 60000000"
    )
    return [_Due(*row) for row in raw(session).execute(sql, (project.id.bytes, day.ends, day.now))]


def _hours(due: list[_Due], day: _Day) -> tuple[HourDue, ...]:
    counts: Counter[tuple[int, str]] = Counter()
    for one in due:
        if one.at > day.now:
            counts[from_micros(one.at).astimezone(day.zone).hour, one.kind] += one.leads
    this_hour = from_micros(day.now).astimezone(day.zone).hour
    last = max((hour for hour, _ in counts), default=this_hour - 1)
    return tuple(
        HourDue(hour, counts[hour, Next.CALLBACK], counts[hour, Next.RETRY])
        for hour in range(this_hour, last + 1)
    )


# A promise is told even where nobody may be dialled: it must not be missed in silence.
_PROMISED = f"""
SELECT l.id, c.name, a.name, l.next_at, coalesce(q.hours, ''), {_IN_PLAY}, l.zones
FROM lead l JOIN contact c ON c.id = l.contact_id JOIN account a ON a.id = l.account_id LEFT JOIN queue_cell q ON q.id = l.cell_id
WHERE l.project_id = ? AND l.next_kind = 'callback' AND l.next_at < ? AND l.stage IN ({_STAGES}) ORDER BY l.next_at, l.id
"""


def _promises(session: Session, project: Project, day: _Day) -> Iterator[Promise]:
    policy = policy_of(project)
    for lead, name, account, at, hours, in_play, zones in raw(session).execute(
        _PROMISED, (project.id.bytes, day.ends)
    ):
        places = places_in(hours)
        there = ZoneInfo(places[0].zone if places else (zones or "UTC").split(",")[0])
        asked = max(at, day.now)
        yield Promise(
            UUID(bytes=lead), name or "Whoever answers", account, from_micros(at),
            f"{from_micros(at).astimezone(there):%H:%M}", at <= day.now, bool(in_play) and _open(hours, policy, asked),
        )  # fmt: skip


def _open(hours: str, policy: Policy, at: int) -> bool:
    return opening(hours, policy, from_micros(at)).open


_WAITING_INBOUND = f"""
SELECT l.id, c.name, a.name, l.made_at, l.triggered_at
FROM call_list k JOIN lead l ON l.call_list_id = k.id JOIN contact c ON c.id = l.contact_id JOIN account a ON a.id = l.account_id
WHERE k.project_id = ? AND k.tier = 'inbound' AND l.attempts = 0 AND l.next_kind <> 'callback' AND {_IN_PLAY}
ORDER BY coalesce(l.triggered_at, l.made_at), l.id LIMIT {INBOUND_SHOWN}
"""


def _inbound(session: Session, project: Project, day: _Day) -> Iterator[Inbound]:
    weights = settings_from(project.queue).weights
    for lead, name, account, made_at, triggered_at in raw(session).execute(
        _WAITING_INBOUND, (project.id.bytes,)
    ):
        due = _clock_of(made_at, triggered_at, weights)
        yield Inbound(UUID(bytes=lead), name or "Whoever answers", account, from_micros(due), due <= day.now)


def _clock_of(made_at: int, triggered_at: int | None, weights: Weights) -> int:
    return response_due(Ranked(Next.FRESH, None, made_at, triggered_at=triggered_at), weights)


def _in_play(session: Session, project: Project) -> tuple[int, int]:
    """How many fresh leads, and how many leads at all, may be called now or some day."""
    sql = f"SELECT sum(l.next_kind = 'fresh'), count(*) FROM lead l WHERE l.project_id = ? AND {_IN_PLAY}"
    fresh, every = raw(session).execute(sql, (project.id.bytes,)).fetchone()
    return fresh or 0, every


def _pace(session: Session, desk: Desk, now: datetime, work_days: str) -> float | None:
    """Dials on a day with any, of the last working days before today; a day off, or before the desk was there, is no slow day."""
    found = [
        count
        for begins, ends in _working_days(now, work_days)
        if (
            count := session.scalar(
                select(func.count()).where(
                    Call.made_by == desk.me,
                    Call.started_at >= begins,
                    Call.started_at < ends,
                    not_undone(Call.id),
                )
            )
        )
    ]
    return sum(found) / len(found) if found else None


def _working_days(now: datetime, work_days: str) -> Iterator[tuple[datetime, datetime]]:
    """The last working days before today as (midnight, next midnight), the latest first."""
    day, left = now.date(), DAYS_COUNTED
    while left:
        day -= timedelta(days=1)
        if is_business_day(day, work_days):
            left -= 1
            yield (
                datetime.combine(day, time(), now.tzinfo),
                datetime.combine(day + timedelta(days=1), time(), now.tzinfo),
            )
