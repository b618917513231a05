"""The table of laws and manners: whole, in order, and with the hours its sources give."""

import pytest

from bdr_desk.domain.business_days import work_week
from bdr_desk.domain.calling_windows import places_with_rules, rules_for
from bdr_desk.domain.countries import COUNTRY_NAMES
from bdr_desk.domain.states import state_of

NINE, TEN, ONE, TWO, EIGHT = 540, 600, 780, 840, 1200  # o'clock


def week_of(place: str) -> tuple[tuple[tuple[int, int], ...], ...]:
    country, _, state = place.partition("-")
    return rules_for(country, state)[-1].week


@pytest.mark.parametrize("place", places_with_rules())
def test_each_place_is_one_and_each_rule_has_its_source(place: str) -> None:
    country, _, state = place.partition("-")
    assert country in COUNTRY_NAMES and state_of(country, state) == state
    rule = rules_for(country, state)[-1]
    assert rule.where == place and len(rule.source) > 10 and len(rule.week) == 7
    assert any(rule.week)
    for day in rule.week:
        minutes = [minute for span in day for minute in span]
        assert minutes == sorted(set(minutes)) and all(0 <= minute <= 24 * 60 for minute in minutes)


def test_a_states_rule_stands_beside_its_countrys() -> None:
    assert [rule.where for rule in rules_for("US", "FL")] == ["US", "US-FL"]
    assert [rule.where for rule in rules_for("US", "NY")] == ["US"]
    assert rules_for("", "") == () and rules_for("NP", "") == ()


def test_a_state_never_widens_what_its_country_allows() -> None:
    federal = week_of("US")
    for place in places_with_rules():
        if place.startswith("US-"):
            for state, country in zip(week_of(place), federal, strict=True):
                assert all(any(a <= start and end <= b for a, b in country) for start, end in state), place


def test_hours_as_the_sources_give_them() -> None:
    assert week_of("FR") == (((TEN, ONE), (TWO, EIGHT)),) * 5 + ((), ())
    assert week_of("US-RI") == ((((NINE, 18 * 60)),),) * 5 + (((TEN, 17 * 60),), ())
    assert week_of("CA")[0] == ((NINE, 21 * 60 + 30),) and week_of("CA")[6] == ((TEN, 18 * 60),)
    assert week_of("AU")[6] == () and week_of("ES")[5] == ()


def test_what_was_not_confirmed_is_marked() -> None:
    unsure = {place for place in places_with_rules() if not rules_for(*_split(place))[-1].checked}
    assert {"US-TX", "US-WY", "JP"} <= unsure
    assert not unsure & {"US", "US-FL", "US-RI", "US-UT", "FR", "ES", "AU", "CA", "ZA"}


def _split(place: str) -> tuple[str, str]:
    country, _, state = place.partition("-")
    return country, state


def test_a_friday_is_left_alone_where_it_is_the_weekend() -> None:
    for where in places_with_rules():
        if work_week(where) == "01236":
            assert week_of(where)[4] == week_of(where)[5] == () and week_of(where)[6]
