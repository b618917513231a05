"""The backups there are. They are asked for by the data folder: the store need not be open, nor readable."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from bdr_desk import paths
from bdr_desk.domain.backup_rule import Copy, Kind, due
from bdr_desk.store.backup_files import Backup, backups_of, restore_command


@dataclass(frozen=True)
class BackupView:
    """`made_at` (aware) and `day` are when it was made, `day` on this machine; `size` in bytes; `checked` when it was looked at
    last, None where nobody has; `problem` is "" while it is good; `lines` counts its rows; `restore` is the command."""

    title: str
    file: Path
    made_at: datetime
    kind: Kind
    size: int
    lines: int | None
    version: str
    checked: datetime | None
    problem: str
    restore: str

    @property
    def good(self) -> bool:
        return self.checked is not None and not self.problem


@dataclass(frozen=True)
class BackupsView:
    """Newest first. `due`: today has none yet."""

    folder: Path
    backups: Sequence[BackupView]
    due: bool

    @property
    def newest_good(self) -> BackupView | None:
        return next((one for one in self.backups if one.good and one.kind != Kind.ASIDE), None)


def backups(data_dir: Path, now: datetime) -> BackupsView:
    """`now` aware; what day it is, is this machine's business."""
    store = paths.store_file(data_dir)
    found = backups_of(store)
    return BackupsView(
        paths.backups_dir(data_dir), [view_of(store, one) for one in found], backup_due(found, _day(now))
    )


def view_of(store: Path, one: Backup) -> BackupView:
    note = one.seen
    return BackupView(
        one.file.name, one.file, one.at, one.kind, one.size,
        note.total if note and note.counts else None, note.version if note else "",
        datetime.fromisoformat(note.checked) if note and note.checked else None, note.problem if note else "",
        restore_command(store, one.file.name),
    )  # fmt: skip


def backup_due(found: Sequence[Backup], today: date) -> bool:
    return due([Copy(one.at, one.day, one.kind, one.good) for one in found], today)


def _day(now: datetime) -> date:
    return now.astimezone().date()
