"""The best hour: honest about few calls."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdr_desk.domain.best_hour import HOURS, Counted, learned, says, swing


@st.composite
def counts(draw: st.DrawFn) -> Counted:
    dials = draw(st.integers(1, 500))
    hour = draw(st.integers(0, HOURS - 1))
    return Counted(draw(st.sampled_from(["", "head"])), hour, dials, draw(st.integers(0, dials)))


tables = st.lists(counts(), max_size=30, unique_by=lambda row: row[:2])


@given(tables, st.sampled_from(["", "head", "unknown"]), st.integers(0, HOURS - 1), st.integers(0, 50))
def test_a_swing_is_never_more_than_allowed(table: list[Counted], segment: str, hour: int, most: int) -> None:
    assert -100 * most <= swing(learned(table), segment, hour, most) <= 100 * most


@given(tables)
def test_rates_are_chances_between_the_best_and_the_worst_seen(table: list[Counted]) -> None:
    seen = [row.reached / row.dials for row in table]
    for rate in learned(table).by_hour.values():
        assert min(seen) - 1e-9 <= rate <= max(seen) + 1e-9


@given(st.integers(0, 29), st.integers(0, HOURS - 1))
def test_below_thirty_calls_nothing_is_said(dials: int, hour: int) -> None:
    rates = learned([Counted("", hour, dials, dials)] if dials else [])
    assert swing(rates, "", hour, 25) == 0
    assert says(rates, "", hour) == ""


@given(st.integers(0, HOURS - 1), st.integers(1, 5), st.floats(0.05, 0.6))
def test_a_handful_of_calls_never_moves_much(hour: int, dials: int, usual: float) -> None:
    """Five calls of an hour, all of them answered or none, against thousands at other times."""
    others = [
        Counted("", other, 100, round(100 * usual)) for other in range(HOURS) if other % 24 != hour % 24
    ]
    for reached in (0, dials):
        rates = learned([*others, Counted("", hour, dials, reached)])
        assert abs(rates.by_hour["", hour] - usual) < 2 * dials / 60 + 0.01
        assert abs(swing(rates, "", hour, 25)) <= 2_500 * (2 * dials / 60 + 0.01) / rates.overall


@given(st.integers(0, HOURS - 1), st.integers(1, 200))
def test_the_more_often_an_hour_was_answered_the_better_it_stands(hour: int, reached: int) -> None:
    others = [Counted("", other, 50, 10) for other in range(HOURS) if other != hour]
    fewer, more = (learned([*others, Counted("", hour, 200, n)]) for n in (reached - 1, reached))
    assert more.by_hour["", hour] > fewer.by_hour["", hour]


@pytest.mark.parametrize(("dials", "least", "most"), [(4, 0.2, 0.3), (4_000, 0.75, 0.8)])
def test_many_calls_are_believed(dials: int, least: float, most: float) -> None:
    others = [Counted("", hour, 100, 20) for hour in range(HOURS) if hour % 24 != 10]
    rates = learned([*others, Counted("", 10, dials, dials * 4 // 5)])
    assert least <= rates.by_hour["", 10] <= most
    assert f"({dials} dials at this hour)" in says(rates, "", 10)
