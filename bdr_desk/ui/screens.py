"""Pictures of the window as it is, for looking at and for the README: one size and scheme at a time."""

from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QSize
from PySide6.QtWidgets import QApplication

from bdr_desk.ui.main_window import MainWindow
from bdr_desk.ui.theme import Scheme

SIZES = (QSize(1440, 900), QSize(1280, 720))


def settle(window: MainWindow, patience_ms: int = 5000) -> None:
    """Let the window finish what it reads, lay out and paint. Gives up after `patience_ms`."""
    deadline = QDeadlineTimer(patience_ms)
    quiet = 0
    while quiet < 3 and not deadline.hasExpired():
        QApplication.processEvents()
        quiet = quiet + 1 if window.tasks.idle else 0


def render(window: MainWindow, path: Path, size: QSize, scheme: Scheme) -> None:
    """Write a PNG of the whole window at `size` in `scheme`."""
    window.theme.choose(scheme)
    window.window().resize(size)
    settle(window)
    path.parent.mkdir(parents=True, exist_ok=True)
    window.window().grab().save(str(path))


def render_all(window: MainWindow, folder: Path, name: str) -> tuple[Path, ...]:
    """`name` at both sizes, light and dark."""
    made = []
    for size in SIZES:
        for scheme in (Scheme.LIGHT, Scheme.DARK):
            path = folder / f"{name}-{size.width()}x{size.height()}-{scheme}.png"
            render(window, path, size, scheme)
            made.append(path)
    return tuple(made)
