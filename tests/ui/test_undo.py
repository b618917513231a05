"""The last outcome taken back in the window: by keyboard, with every word typed, and never in the way."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from sqlalchemy import func, select

from bdr_desk.desk import Desk
from bdr_desk.queries.drafts import unfinished
from bdr_desk.queries.leads import lead_view
from bdr_desk.queries.suppressions import suppressions
from bdr_desk.store.tables import Call, CallUndo, Lead
from bdr_desk.ui.commands import State
from tests.ui.conftest import Driver

Key = Qt.Key


def undone(desk: Desk) -> int:
    with desk.read() as session:
        return session.scalar(select(func.count()).select_from(CallUndo)) or 0


def outcomes(desk: Desk) -> list[str]:
    with desk.read() as session:
        return [*session.scalars(select(Call.outcome).order_by(Call.id))]


def talk_and_type(driver: Driver) -> None:
    """Dial, talk, answer a question, write a note, hang up."""
    driver.press(Key.Key_Return)
    driver.answered()
    driver.page.script.ask("need")
    driver.write("Trucks wait")
    driver.press(Key.Key_F4)
    driver.write("Luis is for it")
    driver.press(Key.Key_F8, Key.Key_Escape)
    assert driver.page.session.state == State.WRAP_UP


def test_the_wrong_key_and_back_by_keyboard(ready: Driver, desk: Desk) -> None:
    lead = ready.page.lead.view.lead
    talk_and_type(ready)
    ready.press(Key.Key_0)  # do not call: not what was meant
    assert lead_view(desk, lead).stage == "closed"
    assert ready.page.lead is None  # all three have one address, which is barred now
    assert ready.window.notices.text().startswith("Ada Okafor: Do not call, logged.")
    assert ready.window.notices.offered == "Undo"
    ready.press(Key.Key_Z, ctrl=True)
    page = ready.page
    assert (page.lead.view.lead, page.session.state) == (lead, State.WRAP_UP)
    assert page.notes.edit.toPlainText() == "Luis is for it"
    assert page.session.answers == {"need": "Trucks wait"}
    assert page.person.state_says == "“Do not call” undone: how did it end?"
    assert (lead_view(desk, lead).stage, suppressions(desk).rows) == ("new", ())
    assert ready.window.notices.text().startswith("“Do not call” is undone, with all it caused.")
    assert ready.window.notices.offered == ""
    ready.press(Key.Key_5)
    assert outcomes(desk) == ["do_not_call", "conversation"]
    view = lead_view(desk, lead)
    assert ([fact.value for fact in view.facts], view.attempts) == (["Trucks wait"], 1)
    assert page.lead.view.name == "Ben Busy"
    assert unfinished(desk) == ()


def test_the_notice_can_be_pressed_and_takes_no_focus(ready: Driver, desk: Desk) -> None:
    ready.press(Key.Key_Return, Key.Key_1)
    had = ready.target
    button = ready.window.notices._offer
    ready.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    ready.settle()
    assert had is not button
    assert (undone(desk), ready.page.lead.view.name) == (1, "Ada Okafor")
    assert ready.page.session.state == State.WRAP_UP


def test_it_says_when_there_is_nothing(ready: Driver, desk: Desk) -> None:
    ready.press(Key.Key_Z, ctrl=True)
    assert ready.window.notices.text().startswith("There is no outcome to undo.")
    assert ready.page.lead.view.name == "Ada Okafor"


def test_what_came_after_is_said_and_nothing_moves(ready: Driver, desk: Desk) -> None:
    first = ready.page.lead.view.lead
    ready.press(Key.Key_Return, Key.Key_1)
    with desk.write() as tx:
        tx.get_one(Lead, first).next_why = "Luis asked"
    ready.settle()
    ready.press(Key.Key_Z, ctrl=True)
    assert ready.window.notices.text().startswith("This lead was changed after that call: next touch.")
    assert (undone(desk), ready.page.lead.view.name) == (0, "Ben Busy")


def test_the_call_in_hand_waits_with_its_words(ready: Driver, desk: Desk) -> None:
    ready.press(Key.Key_Return, Key.Key_1)  # Ada Okafor: no answer
    ready.press(Key.Key_Return)
    ready.answered()  # Ben is busy: his call waits for its outcome
    ready.press(Key.Key_F4)
    ready.write("try at noon")
    ready.press(Key.Key_Escape)
    ready.press(Key.Key_Z, ctrl=True)
    assert ready.page.lead.view.name == "Ada Okafor"
    assert {draft.note for draft in unfinished(desk)} == {"", "try at noon"}
    ready.press(Key.Key_2)
    assert outcomes(desk) == ["no_answer", "voicemail_left"]
    ready.press(Key.Key_U)
    assert (ready.page.lead.view.name, ready.page.notes.edit.toPlainText()) == ("Ben Busy", "try at noon")
    ready.press(Key.Key_7)
    assert (outcomes(desk)[-1], unfinished(desk)) == ("busy", ())


def test_in_a_field_the_key_takes_back_what_was_typed_there(ready: Driver, desk: Desk) -> None:
    ready.press(Key.Key_Return, Key.Key_1)
    ready.press(Key.Key_F4)
    ready.write("x")
    ready.press(Key.Key_Z, ctrl=True)
    assert (undone(desk), ready.page.notes.edit.toPlainText()) == (0, "")


def test_not_while_it_rings_or_talks(ready: Driver, desk: Desk) -> None:
    ready.press(Key.Key_Return, Key.Key_1)
    ready.press(Key.Key_J, Key.Key_Return)
    assert ready.page.session.state == State.RINGING
    ready.press(Key.Key_Z, ctrl=True)
    assert (undone(desk), ready.page.session.state) == (0, State.RINGING)


def test_the_reason_given_once_is_offered_again(ready: Driver, desk: Desk) -> None:
    ready.press(Key.Key_Return)
    ready.answered()
    ready.press(Key.Key_F8, Key.Key_6)
    ready.write("fire drill")
    ready.press(Key.Key_Return)
    assert outcomes(desk) == ["not_interested"]
    ready.press(Key.Key_Z, ctrl=True)
    ready.press(Key.Key_5)
    assert ready.page.bar.prompt.edit.text() == "fire drill"


def test_the_history_says_which_call_was_undone(ready: Driver, desk: Desk) -> None:
    from PySide6.QtWidgets import QLabel

    ready.press(Key.Key_Return, Key.Key_1)
    ready.press(Key.Key_Z, ctrl=True)
    assert "No answer (undone)" in [shown.text() for shown in ready.page.history.findChildren(QLabel)]


def test_it_waits_in_the_next_window_as_well(
    ready: Driver, desk: Desk, open_desk: Callable[..., Driver]
) -> None:
    talk_and_type(ready)
    ready.press(Key.Key_0)
    ready.press(Key.Key_Z, ctrl=True)
    ready.frame.close()
    driver = open_desk()
    assert driver.page.notes.edit.toPlainText() == "Luis is for it"
    assert driver.page.person.state_says == "“Do not call” undone: how did it end?"
