"""Call lists as files: what kind a file is, by content and never by name, and the reader for it.

Text parted by signs is read by `csv_file`, spreadsheets by `sheet_file`, address cards by `vcard_file`. Cells pasted from a
spreadsheet become a file first (`pasted`).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bdr_desk.domain.columns import header_at
from bdr_desk.errors import FileProblem

Record = tuple[int, list[str]]  # the row's number in the file, from 1 and counting every row, and its cells

SAMPLE_ROWS = 200


@dataclass(frozen=True, repr=False)
class ListFile:
    """`header` is None when the first row is data; `sample` is the first data rows; `rows()` reads all of them anew.

    Wholly empty lines are no rows; titles above the header are skipped. `kind` is what a person calls the file. `sheet` is
    the one read out of `sheets`; both are empty where a file has none. `delimiter` is empty but for text. `encoding_sure` is
    False where the encoding was guessed.
    """

    path: Path
    encoding: str
    delimiter: str
    header: tuple[str, ...] | None
    width: int
    sample: tuple[Record, ...]
    rows: Callable[[], Iterator[Record]]
    kind: str = "CSV"
    sheets: tuple[str, ...] = ()
    sheet: str = ""
    encoding_sure: bool = True


@dataclass(frozen=True, repr=False)
class Start:
    """How a table begins: its header, the row's number behind which the data stand, their width, the first of them."""

    header: tuple[str, ...] | None
    after: int
    width: int
    sample: tuple[Record, ...]


_SAVE_AS_CSV = "Open it in the program it came from, save it as CSV (UTF-8) and import that file."
_EMPTY = "Export the list again and check that it has rows."
_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"SQLite format 3\x00", "a database (SQLite), not a list"),
    (b"\x89PNG", "a picture (PNG), not a list"),
    (b"\xff\xd8\xff", "a picture (JPEG), not a list"),
    (b"GIF8", "a picture (GIF), not a list"),
    (b"%PDF", "a PDF document, not a list"),
    (b"\x1f\x8b", "a packed file (gzip), not a list"),
    (b"7z\xbc\xaf\x27\x1c", "a packed file (7z), not a list"),
    (b"Rar!", "a packed file (RAR), not a list"),
    (b"\x7fELF", "a program, not a list"),
    (b"{\\rtf", "a text document (RTF), not a list"),
)
_MARKUP = (b"<!DOCTYPE", b"<HTML", b"<TABLE", b"<?XML", b"<HEAD")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # [MS-CFB] 2.2: XLS, and every spreadsheet with a password
_PACKED = (b"PK\x03\x04", b"PK\x05\x06")


def open_list(path: Path, *, sheet: str | None = None, encoding: str | None = None) -> ListFile:
    """Look into `path` and prepare to read it: the `sheet` named, of a spreadsheet; in `encoding`, where it is text.

    Raises FileProblem: not there, a folder, no right to read, empty, not a list, damaged, locked by a password;
    BadInput: no such sheet, no such encoding.
    """
    head = _head(path)
    if not head:
        raise FileProblem(f"{path.name} is empty.", _EMPTY)
    for magic, says in _KINDS:
        if head.startswith(magic):
            raise FileProblem(f"{path.name} is {says}.", _SAVE_AS_CSV)
    start = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").upper()
    if start.startswith(_MARKUP):
        raise FileProblem(f"{path.name} is a web page or XML, whatever it is called.", _SAVE_AS_CSV)
    try:
        return _reader(path, head, start, sheet, encoding)
    except OSError as error:
        raise _unreadable(path, error) from error


def _reader(path: Path, head: bytes, start: bytes, sheet: str | None, encoding: str | None) -> ListFile:
    if head.startswith((_OLE, *_PACKED)):
        from bdr_desk.files.sheet_file import open_sheet

        return open_sheet(path, sheet)
    if start.startswith(b"BEGIN:VCARD"):
        from bdr_desk.files.vcard_file import open_vcards

        return open_vcards(path, encoding)
    from bdr_desk.files.csv_file import open_csv

    return open_csv(path, encoding)


def table_start(name: str, records: Sequence[Record], skip: int = 0) -> Start:
    """Where the data of a table begin, of which `records` are the first; the first `skip` are no part of it.

    Raises FileProblem when there are none.
    """
    if not any(any(map(str.strip, cells)) for _, cells in records):
        raise FileProblem(f"{name} holds no rows.", _EMPTY)
    place = header_at([cells for _, cells in records])
    after = records[place][0] if place is not None else skip
    data = tuple((number, cells) for number, cells in records if number > after and cells)
    if not data:
        raise FileProblem(f"{name} has a header but no rows.", "Export the list again, with its contacts.")
    header = tuple(cell.strip() for cell in records[place][1]) if place is not None else None
    width = len(header) if header else _usual_width(cells for _, cells in data)
    return Start(header, after, width, data[:SAMPLE_ROWS])


def _usual_width(rows: Iterable[Sequence[str]]) -> int:
    return Counter(map(len, rows)).most_common(1)[0][0]


def _head(path: Path) -> bytes:
    if path.is_dir():
        raise FileProblem(f"{path} is a folder.", "Name one file in it.")
    if path.exists() and not path.is_file():
        raise FileProblem(f"{path} is not a file.", "Name a file that holds a list.")
    try:
        with path.open("rb") as file:
            return file.read(512)
    except (FileNotFoundError, ValueError) as error:  # ValueError: a NUL in the name
        raise FileProblem(f"There is no file {path}.", "Check the name and the folder.") from error
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> FileProblem:
    return FileProblem(f"{path.name} cannot be read: {error.strerror}.", "Check the rights on the file.")
