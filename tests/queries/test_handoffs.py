"""Handoffs as the rep reads them."""

from datetime import timedelta
from uuid import UUID

import pytest

from bdr_desk.actions import handoffs as actions
from bdr_desk.desk import Desk
from bdr_desk.queries.handoffs import handoff, handoffs
from tests.conftest import StillClock
from tests.team.desks import hand_over, name_me


@pytest.fixture
def passed(desk: Desk) -> UUID:
    name_me(desk, "Ada Bell")
    return hand_over(desk, rep=desk.me)


def test_one_handoff_with_all_that_stands_behind_it(desk: Desk, passed: UUID) -> None:
    detail = handoff(desk, passed)
    view = detail.view
    assert (view.name, view.title, view.account_name) == ("Nina Ortiz", "COO", "Harbor Freight Lines")
    assert (view.project_name, view.passed_by, view.mine) == ("Northwind", "Ada Bell", True)
    assert detail.phones == ("+1 617-555-0142",)
    assert [(fact.criterion, fact.value, fact.required) for fact in detail.facts] == [
        ("need", "Late loads", True), ("authority", "", True), ("budget", "", False),
    ]  # fmt: skip
    assert detail.distance is not None
    assert [criterion.key for criterion in detail.distance.missing_required] == ["authority"]
    assert detail.waived_reason == "Authority comes along to the meeting"
    assert detail.notes == ("Warm.",)
    assert "accepted" in detail.allowed


def test_the_meeting_in_both_peoples_time(desk: Desk, passed: UUID) -> None:
    meeting = handoff(desk, passed).view.meeting
    assert meeting is not None
    assert f"{meeting.for_rep:%H:%M %Z}" == "16:00 CEST"
    assert f"{meeting.for_lead:%H:%M %Z}" == "10:00 EDT"
    assert meeting.for_rep == meeting.for_lead == meeting.starts


def test_what_is_due_soonest_stands_first(desk: Desk, passed: UUID, clock: StillClock) -> None:
    clock.forward(minutes=1)
    later = hand_over(desk, rep=desk.me, name="Omar Haddad")
    clock.forward(minutes=1)
    over = hand_over(desk, rep=desk.me, name="Lena Vogel")
    actions.reject(desk, over, "Wrong company")
    assert [view.handoff for view in handoffs(desk)] == [passed, later, over]
    assert [view.overdue for view in handoffs(desk)] == [False] * 3
    clock.forward(days=2, seconds=-60)
    assert [view.overdue for view in handoffs(desk)] == [True, False, False]
    assert handoffs(desk)[0].due.by == clock() - timedelta(minutes=1)
