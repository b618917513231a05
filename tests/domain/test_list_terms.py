"""What a project asks of its lists: kept as little as differs, read again, refused where every project is alike."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdr_desk.domain.hygiene import RULES, Severity, Terms
from bdr_desk.domain.list_terms import CHOICES, GROUPS, read_terms, why_fixed, with_days, with_rule
from bdr_desk.errors import BadInput, NotFound, Refused

FIXED = [rule for rule in RULES if why_fixed(rule)]
FREE = [rule for rule in RULES if not why_fixed(rule)]


def test_every_rule_stands_in_one_group() -> None:
    grouped = [rule for rules in GROUPS.values() for rule in rules]
    assert sorted(grouped) == sorted(RULES)


def test_what_the_law_asks_is_never_switched_off() -> None:
    assert {"do_not_call", "suppressed", "erased", "no_way_to_reach", "blank", "columns", "header_again"} <= {
        *FIXED
    }
    assert "fictional_name" in FREE and "free_mail" in FREE


@pytest.mark.parametrize("rule", FIXED)
def test_a_rule_of_every_project_is_refused_with_the_reason(rule: str) -> None:
    with pytest.raises(Refused) as refused:
        with_rule({}, rule, "off")
    assert RULES[rule].title in refused.value.title and refused.value.advice


def test_only_in_a_sample_made_up_numbers_cannot_be_switched_on() -> None:
    with pytest.raises(Refused, match="sample"):
        with_rule({}, "fictional_number", "quarantine", sample=True)
    assert with_rule({}, "fictional_number", "warn") == {"fictional_number": "warn"}


@given(st.sampled_from(FREE), st.sampled_from([None, *CHOICES]))
def test_what_is_said_holds_and_the_rules_own_is_not_kept(rule: str, what: str | None) -> None:
    kept = with_rule({"free_mail": "off", "stale_after_days": 90}, rule, what)
    terms = Terms("US", date(2027, 4, 6), read_terms(kept).severities)
    wanted = RULES[rule].severity if what is None else None if what == "off" else Severity(what)
    assert terms.severity(rule) == wanted
    assert (rule in kept) == (wanted != RULES[rule].severity)
    assert kept["stale_after_days"] == 90
    assert with_rule(kept, rule, None).get(rule) is None


def test_a_fixed_rule_keeps_its_gravity_whatever_was_kept() -> None:
    assert read_terms({"do_not_call": "off", "gone_rule": "off"}).severities == {}


def test_words_that_are_none() -> None:
    with pytest.raises(NotFound, match="nonsense"):
        with_rule({}, "nonsense", "off")
    with pytest.raises(BadInput, match="refuse"):
        with_rule({}, "free_mail", "refuse")


def test_days() -> None:
    assert read_terms({}).stale_after_days == 730 and read_terms({}).very_stale_after_days == 1825
    found = read_terms(with_days({"free_mail": "off"}, 90, 365))
    assert (found.stale_after_days, found.very_stale_after_days) == (90, 365)
    assert found.severities == {"free_mail": None}


@pytest.mark.parametrize(("stale", "very"), [(0, 9), (9, 9), (90, 30), (1, 10**6), (-3, 4)])
def test_days_out_of_order_are_refused(stale: int, very: int) -> None:
    with pytest.raises(BadInput, match="stale"):
        with_days({}, stale, very)
