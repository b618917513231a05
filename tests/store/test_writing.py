"""The write door: what it stamps, logs, queues, and what it refuses."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from bdr_desk.changes import Changes
from bdr_desk.desk import Desk
from bdr_desk.store.columns import from_micros, new_key, to_micros
from bdr_desk.store.store import Store
from bdr_desk.store.tables import Account, Call, ChangeLog, Contact, Lead, Pending, Project
from tests.conftest import TUESDAY, StillClock
from tests.people import add_lead


def test_time_and_author_are_stamped(desk: Desk, clock: StillClock) -> None:
    with desk.write() as tx:
        account = Account(name="Calder", name_key="calder")
        tx.add(account)
    clock.forward(minutes=5)
    with desk.write() as tx:
        tx.get_one(Account, account.id).city = "Atlanta"
    with desk.read() as session:
        row = session.get_one(Account, account.id)
        assert (row.made_at, row.made_by) == (TUESDAY, desk.me)
        assert row.changed_at == TUESDAY + timedelta(minutes=5)
        log = session.scalars(
            select(ChangeLog.what).where(ChangeLog.row_id == account.id).order_by(ChangeLog.seq)
        )
        assert log.all() == ["made", "changed"]


def test_listeners_hear_what_was_touched_and_only_after_the_commit(desk: Desk) -> None:
    heard: list[Changes] = []
    stop = desk.store.on_changes(heard.append)
    with desk.write() as tx:
        account = Account(name="A", name_key="a")
        tx.add(account)
        tx.flush()
        assert heard == []
    stop()
    with desk.write() as tx:
        tx.add(Account(name="B", name_key="b"))
    assert [changes.keys["account"] for changes in heard] == [frozenset({account.id})]


def test_nothing_is_kept_when_the_action_fails(desk: Desk) -> None:
    heard: list[Changes] = []
    desk.store.on_changes(heard.append)
    with pytest.raises(ZeroDivisionError), desk.write() as tx:
        tx.add(Account(name="A", name_key="a"))
        tx.flush()
        raise ZeroDivisionError
    with desk.read() as session:
        assert session.scalars(select(Account)).all() == []
    assert heard == []


def test_changing_nothing_logs_nothing(desk: Desk, project: Project) -> None:
    with desk.read() as session:
        before = len(session.scalars(select(ChangeLog)).all())
    with desk.write() as tx:
        row = tx.get_one(Project, project.id)
        row.region = row.region + ""
    with desk.read() as session:
        assert len(session.scalars(select(ChangeLog)).all()) == before


def test_kept_rows_are_never_deleted(desk: Desk, project: Project) -> None:
    with pytest.raises(RuntimeError, match="never deleted"), desk.write() as tx:
        tx.delete(tx.get_one(Project, project.id))


@pytest.mark.parametrize("statement", [update(Account).values(name="x"), delete(Account)])
def test_bulk_statements_are_refused(desk: Desk, statement: object) -> None:
    with pytest.raises(RuntimeError, match="escape the bookkeeping"), desk.write() as tx:
        tx.execute(statement)  # type: ignore[call-overload]


def test_logged_rows_are_never_changed(desk: Desk, project: Project) -> None:
    lead = add_lead(desk, project)
    with desk.write() as tx:
        call = Call(lead_id=lead, started_at=tx.now, outcome="busy")
        tx.add(call)
    with pytest.raises(RuntimeError, match="never changed"), desk.write() as tx:
        tx.get_one(Call, call.id).outcome = "conversation"


@pytest.mark.parametrize("statement", ["UPDATE call SET outcome = 'x'", "DELETE FROM call"])
def test_not_even_another_program_rewrites_the_log(desk: Desk, project: Project, statement: str) -> None:
    lead = add_lead(desk, project)
    with desk.write() as tx:
        tx.add(Call(lead_id=lead, started_at=tx.now, outcome="busy"))
    with pytest.raises(IntegrityError, match="append-only"), desk.store.engine.begin() as connection:
        connection.exec_driver_sql(statement)


def test_only_shared_rows_wait_for_the_team(desk: Desk, project: Project) -> None:
    lead = add_lead(desk, project)
    with desk.read() as session:
        assert session.scalars(select(Pending)).all() == []
    with desk.write() as tx:
        tx.get_one(Lead, lead).shared = True
        tx.flush()
        tx.add(
            Call(lead_id=lead, started_at=tx.now, outcome="busy")
        )  # a child of a shared lead is shared as well
    with desk.read() as session:
        assert session.scalars(select(Pending.table_name).order_by(Pending.seq)).all() == ["lead", "call"]
        assert session.scalars(select(Call.shared)).one()


def test_what_comes_from_the_team_keeps_its_stamps_and_does_not_go_back(store: Store) -> None:
    author, then = new_key(), datetime(2020, 1, 1, tzinfo=UTC)
    with store.write(now=TUESDAY, author=new_key(), from_team=True) as tx:
        stamps = {"made_at": then, "made_by": author, "changed_at": then, "changed_by": author}
        tx.add(Account(name="A", name_key="a", shared=True, **stamps))
    with store.read() as session:
        row = session.scalars(select(Account)).one()
        assert (row.made_at, row.changed_by) == (then, author)
        assert session.scalars(select(Pending)).all() == []


def test_many_rows_at_once_are_stamped_and_logged_once(desk: Desk, project: Project) -> None:
    about = ("call_list", new_key())
    with desk.write() as tx:
        tx.insert_many(
            Account,
            [{"id": new_key(), "name": f"A{n}", "name_key": f"a{n}"} for n in range(500)],
            about=about,
        )
    with desk.read() as session:
        rows = session.scalars(select(Account)).all()
        assert len(rows) == 500 and {row.made_by for row in rows} == {desk.me}
        assert session.scalars(select(ChangeLog).where(ChangeLog.what == "bulk")).one().row_id == about[1]


def test_rows_show_no_personal_data(desk: Desk) -> None:
    assert "Ada" not in repr(Contact(id=UUID(int=1), name="Ada Okafor"))


def test_times_without_a_zone_are_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        to_micros(datetime(2027, 1, 1))  # noqa: DTZ001


def test_times_survive_to_the_microsecond() -> None:
    moment = datetime(2027, 3, 14, 6, 59, 59, 999_999, tzinfo=UTC)
    assert from_micros(to_micros(moment)) == moment


def test_keys_are_version_7_and_in_order_of_time() -> None:
    keys = [new_key() for _ in range(1000)]
    assert keys == sorted(keys) and {key.version for key in keys} == {7}
