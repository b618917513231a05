"""bdr-desk cadence … and touch: the plan of touches of a project, a lead played through its days, a touch that was made."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from bdr_desk.actions.cadences import put_in_force, save_cadence
from bdr_desk.actions.calls import read_outcome
from bdr_desk.actions.touches import NOTED, log_reply, log_touch
from bdr_desk.cli.command import Answer, Subcommands, add_command, iso, key_argument
from bdr_desk.desk import Desk
from bdr_desk.domain.cadence import Played
from bdr_desk.domain.cadence.onward import TITLES
from bdr_desk.domain.outcome import TITLES as OUTCOMES
from bdr_desk.domain.time_zones import day_name, day_of_month
from bdr_desk.errors import BadInput
from bdr_desk.queries.cadences import CadenceView, cadence_called, cadence_view, preview
from bdr_desk.queries.search import lead_called


def register(commands: "Subcommands[ArgumentParser]") -> None:
    parser = commands.add_parser("cadence", help="the plan of touches: show, set, save, play")
    group = parser.add_subparsers(required=True, metavar="COMMAND")
    add_command(group, "show", _show, "the cadence in force, in words")
    put = add_command(group, "set", _set, "follow this cadence from now on")
    put.add_argument(
        "cadence", metavar="FILE|NAME", help="outbound, inbound, nurture, calls-only, or a TOML file"
    )
    save = add_command(group, "save", _save, "write a cadence to a TOML file that people can edit")
    save.add_argument("file", metavar="FILE")
    save.add_argument("cadence", nargs="?", metavar="NAME", help="the one in force when left out")
    played = add_command(group, "play", _play, "a lead played through the days of a cadence")
    played.add_argument("cadence", nargs="?", metavar="FILE|NAME", help="the one in force when left out")
    played.add_argument(
        "--answers", default="", metavar="A,B", help="what the calls come to, in order; then nobody answers"
    )
    played.add_argument(
        "--start", default="", metavar="ISO8601", help="when the lead comes, on its own clock"
    )
    played.add_argument("--zone", default="", metavar="ZONE", help="where the lead is; yours when left out")

    touch = add_command(
        commands, "touch", _touch, "note an e-mail, a letter or another touch that was no call"
    )
    touch.add_argument("lead", metavar="LEAD|reply", help="a lead; or: reply NAME, where they wrote back")
    touch.add_argument(
        "who", nargs="?", metavar="NAME", help="with reply: the lead, or the name of the person"
    )
    touch.add_argument("--medium", metavar="M", help=", ".join(NOTED))
    touch.add_argument("--note", default="", metavar="T", help="what it said, in a few words")


def _show(desk: Desk, _args: Namespace) -> Answer:
    view = cadence_view(desk)
    return Answer(_data(view), "\n".join(_lines(view)))


def _data(view: CadenceView) -> dict[str, Any]:
    return {
        "name": view.name, "version": view.version, "about": view.about,
        "touches": [{"medium": t.medium, "when": t.when, "do": t.do} for t in view.touches],
        "retries": [{"outcome": outcome, "then": then} for outcome, then in view.retries],
        "caps": list(view.caps), "ends": view.ends,
    }  # fmt: skip


def _lines(view: CadenceView) -> list[str]:
    version = f"version {view.version}" if view.version else "as it was shipped"
    touches = [f"{n:>3}  {t.medium:16} {t.when}\n     {t.do}" for n, t in enumerate(view.touches, 1)]
    retries = [f"     {outcome:16} {then}" for outcome, then in view.retries]
    return [
        f"{view.name}, {version}. {view.about}",
        *touches,
        "After a call",
        *retries,
        *view.caps,
        view.ends,
    ]


def _set(desk: Desk, args: Namespace) -> Answer:
    put_in_force(desk, args.cadence)
    view = cadence_view(desk)
    return Answer(_data(view), f"{view.name}, version {view.version}, is followed from now on.")


def _save(desk: Desk, args: Namespace) -> Answer:
    file = save_cadence(desk, Path(args.file), args.cadence)
    return Answer({"file": str(file)}, f"Written to {file}.")


def _play(desk: Desk, args: Namespace) -> Answer:
    cadence = cadence_called(desk, args.cadence) if args.cadence else None
    outcomes = [read_outcome(word.strip()) for word in args.answers.split(",") if word.strip()]
    rows = preview(desk, cadence, start=args.start, zone=args.zone, outcomes=outcomes)
    return Answer([_row(row) for row in rows], "\n".join(map(_line, rows)))


def _row(row: Played) -> dict[str, Any]:
    return {
        "at": iso(row.at), "day": row.day, "medium": row.medium, "what": row.what, "outcome": row.outcome, "why": row.why,
    }  # fmt: skip


def _line(row: Played) -> str:
    medium = TITLES[row.medium] if row.medium else "End"
    came = f" [{OUTCOMES[row.outcome]}]" if row.outcome else ""
    return f"day {row.day:>3}  {_when(row)}  {medium:16} {row.what}{came}"


def _when(row: Played) -> str:
    return f"{day_name(row.at)} {day_of_month(row.at):>6} {row.at:%H:%M}"


def _touch(desk: Desk, args: Namespace) -> Answer:
    if args.lead == "reply" and args.who:
        done = log_reply(desk, lead_called(desk, args.who), args.note)
    elif args.who or not args.medium:
        raise BadInput(
            "What was done is not said.", f"Give the lead and --medium ({', '.join(NOTED)}), or: reply NAME."
        )
    else:
        done = log_touch(desk, key_argument(args.lead), args.medium, args.note)
    data = {
        "touch": str(done.touch), "lead": str(done.lead), "medium": done.medium, "stage": done.stage, "next_kind": done.next_kind,
        "next_medium": done.next_medium, "next_at": iso(done.next_at), "next_why": done.next_why,
    }  # fmt: skip
    return Answer(data, f"Noted. {done.says}.")
