"""The backups there are, without opening them: names, notes of what was found in them, which one leads back, which go.

Beside each copy lies a note (JSON) with its digest and what the last look at it found. A copy gets its name only when it is
whole and was looked at, so a file without a note was put there by somebody else or by an older program.
"""

import json
import os
import shlex
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from bdr_desk import paths
from bdr_desk.domain.backup_rule import SUFFIX, Copy, Kind, read_name, removable
from bdr_desk.domain.time_zones import day_of_month

PRIVATE = 0o600  # rights of a file with people in it; 0o700 of a folder


@dataclass(frozen=True)
class Note:
    """`digest` (SHA-256) as it was made; `counts` rows by table; `checked` when it was looked at last, in ISO 8601; `problem`
    what was wrong."""

    digest: str
    counts: dict[str, int] = field(repr=False)
    version: str
    checked: str
    problem: str = ""

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True)
class Backup:
    """`at` is aware; `seen` is None while nobody has looked at it; `size` in bytes."""

    file: Path
    at: datetime
    kind: Kind
    size: int
    seen: Note | None

    @property
    def good(self) -> bool:
        return self.seen is not None and not self.seen.problem

    @property
    def broken(self) -> bool:
        return self.seen is not None and bool(self.seen.problem)

    @property
    def day(self) -> date:
        """On this machine."""
        return self.at.astimezone().date()


def backups_of(store: Path) -> list[Backup]:
    """Those of the store at `store`, and the stores that others took the place of, newest first."""
    aside = [
        file
        for file in store.parent.glob(f"*-{Kind.ASIDE}*{SUFFIX}")
        if read_name(file.name)[1] == Kind.ASIDE
    ]
    found = (_backup(file) for file in (*paths.backups_dir(store.parent).glob(f"*{SUFFIX}"), *aside))
    return sorted((one for one in found if one), key=lambda one: (one.at, one.file.name), reverse=True)


def _backup(file: Path) -> Backup | None:
    try:
        seen = file.stat()
    except OSError:  # gone meanwhile
        return None
    at, kind = read_name(file.name)
    made = at or datetime.fromtimestamp(seen.st_mtime, UTC)
    return Backup(file, made, kind, seen.st_size, read_note(file))


def note_file(backup: Path) -> Path:
    return backup.with_suffix(".json")


def read_note(backup: Path) -> Note | None:
    """None where there is none that can be read."""
    with suppress(OSError, ValueError, TypeError):
        return Note(**json.loads(note_file(backup).read_text("utf-8")))
    return None


def write_note(backup: Path, note: Note) -> None:
    """Whole or not at all. Raises OSError."""
    new = note_file(backup).with_suffix(".json.part")
    with os.fdopen(
        os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE), "w", encoding="utf-8"
    ) as out:
        json.dump(asdict(note), out, indent=1)
    new.replace(note_file(backup))


def newest_good(store: Path) -> Backup | None:
    return next((one for one in backups_of(store) if one.good and one.kind != Kind.ASIDE), None)


def prune(store: Path, today: date) -> list[Path]:
    """Remove what the rule lets go; returns what went. What cannot be removed stays for the next time."""
    gone = []
    for one in _to_go(backups_of(store), today):
        with suppress(OSError):
            one.file.unlink()
            note_file(one.file).unlink(missing_ok=True)
            for beside in ("-wal", "-shm"):
                one.file.with_name(one.file.name + beside).unlink(missing_ok=True)
            gone.append(one.file)
    return gone


def _to_go(there: Sequence[Backup], today: date) -> list[Backup]:
    copies = [Copy(one.at, one.day, one.kind, one.good) for one in there]
    go = {id(copy) for copy in removable(copies, today)}
    return [one for one, copy in zip(there, copies, strict=True) if id(copy) in go]


def way_back(store: Path) -> str:
    """What to do about a damaged store: the newest good backup, and the command."""
    best = newest_good(store)
    if best is None:
        return (
            f"There is no good backup in {paths.backups_dir(store.parent)}. Move {store.name} away to begin anew, and keep it: "
            "parts of it may be readable."
        )
    made = best.at.astimezone()
    return (
        f"The newest good backup is of {day_of_month(made)} {made.year}, {made:%H:%M}. Close the desk and restore it with: "
        f"{restore_command(store, best.file.name)}"
    )


def restore_command(store: Path, name: str) -> str:
    """As it is typed in a shell."""
    where = (
        "" if store.parent == paths.default_data_dir() else f" --data-dir {shlex.quote(str(store.parent))}"
    )
    return f"bdr-desk{where} backup restore {shlex.quote(name)}"
