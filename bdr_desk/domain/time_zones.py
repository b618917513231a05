"""Wall clocks: what a time somebody writes means in a zone, how a moment is said there, and zones as invitations write them.

An invitation's zone (RFC 5545 §3.6.5) has one standard time and at most one daylight time, each by a yearly rule. Outlook
reads only the sub-component with the latest DTSTART and refuses several ([MS-OXCICAL] §2.1.3.1.1.19), so a zone whose
clocks do not change by "the n-th weekday of a month" cannot be written; its meetings are sent in UTC.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bdr_desk.errors import BadInput

# In twelve years each date falls on every weekday at least once, so a rule that only looks like "last Friday" shows itself.
YEARS_VERIFIED = 12
RULES_SINCE = 1970  # rules are written as if they had held since then: no reader has to guess what was before
FIRST_YEAR, LAST_YEAR = 1970, 2199  # of times people type: what lies beyond is a slip of the finger
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class Observance:
    """One of the two times of a zone. `starts` is the first change on the wall clock before it (DTSTART).

    `month` and `day` ("2SU", "-1SU") repeat it each year; both are None where the clocks never change.
    """

    daylight: bool
    name: str
    starts: datetime
    offset_from: timedelta
    offset_to: timedelta
    month: int | None = None
    day: str | None = None


class _Change(NamedTuple):
    """A change of the clocks: what the wall clock showed just before, and the offsets and the name around it."""

    wall: datetime
    offset_from: timedelta
    offset_to: timedelta
    name: str


@lru_cache(maxsize=256)
def observances(zone: str, year: int) -> tuple[Observance, ...] | None:
    """The times of `zone` (IANA) by the rules of `year`, standard time first; None where no yearly rule tells them.

    Checked against every change of the twelve years from `year` on.
    """
    by_year = [_changes(zone, y) for y in range(year, year + YEARS_VERIFIED)]
    if not any(by_year):
        return (_unchanging(zone, year),)
    if any(len(changes) != 2 for changes in by_year):
        return None
    found = [_observance(repeats) for repeats in zip(*by_year, strict=True)]
    if None in found:
        return None
    return tuple(sorted((o for o in found if o), key=lambda o: o.daylight))


def wall_time(local: datetime, zone: str) -> datetime | None:
    """The instant (UTC) of a naive wall time in `zone`, the first one where it is shown twice; None where clocks skip it."""
    there = local.replace(tzinfo=ZoneInfo(zone), fold=0)
    return None if is_skipped(there) else there.astimezone(UTC)


def is_skipped(there: datetime) -> bool:
    """Whether the wall clock `there` (aware, with its zone) is never shown: the clocks go forward over it."""
    return there.astimezone(UTC).astimezone(there.tzinfo).replace(tzinfo=None) != there.replace(tzinfo=None)


def at_minute(day: date, minutes: int, zone: str) -> datetime:
    """The instant (UTC) at which the wall clock of `zone` shows `minutes` after midnight on `day`; 24:00 ends the day."""
    wall = datetime.combine(day, time()) + timedelta(minutes=minutes)
    return wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def shown_twice(moment: datetime, zone: str) -> bool:
    """Whether the wall clock of `zone` shows the time of `moment` (UTC) a second time when the clocks go back (PEP 495)."""
    local = moment.astimezone(ZoneInfo(zone))
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def read_moment(text: str, zone: str) -> datetime:
    """The instant (UTC) of an ISO 8601 date and time; without an offset it is on the wall clock of `zone`. Raises BadInput."""
    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise BadInput(f"“{text}” is not a time.", "Write it like 2027-04-08T10:00.") from error
    if len(text.strip()) <= len("2027-04-08"):
        raise BadInput(f"“{text}” is a day without a time.", "Write it like 2027-04-08T10:00.")
    check_year(read.year)
    moment = wall_time(read, zone) if read.tzinfo is None else read.astimezone(UTC)
    if moment is None:
        raise skipped(read)
    return moment


def check_year(year: int) -> None:
    """Raises BadInput for a year nobody means."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadInput(f"The year {year} is out of reach.", "Check the date: write it like 2027-04-08T10:00.")


def skipped(wall: datetime) -> BadInput:
    """What is said of a wall time that the clocks skip."""
    return BadInput(f"There is no {wall:%H:%M} on that day: the clocks go forward.", "Choose an hour later.")


def day_and_time(moment: datetime, zone: str) -> str:
    """ "Thu 8 Apr 10:00" in `zone`; in English whatever the machine's language, as every text of the desk."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{day_name(local)} {day_of_month(local)} {local:%H:%M}"


def day_name(day: date) -> str:
    """ "Thu"; strftime would say it in the language that Qt sets for the process."""
    return DAYS[day.weekday()]


def day_of_month(day: date) -> str:
    """ "8 Apr"."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def their_time(moment: datetime, zone: str) -> str:
    """ "Thu 8 Apr 15:00 their time": what the prospect hears. The day is always said; across zones it may be another one."""
    return f"{day_and_time(moment, zone)} their time"


def _unchanging(zone: str, year: int) -> Observance:
    local = datetime(year, 1, 1, tzinfo=ZoneInfo(zone))
    offset = local.utcoffset() or timedelta()
    return Observance(
        False, local.tzname() or zone, datetime.combine(date(RULES_SINCE, 1, 1), time()), offset, offset
    )


def _observance(repeats: Sequence[_Change]) -> Observance | None:
    """The one rule behind the same change of several years, if there is one."""
    first = repeats[0]
    same = {(c.wall.month, c.wall.time(), c.offset_from, c.offset_to) for c in repeats}
    days = set.intersection(*(_nth_weekdays(c.wall.date()) for c in repeats))
    if len(same) > 1 or not days:
        return None
    day = min(days)
    starts = datetime.combine(_nth(day, RULES_SINCE, first.wall.month), first.wall.time())
    daylight = first.offset_to > first.offset_from
    return Observance(
        daylight, first.name, starts, first.offset_from, first.offset_to, first.wall.month,
        f"{day[0]}{WEEKDAYS[day[1]]}",
    )  # fmt: skip


def _nth_weekdays(day: date) -> set[tuple[int, int]]:
    """What `day` is in its month: (2, 6) for the second Sunday; also (-1, 6) when it is the last one."""
    names = {((day.day - 1) // 7 + 1, day.weekday())}
    if (day + timedelta(days=7)).month != day.month:
        names.add((-1, day.weekday()))
    return names


def _nth(nth_weekday: tuple[int, int], year: int, month: int) -> date:
    days = (date(year, month, 1) + timedelta(days=n) for n in range(31))
    return next(day for day in days if day.month == month and nth_weekday in _nth_weekdays(day))


def _changes(zone: str, year: int) -> list[_Change]:
    """The changes of offset in a year (UTC), to the second."""
    start = datetime(year, 1, 1, tzinfo=UTC)
    days = [start + timedelta(days=n) for n in range((datetime(year + 1, 1, 1, tzinfo=UTC) - start).days + 1)]
    tz = ZoneInfo(zone)
    return [
        _change(tz, before, after)
        for before, after in pairwise(days)
        if _offset(tz, before) != _offset(tz, after)
    ]


def _change(tz: ZoneInfo, before: datetime, after: datetime) -> _Change:
    """Close in on the change between two instants."""
    old, new = _offset(tz, before), _offset(tz, after)
    low, high = 0, int((after - before).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (
            (middle, high) if _offset(tz, before + timedelta(seconds=middle)) == old else (low, middle)
        )
    at = before + timedelta(seconds=high)
    return _Change((at + old).replace(tzinfo=None), old, new, at.astimezone(tz).tzname() or "")


def _offset(tz: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(tz).utcoffset() or timedelta()
