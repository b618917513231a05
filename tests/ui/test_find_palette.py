"""Find anything: type, see, Enter."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from bdr_desk.desk import Desk
from bdr_desk.store.tables import Project
from bdr_desk.ui.find_palette import FindPalette
from tests.people import LONDON, add_lead
from tests.ui.conftest import Driver

Open = Callable[..., Driver]


@pytest.fixture
def two_people(desk: Desk, project: Project) -> None:
    add_lead(desk, project, "Ada Okafor", "Harbor Freightways")
    add_lead(desk, project, "Ken Ito", "Calder Mills", phones=(LONDON,), emails=("ken.ito@calder.example",))


def opened(driver: Driver) -> FindPalette:
    driver.press(Qt.Key.Key_K, ctrl=True)
    palette = driver.window.findChild(FindPalette)
    assert isinstance(palette, FindPalette) and palette.field.hasFocus()
    return palette


def find(driver: Driver, palette: FindPalette, text: str) -> list[str]:
    palette.field.clear()
    driver.write(text)
    driver.qtbot.waitUntil(lambda: not palette._pause.isActive())
    driver.settle()
    return [item.title for item in palette.list.rows.items if item.key is not None]


@pytest.mark.usefixtures("two_people")
@pytest.mark.parametrize("text", ["ito", "cald", "ken.ito@", "020 7946 0123", "+44 20 7946"])
def test_a_lead_by_any_of_its_marks(open_desk: Open, text: str) -> None:
    driver = open_desk()
    palette = opened(driver)
    assert find(driver, palette, text) == ["Ken Ito"]
    driver.press(Qt.Key.Key_Return)
    assert driver.page.isVisible() and driver.page.lead.view.name == "Ken Ito"
    assert not any(palette.isVisible() for palette in driver.window.findChildren(FindPalette))


@pytest.mark.usefixtures("two_people")
def test_a_page_by_its_name(open_desk: Open) -> None:
    driver = open_desk()
    assert "Meetings" in find(driver, opened(driver), "mee")
    driver.press(Qt.Key.Key_Return)
    assert driver.window.page("meetings").isVisible()


@pytest.mark.usefixtures("two_people")
def test_enter_before_the_answer_waits_for_it(open_desk: Open) -> None:
    driver = open_desk()
    opened(driver)
    driver.write("ken")
    driver.qtbot.keyClick(driver.target, Qt.Key.Key_Return)
    driver.settle()
    assert driver.page.lead.view.name == "Ken Ito"


@pytest.mark.usefixtures("two_people")
def test_escape_puts_it_away_and_the_focus_back(open_desk: Open) -> None:
    driver = open_desk()
    driver.press(Qt.Key.Key_3, ctrl=True)
    before = QApplication.focusWidget()
    opened(driver)
    driver.press(Qt.Key.Key_Escape)
    assert not any(palette.isVisible() for palette in driver.window.findChildren(FindPalette))
    assert QApplication.focusWidget() is before


@pytest.mark.usefixtures("two_people")
def test_the_key_again_goes_on_in_the_one_that_is_open(open_desk: Open) -> None:
    driver = open_desk()
    palette = opened(driver)
    driver.write("ken")
    driver.press(Qt.Key.Key_K, ctrl=True)
    assert driver.window.findChildren(FindPalette) == [palette]
    assert palette.field.selectedText() == "ken"


@pytest.mark.usefixtures("two_people")
def test_nothing_found_says_so(open_desk: Open) -> None:
    driver = open_desk()
    palette = opened(driver)
    assert find(driver, palette, "zzz") == []
    assert "No lead begins so." in palette._says.text()
    driver.press(Qt.Key.Key_Return)
    assert palette.isVisible()


@pytest.mark.usefixtures("two_people")
def test_down_goes_over_the_headings(open_desk: Open) -> None:
    driver = open_desk()
    palette = opened(driver)
    titles = find(driver, palette, "a")
    assert titles == ["Ada Okafor", "Accounts"]
    driver.press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert driver.window.page("accounts").isVisible()
