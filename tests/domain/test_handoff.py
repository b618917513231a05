"""A handoff's trail: what it says, what may follow, who owes what."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdr_desk.domain.handoff import (
    STATUS_SAYS,
    Due,
    Event,
    Kind,
    Status,
    allowed,
    check,
    decided_by,
    due,
    lead_stage,
    next_moment,
    status,
)
from bdr_desk.errors import Refused

FRIDAY = datetime(2027, 4, 9, 14, 0, tzinfo=UTC)


def trail(*kinds: str) -> list[Event]:
    return [Event(kind, FRIDAY + timedelta(minutes=place)) for place, kind in enumerate(kinds)]


@pytest.mark.parametrize(
    ("kinds", "says"),
    [
        ("", "passed"),
        ("passed", "passed"),
        ("passed asked", "asked"),
        ("passed asked answered", "passed"),
        ("passed asked asked answered accepted feedback", "accepted"),
        ("passed rejected", "rejected"),
        ("passed rejected passed", "passed"),
        ("passed accepted rejected", "accepted"),  # two desks at once: the first word counts
        ("passed rejected accepted", "rejected"),
        ("passed accepted moved", "accepted"),
        ("passed accepted returned", "returned"),
        ("passed returned accepted", "returned"),  # the meeting was cancelled before the rep answered
        ("passed answered", "passed"),
    ],
)
def test_what_the_trail_says(kinds: str, says: str) -> None:
    assert status(trail(*kinds.split())) == says


def test_the_event_that_decided() -> None:
    events = trail("passed", "asked", "rejected", "accepted", "feedback")
    assert decided_by(events) == events[2]
    assert decided_by(trail("passed")) is None


@pytest.mark.parametrize(
    ("stands", "kind", "says"),
    [
        ("accepted", "accepted", "A handoff that is accepted cannot be accepted."),
        ("rejected", "accepted", "A handoff that is rejected cannot be accepted."),
        ("accepted", "rejected", "A handoff that is accepted cannot be rejected."),
        ("passed", "answered", "A handoff that is waiting for the rep cannot be answered."),
        ("returned", "asked", "A handoff that is given back cannot be asked about."),
    ],
)
def test_what_cannot_follow(stands: str, kind: str, says: str) -> None:
    with pytest.raises(Refused) as caught:
        check(stands, kind)
    assert caught.value.title == says


@given(st.lists(st.sampled_from(list(Kind)), max_size=8), st.sampled_from(list(Kind)))
def test_only_what_is_allowed_moves_a_handoff(kinds: list[Kind], following: Kind) -> None:
    before = status(trail(*kinds))
    after = status(trail(*kinds, following))
    assert after in STATUS_SAYS
    try:
        check(before, following)
    except Refused:
        assert after == before
        assert following not in allowed(before)


@pytest.mark.parametrize("stands", list(Status))
def test_every_status_places_the_lead(stands: Status) -> None:
    assert lead_stage(stands) == {"accepted": "accepted", "rejected": "rejected", "returned": "working"}.get(
        stands, "meeting"
    )


def owed(stands: str, *kinds: str, cancelled: bool = False) -> Due | None:
    return due(
        stands,
        trail(*kinds),
        answer_by=FRIDAY + timedelta(days=4),
        meeting_ends=None if cancelled else FRIDAY + timedelta(days=3),
        bdr_zone="America/New_York",
        rep_zone="Europe/Berlin",
    )


def test_the_rep_owes_an_answer() -> None:
    assert owed("passed", "passed") == Due(FRIDAY + timedelta(days=4), "rep", "accept or reject")


def test_the_bdr_owes_an_answer_on_the_next_business_day() -> None:
    asked = owed("asked", "passed", "asked")
    assert asked is not None
    assert (asked.who, asked.by) == (
        "bdr",
        datetime(2027, 4, 12, 21, 0, tzinfo=UTC),
    )  # Monday, 17:00 in New York


def test_the_rep_owes_feedback_after_the_meeting() -> None:
    after = owed("accepted", "passed", "accepted")
    assert after is not None
    assert (after.who, after.by) == (
        "rep",
        datetime(2027, 4, 14, 15, 0, tzinfo=UTC),
    )  # Wednesday, 17:00 in Berlin


def test_nothing_is_owed_once_it_is_over() -> None:
    assert owed("accepted", "passed", "accepted", "feedback") is None
    assert owed("accepted", "passed", "accepted", cancelled=True) is None
    assert owed("rejected", "passed", "rejected") is None


def test_an_event_follows_what_it_answers_whatever_the_clock_says() -> None:
    events = trail("passed", "asked")
    assert next_moment(FRIDAY - timedelta(hours=1), events) > events[-1].at
    assert next_moment(FRIDAY + timedelta(hours=1), events) == FRIDAY + timedelta(hours=1)
