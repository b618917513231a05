"""Which column of a list is which field: by its header and what stands in it, as last time, or as the user chose."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bdr_desk.domain.column_choices import IGNORE, Choice, Ruling, quoted, ruling
from bdr_desk.domain.column_contents import contradicts
from bdr_desk.domain.column_guess import Guess, Table, guesses, settled, table
from bdr_desk.domain.column_names import FIELDS, PHONE_FIELDS, field_named, plain_header
from bdr_desk.domain.mail_address import addresses_in
from bdr_desk.domain.matching import fold

__all__ = (
    "IGNORE", "Cells", "Choice", "Column", "ColumnMap", "column_names", "header_at", "match_columns", "quoted",
    "suggestions", "to_remember",
)  # fmt: skip

Cells = Sequence[str]
REACH = frozenset((*PHONE_FIELDS, "email"))
SAMPLE = 200  # rows that are looked at

_HEADER_WITHIN = 20  # titles and notes may stand above the header, but not more rows than this
_NUMBER = re.compile(r"[-+]?[\d.,:/ %-]*\d[\d.,:/ %-]*")
_BY_USER = ("remembered", "chosen")
_CONSTANT = "="  # before a text that stands for a column
_ORDER = {field: place for place, field in enumerate(FIELDS)}


@dataclass(frozen=True)
class Column:
    """`index` counts from 0. `how` it was matched: named, similar, contents, remembered or chosen; `confidence` 0 to 1."""

    field: str
    index: int
    name: str
    how: str
    confidence: float = 1.0


@dataclass(frozen=True)
class ColumnMap:
    """The fields of a list, in the order of `FIELDS`.

    Several columns may fill a field of `MANY`, each with a value of its own. Where the user chose several for another
    field their cells are joined with one space, in this order. `constants` hold for every row; `ignored` columns were
    put aside by the user.
    """

    columns: tuple[Column, ...]
    constants: tuple[tuple[str, str], ...] = ()
    ignored: tuple[int, ...] = ()

    def of(self, field: str) -> tuple[int, ...]:
        return self._by_field.get(field, ())

    def constant(self, field: str) -> str:
        """The text that fills `field` in every row, "" when there is none."""
        return dict(self.constants).get(field, "")

    @cached_property
    def _by_field(self) -> dict[str, tuple[int, ...]]:
        fields = dict.fromkeys(column.field for column in self.columns)
        return {field: tuple(c.index for c in self.columns if c.field == field) for field in fields}

    @property
    def reaches(self) -> bool:
        """Whether there is a column that says how to reach anybody."""
        return any(column.field in REACH for column in self.columns)

    def as_json(self) -> dict[str, Any]:
        """What `from_json` reads."""
        columns = [[c.field, c.index, c.name, c.how, c.confidence] for c in self.columns]
        return {
            "columns": columns,
            "constants": [list(c) for c in self.constants],
            "ignored": list(self.ignored),
        }

    @staticmethod
    def from_json(kept: Mapping[str, Any]) -> "ColumnMap":
        """Also reads mappings kept before there were confidences, constants and ignored columns."""
        columns = tuple(Column(*column) for column in kept.get("columns", ()))
        constants = tuple((str(field), str(text)) for field, text in kept.get("constants", ()))
        return ColumnMap(columns, constants, tuple(kept.get("ignored", ())))


def column_names(header: Cells | None, width: int) -> tuple[str, ...]:
    """The names of the columns: the header's, or "column 1" and so on where there is none."""
    given = [*(header or ())]
    return tuple(
        (given[i].strip() if i < len(given) else "") or f"column {i + 1}"
        for i in range(max(width, len(given)))
    )


def match_columns(
    header: Cells | None,
    sample: Sequence[Cells],
    region: str,
    chosen: Iterable[Choice] = (),
    remembered: Mapping[str, str] | None = None,
) -> ColumnMap:
    """Match columns to fields by header and contents (`sample`: some data rows, read as in `region`).

    `remembered` (see `to_remember`) overrules that, `chosen` overrules both. Raises BadInput when `chosen` names a field
    or a column that does not exist.
    """
    names, seen = _seen(header, sample, region)
    found = ColumnMap(tuple(_column(names, guess) for guess in settled(seen)))
    found = _overruled(found, names, _recalled(names, seen, remembered or {}), "remembered")
    found = _overruled(found, names, [ruling(names, choice) for choice in chosen], "chosen")
    ordered = sorted(found.columns, key=lambda column: (_ORDER[column.field], *_place(column)))
    return ColumnMap(tuple(ordered), found.constants, found.ignored)


def suggestions(header: Cells | None, sample: Sequence[Cells], region: str) -> tuple[tuple[Column, ...], ...]:
    """For each column what it may be, the most probable first, also what is too uncertain to be taken by itself."""
    names, seen = _seen(header, sample, region)
    return tuple(tuple(_once(_column(names, guess) for guess in found)) for found in guesses(seen))


def to_remember(columns: ColumnMap, header: Cells | None) -> dict[str, str]:
    """What the user ruled, for the next list of the same source: plain headers to fields, in the order chosen.

    A column without a header goes by its number, a constant by "=TEXT"; columns put aside are "ignore".
    """
    names = column_names(header, 1 + max((c.index for c in columns.columns), default=-1))
    ruled = [(c.index, c.field) for c in columns.columns if c.how in _BY_USER]
    ruled += [(index, IGNORE) for index in columns.ignored if index < len(names)]
    shared = Counter(plain for plain, _ in {(plain_header(names[i]), field) for i, field in ruled})
    kept = {_key(names[i], by_number=shared[plain_header(names[i])] > 1): field for i, field in ruled}
    return kept | {_CONSTANT + text: field for field, text in columns.constants}


def _key(name: str, *, by_number: bool) -> str:
    plain = plain_header(name)
    return fold(name) if by_number or plain in ("", "column") else plain


def _seen(header: Cells | None, sample: Sequence[Cells], region: str) -> tuple[tuple[str, ...], Table]:
    rows = sample[:SAMPLE]
    names = column_names(header, max((len(cells) for cells in rows), default=0))
    said = [cell.strip() for cell in header or ()] + [""] * len(names)
    return names, table(said[: len(names)], rows, region)


def _column(names: Sequence[str], guess: Guess) -> Column:
    return Column(guess.field, guess.index, names[guess.index], guess.how, guess.confidence)


def _once(columns: Iterable[Column]) -> Iterable[Column]:
    """Each field once, with its best confidence."""
    best: dict[str, Column] = {}
    for column in columns:
        best.setdefault(column.field, column)
    return best.values()


def _place(column: Column) -> tuple[int, int]:
    """Columns that were found stand as in the file; those of the user in the order they were given."""
    return (1, 0) if column.how in _BY_USER else (0, column.index)


def _recalled(names: Sequence[str], seen: Table, remembered: Mapping[str, str]) -> list[Ruling]:
    """What was ruled last time and still holds: a column known by its number alone must hold what it held."""
    rulings = []
    for key, field in remembered.items():
        if field not in FIELDS and field != IGNORE:
            continue
        if key.startswith(_CONSTANT):
            rulings.append(Ruling(field, (), key[1:]))
            continue
        exact = [i for i, name in enumerate(names) if fold(name) == key]
        plain = [
            i for i, name in enumerate(names) if plain_header(name) == key and fold(name) not in remembered
        ]
        found = (
            i
            for i in exact or plain
            if seen.names[i] or field == IGNORE or not contradicts(seen.looks[i], field)
        )
        rulings += [Ruling(field, (index,)) for index in found]
    return rulings


def _overruled(found: ColumnMap, names: Sequence[str], rulings: Sequence[Ruling], how: str) -> ColumnMap:
    columns = {index for each in rulings for index in each.indexes}
    fields = {each.field for each in rulings}
    kept = [c for c in found.columns if c.index not in columns and c.field not in fields]
    ruled = [
        Column(each.field, i, names[i], how) for each in rulings if each.field != IGNORE for i in each.indexes
    ]
    constants = {field: text for field, text in found.constants if field not in fields}
    constants |= {each.field: each.constant for each in rulings if each.constant is not None}
    ignored = {index for each in rulings if each.field == IGNORE for index in each.indexes}
    ignored |= {index for index in found.ignored if index not in columns}
    return ColumnMap((*kept, *ruled), tuple(constants.items()), tuple(sorted(ignored)))


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
