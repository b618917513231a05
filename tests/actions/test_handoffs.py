"""Accepting, rejecting, asking: each one transaction, one entry in the trail."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from bdr_desk.actions import handoffs
from bdr_desk.desk import Desk
from bdr_desk.errors import BadInput, NotFound, Refused
from bdr_desk.queries.handoffs import handoff
from bdr_desk.queries.handoffs import handoffs as list_handoffs
from bdr_desk.store.tables import HandoffEvent, Lead, LeadStage, Pending
from tests.conftest import StillClock
from tests.team.desks import get, hand_over, name_me, rows


@pytest.fixture
def passed(desk: Desk) -> UUID:
    name_me(desk, "Ada Bell")
    return hand_over(desk, rep=desk.me)


def lead_of(desk: Desk, key: UUID) -> Lead:
    found: Lead = get(desk, Lead, handoff(desk, key).view.lead)
    return found


def test_accepting(desk: Desk, passed: UUID) -> None:
    assert handoffs.accept(desk, passed) == handoffs.Answered(passed, "accepted")
    assert (lead_of(desk, passed).stage, lead_of(desk, passed).next_kind) == ("accepted", "none")
    event = handoff(desk, passed).view.events[-1]
    assert (event.kind, event.author) == ("accepted", "Ada Bell")


def test_a_rejected_lead_goes_back_to_its_bdr_with_the_reason(
    desk: Desk, passed: UUID, clock: StillClock
) -> None:
    clock.forward(hours=1)
    assert handoffs.reject(desk, passed, " No budget this year ").status == "rejected"
    lead = lead_of(desk, passed)
    assert (lead.stage, lead.stage_reason, lead.owner_id) == ("rejected", "No budget this year", desk.me)
    assert (lead.next_kind, lead.next_at, lead.next_why) == (
        "retry",
        clock(),
        "Rejected by the rep: No budget this year",
    )
    with desk.read() as session:
        assert session.scalars(select(LeadStage.reason)).all() == ["No budget this year"]


def test_asking_and_answering(desk: Desk, passed: UUID) -> None:
    assert handoffs.ask(desk, passed, "Who decides?").status == "asked"
    assert handoff(desk, passed).view.due.who == "bdr"
    assert handoffs.answer(desk, passed, "Their CFO").status == "passed"
    assert handoffs.accept(desk, passed).status == "accepted"
    assert handoffs.feedback(desk, passed, "Good meeting, second one set").status == "accepted"
    assert handoff(desk, passed).view.due is None
    texts = [event.text for event in handoff(desk, passed).view.events]
    assert texts == ["", "Who decides?", "Their CFO", "", "Good meeting, second one set"]


@pytest.mark.parametrize(
    "act",
    [
        lambda desk, key: handoffs.reject(desk, key, "  "),
        lambda desk, key: handoffs.ask(desk, key, ""),
        lambda desk, key: handoffs.feedback(desk, key, "\n"),
    ],
)
def test_words_are_needed(desk: Desk, passed: UUID, act: Callable[[Desk, UUID], object]) -> None:
    with pytest.raises(BadInput):
        act(desk, passed)
    assert rows(desk, HandoffEvent) == 1


def test_what_cannot_follow_changes_nothing(desk: Desk, passed: UUID) -> None:
    handoffs.accept(desk, passed)
    waiting = rows(desk, Pending)
    with pytest.raises(Refused, match="accepted cannot be rejected"):
        handoffs.reject(desk, passed, "Changed my mind")
    assert lead_of(desk, passed).stage == "accepted"
    assert (rows(desk, HandoffEvent), rows(desk, Pending)) == (2, waiting)


def test_a_handoff_that_is_not_there(desk: Desk) -> None:
    with pytest.raises(NotFound):
        handoffs.accept(desk, uuid4())
    with pytest.raises(NotFound):
        handoff(desk, uuid4())
    assert list_handoffs(desk) == ()


def test_the_answer_waits_for_the_team(desk: Desk, passed: UUID) -> None:
    before = rows(desk, Pending)
    handoffs.accept(desk, passed)
    with desk.read() as session:
        news = session.scalars(select(Pending.table_name).order_by(Pending.seq)).all()[before:]
    assert sorted(news) == ["handoff", "handoff_event", "lead", "lead_stage"]
