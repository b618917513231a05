"""The ideal customer: what fits, what does not, and what is not known."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdr_desk.domain.job_titles import DEPARTMENTS, SENIORITIES
from bdr_desk.domain.profile import (
    MIDDLE,
    PARTS,
    Fit,
    LeadFacts,
    Profile,
    as_json,
    fit,
    from_json,
    in_short,
    people,
    scorer,
)
from bdr_desk.errors import BadInput

DOCKS = Profile(
    industries=("Freight", "Supply chain"), size_from=50, size_to=500, titles=("operations", "warehouse"),
    seniorities=("chief", "vp", "director"), departments=("operations", "logistics"), countries=("US", "CA"),
    states=("Massachusetts", "NY"),
)  # fmt: skip
IDEAL = LeadFacts("VP Operations", "Freight & Logistics", "240", "USA", "MA")
words = st.sampled_from(
    (
        "",
        None,
        "CEO",
        "VP Operations",
        "Lagerleiter",
        "Freight",
        "240",
        "51-200",
        "US",
        "DE",
        "MA",
        "Texas",
        "?",
    )
)
anybody = st.builds(LeadFacts, words, words, words, words, words)
texts = st.lists(st.text(min_size=1).filter(lambda t: t == t.strip() and t), unique=True, max_size=4).map(tuple)  # fmt: skip
profiles = st.builds(
    Profile,
    industries=texts, titles=texts, states=texts,
    size_from=st.none() | st.integers(0, 100), size_to=st.none() | st.integers(100, 10**6),
    seniorities=st.lists(st.sampled_from(sorted(SENIORITIES)), unique=True).map(tuple),
    departments=st.lists(st.sampled_from(sorted(DEPARTMENTS)), unique=True).map(tuple),
    countries=st.lists(st.sampled_from(("US", "DE", "FR")), unique=True).map(tuple),
    weights=st.tuples(*(st.tuples(st.just(part), st.integers(0, 9)) for part in PARTS)),
)  # fmt: skip


def test_all_that_is_looked_for_is_a_hundred() -> None:
    found = fit(IDEAL, DOCKS)
    assert found.score == 100 and all(points > 0 for _, points in found.reasons)
    assert [says for says, _ in found.reasons][:2] == [
        "Industry “Freight & Logistics” fits",
        "MA, USA fits",
    ]


def test_nothing_that_is_looked_for_is_nought() -> None:
    found = fit(LeadFacts("Personalleiter", "Banking", "9", "DE", "Bayern"), DOCKS)
    assert found.score == 0 and all(points < 0 for _, points in found.reasons)
    assert ("Department people is not looked for", -8) in found.reasons


def test_the_reasons_on_one_line() -> None:
    found = Fit(58, (
        ("Industry “Freight” fits", 21), ("MA, US is not looked for", -20), ("Director level fits", 15),
        ("Department people is not looked for", -8),
    ))  # fmt: skip
    assert (
        in_short(found)
        == "Fit 58: industry “Freight”, director level; not looked for: MA, US, department people"
    )
    assert in_short(Fit(50, ())) == "Fit 50: nothing is known that counts"


def test_nothing_known_stays_in_the_middle() -> None:
    assert fit(LeadFacts(), DOCKS) == (MIDDLE, ())
    assert scorer(DOCKS)(LeadFacts("", "", "", "", "")) == MIDDLE
    assert (
        fit(LeadFacts(title="Wizard", size="many"), Profile(size_from=5, seniorities=("vp",))).score == MIDDLE
    )


def test_a_profile_that_asks_nothing_scores_nobody() -> None:
    assert not Profile() and scorer(Profile())(IDEAL) is None
    assert not Profile(industries=("Freight",), weights=(("industry", 0),))


@given(anybody, profiles)
def test_one_score_whichever_way(facts: LeadFacts, profile: Profile) -> None:
    found = fit(facts, profile)
    assert 0 <= found.score <= 100
    if profile:
        assert scorer(profile)(facts) == found.score


@given(anybody, profiles, st.sampled_from(LeadFacts._fields))
def test_what_is_not_known_neither_rewards_nor_punishes(facts: LeadFacts, profile: Profile, name: str) -> None:  # fmt: skip
    """Losing a value moves the score towards the middle of what the other reasons say, never past them."""
    known, unknown = fit(facts, profile), fit(facts._replace(**{name: None}), profile)
    if name not in ("country", "state"):  # those two are one reason
        assert set(unknown.reasons) <= set(known.reasons)


@given(profiles)
def test_kept_and_read_again(profile: Profile) -> None:
    assert from_json(json.loads(json.dumps(as_json(profile)))) == profile


@pytest.mark.parametrize(
    ("written", "size"),
    [
        ("240", 240), ("1,200", 1200), ("1.200 Mitarbeiter", 1200), ("51-200", 101), ("11 to 50 people", 23.5),
        ("10,000+", 10000), ("2.5k", 2500), ("1k-5k", 2236), ("<50", 7.1), ("1 001 – 5 000", 2237), ("0", 1),
    ],
)  # fmt: skip
def test_sizes(written: str, size: float) -> None:
    assert people(written) == pytest.approx(size, rel=0.01)


@pytest.mark.parametrize("written", ["", "large", "n/a", "9" * 40])
def test_no_size(written: str) -> None:
    assert people(written) is None


def test_short_words_are_looked_for_whole() -> None:
    tech = Profile(industries=("IT",))
    assert fit(LeadFacts(industry="IT services"), tech).score == 100
    assert fit(LeadFacts(industry="Utilities in Italy"), tech).score == 0


def test_a_country_alone_is_enough_where_no_state_is_asked_for() -> None:
    assert fit(LeadFacts(country="Deutschland"), Profile(countries=("DE",))).score == 100
    assert fit(LeadFacts(country="Narnia"), Profile(countries=("DE",))).score == MIDDLE
    assert fit(LeadFacts(country="US"), DOCKS).score == MIDDLE  # which state, nobody knows


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"colour": "blue"}, "colour"),
        ({"industries": "Freight"}, "list of texts"),
        ({"seniorities": ["boss"]}, "boss"),
        ({"countries": ["Narnia"]}, "Narnia"),
        ({"size_from": -1}, "size_from"),
        ({"size_from": 500, "size_to": 50}, "wrong way round"),
        ({"weights": {"colour": 1}}, "weights"),
        ({"weights": {"size": "much"}}, "weight"),
        ({"weights": {"size": 1000}}, "100"),
    ],
)
def test_what_cannot_be_read_is_named(data: dict[str, object], says: str) -> None:
    with pytest.raises(BadInput, match=says):
        from_json(data)
