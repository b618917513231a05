"""Times as people say them: “tomorrow 10:00”, “in 2 h”, “Thu 14:30”, “12 Jun at 9”, “2027-04-08 10:00”."""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from bdr_desk.domain.time_zones import DAYS, MONTHS, check_year, is_skipped, skipped
from bdr_desk.errors import BadInput

_DAYS, _MONTHS = (tuple(name.lower() for name in names) for names in (DAYS, MONTHS))

_IN = re.compile(r"in (\d{1,4}) ?(m|min|minutes?|h|hours?|d|days?|w|weeks?)")
_CLOCK = re.compile(r"(?:at )?(\d{1,2})(?:[:.](\d{2}))? ?(am|pm)?$")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})[t ]?")
_DAY_MONTH = re.compile(r"(?:(\d{1,2})\.? ([a-z]{3})[a-z]*|([a-z]{3})[a-z]* (\d{1,2})),? ?")

ADVICE = "Type “tomorrow 10:00”, “in 2 h”, “Thu 14:30” or “12 Jun 9:00”."


def read_time(text: str, now: datetime, zone: tzinfo) -> datetime:
    """The moment `text` means to someone in `zone`, at `now` (aware). A clock time that has passed today means tomorrow.

    Raises BadInput when it cannot be read, names a day without a time, or a time that the clocks skip.
    """
    words = " ".join(text.lower().split())
    local = now.astimezone(zone)
    if found := _IN.fullmatch(words):
        return _later(local, int(found[1]), found[2])
    day, rest = _day(words, local.date())
    clock = _clock(rest)
    if clock is None:
        raise BadInput(f"“{text.strip()}” is no time the desk can read.", ADVICE)
    moment = datetime.combine(day or local.date(), clock, zone)
    if day is None and moment <= local:
        moment += timedelta(days=1)
    if is_skipped(moment):
        raise skipped(moment)
    return moment


def _later(local: datetime, count: int, unit: str) -> datetime:
    """Minutes and hours are time that passes; days and weeks keep the time of the wall clock."""
    if unit[0] in "mh":
        passes = timedelta(minutes=count) if unit[0] == "m" else timedelta(hours=count)
        later = (local.astimezone(UTC) + passes).astimezone(local.tzinfo)
    else:
        later = local + timedelta(days=count * (7 if unit[0] == "w" else 1))
    return later.replace(second=0, microsecond=0)


def _day(words: str, today: date) -> tuple[date | None, str]:
    """The day named at the beginning, and what follows it."""
    first, _, rest = words.partition(" ")
    if first in ("today", "tomorrow"):
        return today + timedelta(days=first == "tomorrow"), rest
    if first[:3] in _DAYS and (len(first) == 3 or first.endswith("day")):
        ahead = (_DAYS.index(first[:3]) - today.weekday() - 1) % 7 + 1
        return today + timedelta(days=ahead), rest
    if found := _ISO.match(words):
        return _date(int(found[1]), int(found[2]), int(found[3])), words[found.end() :]
    found = _DAY_MONTH.match(words)
    if found and (month := found[2] or found[3]) in _MONTHS:
        return _coming(int(found[1] or found[4]), _MONTHS.index(month) + 1, today), words[found.end() :]
    return None, words


def _coming(day: int, month: int, today: date) -> date:
    this_year = _date(today.year, month, day)
    return this_year if this_year >= today else _date(today.year + 1, month, day)


def _date(year: int, month: int, day: int) -> date:
    check_year(year)
    try:
        return date(year, month, day)
    except ValueError:
        raise BadInput(f"There is no day {day} in month {month}.", ADVICE) from None


def _clock(words: str) -> time | None:
    found = _CLOCK.fullmatch(words.strip())
    if not found:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        hour = hour % 12 + (12 if found[3] == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
