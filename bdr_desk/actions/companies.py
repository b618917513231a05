"""The customers and competitors of a project: one added, a file of them, some taken off again.

They count for the lists that come in from then on. Leads that are there already are shown by `queries.companies.leads_at`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from bdr_desk.desk import Desk
from bdr_desk.domain.column_choices import quoted
from bdr_desk.domain.column_names import field_named
from bdr_desk.domain.columns import Cells, Choice, ColumnMap, column_names
from bdr_desk.domain.companies import Book, Entry, Part, Taken
from bdr_desk.domain.company_reading import entry_in, entry_of, is_heading, read_company
from bdr_desk.domain.list_rows import row_reader
from bdr_desk.errors import FileProblem, NotFound, Refused
from bdr_desk.files.entry_file import (
    Problems,
    Progress,
    Unused,
    all_rows,
    columns_of,
    go_on,
    read_as,
    text_of,
)
from bdr_desk.files.list_file import ListFile, open_list
from bdr_desk.queries.rows import need
from bdr_desk.store.columns import new_key
from bdr_desk.store.companies import company_rows, remove_company
from bdr_desk.store.tables import Project, ProjectCompany
from bdr_desk.store.writing import Writing

_REACH = ("company", "website", "email")
LIKENESS = 100  # from this rank on, a heading is only like a field's name
_TOLD = 2_000  # rows between two words about the progress


@dataclass(frozen=True, repr=False)
class CompanyAdded:
    """`company` is None when all that was said is known already."""

    company: UUID | None
    taken: Taken
    name: str
    domain: str | None


@dataclass(frozen=True, repr=False)
class CompaniesFile:
    """Every row is in one of the five counts: `other` stand among the other kind, `unread` name no company. `left_out` are
    rows not taken beyond those in `problems`."""

    rows: int
    added: int
    completed: int
    known: int
    other: int
    unread: int
    read_as: str
    problems: tuple[Unused, ...]
    left_out: int


def add_company(
    desk: Desk, project: UUID, part: Part, name: str, site: str = "", *, both: bool = False
) -> CompanyAdded:
    """Note that a company is a customer or a competitor: by its name, its site, or both in `name`.

    Raises BadInput: it names none; Refused: it stands among the other kind, unless `both` says that it is both; NotFound.
    """
    entry = read_company(name, site)
    with desk.write() as tx:
        need(tx, Project, project)
        adding = _Adding(tx, project, part, both)
        taken, key = adding.take(entry)
        if taken is Taken.OTHER:
            raise Refused(
                f"{entry.name} is a {_other(part)} of this project.",
                "Remove it there first, or say that it is both (--both).",
            )
        adding.write()
        return CompanyAdded(key, taken, entry.name, entry.domain)


def remove_companies(desk: Desk, project: UUID, companies: Sequence[UUID]) -> int:
    """Take companies off the project's lists; returns how many. Raises NotFound when one is not there; then none is."""
    with desk.write() as tx:
        for key in companies:
            row = tx.get(ProjectCompany, key)
            if row is None or row.project_id != project:
                raise NotFound(
                    "There is no such company on the list.", "Those there are: bdr-desk companies."
                )
            remove_company(tx, row)
    return len(companies)


def add_companies_file(
    desk: Desk,
    project: UUID,
    part: Part,
    path: Path,
    *,
    both: bool = False,
    chosen: Iterable[Choice] = (),
    progress: Progress | None = None,
) -> CompaniesFile:
    """Add every company of a list file, by its company, website and e-mail columns, in one transaction.

    Columns are recognised as in a call list, or `chosen`; of a file with one column each cell is a company. `progress`
    hears the rows done and stops it by returning False. Raises BadInput, FileProblem, NotFound, Cancelled; then nothing
    was changed.
    """
    with desk.write() as tx:
        region = need(tx, Project, project).region
        file = open_list(path)
        columns = _columns(file, region, chosen)
        adding, counts = _Adding(tx, project, part, both), _Counts(part)
        for number, cells, entry in _entries(file, columns, region):
            counts.add(number, cells, adding.take(entry)[0] if entry else Taken.UNREAD)
            if counts.rows % _TOLD == 0:
                go_on(progress, counts.rows)
        adding.write()
    return counts.told(read_as(columns, _REACH, "each row as a company"))


class _Adding:
    """Entries of one kind on their way into the store."""

    def __init__(self, tx: Writing, project: UUID, part: Part, both: bool) -> None:
        self._tx, self._same = tx, {"project_id": project, "kind": str(part)}
        self._book = Book.of(company_rows(tx, project, part))
        self._other = Book() if both else Book.of(company_rows(tx, project, _other(part)))
        self._new: dict[UUID, dict[str, Any]] = {}

    def take(self, entry: Entry) -> tuple[Taken, UUID | None]:
        """What becomes of `entry`, and the company it stands for where something changed."""
        if self._book.has(entry):
            return Taken.KNOWN, None
        if self._other.names_it(entry):
            return Taken.OTHER, None
        known = self._book.complete(entry)
        key = known or new_key()
        if known:
            self._give_site(known, entry)
        else:
            self._new[key] = {"id": key, **self._same, **entry._asdict()}
        self._book.note(key, entry.name_key, entry.domain)
        return (Taken.COMPLETED if known else Taken.ADDED), key

    def _give_site(self, key: UUID, entry: Entry) -> None:
        if key in self._new:
            self._new[key]["domain"] = entry.domain
        else:
            self._tx.get_one(ProjectCompany, key).domain = entry.domain

    def write(self) -> None:
        if self._new:
            rows = [*self._new.values()]
            self._tx.insert_many(ProjectCompany, rows, about=("project_company", rows[0]["id"]))


@dataclass(repr=False)
class _Counts:
    part: Part
    rows: int = 0
    taken: Counter[Taken] = field(default_factory=Counter)
    problems: Problems = field(default_factory=Problems)

    def add(self, number: int, cells: Cells, taken: Taken) -> None:
        self.rows += 1
        self.taken[taken] += 1
        if taken in (Taken.OTHER, Taken.UNREAD):
            self.problems.add(number, text_of(cells), self._says(taken))

    def _says(self, taken: Taken) -> str:
        if taken is Taken.OTHER:
            return f"is a {_other(self.part)} of this project: remove it there, or say that it is both"
        return "names no company"

    def told(self, read_as: str) -> CompaniesFile:
        of = self.taken
        return CompaniesFile(
            self.rows, of[Taken.ADDED], of[Taken.COMPLETED], of[Taken.KNOWN], of[Taken.OTHER], of[Taken.UNREAD], read_as,
            tuple(self.problems.told), self.problems.left_out,
        )  # fmt: skip


def _other(part: Part) -> Part:
    return Part.COMPETITOR if part is Part.CUSTOMER else Part.CUSTOMER


def _columns(file: ListFile, region: str, chosen: Iterable[Choice]) -> ColumnMap | None:
    """The columns that name a company; None for one column without a heading. Raises FileProblem, BadInput."""
    rulings = list(chosen)
    if file.width == 1 and not rulings and not _names_a_field(file.header):
        return None
    found = columns_of(file, region, rulings)
    if any(found.of(name) for name in _REACH):
        return found
    raise FileProblem(
        f"No column of {file.path.name} names a company or a website. "
        f"It has: {quoted(column_names(file.header, file.width))}.",
        "Name the column with --map, for example --map company=COLUMN.",
    )


def _names_a_field(header: Cells | None) -> bool:
    """By its very name: a company may be called much like a field."""
    found = field_named(header[0]) if header else None
    return found is not None and found[0] in _REACH and found[1] < LIKENESS


def _entries(
    file: ListFile, columns: ColumnMap | None, region: str
) -> Iterator[tuple[int, Cells, Entry | None]]:
    if columns:
        read = row_reader(columns, region)
        yield from ((number, cells, entry_of(read(number, cells))) for number, cells in file.rows())
        return
    for number, cells in all_rows(file, lambda heading: not is_heading(heading[0])):
        yield number, cells, entry_in(cells[0] if cells else "")
