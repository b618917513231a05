"""Bad input and bad days, through the real command line: one clear sentence, what to do, exit status 1, nothing changed."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.cli.desk_command import Command, Ran
from tests.team.postgres import Server

PEOPLE = """Company,Name,Work Phone,E-mail Address
Harbor Freightways LLC,Zoë Okafor,(617) 555-0142,zoe@harbor.example
Calder Mills,Marcus Feld,404-555-0117,m.feld@calder.example
"""
INTO = ("--project", "Northwind", "--list", "Fair", "--source", "trade_show:Fair", "--sample")
NO_KEYRING = {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="POSIX limits and rights")


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a desk with one list."""
    folder = tmp_path_factory.mktemp("listed")
    (folder / "people.csv").write_text(PEOPLE, "utf-8")
    Command(folder / "data").json("import", folder / "people.csv", *INTO)
    return folder / "data"


@pytest.fixture
def run(listed: Path, tmp_path: Path) -> Command:
    return Command(shutil.copytree(listed, tmp_path / "data"))


def kept(folder: Path) -> list[str]:
    """All the desk holds."""
    with sqlite3.connect(folder / "desk.sqlite3") as store:
        held = list(store.iterdump())
    store.close()
    return held


def refused(run: Command, *words: str | Path, says: str, **how: object) -> Ran:
    """One sentence that says it, what to do, status 1, and a desk as it was."""
    before = kept(run.folder)
    ran = run(*words, **how)
    title, *advice = ran.err.splitlines()
    assert (ran.status, ran.out) == (1, ""), ran.err
    assert says in title and title.endswith(".") and "".join(advice), ran.err
    assert "Traceback" not in ran.err
    assert kept(run.folder) == before
    return ran


# Files


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"\n\n \n", "holds no rows"),
        (b"Company,Phone\n", "has a header but no rows"),
        (bytes(range(256)) * 40, "is not a text file"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 400, "is a picture"),
        (b"PK\x03\x04" + b"\x00" * 400, "is a packed file that is damaged"),
        (b"Company,Name,Phone\nHarbor,Ada Okafor,617 555 0142\n" + b"x," * 39 + b"x\n", "has 40 columns, but the list has 3"),
        (b"Firm,Phone,Town\n" + b"a,617 555 0142,b\n" * 30 + b"x," * 39 + b"x", "Row 32 of list.csv has 40 columns"),
        (b"Company,City\nHarbor,Boston\nCalder,Atlanta\n", "No column of list.csv was recognised as phone numbers"),
        (b'Company,Phone\n"Harbor,617 555 0142\nCalder,404 555 0117\n', "quotation mark"),
    ],
    ids=["empty", "blank", "header only", "binary", "picture", "spreadsheet", "3 and 40 columns", "40 columns later",
         "missing column", "open quote"],
)  # fmt: skip
def test_a_file_that_is_no_list(run: Command, tmp_path: Path, content: bytes, says: str) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(content)
    refused(run, "import", file, *INTO, says=says)


@pytest.mark.parametrize(
    "before", [b"", b"Company,Phone\nHarbor,617 555 0142\n" * 30], ids=["first", "later"]
)
def test_a_line_of_200_megabytes(run: Command, tmp_path: Path, before: bytes) -> None:
    file = tmp_path / "list.csv"
    with file.open("wb") as out:
        out.write(before)
        for _ in range(200):
            out.write(b"a" * 1_000_000)
    refused(run, "import", file, *INTO, says="longer than 1,000,000 characters")


def test_a_file_that_is_not_there_or_a_folder(run: Command, tmp_path: Path) -> None:
    refused(run, "import", tmp_path / "no.csv", *INTO, says="There is no file")
    refused(run, "import", tmp_path, *INTO, says="is a folder")


@POSIX
def test_a_file_whose_name_is_no_text_is_read_all_the_same(run: Command, tmp_path: Path) -> None:
    file = Path(os.fsdecode(os.fsencode(tmp_path) + b"/f\xe9vrier.csv"))
    try:
        file.write_text(PEOPLE, "utf-8")
    except OSError:
        pytest.skip("this file system takes only text as names")
    assert run.json("import", file, *INTO)["merged"] == 2


def test_a_definition_nested_without_end(run: Command, tmp_path: Path) -> None:
    file = tmp_path / "deep.toml"
    file.write_text("name = " + "[" * 20_000)
    refused(run, "definition", "use", file, says="nested too deeply")


# The store


def test_a_locked_database(run: Command) -> None:
    other = sqlite3.connect(run.folder / "desk.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    refused(run, "suppress", "harbor.example", "--reason", "asked", says="Another program is holding")
    other.execute("ROLLBACK")
    other.close()


def test_a_database_of_a_newer_version(run: Command) -> None:
    with sqlite3.connect(run.folder / "desk.sqlite3") as store:
        store.execute("UPDATE alembic_version SET version_num = '9999'")
    store.close()
    refused(run, "lists", says="newer version (9999)")
    assert not (run.folder / "backups").exists()


def test_a_damaged_database(run: Command) -> None:
    file = run.folder / "desk.sqlite3"
    shutil.rmtree(run.folder)
    run.folder.mkdir()
    file.write_bytes(b"no database " * 1000)
    ran = run("lists")
    assert ran.status == 1 and "is damaged or not a database" in ran.err
    assert file.read_bytes() == b"no database " * 1000


def test_a_data_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    ran = Command(tmp_path / "file")("lists")
    assert ran.status == 1 and "cannot be made" in ran.err and "--data-dir" in ran.err


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
def test_a_data_folder_that_may_only_be_read(run: Command) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write anywhere: see the disk that may only be read")
    (run.folder / "desk.sqlite3").chmod(0o444)
    run.folder.chmod(0o555)
    ran = run("suppress", "harbor.example", "--reason", "asked")
    run.folder.chmod(0o755)
    assert ran.status == 1 and "cannot be opened for writing" in ran.err and "--data-dir" in ran.err, ran.err


def test_a_disk_that_may_only_be_read(listed: Path, small_disk: Path) -> None:
    run = Command(shutil.copytree(listed, small_disk / "data"))
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    ran = run("suppress", "harbor.example", "--reason", "asked")
    assert ran.status == 1 and "cannot be opened for writing" in ran.err and "--data-dir" in ran.err, ran.err


def test_a_full_disk(listed: Path, tmp_path: Path, small_disk: Path) -> None:
    run = Command(small_disk / "data")
    shutil.copytree(listed, run.folder)
    refused(run, "import", long_list(tmp_path), *INTO, says="The disk is full")


@POSIX
def test_a_disk_that_refuses_to_write_more(run: Command, tmp_path: Path) -> None:
    limit = ("sh", "-c", 'ulimit -f 6000; exec "$@"', "sh")
    refused(run, "import", long_list(tmp_path), *INTO, says="The disk refused to read or write", within=limit)


def long_list(folder: Path) -> Path:
    file = folder / "long.csv"
    rows = (f"Company {n} {'x' * 200},+1617555{100 + n % 100:04},c{n}@firm{n}.example\n" for n in range(3000))
    file.write_text("Company,Phone,E-mail\n" + "".join(rows), "utf-8")
    return file


# The team's database


@pytest.mark.parametrize(
    "where",
    ["127.0.0.1:1", "127.0.0.1:28000", "127.0.0.1:1,127.0.0.1:2"],
    ids=["down", "a port like a code", "several"],
)
def test_a_postgresql_that_is_down(run: Command, where: str) -> None:
    refused(run, "team", "create", f"postgresql://ann:s3cret@{where}/team", says="cannot be reached")


def test_a_postgresql_that_refuses(run: Command, server: Server) -> None:
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("DROP ROLE IF EXISTS clerk")
        connection.execute("CREATE ROLE clerk LOGIN PASSWORD 'right'")

    def url(login: str, database: str = "postgres") -> str:
        return server.url(database).replace("postgres@", f"{login}@", 1)

    wrong = refused(run, "team", "create", url("clerk:wrong"), says="refuses the password of clerk")
    assert "wrong" not in wrong.err
    refused(
        run, "team", "create", url("clerk:right", "nowhere"), says="no database “nowhere”", env=NO_KEYRING
    )
    refused(run, "team", "create", url("clerk:right"), says="clerk may not do this", env=NO_KEYRING)


def test_no_keyring(run: Command, server: Server, team_url: str) -> None:
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("DROP ROLE IF EXISTS owner")
        connection.execute("CREATE ROLE owner LOGIN SUPERUSER PASSWORD 'right'")
    url = team_url.replace("postgres@", "owner:right@", 1)
    refused(run, "team", "create", url, says="no keyring", env=NO_KEYRING)
    with psycopg.connect(team_url) as connection:
        assert connection.execute("SELECT to_regnamespace('bdr_desk')").fetchone() == (None,)


def test_a_team_s_database_that_went_away(run: Command, server: Server, team_url: str) -> None:
    run.json("team", "create", team_url)
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {urlsplit(team_url).path.lstrip('/')} WITH (FORCE)")
    assert "no database" in run("sync").err  # since when it is so is kept
    refused(run, "sync", says="no database")
    assert run.json("team", "status")["connected"] is False


# Terminals


ASCII = {
    "PYTHONUTF8": "0",
    "PYTHONCOERCECLOCALE": "0",
    "LC_ALL": "C",
    "LANG": "C",
    "PYTHONIOENCODING": "ascii",
}


def test_a_terminal_that_knows_only_ascii(run: Command) -> None:
    assert [row["contact"] for row in run("queue", "--json", env=ASCII).data] == ["Zoë Okafor", "Marcus Feld"]
    assert "Zo\\xeb Okafor" in run("queue", env=ASCII).out
    assert run("import", "--help", env=ASCII).status == 0
    refused(run, "queue", "why", "nobody", says="is not a key", env=ASCII)


@POSIX
@pytest.mark.parametrize("words", [("search",), ("suppress", "--reason", "x"), ("me", "--name")])
def test_words_that_are_no_text(run: Command, words: tuple[str, ...]) -> None:
    refused(run, *words, os.fsdecode(b"Zo\xeb"), says="not text in this terminal's encoding")


@POSIX
def test_whoever_reads_the_answer_may_stop_or_have_no_room(run: Command) -> None:
    for end, status, says in (
        ("| head -0; exit ${PIPESTATUS[0]}", 0, ""),
        ("> /dev/full", 1, "could not be written"),
    ):
        ran = run("lists", "--json", within=("bash", "-c", f'"$@" {end}', "bash"))
        assert (ran.status, "Traceback" in ran.err) == (status, False), ran.err
        assert says in ran.err
