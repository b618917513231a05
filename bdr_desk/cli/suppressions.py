"""`suppress`: do not contact a number, an address, a domain, a person or a company; a file of them; the list; lifting one."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from bdr_desk.actions.suppressions import (
    Suppressed,
    SuppressedFile,
    lift_suppression,
    suppress,
    suppress_account,
    suppress_contact,
    suppress_file,
)
from bdr_desk.cli.command import Answer, Subcommands, add_command, iso, key_argument, number_argument
from bdr_desk.cli.progress import rows_told
from bdr_desk.desk import Desk
from bdr_desk.domain.counting import counted
from bdr_desk.domain.suppression import Barred, read_last_day
from bdr_desk.queries.leads import lead_view
from bdr_desk.queries.suppressions import SuppressionView, suppressions
from bdr_desk.queries.users import user_view

_SHOWN_PROBLEMS = 10
# No domain is one word without a dot, so these words cannot be meant as one.
_WORDS = ("import", "list", "lift")


def register(commands: "Subcommands[ArgumentParser]") -> None:
    stop = add_command(commands, "suppress", _run, "do not contact a number, an address or a domain")
    stop.epilog = (
        "suppress import FILE --reason R takes a file of them; suppress list shows what is in force; "
        "suppress lift KEY --reason R allows contact again (team leads only)."
    )
    stop.add_argument("what", nargs="?", metavar="NUMBER|EMAIL|DOMAIN")
    stop.add_argument("object", nargs="?", metavar="FILE|KEY|TEXT", help="of import, lift and list")
    stop.add_argument("--reason", metavar="R", help="why; needed for all but list")
    stop.add_argument("--medium", choices=[*Barred], default=Barred.ANY, help="what is barred (default: any)")
    stop.add_argument("--until", metavar="DATE", help="the last day it holds; without it for good")
    stop.add_argument("--account", metavar="KEY", help="everybody at this company")
    stop.add_argument("--lead", metavar="KEY", help="this person, by whatever number or address")
    stop.add_argument(
        "--region", metavar="XX", help="how to read national numbers (default: the project's country)"
    )
    stop.add_argument("--lifted", action="store_true", help="with list: what is no longer in force")
    stop.add_argument("--limit", type=number_argument, default=200, metavar="N", help="with list")
    stop.set_defaults(refuse=stop.error)


def _run(desk: Desk, args: Namespace) -> Answer:
    by_key = args.account or args.lead
    _check_usage(args, args.refuse)
    if args.what == "list":
        return _list(desk, args)
    if args.what == "import":
        return _import(desk, args)
    if args.what == "lift":
        return _lift(desk, args)
    return _suppressed(_by_key(desk, args) if by_key else _typed(desk, args))


def _check_usage(args: Namespace, refuse: Callable[[str], Any]) -> None:
    if args.what != "list" and args.reason is None:
        refuse("the following arguments are required: --reason")
    if args.what in ("import", "lift") and args.object is None:
        refuse(
            f"suppress {args.what} needs {'a FILE' if args.what == 'import' else 'the KEY of a suppression'}"
        )
    if args.object is not None and args.what not in _WORDS:
        refuse(f"unrecognized arguments: {args.object}")
    named = [given for given in (args.what, args.account, args.lead) if given]
    if len(named) != 1:
        refuse("name one: a number, an address, a domain, --account or --lead")


def _until(desk: Desk, args: Namespace) -> datetime | None:
    return read_last_day(args.until, user_view(desk, desk.me).time_zone) if args.until else None


def _typed(desk: Desk, args: Namespace) -> Suppressed:
    until = _until(desk, args)
    return suppress(desk, args.what, args.reason, args.region, medium=args.medium, until=until)


def _by_key(desk: Desk, args: Namespace) -> Suppressed:
    how = {"medium": args.medium, "until": _until(desk, args)}
    if args.account:
        return suppress_account(desk, key_argument(args.account), args.reason, **how)
    return suppress_contact(desk, lead_view(desk, key_argument(args.lead)).contact, args.reason, **how)


def _suppressed(done: Suppressed) -> Answer:
    key = str(done.suppression) if done.suppression else None
    says = "will not be contacted" if done.suppression else "was suppressed already"
    who = {"contact": "This person", "account": "This company", "erased": "Somebody who was erased"}
    return Answer(
        {"suppression": key, "kind": done.kind, "value": done.value},
        f"{who.get(done.kind, done.value)} {says}.",
    )


def _import(desk: Desk, args: Namespace) -> Answer:
    path, until = Path(args.object), _until(desk, args)
    with rows_told() as progress:
        done = suppress_file(
            desk, path, args.reason, args.region, medium=args.medium, until=until, progress=progress
        )
    data = asdict(done) | {"problems": [asdict(problem) for problem in done.problems]}
    return Answer(data, _imported_text(done))


def _imported_text(done: SuppressedFile) -> str:
    more = done.unread - _SHOWN_PROBLEMS
    lines = [
        f"{counted(done.rows, 'row')}: {done.added:,} added, {done.known:,} on the list already, "
        f"{done.unread:,} could not be read.",
        f"Read: {done.read_as}.",
        *(f"row {p.row}: “{p.value[:60]}”: {p.says}" for p in done.problems[:_SHOWN_PROBLEMS]),
        *([f"and {more:,} more; --json lists them."] if more > 0 else []),
    ]
    return "\n".join(lines)


def _lift(desk: Desk, args: Namespace) -> Answer:
    key = key_argument(args.object)
    lift_suppression(desk, key, args.reason)
    return Answer({"suppression": str(key), "lifted": True}, "Lifted: contact is allowed again.")


def _list(desk: Desk, args: Namespace) -> Answer:
    page = suppressions(desk, args.object or "", lifted=args.lifted, limit=args.limit)
    lines = [_line(view) for view in page.rows]
    if page.total > len(lines):
        lines.append(f"and {page.total - len(lines):,} more; name a part to find it, or raise --limit.")
    return Answer([_data(view) for view in page.rows], "\n".join(lines) or "Nobody is suppressed.")


def _line(view: SuppressionView) -> str:
    until = f" until {view.until:%Y-%m-%d}" if view.until else ""
    medium = "" if view.medium == Barred.ANY else f" ({view.medium})"
    return f"{view.key}  {view.what}{medium}{until}: {view.reason}"


def _data(view: SuppressionView) -> dict[str, Any]:
    return {
        "suppression": str(view.key),
        "kind": view.kind,
        "value": view.what,
        "reason": view.reason,
        "medium": view.medium,
        "until": iso(view.until),
        "made": iso(view.made_at),
        "by": view.made_by,
        "lifted": iso(view.lifted_at),
        "lifted_reason": view.lifted_reason,
    }
