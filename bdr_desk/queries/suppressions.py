"""Who may not be contacted: the list itself, who may take something off it, and which leads it bars."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from bdr_desk.desk import Desk
from bdr_desk.domain import phone
from bdr_desk.domain.regions import DEFAULT_REGION
from bdr_desk.domain.suppression import Barred, Mark, marks_of
from bdr_desk.domain.words import Role
from bdr_desk.errors import Refused
from bdr_desk.queries.projects import current_project
from bdr_desk.store.suppressed import in_force, suppressed
from bdr_desk.store.tables import Account, Contact, ContactEmail, ContactPhone, Lead, Suppression, User
from bdr_desk.team.membership import membership

MAY_LIFT = (Role.LEAD, Role.ADMIN)


def home_region(desk: Desk) -> str:
    """How national numbers are read: the current project's country (ISO 3166 alpha-2), else the United States."""
    project = current_project(desk)
    return project.region if project else DEFAULT_REGION


# What is on the list


@dataclass(frozen=True, repr=False)
class SuppressionView:
    """`what` is for reading: a number, an address, a domain, a company or a person. Times UTC, None where there is none."""

    key: UUID
    kind: str
    what: str
    reason: str
    medium: str
    until: datetime | None
    made_at: datetime
    made_by: str
    lifted_at: datetime | None
    lifted_reason: str


@dataclass(frozen=True, repr=False)
class SuppressionPage:
    """`total` counts all that fit what was asked, `rows` are the newest of them."""

    rows: tuple[SuppressionView, ...]
    total: int


def suppressions(
    desk: Desk, text: str = "", *, lifted: bool = False, offset: int = 0, limit: int = 200
) -> SuppressionPage:
    """What is in force, newest first, or with `lifted` what no longer is. `text`: any form of a number, a part of the rest."""
    with desk.read() as session:
        rules = _fitting(session, text.strip(), home_region(desk))
        rules.append(~in_force(desk.clock()) if lifted else in_force(desk.clock()))
        total = session.scalar(select(func.count()).select_from(Suppression).where(*rules)) or 0
        query = select(Suppression, User.name).outerjoin(User, User.id == Suppression.made_by).where(*rules)
        newest = query.order_by(Suppression.id.desc())  # keys are made in order of time
        found = session.execute(newest.offset(offset).limit(limit)).all()
        what = what_is_barred(session, [row for row, _ in found])
        return SuppressionPage(tuple(_view(row, who or "", what[row.id]) for row, who in found), total)


def _fitting(session: Session, text: str, region: str) -> list[ColumnElement[bool]]:
    if not text:
        return []
    number = phone.parse(text, region)
    digits = "".join(c for c in text if c.isdigit())
    rules: list[ColumnElement[bool]] = [
        and_(Suppression.kind != "erased", Suppression.value.contains(text.lower(), autoescape=True)),
        Suppression.reason.icontains(text, autoescape=True),
    ]
    if number or len(digits) >= 3:
        wanted = number.e164 if number else digits
        rules.append(and_(Suppression.kind == "phone", Suppression.value.contains(wanted)))
    people = select(Contact.id).where(Contact.name.icontains(text, autoescape=True))
    companies = select(Account.id).where(Account.name.icontains(text, autoescape=True))
    keys = [str(key) for key in (*session.scalars(people.limit(200)), *session.scalars(companies.limit(200)))]
    return [or_(*rules, and_(Suppression.kind.in_(("contact", "account")), Suppression.value.in_(keys)))]


def what_is_barred(
    session: Session, rows: Sequence[Suppression], *, as_kept: bool = False
) -> dict[UUID, str]:
    """What each of `rows` is about, by its key: a number for reading (E.164 with `as_kept`), a name, an address."""
    names: dict[str, str] = {}
    for kind, key, name in (("contact", Contact.id, Contact.name), ("account", Account.id, Account.name)):
        wanted = [UUID(row.value) for row in rows if row.kind == kind]
        if wanted:
            names |= {str(k): n for k, n in session.execute(select(key, name).where(key.in_(wanted)))}
    return {row.id: _what(row, names, as_kept) for row in rows}


def _what(row: Suppression, names: Mapping[str, str], as_kept: bool) -> str:
    if row.kind == "phone" and not as_kept:
        return phone.shown(row.value)
    if row.kind == "erased":
        return "somebody who was erased"
    return names.get(row.value, row.value) or "somebody without a name"


def _view(row: Suppression, who: str, what: str) -> SuppressionView:
    return SuppressionView(
        row.id, row.kind, what, row.reason, row.medium, row.until, row.made_at, who, row.lifted_at, row.lifted_reason
    )  # fmt: skip


# Who may take something off it


def check_may_lift(session: Session, user: UUID, what: str = "A suppression is lifted") -> None:
    """Raises Refused unless `user` is a team lead or an admin."""
    if role_of(session, user) not in MAY_LIFT:
        raise Refused(
            f"{what} by a team lead only.",
            "Ask your team lead. Who works without a team says so once with: bdr-desk me --role lead.",
        )


def role_of(session: Session, user: UUID) -> str:
    """What the team lets `user` do; without a team what stands with the user."""
    member = membership(session)
    row = session.get(User, user)
    return member.role if member else (row.role if row else "")


# Whom it bars


def barred_leads(
    session: Session, rows: Iterable[Any], now: datetime, key: bytes | None, medium: Barred = Barred.CALL
) -> dict[UUID, str]:
    """Of `rows` (id, contact_id, account_id, domain, name_key, account_key), the leads barred from `medium` at `now`, with
    the reason. `key` is `queries.erasures.erasure_key`'s."""
    people = {row.contact_id: row for row in rows}
    phones = _by_contact(session, ContactPhone.e164, people)
    emails = _by_contact(session, ContactEmail.address_key, people)
    marks = {
        contact: marks_of(
            contact=contact, account=row.account_id, phones=phones[contact], emails=emails[contact],
            domain=row.domain, company=row.account_key, person=row.name_key, key=key,
        )
        for contact, row in people.items()
    }  # fmt: skip
    found = suppressed(session, (mark for several in marks.values() for mark in several), now, medium)
    return {people[contact].id: why for contact, several in marks.items() if (why := _first(found, several))}


def _first(found: Mapping[Mark, str], marks: Sequence[Mark]) -> str:
    return next((found[mark] for mark in marks if mark in found), "")


def _by_contact(
    session: Session, column: InstrumentedAttribute[str], contacts: Iterable[UUID]
) -> dict[UUID, list[str]]:
    table = column.class_
    found: dict[UUID, list[str]] = {contact: [] for contact in contacts}
    for contact, value in session.execute(
        select(table.contact_id, column).where(table.contact_id.in_(found))
    ):
        found[contact].append(value)
    return found


def why_barred(session: Session, lead: UUID, now: datetime, key: bytes | None, *media: Barred) -> str:
    """The reason why `lead` may not be contacted in any of `media` (calls, when none is named); empty when they may."""
    query = (
        select(
            Lead.id, Lead.contact_id, Lead.account_id, Account.domain, Contact.name_key,
            Account.name_key.label("account_key"),
        )
        .join(Contact, Contact.id == Lead.contact_id)
        .join(Account, Account.id == Lead.account_id)
    )  # fmt: skip
    row = session.execute(query.where(Lead.id == lead)).one()
    reasons = (barred_leads(session, [row], now, key, m).get(lead) for m in media or (Barred.CALL,))
    return next((reason for reason in reasons if reason), "")
