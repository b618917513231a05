"""Call lists as files: what kind a file is, by content and never by name, and the reader for it.

CSV is read (`csv_file`). Other kinds are recognised, so that they can be refused by name until they have a reader.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bdr_desk.errors import FileProblem

Record = tuple[int, list[str]]  # the row's number in the file, from 1 and counting every row, and its cells


@dataclass(frozen=True, repr=False)
class ListFile:
    """`header` is None when the first row is data; `sample` is the first data rows; `rows()` reads all of them anew.

    Wholly empty lines are no rows; titles above the header are skipped.
    """

    path: Path
    encoding: str
    delimiter: str
    header: tuple[str, ...] | None
    width: int
    sample: tuple[Record, ...]
    rows: Callable[[], Iterator[Record]]


_SAVE_AS_CSV = "Open it in the program it came from, save it as CSV (UTF-8) and import that file."
_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "a spreadsheet or another packed file (XLSX, ODS, ZIP), which is not read yet"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel or Office file (XLS), which is not read"),
    (b"SQLite format 3\x00", "a database (SQLite), not a list"),
    (b"\x89PNG", "a picture (PNG), not a list"),
    (b"\xff\xd8\xff", "a picture (JPEG), not a list"),
    (b"GIF8", "a picture (GIF), not a list"),
    (b"%PDF", "a PDF document, not a list"),
    (b"\x1f\x8b", "a packed file (gzip), not a list"),
    (b"\x7fELF", "a program, not a list"),
    (b"{\\rtf", "a text document (RTF), not a list"),
)


def open_list(path: Path) -> ListFile:
    """Look into `path` and prepare to read it.

    Raises FileProblem: not there, a folder, no right to read, empty, not a list, a kind without a reader.
    """
    head = _head(path)
    if not head:
        raise FileProblem(f"{path.name} is empty.", "Export the list again and check that it has rows.")
    for magic, says in _KINDS:
        if head.startswith(magic):
            raise FileProblem(f"{path.name} is {says}.", _SAVE_AS_CSV)
    if head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").upper().startswith(b"BEGIN:VCARD"):
        raise FileProblem(f"{path.name} is an address card (vCard), which is not read yet.", _SAVE_AS_CSV)
    from bdr_desk.files.csv_file import open_csv

    return open_csv(path)


def _head(path: Path) -> bytes:
    if path.is_dir():
        raise FileProblem(f"{path} is a folder.", "Name one file in it.")
    if path.exists() and not path.is_file():
        raise FileProblem(f"{path} is not a file.", "Name a file that holds a list.")
    try:
        with path.open("rb") as file:
            return file.read(512)
    except FileNotFoundError as error:
        raise FileProblem(f"There is no file {path}.", "Check the name and the folder.") from error
    except OSError as error:
        raise FileProblem(
            f"{path.name} cannot be read: {error.strerror}.", "Check the rights on the file."
        ) from error
