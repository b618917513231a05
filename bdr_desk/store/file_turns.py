"""Locks of the operating system on files, which end with the process that holds them, however it ends."""

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic, sleep

# Where SQLite locks a database it has open (its os.h and "Database File Format" §1.4): the bytes shared by all who read, at one
# place for all systems since 2004; and the byte of the index of the log that everybody holds who has it open (os_unix.c, "DMS").
_SHARED_FIRST, _SHARED_SIZE = 0x40000002, 510
_LOG_OPEN, _LOG_OPEN_SIZE = 128, 1
_AGAIN_SECONDS = 0.02


@contextmanager
def turn(file: Path, patience: float = 0.0) -> Iterator[None]:
    """One process at a time, by a lock on `file`, which is made. Raises BlockingIOError after `patience` seconds."""
    ends = monotonic() + patience
    with file.open("ab") as held:
        while True:
            try:
                _lock(held.fileno(), 0, 1)
                break
            except BlockingIOError:
                if monotonic() >= ends:
                    raise
                sleep(_AGAIN_SECONDS)
        yield


@contextmanager
def alone(database: Path) -> Iterator[None]:
    """Nobody else has the SQLite database open, whatever is in it, nor can open it meanwhile. Raises BlockingIOError.

    Not for a process that has it open itself: POSIX drops all of a process's locks on a file when it closes the file once.
    """
    places = ((database, _SHARED_FIRST, _SHARED_SIZE), (log_index(database), _LOG_OPEN, _LOG_OPEN_SIZE))
    with ExitStack() as held:
        for file, first, size in places:
            if file.exists():
                _lock(held.enter_context(file.open("r+b")).fileno(), first, size)
        yield


def log_of(database: Path) -> Path:
    return database.with_name(f"{database.name}-wal")


def log_index(database: Path) -> Path:
    return database.with_name(f"{database.name}-shm")


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int, first: int, size: int) -> None:
        os.lseek(handle, first, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, size)
        except OSError as error:
            raise BlockingIOError(*error.args) from error
else:
    import fcntl

    def _lock(handle: int, first: int, size: int) -> None:
        """fcntl locks, as SQLite's are. POSIX lets a system say EACCES for EAGAIN."""
        try:
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, size, first)
        except PermissionError as error:
            raise BlockingIOError(*error.args) from error


def settle(file: Path) -> None:
    """What was written to `file`, and its name in its folder, is on the disk when this returns."""
    _flush(file, os.O_RDWR)
    settle_names(file.parent)


def settle_names(folder: Path) -> None:
    if sys.platform != "win32":  # which has no handles of folders
        _flush(folder, os.O_RDONLY)


def _flush(path: Path, mode: int) -> None:
    handle = os.open(path, mode)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
