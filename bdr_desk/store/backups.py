"""Making a backup of the live store, and looking whether one is sound.

A copy is made through SQLite's online backup, inside one read transaction of a connection of its own: whoever writes meanwhile
waits for nothing, and the copy is of one moment. Without that transaction the backup begins again at each write and may never
end. VACUUM INTO would number rows anew, by which the search index goes (see `store/erased.py`).
"""

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import datetime
from itertools import count
from pathlib import Path

from bdr_desk import paths
from bdr_desk.domain.backup_rule import Kind, name_of
from bdr_desk.errors import Cancelled, FileProblem, StoreProblem
from bdr_desk.store.backup_files import (
    PRIVATE,
    Backup,
    Note,
    backups_of,
    prune,
    way_back,
    write_note,
)
from bdr_desk.store.file_turns import log_of, settle, turn
from bdr_desk.store.problems import translated

Told = Callable[[float], bool]  # hears the share that is done; whether to go on
SPARE_BYTES = 8 << 20  # left free on the disk beside the copy: the desk goes on writing
_STEP_PAGES = 512
_TABLES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
)


def on_we_go(_share: float) -> bool:
    return True


def make_backup(store: Path, kind: Kind, now: datetime, told: Told = on_we_go) -> Backup:
    """A verified copy of the store as it is at this moment, among its backups; those that the rule lets go are removed after.

    Raises StoreProblem: no store, no room, no place, damaged, or another desk is making one; Cancelled when `told` says so.
    """
    if not store.exists():
        raise StoreProblem(
            f"There is no {store.name} in {store.parent} yet.",
            "Open the desk once, or name its folder with --data-dir.",
        )
    with turn_of(store) as folder:
        _clear_leftovers(folder)
        target = free_name(folder, now, kind)
        made = target.with_suffix(".part")
        try:
            _make(store, made, target, now, told)
        finally:
            with suppress(OSError):
                made.unlink(missing_ok=True)
        prune(store, now.astimezone().date())
    return _named(store, target)


def check_backup(backup: Backup, now: datetime) -> Backup:
    """Look whether a copy can be restored, and note what was found; those of other people are looked at, and noted nowhere.

    Raises FileProblem when it cannot be read at all, such as for want of rights.
    """
    note = looked_at(backup.file, now, backup.seen)
    if backup.kind not in (Kind.OTHER, Kind.ASIDE):
        with _readable(backup.file):
            write_note(backup.file, note)
    return Backup(backup.file, backup.at, backup.kind, backup.size, note)


def looked_at(file: Path, now: datetime, before: Note | None = None) -> Note:
    """What a look at a copy finds: its digest against the one `before`, SQLite's own check, its rows.

    Raises FileProblem when the file cannot be read.
    """
    with _readable(file), file.open("rb") as read:
        digest = hashlib.file_digest(read, "sha256").hexdigest()
    at = now.isoformat(timespec="seconds")
    if before and before.digest not in ("", digest):
        return Note(
            before.digest, before.counts, before.version, at, "Its bytes are not those that were written."
        )
    try:
        with closing(open_to_read(file)) as copy:
            problem, counts, version = quick_check(copy), counts_of(copy), version_of(copy)
    except sqlite3.DatabaseError as error:
        return Note(digest, {}, "", at, f"SQLite cannot read it: {error}.")
    if not problem and not version:
        problem = "It is not a store of this desk."
    if not problem and before and before.counts and before.counts != counts:
        problem = "It does not hold as many rows as were written."
    return Note(digest, counts, version, at, problem)


def quick_check(connection: sqlite3.Connection) -> str:
    """What SQLite finds wrong first, "" where nothing is."""
    found = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    return "" if found == "ok" else f"SQLite finds it damaged: {found}."


def counts_of(connection: sqlite3.Connection) -> dict[str, int]:
    """Rows of each table."""
    names = [name for (name,) in connection.execute(_TABLES).fetchall()]
    return {name: int(connection.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0]) for name in names}


def version_of(connection: sqlite3.Connection) -> str:
    """The store's version, "" where it is not one."""
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone() is None:
        return ""
    found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(found[0]) if found else ""


def copied(source: sqlite3.Connection, target: Path, told: Told = on_we_go) -> None:
    """The database behind `source`, of one moment, into the new file `target`: readable by its owner only, without a log
    beside it, and on the disk when this returns. Raises Cancelled, and what SQLite raises."""

    def tell(_status: int, left: int, pages: int) -> None:
        if not told(1 - left / max(pages, 1)):
            raise Cancelled("The copy was stopped. Nothing was changed.")

    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE))
    with closing(sqlite3.connect(target, isolation_level=None)) as copy:
        for pragma in ("journal_mode=OFF", "synchronous=OFF"):  # half a copy is thrown away: it needs no log
            copy.execute(f"PRAGMA {pragma}")
        source.backup(copy, pages=_STEP_PAGES, progress=tell)
    with closing(sqlite3.connect(target, isolation_level=None)) as copy:
        copy.execute("PRAGMA journal_mode=DELETE")  # it came with the mark of one that has a log
    settle(target)


def check_room(folder: Path, needed: int, what: str) -> None:
    """Raises StoreProblem when the disk has no room for `needed` bytes."""
    free = shutil.disk_usage(folder).free
    if free < needed + SPARE_BYTES:
        raise StoreProblem(
            f"There is no room for {what}: it needs {_megabytes(needed + SPARE_BYTES)}, and the disk of {folder} has "
            f"{_megabytes(free)} free.",
            "Free some space there and try again. Nothing was changed.",
        )


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.0f} MB"


def _make(store: Path, made: Path, target: Path, now: datetime, told: Told) -> None:
    with (
        translated(store),
        closing(sqlite3.connect(f"{store.resolve().as_uri()}?mode=rw", uri=True)) as source,
    ):
        source.isolation_level = None
        source.execute("BEGIN")
        counts, version = counts_of(source), version_of(source)
        if not version:
            raise StoreProblem(
                f"{store.name} in {store.parent} is a database of another program.",
                "Name the desk's folder with --data-dir.",
            )
        pages, size = (source.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
        check_room(target.parent, pages * size, "a backup")
        copied(source, made, told)
    note = looked_at(made, now, Note("", counts, version, ""))
    if note.problem:
        raise StoreProblem(
            f"{store.name} is damaged, so the copy made of it was thrown away.", way_back(store)
        )
    with _placed(target.parent):
        write_note(target, note)  # before the copy has its name: one that has it was looked at
        made.replace(target)
        settle(target)


def _place(store: Path) -> Path:
    """The folder of the backups. Raises StoreProblem when it cannot be made."""
    folder = paths.backups_dir(store.parent)
    with _placed(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


@contextmanager
def turn_of(store: Path, patience: float = 0.0) -> Iterator[Path]:
    """One process at a time makes or restores backups; gives their folder. Raises StoreProblem."""
    folder = _place(store)
    with ExitStack() as held:
        try:
            with _placed(folder):
                held.enter_context(turn(folder / ".turn", patience))
        except StoreProblem as problem:
            if not isinstance(problem.__cause__, BlockingIOError):
                raise
            raise StoreProblem(
                "Another desk is making or restoring a backup at this moment.", "Try again in a minute."
            ) from problem
        yield folder


def _clear_leftovers(folder: Path) -> None:
    """What a desk left that was killed while it made one."""
    with _placed(folder):
        for file in (*folder.glob("*.part"), *folder.glob("*.part-journal")):
            file.unlink(missing_ok=True)


def free_name(folder: Path, now: datetime, kind: Kind) -> Path:
    """One that nothing has yet."""
    names = (folder / name_of(now, kind, again) for again in count())
    return next(file for file in names if not file.exists())


def _named(store: Path, file: Path) -> Backup:
    return next(one for one in backups_of(store) if one.file == file)


@contextmanager
def _placed(folder: Path) -> Iterator[None]:
    """Trouble with the folder of the backups, as a sentence."""
    try:
        yield
    except OSError as error:
        raise StoreProblem(
            f"There is no place for a backup: {folder} cannot be written ({error.strerror}).",
            "Check the rights on the data folder and the room on its disk. Nothing was changed.",
        ) from error


@contextmanager
def _readable(file: Path) -> Iterator[None]:
    """Trouble with reading a copy, as a sentence."""
    try:
        yield
    except OSError as error:
        raise FileProblem(
            f"{file} cannot be read: {error.strerror}.", "Check its rights and its disk."
        ) from error


def open_to_read(file: Path) -> sqlite3.Connection:
    """Without leaving anything beside it; a copy that has a log with it is read with its log."""
    how = "mode=ro" if log_of(file).exists() else "mode=ro&immutable=1"
    return sqlite3.connect(f"{file.resolve().as_uri()}?{how}", uri=True)
