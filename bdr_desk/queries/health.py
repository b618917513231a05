"""What is set up and what is not: `doctor`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from bdr_desk import credentials
from bdr_desk.desk import Desk
from bdr_desk.domain.time_zones import day_of_month
from bdr_desk.errors import DeskError
from bdr_desk.queries.backups import backups
from bdr_desk.queries.projects import current_project
from bdr_desk.queries.team import team_status, waiting_says
from bdr_desk.store import search_words, versions
from bdr_desk.store.backup_files import way_back
from bdr_desk.store.tables import User


@dataclass(frozen=True, repr=False)
class Check:
    """`ok` is False where something is missing or broken; `says` tells what it is and what to do."""

    check: str
    ok: bool
    says: str


def checks(desk: Desk) -> tuple[Check, ...]:
    """Every check, also where one of them fails; asks the team's database, so it may take a few seconds."""
    return tuple(_run(name, check, desk) for name, check in _CHECKS.items())


def _run(name: str, check: Callable[[Desk], tuple[bool, str]], desk: Desk) -> Check:
    try:
        return Check(name, *check(desk))
    except DeskError as error:
        return Check(name, False, str(error))


def _database(desk: Desk) -> tuple[bool, str]:
    with desk.read() as session:
        found = session.connection().exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
    where = f"{desk.store.file}, version {versions.NEWEST}"
    if found != "ok":
        return (
            False,
            f"{where} is damaged: {found}. {way_back(desk.store.file)}",
        )
    return True, f"{where}, sound."


def _backups(desk: Desk) -> tuple[bool, str]:
    found = backups(desk.data_dir, desk.clock())
    broken = [one.title for one in found.backups if one.problem]
    best = found.newest_good
    if best is None:
        says = "There is no good backup. Make one: on the page Set-up, or with: bdr-desk backup make"
    else:
        made = best.made_at.astimezone()
        says = f"The newest good one is of {day_of_month(made)} {made.year}, in {found.folder}."
    if broken:
        says += (
            f" Broken: {', '.join(broken)}; no other is removed for {'it' if len(broken) == 1 else 'them'}."
        )
    return best is not None and not broken, says


def _search(desk: Desk) -> tuple[bool, str]:
    with desk.read() as session:
        missing, orphaned = search_words.check(session.connection())
    if missing or orphaned:
        return (
            False,
            f"The search index lacks {missing:,} people and knows {orphaned:,} who are gone. Make it anew: on the page "
            "Set-up, or with: bdr-desk doctor --mend",
        )
    return True, "Everybody can be found by name, company, e-mail and number."


def _project(desk: Desk) -> tuple[bool, str]:
    project = current_project(desk)
    if project is None:
        return False, "No project yet. Import a list, or open the sample with: bdr-desk demo"
    return True, f"{project.name}; calls are made {project.calling_hours}, local to the person called."


def _user(desk: Desk) -> tuple[bool, str]:
    with desk.read() as session:
        me = session.get_one(User, desk.me)
        if not me.email:
            return (
                False,
                f"{me.name}, {me.time_zone}. No e-mail yet: give yours on the page Set-up, "
                "or with: bdr-desk me --email you@firm.example",
            )
        return True, f"{me.name}, {me.email}, {me.time_zone}."


def _team(desk: Desk) -> tuple[bool, str]:
    status = team_status(desk)
    if not status.state.joined:
        return (
            False,
            "Not joined. With your team's invitation: on the page Set-up, or bdr-desk team join URL --as YOU --code CODE",
        )
    state = status.state
    late = state.waiting_since is not None and desk.clock() - state.waiting_since > _LATE
    waits = f"What waits: {waiting_says(state)}." if late else ""
    said = (f"{state.server} as {state.name}.", status.says, waits, status.line)
    refused = state.trouble is not None and status.connected and state.trouble.kind == "refused"
    return status.connected and not (status.needs or late or refused), " ".join(filter(None, said))


_LATE = timedelta(minutes=15)  # an open window sends at once


def _line(desk: Desk) -> tuple[bool, str]:
    if desk.line.knows_state:
        return True, f"The {desk.line.name} line."
    return (
        True,
        "Numbers are handed to the system's softphone by tel: links; you tell the desk how the call went.",
    )


def _mail(_desk: Desk) -> tuple[bool, str]:
    return (
        False,
        "The desk sends no mail itself: invitations are saved as .ics files and opened with the system's program.",
    )


def _keyring(_desk: Desk) -> tuple[bool, str]:
    return True, f"{credentials.keyring_name()} keeps the team's password."


def _audio(_desk: Desk) -> tuple[bool, str]:
    return False, "Calls are neither recorded nor played by this version."


_CHECKS: dict[str, Callable[[Desk], tuple[bool, str]]] = {
    "database": _database,
    "backups": _backups,
    "search": _search,
    "project": _project,
    "user": _user,
    "team": _team,
    "line": _line,
    "mail": _mail,
    "keyring": _keyring,
    "audio": _audio,
}
