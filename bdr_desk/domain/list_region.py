"""Which country a list is of, by what stands in it: its country column, the codes of its numbers, the ends of its addresses.

It only suggests. A number without a country code is read as dialled in the list's country, so a wrong one spoils the list.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from bdr_desk.domain import phone, phone_plan
from bdr_desk.domain.columns import ColumnMap
from bdr_desk.domain.mail_address import addresses_in, domain_of
from bdr_desk.domain.matching import site_domain
from bdr_desk.domain.regions import country_code

FEWEST = 3  # cells that must tell a country before it is worth a word, and one of TENTH of the rows
TENTH = 10
MOST_OF_THEM = 0.75  # of the cells that tell one: below it the list is of several countries

NUMBERS = ("phone", "mobile", "home", "switchboard")
_NOWHERE = "ZZ"  # libphonenumber's region of no country: only a number with its code can be read there
_WITH_CODE = re.compile(r"\s*\(?(?:\+|00)\s*(?=[1-9])")
# Country code domains that anybody registers for what the letters say, IANA root zone database
_ANYBODYS = frozenset((
    "ac", "ag", "ai", "am", "bz", "cc", "cd", "co", "fm", "gg", "im", "io", "is", "la", "li",
    "ly", "me", "mu", "nu", "pw", "sc", "sh", "so", "st", "sx", "tk", "to", "tv", "vc", "ws",
))  # fmt: skip
_OWN_DOMAINS = {"uk": "GB"}
_OWN_NAMES = {
    "ÖSTERREICH": "AT", "SCHWEIZ": "CH", "SUISSE": "CH", "SVIZZERA": "CH", "BELGIË": "BE", "BELGIQUE": "BE",
    "NEDERLAND": "NL", "HOLLAND": "NL", "THE NETHERLANDS": "NL", "ALLEMAGNE": "DE", "ITALIA": "IT", "ESPAÑA": "ES",
    "DANMARK": "DK", "SVERIGE": "SE", "NORGE": "NO", "SUOMI": "FI", "POLSKA": "PL", "ÉIRE": "IE", "LUXEMBOURG": "LU",
    "ČESKO": "CZ", "CZECHIA": "CZ", "CZECH REPUBLIC": "CZ", "MAGYARORSZÁG": "HU", "HUNGARY": "HU", "ROMANIA": "RO",
    "ROMÂNIA": "RO", "GREECE": "GR", "ΕΛΛΆΔΑ": "GR", "TÜRKIYE": "TR", "TURKEY": "TR", "BRASIL": "BR", "BRAZIL": "BR",
    "MÉXICO": "MX", "MEXICO": "MX", "CHINA": "CN", "中国": "CN", "日本": "JP", "SINGAPORE": "SG", "ISRAEL": "IL",
    "SOUTH AFRICA": "ZA", "NEW ZEALAND": "NZ", "NORTHERN IRELAND": "GB", "U.S.A.": "US", "U.S.": "US",
}  # fmt: skip


@dataclass(frozen=True, repr=False)
class Clues:
    """The cells of a list's first rows that may tell its country; `rows` is how many rows there are."""

    rows: int
    countries: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Suggestion:
    """`hits` of `told` cells are of `region` (ISO 3166 alpha-2). `by` is "country", "number" or "address"."""

    region: str
    by: str
    hits: int
    told: int


def clues(columns: ColumnMap, rows: Sequence[Sequence[str]]) -> Clues:
    """What `rows` of a list read as `columns` has to tell. A text for every row stands in every row."""

    def cells(*fields: str) -> tuple[str, ...]:
        places = [index for field in fields for index in columns.of(field)]
        found = (row[place].strip() for row in rows for place in places if place < len(row))
        return tuple(filter(None, found))

    said = columns.constant("country")
    return Clues(
        len(rows),
        (said,) * len(rows) if said else cells("country"),
        cells(*NUMBERS),
        cells("email", "website"),
    )


def suggested(found: Clues, region: str) -> Suggestion | None:
    """The country the list is of, when it says so clearly; None where it says nothing, or speaks of several.

    The strongest clue that says anything decides. A country other than `region` (ISO 3166 alpha-2), which the list is read
    in now, must read at least as many of the numbers without a country code.
    """
    for by, told in _told(found):
        if len(told) >= max(FEWEST, found.rows / TENTH):
            best = _clear(by, told)
            return best if best and _reads_as_many(found.numbers, best.region, region) else None
    return None


def _told(found: Clues) -> Iterator[tuple[str, list[str]]]:
    """(clue, the countries its cells tell), the strongest clue first."""
    kinds: tuple[tuple[str, Iterable[str], Callable[[str], str | None]], ...] = (
        ("country", found.countries, named_region),
        ("number", found.numbers, number_region),
        ("address", found.addresses, address_region),
    )
    for by, cells, read in kinds:
        yield by, [region for region in map(read, cells) if region]


def _clear(by: str, told: Sequence[str]) -> Suggestion | None:
    region, hits = Counter(told).most_common(1)[0]
    return Suggestion(region, by, hits, len(told)) if hits >= MOST_OF_THEM * len(told) else None


def _reads_as_many(numbers: Iterable[str], there: str, here: str) -> bool:
    local = [text for text in numbers if not _WITH_CODE.match(text)]
    return there == here or _readable(local, there) >= _readable(local, here)


def _readable(numbers: Iterable[str], region: str) -> int:
    return sum(any(number.valid for number in phone.parse_all(text, region)) for text in numbers)


def named_region(text: str) -> str | None:
    """The country a cell names, in English, in its own language, or by its ISO 3166 alpha-2 code."""
    name = " ".join(text.upper().split())
    code = country_code(name) or _OWN_NAMES.get(name) or name
    return code if phone.is_region(code) else None


def number_region(text: str) -> str | None:
    """The country of a number that is written with its country code; None of any other."""
    begins = _WITH_CODE.match(text)
    number = phone.parse(f"+{text[begins.end() :]}", _NOWHERE) if begins else None
    return phone_plan.region_of(number.e164) if number and number.valid else None


def address_region(text: str) -> str | None:
    """The country whose domain an e-mail or web address ends in (RFC 1591 §2); None of the domains that anybody uses."""
    mail = next(iter(addresses_in(text)), "")
    end = (domain_of(mail) if mail else site_domain(text) or "").rpartition(".")[2]
    code = _OWN_DOMAINS.get(end, end.upper())
    return code if end not in _ANYBODYS and phone.is_region(code) else None
