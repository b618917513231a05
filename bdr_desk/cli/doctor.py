"""`doctor` says what is set up and what is not; `me` says who sits at this desk."""

from argparse import ArgumentParser, Namespace
from dataclasses import asdict

from bdr_desk.actions.health import mend
from bdr_desk.actions.users import set_up_user, take_role
from bdr_desk.cli.command import Answer, Subcommands, add_command
from bdr_desk.desk import Desk
from bdr_desk.queries.health import checks
from bdr_desk.queries.users import user_view


def register(commands: "Subcommands[ArgumentParser]") -> None:
    doctor = add_command(
        commands, "doctor", _doctor, "check what is set up, and what to do about what is not"
    )
    doctor.add_argument("--mend", action="store_true", help="make the search index anew where it is broken")
    me = add_command(commands, "me", _me, "who sits at this desk: stands in scripts and invitations")
    me.add_argument("--name")
    me.add_argument("--email")
    me.add_argument("--role", metavar="bdr|lead", help="without a team: whether you are your own team lead")
    me.add_argument("--time-zone", metavar="ZONE", help="an IANA name such as America/New_York")


def _doctor(desk: Desk, args: Namespace) -> Answer:
    if args.mend:
        mend(desk)
    found = checks(desk)
    lines = [f"{'ok' if check.ok else '--'}  {check.check:<9} {check.says}" for check in found]
    return Answer([asdict(check) for check in found], "\n".join(lines))


def _me(desk: Desk, args: Namespace) -> Answer:
    given = {"name": args.name, "email": args.email, "time_zone": args.time_zone}
    values = {key: value for key, value in given.items() if value is not None}
    if values:
        set_up_user(desk, desk.me, **values)
    if args.role is not None:
        take_role(desk, args.role)
    me = user_view(desk, desk.me)
    data = {
        "user": str(me.key),
        "name": me.name,
        "email": me.email,
        "time_zone": me.time_zone,
        "role": me.role,
    }
    return Answer(data, f"{me.name}, {me.email or 'no e-mail'}, {me.time_zone}")
