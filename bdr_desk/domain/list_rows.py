"""A row of a list: what its cells say, and what becomes of it (the verdict)."""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from bdr_desk.domain import phone
from bdr_desk.domain.columns import Cells, ColumnMap
from bdr_desk.domain.mail_address import address_key, addresses_in, domain_of, is_provider
from bdr_desk.domain.matching import company_key, fold, person_key, site_domain, split_name

MOST_OF_A_CELL = 250  # characters of a cell that are looked through for numbers and addresses
_NOTHING = frozenset(
    ("", "-", "--", "---", ".", "?", "n/a", "na", "none", "null", "nil", "unknown", "#n/a", "-2")
)
_KINDS = {"phone": "work", "switchboard": "switchboard", "mobile": "mobile", "home": "home"}


class Verdict(StrEnum):
    """What became of a row. Every row has one."""

    ADDED = "added"  # a new lead
    MERGED = "merged"  # somebody known: new numbers and addresses were kept, nothing else changed
    QUARANTINED = "quarantined"  # kept, not called, until somebody puts it right
    REFUSED = "refused"  # not a row of this list


RULES: dict[str, str] = {
    "blank": "the row is blank",
    "columns": "the row has more cells than the list has columns",
    "header_again": "the header stands here again",
    "no_way_to_reach": "neither a phone number nor an e-mail address",
    "invalid_phone": "not a phone number that can exist",
    "invalid_email": "not an e-mail address",
    "suppressed": "on the do-not-contact list",
    "already_known": "already in this project",
}


@dataclass(frozen=True, repr=False)
class Flaw:
    """What is wrong with a cell, or with the whole row when `field` is empty. `rule` is a key of `RULES`."""

    field: str
    value: str
    rule: str


@dataclass(frozen=True, repr=False)
class ListPhone:
    number: phone.Phone
    kind: str
    as_typed: str


@dataclass(frozen=True, repr=False)
class ReadRow:
    """`account_name` is never empty: company, else domain, else person, else number."""

    number: int
    account_name: str
    name: str
    given_name: str
    family_name: str
    phones: tuple[ListPhone, ...]
    emails: tuple[str, ...]
    domain: str | None
    texts: dict[str, str] = field(default_factory=dict)  # title, street, city, state ... as they stand
    flaws: tuple[Flaw, ...] = ()

    def __repr__(self) -> str:  # personal data stays out of logs
        return f"<ReadRow {self.number}>"

    @cached_property
    def company_key(self) -> str:
        return company_key(self.account_name)

    @cached_property
    def name_key(self) -> str:
        return person_key(self.name)

    @property
    def who(self) -> str:
        """Who this is: the person, or the company itself where the row names nobody."""
        return who_key(self.name_key, self.company_key)

    @cached_property
    def ways(self) -> tuple[str, ...]:
        """Numbers (E.164) and address keys: no one of either looks like the other."""
        return (*(p.number.e164 for p in self.phones), *map(address_key, self.emails))

    @property
    def town(self) -> str:
        return fold(f"{self.texts['city']} {self.texts['state']}")


def who_key(name_key: str, account_key: str) -> str:
    """The key by which a contact is known among those with the same number or address."""
    return name_key or f"@{account_key}"


TEXTS = ("title", "street", "city", "state", "postal_code", "country", "industry", "size", "note")


def refusal(cells: Cells, width: int, header: Cells | None) -> Flaw | None:
    """Why a row cannot be used at all, None when it can."""
    filled = [cell.strip() for cell in cells]
    if not any(filled):
        return Flaw("", "", "blank")
    if any(filled[width:]):
        return Flaw("", next(cell for cell in filled[width:] if cell), "columns")
    if header and filled == [name.strip() for name in header]:
        return Flaw("", "", "header_again")
    return None


def read_row(number: int, cells: Cells, columns: ColumnMap, region: str) -> ReadRow:
    """What the cells say. Numbers are read as somebody in `region` (ISO 3166 alpha-2) would; `number` is the row's."""
    phones, bad_phones = _phones(cells, columns, region)
    emails, bad_emails = _emails(cells, columns)
    texts = {name: ", ".join(_filled(cells, columns, name)) for name in TEXTS}
    company = _one(cells, columns, "company")
    name, given, family = _names(cells, columns, company)
    own = next((d for d in map(domain_of, emails) if not is_provider(d)), None)
    domain = site_domain(_one(cells, columns, "website")) or own
    shown = phones[0].number.e164 if phones else ""
    account = company or domain or name or shown or (emails[0] if emails else "")
    if texts["industry"].replace("-", "").isdecimal():  # a code of somebody's own
        texts["industry"] = ""
    return ReadRow(
        number, account, name, given, family, phones, emails, domain, texts, bad_phones + bad_emails
    )


def _filled(cells: Cells, columns: ColumnMap, field: str) -> list[str]:
    places = columns.of(field)
    if not places:
        return []
    found = (cells[i].strip() for i in places if i < len(cells))
    return list(dict.fromkeys(cell for cell in found if cell.lower() not in _NOTHING))


def _one(cells: Cells, columns: ColumnMap, field: str) -> str:
    return " ".join(next(iter(_filled(cells, columns, field)), "").split())


def _names(cells: Cells, columns: ColumnMap, company: str) -> tuple[str, str, str]:
    """Full, given and family name. A full name that only repeats the company is nobody's."""
    given, family = _one(cells, columns, "given_name"), _one(cells, columns, "family_name")
    name = _one(cells, columns, "name")
    if not (given or family):
        if company and fold(name) == fold(company):
            return "", "", ""
        given, family = split_name(name)
    return name or f"{given} {family}".strip(), given, family


def _phones(cells: Cells, columns: ColumnMap, region: str) -> tuple[tuple[ListPhone, ...], tuple[Flaw, ...]]:
    found: dict[str, ListPhone] = {}
    flaws = []
    for column, kind in _KINDS.items():
        for cell in _filled(cells, columns, column):
            numbers = [p for p in phone.parse_all(cell[:MOST_OF_A_CELL], region) if p.valid]
            if not numbers:
                flaws.append(Flaw(column, cell, "invalid_phone"))
            for number in numbers:
                found.setdefault(number.e164, ListPhone(number, kind, cell))
    phones = list(found.values())
    if phones and not phones[0].number.extension:
        phones[0] = _extended(phones[0], _one(cells, columns, "extension"))
    return tuple(phones), tuple(flaws)


def _extended(first: ListPhone, extension: str) -> ListPhone:
    digits = "".join(c for c in extension if c.isdigit())
    number = phone.Phone(first.number.e164, digits, first.number.valid)
    return ListPhone(number, first.kind, first.as_typed) if digits else first


def _emails(cells: Cells, columns: ColumnMap) -> tuple[tuple[str, ...], tuple[Flaw, ...]]:
    found: dict[str, str] = {}
    flaws = []
    for cell in _filled(cells, columns, "email"):
        addresses = addresses_in(cell[:MOST_OF_A_CELL])
        if not addresses:
            flaws.append(Flaw("email", cell, "invalid_email"))
        for address in addresses:
            found.setdefault(address_key(address), address)
    return tuple(found.values()), tuple(flaws)


@dataclass(frozen=True, repr=False)
class Suppressed:
    """Who may not be contacted today: E.164 numbers, e-mail keys, domains (with all below them)."""

    phones: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.phones or self.emails or self.domains)


def quarantine(row: ReadRow, suppressed: Suppressed) -> Flaw | None:
    """Why a row must wait for somebody's eye, None when it may be called. Its own `flaws` are not repeated."""
    if suppressed and (hit := _suppressed(row, suppressed)):
        return Flaw(*hit, "suppressed")
    if row.phones or row.emails:
        return None
    return Flaw("", "", "no_way_to_reach")


def _suppressed(row: ReadRow, suppressed: Suppressed) -> tuple[str, str] | None:
    for found in row.phones:
        if found.number.e164 in suppressed.phones:
            return "phone", found.as_typed
    for email in row.emails:
        if address_key(email) in suppressed.emails or _within(domain_of(email), suppressed.domains):
            return "email", email
    if row.domain and _within(row.domain, suppressed.domains):
        return "website", row.domain
    return None


def _within(domain: str, domains: frozenset[str]) -> bool:
    labels = domain.split(".")
    return any(".".join(labels[i:]) in domains for i in range(len(labels)))


def flaws_of(row: ReadRow, why: Flaw | None) -> tuple[Flaw, ...]:
    """All that is said about a row: a number that cannot exist explains that nobody can be reached."""
    if why and why.rule == "no_way_to_reach" and row.flaws:
        return row.flaws
    return (why, *row.flaws) if why else row.flaws


@dataclass(frozen=True)
class Tally:
    rows: int = 0
    added: int = 0
    merged: int = 0
    quarantined: int = 0
    refused: int = 0


def tally(counts: dict[Verdict, int]) -> Tally:
    return Tally(sum(counts.values()), *(counts.get(verdict, 0) for verdict in Verdict))
