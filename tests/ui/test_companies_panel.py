"""Customers and competitors on the set-up page: added, found, removed and put back, from a file, and their open leads."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from bdr_desk.actions.companies import add_company
from bdr_desk.desk import Desk
from bdr_desk.domain.companies import Part
from bdr_desk.queries.companies import companies
from bdr_desk.store.tables import Project
from bdr_desk.ui.companies_panel import CompaniesPanel
from bdr_desk.ui.settings_page import SettingsPage
from tests.people import add_lead
from tests.team.postgres import MemoryKeyring
from tests.ui.conftest import Driver

Key = Qt.Key


@pytest.fixture
def driver(project: Project, desk: Desk, open_desk: Callable[..., Driver], keyring: MemoryKeyring) -> Driver:
    add_lead(desk, project)
    made = open_desk()
    made.window.show_page("setup")
    made.settle()
    return made


@pytest.fixture
def panel(driver: Driver) -> CompaniesPanel:
    page = driver.window.page("setup")
    assert isinstance(page, SettingsPage)
    page.sections.go_to("customers")
    return page.companies[Part.CUSTOMER]


def names(desk: Desk, project: Project, part: Part = Part.CUSTOMER) -> list[str]:
    return [view.name for view in companies(desk, project.id, part).rows]


def shown(panel: CompaniesPanel) -> list[str]:
    return [view.name for view in panel.table.rows.items]


def add(driver: Driver, panel: CompaniesPanel, text: str) -> None:
    panel.ask_add()
    driver.write(text)
    driver.press(Key.Key_Return)


def test_several_are_added_one_after_the_other(
    driver: Driver, panel: CompaniesPanel, desk: Desk, project: Project
) -> None:
    assert panel.says.text().startswith("No customers are named yet.")
    add(driver, panel, "Cobalt Dental, cobalt.example")
    assert driver.target is panel.form.field and panel.form.field.text() == ""
    driver.write("Calder Mills")
    driver.press(Key.Key_Return)
    assert shown(panel) == names(desk, project) == ["Calder Mills", "Cobalt Dental"]
    driver.write("n/a")
    driver.press(Key.Key_Return)
    assert "names no company" in panel.says.text() and panel.form.field.text() == "n/a"
    driver.press(Key.Key_Escape)
    assert not panel.form.isVisible()


def test_both_only_when_it_is_said(
    driver: Driver, panel: CompaniesPanel, desk: Desk, project: Project
) -> None:
    add_company(desk, project.id, Part.COMPETITOR, "Cobalt Dental")
    add(driver, panel, "Cobalt Dental")
    assert panel.both.isVisible() and names(desk, project) == []
    driver.press(Key.Key_Return)
    assert names(desk, project) == ["Cobalt Dental"] and not panel.both.isVisible()


def test_removed_and_put_back(driver: Driver, panel: CompaniesPanel, desk: Desk, project: Project) -> None:
    for text in ("Cobalt Dental, cobalt.example", "dock.example"):
        add_company(desk, project.id, Part.CUSTOMER, text)
    driver.settle()
    for row in (0, 1):
        before = companies(desk, project.id, Part.CUSTOMER).rows
        panel.table.selectRow(row)
        panel.remove()
        driver.settle()
        assert len(names(desk, project)) == 1 and panel.put_back.isVisible()
        panel.put_back.click()
        driver.settle()
        after = companies(desk, project.id, Part.CUSTOMER).rows
        assert [(v.name, v.domain) for v in after] == [(v.name, v.domain) for v in before]
        assert not panel.put_back.isVisible()


def test_found_as_it_is_typed(
    driver: Driver, panel: CompaniesPanel, desk: Desk, project: Project, qtbot: QtBot
) -> None:
    for text in ("Cobalt Dental", "Calder Mills"):
        add_company(desk, project.id, Part.CUSTOMER, text)
    qtbot.keyClicks(panel.search, "mil")
    driver.settle()
    assert shown(panel) == ["Calder Mills"]
    qtbot.keyClicks(panel.search, "x")
    driver.settle()
    assert not panel.table.isVisible() and panel.says.text() == "No customer fits that."


def test_a_file_says_what_became_of_its_rows(
    driver: Driver, panel: CompaniesPanel, desk: Desk, project: Project, tmp_path: Path
) -> None:
    (tmp_path / "customers.csv").write_text("Company\nCobalt Dental\nCobalt Dental Inc\nn/a\n", "utf-8")
    panel.add_file(tmp_path / "customers.csv")
    driver.settle()
    assert (
        panel.says.text() == "3 rows: 1 customer added, 1 known already, 1 names no company. Look at row 4."
    )
    panel.add_file(tmp_path / "gone.csv")
    driver.settle()
    assert "There is no file" in panel.says.text()


def test_open_leads_there_are_told_and_opened(
    driver: Driver, panel: CompaniesPanel, desk: Desk, project: Project, qtbot: QtBot
) -> None:
    assert not panel.concerned.isVisible()
    add(driver, panel, "Harbor Freightways")
    assert panel.concerned.text().startswith("1 open lead is at a customer.")
    panel.show_leads.click()
    driver.settle()
    with qtbot.waitSignal(panel.open_lead) as opened:
        driver.press(Key.Key_Return)
    assert opened.args == [panel.leads.rows.items[0].lead]
    driver.settle()
    assert driver.window.page("desk").isVisible()
