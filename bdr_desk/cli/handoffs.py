"""handoff list, show, accept, reject, ask, answer, feedback."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from typing import Any
from uuid import UUID

from bdr_desk.actions import handoffs as actions
from bdr_desk.cli.command import Answer, Subcommands, add_command, iso, key_argument
from bdr_desk.desk import Desk
from bdr_desk.domain.handoff import Due, Event
from bdr_desk.domain.time_zones import day_and_time
from bdr_desk.queries import handoffs as queries
from bdr_desk.queries.whole_team import team_handoffs


def register(commands: "Subcommands[ArgumentParser]") -> None:
    handoff = commands.add_parser("handoff", help="leads passed to an outside rep")
    below: Subcommands[ArgumentParser] = handoff.add_subparsers(required=True, metavar="WHAT")
    listed = add_command(below, "list", handoff_list, "all handoffs on this desk, the soonest due first")
    listed.add_argument("--team", action="store_true", help="the whole team's, read from its database")
    _one(below, "show", handoff_show, "one handoff with what stands behind it")
    _one(below, "accept", handoff_accept, "take the lead")
    _one(below, "reject", handoff_reject, "do not take the lead").add_argument("--reason", required=True)
    _one(below, "ask", _saying(actions.ask), "ask the BDR something").add_argument("--text", required=True)
    _one(below, "answer", _saying(actions.answer), "answer the rep's question").add_argument(
        "--text", required=True
    )
    _one(below, "feedback", _saying(actions.feedback), "say how it went").add_argument(
        "--text", required=True
    )


def handoff_list(desk: Desk, args: Namespace) -> Answer:
    found = [detail.view for detail in team_handoffs(desk).values()] if args.team else queries.handoffs(desk)
    lines = [
        f"{view.handoff}  {view.says:<24} {view.name}, {view.account_name}  {_due(view.due)}"
        for view in found
    ]
    return Answer([_row(view) for view in found], "\n".join(lines) or "No handoffs yet.")


def handoff_show(desk: Desk, args: Namespace) -> Answer:
    return _shown(desk, key_argument(args.handoff))


def handoff_accept(desk: Desk, args: Namespace) -> Answer:
    return _shown(desk, actions.accept(desk, key_argument(args.handoff)).handoff)


def handoff_reject(desk: Desk, args: Namespace) -> Answer:
    return _shown(desk, actions.reject(desk, key_argument(args.handoff), args.reason).handoff)


def _saying(action: Callable[[Desk, UUID, str], actions.Answered]) -> Callable[[Desk, Namespace], Answer]:
    return lambda desk, args: _shown(desk, action(desk, key_argument(args.handoff), args.text).handoff)


def _one(
    commands: "Subcommands[ArgumentParser]",
    name: str,
    handler: Callable[[Desk, Namespace], Answer],
    says: str,
) -> ArgumentParser:
    parser = add_command(commands, name, handler, says)
    parser.add_argument("handoff", metavar="H", help="its key, from handoff list --json")
    return parser


def _shown(desk: Desk, key: UUID) -> Answer:
    detail = queries.handoff(desk, key)
    facts = [
        {"criterion": f.criterion, "required": f.required, "value": f.value or None} for f in detail.facts
    ]
    data = {
        **_row(detail.view), "phones": list(detail.phones), "emails": list(detail.emails), "facts": facts,
        "waived": detail.waived_reason or None, "summary": detail.summary, "notes": list(detail.notes),
        "allowed": list(detail.allowed),
    }  # fmt: skip
    return Answer(data, "\n".join(_lines(detail)))


def _lines(detail: queries.HandoffDetail) -> list[str]:
    view = detail.view
    return [
        f"{view.name}, {view.title}, {view.account_name}: {view.says}. {_due(view.due)}".rstrip(),
        *(
            [f"Meeting {day_and_time(view.meeting.starts, view.meeting.rep_zone)} {view.meeting.rep_zone}"]
            if view.meeting
            else []
        ),
        *(f"  {fact.title}: {fact.value or 'not known'}" for fact in detail.facts),
        *([f"Passed below the definition: {detail.waived_reason}"] if detail.waived_reason else []),
        *(
            f"{day_and_time(event.at, 'UTC')} UTC  {event.kind} by {event.author}  {event.text}".rstrip()
            for event in view.events
        ),
    ]


def _due(due: Due | None) -> str:
    return f"{due.who} to {due.says} by {day_and_time(due.by, 'UTC')} UTC" if due else ""


def _row(view: queries.HandoffView) -> dict[str, Any]:
    meeting = view.meeting
    return {
        "handoff": str(view.handoff), "status": view.status, "due": iso(view.due.by) if view.due else None,
        "due_from": view.due.who if view.due else None, "due_says": view.due.says if view.due else None,
        "overdue": view.overdue, "lead": str(view.lead), "contact": view.name, "title": view.title,
        "account": view.account_name, "project": view.project_name, "rep": view.rep_name, "passed_by": view.passed_by,
        "meeting": str(meeting.meeting) if meeting else None, "starts": iso(meeting.starts) if meeting else None,
        "events": [_event(event) for event in view.events],
    }  # fmt: skip


def _event(event: Event) -> dict[str, str | None]:
    return {"kind": event.kind, "at": iso(event.at), "text": event.text, "by": event.author}
