"""What a project has settled about when it calls, and the hours that follow for a place on a day.

A place is open in the minutes that the project's window (or its window for that place), every law there and, unless the
project has said otherwise for the place, its politeness have in common. Laws narrow a project's window always. All
minutes are on the wall clock of the place.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache, reduce
from typing import Any, Self

from bdr_desk.domain.calling_hours import Window
from bdr_desk.domain.calling_places import Place
from bdr_desk.domain.calling_windows import Minutes, Rule, Week, rules_for
from bdr_desk.domain.countries import COUNTRY_NAMES
from bdr_desk.domain.public_holidays import holiday, legal_holiday
from bdr_desk.domain.settings import FULL_DAY, check_days, check_hours
from bdr_desk.domain.states import state_of
from bdr_desk.errors import BadInput

WORKING_HOURS = Window(9 * 60, 17 * 60 + 30, "01234")
_KEPT = 1 << 15  # place-days: some hundred places, a month ahead


@dataclass(frozen=True)
class Policy:
    """When a project calls. `places`: windows for a country ("US") or a state ("US-TX") instead of `window`.

    Preferences, not rules: `lunch` (from, to; minutes after midnight there) and `early`, the minutes after opening in which
    people are still settling in. `holidays`: whether the project calls on public holidays where the law lets it.
    """

    window: Window = WORKING_HOURS
    places: tuple[tuple[str, Window], ...] = ()
    lunch: Minutes | None = (12 * 60, 13 * 60)
    early: int = 30
    holidays: bool = False

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        """Kept, as every look-up of an hour asks for it."""
        return hash((self.window, self.places, self.lunch, self.early, self.holidays))

    @classmethod
    def from_json(cls, kept: Mapping[str, Any] | None) -> Self:
        """The policy of a project as the store keeps it; what is missing is as above. Raises BadInput."""
        return cls(**_read_policy(kept or {}))

    def as_json(self) -> dict[str, Any]:
        """What `from_json` reads."""
        return {
            "window": _window_json(self.window),
            "places": {place: _window_json(window) for place, window in self.places},
            "lunch": list(self.lunch) if self.lunch else None,
            "early": self.early,
            "holidays": self.holidays,
        }

    def own_window(self, country: str, state: str) -> Window | None:
        """The project's window for a place, the state's before the country's; None where it has none of its own."""
        own = dict(self.places)
        return own.get(f"{country}-{state}") or own.get(country)


@lru_cache(maxsize=_KEPT)
def minutes_on(place: Place, policy: Policy, ordinal: int) -> tuple[Minutes, ...]:
    """The minutes after midnight in which a place is open on a local day (proleptic ordinal)."""
    day = date.fromordinal(ordinal)
    return () if holiday_at(place, policy, day) else week_at(place, policy)[day.weekday()]


@lru_cache(maxsize=4096)
def week_at(place: Place, policy: Policy) -> Week:
    """The hours of a week without holidays."""
    weeks = [project_week(place, policy), *(rule.week for rule in rules_at(place, policy))]
    return tuple(reduce(common, (week[day] for week in weeks)) for day in range(7))


def rules_at(place: Place, policy: Policy) -> tuple[Rule, ...]:
    """The laws of a place, and its politeness where the project has no window of its own for it."""
    found = rules_for(place.country, place.state)
    own = policy.own_window(place.country, place.state)
    return tuple(rule for rule in found if rule.law) if own else found


def project_week(place: Place, policy: Policy) -> Week:
    window = policy.own_window(place.country, place.state) or policy.window
    return tuple(((window.start, window.end),) if str(day) in window.days else () for day in range(7))


def holiday_at(place: Place, policy: Policy, day: date) -> str:
    """The public holiday that closes a place on `day`: one the project keeps, or one on which the law lets nobody call."""
    if not policy.holidays and (name := holiday(day, place.country, place.state)):
        return name
    strict = any(rule.law and not rule.holidays for rule in rules_for(place.country, place.state))
    return legal_holiday(day, place.country, place.state) if strict else ""


def common(one: tuple[Minutes, ...], other: tuple[Minutes, ...]) -> tuple[Minutes, ...]:
    """What two ordered rows of spans have in common; of seconds as well."""
    spans = ((max(a, c), min(b, d)) for a, b in one for c, d in other)
    return tuple((start, end) for start, end in spans if start < end)


def _window_json(window: Window) -> dict[str, Any]:
    return {"start": window.start, "end": window.end, "days": window.days}


def _read_policy(kept: Mapping[str, Any]) -> dict[str, Any]:
    """The parts that are there. Raises BadInput."""
    if unknown := kept.keys() - _READERS.keys():
        raise BadInput(
            f"“{min(unknown)}” is no setting of calling hours.", f"Known are {', '.join(_READERS)}."
        )
    return {name: _READERS[name](value) for name, value in kept.items()}


def _read_window(value: Any) -> Window:
    match value:
        case {"start": int(start), "end": int(end), "days": str(days)}:
            return Window(*check_hours(start, end), check_days(days))
    raise BadInput(
        f"“{value}” are no calling hours.",
        "Give start and end in minutes after midnight, and days like 01234.",
    )


def _read_places(value: Any) -> tuple[tuple[str, Window], ...]:
    if not isinstance(value, Mapping):
        raise BadInput(
            f"“{value}” are no hours by country.",
            "Name countries and states like US or US-TX, each with its hours.",
        )
    return tuple(sorted((_read_place(place), _read_window(window)) for place, window in value.items()))


def _read_place(text: Any) -> str:
    country, _, state = str(text).partition("-")
    if country not in COUNTRY_NAMES or (state and state_of(country, state) != state):
        raise BadInput(f"“{text}” is no country or state.", "Write it like US or US-TX.")
    return str(text)


def _read_lunch(value: Any) -> Minutes | None:
    match value:
        case None:
            return None
        case [int(start), int(end)]:
            return check_hours(start, end)
    raise BadInput(
        f"“{value}” is no lunch hour.", "Give its beginning and end in minutes after midnight, or nothing."
    )


def _read_early(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= FULL_DAY:
        raise BadInput(
            f"“{value}” is no number of minutes.", "Say how many minutes after opening to leave people alone."
        )
    return value


def _read_holidays(value: Any) -> bool:
    if not isinstance(value, bool):
        raise BadInput(f"“{value}” is neither yes nor no.", "Say whether to call on public holidays.")
    return value


_READERS = {
    "window": _read_window,
    "places": _read_places,
    "lunch": _read_lunch,
    "early": _read_early,
    "holidays": _read_holidays,
}
