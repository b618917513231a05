"""Business days and when a promise is due."""

from datetime import UTC, date, datetime
from itertools import islice

import pytest

from bdr_desk.domain.business_days import (
    add_business_days,
    business_day,
    day_off,
    days_after,
    due_after,
    work_week,
)

FRIDAY = date(2027, 4, 9)


def test_weekend_is_skipped() -> None:
    assert list(islice(days_after(FRIDAY), 2)) == [date(2027, 4, 12), date(2027, 4, 13)]


def test_work_days_are_the_reps_own() -> None:
    assert next(days_after(FRIDAY, "5")) == date(2027, 4, 10)


def test_no_work_days_at_all_is_read_as_monday_to_friday() -> None:
    assert next(days_after(FRIDAY, "")) == date(2027, 4, 12)


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        # Tuesday morning in New York: Thursday 17:00 there.
        (datetime(2027, 4, 6, 14, 0, tzinfo=UTC), datetime(2027, 4, 8, 21, 0, tzinfo=UTC)),
        # Thursday evening: Monday. The weekend does not count.
        (datetime(2027, 4, 8, 23, 0, tzinfo=UTC), datetime(2027, 4, 12, 21, 0, tzinfo=UTC)),
        # Wednesday 01:00 UTC is still Tuesday there.
        (datetime(2027, 4, 7, 1, 0, tzinfo=UTC), datetime(2027, 4, 8, 21, 0, tzinfo=UTC)),
        # Over the night of 14 March the clock there goes forward: 17:00 is an hour sooner.
        (datetime(2027, 3, 12, 15, 0, tzinfo=UTC), datetime(2027, 3, 16, 21, 0, tzinfo=UTC)),
    ],
)
def test_due_at_the_end_of_the_second_business_day(moment: datetime, due: datetime) -> None:
    assert due_after(moment, 2, "America/New_York") == due


@pytest.mark.parametrize(
    ("day", "country", "state", "why"),
    [
        (date(2026, 11, 26), "US", "TX", "Thanksgiving Day"),
        (date(2026, 4, 21), "US", "TX", ""),  # San Jacinto Day closes the state's own offices only
        (date(2027, 5, 27), "DE", "BY", "Corpus Christi"),
        (date(2027, 5, 27), "DE", "BE", ""),
        (date(2027, 5, 27), "DE", "", "Corpus Christi"),  # most people there have it off
        (date(2027, 1, 6), "DE", "", ""),  # Epiphany: most do not
        (FRIDAY, "SA", "", "weekend"),
        (date(2027, 4, 11), "SA", "", ""),  # a Sunday
        (FRIDAY, "AE", "", ""),
        (date(2027, 4, 10), "AE", "", "weekend"),
        (FRIDAY, "IL", "", "weekend"),
        (date(2027, 4, 10), "", "", ""),
    ],
)
def test_a_day_off_has_its_reason(day: date, country: str, state: str, why: str) -> None:
    assert day_off(day, country, state) == why


def test_weeks_are_those_of_the_holidays_library() -> None:
    import holidays

    otherwise = {
        "IR",
        "BN",
        "NP",
    }  # the library counts one day of Iran's, and the Friday and Sunday of Brunei
    for country in ("SA", "AE", "IL", "EG", "QA", "DE", "US", "FR", "JP", "DZ", "KW", "OM", "BD", "MV", "YE"):
        assert country not in otherwise
        weekend = {str(day) for day in holidays.country_holidays(country).weekend}
        assert set(work_week(country)) == set("0123456") - weekend, country


@pytest.mark.parametrize(
    ("day", "days", "country", "state", "work_days", "then"),
    [
        (date(2026, 12, 24), 1, "DE", "BY", "", date(2026, 12, 28)),
        (date(2026, 12, 25), 0, "US", "", "", date(2026, 12, 28)),
        (date(2026, 12, 28), 0, "US", "", "", date(2026, 12, 28)),
        (date(2026, 11, 25), 1, "US", "", "", date(2026, 11, 27)),
        (FRIDAY, 1, "SA", "", "", date(2027, 4, 11)),
        (FRIDAY, 1, "SA", "", "01234", date(2027, 4, 12)),  # the project works Monday to Friday
        (FRIDAY, 1, "US", "", "5", date(2027, 4, 10)),  # no day in common: the project's own
        (FRIDAY, 5, "US", "", "012345", date(2027, 4, 16)),  # their weekend counts as well
    ],
)
def test_business_days_there(
    day: date, days: int, country: str, state: str, work_days: str, then: date
) -> None:
    assert add_business_days(day, days, country, state, work_days) == then


def test_each_business_day_found_is_one() -> None:
    day = date(2026, 12, 1)
    for _ in range(300):
        later = add_business_days(day, 1, "GB", "SCT")
        assert later > day and business_day(later, "GB", "SCT")
        assert not any(
            business_day(date.fromordinal(n), "GB", "SCT")
            for n in range(day.toordinal() + 1, later.toordinal())
        )
        day = later
