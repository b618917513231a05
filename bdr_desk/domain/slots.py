"""Free slots: when a rep and a prospect can meet.

A slot starts on the half hour of the rep's clock, lies wholly in the rep's working hours and in the hours the prospect
may be called, keeps the rep's buffer around booked meetings, and leaves the rep `NOTICE_MINUTES` of working time to get ready.
All instants are UTC; a slot's minutes are minutes that pass, whatever the clocks do meanwhile.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bdr_desk.domain.calling_hours import Window

GRID_MINUTES = 30
NOTICE_MINUTES = 120  # of the rep's working hours: a meeting at nine is not booked at a quarter to nine
AHEAD_DAYS = 14  # what is booked further ahead is often forgotten or moved
LUNCH = (12 * 60, 13 * 60)  # on the prospect's clock; offered by name, never as a "good" slot


class Span(NamedTuple):
    """From `starts` up to, not including, `ends`; both UTC."""

    starts: datetime
    ends: datetime


@dataclass(frozen=True)
class Hours:
    """A window of working or calling hours on the wall clock of `zone` (IANA)."""

    window: Window
    zone: str


def free_slots(
    now: datetime,
    rep: Hours,
    prospect: Hours | None,
    booked: Iterable[Span],
    *,
    minutes: int = 30,
    buffer_minutes: int = 0,
    days: int = AHEAD_DAYS,
) -> list[datetime]:
    """Every start (UTC, in order) of a free slot of `minutes` in the `days` after `now`; `prospect` None means any time suits."""
    first = now.astimezone(ZoneInfo(rep.zone)).date()
    working = list(spans(rep, first, days + 1))
    ready = after_working_time(now, NOTICE_MINUTES, working)
    theirs = None if prospect is None else list(spans(prospect, first - timedelta(days=1), days + 3))
    around = timedelta(minutes=buffer_minutes)
    taken = [Span(busy.starts - around, busy.ends + around) for busy in booked]
    return [
        slot.starts
        for slot in _grid(rep, first, days + 1, timedelta(minutes=minutes))
        if ready is not None
        and slot.starts >= ready
        and _inside(slot, working)
        and (theirs is None or _inside(slot, theirs))
        and not any(overlap(slot, busy) for busy in taken)
    ]


def good_slots(
    free: Sequence[datetime], now: datetime, rep_zone: str, zone: str, *, minutes: int, count: int = 3
) -> list[datetime]:
    """The slots to offer first: from tomorrow on, one each morning and afternoon of `zone` (the prospect's), none over lunch.

    "Would Thursday morning or Thursday afternoon suit you better, or Friday?" Today is left to those who ask for it: the
    rep has to read the handoff first. Where only lunch hours or today are free, those are offered.
    """
    today = now.astimezone(ZoneInfo(rep_zone)).date()
    later = [slot for slot in free if slot.astimezone(ZoneInfo(rep_zone)).date() > today] or free
    fit = [slot for slot in later if not _at_lunch(slot, zone, minutes)] or later
    halves: dict[tuple[date, bool], datetime] = {}
    for slot in fit:
        local = slot.astimezone(ZoneInfo(zone))
        halves.setdefault((local.date(), local.hour >= 12), slot)
    return sorted(halves.values())[:count]


def overlap(one: Span, other: Span) -> bool:
    """Whether they share time; meeting end to end is no overlap."""
    return one.starts < other.ends and other.starts < one.ends


def spans(hours: Hours, first: date, days: int) -> Iterator[Span]:
    """The stretches of time the window is open, for `days` local days from `first` on.

    An opening or closing time that the clocks skip or show twice is read to the stricter side.
    """
    for day in (first + timedelta(days=n) for n in range(days)):
        if str(day.weekday()) in hours.window.days:
            opens = max(_readings(_wall(day, hours.window.start), hours.zone))
            closes = min(_readings(_wall(day, hours.window.end), hours.zone))
            if opens < closes:
                yield Span(opens, closes)


def after_working_time(now: datetime, minutes: int, working: Iterable[Span]) -> datetime | None:
    """The instant at which `minutes` of working time have passed since `now`; None when `working` has not so many."""
    left = timedelta(minutes=minutes)
    for span in working:
        begins = max(span.starts, now)
        if span.ends - begins >= left:
            return begins + left
        left -= max(span.ends - begins, timedelta())
    return None


def _grid(hours: Hours, first: date, days: int, length: timedelta) -> Iterator[Span]:
    """Spans that start on each grid point of the local clock; a time the clocks skip is left out, one shown twice comes once."""
    for day in (first + timedelta(days=n) for n in range(days)):
        for minute in range(0, 24 * 60, GRID_MINUTES):
            wall = _wall(day, minute)
            starts = _readings(wall, hours.zone)[0]
            if starts.astimezone(ZoneInfo(hours.zone)).replace(tzinfo=None) == wall:
                yield Span(starts, starts + length)


def _wall(day: date, minutes: int) -> datetime:
    return datetime.combine(day, time()) + timedelta(minutes=minutes)


def _readings(wall: datetime, zone: str) -> tuple[datetime, datetime]:
    """Both instants (UTC) a wall time can mean; they differ only where clocks are changed (PEP 495)."""
    local = wall.replace(tzinfo=ZoneInfo(zone))
    return local.astimezone(UTC), local.replace(fold=1).astimezone(UTC)


def _inside(slot: Span, open_spans: Iterable[Span]) -> bool:
    return any(span.starts <= slot.starts and slot.ends <= span.ends for span in open_spans)


def _at_lunch(slot: datetime, zone: str, minutes: int) -> bool:
    local = slot.astimezone(ZoneInfo(zone))
    starts = local.hour * 60 + local.minute
    return starts < LUNCH[1] and starts + minutes > LUNCH[0]
