"""A list's turn and priority, and whom an import meets again: where the leads stand in the queue by it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bdr_desk.actions.calls import log_call
from bdr_desk.actions.imports import Order, import_list
from bdr_desk.actions.list_rank import rank_list
from bdr_desk.actions.lists import undo_import
from bdr_desk.desk import Desk
from bdr_desk.domain.staging import ListPlace
from bdr_desk.errors import BadInput, NotFound
from bdr_desk.queries.explained import explain
from bdr_desk.queries.lists import list_called
from bdr_desk.queries.queue import call_queue
from bdr_desk.store.columns import new_key, to_micros
from bdr_desk.store.standing import rebuild
from bdr_desk.store.tables import Lead, Project
from tests.conftest import StillClock

Take = Callable[..., None]
ADA, BEN, CY = "Ada Okafor,Harbor,617-555-0142", "Ben Ruiz,Calder,617-555-0143", "Cy Lund,Cobalt,617-555-0144"


@pytest.fixture
def take(desk: Desk, project: Project, tmp_path: Path) -> Take:
    def take(name: str, *people: str) -> None:
        file = tmp_path / f"{name}.csv"
        file.write_text("\n".join(("name,company,phone", *people)), encoding="utf-8")
        import_list(desk, Order(ListPlace(file), project.name, name, "referral"))

    return take


def names(desk: Desk) -> list[str]:
    return [item.name for item in call_queue(desk).items]


def as_rebuilt(desk: Desk, project: Project) -> bool:
    """What stands in the store is what the rules say."""

    def standings() -> list[tuple[Any, ...]]:
        with desk.read() as session:
            return [
                (lead.id, lead.turn, lead.ready, lead.wake_at)
                for lead in session.query(Lead).order_by(Lead.id)
            ]

    before = standings()
    with desk.write() as tx:
        rebuild(tx, project.id, to_micros(tx.now))
    return standings() == before


def test_lists_are_ranked_by_turn_and_priority(desk: Desk, project: Project, take: Take) -> None:
    take("One", ADA)
    take("Two", BEN)
    one, two = list_called(desk, "One").key, list_called(desk, "Two").key
    for tier, priority, order in (
        ("filler", None, ["Ben Ruiz", "Ada Okafor"]), ("normal", 2, ["Ada Okafor", "Ben Ruiz"]),
        ("normal", -2, ["Ben Ruiz", "Ada Okafor"]), ("inbound", None, ["Ada Okafor", "Ben Ruiz"]),
    ):  # fmt: skip
        rank_list(desk, one, tier, priority)
        assert names(desk) == order and as_rebuilt(desk, project)
    assert (list_called(desk, "One").tier, list_called(desk, "One").priority) == ("inbound", -2)
    rank_list(desk, two, priority=1)
    assert (list_called(desk, "Two").tier, list_called(desk, "Two").priority) == ("normal", 1)


def test_inbound_leads_have_a_clock(desk: Desk, take: Take) -> None:
    take("One", ADA)
    rank_list(desk, list_called(desk, "One").key, "inbound")
    (first,) = call_queue(desk).items
    assert explain(desk, first.lead).dialable
    from bdr_desk.queries.day_plan import day_plan

    assert [asked.lead for asked in day_plan(desk).inbound] == [first.lead]


@pytest.mark.parametrize(("tier", "priority"), [("urgent", None), (None, 3), ("inbound", -3)])
def test_what_cannot_be(desk: Desk, take: Take, tier: str | None, priority: int | None) -> None:
    take("One", ADA)
    with pytest.raises(BadInput):
        rank_list(desk, list_called(desk, "One").key, tier, priority)
    assert list_called(desk, "One").tier == "normal"
    with pytest.raises(NotFound):
        rank_list(desk, new_key(), "inbound")


def test_who_turns_up_on_another_list_comes_sooner(
    desk: Desk, project: Project, take: Take, clock: StillClock
) -> None:
    take("Expo", ADA, BEN, CY)
    by_name = {item.name: item.lead for item in call_queue(desk).items}
    log_call(desk, by_name["Cy Lund"], "no_answer")
    rank_list(desk, list_called(desk, "Expo").key, "filler")
    clock.forward(hours=1)
    take("Web", BEN, CY, "Di New,Dune,617-555-0145")
    with desk.read() as session:
        triggers = {session.get_one(Lead, lead).trigger for lead in (by_name["Ben Ruiz"], by_name["Cy Lund"])}
    assert triggers == {"reappeared"}
    assert names(desk) == ["Ben Ruiz", "Di New", "Ada Okafor"]
    assert as_rebuilt(desk, project)
    assert "Turned up on another list (+25)" in [r.says for r in explain(desk, by_name["Ben Ruiz"]).reasons]


def test_the_same_list_again_stirs_nobody(desk: Desk, project: Project, take: Take) -> None:
    take("Expo", ADA)
    take("Expo", ADA, BEN, BEN)
    with desk.read() as session:
        assert {lead.trigger for lead in session.query(Lead)} == {""}


def test_an_import_taken_back_leaves_whom_it_met_where_they_stood(
    desk: Desk, project: Project, take: Take, clock: StillClock
) -> None:
    take("Expo", ADA, BEN, CY)
    by_name = {item.name: item.lead for item in call_queue(desk).items}
    log_call(desk, by_name["Cy Lund"], "no_answer")
    clock.forward(hours=1)
    take("Web", ADA, BEN, CY, "Di New,Dune,617-555-0145")
    log_call(desk, by_name["Ada Okafor"], "no_answer")
    undo_import(desk, list_called(desk, "Web").key)
    with desk.read() as session:
        assert {lead.trigger for lead in session.query(Lead)} == {""}
    assert names(desk) == ["Ben Ruiz"] and as_rebuilt(desk, project)
