"""Meetings: by day, with what can be done about each, all in place."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel

from bdr_desk.actions.calls import Answered, log_call
from bdr_desk.actions.meetings import add_rep, book
from bdr_desk.desk import Desk
from bdr_desk.queries.leads import lead_view
from bdr_desk.queries.meetings import meeting, meetings, reps
from bdr_desk.queries.projects import current_project
from bdr_desk.store.tables import Project
from bdr_desk.ui.meetings_page import MeetingsPage
from tests.people import BOSTON, LOS_ANGELES, add_lead
from tests.ui.conftest import Driver

Open = Callable[..., Driver]
FACTS = [Answered("need", "late trucks"), Answered("authority", "the CEO")]


@pytest.fixture
def booked(desk: Desk, project: Project) -> UUID:
    """Ada's meeting; Ben's is later."""
    rep = add_rep(desk, "rob.hale@northwind.example")
    made = []
    for name, phone in (("Ada Okafor", BOSTON), ("Ben Feld", LOS_ANGELES)):
        mail = f"{name.split()[0].lower()}@harbor.example"
        lead = add_lead(desk, project, name, f"{name} Ltd", phones=(phone,), emails=(mail,))
        log_call(desk, lead, "conversation", answers=FACTS)
        made.append(book(desk, lead, rep, None).meeting)
    return made[0]


def on_meetings(driver: Driver) -> MeetingsPage:
    driver.press(Qt.Key.Key_4, ctrl=True)
    page = driver.window.page("meetings")
    assert isinstance(page, MeetingsPage) and page.isVisible()
    return page


def said(page: MeetingsPage) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def test_those_to_come_stand_under_their_day(open_desk: Open, booked: UUID) -> None:
    page = on_meetings(open_desk())
    rows = [(item.key is None, item.title) for item in page.list.rows.items]
    assert rows[0] == (True, "Tomorrow, Wed 7 Apr")
    assert sorted(title for is_heading, title in rows if not is_heading) == [
        "Ada Okafor, Ada Okafor Ltd",
        "Ben Feld, Ben Feld Ltd",
    ]
    assert page.current is not None and page.list.hasFocus()
    assert "New York time" in said(page) and "not answered yet" in said(page)


def test_the_invitation_is_written_and_named(open_desk: Open, booked: UUID, desk: Desk) -> None:
    driver = open_desk()
    on_meetings(driver)
    driver.press(Qt.Key.Key_O)
    (file,) = (desk.data_dir / "invitations").glob("*.ics")
    assert "METHOD:REQUEST" in file.read_text("utf-8")
    assert file.name in driver.window.notices.text()


def test_a_copy_goes_where_it_is_wanted(open_desk: Open, booked: UUID, tmp_path: Path) -> None:
    driver = open_desk()
    page = on_meetings(driver)
    driver.press(Qt.Key.Key_S)
    dialog = page.findChild(QFileDialog)
    assert dialog is not None
    folder = tmp_path / "copies"
    folder.mkdir()
    dialog.fileSelected.emit(str(folder))
    dialog.close()
    driver.settle()
    assert len(list(folder.glob("*.ics"))) == 1


def test_moved_by_keyboard_to_another_free_time(open_desk: Open, booked: UUID, desk: Desk) -> None:
    driver = open_desk()
    page = on_meetings(driver)
    page.list.select(booked)
    page._show_current()
    before = meeting(desk, booked)
    driver.press(Qt.Key.Key_M)
    assert page.slots.list.hasFocus()
    driver.press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    after = meeting(desk, booked)
    assert after.starts_at != before.starts_at and after.sequence == before.sequence + 1
    assert not page.slots.isVisible() and page.list.hasFocus()
    assert "Moved to" in driver.window.notices.text()


def test_cancelled_with_a_reason(open_desk: Open, booked: UUID, desk: Desk) -> None:
    driver = open_desk()
    page = on_meetings(driver)
    page.list.select(booked)
    page._show_current()
    lead = meeting(desk, booked).lead
    driver.press(Qt.Key.Key_X)
    assert page.form.field.hasFocus()
    driver.write("she is ill")
    driver.press(Qt.Key.Key_Return)
    assert meeting(desk, booked).status == "cancelled"
    assert "she is ill" in lead_view(desk, lead).next_why
    assert [item.title for item in page.list.rows.items if item.key is None][-1] == "Over or cancelled"


def test_escape_leaves_the_question_and_keeps_what_was_typed(
    open_desk: Open, booked: UUID, desk: Desk
) -> None:
    driver = open_desk()
    page = on_meetings(driver)
    driver.press(Qt.Key.Key_X)
    driver.write("half a rea")
    driver.press(Qt.Key.Key_Escape)
    assert not page.form.isVisible() and page.list.hasFocus()
    driver.press(Qt.Key.Key_X)
    assert page.form.field.text() == "half a rea"
    assert all(view.status == "booked" for view in meetings(desk))


def test_what_others_write_does_not_close_the_question(open_desk: Open, booked: UUID, desk: Desk) -> None:
    driver = open_desk()
    page = on_meetings(driver)
    driver.press(Qt.Key.Key_X)
    driver.write("half a rea")
    add_rep(desk, "mia@northwind.example")
    driver.settle()
    assert page.form.isVisible() and page.form.field.text() == "half a rea" and page.form.field.hasFocus()


def test_a_cancelled_meeting_can_only_be_read(open_desk: Open, booked: UUID, desk: Desk) -> None:
    from bdr_desk.actions.meetings import cancel

    cancel(desk, booked, "ill")
    driver = open_desk()
    page = on_meetings(driver)
    page.list.select(booked)
    page._show_current()
    driver.press(Qt.Key.Key_X)
    assert not page.form.isVisible() and not page._buttons["move_meeting"].isEnabled()


def test_enter_brings_the_lead_to_the_desk(open_desk: Open, booked: UUID) -> None:
    driver = open_desk()
    page = on_meetings(driver)
    name = page.current.name if page.current else ""
    driver.press(Qt.Key.Key_Return)
    assert driver.page.isVisible() and driver.page.lead.view.name == name


def test_the_first_rep_added_takes_the_projects_meetings(
    open_desk: Open, project: Project, desk: Desk
) -> None:
    driver = open_desk()
    page = on_meetings(driver)
    assert "No meeting yet" in said(page) and "Nobody takes meetings yet" in said(page)
    driver.press(Qt.Key.Key_R)
    driver.write("not an address")
    driver.press(Qt.Key.Key_Return)
    assert page.reps.form.field.text() == "not an address", "what was refused can be put right"
    assert driver.window.notices.text()
    page.reps.form.field.clear()
    driver.write("rob.hale@northwind.example")
    driver.press(Qt.Key.Key_Return)
    (rep,) = reps(desk)
    now = current_project(desk)
    assert now is not None and now.rep == rep.rep
    assert "takes this project's meetings" in said(page)
