"""Spreadsheets: cells as a person sees them, and no file that can take the desk down."""

import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdr_desk.errors import BadInput, FileProblem
from bdr_desk.files import sheet_file
from bdr_desk.files.list_file import ListFile, open_list
from bdr_desk.files.sheet_cells import beginning, frames, shown
from tests.files.sheets import DATE, DURATION, PERCENT, TIME, column_letter, ods, ods_text, ods_value, xlsx

HEADER = ["Company", "Contact", "Work Phone", "E-mail"]
ANN = ["Harbour Mills", "Ann Lee", "+16175550142", "ann@harbour.example"]
BEN = ["Elm Clinic", "Ben Noor", "+16175550143", "ben@elm.example"]
DATA = Path(__file__).parents[1] / "data" / "lists"


def rows(file: ListFile) -> list[list[str]]:
    return [cells for _, cells in file.rows()]


def test_cells_as_a_person_sees_them(tmp_path: Path) -> None:
    seen = {
        16175550142: "16175550142", 442079460123.0: "442079460123",
        1.2e20: "120000000000000000000", 12.5: "12.5", 0: "0", True: "TRUE", (46023, DATE): "2026-01-01",
        (0.5, TIME): "12:00:00", (1.75, DURATION): "42:00:00", (0.25, PERCENT): "0.25", "#N/A": "", "02139": "02139",
        1e-7: "0.0000001", " x ": " x ", "a\nb": "a\nb",
    }  # fmt: skip
    path = xlsx(
        tmp_path / "x.bin", {"S": [["Company", *map(column_letter, range(len(seen)))], ["Elm", *seen]]}
    )
    assert rows(open_list(path)) == [["Elm", *seen.values()]]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_no_number_is_rounded_or_shown_in_e_notation(number: float) -> None:
    text = shown(number)
    assert "e" not in text.lower()
    assert float(text) == number


@given(st.integers(0, 10**15))
def test_a_whole_number_keeps_its_digits(number: int) -> None:
    assert shown(float(number)) == str(number)


def test_the_sheet_that_holds_rows_is_read_and_hidden_ones_are_last(tmp_path: Path) -> None:
    sheets = {"Old": [HEADER, BEN], "Cover": [], "People": [HEADER, ANN]}
    path = xlsx(tmp_path / "x.xlsx", sheets, hidden=["Old"])
    file = open_list(path)
    assert (file.kind, file.sheet, file.sheets) == ("Excel", "People", ("Cover", "People", "Old"))
    assert rows(file) == [ANN]
    assert rows(open_list(path, sheet="Old")) == [BEN]
    for wrong in ("Nowhere", "", "a\0b"):
        with pytest.raises(BadInput, match="no sheet"):
            open_list(path, sheet=wrong)


def test_titles_empty_rows_and_an_empty_column_stand_before_the_table(tmp_path: Path) -> None:
    sheet = [[], ["", "Visitors of the fair"], [], ["", *HEADER], ["", *ANN], [], ["", *BEN]]
    file = open_list(xlsx(tmp_path / "x.xlsx", {"S": sheet}))
    assert file.header == tuple(HEADER)
    assert list(file.rows()) == [(5, ANN), (7, BEN)]
    assert file.sample == tuple(file.rows())


def test_a_note_beside_the_table_hides_no_header(tmp_path: Path) -> None:
    file = open_list(xlsx(tmp_path / "x.xlsx", {"S": [HEADER, ANN, [*BEN, "", "", "", "", "", "", "ask"]]}))
    assert file.header == (*HEADER, *[""] * 7)
    assert rows(file)[1][-1] == "ask"


def test_a_merged_cell_stands_in_every_row_it_covers(tmp_path: Path) -> None:
    sheet = [HEADER, ANN, [None, "Cy Poe", "+16175550144", "cy@harbour.example"], BEN]
    merged = '<mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>'
    assert [cells[0] for cells in rows(open_list(xlsx(tmp_path / "x.xlsx", {"S": sheet}, after=merged)))] == [
        "Harbour Mills", "Harbour Mills", "Elm Clinic",
    ]  # fmt: skip


def test_a_formula_gives_what_it_last_came_to(tmp_path: Path) -> None:
    cells = '<row r="1"><c r="A1" t="str"><f>A9&amp;B9</f><v>Elm Clinic</v></c><c r="B1"><f>1+1</f><v>2</v></c></row>'
    assert rows(open_list(xlsx(tmp_path / "x.xlsx", {}, raw={"S": cells}))) == [["Elm Clinic", "2"]]


def test_open_document(tmp_path: Path) -> None:
    values = ods_text("Elm") + "".join(
        (ods_value("float", "value", "442079460123"), ods_value("date", "date-value", "2026-03-14"),
         ods_value("boolean", "boolean-value", "true"), ods_value("percentage", "value", "0.25"))
    )  # fmt: skip
    path = ods(
        tmp_path / "x.xlsx", {"Cover": [], "S": [ods_text("Company", "Phone", "Day", "Yes", "Share"), values]}
    )
    file = open_list(path)
    assert (file.kind, file.sheets, file.sheet) == ("OpenDocument", ("Cover", "S"), "S")
    assert rows(file) == [["Elm", "442079460123", "2026-03-14", "TRUE", "0.25"]]


def test_an_old_excel_file() -> None:
    file = open_list(DATA / "visitors.xls")
    assert (file.kind, file.sheets, file.sheet) == ("Excel", ("Cover", "Visitors"), "Visitors")
    assert rows(file)[1] == [
        "Elm Clinic",
        "Jürgen Weiß",
        "442079460158",
        "j.weiss@elm.example",
        "",
        "2025-12-01",
        "FALSE",
    ]


def refused(path: Path) -> str:
    with pytest.raises(FileProblem) as problem:
        list(open_list(path).rows())
    assert problem.value.advice
    return problem.value.title


def test_what_is_packed_but_no_spreadsheet(tmp_path: Path) -> None:
    for name, says in (("word/document.xml", "Word"), ("Index/Tables.iwa", "Numbers"), ("list.csv", "ZIP")):
        path = tmp_path / "x.xlsx"
        with zipfile.ZipFile(path, "w") as packed:
            packed.writestr(name, "x")
        assert says in refused(path)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_a_file_cut_off_is_refused(tmp_path: Path, share: float) -> None:
    whole = xlsx(tmp_path / "x.xlsx", {"S": [HEADER, ANN, BEN]}).read_bytes()
    (tmp_path / "y.xlsx").write_bytes(whole[: int(share * len(whole))])
    assert "damaged" in refused(tmp_path / "y.xlsx")
    old = (DATA / "visitors.xls").read_bytes()
    (tmp_path / "y.xls").write_bytes(old[: int(min(share, 0.5) * len(old))])
    assert "damaged" in refused(tmp_path / "y.xls")


def test_a_sheet_that_asks_for_more_memory_than_there_is(tmp_path: Path) -> None:
    """Two cells at opposite corners: the library would ask for 512 GB and end the process."""
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert "memory" in refused(xlsx(tmp_path / "x.xlsx", {}, raw={"S": cells}))


def test_a_zip_bomb_is_refused_by_what_it_declares(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_file, "MOST_UNPACKED", 10_000_000)
    path = xlsx(tmp_path / "x.xlsx", {}, raw={"S": " " * 10_000_000})
    assert path.stat().st_size < 20_000
    assert "unpacks to" in refused(path)


def test_spreadsheets_with_a_password(tmp_path: Path) -> None:
    path = ods(tmp_path / "x.ods", {"S": [ods_text("a", "b")]})
    with zipfile.ZipFile(path, "a") as packed, pytest.warns(UserWarning, match="Duplicate"):
        packed.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
    assert "locked by a password" in refused(path)
    (tmp_path / "x.xlsx").write_bytes(compound_file("EncryptedPackage"))
    assert "locked by a password" in refused(tmp_path / "x.xlsx")
    old = (DATA / "visitors.xls").read_bytes()
    start = old.index(b"\x09\x08\x10\x00") + 20
    (tmp_path / "x.xls").write_bytes(old[:start] + b"\x2f\0\2\0\0\0" + old[start + 6 :])
    assert "locked by a password" in refused(tmp_path / "x.xls")
    (tmp_path / "x.doc").write_bytes(compound_file("WordDocument"))
    assert "Word" in refused(tmp_path / "x.doc")


def compound_file(stream: str) -> bytes:
    """A compound file ([MS-CFB]) with one empty stream: what Excel wraps a workbook with a password in."""
    end, none, fat_sector = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    header = struct.pack(
        "<8s16s5H6x9I109I", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6,
        0, 1, 1, 0, 4096, end, 0, end, 0, 0, *[none] * 108,
    )  # fmt: skip
    table = struct.pack("<128I", fat_sector, end, *[none] * 126)
    entries = b"".join(
        struct.pack(
            "<64sHBB3I36xIQ", name.encode("utf-16-le"), 2 * len(name) + 2, kind, 1, none, none, child, end, 0
        )
        for name, kind, child in (("Root Entry", 5, 1), (stream, 2, none))
    )
    return header + table + entries.ljust(512, b"\0")


def test_a_look_at_a_large_sheet_takes_its_first_rows_only(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "x.xlsx", {"Notes": [["x"]], "S": [HEADER, *[ANN] * 300]})
    look = beginning(str(path), 20_000)
    assert look
    (tmp_path / "look.xlsx").write_bytes(look.read())
    file, whole = (open_list(p, sheet="S") for p in (tmp_path / "look.xlsx", path))
    found = list(file.rows())
    assert 50 < len(found) < 200
    assert found == list(whole.rows())[: len(found)]
    assert (file.header, file.sheets) == (whole.header, whole.sheets)
    assert beginning(str(path)) is None
    assert beginning(str(DATA / "visitors.xls")) is None


def test_a_panic_of_the_library_is_a_problem_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    import python_calamine

    class Panic(BaseException):
        pass

    class Book:
        @classmethod
        def from_filelike(cls, _file: object) -> None:
            raise Panic

    monkeypatch.setattr(python_calamine, "CalamineWorkbook", Book)
    assert list(frames(str(DATA / "visitors.xls"), None)) == [("problem", "Panic")]


def test_rows_given_up_half_way_leave_no_process_behind(tmp_path: Path) -> None:
    file = open_list(xlsx(tmp_path / "x.xlsx", {"S": [HEADER, *[ANN] * 6000]}))
    reading = file.rows()
    assert next(reading) == (2, ANN)
    reading.close()  # a process or a pipe left open would be a ResourceWarning
    assert len(rows(file)) == 6000
