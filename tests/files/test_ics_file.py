"""Invitations as text: letter for letter against golden files, and read back by programs that are not ours."""

import json
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from bdr_desk.domain.invitation import Invitation, Method, Party, publish_copy
from bdr_desk.errors import FileProblem
from bdr_desk.files.ics_file import calendar_text, parties, save, try_folder

HERE = Path(__file__).parent
SYSTEM_PYTHON = "/usr/bin/python3"  # the one Debian's libical is bound to

REQUEST = Invitation(
    method=Method.REQUEST,
    uid="01890a5d-ac96-774b-bcce-b302099a8057@bdr-desk",
    sequence=0,
    stamped_at=datetime(2027, 4, 6, 14, 0, tzinfo=UTC),
    starts=datetime(
        2027, 4, 8, 14, 0, tzinfo=UTC
    ),  # 10:00 in New York, between the American and the European change
    minutes=30,
    zone="America/New_York",
    organizer=Party("Dana Reyes", "dana.reyes@northwind.example"),
    sent_by=Party("Sam Lee", "sam.lee@northwind.example"),
    attendee=Party("Zoë Müller", "zoe.mueller@harbor.example"),
    subject="Northwind and Harbor Clinic: introduction",
    place="https://meet.northwind.example/dana",
    text="Shift planning: where slots are lost, and what others do about it.\n\nhttps://meet.northwind.example/dana",
)
MOVED = replace(
    REQUEST,
    sequence=1,
    stamped_at=REQUEST.stamped_at + timedelta(hours=1),
    starts=datetime(2027, 4, 9, 15, 0, tzinfo=UTC),
)
GOLDEN = {
    "request": REQUEST,
    "moved": MOVED,
    "cancel": replace(
        MOVED, method=Method.CANCEL, sequence=2, stamped_at=REQUEST.stamped_at + timedelta(hours=2)
    ),
    "publish": publish_copy(REQUEST),
    "utc": replace(REQUEST, zone="America/Santiago"),
    "hostile": replace(
        REQUEST,
        organizer=Party(
            'Dana "Ace" Reyes, Jr.; x:y\r\nATTENDEE:mailto:evil@harbor.example',
            "dana.reyes@northwind.example",
        ),
        attendee=Party("Ana\x00 \x07\u2028Silva ^n \\, ;", "ana?cc=x@harbor.example"),
        subject="Budget, plan; back\\slash\r\nEND:VEVENT\r\n" + "😀" * 200,
        place="Room 4\nMETHOD:PUBLISH",
        text="one\r\nEND:VCALENDAR\ttwo, three; four\\ five \x1b[31m",
    ),
}


def content_lines(text: str) -> list[str]:
    return text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


@pytest.mark.parametrize("name", GOLDEN)
def test_golden(name: str) -> None:
    expected = (HERE / "golden" / f"{name}.ics").read_bytes()
    assert calendar_text(GOLDEN[name]).encode() == expected


@pytest.mark.parametrize("name", GOLDEN)
def test_lines_end_in_crlf_and_are_at_most_75_octets(name: str) -> None:
    data = calendar_text(GOLDEN[name]).encode()
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert data.count(b"\n") == data.count(b"\r\n") == data.count(b"\r")
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # no character is cut in half


@pytest.mark.parametrize("name", GOLDEN)
def test_one_calendar_one_event_one_method_at_the_top(name: str) -> None:
    lines = content_lines(calendar_text(GOLDEN[name]))
    assert lines.count("BEGIN:VCALENDAR") == lines.count("END:VCALENDAR") == 1
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 1
    methods = [number for number, line in enumerate(lines) if line.startswith("METHOD:")]
    assert len(methods) == 1
    assert methods[0] < min(lines.index(line) for line in lines[1:] if line.startswith("BEGIN:"))
    assert sum(line.startswith("ATTENDEE") for line in lines) == (0 if name == "publish" else 1)


def test_product_is_our_own() -> None:
    assert "PRODID:-//BDR Desk//BDR Desk//EN" in content_lines(calendar_text(REQUEST))


def test_cancel_says_so_three_ways() -> None:
    lines = content_lines(calendar_text(GOLDEN["cancel"]))
    assert {"METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:2", f"UID:{REQUEST.uid}"} <= set(lines)


def test_no_sender_no_sent_by() -> None:
    assert "SENT-BY" not in calendar_text(replace(REQUEST, sent_by=None))


@pytest.mark.parametrize("minutes", [-60, -30, 0, 30, 60])
def test_hour_shown_twice_is_written_in_utc(minutes: int) -> None:
    twice = datetime(2027, 11, 7, 6, 0, tzinfo=UTC)  # 1:00 in New York, the second time
    text = calendar_text(replace(REQUEST, starts=twice + timedelta(minutes=minutes)))
    assert "VTIMEZONE" not in text if minutes < 60 else "VTIMEZONE" in text


def test_zone_that_is_utc_is_written_as_utc() -> None:
    assert "DTSTART:20270408T140000Z" in content_lines(calendar_text(replace(REQUEST, zone="UTC")))


@pytest.mark.parametrize("name", [name for name in GOLDEN if name not in ("publish", "hostile")])
def test_people_are_read_back_letter_for_letter(name: str) -> None:
    organizer, sent_by, attendee = parties(calendar_text(GOLDEN[name]))
    assert (organizer, attendee) == (REQUEST.organizer, REQUEST.attendee)
    assert sent_by == Party("", "sam.lee@northwind.example")


def test_hostile_people_are_written_the_same_again() -> None:
    text = calendar_text(GOLDEN["hostile"])
    organizer, sent_by, attendee = parties(text)
    again = calendar_text(replace(GOLDEN["hostile"], organizer=organizer, sent_by=sent_by, attendee=attendee))
    assert again == text


# Independent readers.


def read_with_libical(texts: list[str]) -> list[dict[str, Any]]:
    if not Path(SYSTEM_PYTHON).exists():
        pytest.skip("no system Python")
    importable = "import gi; gi.require_version('ICalGLib', '3.0'); from gi.repository import ICalGLib"
    if subprocess.run([SYSTEM_PYTHON, "-c", importable], check=False, capture_output=True).returncode:
        pytest.skip("libical is not installed (apt install python3-gi gir1.2-ical-3.0)")
    done = subprocess.run(
        [SYSTEM_PYTHON, str(HERE / "read_with_libical.py")],
        input=json.dumps(texts), check=True, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def test_libical_reads_what_was_meant() -> None:
    read = dict(zip(GOLDEN, read_with_libical([calendar_text(i) for i in GOLDEN.values()]), strict=True))
    for name, meant in GOLDEN.items():
        found = read[name]
        assert found["lawful"], name  # icalrestriction_check: the rules of RFC 5546 for this METHOD
        assert found["errors"] == 0
        assert (found["method"], found["events"]) == (meant.method, 1)
        assert (found["uid"], found["sequence"]) == (meant.uid, meant.sequence)
        assert (found["starts"], found["ends"]) == (meant.starts.timestamp(), meant.ends.timestamp())
        assert found["organizer"]["value"] == "mailto:dana.reyes@northwind.example"
    assert read["request"]["attendee"] == {
        "value": "mailto:zoe.mueller@harbor.example", "CN": "CN=Zoë Müller", "RSVP": "RSVP=TRUE",
        "PARTSTAT": "PARTSTAT=NEEDS-ACTION", "ROLE": "ROLE=REQ-PARTICIPANT", "CUTYPE": "CUTYPE=INDIVIDUAL", "SENTBY": "",
    }  # fmt: skip
    assert read["request"]["organizer"]["SENTBY"] == 'SENT-BY="mailto:sam.lee@northwind.example"'
    assert read["request"]["description"] == REQUEST.text
    assert [read[name]["attendees"] for name in GOLDEN] == [1, 1, 1, 0, 1, 1]
    assert [read[name]["zones"] for name in GOLDEN] == [1, 1, 1, 1, 0, 1]


def test_libical_refuses_what_is_not_lawful() -> None:
    """The check above can fail: without its DTSTAMP a REQUEST is refused."""
    broken = calendar_text(REQUEST).replace("DTSTAMP:20270406T140000Z\r\n", "")
    assert not read_with_libical([broken])[0]["lawful"]


def weekly(zone: str) -> list[Invitation]:
    """A meeting each week from before the changes of 2027 until after those of 2028, and each hour of the nights themselves."""
    weeks = [datetime(2027, 1, 5, 14, 30, tzinfo=UTC) + timedelta(weeks=week) for week in range(100)]
    nights = [
        datetime(2027, *day, tzinfo=UTC) for day in ((3, 14), (3, 28), (4, 3), (10, 2), (10, 31), (11, 7))
    ]
    hours = [night + timedelta(hours=hour) for night in nights for hour in range(24)]
    return [replace(REQUEST, zone=zone, starts=starts) for starts in weeks + hours]


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/London", "Europe/Berlin", "Australia/Sydney"])
def test_libical_reads_the_same_instants_across_every_change(zone: str) -> None:
    meant = weekly(zone)
    found = read_with_libical([calendar_text(invitation) for invitation in meant])
    assert [(f["starts"], f["ends"]) for f in found] == [
        (invitation.starts.timestamp(), invitation.ends.timestamp()) for invitation in meant
    ]
    assert all(f["standards"] == f["daylights"] == f["zones"] for f in found)


def test_icalendar_reads_it_back() -> None:
    event = Calendar.from_ical(calendar_text(GOLDEN["hostile"])).walk("VEVENT")[0]
    assert event["DTSTART"].dt == REQUEST.starts
    assert str(event["LOCATION"]) == "Room 4 METHOD:PUBLISH"
    assert str(event["DESCRIPTION"]) == "one\nEND:VCALENDAR\ttwo, three; four\\ five [31m"


# Files.


def test_save_writes_the_whole_file_and_leaves_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "new folder" / "invite.ics"
    save("old\r\n", target)
    save(calendar_text(REQUEST), target)
    assert target.read_bytes() == calendar_text(REQUEST).encode()
    assert [file.name for file in target.parent.iterdir()] == ["invite.ics"]


def test_place_that_cannot_be_written_is_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    for attempt in (
        lambda: save("x", tmp_path / "file" / "invite.ics"),
        lambda: try_folder(tmp_path / "file" / "i.ics"),
    ):
        with pytest.raises(FileProblem, match="cannot be written"):
            attempt()


def test_save_over_a_folder_leaves_no_part_behind(tmp_path: Path) -> None:
    (tmp_path / "invite.ics").mkdir()
    with pytest.raises(FileProblem):
        save("x", tmp_path / "invite.ics")
    with pytest.raises(FileProblem, match="folder"):
        try_folder(tmp_path / "invite.ics")
    assert [file.name for file in tmp_path.iterdir()] == ["invite.ics"]
