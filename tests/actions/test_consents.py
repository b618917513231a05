"""Consent to be written to: noted with the words, taken back, kept to its project; a cadence keeps to it."""

from uuid import UUID

import pytest
from sqlalchemy import select

from bdr_desk.actions.cadences import put_in_force
from bdr_desk.actions.calls import log_call
from bdr_desk.actions.consents import note_consent, withdraw_consent
from bdr_desk.actions.erasures import erase_person
from bdr_desk.actions.merges import merge_contacts
from bdr_desk.actions.suppressions import suppress
from bdr_desk.actions.touches import log_touch
from bdr_desk.desk import Desk
from bdr_desk.domain.words import Medium
from bdr_desk.errors import BadInput, NotFound
from bdr_desk.queries.consents import agreed, consents
from bdr_desk.store.columns import new_key
from bdr_desk.store.tables import Consent, Lead, Project
from tests.conftest import StillClock
from tests.people import add_lead
from tests.team.postgres import MemoryKeyring


def stands(desk: Desk, lead: UUID) -> frozenset[Medium]:
    with desk.read() as session:
        return agreed(session, session.get_one(Lead, lead))


def due(desk: Desk, lead: UUID) -> str:
    with desk.read() as session:
        return session.get_one(Lead, lead).medium


def before_the_email(desk: Desk, project: Project, clock: StillClock) -> UUID:
    """Of the nurture cadence: the fourth touch, a call, is to be made; the fifth is an e-mail that asks for consent."""
    put_in_force(desk, "nurture")
    lead = add_lead(desk, project)
    log_call(desk, lead, "no_answer")
    for medium in ("handwritten note", "article"):
        clock.forward(days=1)
        log_touch(desk, lead, medium)
    clock.forward(days=7 * 5)
    return lead


def test_the_last_word_about_a_medium_stands(desk: Desk, project: Project, clock: StillClock) -> None:
    lead = add_lead(desk, project)
    assert stands(desk, lead) == frozenset()
    note_consent(desk, lead, "email", "phone", "  Send it   over ")
    clock.forward(days=1)
    note_consent(desk, lead, "social", "in person", "Sure")
    assert stands(desk, lead) == {Medium.EMAIL, Medium.SOCIAL}
    clock.forward(days=1)
    withdraw_consent(desk, lead, "email")
    assert stands(desk, lead) == {Medium.SOCIAL}
    found = consents(desk, lead)
    assert [view.says for view in found] == [
        "E-mail: no longer", "Social message: agreed in person, “Sure”", "E-mail: agreed by phone, “Send it over”",
    ]  # fmt: skip
    assert [view.stands for view in found] == [True, True, False]


def test_an_email_that_asks_for_consent_is_due_only_with_it(
    desk: Desk, project: Project, clock: StillClock
) -> None:
    lead = before_the_email(desk, project, clock)
    log_call(desk, lead, "no_answer")
    assert due(desk, lead) == "call"


def test_with_consent_it_is_due_and_without_it_again_it_is_left_out(
    desk: Desk, project: Project, clock: StillClock
) -> None:
    lead = before_the_email(desk, project, clock)
    note_consent(desk, lead, "email", "phone", "Yes, do")
    log_call(desk, lead, "no_answer")
    assert due(desk, lead) == "email"
    withdraw_consent(desk, lead, "email", "email", "Please stop")
    with desk.read() as session:
        row = session.get_one(Lead, lead)
        assert (row.medium, row.next_kind) == ("call", "retry") and row.next_at is not None


def test_it_holds_for_who_was_merged_into_somebody(desk: Desk, project: Project) -> None:
    lead, twin = add_lead(desk, project), add_lead(desk, project, "Ada K. Okafor", emails=())
    note_consent(desk, lead, "email", "form", "Ticked the box")
    assert stands(desk, twin) == frozenset()
    with desk.read() as session:
        was, stays = (session.get_one(Lead, each).contact_id for each in (lead, twin))
    merge_contacts(desk, stays, was)
    assert stands(desk, twin) == {Medium.EMAIL}


def test_it_holds_in_its_project_alone(desk: Desk, project: Project) -> None:
    lead = add_lead(desk, project)
    note_consent(desk, lead, "email", "form", "Ticked the box")
    with desk.write() as tx:
        other = Project(name="Southwind")
        tx.add(other)
        tx.flush()
        row = tx.get_one(Lead, lead)
        theirs = Lead(
            project_id=other.id, contact_id=row.contact_id, account_id=row.account_id, zones=row.zones
        )
        tx.add(theirs)
        tx.flush()
        elsewhere = theirs.id
    assert stands(desk, elsewhere) == frozenset()


def test_who_is_barred_stays_barred(desk: Desk, project: Project) -> None:
    lead = add_lead(desk, project)
    suppress(desk, "ada.okafor@harbor.example", "asked", medium="mail")
    assert "still none is sent" in note_consent(desk, lead, "email", "phone", "Yes").says


@pytest.mark.parametrize(
    ("medium", "how", "said"), [("email", "phone", " "), ("email", "smoke", "Yes"), ("call", "phone", "Yes")]
)
def test_what_nobody_could_prove_is_not_noted(
    desk: Desk, project: Project, medium: str, how: str, said: str
) -> None:
    lead = add_lead(desk, project)
    with pytest.raises(BadInput):
        note_consent(desk, lead, medium, how, said)
    assert consents(desk, lead) == ()


def test_who_is_not_there(desk: Desk, project: Project) -> None:
    with pytest.raises(NotFound):
        withdraw_consent(desk, new_key(), "email")


def test_the_words_go_with_who_is_erased(desk: Desk, project: Project, keyring: MemoryKeyring) -> None:
    lead = add_lead(desk, project)
    note_consent(desk, lead, "email", "phone", "Yes, send it")
    erase_person(desk, str(lead), "letter of 6 April")
    with desk.read() as session:
        assert session.scalars(select(Consent.said)).all() == [""]
