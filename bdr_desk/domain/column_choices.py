"""What somebody ruled about the columns of a list, in their words: a column, several joined, or one text for every row."""

from collections.abc import Sequence
from dataclasses import dataclass

from bdr_desk.domain.column_names import FIELDS
from bdr_desk.domain.matching import fold
from bdr_desk.errors import BadInput

Choice = tuple[
    str, str
]  # a field, and a column's name, its number from 1, "A + B" (joined) or "=TEXT" (for every row)
IGNORE = "ignore"  # the field that takes a column out of the reading
JOINED = " + "
_MOST_NAMES = 30


@dataclass(frozen=True)
class Ruling:
    """A choice as it was understood: the columns of a field in the order given, or the text that stands for them."""

    field: str
    indexes: tuple[int, ...]
    constant: str | None = None


def ruling(names: Sequence[str], choice: Choice) -> Ruling:
    """Raises BadInput when the field or a column is not there."""
    field = choice[0].strip().lower().replace("-", "_").replace(" ", "_")
    wanted = choice[1].strip()
    if field not in FIELDS and field != IGNORE:
        raise BadInput(f"“{field}” is not a field of a list.", f"Use one of: {', '.join(FIELDS)}, {IGNORE}.")
    whole = _index(names, wanted)
    if whole is not None:
        return Ruling(field, (whole,))
    if wanted.startswith("="):
        return _constant(field, wanted[1:].strip())
    return Ruling(field, tuple(_existing(names, part.strip()) for part in wanted.split(JOINED)))


def _constant(field: str, text: str) -> Ruling:
    if field == IGNORE:
        raise BadInput("Only a column can be left out.", "Give its name or its number: ignore=COLUMN.")
    return Ruling(field, (), text)


def _existing(names: Sequence[str], wanted: str) -> int:
    found = _index(names, wanted)
    if found is None:
        raise BadInput(
            f"The list has no column “{wanted}”.",
            f"Its columns are: {quoted(names)}. A number from 1 also does.",
        )
    return found


def _index(names: Sequence[str], wanted: str) -> int | None:
    exact = (i for i, name in enumerate(names) if name == wanted)
    close = (i for i, name in enumerate(names) if fold(name) == fold(wanted) and fold(wanted))
    number = int(wanted) - 1 if wanted.isdecimal() and 1 <= int(wanted) <= len(names) else None
    return next(exact, None if wanted.startswith("=") or "+" in wanted else next(close, number))


def quoted(names: Sequence[str], most: int = _MOST_NAMES) -> str:
    """Names in one line, the first `most` of them."""
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")
