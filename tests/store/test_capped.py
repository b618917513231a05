"""The cap on calls into an account keeps out all its people, until the first of the calls is long enough ago."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bdr_desk.actions.cadences import put_in_force
from bdr_desk.actions.calls import log_call
from bdr_desk.actions.lists import hold_list, release_list
from bdr_desk.actions.undo import undo_call
from bdr_desk.desk import Desk
from bdr_desk.domain.cadence.plan import Caps, default_cadence
from bdr_desk.queries.explained import explain
from bdr_desk.queries.queue import call_queue
from bdr_desk.queries.why_not import blocked
from bdr_desk.store.cadences import keep_cadence
from bdr_desk.store.tables import CallList, Lead, Project, Source
from tests.conftest import StillClock
from tests.people import add_lead


@pytest.fixture(autouse=True)
def three_calls(desk: Desk, project: Project) -> None:
    """A cadence that allows three calls into an account in 30 days."""
    plan = replace(default_cadence(), caps=Caps(attempts_per_contact=3, attempts_per_account=3))
    with desk.write() as tx:
        keep_cadence(tx, tx.get_one(Project, project.id), plan)


def names(desk: Desk) -> list[str]:
    return [item.name for item in call_queue(desk).items]


def called(desk: Desk, project: Project, clock: StillClock, times: int) -> None:
    for number in range(times):
        lead = add_lead(desk, project, f"Called {number}", "Same Inc", emails=(), place=number)
        log_call(desk, lead, "not_interested", no_fact_reason="fire drill")
        clock.forward(hours=1)


def test_nobody_of_an_account_is_called_past_its_cap(desk: Desk, project: Project, clock: StillClock) -> None:
    first = clock()
    fresh = add_lead(desk, project, "Fresh", "Same Inc", emails=(), place=9)
    called(desk, project, clock, 2)
    assert names(desk) == ["Fresh"]
    called(desk, project, clock, 1)
    assert names(desk) == []
    (reason,) = explain(desk, fresh).reasons
    assert (reason.rule, reason.until) == ("account_cap", first + timedelta(days=30))
    assert [row.until for row in blocked(desk).rows if row.rule == "account_cap"] == [reason.until]
    clock.now = first + timedelta(days=30)
    assert names(desk) == ["Fresh"]


def test_an_undone_call_does_not_count(desk: Desk, project: Project, clock: StillClock) -> None:
    add_lead(desk, project, "Fresh", "Same Inc", emails=(), place=9)
    called(desk, project, clock, 3)
    undo_call(desk)
    with desk.read() as session:
        assert session.query(Lead).where(Lead.next_kind == "fresh", Lead.ready).count() == 2


def test_a_promise_is_kept_past_the_cap(desk: Desk, project: Project, clock: StillClock) -> None:
    called(desk, project, clock, 3)
    add_lead(desk, project, "Promised", "Same Inc", emails=(), next_kind="callback", next_at=clock())
    assert names(desk) == ["Promised"]


def test_a_list_that_is_released_again_knows_the_cap(desk: Desk, project: Project, clock: StillClock) -> None:
    with desk.write() as tx:
        source = Source(project_id=project.id, kind="fair")
        tx.add(source)
        tx.flush()
        row = CallList(
            project_id=project.id, source_id=source.id, name="Fair", region="US", released_at=clock()
        )
        tx.add(row)
    add_lead(desk, project, "Fresh", "Same Inc", emails=(), place=9, call_list_id=row.id)
    called(desk, project, clock, 3)
    clock.forward(days=14)  # longer than any gap between two calls
    hold_list(desk, row.id)
    release_list(desk, row.id)
    assert names(desk) == []


def test_another_cap_holds_from_the_moment_it_is_in_force(
    desk: Desk, project: Project, clock: StillClock
) -> None:
    add_lead(desk, project, "Fresh", "Same Inc", emails=(), place=9)
    called(desk, project, clock, 3)
    assert names(desk) == []
    put_in_force(desk, default_cadence())
    assert names(desk) == ["Fresh"]
