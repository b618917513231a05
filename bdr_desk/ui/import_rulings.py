"""What the user ruled about the columns of a file, and what each is read as then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bdr_desk.domain.column_names import FIELDS, MANY
from bdr_desk.domain.columns import IGNORE, Choice, Column, ColumnMap

JOIN = "+"  # before a field: the column's text stands behind that of the column that fills the field already
UNSURE_BELOW = 0.7  # confidence: what was found so is worth a look


@dataclass
class Rulings:
    """`columns` maps columns (from 0) to a field, IGNORE or JOIN + a field, in the order they were ruled on.

    `constants` are texts for every row by field; "" takes one away that was remembered.
    """

    columns: dict[int, str] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)

    def rule(self, index: int, chosen: str) -> None:
        """The later of two rulings wins."""
        self.columns.pop(index, None)
        self.columns[index] = chosen

    def copied(self) -> "Rulings":
        return Rulings(dict(self.columns), dict(self.constants))

    def __bool__(self) -> bool:
        return bool(self.columns or self.constants)


def corrected(found: ColumnMap, chosen: Mapping[int, str]) -> dict[int, str]:
    """The field of each column that is read or was ruled on: what was found, overruled by what was `chosen`, in its order.

    A field that only one column can fill leaves the column it was taken from, unless the new one is joined to it.
    """
    fields = {column.index: column.field for column in found.columns}
    for index, what in chosen.items():
        field_ = what.removeprefix(JOIN)
        if what == field_ and what != IGNORE and what not in MANY:
            fields = {other: IGNORE if was == field_ else was for other, was in fields.items()}
        fields.pop(index, None)
        fields[index] = field_
    return fields


def constants(found: ColumnMap, chosen: Mapping[str, str]) -> dict[str, str]:
    """The texts that fill a field in every row where no column does."""
    return {field_: text for field_, text in (dict(found.constants) | dict(chosen)).items() if text}


def choices(found: ColumnMap, rulings: Rulings, names: Sequence[str]) -> tuple[Choice, ...]:
    """The whole mapping in the words of an import; none while nothing was ruled, so that the file speaks for itself."""
    if not rulings:
        return ()
    columns = [(what, _reference(names, index)) for index, what in corrected(found, rulings.columns).items()]
    texts = dict(found.constants) | rulings.constants
    return (*columns, *((field_, f"={text}") for field_, text in texts.items()))


def _reference(names: Sequence[str], index: int) -> str:
    """A column by its name, or by its number where several go by that name."""
    return names[index] if names.count(names[index]) == 1 else str(index + 1)


def joined_to(fields: Mapping[int, str], index: int) -> tuple[int, ...]:
    """The columns, in their order, whose texts are joined with that of `index` in one field; none where it stands alone."""
    here = fields.get(index, IGNORE)
    if here == IGNORE or here in MANY:
        return ()
    several = tuple(other for other, field_ in fields.items() if field_ == here)
    return several if len(several) > 1 else ()


def joinable(fields: Mapping[int, str], index: int) -> dict[str, int]:
    """The fields that `index` could be joined to, each with the last column that fills it now."""
    filled = {field_: other for other, field_ in fields.items() if other != index}
    return {field_: filled[field_] for field_ in FIELDS if field_ in filled and field_ not in MANY}


def doubtful(column: Column | None, offers: Sequence[Column]) -> bool:
    """Whether what a column was found to be is worth a look: guessed with little confidence, or not at all."""
    if column is None:
        return bool(offers)
    return column.how in ("similar", "contents", "named") and column.confidence < UNSURE_BELOW
