"""How a command is declared and what it answers."""

from argparse import SUPPRESS, ArgumentParser, ArgumentTypeError, Namespace, _SubParsersAction
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from bdr_desk.errors import BadInput

if TYPE_CHECKING:
    from bdr_desk.desk import Desk

MOST = 1_000_000  # what a number on the command line can mean: rows, seconds, minutes

Subcommands = _SubParsersAction  # the type argparse gives no public name to


@dataclass(frozen=True, repr=False)
class Answer:
    """`data` is what `--json` prints (plain values, keys and times as text), `text` what a person reads."""

    data: Any
    text: str


Handler = Callable[["Desk", Namespace], Answer]
FolderHandler = Callable[[Path, datetime, Namespace], Answer]  # the data folder, and what time it is


def add_command(
    commands: "Subcommands[ArgumentParser]", name: str, handler: Handler, says: str
) -> ArgumentParser:
    """Declare one command; the caller adds its arguments to the parser returned."""
    parser = commands.add_parser(name, help=says, description=says)
    parser.set_defaults(handler=handler)
    add_global_options(parser, default=SUPPRESS)
    return parser


def add_folder_command(
    commands: "Subcommands[ArgumentParser]", name: str, handler: FolderHandler, says: str
) -> ArgumentParser:
    """Like `add_command`, for what does not open the desk: its store may be damaged."""
    parser = commands.add_parser(name, help=says, description=says)
    parser.set_defaults(on_folder=handler)
    add_global_options(parser, default=SUPPRESS)
    return parser


def add_global_options(parser: ArgumentParser, **default: Any) -> None:
    """The options every command knows; they may stand before the command or after it."""
    parser.add_argument(
        "--data-dir", type=Path, help="where the desk keeps its data", metavar="DIR", **default
    )
    parser.add_argument("--now", help="the desk's clock for this run", metavar="ISO8601", **default)
    parser.add_argument(
        "--json", action="store_true", help="one JSON document on stdout and nothing else", **default
    )


def key_argument(text: str) -> UUID:
    """A key as the JSON answers print it. Raises BadInput."""
    try:
        return UUID(text)
    except ValueError as error:
        raise BadInput(
            f"“{text}” is not a key of this desk.",
            "Copy the key from the --json answer of queue, search or list.",
        ) from error


def number_argument(text: str) -> int:
    """A whole number from 0 to a million; anything else is wrong usage."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 7 and int(text) <= MOST):
        raise ArgumentTypeError(f"“{text}” is not a whole number from 0 to {MOST:,}")
    return int(text)


def iso(moment: datetime | None) -> str | None:
    """A time as the answers print it: ISO 8601 with its offset, to the second."""
    return moment.isoformat(timespec="seconds") if moment else None
