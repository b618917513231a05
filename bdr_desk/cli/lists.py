"""`import`, `import undo`, `lists`, `release`, `quarantine`."""

import sys
import tempfile
from argparse import SUPPRESS, ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from bdr_desk.actions.imports import Imported, Order, import_list
from bdr_desk.actions.list_rank import rank_list
from bdr_desk.actions.lists import hold_list, release_list, undo_import
from bdr_desk.actions.quarantine import keep_out, release_rows
from bdr_desk.cli.command import Answer, Subcommands, add_command, iso, number_argument
from bdr_desk.cli.progress import import_told
from bdr_desk.desk import Desk
from bdr_desk.domain.column_names import FIELDS
from bdr_desk.domain.counting import counted, worded
from bdr_desk.domain.hygiene import RULES
from bdr_desk.domain.import_report import Problem
from bdr_desk.domain.list_region import clues, suggested
from bdr_desk.domain.list_rows import Tally
from bdr_desk.domain.rank import LIST_TIERS, NORMAL
from bdr_desk.domain.sources import KINDS
from bdr_desk.domain.staging import ListPlace
from bdr_desk.errors import BadInput
from bdr_desk.queries.list_reading import preview
from bdr_desk.queries.lists import ListView, list_called, lists
from bdr_desk.queries.quarantine import QuarantinedRow, RowKey, quarantine_rules, quarantined, waiting_keys

_SHOWN_PROBLEMS = 10
_UNDO, _STANDARD_INPUT = Path("undo"), Path("-")
_KNOWN = frozenset(("already_known", "already_worked", "repeated_person"))
_CLUES = {
    "country": "rows name {} as their country",
    "number": "numbers with a country code are of {}",
    "address": "mail and web addresses are of {}",
}
_NEEDED = ("project", "list", "source")


def register(commands: "Subcommands[ArgumentParser]") -> None:
    _register_import(commands)
    show = add_command(commands, "lists", _lists, "the call lists with their counts")
    show.add_argument("--project", metavar="P")
    place = add_command(
        show.add_subparsers(metavar="set"), "set", _set, "when a list's leads get their turn in the queue"
    )
    place.add_argument("call_list", metavar="LIST")
    place.add_argument("--project", metavar="P", default=SUPPRESS)
    place.add_argument(
        "--tier", choices=list(LIST_TIERS), help="; ".join(f"{t}: {says}" for t, says in LIST_TIERS.items())
    )
    place.add_argument("--priority", type=int, metavar="N", help="-2 to 2, among the lists of its tier")
    _register_quarantine(commands)
    add = add_command(commands, "release", _release, "let a list that was held back into the queue")
    add.add_argument("call_list", metavar="LIST")
    add.add_argument("--project", metavar="P")
    add.add_argument("--hold", action="store_true", help="the other way: hold its leads back")


def _register_import(commands: "Subcommands[ArgumentParser]") -> None:
    add = add_command(
        commands, "import", _import, "add a call list from a file (- for standard input), or take one back: import undo LIST"
    )  # fmt: skip
    add.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        help="CSV, Excel, OpenDocument or vCard; - reads standard input; or: undo",
    )
    add.add_argument(
        "undone", nargs="?", metavar="LIST", help="with undo: the list whose last import is taken back"
    )
    add.add_argument("--project", metavar="P", help="made when there is none of that name")
    add.add_argument("--list", metavar="L", help="the name of the call list")
    add.add_argument("--source", metavar="KIND[:DETAIL]", help=f"KIND: {', '.join(KINDS)}")
    add.add_argument(
        "--region", metavar="XX", help="country of the numbers (default: the project's, else US)"
    )
    add.add_argument("--sheet", metavar="NAME", help="of a spreadsheet (default: the first with rows)")
    add.add_argument("--encoding", metavar="NAME", help="of a text file, where it is found wrongly")
    add.add_argument(
        "--map", action="append", default=[], type=_choice, metavar="FIELD=COLUMN",
        help="COLUMN: its name, its number from 1, several joined by ' + ', or =TEXT for the same text in every row. "
        f"FIELD: {', '.join(FIELDS)}, or ignore",
    )  # fmt: skip
    add.add_argument(
        "--hold", action="store_true", help="keep the leads out of the queue until the list is released"
    )
    add.add_argument("--sample", action="store_true", help="a new project may hold numbers kept for fiction")
    add.add_argument("--dry-run", action="store_true", help="judge every row, keep nothing")
    add.set_defaults(refuse=add.error)


def _register_quarantine(commands: "Subcommands[ArgumentParser]") -> None:
    add = add_command(commands, "quarantine", _quarantine, "rows of a list that wait for somebody's eye")
    add.add_argument(
        "what", choices=("list", "release", "keep"), help="show the rows; release ROWs; keep them out"
    )
    add.add_argument("call_list", metavar="LIST")
    add.add_argument(
        "rows", nargs="*", type=number_argument, metavar="ROW", help="numbers of rows in the file"
    )
    add.add_argument("--project", metavar="P")
    add.add_argument("--rule", metavar="RULE", help="all rows under this rule")
    add.add_argument("--reason", default="", metavar="R")
    add.add_argument(
        "--set", action="append", default=[], type=_choice, metavar="COLUMN=TEXT", help="put a cell right"
    )


def _choice(text: str) -> tuple[str, str]:
    field, equals, column = text.partition("=")
    if not equals or not field.strip() or not column.strip():
        raise ArgumentTypeError(f"“{text}” is not FIELD=COLUMN")
    return field, column


def _import(desk: Desk, args: Namespace) -> Answer:
    if args.file == _UNDO and args.undone is not None:
        return _undo(desk, args)
    missing = [f"--{name}" for name in _NEEDED if getattr(args, name) is None]
    if args.undone is not None or missing:
        args.refuse(f"missing: {', '.join(missing)}" if missing else f"unrecognized argument: {args.undone}")
    with _file(args.file) as path, import_told() as told:
        order = Order(
            ListPlace(path, args.sheet, args.encoding), args.project, args.list, args.source, args.region, tuple(args.map),
            args.hold, args.sample,
        )  # fmt: skip
        done = import_list(desk, order, dry_run=args.dry_run, told=told)
        note = _region_note(desk, order, done.region) if args.dry_run else []
    return Answer(_imported_data(done), "\n".join([_imported_text(done, hold=args.hold), *note]))


@contextmanager
def _file(path: Path) -> Iterator[Path]:
    """The file named; standard input becomes one, since a list is read more than once."""
    if path != _STANDARD_INPUT:
        yield path
        return
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "standard input"
        kept.write_bytes(sys.stdin.buffer.read())
        yield kept


def _undo(desk: Desk, args: Namespace) -> Answer:
    view = list_called(desk, args.undone, args.project)
    undone = undo_import(desk, view.key)
    removed = f"{counted(undone.removed, 'lead')} removed"
    kept = (
        f", {undone.kept:,} kept: somebody worked on them, or another list names them" if undone.kept else ""
    )
    text = f"{view.name}: {removed}{kept}."
    return Answer({"list": view.name, **vars(undone)}, text)


def _imported_data(done: Imported) -> dict[str, Any]:
    return _counts(done.counts) | {
        "list": done.list_name,
        "list_key": str(done.key) if done.key else None,
        "project": done.project,
        "project_key": str(done.project_key) if done.project_key else None,
        "region": done.region,
        "held": done.held,
        "by_rule": done.by_rule,
        "dry_run": done.dry_run,
        "problems": [vars(problem) for problem in done.problems],
        "problems_left_out": done.left_out,
    }


def _counts(counts: Tally) -> dict[str, Any]:
    return dict(vars(counts))


def _counted(counts: Tally) -> str:
    return (
        f"{counted(counts.rows, 'row')}: {counts.added:,} added, {counts.merged:,} merged, "
        f"{counts.quarantined:,} quarantined, {counts.refused:,} refused"
    )


def _imported_text(done: Imported, *, hold: bool) -> str:
    problems = [problem for problem in done.problems if problem.rule not in _KNOWN]
    more = len(problems) + done.left_out - _SHOWN_PROBLEMS
    lines = [
        f"{done.list_name} ({done.project}): {_counted(done.counts)}.",
        *(_problem_line(problem) for problem in problems[:_SHOWN_PROBLEMS]),
        *([f"and {more:,} more; --json lists them."] if more > 0 else []),
        *_region_hint(done),
        "Dry run: nothing was kept." if done.dry_run else _where_it_is(done, hold),
    ]
    return "\n".join(filter(None, lines))


def _where_it_is(done: Imported, hold: bool) -> str:
    """Said where the leads do not go straight to the queue, or do against what was asked for."""
    if done.held:
        return f"{done.list_name} is held back until it is released: bdr-desk release."
    if hold:
        return (
            f"{done.list_name} was released before, so what was added is in the queue: "
            "bdr-desk release --hold holds the list back."
        )
    return ""


def _problem_line(problem: Problem) -> str:
    value = f" “{problem.value[:60]}”" if problem.value else ""
    return (
        f"row {problem.row}: {problem.field}{value} {RULES[problem.rule].says} ({problem.verdict})".replace(
            "  ", " "
        )
    )


def _region_hint(done: Imported) -> list[str]:
    bad = {problem.row for problem in done.problems if problem.rule in {"invalid_phone", "impossible_phone"}}
    if 2 * len(bad) <= done.counts.rows:
        return []
    return [
        f"Most numbers cannot be read as numbers in {done.region}: name the list's country with --region and import again."
    ]


def _region_note(desk: Desk, order: Order, region: str) -> list[str]:
    """Where the first rows clearly say that they are of another country than the one they were read in."""
    seen = preview(desk, order.place, region, order.chosen, project=order.project, source=order.source)
    found = suggested(clues(seen.columns, [row.cells for row in seen.rows]), region)
    if found is None or found.region == region:
        return []
    says = f"{found.hits:,} of {found.told:,} {_CLUES[found.by].format(found.region)}"
    return [f"{says}: --region {found.region} reads the numbers as dialled there, not in {region}."]


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
        "tier": view.tier,
        "priority": view.priority,
    }


def _list_line(view: ListView) -> str:
    grade = f", grade {view.grade}" if view.grade else ""
    held = "" if view.released_at else ", held back"
    held += "" if view.tier == NORMAL else f", {view.tier}"
    held += f", priority {view.priority:+d}" if view.priority else ""
    rows = _counted(view.counts)
    return f"{view.name} ({view.project}, {view.source}{grade}{held}): {rows}; {view.dialable:,} dialable"


def _set(desk: Desk, args: Namespace) -> Answer:
    if args.tier is None and args.priority is None:
        raise BadInput("Nothing was asked for.", "Give --tier, --priority, or both.")
    rank_list(desk, list_called(desk, args.call_list, args.project).key, args.tier, args.priority)
    view = list_called(desk, args.call_list, args.project)
    text = f"{view.name}: {view.tier}, priority {view.priority:+d}. {LIST_TIERS[view.tier]}"
    return Answer({"list": view.name, "tier": view.tier, "priority": view.priority}, text)


def _release(desk: Desk, args: Namespace) -> Answer:
    view = list_called(desk, args.call_list, args.project)
    (hold_list if args.hold else release_list)(desk, view.key)
    text = f"{view.name} is {'held back' if args.hold else 'in the queue'}."
    return Answer({"list": view.name, "released": not args.hold}, text)


def _quarantine(desk: Desk, args: Namespace) -> Answer:
    view = list_called(desk, args.call_list, args.project)
    if args.what == "list":
        return _waiting(desk, view, args.rule)
    keys = _row_keys(desk, view.key, args)
    if args.what == "keep":
        kept = keep_out(desk, keys, args.reason)
        says = f"{counted(kept, 'row')} {worded(kept, 'is', 'are')} kept out of {view.name}."
        return Answer({"list": view.name, "kept_out": kept}, says)
    settled = release_rows(desk, keys, args.reason, dict(args.set))
    still = [{"row": row, "says": says} for row, says in settled.still]
    text = f"{view.name}: {settled.released:,} released, {settled.merged:,} merged, {len(still):,} still in quarantine."
    return Answer(
        {"list": view.name, "released": settled.released, "merged": settled.merged, "still": still},
        "\n".join([text, *(f"row {row}: {says}" for row, says in settled.still)]),
    )


def _waiting(desk: Desk, view: ListView, rule: str | None) -> Answer:
    rules = quarantine_rules(desk, view.key)
    rows = quarantined(desk, view.key, rule, limit=view.counts.quarantined)
    data = {
        "list": view.name,
        "rules": [{"rule": r.rule, "title": r.title, "rows": r.rows, "waivable": r.waivable} for r in rules],
        "rows": [_row_data(row) for row in rows],
    }
    lines = [f"row {row.row}: {row.person or row.company}: {row.says}" for row in rows]
    return Answer(data, "\n".join(lines) or f"No row of {view.name} waits in quarantine.")


def _row_data(row: QuarantinedRow) -> dict[str, Any]:
    return {
        "row": row.row, "import": str(row.key[0]), "person": row.person, "company": row.company, "reach": row.reach,
        "problems": [vars(flaw) for flaw in row.flaws], "can_release": row.can_release, "why_not": row.why_not,
    }  # fmt: skip


def _row_keys(desk: Desk, call_list: UUID, args: Namespace) -> list[RowKey]:
    """The waiting rows that were named by number or rule. Raises BadInput when a number is none of them."""
    if not args.rows and not args.rule:
        raise BadInput("No row was named.", "Give the rows' numbers, or --rule.")
    keys = waiting_keys(desk, call_list, args.rule)
    waiting = {number for _, number in keys}
    wanted = set(args.rows) or waiting
    if missing := wanted - waiting:
        raise BadInput(f"Row {min(missing)} does not wait in quarantine.", "See `bdr-desk quarantine list`.")
    return [key for key in keys if key[1] in wanted]
