"""Passing a lead over: with a reason, at a price, and not for ever."""

from datetime import UTC, datetime, timedelta

import pytest

from bdr_desk.actions.erasures import erase_person
from bdr_desk.actions.skips import skip_lead
from bdr_desk.desk import Desk
from bdr_desk.domain.words import Next, Stage
from bdr_desk.errors import BadInput, NotFound, Refused
from bdr_desk.queries.explained import explain
from bdr_desk.queries.queue import call_queue
from bdr_desk.queries.skips import skip_price
from bdr_desk.store.columns import new_key
from bdr_desk.store.tables import Project, Skip
from tests.conftest import StillClock
from tests.people import add_lead


def test_the_first_time_they_are_back_after_four_hours(
    desk: Desk, project: Project, clock: StillClock
) -> None:
    lead = add_lead(desk, project)
    assert skip_price(desk, lead).says.startswith("They come back 14:00.")
    done = skip_lead(desk, lead, "  read the   account first ")
    assert (done.until, done.left) == (clock() + timedelta(hours=4), 1)
    assert not call_queue(desk).items
    (reason,) = explain(desk, lead).reasons
    assert (reason.rule, reason.says, reason.until) == (
        "skipped",
        "Passed over: read the account first.",
        done.until,
    )
    clock.forward(hours=4)
    assert [item.lead for item in call_queue(desk).items] == [lead]


def test_the_second_time_they_are_back_when_their_next_day_opens(
    desk: Desk, project: Project, clock: StillClock
) -> None:
    lead = add_lead(desk, project)
    skip_lead(desk, lead, "wrong time for them")
    clock.now = datetime(2027, 4, 9, 20, 0, tzinfo=UTC)  # Friday afternoon
    assert skip_price(desk, lead).says.startswith("They come back Mon 09:00. The last time")
    done = skip_lead(desk, lead, "wrong time for them")
    assert (done.until, done.left) == (datetime(2027, 4, 12, 13, 0, tzinfo=UTC), 0)


def test_the_third_time_in_thirty_days_is_refused(desk: Desk, project: Project, clock: StillClock) -> None:
    lead = add_lead(desk, project)
    for _ in range(2):
        skip_lead(desk, lead, "needs a colleague")
        clock.forward(days=5)
    assert "passed over 2 times" in skip_price(desk, lead).refused
    with pytest.raises(Refused, match="Call them, or close the lead"):
        skip_lead(desk, lead, "needs a colleague")
    clock.forward(days=21)
    assert skip_lead(desk, lead, "needs a colleague").left == 0


def test_a_colleague_of_the_same_account_comes_instead(desk: Desk, project: Project) -> None:
    first = add_lead(desk, project, "First", "Same Inc", place=1)
    add_lead(desk, project, "Second", "Same Inc", place=2)
    skip_lead(desk, first, "wrong time for them")
    assert [item.name for item in call_queue(desk).items] == ["Second"]


def test_a_time_may_be_named_of_the_next_thirty_days(desk: Desk, project: Project, clock: StillClock) -> None:
    lead = add_lead(desk, project)
    for wrong in (clock(), clock() + timedelta(days=31)):
        with pytest.raises(BadInput):
            skip_lead(desk, lead, "on leave", until=wrong)
    assert skip_lead(desk, lead, "on leave", until=clock() + timedelta(days=9)).until == clock() + timedelta(
        days=9
    )


def test_promises_closed_leads_and_those_passed_over_are_refused(desk: Desk, project: Project) -> None:
    soon = desk.clock() - timedelta(minutes=1)
    promised = add_lead(desk, project, "P", "A", next_kind=Next.CALLBACK, next_at=soon)
    closed = add_lead(desk, project, "C", "B", stage=Stage.CLOSED, next_kind=Next.NONE)
    over = add_lead(desk, project, "O", "C")
    skip_lead(desk, over, "needs a colleague")
    for lead, says in ((promised, "promise"), (closed, "not in the queue"), (over, "passed over already")):
        with pytest.raises(Refused, match=says):
            skip_lead(desk, lead, "any")
    assert [item.lead for item in call_queue(desk).items] == [promised]


def test_a_reason_and_a_lead_are_needed(desk: Desk, project: Project) -> None:
    with pytest.raises(BadInput):
        skip_lead(desk, add_lead(desk, project), "  ")
    with pytest.raises(NotFound):
        skip_lead(desk, new_key(), "any")


@pytest.mark.usefixtures("no_keyring")
def test_the_reason_goes_with_the_person(desk: Desk, project: Project) -> None:
    lead = add_lead(desk, project)
    skip_lead(desk, lead, "Ada Okafor is ill")
    erase_person(desk, str(lead), "asked by mail")
    with desk.read() as session:
        (kept,) = session.query(Skip)
    assert "Ada" not in kept.reason and "ill" not in kept.reason
