"""Invitation files on disk."""

from datetime import timedelta
from pathlib import Path

import pytest

from bdr_desk import paths
from bdr_desk.actions.invitations import check_out, write_invitation, write_rep_copy
from bdr_desk.actions.meetings import cancel, move
from bdr_desk.desk import Desk
from bdr_desk.errors import FileProblem, NotFound, Refused
from bdr_desk.store.columns import new_key
from bdr_desk.store.tables import Project
from tests.actions.test_meetings import THURSDAY_TEN, booked


def test_written_to_the_desks_own_folder(desk: Desk, project: Project) -> None:
    done = booked(desk, project)
    file = write_invitation(desk, done.meeting)
    assert (
        file
        == paths.invitations_dir(desk.data_dir) / "2027-04-08 10.00 Ada Okafor (Harbor Freightways LLC).ics"
    )
    assert file.name == done.file_name
    assert file.read_bytes() == done.ics.encode()


def test_the_latest_message_is_the_one_written(desk: Desk, project: Project, tmp_path: Path) -> None:
    done = booked(desk, project)
    moved = move(desk, done.meeting, THURSDAY_TEN + timedelta(days=1))
    assert write_invitation(desk, done.meeting, tmp_path / "x.ics").read_bytes() == moved.ics.encode()
    cancelled = cancel(desk, done.meeting)
    into = write_invitation(desk, done.meeting, tmp_path)
    assert into.read_bytes() == cancelled.ics.encode()
    assert into.name.endswith("cancelled.ics")


def test_reps_copy_is_an_appointment(desk: Desk, project: Project, tmp_path: Path) -> None:
    done = booked(desk, project)
    text = write_rep_copy(desk, done.meeting, tmp_path / "copy.ics").read_bytes().decode()
    assert "METHOD:PUBLISH" in text
    assert "ATTENDEE" not in text
    assert f"UID:{done.uid}" in text
    cancel(desk, done.meeting)
    with pytest.raises(Refused, match="cancelled"):
        write_rep_copy(desk, done.meeting)


def test_place_that_cannot_be_written(desk: Desk, project: Project, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(FileProblem):
        write_invitation(desk, booked(desk, project).meeting, tmp_path / "file" / "x.ics")
    with pytest.raises(FileProblem):
        check_out(desk, tmp_path / "file" / "x.ics")


def test_looking_whether_a_place_can_be_written_leaves_nothing(desk: Desk, tmp_path: Path) -> None:
    check_out(desk, tmp_path)
    check_out(desk, tmp_path / "x.ics")
    assert [file.name for file in tmp_path.iterdir() if not file.name.startswith("desk.sqlite3")] == []
    (tmp_path / "invitations").write_text("in the way of the desk's own folder")
    with pytest.raises(FileProblem):
        check_out(desk, None)
    with pytest.raises(FileProblem):
        check_out(desk, tmp_path / ("long" * 100 + ".ics"))


def test_no_such_meeting(desk: Desk) -> None:
    with pytest.raises(NotFound):
        write_invitation(desk, new_key())
