"""Lists and their rows, and a list brought in by hand: choose, correct, import, read what came of it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel

from bdr_desk.actions.imports import Imported, Order, import_list
from bdr_desk.actions.lists import release_list
from bdr_desk.desk import Desk
from bdr_desk.domain.staging import ListPlace
from bdr_desk.queries.lists import lists
from bdr_desk.queries.projects import current_project
from bdr_desk.store.tables import Project
from bdr_desk.ui.list_review import ListReview
from bdr_desk.ui.lists_page import ListsPage
from tests.ui.conftest import Driver

CSV = """Firm;Name;Telephone;Other line;Mail
Harbor Freightways;Ada Okafor;617 555 0142;;ada@harbor.example
Calder Mills;Ben Feld;nobody knows;212 555 0123;
;;;;
Cobalt Dental;Cy Nair;312 555 0123;;
"""

Open = Callable[..., Driver]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "dock_expo-2027.csv"
    made.write_text(CSV, "utf-8")
    return made


def on_lists(driver: Driver) -> ListsPage:
    driver.press(Qt.Key.Key_2, ctrl=True)
    page = driver.window.page("lists")
    assert isinstance(page, ListsPage) and page.isVisible()
    return page


def texts(review: ListReview) -> str:
    return "\n".join(label.text() for label in review.findChildren(QLabel) if label.isVisible())


def bring_in(desk: Desk, file: Path, project: str, name: str, source: str, *, hold: bool = False) -> Imported:
    return import_list(desk, Order(ListPlace(file), project, name, source, hold=hold))


def test_first_import_from_the_start_page_by_keyboard(open_desk: Open, desk: Desk, file: Path) -> None:
    file.write_text(
        CSV.replace("617 555 0142", "617 312 4452").replace("312 555 0123", "312 312 4453"), "utf-8"
    )
    driver = open_desk()
    driver.press(Qt.Key.Key_I)
    page = driver.window.page("lists")
    assert isinstance(page, ListsPage) and page.panel.file.path.hasFocus()
    driver.write(str(file))
    driver.press(Qt.Key.Key_Return)
    form = page.panel.form
    assert form.list_name.hasFocus() and form.list_name.text() == "dock expo 2027"
    driver.write("Dock Expo")
    driver.press(Qt.Key.Key_I, ctrl=True)
    (made,) = lists(desk)
    assert (made.name, made.project, made.counts.added) == ("Dock Expo", form.project.currentText(), 2)
    assert page.review.isVisible(), "what the list is worth is read before anybody is called"
    said = texts(page.review)
    assert "held back" in said and "2 added" in said and "1 in quarantine" in said
    assert made.released_at is None
    driver.press(Qt.Key.Key_R)
    assert lists(desk)[0].released_at is not None and "in the queue" in texts(page.review)
    driver.press(Qt.Key.Key_1, ctrl=True)
    assert driver.page.isVisible()


def test_a_corrected_column_is_previewed_and_imported_so(
    open_desk: Open, desk: Desk, project: Project, file: Path
) -> None:
    driver = open_desk()
    page = on_lists(driver)
    page.begin(file)
    driver.settle()
    panel = page.panel
    assert panel.rows.rows.items[1].verdict == "quarantined"
    other = next(
        index for index, field in panel.columns.fields.items() if "Other line" in field.accessibleName()
    )
    assert panel.columns.fields[other].currentData() == "ignore"
    panel.columns.fields[other].setCurrentIndex(panel.columns.fields[other].findData("phone"))
    driver.settle()
    assert panel.rows.rows.items[1].verdict == "added"
    driver.press(Qt.Key.Key_I, ctrl=True)
    (made,) = lists(desk)
    assert (made.counts.added, made.counts.quarantined) == (3, 0)
    assert page.review.isVisible()


def test_what_is_refused_is_said_and_nothing_is_lost(
    open_desk: Open, desk: Desk, project: Project, file: Path
) -> None:
    driver = open_desk()
    page = on_lists(driver)
    page.begin(file)
    driver.settle()
    panel = page.panel
    panel.form.list_name.setText("  ")
    panel.form.detail.setText("Boston")
    driver.press(Qt.Key.Key_I, ctrl=True)
    assert "needs a name" in panel.problem.text() and panel.problem.isVisible()
    assert panel.form.detail.text() == "Boston" and lists(desk) == ()


def test_a_file_that_cannot_be_read_says_why_in_place(
    open_desk: Open, project: Project, tmp_path: Path
) -> None:
    driver = open_desk()
    page = on_lists(driver)
    driver.press(Qt.Key.Key_I)
    driver.write(str(tmp_path / "no.csv"))
    driver.press(Qt.Key.Key_Return)
    assert "There is no file" in page.panel.file.problem.text() and page.panel.file.problem.isVisible()
    assert page.panel.file.path.text().endswith("no.csv")
    driver.press(Qt.Key.Key_Escape)
    assert page.table.isVisible() or page._empty.isVisible()


def test_no_column_that_reaches_anybody_cannot_be_imported(
    open_desk: Open, project: Project, tmp_path: Path
) -> None:
    plain = tmp_path / "plain.csv"
    plain.write_text("Company,City\nHarbor,Boston\nCalder,Salem\n", "utf-8")
    driver = open_desk()
    page = on_lists(driver)
    page.begin(plain)
    driver.settle()
    assert "phone number or an e-mail" in page.panel.problem.text()
    assert not page.panel.start.isEnabled()


def test_another_country_reads_the_numbers_anew(open_desk: Open, project: Project, tmp_path: Path) -> None:
    british = tmp_path / "gb.csv"
    british.write_text("Company,Phone\nHarbor,020 7946 0123\nCalder,020 7946 0124\n", "utf-8")
    driver = open_desk()
    page = on_lists(driver)
    page.begin(british)
    driver.settle()
    assert [row.verdict for row in page.panel.rows.rows.items] == ["quarantined", "quarantined"]
    countries = page.panel.form.countries
    countries.setCurrentIndex(countries.findData("GB"))
    driver.settle()
    assert [row.verdict for row in page.panel.rows.rows.items] == ["added", "added"]


def test_cancelled_half_way_keeps_nothing(
    open_desk: Open, desk: Desk, project: Project, tmp_path: Path
) -> None:
    long = tmp_path / "long.csv"
    rows = (f"Firm {n},+1617555{n % 100 + 100:04}" for n in range(4000))
    long.write_text("Company,Phone\n" + "\n".join(rows), "utf-8")
    driver = open_desk()
    page = on_lists(driver)
    page.begin(long)
    driver.settle()
    panel = page.panel
    # on the worker, before it goes on: nothing depends on who is faster
    panel._told.connect(lambda _: setattr(panel, "_stop", True), Qt.ConnectionType.DirectConnection)
    driver.press(Qt.Key.Key_I, ctrl=True)
    assert "cancelled" in panel.problem.text() and lists(desk) == ()
    assert panel.start.isVisible() and panel.form.isEnabled() and not panel.progress.isVisible()


def test_a_dropped_file_is_taken(open_desk: Open, project: Project, file: Path) -> None:
    driver = open_desk()
    page = on_lists(driver)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    copy, left, plain = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    page.dropEvent(QDropEvent(QPointF(5, 5), copy, data, left, plain))
    driver.settle()
    assert page.panel.form.list_name.text() == "dock expo 2027"


def test_the_file_dialog_does_not_hold_the_window(open_desk: Open, project: Project, file: Path) -> None:
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    driver = open_desk()
    page = on_lists(driver)
    page.begin()
    page.panel.file.choose_file()
    dialog = page.panel.findChild(QFileDialog)
    assert dialog is not None and dialog.isVisible()
    dialog.fileSelected.emit(str(file))
    dialog.close()
    driver.settle()
    assert page.panel.form.isVisible()


@pytest.fixture
def brought_in(open_desk: Open, desk: Desk, project: Project, file: Path) -> Driver:
    bring_in(desk, file, project.name, "Expo", "trade_show:Dock Expo, Boston")
    return open_desk()


def test_a_list_with_its_rows_by_verdict(brought_in: Driver) -> None:
    page = on_lists(brought_in)
    assert page.table.hasFocus() and page.table.row is not None
    assert page.table.rows.columns[1].text(page.table.row) == "trade show, Dock Expo, Boston"
    assert [row.verdict for row in page.rows_panel.table.rows.items] == [
        "added",
        "quarantined",
        "refused",
        "added",
    ]
    page.rows_panel.verdicts["quarantined"].click()
    brought_in.settle()
    assert [row.person for row in page.rows_panel.table.rows.items] == ["Ben Feld"]
    assert (
        "not a number that can exist" in page.rows_panel.hint.text()
        and "nobody is called" in page.rows_panel.hint.text()
    )


def test_enter_goes_to_the_rows_and_on_to_the_desk(brought_in: Driver, desk: Desk) -> None:
    page = on_lists(brought_in)
    brought_in.press(Qt.Key.Key_Return)
    assert page.rows_panel.table.hasFocus()
    brought_in.press(Qt.Key.Key_Return)
    assert brought_in.page.isVisible()
    assert brought_in.page.lead.view.name == "Ada Okafor"


def test_what_another_desk_writes_is_shown(brought_in: Driver, desk: Desk, file: Path) -> None:
    page = on_lists(brought_in)
    project = current_project(desk)
    assert project is not None
    bring_in(desk, file, project.name, "Second", "webinar")
    brought_in.settle()
    assert [view.name for view in page.table.rows.items] == ["Second", "Expo"]
    assert page.table.row is not None and page.table.row.name == "Expo", "the chosen list stays chosen"


def test_rows_added_to_a_released_list_are_said_to_be_in_the_queue(
    open_desk: Open, desk: Desk, project: Project, file: Path
) -> None:
    review = on_lists(open_desk()).review
    first = bring_in(desk, file, "Northwind", "Expo", "other", hold=True)
    review.show_imported(first)
    assert not review._said_part.isVisibleTo(review)
    release_list(desk, lists(desk)[0].key)
    review.show_imported(bring_in(desk, file, "Northwind", "Expo", "other", hold=True))
    assert review._said_part.isVisibleTo(review)
    assert "what was added is in the queue" in review._warned.text()


def test_no_list_says_what_to_do(open_desk: Open, project: Project) -> None:
    page = on_lists(open_desk())
    assert page._empty.isVisible() and not page.table.isVisible()


def test_numbers_read_in_the_projects_country_unless_told_otherwise(
    open_desk: Open, desk: Desk, project: Project, tmp_path: Path
) -> None:
    from bdr_desk.actions.projects import set_up_project

    set_up_project(desk, project.id, region="GB")
    british = tmp_path / "gb.csv"
    british.write_text("Company,Phone\nHarbor,020 7946 0123\n", "utf-8")
    driver = open_desk()
    page = on_lists(driver)
    page.begin(british)
    driver.settle()
    assert page.panel.form.region == "GB"
    assert [row.verdict for row in page.panel.rows.rows.items] == ["added"]
    countries = page.panel.form.countries
    countries.setCurrentIndex(countries.findData("FR"))
    driver.settle()
    assert "France" in page.panel.problem.text()
    page.begin(british)
    driver.settle()
    assert page.panel.form.region == "GB"


def test_tab_goes_through_the_page_as_it_is_read(open_desk: Open, project: Project, file: Path) -> None:
    driver = open_desk()
    page = on_lists(driver)
    page.begin(file)
    driver.settle()
    form, fields = page.panel.form, list(page.panel.columns.fields.values())
    visited = []
    for _ in range(12):
        visited.append(driver.target.accessibleName())
        driver.press(Qt.Key.Key_Tab)
    expected = [part.accessibleName() for part in (*form.fields, *fields)]
    assert visited[: len(expected)] == expected


def test_a_list_is_held_back_and_released_by_keys(brought_in: Driver, desk: Desk) -> None:
    page = on_lists(brought_in)
    states = next(column for column in page.table.rows.columns if column.title == "State")
    assert page.table.row is not None and states.text(page.table.row) == "in the queue"
    brought_in.press(Qt.Key.Key_H)
    assert lists(desk)[0].released_at is None
    assert page.table.row is not None and states.text(page.table.row) == "held back"
    assert "1 held back" in page._says.text()
    brought_in.press(Qt.Key.Key_R)
    assert lists(desk)[0].released_at is not None


def test_an_import_is_taken_back_after_saying_what_goes(brought_in: Driver, desk: Desk) -> None:
    page = on_lists(brought_in)
    brought_in.press(Qt.Key.Key_Z)
    question = page.acts.question
    assert question.isVisible() and "2 leads" in question._says.text() and lists(desk)[0].counts.added == 2
    brought_in.press(Qt.Key.Key_Escape)
    assert not question.isVisible() and page.table.hasFocus() and lists(desk)[0].counts.added == 2
    brought_in.press(Qt.Key.Key_Z, Qt.Key.Key_Return)
    assert sum(view.counts.added for view in lists(desk)) == 0
    assert "2 leads removed" in brought_in.window.notices.text()


def test_what_a_list_is_worth_is_seen_again(brought_in: Driver) -> None:
    page = on_lists(brought_in)
    brought_in.press(Qt.Key.Key_V)
    assert page.review.isVisible() and "Expo" in texts(page.review) and "of 100 points" in texts(page.review)
    assert texts(page.review).count("Expo") == 1, "the list is named once"
    brought_in.press(Qt.Key.Key_Return)
    assert page.review.isVisible(), "Enter pressed once too often does nothing"
    brought_in.press(Qt.Key.Key_Q)
    assert page.quarantine.isVisible()
    brought_in.press(Qt.Key.Key_Escape)
    assert page.review.isVisible()
    brought_in.press(Qt.Key.Key_Escape)
    assert page.table.isVisible() and page.table.hasFocus()


def test_a_list_whose_import_was_taken_back_is_left(brought_in: Driver, desk: Desk) -> None:
    page = on_lists(brought_in)
    brought_in.press(Qt.Key.Key_V, Qt.Key.Key_Z, Qt.Key.Key_Return)
    assert lists(desk) == () and not page.review.isVisible() and page._empty.isVisible()
    assert "2 leads removed" in brought_in.window.notices.text()


def test_a_list_gets_its_turn_and_its_priority(
    project: Project, open_desk: Open, desk: Desk, file: Path
) -> None:
    bring_in(desk, file, project.name, "Expo", "referral")
    driver = open_desk()
    page = on_lists(driver)
    assert page.rank.tier.state() == "normal" and "in the order of their rank" in page.rank.says.text()
    page.rank.tier.choices[0].click()
    driver.settle()
    page.rank.priority.choices[-1].click()
    driver.settle()
    (view,) = lists(desk)
    assert (view.tier, view.priority) == ("inbound", 2)
    assert (
        "a clock that runs" in driver.window.notices.text() and "a clock that runs" in page.rank.says.text()
    )
