"""When a touch falls: waits on the person's wall clock, and an hour for a call that has not failed yet.

Calling hours are somebody else's: the rules here ask them through `Hours`.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from bdr_desk.domain.cadence.plan import Another, Unit, Wait
from bdr_desk.domain.time_zones import at_minute, day_name, day_of_month

LONGEST_SEARCH_DAYS = 750  # a person without a business day in two years has none
DAYS_COMPARED = 8  # a week in which an hour that has not failed is looked for
NOON, LUNCH = 12, 12
# The hours of a day in the order they are tried: those in which people answer, the edges of the day, the lunch hour.
MORNING = (9, 10, 11, 8, 7, 6, 5, 4, 3, 2, 1, 0)
AFTERNOON = (14, 15, 16, 13, 17, 18, 19, 20, 21, 22, 23)
ANY_PART = (10, 14, 11, 15, 9, 16, 13, 17, 8, 18, 19, 7, 20, 21, 22, 23, 6, 5, 4, 3, 2, 1, 0)


class Hours(Protocol):
    """When one person may be called."""

    @property
    def zone(self) -> ZoneInfo:
        """Whose wall clock waits and hours are on."""

    def next_open(self, at: datetime) -> datetime | None:
        """The first instant (UTC) at or after `at` (aware) that lies in calling hours; None when there is none."""

    def is_business_day(self, day: date) -> bool:
        """Whether people work on `day` where this person is: no weekend, no public holiday."""


def after(wait: Wait, moment: datetime, hours: Hours) -> datetime | None:
    """`wait` after `moment` (UTC). Days and months keep the wall time, also over a change of the clocks; None where no
    business day comes."""
    if wait.unit in (Unit.MINUTES, Unit.HOURS) or not wait.amount:
        return moment.astimezone(UTC) + timedelta(
            minutes=wait.amount * (60 if wait.unit is Unit.HOURS else 1)
        )
    local = moment.astimezone(hours.zone)
    day = _day_after(wait, local.date(), hours)
    return datetime.combine(day, local.time(), hours.zone).astimezone(UTC) if day else None


def begins(wait: Wait, moment: datetime, hours: Hours) -> datetime | None:
    """As `after`, but a wait in days or months ends when its day begins (UTC): the hour is still to be chosen."""
    at = after(wait, moment, hours)
    if at is None or wait.unit in (Unit.MINUTES, Unit.HOURS) or not wait.amount:
        return at
    return at_minute(at.astimezone(hours.zone).date(), 0, hours.zone.key)


def _day_after(wait: Wait, day: date, hours: Hours) -> date | None:
    if wait.unit is Unit.DAYS:
        return day + timedelta(days=wait.amount)
    if wait.unit is Unit.MONTHS:
        return _months_after(day, wait.amount)
    coming = (day + timedelta(days=n) for n in range(1, LONGEST_SEARCH_DAYS))
    business = (each for each in coming if hours.is_business_day(each))
    return next((each for n, each in enumerate(business, 1) if n == wait.amount), None)


def _months_after(day: date, months: int) -> date:
    """The same day of the month, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = date(year, month + 1, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))


def opening(at: datetime, failed: Sequence[int], another: Another | None, hours: Hours) -> datetime | None:
    """The instant (UTC) at or after `at` for a call, in none of the `failed` hours (local, the latest failure last).

    When every hour within a week has failed it is the one that failed longest ago, and not the last one again if there is
    another. None where calling hours never open.
    """
    if not failed:
        return hours.next_open(at)
    days = tuple(_open_days(at, hours))
    order = _order(failed[-1], another)
    fresh = (
        found
        for day in days
        for hour in order
        if hour not in failed and (found := _within(day, hour, at, hours))
    )
    return next(fresh, None) or _longest_ago(days, failed, at, hours)


def _longest_ago(days: Sequence[date], failed: Sequence[int], at: datetime, hours: Hours) -> datetime | None:
    found = (_within(day, hour, at, hours) for hour in failed for day in days)
    return next((each for each in found if each), None)


def _order(last: int, another: Another | None) -> tuple[int, ...]:
    if another is Another.HOUR:
        return (*ANY_PART, LUNCH)
    return (*AFTERNOON, *MORNING, LUNCH) if last < NOON else (*MORNING, *AFTERNOON, LUNCH)


def _open_days(at: datetime, hours: Hours) -> Iterator[date]:
    """The local days with calling hours from `at` on, within a week of the first one."""
    opens = hours.next_open(at)
    first = opens and opens.astimezone(hours.zone).date()
    while opens and first:
        day = opens.astimezone(hours.zone).date()
        if (day - first).days >= DAYS_COMPARED:
            return
        yield day
        opens = hours.next_open(at_minute(day + timedelta(days=1), 0, hours.zone.key))


def _within(day: date, hour: int, at: datetime, hours: Hours) -> datetime | None:
    """When a call may be made in the local `hour` of `day`, not before `at`: half past in the morning, else the hour."""
    zone = hours.zone
    for minute in (30 if hour < NOON else 0, 0):
        found = hours.next_open(max(at, at_minute(day, hour * 60 + minute, zone.key)))
        local = found and found.astimezone(zone)
        if local and (local.date(), local.hour) == (day, hour):
            return found
    return None


def spoken(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """A time as a person says it where the lead is: “11:00”, “tomorrow 14:00”, “Thu 14:00”, “12 Jun 14:00”."""
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    away = (local.date() - today).days
    clock = f"{local:%H:%M}"
    if away == 0:
        return clock
    if away == 1:
        return f"tomorrow {clock}"
    return f"{day_name(local) if 0 < away < 7 else day_of_month(local)} {clock}"
