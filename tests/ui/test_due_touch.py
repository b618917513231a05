"""A touch that is due and no call, on the call desk: said, noted by key, not dialled over by accident."""

from collections.abc import Callable
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import select

from bdr_desk.actions.cadences import put_in_force
from bdr_desk.actions.calls import log_call
from bdr_desk.actions.suppressions import suppress
from bdr_desk.desk import Desk
from bdr_desk.store.tables import Lead, Project, Touch
from bdr_desk.ui.commands import State
from tests.conftest import StillClock
from tests.people import add_lead
from tests.ui.conftest import Driver

Key = Qt.Key


@pytest.fixture
def lead(desk: Desk, project: Project, clock: StillClock) -> UUID:
    put_in_force(desk, "outbound")
    made = add_lead(desk, project)
    log_call(desk, made, "no_answer")
    clock.forward(hours=2)
    return made


def test_it_is_noted_by_key(lead: UUID, desk: Desk, open_desk: Callable[..., Driver]) -> None:
    driver = open_desk()
    page = driver.page
    assert page.lead.view.lead == lead
    assert "E-mail: Three sentences" in page.person._says.text()
    assert page.person._says.text().endswith("E notes it as done.")
    driver.press(Key.Key_E)
    with desk.read() as session:
        assert session.scalars(select(Touch.medium).order_by(Touch.id)).all() == ["call", "email"]
        assert session.get_one(Lead, lead).step == 2
    assert page.lead is None
    assert "touch_done" not in page.keys.ready()


def test_enter_says_so_before_it_dials(lead: UUID, open_desk: Callable[..., Driver]) -> None:
    driver = open_desk()
    said: list[str] = []
    driver.page.notice.connect(lambda text, _tone: said.append(text))
    driver.press(Key.Key_Return)
    assert driver.page.session.state == State.QUEUE
    assert said == ["E-mail is due, no call: E notes it as done. Enter once more dials."]
    driver.press(Key.Key_Return)
    assert driver.page.session.state == State.RINGING


def test_a_refusal_is_said_and_the_lead_stays(
    lead: UUID, desk: Desk, open_desk: Callable[..., Driver]
) -> None:
    driver = open_desk()
    said: list[str] = []
    driver.page.notice.connect(lambda text, _tone: said.append(text))
    suppress(desk, "ada.okafor@harbor.example", "wants no mail", medium="mail")
    driver.press(Key.Key_E)
    assert any("wants no mail" in text for text in said)
    assert driver.page.lead.view.lead == lead


def test_where_a_call_is_due_the_key_is_silent(ready: Driver, desk: Desk) -> None:
    assert "touch_done" not in ready.page.keys.ready()
    ready.press(Key.Key_E)
    with desk.read() as session:
        assert not session.scalars(select(Touch.id)).all()


def test_they_wrote_back(lead: UUID, desk: Desk, open_desk: Callable[..., Driver]) -> None:
    driver = open_desk()
    driver.press(Key.Key_R)
    with desk.read() as session:
        assert session.get_one(Lead, lead).trigger == "reply"
    assert "wrote back: noted. Call them now." in driver.window.notices.text()
    assert driver.page.lead.view.lead == lead and not driver.page.acts.touch.is_due
    driver.press(Key.Key_Return)
    assert driver.page.session.state == State.RINGING
