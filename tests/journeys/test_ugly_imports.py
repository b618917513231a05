"""Imports on bad days: no room, no lock, a file that changes under one's hands, two at once. All rows or none, and a sentence."""

import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bdr_desk.actions import imports, lists
from bdr_desk.actions.imports import Imported, Order, import_list
from bdr_desk.desk import Desk
from bdr_desk.domain.import_report import Progress
from bdr_desk.domain.list_rows import Tally
from bdr_desk.domain.staging import ListPlace
from bdr_desk.errors import DeskError, FileProblem, StoreProblem
from bdr_desk.files import judged_rows
from bdr_desk.queries.list_reading import preview
from bdr_desk.store import import_writing
from bdr_desk.store.store import open_store
from bdr_desk.store.tables import Contact, ContactPhone, Lead, ListRow
from bdr_desk.telephony.tel_link import TelLink
from tests.cli.desk_command import Command, Ran

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="POSIX mounts")
Many = Callable[[], None]


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> Many:
    """From here on every list is a long one: by the door for very many rows, and with a second process."""

    def lowered() -> None:
        for module in (imports, lists, import_writing):
            monkeypatch.setattr(module, "MANY", 1)
        monkeypatch.setattr(judged_rows, "WORTH_A_PROCESS", 1)

    return lowered


@pytest.fixture(params=["few", "many"])
def way(request: pytest.FixtureRequest, many: Many) -> str:
    if request.param == "many":
        many()
    return str(request.param)


def written(path: Path, rows: int, wide: int = 0, header: str = "Company,Name,Phone") -> Path:
    lines = (f"Harbour {n} {'x' * wide},Given{n} Family{n},617-253-{1001 + n}" for n in range(rows))
    path.write_text("\n".join((header, *lines)), "utf-8")
    return path


def take(desk: Desk, path: Path, name: str = "Fair", told: object = None, **order: str) -> Imported:
    return import_list(desk, Order(ListPlace(path), "Northwind", name, "purchase", **order), told=told)  # type: ignore[arg-type]


def counted(desk: Desk) -> tuple[int, ...]:
    with desk.read() as session:
        return tuple(
            session.scalar(select(func.count()).select_from(t)) or 0
            for t in (Contact, ContactPhone, Lead, ListRow)
        )


def whole(desk: Desk) -> None:
    with desk.store.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").all() == [("ok",)]
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A disk of 3 MB."""
    with tempfile.TemporaryDirectory() as folder:
        mounted = shutil.which("mount") and subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", folder], capture_output=True, check=False
        )
        if not mounted or mounted.returncode:
            pytest.skip("no right to mount a disk of a size")
        yield Path(folder)
        subprocess.run(["umount", folder], check=True)


@POSIX
@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("rows", [3000, 1500, 1200])
def test_a_disk_that_fills_up(desk: Desk, small_disk: Path, tmp_path: Path, rows: int) -> None:
    """While rows are written, while they are sorted, or when the log is folded into the file: then all rows are in."""
    store = open_store(small_disk / "desk.sqlite3")
    small = Desk(store, TelLink(), desk.clock, small_disk, desk.me)
    take(small, written(tmp_path / "first.csv", 20), "First")
    before = counted(small)
    try:
        take(small, written(tmp_path / "long.csv", rows, wide=100))
    except StoreProblem as problem:
        assert "full" in str(problem) and counted(small) == before
    else:
        assert counted(small)[2] == rows
    whole(small)
    store.close()


@pytest.mark.usefixtures("way")
def test_another_program_is_writing(desk: Desk, tmp_path: Path) -> None:
    hasty = Desk(open_store(desk.store.file, patience=0.05), TelLink(), desk.clock, tmp_path, desk.me)
    other = sqlite3.connect(desk.store.file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    path = written(tmp_path / "list.csv", 20)
    with pytest.raises(StoreProblem, match="Another program is holding"):
        take(hasty, path)
    assert counted(hasty) == (0, 0, 0, 0)
    other.execute("ROLLBACK")
    other.close()
    assert take(hasty, path).counts.added == 20
    hasty.store.close()


@pytest.mark.usefixtures("way")
def test_the_file_changes_after_the_look_at_it(desk: Desk, tmp_path: Path) -> None:
    path = written(tmp_path / "list.csv", 20)
    assert preview(desk, ListPlace(path), "US").counts.added == 20
    written(path, 7, header="Firm,Who,Telephone")
    assert take(desk, path).counts.added == 7
    path.unlink()
    before = counted(desk)
    with pytest.raises(FileProblem, match="There is no file"):
        take(desk, path, "Again")
    assert counted(desk) == before
    whole(desk)


@pytest.mark.parametrize(
    "becomes", ["", "only, these\n", "Company,Name,Phone\n\xff\xfe,,\n", "a,b,c,d,e\n" * 3000]
)
def test_the_file_changes_while_it_is_read(desk: Desk, tmp_path: Path, becomes: str) -> None:
    """Rows that were read stay, or none: but each that counts is kept."""
    path = written(tmp_path / "list.csv", 6000)

    def told(progress: Progress) -> bool:
        if progress.rows == judged_rows.BATCH_ROWS:
            path.write_text(becomes, "latin-1")
        return True

    try:
        counts = take(desk, path, told=told).counts
    except DeskError:
        assert counted(desk) == (0, 0, 0, 0)
    else:
        assert counts.rows == counts.added + counts.merged + counts.quarantined + counts.refused
        assert counted(desk)[3] == counts.rows
    whole(desk)


@pytest.mark.usefixtures("way")
def test_one_row_and_nothing_but_duplicates(desk: Desk, tmp_path: Path) -> None:
    assert take(desk, written(tmp_path / "one.csv", 1)).counts == Tally(rows=1, added=1)
    assert take(desk, written(tmp_path / "one.csv", 1), "Second").counts == Tally(rows=1, merged=1)
    row = "Harbour Mills,Ann Lee,617-253-1101"
    (tmp_path / "same.csv").write_text("\n".join(("Company,Name,Phone", *[row] * 50)), "utf-8")
    assert take(desk, tmp_path / "same.csv", "Same").counts == Tally(rows=50, added=1, merged=49)
    assert counted(desk) == (2, 2, 2, 52)
    whole(desk)


@pytest.mark.usefixtures("way")
def test_a_list_of_another_country(desk: Desk, tmp_path: Path) -> None:
    """The project's country reads the numbers, unless the list says its own; which is kept for its quarantine."""
    take(desk, written(tmp_path / "us.csv", 3))
    (tmp_path / "gb.csv").write_text("Company,Name,Phone\nElm Clinic,Cy Hart,020 7183 8750\n", "utf-8")
    assert take(desk, tmp_path / "gb.csv", "Read as US").counts == Tally(rows=1, quarantined=1)
    done = take(desk, tmp_path / "gb.csv", "Read as GB", region="gb")
    assert (done.counts, done.region) == (Tally(rows=1, added=1), "GB")
    with desk.read() as session:
        assert session.scalars(select(ContactPhone.e164).where(ContactPhone.e164.like("+44%"))).all() == [
            "+442071838750"
        ]


def test_the_same_file_from_two_processes_at_once(tmp_path: Path) -> None:
    path = written(tmp_path / "list.csv", 2000)
    command = Command(tmp_path / "data", apart=True)
    command.json("lists")  # the store is made

    def at_once(name: str) -> Ran:
        return command(
            "import", path, "--project", "Northwind", "--list", name, "--source", "purchase", "--json"
        )

    with ThreadPoolExecutor(2) as both:
        ran = list(both.map(at_once, ["Fair", "Fair"]))
    done = [one for one in ran if one.status == 0]
    assert done, ran
    assert all("Another program is holding" in one.err for one in ran if one.status)
    assert sorted(one.data["added"] for one in done) in ([2000], [0, 2000])
    (shown,) = command.json("lists")
    assert (shown["rows"], shown["added"]) == (2000, 2000)
