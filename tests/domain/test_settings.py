"""What people type into a setting, and what is made of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdr_desk.domain.settings import Kind, check_days, check_hours, clock, read, read_clock, read_zone, zones
from bdr_desk.errors import BadInput


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("9", 540), ("9:30", 570), ("09.30", 570), ("5 pm", 1020), ("12am", 0), ("12pm", 720),
     ("17h15", 1035), ("24:00", 1440), ("0", 0)],
)  # fmt: skip
def test_clock_times(text: str, minutes: int) -> None:
    assert read_clock(text) == minutes


@pytest.mark.parametrize("text", ["", "25", "9:60", "24:01", "13 pm", "0am", "nine", "9:3", "-1"])
def test_no_clock_times(text: str) -> None:
    with pytest.raises(BadInput, match="is not a time"):
        read_clock(text)


@given(st.integers(0, 24 * 60))
def test_a_clock_time_shown_is_read_again(minutes: int) -> None:
    assert read_clock(clock(minutes)) == minutes


@pytest.mark.parametrize(
    ("text", "zone"),
    [("Europe/Berlin", "Europe/Berlin"), ("berlin", "Europe/Berlin"), ("new york", "America/New_York"), ("utc", "UTC"),
     ("america/new_york", "America/New_York")],
)  # fmt: skip
def test_zones_by_name_or_place(text: str, zone: str) -> None:
    assert read_zone(text) == zone


@pytest.mark.parametrize("text", ["", "Mars/Olympus", "berl"])
def test_no_zones(text: str) -> None:
    with pytest.raises(BadInput, match="is not a time zone"):
        read_zone(text)


def test_zones_to_choose_from_are_places() -> None:
    assert "Asia/Kolkata" in zones() and "EST5EDT" not in zones() and "US/Eastern" not in zones()


def test_phones_are_read_where_they_are() -> None:
    assert (
        read(Kind.PHONE, "(617) 555-0142", "US")
        == read(Kind.PHONE, "+1 617 555 0142", "GB")
        == "+1 617-555-0142"
    )
    assert read(Kind.PHONE, "020 7946 0123", "GB").startswith("+44")
    assert read(Kind.PHONE, "  ", "US") == ""
    with pytest.raises(BadInput, match="is not a phone number"):
        read(Kind.PHONE, "call me", "US")


def test_other_kinds() -> None:
    assert read(Kind.TEXT, "  two   words ", "US") == "two words"
    assert read(Kind.EMAIL, "ann@firm.example", "US") == "ann@firm.example"
    assert read(Kind.EMAIL, "", "US") == ""
    assert [read(Kind.MINUTES, text, "US") for text in ("15", "15 min", "0", "30 minutes")] == [15, 15, 0, 30]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Kind.EMAIL, "ann@"),
        (Kind.MINUTES, "-1"),
        (Kind.MINUTES, "241"),
        (Kind.MINUTES, "½"),
        (Kind.MINUTES, ""),
    ],
)
def test_what_cannot_be_read(kind: Kind, text: str) -> None:
    with pytest.raises(BadInput):
        read(kind, text, "US")


def test_hours_and_days() -> None:
    assert check_hours(540, 1440) == (540, 1440)
    assert check_days("06") == "06"
    for wrong in ((540, 540), (600, 540), (-1, 10), (0, 1441)):
        with pytest.raises(BadInput, match="begin before they end"):
            check_hours(*wrong)
    for days in ("", "7", "mon"):
        with pytest.raises(BadInput, match="At least one day"):
            check_days(days)
