"""The window on the screen: painted before the desk behind it is open, then filled with it.

Most of a start is importing what reads the store. None of that is imported here, so that the window stands there at
once; the desk is opened beside it and moves in when it is ready.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFrame, QMainWindow, QWidget

from bdr_desk.errors import DeskError
from bdr_desk.ui.tasks import POLL_MS, Background
from bdr_desk.ui.theme import Scheme, Theme
from bdr_desk.ui.widgets.parts import column, dress, label, row

if TYPE_CHECKING:
    from bdr_desk.desk import Desk
    from bdr_desk.ui.main_window import MainWindow

FIRST_SIZE = QSize(1440, 900)
SMALLEST = QSize(1120, 660)

OpenDesk = Callable[[], "Desk"]


class DeskWindow(QMainWindow):
    """`tell` hears a known error that keeps the desk from opening; the window is closed then. `opened`: a desk moved in."""

    opened = Signal()

    def __init__(
        self, theme: Theme, data_dir: Path, tell: Callable[[DeskError], object], *, poll_ms: int = POLL_MS
    ) -> None:
        super().__init__()
        self._settings = QSettings(str(data_dir / "window.ini"), QSettings.Format.IniFormat)
        self.theme = theme
        self._poll_ms = poll_ms
        theme.choose(Scheme(str(self._settings.value("theme", Scheme.SYSTEM))))
        self.main: MainWindow | None = None
        self._tell = tell
        self._background = Background(self)
        self.setWindowTitle("BDR Desk")
        self.setMinimumSize(SMALLEST)
        self.setCentralWidget(_opening())
        geometry = self._settings.value("geometry")
        if not (geometry and self.restoreGeometry(geometry)):
            self.resize(FIRST_SIZE.boundedTo(self.screen().availableSize()).expandedTo(SMALLEST))

    def open(self, open_desk: OpenDesk, open_sample: OpenDesk | None = None) -> None:
        """Open a desk beside the window and move it in; the one that was here is closed in order.

        `open_sample` opens the sample's desk, where the start page offers it.
        """

        def fill(desk: "Desk") -> None:
            self._fill(desk, (lambda: self.open(open_sample)) if open_sample else None)

        # The first paint comes first: after that the imports may take the processor.
        QTimer.singleShot(0, self, lambda: self._background.run(open_desk, fill, self._failed))

    def _fill(self, desk: "Desk", open_sample: Callable[[], None] | None) -> None:
        from bdr_desk.ui.crash_window import show_bug
        from bdr_desk.ui.main_window import MainWindow
        from bdr_desk.ui.tasks import Tasks

        self._close_desk()
        self.main = MainWindow(
            desk, Tasks(desk, poll_ms=self._poll_ms), self.theme, self._settings, open_sample
        )
        self.main.tasks.bug.connect(show_bug)
        self.setCentralWidget(self.main)
        self.opened.emit()

    def _failed(self, error: DeskError) -> None:
        self._tell(error)
        if self.main is None:
            self.close()

    def _close_desk(self) -> None:
        if self.main is not None:
            desk = self.main.desk
            self.main.close()
            desk.store.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._settings.setValue("geometry", self.saveGeometry())
        self._close_desk()
        super().closeEvent(event)


def _opening() -> QWidget:
    """The bar and the ground, as they will stand when the desk has moved in."""
    bar = QFrame()
    dress(bar, look="top")
    bar.setLayout(row(label("BDR Desk", "strong"), 0, label("Opening…", "soft"), margins=(16, 6, 16, 6)))
    bar.setFixedHeight(44)
    ground = QWidget()
    ground.setLayout(column(bar, 1, gap=0))
    return ground
