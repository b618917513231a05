"""Rank: tiers that never mix, parts that each pull one way, weights that are checked."""

from dataclasses import fields

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bdr_desk.domain.rank import (
    MOST_SWING,
    Ranked,
    Tier,
    Weights,
    parts,
    response_due,
    tier_of,
    turn,
    weights_from,
)
from bdr_desk.errors import BadInput

DAY = 86_400_000_000
NOW = 20_550 * DAY  # in 2026
moments = st.integers(NOW - 2_000 * DAY, NOW + 400 * DAY)
weights = st.builds(
    Weights,
    **{
        part.name: st.integers(0, 1_000)
        for part in fields(Weights)
        if part.name not in ("best_hour", "lunch")
    },
    best_hour=st.integers(0, 25),
    lunch=st.integers(0, 25),
)
leads = st.builds(
    Ranked, st.sampled_from(["fresh", "retry", "callback"]), moments, moments, st.none() | st.integers(0, 100),
    st.sampled_from(["inbound", "normal", "filler"]), st.integers(-2, 2), st.none() | moments,
    st.sampled_from(["", "reply", "revisit", "reappeared"]), st.none() | moments, st.integers(0, 20),
)  # fmt: skip
swings = st.integers(-MOST_SWING, MOST_SWING)


@given(leads, leads, weights, swings, swings)
def test_tiers_never_mix_whatever_the_weights_and_the_hour(
    one: Ranked, other: Ranked, given_weights: Weights, here: int, there: int
) -> None:
    assume(tier_of(one) > tier_of(other))
    assert turn(one, given_weights) - here < turn(other, given_weights) - there


@given(leads, weights, swings, swings)
def test_an_earlier_promise_comes_first_whatever_the_hour(
    lead: Ranked, given_weights: Weights, here: int, there: int
) -> None:
    promise = lead._replace(next_kind="callback", next_at=lead.next_at or NOW)
    later = promise._replace(next_at=promise.next_at + 2 * 60_000_000)
    assert tier_of(promise) is Tier.PROMISE
    assert turn(promise, given_weights) - here < turn(later, given_weights) - there


@given(leads, weights, st.integers(0, 100), st.integers(0, 100))
def test_who_fits_better_never_comes_later(
    lead: Ranked, given_weights: Weights, one: int, other: int
) -> None:
    worse, better = sorted((one, other))
    assert turn(lead._replace(fit=better), given_weights) <= turn(lead._replace(fit=worse), given_weights)


@given(leads, weights, st.integers(-2, 1))
def test_a_list_of_more_weight_never_comes_later(lead: Ranked, given_weights: Weights, priority: int) -> None:
    low, high = lead._replace(list_priority=priority), lead._replace(list_priority=priority + 1)
    assert turn(high, given_weights) <= turn(low, given_weights)


@given(leads, weights, st.integers(0, 400))
def test_who_was_due_earlier_never_comes_later(lead: Ranked, given_weights: Weights, days: int) -> None:
    due = lead._replace(next_kind="retry")
    earlier = due._replace(next_at=due.next_at - days * DAY)
    assert turn(earlier, given_weights) <= turn(due, given_weights)


@given(leads, weights)
def test_an_account_where_somebody_was_reached_never_comes_later(
    lead: Ranked, given_weights: Weights
) -> None:
    cold, warm = lead._replace(heat_at=None), lead._replace(heat_at=NOW)
    assert turn(warm, given_weights) <= turn(cold, given_weights)


@given(leads, weights)
def test_the_weightiest_part_is_named_first_and_none_is_empty(lead: Ranked, given_weights: Weights) -> None:
    points = [abs(part.points) for part in parts(lead, given_weights, NOW)]
    assert points == sorted(points, reverse=True)
    assert 0 not in points


def test_inbound_is_a_matter_of_the_first_call() -> None:
    lead = Ranked("fresh", None, NOW, list_tier="inbound")
    assert tier_of(lead) is Tier.INBOUND
    assert tier_of(lead._replace(attempts=1, next_kind="retry")) is Tier.DUE
    assert response_due(lead, Weights(response_minutes=5)) == NOW + 5 * 60_000_000


@pytest.mark.parametrize(
    ("kept", "says"),
    [
        ({"luck": 1}, "not a part"), ({"fit": -1}, "is -1"), ({"fit": 1_001}, "is 1001"), ({"fit": True}, "is True"),
        ({"fit": "1"}, "is 1"), ({"fit": 1.5}, "is 1.5"), ({"best_hour": 40, "lunch": 11}, "more than 50 together"),
    ],
)  # fmt: skip
def test_weights_that_cannot_be(kept: dict[str, object], says: str) -> None:
    with pytest.raises(BadInput, match=says):
        weights_from(kept)


@given(weights)
def test_weights_are_read_as_they_are_kept(given_weights: Weights) -> None:
    assert weights_from(given_weights.as_json()) == given_weights
    assert weights_from({}) == Weights()
