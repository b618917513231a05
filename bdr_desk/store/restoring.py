"""A backup in the place of the present store: looked at, copied, brought up to date and looked at again before anything moves."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bdr_desk.domain.backup_rule import Kind
from bdr_desk.errors import NotFound, StoreProblem
from bdr_desk.store.backup_files import Note, backups_of, read_note, restore_command
from bdr_desk.store.backups import (
    Told,
    check_room,
    copied,
    looked_at,
    on_we_go,
    open_to_read,
    turn_of,
)
from bdr_desk.store.file_turns import alone, log_of, settle
from bdr_desk.store.problems import translated
from bdr_desk.store.store import open_store
from bdr_desk.store.swap import finish_swap, swap


@dataclass(frozen=True)
class Restored:
    """`aside` is where the store is that was there before, None where there was none; versions are the store's, `lines` its rows.

    `barred_since` are do-not-contact entries and `erased_since` counts erasures that only the store put aside knows of, where
    it can be read: they were promised to somebody, and a restore must not break that in silence."""

    backup: Path
    aside: Path | None
    version_before: str
    version: str
    lines: int
    barred_since: tuple[str, ...] = field(default=(), repr=False)
    erased_since: int = 0


def restore(store: Path, backup: Path, now: datetime, told: Told = on_we_go) -> Restored:
    """Put the copy in the file `backup` in the place of `store`, which need not be readable, and is kept.

    Raises StoreProblem: a desk has the store open, the backup is damaged or of a newer program, no room; Cancelled. Nothing
    has moved then.
    """
    if not backup.is_file():
        raise NotFound(f"There is no backup {backup}.", "See what there is with: bdr-desk backup list")
    finish_swap(store)
    with turn_of(store), _working_folder(store) as folder:
        with _nobody_else(store):
            pass  # said before the work, and looked at again after it
        before = _sound(store, backup, now)
        check_room(folder, 2 * _size(backup), "the restored store")  # a new version may write all of it anew
        made = folder / store.name
        with translated(made), closing(open_to_read(backup)) as source:
            copied(source, made, told)
        after = _brought_up_to_date(made, now)
        with _nobody_else(store):
            aside = swap(store, made, now)
    barred, erased = _since(aside, store) if aside else ((), 0)
    return Restored(backup, aside, before.version, after.version, after.total, barred, erased)


def named(store: Path, name: str) -> Path:
    """The backup called `name`, with or without its ending, or the file of that path. Raises NotFound."""
    for backup in backups_of(store):
        if name in (backup.file.name, backup.file.stem):
            return backup.file
    if Path(name).is_file():
        return Path(name)
    raise NotFound(f"There is no backup “{name}”.", "See what there is with: bdr-desk backup list")


_PROMISED = (
    "SELECT value FROM suppression WHERE kind != 'erased' AND lifted_at IS NULL",
    "SELECT id FROM erasure",
)


def _since(aside: Path, store: Path) -> tuple[tuple[str, ...], int]:
    """What the store put aside promised and the restored one does not know of; nothing where it cannot be read."""
    with (
        suppress(sqlite3.DatabaseError),
        closing(open_to_read(aside)) as old,
        closing(open_to_read(store)) as new,
    ):
        barred, erased = (
            {row[0] for row in old.execute(ask)} - {row[0] for row in new.execute(ask)} for ask in _PROMISED
        )
        return tuple(sorted(barred)), len(erased)
    return (), 0


def _sound(store: Path, backup: Path, now: datetime) -> Note:
    """Raises StoreProblem when the backup is not, and names another one."""
    found = looked_at(backup, now, read_note(backup))
    if not found.problem:
        return found
    others = (one for one in backups_of(store) if one.good and one.kind != Kind.ASIDE and one.file != backup)
    other = next(others, None)
    advice = (
        f"Another one is good: {restore_command(store, other.file.name)}" if other else "Nothing was changed."
    )
    raise StoreProblem(f"{backup.name} cannot be restored. {found.problem}", advice)


def _size(backup: Path) -> int:
    return sum(file.stat().st_size for file in (backup, log_of(backup)) if file.exists())


def _brought_up_to_date(made: Path, now: datetime) -> Note:
    """Its first opening, away from the present one; nothing is left beside it. Raises StoreProblem."""
    before = looked_at(made, now)
    open_store(made, backup_first=False).close()
    with translated(made), closing(sqlite3.connect(made, isolation_level=None)) as copy:
        copy.execute("PRAGMA journal_mode=DELETE")
        orphan = copy.execute("PRAGMA foreign_key_check").fetchone()
    settle(made)
    after = looked_at(made, now)
    lost = before.version == after.version and before.counts != after.counts
    if after.problem or orphan or lost:
        raise StoreProblem(
            "The restored store is not sound. Nothing was changed.",
            after.problem or "Restore another backup.",
        )
    return after


@contextmanager
def _nobody_else(store: Path) -> Iterator[None]:
    """Raises StoreProblem while a desk has the store open."""
    with ExitStack() as held:
        try:
            held.enter_context(alone(store))
        except BlockingIOError as error:
            raise StoreProblem(
                "A desk has this store open.",
                "Close its window, and what else works on it, then try again. Nothing was changed.",
            ) from error
        except OSError as error:
            raise _no_place(store, error) from error
        yield


@contextmanager
def _working_folder(store: Path) -> Iterator[Path]:
    """Beside the store, on its disk, gone afterwards; what one left that was killed goes first."""
    folder = store.parent / "restoring"
    shutil.rmtree(folder, ignore_errors=True)
    try:
        folder.mkdir(mode=0o700)
    except OSError as error:
        raise _no_place(store, error) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _no_place(store: Path, error: OSError) -> StoreProblem:
    return StoreProblem(
        f"{store.parent} cannot be written: {error.strerror}.",
        "Check its rights, or name another with --data-dir. Nothing was changed.",
    )
