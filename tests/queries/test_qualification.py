"""How far a lead is from its definition, from the facts in the store."""

from uuid import UUID

import pytest

from bdr_desk.desk import Desk
from bdr_desk.domain.qualification import Distance
from bdr_desk.errors import NotFound
from bdr_desk.queries.qualification import definition_in_force, definition_path, distance_of
from bdr_desk.queries.rows import need
from bdr_desk.store.columns import new_key
from bdr_desk.store.tables import Account, CallList, Contact, Fact, Handoff, Lead, Meeting, Project, User


@pytest.fixture
def lead(desk: Desk, project: Project) -> Lead:
    with desk.write() as tx:
        account = Account(name="Acme", name_key="acme")
        tx.add(account)
        tx.flush()
        contact = Contact(account_id=account.id, name="Ada Quill")
        tx.add(contact)
        tx.flush()
        row = Lead(project_id=project.id, contact_id=contact.id, account_id=account.id)
        tx.add(row)
        return row


def learn(desk: Desk, lead: Lead, **facts: str) -> None:
    with desk.write() as tx:
        for key, value in facts.items():
            tx.add(Fact(lead_id=lead.id, contact_id=lead.contact_id, criterion=key, value=value))


def distance(desk: Desk, lead: UUID) -> Distance:
    with desk.read() as session:
        return distance_of(session, session.get_one(Lead, lead))


def missing(desk: Desk, lead: UUID) -> list[str]:
    return [criterion.key for criterion in distance(desk, lead).missing]


def test_facts_bring_a_lead_nearer(desk: Desk, lead: Lead) -> None:
    assert missing(desk, lead.id) == ["need", "authority", "budget"]
    learn(desk, lead, need="slow quotes", shoe_size="44")
    assert missing(desk, lead.id) == ["authority", "budget"]
    assert not distance(desk, lead.id).qualified
    learn(desk, lead, authority="the CFO signs")
    assert distance(desk, lead.id).qualified


def test_what_is_not_there(desk: Desk) -> None:
    with desk.read() as session:
        for table in (Lead, Project, User, Meeting, Handoff, CallList, Contact):
            with pytest.raises(NotFound) as raised:
                need(session, table, new_key())
            assert raised.value.advice
    with pytest.raises(NotFound, match="project"):
        definition_in_force(desk)


def test_definitions_go_by_name_or_path() -> None:
    path = definition_path("Bant")
    assert path.name == "bant.toml"
    assert definition_path(path) == path
