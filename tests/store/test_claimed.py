"""What is kept of claims: no more than the accounts there are, and nothing that stands in the way of an undo."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from bdr_desk.actions.imports import Order, import_list
from bdr_desk.actions.lists import undo_import
from bdr_desk.desk import Desk
from bdr_desk.domain.staging import ListPlace
from bdr_desk.store.claimed import Known, keep_claims, known_others
from bdr_desk.store.tables import Account, Claim, Project
from tests.conftest import StillClock
from tests.people import add_lead

LIST = "Company,Name,Phone\nHarbour Mills,Ann Lee,617-253-1101\n"


def held(desk: Desk, project: UUID, *, mine: bool) -> Known:
    return Known(project, mine, "" if mine else "Rhea Holt", desk.clock() + timedelta(minutes=2))


def account_of(desk: Desk) -> UUID:
    with desk.read() as session:
        return session.scalars(select(Account.id)).one()


def test_an_import_is_taken_back_though_its_company_is_held(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(LIST, "utf-8")
    done = import_list(desk, Order(ListPlace(path), "Northwind", "Fair", "purchase", "US"))
    assert done.key
    with desk.read() as session:
        project = session.scalars(select(Project.id)).one()
    with desk.write() as tx:
        keep_claims(tx, {account_of(desk): held(desk, project, mine=True)})
    assert undo_import(desk, done.key).removed == 1
    with desk.read() as session:
        assert session.scalars(select(Account)).all() == []
        assert session.scalars(select(Claim)).all() == []


def test_others_count_until_their_leases_end_and_gone_accounts_not_at_all(
    desk: Desk, project: Project, clock: StillClock
) -> None:
    add_lead(desk, project)
    account, theirs = account_of(desk), held(desk, project.id, mine=False)
    with desk.write() as tx:
        keep_claims(tx, {account: theirs, UUID(int=9): theirs})
        tx.flush()
        assert known_others(tx) == {account: theirs}
    clock.forward(minutes=2)
    with desk.write() as tx:
        assert known_others(tx) == {}
        keep_claims(tx, {})
    with desk.read() as session:
        assert session.scalars(select(Claim)).all() == []
