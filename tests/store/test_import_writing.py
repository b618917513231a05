"""Which way an import is written: its indexes set aside or not, everybody read at once or asked for; the store is the same."""

from pathlib import Path
from typing import Any

import pytest

from bdr_desk.actions import imports
from bdr_desk.actions.imports import Order, import_list
from bdr_desk.desk import Desk
from bdr_desk.domain.staging import ListPlace
from bdr_desk.files import judged_rows
from bdr_desk.store import import_writing, indexes, search_words

HEADER = "Company,Name,Phone,Email"
FIRST = (
    "Harbour Mills,Ann Lee,617-253-1101,ann@mills.example",
    "Elm Clinic,,617-253-1102,",
    "Elm Clinic,Cy Hart,617-253-1102,",
)
# Each of these hangs on what the rows before it in this import, or the store, said.
SECOND = (
    "Harbour Mills Ltd,Ann Lee,,ann@mills.example", "Elm Clinic,,617-253-1102,", "Oak,Di Ash,617-253-1103,",
    "Oak,Di Ash,,di@oak.example", "Oak,Di Ash,,d.ash@oak.example", "Elm Clinic,Cy Hart,,cy@elm.example",
    "Elm Clinic,Cy Hart,,c.hart@elm.example", ",,,di@oak.example",
    "Elm Clinic,Bob Moss,617-253-1102,", "Elm Clinic,Bob Moss,617-253-1102,",
    "x,,12,", ",,,", "Harbour Mills,Eve Oak,617-253-1104,ann@mills.example",
)  # fmt: skip


def shapes(desk: Desk) -> list[list[tuple[Any, ...]]]:
    sql = (
        "SELECT c.name, a.name, l.place, l.zones FROM contact c JOIN account a ON a.id = c.account_id"
        " JOIN lead l ON l.contact_id = c.id",
        "SELECT c.name, p.e164, p.place FROM contact_phone p JOIN contact c ON c.id = p.contact_id",
        "SELECT c.name, e.address, e.place FROM contact_email e JOIN contact c ON c.id = e.contact_id",
        "SELECT r.row_number, r.verdict, r.problems, c.name FROM list_row r LEFT JOIN contact c ON c.id = r.contact_id",
        "SELECT rows, added, merged, quarantined, refused, summary FROM list_import",
        "SELECT name, sql FROM sqlite_master",
    )  # fmt: skip
    with desk.store.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").all() == [("ok",)]
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
        assert search_words.check(connection) == (0, 0)
        return [sorted(map(tuple, connection.exec_driver_sql(one).all()), key=repr) for one in sql]


def take(desk: Desk, folder: Path, name: str, rows: tuple[str, ...]) -> None:
    path = folder / f"{name}.csv"
    path.write_text("\n".join((HEADER, *rows)), "utf-8")
    import_list(desk, Order(ListPlace(path), "Northwind", name, "purchase", "US", sample=True))


@pytest.mark.parametrize(
    ("many", "small_store", "batch"),
    [
        (1 << 40, 100_000, 1),
        (1 << 40, 100_000, 3),
        (1, 100_000, 2_000),
        (1, 100_000, 1),
        (1, 0, 2_000),
        (1, 0, 1),
    ],
)
def test_every_way_leads_to_the_same_store(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many: int, small_store: int, batch: int
) -> None:
    """`batch` rows are compared and written at once: what is in the store by then must not change what is found."""
    asides: list[int] = []
    set_aside = indexes.set_aside

    def noted(*given: Any) -> list[str]:
        found = set_aside(*given)
        asides.append(len(found))
        return found

    monkeypatch.setattr(indexes, "set_aside", noted)
    take(desk, tmp_path, "First", FIRST)
    for module in (imports, import_writing):
        monkeypatch.setattr(module, "MANY", many)
    monkeypatch.setattr(import_writing, "_SMALL_STORE", small_store)
    monkeypatch.setattr(judged_rows, "BATCH_ROWS", batch)
    take(desk, tmp_path, "Second", SECOND)
    assert bool(asides) == (many == 1 and small_store > 0)
    people, phones, emails, rows, counts, _ = shapes(desk)
    assert [row[0] for row in people] == sorted(
        ["", "Ann Lee", "Bob Moss", "Cy Hart", "Cy Hart", "Di Ash", "Di Ash", "Eve Oak"]
    )
    verdicts = [verdict for number, verdict, *_ in sorted(rows, key=lambda row: (row[0], row[1]))]
    assert len(verdicts) == len(FIRST) + len(SECOND)
    with desk.store.engine.connect() as connection:
        second = connection.exec_driver_sql(
            "SELECT r.row_number, r.verdict FROM list_row r JOIN list_import i ON i.id = r.import_id"
            " JOIN call_list l ON l.id = i.call_list_id WHERE l.name = 'Second' ORDER BY 1"
        ).all()
    assert [verdict for _, verdict in second] == [
        "merged", "merged", "added", "merged", "added", "merged", "added", "merged", "added", "merged", "quarantined", "refused",
        "added",
    ]  # fmt: skip
    assert (len(phones), len(emails)) == (6, 6)
    assert sorted(row[:5] for row in counts) == [(3, 3, 0, 0, 0), (13, 5, 6, 1, 1)]
