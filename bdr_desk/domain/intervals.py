"""How sure a figure is: closed-form intervals for shares, means and counts, what it takes for two to differ, and Holm's rule.

Sources: Wilson, JASA 22 (1927), score interval of a share; Newcombe, Statistics in Medicine 17 (1998) 873-890, method 10,
difference of two shares; Welch, Biometrika 34 (1947), difference of two means; Przyborowski and Wilenski, Biometrika 31
(1940), ratio of two counts; Holm, Scandinavian Journal of Statistics 6 (1979), several questions asked at once; Fleiss,
Statistical Methods for Rates and Proportions, 2nd ed., eq. 3.14, sample size for two shares.
"""

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

LEVEL = 0.05  # how often a difference may be claimed that is none
Z_LEVEL = 1.959963984540054  # normal quantile of 1 - LEVEL / 2
Z_POWER = 0.8416212335729143  # of 0.8: a real difference is then found four times in five
_FAR = 40.0  # no z is looked for beyond: the chance is below the smallest number there is


class Interval(NamedTuple):
    """A figure and the bounds it lies between, 95 times in 100."""

    value: float
    low: float
    high: float


class Share(NamedTuple):
    """`hits` of `of`, 0 <= hits <= of."""

    hits: int
    of: int


class Mean(NamedTuple):
    """Of `n` things: the sum of what was counted on each, and the sum of the squares."""

    n: int
    total: float
    squares: float

    @property
    def value(self) -> float:
        return self.total / self.n

    @property
    def variance(self) -> float:
        """Sample variance; 0 below two things."""
        return max(0.0, (self.squares - self.total**2 / self.n) / (self.n - 1)) if self.n > 1 else 0.0


class Rate(NamedTuple):
    """`hits` for an outlay of `per` (money, hours): Poisson."""

    hits: int
    per: float


def wilson(share: Share, z: float = Z_LEVEL) -> Interval:
    """The score interval. Nothing counted says nothing: 0 to 1."""
    hits, n = share
    if n == 0:
        return Interval(0.0, 0.0, 1.0)
    p, middle = hits / n, (hits + z * z / 2) / (n + z * z)
    half = z / (n + z * z) * math.sqrt(hits * (n - hits) / n + z * z / 4)
    low = 0.0 if hits == 0 else max(0.0, middle - half)
    high = 1.0 if hits == n else min(1.0, middle + half)
    return Interval(p, min(low, p), max(high, p))


def share_difference(a: Share, b: Share, z: float = Z_LEVEL) -> Interval:
    """a - b by Newcombe's method 10, from -1 to 1."""
    one, other = wilson(a, z), wilson(b, z)
    difference = one.value - other.value
    below = math.hypot(one.value - one.low, other.high - other.value)
    above = math.hypot(one.high - one.value, other.value - other.low)
    return Interval(difference, difference - below, difference + above)


def mean_interval(mean: Mean, z: float = Z_LEVEL) -> Interval:
    half = _t(z, max(1, mean.n - 1)) * math.sqrt(mean.variance / mean.n)
    return Interval(mean.value, mean.value - half, mean.value + half)


def mean_difference(a: Mean, b: Mean, z: float = Z_LEVEL) -> Interval:
    """a - b, the variances being their own."""
    difference = a.value - b.value
    va, vb = a.variance / a.n, b.variance / b.n
    freedom = (va + vb) ** 2 / (va**2 / max(1, a.n - 1) + vb**2 / max(1, b.n - 1)) if va + vb else 1.0
    half = _t(z, freedom) * math.sqrt(va + vb)
    return Interval(difference, difference - half, difference + half)


def _t(z: float, freedom: float) -> float:
    """Student's quantile from the normal one (Abramowitz and Stegun 26.7.5; within 0.1 % from 8 degrees of freedom on)."""
    z2 = z * z
    first = (z2 + 1) / 4
    second = ((5 * z2 + 16) * z2 + 3) / 96
    third = (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384
    return z * (1 + first / freedom + second / freedom**2 + third / freedom**3)


def count_interval(count: int, z: float = Z_LEVEL) -> Interval:
    """The score interval of a Poisson count."""
    middle, half = count + z * z / 2, z * math.sqrt(count + z * z / 4)
    return Interval(count, max(0.0, middle - half) if count else 0.0, middle + half)


def rate_ratio(a: Rate, b: Rate, z: float = Z_LEVEL) -> Interval:
    """(hits per outlay of a) / (that of b). Of all that was counted, a's part is a share: its interval gives the ratio's."""
    part = wilson(Share(a.hits, a.hits + b.hits), z)
    value, low, high = (_odds(share) * b.per / a.per for share in part)
    return Interval(value, low, high)


def _odds(share: float) -> float:
    return share / (1 - share) if share < 1 else math.inf


def chance(excludes: Callable[[float], bool]) -> float:
    """The least level (two-sided p) at which an interval still excludes "no difference".

    `excludes` tells it for the interval of a given z; wide ones exclude less.
    """
    if not excludes(0.0):
        return 1.0
    low, high = 0.0, _FAR
    for _ in range(60):
        z = (low + high) / 2
        low, high = (z, high) if excludes(z) else (low, z)
    return math.erfc(low / math.sqrt(2))


def share_chance(a: Share, b: Share) -> float:
    return chance(lambda z: _beside(share_difference(a, b, z), 0.0))


def mean_chance(a: Mean, b: Mean) -> float:
    return chance(lambda z: _beside(mean_difference(a, b, z), 0.0))


def rate_chance(a: Rate, b: Rate) -> float:
    if a.hits + b.hits == 0:
        return 1.0
    return chance(lambda z: _beside(rate_ratio(a, b, z), 1.0))


def _beside(interval: Interval, point: float) -> bool:
    return interval.low > point or interval.high < point


def holm(chances: Sequence[float]) -> tuple[float, ...]:
    """Each chance raised so that all claims together are wrong at most as often as one alone (Holm's step-down)."""
    adjusted, least = [1.0] * len(chances), 0.0
    for rank, place in enumerate(sorted(range(len(chances)), key=lambda place: chances[place])):
        least = max(least, min(1.0, (len(chances) - rank) * chances[place]))
        adjusted[place] = least
    return tuple(adjusted)


def quantile(level: float) -> float:
    """z of a two-sided `level`: 1.96 for 0.05."""
    low, high = 0.0, _FAR
    for _ in range(60):
        z = (low + high) / 2
        low, high = (z, high) if math.erfc(z / math.sqrt(2)) > level else (low, z)
    return low


def share_size(a: float, b: float, level: float = LEVEL) -> float:
    """How many are needed on each side to show that shares of `a` and `b` differ; infinite when they do not."""
    if a == b:
        return math.inf
    middle = (a + b) / 2
    alike = quantile(level) * math.sqrt(2 * middle * (1 - middle))
    apart = Z_POWER * math.sqrt(a * (1 - a) + b * (1 - b))
    return ((alike + apart) / (a - b)) ** 2


def mean_size(a: Mean, b: Mean, level: float = LEVEL) -> float:
    """How many are needed on each side."""
    if a.value == b.value:
        return math.inf
    return (quantile(level) + Z_POWER) ** 2 * (a.variance + b.variance) / (a.value - b.value) ** 2


def rate_growth(a: Rate, b: Rate, level: float = LEVEL) -> float:
    """By what factor both counts and outlays must grow to show that the rates differ."""
    total = a.hits + b.hits
    if not total:
        return math.inf
    part, alike = a.hits / total, a.per / (a.per + b.per)
    if math.isclose(part, alike):
        return math.inf
    needed = quantile(level) * math.sqrt(alike * (1 - alike)) + Z_POWER * math.sqrt(part * (1 - part))
    return (needed / (part - alike)) ** 2 / total
