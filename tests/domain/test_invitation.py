"""What an invitation's texts and numbers must be, whatever is typed into them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdr_desk.domain.invitation import (
    FILE_NAME_BYTES,
    ONE_LINE_UNITS,
    Method,
    body,
    file_name,
    mailto,
    name_parameter,
    next_stamp,
    one_line,
    several_lines,
    subject_line,
)

NOW = datetime(2027, 4, 6, 14, 0, 0, 250, tzinfo=UTC)


def test_stamp_is_in_whole_seconds_and_always_later() -> None:
    first = next_stamp(NOW)
    assert first == NOW.replace(microsecond=0)
    assert next_stamp(NOW, first) == first + timedelta(seconds=1)
    assert next_stamp(NOW - timedelta(hours=1), first) > first  # the desk's clock was set back
    assert next_stamp(NOW + timedelta(hours=1), first) == first + timedelta(hours=1)


@given(st.text(max_size=400))
def test_one_line_is_one_line_of_limited_length(text: str) -> None:
    line = one_line(text)
    assert line == line.strip()
    assert not any(ord(c) < 32 or ord(c) in (127, 0x85, 0x2028, 0x2029) for c in line)
    assert len(line.encode("utf-16-le")) <= ONE_LINE_UNITS * 2


def test_a_character_of_two_units_is_not_cut_in_half() -> None:
    assert one_line("😀" * 200) == "😀" * 127


def test_several_lines_keep_their_breaks_and_lose_controls() -> None:
    assert several_lines("one\r\ntwo\rthree\x07\x00\u2028four \ud800") == "one\ntwo\nthree\nfour"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ('Dana "Ace" Reyes', "Dana 'Ace' Reyes"),
        ("Reyes, Dana; MBA", "Reyes, Dana; MBA"),
        ("A\r\nATTENDEE:x", "A ATTENDEE:x"),
        ("Ana ^n \\, Silva", "Ana n /, Silva"),
    ],
)
def test_name_cannot_leave_its_parameter(name: str, shown: str) -> None:
    assert name_parameter(name) == shown


@pytest.mark.parametrize(
    ("address", "uri"),
    [
        ("ana.silva+work@harbor.example", "mailto:ana.silva+work@harbor.example"),
        ("ana?subject=x@harbor.example", "mailto:ana%3Fsubject%3Dx@harbor.example"),
        ("ana\r\nX:1@harbor.example", "mailto:ana%0D%0AX%3A1@harbor.example"),
    ],
)
def test_mailto(address: str, uri: str) -> None:
    assert mailto(address) == uri


def test_subject_names_both_sides() -> None:
    assert subject_line("Northwind", "Harbor Clinic") == "Northwind and Harbor Clinic: introduction"
    assert subject_line("", "Harbor Clinic") == "Harbor Clinic: introduction"
    assert subject_line(" ", "") == "Introduction"


def test_body_repeats_the_place() -> None:
    assert body("Shift planning", "https://meet.example/x") == "Shift planning\n\nhttps://meet.example/x"
    assert body("", "") == ""


@given(who=st.text(max_size=150), account=st.text(max_size=150), method=st.sampled_from(Method))
def test_file_name_is_safe_on_every_system(who: str, account: str, method: Method) -> None:
    name = file_name(NOW, who, account, method)
    assert name.startswith("2027-04-06 14.00") and name.endswith(".ics")
    assert len(name.encode()) <= FILE_NAME_BYTES + len(".ics")
    assert not set(name) & set('<>:"/\\|?*')
    assert not any(ord(c) < 32 for c in name)
    assert not name.removesuffix(".ics").endswith((" ", "."))


def test_file_name_tells_who_and_what() -> None:
    assert file_name(NOW, "Ana Silva", "Harbor", Method.REQUEST) == "2027-04-06 14.00 Ana Silva (Harbor).ics"
    assert file_name(NOW, "", "Harbor", Method.CANCEL) == "2027-04-06 14.00 Harbor cancelled.ics"


def test_a_file_name_fits_the_file_system_in_any_script() -> None:
    name = file_name(datetime(2027, 4, 8, 10, 0, tzinfo=UTC), "张" * 80, "公司" * 60, Method.REQUEST)
    assert (
        len(name.encode()) <= FILE_NAME_BYTES + 4
        and name.startswith("2027-04-08 10.00 张")
        and name.endswith(".ics")
    )
