"""Manual, preview and power: what the desk does by itself after a call, and what keeps it from doing anything."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bdr_desk.actions.calls import save_draft
from bdr_desk.actions.queue_settings import choose_mode
from bdr_desk.actions.suppressions import suppress
from bdr_desk.desk import Desk
from bdr_desk.domain.queue_settings import Mode
from bdr_desk.domain.words import Next
from bdr_desk.queries.drafts import CallDraft
from bdr_desk.queries.queue_settings import mode_here
from bdr_desk.store.tables import Call, Project
from bdr_desk.ui.commands import State
from tests.conftest import StillClock
from tests.people import add_lead
from tests.ui.conftest import Driver

Key = Qt.Key


def in_mode(mode: Mode, driver: Driver) -> Driver:
    while driver.page.modes.goes_on.mode != mode:
        driver.press(Key.Key_M)
    return driver


def call_the_first(driver: Driver) -> None:
    """Dialled, not answered, closed: the second is next."""
    driver.press(Key.Key_Return)
    assert driver.page.session.state == State.RINGING
    driver.page.hang_up()
    driver.settle()
    driver.press(Key.Key_1)


@pytest.fixture
def power(ready: Driver) -> Driver:
    """In power mode, one call closed, counting down to the second."""
    call_the_first(in_mode(Mode.POWER, ready))
    return ready


def counting(driver: Driver) -> bool:
    return bool(driver.page.modes.power.counting)


def seconds(driver: Driver, count: int) -> None:
    for _ in range(count):
        driver.page.modes.power.timer.timeout.emit()
    driver.settle()


def test_the_mode_is_seen_changed_by_a_key_and_kept(ready: Driver, desk: Desk) -> None:
    assert ready.page.queue.mode.choice.state() == Mode.PREVIEW
    ready.press(Key.Key_M)
    assert ready.page.queue.mode.choice.state() == mode_here(desk).mode == Mode.POWER
    assert "Any key stops" in ready.window.notices.text()
    ready.press(Key.Key_M)
    assert mode_here(desk).mode == Mode.MANUAL
    ready.page.queue.mode.choice.choices[1].click()
    ready.settle()
    assert mode_here(desk).mode == Mode.PREVIEW


def test_by_hand_nobody_comes_to_the_desk_and_who_was_picked_stays(
    ready: Driver, desk: Desk, project: Project, clock: StillClock
) -> None:
    call_the_first(in_mode(Mode.MANUAL, ready))
    assert ready.page.session.lead is None
    assert ready.page.queue.list.key is None
    ready.press(Key.Key_J, Key.Key_J)
    assert ready.page.lead.view.name == "Cy Silent"
    suppress(desk, "+16175550195", "asked")  # out of the queue, and still what the user picked
    add_lead(desk, project, "Pia Promised", "Zed", next_kind=Next.CALLBACK, next_at=clock())
    ready.settle()
    assert ready.page.lead.view.name == "Cy Silent"
    assert ready.page.queue.list.rows.items[0].title == "Cy Silent"


def test_a_desk_opens_by_hand_with_nobody(
    project: Project, desk: Desk, open_desk: Callable[..., Driver]
) -> None:
    add_lead(desk, project)
    choose_mode(desk, Mode.MANUAL)
    assert open_desk().page.lead is None


def test_preview_shows_the_next_and_waits(ready: Driver) -> None:
    call_the_first(ready)
    assert ready.page.lead.view.name == "Ben Busy"
    assert not counting(ready) and ready.page.session.state == State.QUEUE


def test_power_dials_after_the_countdown(power: Driver) -> None:
    assert power.page.lead.view.name == "Ben Busy"
    assert power.page.modes.countdown.text() == "Dialling Ben Busy in 5 s · any key stops"
    seconds(power, 4)
    assert power.page.modes.countdown.text() == "Dialling Ben Busy in 1 s · any key stops"
    assert power.page.session.state == State.QUEUE
    seconds(power, 1)
    assert power.page.session.state == State.RINGING and power.page.session.phone == "+16175550185"
    assert not power.page.modes.countdown.isVisible()


def test_power_begins_with_the_users_own_dial(ready: Driver) -> None:
    in_mode(Mode.POWER, ready)
    assert not counting(ready)


@pytest.mark.parametrize(
    "key", [Key.Key_Return, Key.Key_J, Key.Key_X, Key.Key_Space, Key.Key_F4, Key.Key_Shift]
)
def test_any_key_stops_it_and_does_nothing_else(power: Driver, key: Key) -> None:
    power.press(key)
    assert not counting(power)
    assert power.page.session.state == State.QUEUE and power.page.lead.view.name == "Ben Busy"
    assert not power.page.acts.skip.isVisible() and not power.page.notes.edit.hasFocus()
    seconds(power, 9)
    assert power.page.session.state == State.QUEUE
    power.press(Key.Key_Return)  # from now on keys mean what they mean
    assert power.page.session.state == State.RINGING


def test_a_chord_stops_it_and_undoes_nothing(power: Driver, desk: Desk) -> None:
    power.press(Key.Key_Z, ctrl=True)
    assert not counting(power) and power.page.lead.view.name == "Ben Busy"
    power.press(Key.Key_Z, ctrl=True)
    assert power.page.lead.view.name == "Ada Okafor" and power.page.session.undone


def test_a_click_stops_it_and_does_nothing_else(power: Driver) -> None:
    dial = power.page.person.dial_button
    QTest.mouseClick(dial, Qt.MouseButton.LeftButton)
    power.settle()
    assert not counting(power) and power.page.session.state == State.QUEUE
    QTest.mouseClick(dial, Qt.MouseButton.LeftButton)
    power.settle()
    assert power.page.session.state == State.RINGING


def test_a_click_on_the_window_stops_it(power: Driver) -> None:
    handle = power.frame.windowHandle()
    QTest.mouseClick(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(600, 600))
    power.settle()
    assert not counting(power) and power.page.session.state == State.QUEUE


def test_it_does_not_begin_while_another_touch_is_due(
    project: Project, desk: Desk, open_desk: Callable[..., Driver]
) -> None:
    add_lead(desk, project, "Ada Okafor", "A", place=1)
    add_lead(desk, project, "Mia Mail", "B", phones=("+16175550143",), place=2, medium="email", step=1,
             next_kind=Next.RETRY, next_at=desk.clock(), attempts=1)  # fmt: skip
    driver = in_mode(Mode.POWER, open_desk())
    driver.page.choose(next(i.lead for i in driver.page.queue._items if i.name == "Ada Okafor"))
    driver.settle()
    call_the_first(driver)
    assert driver.page.lead.view.name == "Mia Mail" and not counting(driver)


def test_it_does_not_begin_while_a_call_waits_to_be_logged(ready: Driver, desk: Desk) -> None:
    third = ready.page.queue._items[2].lead
    save_draft(desk, CallDraft(third, desk.clock(), state=State.WRAP_UP, note="cut off"))
    ready.settle()
    assert ready.page.unfinished.isVisible()
    call_the_first(in_mode(Mode.POWER, ready))
    assert ready.page.lead.view.name == "Ben Busy" and not counting(ready)


def test_it_stops_when_something_lies_over_the_page(power: Driver) -> None:
    power.window.open_find()
    power.settle()
    seconds(power, 1)
    assert not counting(power)
    seconds(power, 9)
    assert power.page.session.state == State.QUEUE


def test_it_stops_on_another_page(power: Driver) -> None:
    power.window.show_page("lists")
    power.settle()
    seconds(power, 9)
    assert not counting(power) and power.page.session.state == State.QUEUE


def test_it_stops_when_somebody_types(power: Driver) -> None:
    power.page.notes.edit.setFocus()
    seconds(power, 1)
    assert not counting(power)


def test_rules_are_asked_when_it_dials(power: Driver, desk: Desk) -> None:
    suppress(desk, "+16175550185", "asked")
    seconds(power, 5)  # before the window has read what was written, or after
    assert power.page.session.state == State.QUEUE
    with desk.read() as session:
        assert session.query(Call).count() == 1


def test_whoever_is_not_held_is_not_dialled(ready: Driver) -> None:
    in_mode(Mode.POWER, ready)
    ready.page.claims.holds = lambda _lead: False  # a colleague has them
    call = ready.page.claims.first
    ready.page.claims.first = lambda then: then()
    call_the_first(ready)
    assert not counting(ready)
    ready.page.claims.first = call


def test_whatever_is_pressed_before_it_counts_keeps_it_from_counting(ready: Driver) -> None:
    in_mode(Mode.POWER, ready)
    ready.page.modes.power.arm()
    ready.press(Key.Key_J)
    assert ready.page.lead.view.name == "Ben Busy" and not counting(ready)


def test_nothing_listens_while_nothing_counts(power: Driver) -> None:
    power.press(Key.Key_Escape)
    assert not power.page.modes.power._watching
    assert QApplication.focusWidget() is power.page.queue.list
