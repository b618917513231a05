"""The rules of a project on the set-up page: switched by keyboard and by mouse, fixed ones left alone, days in words."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from bdr_desk.actions.list_terms import set_rule
from bdr_desk.desk import Desk
from bdr_desk.domain.hygiene import Severity
from bdr_desk.queries.list_terms import RuleView, rules_of, stale_days
from bdr_desk.store.tables import Project
from bdr_desk.ui.list_rules_panel import ListRulesPanel, says_of
from bdr_desk.ui.settings_page import SettingsPage
from tests.team.postgres import MemoryKeyring
from tests.ui.conftest import Driver

Key = Qt.Key


@pytest.fixture
def driver(project: Project, open_desk: Callable[..., Driver], keyring: MemoryKeyring) -> Driver:
    made = open_desk()
    made.window.show_page("setup")
    made.settle()
    page = made.window.page("setup")
    assert isinstance(page, SettingsPage)
    page.sections.go_to("lists")
    return made


@pytest.fixture
def panel(driver: Driver) -> ListRulesPanel:
    page = driver.window.page("setup")
    assert isinstance(page, SettingsPage)
    return page.list_rules


def go(panel: ListRulesPanel, group: str, rule: str) -> None:
    panel.groups.show_value(group)
    panel.groups.left.emit()
    keys = [view.key for view in panel.table.rows.items]
    panel.table.setFocus()
    panel.table.selectRow(keys.index(rule))


def here(desk: Desk, project: Project, rule: str) -> Severity | None:
    return next(view.here for view in rules_of(desk, project.id) if view.key == rule)


def test_left_and_right_change_the_rule_and_delete_goes_back(
    driver: Driver, panel: ListRulesPanel, desk: Desk, project: Project
) -> None:
    go(panel, "Names", "doubtful_name")
    driver.press(Key.Key_Right)
    assert here(desk, project, "doubtful_name") == Severity.QUARANTINE
    assert panel.table.row and panel.table.row.key == "doubtful_name"  # it stays where it was
    assert "goes to quarantine. Its own is: warn." in panel.says.text() and panel.own.isVisible()
    driver.press(Key.Key_Right)  # nothing graver
    driver.press(Key.Key_Left, Key.Key_Left, Key.Key_Left)
    assert here(desk, project, "doubtful_name") is None
    driver.press(Key.Key_Delete)
    assert here(desk, project, "doubtful_name") == Severity.WARN and not panel.own.isVisible()


def test_the_mouse_takes_a_choice(
    driver: Driver, panel: ListRulesPanel, desk: Desk, project: Project, qtbot: QtBot
) -> None:
    go(panel, "Addresses", "free_mail")
    table = panel.table
    cell = table.visualRect(table.rows.index(table.currentIndex().row(), 3))
    places = table._choices.places(cell)
    assert not any(one.intersects(other) for one, other in pairwise(places))
    assert places[-1].right() <= cell.right()
    for place, wanted in zip(places, (None, Severity.WARN, Severity.QUARANTINE), strict=True):
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place.center())
        driver.settle()
        assert here(desk, project, "free_mail") == wanted


def test_a_rule_of_every_project_says_why_and_stays(
    driver: Driver, panel: ListRulesPanel, desk: Desk, project: Project
) -> None:
    go(panel, "Records", "do_not_call")
    before = rules_of(desk, project.id)
    driver.press(Key.Key_Left, Key.Key_Right, Key.Key_Delete)
    assert rules_of(desk, project.id) == before
    assert "same in every project" in panel.says.text() and "GDPR" in panel.source.text()


def test_a_change_made_elsewhere_is_shown(
    driver: Driver, panel: ListRulesPanel, desk: Desk, project: Project
) -> None:
    go(panel, "Names", "test_name")
    set_rule(desk, project.id, "test_name", "off")
    driver.settle()
    assert panel.table.row and panel.table.row.here is None


def test_days_until_stale(
    driver: Driver, panel: ListRulesPanel, desk: Desk, project: Project, qtbot: QtBot
) -> None:
    go(panel, "Names", "test_name")
    assert not panel.days_row.isVisible()
    go(panel, "Records", "stale")
    assert (panel.stale.text(), panel.very_stale.text()) == ("730", "1825")
    for typed in ("90", "9999999", "x"):
        panel.stale.setFocus()
        panel.stale.selectAll()
        qtbot.keyClicks(panel.stale, typed)
        driver.press(Key.Key_Tab)
        assert bool(panel.days_row.problem) == (typed != "90")
    assert stale_days(desk, project.id).stale == 90


@pytest.mark.parametrize("what", [None, Severity.WARN, Severity.QUARANTINE])
def test_every_state_has_its_sentence(what: Severity | None) -> None:
    view = RuleView(
        "free_mail",
        "Addresses",
        "Private mailboxes",
        "is a private mailbox",
        "practice",
        Severity.WARN,
        what,
        3,
        "",
    )
    assert says_of(view).startswith("Private mailboxes: a row like this ") and says_of(view).endswith(".")
