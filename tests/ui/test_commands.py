from itertools import combinations

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from bdr_desk.ui.commands import COMMANDS, Command, Keys, State, command, is_bare, key_text

DESK = ("Anywhere", "Queue", "Call", "Script", "Account and meeting", "When the call ended")


def test_ids_are_used_once() -> None:
    ids = [each.id for each in COMMANDS]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("keys", ["keys", "mac"])
def test_no_key_means_two_things_in_one_state_of_the_desk(keys: str) -> None:
    desk = [each for each in COMMANDS if each.group in DESK]
    for one, other in combinations(desk, 2):
        shared = set(_keys(one, keys)) & set(_keys(other, keys))
        assert not (shared and one.when & other.when), f"{one.id} and {other.id} share {shared}"


def _keys(each: Command, which: str) -> tuple[str, ...]:
    return each.mac or each.keys if which == "mac" else each.keys


@pytest.mark.parametrize("each", COMMANDS, ids=lambda each: each.id)
def test_every_key_is_one_qt_knows(each: Command) -> None:
    for keys in (*each.keys, *each.mac):
        assert not QKeySequence(keys).isEmpty()
        assert QKeySequence(keys).toString() != ""


def test_bare_keys_are_letters_digits_and_enter() -> None:
    assert [keys for keys in ("J", "1", "?", "Return") if is_bare(keys)] == ["J", "1", "?", "Return"]
    assert not any(is_bare(keys) for keys in ("F8", "Alt+1", "Ctrl+K", "Ctrl+Return", "Esc"))


def test_digits_are_outcomes_only_once_it_rings_or_has_ended() -> None:
    assert command("outcome_1").when == {State.RINGING, State.WRAP_UP}
    assert State.IN_CALL not in command("dial").when


def test_what_is_shown_is_the_key(qapp: object) -> None:
    assert key_text("dial") == "Enter"
    assert key_text("hang_up") == "F8"


@pytest.fixture
def place(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.field, made.button = QLineEdit(), QPushButton("Press")
    box = QVBoxLayout(made)
    box.addWidget(made.field)
    box.addWidget(made.button)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.setFocus()
    return made


def test_a_bare_key_rests_while_a_field_has_the_focus(qtbot: QtBot, place: QWidget) -> None:
    keys, done = Keys(place), []
    keys.on("next_lead", lambda: done.append("J"))
    keys.on("hang_up", lambda: done.append("F8"))
    keys.set_state(State.QUEUE)
    qtbot.keyClick(place, "j")
    assert done == ["J"]
    place.field.setFocus()
    qtbot.keyClick(place.field, "j")
    assert done == ["J"]
    assert place.field.text() == "j"
    assert not keys.live("next_lead")
    keys.set_state(State.IN_CALL)
    assert keys.live("hang_up")


def test_enter_presses_the_button_that_has_the_focus(qtbot: QtBot, place: QWidget) -> None:
    keys, done = Keys(place), []
    keys.on("dial", lambda: done.append("dial"))
    place.button.setFocus()
    assert not keys.live("dial")
    place.setFocusPolicy(place.button.focusPolicy())
    place.setFocus()
    assert keys.live("dial")


def test_a_state_silences_the_keys_of_the_others(place: QWidget) -> None:
    keys = Keys(place)
    for name in ("dial", "outcome_1", "hold"):
        keys.on(name, lambda: None)
    live = {}
    for state in State:
        keys.set_state(state)
        live[state] = [name for name in ("dial", "outcome_1", "hold") if keys.live(name)]
    assert live == {
        State.QUEUE: ["dial"],
        State.RINGING: ["outcome_1"],
        State.IN_CALL: ["hold"],
        State.WRAP_UP: ["outcome_1"],
    }
