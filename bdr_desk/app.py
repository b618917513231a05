"""Builds everything once; the only file that knows every room. Qt is imported last, and only for the window."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from bdr_desk import paths
from bdr_desk.desk import Clock, Desk, shifted_clock, wall_clock
from bdr_desk.errors import DeskError
from bdr_desk.store.identity import this_user
from bdr_desk.store.store import PATIENCE_SECONDS, open_store
from bdr_desk.telephony.line import Line
from bdr_desk.telephony.tel_link import TelLink


def open_desk(
    data_dir: Path,
    now: datetime | None = None,
    *,
    line: Line | None = None,
    patience: float = PATIENCE_SECONDS,
) -> Desk:
    """Open the desk kept in `data_dir`. `now` (aware) sets its clock. Raises StoreProblem."""
    clock: Clock = wall_clock if now is None else shifted_clock(now)
    store = open_store(paths.store_file(data_dir), patience=patience)
    me = this_user(store, clock(), local_zone)
    return Desk(store, line or TelLink(), clock, data_dir, me)


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
        return cli.run(args, open_desk)
    try:
        now = cli.read_moment(args.now) if args.now else None
        desk = (
            open_demo(args.data_dir, now) if args.command == "demo" else open_desk(cli.data_dir_of(args), now)
        )
    except DeskError as error:
        cli.report(error)
        return cli.KNOWN_ERROR
    return run_window(desk)


def open_demo(data_dir: Path | None, now: datetime | None) -> Desk:
    """The sample project on the simulated line, in a folder of its own; made when it is not there yet."""
    from bdr_desk.demo import sample_desk
    from bdr_desk.telephony.simulated import SimulatedLine

    return sample_desk(open_desk(data_dir or paths.default_data_dir() / "demo", now, line=SimulatedLine()))


def run_window(desk: Desk) -> int:
    """Open the window on `desk` and stay until it is closed; returns the exit status."""
    from PySide6.QtWidgets import QApplication

    from bdr_desk.ui.main_window import open_window

    app = QApplication([])
    window = open_window(app, desk)
    try:
        return app.exec()
    finally:
        window.close()
        desk.store.close()
