"""The set-up page in the real window: saved when left, refused in words, the team against a real PostgreSQL."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QPushButton, QTableView
from pytestqt.qtbot import QtBot

from bdr_desk.actions.meetings import add_rep
from bdr_desk.actions.projects import set_up_project
from bdr_desk.actions.users import set_up_user
from bdr_desk.desk import Desk
from bdr_desk.queries.qualification import definition_in_force
from bdr_desk.queries.settings import settings_view, wording_view
from bdr_desk.queries.team import team_state
from bdr_desk.queries.users import user_view
from bdr_desk.settings import SECTIONS, SETTINGS
from bdr_desk.store.tables import Project
from bdr_desk.ui.settings_page import SettingsPage
from bdr_desk.ui.theme import Scheme
from bdr_desk.ui.widgets.setting_row import SettingRow
from tests.conftest import StillClock
from tests.team.desks import desk_at
from tests.team.postgres import MemoryKeyring
from tests.ui.conftest import Driver

Key = Qt.Key


class SetUp:
    """The page, and the hands of who fills it in."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        driver.window.show_page("setup")
        driver.settle()

    @property
    def page(self) -> SettingsPage:
        page = self.driver.window.page("setup")
        assert isinstance(page, SettingsPage)
        return page

    def row(self, name: str) -> SettingRow:
        return self.page.rows[name]

    def type_into(self, field: QLineEdit, text: str) -> None:
        field.setFocus()
        field.selectAll()
        self.driver.qtbot.keyClicks(field, text)

    def fill(self, name: str, text: str) -> None:
        """Type, and go on to the next field."""
        self.type_into(self.row(name).editor.edit, text)
        self.driver.qtbot.keyClick(QApplication.activePopupWidget() or self.driver.target, Key.Key_Tab)
        self.driver.window.activateWindow()  # offscreen, a popup that closes leaves no window active
        self.driver.settle()

    def value(self, name: str) -> object:
        return settings_view(self.driver.window.desk).values[name]


@pytest.fixture
def set_up(project: Project, open_desk: Callable[..., Driver], keyring: MemoryKeyring) -> SetUp:
    return SetUp(open_desk())


@pytest.fixture
def with_rep(project: Project, desk: Desk, open_desk: Callable[..., Driver], keyring: MemoryKeyring) -> SetUp:
    rep = add_rep(desk, "rob.hale@dockline.example")
    set_up_project(desk, project.id, rep_id=rep)
    return SetUp(open_desk())


# Fields


def test_the_page_draws_every_setting_with_a_name(set_up: SetUp) -> None:
    assert set(set_up.page.rows) == {known.id for known in SETTINGS}
    assert [set_up.page.sections.names.item(at).text() for at in range(len(SECTIONS))] == [
        s.title for s in SECTIONS
    ]
    for kind in (QLineEdit, QComboBox, QAbstractButton):
        for control in set_up.page.findChildren(kind):
            if not isinstance(control.parent(), QComboBox | QTableView | QLineEdit):  # Qt's own parts of them
                assert control.accessibleName(), control


def test_a_field_is_saved_when_it_is_left(set_up: SetUp, desk: Desk) -> None:
    set_up.type_into(set_up.row("me.name").editor.edit, "Alex Moreau")
    assert user_view(desk, desk.me).name != "Alex Moreau"
    set_up.driver.press(Key.Key_Tab)
    assert user_view(desk, desk.me).name == "Alex Moreau"
    assert set_up.row("me.name").says_saved
    set_up.fill("me.email", "Alex@Dockline.example")
    assert set_up.row("me.email").says_saved and not set_up.row("me.name").says_saved
    assert set_up.row("me.email").editor.state() == "alex@dockline.example"  # as it is kept


def test_by_keyboard_from_the_section_to_the_field_and_back(set_up: SetUp) -> None:
    driver = set_up.driver
    driver.press(Key.Key_Down)
    assert set_up.page.sections.current == "project"
    driver.press(Key.Key_Tab)
    assert driver.target is set_up.row("project.caller_company").editor.edit
    driver.press(Key.Key_A, Key.Key_Escape)
    assert driver.target is set_up.page.sections.names
    assert set_up.value("project.caller_company") == "a"


def test_what_is_refused_stays_with_its_reason(set_up: SetUp) -> None:
    set_up.fill("me.email", "nonsense")
    row = set_up.row("me.email")
    assert "is not an e-mail address" in row.problem
    set_up.fill("me.name", "Somebody Else")  # a save and its refresh leave it alone
    assert row.editor.state() == "nonsense" and row.problem
    set_up.fill("me.email", "alex@dockline.example")
    assert not row.problem and set_up.value("me.email") == "alex@dockline.example"


def test_what_the_action_refuses_is_said_at_the_field(set_up: SetUp, desk: Desk) -> None:
    add_rep(desk, "rob.hale@dockline.example")
    set_up.fill("me.email", "rob.hale@dockline.example")
    assert "Somebody else has the address" in set_up.row("me.email").problem
    assert set_up.value("me.email") == ""


@pytest.mark.qt_log_ignore("This plugin does not support")  # the list of zones, offscreen
def test_putting_the_old_value_back_takes_the_reason_away(set_up: SetUp) -> None:
    before = set_up.row("me.time_zone").editor.state()
    set_up.fill("me.time_zone", "Mars")
    assert set_up.row("me.time_zone").problem
    set_up.fill("me.time_zone", before)
    assert not set_up.row("me.time_zone").problem and not set_up.row("me.time_zone").held


@pytest.mark.qt_log_ignore("This plugin does not support")  # the list of zones, offscreen
def test_a_city_is_enough_for_a_zone(set_up: SetUp) -> None:
    set_up.fill("me.time_zone", "berlin")
    assert set_up.value("me.time_zone") == "Europe/Berlin" == set_up.row("me.time_zone").editor.state()


def test_a_phone_is_kept_in_one_form(set_up: SetUp) -> None:
    set_up.fill("desk.my_phone", "(617) 555-0142")
    assert set_up.value("desk.my_phone") == "+1 617-555-0142"


def test_hours_that_do_not_fit_wait_for_the_other_end(set_up: SetUp) -> None:
    hours = set_up.row("project.call_hours")
    set_up.type_into(hours.editor.start, "18")
    set_up.driver.press(Key.Key_Tab)
    assert "begin before they end" in hours.problem
    set_up.type_into(hours.editor.end, "20:30")
    set_up.driver.press(Key.Key_Tab)
    assert not hours.problem and set_up.value("project.call_hours") == (18 * 60, 20 * 60 + 30)


def test_days_by_the_space_bar(set_up: SetUp) -> None:
    days = set_up.row("project.call_days").editor.days
    days[5].setFocus()
    set_up.driver.press(Key.Key_Space)
    assert set_up.value("project.call_days") == "012345"


def test_the_country_is_taken_when_the_list_is_left_and_never_by_the_wheel(set_up: SetUp) -> None:
    box = set_up.row("project.region").editor.box
    box.setFocus()
    set_up.driver.qtbot.keyClicks(box, "Germ")
    assert set_up.value("project.region") == "US"
    set_up.driver.press(Key.Key_Tab)
    assert set_up.value("project.region") == "DE"


def test_somebody_elses_change_is_shown_unless_one_is_typing(
    set_up: SetUp, desk: Desk, project: Project
) -> None:
    set_up.type_into(set_up.row("project.offer").editor.edit, "half a sen")
    set_up_project(desk, project.id, offer="from elsewhere", caller_company="Dockline")
    set_up.driver.qtbot.waitUntil(lambda: set_up.row("project.caller_company").editor.state() == "Dockline")
    assert set_up.row("project.offer").editor.state() == "half a sen"


def test_closing_the_window_saves_the_field_one_is_in(set_up: SetUp, desk: Desk) -> None:
    set_up.type_into(set_up.row("project.offer").editor.edit, "docks without queues")
    set_up.driver.frame.close()
    assert settings_view(desk).values["project.offer"] == "docks without queues"


def test_another_page_saves_it_too(set_up: SetUp, desk: Desk) -> None:
    set_up.type_into(set_up.row("project.offer").editor.edit, "docks without queues")
    set_up.driver.press(Key.Key_1, ctrl=True)
    assert not set_up.page.isVisible()
    assert settings_view(desk).values["project.offer"] == "docks without queues"


def test_the_theme_is_the_windows(set_up: SetUp) -> None:
    dark = set_up.row("window.theme").editor.choices[2]
    dark.setFocus()
    set_up.driver.press(Key.Key_Space)
    assert set_up.driver.window.theme.choice == Scheme.DARK
    set_up.driver.window.choose_theme(Scheme.LIGHT)  # chosen elsewhere
    assert set_up.row("window.theme").editor.state() == Scheme.LIGHT


# The rep


def test_the_first_rep_is_added_by_address(set_up: SetUp, desk: Desk) -> None:
    assert set_up.row("rep.name").isHidden() and set_up.page.new_rep.isVisible()
    set_up.type_into(set_up.page.new_rep.fields["email"], "rob.hale@")
    set_up.driver.press(Key.Key_Return)
    assert "is not an e-mail address" in set_up.page.new_rep.problem
    set_up.type_into(set_up.page.new_rep.fields["email"], "rob.hale@dockline.example")
    set_up.driver.press(Key.Key_Return)
    assert set_up.row("rep.name").editor.state() == "Rob Hale"
    assert set_up.driver.target is set_up.row("rep.name").editor.edit
    set_up.fill("rep.meeting_place", "Room 2")
    rep = settings_view(desk).rep
    assert rep and user_view(desk, rep).meeting_place == "Room 2"


def test_another_rep_brings_their_own_hours(with_rep: SetUp, desk: Desk) -> None:
    other = add_rep(desk, "una.vale@dockline.example")
    set_up_user(desk, other, work_from=600)
    box = with_rep.row("project.rep_id").editor.box
    with_rep.driver.qtbot.waitUntil(lambda: box.count() == 2)
    with_rep.fill("rep.buffer_minutes", "many")
    box.setFocus()
    with_rep.driver.press(Key.Key_Down, Key.Key_Tab)
    assert with_rep.value("project.rep_id") == str(other)
    assert with_rep.row("rep.work_hours").editor.state() == ("10:00", "17:00")
    assert (
        with_rep.row("rep.buffer_minutes").editor.state() == "15"
        and not with_rep.row("rep.buffer_minutes").problem
    )


# Definition and script


def test_a_definition_is_put_in_force_with_its_signature(set_up: SetUp, desk: Desk) -> None:
    wording = set_up.page.wording
    assert not wording.put.isEnabled()
    wording.definition.box.setFocus()
    set_up.driver.qtbot.keyClicks(wording.definition.box, "CHAMP")
    set_up.type_into(wording.signed_by, "Ann Lee and Bo Frey")
    set_up.type_into(wording.signed_on, "soon")
    set_up.driver.press(Key.Key_Return)
    assert "is not a day" in wording.on_row.problem
    set_up.type_into(wording.signed_on, "2027-03-31")
    set_up.driver.press(Key.Key_Return)
    definition = definition_in_force(desk)
    assert (definition.name, definition.version, definition.signed_by) == ("CHAMP", 2, "Ann Lee and Bo Frey")
    assert "version 2, signed by Ann Lee and Bo Frey on 31 Mar 2027" in wording.in_force.text()
    assert not wording.put.isEnabled()


def test_a_script_is_checked_in_words(set_up: SetUp, desk: Desk, project: Project) -> None:
    wording = set_up.page.wording
    wording.script.box.setFocus()
    set_up.driver.qtbot.keyClicks(wording.script.box, "Warm")
    set_up.driver.press(Key.Key_Tab)
    assert "no criterion “challenges”" in wording.script_row.problem
    assert wording.script.box.currentText() == "Discovery, for BANT"  # the one in use stays
    assert "which Short does not have: choose another script." in wording.fit.text()
    wording.definition.box.setFocus()
    set_up.driver.qtbot.keyClicks(wording.definition.box, "BANT")
    wording.put.setFocus()
    set_up.driver.press(Key.Key_Space)
    assert wording.fit.text() == "Checked: it asks for everything BANT wants to know."
    view = wording_view(desk)
    assert view and view.script == "Discovery"


# Before there is a project


def test_an_empty_desk_can_be_set_up_and_is_not_taken_elsewhere(
    open_desk: Callable[..., Driver], keyring: MemoryKeyring
) -> None:
    set_up = SetUp(open_desk())
    assert set_up.row("project.offer").isHidden() or not set_up.row("project.offer").isVisible()
    set_up.fill("desk.my_phone", "+1 617 555 0142")
    assert set_up.driver.window._stack.currentWidget() is set_up.page
    set_up.page.open_page.emit("desk")
    assert set_up.driver.window._stack.currentWidget() is set_up.driver.window._pages["start"]


def test_not_shared_leads_to_the_team(
    project: Project, open_desk: Callable[..., Driver], keyring: MemoryKeyring
) -> None:
    driver = open_desk()
    driver.window.sync_chip.click()
    driver.settle()
    page = driver.window.page("setup")
    assert isinstance(page, SettingsPage)
    driver.qtbot.waitUntil(lambda: driver.target is page.team.join_form.fields["url"])
    assert page.sections.current == "team"


# What is set up


def test_the_checks_are_listed_and_lead_to_their_section(set_up: SetUp) -> None:
    health = set_up.page.health
    checks = {check.check: check for check in health.shown}
    assert checks["database"].ok and not checks["user"].ok and not checks["team"].ok
    set_up.fill("me.email", "alex@dockline.example")
    health.again.click()
    set_up.driver.settle()
    assert next(check for check in health.shown if check.check == "user").ok
    health.wanted.emit("team")
    assert set_up.driver.target is set_up.page.team.join_form.fields["url"]


def test_a_broken_search_is_mended_from_the_list(set_up: SetUp, desk: Desk) -> None:
    with desk.write() as tx:
        tx.connection().exec_driver_sql("INSERT INTO contact_search (rowid, words) VALUES (99, 'nobody')")
    health = set_up.page.health

    def is_sound() -> bool:
        return next(check for check in health.shown if check.check == "search").ok

    health.again.click()
    set_up.driver.settle()
    assert not is_sound()
    links = (link for link in health.findChildren(QPushButton) if link.text() == "Make it anew")
    next(links).click()
    set_up.driver.settle()
    assert is_sound()


# The team, against a real PostgreSQL


def fill_form(set_up: SetUp, form: object, **texts: str) -> None:
    for key, text in texts.items():
        set_up.type_into(form.fields[key], text)  # type: ignore[attr-defined]
    set_up.driver.press(Key.Key_Return)
    set_up.driver.settle()


def test_start_add_join_and_sync(
    set_up: SetUp,
    desk: Desk,
    team_url: str,
    tmp_path: Path,
    clock: StillClock,
    open_desk: Callable[..., Driver],
) -> None:
    team = set_up.page.team
    assert team.join_form.isVisible() and not team.create_form.isVisible()
    team.start.click()
    fill_form(set_up, team.create_form, url=team_url)
    set_up.driver.qtbot.waitUntil(lambda: bool(team.state and team.state.joined and team.state.last_sync))
    assert set_up.driver.target is team.sync and not team.join_form.isVisible()
    set_up.driver.qtbot.waitUntil(lambda: "sent" in team.says.text())

    fill_form(set_up, team.add_form, who="rhea@maple.example")
    assert team.ticket.isVisible() and team.ticket.code.text().count("-") == 4
    assert set_up.driver.target is team.ticket.copy_code
    set_up.driver.press(Key.Key_Space)
    assert QApplication.clipboard().text() == team.ticket.code.text()

    with desk_at(tmp_path / "rhea", clock) as rhea:
        there = SetUp(open_desk(store=rhea.store, me=rhea.me, data_dir=rhea.data_dir))
        joining = there.page.team
        fill_form(
            there,
            joining.join_form,
            url=team.ticket.url.text(),
            who="rhea@maple.example",
            code=team.ticket.code.text(),
        )
        there.driver.qtbot.waitUntil(lambda: bool(joining.state and joining.state.last_sync))
        assert joining.state and (joining.state.name, joining.state.role) == ("Rhea", "rep")
        assert not joining.add_form.isVisible()  # only an admin lets others in
        there.driver.settle()
        assert there.row("me.email").editor.state() == "rhea@maple.example"
        there.driver.frame.close()


def test_a_team_that_cannot_be_joined_says_why_and_keeps_what_was_typed(
    set_up: SetUp, desk: Desk, team_url: str
) -> None:
    form = set_up.page.team.join_form
    fill_form(set_up, form, url=team_url, who="rhea@maple.example")
    assert form.rows["code"].problem == "This is needed." and set_up.driver.target is form.fields["code"]
    fill_form(set_up, form, code="ABCD")
    assert "That code is wrong" in form.problem
    assert form.text("url") == team_url and form.text("code") == "ABCD" and form.go.isEnabled()
    assert not team_state(desk).joined


def test_a_database_that_is_down_is_said_in_words(set_up: SetUp, qtbot: QtBot, tmp_path: Path) -> None:
    team = set_up.page.team
    team.start.click()
    fill_form(set_up, team.create_form, url=f"postgresql://ann@/team?host={tmp_path}")
    assert "cannot be reached" in team.create_form.problem
    assert not team.state or not team.state.joined
