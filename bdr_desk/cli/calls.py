"""`call` logs a call as the desk would; `call undo` takes the last outcome back."""

from argparse import Action, ArgumentParser, Namespace
from datetime import datetime
from typing import Any

from bdr_desk.actions.calls import Answered, LoggedCall, log_call
from bdr_desk.actions.undo import Undone, undo_call
from bdr_desk.cli.command import Answer, Subcommands, add_command, iso, key_argument, number_argument
from bdr_desk.desk import Desk
from bdr_desk.domain.outcome import TITLES, Outcome
from bdr_desk.domain.time_zones import day_and_time
from bdr_desk.errors import BadInput
from bdr_desk.queries.leads import local_moment
from bdr_desk.queries.next_contact import DEAD_ENDS, NextContact, in_words, next_contact
from bdr_desk.queries.scripts import version_for


def register(commands: "Subcommands[ArgumentParser]") -> None:
    call = add_command(
        commands, "call", _call, "log a call as the desk would: LEAD --outcome O; undo [CALL] takes the last outcome back"
    )  # fmt: skip
    outcome = call.add_argument("--outcome", required=True, metavar="|".join(Outcome))
    call.add_argument("words", nargs="+", action=_Words, outcome=outcome, metavar="LEAD | undo | undo CALL")
    call.add_argument("--note", default="", metavar="T")
    call.add_argument(
        "--fact", action="append", default=[], metavar="KEY=VALUE", help="may be given several times"
    )
    call.add_argument("--callback", metavar="LOCAL_ISO", help="the promised time, where the person is")
    call.add_argument("--seconds", type=number_argument, default=0, metavar="N")
    call.add_argument("--no-fact", default="", metavar="REASON", help="why a conversation brought no fact")
    call.add_argument("--reason", default="", metavar="T", help="with undo: why")


class _Words(Action):
    """`undo`, `undo CALL` or `LEAD`; anything else is wrong usage. An outcome is asked for where there is one to log."""

    def __init__(self, *args: Any, outcome: Action, **options: Any) -> None:
        super().__init__(*args, **options)
        self._outcome = outcome

    def __call__(
        self, parser: ArgumentParser, namespace: Namespace, values: Any, _option: str | None = None
    ) -> None:
        undoes = values[0] == "undo"
        if len(values) > 1 + undoes:
            parser.error("say one of: call LEAD --outcome O, call undo, call undo CALL")
        self._outcome.required = not undoes
        namespace.undo, namespace.key = undoes, values[-1] if len(values) > undoes else None


def _call(desk: Desk, args: Namespace) -> Answer:
    return _undo(desk, args) if args.undo else _log(desk, args)


def _log(desk: Desk, args: Namespace) -> Answer:
    lead = key_argument(args.key)
    logged = log_call(
        desk,
        lead,
        args.outcome,
        note=args.note,
        answers=[_fact(text) for text in args.fact],
        callback_at=local_moment(desk, lead, args.callback) if args.callback else None,
        seconds=args.seconds,
        no_fact_reason=args.no_fact,
        script_version=version_for(desk, lead),
    )
    data = _data(logged) | ({"warning": logged.warning} if logged.warning else {})
    warning = f"\nWarning: {logged.warning}" if logged.warning else ""
    there = next_contact(desk, lead) if logged.outcome in DEAD_ENDS else None
    if there is not None:
        data["next_contact"] = _next_contact(there)
    says = f" {in_words(there, desk.clock())}" if there else ""
    return Answer(data, f"Logged. Next: {logged.next_why} ({_when(logged.next_at)}).{says}{warning}")


def _next_contact(found: NextContact) -> dict[str, Any] | None:
    """Who else is to be called at the account."""
    if found.lead is None:
        return None
    return {"lead": str(found.lead), "contact": found.name, "title": found.title, "at": iso(found.at)}


def _undo(desk: Desk, args: Namespace) -> Answer:
    if args.outcome:
        raise BadInput(
            "To undo takes no outcome.", "Undo first, then log the call again: call LEAD --outcome ..."
        )
    undone = undo_call(desk, key_argument(args.key) if args.key else None, args.reason)
    says = f"Undone: {TITLES[Outcome(undone.outcome)]}. Next: {undone.next_why or undone.next_kind} ({_when(undone.next_at)})."
    again = f"Log it again with: call {undone.lead} --outcome ..."
    return Answer(_data(undone), f"{says}\n{again}")


def _data(done: LoggedCall | Undone) -> dict[str, Any]:
    nxt = {"what": done.next_kind, "at": iso(done.next_at), "why": done.next_why}
    return {"call": str(done.call), "lead": str(done.lead), "stage": done.stage, "next": nxt}


def _when(at: datetime | None) -> str:
    return f"{day_and_time(at, 'UTC')} UTC" if at else "nothing due"


def _fact(text: str) -> Answered:
    key, equals, value = text.partition("=")
    if not equals or not key.strip() or not value.strip():
        raise BadInput(f"“{text}” is not a fact.", 'Write it like --fact need="slots lost twice a week".')
    return Answered(key.strip(), value.strip())
