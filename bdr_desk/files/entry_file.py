"""A list file taken in as entries, one a row: whom to bar, who is a customer. What could not be used is told row by row."""

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, field

from bdr_desk.domain.columns import Cells, Choice, ColumnMap, match_columns
from bdr_desk.errors import Cancelled
from bdr_desk.files.list_file import ListFile

MOST_PROBLEMS = 1_000  # in the answer

Progress = Callable[[int], bool]  # hears how many rows are done; False stops


@dataclass(frozen=True, repr=False)
class Unused:
    """A row that nothing was made of: `row` counts from 1 in the file."""

    row: int
    value: str
    says: str


@dataclass(repr=False)
class Problems:
    """The first rows that could not be used; `left_out` counts those beyond."""

    told: list[Unused] = field(default_factory=list)
    left_out: int = 0

    def add(self, number: int, value: str, says: str) -> None:
        if len(self.told) < MOST_PROBLEMS:
            self.told.append(Unused(number, value, says))
        else:
            self.left_out += 1


def text_of(cells: Cells) -> str:
    """A whole row as somebody reads it, "" when it is blank."""
    return " ".join(" ".join(cells).split())


def columns_of(file: ListFile, region: str, chosen: Iterable[Choice]) -> ColumnMap:
    """Its columns as in a call list, or as `chosen`. Raises BadInput for a wrong choice."""
    return match_columns(file.header, [cells for _, cells in file.sample], region, chosen)


def all_rows(file: ListFile, is_entry: Callable[[Cells], object]) -> Iterator[tuple[int, Cells]]:
    """In a file without headings the first entry may have been taken for one ("firm.example" alone on a line)."""
    if file.header and file.sample and is_entry(file.header):
        yield max(1, file.sample[0][0] - 1), file.header
    yield from file.rows()


def read_as(columns: ColumnMap | None, fields: Container[str], otherwise: str) -> str:
    """How the `fields` that count were found, in words; `otherwise` where no columns were."""
    if columns is None:
        return otherwise
    return ", ".join(f"{c.name} as {c.field}" for c in columns.columns if c.field in fields)


def go_on(progress: Progress | None, rows: int) -> None:
    """Tell how many rows are done. Raises Cancelled when whoever listens wants to stop."""
    if progress and not progress(rows):
        raise Cancelled("Cancelled.", "Nothing was changed.")
