"""Lists held and released; imports taken back, all but what somebody worked on. By both ways: of few rows, and of very many."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from bdr_desk.actions import imports, lists
from bdr_desk.actions.calls import log_call
from bdr_desk.actions.imports import Order, import_list
from bdr_desk.actions.lists import Undone, hold_list, release_list, undo_import
from bdr_desk.actions.merges import merge_contacts
from bdr_desk.actions.suppressions import suppress_account, suppress_contact
from bdr_desk.desk import Desk
from bdr_desk.domain.import_report import Progress
from bdr_desk.domain.list_rows import Tally
from bdr_desk.domain.staging import ListPlace
from bdr_desk.errors import Cancelled, NotFound
from bdr_desk.files import judged_rows
from bdr_desk.queries.lists import lists as lists_shown
from bdr_desk.store import import_writing, search_words
from bdr_desk.store.tables import (
    Account,
    CallList,
    Contact,
    ContactEmail,
    ContactPhone,
    Lead,
    ListImport,
    ListRow,
    Pending,
    Row,
    Suppression,
)

HEADER = "Company,Name,Phone,Mobile,Email,City"
ANN = "Harbour Mills,Ann Lee,617-555-0101,,ann@mills.example,Boston"
BOB = "Harbour Mills,Bob Moss,617-555-0102,,,Boston"
CY = "Elm Clinic,Cy Hart,617-555-0103,,cy@elm.example,Dover"
ANN_AGAIN = "Harbour Mills,Ann Lee,617-555-0101,617-555-0191,,Boston"
NOBODY = "Ash GmbH,Di Ash,12,,,"
KEPT: tuple[type[Row], ...] = (ListRow, Account, Contact, ContactPhone, ContactEmail, Lead)


@pytest.fixture(params=["few", "many"], autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "many":
        for module in (imports, lists, import_writing):
            monkeypatch.setattr(module, "MANY", 1)
    return str(request.param)


Take = Callable[..., UUID]


@pytest.fixture
def take(desk: Desk, tmp_path: Path) -> Take:
    """Imports rows and returns the list's key."""

    def take_in(name: str, *rows: str, project: str = "Northwind", told: Any = None) -> UUID:
        path = tmp_path / "list.csv"
        path.write_text("\n".join((HEADER, *rows)), "utf-8")
        done = import_list(
            desk, Order(ListPlace(path), project, name, "purchase", "US", sample=True), told=told
        )
        assert done.key
        return done.key

    return take_in


def contents(desk: Desk) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the tables an import fills, to the last column."""
    with desk.store.engine.connect() as connection:
        names = [table.__tablename__ for table in KEPT]
        return {n: sorted(connection.exec_driver_sql(f"SELECT * FROM {n}").all(), key=repr) for n in names}


def shapes(desk: Desk) -> dict[str, list[tuple[Any, ...]]]:
    """The same without keys and times, which differ from import to import."""
    with desk.store.engine.connect() as connection:
        sql = {
            "people": "SELECT c.name, c.title, a.name, a.domain, a.city, l.stage, l.place, i.name FROM contact c"
            " JOIN account a ON a.id = c.account_id JOIN lead l ON l.contact_id = c.id JOIN call_list i ON i.id = l.call_list_id",
            "ways": "SELECT c.name, p.e164, p.kind, p.place FROM contact_phone p JOIN contact c ON c.id = p.contact_id"
            " UNION SELECT c.name, e.address, '', e.place FROM contact_email e JOIN contact c ON c.id = e.contact_id",
            "rows": "SELECT row_number, cells, verdict, problems FROM list_row",
        }
        return {n: sorted(connection.exec_driver_sql(s).all(), key=repr) for n, s in sql.items()}


def schema(desk: Desk) -> list[tuple[Any, ...]]:
    with desk.store.engine.connect() as connection:
        return list(
            connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2").all()
        )


def check(desk: Desk) -> None:
    """The store is whole."""
    with desk.store.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").all() == [("ok",)]
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
        assert search_words.check(connection) == (0, 0)


def names(desk: Desk) -> list[str]:
    with desk.read() as session:
        return sorted(session.scalars(select(Contact.name)).all())


def count(desk: Desk, table: type[Row]) -> int:
    with desk.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def lead_of(desk: Desk, name: str) -> Lead:
    with desk.read() as session:
        return session.scalars(
            select(Lead).join(Contact, Contact.id == Lead.contact_id).where(Contact.name == name)
        ).one()


def test_both_ways_keep_the_same(desk: Desk, take: Take, way: str) -> None:
    before = schema(desk)
    key = take("Fair", ANN, BOB, "", CY, ANN_AGAIN, NOBODY, ",,,,,", CY)
    check(desk)
    assert schema(desk) == before
    (view,) = lists_shown(desk)
    assert (view.key, view.counts) == (key, Tally(rows=7, added=3, merged=2, quarantined=1, refused=1))
    assert shapes(desk)["ways"] == sorted([
        ("Ann Lee", "+16175550101", "work", 0), ("Ann Lee", "+16175550191", "mobile", 99),
        ("Ann Lee", "ann@mills.example", "", 0),
        ("Bob Moss", "+16175550102", "work", 0), ("Cy Hart", "+16175550103", "work", 0), ("Cy Hart", "cy@elm.example", "", 0),
    ], key=repr)  # fmt: skip
    with desk.read() as session:
        taken_in = session.scalars(select(ListImport)).one()
    assert (taken_in.rows, taken_in.added, taken_in.merged, taken_in.quarantined, taken_in.refused) == (
        7,
        3,
        2,
        1,
        1,
    )


def test_nobody_worked_on_it_and_nothing_is_left(desk: Desk, take: Take) -> None:
    take("First", ANN)
    before = contents(desk)
    key = take("Fair", BOB, CY, ANN_AGAIN, NOBODY, ",,,,,")
    assert undo_import(desk, key) == Undone(removed=2, kept=0)
    assert contents(desk) == before
    check(desk)


def test_taken_back_and_in_again_is_as_it_was(desk: Desk, take: Take) -> None:
    rows = (ANN, BOB, CY, ANN_AGAIN, NOBODY)
    key = take("Fair", *rows)
    before = shapes(desk)
    undo_import(desk, key)
    assert take("Fair", *rows) == key
    assert shapes(desk) == before
    check(desk)


def test_the_newest_import_first_and_then_no_more(desk: Desk, take: Take) -> None:
    key = take("Fair", ANN)
    after_one = contents(desk)
    assert take("Fair", BOB, ANN_AGAIN) == key
    assert undo_import(desk, key) == Undone(1, 0)
    assert contents(desk) == after_one
    assert undo_import(desk, key) == Undone(1, 0)
    assert [len(rows) for rows in contents(desk).values()] == [0] * len(KEPT)
    with pytest.raises(NotFound, match="nothing to take back"):
        undo_import(desk, key)
    with pytest.raises(NotFound):
        undo_import(desk, UUID(int=1))


def test_the_same_file_twice_into_one_list(desk: Desk, take: Take) -> None:
    key = take("Fair", ANN, BOB, NOBODY)
    once = contents(desk)
    take("Fair", ANN, BOB, NOBODY)
    assert contents(desk) == once
    assert undo_import(desk, key) == Undone(0, 0)
    assert contents(desk) == once
    assert undo_import(desk, key) == Undone(2, 0)


def _call(desk: Desk) -> None:
    log_call(desk, lead_of(desk, "Bob Moss").id, "no_answer")


def _edit(desk: Desk) -> None:
    with desk.write() as tx:
        tx.get_one(Contact, lead_of(desk, "Bob Moss").contact_id).title = "Owner"


def _edit_number(desk: Desk) -> None:
    with desk.write() as tx:
        tx.scalars(select(ContactPhone).where(ContactPhone.e164 == "+16175550102")).one().kind = "mobile"


def _share(desk: Desk) -> None:
    """As the sync door leaves it: shared, and nothing in this desk's change log."""
    with desk.store.engine.begin() as connection:
        for table, column in (("contact", "id"), ("lead", "contact_id")):
            key = lead_of(desk, "Bob Moss").contact_id.bytes
            connection.exec_driver_sql(f"UPDATE {table} SET shared = 1 WHERE {column} = ?", (key,))


def _bar(desk: Desk) -> None:
    suppress_contact(desk, lead_of(desk, "Bob Moss").contact_id, "asked")


def _report_to(desk: Desk) -> None:
    with desk.write() as tx:
        tx.scalars(select(Contact).where(Contact.name == "Zoe Ash")).one().reports_to_id = lead_of(
            desk, "Bob Moss"
        ).contact_id


@pytest.mark.parametrize(
    "work", [_call, _edit, _edit_number, _share, _bar, _report_to], ids=lambda work: work.__name__
)
def test_what_somebody_worked_on_stays(desk: Desk, take: Take, work: Callable[[Desk], None]) -> None:
    take("First", "Zed,Zoe Ash,617-555-0109,,,")
    key = take("Fair", ANN, BOB, CY, BOB.replace("617-555-0102,", "617-555-0102,617-555-0192"))
    work(desk)
    assert undo_import(desk, key) == Undone(removed=2, kept=1)
    assert names(desk) == ["Bob Moss", "Zoe Ash"]
    with desk.read() as session:
        bob = lead_of(desk, "Bob Moss")
        numbers = select(ContactPhone.e164).where(ContactPhone.contact_id == bob.contact_id)
        assert sorted(session.scalars(numbers)) == [
            "+16175550102",
            "+16175550192",
        ]  # with all that hangs on them
        assert session.get_one(Account, bob.account_id).name == "Harbour Mills"
        assert bob.call_list_id == key
    check(desk)


def test_who_was_merged_stays(desk: Desk, take: Take) -> None:
    key = take("Fair", ANN, BOB, CY)
    merge_contacts(desk, lead_of(desk, "Ann Lee").contact_id, lead_of(desk, "Bob Moss").contact_id)
    assert undo_import(desk, key).removed == 1
    assert names(desk) == ["Ann Lee", "Bob Moss"]
    check(desk)


def test_a_company_that_may_not_be_called_stays(desk: Desk, take: Take) -> None:
    """Or its next list would bring it back under another key."""
    key = take("Fair", ANN)
    suppress_account(desk, lead_of(desk, "Ann Lee").account_id, "asked")
    undo_import(desk, key)
    take("Next", BOB)
    with desk.read() as session:
        assert [row.verdict for row in session.scalars(select(ListRow))] == ["quarantined"]
        assert session.scalars(select(Suppression)).one()
        assert session.scalars(select(Account)).one()


def test_a_number_learnt_late_goes_unless_it_was_called(desk: Desk, take: Take) -> None:
    take("First", ANN, BOB)
    key = take("Fair", ANN_AGAIN, BOB.replace("617-555-0102,", "617-555-0102,617-555-0192"))
    log_call(desk, lead_of(desk, "Ann Lee").id, "no_answer", phone="+16175550191")
    assert undo_import(desk, key) == Undone(0, 0)
    with desk.read() as session:
        assert sorted(session.scalars(select(ContactPhone.e164))) == [
            "+16175550101",
            "+16175550102",
            "+16175550191",
        ]
    check(desk)


def test_another_list_that_names_them_keeps_them(desk: Desk, take: Take) -> None:
    first, second = take("First", ANN, BOB), take("Second", ANN_AGAIN, CY)
    assert undo_import(desk, first) == Undone(removed=1, kept=1)
    assert (names(desk), lead_of(desk, "Ann Lee").call_list_id) == (["Ann Lee", "Cy Hart"], second)
    check(desk)
    assert undo_import(desk, second) == Undone(removed=2, kept=0)  # and takes them with it
    assert [len(rows) for rows in contents(desk).values()] == [0] * len(KEPT)
    check(desk)


def test_another_project_keeps_the_person_not_the_lead(desk: Desk, take: Take) -> None:
    first, second = take("First", ANN, BOB), take("Second", ANN, project="Southwind")
    assert undo_import(desk, first) == Undone(removed=2, kept=0)
    assert (names(desk), lead_of(desk, "Ann Lee").call_list_id) == (["Ann Lee"], second)
    undo_import(desk, second)
    assert names(desk) == ["Ann Lee"]  # made by the first list, which is gone: nobody says that they may go
    assert count(desk, Lead) == 0
    check(desk)


def test_a_person_known_before_stays(desk: Desk, take: Take) -> None:
    take("First", ANN)
    key = take("Second", ANN, BOB, project="Southwind")
    assert undo_import(desk, key) == Undone(2, 0)
    assert (names(desk), count(desk, Lead)) == (["Ann Lee"], 1)


def test_nothing_of_it_waits_for_the_team(desk: Desk, take: Take) -> None:
    undo_import(desk, take("Fair", ANN))
    assert count(desk, Pending) == 0


def test_a_list_held_back_and_released(desk: Desk, take: Take) -> None:
    key = take("Fair", ANN)
    hold_list(desk, key)
    with desk.read() as session:
        assert session.get_one(CallList, key).released_at is None
    release_list(desk, key)
    with desk.read() as session:
        released = session.get_one(CallList, key).released_at
    assert released
    release_list(desk, key)
    with desk.read() as session:
        assert session.get_one(CallList, key).released_at == released
    for act in (hold_list, release_list):
        with pytest.raises(NotFound):
            act(desk, UUID(int=1))


@pytest.mark.parametrize("moment", ["reading", "sorting"])
def test_cancelled_at_any_moment(desk: Desk, take: Take, way: str, moment: str) -> None:
    """Its indexes are back as well."""
    take("First", ANN)
    before, tables = contents(desk), schema(desk)

    def told(progress: Progress) -> bool:
        return progress.doing != moment or (moment == "sorting" and progress.share < 0.5)

    rows = [f"Firm {n},,617-555-{n:04},,," for n in range(100, 200)]
    if (way, moment) == ("few", "sorting"):
        take("Fair", *rows, told=told)  # nothing is sorted at the end of a short list
        return
    with pytest.raises(Cancelled):
        take("Fair", *rows, told=told)
    assert (contents(desk), schema(desk)) == (before, tables)
    take("Fair", *rows)
    assert (count(desk, Lead), schema(desk)) == (101, tables)
    check(desk)


def test_judged_in_a_second_process(desk: Desk, take: Take, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = (ANN, BOB, "", CY, ANN_AGAIN, NOBODY, CY)
    key = take("Fair", *rows)
    here = shapes(desk)
    undo_import(desk, key)
    monkeypatch.setattr(judged_rows, "WORTH_A_PROCESS", 1)
    take("Fair", *rows)
    assert shapes(desk) == here
    check(desk)
