"""Who is known already, for deduplication: sets in memory, so that a row is judged without asking the store.

The same number or address with the same name is the same person. A row that names nobody but has a known person's
address means that person; a switchboard or shared mailbox does not make two people one.
"""

from dataclasses import dataclass, field
from uuid import UUID

from bdr_desk.domain.list_rows import ReadRow
from bdr_desk.domain.mail_address import address_key
from bdr_desk.domain.matching import Company, same_company


@dataclass(repr=False)
class Known:
    """`people` by number or address and who; `mailboxes` are named people by address.

    `leads` are the contacts worked in the project.
    """

    people: dict[str, UUID] = field(default_factory=dict)
    mailboxes: dict[str, tuple[UUID, str]] = field(default_factory=dict)
    companies: dict[str, list[Company]] = field(default_factory=dict)
    by_domain: dict[str, UUID] = field(default_factory=dict)
    account_of: dict[UUID, UUID] = field(default_factory=dict)
    leads: set[UUID] = field(default_factory=set)


def _at(way: str, who: str) -> str:
    """One string, not a pair: there are millions, and pairs burden the collector."""
    return f"{way} {who}"


def find_person(known: Known, row: ReadRow) -> tuple[UUID, str] | None:
    """The contact a row means and the key they are known by; None when they are new."""
    who = row.who
    for way in row.ways:
        if person := known.people.get(_at(way, who)):
            return person, who
    if not row.name:
        for email in row.emails:
            if box := known.mailboxes.get(address_key(email)):
                return box
    return None


def new_ways(known: Known, row: ReadRow, who: str) -> frozenset[str]:
    """The numbers and addresses of `row` that nobody of this name is known by."""
    return frozenset(way for way in row.ways if _at(way, who) not in known.people)


def find_company(known: Known, row: ReadRow) -> UUID | None:
    candidates = known.companies.get(row.company_key, ())
    nameless = not row.name
    fits = (c.account for c in candidates if same_company(c, row.domain, row.town, nameless=nameless))
    found = next(fits, None)
    if found is None and row.account_name == row.domain:  # the row names no company but its site
        return known.by_domain.get(row.domain)
    return found


def learn_company(known: Known, key: str, company: Company) -> None:
    known.companies.setdefault(key, []).append(company)
    if company.domain:
        known.by_domain.setdefault(company.domain, company.account)


def learn_way(known: Known, way: str, who: str, contact: UUID) -> None:
    known.people.setdefault(_at(way, who), contact)
    if "@" in way and not who.startswith("@"):
        known.mailboxes.setdefault(way, (contact, who))
