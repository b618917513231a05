"""The command line: reads the arguments, runs one command, prints its answer.

Exit status: 0 done; 1 a known error (title and advice on stderr, nothing changed); 2 wrong usage; 70 a bug.
"""

import json
import sys
from argparse import SUPPRESS, ArgumentError, ArgumentParser, Namespace
from collections.abc import Callable, Iterable, Sequence
from contextlib import redirect_stdout
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from bdr_desk import __version__, paths
from bdr_desk.cli.command import Answer, Subcommands, add_global_options
from bdr_desk.errors import BadInput, DeskError

if TYPE_CHECKING:
    from bdr_desk.desk import Desk

DONE, KNOWN_ERROR, BUG = 0, 1, 70

# Command to the module that declares it: only the one asked for is imported.
MODULES = {
    "import": "lists",
    "lists": "lists",
    "search": "queue",
    "queue": "queue",
    "call": "calls",
    "suppress": "calls",
    "meeting": "meetings",
    "handoff": "handoffs",
    "team": "team",
    "sync": "team",
    "script": "scripts",
    "definition": "scripts",
    "doctor": "doctor",
    "me": "doctor",
}

OpenDesk = Callable[[Path, datetime | None], "Desk"]


def parser_for(arguments: Sequence[str]) -> ArgumentParser:
    """The parser for `arguments`: with the command they name, or with all of them for --help and for wrong words."""
    parser = ArgumentParser(prog="bdr-desk", description="A desk for people who call for a living.")
    parser.add_argument("--version", action="version", version=f"bdr-desk {__version__}")
    add_global_options(parser)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    demo = commands.add_parser("demo", help="open the desk on a made-up project; nothing leaves the machine")
    add_global_options(demo, default=SUPPRESS)
    for module in _wanted(arguments):
        _declare(module, commands)
    return parser


def _wanted(arguments: Sequence[str]) -> Iterable[str]:
    first = ArgumentParser(add_help=False, exit_on_error=False)
    add_global_options(first)
    first.add_argument("command", nargs="?")
    try:
        known, rest = first.parse_known_args(list(arguments))
    except ArgumentError:
        return dict.fromkeys(MODULES.values())
    if known.command in MODULES:
        return [MODULES[known.command]]
    opens_the_window = known.command in (None, "demo") and not rest
    return () if opens_the_window else dict.fromkeys(MODULES.values())


def _declare(module: str, commands: "Subcommands[ArgumentParser]") -> None:
    import_module(f"bdr_desk.cli.{module}").register(commands)


def read_moment(text: str) -> datetime:
    """An ISO 8601 time with its offset; without one it is this machine's local time. Raises BadInput."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise BadInput(f"“{text}” is not a time.", "Write it like 2027-04-08T10:00-04:00.") from error


def data_dir_of(args: Namespace) -> Path:
    return args.data_dir or paths.default_data_dir()


def run(args: Namespace, open_desk: OpenDesk) -> int:
    """Run the command in `args` on the desk that `open_desk` opens; returns the exit status."""
    try:
        now = read_moment(args.now) if args.now else None
        desk = open_desk(data_dir_of(args), now)
        try:
            with redirect_stdout(sys.stderr):  # stdout is for the answer alone
                answer = args.handler(desk, args)
        finally:
            desk.store.close()
    except DeskError as error:
        report(error)
        return KNOWN_ERROR
    except KeyboardInterrupt:
        print("Cancelled. Nothing was changed.", file=sys.stderr)
        return KNOWN_ERROR
    except Exception:
        _report_bug()
        return BUG
    _show(answer, as_json=args.json)
    return DONE


def report(error: DeskError) -> None:
    print(error.title, file=sys.stderr)
    if error.advice:
        print(error.advice, file=sys.stderr)


def _report_bug() -> None:
    import traceback

    traceback.print_exc()
    print("This is a bug in BDR Desk. Please report it with the lines above.", file=sys.stderr)


def _show(answer: Answer, *, as_json: bool) -> None:
    text = json.dumps(answer.data, ensure_ascii=False, indent=1) if as_json else answer.text
    try:
        print(text)
    except UnicodeEncodeError:  # a console that cannot show the letters gets them escaped
        sys.stdout.buffer.write(text.encode(sys.stdout.encoding or "ascii", "backslashreplace") + b"\n")
