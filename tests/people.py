"""Made-up people for tests, with numbers that are reserved for fiction."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from bdr_desk.desk import Desk
from bdr_desk.domain.calling_places import placed
from bdr_desk.domain.mail_address import address_key
from bdr_desk.domain.matching import company_key, person_key
from bdr_desk.store.tables import Account, Contact, ContactEmail, ContactPhone, Lead, Project

BOSTON, LONDON, BERLIN, LOS_ANGELES = "+16175550142", "+442079460123", "+4915228817386", "+13105550142"


def add_lead(
    desk: Desk, project: Project, name: str = "Ada Okafor", company: str = "Harbor Freightways LLC",
    phones: tuple[str, ...] = (BOSTON,), emails: tuple[str, ...] = ("ada.okafor@harbor.example",), **lead: Any,
) -> UUID:  # fmt: skip
    """A lead in `project`; people of one company share its account."""
    with desk.write() as tx:
        account = tx.scalar(select(Account).where(Account.name == company))
        if account is None:
            account = Account(name=company, name_key=company_key(company))
            tx.add(account)
            tx.flush()
        reading = placed(None, None, phones, project.region)
        zones = reading.zones
        contact = Contact(
            account_id=account.id, name=name, name_key=person_key(name), title="VP Operations", zones=zones,
            zones_because=reading.says,
        )  # fmt: skip
        tx.add(contact)
        tx.flush()
        for place, e164 in enumerate(phones):
            tx.add(ContactPhone(contact_id=contact.id, e164=e164, place=place))
        for place, address in enumerate(emails):
            tx.add(
                ContactEmail(
                    contact_id=contact.id, address=address, address_key=address_key(address), place=place
                )
            )
        row = Lead(project_id=project.id, contact_id=contact.id, account_id=account.id, zones=zones, **lead)
        tx.add(row)
        tx.flush()
        return row.id
