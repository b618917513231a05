"""How a person is reached, as rows: one more number, one more address, read as they were typed."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bdr_desk.domain import phone
from bdr_desk.domain.mail_address import address_key, addresses_in, not_an_address
from bdr_desk.errors import BadInput
from bdr_desk.store.tables import ContactEmail, ContactPhone
from bdr_desk.store.writing import Writing


def read_number(number: str, region: str) -> phone.Phone:
    """A number as it was typed in `region` (ISO 3166 alpha-2). Raises BadInput."""
    read = phone.parse(number, region)
    if read is None:
        raise BadInput(
            f"“{number.strip()}” is not a phone number.",
            "Write it with its country code, like +1 617 555 0142.",
        )
    return read


def numbers_of(session: Session, contact: UUID) -> list[str]:
    """In E.164, in their order."""
    query = select(ContactPhone.e164).where(ContactPhone.contact_id == contact)
    return list(session.scalars(query.order_by(ContactPhone.place)))


def add_number(tx: Writing, contact: UUID, number: str, region: str, kind: str) -> str:
    """Behind the numbers there are; returns E.164. Raises BadInput."""
    read = read_number(number, region)
    place = tx.scalar(select(func.count()).where(ContactPhone.contact_id == contact)) or 0
    tx.add(
        ContactPhone(
            contact_id=contact, e164=read.e164, extension=read.extension, kind=kind, as_typed=number.strip(), place=place
        )
    )  # fmt: skip
    return read.e164


def add_address(tx: Writing, contact: UUID, address: str) -> None:
    """Behind the addresses there are. Raises BadInput."""
    found = addresses_in(address)
    if len(found) != 1:
        raise not_an_address(address)
    place = tx.scalar(select(func.count()).where(ContactEmail.contact_id == contact)) or 0
    tx.add(ContactEmail(contact_id=contact, address=found[0], address_key=address_key(found[0]), place=place))
