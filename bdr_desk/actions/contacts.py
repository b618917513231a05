"""People: someone a person names, a part in the decision, who reports to whom, one more number or address."""

from uuid import UUID

from bdr_desk.desk import Desk
from bdr_desk.domain import phone
from bdr_desk.domain.calling_places import Address, placed
from bdr_desk.domain.mail_address import address_key, addresses_in, not_an_address
from bdr_desk.domain.matching import person_key, split_name
from bdr_desk.domain.words import DecisionRole, Next
from bdr_desk.errors import BadInput
from bdr_desk.queries.leads import how_many, region_for
from bdr_desk.queries.rows import need
from bdr_desk.store.tables import Account, Contact, ContactEmail, ContactPhone, Lead, Project
from bdr_desk.store.writing import Writing


def add_referred(
    desk: Desk, lead: UUID, name: str, title: str = "", number: str = "", email: str = ""
) -> UUID:
    """A person `lead` named, at the same account, as a fresh lead; returns its key. Raises BadInput, NotFound."""
    if not name.strip():
        raise BadInput(
            "A person needs a name.", "Type it as it was said; the title and number may come later."
        )
    with desk.write() as tx:
        giver = need(tx, Lead, lead)
        project = tx.get_one(Project, giver.project_id)
        given, family = split_name(name)
        person = Contact(
            account_id=giver.account_id, name=name.strip(), name_key=person_key(name), title=title.strip(),
            given_name=given or name.strip(), family_name=family, referred_by_id=giver.contact_id,
            shared=giver.shared,
        )  # fmt: skip
        tx.add(person)
        tx.flush()
        e164 = _add_number(tx, person.id, number, project.region, "work") if number.strip() else None
        if email.strip():
            _add_address(tx, person.id, email)
        account = tx.get_one(Account, giver.account_id)
        address = Address(account.country, account.state, account.city)
        reading = placed(None, address, [e164] if e164 else [], project.region)
        person.zones, person.zones_because = reading.zones, reading.says
        referred = Lead(
            project_id=giver.project_id, contact_id=person.id, account_id=giver.account_id, call_list_id=giver.call_list_id,
            source_id=giver.source_id, owner_id=tx.author, zones=person.zones, next_kind=Next.FRESH,
            place=giver.place, next_why="named by a colleague",
        )  # fmt: skip
        tx.add(referred)
        tx.flush()
        return referred.id


def set_decision_role(desk: Desk, contact: UUID, role: str | None) -> None:
    """`role` is one of `words.DecisionRole`, or None when it is not known."""
    if role is not None and role not in set(DecisionRole):
        raise BadInput(f"“{role}” is not a part in a decision.", "Use one of: " + ", ".join(DecisionRole))
    with desk.write() as tx:
        need(tx, Contact, contact).decision_role = role


def set_reports_to(desk: Desk, contact: UUID, boss: UUID | None) -> None:
    """Raises BadInput when `boss` is somebody elsewhere, or stands below `contact` already."""
    with desk.write() as tx:
        person = need(tx, Contact, contact)
        above = boss
        while above is not None:
            if above == contact:
                raise BadInput("That would make a circle.", "Change who the other one reports to first.")
            chief = need(tx, Contact, above)
            if chief.account_id != person.account_id:
                raise BadInput("They work for different accounts.")
            above = chief.reports_to_id
        person.reports_to_id = boss


def add_phone(desk: Desk, contact: UUID, number: str, kind: str = "work") -> str:
    """One more number, read in the project's region; returns E.164. Raises BadInput when it is none."""
    with desk.write() as tx:
        need(tx, Contact, contact)
        return _add_number(tx, contact, number, region_for(tx, contact), kind)


def add_email(desk: Desk, contact: UUID, address: str) -> None:
    """One more e-mail address. Raises BadInput when it is none."""
    with desk.write() as tx:
        need(tx, Contact, contact)
        _add_address(tx, contact, address)


def _add_number(tx: Writing, contact: UUID, number: str, region: str, kind: str) -> str:
    read = phone.parse(number, region)
    if read is None:
        raise BadInput(
            f"“{number.strip()}” is not a phone number.",
            "Write it with its country code, like +1 617 555 0142.",
        )
    place = how_many(tx, ContactPhone.contact_id, contact)
    tx.add(
        ContactPhone(
            contact_id=contact,
            e164=read.e164,
            extension=read.extension,
            kind=kind,
            as_typed=number.strip(),
            place=place,
        )
    )
    return read.e164


def _add_address(tx: Writing, contact: UUID, address: str) -> None:
    found = addresses_in(address)
    if len(found) != 1:
        raise not_an_address(address)
    place = how_many(tx, ContactEmail.contact_id, contact)
    tx.add(ContactEmail(contact_id=contact, address=found[0], address_key=address_key(found[0]), place=place))
