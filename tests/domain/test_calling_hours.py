"""Calling hours: where somebody is, and whether the phone may ring there now."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from phonenumbers.tzdata import TIMEZONE_DATA, TIMEZONE_LONGEST_PREFIX

from bdr_desk.domain.calling_hours import Window, closes_at, is_open, next_open, number_zones, zones_of
from bdr_desk.domain.phone_plan import region_of
from bdr_desk.domain.regions import REGION_ZONES

WORKING_DAY = Window(9 * 60, 17 * 60 + 30, "01234")
MOMENTS = st.integers(0, 2 * 366 * 24 * 60).map(
    lambda m: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=m)
)
ZONES = (
    "America/New_York",
    "Europe/London",
    "Europe/Berlin",
    "Australia/Sydney",
    "Asia/Kolkata",
    "America/St_Johns",
)


def test_area_code_gives_the_zone() -> None:
    reading = zones_of("+16175550142", "US")
    assert reading.zones == ("America/New_York",)
    assert reading.says == "area code"


def test_address_narrows_a_number_without_a_place() -> None:
    assert zones_of("+18005550142", "US", "California").zones == ("America/Los_Angeles",)


def test_number_and_address_that_disagree_must_both_be_open() -> None:
    reading = zones_of("+16175550142", "US", "CA")
    assert reading.zones == ("America/New_York", "America/Los_Angeles")
    nine_in_boston = datetime(2027, 4, 6, 13, 0, tzinfo=UTC)
    assert not is_open(WORKING_DAY, reading.zones, nine_in_boston)
    assert next_open(WORKING_DAY, reading.zones, nine_in_boston) == datetime(2027, 4, 6, 16, 0, tzinfo=UTC)


def test_toll_free_waits_for_every_zone_of_its_country() -> None:
    zones = zones_of("+18005550142", "US").zones
    assert "America/New_York" in zones and "Pacific/Honolulu" in zones
    assert not any(zone.startswith("Europe") for zone in zones)


def test_nothing_known_falls_back_to_the_country() -> None:
    assert zones_of(None, "GB").zones == ("Europe/London",)


def test_window_is_shut_at_night_and_at_weekends() -> None:
    saturday = datetime(2027, 4, 10, 15, 0, tzinfo=UTC)
    assert not is_open(WORKING_DAY, ("Europe/London",), saturday)
    assert next_open(WORKING_DAY, ("Europe/London",), saturday) == datetime(2027, 4, 12, 8, 0, tzinfo=UTC)


def test_the_end_of_the_window_is_outside_it() -> None:
    end = datetime(2027, 4, 6, 16, 30, tzinfo=UTC)  # 17:30 in London
    assert is_open(WORKING_DAY, ("Europe/London",), end - timedelta(minutes=1))
    assert not is_open(WORKING_DAY, ("Europe/London",), end)


def test_a_window_that_never_opens_says_so() -> None:
    antipodes = ("Europe/London", "Pacific/Auckland")
    assert next_open(WORKING_DAY, antipodes, datetime(2027, 4, 6, 12, tzinfo=UTC)) is None


@given(
    now=MOMENTS,
    zone=st.sampled_from(ZONES),
)
def test_next_opening_is_open_and_nothing_before_it_is(now: datetime, zone: str) -> None:
    opens = next_open(WORKING_DAY, (zone,), now)
    assert opens is not None and opens >= now
    assert is_open(WORKING_DAY, (zone,), opens)
    if opens > now:
        assert not is_open(WORKING_DAY, (zone,), opens - timedelta(minutes=1))
        assert opens.astimezone(ZoneInfo(zone)).hour == 9


@given(
    now=MOMENTS,
    zone=st.sampled_from(ZONES),
)
def test_closing_comes_after_an_open_moment(now: datetime, zone: str) -> None:
    if is_open(WORKING_DAY, (zone,), now):
        assert closes_at(WORKING_DAY, (zone,), now) > now


def test_the_longest_beginning_of_a_number_tells_its_place() -> None:
    for beginning in TIMEZONE_DATA:
        digits = beginning.ljust(12, "5")
        longest = next(
            digits[:end] for end in range(TIMEZONE_LONGEST_PREFIX, 0, -1) if digits[:end] in TIMEZONE_DATA
        )
        own = REGION_ZONES.get(region_of(f"+{digits}") or "", ())
        table = tuple(zone for zone in TIMEZONE_DATA[longest] if zone != "Etc/Unknown")
        expected = own if len(own) == 1 else tuple(zone for zone in table if zone in own) or table
        assert number_zones(f"+{digits}") == expected
