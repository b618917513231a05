"""Zones as invitations write them, held against zoneinfo itself."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr

from bdr_desk.domain.time_zones import (
    Observance,
    at_minute,
    day_and_time,
    observances,
    read_moment,
    their_time,
    wall_time,
)
from bdr_desk.errors import BadInput

CHANGING = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Anchorage",
    "America/Halifax", "America/St_Johns", "America/Toronto", "America/Havana", "Europe/London", "Europe/Dublin",
    "Europe/Lisbon", "Europe/Paris", "Europe/Berlin", "Europe/Madrid", "Europe/Warsaw", "Europe/Athens",
    "Europe/Helsinki", "Atlantic/Azores", "Australia/Sydney", "Australia/Adelaide", "Australia/Lord_Howe",
    "Pacific/Auckland", "Pacific/Chatham", "Antarctica/Troll",
)  # fmt: skip
STEADY = (
    "America/Phoenix", "Pacific/Honolulu", "Asia/Tokyo", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Singapore",
    "Australia/Brisbane", "America/Sao_Paulo", "Africa/Johannesburg",
)  # fmt: skip
WITHOUT_A_YEARLY_RULE = ("America/Santiago", "Asia/Jerusalem", "Africa/Casablanca", "Africa/Cairo")


def offset_by_rule(found: tuple[Observance, ...], wall: datetime) -> timedelta:
    """The offset a reader of the VTIMEZONE takes: the observance that began last before `wall` (RFC 5545 §3.6.5)."""
    begun = [(_last_onset(observance, wall), observance.offset_to) for observance in found]
    return max((onset, offset) for onset, offset in begun if onset is not None)[1]


def _last_onset(observance: Observance, wall: datetime) -> datetime | None:
    return max((onset for onset in _onsets(observance) if onset <= wall), default=None)


@cache
def _onsets(observance: Observance) -> tuple[datetime, ...]:
    """By dateutil, a reader of rules of its own."""
    if observance.day is None:
        return (observance.starts,)
    rule = rrulestr(
        f"FREQ=YEARLY;BYDAY={observance.day};BYMONTH={observance.month}", dtstart=observance.starts
    )
    return tuple(rule.between(datetime.fromisoformat("2025-01-01"), datetime.fromisoformat("2031-01-01")))


@pytest.mark.parametrize("zone", CHANGING + STEADY)
def test_rule_gives_the_offset_of_each_season_for_three_years(zone: str) -> None:
    found = observances(zone, 2027)
    assert found is not None
    for day in range(0, 3 * 366, 3):
        moment = datetime(2027, 1, 1, 12, tzinfo=UTC) + timedelta(days=day)
        local = moment.astimezone(ZoneInfo(zone))
        assert offset_by_rule(found, local.replace(tzinfo=None)) == local.utcoffset()


@pytest.mark.parametrize("zone", CHANGING)
def test_a_changing_zone_has_one_standard_and_one_daylight_time(zone: str) -> None:
    found = observances(zone, 2027)
    assert found is not None
    assert [observance.daylight for observance in found] == [False, True]
    assert found[0].offset_to == found[1].offset_from
    assert found[1].offset_to > found[0].offset_to


@pytest.mark.parametrize("zone", STEADY)
def test_a_steady_zone_has_one_standard_time_and_no_rule(zone: str) -> None:
    found = observances(zone, 2027)
    assert found is not None
    assert [(observance.daylight, observance.day) for observance in found] == [(False, None)]


@pytest.mark.parametrize("zone", WITHOUT_A_YEARLY_RULE)
def test_a_zone_without_a_yearly_rule_is_not_guessed(zone: str) -> None:
    assert observances(zone, 2027) is None


def test_rules_are_the_ones_people_know() -> None:
    new_york, london = observances("America/New_York", 2027), observances("Europe/London", 2027)
    assert new_york is not None
    assert london is not None
    assert [(o.name, o.month, o.day) for o in new_york] == [("EST", 11, "1SU"), ("EDT", 3, "2SU")]
    assert [(o.name, o.month, o.day) for o in london] == [("GMT", 10, "-1SU"), ("BST", 3, "-1SU")]


def test_wall_time_that_is_skipped_or_shown_twice() -> None:
    assert wall_time(datetime.fromisoformat("2027-03-14T02:30"), "America/New_York") is None
    assert wall_time(datetime.fromisoformat("2027-11-07T01:30"), "America/New_York") == datetime(
        2027, 11, 7, 5, 30, tzinfo=UTC
    )


def test_moment_is_read_on_the_clock_of_the_zone_unless_it_has_an_offset() -> None:
    ten_there = datetime(2027, 4, 8, 14, 0, tzinfo=UTC)
    assert read_moment("2027-04-08T10:00", "America/New_York") == ten_there
    assert read_moment("2027-04-08 14:00Z", "America/New_York") == ten_there
    assert read_moment("2027-04-08T16:00+02:00", "America/New_York") == ten_there


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tomorrow",
        "2027-04-08",
        "2027-13-01T10:00",
        "0001-01-01T00:00+10:00",
        "2027-03-14T02:30",
        "9999-12-31T23:00",
        "1066-10-14T09:00Z",
    ],
)
def test_moment_that_cannot_be_read(text: str) -> None:
    with pytest.raises(BadInput):
        read_moment(text, "America/New_York")


def test_a_minute_of_a_day_is_an_instant() -> None:
    assert at_minute(date(2027, 4, 8), 10 * 60, "America/New_York") == datetime(2027, 4, 8, 14, tzinfo=UTC)
    assert at_minute(date(2027, 4, 8), 24 * 60, "Europe/London") == datetime(2027, 4, 8, 23, tzinfo=UTC)


def test_both_peoples_time_in_words() -> None:
    moment = datetime(2027, 4, 8, 14, 0, tzinfo=UTC)
    assert day_and_time(moment, "America/New_York") == "Thu 8 Apr 10:00"
    assert their_time(moment, "Europe/London") == "Thu 8 Apr 15:00 their time"
    assert their_time(moment, "Australia/Sydney") == "Fri 9 Apr 00:00 their time"
