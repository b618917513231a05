"""Tables written to files: whole or not at all, opened by our own reader as they were, never run by a spreadsheet."""

import errno
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdr_desk.domain.export import Cells, Table, safe_cell
from bdr_desk.errors import BadInput, DeskError, FileProblem, Refused
from bdr_desk.files import xlsx_out
from bdr_desk.files.list_file import open_list
from bdr_desk.files.table_out import write_table

HEADER = ("Name", "Company", "Phone", "Note")
ROWS = (
    ("Ada Okafor", "Harbor Freightways LLC", "+16175550142", "line one\nline two"),
    ("Jürgen Groß", 'Spedition "Nord", GmbH', "+4915228817386; +442079460123 ext. 12", ""),
    ("李小龍", "Łódź & Co", "", "=HYPERLINK(\"http://evil.example\",\"Click\")"),
)  # fmt: skip


def table(rows: Iterator[Cells] | None = None) -> Table:
    return Table("people", HEADER, iter(ROWS) if rows is None else rows)


def accepted(_rows: int) -> None:
    pass


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".XLSX"])
def test_our_own_reader_gets_back_what_was_written(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"out{ending}"
    assert write_table(path, table(), accepted) == len(ROWS)
    read = open_list(path)
    assert read.header == HEADER
    cells = [tuple(cell.replace("\r\n", "\n") for cell in cells) for _, cells in read.rows()]
    formula = "'" if ending == ".csv" else ""  # a CSV has no types: only the apostrophe tells a text
    assert cells == [ROWS[0], ROWS[1], (*ROWS[2][:3], formula + ROWS[2][3])]


def test_excel_knows_the_encoding_of_a_csv_by_its_mark(tmp_path: Path) -> None:
    write_table(tmp_path / "out.csv", table(), accepted)
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbfName,")


def test_a_workbook_holds_texts_only(tmp_path: Path) -> None:
    write_table(tmp_path / "out.xlsx", table(), accepted)
    with zipfile.ZipFile(tmp_path / "out.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet and set(re.findall(r'<c [^>]*t="(\w+)"', sheet)) == {"inlineStr"}


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)",
     "\t=1", "\r=1", "\n=1", "＝1+1", "-", "+1 617 555 0142", "+16175550142*2"],
)  # fmt: skip
def test_what_could_be_a_formula_gets_an_apostrophe(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ann",
        "+16175550142",
        "+16175550142 ext. 12",
        "+16175550142; +442079460123",
        "-3.5",
        "-12",
        "1=1",
        "a@b.example",
    ],
)
def test_what_runs_nothing_stays_as_it_is(text: str) -> None:
    assert safe_cell(text) == text


@given(st.text())
def test_no_cell_begins_like_a_formula_unless_it_is_a_number(text: str) -> None:
    cell = safe_cell(text)
    assert cell.removeprefix("'") == text.removeprefix("'")
    if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")):
        assert re.fullmatch(r"[-+]?[\d.,; +]+(ext\. \d+)?.*\d", cell)
        assert not re.search(r"[=@(!|*/^&%:]", cell)


def test_a_sheet_that_is_full_goes_on_in_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_out, "MOST_ROWS", 3)
    assert write_table(tmp_path / "out.xlsx", table(iter(ROWS + ROWS)), accepted) == 6
    with zipfile.ZipFile(tmp_path / "out.xlsx") as book:
        sheets = sorted(name for name in book.namelist() if "worksheets/sheet" in name)
        rows = [book.read(name).decode().count("<row") for name in sheets]
    assert rows == [3, 3, 3]  # the header and two rows each


def break_off() -> Iterator[Cells]:
    yield ROWS[0]
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileProblem, match="No space left"):
        write_table(tmp_path / name, table(break_off()), accepted)
    assert list(tmp_path.iterdir()) == []


def test_what_was_there_stays_unless_overwriting_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("mine")
    with pytest.raises(FileProblem, match="already"):
        write_table(path, table(), accepted)
    with pytest.raises(FileProblem, match="No space"):
        write_table(path, table(break_off()), accepted, overwrite=True)
    assert path.read_text() == "mine"
    assert write_table(path, table(), accepted, overwrite=True) == 3


def test_an_export_that_may_not_be_made_is_no_file(tmp_path: Path) -> None:
    def refuse(rows: int) -> None:
        raise Refused(f"{rows} rows are not to leave.")

    with pytest.raises(Refused, match="3 rows"):
        write_table(tmp_path / "out.csv", table(), refuse)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["out.pdf", "out", "folder.csv", "missing/out.csv"])
def test_where_nothing_can_be_written_it_says_so(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(DeskError) as told:
        write_table(tmp_path / name, table(), accepted)
    assert isinstance(told.value, BadInput | FileProblem) and told.value.advice
