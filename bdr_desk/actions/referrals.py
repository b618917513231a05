"""Referrals: whom a person named, as somebody new at the account or somebody known there, with what was said."""

from dataclasses import dataclass
from uuid import UUID

from bdr_desk.desk import Desk
from bdr_desk.domain.calling_places import Address, placed
from bdr_desk.domain.matching import person_key, split_name
from bdr_desk.domain.words import Next
from bdr_desk.errors import BadInput
from bdr_desk.queries.leads import leads_of
from bdr_desk.queries.referrals import known_there
from bdr_desk.queries.rows import need
from bdr_desk.store.reach import add_address, add_number, numbers_of, read_number
from bdr_desk.store.tables import Account, Contact, Lead, Project, Referral
from bdr_desk.store.writing import Writing


@dataclass(frozen=True, repr=False)
class Referred:
    """Whom `referral` leads to; `known` when they stood in the store before."""

    referral: UUID
    contact: UUID
    lead: UUID
    name: str
    known: bool


def add_referred(
    desk: Desk, lead: UUID, name: str, title: str = "", number: str = "", email: str = "", said: str = "",
    call: UUID | None = None,
) -> Referred:  # fmt: skip
    """A person `lead` named, and what was `said`: a fresh lead at the same account, or whoever has that name there already.

    `call` is the logged call it was said on. Raises BadInput, NotFound.
    """
    if not name.strip():
        raise BadInput(
            "A person needs a name.", "Type it as it was said; the title and number may come later."
        )
    with desk.write() as tx:
        giver = need(tx, Lead, lead)
        person = known_there(tx, giver.account_id, name)
        known = person is not None
        person = person or _add_person(tx, giver, name)
        person.title = person.title or title.strip()
        _add_ways(tx, person, giver, number, email)
        if not known:
            _place(tx, person, giver)
        return _refer(tx, giver, person, said, call, known=known)


def refer(desk: Desk, lead: UUID, contact: UUID, said: str = "", call: UUID | None = None) -> Referred:
    """`lead` named somebody who is known: `contact`, wherever they work. Raises NotFound, BadInput."""
    with desk.write() as tx:
        giver, person = need(tx, Lead, lead), need(tx, Contact, contact)
        while person.merged_into_id is not None:
            person = tx.get_one(Contact, person.merged_into_id)
        return _refer(tx, giver, person, said, call, known=True)


def _add_person(tx: Writing, giver: Lead, name: str) -> Contact:
    given, family = split_name(name)
    person = Contact(
        account_id=giver.account_id, name=name.strip(), name_key=person_key(name), given_name=given or name.strip(),
        family_name=family, shared=giver.shared, title="",
    )  # fmt: skip
    tx.add(person)
    tx.flush()
    return person


def _add_ways(tx: Writing, person: Contact, giver: Lead, number: str, email: str) -> None:
    region = tx.get_one(Project, giver.project_id).region
    if number.strip() and read_number(number, region).e164 not in numbers_of(tx, person.id):
        add_number(tx, person.id, number, region, "work")
    if email.strip():
        add_address(tx, person.id, email)


def _place(tx: Writing, person: Contact, giver: Lead) -> None:
    """Where they are: at the account's address, or where their number rings."""
    tx.flush()
    account, region = (
        tx.get_one(Account, giver.account_id),
        tx.get_one(Project, giver.project_id).region,
    )
    address = Address(account.country, account.state, account.city)
    reading = placed(None, address, numbers_of(tx, person.id), region)
    person.zones, person.zones_because = reading.zones, reading.says


def _refer(
    tx: Writing, giver: Lead, person: Contact, said: str, call: UUID | None, *, known: bool
) -> Referred:
    if person.id == giver.contact_id:
        raise BadInput("Nobody is sent to themselves.", "Say who else was named.")
    row = Referral(
        from_contact_id=giver.contact_id, to_contact_id=person.id, said=_as_said(said), call_id=call
    )
    tx.add(row)
    if (
        tx.get_one(Contact, giver.contact_id).shared or not person.shared
    ):  # no row in the team points at one that is not there
        person.referred_by_id = giver.contact_id  # whom a script names
    lead = _lead_of(tx, person, giver)
    tx.flush()
    return Referred(row.id, person.id, lead.id, person.name or "Whoever answers", known)


def _as_said(text: str) -> str:
    """Without the quotation marks somebody may have typed: they stand around it where it is shown."""
    return " ".join(text.split()).strip("“”\"'„ ")


def _lead_of(tx: Writing, person: Contact, giver: Lead) -> Lead:
    """Theirs in the project, or a fresh one from where the giver came from."""
    theirs = leads_of(tx, person.id)
    found = next((lead for lead in theirs if lead.project_id == giver.project_id), None)
    if found is not None:
        return found
    lead = Lead(
        project_id=giver.project_id, contact_id=person.id, account_id=person.account_id, call_list_id=giver.call_list_id,
        source_id=giver.source_id, owner_id=tx.author, zones=person.zones, next_kind=Next.FRESH,
        place=giver.place, next_why="named by a colleague",
    )  # fmt: skip
    tx.add(lead)
    return lead
