"""What may be said of two lists: better only when it is so."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdr_desk.domain.comparison import MEASURES, SMALLEST_SAMPLE, Finding, compare, percent, summary
from bdr_desk.domain.scorecard import Score

NAMES = ("Warm", "Targeted")


def score(**counts: object) -> Score:
    base = {
        "row_count": 1000,
        "added": 900,
        "leads": 900,
        "dialable": 850,
        "quarantined": 100,
        "dialled": 400,
        "reached": 100,
    }
    base |= {
        "conversations": 80,
        "facts": 120,
        "facts_squared": 260,
        "booked": 20,
        "held": 15,
        "accepted": 12,
    }
    return Score(**{**base, "cost_cents": 500_000, "currency": "EUR", **counts})  # type: ignore[arg-type]


def found(a: Score, b: Score, key: str) -> Finding:
    return next(each for each in compare(a, b, NAMES) if each.key == key)


def test_a_list_is_no_better_than_itself() -> None:
    for finding in compare(score(), score(), NAMES):
        assert finding.better == "" and finding.says.startswith("No difference shown.")
    assert summary(compare(score(), score()), NAMES).startswith("Nothing shows")


def test_a_clear_difference_is_said_with_its_size() -> None:
    finding = found(score(reached=60), score(reached=160), "reached")
    assert finding.better == "b" and finding.needed is None
    assert finding.says == "Targeted is better, by 19 to 31 points."
    assert (finding.a.says, finding.b.says) == ("15 %", "40 %")
    assert "Targeted is better by “Reached”" in summary(
        compare(score(reached=60), score(reached=160), NAMES), NAMES
    )


def test_less_junk_is_better() -> None:
    assert found(score(quarantined=300), score(), "junk").better == "b"


def test_small_samples_are_never_better() -> None:
    tiny = score(dialled=SMALLEST_SAMPLE - 1, reached=0)
    finding = found(tiny, score(reached=390), "reached")
    assert finding.better == "" and finding.says == "Too few to tell: Warm: 29 of at least 30 leads dialled."


def test_what_is_not_shown_says_how_much_more_it_takes() -> None:
    finding = found(score(reached=100), score(reached=116), "reached")
    assert finding.better == "" and finding.needed is not None and finding.needed > 1000
    assert f"about {finding.needed:,} more leads dialled on each side" in finding.says


def test_one_hint_among_many_measures_is_no_more_than_a_hint() -> None:
    finding = found(score(booked=20), score(booked=38), "booked")
    assert finding.chance is not None and finding.chance < 0.05
    assert finding.level is not None and finding.level > 0.05
    assert finding.better == "" and finding.says.startswith("A hint, no more")


def test_prices_are_compared_for_the_leads_dialled() -> None:
    """Half dialled, half of the meetings: the same price, though half the list's cost is still to be earned."""
    half = score(dialled=200, reached=50, booked=10, held=8, accepted=6)
    finding = found(half, score(held=16), "cost_held")
    assert finding.difference is not None and finding.difference.value == pytest.approx(1)
    assert finding.better == ""
    cheap = found(score(cost_cents=100_000, held=40), score(held=15), "cost_held")
    assert cheap.better == "a" and "times as much for the money" in cheap.says
    assert cheap.a.says == "EUR 11.11"


def test_currencies_are_not_mixed_and_unknown_costs_are_told() -> None:
    assert "two currencies" in found(score(currency="USD"), score(), "cost_held").says
    assert (
        "Warm: its cost is not known"
        in found(score(cost_cents=None, currency=None), score(), "cost_held").says
    )
    assert "none yet" in found(score(held=0), score(), "cost_held").says


def test_facts_per_conversation() -> None:
    rich = score(facts=240, facts_squared=800)
    finding = found(rich, score(), "facts")
    assert finding.better == "a" and (finding.a.says, finding.b.says) == ("3.0", "1.5")


def test_nothing_to_compare() -> None:
    for finding in compare(Score(), Score(), NAMES):
        assert finding.better == "" and finding.says.startswith("Not compared")


def test_lists_of_one_kind_are_seldom_called_better() -> None:
    """Of pairs of lists that do not differ, at most one in twenty gets any "better" at all."""
    rng = random.Random(9)

    def drawn(n: int, p: float) -> int:
        return sum(rng.random() < p for _ in range(n))

    def a_list() -> Score:
        talks = [rng.choice((0, 1, 1, 2, 4)) for _ in range(60)]
        return Score(
            row_count=300, leads=250, dialable=drawn(300, 0.8), quarantined=drawn(300, 0.15), dialled=250,
            reached=drawn(250, 0.3), conversations=60, facts=sum(talks), facts_squared=sum(t * t for t in talks),
            booked=drawn(250, 0.1), held=drawn(250, 0.06), accepted=drawn(250, 0.05), cost_cents=9, currency="EUR",
        )  # fmt: skip

    wrong = sum(any(finding.better for finding in compare(a_list(), a_list())) for _ in range(200))
    assert wrong <= 16  # 5 % of 200 and two standard errors


counts = st.integers(0, 300)
scores = st.builds(
    Score,
    row_count=counts, quarantined=counts, refused=counts, leads=counts, dialable=counts, dialled=counts,
    conversations=counts, facts=counts, facts_squared=st.integers(0, 3000), booked=counts, held=counts, accepted=counts,
    reached=st.just(0), cost_cents=st.none() | st.integers(0, 10**9), currency=st.sampled_from(("EUR", "USD")),
)  # fmt: skip


@given(scores, scores)
def test_any_two_lists_can_be_compared(a: Score, b: Score) -> None:
    findings, turned = compare(a, b, NAMES), compare(b, a, NAMES)
    assert [each.key for each in findings] == [each.key for each in MEASURES]
    for one, other in zip(findings, turned, strict=True):
        assert one.says and {one.better, other.better} in ({""}, {"a", "b"})
        assert one.a.low <= (one.a.figure if one.a.figure is not None else one.a.low) <= one.a.high


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0, "0 %"),
        (0.004, "0.4 %"),
        (0.00001, "under 0.1 %"),
        (0.125, "12 %"),
        (0.9999, "99.9 %"),
        (1, "100 %"),
    ],
)
def test_percent(share: float, said: str) -> None:
    assert percent(share) == said
