"""The best hour to call, learned from a project's own calls, and honest about how few they are.

A rate is never taken from a handful of dials: each is drawn towards the next wider one, as if that had been seen on some dials
more (empirical Bayes with a beta prior): the hour of one weekday towards that hour of any day, this towards the segment's
rate, and this towards the project's.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import NamedTuple, TypeVar

K = TypeVar("K", bound=Hashable)

HOURS = 168  # of a week, 0 is Monday 0:00 where the person is
_AS_IF_HOUR, _AS_IF_DAY, _AS_IF_SEGMENT = 60, 40, 40  # dials with which the wider rate weighs in
_ENOUGH = 30  # dials of a project below which nothing is said at all


class Counted(NamedTuple):
    segment: str
    hour: int
    dials: int
    reached: int


class Rates(NamedTuple):
    """Chances to reach somebody: of the project, and by (segment, hour of the week). `dials` by the same, for the words."""

    overall: float
    by_hour: Mapping[tuple[str, int], float]
    dials: Mapping[tuple[str, int], int]


def learned(counted: Iterable[Counted]) -> Rates:
    """What the calls tell; nothing below 30 of them."""
    rows = list(counted)
    total = sum(row.dials for row in rows), sum(row.reached for row in rows)
    if total[0] < _ENOUGH or not total[1]:
        return Rates(0.0, {}, {})
    overall = total[1] / total[0]
    segments = _drawn(_sums(rows, lambda r: r.segment), _AS_IF_SEGMENT, lambda _key: overall)
    days = _sums(rows, lambda r: (r.segment, r.hour % 24))
    by_day = _drawn(days, _AS_IF_DAY, lambda key: segments[key[0]])
    hours = _sums(rows, lambda r: (r.segment, r.hour))
    by_hour = _drawn(hours, _AS_IF_HOUR, lambda key: by_day[key[0], key[1] % 24])
    found = {
        (segment, hour): by_hour.get((segment, hour), by_day.get((segment, hour % 24), segments[segment]))
        for segment in segments
        for hour in range(HOURS)
    }
    return Rates(overall, found, {key: dials for key, (dials, _) in hours.items()})


def swing(rates: Rates, segment: str, hour: int, most: int) -> int:
    """Hundredths of points that speak for (or against) calling the segment in that hour of the week; `most` points at most."""
    rate = rates.by_hour.get((segment, hour))
    if rate is None or not rates.overall:
        return 0
    return round(100 * most * max(-1.0, min(1.0, rate / rates.overall - 1)))


def says(rates: Rates, segment: str, hour: int) -> str:
    """The same in words; empty where nothing is known."""
    rate = rates.by_hour.get((segment, hour))
    if rate is None:
        return ""
    dials = rates.dials.get((segment, hour), 0)
    return f"{rate:.0%} are reached at this hour, {rates.overall:.0%} at any ({dials} dials at this hour)"


def _sums(rows: Iterable[Counted], key: Callable[[Counted], K]) -> dict[K, tuple[int, int]]:
    found: dict[K, tuple[int, int]] = {}
    for row in rows:
        dials, reached = found.get(key(row), (0, 0))
        found[key(row)] = dials + row.dials, reached + row.reached
    return found


def _drawn(sums: Mapping[K, tuple[int, int]], as_if: int, wider: Callable[[K], float]) -> dict[K, float]:
    return {key: (reached + as_if * wider(key)) / (dials + as_if) for key, (dials, reached) in sums.items()}
