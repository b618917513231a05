"""The command line: reads the arguments, runs one command, prints its answer.

Exit status: 0 done; 1 a known error (title and advice on stderr, nothing changed); 2 wrong usage; 70 a bug.
"""

import json
import os
import sys
from argparse import SUPPRESS, ArgumentError, ArgumentParser, Namespace
from collections.abc import Callable, Iterable, Sequence
from contextlib import redirect_stdout
from datetime import UTC, datetime
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, cast

from bdr_desk import __version__, paths
from bdr_desk.cli.command import Answer, Subcommands, add_global_options
from bdr_desk.errors import BadInput, DeskError, FileProblem

if TYPE_CHECKING:
    from bdr_desk.desk import Desk

DONE, KNOWN_ERROR, BUG = 0, 1, 70

# Command to the module that declares it: only the one asked for is imported.
MODULES = {
    "import": "lists",
    "lists": "lists",
    "quarantine": "lists",
    "release": "lists",
    "sources": "sources",
    "autopsy": "sources",
    "profile": "sources",
    "rules": "list_terms",
    "companies": "list_terms",
    "search": "queue",
    "queue": "queue",
    "merge": "merges",
    "call": "calls",
    "route": "routes",
    "referral": "routes",
    "suppress": "suppressions",
    "export": "exports",
    "erase": "erasures",
    "meeting": "meetings",
    "handoff": "handoffs",
    "team": "team",
    "claims": "team",
    "sync": "team",
    "script": "scripts",
    "definition": "scripts",
    "cadence": "cadences",
    "touch": "cadences",
    "consent": "consents",
    "backup": "backups",
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
    """The desk's clock: an ISO 8601 time with its offset, else on this machine's clock; a day begins at midnight.

    Raises BadInput.
    """
    from bdr_desk.domain.time_zones import check_year

    try:
        read = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadInput(f"“{text}” is not a time.", "Write it like 2027-04-08T10:00-04:00.") from error
    check_year(read.year)
    return read.astimezone(UTC)


def data_dir_of(args: Namespace) -> Path:
    return args.data_dir or paths.default_data_dir()


def run(args: Namespace, open_desk: OpenDesk) -> int:
    """Run the command in `args` on the desk that `open_desk` opens; returns the exit status."""
    try:
        _refuse_broken_text(args)
        now = read_moment(args.now) if args.now else None
        with redirect_stdout(sys.stderr):  # stdout is for the answer alone
            answer = _answer(args, now, open_desk)
    except DeskError as error:
        report(error)
        return KNOWN_ERROR
    except KeyboardInterrupt:
        print("Cancelled. Nothing was changed.", file=sys.stderr)
        return KNOWN_ERROR
    except Exception:
        _report_bug()
        return BUG
    return _show(answer, as_json=args.json)


def _answer(args: Namespace, now: datetime | None, open_desk: OpenDesk) -> Answer:
    """Commands that work on the data folder do not open the desk: its store may be damaged."""
    if "on_folder" in args:
        return cast(Answer, args.on_folder(data_dir_of(args), now or datetime.now(UTC), args))
    desk = open_desk(data_dir_of(args), now)
    try:
        return cast(Answer, args.handler(desk, args))
    finally:
        desk.store.close()


def _refuse_broken_text(args: Namespace) -> None:
    """Bytes that are no text in this terminal's encoding come as lone surrogates (PEP 383): no store takes them."""
    values = (
        value for given in vars(args).values() for value in (given if isinstance(given, list) else [given])
    )
    if any("\ud800" <= c <= "\udfff" for value in values if isinstance(value, str) for c in value):
        raise BadInput(
            "A word on the command line is not text in this terminal's encoding.",
            "Type it again, or set the terminal to UTF-8.",
        )


def report(error: DeskError) -> None:
    print(error.title, file=sys.stderr)
    if error.advice:
        print(error.advice, file=sys.stderr)


def _report_bug() -> None:
    import traceback

    traceback.print_exc()
    print("This is a bug in BDR Desk. Please report it with the lines above.", file=sys.stderr)


def _show(answer: Answer, *, as_json: bool) -> int:
    """Print the answer; returns the exit status."""
    stream = sys.stdout
    if isinstance(stream, TextIOWrapper):  # letters that this console cannot show are escaped
        stream.reconfigure(errors="backslashreplace")
    try:
        print(_text(answer, as_json, getattr(stream, "encoding", None)), flush=True)
    except BrokenPipeError:  # whoever reads has seen enough
        _give_up_stdout()
    except OSError as error:
        _give_up_stdout()
        report(
            FileProblem(f"The answer could not be written: {error.strerror}.", "The command itself was done.")
        )
        return KNOWN_ERROR
    return DONE


def _text(answer: Answer, as_json: bool, encoding: str | None) -> str:
    if not as_json:
        return answer.text
    plain = (encoding or "").lower().replace(
        "-", ""
    ) != "utf8"  # JSON's own escapes are readable in any encoding
    return json.dumps(answer.data, ensure_ascii=plain, indent=1)


def _give_up_stdout() -> None:
    """What is left in the buffer goes nowhere, so that the interpreter does not stumble over it at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
