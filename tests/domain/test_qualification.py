"""The lead definition's rules: what is missing, and which answers are taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdr_desk.domain.qualification import KINDS, Criterion, check_answer, distance
from bdr_desk.errors import BadInput

NEED = Criterion("need", "Need", "text", "What hurts?", required=True)
BUDGET = Criterion(
    "budget", "Budget", "choice", "Money?", required=False, choices=("set aside", "can be found")
)


def of_kind(kind: str) -> Criterion:
    return Criterion("k", "K", kind, "?", required=True, choices=("set aside", "some day", "Sales"))


def test_only_required_criteria_decide() -> None:
    far = distance((NEED, BUDGET), {})
    assert far.missing == (NEED, BUDGET)
    assert far.missing_required == (NEED,)
    assert not far.qualified
    near = distance((NEED, BUDGET), {"need": "slow quotes"})
    assert near.met == (NEED,)
    assert near.qualified


def test_a_blank_answer_is_no_answer() -> None:
    assert not distance((NEED,), {"need": "  "}).qualified


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("text", "  two  systems\n that disagree ", "two systems that disagree"),
        ("choice", "SET", "set aside"),
        ("choice", "sales", "Sales"),
        ("yes_no", "Y", "yes"),
        ("yes_no", "No, not before June", "no, not before June"),
        ("number", "1,200", "1200"),
        ("number", "about 40", "about 40"),
        ("number", "1,5", "1,5"),
        ("date", "2027-03-31", "2027-03-31"),
        ("date", "March 2027", "March 2027"),
        ("date", "next spring", "next spring"),
    ],
)
def test_answers_are_kept_as_meant(kind: str, typed: str, kept: str) -> None:
    assert check_answer(of_kind(kind), typed) == kept


@pytest.mark.parametrize(
    ("kind", "typed", "says"),
    [
        ("text", " \n", "empty"),
        ("choice", "s", "set aside, some day, Sales"),
        ("choice", "none of it", "set aside"),
        ("yes_no", "maybe", "yes or no"),
        ("yes_no", "(yes)", "yes or no"),
        ("number", "a few", "12 or about 40"),
        ("date", "2027-02-30", "no day 2027-02-30"),
        ("date", "when it suits", "2027-03-31"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_what_is_expected(kind: str, typed: str, says: str) -> None:
    with pytest.raises(BadInput) as refused:
        check_answer(of_kind(kind), typed)
    assert says in str(refused.value)


@given(st.sampled_from(KINDS), st.text())
def test_any_text_is_kept_or_refused_and_keeping_is_stable(kind: str, typed: str) -> None:
    try:
        kept = check_answer(of_kind(kind), typed)
    except BadInput:
        return
    assert kept.strip()
    assert check_answer(of_kind(kind), kept) == kept
