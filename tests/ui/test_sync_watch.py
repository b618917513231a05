"""The window syncs by itself: two desks of a team, each with its window open, and nobody presses anything."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from bdr_desk.actions import handoffs
from bdr_desk.desk import Desk
from bdr_desk.queries.handoffs import handoffs as list_handoffs
from bdr_desk.queries.team import Progress, team_state
from bdr_desk.ui import sync_watch
from bdr_desk.ui.settings_page import SettingsPage
from bdr_desk.ui.sync_watch import LONGEST_PAUSE_MS, SyncWatch, pause_ms
from tests.actions.test_claims import stopped
from tests.team.desks import Two, hand_over
from tests.ui.conftest import Driver

Open = Callable[[Desk], Driver]
Until = Callable[[Callable[[], bool]], None]


@pytest.fixture
def at(open_desk: Callable[..., Driver], monkeypatch: pytest.MonkeyPatch) -> Open:
    """The window of a desk, which waits a tenth of a second after a failure."""
    monkeypatch.setattr(sync_watch, "PAUSE_MS", 100)
    monkeypatch.setattr(sync_watch, "FIRST_MS", 10)
    return lambda desk: open_desk(store=desk.store, clock=desk.clock, me=desk.me, data_dir=desk.data_dir)


@pytest.fixture
def until(qtbot: QtBot) -> Until:
    """It comes by itself, sooner or later."""
    return lambda so: qtbot.waitUntil(so, timeout=30_000)


def chip(driver: Driver) -> str:
    return driver.window.sync_chip.text_shown()


def up_to_date(driver: Driver) -> bool:
    return chip(driver) == "Shared, up to date"


def listens(driver: Driver) -> bool:
    return driver.window.sync._socket is not None


def test_a_handoff_appears_on_the_other_desk_and_its_acceptance_comes_back(
    two: Two, at: Open, until: Until
) -> None:
    ada, rhea = at(two.ada), at(two.rhea)
    until(lambda: listens(ada) and listens(rhea))
    key = hand_over(two.ada, rep=two.rhea.me)
    until(rhea.window._tabs["handoffs"].isVisible)
    rhea.window.show_page("handoffs")
    until(lambda: "Nina Ortiz" in words_of(rhea))
    two.clock.forward(minutes=5)
    handoffs.accept(two.rhea, key)
    until(lambda: [one.status for one in list_handoffs(two.ada)] == ["accepted"])
    until(lambda: up_to_date(ada) and up_to_date(rhea))


def words_of(driver: Driver) -> str:
    page = driver.window._stack.currentWidget()
    return " ".join([each.text() for each in page.findChildren(QLabel)])


def test_rounds_end_when_there_is_nothing_more_to_say(two: Two, at: Open, until: Until) -> None:
    """What a desk sends wakes the others, and what they read wakes nobody."""
    ada, rhea = at(two.ada), at(two.rhea)
    rounds: list[object] = []
    for driver in (ada, rhea):
        until(lambda driver=driver: listens(driver))
        driver.window.sync.ended.connect(lambda done, _asked: rounds.append(done))
    hand_over(two.ada, rep=two.rhea.me)
    until(lambda: len(list_handoffs(two.rhea)) == 1)
    for _ in range(5):
        ada.settle()
        until(lambda: listens(ada) and listens(rhea))
    assert 2 <= len(rounds) <= 5


def test_a_server_that_went_away_is_said_and_its_return_is_noticed(two: Two, at: Open, until: Until) -> None:
    ada = at(two.ada)
    ada.window.show_page("setup")
    page = ada.window.page("setup")
    assert isinstance(page, SettingsPage)
    page.sections.go_to("team")
    until(lambda: listens(ada) and up_to_date(ada))
    with stopped(two.url):
        until(lambda: chip(ada) == "Offline since 10:00")
        hand_over(two.ada, rep=two.rhea.me)
        until(lambda: chip(ada).startswith("Offline since 10:00, 1"))
        trouble = team_state(two.ada).trouble
        assert trouble and trouble.title in ada.window.sync_chip.toolTip()
        until(lambda: trouble.title in page.team.says.text())
        picture(ada, "offline")
    until(lambda: up_to_date(ada))
    until(lambda: page.team.says.text() == "")
    picture(ada, "well")


def test_asking_ends_the_pause_and_says_what_came_of_it(
    two: Two, at: Open, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = at(two.ada)
    until(lambda: listens(ada))
    monkeypatch.setattr(sync_watch, "PAUSE_MS", LONGEST_PAUSE_MS)
    with stopped(two.url):
        until(lambda: chip(ada).startswith("Offline"))
    ada.press(Qt.Key.Key_F5)
    until(lambda: up_to_date(ada))


def test_a_long_round_says_how_far_it_is(two: Two, at: Open, until: Until) -> None:
    ada = at(two.ada)
    ada.window.show_page("setup")
    page = ada.window.page("setup")
    assert isinstance(page, SettingsPage)
    page.sections.go_to("team")
    until(lambda: listens(ada))
    with held(ada.window.sync):
        ada.window.sync._tell(Progress(12_000, 100_000))
        until(lambda: chip(ada) == "Catching up, 12,000 of 100,000")
        assert page.team.progress.says.text() == "Catching up: 12,000 of about 100,000 rows"
        picture(ada, "catching-up")
    ada.window.sync.ask()
    until(lambda: up_to_date(ada))
    assert not page.team.progress.isVisible()


@contextmanager
def held(watch: SyncWatch) -> Iterator[None]:
    """As if a round ran."""
    watch._running = True
    yield
    watch._running = False


def test_a_window_that_closes_does_not_wait_for_a_server_that_hangs(
    two: Two, at: Open, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = at(two.ada)
    until(lambda: listens(ada))
    with psycopg.connect(two.url) as boss:
        boss.execute("LOCK TABLE bdr_desk.team IN ACCESS EXCLUSIVE MODE")  # each round reads it first
        ada.window.sync.ask()
        waiting = "SELECT FROM pg_locks WHERE NOT granted AND relation = 'bdr_desk.team'::regclass"
        until(lambda: boss.execute(waiting).rowcount == 1)
        monkeypatch.setattr("bdr_desk.ui.tasks.STUCK_SECONDS", 0.05)
        ada.frame.close()
    assert team_state(two.ada).trouble is None  # not the server ended it, after its minute


def test_pauses_grow_and_are_never_the_same_for_all() -> None:
    assert [pause_ms(failures, 0.5) for failures in (1, 2, 3, 4)] == [5_000, 10_000, 20_000, 40_000]
    assert pause_ms(99, 0.5) == LONGEST_PAUSE_MS
    assert (pause_ms(1, 0.0), pause_ms(1, 1.0)) == (3_750, 6_250)


def picture(driver: Driver, name: str) -> None:
    """To be looked at: into the folder that SHOTS names."""
    if folder := os.environ.get("SHOTS"):
        from bdr_desk.ui.screens import render_all

        render_all(driver.window, Path(folder), name)
