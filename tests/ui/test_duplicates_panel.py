"""Who stands here twice, worked by keyboard."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from bdr_desk.actions.imports import Order, import_list
from bdr_desk.desk import Desk
from bdr_desk.domain.staging import ListPlace
from bdr_desk.queries.merges import merges_done, possible_duplicates
from bdr_desk.store.tables import Contact, Project
from bdr_desk.ui.duplicates_panel import DuplicatesPanel
from tests.people import add_lead
from tests.ui.conftest import Driver


@pytest.fixture
def twice(desk: Desk, project: Project, open_desk: Callable[..., Driver]) -> Driver:
    """Robert Hale and Bob Hale share an address; two Okafors may be one."""
    box = ("rh@calder.example",)
    add_lead(desk, project, "Robert Hale", "Calder Mills", emails=box)
    add_lead(desk, project, "Bob Hale", "Calder Mills", phones=("+16175550185",), emails=box)
    add_lead(desk, project, "Jane Okafor", "Harbor Freightways", phones=("+16175550188",), emails=())
    add_lead(desk, project, "J. Okafor", "Harbor Freightways", phones=("+16175550189",), emails=())
    driver = open_desk()
    driver.window.show_page("lists")
    driver.settle()
    driver.press(Qt.Key.Key_D)
    return driver


def panel(driver: Driver) -> DuplicatesPanel:
    return driver.window.page("lists").duplicates


def shown(driver: Driver) -> str:
    labels = panel(driver).detail.findChildren(QLabel)
    return "\n".join(part.text() for part in labels if part.isVisible())


def test_pairs_stand_with_their_reasons(twice: Driver) -> None:
    items = panel(twice).list.rows.items
    assert [item.title for item in items] == [
        "Certainly one person", "Robert Hale · Bob Hale", "Likely", "Jane Okafor · J. Okafor",
    ]  # fmt: skip
    assert [text for text, _ in items[1].chips] == ["same address", "Bob is short for Robert"]
    assert "Of two leads in Northwind one is closed: same person as Robert Hale." in shown(twice)


def test_merged_and_undone_by_keys(twice: Driver, desk: Desk) -> None:
    twice.press(Qt.Key.Key_M)
    assert [view.name for view in merges_done(desk)] == ["Robert Hale"]
    assert [item.title for item in panel(twice).list.rows.items][-2:] == ["Merged", "Robert Hale"]
    twice.press(Qt.Key.Key_End, Qt.Key.Key_U)
    assert merges_done(desk) == ()


def test_the_other_ones_values_can_stay(twice: Driver, desk: Desk) -> None:
    twice.press(Qt.Key.Key_X, Qt.Key.Key_M)
    assert [view.name for view in merges_done(desk)] == ["Bob Hale"]


def test_one_value_can_be_taken(twice: Driver, desk: Desk) -> None:
    panel(twice)._take("name")
    twice.settle()
    assert "Keep the first" in [
        b.text_shown() for b in panel(twice).detail.findChildren(type(panel(twice)._back))
    ]
    twice.press(Qt.Key.Key_M)
    with desk.read() as session:
        assert (
            session.query(Contact)
            .filter(Contact.merged_into_id.is_(None), Contact.name == "Bob Hale")
            .count()
            == 1
        )


def test_two_people_do_not_come_back(twice: Driver, desk: Desk) -> None:
    twice.press(Qt.Key.Key_N, Qt.Key.Key_N)
    assert possible_duplicates(desk).total == 0
    assert "Nothing to decide" in shown(twice)
    twice.press(Qt.Key.Key_Escape)
    assert not panel(twice).isVisible()


def test_the_autopsy_of_a_list_tells_and_leads_here(
    desk: Desk, project: Project, open_desk: Callable[..., Driver], tmp_path: Path
) -> None:
    add_lead(desk, project, "Robert Hale", "Calder Mills", phones=("+16175550141",), emails=())
    file = tmp_path / "fair.csv"
    file.write_text("Name,Company,Phone\nBob Hale,Calder Mills,617-555-0185\n", "utf-8")
    import_list(desk, Order(ListPlace(file), "Northwind", "Fair", "referral", "US"))
    driver = open_desk()
    driver.window.show_page("lists")
    driver.settle()
    driver.press(Qt.Key.Key_V)
    autopsy = driver.window.page("lists").review.autopsy
    says = [part.text() for part in autopsy.findChildren(QLabel) if part.isVisible()]
    assert "One pair may be the same person, with somebody of this list." in says
    links = (link for link in autopsy.findChildren(QPushButton) if link.text() == "Who stands here twice")
    next(links).click()
    driver.settle()
    assert panel(driver).isVisible() and len(panel(driver).list.rows.items) >= 1
