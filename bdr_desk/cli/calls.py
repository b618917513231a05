"""`call` logs a call as the desk would."""

from argparse import ArgumentParser, Namespace

from bdr_desk.actions.calls import Answered, log_call
from bdr_desk.cli.command import Answer, Subcommands, add_command, iso, key_argument, number_argument
from bdr_desk.desk import Desk
from bdr_desk.domain.outcome import Outcome
from bdr_desk.domain.time_zones import day_and_time
from bdr_desk.errors import BadInput
from bdr_desk.queries.leads import local_moment
from bdr_desk.queries.scripts import version_for


def register(commands: "Subcommands[ArgumentParser]") -> None:
    call = add_command(commands, "call", _call, "log a call as the desk would")
    call.add_argument("lead", metavar="LEAD")
    call.add_argument("--outcome", required=True, metavar="|".join(Outcome))
    call.add_argument("--note", default="", metavar="T")
    call.add_argument(
        "--fact", action="append", default=[], metavar="KEY=VALUE", help="may be given several times"
    )
    call.add_argument("--callback", metavar="LOCAL_ISO", help="the promised time, where the person is")
    call.add_argument("--seconds", type=number_argument, default=0, metavar="N")
    call.add_argument("--no-fact", default="", metavar="REASON", help="why a conversation brought no fact")


def _call(desk: Desk, args: Namespace) -> Answer:
    lead = key_argument(args.lead)
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
    nxt = {"what": logged.next_kind, "at": iso(logged.next_at), "why": logged.next_why}
    data = {"call": str(logged.call), "lead": str(logged.lead), "stage": logged.stage, "next": nxt}
    data |= {"warning": logged.warning} if logged.warning else {}
    when = f"{day_and_time(logged.next_at, 'UTC')} UTC" if logged.next_at else "nothing due"
    warning = f"\nWarning: {logged.warning}" if logged.warning else ""
    return Answer(data, f"Logged. Next: {logged.next_why} ({when}).{warning}")


def _fact(text: str) -> Answered:
    key, equals, value = text.partition("=")
    if not equals or not key.strip() or not value.strip():
        raise BadInput(f"“{text}” is not a fact.", 'Write it like --fact need="slots lost twice a week".')
    return Answered(key.strip(), value.strip())
