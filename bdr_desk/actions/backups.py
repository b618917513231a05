"""Making, checking and restoring backups. All by the data folder: what is restored may be a store that nobody can open."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from bdr_desk import paths
from bdr_desk.domain.backup_rule import Kind
from bdr_desk.errors import FileProblem
from bdr_desk.queries.backups import BackupView, backups, view_of
from bdr_desk.store import backups as kept
from bdr_desk.store import restoring
from bdr_desk.store.backup_files import Backup, backups_of
from bdr_desk.store.backups import Told, on_we_go
from bdr_desk.store.restoring import Restored

__all__ = ["Restored", "back_up_daily", "check_backups", "make_backup", "restore"]


def make_backup(data_dir: Path, now: datetime, *, told: Told = on_we_go) -> BackupView:
    """One because the user asked for it. Raises StoreProblem, Cancelled."""
    store = paths.store_file(data_dir)
    return view_of(store, kept.make_backup(store, Kind.ASKED, now, told))


def back_up_daily(data_dir: Path, now: datetime, *, told: Told = on_we_go) -> BackupView | None:
    """The day's backup, and another look at the one nobody has looked at for longest. None where today has one.

    Raises StoreProblem, Cancelled.
    """
    if not backups(data_dir, now).due:
        return None
    store = paths.store_file(data_dir)
    made = kept.make_backup(store, Kind.DAILY, now, told)
    if old := _longest_unseen(backups_of(store)):
        with suppress(FileProblem):
            kept.check_backup(old, now)
    return view_of(store, made)


def check_backups(data_dir: Path, now: datetime, name: str = "") -> Sequence[BackupView]:
    """Look at every backup, or at the one called `name`, and note what was found. Raises NotFound, FileProblem."""
    store = paths.store_file(data_dir)
    wanted = restoring.named(store, name) if name else None
    found = [one for one in backups_of(store) if wanted in (None, one.file)]
    return [view_of(store, kept.check_backup(one, now)) for one in found]


def restore(data_dir: Path, name: str, now: datetime, *, told: Told = on_we_go) -> Restored:
    """Put a backup in the place of the store, which is kept aside. Raises NotFound, StoreProblem, Cancelled: nothing has
    moved then."""
    store = paths.store_file(data_dir)
    return restoring.restore(store, restoring.named(store, name), now, told)


def _longest_unseen(found: Sequence[Backup]) -> Backup | None:
    mine = [one for one in found if one.kind not in (Kind.ASIDE, Kind.OTHER) and not one.broken]
    return min(mine, key=lambda one: one.seen.checked if one.seen else "", default=None)
