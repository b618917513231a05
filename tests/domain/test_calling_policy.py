"""A project's policy: kept and read again, and what it leaves of a place's hours."""

from typing import Any

import pytest
from hypothesis import given

from bdr_desk.domain.calling_hours import Window
from bdr_desk.domain.calling_places import Place
from bdr_desk.domain.calling_policy import Policy, week_at
from bdr_desk.errors import BadInput
from tests.domain.calling_cases import policies

TEXAS = Place("America/Chicago", "US", "TX")
BERLIN = Place("Europe/Berlin", "DE")
ALL_WEEK = Window(0, 24 * 60, "0123456")


@given(policies(step=1))
def test_what_is_kept_is_what_is_read(policy: Policy) -> None:
    again = Policy.from_json(policy.as_json())
    assert again == policy and hash(again) == hash(policy)


def test_nothing_kept_is_nine_to_half_past_five_on_working_days() -> None:
    assert Policy.from_json({}) == Policy.from_json(None) == Policy()
    assert Policy().window == Window(540, 1050, "01234")


@pytest.mark.parametrize(
    "kept",
    [
        {"windows": {}},
        {"window": {"start": 540}},
        {"window": {"start": 540, "end": 500, "days": "01234"}},
        {"window": {"start": "9:00", "end": 1000, "days": "01234"}},
        {"window": {"start": 540, "end": 1000, "days": "789"}},
        {"places": ["US"]},
        {"places": {"Texas": {"start": 540, "end": 1000, "days": "01234"}}},
        {"places": {"US-ZZ": {"start": 540, "end": 1000, "days": "01234"}}},
        {"lunch": [780, 720]},
        {"lunch": 720},
        {"early": -1},
        {"early": True},
        {"holidays": "no"},
    ],
)
def test_what_cannot_be_read_is_said(kept: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        Policy.from_json(kept)


def test_the_states_window_goes_before_its_countrys() -> None:
    country, state = Window(600, 900, "01"), Window(660, 1000, "0")
    policy = Policy(places=(("US", country), ("US-TX", state)))
    assert policy.own_window("US", "TX") == state
    assert policy.own_window("US", "NY") == country
    assert policy.own_window("DE", "") is None


def test_law_narrows_every_window_politeness_only_the_projects_general_one() -> None:
    everywhere = Policy(ALL_WEEK)
    assert week_at(TEXAS, everywhere)[6] == ((12 * 60, 21 * 60),)
    assert week_at(TEXAS, Policy(places=(("US", ALL_WEEK),)))[6] == ((12 * 60, 21 * 60),)
    assert week_at(BERLIN, everywhere)[0] == ((8 * 60, 20 * 60),)
    assert week_at(BERLIN, Policy(places=(("DE", ALL_WEEK),)))[0] == ((0, 24 * 60),)
