"""The store on bad days: killed, full, read-only, damaged, shared by two, of another program's version. A clear sentence, nothing
lost, and a restore works: by the command that the sentence names."""

import json
import os
import re
import shlex
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bdr_desk.actions.backups import make_backup
from bdr_desk.store import versions
from bdr_desk.store.store import open_store
from tests.cli.desk_command import Command
from tests.conftest import TUESDAY
from tests.journeys.backup_killed import mark, read_mark

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals, limits and mounts")
ROOT = Path(__file__).parents[2]
PAGE = 8192


def say(file: Path, says: str) -> None:
    with closing(sqlite3.connect(file)) as store:
        mark(store, says)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a backup that says "old" and a store that says "new", which stands only in its log, as after a kill."""
    folder = tmp_path_factory.mktemp("store")
    live, data = folder / "live", folder / "template"
    open_store(live / "desk.sqlite3").close()
    say(live / "desk.sqlite3", "old")
    make_backup(live, TUESDAY)
    with closing(sqlite3.connect(live / "desk.sqlite3")) as store:
        store.execute("PRAGMA journal_mode=WAL")
        store.execute("PRAGMA wal_autocheckpoint=0")
        mark(store, "new")
        shutil.copytree(live, data)
    assert (data / "desk.sqlite3-wal").stat().st_size > 0
    return folder


@pytest.fixture
def data(template: Path, tmp_path: Path) -> Path:
    return shutil.copytree(template / "template", tmp_path / "data")


@pytest.fixture
def run(data: Path) -> Command:
    return Command(data)


def backup_in(data: Path) -> Path:
    (found,) = (data / "backups").glob("*.sqlite3")
    return found


def restore_as_told(data: Path, says: str) -> str:
    """Type the command that a sentence names; what the store says then."""
    found = re.search(r"bdr-desk (--data-dir .* backup restore .*)", says)
    assert found, says
    words = [sys.executable, "-W", "error", "-m", "bdr_desk", *shlex.split(found[1])]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert open_and_close(data)
    return read_mark(data / "desk.sqlite3")


def open_and_close(data: Path) -> bool:
    open_store(data / "desk.sqlite3").close()
    return True


# Killed


@POSIX
@pytest.mark.parametrize("what", ["make", "restore"])
def test_killed_before_each_dealing_with_the_disk(what: str, template: Path, tmp_path: Path) -> None:
    shutil.copytree(template / "template", tmp_path / "template")
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.backup_killed", what, str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    tries = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(tries) > 8 and [one["killed"] for one in tries] == [True] * (len(tries) - 1) + [False]
    assert all(one["sound"] and all(one["sound"]) and not one["left"] for one in tries)
    if what == "make":
        assert {one["says"] for one in tries} == {"new"}
        assert len(tries[-1]["sound"]) == 2
    else:  # as before, or as restored with the store that was there beside it
        assert {(one["says"], *one["aside"]) for one in tries} == {("new",), ("old", "new")}
        assert tries[-1]["says"] == "old"


@POSIX
@pytest.mark.parametrize(
    "what", ["make_backup(folder, now, told=told)", "restore(folder, name, now, told=told)"]
)
def test_killed_in_the_middle_of_the_copy(what: str, data: Path, run: Command) -> None:
    code = f"""
import sys
from datetime import datetime, UTC
from pathlib import Path
from bdr_desk.actions.backups import make_backup, restore
def told(share):
    print(share, flush=True)
    sys.stdin.readline()
    return True
folder, name, now = Path(sys.argv[1]), sys.argv[2], datetime.now(UTC)
{what}
"""
    name = backup_in(data).name
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(data), name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, text=True
    )  # fmt: skip
    with process:
        assert process.stdout is not None
        assert 0 <= float(process.stdout.readline()) <= 1
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    assert open_and_close(data) and read_mark(data / "desk.sqlite3") == "new"
    assert [one["name"] for one in run.json("backup", "list")] == [name]
    assert run.json("backup", "make")["good"]
    assert not [one for one in data.rglob("*") if one.suffix == ".part"]
    assert run.json("backup", "restore", name)["restored"] == name
    assert read_mark(data / "desk.sqlite3") == "old" and not (data / "restoring").exists()


# Disks


@pytest.fixture
def small_disk(data: Path) -> Iterator[Path]:
    """A disk of 20 MB with the data folder on it."""
    with tempfile.TemporaryDirectory() as folder:
        mounted = shutil.which("mount") and subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", folder], capture_output=True, check=False
        )
        if not mounted or mounted.returncode:
            pytest.skip("no right to mount a disk of a size")
        yield shutil.copytree(data, Path(folder) / "data")
        subprocess.run(["umount", folder], check=True)


@POSIX
def test_no_room_is_said_beforehand(small_disk: Path) -> None:
    run = Command(small_disk)
    (small_disk / "films").write_bytes(bytes(12_000_000))
    for words, what in (
        (("make",), "a backup"),
        (("restore", backup_in(small_disk).name), "the restored store"),
    ):
        ran = run("backup", *words)
        assert (
            ran.status == 1 and f"There is no room for {what}: it needs" in ran.err and "MB free" in ran.err
        ), ran.err
        assert open_and_close(small_disk) and read_mark(small_disk / "desk.sqlite3") == "new"
    assert len(list((small_disk / "backups").iterdir())) == 3  # the backup, its note, the lock
    (small_disk / "films").unlink()
    assert run.json("backup", "restore", backup_in(small_disk).name)["rows"]


@POSIX
@pytest.mark.parametrize("blocks", [100, 1000])
def test_a_disk_that_refuses_in_the_middle(run: Command, data: Path, blocks: int) -> None:
    """The room looked for beforehand was there, and was taken meanwhile."""
    limit = ("sh", "-c", f'ulimit -f {blocks}; exec "$@"', "sh")
    name = backup_in(data).name
    for words in (("make",), ("restore", name)):
        ran = run("backup", *words, within=limit)
        assert ran.status == 1 and "disk" in ran.err, ran.err
        assert "Traceback" not in ran.err and not list(data.rglob("*.part"))
    assert not (data / "restoring").exists() and backup_in(data).name == name
    assert open_and_close(data) and read_mark(data / "desk.sqlite3") == "new"


@POSIX
def test_a_disk_that_may_only_be_read(small_disk: Path) -> None:
    run, name = Command(small_disk), backup_in(small_disk).name
    mounted = small_disk.parent
    subprocess.run(["mount", "-o", "remount,ro", str(mounted)], check=True)
    for words in (("make",), ("restore", name)):
        ran = run("backup", *words)
        assert ran.status == 1 and "cannot be written" in ran.err and "Check the rights" in ran.err, ran.err
    assert [one["good"] for one in run.json("backup", "list")] == [True]


@POSIX
def test_a_folder_that_may_only_be_read(run: Command, data: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write anywhere: see the disk that may only be read")
    for folder in (data / "backups", data):
        folder.chmod(0o555)
    ran = run("backup", "make")
    for folder in (data, data / "backups"):
        folder.chmod(0o755)
    assert ran.status == 1 and "cannot be written" in ran.err, ran.err


# Damaged


def overwrite(file: Path, first: int, size: int) -> None:
    with file.open("r+b") as out:
        out.seek(first)
        out.write(bytes(n * 37 % 251 for n in range(size)))


@pytest.mark.parametrize(
    ("first", "size"),
    [(0, 100), (0, 4 * PAGE), (100, PAGE - 100)],
    ids=["header", "pages", "table of contents"],
)
def test_a_store_that_cannot_be_opened(run: Command, data: Path, first: int, size: int) -> None:
    (data / "desk.sqlite3-wal").unlink()
    overwrite(data / "desk.sqlite3", first, size)
    broken = (data / "desk.sqlite3").read_bytes()
    ran = run("lists")
    assert (
        ran.status == 1
        and "is damaged or not a database" in ran.err
        and "newest good backup is of 6 Apr 2027" in ran.err
    )
    assert restore_as_told(data, ran.err) == "old"
    (aside,) = data.glob("desk-*-aside.sqlite3")
    assert aside.read_bytes() == broken


def test_a_store_damaged_in_the_middle(run: Command, data: Path) -> None:
    """It opens: the damage is found by the day's backup, which is not kept then, and by doctor."""
    (data / "desk.sqlite3-wal").unlink()
    file = data / "desk.sqlite3"
    overwrite(file, file.stat().st_size // 3 // PAGE * PAGE, 20 * PAGE)
    (found,) = (check for check in run.json("doctor") if check["check"] == "database")
    assert not found["ok"] and "is damaged" in found["says"]
    ran = run("backup", "make")
    assert ran.status == 1 and "desk.sqlite3 is damaged" in ran.err
    assert len(run.json("backup", "list")) == 1
    assert restore_as_told(data, ran.err) == "old"


def test_a_store_that_is_gone(run: Command, data: Path) -> None:
    for file in data.glob("desk.sqlite3*"):
        file.unlink()
    assert run.json("backup", "restore", backup_in(data).stem)["aside"] is None
    assert read_mark(data / "desk.sqlite3") == "old"


def test_a_log_cut_off_in_the_middle(run: Command, data: Path) -> None:
    """SQLite takes what was committed in whole, and no more."""
    log = data / "desk.sqlite3-wal"
    with log.open("r+b") as out:
        out.truncate(log.stat().st_size - PAGE // 2)
    assert run("lists").status == 0
    assert read_mark(data / "desk.sqlite3") == "old"


def test_bytes_of_a_backup_that_turned(run: Command, data: Path) -> None:
    """SQLite would not notice: a letter within a text. The digest does."""
    backup = backup_in(data)
    held = backup.read_bytes()
    place = held.index(b'"old"')
    with backup.open("r+b") as out:
        out.seek(place + 1)
        out.write(b"O")
    ran = run("backup", "restore", backup.name)
    assert ran.status == 1 and "cannot be restored. Its bytes are not those that were written" in ran.err
    (looked,) = run.json("backup", "check")
    assert not looked["good"] and looked["problem"] and run.json("backup", "list") == [looked]
    (doctor,) = (check for check in run.json("doctor") if check["check"] == "backups")
    assert not doctor["ok"] and backup.name in doctor["says"]
    overwrite(data / "desk.sqlite3", 0, 100)
    assert "There is no good backup" in run("lists").err


# Restored


def test_a_restore_can_be_taken_back_with_what_was_only_in_the_log(run: Command, data: Path) -> None:
    done = run.json("backup", "restore", backup_in(data).name)
    assert read_mark(data / "desk.sqlite3") == "old"
    again = run.json("backup", "restore", done["aside"])
    assert read_mark(data / "desk.sqlite3") == "new" and again["aside"] != done["aside"]
    assert (data / "desk.sqlite3").stat().st_mode & 0o777 == 0o600


def test_what_was_promised_since_is_said(run: Command, data: Path) -> None:
    assert run("suppress", "harbor.example", "--reason", "asked").status == 0
    ran = run("backup", "restore", backup_in(data).name)
    assert ran.status == 0 and "say each again" in ran.out and "  harbor.example" in ran.out
    assert not list(data.glob("desk.sqlite3-*"))


def test_not_while_a_desk_is_open(run: Command, data: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from bdr_desk.app import open_desk; "
        "desk = open_desk(Path(sys.argv[1])); print('open', flush=True); sys.stdin.readline()"
    )
    desk = subprocess.Popen(
        [sys.executable, "-c", code, str(data)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, text=True
    )  # fmt: skip
    with desk:
        assert desk.stdout is not None and desk.stdout.readline() == "open\n"
        ran = run("backup", "restore", backup_in(data).name)
        assert ran.status == 1 and "A desk has this store open." in ran.err and "Close its window" in ran.err
        assert run.json("backup", "make")["good"]  # which works beside it
    assert read_mark(data / "desk.sqlite3") == "new"


def test_a_store_of_an_older_program_is_brought_up_to_date(run: Command, tmp_path: Path) -> None:
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine

    old = tmp_path / "old one's copy.sqlite3"
    engine = create_engine(f"sqlite:///{old}")
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(versions.__file__).parent / "migrations"))
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
    engine.dispose()
    done = run.json("backup", "restore", old)
    assert (done["version_before"], done["version"]) == ("0002", versions.NEWEST)
    assert run("lists").status == 0


def test_a_store_of_a_newer_program(run: Command, data: Path, tmp_path: Path) -> None:
    newer = Path(shutil.copy(backup_in(data), tmp_path / "newer.sqlite3"))
    with closing(sqlite3.connect(newer)) as store, store:
        store.execute("UPDATE alembic_version SET version_num = '9999'")
    ran = run("backup", "restore", newer)
    assert ran.status == 1 and "newer version (9999)" in ran.err and "Update BDR Desk" in ran.err
    assert read_mark(data / "desk.sqlite3") == "new" and not list(data.glob("*aside*"))
    shutil.copy(newer, data / "desk.sqlite3")
    (data / "desk.sqlite3-wal").unlink(missing_ok=True)
    assert "newer version" in run("lists").err
    assert run.json("backup", "restore", backup_in(data).name)["version"] == versions.NEWEST


def test_what_is_no_store_is_not_restored(run: Command, data: Path, tmp_path: Path) -> None:
    (tmp_path / "text").write_text("no database " * 1000)
    with closing(sqlite3.connect(tmp_path / "other")) as other, other:
        other.execute("CREATE TABLE account (secret)")
    for name, says in (
        ("text", "SQLite cannot read it"),
        ("other", "not a store of this desk"),
        ("gone", "There is no backup"),
    ):
        ran = run("backup", "restore", tmp_path / name)
        assert ran.status == 1 and says in ran.err, ran.err
    assert read_mark(data / "desk.sqlite3") == "new"


# Two on one store

WRITES = 60
WRITER = """
import sys
from pathlib import Path
from bdr_desk.actions.suppressions import suppress
from bdr_desk.app import open_desk
desk = open_desk(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.readline()
for number in range(int(sys.argv[3])):
    suppress(desk, f"{sys.argv[2]}{number}.example", "asked")
desk.store.close()
"""


def test_two_that_write_at_once_lose_nothing_and_see_each_other(data: Path) -> None:
    both = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(data), name, str(WRITES)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, text=True,
        )
        for name in ("left", "right")
    ]  # fmt: skip
    for process in both:
        assert process.stdout is not None and process.stdout.readline() == "open\n"
    watching = open_store(data / "desk.sqlite3")
    assert not watching.changed_elsewhere()
    for process in both:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    made = make_backup(data, TUESDAY)  # while they write
    assert made.good
    assert [process.communicate()[1] for process in both] == ["", ""]
    assert [process.returncode for process in both] == [0, 0]
    assert watching.changed_elsewhere().everything
    with watching.engine.connect() as connection:
        kept = connection.exec_driver_sql("SELECT value FROM suppression").scalars().all()
    watching.close()
    assert sorted(kept) == sorted(f"{name}{n}.example" for name in ("left", "right") for n in range(WRITES))
