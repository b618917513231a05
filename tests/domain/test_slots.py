"""Free slots: never over a booked meeting, always in both people's hours, whatever the clocks do."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdr_desk.domain.calling_hours import Window
from bdr_desk.domain.slots import (
    Hours,
    Span,
    after_working_time,
    free_slots,
    good_slots,
    overlap,
    spans,
)

TUESDAY = datetime(2027, 4, 6, 14, 0, tzinfo=UTC)  # 10:00 in New York
NEW_YORK = Hours(Window(9 * 60, 17 * 60, "01234"), "America/New_York")
LONDON = Hours(Window(9 * 60, 17 * 60 + 30, "01234"), "Europe/London")

ZONES = ("America/New_York", "Europe/London", "Europe/Berlin", "Australia/Sydney")
# A few days before each night in 2027 on which the clocks of one of them change.
NIGHTS = [
    datetime(2027, month, day, tzinfo=UTC)
    for month, day in ((3, 11), (3, 25), (4, 1), (9, 30), (10, 28), (11, 4))
]

moments = st.builds(
    lambda night, minutes: night + timedelta(minutes=minutes),
    st.sampled_from(NIGHTS),
    st.integers(0, 4 * 24 * 60),
)
windows = st.builds(
    lambda start, length, days: Window(start, min(start + length, 24 * 60), "".join(days)),
    st.integers(0, 23 * 60),
    st.integers(30, 24 * 60),
    st.sets(st.sampled_from("0123456"), min_size=1),
)
hours = st.builds(Hours, windows, st.sampled_from(ZONES))
bookings = st.lists(
    st.builds(
        lambda starts, minutes: Span(starts, starts + timedelta(minutes=minutes)),
        moments,
        st.integers(5, 180),
    ),
    max_size=6,
)


def on_clock(moment: datetime, zone: str) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%a %H:%M}"


def in_window(slot: datetime, minutes: int, at: Hours) -> bool:
    """Every minute of the slot, read off the wall clock, lies in the window."""
    for minute in range(minutes):
        local = (slot + timedelta(minutes=minute)).astimezone(ZoneInfo(at.zone))
        if str(local.weekday()) not in at.window.days:
            return False
        if not at.window.start <= local.hour * 60 + local.minute < at.window.end:
            return False
    return True


@given(
    now=moments, rep=hours, prospect=hours, booked=bookings, minutes=st.sampled_from((15, 30, 45, 60)),
    buffer=st.sampled_from((0, 15, 30)),
)  # fmt: skip
def test_slots_keep_every_promise(
    now: datetime, rep: Hours, prospect: Hours, booked: list[Span], minutes: int, buffer: int
) -> None:
    found = free_slots(now, rep, prospect, booked, minutes=minutes, buffer_minutes=buffer, days=5)
    assert found == sorted(set(found))
    for slot in found:
        assert slot > now
        assert in_window(slot, minutes, rep)
        assert in_window(slot, minutes, prospect)
        assert slot.astimezone(ZoneInfo(rep.zone)).minute in (0, 30)
        kept_free = Span(slot - timedelta(minutes=buffer), slot + timedelta(minutes=minutes + buffer))
        assert not any(overlap(kept_free, busy) for busy in booked)


@given(now=moments, rep=hours, minutes=st.sampled_from((30, 60)))
def test_a_wall_time_is_offered_once(now: datetime, rep: Hours, minutes: int) -> None:
    found = free_slots(now, rep, None, [], minutes=minutes, days=5)
    walls = [slot.astimezone(ZoneInfo(rep.zone)).replace(tzinfo=None) for slot in found]
    assert len(set(walls)) == len(walls)


@given(now=moments, rep=hours, prospect=hours)
def test_every_good_slot_is_a_free_one(now: datetime, rep: Hours, prospect: Hours) -> None:
    free = free_slots(now, rep, prospect, [], minutes=30, days=5)
    good = good_slots(free, now, rep.zone, prospect.zone, minutes=30, count=3)
    assert set(good) <= set(free)
    assert len(good) <= 3
    assert bool(good) == bool(free)


def test_two_working_hours_of_notice() -> None:
    first = free_slots(TUESDAY, NEW_YORK, None, [], minutes=30)[0]
    assert on_clock(first, "America/New_York") == "Tue 12:00"
    late = TUESDAY + timedelta(hours=6)  # 16:00: an hour today, an hour tomorrow
    assert on_clock(free_slots(late, NEW_YORK, None, [], minutes=30)[0], "America/New_York") == "Wed 10:00"
    sunday = TUESDAY - timedelta(days=2)
    assert on_clock(free_slots(sunday, NEW_YORK, None, [], minutes=30)[0], "America/New_York") == "Mon 11:00"


def test_slots_lie_in_both_peoples_hours() -> None:
    found = free_slots(TUESDAY, NEW_YORK, LONDON, [], minutes=30, days=1)
    wednesday = [slot for slot in found if slot.astimezone(UTC).day == 7]
    assert on_clock(wednesday[0], "America/New_York") == "Wed 09:00"
    assert on_clock(wednesday[-1], "Europe/London") == "Wed 17:00"


def test_buffer_on_both_sides_of_a_meeting() -> None:
    ten = datetime(2027, 4, 7, 14, 0, tzinfo=UTC)
    booked = [Span(ten, ten + timedelta(minutes=30))]
    found = free_slots(TUESDAY, NEW_YORK, None, booked, minutes=30, buffer_minutes=15)
    walls = [on_clock(slot, "America/New_York") for slot in found if slot.day == 7]
    assert walls[:2] == ["Wed 09:00", "Wed 11:00"]  # 9:30 would end, and 10:30 begin, within the buffer
    end_to_end = free_slots(TUESDAY, NEW_YORK, None, booked, minutes=30)
    assert "Wed 10:30" in [on_clock(slot, "America/New_York") for slot in end_to_end]


def test_no_common_hours_gives_no_slot() -> None:
    sydney = Hours(Window(9 * 60, 17 * 60, "01234"), "Australia/Sydney")
    assert free_slots(TUESDAY, NEW_YORK, sydney, [], minutes=30) == []


def test_prospect_across_the_date_line_is_found_in_the_evening() -> None:
    late = Hours(Window(9 * 60, 21 * 60, "01234"), "America/New_York")
    sydney = Hours(Window(9 * 60, 17 * 60, "01234"), "Australia/Sydney")
    found = free_slots(TUESDAY, late, sydney, [], minutes=30)
    assert on_clock(found[0], "America/New_York") == "Tue 19:00"
    assert on_clock(found[0], "Australia/Sydney") == "Wed 09:00"


def test_good_slots_are_a_morning_an_afternoon_and_the_next_day() -> None:
    free = free_slots(TUESDAY, NEW_YORK, None, [], minutes=30)
    good = good_slots(free, TUESDAY, "America/New_York", "America/New_York", minutes=30)
    assert [on_clock(slot, "America/New_York") for slot in good] == ["Wed 09:00", "Wed 13:00", "Thu 09:00"]


def test_only_lunch_is_free_so_lunch_is_offered() -> None:
    noon = Hours(Window(12 * 60, 13 * 60, "01234"), "America/New_York")
    free = free_slots(TUESDAY, noon, None, [], minutes=60)
    good = good_slots(free, TUESDAY, "America/New_York", "America/New_York", minutes=60, count=1)
    assert [on_clock(slot, "America/New_York") for slot in good] == [
        "Thu 12:00"
    ]  # notice takes Tuesday's and Wednesday's


@pytest.mark.parametrize(
    ("day", "walls"),
    [
        (
            datetime(2027, 3, 14, tzinfo=UTC),
            ["00:30", "01:00", "01:30", "03:00", "03:30"],
        ),  # 2:00 to 3:00 does not exist
        (
            datetime(2027, 11, 7, tzinfo=UTC),
            ["00:30", "01:00", "01:30", "02:00", "02:30", "03:00", "03:30"],
        ),  # 1:00 comes twice
    ],
)
def test_night_of_the_change_in_new_york(day: datetime, walls: list[str]) -> None:
    nights = Hours(Window(30, 4 * 60, "6"), "America/New_York")
    working = list(spans(nights, day.date(), 1))
    ready = after_working_time(day - timedelta(days=8), 0, working)
    assert ready == working[0].starts
    found = free_slots(day - timedelta(days=8), nights, None, [], minutes=30)
    of_night = [slot.astimezone(ZoneInfo("America/New_York")) for slot in found if slot >= ready]
    assert [f"{slot:%H:%M}" for slot in of_night if slot.date() == day.date()] == walls


def test_a_slot_is_as_long_as_it_says_when_the_clock_goes_back() -> None:
    nights = Hours(Window(0, 3 * 60, "6"), "America/New_York")
    night = datetime.combine(datetime(2027, 11, 7, tzinfo=UTC).date(), time())
    found = free_slots(datetime(2027, 10, 30, tzinfo=UTC), nights, None, [], minutes=60)
    walls = [slot.astimezone(ZoneInfo("America/New_York")) for slot in found]
    of_night = [wall for wall in walls if wall.date() == night.date()]
    # From 0:00 to 3:00 four hours pass; the last hour starts at 2:00.
    assert f"{of_night[-1]:%H:%M}" == "02:00"
    assert all((wall + timedelta(minutes=60)).utcoffset() is not None for wall in of_night)
