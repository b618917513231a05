"""Waits on the person's wall clock, and hours that have not failed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdr_desk.domain.cadence.plan import AT_ONCE, LONGEST, Another, Unit, Wait, read_wait
from bdr_desk.domain.cadence.times import after, begins, opening, spoken
from bdr_desk.errors import BadInput
from tests.domain.cadence.hours import Open

BOSTON = Open()
ZONES = ("America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "America/Santiago", "Asia/Kolkata")
moments = st.integers(0, 2 * 366 * 24 * 60).map(
    lambda minutes: datetime(2027, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
waits = st.sampled_from(Unit).flatmap(
    lambda unit: st.integers(1, LONGEST[unit]).map(lambda amount: Wait(amount, unit))
)


@given(waits)
def test_a_wait_is_read_as_it_is_written(wait: Wait) -> None:
    assert read_wait(str(wait)) == wait


@pytest.mark.parametrize("text", ["at once", "0 minutes", "0 business days"])
def test_no_wait_is_at_once(text: str) -> None:
    assert read_wait(text) is AT_ONCE and str(AT_ONCE) == "at once"


@pytest.mark.parametrize("text", ["", "soon", "2 weeks", "-1 days", "2", 2, None, "1.5 hours", "13 months"])
def test_other_texts_are_no_waits(text: object) -> None:
    with pytest.raises(BadInput):
        read_wait(text)


def test_days_keep_the_wall_clock_when_the_clocks_change() -> None:
    friday = datetime(2027, 3, 12, 15, 0, tzinfo=UTC)  # 10:00 in Boston, summer time begins on Sunday
    assert after(Wait(1, Unit.BUSINESS_DAYS), friday, BOSTON) == datetime(2027, 3, 15, 14, 0, tzinfo=UTC)
    assert after(Wait(72, Unit.HOURS), friday, BOSTON) == datetime(2027, 3, 15, 15, 0, tzinfo=UTC)


def test_a_month_ends_on_its_last_day() -> None:
    end = datetime(2027, 8, 31, 14, 0, tzinfo=UTC)
    assert after(Wait(6, Unit.MONTHS), end, BOSTON) == datetime(2028, 2, 29, 15, 0, tzinfo=UTC)


def test_nobody_works_anywhere() -> None:
    assert after(Wait(1, Unit.BUSINESS_DAYS), datetime(2027, 1, 1, tzinfo=UTC), Open(days="")) is None


@given(
    moment=moments, amount=st.integers(1, 30), zone=st.sampled_from(ZONES), days=st.sampled_from(["01234", "0246", "6"])
)  # fmt: skip
def test_waits_are_business_days(moment: datetime, amount: int, zone: str, days: str) -> None:
    off = frozenset({date(2027, 5, 31), date(2027, 12, 24)})
    hours = Open(zone, days=days, off=off)
    at = after(Wait(amount, Unit.BUSINESS_DAYS), moment, hours)
    assert at is not None
    first, last = moment.astimezone(hours.zone), at.astimezone(hours.zone)
    between = (first.date() + timedelta(days=n) for n in range(1, (last.date() - first.date()).days + 1))
    assert sum(map(hours.is_business_day, between)) == amount and hours.is_business_day(last.date())
    skipped = (last.hour * 60 + last.minute) - (first.hour * 60 + first.minute)
    assert skipped in (0, 30, 60)  # a wall time that the clocks skip is the one after the gap


@given(moment=moments, wait=waits, zone=st.sampled_from(ZONES))
def test_a_day_begins_before_its_hour(moment: datetime, wait: Wait, zone: str) -> None:
    hours = Open(zone)
    begun, at = begins(wait, moment, hours), after(wait, moment, hours)
    assert begun is not None and at is not None and moment < begun <= at
    assert begun.astimezone(hours.zone).date() == at.astimezone(hours.zone).date()


@given(
    at=moments, zone=st.sampled_from(ZONES), failed=st.lists(st.integers(0, 23), unique=True).map(tuple),
    start=st.integers(0, 20), length=st.integers(1, 23), another=st.sampled_from([None, *Another]),
)  # fmt: skip
def test_never_the_hour_that_failed_while_there_is_another(
    at: datetime, zone: str, failed: tuple[int, ...], start: int, length: int, another: Another | None
) -> None:
    hours = Open(zone, start * 60, min(24, start + length) * 60)
    found = opening(at, failed, another, hours)
    assert found is not None and found >= at and hours.is_open(found)
    local = found.astimezone(hours.zone)
    left = set(range(start, min(24, start + length))) - set(failed)
    if left:
        assert local.hour in left
    else:  # the one that failed longest ago of those that are open
        assert local.hour == next(hour for hour in failed if start <= hour < start + length)


def test_the_other_half_of_the_day_comes_first() -> None:
    wednesday = datetime(2027, 4, 7, 4, 0, tzinfo=UTC)
    assert opening(wednesday, (10,), Another.PART, BOSTON) == datetime(2027, 4, 7, 18, 0, tzinfo=UTC)
    assert opening(wednesday, (10, 14), Another.PART, BOSTON) == datetime(2027, 4, 7, 13, 30, tzinfo=UTC)
    assert opening(wednesday, (14,), Another.HOUR, BOSTON) == datetime(2027, 4, 7, 14, 30, tzinfo=UTC)


def test_hours_that_never_open() -> None:
    assert opening(datetime(2027, 4, 7, tzinfo=UTC), (10,), None, Open(days="")) is None


@pytest.mark.parametrize(
    ("day", "says"), [(6, "14:00"), (7, "tomorrow 14:00"), (8, "Thu 14:00"), (13, "13 Apr 14:00"), (5, "5 Apr 14:00")]
)  # fmt: skip
def test_times_as_they_are_said(day: int, says: str) -> None:
    now = datetime(2027, 4, 6, 14, 0, tzinfo=UTC)
    assert spoken(datetime(2027, 4, day, 18, 0, tzinfo=UTC), now, BOSTON.zone) == says
