"""The autopsy: what a list is worth before the first dial, and why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdr_desk.domain.hygiene.rules import RULES
from bdr_desk.domain.list_grade import LIMITS, ListFigures, Reason, grade, letter_of, unknown_parts

FULL = {"with_phone": 1000, "with_name": 1000, "with_title": 1000, "with_company": 1000}
rows = st.integers(0, 2000)


def of_a_thousand(**figures: object) -> ListFigures:
    return ListFigures(**{"row_count": 1000, "added": 1000, **FULL, **figures})  # type: ignore[arg-type]


def reason(figures: ListFigures, rule: str) -> Reason:
    return next(each for each in grade(figures).reasons if each.rule == rule)


def test_a_clean_list_is_an_a() -> None:
    found = grade(of_a_thousand(with_mobile=700, with_email=900, accounts=400))
    assert (found.letter, found.points, found.reasons) == ("A", 100, ())
    assert found.good == (
        "70 % have a direct or mobile number",
        "90 % have an e-mail address",
        "100 % name a job title",
        "400 new companies",
    )


def test_rows_kept_out_cost_their_share_divided_among_the_rules() -> None:
    figures = of_a_thousand(
        added=880, quarantined=120, by_rule={"fictional_name": 60, "fictional_number": 60, "job_seeker": 120}
    )
    found = grade(figures)
    assert found.points == pytest.approx(88) and found.letter == "B"
    assert [(each.rule, each.cost) for each in found.reasons] == [
        ("job_seeker", 6),
        ("fictional_name", 3),
        ("fictional_number", 3),
    ]
    assert found.reasons[0].says == "12 % are looking for work."
    assert found.reasons[0].title == RULES["job_seeker"].title and found.reasons[0].advice


def test_what_only_warns_costs_a_part() -> None:
    found = reason(of_a_thousand(by_rule={"already_known": 300}, merged=300), "already_known")
    assert (found.hits, found.share, found.cost) == (300, 0.3, 15)
    assert found.says == "30 % are already in this project."


def test_what_was_merged_is_not_counted_twice() -> None:
    told = grade(of_a_thousand(by_rule={"already_known": 300}, merged=300))
    assert [each.rule for each in told.reasons] == ["already_known"]
    assert reason(of_a_thousand(merged=300), "merged").cost == 15


def test_the_longer_ago_the_dearer() -> None:
    aged = of_a_thousand(by_rule={"stale": 100, "very_stale": 100})
    assert reason(aged, "very_stale").cost > reason(aged, "stale").cost


def test_what_is_missing_costs_and_what_nobody_counted_does_not() -> None:
    found = reason(of_a_thousand(with_company=800), "missing_company")
    assert (found.says, found.cost) == ("20 % name no company.", 8)
    assert "Map" in found.advice
    unknown = ListFigures(1000, 1000)
    assert grade(unknown).letter == "A" and unknown_parts(unknown) == ("numbers", "names", "titles", "companies")  # fmt: skip


def test_a_number_that_is_bad_is_not_missing_too() -> None:
    figures = of_a_thousand(with_phone=700, by_rule={"impossible_phone": 300})
    assert [each.rule for each in grade(figures).reasons] == ["impossible_phone"]


def test_the_age_is_told_with_its_median() -> None:
    figures = of_a_thousand(checked={2021: 100, 2024: 600, 2027: 300}, this_year=2027)
    found = reason(figures, "age")
    assert found.says == "Last checked 3 years ago (median of 1,000 dated rows)." and found.cost == 0
    assert not grade(of_a_thousand(checked={2026: 9}, this_year=2027)).reasons


def test_blank_rows_are_not_held_against_a_list() -> None:
    figures = ListFigures(1000, 500, refused=500, by_rule={"blank": 490, "header_again": 10})
    assert grade(figures).letter == "A" and grade(figures).reasons == ()


def test_nothing_has_no_grade() -> None:
    assert grade(ListFigures(0)).letter == "" == grade(ListFigures(5, refused=5, by_rule={"blank": 5})).letter


def test_leads_outside_the_profile() -> None:
    assert reason(of_a_thousand(scored=400, unfit=100), "unfit").cost == 5


def test_rows_kept_out_for_reasons_nobody_named() -> None:
    assert reason(of_a_thousand(added=0, quarantined=1000), "kept_out").cost == 100


@pytest.mark.parametrize(("letter", "lost"), LIMITS)
def test_limits(letter: str, lost: float) -> None:
    assert letter_of(100 - lost) == letter
    assert letter_of(max(0, 100 - lost - 0.01)) >= letter


@pytest.mark.parametrize("rule", sorted(RULES))
def test_every_rule_has_its_own_words(rule: str) -> None:
    found = grade(of_a_thousand(quarantined=500, by_rule={rule: 500})).reasons
    said = [each for each in found if each.rule == rule]
    assert (not said) == (rule in ("blank", "header_again"))
    assert all(each.says.startswith("50 % ") and each.advice.endswith(".") for each in said)


@given(
    st.builds(
        ListFigures,
        row_count=rows, merged=rows, quarantined=rows, refused=rows, with_phone=st.none() | rows, with_name=rows,
        with_title=rows, with_company=rows, scored=rows, unfit=rows,
        by_rule=st.dictionaries(st.sampled_from([*RULES, "of_tomorrow"]), rows),
        checked=st.dictionaries(st.integers(1990, 2030), rows), this_year=st.just(2027),
    )
)  # fmt: skip
def test_any_figures_have_a_grade(figures: ListFigures) -> None:
    found = grade(figures)
    assert 0 <= found.points <= 100
    assert found.letter in ("", "A", "B", "C", "D", "F")
    costs = [each.cost for each in found.reasons]
    assert costs == sorted(costs, reverse=True) and all(cost >= 0 for cost in costs)


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_more_junk_is_never_better(one: int, other: int) -> None:
    few, many = sorted((one, other))
    points = [grade(of_a_thousand(quarantined=n, by_rule={"fictional_name": n})).points for n in (few, many)]
    assert points[0] >= points[1]
