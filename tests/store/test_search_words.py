"""The search index follows what is written, by whichever door."""

from collections.abc import Iterable
from uuid import UUID

import pytest
from sqlalchemy import Connection, select

from bdr_desk.desk import Desk
from bdr_desk.store import search_words
from bdr_desk.store.columns import new_key
from bdr_desk.store.tables import Account, Contact, Lead, Project
from tests.conftest import TUESDAY
from tests.people import add_lead


def found(desk: Desk, match: str) -> int:
    with desk.read() as session:
        query = "SELECT count(*) FROM contact_search WHERE contact_search MATCH ?"
        return int(session.connection().exec_driver_sql(query, (match,)).scalar_one())


def state(desk: Desk) -> tuple[int, int]:
    with desk.read() as session:
        return search_words.check(session.connection())


def contact_of(desk: Desk, lead: UUID) -> UUID:
    with desk.read() as session:
        return session.get_one(Lead, lead).contact_id


def test_words_of_the_person_the_company_and_what_folding_leaves_out(desk: Desk, project: Project) -> None:
    add_lead(desk, project, "Dr. Zoë O'Brien-Müller", "Harbor & Sons S.A.")
    for word in ("zoe", "obrien", "muller", "dr", "harbor", "and", "sons", "sa"):
        assert found(desk, f'"{word}"') == 1, word
    assert found(desk, '"brien"') == 0


def test_a_new_name_replaces_the_old_one(desk: Desk, project: Project) -> None:
    contact = contact_of(desk, add_lead(desk, project))
    with desk.write() as tx:
        row = tx.get_one(Contact, contact)
        row.name, row.name_key = "Ada Nwosu", "ada nwosu"
    assert (found(desk, '"okafor"'), found(desk, '"nwosu"')) == (0, 1)


def test_a_company_renamed_is_found_with_all_its_people(desk: Desk, project: Project) -> None:
    add_lead(desk, project, "Ada Okafor", "Harbor")
    add_lead(desk, project, "Luis Marin", "Harbor")
    with desk.write() as tx:
        account = tx.scalars(select(Account)).one()
        account.name, account.name_key = "Calder Mills", "calder mills"
    assert (found(desk, '"harbor"'), found(desk, '"calder"')) == (0, 2)


def test_who_is_merged_is_out_and_back_when_that_is_undone(desk: Desk, project: Project) -> None:
    kept = contact_of(desk, add_lead(desk, project, "Ada Okafor"))
    merged = contact_of(desk, add_lead(desk, project, "A. Okafor"))
    for into, count in ((kept, 1), (None, 2)):
        with desk.write() as tx:
            tx.get_one(Contact, merged).merged_into_id = into
        assert found(desk, '"okafor"') == count
        assert state(desk) == (0, 0)


def test_what_comes_from_the_team(desk: Desk) -> None:
    stamps = {"made_at": TUESDAY, "made_by": desk.me, "changed_at": TUESDAY, "changed_by": desk.me}
    with desk.store.write(now=TUESDAY, author=desk.me, from_team=True) as tx:
        account = Account(id=new_key(), name="Harbor", name_key="harbor", **stamps)
        tx.add(account)
        tx.flush()
        tx.add(Contact(id=new_key(), account_id=account.id, name="Ada", name_key="ada", **stamps))
    assert found(desk, '"ada" "harbor"') == 1


def test_many_rows_at_once_beside_single_ones(desk: Desk, project: Project) -> None:
    add_lead(desk, project)
    with desk.write() as tx:
        account = tx.scalars(select(Account)).one().id
        tx.add(Contact(account_id=account, name="Luis Marin", name_key="luis marin"))
        tx.insert_many(Contact, people(account, range(300)), about=("call_list", new_key()))
        tx.add(Contact(account_id=account, name="Ken Ito", name_key="ito ken"))
    assert (found(desk, '"person"'), found(desk, '"marin"'), found(desk, '"ito"')) == (300, 1, 1)
    assert state(desk) == (0, 0)


def test_nothing_is_indexed_when_the_action_fails(desk: Desk, project: Project) -> None:
    add_lead(desk, project)
    try:
        with desk.write() as tx:
            account = tx.scalars(select(Account)).one()
            account.name = account.name_key = "calder"
            tx.flush()
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass
    assert (found(desk, '"harbor"'), found(desk, '"calder"')) == (1, 0)


def test_new_ones_are_indexed_in_batches_once(desk: Desk, project: Project) -> None:
    add_lead(desk, project)
    told: list[int] = []
    with writing(desk) as connection:
        connection.exec_driver_sql("DELETE FROM contact_search")
        for _ in range(2):
            search_words.index_new(connection, 0, told.append)
        connection.commit()
    assert told == [1, 1] and found(desk, '"okafor"') == 1


def test_what_is_missing_and_what_is_too_much_is_counted_and_rebuilt(desk: Desk, project: Project) -> None:
    add_lead(desk, project, "Ada Okafor")
    add_lead(desk, project, "Ken Ito", "Calder")
    with writing(desk) as connection:
        connection.exec_driver_sql("DELETE FROM contact_search WHERE contact_search MATCH '\"okafor\"'")
        connection.commit()
    assert state(desk) == (1, 0) and found(desk, '"okafor"') == 0
    with writing(desk) as connection:
        connection.exec_driver_sql("INSERT INTO contact_search (rowid, words) VALUES (99, 'nobody')")
        connection.commit()
    assert state(desk) == (1, 1)
    with writing(desk) as connection:
        search_words.rebuild(connection)
        connection.commit()
    assert state(desk) == (0, 0) and found(desk, '"okafor"') == 1


def writing(desk: Desk) -> Connection:
    return desk.store.engine.execution_options(writing=True).connect()


def people(account: UUID, numbers: Iterable[int]) -> list[dict[str, object]]:
    return [
        {"id": new_key(), "account_id": account, "name": f"Person {n}", "name_key": f"{n} person"}
        for n in numbers
    ]


def test_words_beginning_alike_are_stepped_through_as_they_are_now(desk: Desk, project: Project) -> None:
    lead = add_lead(desk, project, "Mia Harborø", "Harbor Harbors", phones=(), emails=())
    for name in ("Zoe Harborfield", "Ada Harborfield"):
        add_lead(desk, project, name, "Calder", phones=(), emails=())
    assert _words(desk, "harbor") == ["harbor", "harborfield", "harbors", "harborø"]
    assert _words(desk, "harbor", 2) == ["harbor", "harborfield"]
    assert (_words(desk, "harborx"), _words(desk, "zz")) == ([], [])
    with desk.write() as tx:
        contact = tx.get_one(Contact, tx.get_one(Lead, lead).contact_id)
        contact.name, contact.name_key = "Mia Eze", "eze mia"
    assert _words(desk, "harbor") == ["harbor", "harborfield", "harbors"]


def test_words_are_found_after_very_much_was_written_and_when_that_failed(
    desk: Desk, project: Project
) -> None:
    add_lead(desk, project, "Mia Harborø", "Calder", phones=(), emails=())
    with desk.store.write_much(now=TUESDAY, author=desk.me):
        pass
    assert _words(desk, "harbor") == ["harborø"]
    with pytest.raises(ZeroDivisionError), desk.store.write_much(now=TUESDAY, author=desk.me):
        raise ZeroDivisionError
    assert _words(desk, "harbor") == ["harborø"]


def _words(desk: Desk, begins: str, most: int = 9) -> list[str]:
    with desk.read() as session:
        return search_words.words_beginning(session.connection(), begins, most)
