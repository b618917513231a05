from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdr_desk.domain.spoken_time import read_time
from bdr_desk.errors import BadInput

NEW_YORK = ZoneInfo("America/New_York")
TUESDAY = datetime(2027, 4, 6, 14, 0, tzinfo=UTC)  # 10:00 in New York


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("in 2 h", "2027-04-06 12:00"),
        ("in 45 min", "2027-04-06 10:45"),
        ("in 1 week", "2027-04-13 10:00"),
        ("15:30", "2027-04-06 15:30"),
        ("at 3 pm", "2027-04-06 15:00"),
        ("9:00", "2027-04-07 09:00"),  # has passed today
        ("tomorrow 10:00", "2027-04-07 10:00"),
        ("Tomorrow at 9", "2027-04-07 09:00"),
        ("thu 14:30", "2027-04-08 14:30"),
        ("Tuesday 11:00", "2027-04-13 11:00"),  # today's weekday means next week
        ("12 Jun 9:00", "2027-06-12 09:00"),
        ("June 12 at 9", "2027-06-12 09:00"),
        ("12 January 9:00", "2028-01-12 09:00"),  # this year's has passed
        ("2027-04-08 10:00", "2027-04-08 10:00"),
        ("2027-04-08T10:00", "2027-04-08 10:00"),
        ("12 am", "2027-04-07 00:00"),
    ],
)
def test_times_people_say(text: str, there: str) -> None:
    assert f"{read_time(text, TUESDAY, NEW_YORK):%Y-%m-%d %H:%M}" == there


def test_the_clock_meant_is_theirs() -> None:
    assert read_time("tomorrow 10:00", TUESDAY, ZoneInfo("Europe/Berlin")).astimezone(UTC).hour == 8


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "tomorrow",
        "thu",
        "25:00",
        "12:75",
        "31 Feb 10:00",
        "2027-02-30 9:00",
        "in 99999999999 days",
        "in 99999999999999999999 h",
    ],
)
def test_what_names_no_time_is_refused_with_advice(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_time(text, TUESDAY, NEW_YORK)
    assert "tomorrow 10:00" in refused.value.advice


def test_hours_pass_while_the_clocks_change_and_days_keep_their_time() -> None:
    saturday_night = datetime(
        2027, 3, 14, 6, 30, tzinfo=UTC
    )  # 1:30, half an hour before the clocks go forward
    assert f"{read_time('in 2 h', saturday_night, NEW_YORK):%H:%M}" == "04:30"
    assert f"{read_time('in 1 day', saturday_night, NEW_YORK):%H:%M}" == "01:30"


def test_a_time_the_clocks_skip_is_refused() -> None:
    with pytest.raises(BadInput, match="clocks go forward"):
        read_time("2027-03-14 02:30", TUESDAY, NEW_YORK)


@pytest.mark.parametrize("text", ["9999-12-31 23:00", "0000-01-01 10:00", "1066-10-14 09:00"])
def test_a_year_nobody_means_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="out of reach"):
        read_time(text, TUESDAY, NEW_YORK)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(BadInput):
        assert read_time(text, TUESDAY, NEW_YORK).tzinfo is not None
