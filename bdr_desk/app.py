"""Builds everything once; the only file that knows every room.

The window is on the screen before the rooms behind it are imported, so they are imported where they are used.
"""

import gc
import locale
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bdr_desk import paths
from bdr_desk.errors import DeskError

if TYPE_CHECKING:
    from bdr_desk.desk import Desk
    from bdr_desk.telephony.line import Line


def open_desk(
    data_dir: Path, now: datetime | None = None, *, line: "Line | None" = None, patience: float | None = None
) -> "Desk":
    """Open the desk kept in `data_dir`. `now` (aware) sets its clock; `patience` is how many seconds a locked store is
    waited for. Raises StoreProblem.
    """
    from bdr_desk.desk import Desk, shifted_clock, wall_clock
    from bdr_desk.store.identity import this_user
    from bdr_desk.store.store import PATIENCE_SECONDS, open_store
    from bdr_desk.telephony.tel_link import TelLink

    clock = wall_clock if now is None else shifted_clock(now)
    store = open_store(
        paths.store_file(data_dir), patience=PATIENCE_SECONDS if patience is None else patience, now=clock()
    )
    me = this_user(store, clock(), local_zone)
    return Desk(store, line or TelLink(_open_with_system), clock, data_dir, me)


def local_zone() -> str:
    """The IANA name of this machine's zone; UTC where it cannot be told."""
    from zoneinfo import ZoneInfoNotFoundError

    import tzlocal

    try:
        return tzlocal.get_localzone_name() or "UTC"
    except (ZoneInfoNotFoundError, ValueError, LookupError):
        return "UTC"


def main(arguments: Sequence[str]) -> int:
    """Run the command line, or open the window when no command is named; returns the exit status."""
    from bdr_desk.cli import main as cli

    args = cli.parser_for(arguments).parse_args(arguments)
    if args.command not in (None, "demo"):
        return cli.run(args, _open_for_command)
    try:
        now = cli.read_moment(args.now) if args.now else None
    except DeskError as error:
        return report(error)
    if args.command == "demo":
        folder = args.data_dir or _sample_dir()
        return run_window(folder, lambda: open_demo(folder, now))
    folder = args.data_dir or paths.default_data_dir()
    return run_window(folder, lambda: open_desk(folder, now), lambda: open_demo(_sample_dir(), now))


def _open_for_command(data_dir: Path, now: datetime | None) -> "Desk":
    desk = open_desk(data_dir, now)
    _settle()
    return desk


def _settle() -> None:
    """What the start has imported is here to stay: the garbage collector, off until now, need not look at it again."""
    gc.freeze()
    gc.enable()


def _sample_dir() -> Path:
    return paths.default_data_dir() / "demo"


def open_demo(data_dir: Path, now: datetime | None = None) -> "Desk":
    """The sample project on the simulated line, in a folder of its own; made when it is not there yet."""
    from bdr_desk.demo import sample_desk
    from bdr_desk.telephony.simulated import SimulatedLine

    return sample_desk(open_desk(data_dir, now, line=SimulatedLine()))


def run_window(
    data_dir: Path, open_it: Callable[[], "Desk"], open_sample: Callable[[], "Desk"] | None = None
) -> int:
    """Show the window, open the desk in it, and stay until it is closed; returns the exit status."""
    from PySide6.QtWidgets import QApplication

    from bdr_desk.log import start_log
    from bdr_desk.ui.collecting import Collector
    from bdr_desk.ui.crash_window import catch_bugs
    from bdr_desk.ui.opening import DeskWindow
    from bdr_desk.ui.theme import Theme

    start_log(data_dir)
    catch_bugs()
    app = QApplication([])
    locale.setlocale(
        locale.LC_TIME, "C"
    )  # Qt took over the system's; the desk names days in its own language
    Collector(app)
    problems: list[DeskError] = []
    window = DeskWindow(Theme(app), data_dir, problems.append)
    window.opened.connect(_settle)
    window.show()
    window.open(open_it, open_sample)
    app.exec()
    return report(problems[0]) if problems else 0


def report(error: DeskError) -> int:
    """Say a known error on stderr, or in a window of its own where the program was started without a console."""
    if sys.stderr is not None:
        from bdr_desk.cli import main as cli

        cli.report(error)
    else:
        from PySide6.QtWidgets import QMessageBox

        QMessageBox.critical(None, "BDR Desk", str(error))
    return 1


def _open_with_system(uri: str) -> None:
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QDesktopServices

    QDesktopServices.openUrl(QUrl(uri))
