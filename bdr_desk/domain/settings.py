"""What people type into a setting, read by its kind and shown again: hours, days, zones, numbers, addresses."""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from bdr_desk.domain import phone
from bdr_desk.domain.mail_address import is_address, not_an_address
from bdr_desk.errors import BadInput

FULL_DAY = 24 * 60  # minutes
MOST_MINUTES = 240
_CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))? ?(am|pm)?")
_PLACES = (
    "Africa/", "America/", "Antarctica/", "Arctic/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/",
)  # fmt: skip


class Kind(StrEnum):
    """TEXT, EMAIL, PHONE and ZONE (IANA) are texts; HOURS two numbers of minutes after midnight; DAYS digits with
    Monday 0; MINUTES a whole number; CHOICE one of the keys that are offered."""

    TEXT = "text"
    EMAIL = "email"
    PHONE = "phone"
    ZONE = "zone"
    HOURS = "hours"
    DAYS = "days"
    MINUTES = "minutes"
    CHOICE = "choice"


def read(kind: Kind, text: str, region: str) -> Any:
    """The value in `text`; a phone number is read as in `region` (ISO 3166 alpha-2). Raises BadInput."""
    words = " ".join(text.split())
    if kind == Kind.PHONE:
        return read_phone(words, region)
    return _READERS.get(kind, str)(words)


def read_email(text: str) -> str:
    """Empty is allowed. Raises BadInput."""
    if text and not is_address(text):
        raise not_an_address(text)
    return text


def read_phone(text: str, region: str) -> str:
    """In international form, as it is said on a voicemail; empty is allowed. Raises BadInput."""
    if not text:
        return ""
    found = phone.parse(text, region)
    if found is None:
        raise BadInput(
            f"“{text}” is not a phone number.", "Begin with + and the country code, like +1 617 555 0142."
        )
    return phone.shown(found.e164, found.extension)


def read_zone(text: str) -> str:
    """The IANA zone called so, or else by its place: "berlin" is Europe/Berlin. Raises BadInput."""
    wanted = text.lower().replace(" ", "_")
    named = (zone for zone in sorted(available_timezones()) if zone.lower() == wanted)
    placed = (zone for zone in zones() if zone.lower().rpartition("/")[2] == wanted)
    found = next(named, None) or next(placed, None)
    if found is None:
        raise BadInput(
            f"“{text}” is not a time zone.", "Type a city and choose it from the list, like New York."
        )
    return found


def read_clock(text: str) -> int:
    """Minutes after midnight of "9", "9:30", "17.30" or "5 pm"; 24:00 ends a day. Raises BadInput."""
    found = _CLOCK.fullmatch(text.strip().lower())
    minutes = _minutes(found) if found else None
    if minutes is None:
        raise BadInput(f"“{text}” is not a time.", "Write it like 9:00 or 17:30.")
    return minutes


def _minutes(found: re.Match[str]) -> int | None:
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[3] == "pm" else 0)
    total = hour * 60 + minute
    return total if minute < 60 and total <= FULL_DAY else None


def check_hours(start: int, end: int) -> tuple[int, int]:
    """Raises BadInput."""
    if not 0 <= start < end <= FULL_DAY:
        raise BadInput("The hours must begin before they end.", "For example 9:00 to 17:00.")
    return start, end


def check_days(days: str) -> str:
    """Raises BadInput."""
    if not days or not set(days) <= set("0123456"):
        raise BadInput("At least one day of the week is needed.")
    return days


def read_minutes(text: str) -> int:
    """Raises BadInput."""
    number = text.lower().removesuffix("minutes").removesuffix("min").strip()
    if not (number.isascii() and number.isdigit() and int(number) <= MOST_MINUTES):
        raise BadInput(f"“{text}” is not a number of minutes.", f"Write 0 to {MOST_MINUTES}.")
    return int(number)


def clock(minutes: int) -> str:
    """ "09:00"."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


@cache
def zones() -> tuple[str, ...]:
    """The IANA zones that are named for a place, and UTC."""
    return (*sorted(zone for zone in available_timezones() if zone.startswith(_PLACES)), "UTC")


_READERS: Mapping[Kind, Callable[[str], Any]] = {
    Kind.EMAIL: read_email,
    Kind.ZONE: read_zone,
    Kind.MINUTES: read_minutes,
    Kind.DAYS: check_days,
}
