"""Moments as the user says them, in the zone of `now` and in English whatever the machine's language."""

from datetime import date, datetime

from bdr_desk.domain.time_zones import DAYS, MONTHS


def day(at: datetime, now: datetime) -> str:
    """The day of `at` (aware): "today", "yesterday", "24 Mar", "24 Mar 2026"."""
    then, today = at.astimezone(now.tzinfo).date(), now.date()
    away = (today - then).days
    if away in (0, 1):
        return "yesterday" if away else "today"
    return f"{then.day} {MONTHS[then.month - 1]}" + ("" if then.year == today.year else f" {then.year}")


def moment(at: datetime, now: datetime) -> str:
    """ "today 14:05", "Thu 8 Apr 10:00"; the year is said when it is another one."""
    then, today = at.astimezone(now.tzinfo), now
    if then.date() == today.date():
        return f"today {then:%H:%M}"
    year = "" if then.year == today.year else f" {then.year}"
    return f"{DAYS[then.weekday()]} {then.day} {MONTHS[then.month - 1]}{year} {then:%H:%M}"


def named_day(when: date, today: date) -> str:
    """The heading of a day: "Today, Tue 6 Apr", "Tomorrow, Wed 7 Apr", "Thu 8 Apr"."""
    names = {0: "Today, ", 1: "Tomorrow, ", -1: "Yesterday, "}
    year = "" if when.year == today.year else f" {when.year}"
    return f"{names.get((when - today).days, '')}{DAYS[when.weekday()]} {when.day} {MONTHS[when.month - 1]}{year}"
