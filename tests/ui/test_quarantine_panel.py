"""The quarantine of a list: looked through by rule, rows released, corrected, kept out, and taken back again."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from bdr_desk.actions.imports import Order, import_list
from bdr_desk.actions.suppressions import suppress
from bdr_desk.desk import Desk
from bdr_desk.domain.list_rows import Flaw
from bdr_desk.domain.staging import ListPlace
from bdr_desk.queries.lists import lists
from bdr_desk.queries.quarantine import quarantined, waiting
from bdr_desk.store.tables import Project
from bdr_desk.ui.lists_page import ListsPage
from bdr_desk.ui.quarantine_lists import EVERY
from bdr_desk.ui.quarantine_panel import QuarantinePanel
from bdr_desk.ui.quarantine_row import evidence
from tests.ui.conftest import Driver

CSV = """Firm;Name;Telephone;Mail
Harbor Freightways;Ada Okafor;617 555 0142;
Calder Mills;Ben Feld;nobody knows;
Prairie Haulage;Mickey Mouse;212 555 0123;
Cedar Paper;Donald Duck;312 555 0123;
Bayline Foods;Cy Nair;;cy@bayline.example
"""

Open = Callable[..., Driver]


@pytest.fixture
def driver(open_desk: Open, desk: Desk, project: Project, tmp_path: Path) -> Driver:
    file = tmp_path / "bought.csv"
    file.write_text(CSV, "utf-8")
    suppress(desk, "cy@bayline.example", "asked us")
    import_list(desk, Order(ListPlace(file), project.name, "Bought", "purchase:Example list", hold=True))
    return open_desk()


@pytest.fixture
def panel(driver: Driver) -> QuarantinePanel:
    driver.press(Qt.Key.Key_2, ctrl=True)
    page = driver.window.page("lists")
    assert isinstance(page, ListsPage)
    driver.press(Qt.Key.Key_Q)
    assert page.quarantine.isVisible() and page.quarantine.rows.hasFocus()
    return page.quarantine


def go_to(driver: Driver, panel: QuarantinePanel, rule: str) -> None:
    panel.rules.select(rule)
    panel._rule_chosen()
    driver.settle()


def shown(panel: QuarantinePanel) -> list[int]:
    return [row.row for row in panel.rows.rows.items]


def told(panel: QuarantinePanel) -> str:
    return "\n".join(label.text() for label in panel.row_panel.findChildren(QLabel) if label.isVisible())


def left(desk: Desk) -> int:
    return sum(waiting(desk).values())


def test_the_rules_with_their_counts_and_the_rows_under_one(driver: Driver, panel: QuarantinePanel) -> None:
    counts = {item.key: item.right for item in panel.rules.rows.items if item.key}
    assert counts[EVERY] == "4" and counts["fictional_name"] == "2" and counts["no_way_to_reach"] == "1"
    assert shown(panel) == [3, 4, 5, 6]
    go_to(driver, panel, "fictional_name")
    assert shown(panel) == [4, 5]


def test_the_row_is_shown_whole_with_its_evidence_and_the_rules_words(
    driver: Driver, panel: QuarantinePanel
) -> None:
    go_to(driver, panel, "fictional_name")
    said = told(panel)
    assert "Mickey Mouse" in said and "is nobody's name" in said and "Source: " in said
    assert "Telephone, read as phone" in said
    marked = [
        label.text() for label in panel.row_panel.findChildren(QLabel) if label.property("tone") == "warn"
    ]
    assert "Mickey Mouse" in marked and "212 555 0123" not in marked


def test_a_row_is_released_with_the_reason_at_hand(
    driver: Driver, panel: QuarantinePanel, desk: Desk
) -> None:
    go_to(driver, panel, "fictional_name")
    driver.press(Qt.Key.Key_R)
    assert panel.question.isVisible() and panel.question.field.hasFocus()
    driver.press(Qt.Key.Key_Down)
    assert panel.question.field.text() == "a real person, in spite of the name"
    driver.press(Qt.Key.Key_Return)
    assert shown(panel) == [5] and left(desk) == 3
    assert lists(desk)[0].counts.added == 2
    assert not panel.question.isVisible() and panel.rows.hasFocus(), "the next row waits for its key"


def test_a_reason_is_needed(driver: Driver, panel: QuarantinePanel, desk: Desk) -> None:
    go_to(driver, panel, "fictional_name")
    driver.press(Qt.Key.Key_K)
    panel.question.field.clear()
    driver.press(Qt.Key.Key_Return)
    assert left(desk) == 4 and "needs its reason" in driver.window.notices.text()
    assert panel.question.isVisible(), "what was asked stays"
    driver.press(Qt.Key.Key_Escape)
    assert not panel.question.isVisible() and panel.isVisible() and panel.rows.hasFocus()


def test_what_nobody_may_waive_says_so(driver: Driver, panel: QuarantinePanel, desk: Desk) -> None:
    go_to(driver, panel, "suppressed")
    assert "team lead" in told(panel)
    driver.press(Qt.Key.Key_R)
    assert not panel.question.isVisible() and "team lead" in driver.window.notices.text()
    assert left(desk) == 4


def test_kept_out_and_taken_back(driver: Driver, panel: QuarantinePanel, desk: Desk) -> None:
    go_to(driver, panel, "fictional_name")
    driver.press(Qt.Key.Key_K, Qt.Key.Key_Return)
    assert shown(panel) == [5] and left(desk) == 3
    driver.press(Qt.Key.Key_U)
    assert shown(panel) == [4, 5] and left(desk) == 4
    assert panel.rows.row is not None and panel.rows.row.row == 4
    driver.press(Qt.Key.Key_U)
    assert left(desk) == 4, "there is nothing more to undo"


def test_all_rows_of_a_rule_at_once(driver: Driver, panel: QuarantinePanel, desk: Desk) -> None:
    go_to(driver, panel, "fictional_name")
    driver.press(Qt.Key.Key_A, Qt.Key.Key_K)
    assert panel.question.isVisible() and "all 2 rows" in panel.question._asks.text()
    driver.press(Qt.Key.Key_Return)
    assert left(desk) == 2 and not panel.whole
    driver.press(Qt.Key.Key_U)
    assert left(desk) == 4


def test_a_cell_is_put_right_in_place(driver: Driver, panel: QuarantinePanel, desk: Desk) -> None:
    go_to(driver, panel, "no_way_to_reach")
    driver.press(Qt.Key.Key_E)
    field = panel.row_panel.fields["Telephone"]
    assert field.hasFocus() and field.text() == "nobody knows"
    field.clear()
    driver.write("617 555 0188")
    driver.press(Qt.Key.Key_Return)
    assert left(desk) == 3 and lists(desk)[0].counts.added == 2
    assert not panel.row_panel.editing and panel.rows.hasFocus()


def test_a_correction_that_does_not_help_says_why(driver: Driver, panel: QuarantinePanel, desk: Desk) -> None:
    go_to(driver, panel, "no_way_to_reach")
    driver.press(Qt.Key.Key_E, Qt.Key.Key_Return)
    assert panel.row_panel.editing and "Nothing was changed" in driver.window.notices.text()
    driver.write("12")
    driver.press(Qt.Key.Key_Return)
    assert left(desk) == 4 and "Row 3 stays" in driver.window.notices.text()


def test_escape_leaves_the_correction_then_the_quarantine(driver: Driver, panel: QuarantinePanel) -> None:
    driver.press(Qt.Key.Key_E)
    states = [(panel.row_panel.editing, panel.isVisible())]
    for _ in range(2):
        driver.press(Qt.Key.Key_Escape)
        states.append((panel.row_panel.editing, panel.isVisible()))
    assert states == [(True, True), (False, True), (False, False)]


def test_an_empty_quarantine_says_so(driver: Driver, panel: QuarantinePanel, desk: Desk) -> None:
    driver.press(Qt.Key.Key_A, Qt.Key.Key_K, Qt.Key.Key_Return)
    assert left(desk) == 0 and panel._empty.isVisible() and not panel.rows.isVisible()
    assert panel.hasFocus(), "Enter presses nothing"
    driver.press(Qt.Key.Key_Escape)
    assert not panel.isVisible()


def test_many_rows_are_read_page_by_page(
    open_desk: Open, desk: Desk, project: Project, tmp_path: Path
) -> None:
    file = tmp_path / "many.csv"
    rows = "\n".join(f"Firm {n};Mickey Mouse;m{n}@firm{n}.example" for n in range(450))
    file.write_text(f"Firm;Name;Mail\n{rows}\n", "utf-8")
    import_list(desk, Order(ListPlace(file), project.name, "Many", "purchase"))
    driver = open_desk()
    driver.press(Qt.Key.Key_2, ctrl=True)
    driver.press(Qt.Key.Key_Q)
    page = driver.window.page("lists")
    assert isinstance(page, ListsPage)
    rows_shown = page.quarantine.rows
    assert len(rows_shown.rows.items) == 200
    rows_shown.scrollToBottom()
    driver.settle()
    assert len(rows_shown.rows.items) == 400
    driver.press(Qt.Key.Key_A, Qt.Key.Key_R)
    assert "all 450 rows" in page.quarantine.question._asks.text()
    driver.press(Qt.Key.Key_Return)
    assert quarantined(desk, lists(desk)[0].key) == ()
    assert lists(desk)[0].counts.added == 450


def test_evidence_is_the_cell_that_holds_it() -> None:
    cells = (("First", "given_name", "Mickey"), ("Last", "family_name", "Mouse"), ("Tel", "phone", "617 555 0142"),
             ("Tel 2", "phone", "12"), ("", "", ""))  # fmt: skip
    assert set(evidence(cells, [Flaw("name", "Mickey Mouse", "fictional_name")])) == {0, 1}
    assert set(evidence(cells, [Flaw("phone", "12", "impossible_phone")])) == {3}
    assert evidence(cells, [Flaw("", "", "no_way_to_reach")]) == {}
