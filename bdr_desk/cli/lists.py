"""`import`, `lists`."""

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bdr_desk.actions.imports import Imported, Problem, Progress, import_list
from bdr_desk.cli.command import Answer, Subcommands, add_command, iso
from bdr_desk.desk import Desk
from bdr_desk.domain.column_names import FIELDS
from bdr_desk.domain.list_rows import RULES, Tally
from bdr_desk.domain.sources import KINDS
from bdr_desk.queries.lists import ListView, lists

_SHOWN_PROBLEMS = 10


def register(commands: "Subcommands[ArgumentParser]") -> None:
    add = add_command(commands, "import", _import, "add a call list from a file")
    add.add_argument("file", type=Path, metavar="FILE")
    add.add_argument("--project", required=True, metavar="P", help="made when there is none of that name")
    add.add_argument("--list", required=True, metavar="L", help="the name of the call list")
    add.add_argument("--source", required=True, metavar="KIND[:DETAIL]", help=f"KIND: {', '.join(KINDS)}")
    add.add_argument(
        "--region", metavar="XX", help="country of the numbers (default: the project's, else US)"
    )
    add.add_argument(
        "--map", action="append", default=[], type=_choice, metavar="FIELD=COLUMN",
        help=f"COLUMN: its name, or its number from 1. FIELD: {', '.join(FIELDS)}, or ignore",
    )  # fmt: skip
    add.add_argument("--dry-run", action="store_true", help="judge every row, keep nothing")
    show = add_command(commands, "lists", _lists, "the call lists with their counts")
    show.add_argument("--project", metavar="P")


def _choice(text: str) -> tuple[str, str]:
    field, equals, column = text.partition("=")
    if not equals or not field.strip() or not column.strip():
        raise ArgumentTypeError(f"“{text}” is not FIELD=COLUMN")
    return field, column


def _import(desk: Desk, args: Namespace) -> Answer:
    with _progress() as progress:
        done = import_list(
            desk, args.file, project=args.project, list_name=args.list, source=args.source, region=args.region,
            chosen=args.map, dry_run=args.dry_run, progress=progress,
        )  # fmt: skip
    return Answer(_imported_data(done), _imported_text(done))


@contextmanager
def _progress() -> Iterator[Progress | None]:
    """Counts on a terminal, in a line that is gone afterwards; Ctrl-C cancels by itself."""
    if not sys.stderr.isatty():
        yield None
        return
    try:
        yield _show_rows
    finally:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _show_rows(done: int) -> bool:
    print(f"\r{done:,} rows", end="", file=sys.stderr, flush=True)
    return True


def _imported_data(done: Imported) -> dict[str, Any]:
    return _counts(done.counts) | {
        "list": done.list_name,
        "list_key": str(done.key) if done.key else None,
        "project": done.project,
        "project_key": str(done.project_key) if done.project_key else None,
        "region": done.region,
        "dry_run": done.dry_run,
        "problems": [vars(problem) for problem in done.problems],
        "problems_left_out": done.left_out,
    }


def _counts(counts: Tally) -> dict[str, Any]:
    return dict(vars(counts))


def _counted(counts: Tally) -> str:
    return (
        f"{counts.rows:,} rows: {counts.added:,} added, {counts.merged:,} merged, "
        f"{counts.quarantined:,} quarantined, {counts.refused:,} refused"
    )


def _imported_text(done: Imported) -> str:
    problems = [problem for problem in done.problems if problem.rule != "already_known"]
    more = len(problems) + done.left_out - _SHOWN_PROBLEMS
    lines = [
        f"{done.list_name} ({done.project}): {_counted(done.counts)}.",
        *(_problem_line(problem) for problem in problems[:_SHOWN_PROBLEMS]),
        *([f"and {more:,} more; --json lists them."] if more > 0 else []),
        *_region_hint(done),
        *(["Dry run: nothing was kept."] if done.dry_run else []),
    ]
    return "\n".join(lines)


def _problem_line(problem: Problem) -> str:
    value = f" “{problem.value[:60]}”" if problem.value else ""
    return f"row {problem.row}: {problem.field}{value} {RULES[problem.rule]} ({problem.verdict})".replace(
        "  ", " "
    )


def _region_hint(done: Imported) -> list[str]:
    bad = {problem.row for problem in done.problems if problem.rule == "invalid_phone"}
    if 2 * len(bad) <= done.counts.rows:
        return []
    return [
        f"Most numbers cannot be read as numbers in {done.region}: name the list's country with --region and import again."
    ]


def _lists(desk: Desk, args: Namespace) -> Answer:
    found = lists(desk, args.project)
    text = "\n".join(_list_line(view) for view in found)
    return Answer(
        [_list_data(view) for view in found], text or "No lists yet: add one with `bdr-desk import`."
    )


def _list_data(view: ListView) -> dict[str, Any]:
    return {
        "list": view.name,
        "list_key": str(view.key),
        "project": view.project,
        "source": view.source,
        **_counts(view.counts),
        "dialable": view.dialable,
        "grade": view.grade,
        "region": view.region,
        "file": view.file_name,
        "imported": iso(view.made_at),
        "released": iso(view.released_at),
    }


def _list_line(view: ListView) -> str:
    return f"{view.name} ({view.project}, {view.source}): {_counted(view.counts)}; {view.dialable:,} dialable"
