"""Importing a list: every row judged, compared and kept with its verdict, all in one transaction."""

import os
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from bdr_desk import paths
from bdr_desk.desk import Desk
from bdr_desk.domain.columns import Choice, column_names, to_remember
from bdr_desk.domain.import_report import Problem, Report, Told
from bdr_desk.domain.list_rows import Tally, tally
from bdr_desk.domain.regions import DEFAULT_REGION
from bdr_desk.domain.sources import SourceName, read_source
from bdr_desk.domain.staging import Asked, Findings, ListPlace
from bdr_desk.errors import BadInput, FileProblem
from bdr_desk.files.definition_file import read_definition
from bdr_desk.files.judged_rows import judged_rows
from bdr_desk.files.list_file import ListFile, open_list
from bdr_desk.files.script_file import parse_script
from bdr_desk.files.text_file import read_text
from bdr_desk.queries.erasures import erasure_key
from bdr_desk.queries.list_reading import (
    about_rows,
    asked_of,
    checked_region,
    list_named,
    reading_of,
    refuse_unreachable,
    remembered_mapping,
    source_named,
)
from bdr_desk.store.comparing import Comparing
from bdr_desk.store.import_writing import MANY, ImportWriting
from bdr_desk.store.projects import add_project, project_named
from bdr_desk.store.reappeared import note_reappeared
from bdr_desk.store.scripts import keep_script
from bdr_desk.store.tables import CallList, ListImport, Project, Source
from bdr_desk.store.writing import Writing

DEFAULT_DEFINITION = "bant.toml"
DEFAULT_SCRIPT = "discovery.md"


@dataclass(frozen=True, repr=False)
class Order:
    """What to import, and as what.

    `source` is KIND[:DETAIL]; `region` defaults to the project's, then to US; `chosen` are (field, column) pairs that
    overrule the mapping. With `hold` the leads stay out of the queue until the list is released. `sample` makes a new
    project one that may hold fictional numbers.
    """

    place: ListPlace
    project: str
    list_name: str
    source: str
    region: str | None = None
    chosen: tuple[Choice, ...] = ()
    hold: bool = False
    sample: bool = False


@dataclass(frozen=True, repr=False)
class Imported:
    """`key` and `project_key` are None after a dry run that found none. `by_rule` counts rows.

    `held`: nobody of the list is called before it is released. What is added to a list that was released before is in the
    queue, whatever the order said; after a dry run it is as ordered.

    `left_out` flaws are not in `problems`: see `domain.import_report`.
    """

    counts: Tally
    list_name: str
    key: UUID | None
    project: str
    project_key: UUID | None
    region: str
    by_rule: dict[str, int]
    problems: tuple[Problem, ...]
    left_out: int
    held: bool
    dry_run: bool


@dataclass(frozen=True, repr=False)
class _Plan:
    """An order read and checked before anything is written. `rows` is about how many there are."""

    order: Order
    file: ListFile
    asked: Asked
    source: SourceName
    rows: int


def import_list(desk: Desk, order: Order, *, dry_run: bool = False, told: Told | None = None) -> Imported:
    """Add a list to a project, making the project when there is none of that name.

    `told` hears the progress now and then, and stops the import by returning False. A dry run judges every row and keeps
    nothing. Raises BadInput, FileProblem, Cancelled, KeyringProblem (see `queries.erasures`); then nothing was changed.
    """
    plan = _plan(desk, order)
    report = Report(plan.rows, told)
    if dry_run:
        with desk.read() as session:
            project = project_named(session, order.project.strip())
            key = project.id if project else None
            comparing = Comparing(session, key, desk.clock(), erasure_key(desk, session))
            findings = _draw(plan, report, comparing, None)
            return _imported(plan, report, findings, project, None)
    with _door(desk, plan) as tx:
        project = project_named(tx, order.project.strip()) or _new_project(tx, plan)
        call_list = _call_list(tx, project, plan)
        writing = ImportWriting(tx, call_list, _taken_in(tx, call_list, plan), plan.rows)
        erased = erasure_key(desk, tx)
        # Whom the import has met need not stay in memory while the indexes are sorted.
        findings = _draw(
            plan, report, Comparing(tx, project.id, tx.now, erased, whole=writing.sorts), writing
        )
        writing.finish(tally(report.counts), _summary(report, findings), report.tell)
        note_reappeared(tx, call_list, writing.taken_in)
        return _imported(plan, report, findings, project, writing)


def _plan(desk: Desk, order: Order) -> _Plan:
    if not order.project.strip() or not order.list_name.strip():
        raise BadInput("A list needs a name and a project.", "Give both.")
    source = read_source(order.source)
    place = order.place
    file = open_list(place.path, sheet=place.sheet, encoding=place.encoding)
    with desk.read() as session:
        project = project_named(session, order.project.strip())
        region = checked_region(order.region or (project.region if project else DEFAULT_REGION))
        remembered = remembered_mapping(session, project, order.source)
        reading = reading_of(file, region, order.chosen, remembered)
        asked = asked_of(desk, session, project, reading, sample=order.sample)
    refuse_unreachable(file, reading)
    return _Plan(order, file, asked, source, about_rows(file))


def _door(desk: Desk, plan: _Plan) -> AbstractContextManager[Writing]:
    if plan.rows < MANY:
        return desk.write()
    return desk.store.write_much(now=desk.clock(), author=desk.me)


def _draw(plan: _Plan, report: Report, comparing: Comparing, writing: ImportWriting | None) -> Findings:
    """Draw all rows through and keep them where there is a `writing`. Raises FileProblem when none can be used."""
    if writing:
        writing.begin()
    with judged_rows(plan.order.place, plan.asked) as rows:
        for batch in rows.batches:
            for row in comparing.batch(batch):
                report.add(row.packed[0], row.verdict, row.problems, row.rule)
                if writing:
                    writing.keep(row)
            report.tell()
            if writing:
                writing.flush()
    counts = tally(report.counts)
    if counts.rows == counts.refused:
        raise _nothing_usable(plan, rows.findings)
    return rows.findings


def _nothing_usable(plan: _Plan, findings: Findings) -> FileProblem:
    if findings.by_rule["columns"]:
        why = f"its rows have more cells than its {plan.asked.reading.width} columns"
    else:
        why = "its rows are blank"
    return FileProblem(
        f"No row of {plan.file.path.name} can be used: {why}.",
        "Check the separator and the header, and export the list again. Nothing was imported.",
    )


def _imported(
    plan: _Plan, report: Report, findings: Findings, project: Project | None, writing: ImportWriting | None
) -> Imported:
    order = plan.order
    return Imported(
        tally(report.counts), order.list_name.strip(), writing.call_list.id if writing else None,
        order.project.strip(), project.id if project else None,
        plan.asked.reading.region, dict(findings.by_rule + report.compared), tuple(report.problems(plan.asked.terms)),
        report.left_out, writing.call_list.released_at is None if writing else order.hold, writing is None,
    )  # fmt: skip


def _summary(report: Report, findings: Findings) -> dict[str, Any]:
    """What the list's grade is made of: see `domain.list_grade`."""
    return {
        "by_rule": dict(findings.by_rule + report.compared),
        "with": dict(findings.having),
        "checked": dict(findings.checked),
    }


def _new_project(tx: Writing, plan: _Plan) -> Project:
    definition = read_definition(paths.resources() / "definitions" / DEFAULT_DEFINITION)
    order, region = plan.order, plan.asked.reading.region
    project = add_project(
        tx, order.project.strip(), region=region, definition=definition, sample=order.sample
    )
    text = read_text(paths.resources() / "scripts" / DEFAULT_SCRIPT)
    keep_script(tx, project, parse_script(text).name, text)
    return project


def _call_list(tx: Writing, project: Project, plan: _Plan) -> CallList:
    """The list to import into: a new one, or the one of that name when it has the same source. Raises BadInput."""
    source = _source(tx, project, plan)
    order, name = plan.order, plan.order.list_name.strip()
    found = list_named(tx, project.id, name)
    if found is None:
        found = CallList(
            project_id=project.id, source_id=source.id, name=name, file_name=_readable(plan.file.path.name),
            region=plan.asked.reading.region, mapping=_mapping(plan), released_at=None if order.hold else tx.now,
        )  # fmt: skip
        tx.add(found)
        tx.flush()
    elif found.source_id != source.id:
        raise BadInput(
            f"The list “{found.name}” is there already, from another source than {plan.source}.",
            "Leads keep their source for life: give the new list a name of its own.",
        )
    return found


def _source(tx: Writing, project: Project, plan: _Plan) -> Source:
    """The list's source, with the mapping the user ruled remembered for its next list."""
    found = source_named(tx, project.id, plan.source)
    if found is None:
        found = Source(project_id=project.id, kind=plan.source.kind, detail=plan.source.detail)
        tx.add(found)
    reading = plan.asked.reading
    if ruled := to_remember(reading.columns, reading.header):
        found.mapping = {**(found.mapping or {}), **ruled}
    tx.flush()
    return found


def _taken_in(tx: Writing, call_list: CallList, plan: _Plan) -> ListImport:
    made = ListImport(
        call_list_id=call_list.id, file_name=_readable(plan.file.path.name),
        region=plan.asked.reading.region, mapping=_mapping(plan),
    )  # fmt: skip
    tx.add(made)
    tx.flush()
    return made


def _readable(name: str) -> str:
    """A file's name may hold bytes that are no text; those are shown as �."""
    return os.fsencode(name).decode("utf-8", "replace")


def _mapping(plan: _Plan) -> dict[str, Any]:
    reading = plan.asked.reading
    names = column_names(reading.header, reading.width)
    return reading.columns.as_json() | {"header": bool(reading.header), "names": list(names)}


def keep_pasted(desk: Desk, text: str) -> Path:
    """Cells pasted from a spreadsheet, kept as a file that can be imported like any other. Raises BadInput: no cells."""
    from bdr_desk.files import pasted

    return pasted.keep_pasted(paths.pasted_dir(desk.data_dir), text, desk.clock())
