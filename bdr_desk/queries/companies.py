"""The customers and competitors of a project, and which of its leads are at one of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, CompoundSelect, Select, func, or_, select, union
from sqlalchemy.orm import Session

from bdr_desk.desk import Desk
from bdr_desk.domain.call_queue import CALLABLE_STAGES, ORDER, Reason
from bdr_desk.domain.companies import RULE, Part, counts, upwards
from bdr_desk.domain.hygiene.mail import within
from bdr_desk.domain.mail_address import domain_of
from bdr_desk.domain.matching import fold
from bdr_desk.queries.rows import need
from bdr_desk.store.tables import Account, Contact, ContactEmail, Lead, Project, ProjectCompany

SAYS: Mapping[str, str] = {Part.CUSTOMER: "Already a customer", Part.COMPETITOR: "At a competitor"}


@dataclass(frozen=True, repr=False)
class CompanyView:
    """`domain` is "" where only the name is known. `since` UTC."""

    key: UUID
    kind: str
    name: str
    domain: str
    since: datetime


@dataclass(frozen=True, repr=False)
class CompanyPage:
    """`total` counts all that fit what was asked, `rows` are the first of them by name."""

    rows: tuple[CompanyView, ...]
    total: int


@dataclass(frozen=True, repr=False)
class LeadAt:
    """An open lead at one of the companies. `attempts` counts calls."""

    lead: UUID
    name: str
    title: str
    account_name: str
    stage: str
    attempts: int


@dataclass(frozen=True, repr=False)
class LeadsAt:
    """`total` counts all of them, `rows` are the first by company and name."""

    rows: tuple[LeadAt, ...]
    total: int


def companies(
    desk: Desk, project: UUID, part: Part, text: str = "", *, offset: int = 0, limit: int = 200
) -> CompanyPage:
    """Those of one kind by name; with `text`, those whose name or site holds it. Raises NotFound."""
    with desk.read() as session:
        need(session, Project, project)
        rules = [*_of(project, part), *_holding(text.strip())]
        total = session.scalar(select(func.count()).select_from(ProjectCompany).where(*rules)) or 0
        query = (
            select(ProjectCompany).where(*rules).order_by(func.lower(ProjectCompany.name), ProjectCompany.id)
        )
        found = session.scalars(query.offset(offset).limit(limit))
        return CompanyPage(tuple(_view(row) for row in found), total)


def leads_at(
    desk: Desk, project: UUID, part: Part, companies: Sequence[UUID] | None = None, *, limit: int = 200
) -> LeadsAt:
    """The project's open leads (in the queue, now or later) at its customers or competitors, or at `companies` alone:
    by the company's name or site, or by an address of their own there."""
    leads = _leads(
        project, [*_of(project, part), *([ProjectCompany.id.in_(companies)] if companies is not None else [])]
    )
    with desk.read() as session:
        total = session.scalar(select(func.count()).select_from(leads.subquery())) or 0
        found = session.execute(_told(leads).limit(limit)) if total and limit else ()
        return LeadsAt(tuple(_lead_at(row) for row in found), total)


def warnings(session: Session, project: Project, rows: Iterable[Any]) -> dict[UUID, Reason]:
    """Of `rows` (id, contact_id, account_key, domain), the leads at a customer or a competitor, with what to say of them.

    A rule that the project has switched off warns of nobody.
    """
    parts = [part for part in Part if counts(project.rules, part)]
    people = {row.contact_id: row for row in rows}
    sites = _sites(session, people)
    above = {one for several in sites.values() for site in several for one in upwards(site)}
    named = {row.account_key for row in people.values() if row.account_key}
    found = _named(session, project.id, named, above) if parts else []
    warned: dict[UUID, Reason] = {}
    for part in parts:
        names = {name for kind, name, _ in found if kind == part and name}
        domains = {domain for kind, _, domain in found if kind == part and domain}
        for contact, row in people.items():
            if row.account_key in names or any(within(site, domains) for site in sites[contact]):
                warned.setdefault(row.id, Reason(RULE[part], f"{SAYS[part]}."))
    return warned


def _of(project: UUID, part: Part) -> list[ColumnElement[bool]]:
    return [ProjectCompany.project_id == project, ProjectCompany.kind == str(part)]


def _holding(text: str) -> list[ColumnElement[bool]]:
    if not text:
        return []
    name = ProjectCompany.name.icontains(text, autoescape=True)
    rules = [name, ProjectCompany.domain.contains(text.lower(), autoescape=True)]
    if key := fold(text):
        rules.append(ProjectCompany.name_key.contains(key, autoescape=True))
    return [or_(*rules)]


def _view(row: ProjectCompany) -> CompanyView:
    return CompanyView(row.id, row.kind, row.name, row.domain or "", row.made_at)


# Whose leads they are


def _leads(project: UUID, of: list[ColumnElement[bool]]) -> CompoundSelect[*tuple[Any, ...]]:
    """The keys of open leads at the companies that fit `of`, found in one go: there may be a million of either."""
    names = select(ProjectCompany.name_key).where(*of, ProjectCompany.name_key != "")
    domains = select(ProjectCompany.domain).where(*of, ProjectCompany.domain.is_not(None))
    site, address = Account.domain, ContactEmail.address_key
    mailbox_at = func.substr(address, func.instr(address, "@") + 1)
    below = [site.like("%.%.%"), or_(*(above.in_(domains) for above in _above(site)))]
    accounts = union(
        select(Account.id).where(Account.name_key.in_(names)),
        select(Account.id).where(site.in_(domains)),
        select(Account.id).where(*below),
    )
    fits = or_(*(one.in_(domains) for one in (mailbox_at, *_above(mailbox_at))))
    contacts = select(ContactEmail.contact_id).where(fits)
    is_open = (Lead.project_id == project, Lead.stage.in_(CALLABLE_STAGES), Lead.next_kind.in_(ORDER))
    return union(
        select(Lead.id).where(Lead.account_id.in_(accounts), *is_open),
        select(Lead.id).where(Lead.contact_id.in_(contacts), *is_open),
    )


def _above(site: Any) -> tuple[Any, Any]:
    """The domains one and two labels above `site`, as SQL: nobody's mail lies deeper below a company's site."""
    once = func.substr(site, func.instr(site, ".") + 1)
    return once, func.substr(once, func.instr(once, ".") + 1)


def _told(leads: CompoundSelect[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return (
        select(Lead.id, Contact.name, Contact.title, Account.name, Lead.stage, Lead.attempts)
        .join(Contact, Contact.id == Lead.contact_id)
        .join(Account, Account.id == Lead.account_id)
        .where(Lead.id.in_(leads))
        .order_by(func.lower(Account.name), func.lower(Contact.name), Lead.id)
    )


def _lead_at(row: Any) -> LeadAt:
    lead, name, *rest = row
    return LeadAt(lead, name or "Whoever answers", *rest)


def _sites(session: Session, people: Mapping[UUID, Any]) -> dict[UUID, list[str]]:
    """The sites each person is known by: their company's, and those of their addresses."""
    found = {contact: [row.domain] if row.domain else [] for contact, row in people.items()}
    query = select(ContactEmail.contact_id, ContactEmail.address_key).where(
        ContactEmail.contact_id.in_(people)
    )
    for contact, address in session.execute(query):
        found[contact].append(domain_of(address))
    return found


def _named(session: Session, project: UUID, names: set[str], domains: set[str]) -> Sequence[Any]:
    query = select(ProjectCompany.kind, ProjectCompany.name_key, ProjectCompany.domain).where(
        ProjectCompany.project_id == project,
        or_(ProjectCompany.name_key.in_(names), ProjectCompany.domain.in_(domains)),
    )
    return session.execute(query).all()
