"""Start: first painted window against a bare QtWidgets window; import of the package; `queue --json` on 10,000 leads.

python -m tests.bench.start
"""

import os
import tempfile
from pathlib import Path

from tests.bench.lists import write_list
from tests.bench.watch import best_in_turns, python, show

TUESDAY = "2027-04-06T15:00:00+00:00"  # an hour at which most of the list may be called

# Prints a line when the window has painted itself for the first time, and leaves.
PAINTED = """
import os, sys
from PySide6.QtCore import QEvent, QObject
class Watch(QObject):
    def eventFilter(self, _who, event):
        if event.type() == QEvent.Type.Paint:
            print("painted", flush=True)
            os._exit(0)
        return False
"""
BARE = """
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
app = QApplication([])
window = QMainWindow()
window.setCentralWidget(QLabel("A window"))
"""
DESK = """
import gc, sys
gc.disable()  # as bdr_desk.__main__ does
from datetime import datetime
from pathlib import Path
from bdr_desk import app as program
folder = Path(sys.argv[1])
from PySide6.QtWidgets import QApplication
from bdr_desk.ui.opening import DeskWindow
from bdr_desk.ui.theme import Theme
app = QApplication([])
window = DeskWindow(Theme(app), folder, print)
window.open(lambda: program.open_desk(folder, datetime.fromisoformat(sys.argv[2])))
"""
QUEUE_SHOWN = """
import os
from PySide6.QtCore import QTimer
def look():
    desk = window.main and window.main._pages.get("desk")
    if desk and desk.queue.first:
        window.grab()
        print("shown", flush=True)
        os._exit(0)
watch = QTimer(interval=1, timeout=look)
watch.start()
window.show()
app.exec()
"""
WATCHED = """
watch = Watch()
window.centralWidget().installEventFilter(watch)
window.show()
app.exec()
"""


def main() -> None:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        fill(data, Path(folder) / "list.csv")
        show(
            "Start to first painted window",
            best_in_turns(
                {
                    "bare QtWidgets window": python("-c", PAINTED + BARE + WATCHED),
                    "bdr-desk": python("-c", PAINTED + DESK + WATCHED, str(data), TUESDAY),
                    "bdr-desk, queue of 10,000 shown": python("-c", DESK + QUEUE_SHOWN, str(data), TUESDAY),
                }
            ),
            "bare QtWidgets window",
        )
        show(
            "Command line",
            best_in_turns(
                {
                    "python -c pass": python("-c", "pass"),
                    "import bdr_desk.app": python("-c", "import bdr_desk.app"),
                    "import sqlalchemy.orm": python("-c", "import sqlalchemy.orm"),
                    "queue --json, 10,000 leads": python(
                        "-m", "bdr_desk", "--data-dir", str(data), "--now", TUESDAY, "queue", "--json"
                    ),
                }
            ),
            "import sqlalchemy.orm",
        )


def fill(data: Path, file: Path) -> None:
    write_list(file, 10_000)
    python(
        "-m", "bdr_desk", "--data-dir", str(data), "import", str(file), "--project", "Bench", "--list", "Ten thousand",
        "--source", "purchase",
    )()  # fmt: skip


if __name__ == "__main__":
    main()
