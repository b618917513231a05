"""Pasted cells: kept as a file that reads as what was copied."""

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bdr_desk.errors import BadInput, FileProblem
from bdr_desk.files.list_file import open_list
from bdr_desk.files.pasted import keep_pasted

AT = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
HEADER = ["Company", "Contact Name", "Work Phone"]
cells = st.text(st.sampled_from("abcXYZ äöñłж😀0123456789.,;|\"'-@\n\t"), max_size=12)


def clipboard(rows: list[list[str]]) -> str:
    """Tab-separated with CRLF, as Excel and LibreOffice put it there."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter="\t", lineterminator="\r\n").writerows(rows)
    return out.getvalue()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(rows=st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=6))
def test_what_was_copied_is_read(tmp_path: Path, rows: list[list[str]]) -> None:
    file = open_list(keep_pasted(tmp_path, clipboard([HEADER, *rows]), AT))
    assert file.header == tuple(HEADER)
    assert [cells for _, cells in file.rows()] == rows


def test_the_file_is_named_for_its_moment_and_holds_unicode(tmp_path: Path) -> None:
    path = keep_pasted(tmp_path / "new", "Company\tCity\nŻółw\tŁódź\n", AT)
    assert path.name.startswith("pasted 2026-03-14 093000 ")
    assert path.read_bytes() == "Company\tCity\r\nŻółw\tŁódź\r\n".encode()
    assert keep_pasted(tmp_path / "new", "Company\tCity\nElm\tBath\n", AT) != path


def test_a_quotation_mark_that_never_closes_is_a_mark(tmp_path: Path) -> None:
    path = keep_pasted(tmp_path, 'Company\tNote\n"Elm" Clinic\t5" pipe\n"Harbour\tx\n', AT)
    assert [cells for _, cells in open_list(path).rows()] == [['"Elm" Clinic', '5" pipe'], ['"Harbour', "x"]]


@pytest.mark.parametrize("text", ["", " \n\t\r\n", "hello", "\n hello \n".strip(), "\0"])
def test_what_are_no_rows(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadInput) as problem:
        keep_pasted(tmp_path, text, AT)
    assert problem.value.advice
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(FileProblem, match="cannot be kept"):
        keep_pasted(tmp_path / "file", "a\tb", AT)
