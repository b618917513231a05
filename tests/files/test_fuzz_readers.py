"""Damaged and hostile lists: read or refused in a sentence, never a crash, never a row lost in silence.

The same by coverage, for as long as one likes: `python -m tests.bench.fuzz_readers`.
"""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bdr_desk.errors import DeskError
from bdr_desk.files.list_file import ListFile, Record, open_list
from tests.files.mutations import CARDS, Change, changed, changed_inside, changes, seeds

SEEDS = seeds()
PACKED = ("xlsx", "ods")
quick = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=120)
slow = settings(quick, max_examples=25)  # a process each


def read(path: Path, data: bytes) -> tuple[ListFile, list[Record]] | None:
    """The file and its rows, looked over; None when refused as it should be."""
    path.write_bytes(data)
    try:
        file = open_list(path)
        rows = list(file.rows())
    except DeskError as error:
        assert error.title
        assert error.advice
        return None
    numbers = [number for number, _ in rows]
    assert numbers == sorted(set(numbers))
    assert list(file.sample) == rows[: len(file.sample)]
    assert all(isinstance(cell, str) and "\0" not in cell for _, cells in rows for cell in cells)
    assert file.width > 0
    return file, rows


@pytest.mark.parametrize("name", SEEDS)
def test_the_seeds_are_good(tmp_path: Path, name: str) -> None:
    found = read(tmp_path / "x", SEEDS[name])
    assert found
    assert len(found[1]) >= 2


@quick
@given(name=st.sampled_from([name for name in SEEDS if name not in (*PACKED, "xls")]), asked=changes)
def test_text_with_changes(tmp_path: Path, name: str, asked: list[Change]) -> None:
    read(tmp_path / "x", changed(SEEDS[name], asked))


@slow
@given(name=st.sampled_from((*PACKED, "xls")), asked=changes)
def test_spreadsheets_with_changes(tmp_path: Path, name: str, asked: list[Change]) -> None:
    read(tmp_path / "x", changed(SEEDS[name], asked))


@slow
@given(name=st.sampled_from(PACKED), asked=changes)
def test_cells_with_changes(tmp_path: Path, name: str, asked: list[Change]) -> None:
    read(tmp_path / "x", changed_inside(SEEDS[name], asked))


@quick
@given(asked=changes)
def test_every_card_that_begins_is_a_row(tmp_path: Path, asked: list[Change]) -> None:
    plain = CARDS[: CARDS.index("BEGIN:VCARD", 10)].encode()
    data = changed(plain * 3, asked)
    if found := read(tmp_path / "x.vcf", data):
        file, rows = found
        lines = re.split(r"\r\n|\r|\n", data.decode("latin-1"))
        agents = [line.upper().startswith("AGENT") for line in lines]
        if file.kind == "vCard" and file.encoding in ("utf-8", "cp1252") and not any(agents):
            begun = sum(re.fullmatch(r"BEGIN *: *VCARD *", line.upper()) is not None for line in lines)
            assert len(rows) == begun


@quick
@given(
    rows=st.lists(st.lists(st.text(max_size=5), min_size=2, max_size=5), min_size=1, max_size=8),
    asked=changes,
)
def test_every_line_of_cells_is_a_row(tmp_path: Path, rows: list[list[str]], asked: list[Change]) -> None:
    """Without quotation marks a row is a line; empty lines and those above the data are none."""
    text = "\n".join(",".join(re.sub(r"[\",\s\0]", "", cell) or "x" for cell in cells) for cells in rows)
    data = changed(f"Company,Phone\n{text}\n".encode(errors="replace"), asked)
    if b'"' not in data and (found := read(tmp_path / "x.csv", data)):
        file, read_rows = found
        decoded = data.replace(b"\0", b"").decode(file.encoding, errors="replace")
        lines = re.split(r"\r\n|\r|\n", decoded)
        first = read_rows[0][0]
        assert file.kind == "vCard" or [number for number, _ in read_rows] == [
            n for n, line in enumerate(lines, 1) if line and n >= first
        ]
