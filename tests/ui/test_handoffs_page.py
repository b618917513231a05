"""Handoffs: what waits first, and every answer given in place, for the rep and for the BDR."""

from collections.abc import Callable
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from bdr_desk.actions.calls import Answered, log_call
from bdr_desk.actions.handoffs import ask
from bdr_desk.actions.meetings import add_rep, book
from bdr_desk.desk import Desk
from bdr_desk.queries.handoffs import handoff
from bdr_desk.store.tables import Project
from bdr_desk.ui.handoffs_page import HandoffsPage
from tests.people import add_lead
from tests.ui.conftest import Driver

Open = Callable[..., Driver]


@pytest.fixture
def rep(desk: Desk) -> UUID:
    return add_rep(desk, "rob.hale@northwind.example")


@pytest.fixture
def passed(desk: Desk, project: Project, rep: UUID) -> UUID:
    lead = add_lead(desk, project)
    log_call(desk, lead, "conversation", note="Luis is for it", answers=[Answered("need", "late trucks")])
    made = book(desk, lead, rep, None, waive="She asked for it herself", note="Two sites").handoff
    assert made is not None
    return made


def on_handoffs(driver: Driver) -> HandoffsPage:
    driver.press(Qt.Key.Key_5, ctrl=True)
    page = driver.window.page("handoffs")
    assert isinstance(page, HandoffsPage) and page.isVisible()
    return page


def said(page: HandoffsPage) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def test_all_that_stands_behind_it_is_shown(open_desk: Open, passed: UUID) -> None:
    page = on_handoffs(open_desk())
    for text in ("late trucks", "not known, and required", "Passed below the definition: She asked for it herself",
                 "Luis is for it", "Two sites", "+1 617-555-0142", "Passed on"):  # fmt: skip
        assert text in said(page), text
    assert page.list.rows.items[0].title == "Waits for the rep"
    assert "in Rob Hale's place" in said(page)


def test_the_rep_accepts_with_one_key(open_desk: Open, passed: UUID, desk: Desk, rep: UUID) -> None:
    driver = open_desk(me=rep)
    page = on_handoffs(driver)
    assert page.list.rows.items[0].title == "Waits for you"
    assert "in Rob Hale's place" not in said(page)
    driver.press(Qt.Key.Key_A)
    assert handoff(desk, passed).view.status == "accepted"
    driver.press(Qt.Key.Key_F)
    driver.write("Went well")
    driver.press(Qt.Key.Key_Return)
    assert handoff(desk, passed).view.events[-1].text == "Went well"
    assert "Went well" in said(page)


def test_rejecting_needs_its_reason(open_desk: Open, passed: UUID, desk: Desk, rep: UUID) -> None:
    driver = open_desk(me=rep)
    page = on_handoffs(driver)
    driver.press(Qt.Key.Key_R, Qt.Key.Key_Return)
    assert handoff(desk, passed).view.status == "passed"
    assert "needs a reason" in driver.window.notices.text() and page.form.isVisible()
    driver.write("no budget")
    driver.press(Qt.Key.Key_Return)
    shown = handoff(desk, passed)
    assert (shown.view.status, shown.view.events[-1].text) == ("rejected", "no budget")
    assert not page.form.isVisible() and page.list.hasFocus()


def test_the_rep_asks_and_the_bdr_answers(open_desk: Open, passed: UUID, desk: Desk) -> None:
    ask(desk, passed, "Has she seen the price list?")
    driver = open_desk()
    page = on_handoffs(driver)
    assert page.list.rows.items[0].title == "Waits for you"
    driver.press(Qt.Key.Key_T)
    assert "Has she seen the price list?" in said(page)
    driver.write("Yes, in March")
    driver.press(Qt.Key.Key_Return)
    assert handoff(desk, passed).view.events[-1].text == "Yes, in March"


def test_keys_that_make_no_sense_are_silent(open_desk: Open, passed: UUID, desk: Desk) -> None:
    driver = open_desk()
    page = on_handoffs(driver)
    driver.press(Qt.Key.Key_T)
    assert not page.form.isVisible() and not page._buttons["handoff_answer"].isVisible()


def test_letters_typed_into_a_reason_press_nothing(
    open_desk: Open, passed: UUID, desk: Desk, rep: UUID
) -> None:
    driver = open_desk(me=rep)
    page = on_handoffs(driver)
    driver.press(Qt.Key.Key_Q)
    driver.write("a far question")
    driver.settle()
    assert page.form.field.text() == "a far question"
    assert handoff(desk, passed).view.status == "passed"


def test_enter_brings_the_lead_to_the_desk(open_desk: Open, passed: UUID) -> None:
    driver = open_desk()
    on_handoffs(driver)
    driver.press(Qt.Key.Key_Return)
    assert driver.page.isVisible() and driver.page.lead.view.name == "Ada Okafor"


def test_what_another_desk_answers_is_shown(open_desk: Open, passed: UUID, desk: Desk) -> None:
    driver = open_desk()
    page = on_handoffs(driver)
    ask(desk, passed, "Who signs?")
    driver.settle()
    assert "Who signs?" in said(page)


def test_none_says_where_they_come_from(open_desk: Open, project: Project) -> None:
    page = on_handoffs(open_desk())
    assert "No handoff yet" in said(page)
