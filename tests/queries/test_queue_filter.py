"""A filtered queue: a part of the whole one, in its order, with promises that are due before it."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bdr_desk.actions.saved_views import delete_view, rename_view, save_view
from bdr_desk.actions.skips import skip_lead
from bdr_desk.desk import Desk
from bdr_desk.domain.queue_filter import EVERYBODY, Kind, QueueFilter
from bdr_desk.errors import BadInput, NotFound, Refused
from bdr_desk.queries.explained import explain
from bdr_desk.queries.queue import QueueItem, call_queue
from bdr_desk.queries.queue_filter import FilteredQueue, filtered_queue
from bdr_desk.queries.saved_views import saved_views, view_called
from bdr_desk.store.identity import this_user
from bdr_desk.store.projects import add_project
from bdr_desk.store.tables import CallList, Contact, Lead, Project, SavedView, Source
from bdr_desk.telephony.tel_link import TelLink
from tests.conftest import SHORT_DEFINITION, TUESDAY, StillClock
from tests.people import BERLIN, BOSTON, LONDON, add_lead
from tests.stores import new_store

CHICAGO = "+13125550142"
NUMBERS = (BOSTON, LONDON, BERLIN, CHICAGO)
PLACES = ("US-MA", "GB", "Europe/Berlin", "US-IL", "US")
TITLES = ("VP Operations", "IT Director", "Plant Manager 100%")


def names(found: FilteredQueue) -> list[str]:
    return [item.name for item in found.queue.items]


def call_list(desk: Desk, project: Project, name: str) -> UUID:
    with desk.write() as tx:
        source = Source(project_id=project.id, kind="referral", detail=name)
        tx.add(source)
        tx.flush()
        made = CallList(
            project_id=project.id, source_id=source.id, name=name, region="US", released_at=tx.now
        )
        tx.add(made)
        tx.flush()
        return made.id


def title(desk: Desk, lead: UUID, text: str) -> None:
    with desk.write() as tx:
        tx.get_one(Contact, tx.get_one(Lead, lead).contact_id).title = text


@pytest.fixture
def five(desk: Desk, project: Project) -> dict[str, UUID]:
    now = desk.clock()
    people: dict[str, dict[str, Any]] = {
        "Promised": {"next_kind": "callback", "next_at": now - timedelta(minutes=2), "phones": (LONDON,)},
        "Tried": {"next_kind": "retry", "next_at": now - timedelta(hours=1), "attempts": 1, "fit": 80},
        "Mail": {"next_kind": "retry", "next_at": now - timedelta(hours=1), "attempts": 1, "medium": "email"},
        "Fresh": {"fit": 40, "phones": (BERLIN,), "call_list_id": call_list(desk, project, "Expo")},
        "Mine": {"owner_id": desk.me},
    }
    return {
        name: add_lead(desk, project, name, name, place=n, **each)
        for n, (name, each) in enumerate(people.items())
    }


@pytest.mark.parametrize(
    ("wanted", "left"),
    [
        (QueueFilter(kinds=(Kind.RETRIES,)), ["Tried"]),
        (QueueFilter(kinds=(Kind.FRESH, Kind.TOUCHES)), ["Mail", "Fresh", "Mine"]),
        (QueueFilter(fit=50), ["Tried"]),
        (QueueFilter(mine=True), ["Mine"]),
        (QueueFilter(places=("DE",)), ["Fresh"]),
        (QueueFilter(places=("US-MA", "Europe/Berlin")), ["Tried", "Mail", "Fresh", "Mine"]),
        (QueueFilter(places=("JP",)), []),
        (QueueFilter(title="director"), []),
        (QueueFilter(title="oper vp"), ["Tried", "Mail", "Fresh", "Mine"]),
    ],
)
def test_each_condition_narrows_and_promises_stay(
    desk: Desk, five: dict[str, UUID], wanted: QueueFilter, left: list[str]
) -> None:
    found = filtered_queue(desk, 50, wanted)
    assert names(found) == ["Promised", *left]
    assert found.outside == ({five["Promised"]} if wanted.title != "oper vp" else frozenset())


def test_of_a_list(desk: Desk, five: dict[str, UUID]) -> None:
    lists = {name: key for key, name in saved_views(desk).lists}
    assert names(filtered_queue(desk, 50, QueueFilter(lists=(lists["Expo"],)))) == ["Promised", "Fresh"]


def test_signs_of_the_search_itself_are_letters(desk: Desk, project: Project) -> None:
    title(desk, add_lead(desk, project, "All", "A"), "Runs 100% of it")
    title(desk, add_lead(desk, project, "Half", "B", phones=(CHICAGO,)), "Runs 1000 of it")
    assert names(filtered_queue(desk, 50, QueueFilter(title="100%"))) == ["All"]
    assert names(filtered_queue(desk, 50, QueueFilter(title="_"))) == []


def test_who_comes_second_in_their_account_does_so_in_a_view(desk: Desk, project: Project) -> None:
    """Nobody is offered whom the whole queue would not let be dialled."""
    add_lead(desk, project, "First", "Same Inc", place=1, fit=10)
    second = add_lead(desk, project, "Second", "Same Inc", place=2, fit=None, emails=())
    title(desk, second, "Buyer")
    assert not explain(desk, second).dialable
    assert names(filtered_queue(desk, 50, QueueFilter(title="buyer"))) == []


def test_a_promise_at_the_account_is_its_only_call(desk: Desk, project: Project) -> None:
    now = desk.clock()
    add_lead(desk, project, "Promised", "Same Inc", next_kind="callback", next_at=now, fit=10)
    add_lead(desk, project, "Colleague", "Same Inc", emails=(), fit=90)
    assert names(filtered_queue(desk, 50, QueueFilter(fit=50))) == ["Promised"]


def test_a_promise_that_may_not_be_kept_now_is_not_offered(desk: Desk, project: Project) -> None:
    soon = desk.clock() + timedelta(hours=1)
    add_lead(desk, project, "Later", "A", next_kind="callback", next_at=soon)
    add_lead(
        desk, project, "Asleep", "B", phones=("+13105550142",), next_kind="callback", next_at=desk.clock()
    )  # 7:00
    assert names(filtered_queue(desk, 50, QueueFilter(fit=50))) == []


def test_no_filter_is_the_queue_itself(desk: Desk, five: dict[str, UUID]) -> None:
    assert filtered_queue(desk, 3, EVERYBODY).queue == call_queue(desk, 3)


# As rules


PEOPLE = st.lists(
    st.fixed_dictionaries(
        {
            "company": st.sampled_from("ABCDE"), "number": st.sampled_from(NUMBERS), "title": st.sampled_from(TITLES),
            "fit": st.none() | st.integers(0, 100), "mine": st.booleans(), "kind": st.sampled_from(list(Kind)),
            "minutes": st.integers(-300, 60), "list": st.sampled_from(("", "Expo", "Web")), "skipped": st.booleans(),
        }
    ),
    max_size=8,
)  # fmt: skip
FILTERS = st.builds(
    QueueFilter, kinds=st.lists(st.sampled_from(list(Kind)), unique=True, max_size=2).map(tuple),
    title=st.sampled_from(("", "director", "p o", "100%")), places=st.lists(st.sampled_from(PLACES), max_size=2).map(tuple),
    fit=st.none() | st.integers(0, 100), mine=st.booleans(),
)  # fmt: skip


@given(PEOPLE, FILTERS)
@settings(max_examples=12, deadline=None)
def test_a_view_is_a_part_of_the_queue_in_its_order(
    people: list[dict[str, object]], wanted: QueueFilter
) -> None:
    with TemporaryDirectory() as folder:
        store = new_store(Path(folder) / "d.sqlite3")
        clock = StillClock(TUESDAY)
        desk = Desk(
            store, TelLink(), clock, Path(folder), this_user(store, clock(), lambda: "America/New_York")
        )
        with desk.write() as tx:
            project = add_project(tx, "P", region="US", definition=SHORT_DEFINITION, sample=True)
        lists = {name: call_list(desk, project, name) for name in ("Expo", "Web")}
        for number, person in enumerate(people):
            _add(desk, project, number, person, lists)
        _check(desk, wanted)
        store.close()


def _add(
    desk: Desk, project: Project, number: int, person: dict[str, object], lists: dict[str, UUID]
) -> None:
    at = desk.clock() + timedelta(minutes=person["minutes"])  # type: ignore[arg-type]
    kinds = {
        Kind.FRESH: {}, Kind.CALLBACKS: {"next_kind": "callback", "next_at": at},
        Kind.RETRIES: {"next_kind": "retry", "next_at": at},
        Kind.TOUCHES: {"next_kind": "retry", "next_at": at, "medium": "letter"},
    }  # fmt: skip
    lead = add_lead(
        desk, project, f"P{number}", str(person["company"]), (str(person["number"]),), (), place=number,
        fit=person["fit"], owner_id=desk.me if person["mine"] else None, call_list_id=lists.get(str(person["list"])),
        **kinds[person["kind"]],  # type: ignore[index]
    )  # fmt: skip
    title(desk, lead, str(person["title"]))
    if person["skipped"] and person["kind"] != Kind.CALLBACKS:
        skip_lead(desk, lead, "needs a colleague")


def _check(desk: Desk, wanted: QueueFilter) -> None:
    whole, found = call_queue(desk, 100), filtered_queue(desk, 100, wanted)
    places = {item.lead: place for place, item in enumerate(whole.items)}
    inside = [item for item in found.queue.items if item.lead not in found.outside]
    assert [item.lead for item in inside] == [
        item.lead for item in whole.items if _wanted(desk, item, wanted)
    ]
    assert len({item.account for item in found.queue.items}) == len(found.queue.items)
    assert all(item.lead in places for item in found.queue.items)
    promised = {item.lead for item in whole.items if item.kind == "callback"}
    assert promised <= {item.lead for item in found.queue.items}
    assert all(explain(desk, item.lead).dialable for item in found.queue.items)


def _wanted(desk: Desk, item: QueueItem, wanted: QueueFilter) -> bool:
    """The filter as a person would say it."""
    with desk.read() as session:
        lead = session.get_one(Lead, item.lead)
    kind = (
        Kind.CALLBACKS if item.kind == "callback" else Kind.TOUCHES if item.medium == "letter"
        else Kind.RETRIES if item.kind == "retry" else Kind.FRESH
    )  # fmt: skip
    local = {
        "10:00": ("US-MA", "US"),
        "15:00": ("GB",),
        "16:00": ("Europe/Berlin",),
        "09:00": ("US-IL", "US"),
    }
    return (
        (not wanted.kinds or kind in wanted.kinds)
        and all(word in item.title.lower() for word in wanted.title.split())
        and (not wanted.places or not {*local[item.local_time]}.isdisjoint(wanted.places))
        and (wanted.fit is None or (item.fit is not None and item.fit >= wanted.fit))
        and (not wanted.mine or lead.owner_id == desk.me)
    )


# Saved


def test_a_view_is_saved_again_renamed_and_deleted(desk: Desk, project: Project) -> None:
    key = save_view(desk, "  Big   ones ", QueueFilter(fit=60))
    assert save_view(desk, "big ones", QueueFilter(fit=70, mine=True)) == key
    (view,) = saved_views(desk).views
    assert (view.name, view.filter, view.says) == (
        "big ones",
        QueueFilter(fit=70, mine=True),
        "Fit from 70, mine",
    )
    other = save_view(desk, "Texas", QueueFilter(places=("US-TX",)))
    with pytest.raises(Refused, match="already"):
        rename_view(desk, other, "Big ones")
    rename_view(desk, other, "Lone Star")
    assert view_called(desk, "lone star").says == "In Texas"
    delete_view(desk, other)
    for late in (lambda: view_called(desk, "Lone Star"), lambda: delete_view(desk, other)):
        _raises_not_found(late)
    with pytest.raises(Refused, match="whole queue"):
        save_view(desk, "All", EVERYBODY)
    with pytest.raises(BadInput):
        save_view(desk, " ", QueueFilter(mine=True))


def _raises_not_found(do: Callable[[], object]) -> None:
    with pytest.raises(NotFound):
        do()


def test_what_cannot_be_read_any_more_hides_nobody(desk: Desk, project: Project) -> None:
    save_view(desk, "Old", QueueFilter(mine=True))
    with desk.write() as tx:
        tx.scalars(select(SavedView)).one().filter = {"moon": "full"}
    (view,) = saved_views(desk).views
    assert view.filter == EVERYBODY and view.says.startswith("Cannot be read")
