"""Business days and when a promise is due."""

from datetime import UTC, date, datetime
from itertools import islice

import pytest

from bdr_desk.domain.business_days import days_after, due_after

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
