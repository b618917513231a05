"""Which column of a list is which field: by the header's names, by what stands in the cells, or as the user chose."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from bdr_desk.domain import phone
from bdr_desk.domain.column_names import FIELDS, MANY, PHONE_FIELDS, field_named, plain_header
from bdr_desk.domain.mail_address import addresses_in
from bdr_desk.domain.matching import fold, site_domain
from bdr_desk.errors import BadInput

Cells = Sequence[str]
Choice = tuple[str, str]  # a field, and a column's name or its number from 1
IGNORE = "ignore"  # the field that takes a column out of the reading
REACH = frozenset((*PHONE_FIELDS, "email"))

_ENOUGH = 0.5  # share of a column's filled cells that must look alike for the column to be recognised by them
_HEADER_WITHIN = 20  # titles and notes may stand above the header, but not more rows than this
_DAY = re.compile(r"(19|20)\d\d[-/.]?[01]\d[-/.]?[0-3]\d")
_NUMBER = re.compile(r"[-+]?[\d.,:/ %-]*\d[\d.,:/ %-]*")
_PHONE_LIKE = re.compile(r"\+?[\d\s().\-/]{7,24}")


@dataclass(frozen=True)
class Column:
    """`index` counts from 0. `how` it was matched: named, similar, contents or chosen."""

    field: str
    index: int
    name: str
    how: str


@dataclass(frozen=True)
class ColumnMap:
    """The fields of a list, in the order of `FIELDS`; several columns may fill a field of `MANY`."""

    columns: tuple[Column, ...]

    def of(self, field: str) -> tuple[int, ...]:
        return self._by_field.get(field, ())

    @cached_property
    def _by_field(self) -> dict[str, tuple[int, ...]]:
        fields = dict.fromkeys(column.field for column in self.columns)
        return {field: tuple(c.index for c in self.columns if c.field == field) for field in fields}

    @property
    def reaches(self) -> bool:
        """Whether there is a column that says how to reach anybody."""
        return any(column.field in REACH for column in self.columns)


def column_names(header: Cells | None, width: int) -> tuple[str, ...]:
    """The names of the columns: the header's, or "column 1" and so on where there is none."""
    given = [*(header or ())]
    return tuple(
        (given[i].strip() if i < len(given) else "") or f"column {i + 1}"
        for i in range(max(width, len(given)))
    )


def match_columns(
    header: Cells | None, sample: Sequence[Cells], region: str, chosen: Iterable[Choice] = ()
) -> ColumnMap:
    """Match columns to fields. `sample` is some data rows, read where names do not tell; `chosen` overrules.

    Raises BadInput when `chosen` names a field or a column that does not exist.
    """
    names = column_names(header, max((len(cells) for cells in sample), default=0))
    found = list(_by_name(names, sample) if header else _by_contents(names, sample, region))
    if header and not any(column.field in REACH for column in found):
        taken = {column.index for column in found}
        found += [c for c in _reach_by_contents(names, sample, region) if c.index not in taken]
    order = list(FIELDS)
    columns = _overruled(found, [_choice(names, *pair) for pair in chosen])
    return ColumnMap(tuple(sorted(columns, key=lambda column: order.index(column.field))))


def _by_name(names: Sequence[str], sample: Sequence[Cells]) -> Iterator[Column]:
    offers: dict[str, list[tuple[int, int]]] = {}
    for index, name in enumerate(names):
        if found := field_named(name):
            offers.setdefault(found[0], []).append((found[1], index))
    for field, ranked in _names_settled(offers, names, sample).items():
        for rank, index in ranked if field in MANY else sorted(ranked)[:1]:
            yield Column(field, index, names[index], "named" if rank < 100 else "similar")


def _names_settled(
    offers: dict[str, list[tuple[int, int]]], names: Sequence[str], sample: Sequence[Cells]
) -> dict[str, list[tuple[int, int]]]:
    """A bare "Name" is the company's in a list that has no other company and nothing else about a person.

    Addresses made of the names ("Ann Lee", ann.lee@) are about a person.
    """
    persons = {"given_name", "family_name", "title"} & offers.keys()
    bare = [offer for offer in offers.get("name", ()) if plain_header(names[offer[1]]) == "name"]
    mails = [index for _, index in offers.get("email", ())]
    alone = "company" not in offers and not persons and len(offers.get("name", ())) == len(bare)
    if bare and alone and not _in_addresses(sample, bare[0][1], mails):
        offers = {**offers, "company": bare}
        del offers["name"]
    if len(offers.get("street", ())) > 1:  # the home address stays out when there is one of the office
        work = [offer for offer in offers["street"] if "home" not in plain_header(names[offer[1]])]
        offers = {**offers, "street": work or offers["street"]}
    return offers


def _by_contents(names: Sequence[str], sample: Sequence[Cells], region: str) -> Iterator[Column]:
    reach = list(_reach_by_contents(names, sample, region))
    yield from reach
    taken = {column.index for column in reach}
    mails = [c.index for c in reach if c.field == "email"]
    text = next(
        (i for i in range(len(names)) if i not in taken and _names_something(_column(sample, i))), None
    )
    if text is not None:
        yield Column(
            "name" if _in_addresses(sample, text, mails) else "company", text, names[text], "contents"
        )
    site = next(
        (i for i in range(len(names)) if i not in taken and _share(_column(sample, i), _is_site)), None
    )
    if site is not None and site != text:
        yield Column("website", site, names[site], "contents")


def _reach_by_contents(names: Sequence[str], sample: Sequence[Cells], region: str) -> Iterator[Column]:
    for index, name in enumerate(names):
        cells = _column(sample, index)
        if _share(cells, lambda cell: bool(addresses_in(cell))):
            yield Column("email", index, name, "contents")
        elif _share(cells, _is_phone_like) and _share(cells, lambda cell: _reads(cell, region)):
            yield Column("phone", index, name, "contents")


def _column(sample: Sequence[Cells], index: int) -> list[str]:
    cells = (cells[index].strip() for cells in sample if index < len(cells))
    return [cell for cell in cells if cell]


def _share(cells: Sequence[str], looks: Callable[[str], bool]) -> bool:
    return bool(cells) and sum(map(looks, cells)) >= _ENOUGH * len(cells)


def _is_phone_like(cell: str) -> bool:
    digits = sum(c.isdigit() for c in cell)
    return bool(_PHONE_LIKE.fullmatch(cell)) and 7 <= digits <= 15 and not _DAY.fullmatch(cell)


def _reads(cell: str, region: str) -> bool:
    """Whether `cell` is a number in `region`, or written as only phone numbers are (a leading 0 or +, or groups)."""
    found = phone.parse(cell, region)
    return bool(found and found.valid) or bool(re.match(r"\+|0\d|\(\d", cell) and len(cell.split()) < 7)


def _is_site(cell: str) -> bool:
    return (
        "@" not in cell and " " not in cell and site_domain(cell) is not None and not _NUMBER.fullmatch(cell)
    )


def _names_something(cells: Sequence[str]) -> bool:
    """Mostly different cells of several words without much punctuation: what names of companies and people look like."""
    worded = [cell for cell in cells if re.search(r"[^\W\d_]{2,}\W+[^\W\d_]{1,}", cell) and "@" not in cell]
    return len(worded) >= _ENOUGH * max(len(cells), 1) and len(set(worded)) >= 0.6 * max(len(cells), 1)


def _in_addresses(sample: Sequence[Cells], text: int, mails: Sequence[int]) -> bool:
    """Whether the words of column `text` stand in the local part of the e-mail beside it: then it is a person."""
    pairs = [
        (c[text], c[mails[0]].partition("@")[0]) for c in sample if mails and max(text, mails[0]) < len(c)
    ]
    hits = sum(
        any(word in fold(local) for word in fold(name).split() if len(word) > 2) for name, local in pairs
    )
    return bool(pairs) and hits >= _ENOUGH * len(pairs)


def _choice(names: Sequence[str], field: str, column: str) -> Column:
    field = field.strip().lower().replace("-", "_").replace(" ", "_")
    if field not in FIELDS and field != IGNORE:
        raise BadInput(f"“{field}” is not a field of a list.", f"Use one of: {', '.join(FIELDS)}, {IGNORE}.")
    index = _column_index(names, column.strip())
    return Column(field, index, names[index], "chosen")


def _column_index(names: Sequence[str], wanted: str) -> int:
    exact = [i for i, name in enumerate(names) if name == wanted]
    close = [i for i, name in enumerate(names) if fold(name) == fold(wanted)]
    if exact or (close and wanted):
        return (exact or close)[0]
    if wanted.isdecimal() and 1 <= int(wanted) <= len(names):
        return int(wanted) - 1
    raise BadInput(
        f"The list has no column “{wanted}”.", f"Its columns are: {quoted(names)}. A number from 1 also does."
    )


def quoted(names: Sequence[str], most: int = 30) -> str:
    """Names in one line, the first `most` of them."""
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


def _overruled(found: Sequence[Column], chosen: Sequence[Column]) -> list[Column]:
    columns = {column.index for column in chosen}
    fields = {column.field for column in chosen}
    kept = [c for c in found if c.index not in columns and c.field not in fields]
    return kept + [c for c in chosen if c.field != IGNORE]


def header_at(records: Sequence[Cells]) -> int | None:
    """The index in `records` of the header, None when the list starts with data.

    A header is the first wide row that holds usual names; failing that, a first row of nothing but words.
    """
    width = _usual_width(records)
    for place, cells in enumerate(records[:_HEADER_WITHIN]):
        if _is_header(cells, width):
            return place
    first = next((i for i, cells in enumerate(records) if any(cell.strip() for cell in cells)), None)
    return None if first is None or any(map(_is_value, records[first])) else first


def _usual_width(records: Sequence[Cells]) -> int:
    widths = Counter(len(cells) for cells in records if any(cell.strip() for cell in cells))
    return widths.most_common(1)[0][0] if widths else 0


def _is_header(cells: Cells, width: int) -> bool:
    filled = [cell for cell in cells if cell.strip()]
    known = sum(field_named(cell) is not None for cell in filled)
    values = sum(map(_is_value, filled))
    return 2 * len(filled) >= width and known >= max(1, min(2, len(filled))) and values < known


def _is_value(cell: str) -> bool:
    """Whether a cell holds data, such as no header is called: a number, a date, an address."""
    text = cell.strip()
    return bool(text) and (bool(addresses_in(text)) or bool(_NUMBER.fullmatch(text)))
