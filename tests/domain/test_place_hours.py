"""Hours as they are typed for a place, and the law beside them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdr_desk.domain.calling_hours import Window
from bdr_desk.domain.calling_places import Place
from bdr_desk.domain.calling_policy import Policy, week_at
from bdr_desk.domain.calling_windows import places_with_rules
from bdr_desk.domain.place_hours import (
    check_within_law,
    days_in_words,
    law_in_words,
    place_in_words,
    read_place,
    read_span,
    read_window,
    window_in_words,
)
from bdr_desk.errors import BadInput

DAYS = st.sets(st.sampled_from("0123456"), min_size=1).map(lambda days: "".join(sorted(days)))
WINDOWS = st.builds(lambda start, more, days: Window(start, min(1440, start + more), days),
                    st.integers(0, 1400), st.integers(1, 900), DAYS)  # fmt: skip


@given(WINDOWS)
def test_what_is_shown_is_read_again(window: Window) -> None:
    assert read_window(window_in_words(window)) == window


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("9-18", Window(540, 1080, "01234")), ("9:30 to 5 pm Mon, Wed-Fri", Window(570, 1020, "0234")),
        ("10:00–16:00 saturday", Window(600, 960, "5")), ("9.00-17.30 0123", Window(540, 1050, "0123")),
    ],
)  # fmt: skip
def test_hours_as_they_are_typed(text: str, window: Window) -> None:
    assert read_window(text) == window


@pytest.mark.parametrize("text", ["", "9", "18-9", "9-18 someday", "9-18 Fri-Mon", "9-25"])
def test_what_are_no_hours(text: str) -> None:
    with pytest.raises(BadInput):
        read_window(text)


def test_a_span() -> None:
    assert read_span("12:00-13:00") == (720, 780)
    with pytest.raises(BadInput):
        read_span("12-13 Mon")


def test_places() -> None:
    assert [read_place(text, "US") for text in ("texas", "us-tx", "Germany", "Georgia")] == [
        "US-TX",
        "US-TX",
        "DE",
        "US-GA",
    ]
    assert place_in_words("US-TX") == "Texas" and place_in_words("US") == "the United States"
    with pytest.raises(BadInput):
        read_place("Berlin", "US")


def test_days_in_words() -> None:
    assert days_in_words("012346") == "Mon-Fri, Sun"
    assert days_in_words("6") == "Sun"


def test_the_law_in_words() -> None:
    federal, texas = law_in_words("US-TX")
    assert federal.startswith("Law in the United States: Mon-Sun 08:00-21:00 (47 CFR")
    assert texas.startswith("Law in Texas: Mon-Sat 09:00-21:00, Sun 12:00-21:00 (Tex. Bus.")
    assert law_in_words("FR")[0].startswith("Law in France: Mon-Fri 10:00-13:00 and 14:00-20:00 (")
    assert law_in_words("GB")[0].startswith("Polite in ")
    assert law_in_words("FJ") == ()


@given(st.sampled_from(places_with_rules()), WINDOWS)
def test_whatever_is_taken_the_law_holds(code: str, window: Window) -> None:
    """The hours that follow never leave the law's; what is refused would have begun or ended outside it, or on a closed day."""
    country, _, state = code.partition("-")
    place = Place("UTC", country, state)
    try:
        check_within_law(code, window)
    except BadInput:
        return
    week = week_at(place, Policy(places=((code, window),)))
    widest = week_at(place, Policy(places=((code, Window(0, 1440, "0123456")),)))
    for day in window.days:
        assert all(any(a <= start and end <= b for a, b in widest[int(day)]) for start, end in week[int(day)])
        assert widest[int(day)]
