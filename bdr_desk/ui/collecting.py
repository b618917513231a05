"""Garbage is collected on the window's thread alone.

Python looks for reference cycles on whatever thread happens to allocate, and the workers of `ui.tasks` allocate most. A QObject
that dies on another thread than its own ends the program (Qt: "Timers cannot be stopped from another thread").
"""

import gc

from PySide6.QtCore import QObject, QTimer

LOOK_MS = 500


class Collector(QObject):
    """While it lives, nothing is collected but by it, by the thresholds that Python itself goes by."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(collect_what_is_due)
        self._timer.start()


def collect_what_is_due() -> None:
    due = [
        generation
        for generation, (count, most) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
        if count > most
    ]
    if due:
        gc.collect(max(due))
