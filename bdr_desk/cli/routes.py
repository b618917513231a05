"""`route`: the ways through an account's phone tree. `referral`: who named whom."""

from argparse import ArgumentParser, BooleanOptionalAction, Namespace
from typing import Any

from bdr_desk.actions.referrals import Referred, add_referred, refer
from bdr_desk.actions.routes import add_route, change_route, remove_route
from bdr_desk.cli.command import Answer, Subcommands, add_command, iso, key_argument
from bdr_desk.desk import Desk
from bdr_desk.domain.phone_route import RouteText
from bdr_desk.queries.leads import lead_view
from bdr_desk.queries.referrals import Named, referrals_of, suggested
from bdr_desk.queries.routes import RouteView, account_called, in_words, route_text, routes


def register(commands: "Subcommands[ArgumentParser]") -> None:
    route = commands.add_parser(
        "route", help="the ways through an account's phone tree: list, add, change, remove"
    )
    parts = route.add_subparsers(required=True, metavar="list, add, change, remove")
    known = add_command(parts, "list", _list, "the ways into an account, the one that worked last first")
    known.add_argument("account", metavar="ACCOUNT", help="its name, or the key of it or of a lead there")
    new = add_command(parts, "add", _add, "note a way in")
    new.add_argument("account", metavar="ACCOUNT", help="its name, or the key of it or of a lead there")
    changed = add_command(parts, "change", _change, "put a way in right")
    changed.add_argument("route", metavar="ROUTE")
    for parser in (new, changed):
        _say_way(parser)
    add_command(parts, "remove", _remove, "take a way in off").add_argument("route", metavar="ROUTE")
    _register_referral(commands)


def _say_way(parser: ArgumentParser) -> None:
    parser.add_argument("--number", metavar="NUMBER", help="the switchboard")
    parser.add_argument(
        "--keys", metavar="KEYS", help="what to press, like 2,,4; a comma is a pause, ; a wait"
    )
    parser.add_argument("--extension", metavar="N")
    parser.add_argument(
        "--by-name", action=BooleanOptionalAction, help="the tree asks for letters of their name"
    )
    parser.add_argument("--gatekeeper", metavar="NAME")
    parser.add_argument("--note", metavar="T")


def _register_referral(commands: "Subcommands[ArgumentParser]") -> None:
    referral = commands.add_parser("referral", help="who named whom: list, add")
    parts = referral.add_subparsers(required=True, metavar="list, add")
    add_command(parts, "list", _chain, "who named a lead, and who named those").add_argument(
        "lead", metavar="LEAD"
    )
    new = add_command(parts, "add", _refer, "somebody whom LEAD named: a name, or the lead of somebody known")
    new.add_argument("lead", metavar="LEAD")
    who = new.add_mutually_exclusive_group(required=True)
    who.add_argument(
        "--name", metavar="NAME", help="at the same account; who has that name there is not added twice"
    )
    who.add_argument("--to", metavar="LEAD", help="somebody known, anywhere")
    new.add_argument("--said", default="", metavar="T", help="what they said")
    new.add_argument("--title", default="", metavar="T")
    new.add_argument("--number", default="", metavar="NUMBER")
    new.add_argument("--email", default="", metavar="ADDRESS")
    new.add_argument("--call", metavar="CALL", help="the logged call it was said on; undone with it")


def _list(desk: Desk, args: Namespace) -> Answer:
    found = routes(desk, account_called(desk, args.account))
    lines = [f"{in_words(route)}{', found dead' if route.dead else ''}  {route.route}" for route in found]
    return Answer([_data(route) for route in found], "\n".join(lines) or "No way in is noted.")


def _data(route: RouteView) -> dict[str, Any]:
    return {
        "route": str(route.route), "number": route.e164, "keys": route.way.keys, "extension": route.way.extension,
        "by_name": route.way.dial_by_name, "gatekeeper": route.gatekeeper, "note": route.note, "by": route.noted_by,
        "at": iso(route.noted_at), "worked": iso(route.worked_at), "dead": route.dead,
    }  # fmt: skip


def _typed(args: Namespace, before: RouteText) -> RouteText:
    """What was said on the command line, over what stands."""
    given = {
        "number": args.number, "keys": args.keys, "extension": args.extension, "dial_by_name": args.by_name,
        "gatekeeper": args.gatekeeper, "note": args.note,
    }  # fmt: skip
    return before._replace(**{name: value for name, value in given.items() if value is not None})


def _add(desk: Desk, args: Namespace) -> Answer:
    route = add_route(desk, account_called(desk, args.account), _typed(args, RouteText()))
    return Answer({"route": str(route)}, f"Kept: {route}")


def _change(desk: Desk, args: Namespace) -> Answer:
    route = key_argument(args.route)
    change_route(desk, route, _typed(args, route_text(desk, route)))
    return Answer({"route": str(route)}, "Changed.")


def _remove(desk: Desk, args: Namespace) -> Answer:
    route = key_argument(args.route)
    remove_route(desk, route)
    return Answer({"route": str(route)}, "Taken off.")


def _refer(desk: Desk, args: Namespace) -> Answer:
    lead, call = key_argument(args.lead), key_argument(args.call) if args.call else None
    if args.to:
        done = refer(desk, lead, lead_view(desk, key_argument(args.to)).contact, args.said, call)
    else:
        done = add_referred(desk, lead, args.name, args.title, args.number, args.email, args.said, call)
    return Answer(
        _referred(done), f"Kept with {done.name}{' (known before)' if done.known else ''}: {done.lead}"
    )


def _referred(done: Referred) -> dict[str, Any]:
    return {
        "referral": str(done.referral), "lead": str(done.lead), "contact": done.name, "known": done.known,
    }  # fmt: skip


def _chain(desk: Desk, args: Namespace) -> Answer:
    lead = key_argument(args.lead)
    chain, named = referrals_of(desk, lead), suggested(desk, lead)
    text = f"{named.says}\nOpen with: “{named.opening}”" if named.says else "Nobody named them."
    data = {
        "contact": chain.name,
        "named_by": [_step(step) for step in chain.steps],
        "also": list(chain.also),
    }
    return Answer(data | {"says": named.says, "opening": named.opening}, text)


def _step(step: Named) -> dict[str, Any]:
    return {"contact": step.name, "title": step.title, "said": step.said, "at": iso(step.at)}
