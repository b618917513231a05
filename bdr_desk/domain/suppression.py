"""Who may not be contacted: the marks a person can be barred by, what somebody typed as such a mark, a file's rows as marks.

A mark is (kind, value): phone (E.164), email (address key), domain, company (folded name), account or contact (the key as
text), erased (a keyed hash of somebody who was erased on request and must not come back; see `erased_hash`).
"""

import hmac
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

from bdr_desk.domain import phone
from bdr_desk.domain.columns import Cells, ColumnMap
from bdr_desk.domain.mail_address import address_key, addresses_in, domain_of, is_address
from bdr_desk.domain.matching import company_key, site_domain
from bdr_desk.domain.time_zones import at_minute, check_year
from bdr_desk.errors import BadInput

Mark = tuple[str, str]


class Barred(StrEnum):
    """The media a suppression bars."""

    CALL = "call"
    MAIL = "mail"
    ANY = "any"


NUMBER_FIELDS = ("phone", "mobile", "switchboard", "home")
_SEVERAL = re.compile(r"[@\s,;]")
_LETTERS_LAST = re.compile(r"\.[^\W\d_]{2,}$|\.xn--[\w-]+$")  # 617.555.0142 is a number, not a domain
_ADVICE = "Write it like +1 617 555 0142, ann@firm.example or firm.example."


def read_medium(text: str) -> Barred:
    """Raises BadInput naming the media there are."""
    try:
        return Barred(text)
    except ValueError as error:
        raise BadInput(f"“{text}” is not a way of contact.", f"Use one of: {', '.join(Barred)}.") from error


def read_last_day(text: str, zone: str) -> datetime:
    """The end (UTC) of the last day a suppression holds, in `zone` (IANA); `text` is ISO 8601. Raises BadInput."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError as error:
        raise BadInput(f"“{text}” is not a day.", "Write it like 2027-04-30.") from error
    check_year(day.year)
    return at_minute(day + timedelta(days=1), 0, zone)


def read_mark(what: str, region: str) -> Mark:
    """The mark somebody typed; `region` is ISO 3166 alpha-2. Raises BadInput.

    What cannot be matched later is refused: a wish that looks kept and is not would be worse than none.
    """
    text = what.strip()
    if found := _mark_in(text, region):
        return found
    raise BadInput(f"“{text}” is not a number, an e-mail address or a domain.", _ADVICE)


def _mark_in(text: str, region: str) -> Mark | None:
    if is_address(text):
        return "email", address_key(text)
    one = text.removeprefix("@")
    if not _SEVERAL.search(one) and (site := site_domain(one)) and _LETTERS_LAST.search(site):
        return "domain", site
    if "@" not in text and (number := phone.parse(text, region)):
        return "phone", number.e164
    return None


def marks_of(
    *,
    contact: object = None,
    account: object = None,
    phones: Iterable[str] = (),
    emails: Iterable[str] = (),
    domain: str | None = None,
    company: str = "",
    person: str = "",
    key: bytes | None = None,
) -> list[Mark]:
    """Every mark under which somebody could be suppressed, without repeats.

    `phones` are E.164, `emails` address keys (lower case), `company` and `person` folded names (`matching.company_key`,
    `person_key`), `key` the key of the hashes of those who were erased, None when nobody was.
    """
    phones, emails = list(phones), list(emails)
    marks: list[Mark] = [("phone", number) for number in phones]
    marks += [("email", email) for email in emails]
    marks += [(kind, str(known)) for kind, known in (("contact", contact), ("account", account)) if known]
    domains = [*map(domain_of, emails), *([domain] if domain else [])]
    marks += [mark for one in dict.fromkeys(domains) for mark in domain_marks(one)]
    marks += [("company", company)] if company else []
    if key:
        marks += erased_marks(key, phones, emails, person, company)
    return marks


def domain_marks(domain: str) -> list[Mark]:
    """A suppressed domain covers all below it: mail.firm.example is in firm.example."""
    labels = domain.split(".")
    return [("domain", ".".join(labels[start:])) for start in range(len(labels) - 1)]


def erased_marks(
    key: bytes, phones: Iterable[str], emails: Iterable[str], person: str, company: str
) -> list[Mark]:
    """The hashes somebody is known by after they were erased: each number, each address, name and company together."""
    texts = [*phones, *emails, *([f"{person} @ {company}"] if person and company else [])]
    return [("erased", erased_hash(key, text)) for text in texts]


def erased_hash(key: bytes, text: str) -> str:
    """HMAC-SHA256 (RFC 2104) in hexadecimal. Without `key`, which the store never holds, numbers cannot be tried out: a
    plain hash of a phone number is undone by hashing all of them (EDPB Guidelines 01/2025 on pseudonymisation)."""
    return hmac.digest(key, text.encode(), "sha256").hex()


def row_marks(cells: Cells, columns: ColumnMap, region: str) -> list[Mark]:
    """What a row of a do-not-contact file bars: its numbers and addresses; where it has none its domain, else its company.

    The narrowest wins: a row that names a person's number does not silence everybody else of the company.
    """
    return _ways(cells, columns, region) or _wholes(cells, columns)


def _ways(cells: Cells, columns: ColumnMap, region: str) -> list[Mark]:
    marks: list[Mark] = []
    for field in NUMBER_FIELDS:
        for cell in _filled(cells, columns, field):
            marks += [("phone", number.e164) for number in phone.parse_all(cell, region)]
    for cell in _filled(cells, columns, "email"):
        marks += [("email", address_key(address)) for address in addresses_in(cell)]
    return marks


def _wholes(cells: Cells, columns: ColumnMap) -> list[Mark]:
    sites = (site_domain(cell.removeprefix("@")) for cell in _filled(cells, columns, "website"))
    if found := [("domain", site) for site in sites if site]:
        return found
    names = (company_key(cell) for cell in _filled(cells, columns, "company"))
    return [("company", name) for name in names if name]


def _filled(cells: Cells, columns: ColumnMap, field: str) -> list[str]:
    return [cells[i].strip() for i in columns.of(field) if i < len(cells) and cells[i].strip()]


def bare_marks(cells: Cells, region: str) -> list[Mark]:
    """The marks in a row of which no column is recognised: each cell that reads as one.

    The national do-not-call files of the United States give area code and number in two cells ("617,5550142";
    telemarketing.donotcall.gov, "flat file").
    """
    if halves_of_a_number(cells):
        cells = ["".join(cell.strip() for cell in cells)]
    found = (_mark_in(cell.strip(), region) for cell in cells if cell.strip())
    return [mark for mark in found if mark]


def halves_of_a_number(cells: Sequence[str]) -> bool:
    """Whether a row is an area code and a number of seven digits, as the national files of the United States have it."""
    return [len(cell.strip()) for cell in cells] == [3, 7] and "".join(cells).replace(" ", "").isdecimal()
