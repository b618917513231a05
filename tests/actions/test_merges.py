"""Merging two contacts, and taking it back: nothing is lost either way."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from bdr_desk.actions.calls import Answered, log_call
from bdr_desk.actions.merges import merge_contacts, not_the_same, undo_merge
from bdr_desk.desk import Desk
from bdr_desk.domain.matching import person_key
from bdr_desk.errors import BadInput, NotFound, Refused
from bdr_desk.queries.accounts import account_view
from bdr_desk.queries.explained import explain
from bdr_desk.queries.leads import lead_view
from bdr_desk.queries.merges import merge_preview, merges_done, possible_duplicates
from bdr_desk.queries.queue import call_queue
from bdr_desk.store.merging import also_known
from bdr_desk.store.projects import add_project
from bdr_desk.store.suppressed import suppressed
from bdr_desk.store.tables import (
    Contact,
    ContactEmail,
    ContactMerge,
    ContactPhone,
    Lead,
    LeadStage,
    Project,
    Suppression,
)
from tests.conftest import SHORT_DEFINITION
from tests.people import add_lead

OTHER = "+16175550185"


def contact_of(desk: Desk, lead: UUID) -> UUID:
    with desk.read() as session:
        return session.get_one(Lead, lead).contact_id


def a_pair(desk: Desk, project: Project) -> tuple[UUID, UUID]:
    """The leads of Robert Hale and of Bob Hale, who have one address and a number each."""
    robert = add_lead(desk, project, "Robert Hale", "Calder Mills", emails=("rh@calder.example",), place=1)
    bob = add_lead(
        desk, project, "Bob Hale", "Calder Mills", phones=(OTHER,), emails=("rh@calder.example", "bob@home.example"), place=2,
    )  # fmt: skip
    with desk.write() as tx:
        contact = tx.get_one(Contact, tx.get_one(Lead, bob).contact_id)
        contact.title, contact.decision_role = "Head of Logistics", "decides"
    return robert, bob


def merged(desk: Desk, kept: UUID, other: UUID, **more: Any):  # type: ignore[no-untyped-def]
    return merge_contacts(desk, contact_of(desk, kept), contact_of(desk, other), **more)


def everything(desk: Desk) -> dict[str, list[tuple[Any, ...]]]:
    """What a merge may change, without the stamps."""
    with desk.read() as session:
        return {
            "contacts": sorted(
                (r.id, r.name, r.title, r.decision_role, r.merged_into_id, r.reports_to_id, r.name_key, r.zones)
                for r in session.query(Contact)
            ),
            "phones": sorted((r.id, r.contact_id, r.place, r.bad_since) for r in session.query(ContactPhone)),
            "emails": sorted((r.id, r.contact_id, r.place) for r in session.query(ContactEmail)),
            "leads": sorted(
                (r.id, r.contact_id, r.account_id, r.stage, r.stage_reason, r.attempts, r.owner_id, r.next_kind, r.next_at,
                 r.next_why)
                for r in session.query(Lead)
            ),
        }  # fmt: skip


def test_one_has_every_number_address_and_value(desk: Desk, project: Project) -> None:
    robert, bob = a_pair(desk, project)
    done = merged(desk, robert, bob)
    assert done.kept == contact_of(desk, robert)
    view = lead_view(desk, robert)
    assert [phone.e164 for phone in view.phones] == ["+16175550142", OTHER]
    assert view.emails == ("rh@calder.example", "bob@home.example")
    assert (view.name, view.title) == ("Robert Hale", "VP Operations")
    with desk.read() as session:
        assert session.get_one(Contact, done.kept).decision_role == "decides"
        assert also_known(session, done.kept) == (("Name", "Bob Hale"), ("Title", "Head of Logistics"))
    assert view.also == ("Bob Hale", "Head of Logistics")


def test_values_can_be_taken_from_the_other(desk: Desk, project: Project) -> None:
    robert, bob = a_pair(desk, project)
    with pytest.raises(BadInput):
        merged(desk, robert, bob, take=["shoe_size"])
    done = merged(desk, robert, bob, take=["name", "title"])
    with desk.read() as session:
        kept = session.get_one(Contact, done.kept)
        assert (kept.name, kept.title, kept.name_key) == (
            "Bob Hale",
            "Head of Logistics",
            person_key("Bob Hale"),
        )


def test_one_lead_goes_on_and_the_other_is_closed(desk: Desk, project: Project) -> None:
    robert, bob = a_pair(desk, project)
    merged(desk, robert, bob)
    assert [item.lead for item in call_queue(desk).items] == [robert]
    with desk.read() as session:
        assert session.get_one(Lead, bob).stage_reason == "same person as Robert Hale"
        assert session.query(LeadStage).filter_by(lead_id=bob).one().stage == "closed"
    view = account_view(desk, lead_view(desk, robert).account)
    assert [person.person.name for person in view.people] == ["Robert Hale"]


def test_the_worked_lead_goes_on_whichever_is_kept(desk: Desk, project: Project) -> None:
    robert, bob = a_pair(desk, project)
    log_call(desk, bob, "conversation", answers=[Answered("need", "faster docks")], note="likes trains")
    done = merged(desk, robert, bob)
    assert done.kept == contact_of(desk, bob)
    view = lead_view(desk, bob)
    assert (view.name, view.title) == ("Robert Hale", "VP Operations")  # the values asked for
    assert [fact.value for fact in view.facts] == ["faster docks"]
    with desk.read() as session:
        assert session.get_one(Lead, robert).stage == "closed"


def test_calls_and_facts_of_both_are_shown_together(desk: Desk, project: Project, clock: Any) -> None:
    robert, bob = a_pair(desk, project)
    log_call(desk, bob, "conversation", answers=[Answered("need", "faster docks")], note="likes trains")
    clock.forward(days=1)
    log_call(desk, robert, "conversation", answers=[Answered("authority", "he does")])
    clock.forward(hours=1)
    log_call(desk, robert, "no_answer")
    merged(desk, robert, bob)
    view = lead_view(desk, robert)
    assert {fact.value for fact in view.facts} == {"faster docks", "he does"}
    assert "likes trains" in [item.note for item in view.history]
    assert [(person.name, person.says) for person in view.people] == [("Robert Hale", "2 talks")]
    with desk.read() as session:
        assert session.get_one(Lead, robert).attempts == 3


def test_a_promise_is_never_lost(desk: Desk, project: Project, clock: Any) -> None:
    robert, bob = a_pair(desk, project)
    promised = clock() + timedelta(days=1)
    log_call(desk, bob, "callback", callback_at=promised)
    for _ in range(2):
        clock.forward(hours=1)
        log_call(desk, robert, "no_answer")
    done = merged(desk, robert, bob)
    with desk.read() as session:
        lead = session.get_one(Lead, robert)
        assert (lead.next_kind, lead.next_at) == ("callback", promised)
    assert any("call back is kept" in says for says in done.did)


def test_of_two_promises_the_earlier_holds(desk: Desk, project: Project, clock: Any) -> None:
    robert, bob = a_pair(desk, project)
    log_call(desk, robert, "callback", callback_at=clock() + timedelta(days=2))
    log_call(desk, bob, "callback", callback_at=clock() + timedelta(days=1))
    done = merged(desk, robert, bob)
    with desk.read() as session:
        going_on = session.query(Lead).filter_by(contact_id=done.kept).one()
        assert going_on.next_at == clock() + timedelta(days=1)


def test_a_lead_of_another_project_moves_over(desk: Desk, project: Project) -> None:
    robert, _ = a_pair(desk, project)
    with desk.write() as tx:
        second = add_project(tx, "Southwind", region="US", definition=SHORT_DEFINITION)
    bob = add_lead(desk, second, "Bob Hale", "Calder Mills", phones=(OTHER,))
    done = merged(desk, robert, bob)
    assert contact_of(desk, bob) == done.kept
    undo_merge(desk, done.merge)
    assert contact_of(desk, bob) == done.merged


@pytest.mark.parametrize("which", ["kept", "merged"])
def test_do_not_contact_of_either_counts_for_both(desk: Desk, project: Project, which: str) -> None:
    robert, bob = a_pair(desk, project)
    barred = contact_of(desk, robert if which == "kept" else bob)
    with desk.write() as tx:
        tx.add(Suppression(kind="contact", value=str(barred), reason="asked in a letter"))
    done = merged(desk, robert, bob)
    assert [reason.rule for reason in explain(desk, robert).reasons] == ["suppressed"]
    undo_merge(desk, done.merge)
    with desk.read() as session:
        free = done.merged if which == "kept" else done.kept
        assert not suppressed(session, [("contact", str(free))], desk.clock())


def test_undo_puts_all_back(desk: Desk, project: Project, clock: Any) -> None:
    robert, bob = a_pair(desk, project)
    log_call(desk, bob, "callback", callback_at=clock() + timedelta(days=1))
    for _ in range(2):
        clock.forward(hours=1)
        log_call(desk, robert, "no_answer")
    before = everything(desk)
    done = merged(desk, robert, bob, take=["title"])
    assert everything(desk) != before
    undone = undo_merge(desk, done.merge)
    assert undone.stays == ()
    assert everything(desk) == before
    assert merges_done(desk) == ()
    with pytest.raises(NotFound):
        undo_merge(desk, done.merge)


def test_undo_keeps_what_was_worked_on_since(desk: Desk, project: Project) -> None:
    robert, bob = a_pair(desk, project)
    done = merged(desk, robert, bob)
    log_call(desk, robert, "conversation", answers=[Answered("need", "said after the merge")])
    with desk.write() as tx:
        tx.get_one(Contact, done.kept).title = "Chief"
    undone = undo_merge(desk, done.merge)
    assert len(undone.stays) == 1
    assert [fact.value for fact in lead_view(desk, robert).facts] == ["said after the merge"]
    assert [phone.e164 for phone in lead_view(desk, bob).phones] == [OTHER]
    assert lead_view(desk, bob).stage == "new"


def test_merges_come_undone_in_order(desk: Desk, project: Project) -> None:
    robert, bob = a_pair(desk, project)
    rob = add_lead(
        desk, project, "Rob Hale", "Calder Mills", phones=(), emails=("rh@calder.example",), place=3
    )
    first = merged(desk, robert, bob)
    second = merged(desk, rob, robert)
    with pytest.raises(Refused):
        undo_merge(desk, first.merge)
    assert len(lead_view(desk, rob).phones) == 2
    undo_merge(desk, second.merge)
    undo_merge(desk, first.merge)
    assert [phone.e164 for phone in lead_view(desk, bob).phones] == [OTHER]


def test_whoever_reported_to_the_merged_one_reports_to_the_kept(desk: Desk, project: Project) -> None:
    robert, bob = a_pair(desk, project)
    ada = add_lead(desk, project, "Ada Okafor", "Calder Mills", phones=())
    with desk.write() as tx:
        tx.get_one(Contact, tx.get_one(Lead, ada).contact_id).reports_to_id = tx.get_one(Lead, bob).contact_id
        tx.get_one(Contact, tx.get_one(Lead, robert).contact_id).reports_to_id = tx.get_one(
            Lead, bob
        ).contact_id
    before = everything(desk)
    done = merged(desk, robert, bob)
    with desk.read() as session:
        assert session.get_one(Contact, contact_of(desk, ada)).reports_to_id == done.kept
        assert session.get_one(Contact, done.kept).reports_to_id is None
    undo_merge(desk, done.merge)
    assert everything(desk) == before


def test_a_dead_number_is_dead_for_both(desk: Desk, project: Project) -> None:
    robert = add_lead(desk, project, "Robert Hale", "Calder Mills")
    bob = add_lead(desk, project, "Bob Hale", "Calder Mills")
    log_call(desk, bob, "wrong_number")
    before = everything(desk)
    done = merged(desk, robert, bob)
    assert [phone.bad for phone in lead_view(desk, robert).phones] == [True]
    undo_merge(desk, done.merge)
    assert everything(desk) == before


def test_two_people_stay_two(desk: Desk, project: Project) -> None:
    robert, bob = a_pair(desk, project)
    assert possible_duplicates(desk).total == 1
    not_the_same(desk, contact_of(desk, bob), contact_of(desk, robert))
    assert possible_duplicates(desk).total == 0
    assert merges_done(desk) == ()
    merged(desk, robert, bob)  # somebody may still think otherwise


def test_one_is_not_two(desk: Desk, project: Project) -> None:
    robert, bob = a_pair(desk, project)
    with pytest.raises(BadInput):
        merged(desk, robert, robert)
    done = merged(desk, robert, bob)
    with pytest.raises(Refused):
        merge_contacts(desk, done.kept, done.merged)
    with pytest.raises(NotFound):
        merge_contacts(desk, done.kept, UUID(int=1))


def test_two_meetings_are_not_merged_silently(desk: Desk, project: Project) -> None:
    robert, bob = a_pair(desk, project)
    with desk.write() as tx:
        for lead in (robert, bob):
            tx.get_one(Lead, lead).stage = "meeting"
    with pytest.raises(Refused, match="with a rep"):
        merged(desk, robert, bob)
    preview = merge_preview(desk, contact_of(desk, robert), contact_of(desk, bob))
    assert "with a rep" in preview.refused


def test_the_preview_says_what_will_be_done(desk: Desk, project: Project) -> None:
    robert, bob = a_pair(desk, project)
    preview = merge_preview(desk, contact_of(desk, robert), contact_of(desk, bob), take=["title"])
    shown = {field.title: field for field in preview.fields}
    assert shown["Title"].stays == "Head of Logistics"
    assert shown["Name"].values == ("Robert Hale", "Bob Hale")
    assert not shown["Company"].differs
    assert preview.because == ("same address", "Bob is short for Robert")
    assert preview.steps == merged(desk, robert, bob, take=["title"]).did


def test_a_merge_of_shared_rows_is_queued_for_the_team(desk: Desk, project: Project) -> None:
    robert, bob = a_pair(desk, project)
    with desk.write() as tx:
        tx.get_one(Contact, tx.get_one(Lead, bob).contact_id).shared = True
    done = merged(desk, robert, bob)
    with desk.read() as session:
        assert session.get_one(Contact, done.kept).shared
        assert session.get_one(ContactMerge, done.merge).detail["phones"]


def test_whoever_was_erased_does_not_come_back(desk: Desk, project: Project) -> None:
    robert, bob = a_pair(desk, project)
    done = merged(desk, robert, bob)
    with desk.write() as tx:
        tx.get_one(ContactMerge, done.merge).detail = {}
    assert merges_done(desk) == ()
    with pytest.raises(Refused, match="erased"):
        undo_merge(desk, done.merge)
