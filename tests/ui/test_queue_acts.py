"""The queue's own keys on the call desk: pass over, say a zone, the plan, why not."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from sqlalchemy import select

from bdr_desk.actions.skips import skip_lead
from bdr_desk.desk import Desk
from bdr_desk.domain.words import Next
from bdr_desk.queries.queue import call_queue
from bdr_desk.store.tables import Contact, Project, Skip
from bdr_desk.ui.commands import State
from tests.conftest import StillClock
from tests.people import add_lead
from tests.ui.conftest import Driver

Key = Qt.Key
TOLL_FREE = "+18005550142"


def test_a_lead_is_passed_over_by_keyboard_alone(ready: Driver, desk: Desk) -> None:
    ready.press(Key.Key_X)
    question = ready.page.acts.skip
    assert question.isVisible() and QApplication.focusWidget() is question.field
    ready.press(Key.Key_Down, Key.Key_Return)
    with desk.read() as session:
        assert session.scalars(select(Skip.reason)).all() == ["wrong time for them"]
    assert not question.isVisible() and not ready.page.acts.forms.isVisible()
    assert ready.page.lead.view.name == "Ben Busy"
    ready.press(Key.Key_J)
    assert ready.page.lead.view.name == "Cy Silent"


def test_escape_leaves_the_lead_where_it_is(ready: Driver, desk: Desk) -> None:
    ready.press(Key.Key_X, Key.Key_Escape)
    assert not ready.page.acts.skip.isVisible()
    assert len(call_queue(desk).items) == 3
    ready.press(Key.Key_X, Key.Key_Escape, Key.Key_J)
    assert ready.page.lead.view.name == "Ben Busy"


def test_a_promise_is_not_passed_over(
    project: Project, desk: Desk, open_desk: Callable[..., Driver], clock: StillClock
) -> None:
    add_lead(desk, project, next_kind=Next.CALLBACK, next_at=clock())
    driver = open_desk()
    driver.press(Key.Key_X)
    assert not driver.page.acts.skip.isVisible()


@pytest.mark.parametrize("said", ["new york", "America/New_Y"])
def test_a_zone_is_said_and_the_lead_can_be_dialled(
    project: Project, desk: Desk, open_desk: Callable[..., Driver], said: str
) -> None:
    lead = add_lead(desk, project, phones=(TOLL_FREE,))
    driver = open_desk()
    driver.window.open_lead(lead)
    driver.settle()
    driver.press(Key.Key_Z)
    assert driver.page.acts.zone.isVisible()
    driver.write(said)
    driver.press(Key.Key_Return)
    with desk.read() as session:
        assert session.scalar(select(Contact.zone)) == "America/New_York"
    assert not driver.page.acts.zone.isVisible()
    driver.press(Key.Key_Return)
    assert driver.page.session.state == State.RINGING


def test_the_plan_opens_a_lead(ready: Driver, desk: Desk, project: Project, clock: StillClock) -> None:
    lead = add_lead(
        desk, project, "Pia Promised", "Zed", next_kind=Next.CALLBACK, next_at=clock() + timedelta(hours=2)
    )
    ready.settle()
    page = ready.page
    ready.press(Key.Key_P)
    assert page.acts.plan.isVisible() and page.acts.plan.list.hasFocus()
    assert [item.title for item in page.acts.plan.list.rows.items] == ["Promised today", "Pia Promised"]
    ready.press(Key.Key_Return)
    assert page.lead.view.lead == lead and page.session.state == State.QUEUE
    assert page.side.isVisible() and not page.acts.plan.isVisible()
    for close in (Key.Key_P, Key.Key_Escape):
        ready.press(Key.Key_P)
        assert page.acts.plan.isVisible()
        ready.press(close)
        assert page.side.isVisible()


def test_why_not_says_what_keeps_them_and_leads_to_it(
    project: Project, desk: Desk, open_desk: Callable[..., Driver]
) -> None:
    add_lead(desk, project, "Here", "A")
    lost = add_lead(desk, project, "Lost", "B", phones=(TOLL_FREE,))
    skip_lead(desk, add_lead(desk, project, "Over", "C"), "needs a colleague")
    driver = open_desk()
    page = driver.page
    page.queue._why.click()
    driver.settle()
    panel = page.acts.blocked
    assert panel.isVisible() and panel.total.text() == "1 of 3 leads can be called now, 2 cannot."
    (say,) = [b for b in panel.findChildren(QPushButton) if "where the first one is" in b.accessibleName()]
    say.click()
    driver.settle()
    assert page.lead.view.lead == lost and page.acts.zone.isVisible()
    driver.write("berlin")
    driver.press(Key.Key_Return)
    assert panel.total.text() == "2 of 3 leads can be called now, 1 cannot."


def test_a_call_needs_the_side_of_the_lead(ready: Driver) -> None:
    ready.press(Key.Key_P, Key.Key_Escape, Key.Key_X, Key.Key_Escape)
    ready.page.acts.show_blocked()
    ready.page.dial()
    ready.settle()
    assert ready.page.session.state == State.RINGING and ready.page.side.isVisible()
