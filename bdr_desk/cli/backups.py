"""`backup`: list, make, check, restore. None of them opens the store as the desk does: they work when it is damaged."""

from argparse import ArgumentParser, Namespace
from datetime import datetime
from pathlib import Path
from typing import Any

from bdr_desk.actions.backups import Restored, check_backups, make_backup, restore
from bdr_desk.cli.command import Answer, Subcommands, add_folder_command, iso
from bdr_desk.cli.progress import share_told
from bdr_desk.domain.backup_rule import Kind
from bdr_desk.domain.counting import counted
from bdr_desk.domain.time_zones import day_of_month
from bdr_desk.queries.backups import BackupView, backups

WHY = {
    Kind.DAILY: "daily", Kind.ASKED: "asked for", Kind.UPGRADE: "before an upgrade", Kind.ASIDE: "put aside",
    Kind.OTHER: "not made here",
}  # fmt: skip


def register(commands: "Subcommands[ArgumentParser]") -> None:
    says = "copies of the database: what there is, one more, a check, one put in its place"
    does = add_folder_command(commands, "backup", _list, says).add_subparsers(
        metavar="list|make|check|restore"
    )
    add_folder_command(does, "list", _list, "the backups, newest first")
    add_folder_command(does, "make", _make, "make one now, while the desk is open or not")
    check = add_folder_command(does, "check", _check, "look whether they can be restored")
    check.add_argument("name", metavar="NAME", nargs="?", default="", help="one of them, as list shows it")
    back = add_folder_command(
        does, "restore", _restore, "put one in the place of the database, which is kept aside"
    )
    back.add_argument("name", metavar="NAME|FILE", help="as list shows it, or any file that is a backup")


def _list(folder: Path, now: datetime, _args: Namespace) -> Answer:
    found = backups(folder, now)
    lines = [_line(one) for one in found.backups]
    none = f"No backup yet in {found.folder}. One is made on each day the desk is open; bdr-desk backup make makes one now."
    return Answer([_data(one) for one in found.backups], "\n".join(lines) or none)


def _make(folder: Path, now: datetime, _args: Namespace) -> Answer:
    with share_told("Copying") as told:
        made = make_backup(folder, now, told=told)
    return Answer(
        _data(made), f"{made.title} is made and checked: {_size(made)}, {counted(made.lines or 0, 'row')}."
    )


def _check(folder: Path, now: datetime, args: Namespace) -> Answer:
    found = check_backups(folder, now, args.name)
    lines = [
        f"{'ok' if one.good else '--'}  {one.title}  {one.problem or 'can be restored'}" for one in found
    ]
    return Answer([_data(one) for one in found], "\n".join(lines) or "There is no backup to look at.")


def _restore(folder: Path, now: datetime, args: Namespace) -> Answer:
    with share_told("Restoring") as told:
        done = restore(folder, args.name, now, told=told)
    data = {
        "restored": done.backup.name, "aside": done.aside.name if done.aside else None, "rows": done.lines,
        "version_before": done.version_before, "version": done.version,
        "not_to_be_contacted_since": list(done.barred_since), "erasures_since": done.erased_since,
    }  # fmt: skip
    lines = [
        f"{done.backup.name} is the desk's store now: {counted(done.lines, 'row')}, checked before and after."
    ]
    if done.version != done.version_before:
        lines.append(f"It was brought up to date, from version {done.version_before} to {done.version}.")
    if done.aside:
        lines.append(
            f"The store that was there is kept as {done.aside.name} in {folder}; restore brings it back by that name."
        )
    return Answer(data, "\n".join([*lines, *_promised(done)]))


def _promised(done: Restored) -> list[str]:
    """What was promised to people since the backup was made has to be said again."""
    lines = []
    if done.barred_since:
        lines.append(
            "Not to be contacted since it was made, and not known to it; say each again with bdr-desk suppress:"
        )
        lines += [f"  {value}" for value in done.barred_since]
    if done.erased_since:
        lines.append(
            f"{counted(done.erased_since, 'erasure')} made since: erase them again, and delete the store put aside then."
        )
    return lines


def _line(one: BackupView) -> str:
    at = one.made_at.astimezone()
    return f"{day_of_month(at)} {at:%Y %H:%M}  {_size(one):>10}  {WHY[one.kind]:<17}  {_state(one):<16}  {one.title}"


def _state(one: BackupView) -> str:
    if one.problem:
        return "BROKEN"
    return f"checked {day_of_month(one.checked.astimezone())}" if one.checked else "not checked"


def _size(one: BackupView) -> str:
    return f"{one.size / 1e6:,.1f} MB"


def _data(one: BackupView) -> dict[str, Any]:
    return {
        "name": one.title, "file": str(one.file), "made": iso(one.made_at), "kind": str(one.kind), "size": one.size,
        "rows": one.lines, "version": one.version, "checked": iso(one.checked), "good": one.good, "problem": one.problem,
    }  # fmt: skip
