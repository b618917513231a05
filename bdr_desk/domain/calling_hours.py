"""A project's window of the day, the zones that a number's beginning tells, and how a zone's clock is shown.

Where somebody may be is read by `calling_places`, when they may be called by `calling_opening`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from bdr_desk.domain.phone_plan import region_of
from bdr_desk.domain.regions import REGION_ZONES
from bdr_desk.domain.settings import clock

AGREE = "number and address agree"  # then nobody needs to be told how the zone was found
MOST_ZONES_OF_A_PLACE = 3  # a number that lists more (toll-free, nation-wide) does not say where somebody is
_UNKNOWN_ZONE = "Etc/Unknown"  # as the library has it
_HEAD = 4  # digits: a calling code and an area code of North America


@dataclass(frozen=True)
class Window:
    """Calling hours, local to the person called: minutes after midnight, `days` as digits with Monday 0."""

    start: int
    end: int
    days: str

    def __str__(self) -> str:
        return f"{clock(self.start)}-{clock(self.end)}"


def beginning_of(e164: str) -> tuple[str, str]:
    """As many of the first digits of a number as may tell its place, and its region (ISO 3166), "" for none."""
    head = e164[1 : 1 + _longest_beginnings().get(e164[1 : 1 + _HEAD], _HEAD)]
    return head, region_of(e164) or ""


@lru_cache(maxsize=4096)
def zones_at(beginning: str, region: str) -> tuple[str, ...]:
    """A number without a place lists every zone of its calling code; those of its own country are kept where known."""
    known = REGION_ZONES.get(region, ())
    if len(known) == 1:
        return known
    zones = _zones_by_prefix(beginning)
    return tuple(zone for zone in zones if zone in known) or zones


def _zones_by_prefix(digits: str) -> tuple[str, ...]:
    """What the library's table has for the longest beginning it knows."""
    from phonenumbers.tzdata import TIMEZONE_DATA

    for end in range(len(digits), 0, -1):
        if found := TIMEZONE_DATA.get(digits[:end]):
            return tuple(zone for zone in found if zone != _UNKNOWN_ZONE) if _UNKNOWN_ZONE in found else found
    return ()


@cache
def _longest_beginnings() -> dict[str, int]:
    """How long the library's beginnings of numbers are at most, by their first digits: most area codes have but one."""
    from phonenumbers.tzdata import TIMEZONE_DATA

    longest: dict[str, int] = {}
    for beginning in TIMEZONE_DATA:
        head = beginning[:_HEAD]
        longest[head] = max(longest.get(head, 0), len(beginning))
    return longest


def clock_there(zones: Sequence[str], now: datetime) -> str:
    """HH:MM where the person is, by the likeliest zone."""
    return f"{now.astimezone(ZoneInfo(zones[0])):%H:%M}"


def place_of(zone: str) -> str:
    """A zone as a person says it: `America/New_York` is New York."""
    return zone.rpartition("/")[2].replace("_", " ")
