"""A long list as people buy them: 12 columns, people of several cultures, numbers typed in twenty ways, one row in twenty
somebody who was there before. Nobody in it is real; the numbers are valid where they are, or a project would set them aside.

The n-th row is the same whatever the length of the list.
"""

import csv
import random
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path

from bdr_desk.domain.matching import fold
from tests.bench.made_up_people import CULTURES, FIRST, FORMS, SECOND, Culture, family_name

HEADER = (
    "Company", "First Name", "Last Name", "Job Title", "Phone", "E-mail Address", "Website", "Street", "City", "State",
    "Country", "Industry",
)  # fmt: skip
REGION, TODAY = "US", date(2027, 4, 6)
REPEATED = 0.05  # of the rows: half of them word for word, half typed anew
EXTENDED = 0.125  # of the numbers
PHONE, MAIL = HEADER.index("Phone"), HEADER.index("E-mail Address")

# City, state and area codes of the United States; city, country, and how national numbers there begin and go on.
US_PLACES = (
    ("Boston", "MA", "617 857"), ("New York", "NY", "212 646 917"), ("Chicago", "IL", "312 773"), ("Atlanta", "GA", "404 678"),
    ("Denver", "CO", "303 720"), ("Seattle", "WA", "206 253"), ("San Francisco", "CA", "415 628"), ("Dallas", "TX", "214 972"),
    ("Houston", "TX", "713 281"), ("Phoenix", "AZ", "602 480"), ("Philadelphia", "PA", "215 267"), ("Detroit", "MI", "313 248"),
    ("Minneapolis", "MN", "612 952"), ("Portland", "OR", "503 971"), ("Miami", "FL", "305 786"), ("Tampa", "FL", "813"),
    ("Charlotte", "NC", "704 980"), ("Columbus", "OH", "614 380"), ("Nashville", "TN", "615"),
    ("Salt Lake City", "UT", "801 385"),
)  # fmt: skip
ABROAD = (
    ("London", "United Kingdom", 44, "20 7 8", 7), ("Manchester", "United Kingdom", 44, "161 2 4", 6),
    ("Berlin", "Germany", 49, "30 2 5", 7), ("München", "Germany", 49, "89 2 5", 7), ("Paris", "France", 33, "1 4 5", 7),
    ("Lyon", "France", 33, "4 72 78", 6), ("Madrid", "Spain", 34, "91 2 3", 6), ("Warszawa", "Poland", 48, "22 5 6", 6),
    ("Mumbai", "India", 91, "22 2 6", 7), ("Tokyo", "Japan", 81, "3 3 5", 7), ("Johannesburg", "South Africa", 27, "11 2 4", 6),
)  # fmt: skip
CULTURE_OF = {
    44: 1,
    49: 2,
    33: 3,
    34: 4,
    48: 5,
    91: 6,
    81: 7,
    27: 8,
}  # by calling code: the place in CULTURES
US_WAYS = (
    "({0}) {1}-{2}", "{0}-{1}-{2}", "{0}.{1}.{2}", "{0}{1}{2}", "+1 {0} {1} {2}", "1-{0}-{1}-{2}", "+1{0}{1}{2}",
    "{0} {1} {2}", "({0}){1}-{2}", "1 ({0}) {1}-{2}", "+1 ({0}) {1}-{2}", "+1-{0}-{1}-{2}",
)  # fmt: skip
WAYS_ABROAD = (
    "+{0} {1} {2} {3}",
    "+{0}{1}{2}{3}",
    "011 {0} {1} {2} {3}",
    "+{0}-{1}-{2}-{3}",
    "+{0} {1} {2}{3}",
    "+{0} (0){1} {2} {3}",
)
WITHOUT_TRUNK_ZERO = (34, 48)
EXTENSIONS = (" x{0}", " ext. {0}", ";ext={0}", " Ext {0}", " extension {0}", "x{0}")
TITLES = (
    "CEO", "Chief Financial Officer", "VP Operations", "VP, Sales", "IT Manager", "Head of Procurement", "Plant Manager",
    "Director of Facilities", "Owner", "Office Manager", "Senior Buyer", "Director, Supply Chain", "Head of Human Resources",
    "Purchasing Manager", "Operations Director", "Warehouse Manager", "Managing Director", "Geschäftsführer", "Directeur général",
    "General Counsel", "Marketing Manager", "Controller", "Head of Engineering", "Quality Manager",
)  # fmt: skip
INDUSTRIES = (
    "Logistics", "Machinery", "Food & Beverages", "Pharmaceuticals", "Software", "Textiles", "Chemicals", "Insurance",
    "Hospitals and Health Care", "Construction", "Packaging", "Aviation", "Energy", "Wholesale",
)  # fmt: skip
STREETS = (
    "Main Street",
    "Oak Avenue",
    "Harbor Road",
    "Mill Lane",
    "Industrial Way",
    "Station Road",
    "2nd Avenue",
)
ENDS = {0: "com", 1: "co.uk", 2: "de", 3: "fr", 4: "es", 5: "pl", 6: "in", 7: "jp", 8: "co.za"}
PEOPLE_IN_A_COMPANY = 3


def write_long_list(file: Path, rows: int, start: int = 0) -> None:
    """Rows `start` and following, under a header."""
    with file.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADER)
        writer.writerows(row(n) for n in range(start, start + rows))


def row(n: int) -> list[str]:
    chance = random.Random(n)
    if n == 0 or chance.random() >= REPEATED:
        return person(n)
    before = chance.randrange(n)
    return person(before) if chance.random() < 0.5 else typed_anew(person(before), chance)


def typed_anew(cells: list[str], chance: random.Random) -> list[str]:
    """The same person as another clerk types them: another title, capital letters, no site."""
    cells[3], cells[MAIL] = chance.choice(TITLES), cells[MAIL].capitalize()
    cells[1], cells[6] = cells[1].upper(), ""
    return cells


def person(n: int) -> list[str]:
    chance = random.Random(-n - 1)
    company, site, street, industry, home = company_of(n // PEOPLE_IN_A_COMPANY)
    culture, place = home
    given, family = chance.choice(_words(culture[2])), family_name(chance, culture)
    if len(place) == 3:
        (city, state, areas), country = place, "USA"
        phone = us_number(chance, areas)
    else:
        city, country, code, begins, digits = place
        state, phone = "", number_abroad(chance, code, begins, digits)
    if chance.random() < EXTENDED:
        phone += chance.choice(EXTENSIONS).format(chance.randrange(10, 9999))
    mail = f"{_mailbox(given)}.{_mailbox(family)}@{site}"
    return [
        company, given, family, chance.choice(TITLES), phone, mail, f"www.{site}", street, city, state, country, industry,
    ]  # fmt: skip


@lru_cache(maxsize=1024)
def company_of(number: int) -> tuple[str, str, str, str, tuple[Culture, tuple]]:
    chance = random.Random(f"company {number}")
    place, at = chance.choice(US_PLACES), 0
    if chance.random() < 0.3:
        place = chance.choice(ABROAD)
        at = CULTURE_OF[place[2]]
    culture = CULTURES[at] if at or chance.random() < 0.7 else chance.choice(CULTURES)
    family = family_name(chance, culture)
    first = (
        f"{family} {chance.choice(FIRST)}" if chance.random() < 0.5 else f"{chance.choice(FIRST)} {family}"
    )
    name = f"{first} {chance.choice(SECOND)} {chance.choice(FORMS)}".strip()
    site = f"{_mailbox(first)}-{number}.{ENDS[at]}"
    street = f"{chance.randrange(1, 2000)} {chance.choice(STREETS)}"
    return name, site, street, chance.choice(INDUSTRIES), (culture, place)


def us_number(chance: random.Random, areas: str) -> str:
    """Valid by the plan: an exchange from 200 on, none that is a service (N11) or kept for films (555)."""
    exchange = chance.randrange(220, 990)
    while exchange % 100 == 11 or exchange == 555:
        exchange += 1
    return chance.choice(US_WAYS).format(
        chance.choice(_words(areas)), exchange, f"{chance.randrange(10**4):04}"
    )


def number_abroad(chance: random.Random, code: int, begins: str, digits: int) -> str:
    area, *first = _words(begins)
    number = f"{chance.choice(first)}{chance.randrange(10**digits):0{digits}}"
    ways = WAYS_ABROAD[:-1] if code in WITHOUT_TRUNK_ZERO else WAYS_ABROAD
    return chance.choice(ways).format(code, area, number[:4], number[4:])


@lru_cache
def _words(text: str) -> list[str]:
    return text.split()


@lru_cache(maxsize=1 << 16)
def _mailbox(name: str) -> str:
    letters = "".join(c for c in fold(name).replace(" ", "-") if c.isascii() and (c.isalnum() or c == "-"))
    return letters.strip("-") or "post"


def rows_of(file: Path) -> Iterator[list[str]]:
    """The rows of a list written here, without the header."""
    with file.open(newline="", encoding="utf-8") as stream:
        reader = csv.reader(stream)
        next(reader)
        yield from reader
