"""team create, add, remove, members, join, status, upgrade, lost; claims; sync."""

from argparse import ArgumentParser, Namespace

from bdr_desk.actions import team as actions
from bdr_desk.cli.command import Answer, Subcommands, add_command, iso
from bdr_desk.cli.progress import rows_of_told
from bdr_desk.desk import Desk
from bdr_desk.domain.counting import counted
from bdr_desk.domain.words import Role
from bdr_desk.queries import team as queries
from bdr_desk.queries import team_members as members_query
from bdr_desk.queries.claims import claims_now


def register(commands: "Subcommands[ArgumentParser]") -> None:
    _register_team(
        commands.add_parser("team", help="the shared database").add_subparsers(required=True, metavar="WHAT")
    )
    add_command(commands, "claims", claims, "which accounts are held now, by whom and until when")
    add_command(commands, "sync", sync, "send what waits and get what others did")


def _register_team(commands: "Subcommands[ArgumentParser]") -> None:
    create = add_command(
        commands, "create", team_create, "make the team's database; this desk becomes its admin"
    )
    create.add_argument("url", metavar="URL", help="postgresql://name:password@host/database")
    add = add_command(commands, "add", team_add, "give somebody a login and a one-time code")
    add.add_argument("who", metavar="USER", help="a name or an e-mail address")
    add.add_argument("--role", required=True, choices=[role.value for role in Role])
    add.add_argument("--project", help="the project they are for")
    remove = add_command(
        commands, "remove", team_remove, "take somebody out of the team: their logins end at once"
    )
    remove.add_argument("who", metavar="USER", help="a name or an e-mail address")
    add_command(commands, "members", team_members, "who is in the team, with which role and in which project")
    join = add_command(commands, "join", team_join, "join a team with the code its admin gave you")
    join.add_argument("url", metavar="URL", help="postgresql://host/database")
    join.add_argument(
        "--as", dest="who", required=True, metavar="USER", help="your name or e-mail address there"
    )
    join.add_argument("--code", required=True)
    add_command(commands, "status", team_status, "who you are in the team, and what waits")
    add_command(
        commands, "upgrade", team_upgrade, "bring the team's database up to this program; older desks go on working"
    )  # fmt: skip
    add_command(commands, "lost", team_lost, "what colleagues have overwritten of what was written here")


def team_create(desk: Desk, args: Namespace) -> Answer:
    made = actions.create_team(desk, args.url)
    return Answer(_joined(made), f"The team's database at {made.server} is ready. {made.name} is its admin.")


def team_add(desk: Desk, args: Namespace) -> Answer:
    added = actions.add_member(desk, args.who, args.role, project=args.project)
    data = {
        "user": added.name, "key": str(added.user), "role": added.role, "login": added.login, "code": added.code,
    }  # fmt: skip
    return Answer(
        data,
        f"{added.name} may join once with the code {added.code}:\n"
        f'  bdr-desk team join URL --as "{added.name}" --code {added.code}',
    )


def team_remove(desk: Desk, args: Namespace) -> Answer:
    gone = actions.remove_member(desk, args.who)
    data = {"user": gone.name, "key": str(gone.user), "logins": gone.logins, "open_logins": gone.open_logins}
    still = (
        f" The server still lets {', '.join(gone.open_logins)} log in, to see nothing: its administrator may drop it."
        if gone.open_logins
        else ""
    )
    return Answer(data, f"{gone.name} is out of the team; what they did stays, with their name.{still}")


def team_members(desk: Desk, _args: Namespace) -> Answer:
    found = members_query.team_members(desk)
    data = [
        {
            "user": one.name, "key": str(one.user), "login": one.login, "role": one.role, "project": one.project or None,
            "joined": iso(one.joined_at), "left": iso(one.left_at),
        }
        for one in found
    ]  # fmt: skip
    return Answer(data, "\n".join(map(_member_line, found)))


def _member_line(one: members_query.MemberView) -> str:
    where = one.project or "all projects"
    state = (
        f"left {iso(one.left_at)}" if one.left_at else "in" if one.joined_at else "has not used the code yet"
    )
    return f"{one.name:<28} {one.role:<9} {where:<24} {state}"


def team_join(desk: Desk, args: Namespace) -> Answer:
    joined = actions.join_team(desk, args.url, who=args.who, code=args.code)
    return Answer(
        _joined(joined), f"This desk is {joined.name}'s in the team at {joined.server}. Next: bdr-desk sync"
    )


def team_status(desk: Desk, _args: Namespace) -> Answer:
    status = queries.team_status(desk)
    state = status.state
    data = {
        "joined": state.joined, "user": state.name, "key": str(state.user), "role": state.role,
        "server": state.server or None, "connected": status.connected, "pending": state.pending,
        "last_sync": iso(state.last_sync), "says": status.says,
        "skew_seconds": None if state.skew is None else state.skew.total_seconds(), "line": status.line or None,
        "waiting_since": iso(state.waiting_since), "version": status.shape, "needs": status.needs or None,
        "trouble": _trouble(state),
    }  # fmt: skip
    return Answer(data, f"{state.name} ({state.role or 'no team'}): {status.says}")


def _trouble(state: queries.TeamState) -> dict[str, str | None] | None:
    """What went wrong with the last round."""
    if (trouble := state.trouble) is None:
        return None
    return {
        "kind": str(trouble.kind), "since": iso(trouble.since), "title": trouble.title, "advice": trouble.advice,
    }  # fmt: skip


def team_upgrade(desk: Desk, _args: Namespace) -> Answer:
    done = actions.upgrade_team(desk)
    data = {"before": done.before, "after": done.after}
    if done.before >= done.after:
        return Answer(data, f"The team's database is up to date (version {done.after}).")
    return Answer(
        data, f"The team's database is now of version {done.after}. Claims begin at each desk's next beat."
    )


def team_lost(desk: Desk, _args: Namespace) -> Answer:
    found = queries.lost_values(desk)
    data = [
        {
            "what": lost.what, "field": lost.field, "value": lost.value, "stays": lost.stays, "by": lost.who,
            "refused": lost.refused,
            "at": iso(lost.at),
        }
        for lost in found
    ]  # fmt: skip
    lines = [f"{queries.lost_says(lost)}, {iso(lost.at)}" for lost in found]
    return Answer(data, "\n".join(lines) or "Nothing that was written here has been overwritten.")


def claims(desk: Desk, _args: Namespace) -> Answer:
    found = claims_now(desk)
    data = [
        {
            "account": claim.account, "project": claim.project, "holder": claim.who, "mine": claim.mine,
            "since": iso(claim.since), "until": iso(claim.until),
        }
        for claim in found
    ]  # fmt: skip
    lines = [f"{c.account}: {c.who}, for {c.seconds:.0f} s more unless renewed" for c in found]
    return Answer(data, "\n".join(lines) or "No account is held now.")


def sync(desk: Desk, _args: Namespace) -> Answer:
    with rows_of_told("Catching up") as told:
        done = actions.sync(desk, told=told)
    data = {
        "pushed": done.pushed,
        "pulled": done.pulled,
        "conflicts": done.conflicts,
        "pending": done.pending,
    }
    clashes = (
        f" {done.conflicts} were changed on two desks; the last to arrive stays." if done.conflicts else ""
    )
    return Answer(
        data, f"{counted(done.pushed, 'row')} sent, {done.pulled} received, {done.pending} waiting.{clashes}"
    )


def _joined(joined: actions.Joined) -> dict[str, str]:
    return {"user": joined.name, "key": str(joined.user), "role": joined.role, "server": joined.server}
