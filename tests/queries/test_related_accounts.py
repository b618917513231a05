"""Subsidiaries and second spellings of a company are hinted at, with the reason."""

import pytest

from bdr_desk.desk import Desk
from bdr_desk.domain.matching import company_key
from bdr_desk.queries.accounts import account_view
from bdr_desk.queries.related_accounts import Related, related_accounts
from bdr_desk.store.tables import Account, Project


@pytest.fixture
def accounts(desk: Desk) -> None:
    firms = [
        ("Dock Line Inc.", "dock.example"), ("Dock Line Germany GmbH", None), ("Dockline", None), ("Dock Lane", None),
        ("Cold Freight", "dock.example"), ("Calder Mills", "gmail.com"), ("Harbor", "gmail.com"),
    ]  # fmt: skip
    with desk.write() as tx:
        tx.add_all(Account(name=name, name_key=company_key(name), domain=domain) for name, domain in firms)


def hints(desk: Desk, name: str) -> list[Related]:
    with desk.read() as session:
        return list(related_accounts(session, session.query(Account).filter_by(name=name).one()))


@pytest.mark.usefixtures("accounts")
def test_parts_and_second_spellings(desk: Desk) -> None:
    found = {hint.name: (hint.same, hint.because) for hint in hints(desk, "Dock Line Inc.")}
    assert found == {
        "Dockline": (True, ("Dock Line is Dockline spelled out or in one word",)),
        "Cold Freight": (False, ("same website",)),
        "Dock Line Germany GmbH": (False, ("Dock Line Germany may be Dock Line in Germany",)),
    }


@pytest.mark.usefixtures("accounts")
def test_a_mailbox_provider_relates_nobody(desk: Desk) -> None:
    assert hints(desk, "Harbor") == []


@pytest.mark.usefixtures("accounts")
def test_the_account_says_so(desk: Desk, project: Project) -> None:
    with desk.read() as session:
        key = session.query(Account.id).filter_by(name="Dock Line Germany GmbH").scalar()
    about = dict(account_view(desk, key).about)
    assert about["May belong with"] == "Dock Line Inc. (Dock Line Germany may be Dock Line in Germany)"
