"""Builds everything once; the only file that knows every room. Qt is imported last, and only for the window."""

from datetime import datetime
from pathlib import Path

from bdr_desk import paths
from bdr_desk.desk import Clock, Desk, shifted_clock, wall_clock
from bdr_desk.store.identity import this_user
from bdr_desk.store.store import PATIENCE_SECONDS, open_store
from bdr_desk.telephony.line import Line
from bdr_desk.telephony.tel_link import TelLink


def open_desk(
    data_dir: Path,
    *,
    now: datetime | None = None,
    line: Line | None = None,
    patience: float = PATIENCE_SECONDS,
) -> Desk:
    """Open the desk kept in `data_dir`. `now` (aware) sets its clock. Raises StoreProblem."""
    clock: Clock = wall_clock if now is None else shifted_clock(now)
    store = open_store(paths.store_file(data_dir), patience=patience)
    me = this_user(store, clock(), local_zone())
    return Desk(store, line or TelLink(), clock, data_dir, me)


def local_zone() -> str:
    """The IANA name of this machine's zone; UTC where it cannot be told."""
    from zoneinfo import ZoneInfoNotFoundError

    import tzlocal

    try:
        return tzlocal.get_localzone_name() or "UTC"
    except (ZoneInfoNotFoundError, ValueError, LookupError):
        return "UTC"
