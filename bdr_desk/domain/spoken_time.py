"""Times as people say them: “tomorrow 10:00”, “in 2 h”, “Thu 14:30”, “12 Jun at 9”, “2027-04-08 10:00”."""

import re
from datetime import date, datetime, time, timedelta, tzinfo

from bdr_desk.errors import BadInput

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_IN = re.compile(r"in (\d+) ?(m|min|minutes?|h|hours?|d|days?|w|weeks?)")
_CLOCK = re.compile(r"(?:at )?(\d{1,2})(?:[:.](\d{2}))? ?(am|pm)?$")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})[t ]?")
_DAY_MONTH = re.compile(r"(?:(\d{1,2})\.? ([a-z]{3})[a-z]*|([a-z]{3})[a-z]* (\d{1,2})),? ?")

ADVICE = "Type “tomorrow 10:00”, “in 2 h”, “Thu 14:30” or “12 Jun 9:00”."


def read_time(text: str, now: datetime, zone: tzinfo) -> datetime:
    """The moment `text` means to someone in `zone`, at `now` (aware). A clock time that has passed today means tomorrow.

    Raises BadInput when it cannot be read, or names a day without a time.
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
    return moment + timedelta(days=1) if day is None and moment <= local else moment


def _later(local: datetime, count: int, unit: str) -> datetime:
    steps = {
        "m": timedelta(minutes=1),
        "h": timedelta(hours=1),
        "d": timedelta(days=1),
        "w": timedelta(weeks=1),
    }
    return (local + count * steps[unit[0]]).replace(second=0, microsecond=0)


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
