"""When a person may be called: the zone they are in, how that was read, and the project's calling window there.

Where several zones are possible (a toll-free number, an address that disagrees with the number) the window must be
open in every one of them: calling nobody at breakfast beats calling somebody a little sooner.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from bdr_desk.domain.phone_plan import region_of
from bdr_desk.domain.regions import REGION_ZONES, state_zones
from bdr_desk.domain.settings import clock
from bdr_desk.domain.time_zones import at_minute

AGREE = "number and address agree"  # then nobody needs to be told how the zone was found
MOST_ZONES_OF_A_PLACE = 3  # a number that lists more (toll-free, nation-wide) does not say where somebody is
_UNKNOWN_ZONE = "Etc/Unknown"  # as the library has it
_HEAD = 4  # digits: a calling code and an area code of North America
LONGEST_WAIT_DAYS = 10  # a window that does not open within this many days never opens


@dataclass(frozen=True)
class ZoneReading:
    """`zones` are IANA names, the likeliest first; `says` tells how they were read."""

    zones: tuple[str, ...]
    says: str


@dataclass(frozen=True)
class Window:
    """Calling hours, local to the person called: minutes after midnight, `days` as digits with Monday 0."""

    start: int
    end: int
    days: str

    def __str__(self) -> str:
        return f"{clock(self.start)}-{clock(self.end)}"


def zones_of(
    e164: str | None, region: str, state: str | None = None, country: str | None = None
) -> ZoneReading:
    """The zones a person may be in, from the number, the address (`state` in `country`) and the list's `region`.

    Number and address together narrow each other; where they disagree both count.
    """
    return zones_from(number_zones(e164) if e164 else (), region, state, country)


@lru_cache(maxsize=1 << 14)
def zones_from(
    by_number: tuple[str, ...], region: str, state: str | None, country: str | None
) -> ZoneReading:
    """`zones_of` somebody whose number lies in `by_number` (`number_zones`): there are few, and many people in each."""
    home = (country or region).upper()
    by_address = state_zones(home, state) if state else ()
    if by_address:
        return _with_address(by_number, by_address, state or "")
    if by_number:
        says = "area code" if len(by_number) == 1 else "the number has no place: every zone must be open"
        return ZoneReading(by_number, says)
    known = REGION_ZONES.get(home)
    return ZoneReading(known, f"country {home}") if known else ZoneReading(("UTC",), "place unknown: UTC")


def _with_address(by_number: tuple[str, ...], by_address: tuple[str, ...], state: str) -> ZoneReading:
    both = tuple(zone for zone in by_number if zone in by_address)
    if both:
        return ZoneReading(both, AGREE)
    if not by_number or len(by_number) > MOST_ZONES_OF_A_PLACE:
        return ZoneReading(by_address, f"address in {state}")
    return ZoneReading(by_number + by_address, f"the number is elsewhere than {state}: both must be open")


def number_zones(e164: str) -> tuple[str, ...]:
    """The zones of the place a number belongs to; all of its country's where it has no place; () where nothing tells."""
    region = region_of(e164) or ""
    return _zones_at(e164[1 : 1 + _longest_beginnings().get(e164[1 : 1 + _HEAD], _HEAD)], region)


@lru_cache(maxsize=4096)
def _zones_at(beginning: str, region: str) -> tuple[str, ...]:
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


def is_open(window: Window, zones: Sequence[str], now: datetime) -> bool:
    """Whether `now` (aware) lies in the window in every one of `zones`."""
    return all(_open_in(window, zone, now) for zone in zones)


def _open_in(window: Window, zone: str, now: datetime) -> bool:
    local = now.astimezone(ZoneInfo(zone))
    return str(local.weekday()) in window.days and window.start <= local.hour * 60 + local.minute < window.end


def closes_at(window: Window, zones: Sequence[str], now: datetime) -> datetime:
    """The first instant (UTC) today at which one of the zones closes."""
    return min(_at_minute(window.end, zone, now) for zone in zones)


def next_open(window: Window, zones: Sequence[str], now: datetime) -> datetime | None:
    """The first instant (UTC) at or after `now` when the window is open in every zone; None when there is none.

    Openings are looked for only where some zone opens, so the answer is exact across DST changes.
    """
    if is_open(window, zones, now):
        return now.astimezone(UTC)
    openings = sorted(
        {
            _at_minute(window.start, zone, now + timedelta(days=day))
            for zone in zones
            for day in range(LONGEST_WAIT_DAYS)
        }
    )
    return next((at for at in openings if at >= now and is_open(window, zones, at)), None)


def _at_minute(minutes: int, zone: str, day: datetime) -> datetime:
    """The instant (UTC) at which the wall clock of `zone` shows `minutes` on the local day of `day` (aware)."""
    return at_minute(day.astimezone(ZoneInfo(zone)).date(), minutes, zone)


def clock_there(zones: Sequence[str], now: datetime) -> str:
    """HH:MM where the person is, by the likeliest zone."""
    return f"{now.astimezone(ZoneInfo(zones[0])):%H:%M}"


def place_of(zone: str) -> str:
    """A zone as a person says it: `America/New_York` is New York."""
    return zone.rpartition("/")[2].replace("_", " ")
