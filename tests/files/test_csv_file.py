"""CSV of any dialect: what was written is read, and what cannot be read is refused in a sentence."""

import codecs
import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bdr_desk.errors import FileProblem
from bdr_desk.files.csv_file import DELIMITERS, LONGEST_LINE
from bdr_desk.files.list_file import ListFile, open_list

HEADER = ["Company", "Contact Name", "Work Phone", "E-mail Address"]
ENCODINGS = {
    "utf-8": b"",
    "utf-8-sig": b"",
    "utf-16": b"",
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32": b"",
    "cp1252": b"",
}


def written(
    path: Path, rows: list[list[str]], *, delimiter: str = ",", encoding: str = "utf-8", end: str = "\r\n"
) -> Path:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(rows)
    path.write_bytes(ENCODINGS.get(encoding, b"") + text.getvalue().encode(encoding))
    return path


def read(path: Path, encoding: str | None = None) -> tuple[ListFile, list[list[str]]]:
    file = open_list(path, encoding=encoding)
    return file, [cells for _, cells in file.rows()]


# Letters that cp1252 has; commas, quotes, line ends and every delimiter may stand in a cell.
cells = st.text(st.sampled_from("abcXYZ äéÖñ€—0123456789.,;|\t^~\"'-@\n"), max_size=12)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(
    rows=st.lists(st.lists(cells, min_size=4, max_size=4), min_size=1, max_size=6),
    delimiter=st.sampled_from(DELIMITERS),
    encoding=st.sampled_from(sorted(ENCODINGS)),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_what_was_written_is_read(
    tmp_path: Path, rows: list[list[str]], delimiter: str, encoding: str, end: str
) -> None:
    path = written(tmp_path / "x.csv", [HEADER, *rows], delimiter=delimiter, encoding=encoding, end=end)
    # Letters at random are no language from which cp1252 could be guessed: see test_encodings.
    file, found = read(path, encoding if encoding == "cp1252" else None)
    assert file.header == tuple(HEADER)
    assert file.delimiter == delimiter
    assert found == rows


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes("Company,Phone\r\nHärbour,617-555-0142\r\n".encode(encoding))
    file, found = read(path)
    assert (file.encoding, found) == (encoding, [["Härbour", "617-555-0142"]])


def test_shift_jis_where_kana_prove_it(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes("Company,Phone\nさくら商店,03-0000\n".encode("cp932"))
    assert read(path)[1] == [["さくら商店", "03-0000"]]


def test_a_letter_of_cp1252_late_in_a_long_file(tmp_path: Path) -> None:
    rows = [["Harbour", "617-555-0142"]] * 60_000 + [["Café", "617-555-0143"]]
    path = tmp_path / "x.csv"
    path.write_bytes(("Company,Phone\n" + "\n".join(map(",".join, rows))).encode("cp1252"))
    assert path.stat().st_size > 1 << 20
    file, found = read(path)
    assert (file.encoding, found[-1]) == ("cp1252", ["Café", "617-555-0143"])


def test_rows_are_numbered_as_in_the_file_and_empty_lines_are_none(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text('Our list\n\nCompany,Phone\nA,"1\n2"\n\nB,3\n,\n\n', encoding="utf-8")
    assert list(open_list(path).rows()) == [(4, ["A", "1\n2"]), (6, ["B", "3"]), (7, ["", ""])]


def test_a_list_without_a_header(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("Harbour Mills,617-555-0142\nElm Clinic,617-555-0143\n", encoding="utf-8")
    file, found = read(path)
    assert (file.header, file.width, len(found)) == (None, 2, 2)
    assert [cells for _, cells in file.sample] == found


def test_the_separator_that_excel_states(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("sep=;\nCompany;Phone\nHarbour, Mills;617-555-0142\n", encoding="utf-8")
    assert list(open_list(path).rows()) == [(3, ["Harbour, Mills", "617-555-0142"])]


def test_nuls_are_dropped(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"Company,Phone\nHar\0bour,617-555-0142\n")
    assert read(path)[1] == [["Harbour", "617-555-0142"]]


def test_the_sign_that_ends_a_dos_text_is_no_row(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes("Company;Phone\r\nMüller;1\r\n\x1a".encode("cp850"))
    assert read(path)[1] == [["Müller", "1"]]


def test_one_column(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("Phone\n617-555-0142\n617-555-0143\n", encoding="utf-8")
    assert read(path)[1] == [["617-555-0142"], ["617-555-0143"]]


def test_rows_can_be_read_again(tmp_path: Path) -> None:
    file, found = read(written(tmp_path / "x.csv", [HEADER, ["a", "b", "c", "d"]]))
    assert [cells for _, cells in file.rows()] == found


def refused(path: Path) -> str:
    with pytest.raises(FileProblem) as problem:
        read(path)
    assert problem.value.advice
    return problem.value.title


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"\n\n \n", "no rows"),
        (b"\xef\xbb\xbf", "no rows"),
        (b"Company,Phone\n", "no rows"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG"),
        (b"PK\x03\x04\x14\0", "damaged or cut off"),
        (b"<html><table><tr><td>Company", "web page"),
        (b"SQLite format 3\0\x10\0", "database"),
        (b"%PDF-1.7\n", "PDF"),
        (bytes(range(256)) * 40, "not a text file"),
        (b'Company,Phone\nA,1\n"B,2\nC,3\n', "line 3 of list.csv is never closed"),
        (b"A,B,C\n" + b",".join(b"%d" % n for n in range(40)) + b"\n", "Row 2 of list.csv has 40 columns"),
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    assert says in refused(path)


def test_files_that_are_not_there_or_no_files(tmp_path: Path) -> None:
    assert "no file" in refused(tmp_path / "none.csv")
    assert "no file" in refused(tmp_path / "a\0b")
    assert "folder" in refused(tmp_path)


def test_a_file_nobody_may_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbid(*_args: object, **_named: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = written(tmp_path / "x.csv", [HEADER])
    monkeypatch.setattr(Path, "open", forbid)  # tests may run as root, whom no right stops
    assert "Permission denied" in refused(path)


@pytest.mark.parametrize("before", ["", "Company,Phone\nA,1\n"])
def test_an_endless_line_is_refused_without_reading_it(tmp_path: Path, before: str) -> None:
    path = tmp_path / "x.csv"
    with path.open("wb") as file:
        file.write(before.encode())
        file.write(b"a" * (LONGEST_LINE + 2))
        file.truncate(200 << 20)  # sparse: the rest reads as NULs
    assert "longer than" in refused(path)


def test_a_quote_opened_in_a_long_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("Company,Phone\n" + "A,1\n" * 600 + '"B,2\n' + "C,3\n" * 50_000, encoding="utf-8")
    assert "line 602" in refused(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=80)
@given(content=st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    try:
        file, _ = read(path)
    except FileProblem:
        return
    assert file.width > 0
