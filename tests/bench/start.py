"""Start: first painted window against a bare QtWidgets window; import of the package; `queue --json` on 10,000 leads.

python -m tests.bench.start
"""

import os
import tempfile
from pathlib import Path

from tests.bench.lists import write_list
from tests.bench.watch import best_in_turns, python, show

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
from pathlib import Path
from bdr_desk.app import open_desk
desk = open_desk(Path(sys.argv[1]))
from PySide6.QtWidgets import QApplication
from bdr_desk.ui.main_window import open_window
app = QApplication([])
window = open_window(app, desk)
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
        # Qt is imported last in the desk, so the watcher is defined after it.
        desk = "import sys\n" + DESK + PAINTED + WATCHED
        show(
            "Start to first painted window",
            best_in_turns(
                {
                    "bare QtWidgets window": python("-c", PAINTED + BARE + WATCHED),
                    "bdr-desk, 10,000 leads": python("-c", desk, str(data)),
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
                        "-m", "bdr_desk", "--data-dir", str(data), "queue", "--json"
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
