"""Reading cadences: the shipped ones, and every fault of a bad file by its line."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from bdr_desk import paths
from bdr_desk.domain.cadence.plan import AT_ONCE, Another, Cadence, Ends, Retries, Retry, Touch, Unit, Wait
from bdr_desk.domain.cadence.written import from_json
from bdr_desk.domain.words import Medium
from bdr_desk.errors import FileProblem
from bdr_desk.files.cadence_file import cadence_text, read_cadence, write_cadence
from tests.domain.cadence.making import cadences

SOUND = """\
name = "Ours"

[[touches]]
medium = "call"
wait = "at once"
do = "Call."

[[touches]]
medium = "handwritten note"
wait = "2 business days"
do = "Write."
consent = true

[retries]
no_answer = { wait = "4 hours", another = "hour" }

[ends]
min_attempts = 4
"""


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "ours.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_cadence_is_read(tmp_path: Path) -> None:
    note = Touch(Medium.NOTE, Wait(2, Unit.BUSINESS_DAYS), "Write.", consent=True)
    assert read_cadence(written(tmp_path, SOUND)) == Cadence(
        "Ours",
        (Touch(Medium.CALL, AT_ONCE, "Call."), note),
        Retries(no_answer=Retry(Wait(4, Unit.HOURS), Another.HOUR)),
        ends=Ends(min_attempts=4),
    )


@pytest.mark.parametrize(
    ("name", "touches", "calls"), [("outbound", 12, 8), ("inbound", 9, 6), ("nurture", 14, 6)]
)
def test_the_shipped_cadences(name: str, touches: int, calls: int) -> None:
    cadence = read_cadence(paths.resources() / "cadences" / f"{name}.toml")
    dialled = [t for t in cadence.touches if t.medium in (Medium.CALL, Medium.VOICEMAIL)]
    assert (len(cadence.touches), len(dialled)) == (touches, calls)
    assert cadence.ends.min_attempts >= 6 and cadence.caps.touches_per_contact <= 21
    assert cadence.about and all(touch.do.endswith((".", "?")) for touch in cadence.touches)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('name = "Ours"\n', "", "name is missing"),
        ('name = "Ours"', "name = Ours", "line 1"),
        ('"handwritten note"', '"fax"', "line 8: medium “fax” must be one of"),
        ('"2 business days"', '"2 weeks"', "line 8: wait “2 weeks” is not a wait: write it like"),
        ('do = "Call."', "", "line 3: do is missing"),
        ("[[touches]]", "[[touch]]", "“touch” is not a field of a cadence"),
        ('another = "hour"', 'another = "day"', "retries: no_answer: another “day” must be one of"),
        ("min_attempts = 4", "min_attempts = 40", "ends: min_attempts must be a whole number from 2 to 20"),
    ],
)
def test_each_fault_is_named(tmp_path: Path, old: str, new: str, says: str) -> None:
    with pytest.raises(FileProblem) as refused:
        read_cadence(written(tmp_path, SOUND.replace(old, new)))
    assert says in refused.value.title and "shipped cadences" in refused.value.advice


def test_touches_in_one_line_are_counted(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="touch 1: do is missing"):
        read_cadence(written(tmp_path, 'name = "X"\ntouches = [{ medium = "call", wait = "at once" }]'))


def test_files_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="cannot be read"):
        read_cadence(tmp_path / "none.toml")
    with pytest.raises(FileProblem, match="nested too deeply"):
        read_cadence(written(tmp_path, "a = " + "[" * 5000))


@given(cadences())
def test_what_is_written_is_read_again(cadence: Cadence) -> None:
    assert from_json(tomllib.loads(cadence_text(cadence))) == cadence


def test_a_file_that_is_there_is_written_over_only_when_told(tmp_path: Path) -> None:
    file = written(tmp_path, SOUND)
    ours = replace(read_cadence(file), name='Ours, “new”\\ "2"\x7f\n')
    with pytest.raises(FileProblem, match="is there already"):
        write_cadence(file, ours)
    assert read_cadence(file).name == "Ours"
    write_cadence(file, ours, overwrite=True)
    assert read_cadence(file).touches == ours.touches
    with pytest.raises(FileProblem, match="cannot be written"):
        write_cadence(tmp_path / "nowhere" / "ours.toml", ours)
