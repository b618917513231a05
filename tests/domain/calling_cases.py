"""Keys, policies and instants for the tests of calling hours, and what "open" means, minute by minute."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays
from hypothesis import strategies as st

from bdr_desk.domain.calling_hours import Window
from bdr_desk.domain.calling_places import Place, hours_key, places_in
from bdr_desk.domain.calling_policy import Policy
from bdr_desk.domain.calling_windows import places_with_rules, rules_for
from bdr_desk.domain.public_holidays import PEOPLE

ZONES = {
    "US": ("America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "Pacific/Honolulu"),
    "CA": ("America/St_Johns", "America/Toronto"),
    "AU": ("Australia/Lord_Howe", "Australia/Adelaide", "Australia/Sydney"),
    "PT": ("Atlantic/Azores", "Europe/Lisbon"),
    "NP": ("Asia/Kathmandu",),
    "AQ": ("Antarctica/Troll",),  # two hours at once
    "FR": ("Europe/Paris",),
    "DE": ("Europe/Berlin",),
    "GB": ("Europe/London",),
    "SA": ("Asia/Riyadh",),
    "CU": ("America/Havana",),  # changes at midnight
    "CL": ("America/Santiago",),  # so does Chile, and on a Saturday
    "MA": ("Africa/Casablanca",),  # changes around Ramadan
    "NZ": ("Pacific/Auckland", "Pacific/Chatham"),
    "": ("Asia/Tehran", "Africa/Cairo"),
}
STATES = {
    "US": (*(place[3:] for place in places_with_rules() if place.startswith("US-")), "CA", ""),
    "DE": ("BY", "BE", ""),
    "GB": ("SCT", "ENG", ""),
    "AU": ("NSW", "SA", ""),
    "CA": ("QC", "NL", ""),
}
FIRST, LAST = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 12, 1, tzinfo=UTC)
QUARTER = timedelta(minutes=15)

PLACES = tuple(
    Place(zone, country, state)
    for country, zones in ZONES.items()
    for zone in zones
    for state in STATES.get(country, ("",))
)
place_strategy = st.sampled_from(PLACES)
keys = st.lists(place_strategy, min_size=1, max_size=3).map(hours_key)


def windows(step: int = 15) -> st.SearchStrategy[Window]:
    """Windows on a grid of `step` minutes, with the whole day and single days among them."""
    return st.builds(
        lambda bounds, days: Window(min(bounds) * step, max(bounds) * step, "".join(sorted(days))),
        st.sets(st.integers(0, 24 * 60 // step), min_size=2, max_size=2),
        st.sets(st.sampled_from("0123456"), min_size=1),
    ) | st.just(Window(0, 24 * 60, "0123456"))


def policies(step: int = 15) -> st.SearchStrategy[Policy]:
    own = st.dictionaries(st.sampled_from(("US", "US-TX", "US-UT", "FR", "DE", "AU", "GB")), windows(step))
    return st.builds(
        Policy,
        windows(step),
        own.map(lambda found: tuple(sorted(found.items()))),
        st.none() | st.just((720, 780)),
        st.integers(0, 60),
        st.booleans(),
    )


# Instants by the second; every other one in a night in which some clock is changed.
def _nights() -> Iterator[datetime]:
    for zone in dict.fromkeys(zone for zones in ZONES.values() for zone in zones):
        there = ZoneInfo(zone)
        for n in range((LAST - FIRST).days):
            day = FIRST + timedelta(days=n)
            if day.astimezone(there).utcoffset() != (day + timedelta(days=1)).astimezone(there).utcoffset():
                yield day


@cache
def nights() -> tuple[datetime, ...]:
    return tuple(_nights())


instants = st.one_of(
    st.integers(0, int((LAST - FIRST).total_seconds())).map(lambda n: FIRST + timedelta(seconds=n)),
    st.builds(
        lambda night, seconds: night + timedelta(seconds=seconds),
        st.sampled_from(nights()),
        st.integers(-12 * 3600, 36 * 3600),
    ),
)


def is_open(key: str, policy: Policy, now: datetime) -> bool:
    """The definition, for one instant: every place open by the wall clock there."""
    return bool(key) and all(is_open_at(place, policy, now) for place in places_in(key))


def is_open_at(place: Place, policy: Policy, now: datetime) -> bool:
    there = now.astimezone(ZoneInfo(place.zone))
    own = dict(policy.places)
    mine = own.get(f"{place.country}-{place.state}") or own.get(place.country)
    window = mine or policy.window
    minute = there.hour * 60 + there.minute
    if not (str(there.weekday()) in window.days and window.start <= minute < window.end):
        return False
    if not policy.holidays and there.date() in _offices_closed(place.country, place.state, there.year):
        return False
    return allowed_by_law(place, now) and (bool(mine) or _within(place, there, law=False))


def allowed_by_law(place: Place, now: datetime) -> bool:
    """Whether no law forbids a call there."""
    there = now.astimezone(ZoneInfo(place.zone))
    strict = any(rule.law and not rule.holidays for rule in rules_for(place.country, place.state))
    if strict and there.date() in _days(place.country, place.state, there.year):
        return False
    return _within(place, there, law=True)


def _within(place: Place, there: datetime, *, law: bool) -> bool:
    minute = there.hour * 60 + there.minute
    return all(
        any(start <= minute < end for start, end in rule.week[there.weekday()])
        for rule in rules_for(place.country, place.state)
        if rule.law == law
    )


def _offices_closed(country: str, state: str, year: int) -> holidays.HolidayBase | dict[object, str]:
    return _days(country, "" if country == "US" else state, year)


@cache
def _days(country: str, state: str, year: int) -> holidays.HolidayBase | dict[object, str]:
    if country not in holidays.list_supported_countries():
        return {}
    if not state and country in PEOPLE:
        return _days_of_most(country, year)
    found = holidays.country_holidays(country, subdiv=state or None, years=year, expand=False)
    return dict(found.items())


def _days_of_most(country: str, year: int) -> dict[object, str]:
    """Day by day: whether those who have it off are more than those who work."""
    words = PEOPLE[country].split()
    parts = {part: int(people) for part, people in zip(words[::2], words[1::2], strict=True)}
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(366))
    return {
        day: "a holiday"
        for day in days
        if sum(people if day in _days(country, part, year) else -people for part, people in parts.items()) > 0
    }
