"""The ways through an account's phone tree: noted, put right, taken off, and in which order they are offered."""

from pathlib import Path
from uuid import UUID

import pytest

from bdr_desk.actions.calls import Answered, check_dialable, log_call
from bdr_desk.actions.erasures import erase_person
from bdr_desk.actions.imports import Order, import_list
from bdr_desk.actions.lists import Undone, undo_import
from bdr_desk.actions.merges import merge_contacts, undo_merge
from bdr_desk.actions.routes import add_route, change_route, keep_gatekeeper, remove_route
from bdr_desk.actions.suppressions import suppress
from bdr_desk.actions.undo import undo_call
from bdr_desk.desk import Desk
from bdr_desk.domain.phone_route import RouteText
from bdr_desk.domain.staging import ListPlace
from bdr_desk.errors import BadInput, NotFound, Refused
from bdr_desk.queries.leads import lead_view
from bdr_desk.queries.routes import account_called, in_words, routes
from bdr_desk.store.tables import ChangeLog, Project
from tests.conftest import StillClock
from tests.people import BOSTON, LOS_ANGELES, add_lead

SWITCHBOARD, OTHER = "+16175550199", "+16175550111"


@pytest.fixture
def lead(desk: Desk, project: Project) -> UUID:
    return add_lead(desk, project, "Raj Lee", "Alder Freight", phones=(BOSTON,))


@pytest.fixture
def account(desk: Desk, lead: UUID) -> UUID:
    return lead_view(desk, lead).account


def numbers(desk: Desk, account: UUID) -> list[str]:
    return [route.e164 for route in routes(desk, account)]


def test_a_way_in_is_kept_as_it_is_pressed_with_who_noted_it(desk: Desk, account: UUID) -> None:
    text = RouteText("(617) 555-0199 x118", "2, then 4", "", True, "Rosa", "before nine")
    key = add_route(desk, account, text)
    (route,) = routes(desk, account)
    assert (route.route, route.e164, route.way.keys, route.way.extension) == (key, SWITCHBOARD, "2,4", "118")
    assert route.noted_at == desk.clock() and route.noted_by
    assert in_words(route, "Raj Lee") == (
        "Switchboard +1 617-555-0199 · press 2, then 4 · ext. 118 · dial by name: LEE (533) · gatekeeper Rosa · before nine"
    )
    for private in ("Rosa", "617", "118"):
        assert private not in repr(route) + repr(text)


def test_every_step_stands_in_the_change_log(desk: Desk, account: UUID) -> None:
    key = add_route(desk, account, RouteText(keys="2"))
    change_route(desk, key, RouteText(keys="3"))
    remove_route(desk, key)
    with desk.read() as session:
        steps = session.query(ChangeLog).filter_by(table_name="account_route", row_id=key)
        assert sorted(step.what for step in steps) == ["changed", "changed", "made"]
    assert routes(desk, account) == ()


def test_nothing_is_no_way_in(desk: Desk, account: UUID) -> None:
    for text in (RouteText(), RouteText(number="Rosa"), RouteText(keys="ask"), RouteText(extension="x")):
        with pytest.raises(BadInput):
            add_route(desk, account, text)
    with pytest.raises(NotFound):
        change_route(desk, account, RouteText(keys="1"))
    assert routes(desk, account) == ()


def test_the_same_way_noted_again_stays_one_and_comes_first(
    desk: Desk, account: UUID, clock: StillClock
) -> None:
    first = add_route(desk, account, RouteText(SWITCHBOARD, "2", gatekeeper="Rosa"))
    clock.forward(hours=1)
    add_route(desk, account, RouteText(SWITCHBOARD, "3"))
    clock.forward(hours=1)
    assert add_route(desk, account, RouteText(SWITCHBOARD, "2", note="ask for dispatch")) == first
    one, other = routes(desk, account)
    assert (one.route, one.gatekeeper, one.note) == (first, "Rosa", "ask for dispatch")
    assert other.way.keys == "3"


def test_the_way_that_worked_last_comes_first_and_a_dead_one_last(
    desk: Desk, lead: UUID, account: UUID, clock: StillClock
) -> None:
    add_route(desk, account, RouteText(SWITCHBOARD, "2"))
    clock.forward(minutes=1)
    add_route(desk, account, RouteText(OTHER, "9"))
    assert numbers(desk, account) == [OTHER, SWITCHBOARD]
    clock.forward(minutes=1)
    log_call(desk, lead, "conversation", answers=[Answered("need", "late trucks")], phone=SWITCHBOARD)
    assert numbers(desk, account) == [SWITCHBOARD, OTHER]
    assert routes(desk, account)[0].worked_at == clock.now
    clock.forward(minutes=1)
    log_call(desk, lead, "bad_number", phone=SWITCHBOARD)
    assert numbers(desk, account) == [OTHER, SWITCHBOARD]
    assert routes(desk, account)[1].dead
    undo_call(desk)
    assert numbers(desk, account) == [SWITCHBOARD, OTHER]


def test_a_switchboard_may_be_dialled_for_anybody_there(desk: Desk, lead: UUID, account: UUID) -> None:
    with pytest.raises(NotFound):
        check_dialable(desk, lead, SWITCHBOARD)
    key = add_route(desk, account, RouteText(SWITCHBOARD))
    check_dialable(desk, lead, SWITCHBOARD)
    remove_route(desk, key)
    with pytest.raises(NotFound):
        check_dialable(desk, lead, SWITCHBOARD)


def test_a_dead_switchboard_leaves_the_persons_own_number_alone(
    desk: Desk, lead: UUID, account: UUID
) -> None:
    add_route(desk, account, RouteText(SWITCHBOARD))
    log_call(desk, lead, "bad_number", phone=SWITCHBOARD)
    view = lead_view(desk, lead)
    assert [phone.bad for phone in view.phones] == [False]
    assert view.next_kind == "retry" and routes(desk, account)[0].dead


def test_no_switchboard_on_the_do_not_call_list(desk: Desk, lead: UUID, account: UUID) -> None:
    add_route(desk, account, RouteText(SWITCHBOARD))
    suppress(desk, SWITCHBOARD, "asked by letter")
    with pytest.raises(Refused, match="asked by letter"):
        check_dialable(desk, lead, SWITCHBOARD)


def test_no_switchboard_where_it_is_too_early(desk: Desk, lead: UUID, account: UUID) -> None:
    """10:00 in Boston is 7:00 in Los Angeles: both must be open."""
    add_route(desk, account, RouteText(LOS_ANGELES))
    with pytest.raises(Refused, match="Where that number rings"):
        check_dialable(desk, lead, LOS_ANGELES)


def test_a_gatekeepers_name_goes_with_the_number_they_answer(desk: Desk, account: UUID) -> None:
    key = add_route(desk, account, RouteText(SWITCHBOARD, "2"))
    assert keep_gatekeeper(desk, account, SWITCHBOARD, " Rosa ") == key
    assert keep_gatekeeper(desk, account, OTHER, "Sven") != key
    assert {route.e164: route.gatekeeper for route in routes(desk, account)} == {
        SWITCHBOARD: "Rosa",
        OTHER: "Sven",
    }
    with pytest.raises(BadInput):
        keep_gatekeeper(desk, account, OTHER, " ")


def test_who_is_merged_into_another_account_brings_the_ways_into_theirs(
    desk: Desk, project: Project, lead: UUID, account: UUID
) -> None:
    twin = add_lead(desk, project, "Raj Lee", "Alder Freight Inc", phones=(OTHER,), emails=())
    add_route(desk, lead_view(desk, twin).account, RouteText(OTHER, "7"))
    merged = merge_contacts(desk, lead_view(desk, lead).contact, lead_view(desk, twin).contact)
    assert numbers(desk, account) == [OTHER]
    undo_merge(desk, merged.merge)
    assert numbers(desk, account) == []


@pytest.mark.usefixtures("keyring")
def test_whoever_is_erased_leaves_no_trace_in_the_ways_in(
    desk: Desk, project: Project, account: UUID
) -> None:
    gone = add_lead(desk, project, "Rosa Diaz", "Alder Freight", phones=(OTHER,), emails=())
    add_route(
        desk, account, RouteText(OTHER, extension="7", gatekeeper="Rosa Diaz", note="rosa diaz sits in front")
    )
    add_route(desk, account, RouteText(SWITCHBOARD, "2", gatekeeper="Rosa"))
    done = erase_person(desk, str(gone), "letter")
    assert done.proof["rows"]["account_route"] >= 3
    assert not done.proof["bytes_left_in_store_file"]
    assert "first name alone" in done.proof["free_text"]
    kept = {route.e164: (route.gatekeeper, route.note) for route in routes(desk, account)}
    assert kept[SWITCHBOARD] == ("Rosa", "")  # a first name is many people's: the proof says so
    assert "Diaz" not in str(kept) and OTHER not in kept


def test_an_import_that_is_taken_back_leaves_an_account_with_a_way_in(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "fair.csv"
    file.write_text("Company,Name,Phone\nElm Clinic,Cy Hart,617-555-0103\nAsh Mills,Di Ash,617-555-0104\n")
    done = import_list(desk, Order(ListPlace(file), "Northwind", "Fair", "purchase", "US", sample=True))
    add_route(desk, account_called(desk, "Elm Clinic"), RouteText(keys="2"))
    assert undo_import(desk, done.key) == Undone(removed=2, kept=0)
    assert len(routes(desk, account_called(desk, "Elm Clinic"))) == 1
    with pytest.raises(NotFound):
        account_called(desk, "Ash Mills")


def test_an_account_is_found_by_key_or_name(desk: Desk, project: Project, lead: UUID, account: UUID) -> None:
    add_lead(desk, project, "Sam Roe", "Alder Foods", phones=(OTHER,), emails=())
    view = lead_view(desk, lead)
    for text in (str(account), str(lead), str(view.contact), "alder freight"):
        assert account_called(desk, text) == account
    with pytest.raises(NotFound, match="Several"):
        account_called(desk, "alder")
    with pytest.raises(NotFound, match="No account"):
        account_called(desk, "Zebra")
    with pytest.raises(NotFound):
        account_called(desk, str(project.id))
