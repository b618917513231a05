"""A real window on a real store, offscreen; the line rings when the test says so."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from time import monotonic

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from bdr_desk.desk import Desk
from bdr_desk.store.tables import Project
from bdr_desk.telephony.simulated import SimulatedLine
from bdr_desk.ui.opening import DeskWindow
from bdr_desk.ui.theme import Scheme, Theme


class HandDriven:
    """Holds what the simulated line would do later, until the test lets it happen."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], None]] = []

    def __call__(self, _seconds: float, what: Callable[[], None]) -> None:
        self.waiting.append(what)

    def go_on(self) -> None:
        for what in self.waiting:
            what()
        self.waiting = []


class Driver:
    """The hands of a user: keys, and eyes on what the window shows."""

    def __init__(self, qtbot: QtBot, frame: DeskWindow, line: HandDriven) -> None:
        assert frame.main is not None
        self.qtbot, self.frame, self.window, self.line = qtbot, frame, frame.main, line

    @property
    def page(self):
        return self.window.page("desk")

    def settle(self) -> None:
        """Until nothing is being read or written."""
        until = monotonic() + 5
        for _ in range(3):
            while not self.window.tasks.idle:
                assert monotonic() < until, "something runs on"
                self.qtbot.wait(1)  # ms; waitUntil looks every ten
            QApplication.processEvents()

    def press(self, *keys: Qt.Key, ctrl: bool = False, alt: bool = False) -> None:
        held = Qt.KeyboardModifier.NoModifier
        held |= Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
        held |= Qt.KeyboardModifier.AltModifier if alt else Qt.KeyboardModifier.NoModifier
        for key in keys:
            self.qtbot.keyClick(self.target, key, held)
            self.settle()

    def write(self, text: str) -> None:
        self.qtbot.keyClicks(self.target, text)

    @property
    def target(self) -> QWidget:
        return QApplication.focusWidget() or self.window

    def answered(self) -> None:
        """The line rings, and what its number stands for happens."""
        self.line.go_on()
        self.settle()


@pytest.fixture(scope="session")
def one_theme(qapp: QApplication) -> Theme:
    return Theme(qapp, Scheme.LIGHT)


@pytest.fixture
def theme(one_theme: Theme) -> Theme:
    one_theme.choose(Scheme.LIGHT)
    return one_theme


@pytest.fixture
def line() -> HandDriven:
    return HandDriven()


@pytest.fixture
def open_desk(
    qtbot: QtBot, desk: Desk, theme: Theme, line: HandDriven, tmp_path: Path
) -> Iterator[Callable[..., Driver]]:
    """Opens the window on the desk as it is seeded by then; all are closed in order."""
    opened: list[DeskWindow] = []

    def open_it(**changed: object) -> Driver:
        here = replace(desk, **{"line": SimulatedLine(line), **changed})  # type: ignore[arg-type]
        frame = DeskWindow(theme, tmp_path, print, poll_ms=50)
        opened.append(frame)
        frame.show()
        frame.open(lambda: here)
        frame.activateWindow()
        qtbot.waitUntil(lambda: frame.main is not None and frame.isActiveWindow())
        driver = Driver(qtbot, frame, line)
        driver.settle()
        return driver

    yield open_it
    for frame in opened:
        frame.close()
        frame.deleteLater()
    QApplication.sendPostedEvents(
        None, QEvent.Type.DeferredDelete
    )  # outside a loop, only when they are named


@pytest.fixture
def ready(project: Project, open_desk: Callable[..., Driver], desk: Desk) -> Driver:
    """Three people to call: the first answers, the second is busy, the third never picks up."""
    from tests.people import add_lead

    add_lead(desk, project, "Ada Okafor", "Harbor Freightways", phones=("+16175550142",), place=1)
    add_lead(desk, project, "Ben Busy", "Calder Mills", phones=("+16175550185",), place=2)
    add_lead(desk, project, "Cy Silent", "Cobalt Dental", phones=("+16175550195",), place=3)
    return open_desk()
