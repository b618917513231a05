"""Run by `test_kill.py` in a process of its own: opens the desk, dials, types a note, and waits to be killed."""

import os
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bdr_desk.app import open_desk
from bdr_desk.ui.opening import DeskWindow
from bdr_desk.ui.screens import settle
from bdr_desk.ui.theme import Theme
from tests.conftest import TUESDAY

HALF_A_SECOND = 500


def main(data_dir: str, note: str) -> None:
    app = QApplication([])
    frame = DeskWindow(Theme(app), Path(data_dir), print)
    frame.show()
    opened = QEventLoop()
    frame.opened.connect(opened.quit)
    frame.open(lambda: open_desk(Path(data_dir), now=TUESDAY))
    opened.exec()
    window = frame.main
    assert window is not None
    frame.activateWindow()
    QTest.qWaitForWindowActive(frame)
    settle(window)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)  # dial
    settle(window)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)  # they answered
    settle(window)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F4)
    QTest.keyClicks(QApplication.focusWidget(), note)
    QTimer.singleShot(HALF_A_SECOND, lambda: print("kill me", flush=True))
    app.exec()


if __name__ == "__main__":
    main(*sys.argv[1:])
