"""Importing a list: every row staged and judged, then kept with its verdict, all in one transaction."""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from bdr_desk import paths
from bdr_desk.desk import Desk
from bdr_desk.domain.columns import Choice
from bdr_desk.domain.list_rows import Tally, Verdict, tally
from bdr_desk.domain.sources import SourceName, read_source
from bdr_desk.domain.staging import Reading, Staged, stage
from bdr_desk.errors import BadInput, Cancelled, FileProblem
from bdr_desk.files.definition_file import read_definition
from bdr_desk.files.list_file import ListFile, open_list
from bdr_desk.files.script_file import parse_script
from bdr_desk.files.text_file import read_text
from bdr_desk.queries.lists import (
    checked_region,
    known_people,
    list_named,
    reading_of,
    refuse_unreachable,
    source_named,
    suppressed_now,
)
from bdr_desk.store.columns import new_key
from bdr_desk.store.list_rows import Keeper
from bdr_desk.store.projects import add_project, project_named
from bdr_desk.store.scripts import keep_script
from bdr_desk.store.tables import (
    CallList,
    Project,
    Source,
)
from bdr_desk.store.writing import Writing

DEFAULT_REGION = "US"
DEFAULT_DEFINITION = "bant.toml"
DEFAULT_SCRIPT = "discovery.md"
MOST_PROBLEMS = 10_000  # in the answer; the store keeps all of them with their rows

_PROGRESS_EVERY = 500  # rows

Progress = Callable[[int], bool]


@dataclass(frozen=True, repr=False)
class Problem:
    """What is wrong with a row: `row` counts from 1 in the file, `field` is empty when the whole row is meant."""

    row: int
    field: str
    value: str
    rule: str
    verdict: str


@dataclass(frozen=True, repr=False)
class Imported:
    """`key` and `project_key` are None after a dry run that found none. `left_out` problems are not in `problems`."""

    counts: Tally
    list_name: str
    key: UUID | None
    project: str
    project_key: UUID | None
    region: str
    problems: tuple[Problem, ...]
    left_out: int
    dry_run: bool


@dataclass(frozen=True)
class _Order:
    """What was asked for, read and checked before anything is written."""

    file: ListFile
    reading: Reading
    project: str
    list_name: str
    source: SourceName


def import_list(
    desk: Desk,
    path: Path,
    *,
    project: str,
    list_name: str,
    source: str,
    region: str | None = None,
    chosen: Iterable[Choice] = (),
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Imported:
    """Add the list in `path` to `project`, making the project when there is none of that name.

    `source` is KIND[:DETAIL]; `region` defaults to the project's, then to US; `chosen` are (field, column) pairs that
    overrule the mapping. `progress` hears the rows done now and then, and stops the import by returning False.
    A dry run judges every row and keeps nothing. Raises BadInput, FileProblem, Cancelled; then nothing was changed.
    """
    order = _order(desk, path, project, list_name, source, region, chosen)
    told = _told(progress)
    if dry_run:
        with desk.read() as session:
            found = project_named(session, order.project)
            known = known_people(session, found.id if found else None)
            suppressed = suppressed_now(session, desk.clock())
            rows = stage(order.file.rows(), order.reading, known, suppressed, new_key)
            return _imported(order, _Report(), None, found, told(rows))
    with desk.write() as tx:
        row = project_named(tx, order.project) or _new_project(tx, order)
        call_list = _call_list(tx, row, order)
        known = known_people(tx, row.id)
        rows = stage(order.file.rows(), order.reading, known, suppressed_now(tx, tx.now), new_key)
        keeper = Keeper(tx, order.reading.region, call_list, known)
        return _imported(order, _Report(), call_list, row, keeper.kept(told(rows)))


def _order(
    desk: Desk,
    path: Path,
    project: str,
    list_name: str,
    source: str,
    region: str | None,
    chosen: Iterable[Choice],
) -> _Order:
    if not project.strip() or not list_name.strip():
        raise BadInput("A list needs a name and a project.", "Give both.")
    from_where = read_source(source)
    with desk.read() as session:
        found = project_named(session, project.strip())
        own = found.region if found else DEFAULT_REGION
    file = open_list(path)
    reading = reading_of(file, checked_region(region or own), chosen)
    refuse_unreachable(file, reading)
    return _Order(file, reading, project.strip(), list_name.strip(), from_where)


def _told(progress: Progress | None) -> Callable[[Iterable[Staged]], Iterator[Staged]]:
    def told(rows: Iterable[Staged]) -> Iterator[Staged]:
        for done, row in enumerate(rows, 1):
            yield row
            if progress and done % _PROGRESS_EVERY == 0 and not progress(done):
                raise Cancelled("The import was cancelled.", "Nothing was changed.")

    return told


@dataclass(repr=False)
class _Report:
    """What is counted and told about the rows as they pass."""

    counts: Counter[Verdict] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    left_out: int = 0

    def add(self, staged: Staged) -> None:
        self.counts[staged.verdict] += 1
        room = MOST_PROBLEMS - len(self.problems)
        self.left_out += max(0, len(staged.flaws) - room)
        self.problems += [
            Problem(staged.number, flaw.field, flaw.value, flaw.rule, staged.verdict)
            for flaw in staged.flaws[:room]
        ]


def _imported(
    order: _Order,
    report: _Report,
    call_list: CallList | None,
    project: Project | None,
    rows: Iterable[Staged],
) -> Imported:
    """Draw all `rows` through and report on them. Raises FileProblem when none can be used."""
    for staged in rows:
        report.add(staged)
    counts = tally(report.counts)
    if counts.rows == counts.refused:
        raise _nothing_usable(order, report)
    return Imported(
        counts, order.list_name, call_list.id if call_list else None, order.project, project.id if project else None,
        order.reading.region, tuple(report.problems), report.left_out, call_list is None,
    )  # fmt: skip


def _nothing_usable(order: _Order, report: _Report) -> FileProblem:
    if any(problem.rule == "columns" for problem in report.problems):
        why = f"its rows have more cells than its {order.reading.width} columns"
    else:
        why = "its rows are blank"
    return FileProblem(
        f"No row of {order.file.path.name} can be used: {why}.",
        "Check the separator and the header, and export the list again. Nothing was imported.",
    )


def _new_project(tx: Writing, order: _Order) -> Project:
    definition = read_definition(paths.resources() / "definitions" / DEFAULT_DEFINITION)
    project = add_project(tx, order.project, region=order.reading.region, definition=definition)
    text = read_text(paths.resources() / "scripts" / DEFAULT_SCRIPT)
    keep_script(tx, project, parse_script(text).name, text)
    return project


def _call_list(tx: Writing, project: Project, order: _Order) -> CallList:
    """The list to import into: a new one, or the one of that name when it has the same source. Raises BadInput."""
    source = _source(tx, project, order.source)
    found = list_named(tx, project.id, order.list_name)
    if found is None:
        found = CallList(
            project_id=project.id, source_id=source.id, name=order.list_name, file_name=_readable(order.file.path.name),
            region=order.reading.region, mapping=_mapping(order.reading), released_at=tx.now,
        )  # fmt: skip
        tx.add(found)
        tx.flush()
    elif found.source_id != source.id:
        raise BadInput(
            f"The list “{found.name}” is there already, from another source than {order.source}.",
            "Leads keep their source for life: give the new list a name of its own.",
        )
    return found


def _readable(name: str) -> str:
    """A file's name may hold bytes that are no text; those are shown as �."""
    return os.fsencode(name).decode("utf-8", "replace")


def _source(tx: Writing, project: Project, wanted: SourceName) -> Source:
    found = source_named(tx, project.id, wanted)
    if found is None:
        found = Source(project_id=project.id, kind=wanted.kind, detail=wanted.detail)
        tx.add(found)
        tx.flush()
    return found


def _mapping(reading: Reading) -> dict[str, Any]:
    return {**reading.columns.as_json(), "header": bool(reading.header)}
