"""A store of version 1, with lists in it, opened by this program: everything is there, linked, and found."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from bdr_desk.actions.lists import Undone, undo_import
from bdr_desk.desk import Desk
from bdr_desk.domain.list_rows import Tally
from bdr_desk.queries.list_rows import list_rows
from bdr_desk.queries.lists import lists
from bdr_desk.queries.quarantine import quarantined
from bdr_desk.queries.scorecards import scorecards
from bdr_desk.queries.search import search
from bdr_desk.store import search_words, versions
from bdr_desk.store.identity import this_user
from bdr_desk.store.store import open_store
from bdr_desk.store.tables import Suppression
from bdr_desk.telephony.tel_link import TelLink
from tests.conftest import TUESDAY

AT = 1_775_000_000_000_000  # microseconds
ME, PROJECT, SOURCE, FAIR, EMPTY = (UUID(int=n) for n in range(1, 6))
MAPPING = {"columns": [["company", 0, "Firm", "named", 1.0], ["name", 1, "Who", "named", 1.0],
                       ["phone", 2, "Tel", "named", 1.0]], "constants": {}}  # fmt: skip
PEOPLE = (
    ("Ann Lee", "ann lee", "+16175550101"),
    ("Bob Moss", "bob moss", "+16175550102"),
    ("Cy Hart", "cy hart", "+16175550103"),
)
# (row number, cells, verdict, problems, whose): two files went into one list, and both began at row 2.
ROWS: Sequence[tuple[int, list[str], str, list[dict[str, str]], int | None]] = (
    (2, ["Harbour Mills", "Ann Lee", "617-555-0101"], "added", [], 0),
    (3, ["Harbour Mills", "Bob Moss", "617-555-0102"], "added", [], 1),
    (5, ["", "", ""], "refused", [{"field": "", "value": "", "rule": "blank"}], None),
    (2, ["Harbour Mills", "Cy Hart", "617-555-0103"], "added", [], 2),
    (3, ["Harbour Mills", "Lee, Ann", "617-555-0101"], "merged", [], 0),
    (
        4,
        ["Ash", "Di Ash", "12"],
        "quarantined",
        [{"field": "phone", "value": "12", "rule": "invalid_phone"}],
        None,
    ),
)


def key(n: int) -> bytes:
    return UUID(int=n).bytes


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A store as version 1 left it."""
    file = tmp_path / "desk.sqlite3"
    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(versions.__file__).parent / "migrations"))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    engine.dispose()
    with closing(sqlite3.connect(file)) as store, store:
        store.execute("PRAGMA foreign_keys = ON")
        _fill(store)
    return file


def _insert(store: sqlite3.Connection, table: str, **values: Any) -> None:
    """`values`, and something for every other column that must be filled."""
    for _, name, kind, needed, default, _ in store.execute(f'PRAGMA table_info("{table}")').fetchall():
        if name not in values and needed and default is None:
            values[name] = {"made_at": AT, "changed_at": AT, "made_by": ME.bytes, "changed_by": ME.bytes}.get(
                name, 0 if "INT" in kind or "BOOL" in kind else "{}" if kind == "JSON" else ""
            )
    names = ", ".join(f'"{name}"' for name in values)
    store.execute(
        f'INSERT INTO "{table}" ({names}) VALUES ({", ".join("?" * len(values))})', tuple(values.values())
    )


def _fill(store: sqlite3.Connection) -> None:
    _insert(store, "user", id=ME.bytes, name="me", role="bdr", time_zone="UTC", work_days="01234")
    _insert(
        store,
        "project",
        id=PROJECT.bytes,
        name="Northwind",
        region="US",
        call_from=540,
        call_until=1050,
        call_days="01234",
    )
    _insert(store, "source", id=SOURCE.bytes, project_id=PROJECT.bytes, kind="trade_show", detail="Fair")
    for one, name in ((FAIR, "Fair"), (EMPTY, "Empty")):
        _insert(store, "call_list", id=one.bytes, project_id=PROJECT.bytes, source_id=SOURCE.bytes, name=name,
                file_name=f"{name}.csv", region="US", mapping=json.dumps(MAPPING), released_at=AT)  # fmt: skip
    _insert(store, "account", id=key(50), name="Harbour Mills Ltd", name_key="harbour mills")
    for n, (name, name_key, e164) in enumerate(PEOPLE):
        _insert(
            store,
            "contact",
            id=key(100 + n),
            account_id=key(50),
            name=name,
            name_key=name_key,
            zones="America/New_York",
        )
        _insert(
            store,
            "contact_phone",
            id=key(200 + n),
            contact_id=key(100 + n),
            e164=e164,
            kind="work",
            as_typed=e164,
        )
        _insert(
            store,
            "contact_email",
            id=key(300 + n),
            contact_id=key(100 + n),
            address=f"{n}@m.example",
            address_key=f"{n}@m.example",
        )
        _insert(store, "lead", id=key(400 + n), project_id=PROJECT.bytes, contact_id=key(100 + n), account_id=key(50),
                call_list_id=FAIR.bytes, source_id=SOURCE.bytes, stage="new", next_kind="fresh", zones="America/New_York",
                place=n)  # fmt: skip
    _insert(store, "call", id=key(600), lead_id=key(401), started_at=AT, outcome="no_answer")
    _insert(store, "change_log", at=AT, by=ME.bytes, table_name="lead", row_id=key(401), what="changed")
    for n, (number, cells, verdict, problems, whose) in enumerate(ROWS):
        _insert(store, "list_row", id=key(500 + n), call_list_id=FAIR.bytes, row_number=number, cells=json.dumps(cells),
                verdict=verdict, problems=json.dumps(problems),
                contact_id=None if whose is None else key(100 + whose))  # fmt: skip
    _insert(store, "suppression", id=key(700), kind="phone", value="+16175550199", reason="asked")


@pytest.fixture
def opened(old: Path, tmp_path: Path) -> Iterator[Desk]:
    store = open_store(old)
    yield Desk(store, TelLink(), lambda: TUESDAY, tmp_path, this_user(store, TUESDAY, lambda: "UTC"))
    store.close()


def test_it_is_whole(opened: Desk) -> None:
    with opened.store.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").all() == [("ok",)]
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
        assert (
            connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
            == versions.NEWEST
        )
        assert search_words.check(connection) == (0, 0)
        kept = {
            name: connection.exec_driver_sql(f"SELECT COUNT(*) FROM {name}").scalar_one()
            for name in (
                "contact",
                "contact_phone",
                "contact_email",
                "account",
                "lead",
                "call",
                "list_row",
                "list_import",
            )
        }
    assert kept == {"contact": 3, "contact_phone": 3, "contact_email": 3, "account": 1, "lead": 3, "call": 1,
                    "list_row": len(ROWS), "list_import": 2}  # fmt: skip


def test_it_has_what_a_new_store_has(opened: Desk, tmp_path: Path) -> None:
    def schema(file: Path) -> list[tuple[str, ...]]:
        with closing(sqlite3.connect(file)) as store:
            return store.execute("SELECT type, name, tbl_name FROM sqlite_master ORDER BY 1, 2").fetchall()

    new = tmp_path / "new.sqlite3"
    open_store(new).close()
    assert schema(opened.store.file) == schema(new)


def test_lists_count_as_before(opened: Desk) -> None:
    found = {view.name: view.counts for view in lists(opened)}
    assert found == {"Fair": Tally(rows=6, added=3, merged=1, quarantined=1, refused=1), "Empty": Tally()}


def test_rows_of_two_files_in_one_list_are_all_there(opened: Desk) -> None:
    """Each with a number of its own: what stands at a number that was taken is counted on."""
    rows = list_rows(opened, FAIR)
    assert [(row.row, row.person) for row in rows[:4]] == [
        (2, "Ann Lee"),
        (3, "Bob Moss"),
        (4, "Di Ash"),
        (5, ""),
    ]
    assert [(row.verdict, row.person) for row in rows[4:]] == [("added", "Cy Hart"), ("merged", "Lee, Ann")]
    assert min(row.row for row in rows[4:]) > 5 and rows[4].row != rows[5].row
    (waits,) = quarantined(opened, FAIR)
    assert (waits.person, [flaw.rule for flaw in waits.flaws]) == ("Di Ash", ["invalid_phone"])


def test_people_are_found(opened: Desk) -> None:
    for text in ("lee", "617 555 0101", "5550101", "0101", "harbour mil"):
        assert "Ann Lee" in [found.name for found in search(opened, text)], text


def test_what_was_barred_is_barred(opened: Desk) -> None:
    with opened.read() as session:
        row = session.get_one(Suppression, UUID(int=700))
    assert (row.medium, row.value) == ("any", "+16175550199")


def test_sources_answer(opened: Desk) -> None:
    assert [card.name for card in scorecards(opened)]


def test_its_import_can_be_taken_back(opened: Desk) -> None:
    assert undo_import(opened, FAIR) == Undone(removed=2, kept=1)
    with opened.store.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT name FROM contact").all() == [("Bob Moss",)]
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
