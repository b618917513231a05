"""Who sent us to whom: kept with what was said, followed back, and taken back with the call it was said on."""

from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from bdr_desk.actions.calls import Answered, log_call
from bdr_desk.actions.erasures import erase_person
from bdr_desk.actions.imports import Order, import_list
from bdr_desk.actions.lists import Undone, undo_import
from bdr_desk.actions.merges import merge_contacts, undo_merge
from bdr_desk.actions.referrals import add_referred, refer
from bdr_desk.actions.undo import undo_call
from bdr_desk.desk import Desk
from bdr_desk.domain.staging import ListPlace
from bdr_desk.errors import BadInput, NotFound
from bdr_desk.queries.leads import lead_view
from bdr_desk.queries.referrals import referrals_of, why_named
from bdr_desk.queries.search import search
from bdr_desk.store.sharing import share_lead
from bdr_desk.store.tables import Contact, Lead, Project, Referral
from tests.conftest import StillClock
from tests.people import add_lead


@pytest.fixture
def jane(desk: Desk, project: Project) -> UUID:
    return add_lead(desk, project, "Jane Park", "Alder Freight")


def contact(desk: Desk, lead: UUID) -> UUID:
    return lead_view(desk, lead).contact


def says(desk: Desk, lead: UUID) -> str:
    with desk.read() as session:
        return why_named(session, contact(desk, lead), desk.me)


def names(desk: Desk, lead: UUID) -> list[str]:
    return [step.name for step in referrals_of(desk, lead).steps]


def test_somebody_named_is_on_the_map_with_what_was_said(desk: Desk, jane: UUID) -> None:
    raj = add_referred(desk, jane, "Raj Lee", "CTO", said="“ask Raj, he owns the dialler”")
    assert not raj.known
    assert (
        says(desk, raj.lead) == "Jane Park, VP Operations, said on Tue 6 Apr: “ask Raj, he owns the dialler”"
    )
    people = {person.name: person.named_by for person in lead_view(desk, jane).people}
    assert people == {"Jane Park": "", "Raj Lee": "Jane Park"}
    assert "Raj" not in repr(raj) + repr(referrals_of(desk, raj.lead))


def test_somebody_known_is_not_added_twice(desk: Desk, project: Project, jane: UUID) -> None:
    raj = add_lead(desk, project, "Raj Lee", "Alder Freight", phones=("+16175550177",), emails=())
    told = add_referred(desk, jane, "LEE, Raj", number="617 555 0178", said="ask Raj")
    assert told.known and told.lead == raj
    assert [phone.e164 for phone in lead_view(desk, raj).phones] == ["+16175550177", "+16175550178"]
    add_referred(desk, jane, "Raj Lee", number="617 555 0178")
    assert len(lead_view(desk, raj).phones) == 2
    assert names(desk, raj) == ["Jane Park"]


def test_a_known_person_of_any_account_may_be_named(desk: Desk, project: Project, jane: UUID) -> None:
    tom = add_lead(desk, project, "Tom Reed", "Cobalt Dental", phones=("+16175550177",))
    assert refer(desk, jane, contact(desk, tom), "we left that to Cobalt").lead == tom
    assert names(desk, tom) == ["Jane Park"]
    with pytest.raises(BadInput, match="themselves"):
        refer(desk, jane, contact(desk, jane))
    with pytest.raises(NotFound):
        refer(desk, jane, jane)


def test_a_shared_row_points_at_nobody_who_is_not_shared(desk: Desk, project: Project, jane: UUID) -> None:
    """The team's other desks could not take it in."""
    raj = add_lead(desk, project, "Raj Lee", "Alder Freight", phones=("+16175550177",), emails=())
    with desk.write() as tx:
        share_lead(tx, raj)
    refer(desk, jane, contact(desk, raj), "ask Raj")
    with desk.read() as session:
        assert session.get_one(Contact, contact(desk, raj)).referred_by_id is None
    assert names(desk, raj) == ["Jane Park"]
    refer(desk, raj, contact(desk, jane))
    with desk.read() as session:
        assert session.get_one(Contact, contact(desk, jane)).referred_by_id == contact(desk, raj)


def test_whoever_is_named_and_not_worked_yet_becomes_a_lead(desk: Desk, project: Project, jane: UUID) -> None:
    view = lead_view(desk, jane)
    with desk.write() as tx:
        stray = Contact(account_id=view.account, name="Ann Moss", name_key="moss ann")
        tx.add(stray)
        tx.flush()
    done = refer(desk, jane, stray.id, "she signs")
    assert lead_view(desk, done.lead).name == "Ann Moss"


def test_a_number_that_is_none_adds_nobody(desk: Desk, jane: UUID) -> None:
    for wrong in ({"number": "soon"}, {"email": "no address"}):
        with pytest.raises(BadInput):
            add_referred(desk, jane, "Raj Lee", **wrong)
    with pytest.raises(BadInput, match="name"):
        add_referred(desk, jane, " ")
    with desk.read() as session:
        assert session.scalar(select(func.count()).select_from(Contact)) == 1


def test_the_chain_is_followed_back(desk: Desk, project: Project, jane: UUID, clock: StillClock) -> None:
    tom = add_lead(desk, project, "Tom Reed", "Alder Freight", phones=("+16175550177",), emails=())
    refer(desk, tom, contact(desk, jane), "talk to Jane")
    clock.forward(days=1)
    raj = add_referred(desk, jane, "Raj Lee", said="ask Raj")
    assert names(desk, raj.lead) == ["Jane Park", "Tom Reed"]
    assert says(desk, raj.lead).endswith("said on Wed 7 Apr: “ask Raj”; Raj ← Jane ← Tom")
    clock.forward(days=1)
    refer(desk, tom, raj.contact)
    assert (
        says(desk, raj.lead) == "Tom Reed, VP Operations, named them on Thu 8 Apr; Jane Park named them too"
    )


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(pairs=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=10))
def test_a_chain_ends_and_names_nobody_twice(
    desk: Desk, project: Project, pairs: list[tuple[int, int]]
) -> None:
    with desk.read() as session:
        leads = list(session.scalars(select(Lead.id)))
    leads = leads or [
        add_lead(desk, project, f"Ann {name}", "Alder Freight", phones=(), emails=()) for name in "ABCD"
    ]
    for giver, named in pairs:
        if giver != named:
            refer(desk, leads[giver], contact(desk, leads[named]))
    for lead in leads:
        chain = names(desk, lead)
        assert len(set(chain)) == len(chain) <= 3
        assert lead_view(desk, lead).name not in chain


def test_a_referral_goes_with_the_call_that_is_undone_and_comes_back_with_it(
    desk: Desk, jane: UUID, clock: StillClock
) -> None:
    began = clock.now
    clock.forward(minutes=2)
    raj = add_referred(desk, jane, "Raj Lee", said="ask Raj")
    clock.forward(minutes=2)
    log_call(desk, jane, "conversation", answers=[Answered("need", "late")], started_at=began, seconds=200)
    assert names(desk, raj.lead) == ["Jane Park"]
    clock.forward(minutes=1)
    undo_call(desk)
    assert names(desk, raj.lead) == []
    log_call(desk, jane, "callback", callback_at=clock.now.replace(hour=18), started_at=began)
    assert names(desk, raj.lead) == ["Jane Park"]


def test_a_referral_before_the_call_outlives_its_undoing(desk: Desk, jane: UUID, clock: StillClock) -> None:
    raj = add_referred(desk, jane, "Raj Lee")
    clock.forward(minutes=5)
    log_call(desk, jane, "no_answer")
    undo_call(desk)
    assert names(desk, raj.lead) == ["Jane Park"]


def test_a_referral_of_a_named_call_is_undone_with_it(desk: Desk, jane: UUID, clock: StillClock) -> None:
    call = log_call(desk, jane, "no_answer").call
    clock.forward(minutes=5)
    raj = add_referred(desk, jane, "Raj Lee", call=call)
    undo_call(desk)
    assert names(desk, raj.lead) == []


def test_who_is_merged_keeps_what_was_said_of_them(desk: Desk, project: Project, jane: UUID) -> None:
    raj = add_referred(desk, jane, "Raj Lee", said="ask Raj")
    other = add_lead(desk, project, "R. Lee", "Alder Freight", phones=("+16175550177",), emails=())
    merged = merge_contacts(desk, contact(desk, other), raj.contact)
    assert names(desk, other) == ["Jane Park"]
    undo_merge(desk, merged.merge)
    assert names(desk, other) == [] and names(desk, raj.lead) == ["Jane Park"]
    merge_contacts(
        desk, contact(desk, jane), raj.contact
    )  # the same person after all: nobody named themselves
    assert names(desk, jane) == []


def test_an_import_that_is_taken_back_keeps_who_named_and_who_was_named(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "fair.csv"
    rows = (
        "Elm Clinic,Cy Hart,617-555-0103",
        "Elm Clinic,Di Ash,617-555-0104",
        "Elm Clinic,Ed Orr,617-555-0105",
    )
    file.write_text("\n".join(("Company,Name,Phone", *rows)))
    done = import_list(desk, Order(ListPlace(file), "Northwind", "Fair", "purchase", "US", sample=True))
    found = {row.name: row for row in search(desk, "Elm")}
    refer(desk, found["Cy Hart"].lead, contact(desk, found["Di Ash"].lead))
    assert undo_import(desk, done.key) == Undone(removed=1, kept=2)


@pytest.mark.usefixtures("keyring")
@pytest.mark.parametrize("who", ["jane", "raj"])
def test_erasing_either_of_them_erases_the_words(desk: Desk, jane: UUID, who: str) -> None:
    raj = add_referred(desk, jane, "Raj Lee", number="617 555 0177", said="ask him, he owns the dialler")
    done = erase_person(desk, str(jane if who == "jane" else raj.lead), "letter")
    assert done.proof["rows"]["referral"] == 1
    with desk.read() as session:
        assert session.scalars(select(Referral.said)).all() == [""]


@pytest.mark.usefixtures("keyring")
def test_erasing_somebody_else_takes_their_name_out_of_the_words(
    desk: Desk, project: Project, jane: UUID
) -> None:
    tom = add_lead(desk, project, "Tom Reed", "Alder Freight", phones=("+16175550177",), emails=())
    raj = add_referred(desk, jane, "Raj Lee", said="Tom Reed knows him")
    erase_person(desk, str(tom), "letter")
    assert "Tom Reed" not in says(desk, raj.lead) and "knows him" in says(desk, raj.lead)
