"""Accounts: found by typing, read, and on to the desk."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from bdr_desk.actions.calls import Answered, log_call
from bdr_desk.desk import Desk
from bdr_desk.queries.accounts import account_view, accounts
from bdr_desk.store.tables import Project
from bdr_desk.ui.accounts_page import AccountsPage
from tests.people import BERLIN, BOSTON, LONDON, add_lead
from tests.ui.conftest import Driver

Open = Callable[..., Driver]


@pytest.fixture
def accounted(desk: Desk, project: Project) -> None:
    ada = add_lead(desk, project, "Ada Okafor", "Harbor Freightways", phones=(BOSTON,))
    add_lead(desk, project, "Luis Marin", "Harbor Freightways", phones=(LONDON,))
    add_lead(desk, project, "Tom Becker", "Becker GmbH", phones=(BERLIN,))
    log_call(desk, ada, "conversation", note="Wants numbers", answers=[Answered("need", "late trucks")])


def on_accounts(driver: Driver) -> AccountsPage:
    driver.press(Qt.Key.Key_3, ctrl=True)
    page = driver.window.page("accounts")
    assert isinstance(page, AccountsPage) and page.isVisible()
    return page


def said(page: AccountsPage) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


@pytest.mark.usefixtures("accounted")
def test_typing_finds_and_shows(open_desk: Open) -> None:
    driver = open_desk()
    page = on_accounts(driver)
    assert page.filter.hasFocus()
    assert [item.title for item in page.list.rows.items] == ["Becker GmbH", "Harbor Freightways"]
    driver.write("harb")
    driver.qtbot.waitUntil(lambda: len(page.list.rows.items) == 1)
    driver.settle()
    assert "2 people known, 1 talked to." in said(page)
    assert "Need: late trucks" in said(page) and "Wants numbers" in said(page)
    assert [item.title for item in page.people.rows.items] == ["Ada Okafor", "Luis Marin"]


@pytest.mark.usefixtures("accounted")
def test_by_keyboard_to_a_person_and_on_to_the_desk(open_desk: Open) -> None:
    driver = open_desk()
    page = on_accounts(driver)
    driver.press(Qt.Key.Key_Down)
    assert page._view is not None and page._view.name == "Harbor Freightways"
    driver.press(Qt.Key.Key_Return)
    assert page.people.hasFocus()
    driver.press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert driver.page.isVisible() and driver.page.lead.view.name == "Luis Marin"


@pytest.mark.usefixtures("accounted")
def test_the_only_person_is_opened_at_once(open_desk: Open) -> None:
    driver = open_desk()
    on_accounts(driver)
    driver.press(Qt.Key.Key_Return)
    assert driver.page.lead.view.name == "Tom Becker"


@pytest.mark.usefixtures("accounted")
def test_a_part_in_the_decision_given_on_the_map_is_kept(open_desk: Open, desk: Desk) -> None:
    driver = open_desk()
    page = on_accounts(driver)
    (tom,) = page._view.people if page._view else ()
    page.map.role_given.emit(tom.person.contact, "signs")
    driver.settle()
    assert account_view(desk, accounts(desk).rows[0].account).people[0].person.decision_role == "signs"
    assert "signs" in page.people.rows.items[0].second


@pytest.mark.usefixtures("accounted")
def test_nothing_found_says_what_to_do(open_desk: Open) -> None:
    driver = open_desk()
    page = on_accounts(driver)
    driver.write("zzz")
    driver.qtbot.waitUntil(lambda: not page.list.rows.items)
    driver.settle()
    assert "Nothing is called “zzz” here." in said(page)
    assert not page.people.isVisible()


def test_no_account_says_what_to_do(open_desk: Open, project: Project) -> None:
    page = on_accounts(open_desk())
    assert "No account yet." in said(page) and "Lists page" in said(page)
