"""Cycles that hold a QObject end on the window's thread, whichever thread allocates."""

import threading
from typing import Any

from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from bdr_desk.ui.collecting import Collector


class Held(QObject):
    """Says on which thread it dies."""

    def __init__(self, died: list[QThread]) -> None:
        super().__init__()
        self.me: Any = self  # a cycle
        self.died = died

    def __del__(self) -> None:
        self.died.append(QThread.currentThread())


def test_what_a_worker_allocates_collects_nothing(qtbot: QtBot) -> None:
    window = QObject()
    Collector(window)
    died: list[QThread] = []
    Held(died)
    kept: list[list[int]] = []
    worker = threading.Thread(target=lambda: kept.extend([number] for number in range(60_000)))
    worker.start()
    worker.join()
    assert died == []  # far beyond the threshold, on that thread
    qtbot.waitUntil(lambda: bool(died))
    assert died == [window.thread()]
