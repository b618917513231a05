"""Each outcome and what it causes."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdr_desk.domain.cadence import History
from bdr_desk.domain.calling_hours import Window
from bdr_desk.domain.calling_opening import opening
from bdr_desk.domain.calling_policy import Policy
from bdr_desk.domain.consequence import PersonHours, Situation, consequence
from bdr_desk.domain.outcome import TITLES, Outcome
from bdr_desk.domain.words import Next, Stage
from bdr_desk.errors import BadInput

POLICY = Policy(Window(9 * 60, 17 * 60 + 30, "01234"))
BOSTON = PersonHours("America/New_York@US-MA", POLICY)
EIGHT_CALLS = History(earlier=7, step=7)
TUESDAY_TEN = datetime(2027, 4, 6, 14, 0, tzinfo=UTC)


def at(now: datetime = TUESDAY_TEN, **more: object) -> Situation:
    return Situation(now, BOSTON, **more)  # type: ignore[arg-type]


def test_unanswered_in_the_morning_is_tried_next_afternoon() -> None:
    result = consequence(Outcome.NO_ANSWER, at())
    assert result.next_at == datetime(2027, 4, 7, 18, 0, tzinfo=UTC)
    assert result.says == "tomorrow 14:00 there, not the same hour"


def test_unanswered_on_friday_afternoon_is_tried_monday_morning() -> None:
    friday = datetime(2027, 4, 9, 19, 0, tzinfo=UTC)
    assert consequence(Outcome.NO_ANSWER, at(friday)).next_at == datetime(2027, 4, 12, 13, 30, tzinfo=UTC)


def test_busy_is_tried_in_half_an_hour() -> None:
    assert consequence(Outcome.BUSY, at()).next_at == TUESDAY_TEN + timedelta(minutes=30)


def test_busy_at_closing_time_waits_for_the_next_morning() -> None:
    closing = datetime(2027, 4, 6, 21, 20, tzinfo=UTC)
    assert consequence(Outcome.BUSY, at(closing)).next_at == datetime(2027, 4, 7, 13, 0, tzinfo=UTC)


def test_many_tries_rest() -> None:
    result = consequence(Outcome.NO_ANSWER, at(history=EIGHT_CALLS))
    assert result.next_at is not None and result.next_at - TUESDAY_TEN > timedelta(days=29)


def test_tries_rest_for_good_where_calling_hours_never_meet() -> None:
    apart = PersonHours("America/New_York@US,Australia/Sydney@AU", POLICY)
    result = consequence(Outcome.NO_ANSWER, Situation(TUESDAY_TEN, apart, EIGHT_CALLS))
    assert (result.next_kind, result.next_at) == (Next.NONE, None)


def test_call_back_is_a_promise() -> None:
    promised = datetime(2027, 4, 8, 15, 0, tzinfo=UTC)
    result = consequence(Outcome.CALLBACK, at(callback_at=promised))
    assert (result.next_kind, result.next_at, result.why) == (
        Next.CALLBACK,
        promised,
        "promised for Thu 11:00",
    )


@pytest.mark.parametrize(
    ("promised", "says"),
    [
        (TUESDAY_TEN - timedelta(hours=1), "passed"),
        (datetime(2027, 4, 8, 23, 0, tzinfo=UTC), "19:00 there, outside calling hours"),
        (datetime(2027, 4, 10, 15, 0, tzinfo=UTC), "outside calling hours"),
    ],
)
def test_call_back_that_cannot_be_kept_is_refused(promised: datetime, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        consequence(Outcome.CALLBACK, at(callback_at=promised))


def test_not_now_comes_back_in_half_a_year() -> None:
    result = consequence(Outcome.NOT_INTERESTED, at())
    assert result.stage is Stage.NOT_READY and result.says == "Kept, comes back 5 Oct 2027"
    assert result.next_at is not None and 180 < (result.next_at - TUESDAY_TEN).days < 190


def test_wrong_number_goes_to_the_next_number_or_to_research() -> None:
    assert consequence(Outcome.WRONG_NUMBER, at(other_numbers=("+16175550102",))).next_at == TUESDAY_TEN
    assert consequence(Outcome.WRONG_NUMBER, at()).stage is Stage.NO_NUMBER


def test_do_not_call_ends_it() -> None:
    result = consequence(Outcome.DO_NOT_CALL, at())
    assert (result.stage, result.next_kind) == (Stage.CLOSED, Next.NONE)


def test_every_outcome_has_a_title() -> None:
    assert set(TITLES) == set(Outcome)


@given(
    outcome=st.sampled_from(
        [o for o in Outcome if o not in (Outcome.CALLBACK, Outcome.WRONG_NUMBER, Outcome.BAD_NUMBER)]
    ),
    minutes=st.integers(0, 366 * 24 * 60),
    attempts=st.integers(1, 20),
    zone=st.sampled_from(["America/New_York", "Europe/Berlin", "Australia/Sydney"]),
)
def test_what_comes_next_is_later_and_in_calling_hours(
    outcome: Outcome, minutes: int, attempts: int, zone: str
) -> None:
    now = datetime(2027, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    history = History(earlier=attempts - 1, step=min(attempts - 1, 8))
    result = consequence(outcome, Situation(now, PersonHours(f"{zone}@", POLICY), history))
    if result.next_at is not None:
        assert result.next_at > now
        assert opening(f"{zone}@", POLICY, result.next_at).open
