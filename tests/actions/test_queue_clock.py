"""Who was to wait until now is ready from now on, also where nothing is written."""

from datetime import timedelta

from sqlalchemy import select

from bdr_desk.actions.queue_clock import wake
from bdr_desk.changes import Changes
from bdr_desk.desk import Desk
from bdr_desk.queries.queue import anybody_woken, call_queue
from bdr_desk.store.tables import Lead, Project
from tests.conftest import StillClock
from tests.people import add_lead


def _ready(desk: Desk) -> list[bool]:
    with desk.read() as session:
        return [*session.scalars(select(Lead.ready))]


def test_the_time_of_a_lead_comes(desk: Desk, project: Project, clock: StillClock) -> None:
    due = desk.clock() + timedelta(minutes=20)
    lead = add_lead(desk, project, next_kind="callback", next_at=due)
    heard: list[Changes] = []
    desk.store.on_changes(heard.append)
    wake(desk)
    assert not heard and call_queue(desk).items == ()
    clock.forward(minutes=20)
    assert [item.lead for item in call_queue(desk).items] == [lead], "seen before anything is written"
    assert anybody_woken(desk) and _ready(desk) == [False]
    wake(desk)
    assert _ready(desk) == [True] and heard[0].touches("lead") and not anybody_woken(desk)
    assert [item.lead for item in call_queue(desk).items] == [lead]
