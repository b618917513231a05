"""Settling the queue: what is kept, what is ranked anew with it, and what no project may do."""

from typing import Any

import pytest

from bdr_desk.actions.calls import log_call
from bdr_desk.actions.queue_settings import choose_mode, settle_queue
from bdr_desk.desk import Desk
from bdr_desk.domain.calling_hours import Window
from bdr_desk.domain.queue_settings import Mode, QueueSettings
from bdr_desk.domain.rank import Weights
from bdr_desk.errors import BadInput
from bdr_desk.queries.queue import call_queue
from bdr_desk.queries.queue_settings import mode_here, queue_terms
from bdr_desk.store.columns import to_micros
from bdr_desk.store.standing import rebuild
from bdr_desk.store.tables import Lead, Project
from tests.conftest import StillClock
from tests.people import LOS_ANGELES, add_lead


def names(desk: Desk) -> list[str]:
    return [item.name for item in call_queue(desk).items]


def standings(desk: Desk) -> list[tuple[Any, ...]]:
    with desk.read() as session:
        return [
            (lead.id, lead.turn, lead.ready, lead.wake_at) for lead in session.query(Lead).order_by(Lead.id)
        ]


def same_as_rebuilt(desk: Desk, project: Project) -> bool:
    """What stands in the store is what the rules conclude now."""
    before = standings(desk)
    with desk.write() as tx:
        rebuild(tx, project.id, to_micros(tx.now))
    return standings(desk) == before


def test_weights_rank_the_queue_anew(desk: Desk, project: Project, clock: StillClock) -> None:
    add_lead(desk, project, "Fits", "A", place=2, fit=90)
    clock.forward(days=70)
    add_lead(desk, project, "New", "B", place=1, fit=10)
    assert names(desk) == ["Fits", "New"]
    settle_queue(desk, project.id, {"weights.fit": 0, "weights.arrival": 5})
    assert names(desk) == ["New", "Fits"] and same_as_rebuilt(desk, project)
    assert queue_terms(desk).queue.weights == Weights(fit=0, arrival=5)
    settle_queue(desk, project.id, {"weights.fit": None, "weights.arrival": None})
    assert queue_terms(desk).queue.weights == Weights() and names(desk) == ["Fits", "New"]


def test_the_gap_is_kept_from_now_on(desk: Desk, project: Project, clock: StillClock) -> None:
    first = add_lead(desk, project, "First", "Same Inc", emails=())
    add_lead(desk, project, "Second", "Same Inc", emails=())
    log_call(desk, first, "no_answer")
    clock.forward(minutes=31)
    assert names(desk) == ["Second"]
    settle_queue(desk, project.id, {"gap_minutes": 120})
    assert names(desk) == [] and same_as_rebuilt(desk, project)
    clock.forward(minutes=90)
    assert names(desk) == ["Second"]


def test_hours_of_a_place_open_and_close_it(desk: Desk, project: Project, clock: StillClock) -> None:
    add_lead(desk, project, "Early", "A", phones=(LOS_ANGELES,))  # 7:00 there
    clock.forward(hours=1)
    assert names(desk) == []
    settle_queue(desk, project.id, {"places.US-CA": "8:00-18:00"})
    assert names(desk) == ["Early"]
    assert queue_terms(desk).calling.places == (("US-CA", Window(480, 1080, "01234")),)
    settle_queue(desk, project.id, {"places.US-CA": None})
    assert names(desk) == [] and queue_terms(desk).calling.places == ()


@pytest.mark.parametrize(
    ("place", "hours", "law"),
    [
        ("US-TX", "8:00-18:00", "Texas"), ("US", "7:00-18:00", "United States"), ("FR", "10:00-20:30", "France"),
        ("US-AL", "9:00-17:00 Mon-Sun", "Alabama"), ("US-KY", "8:00-17:00", "Kentucky"),
    ],
)  # fmt: skip
def test_no_project_goes_beyond_the_law(
    desk: Desk, project: Project, place: str, hours: str, law: str
) -> None:
    with pytest.raises(BadInput, match=f"law in (the )?{law}"):
        settle_queue(desk, project.id, {f"places.{place}": hours})
    assert queue_terms(desk).calling.places == ()


def test_what_is_only_polite_may_be_chosen(desk: Desk, project: Project) -> None:
    settle_queue(desk, project.id, {"places.GB": "7:30-21:30 Mon-Sun", "places.FR": "10:00-20:00"})
    assert [code for code, _ in queue_terms(desk).calling.places] == ["FR", "GB"]


@pytest.mark.parametrize(
    "changes",
    [
        {"moon": 1}, {"gap_minutes": -1}, {"countdown": 1}, {"mode": "fast"}, {"weights.moon": 1}, {"weights.fit": 1001},
        {"weights.best_hour": 40}, {"lunch": [5]}, {"early": -1}, {"holidays": "yes"}, {"places.ZZ": "9-17"},
        {"places.US-TX": "sometimes"}, {"gap_minutes": 45, "mode": "fast"},
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_nothing_kept(
    desk: Desk, project: Project, changes: dict[str, Any]
) -> None:
    with pytest.raises(BadInput):
        settle_queue(desk, project.id, changes)
    assert queue_terms(desk).queue == QueueSettings()


def test_this_desk_goes_on_as_it_likes(desk: Desk, project: Project) -> None:
    assert mode_here(desk).mode == Mode.PREVIEW
    settle_queue(desk, project.id, {"mode": "power", "countdown": 8})
    assert (mode_here(desk).mode, mode_here(desk).countdown) == (Mode.POWER, 8)
    choose_mode(desk, "manual")
    assert (mode_here(desk).mode, mode_here(desk).of_project) == (Mode.MANUAL, Mode.POWER)
    choose_mode(desk, None)
    assert mode_here(desk).mode == Mode.POWER
    with pytest.raises(BadInput):
        choose_mode(desk, "fast")


def test_nobody_is_spared_at_lunch(desk: Desk, project: Project) -> None:
    settle_queue(desk, project.id, {"lunch": None, "early": 0, "holidays": True})
    calling = queue_terms(desk).calling
    assert (calling.lunch, calling.early, calling.holidays) == (None, 0, True)
