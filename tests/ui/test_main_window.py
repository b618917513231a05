"""The shell: tabs, notices, the start page, the key sheet, bugs, closing and opening again."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from bdr_desk.actions.users import set_up_user
from bdr_desk.desk import Desk
from bdr_desk.errors import BadInput, DeskError, StoreProblem
from bdr_desk.store.tables import Project
from bdr_desk.ui.commands import COMMANDS
from bdr_desk.ui.crash_window import CrashWindow, catch_bugs, details
from bdr_desk.ui.key_sheet import KeySheet
from bdr_desk.ui.main_window import PAGES
from bdr_desk.ui.opening import DeskWindow
from bdr_desk.ui.screens import render_all
from bdr_desk.ui.theme import DARK, Scheme, Theme, tokens
from tests.ui.conftest import Driver


def test_every_tab_has_a_page_behind_it(ready: Driver) -> None:
    for number, entry in enumerate(PAGES, start=1):
        ready.press(Qt.Key(Qt.Key.Key_0 + number), ctrl=True)
        assert ready.window._stack.currentWidget() is ready.window.page(entry.id)
        assert [name for name, tab in ready.window._tabs.items() if tab.isChecked()] == [entry.id]


def test_a_problem_is_said_without_taking_the_focus(ready: Driver) -> None:
    had = QApplication.focusWidget()
    ready.window.tasks.problem.emit(BadInput("That is no number.", "Type another."))
    assert ready.window.notices.text() == "That is no number. Type another."
    assert QApplication.focusWidget() is had


def test_a_notice_moves_nothing_and_covers_no_outcome_that_can_be_chosen(ready: Driver) -> None:
    before = ready.page.person.geometry(), ready.page.bar.geometry()
    ready.page.notice.emit("Somebody was added. " * 12, "warn")
    ready.settle()
    assert (ready.page.person.geometry(), ready.page.bar.geometry()) == before
    assert not ready.window.notices.geometry().intersects(ready.page.notes.geometry())
    ready.press(Qt.Key.Key_Return)
    assert not ready.window.notices.geometry().intersects(ready.page.bar.geometry())


def test_trouble_stays_and_good_news_leaves(ready: Driver) -> None:
    notices = ready.window.notices
    notices.say("Logged.", "good")
    assert notices._timer.isActive()
    notices.say("Not saved.", "danger")
    assert not notices._timer.isActive()


def test_escape_puts_a_notice_away_and_leaves_the_field_as_well(ready: Driver) -> None:
    ready.press(Qt.Key.Key_F4)
    ready.window.notices.say("Not saved.", "danger")
    ready.press(Qt.Key.Key_Escape)
    assert ready.window.notices.text() == ""
    assert QApplication.focusWidget() is ready.page.queue.list


def test_times_are_the_users_wherever_the_machine_stands(ready: Driver, desk: Desk) -> None:
    ready.press(Qt.Key.Key_2, ctrl=True)
    set_up_user(desk, desk.me, time_zone="Asia/Tokyo")
    ready.settle()
    assert [ready.window.page(name).now().hour for name in ("desk", "lists")] == [23, 23]


def test_the_key_sheet_shows_all_keys_and_goes_with_escape(ready: Driver) -> None:
    ready.press(Qt.Key.Key_F1)
    sheet = ready.window.findChild(KeySheet)
    texts = [label.text() for label in sheet.findChildren(QLabel)]
    for command in COMMANDS:
        assert command.title.rstrip("0123456789 ") in texts, "every command stands on it"
    live, others = texts.index("ON THE SCREEN NOW"), texts.index("AT OTHER TIMES AND ON OTHER PAGES")
    assert live < texts.index("Dial") < others < texts.index("Hang up"), "what can be pressed now comes first"
    assert others < texts.index("Release, with the reason")
    ready.press(Qt.Key.Key_Escape)
    assert not any(each.isVisible() for each in ready.window.findChildren(KeySheet))
    assert QApplication.focusWidget() is ready.page.queue.list


def test_the_first_start_says_what_to_do(open_desk: Callable[..., Driver]) -> None:
    driver = open_desk()
    assert not driver.window._tabs["desk"].isVisible()
    assert "Import a list" in [
        button.text_shown() for button in driver.window.findChildren(type(driver.window.sync_chip).__base__)
    ]


def test_the_sample_is_one_key_away(qtbot: QtBot, desk: Desk, theme: Theme, tmp_path: Path) -> None:
    opened: list[str] = []

    def sample() -> Desk:
        opened.append("sample")
        return desk

    frame = DeskWindow(theme, tmp_path, print)
    frame.show()
    frame.open(lambda: desk, sample)
    frame.activateWindow()
    qtbot.waitUntil(lambda: frame.main is not None and frame.isActiveWindow())
    first = frame.main
    assert first is not None
    qtbot.waitUntil(lambda: first._stack.currentWidget() is not None and first.tasks.idle)
    qtbot.keyClick(first, "s")
    qtbot.waitUntil(lambda: frame.main is not first)
    assert opened == ["sample"]
    frame.close()


def test_a_desk_that_cannot_be_opened_says_why_and_closes(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    told: list[DeskError] = []

    def locked() -> Desk:
        raise StoreProblem("Another program is holding the desk's database.")

    frame = DeskWindow(theme, tmp_path, told.append)
    frame.show()
    frame.open(locked)
    qtbot.waitUntil(lambda: not frame.isVisible())
    assert [str(error) for error in told] == ["Another program is holding the desk's database."]


def test_a_project_made_elsewhere_opens_the_desk(
    open_desk: Callable[..., Driver], desk: Desk, request
) -> None:
    driver = open_desk()
    request.getfixturevalue("project")
    driver.qtbot.waitUntil(driver.window._tabs["desk"].isVisible)
    assert driver.window._stack.currentWidget() is driver.page


def test_size_and_scheme_are_remembered(ready: Driver, open_desk: Callable[..., Driver]) -> None:
    ready.frame.resize(1120, 700)
    ready.window.choose_theme(Scheme.DARK)
    assert tokens(ready.window) is DARK
    ready.frame.close()
    again = open_desk()
    assert again.frame.size() == QSize(1120, 700)
    assert again.window._settings.value("theme") == "dark"


def test_without_a_team_the_chip_says_so(ready: Driver) -> None:
    assert ready.window.sync_chip.text_shown() == "Not shared"
    ready.press(Qt.Key.Key_F5)  # nothing to sync with: nothing happens
    assert ready.window.sync_chip.text_shown() == "Not shared"


@pytest.fixture
def hook() -> Iterator[None]:
    before = sys.excepthook
    yield
    sys.excepthook = before


def test_a_bug_shows_a_window_that_blocks_nothing(ready: Driver, hook: None, qtbot: QtBot) -> None:
    catch_bugs()
    ready.window.tasks.act(ready.window, lambda: 1 // 0)
    ready.settle()
    (crash,) = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, CrashWindow)]
    assert not crash.isModal()
    crash._copy()
    assert "ZeroDivisionError" in QApplication.clipboard().text()
    crash.close()
    crash.deleteLater()


def test_the_details_name_the_versions() -> None:
    text = details(ValueError("x"))
    assert "BDR Desk" in text
    assert "Qt 6" in text
    assert "ValueError: x" in text


def test_pictures_come_in_both_sizes_and_schemes(ready: Driver, tmp_path: Path, project: Project) -> None:
    made = render_all(ready.window, tmp_path / "screens", "desk")
    assert [path.name for path in made] == [
        "desk-1440x900-light.png", "desk-1440x900-dark.png", "desk-1280x720-light.png", "desk-1280x720-dark.png",
    ]  # fmt: skip
    assert len({path.read_bytes() for path in made}) == 4
