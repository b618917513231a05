"""People who were erased: the key of their hashes, what an erasure would take away, the erasures there were."""

import logging
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from bdr_desk import credentials, paths
from bdr_desk.desk import Desk
from bdr_desk.domain.erasure import Traces
from bdr_desk.domain.suppression import read_mark
from bdr_desk.errors import BadInput, KeyringProblem, NotFound
from bdr_desk.queries.leads import region_for
from bdr_desk.queries.suppressions import check_may_lift, home_region
from bdr_desk.store.suppressed import anybody_erased
from bdr_desk.store.tables import (
    Account,
    Contact,
    ContactEmail,
    ContactPhone,
    Erasure,
    Fact,
    Lead,
    Meeting,
    User,
)
from bdr_desk.team.membership import membership

KEY_ACCOUNT = "erased people"


def erasure_key(desk: Desk, session: Session) -> bytes | None:
    """The key of the hashes that erased people are known by, None when nobody was erased.

    Raises KeyringProblem when somebody was and the key cannot be had: a list that cannot be checked is not taken in.
    """
    if not anybody_erased(session):
        return None
    return credentials.kept_key(KEY_ACCOUNT, paths.erasure_key_file(desk.data_dir))


def erasure_key_if_there(desk: Desk, session: Session) -> bytes | None:
    """`erasure_key`, or None and a warning in the log: the queue must work with a locked keyring. Nobody gets lost by it:
    the erased have no number in the store, and no list is taken in without the key."""
    try:
        return erasure_key(desk, session)
    except KeyringProblem as error:
        logging.getLogger(__name__).warning("erased people cannot be recognised: %s", error)
        return None


@dataclass(frozen=True, repr=False)
class Erasable:
    """Somebody who can be erased: `contacts` are the person and who was merged into them, none for somebody who stands in
    the rows of lists only. `shared_rows` of theirs are in the team's database as well; `invitations` are file names."""

    contacts: tuple[UUID, ...]
    traces: Traces
    marks: tuple[
        tuple[str, str, str], ...
    ]  # numbers, addresses, person and company: what the hashes are made of
    shared_rows: int
    uids: tuple[str, ...]


def who_is_meant(desk: Desk, session: Session, who: str) -> UUID | None:
    """The contact that `who` means: the key of a lead or a contact, a phone number or an e-mail address.

    None when nobody in the store has that number or address (it may still stand in the rows of a list). Raises BadInput:
    unreadable, or of several people; NotFound for a key.
    """
    with suppress(ValueError):
        return _by_key(session, UUID(who.strip()))
    kind, value = read_mark(who, home_region(desk))
    if kind not in ("phone", "email"):
        raise BadInput("A domain is not a person.", "Give a lead's key, a phone number or an e-mail address.")
    found = list(session.scalars(_having(kind, value)))
    people = {row.merged_into_id or row.id for row in found}
    if len(people) > 1:
        names = ", ".join(sorted(f"{row.name or 'somebody'} ({row.id})" for row in found))
        raise BadInput("Several people have that number or address.", f"Give the key of one: {names}.")
    return next(iter(people), None)


def _by_key(session: Session, key: UUID) -> UUID:
    lead = session.get(Lead, key)
    row = session.get(Contact, lead.contact_id if lead else key)
    if row is None:
        raise NotFound("There is no such person.", "Find the lead: bdr-desk search.")
    return row.merged_into_id or row.id


def _having(kind: str, value: str) -> Select[Contact]:
    query = select(Contact).distinct()
    if kind == "phone":
        way = query.join(ContactPhone, ContactPhone.contact_id == Contact.id)
        return way.where(ContactPhone.e164 == value)
    way = query.join(ContactEmail, ContactEmail.contact_id == Contact.id)
    return way.where(ContactEmail.address_key == value)


def erasable(desk: Desk, session: Session, who: str) -> Erasable:
    """Everything that tells the person `who` means; see `who_is_meant`."""
    contact = who_is_meant(desk, session, who)
    people = _same_person(session, contact) if contact else []
    keys = [row.id for row in people]
    phones = _own(session, ContactPhone.e164, keys)
    emails = _own(session, ContactEmail.address_key, keys)
    if contact is None:
        kind, value = read_mark(who, home_region(desk))
        phones, emails = ([value], []) if kind == "phone" else ([], [value])
    companies = {row.account_id: session.get_one(Account, row.account_id).name_key for row in people}
    names = {
        text for row in people for text in (row.name, f"{row.given_name} {row.family_name}".strip()) if text
    }
    traces = Traces(
        tuple(phones), tuple(emails), tuple(sorted(names)), tuple(sorted({k for k in companies.values() if k})),
        region_for(session, contact) if contact else home_region(desk),
    )  # fmt: skip
    marks = [*(("", text, "") for text in (*phones, *emails))]
    marks += [("person", row.name_key, companies[row.account_id]) for row in people]
    return Erasable(tuple(keys), traces, tuple(marks), _shared(session, keys), _uids(session, keys))


def _same_person(session: Session, contact: UUID) -> list[Contact]:
    people = [session.get_one(Contact, contact)]
    for person in people:  # grows while it is walked: who was merged may have had others merged into them
        people += session.scalars(select(Contact).where(Contact.merged_into_id == person.id)).all()
    return people


def _own(session: Session, column: InstrumentedAttribute[str], contacts: list[UUID]) -> list[str]:
    """Numbers or addresses of `contacts` that nobody else has: a switchboard stays with the others."""
    table = column.class_
    theirs = select(column).where(table.contact_id.in_(contacts))
    others = select(column).where(table.contact_id.not_in(contacts), column.in_(theirs))
    return sorted(set(session.scalars(theirs)) - set(session.scalars(others)))


def _shared(session: Session, contacts: list[UUID]) -> int:
    counts = [
        select(func.count()).where(table.shared, key.in_(contacts))
        for table, key in (
            (Contact, Contact.id), (ContactPhone, ContactPhone.contact_id), (ContactEmail, ContactEmail.contact_id),
            (Lead, Lead.contact_id), (Fact, Fact.contact_id),
        )
    ]  # fmt: skip
    return sum(session.scalar(query) or 0 for query in counts)


def _uids(session: Session, contacts: list[UUID]) -> tuple[str, ...]:
    query = select(Meeting.uid).join(Lead, Lead.id == Meeting.lead_id).where(Lead.contact_id.in_(contacts))
    return tuple(session.scalars(query))


def check_may_erase(session: Session, user: UUID) -> None:
    """In a team a lead or an admin answers for it; who works alone answers for themselves. Raises Refused."""
    if membership(session) is not None:
        check_may_lift(session, user, "Somebody is erased")


@dataclass(frozen=True, repr=False)
class ErasureView:
    """`at` UTC; `proof` names nobody."""

    key: UUID
    at: datetime
    by: str
    reason: str
    proof: dict[str, Any]


def erasures(desk: Desk) -> tuple[ErasureView, ...]:
    """The erasures there were, newest first."""
    query = select(Erasure, User.name).outerjoin(User, User.id == Erasure.made_by).order_by(Erasure.id.desc())
    with desk.read() as session:
        return tuple(
            ErasureView(row.id, row.made_at, who or "", row.reason, row.proof)
            for row, who in session.execute(query)
        )
