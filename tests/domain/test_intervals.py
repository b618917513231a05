"""Intervals against published worked examples, by simulation, and in their bounds."""

import math
import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdr_desk.domain.intervals import (
    Mean,
    Rate,
    Share,
    count_interval,
    holm,
    mean_chance,
    mean_difference,
    mean_interval,
    mean_size,
    quantile,
    rate_chance,
    rate_growth,
    rate_ratio,
    share_chance,
    share_difference,
    share_size,
    wilson,
)

# Newcombe 1998, "Interval estimation for the difference between independent proportions", Table II, method 10.
NEWCOMBE = [
    ((56, 70), (48, 80), 0.0524, 0.3339),
    ((9, 10), (3, 10), 0.1705, 0.8090),
    ((6, 7), (2, 7), 0.0582, 0.8062),
    ((5, 56), (0, 29), -0.0381, 0.1926),
    ((0, 10), (0, 20), -0.1611, 0.2775),
    ((0, 10), (0, 10), -0.2775, 0.2775),
    ((10, 10), (0, 20), 0.6791, 1.0000),
    ((10, 10), (0, 10), 0.6075, 1.0000),
]
# Newcombe 1998, "Two-sided confidence intervals for the single proportion", Table I, method 3.
WILSON = [
    ((81, 263), 0.2553, 0.3662),
    ((15, 148), 0.0624, 0.1605),
    ((0, 20), 0.0, 0.1611),
    ((1, 29), 0.0061, 0.1718),
]

shares = st.integers(1, 5000).flatmap(lambda n: st.builds(Share, st.integers(0, n), st.just(n)))
counts = st.integers(0, 500)


@pytest.mark.parametrize(("one", "other", "low", "high"), NEWCOMBE)
def test_differences_newcombe_published(
    one: tuple[int, int], other: tuple[int, int], low: float, high: float
) -> None:
    found = share_difference(Share(*one), Share(*other))
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@pytest.mark.parametrize(("share", "low", "high"), WILSON)
def test_shares_newcombe_published(share: tuple[int, int], low: float, high: float) -> None:
    found = wilson(Share(*share))
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@given(shares, shares)
def test_a_difference_lies_in_its_bounds(a: Share, b: Share) -> None:
    found = share_difference(a, b)
    assert -1 - 1e-12 <= found.low <= found.value <= found.high <= 1 + 1e-12
    back = share_difference(b, a)
    assert (back.low, back.high) == pytest.approx((-found.high, -found.low))


@given(shares, shares)
def test_the_chance_and_the_interval_agree(a: Share, b: Share) -> None:
    interval, p = share_difference(a, b), share_chance(a, b)
    if not math.isclose(p, 0.05, abs_tol=1e-6):
        assert (interval.low > 0 or interval.high < 0) == (p < 0.05)


@given(shares)
def test_a_share_lies_in_its_interval(share: Share) -> None:
    found = wilson(share)
    assert 0 <= found.low <= found.value <= found.high <= 1


@given(counts, counts, st.floats(1, 1e6), st.floats(1, 1e6))
def test_ratios_and_their_chance_agree(a: int, b: int, x: float, y: float) -> None:
    if a + b == 0:
        return
    found, p = rate_ratio(Rate(a, x), Rate(b, y)), rate_chance(Rate(a, x), Rate(b, y))
    assert 0 <= found.low <= found.value <= found.high
    if not math.isclose(p, 0.05, abs_tol=1e-6):
        assert (found.low > 1 or found.high < 1) == (p < 0.05)


@given(
    st.lists(st.integers(0, 8), min_size=2, max_size=40), st.lists(st.integers(0, 8), min_size=2, max_size=40)
)
def test_means_and_their_chance_agree(one: list[int], other: list[int]) -> None:
    a, b = mean(one), mean(other)
    found, p = mean_difference(a, b), mean_chance(a, b)
    assert found.low <= found.value <= found.high
    if not math.isclose(p, 0.05, abs_tol=1e-6):
        assert (found.low > 0 or found.high < 0) == (p < 0.05)


def mean(values: list[int]) -> Mean:
    return Mean(len(values), sum(values), sum(value * value for value in values))


def test_students_quantile_from_tables() -> None:
    """t 0.975: 2.306 with 8 degrees of freedom, 2.045 with 29. The interval of 9 and of 30 things is that wide."""
    for n, t in ((9, 2.306), (30, 2.045)):
        values = [1, 3] * (n // 2) + [2] * (n % 2)
        found = mean_interval(mean(values))
        assert (found.high - found.low) / 2 == pytest.approx(
            t * math.sqrt(mean(values).variance / n), rel=2e-3
        )


def test_welch_on_a_worked_example() -> None:
    """The sleep of Student's two groups (1908); in R t.test(extra ~ group): t -1.8608, df 17.776, p 0.0794."""
    one = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
    other = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    a, b = (Mean(10, sum(v), sum(x * x for x in v)) for v in (one, other))
    found = mean_difference(a, b)
    assert (found.value, found.low, found.high) == pytest.approx((-1.58, -3.3654832, 0.2054832), abs=2e-3)
    assert mean_chance(a, b) == pytest.approx(0.07939, abs=5e-4)


def test_counts_of_nothing_have_a_bound() -> None:
    assert count_interval(0) == pytest.approx((0, 0, 3.84146), abs=1e-4)


def test_holm_on_a_worked_example() -> None:
    """As R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")."""
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx((0.03, 0.06, 0.06, 0.02))
    assert holm([]) == ()


@given(st.lists(st.floats(0, 1), max_size=12))
def test_holm_never_makes_a_claim_easier(chances: list[float]) -> None:
    adjusted = holm(chances)
    assert all(one <= other <= 1 for one, other in zip(chances, adjusted, strict=True))
    ranked = sorted(zip(chances, adjusted, strict=True))
    assert all(one[1] <= other[1] for one, other in pairwise(ranked))


def test_sizes_from_tables() -> None:
    """Fleiss: 0.6 against 0.7 takes 356 of each at 5 % and power 80 %."""
    assert math.ceil(share_size(0.6, 0.7)) == 356
    assert share_size(0.3, 0.3) == math.inf
    assert quantile(0.05) == pytest.approx(1.959964, abs=1e-6)
    assert mean_size(mean([0, 2] * 20), mean([0, 2] * 20)) == math.inf
    assert rate_growth(Rate(5, 10), Rate(5, 10)) == math.inf == rate_growth(Rate(0, 1), Rate(0, 1))


def test_intervals_cover_what_they_promise() -> None:
    """95 in 100, for shares and sizes as call lists have them; the least of the mean over many is what Newcombe found."""
    rng = random.Random(5)
    covered = tried = 0
    for p, q, n, m in ((0.3, 0.2, 60, 90), (0.05, 0.02, 200, 150), (0.9, 0.8, 40, 400), (0.1, 0.1, 100, 100)):
        for _ in range(1500):
            a, b = (Share(sum(rng.random() < x for _ in range(k)), k) for x, k in ((p, n), (q, m)))
            found = share_difference(a, b)
            covered += found.low <= p - q <= found.high
            tried += 1
    assert 0.94 <= covered / tried <= 0.975


def test_ratios_cover_what_they_promise() -> None:
    rng = random.Random(7)
    covered = 0
    for _ in range(1500):
        a, b = (sum(rng.random() < 0.06 for _ in range(n)) for n in (300, 500))
        covered += not a + b or (found := rate_ratio(Rate(a, 300), Rate(b, 500))).low <= 1 <= found.high
    assert 0.93 <= covered / 1500 <= 0.985


def test_facts_per_conversation_cover_what_they_promise() -> None:
    """Facts come in clumps: half of the talks bring none, the others one to five."""
    rng = random.Random(11)
    covered = 0
    for _ in range(1500):
        a, b = (mean([rng.choice((0, 0, 0, 1, 2, 5)) for _ in range(n)]) for n in (40, 90))
        found = mean_difference(a, b)
        covered += found.low <= 0 <= found.high
    assert 0.935 <= covered / 1500 <= 0.965


@pytest.mark.parametrize(("p", "q"), [(0.3, 0.2), (0.1, 0.05)])
def test_the_size_asked_for_finds_the_difference_four_times_in_five(p: float, q: float) -> None:
    rng = random.Random(3)
    n = math.ceil(share_size(p, q))
    found = sum(
        share_chance(*(Share(sum(rng.random() < x for _ in range(n)), n) for x in (p, q))) < 0.05
        for _ in range(300)
    )
    assert 0.72 <= found / 300 <= 0.88
