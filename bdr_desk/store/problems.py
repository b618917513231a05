"""What SQLite says, as one sentence and an advice."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DatabaseError

from bdr_desk.errors import StoreProblem
from bdr_desk.store.backup_files import way_back


@contextmanager
def translated(file: Path) -> Iterator[None]:
    """Turn what SQLite says into one sentence and an advice."""
    try:
        yield
    except (DatabaseError, sqlite3.DatabaseError) as error:
        # Extended codes keep the primary one in their low byte (SQLite, "Result and Error Codes").
        code = getattr(getattr(error, "orig", error), "sqlite_errorcode", 0) & 0xFF
        problem = _problem(code, file)
        if problem is None:
            raise
        raise problem from error


def _problem(code: int, file: Path) -> StoreProblem | None:
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL):
        return StoreProblem(
            "Another program is holding the desk's database.",
            f"Close what else has {file.name} open, then try again. Nothing was changed.",
        )
    if code == sqlite3.SQLITE_FULL:
        return StoreProblem(
            "The disk is full, so nothing could be saved.",
            f"Free some space on the disk of {file.parent} and try again.",
        )
    if code == sqlite3.SQLITE_IOERR:
        return StoreProblem(
            f"The disk refused to read or write {file.name}.",
            f"It may be full, over its quota or failing: check the disk of {file.parent} and try again.",
        )
    if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return StoreProblem(
            f"{file.name} is damaged or not a database.",
            way_back(file),
        )
    if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
        return StoreProblem(
            f"{file} cannot be opened for writing.",
            "Check the rights on its folder, or choose another with --data-dir.",
        )
    return None
