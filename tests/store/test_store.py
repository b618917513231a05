"""Opening the store: made, migrated, backed up; locked, newer, damaged, full; a second process beside it."""

import os
import sqlite3
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from bdr_desk.changes import Changes
from bdr_desk.desk import Desk
from bdr_desk.errors import Cancelled, StoreProblem
from bdr_desk.store import versions
from bdr_desk.store.columns import new_key
from bdr_desk.store.identity import this_user
from bdr_desk.store.store import Store, open_store
from bdr_desk.store.tables import Account, Row, User
from tests.conftest import TUESDAY


@pytest.mark.filterwarnings(
    "ignore:Skipped unsupported reflection of expression-based index ix_contact_phone_last"
)
def test_migrations_lead_to_the_tables(desk: Desk) -> None:
    with desk.store.engine.connect() as connection:
        mine = {
            "include_name": lambda name, kind, _: kind != "table" or not name.startswith("contact_search")
        }
        assert compare_metadata(MigrationContext.configure(connection, opts=mine), Row.metadata) == []


def test_newest_version_is_the_last_step() -> None:
    steps = sorted((Path(versions.__file__).parent / "migrations" / "versions").glob("v*.py"))
    assert steps[-1].name.startswith(f"v{versions.NEWEST}_")


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "desk.sqlite3"
    open_store(file).close()
    before = file.read_bytes()
    open_store(file).close()
    assert file.read_bytes() == before
    assert not (tmp_path / "backups").exists()


def test_newer_store_is_refused_untouched(tmp_path: Path) -> None:
    file = tmp_path / "desk.sqlite3"
    open_store(file).close()
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = file.read_bytes()
    with pytest.raises(StoreProblem, match="newer version"):
        open_store(file)
    assert file.read_bytes() == before


def test_older_store_is_backed_up_then_migrated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "desk.sqlite3"
    open_store(file).close()
    made = versions.NEWEST
    monkeypatch.setattr(versions, "_migrate", lambda _connection: None)
    monkeypatch.setattr(versions, "NEWEST", "9998")
    open_store(file).close()
    copies = list((tmp_path / "backups").glob("*.sqlite3"))
    assert len(copies) == 1
    with sqlite3.connect(copies[0]) as copy:
        assert copy.execute("SELECT version_num FROM alembic_version").fetchone() == (made,)
    copy.close()


def test_another_program_s_database_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "desk.sqlite3"
    with sqlite3.connect(file) as other:
        other.execute("CREATE TABLE account (secret)")
    other.close()
    with pytest.raises(StoreProblem, match="another program"):
        open_store(file)


def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    file = tmp_path / "what? 100% #1" / "desk.sqlite3"
    open_store(file).close()
    assert file.is_file()


def test_two_windows_started_at_once_are_one_user(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    read = store.read
    other: list[object] = []

    @contextmanager
    def read_just_before_the_other() -> Iterator[Session]:
        with read() as session:
            yield session
        monkeypatch.setattr(store, "read", read)
        other.append(this_user(store, TUESDAY, lambda: "UTC"))

    monkeypatch.setattr(store, "read", read_just_before_the_other)
    assert [this_user(store, TUESDAY, lambda: "UTC")] == other
    with store.read() as session:
        assert session.scalar(select(func.count()).select_from(User)) == 1


def test_locked_store_says_so_and_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "desk.sqlite3"
    store = open_store(file, patience=0.1)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreProblem, match="holding"), store.write(now=TUESDAY, author=new_key()) as tx:
        tx.add(Account(name="A", name_key="a"))
    other.execute("ROLLBACK")
    other.close()
    store.close()


@pytest.mark.parametrize("content", [b"not a database at all" * 200, b"SQLite format 3\x00" + b"\xff" * 4000])
def test_damaged_store_says_so(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "desk.sqlite3"
    file.write_bytes(content)
    with pytest.raises(StoreProblem, match="damaged"):
        open_store(file)
    assert file.read_bytes() == content


def test_full_disk_says_so(desk: Desk) -> None:
    with desk.store.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(
            f"PRAGMA max_page_count = {pages}"
        )  # the same error as a full disk: SQLITE_FULL
        connection.commit()
    with pytest.raises(StoreProblem, match="full"), desk.write() as tx:
        for number in range(3000):
            tx.add(Account(name=f"A{number}" * 20, name_key=f"a{number}"))


def test_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreProblem, match="cannot be made"):
        open_store(tmp_path / "file" / "desk.sqlite3")


def test_second_process_is_noticed(desk: Desk) -> None:
    assert not desk.store.changed_elsewhere()
    with desk.write() as tx:  # what this process writes itself is no news
        tx.add(Account(name="A", name_key="a"))
    assert not desk.store.changed_elsewhere()
    code = f"""
        import sqlite3
        with sqlite3.connect({str(desk.store.file)!r}) as other:
            other.execute("INSERT INTO setting VALUES ('x', '{{}}')")
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(code)], check=True, env=os.environ)
    assert desk.store.changed_elsewhere().everything
    assert not desk.store.changed_elsewhere()


def test_two_desks_opened_at_once_make_one_store(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from bdr_desk.store.store import open_store; "
        "open_store(Path(sys.argv[1]), patience=30)"
    )
    file = tmp_path / "desk.sqlite3"
    both = [
        subprocess.Popen([sys.executable, "-c", code, str(file)], stderr=subprocess.PIPE) for _ in range(2)
    ]
    errors = [process.communicate()[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], errors


# The door for very many rows


def pragmas(desk: Desk) -> tuple[int, ...]:
    """Of the connection that the next one to read or write is given."""
    with desk.store.engine.connect() as connection:
        names = ("foreign_keys", "cache_size", "wal_autocheckpoint")
        return tuple(connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in names)


def accounts(desk: Desk) -> int:
    with desk.read() as session:
        return session.scalar(select(func.count()).select_from(Account)) or 0


def test_very_many_rows_are_told(desk: Desk) -> None:
    heard: list[Changes] = []
    desk.store.on_changes(heard.append)
    before = pragmas(desk)
    with desk.store.write_much(now=desk.clock(), author=desk.me) as tx:
        tx.add(Account(name="A", name_key="a"))
    assert [changes.touches("account") for changes in heard] == [True]
    assert (accounts(desk), pragmas(desk)) == (1, before)
    assert not desk.store.changed_elsewhere()


def test_the_log_of_very_many_rows_is_folded_into_the_file_afterwards(desk: Desk) -> None:
    name = "Folded Home Ltd"
    with desk.store.write_much(now=desk.clock(), author=desk.me) as tx:
        tx.add(Account(name=name, name_key="a"))
    assert name.encode() not in desk.store.file.read_bytes()
    desk.store.fold_log()
    assert name.encode() in desk.store.file.read_bytes()
    assert accounts(desk) == 1
    assert not desk.store.changed_elsewhere()


@pytest.mark.parametrize("stop", [KeyboardInterrupt(), ValueError(), Cancelled("Stopped.")], ids=repr)
def test_very_many_rows_or_none(desk: Desk, stop: BaseException) -> None:
    before = pragmas(desk)
    with pytest.raises(type(stop)), desk.store.write_much(now=desk.clock(), author=desk.me) as tx:
        tx.add(Account(name="A", name_key="a"))
        tx.flush()
        raise stop
    assert (accounts(desk), pragmas(desk)) == (0, before)


def test_an_interrupted_statement_is_an_interruption(desk: Desk) -> None:
    """SQLAlchemy closes the connection then, so that there is nothing to put back."""
    before = pragmas(desk)

    def interrupt(_cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("INSERT INTO account"):
            raise KeyboardInterrupt

    event.listen(desk.store.engine, "do_execute", interrupt)
    with pytest.raises(KeyboardInterrupt), desk.store.write_much(now=desk.clock(), author=desk.me) as tx:
        tx.add(Account(name="A", name_key="a"))
        tx.flush()
    event.remove(desk.store.engine, "do_execute", interrupt)
    assert (accounts(desk), pragmas(desk)) == (0, before)


def test_a_reader_in_the_way_of_folding_the_log_is_no_failure(desk: Desk) -> None:
    hasty = open_store(desk.store.file, patience=0.01)
    with desk.store.engine.connect() as reader:
        reader.exec_driver_sql("SELECT COUNT(*) FROM account").scalar_one()
        with hasty.write_much(now=desk.clock(), author=desk.me) as tx:
            tx.add(Account(name="A", name_key="a"))
        hasty.fold_log()
    hasty.close()
    assert accounts(desk) == 1


def test_what_comes_from_the_team_gives_way_to_whoever_works_here(desk: Desk) -> None:
    store, came, done = desk.store, threading.Event(), threading.Event()

    def from_team() -> None:
        came.set()
        with store.write(now=TUESDAY, author=desk.me, from_team=True) as tx:
            tx.touch("account")
        done.set()

    sync = threading.Thread(target=from_team)
    with desk.write():  # has not asked for SQLite's lock yet
        sync.start()
        assert came.wait(10)
        assert not done.wait(0.2)
    assert done.wait(10)
    sync.join()
