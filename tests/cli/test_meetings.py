"""`meeting book|move|cancel|list` from the command line."""

from contextlib import redirect_stderr, redirect_stdout
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from bdr_desk.app import main
from bdr_desk.desk import Desk
from bdr_desk.queries.meetings import meetings, reps
from bdr_desk.store.tables import Project
from tests.cli.desk_command import Command, Ran
from tests.people import LONDON, add_lead

REP = "dana.reyes@northwind.example"


class InThisProcess(Command):
    """The same words without a process of their own: only the first test below needs that."""

    def __call__(self, *arguments: str | Path, **_process: Any) -> Ran:
        out, err = StringIO(), StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            try:
                status = main(["--data-dir", str(self.folder), "--now", self.now, *map(str, arguments)])
            except SystemExit as stop:  # argparse: wrong usage
                status = int(stop.code or 0)
        return Ran(status, out.getvalue(), err.getvalue())


@pytest.fixture
def bdr_desk(tmp_path: Path) -> Command:
    return InThisProcess(tmp_path)


@pytest.fixture
def lead(desk: Desk, project: Project) -> str:
    return str(add_lead(desk, project, phones=(LONDON,)))


def test_a_meetings_life(desk: Desk, lead: str, tmp_path: Path) -> None:
    bdr_desk, out = Command(tmp_path), tmp_path / "out" / "invite.ics"
    booked = bdr_desk.json("meeting", "book", lead, "--with", REP, "--next", "--waive", "test", "--out", out)
    assert {"meeting", "uid", "sequence", "starts", "ends", "handoff"} <= set(booked)
    assert booked["sequence"] == 0
    starts, ends = datetime.fromisoformat(booked["starts"]), datetime.fromisoformat(booked["ends"])
    assert (ends - starts).total_seconds() == 30 * 60
    assert booked["uid"] in out.read_bytes().decode().replace("\r\n ", "")

    moved = bdr_desk.json("meeting", "move", booked["meeting"], "--at", "2027-04-09T11:00", "--out", out)
    assert {"meeting", "uid", "sequence", "status", "attendees"} <= set(moved)
    assert (moved["uid"], moved["sequence"], moved["status"]) == (booked["uid"], 1, "booked")
    assert moved["starts"] == "2027-04-09T15:00:00+00:00"  # eleven on the rep's clock
    assert b"SEQUENCE:1" in out.read_bytes()

    cancelled = bdr_desk.json("meeting", "cancel", booked["meeting"], "--out", out)
    assert (cancelled["uid"], cancelled["sequence"], cancelled["status"]) == (booked["uid"], 2, "cancelled")
    assert cancelled["attendees"] == [
        {"name": "Ada Okafor", "email": "ada.okafor@harbor.example", "answer": "NEEDS-ACTION"}
    ]
    assert b"METHOD:CANCEL" in out.read_bytes()

    (row,) = bdr_desk.json("meeting", "list")
    assert (row["meeting"], row["status"], row["handoff_status"]) == (
        booked["meeting"],
        "cancelled",
        "returned",
    )


def test_at_with_an_offset_wins_over_the_reps_clock(bdr_desk: Command, lead: str) -> None:
    at = "2027-04-08T15:00+01:00"
    booked = bdr_desk.json(
        "meeting", "book", lead, "--with", REP, "--at", at, "--waive", "test", "--minutes", "45"
    )
    assert (booked["starts"], booked["ends"]) == ("2027-04-08T14:00:00+00:00", "2027-04-08T14:45:00+00:00")
    assert Path(booked["file"]).is_file()


def test_a_person_reads_both_times_and_the_file(bdr_desk: Command, lead: str) -> None:
    ran = bdr_desk("meeting", "book", lead, "--with", REP, "--at", "2027-04-08T10:00", "--waive", "test")
    assert ran.status == 0, ran.err
    assert "Thu 8 Apr 10:00 (America/New_York; Thu 8 Apr 15:00 their time)" in ran.out
    assert ".ics" in ran.out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--next"], "below the lead definition"),
        (["--next", "--waive", "test", "--send"], "Sending mail is not set up"),
        (["--at", "2027-04-08", "--waive", "test"], "without a time"),
        (["--at", "2027-03-01T10:00", "--waive", "test"], "in the past"),
        (["--next", "--waive", "test", "--out", "IN THE WAY/invite.ics"], "cannot be written"),
    ],
)
def test_known_error_changes_nothing(
    bdr_desk: Command, desk: Desk, lead: str, tmp_path: Path, arguments: list[str], says: str
) -> None:
    (tmp_path / "IN THE WAY").write_text("a file where a folder would be")
    here = [word.replace("IN THE WAY", str(tmp_path / "IN THE WAY")) for word in arguments]
    ran = bdr_desk("meeting", "book", lead, "--with", REP, *here)
    assert (ran.status, ran.out) == (1, "")
    assert says in ran.err
    assert meetings(desk) == ()
    assert reps(desk) == ()


@pytest.mark.parametrize("arguments", [[], ["--next", "--at", "2027-04-08T10:00"]])
def test_either_a_time_or_the_next_slot(bdr_desk: Command, lead: str, arguments: list[str]) -> None:
    assert bdr_desk("meeting", "book", lead, "--with", REP, *arguments).status == 2


def test_no_meetings_says_what_to_do(bdr_desk: Command, desk: Desk) -> None:
    assert "meeting book" in bdr_desk("meeting", "list").out
