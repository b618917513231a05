"""Open or closed, until when, and the promises kept: against the definition, minute by minute."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bdr_desk.domain.calling_hours import Window
from bdr_desk.domain.calling_opening import (
    SEARCH_DAYS,
    Opening,
    at_their_time,
    next_open,
    opening,
    preferred,
)
from bdr_desk.domain.calling_places import Place, hours_key, places_in
from bdr_desk.domain.calling_policy import Policy
from tests.domain.calling_cases import (
    QUARTER,
    ZONES,
    allowed_by_law,
    instants,
    is_open,
    keys,
    nights,
    place_strategy,
    policies,
)

ALWAYS = Policy(Window(0, 24 * 60, "0123456"), holidays=True)
WORKING = Policy()
TEXAS = "America/Chicago@US-TX"


@settings(max_examples=100, deadline=None)
@given(keys, policies(step=1), instants)
def test_open_is_what_the_definition_says(key: str, policy: Policy, now: datetime) -> None:
    assert opening(key, policy, now).open == is_open(key, policy, now)


@pytest.mark.parametrize(
    "zone", ["Australia/Lord_Howe", "Atlantic/Azores", "Antarctica/Troll", "America/Havana"]
)
def test_every_minute_of_the_nights_in_which_clocks_change(zone: str) -> None:
    country = next(code for code, zones in ZONES.items() if zone in zones)
    policy = Policy(
        Window(0, 24 * 60, "0123456"), ((country, Window(75, 23 * 60 + 40, "012356")),), holidays=True
    )
    key = hours_key([Place(zone, country)])
    there = ZoneInfo(zone)
    changed = 0
    for night in nights():
        if night.astimezone(there).utcoffset() == (night + timedelta(days=1)).astimezone(there).utcoffset():
            continue
        changed += 1
        for minute in range(-6 * 60, 30 * 60):
            now = night + timedelta(minutes=minute)
            assert opening(key, policy, now).open == is_open(key, policy, now), now
    assert changed >= 5


@settings(max_examples=60, deadline=None)
@given(keys, policies(), instants)
def test_until_is_the_first_change(key: str, policy: Policy, now: datetime) -> None:
    found = opening(key, policy, now)
    before = (now + QUARTER * n for n in range(1, (found.until - now) // QUARTER + 1))
    assert all(is_open(key, policy, at) == found.open for at in before if at < found.until)
    assert found.until > now
    assert is_open(key, policy, found.until - timedelta(seconds=1)) == found.open
    if found.until < now + timedelta(days=SEARCH_DAYS):
        assert is_open(key, policy, found.until) != found.open


@settings(max_examples=60, deadline=None)
@given(keys, policies(), instants)
def test_next_open_is_the_first_open_minute(key: str, policy: Policy, now: datetime) -> None:
    then = next_open(key, policy, now)
    last = then or now + timedelta(days=SEARCH_DAYS)
    assert not any(
        is_open(key, policy, now + QUARTER * n) for n in range((last - now) // QUARTER) if then != now
    )
    if then is not None:
        assert then >= now and is_open(key, policy, then)
        assert then == now or not is_open(key, policy, then - timedelta(seconds=1))


@settings(max_examples=150, deadline=None)
@given(keys, policies(), instants)
def test_never_open_against_the_law(key: str, policy: Policy, now: datetime) -> None:
    if opening(key, policy, now).open:
        assert all(allowed_by_law(place, now) for place in places_in(key))


@settings(max_examples=100, deadline=None)
@given(st.lists(place_strategy, min_size=2, max_size=3), policies(), instants)
def test_who_may_be_at_several_places_is_open_when_each_is(
    places: list[Place], policy: Policy, now: datetime
) -> None:
    each = all(opening(hours_key([place]), policy, now).open for place in places)
    assert opening(hours_key(places), policy, now).open == each


@settings(max_examples=80, deadline=None)
@given(keys, policies(), instants)
def test_a_closed_door_has_its_reason(key: str, policy: Policy, now: datetime) -> None:
    found = opening(key, policy, now)
    assert found.says.endswith(".") and ("open until" in found.says) == found.open


@given(policies(), instants)
def test_nowhere_is_never_open(policy: Policy, now: datetime) -> None:
    found = opening("", policy, now)
    assert not found.open and found.until > now + timedelta(days=SEARCH_DAYS)
    assert found.says == "Nobody knows where they are: press Z and say their time zone."
    assert next_open("", policy, now) is None and preferred("", policy, now) == ""


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("key", "policy", "now", "until", "says"),
    [
        (TEXAS, WORKING, "2026-11-24T16:00", "2026-11-24T23:30", "It is 10:00 in Chicago, open until 17:30."),
        (TEXAS, WORKING, "2026-11-25T02:12", "2026-11-25T15:00",
         "It is Tue 20:12 in Chicago: the project ends calls at 17:30."),
        (TEXAS, ALWAYS, "2026-11-25T03:12", "2026-11-25T15:00",
         "It is Tue 21:12 in Chicago: the law of the United States ends calls at 21:00."),
        (TEXAS, ALWAYS, "2026-11-29T17:00", "2026-11-29T18:00",
         "It is Sun 11:00 in Chicago: the law of Texas allows calls from 12:00."),
        (TEXAS, WORKING, "2026-11-26T16:00", "2026-11-27T15:00", "It is Thanksgiving Day in the United States."),
        (TEXAS, WORKING, "2026-11-28T16:00", "2026-11-30T15:00",
         "It is Sat 10:00 in Chicago: the project allows no calls that day."),
        ("America/Denver@US-UT", ALWAYS, "2028-07-24T16:00", "2028-07-25T14:00", "It is Pioneer Day in Utah."),
        ("Europe/Paris@FR", WORKING, "2026-11-25T12:30", "2026-11-25T13:00",
         "It is Wed 13:30 in Paris: the law of France allows calls from 14:00."),
        ("Europe/Berlin@DE-BY", WORKING, "2027-05-27T08:00", "2027-05-28T07:00", "It is Corpus Christi in Bayern."),
        ("Europe/Berlin@DE", ALWAYS, "2026-11-25T19:30", "2026-11-26T07:00",
         "It is Wed 20:30 in Berlin: politeness ends calls at 20:00."),
        ("America/New_York@US,Pacific/Honolulu@US", WORKING, "2026-11-24T16:00", "2026-11-24T19:00",
         "It is Tue 06:00 in Honolulu: the law of the United States allows calls from 08:00."),
        ("Europe/London@GB", WORKING, "2027-03-29 10:00", "2027-03-30 08:00",
         "It is Easter Monday in most of the United Kingdom."),
        ("Europe/London@GB-ENG", WORKING, "2027-03-29 10:00", "2027-03-30 08:00", "It is Easter Monday in England."),
        ("Europe/London@GB-SCT", WORKING, "2027-03-29 10:00", "2027-03-29 16:30",
         "It is 11:00 in London, open until 17:30."),
    ],
)  # fmt: skip
def test_what_is_said(key: str, policy: Policy, now: str, until: str, says: str) -> None:
    found = opening(key, policy, at(now))
    assert (found.until, found.says) == (at(until), says)


def test_an_answer_is_kept_until_it_changes() -> None:
    found = opening(TEXAS, WORKING, at("2026-11-24T16:00"))
    assert isinstance(found, Opening) and found.open
    assert opening(TEXAS, WORKING, found.until - timedelta(seconds=1)).until == found.until


def test_windows_that_never_meet_never_open() -> None:
    assert next_open("America/New_York@US,Asia/Tokyo@JP", WORKING, at("2026-11-24T16:00")) is None


def test_open_day_and_night_is_one_stretch() -> None:
    somewhere = hours_key([Place("Asia/Kathmandu")])
    found = opening(somewhere, ALWAYS, at("2026-11-24T16:00"))
    assert found.open and found.until >= at("2026-12-08T16:00")


@pytest.mark.parametrize(
    ("now", "why"),
    [
        ("2026-11-24T15:10", "It is 09:10 in Chicago: they are just starting the day."),
        ("2026-11-24T15:30", ""),
        ("2026-11-24T18:30", "It is 12:30 in Chicago: lunch."),
        ("2026-11-24T19:00", ""),
    ],
)
def test_good_minutes_and_others(now: str, why: str) -> None:
    assert preferred(TEXAS, WORKING, at(now)) == why
    assert preferred(TEXAS, Policy(lunch=None, early=0), at(now)) == ""


@settings(max_examples=300)
@given(place_strategy, instants)
def test_a_promise_stays_at_their_hour(place: Place, moment: datetime) -> None:
    there = ZoneInfo(place.zone)
    promised = moment.replace(tzinfo=None)
    kept = at_their_time(promised, place)
    shown = kept.astimezone(there).replace(tzinfo=None)
    if shown == promised:
        earlier = [kept - timedelta(minutes=30 * n) for n in range(1, 7)]
        assert all(one.astimezone(there).replace(tzinfo=None) != promised for one in earlier)
    else:
        just_before = (kept - timedelta(seconds=1)).astimezone(there).replace(tzinfo=None)
        assert just_before < promised < shown


@pytest.mark.parametrize(
    ("promised", "kept"),
    [
        ("2027-03-23T10:00", "2027-03-23T09:00"),
        ("2027-03-30T10:00", "2027-03-30T08:00"),
        ("2027-03-28T02:30", "2027-03-28T01:00"),  # skipped: 03:00
        ("2027-10-31T02:30", "2027-10-31T00:30"),  # shown twice: the first
    ],
)
def test_ten_oclock_across_a_change_of_the_clocks(promised: str, kept: str) -> None:
    assert at_their_time(datetime.fromisoformat(promised), Place("Europe/Berlin", "DE")) == at(kept)


def test_holidays_are_kept_unless_the_project_calls_on_them() -> None:
    for noon, key in (
        ("2027-11-25T17:00", "America/New_York@US-NY"),
        ("2027-07-01T16:00", "America/Toronto@CA-ON"),
        ("2027-05-06T11:00", "Europe/Berlin@DE"),
    ):
        assert not opening(key, WORKING, at(noon)).open
        assert opening(key, Policy(holidays=True), at(noon)).open
