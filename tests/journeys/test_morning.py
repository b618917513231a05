"""A morning's calling, end to end: the sample project, three calls and a meeting by keyboard through the real window,
the handoff through a real PostgreSQL, and the rep's answer back on the first desk."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bdr_desk.actions import team
from bdr_desk.actions.handoffs import accept
from bdr_desk.app import open_demo, open_desk
from bdr_desk.desk import Desk
from bdr_desk.queries.handoffs import handoff, handoffs
from bdr_desk.queries.leads import lead_view
from bdr_desk.queries.meetings import meetings
from bdr_desk.telephony.simulated import SimulatedLine
from bdr_desk.ui.opening import DeskWindow
from bdr_desk.ui.theme import Theme
from tests.team.postgres import MemoryKeyring
from tests.ui.conftest import Driver, HandDriven

Key = Qt.Key
TUESDAY_MORNING = datetime(2027, 4, 6, 14, 30, tzinfo=UTC)


@contextmanager
def window_on(desk: Desk, qtbot: QtBot, theme: Theme, line: HandDriven) -> Iterator[Driver]:
    frame = DeskWindow(theme, desk.data_dir, print, poll_ms=50)
    frame.show()
    frame.open(lambda: desk)
    frame.activateWindow()
    qtbot.waitUntil(lambda: frame.main is not None and frame.isActiveWindow())
    driver = Driver(qtbot, frame, line)
    driver.settle()
    yield driver
    frame.close()
    frame.deleteLater()
    QApplication.sendPostedEvents(None, 0)


@pytest.fixture
def sample(tmp_path: Path, line: HandDriven) -> Iterator[Desk]:
    desk = replace(open_demo(tmp_path / "bdr", TUESDAY_MORNING), line=SimulatedLine(line))
    yield desk
    desk.store.close()


def say(driver: Driver, place: int, answer: str) -> None:
    """Go to the `place`-th fact of the definition by keyboard, and type what they said."""
    driver.press(Key.Key_F, ctrl=True)
    driver.press(*[Key.Key_Tab] * place, Key.Key_Return)
    driver.write(answer)
    driver.settle()


def on_the_desk(driver: Driver) -> str:
    return driver.page.lead.view.name


def no_answer(driver: Driver) -> None:
    driver.press(Key.Key_Return)  # dial
    driver.press(Key.Key_1)  # nobody picks up: logged, and the next is there


def call_back(driver: Driver, when: str) -> None:
    driver.press(Key.Key_Return)
    driver.answered()
    driver.press(Key.Key_F8, Key.Key_4)
    driver.press(Key.Key_A, ctrl=True)
    driver.write(when)
    driver.press(Key.Key_Return)


def conversation_with_a_meeting(driver: Driver) -> None:
    driver.press(Key.Key_Return)
    driver.answered()
    driver.press(Key.Key_1, alt=True)  # they said the first answer of the script
    for place, answer in enumerate(
        ("pallets wait two days at the dock", "she decides, the CFO signs", "before June")
    ):
        say(driver, place, answer)
    driver.press(Key.Key_F4)
    driver.write("Wants the carriers' side shown")
    driver.press(Key.Key_M, ctrl=True)
    driver.press(Key.Key_F8)
    driver.press(Key.Key_Return)  # the suggestion: the meeting


def test_a_morning(
    sample: Desk, qtbot: QtBot, theme: Theme, line: HandDriven, team_url: str, keyring: MemoryKeyring, tmp_path: Path,
) -> None:  # fmt: skip
    before = {meeting.meeting for meeting in meetings(sample)}
    with window_on(sample, qtbot, theme, line) as driver:
        assert on_the_desk(driver) == "Ada Okafor"
        no_answer(driver)  # Luis Marin is long due, but at the account that was called just now
        assert on_the_desk(driver) == "Lena Cho"  # the day to come back to her is here
        lena = driver.page.lead.view.lead
        call_back(driver, "tomorrow 10:30")
        assert on_the_desk(driver) == "Priya Nair"
        priya = driver.page.lead.view.lead
        conversation_with_a_meeting(driver)
        assert on_the_desk(driver) == "Marcus Feld"

    promised = lead_view(sample, lena)
    assert (promised.next_kind, promised.next_at) == ("callback", datetime(2027, 4, 7, 15, 30, tzinfo=UTC))
    talked = lead_view(sample, priya)
    assert [(fact.criterion, fact.value) for fact in talked.facts] == [
        ("need", "pallets wait two days at the dock"),
        ("authority", "she decides, the CFO signs"),
        ("timing", "before June"),
    ]
    assert talked.stage == "meeting" and talked.history[0].medium == "invitation"
    (booked,) = [meeting for meeting in meetings(sample) if meeting.meeting not in before]
    (ics,) = (sample.data_dir / "invitations").glob("*Priya*.ics")
    text = ics.read_bytes().decode("utf-8")
    assert "METHOD:REQUEST\r\n" in text and booked.uid in text.replace("\r\n ", "")

    team.create_team(sample, team_url)
    code = team.add_member(sample, "rob.hale@dockline.example", "rep").code
    assert team.sync(sample).pending == 0

    rep = open_desk(tmp_path / "rep", TUESDAY_MORNING)
    team.join_team(rep, team_url, who="rob.hale@dockline.example", code=code)
    team.sync(rep)
    (passed,) = [row for row in handoffs(rep) if row.name == "Priya Nair"]
    assert (passed.status, passed.account_name) == ("passed", "Cobalt Dental Group")
    facts = {fact.criterion: fact.value for fact in handoff(rep, passed.handoff).facts}
    assert facts["timing"] == "before June"
    accept(rep, passed.handoff)
    team.sync(rep)
    rep.store.close()

    with window_on(sample, qtbot, theme, line) as driver:
        driver.press(Key.Key_F5)  # sync with the team
        driver.qtbot.waitUntil(lambda: handoff(sample, passed.handoff).view.status == "accepted")
        driver.settle()
        assert driver.window.sync_chip.text_shown() == "Shared, up to date"
    assert lead_view(sample, priya).stage == "accepted"
