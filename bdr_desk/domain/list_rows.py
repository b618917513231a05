"""A row of a list: what its cells say, and what becomes of it (the verdict). Lists are long: a mapping is worked out once."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache, partial
from operator import itemgetter
from typing import NamedTuple

from bdr_desk.domain import phone
from bdr_desk.domain.columns import Cells, ColumnMap
from bdr_desk.domain.export import unguarded
from bdr_desk.domain.mail_address import address_key, addresses_in, domain_of, is_provider
from bdr_desk.domain.matching import company_key, fold, person_key, site_domain, split_name

MOST_OF_A_CELL = 250  # characters of a cell that are looked through for numbers and addresses
MOST_FIRMS = 1024  # firms of a list that are remembered: their people stand together, or far apart
_NOTHING = frozenset(
    ("", "-", "--", "---", ".", "?", "n/a", "na", "none", "null", "nil", "unknown", "#n/a", "-2")
)
_LONGEST_NOTHING = max(map(len, _NOTHING))
_KINDS = {"phone": "work", "switchboard": "switchboard", "mobile": "mobile", "home": "home"}
# Spaces of other widths read as a space; what has no width at all (zero-width marks, soft hyphens, byte order marks) goes.
_SPACES, _WIDTHLESS = "\u00a0\u2007\u202f\u2009\u3000", "\u200b\u200c\u200d\u200e\u200f\u2060\u00ad\ufeff"
_DIRECTIONS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_INVISIBLE = dict.fromkeys(map(ord, _SPACES), " ") | dict.fromkeys(map(ord, _WIDTHLESS + _DIRECTIONS))


class Verdict(StrEnum):
    """What became of a row. Every row has one."""

    ADDED = "added"  # a new lead
    MERGED = "merged"  # somebody known: new numbers and addresses were kept, nothing else changed
    QUARANTINED = "quarantined"  # kept, not called, until somebody puts it right
    REFUSED = "refused"  # not a row of this list


@dataclass(frozen=True, repr=False)
class Flaw:
    """What is wrong with a cell, or with the whole row when `field` is empty. `rule` is a key of `hygiene.RULES`."""

    field: str
    value: str
    rule: str


class ListPhone(NamedTuple):
    number: phone.Phone
    kind: str
    as_typed: str

    def __repr__(self) -> str:  # personal data stays out of logs
        return f"<ListPhone {self.kind}>"


class Firm(NamedTuple):
    """The company a row is about: what depends on the cells of company and place alone. The rows of its people share it.

    `company` is the cell as it stands, `domain` that of its site; `place` has the texts named by `PLACE_TEXTS`, `town` is folded.
    """

    company: str
    domain: str | None
    texts: Mapping[str, str]
    place: tuple[str | None, ...]
    town: str

    def __repr__(self) -> str:  # who is called stays out of logs
        return "<Firm>"


class ReadRow(NamedTuple):
    """`account_name` is never empty: company, else domain, else person, else number."""

    number: int
    account_name: str
    name: str
    given_name: str
    family_name: str
    phones: tuple[ListPhone, ...]
    mails: tuple[tuple[str, str], ...]  # (address, key)
    domain: str | None
    texts: Mapping[str, str]  # title, street, city, state ... as they stand
    flaws: tuple[Flaw, ...]
    firm: Firm
    repeats: bool = False  # the cell of the name only repeats the company: it is nobody's

    def __repr__(self) -> str:  # personal data stays out of logs
        return f"<ReadRow {self.number}>"

    @property
    def emails(self) -> tuple[str, ...]:
        return tuple([address for address, _ in self.mails])

    @property
    def company(self) -> str:
        return self.firm.company

    @property
    def company_key(self) -> str:
        return company_key(self.account_name)

    @property
    def name_key(self) -> str:
        return person_key(self.name) if self.name else ""


@lru_cache(maxsize=8192)
def town_key(city: str, state: str) -> str:
    return fold(f"{city} {state}")


def who_key(name_key: str, account_key: str) -> str:
    """The key by which a contact is known among those with the same number or address."""
    return name_key or f"@{account_key}"


PLACE_TEXTS = ("industry", "size", "street", "city", "state", "postal_code", "country")
_OF_A_FIRM = frozenset(("company", "website", *PLACE_TEXTS))
TEXTS = (
    "title", "street", "city", "state", "postal_code", "country", "industry", "size", "note", "updated",
    "do_not_call",
)  # fmt: skip


def refusal(cells: Cells, width: int, header: Cells | None) -> Flaw | None:
    """Why a row cannot be used at all, None when it can."""
    if not any(cells) or not any(map(str.strip, cells)):
        return Flaw("", "", "blank")
    if len(cells) > width and any(map(str.strip, cells[width:])):
        return Flaw("", next(cell.strip() for cell in cells[width:] if cell.strip()), "columns")
    if header and cells[0].strip() == header[0] and [cell.strip() for cell in cells] == list(header):
        return Flaw("", "", "header_again")
    return None


def read_row(number: int, cells: Cells, columns: ColumnMap, region: str) -> ReadRow:
    """What the cells say. Numbers are read as somebody in `region` (ISO 3166 alpha-2) would; `number` is the row's."""
    return row_reader(columns, region)(number, cells)


@lru_cache(maxsize=16)
def row_reader(columns: ColumnMap, region: str) -> Callable[[int, Cells], ReadRow]:
    """The function that reads the rows of a list whose columns are `columns`.

    Each field is worked out to a function on some tidy cells beforehand, and a firm is read once for all its people who
    stand together: a million rows have no time for more.
    """
    width = 1 + max((column.index for column in columns.columns), default=-1)
    firm_cells, firm_columns = _part(columns, of_firm=True)
    own_cells, own_columns = _part(columns, of_firm=False)
    firm_of = _firm_reader(firm_columns)
    one, many = partial(_as_one, own_columns), partial(_as_many, own_columns)
    texts = [(name, find) for name in TEXTS if name not in _OF_A_FIRM and (find := one(name, ", "))]
    phones = [(name, kind, cells) for name, kind in _KINDS.items() if (cells := many(name))]
    emails = many("email") or _none
    full, given, middle, family, extension = (one(name, " ") or _nothing for name in _ONES)

    def read(number: int, cells: Cells) -> ReadRow:
        if len(cells) < width:
            cells = [*cells, *[""] * (width - len(cells))]
        firm = firm_of(firm_cells(cells))
        tidied, lines = tidy(own_cells(cells))
        numbers, bad_numbers = _phones(tidied, phones, region, extension)
        mails, bad_mails = _mails(tidied, emails)
        said = {**firm.texts}
        for name, find in texts:
            said[name] = find(lines)
        first = given(lines) if middle is _nothing else f"{given(lines)} {middle(lines)}".strip()
        whole = full(lines)
        names = _names(firm.company, whole, first, family(lines))
        domain = firm.domain or _own_domain(mails)
        account = firm.company or domain or names[0] or _first(numbers, mails)
        flaws = bad_numbers + bad_mails
        repeats = whole != "" and names[0] == ""
        return ReadRow(number, account, *names, numbers, mails, domain, said, flaws, firm, repeats)

    return read


def _part(columns: ColumnMap, *, of_firm: bool) -> tuple[Callable[[Cells], tuple[str, ...]], ColumnMap]:
    """The columns about the firm, or all others: the function that picks their cells, and where each stands among these."""
    kept = [column for column in columns.columns if (column.field in _OF_A_FIRM) == of_firm]
    picked = tuple(replace(column, index=place) for place, column in enumerate(kept))
    return _picker([column.index for column in kept]), ColumnMap(picked, columns.constants)


def _picker(places: list[int]) -> Callable[[Cells], tuple[str, ...]]:
    if len(places) > 1:
        return itemgetter(*places)
    return lambda cells: tuple([cells[place] for place in places])


def _firm_reader(columns: ColumnMap) -> Callable[[tuple[str, ...]], Firm]:
    one = partial(_as_one, columns)
    texts = [(name, find) for name in PLACE_TEXTS if (find := one(name, ", "))]
    company, website = (one(name, " ") or _nothing for name in ("company", "website"))

    @lru_cache(maxsize=MOST_FIRMS)
    def read(cells: tuple[str, ...]) -> Firm:
        _, lines = tidy(cells)
        said = dict.fromkeys(TEXTS, "")
        for name, find in texts:
            said[name] = find(lines)
        if said["industry"].replace("-", "").isdecimal():  # a code of somebody's own
            said["industry"] = ""
        place = tuple([said[name] or None for name in PLACE_TEXTS])
        town = town_key(said["city"], said["state"])
        return Firm(company(lines), _site(website(lines)), said, place, town)

    return read


_ONES = ("name", "given_name", "middle_name", "family_name", "extension")
_Texts = list[str]
_Mail = tuple[str, str]  # an address as it stands, and its key


def tidy(cells: Cells) -> tuple[_Texts, _Texts]:
    """The cells without the space around them, what cannot be seen in them, and the apostrophe that kept a spreadsheet
    from running them; "" for what stands for nothing ("n/a", "-"). And the same with the space within each cell as single
    blanks.
    """
    row = "".join(cells)
    seen = row.isprintable()  # no spaces of other widths, no marks without any, no line breaks
    if not seen:
        cells = [cell.translate(_INVISIBLE) for cell in cells]
    if "'" in row:
        cells = [unguarded(cell.lstrip()) for cell in cells]
    found = [
        text if len(text := cell.strip()) > _LONGEST_NOTHING or text.lower() not in _NOTHING else ""
        for cell in cells
    ]
    return found, found if seen and "  " not in row else [" ".join(cell.split()) for cell in found]


def _nothing(_cells: _Texts) -> str:
    return ""


def _none(_cells: _Texts) -> _Texts:
    return []


def _as_one(columns: ColumnMap, name: str, between: str) -> Callable[[_Texts], str] | None:
    """A field as one text on one line; None where no column or constant fills it."""
    places, constant = columns.of(name), columns.constant(name)
    if len(places) != 1:
        several = _as_many(columns, name)
        return (lambda cells: between.join(several(cells))) if several else None
    place: Callable[[_Texts], str] = itemgetter(places[0])
    return (lambda cells: place(cells) or constant) if constant else place


def _as_many(columns: ColumnMap, name: str) -> Callable[[_Texts], _Texts] | None:
    """The filled cells of a field, each once; None where no column or constant fills it."""
    places, constant = columns.of(name), columns.constant(name)
    if not places and not constant:
        return None
    if len(places) == 1 and not constant:
        only = places[0]
        return lambda cells: [cell] if (cell := cells[only]) else []

    def many(cells: _Texts) -> _Texts:
        found = [cells[place] for place in places if cells[place]]
        return (list(dict.fromkeys(found)) if len(found) > 1 else found) or ([constant] if constant else [])

    return many


def _site(text: str) -> str | None:
    return site_domain(text) if text else None


def _own_domain(mails: Sequence[_Mail]) -> str | None:
    return next((domain for _, key in mails if not is_provider(domain := domain_of(key))), None)


def _first(phones: Sequence[ListPhone], mails: Sequence[_Mail]) -> str:
    return phones[0].number.e164 if phones else mails[0][0] if mails else ""


def _names(company: str, name: str, given: str, family: str) -> tuple[str, str, str]:
    """Full, given and family name. A full name that only repeats the company is nobody's."""
    if not (given or family):
        if not name or (company and fold(name) == fold(company)):
            return "", "", ""
        given, family = split_name(name)
    return name or f"{given} {family}".strip(), given, family


def _phones(
    cells: _Texts, columns: Sequence[tuple[str, str, Callable[[_Texts], _Texts]]], region: str,
    extension: Callable[[_Texts], str],
) -> tuple[tuple[ListPhone, ...], tuple[Flaw, ...]]:  # fmt: skip
    found: dict[str, ListPhone] = {}
    flaws: tuple[Flaw, ...] = ()
    for column, kind, find in columns:
        for cell in find(cells):
            usable = False
            for number in phone.parse_all(cell[:MOST_OF_A_CELL], region):
                if number.valid:
                    usable = True
                    found.setdefault(number.e164, ListPhone(number, kind, cell))
            if not usable:
                flaws += (Flaw(column, cell, "invalid_phone"),)
    phones = tuple(found.values())
    if phones and not phones[0].number.extension and (given := extension(cells)):
        phones = (_extended(phones[0], given), *phones[1:])
    return phones, flaws


def _extended(first: ListPhone, extension: str) -> ListPhone:
    digits = "".join(re.findall(r"\d", extension))
    number = phone.Phone(first.number.e164, digits, first.number.valid)
    return ListPhone(number, first.kind, first.as_typed) if digits else first


def _mails(cells: _Texts, find: Callable[[_Texts], _Texts]) -> tuple[tuple[_Mail, ...], tuple[Flaw, ...]]:
    found: dict[str, _Mail] = {}
    flaws: tuple[Flaw, ...] = ()
    for cell in find(cells):
        addresses = addresses_in(cell[:MOST_OF_A_CELL])
        if not addresses:
            flaws += (Flaw("email", cell, "invalid_email"),)
        for address in addresses:
            key = address_key(address)
            found.setdefault(key, (address, key))
    return tuple(found.values()), flaws


@dataclass(frozen=True)
class Tally:
    rows: int = 0
    added: int = 0
    merged: int = 0
    quarantined: int = 0
    refused: int = 0


def tally(counts: dict[Verdict, int]) -> Tally:
    return Tally(sum(counts.values()), *(counts.get(verdict, 0) for verdict in Verdict))
