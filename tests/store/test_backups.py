"""Backups of a real store: of one moment while others write, private, noted, removed by the rule."""

import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bdr_desk.actions.backups import back_up_daily, check_backups
from bdr_desk.desk import Desk
from bdr_desk.domain.backup_rule import Kind
from bdr_desk.errors import Cancelled, StoreProblem
from bdr_desk.queries.backups import backups
from bdr_desk.store import search_words
from bdr_desk.store.backup_files import backups_of
from bdr_desk.store.backups import make_backup
from bdr_desk.store.file_turns import alone, turn
from bdr_desk.store.restoring import restore
from bdr_desk.store.store import open_store
from bdr_desk.store.tables import Account, Project
from tests.conftest import StillClock
from tests.people import add_lead


def test_a_copy_is_whole_private_and_noted(desk: Desk, project: Project) -> None:
    add_lead(desk, project)
    made = make_backup(desk.store.file, Kind.DAILY, desk.clock())
    assert made.good and made.seen and made.seen.counts["contact"] == 1
    assert made.file.name == "desk-20270406-140000-daily.sqlite3"
    files = list(made.file.parent.iterdir())
    assert {file.name for file in files} == {made.file.name, f"{made.file.stem}.json", ".turn"}
    if sys.platform != "win32":
        rights = {
            file.name: stat.S_IMODE(file.stat().st_mode)
            for file in (*files, made.file.parent, desk.store.file)
        }
        assert {rights[file.name] for file in files if file.name != ".turn"} == {0o600}
        assert rights["backups"] == 0o700 and rights[desk.store.file.name] == 0o600


def test_a_restored_copy_finds_people(desk: Desk, project: Project, tmp_path: Path) -> None:
    """The search index goes by row numbers: a copy keeps them."""
    gone = add_lead(desk, project)
    assert gone and add_lead(desk, project, "Ben Busy", "Calder Mills", phones=("+16175550185",))
    made = make_backup(desk.store.file, Kind.ASKED, desk.clock())
    elsewhere = tmp_path / "elsewhere" / "desk.sqlite3"
    elsewhere.parent.mkdir()
    restore(elsewhere, made.file, desk.clock())
    store = open_store(elsewhere)
    with store.engine.connect() as connection:
        assert search_words.check(connection) == (0, 0)
    store.close()


def test_who_writes_meanwhile_waits_for_nothing_and_is_not_in_it(desk: Desk) -> None:
    """The copy is of the moment at which it began."""
    with desk.write() as tx:
        tx.add_all(Account(name=f"A{n}" * 3000, name_key=f"a{n}") for n in range(900))
    written: list[float] = []

    def told(share: float) -> bool:
        with desk.write() as tx:
            tx.add(Account(name="Late", name_key="late"))
        written.append(share)
        return True

    made = make_backup(desk.store.file, Kind.DAILY, desk.clock(), told)
    assert len(written) > 1 and made.seen and made.seen.counts["account"] == 900


def test_it_can_be_stopped(desk: Desk) -> None:
    with pytest.raises(Cancelled):
        make_backup(desk.store.file, Kind.DAILY, desk.clock(), lambda _share: False)
    assert [file.name for file in (desk.data_dir / "backups").iterdir()] == [".turn"]


def test_one_a_day(desk: Desk, clock: StillClock) -> None:
    assert backups(desk.data_dir, clock()).due
    assert back_up_daily(desk.data_dir, clock()) is not None
    assert back_up_daily(desk.data_dir, clock()) is None
    for _ in range(40):
        clock.forward(days=1)
        assert back_up_daily(desk.data_dir, clock())
    found = backups_of(desk.store.file)
    assert 9 <= len(found) <= 11
    assert len(list((desk.data_dir / "backups").iterdir())) == 2 * len(found) + 1  # their notes go with them


def test_each_day_looks_again_at_an_older_one(desk: Desk, clock: StillClock) -> None:
    first = make_backup(desk.store.file, Kind.DAILY, clock())
    clock.forward(days=1)
    with first.file.open("ab") as out:
        out.write(b"x")
    back_up_daily(desk.data_dir, clock())
    assert [one.broken for one in backups_of(desk.store.file)] == [False, True]


def test_copies_of_others_are_left_alone(desk: Desk, clock: StillClock) -> None:
    made = make_backup(desk.store.file, Kind.ASKED, clock())
    copy = made.file.with_name("desk-0001-before the fair.sqlite3")
    copy.write_bytes(made.file.read_bytes())
    before = set(made.file.parent.iterdir())
    assert all(one.good for one in check_backups(desk.data_dir, clock()))
    clock.forward(days=300)
    make_backup(desk.store.file, Kind.ASKED, clock())
    assert copy.exists() and copy in before and not made.file.exists()


def test_two_in_one_second(desk: Desk) -> None:
    names = {make_backup(desk.store.file, Kind.ASKED, desk.clock()).file.name for _ in range(2)}
    assert len(names) == 2 == len(backups_of(desk.store.file))


def test_one_at_a_time(desk: Desk) -> None:
    make_backup(desk.store.file, Kind.ASKED, desk.clock())
    code = (
        "import sys; from pathlib import Path; from bdr_desk.store.file_turns import turn\n"
        "with turn(Path(sys.argv[1])):\n print('mine', flush=True); sys.stdin.readline()"
    )
    words = [sys.executable, "-c", code, str(desk.data_dir / "backups" / ".turn")]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None and other.stdout.readline() == b"mine\n"
        with pytest.raises(StoreProblem, match="Another desk is making"):
            make_backup(desk.store.file, Kind.ASKED, desk.clock())
    make_backup(desk.store.file, Kind.ASKED, desk.clock())
    with turn(desk.data_dir / "backups" / ".turn"):
        pass


def test_alone_sees_who_has_a_database_open(tmp_path: Path) -> None:
    file = tmp_path / "desk.sqlite3"
    open_store(file).close()
    with alone(file):
        pass
    code = (
        f"import sqlite3, sys; c = sqlite3.connect({str(file)!r}); c.execute('SELECT * FROM user').fetchall(); "
        "print('open', flush=True); sys.stdin.readline()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None and other.stdout.readline() == b"open\n"
        with pytest.raises(BlockingIOError), alone(file):
            pass


def test_no_place_and_no_store(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "backups").write_text("in the way")
    with pytest.raises(StoreProblem, match="no place for a backup"):
        make_backup(desk.store.file, Kind.UPGRADE, desk.clock())
    with pytest.raises(StoreProblem, match="There is no"):
        make_backup(tmp_path / "no" / "desk.sqlite3", Kind.ASKED, desk.clock())


def test_one_of_an_older_program_has_no_note_and_can_be_looked_at(desk: Desk, clock: StillClock) -> None:
    folder = desk.data_dir / "backups"
    folder.mkdir()
    with (
        closing(sqlite3.connect(desk.store.file)) as store,
        closing(sqlite3.connect(folder / "desk-0003-0001.sqlite3")) as copy,
    ):
        store.backup(copy)
    (old,) = backups_of(desk.store.file)
    assert (old.kind, old.seen, old.good) == (Kind.UPGRADE, None, False)
    (looked,) = check_backups(desk.data_dir, clock())
    assert looked.good and backups_of(desk.store.file)[0].good
