"""`meeting book`, `move`, `cancel`, `list`: the invitation's life."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bdr_desk.actions import meetings as actions
from bdr_desk.actions.invitations import check_out, write_invitation
from bdr_desk.actions.meetings import Booked
from bdr_desk.cli.command import Answer, Subcommands, add_command, iso, key_argument, number_argument
from bdr_desk.desk import Desk
from bdr_desk.domain.time_zones import read_moment
from bdr_desk.errors import Refused
from bdr_desk.queries.meetings import MeetingView, meeting, meetings, rep_zone
from bdr_desk.queries.whole_team import team_meetings

AT_HELP = "the start; without an offset it is on the rep's clock"
OUT_HELP = "where to write the invitation (default: the desk's own folder)"


def register(commands: "Subcommands[ArgumentParser]") -> None:
    parser = commands.add_parser("meeting", help="meetings: book, move, cancel, list")
    parts = parser.add_subparsers(required=True, metavar="book|move|cancel|list")
    _register_book(parts)
    move = add_command(parts, "move", _move, "move a meeting to another time")
    move.add_argument("meeting", metavar="M")
    move.add_argument("--at", required=True, metavar="ISO", help=AT_HELP)
    move.add_argument("--out", type=Path, metavar="FILE.ics", help=OUT_HELP)
    cancel = add_command(parts, "cancel", _cancel, "cancel a meeting; the lead comes back to the queue")
    cancel.add_argument("meeting", metavar="M")
    cancel.add_argument("--reason", default="", metavar="R", help="stays with the team")
    cancel.add_argument("--out", type=Path, metavar="FILE.ics", help=OUT_HELP)
    listed = add_command(parts, "list", _list, "the meetings: those to come first")
    listed.add_argument("--team", action="store_true", help="the whole team's, read from its database")


def _register_book(parts: "Subcommands[ArgumentParser]") -> None:
    book = add_command(parts, "book", _book, "book a meeting, make the invitation, pass the lead")
    book.add_argument("lead", metavar="LEAD")
    book.add_argument(
        "--with",
        dest="rep",
        required=True,
        metavar="REP",
        help="a rep's name or e-mail; a new e-mail becomes a rep",
    )
    when = book.add_mutually_exclusive_group(required=True)
    when.add_argument("--at", metavar="ISO", help=AT_HELP)
    when.add_argument("--next", action="store_true", help="the next slot that is good for both")
    book.add_argument("--minutes", type=number_argument, default=30, metavar="30")
    book.add_argument(
        "--waive", default="", metavar="REASON", help="why a lead below the definition is passed"
    )
    book.add_argument("--place", default="", help="a room, number or link (default: the rep's own)")
    book.add_argument(
        "--note", default="", metavar="T", help="what the invitation says; the prospect reads it"
    )
    book.add_argument("--out", type=Path, metavar="FILE.ics", help=OUT_HELP)
    book.add_argument("--send", action="store_true", help="send the invitation by mail")


def _book(desk: Desk, args: Namespace) -> Answer:
    if args.send:
        raise Refused(
            "Sending mail is not set up.",
            "Book without --send, then send the invitation file from your own mail program.",
        )
    lead = key_argument(args.lead)
    starts = read_moment(args.at, rep_zone(desk, args.rep)) if args.at else None
    return _with_file(
        desk,
        args.out,
        lambda: actions.book(
            desk,
            lead,
            args.rep,
            starts,
            minutes=args.minutes,
            waive=args.waive,
            place=args.place,
            note=args.note,
        ),
    )


def _move(desk: Desk, args: Namespace) -> Answer:
    key = key_argument(args.meeting)
    starts = read_moment(args.at, meeting(desk, key).rep_zone)
    return _with_file(desk, args.out, lambda: actions.move(desk, key, starts))


def _cancel(desk: Desk, args: Namespace) -> Answer:
    key = key_argument(args.meeting)
    return _with_file(desk, args.out, lambda: actions.cancel(desk, key, args.reason))


def _with_file(desk: Desk, out: Path | None, act: Callable[[], Booked]) -> Answer:
    """Act, then write the invitation; a place that cannot be written to is found out before."""
    check_out(desk, out)
    booked = act()
    file = write_invitation(desk, booked.meeting, out)
    view = meeting(desk, booked.meeting)
    text = f"{_line(view)}\nInvitation: {file}"
    return Answer(_data(booked) | {"file": str(file)}, text)


def _data(booked: Booked) -> dict[str, Any]:
    return {
        "meeting": str(booked.meeting),
        "uid": booked.uid,
        "sequence": booked.sequence,
        "status": booked.status,
        "starts": iso(booked.starts),
        "ends": iso(booked.ends),
        "handoff": str(booked.handoff) if booked.handoff else None,
        "attendees": [{"name": a.name, "email": a.email, "answer": a.answer} for a in booked.attendees],
    }


def _list(desk: Desk, args: Namespace) -> Answer:
    found = team_meetings(desk) if args.team else meetings(desk)
    text = (
        "\n".join(_line(view) for view in found)
        or "No meetings yet. Book one with: bdr-desk meeting book LEAD --with REP --next"
    )
    return Answer([_row(view) for view in found], text)


def _row(view: MeetingView) -> dict[str, Any]:
    return {
        "meeting": str(view.meeting),
        "uid": view.uid,
        "sequence": view.sequence,
        "status": view.status,
        "answer": view.answer,
        "starts": iso(view.starts_at),
        "ends": iso(view.ends_at),
        "lead": str(view.lead),
        "contact": view.name,
        "account": view.account_name,
        "rep": view.rep_name,
        "handoff": str(view.handoff) if view.handoff else None,
        "handoff_status": view.handoff_status,
    }


def _line(view: MeetingView) -> str:
    who = ", ".join(part for part in (view.name, view.account_name, f"with {view.rep_name}") if part)
    return f"{view.rep_says} ({view.rep_zone}; {view.lead_says})  {who}  {view.status}  {view.meeting}"
