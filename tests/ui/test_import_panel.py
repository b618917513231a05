"""Bringing a list in: pasted rows, sheets, encodings, texts for every row, what is remembered, and how far it is."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from bdr_desk.desk import Desk
from bdr_desk.domain.import_report import Progress
from bdr_desk.queries.lists import lists
from bdr_desk.store.tables import Project
from bdr_desk.ui.import_panel import ImportPanel
from bdr_desk.ui.import_rulings import JOIN
from bdr_desk.ui.lists_page import ListsPage
from bdr_desk.ui.widgets.progress import ProgressLine, time_left
from tests.ui.conftest import Driver

Open = Callable[..., Driver]
PEOPLE = "Vorname;Nachname;Telefon\nJörg;Müller;617 555 0142\nZoë;Großmann;617 555 0143\n"


@pytest.fixture
def driver(open_desk: Open, project: Project) -> Driver:
    return open_desk()


@pytest.fixture
def panel(driver: Driver) -> ImportPanel:
    driver.press(Qt.Key.Key_2, ctrl=True)
    page = driver.window.page("lists")
    assert isinstance(page, ListsPage)
    driver.press(Qt.Key.Key_I)
    return page.panel


def open_file(driver: Driver, panel: ImportPanel, path: Path) -> None:
    panel.open(path)
    driver.settle()


def people(panel: ImportPanel) -> list[str]:
    return [row.row.name for row in panel.rows.rows.items if row.row]


def said(panel: ImportPanel) -> str:
    return "\n".join(label.text() for label in panel.findChildren(QLabel) if label.isVisible())


def test_rows_copied_in_a_spreadsheet_are_a_list(driver: Driver, panel: ImportPanel, desk: Desk) -> None:
    QApplication.clipboard().setText("Company\tPhone\nHarbor\t617 555 0142\nCalder\t617 555 0143\n")
    assert panel.file.path.hasFocus()
    driver.press(Qt.Key.Key_V, ctrl=True)
    assert [row.verdict for row in panel.rows.rows.items] == ["added", "added"]
    assert panel.form.list_name.text().startswith("pasted 20")
    assert len(panel.form.list_name.text()) == len("pasted 2027-04-06")
    driver.press(Qt.Key.Key_I, ctrl=True)
    assert lists(desk)[0].counts.added == 2


def test_a_path_is_pasted_as_a_path(driver: Driver, panel: ImportPanel) -> None:
    QApplication.clipboard().setText("/lists/expo.csv")
    driver.press(Qt.Key.Key_V, ctrl=True)
    assert panel.file.path.text() == "/lists/expo.csv"


def test_an_empty_clipboard_says_what_to_copy(driver: Driver, panel: ImportPanel) -> None:
    QApplication.clipboard().clear()
    panel.file.paste()
    assert "nothing to paste" in panel.file.problem.text() and panel.file.problem.isVisible()


def test_a_sheet_is_chosen_where_there_are_several(
    driver: Driver, panel: ImportPanel, tmp_path: Path, desk: Desk
) -> None:
    from xlsxwriter import Workbook

    path = tmp_path / "two.xlsx"
    with Workbook(path) as book:
        for name, rows in (
            ("Boston", [("Company", "Phone"), ("Harbor", "617 555 0142")]),
            ("Chicago", [("Firm", "Tel", "City"), ("Calder", "312 555 0123", "Chicago"), ("Cobalt", "312 555 0124", "Chicago")]),
        ):  # fmt: skip
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
    open_file(driver, panel, path)
    sheets = panel.form.sheets
    assert sheets.isVisible() and [sheets.itemText(n) for n in range(sheets.count())] == ["Boston", "Chicago"]
    assert len(panel.columns.fields) == 2
    panel.form.list_name.setText("From the second")
    sheets.setCurrentIndex(1)
    driver.settle()
    assert len(panel.columns.fields) == 3 and len(panel.rows.rows.items) == 2
    assert panel.form.list_name.text() == "From the second", "what was typed stays"
    driver.press(Qt.Key.Key_I, ctrl=True)
    assert lists(desk)[0].counts.added == 2


def test_a_guessed_encoding_can_be_overruled(driver: Driver, panel: ImportPanel, tmp_path: Path) -> None:
    path = tmp_path / "west.csv"
    path.write_bytes(PEOPLE.encode("cp1252"))
    open_file(driver, panel, path)
    box = panel.form.encodings
    assert box.isVisible() and "guess" in said(panel)
    assert people(panel)[0] == "Jörg Müller"
    box.setCurrentIndex(box.findData("cp1251"))
    driver.settle()
    assert people(panel)[0] != "Jörg Müller" and box.isVisible()
    box.setCurrentIndex(box.findData("cp1252"))
    driver.settle()
    assert people(panel)[0] == "Jörg Müller"


def test_a_sure_encoding_is_only_told(driver: Driver, panel: ImportPanel, tmp_path: Path) -> None:
    path = tmp_path / "sure.csv"
    path.write_text(PEOPLE, "utf-8")
    open_file(driver, panel, path)
    assert not panel.form.encodings.isVisible() and "Unicode (UTF-8)" in said(panel)


def test_a_text_for_every_row_by_keyboard(driver: Driver, panel: ImportPanel, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(PEOPLE, "utf-8")
    open_file(driver, panel, path)
    panel.step.constants.text.setFocus()
    driver.write("Germany")
    driver.press(Qt.Key.Key_Return)
    rows = panel.rows.rows.items
    assert [row.row.texts["country"] for row in rows if row.row] == ["Germany", "Germany"]
    panel.step.constants.ruled.emit("country", "")
    driver.settle()
    assert [row.row.texts["country"] for row in panel.rows.rows.items if row.row] == ["", ""]


def test_two_columns_become_one_field(driver: Driver, panel: ImportPanel, tmp_path: Path, desk: Desk) -> None:
    path = tmp_path / "joined.csv"
    path.write_text("Name;Zusatz;Telefon;Firma\nHarbor;East;617 555 0142;Ada\n", "utf-8")
    open_file(driver, panel, path)
    for column, field in ((0, "company"), (1, f"{JOIN}company"), (3, "name")):
        box = panel.columns.fields[column]
        box.setCurrentIndex(box.findData(field))
        driver.settle()
    assert [row.row.company for row in panel.rows.rows.items if row.row] == ["Harbor East"]
    assert panel.columns.because[1].says == "joined: Name + Zusatz"


def test_the_last_list_of_the_source_is_remembered_and_said(
    driver: Driver, panel: ImportPanel, tmp_path: Path
) -> None:
    path = tmp_path / "first.csv"
    path.write_text("Firma;Kürzel;Telefon\nHarbor;HB;617 555 0142\n", "utf-8")
    open_file(driver, panel, path)
    panel.form.kind.setCurrentIndex(panel.form.kind.findData("webinar"))
    box = panel.columns.fields[1]
    box.setCurrentIndex(box.findData("industry"))
    driver.settle()
    driver.press(Qt.Key.Key_I, ctrl=True)
    driver.press(Qt.Key.Key_I)
    again = tmp_path / "second.csv"
    again.write_text("Firma;Kürzel;Telefon\nCalder;CM;617 555 0143\n", "utf-8")
    panel.form.kind.setCurrentIndex(panel.form.kind.findData("other"))
    open_file(driver, panel, again)
    assert panel.columns.fields[1].currentData() != "industry"
    panel.form.kind.setCurrentIndex(panel.form.kind.findData("webinar"))
    driver.settle()
    assert panel.columns.fields[1].currentData() == "industry"
    assert panel.columns.because[1].says == "as in this source's last list"
    assert "as in the last list from webinar" in said(panel)


def test_the_rows_of_one_rule(driver: Driver, panel: ImportPanel, tmp_path: Path) -> None:
    path = tmp_path / "ruled.csv"
    rows = "Harbor;Ada Okafor;617 555 0142\nCalder;Mickey Mouse;617 555 0143\nCobalt;Cy Nair;12\n"
    path.write_text(f"Firma;Name;Telefon\n{rows}", "utf-8")
    open_file(driver, panel, path)
    buttons = panel.step.filter.buttons
    assert buttons["fictional_name"].text_shown() == "Fictional names 1"
    buttons["fictional_name"].click()
    driver.settle()
    assert people(panel) == ["Mickey Mouse"]
    shown = panel.rows.rows
    marked = [column.title for column in shown.columns if column.mark(shown.items[0])]
    assert marked == ["Person"], "the evidence is marked where it stands"
    buttons[""].click()
    assert len(shown.items) == 3


def test_the_key_to_what_is_worth_a_look(driver: Driver, panel: ImportPanel, tmp_path: Path) -> None:
    path = tmp_path / "letters.csv"
    path.write_text("A;B;C\nHarbor GmbH;617 555 0142;Boston\nCalder Ltd;617 555 0143;Chicago\n", "utf-8")
    open_file(driver, panel, path)
    driver.press(Qt.Key.Key_F2)
    assert panel.columns.fields[panel.columns.doubts[0]].hasFocus()
    assert f"{len(panel.columns.doubts)} worth a look" in said(panel)


def test_another_source_leaves_the_focus_and_the_rulings(
    driver: Driver, panel: ImportPanel, tmp_path: Path
) -> None:
    path = tmp_path / "people.csv"
    path.write_text(PEOPLE, "utf-8")
    open_file(driver, panel, path)
    box = panel.columns.fields[1]
    box.setCurrentIndex(box.findData("note"))
    driver.settle()
    panel.form.detail.setFocus()
    driver.write("Dock Expo")
    driver.press(Qt.Key.Key_Tab)
    assert panel.form.countries.hasFocus()
    assert panel.columns.fields[1] is box and box.currentData() == "note"


def test_how_far_it_is(qtbot: QtBot) -> None:
    line = ProgressLine()
    qtbot.addWidget(line)
    line.begin()
    line.show_rows("Reading", 20_000, 100_000, 2.0)
    assert line.says.text() == "Reading: 20,000 of about 100,000 rows, 10,000 a second, about 8 seconds left"
    assert 0 < line.bar.value() < line.bar.maximum() / 4
    line.show_share("Putting the rows in order", 0.5)
    assert line.says.text() == "Putting the rows in order: 50%"
    assert [time_left(seconds) for seconds in (0.4, 89, 200, 8000)] == [
        "a second", "about 89 seconds", "about 3 minutes", "about 2 hours",
    ]  # fmt: skip


def test_the_window_says_what_is_being_done(driver: Driver, panel: ImportPanel, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(PEOPLE, "utf-8")
    open_file(driver, panel, path)
    panel._set_running(True)
    panel._show_progress(Progress(1, 2))
    assert panel.progress.says.text().startswith("Reading and judging: 1 of about 2 rows")
    panel._show_progress(Progress(2, 2, "sorting", 0.25))
    assert panel.progress.says.text() == "Putting the rows in order: 25%"
    panel.cancel()
    panel._show_progress(Progress(2, 2, "sorting", 0.5))
    assert "taken back" in panel.progress.says.text(), "no word of progress after that"
    panel._set_running(False)


LOCAL = [("Nordhafen", "040 42800"), ("Alster", "040 42801"), ("Weser", "0421 3610"), ("Elbe", "040 42802")]


def german(folder: Path) -> Path:
    path = folder / "german.csv"
    rows = "".join(f"{company};{phone};Deutschland\n" for company, phone in LOCAL)
    path.write_text("Firma;Telefon;Land\n" + rows, "utf-8")
    return path


def test_a_projects_country_stays_and_the_lists_is_one_key_away(
    driver: Driver, panel: ImportPanel, tmp_path: Path
) -> None:
    open_file(driver, panel, german(tmp_path))
    form = panel.form
    assert form.region == "US" and "4 of 4 rows name Germany as their country." in said(panel)
    assert form.take_region.isVisible() and form.take_region.text_shown() == "Take Germany"
    form.countries.setFocus()
    driver.press(Qt.Key.Key_Tab)
    assert form.take_region.hasFocus(), "it is next on the keyboard's way"
    driver.press(Qt.Key.Key_Return)
    assert form.region == "DE" and not form.take_region.isVisible() and form.countries.hasFocus()
    assert [row.verdict for row in panel.rows.rows.items] == ["added"] * 4


def test_what_the_user_chose_is_never_overruled(driver: Driver, panel: ImportPanel, tmp_path: Path) -> None:
    open_file(driver, panel, german(tmp_path))
    countries = panel.form.countries
    countries.setCurrentIndex(countries.findData("AT"))
    driver.settle()
    assert panel.form.region == "AT" and panel.form.take_region.isVisible()


def test_a_list_says_its_country_where_nobody_else_did(open_desk: Open, tmp_path: Path) -> None:
    driver = open_desk()
    driver.press(Qt.Key.Key_I)
    page = driver.window.page("lists")
    assert isinstance(page, ListsPage)
    open_file(driver, page.panel, german(tmp_path))
    assert page.panel.form.region == "DE" and not page.panel.form.take_region.isVisible()
    assert "4 of 4 rows name Germany as their country. Numbers without" in said(page.panel)
    assert [row.verdict for row in page.panel.rows.rows.items] == ["added"] * 4


def test_a_cut_cell_of_the_first_rows_is_read_whole_under_the_mouse(
    driver: Driver, panel: ImportPanel, tmp_path: Path
) -> None:
    path = tmp_path / "two ways.csv"
    path.write_text("Name;Telefon;Mail\n<b>Ada</b>;617 555 0142;ada@pier.example\n", "utf-8")
    open_file(driver, panel, path)
    model = panel.rows.rows

    def tip(title: str) -> str:
        place = next(n for n, column in enumerate(model.columns) if column.title == title)
        return str(model.data(model.index(0, place), Qt.ItemDataRole.ToolTipRole))

    assert "+1 617-555-0142\nada@pier.example" in tip("Reached by"), "every way, not how many more there are"
    assert "<b>" not in tip("Person"), "what stands in a list is never markup"
