"""Versions of the store: backup first, then Alembic's steps with foreign keys off and a check after; a newer one is refused."""

import sqlite3
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine

from bdr_desk.domain.backup_rule import Kind
from bdr_desk.errors import StoreProblem
from bdr_desk.store.backups import make_backup

NEWEST = "0006"  # the last file in migrations/versions; a test holds them together


def bring_up_to_date(engine: Engine, file: Path, *, now: datetime, backup_first: bool = True) -> str | None:
    """Make or migrate the store; returns the version it was of, None where there was none. Nothing is migrated without a
    backup, unless the store is a copy itself.

    Raises StoreProblem when it was written by a newer program, or by another one.
    """
    with engine.connect() as connection:
        found = _version_in(connection)
        if found is None and _has_tables(connection):
            raise StoreProblem(
                f"{file.name} in {file.parent} is a database of another program.",
                "Start the desk on another folder with --data-dir. Nothing was changed.",
            )
    if found == NEWEST:
        return found
    if found is not None and found > NEWEST:
        raise StoreProblem(
            f"The desk's database is of a newer version ({found}) than this program knows ({NEWEST}).",
            "Update BDR Desk, or start it on another folder with --data-dir. Nothing was changed.",
        )
    if found is not None and backup_first:
        make_backup(file, Kind.UPGRADE, now)
    with engine.execution_options(writing=True).connect() as connection:
        _migrate(connection)
    return found


def _version_in(connection: Connection) -> str | None:
    found = connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").first()
    if found is None:
        return None
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one_or_none()


def _has_tables(connection: Connection) -> bool:
    return connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE type = 'table'").first() is not None


def _migrate(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)
    # Batch mode rebuilds tables; with foreign keys on, dropping the old one would delete every child row.
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        with connection.begin():  # BEGIN IMMEDIATE: a second desk waits here
            if _version_in(connection) != NEWEST:
                config = Config()
                config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
                if broken is not None:
                    raise RuntimeError(f"migration left rows without their parent in {broken[0]}")
    finally:
        raw.execute("PRAGMA foreign_keys=ON")
