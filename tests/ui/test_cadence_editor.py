"""The cadence editor in the real window: edited by keyboard, previewed as typed, put in force; nothing typed is lost."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from bdr_desk.actions.cadences import put_in_force, save_cadence
from bdr_desk.desk import Desk
from bdr_desk.domain.cadence.written import as_json, faults
from bdr_desk.domain.outcome import Outcome
from bdr_desk.queries.cadences import cadence_called, cadence_view
from bdr_desk.store.tables import Project
from bdr_desk.ui.cadence_editor import CadenceEditor, in_words
from bdr_desk.ui.cadence_preview_pane import PlayRow
from bdr_desk.ui.settings_page import SettingsPage
from tests.cli.test_cadences import run
from tests.team.postgres import MemoryKeyring
from tests.ui.conftest import Driver

Key = Qt.Key


@pytest.fixture
def driver(project: Project, desk: Desk, open_desk: Callable[..., Driver], keyring: MemoryKeyring) -> Driver:
    put_in_force(desk, "outbound")
    made = open_desk()
    made.window.show_page("setup")
    made.settle()
    return made


@pytest.fixture
def page(driver: Driver) -> SettingsPage:
    found = driver.window.page("setup")
    assert isinstance(found, SettingsPage)
    found.sections.go_to("cadence")
    return found


def opened(driver: Driver, page: SettingsPage) -> CadenceEditor:
    """By keyboard from the name of the section."""
    page.sections.names.setFocus()
    driver.press(Key.Key_Tab, Key.Key_Tab, Key.Key_Return)
    assert page.editing and page.cadence_editor is not None
    return page.cadence_editor


def shown(editor: CadenceEditor) -> list[PlayRow]:
    return [row for row in editor.preview.rows if not row.isHidden()]


def days(editor: CadenceEditor) -> list[str]:
    return [row.when.text() for row in shown(editor)]


def write(driver: Driver, text: str) -> None:
    """Over what stands in the field that has the focus."""
    driver.press(Key.Key_A, ctrl=True)
    driver.write(text)
    driver.settle()


# The section


def test_what_is_in_force_is_said(driver: Driver, page: SettingsPage) -> None:
    panel = page.cadence
    assert panel.in_force.text().startswith("In force: Standard outbound, version 1, made 6 Apr 2027 by ")
    assert [line.medium for _, line in panel.touches.rows.items][:2] == ["Call", "E-mail"]
    assert "No lead is closed before 6 calls" in panel.rest.text()


def test_another_plan_to_start_from(driver: Driver, page: SettingsPage, desk: Desk) -> None:
    page.cadence.start.show_value("inbound")
    editor = opened(driver, page)
    assert editor.name.text() == cadence_called(desk, "inbound").name
    assert not editor.held  # it is as it was shipped, and can be put in force as it is
    driver.press(Key.Key_Return, ctrl=True)
    assert cadence_view(desk).name == editor.name.text() and not page.editing


def test_a_file_is_opened_and_what_is_wrong_with_it_is_said(
    driver: Driver, page: SettingsPage, desk: Desk, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text('name = "Ours"\n', encoding="utf-8")
    page.cadence.open_from(bad)
    driver.settle()
    assert "it has no touches" in page.cadence.start_row.problem and not page.editing
    good = save_cadence(desk, tmp_path / "nurture.toml", "nurture")
    page.cadence.open_from(good)
    driver.settle()
    assert page.cadence_editor and page.cadence_editor.name.text() == "Long nurture"
    page.cadence.save_to(tmp_path / "kept.toml")
    driver.settle()
    assert cadence_called(desk, tmp_path / "kept.toml").name == "Standard outbound"


# Editing


def test_a_touch_is_edited_by_keyboard_and_put_in_force(
    driver: Driver, page: SettingsPage, desk: Desk
) -> None:
    editor = opened(driver, page)
    before = days(editor)
    assert driver.target is editor.name
    driver.press(Key.Key_Tab, Key.Key_Tab, Key.Key_Tab, Key.Key_Tab)  # about, by, wait, what is done
    assert driver.target is editor.touches.rows[0].do
    write(driver, "Call about their new site.")
    driver.press(Key.Key_Tab, Key.Key_Tab, Key.Key_Tab)  # the mark, then the second touch
    assert driver.target is editor.touches.rows[1].wait
    write(driver, "3 business days")
    after = days(editor)
    assert after[0] == before[0] and after[1] != before[1]  # seen before it is in force
    assert cadence_view(desk).version == 1
    driver.press(Key.Key_Return, ctrl=True)
    assert not page.editing
    said = run(desk, "cadence", "show").data
    assert said["version"] == 2
    assert said["touches"][0]["do"] == "Call about their new site."
    assert said["touches"][1]["when"] == "3 business days later"
    assert page.cadence.in_force.text().startswith("In force: Standard outbound, version 2")


def test_touches_are_added_moved_removed_and_put_back(driver: Driver, page: SettingsPage) -> None:
    editor = opened(driver, page)
    touches = editor.touches
    waits = [row["do"] for row in touches.data()]
    touches.rows[1].wait.setFocus()
    driver.press(Key.Key_Down, alt=True)
    assert [row["do"] for row in touches.data()][:3] == [waits[0], waits[2], waits[1]]
    assert driver.target is touches.rows[2].wait and touches.rows[2].number.text() == "3"
    driver.press(Key.Key_Up, alt=True)
    driver.press(Key.Key_N, alt=True)
    assert driver.target is touches.rows[2].do and len(touches.rows) == len(waits) + 1
    assert touches.rows[2].problem == "Say what is done."
    driver.press(Key.Key_Delete, alt=True)
    assert [row["do"] for row in touches.data()] == waits and not editor.held
    touches.rows[4].wait.setFocus()
    driver.press(Key.Key_Delete, alt=True)
    assert len(shown(editor)) != 0 and len(touches.rows) == len(waits) - 1
    touches.back.click()
    driver.settle()
    assert [row["do"] for row in touches.data()] == waits


def test_bad_input_stays_is_said_at_its_row_and_is_not_put_in_force(
    driver: Driver, page: SettingsPage, desk: Desk
) -> None:
    editor = opened(driver, page)
    before = days(editor)
    row = editor.touches.rows[2]
    row.wait.setFocus()
    write(driver, "2 buisness days")
    assert row.problem.startswith("“2 buisness days” is not a wait: write it like")
    assert not any(other.problem for other in editor.touches.rows if other is not row)
    assert days(editor) == before and not editor.preview.stale.isHidden()
    cap = editor.rules.fields["caps.touches_per_contact"]
    cap.setFocus()
    write(driver, "3")
    driver.press(Key.Key_Return, ctrl=True)
    assert page.editing and cadence_view(desk).version == 1
    assert driver.target is row.wait and row.wait.text() == "2 buisness days"
    write(driver, "2 business days")
    says = editor.rules.problem("caps.touches_per_contact")
    assert says == "12 touches are planned and the most touches of a person is 3: raise it."
    driver.press(Key.Key_Return, ctrl=True)
    assert driver.target is cap


def test_what_is_not_in_force_outlives_esc_and_other_pages(driver: Driver, page: SettingsPage) -> None:
    editor = opened(driver, page)
    write(driver, "Ours")
    driver.window.show_page("lists")
    driver.settle()
    driver.window.show_page("setup")
    driver.settle()
    assert page.editing and editor.name.text() == "Ours"
    driver.press(Key.Key_Escape)
    assert page.sections.isVisible() and page.cadence.go_on.isVisible()
    assert page.cadence.unfinished.text() == "“Ours” is being edited and not in force."
    page.cadence.go_on.click()
    driver.settle()
    assert editor.isVisible() and editor.name.text() == "Ours"
    editor.discard.click()
    driver.settle()
    assert page.sections.isVisible() and not page.cadence.go_on.isVisible() and not editor.held


def test_a_plan_put_in_force_elsewhere_meanwhile(driver: Driver, page: SettingsPage, desk: Desk) -> None:
    editor = opened(driver, page)
    driver.press(Key.Key_Return, ctrl=True)
    assert editor.says.text() == "Nothing is changed yet." and page.editing
    put_in_force(desk, "inbound")
    driver.qtbot.waitUntil(lambda: editor.says.text() == "")
    driver.press(Key.Key_Return, ctrl=True)
    assert cadence_view(desk).name == "Standard outbound" and not page.editing


# The preview


@pytest.mark.parametrize("size", [(1440, 900), (1280, 720)])
def test_the_examples_fit_into_their_fields(
    driver: Driver, page: SettingsPage, size: tuple[int, int]
) -> None:
    driver.frame.resize(*size)
    preview = opened(driver, page).preview
    driver.settle()
    for field in (preview.where, preview.start):
        frame = field.width() - field.contentsRect().width() + 24  # padding
        assert field.fontMetrics().horizontalAdvance(field.placeholderText()) + frame < field.width()


def test_another_outcome_of_a_step_replays_what_follows(driver: Driver, page: SettingsPage) -> None:
    editor = opened(driver, page)
    usual = days(editor)
    row = shown(editor)[2]
    row.outcome.setFocus()
    row.outcome.setCurrentIndex(row.outcome.findData(str(Outcome.BUSY)))
    driver.settle()
    assert days(editor)[:3] == usual[:3] and days(editor)[3] != usual[3]
    assert shown(editor)[3].why.text().startswith("Was busy")
    shown(editor)[0].outcome.setCurrentIndex(row.outcome.findData(str(Outcome.CONVERSATION)))
    driver.settle()
    assert len(shown(editor)) == 1 and "follow up" in editor.preview.ends.text()
    editor.preview.reset.click()
    driver.settle()
    assert days(editor) == usual and "no response" in editor.preview.ends.text()


def test_the_lead_is_somewhere_else_on_another_day(driver: Driver, page: SettingsPage) -> None:
    editor = opened(driver, page)
    editor.preview.start.setFocus()
    write(driver, "2026-08-27 10:00")
    editor.preview.where.setFocus()
    write(driver, "London")
    assert days(editor)[0] == "Thu 27 Aug 10:00" and days(editor)[2].startswith("Tue 1 Sep")
    assert shown(editor)[2].off.text() == "Mon 31 Aug is a public holiday: Late Summer Bank Holiday"
    shown_before = days(editor)
    write(driver, "Atlantis")
    assert "Atlantis" in editor.preview.problem.text() and days(editor) == shown_before
    assert editor.preview.where.text() == "Atlantis"


def test_only_who_agreed_is_written_to_where_the_plan_asks_for_it(driver: Driver, page: SettingsPage) -> None:
    page.cadence.start.show_value("nurture")
    editor = opened(driver, page)
    titles = [row.title.text() for row in shown(editor)]
    assert not any(title.startswith("E-mail") for title in titles)
    editor.preview.agreed.click()
    driver.settle()
    assert any(row.title.text().startswith("E-mail") for row in shown(editor))


# Words


@pytest.mark.parametrize(
    ("table", "key", "value", "says"),
    [
        ("caps", "period_days", "x", "The days in which calls are counted must be a whole number from 1 to 366."),
        ("ends", "min_attempts", 1, "The least calls must be a whole number from 2 to 20."),
        ("ends", "rest", "soon", "“soon” is not a wait: write it like"),
        ("retries", "busy", {"wait": "1 day", "times": 99}, "The times in a row must be a whole number from 0 to 10."),
        ("retries", "not_interested", {"wait": "1 day"}, "“1 day” must be 6 to 12 months: a no is not asked again"),
        ("retries", "bad_number", {"days": 1}, "The number of days must be a whole number from 2 to 10."),
    ],
)  # fmt: skip
def test_faults_in_the_words_of_the_form(desk: Desk, table: str, key: str, value: object, says: str) -> None:
    data = as_json(cadence_called(desk, "outbound"))
    data[table] = data[table] | {key: value}
    (fault,) = faults(data)
    assert fault.field.startswith(f"{table}.{key}")
    assert in_words(fault).startswith(says)
