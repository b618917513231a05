"""bdr-desk consent LEAD …: what somebody agreed to be sent, noted and taken back."""

from argparse import ArgumentParser, Namespace
from typing import Any

from bdr_desk.actions.consents import note_consent, withdraw_consent
from bdr_desk.cli.command import Answer, Subcommands, add_command, iso, key_argument
from bdr_desk.desk import Desk
from bdr_desk.domain.consent import ASKED, HOWS
from bdr_desk.queries.consents import ConsentView, consents


def register(commands: "Subcommands[ArgumentParser]") -> None:
    consent = add_command(commands, "consent", _run, "what somebody agreed to be sent; noted, or taken back")
    consent.add_argument("lead", metavar="LEAD")
    consent.add_argument(
        "--medium", default="email", metavar="M", help=f"{', '.join(ASKED)} (default: email)"
    )
    consent.add_argument("--by", default="", metavar="HOW", help=f"how they said so: {', '.join(HOWS)}")
    consent.add_argument(
        "--said", default="", metavar="T", help="what they said; without it, what is noted is shown"
    )
    consent.add_argument("--withdraw", action="store_true", help="they take it back")


def _run(desk: Desk, args: Namespace) -> Answer:
    lead = key_argument(args.lead)
    if args.withdraw:
        done = withdraw_consent(desk, lead, args.medium, args.by, args.said)
    elif args.by or args.said:
        done = note_consent(desk, lead, args.medium, args.by, args.said)
    else:
        found = consents(desk, lead)
        return Answer([_data(view) for view in found], "\n".join(map(_line, found)) or "Nothing is noted.")
    data = {"consent": str(done.consent), "lead": str(done.lead), "medium": done.medium, "given": done.given}
    return Answer(data, done.says)


def _data(view: ConsentView) -> dict[str, Any]:
    return {
        "medium": view.medium, "given": view.given, "how": view.how, "said": view.said, "at": iso(view.at), "by": view.who,
        "stands": view.stands,
    }  # fmt: skip


def _line(view: ConsentView) -> str:
    return f"{view.at:%Y-%m-%d}  {view.says}{'' if view.stands else ' (before)'}"
