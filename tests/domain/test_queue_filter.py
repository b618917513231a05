"""What the queue is filtered by: kept and read again, typed, and said in words."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdr_desk.domain.calling_places import Place
from bdr_desk.domain.queue_filter import (
    EVERYBODY,
    Kind,
    QueueFilter,
    covers,
    in_words,
    read_places,
    view_name,
)
from bdr_desk.errors import BadInput

FILTERS = st.builds(
    QueueFilter,
    lists=st.lists(st.uuids(), max_size=3).map(tuple),
    kinds=st.lists(st.sampled_from(list(Kind)), unique=True).map(
        lambda kinds: tuple(k for k in Kind if k in kinds)
    ),
    title=st.sampled_from(("", "vp", "head of it")),
    places=st.lists(st.sampled_from(("US", "US-TX", "Europe/Berlin")), max_size=2).map(tuple),
    fit=st.none() | st.integers(0, 100),
    mine=st.booleans(),
)


@given(FILTERS)
def test_it_is_kept_as_it_was(wanted: QueueFilter) -> None:
    assert QueueFilter.from_json(wanted.as_json()) == wanted
    assert bool(wanted) == (wanted != EVERYBODY)
    assert (in_words(wanted, {}) == "All leads") == (not wanted)


@pytest.mark.parametrize(
    "kept",
    [
        {"moon": 1}, {"lists": ["x"]}, {"lists": 5}, {"kinds": ["new"]}, {"title": 5}, {"title": "x" * 121},
        {"places": ["Texas"]}, {"places": "US-ZZ"}, {"fit": 101}, {"fit": True}, {"fit": "5"}, {"mine": "yes"},
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(kept: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        QueueFilter.from_json(kept)


def test_in_words() -> None:
    key = UUID(int=1)
    wanted = QueueFilter(
        (key,), (Kind.CALLBACKS, Kind.FRESH), "vp", ("US-TX", "DE", "Europe/Berlin"), 60, True
    )
    assert in_words(wanted, {key: "Dock Expo"}) == (
        "Promised or Fresh, Dock Expo, title vp, in Texas or Germany or Berlin, fit from 60, mine"
    )
    assert in_words(QueueFilter((key,)), {}) == "A list that is gone"


@pytest.mark.parametrize(
    ("text", "region", "places"),
    [
        ("texas, Germany", "US", ("US-TX", "DE")),
        ("Georgia", "US", ("US-GA",)),
        ("Georgia", "DE", ("GE",)),
        ("us-tx, TX, berlin", "US", ("US-TX", "Europe/Berlin")),
        (" , ", "US", ()),
    ],
)
def test_places_as_they_are_typed(text: str, region: str, places: tuple[str, ...]) -> None:
    assert read_places(text, region) == places


def test_a_place_nobody_knows() -> None:
    with pytest.raises(BadInput, match="Atlantis"):
        read_places("Texas, Atlantis", "US")


def test_a_state_lies_in_its_country_and_its_zone() -> None:
    houston = Place("America/Chicago", "US", "TX")
    assert all(covers([code], houston) for code in ("US", "US-TX", "America/Chicago"))
    assert not any(covers([code], houston) for code in ("US-OK", "GB", "America/New_York"))


def test_names_of_views() -> None:
    assert view_name("  Texas   mornings ") == "Texas mornings"
    for bad in (" ", "x" * 61):
        with pytest.raises(BadInput):
            view_name(bad)
