"""Writing invitations as files, for Outlook and other calendars to open. Never inside a transaction."""

from contextlib import suppress
from pathlib import Path
from uuid import UUID

from bdr_desk import paths
from bdr_desk.desk import Desk
from bdr_desk.files import ics_file
from bdr_desk.queries.invitations import Written, latest_message, rep_copy


def write_invitation(desk: Desk, meeting: UUID, out: Path | None = None) -> Path:
    """Write the meeting's latest message to `out`, into it when it is a folder, or else to the desk's own folder.

    Returns the file. Raises NotFound and FileProblem.
    """
    return _write(desk, latest_message(desk, meeting), out)


def write_rep_copy(desk: Desk, meeting: UUID, out: Path | None = None) -> Path:
    """Write the appointment for the rep's own calendar; places and errors as for `write_invitation`."""
    return _write(desk, rep_copy(desk, meeting), out)


def check_out(desk: Desk, out: Path | None) -> None:
    """Find out whether an invitation could be written (to `out` as for `write_invitation`), before anything is booked.

    Raises FileProblem.
    """
    ics_file.try_folder(_target(desk, out, "invitation.ics"))


def _write(desk: Desk, written: Written, out: Path | None) -> Path:
    target = _target(desk, out, written.file_name)
    ics_file.save(written.text, target)
    return target


def _target(desk: Desk, out: Path | None, file_name: str) -> Path:
    if out is None:
        return paths.invitations_dir(desk.data_dir) / file_name
    with suppress(OSError):  # a place that cannot be looked at is found out when it is written to
        if out.is_dir():
            return out / file_name
    return out
