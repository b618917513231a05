"""Spreadsheets (XLSX, XLSM, XLSB, XLS, ODS) as lists: one sheet of them, its cells as a person sees them.

Read by python-calamine in a process of its own (`sheet_cells`), after a look at what a packed file says it unpacks to.
Formulas give the value last computed, errors (#N/A) nothing, percentages their number (0.25 for 25 %).
"""

import marshal
import re
import struct
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO, Any

from bdr_desk.errors import BadInput, FileProblem
from bdr_desk.files import sheet_cells
from bdr_desk.files.list_file import SAMPLE_ROWS, ListFile, Record, table_start

MOST_UNPACKED = 2 << 30  # bytes; a sheet of 1,000,000 rows and 12 columns unpacks to about 0.6 GB

_EXCEL, _OPEN_DOCUMENT = "Excel", "OpenDocument"
_PARTS = (
    ("xl/workbook.xml", _EXCEL),
    ("xl/workbook.bin", _EXCEL),
    ("content.xml", _OPEN_DOCUMENT),
)
_OTHERS = (
    ("word/", "a text document (Word)"),
    ("ppt/", "a presentation (PowerPoint)"),
    ("Index/", "a document of Apple Numbers, Pages or Keynote"),
    ("META-INF/MANIFEST.MF", "a program (Java)"),
)
# Streams of a compound file ([MS-CFB]) that tell other programs' documents.
_STREAMS = (
    ("WordDocument", "a text document (Word)"),
    ("PowerPoint Document", "a presentation (PowerPoint)"),
    ("__properties_version1.0", "a message or contact of Outlook (MSG)"),
)
_MOST_COMPOUND = 50_000_000  # bytes looked through
# A workbook with a password: the record FilePass follows the first one, or WriteProtect ([MS-XLS] 2.1.7.20.3).
_FILE_PASS = re.compile(rb"\x09\x08\x10\x00.{16}(?:\x86\x00\x00\x00)?\x2f\x00", re.S)
_SAVE = "Open it in the program it came from, save it as XLSX or CSV (UTF-8) and import that file."
_AGAIN = "Get the file again from where it came, or open it in a spreadsheet program and save it anew."


def open_sheet(path: Path, sheet: str | None = None) -> ListFile:
    """Prepare to read `sheet`, or else the first sheet that holds rows, hidden ones last.

    Raises FileProblem: damaged, locked by a password, too large, no spreadsheet, no rows; BadInput: no such sheet.
    """
    kind = _kind(path)
    if "\0" in (sheet or ""):
        raise _problem(path, "no such sheet", sheet, [])
    with _frames("look", path, sheet) as frames:
        _, names, name = next(frames)
        records = list(_records(frames, 2 * SAMPLE_ROWS))
    trimmed = [(number, _trimmed(cells)) for number, cells in records]
    start = table_start(path.name, trimmed)
    width = max(len(cells) for _, cells in records)
    header = (*start.header, *[""] * (width - len(start.header))) if start.header else None
    sample = tuple((number, cells) for number, cells in records if number > start.after)[:SAMPLE_ROWS]
    rows = partial(_rows, path, name, start.after)
    return ListFile(path, "utf-8", "", header, width, sample, rows, kind, tuple(names), name)


def _trimmed(cells: list[str]) -> list[str]:
    last = next((place for place in range(len(cells), 0, -1) if cells[place - 1]), 0)
    return cells[:last]


def _rows(path: Path, sheet: str, after: int) -> Iterator[Record]:
    with _frames("all", path, sheet) as frames:
        next(frames)
        for frame in frames:
            for record in frame[1]:
                if record[0] > after:
                    yield record


def _records(frames: Iterator[tuple[Any, ...]], most: int) -> Iterator[Record]:
    for frame in frames:
        yield from frame[1]
        most -= len(frame[1])
        if most <= 0:
            return


@contextmanager
def _frames(how: str, path: Path, sheet: str | None) -> Iterator[Iterator[tuple[Any, ...]]]:
    """Frames of `sheet_cells` run on `path`, the sheets first. The process ends with the block, whatever it is at."""
    asked = [
        sys.executable,
        "-P",
        sheet_cells.__file__,
        how,
        str(path.resolve()),
        *([sheet] if sheet is not None else []),
    ]
    process = subprocess.Popen(
        asked, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )  # fmt: skip
    with process:
        assert process.stdout is not None
        try:
            yield _checked(path, sheet, process.stdout)
        finally:
            process.kill()


def _checked(path: Path, sheet: str | None, stream: IO[bytes]) -> Iterator[tuple[Any, ...]]:
    names: list[str] = []
    while frame := _frame(stream):
        if frame[0] == "problem":
            raise _problem(path, frame[1], sheet, names)
        if frame[0] == "end":
            return
        if frame[0] == "sheets":
            names = frame[1]
        yield frame
    raise FileProblem(
        f"{path.name} is damaged, or needs more than {sheet_cells.MOST_MEMORY >> 30} GB of memory or "
        f"{sheet_cells.MOST_SECONDS // 60} minutes to be read.",
        "Open it in a spreadsheet program, save the sheet as CSV (UTF-8) and import that file.",
    )


def _frame(stream: IO[bytes]) -> tuple[Any, ...] | None:
    """The next frame; None where the process ended without saying so."""
    length = stream.read(4)
    if len(length) < 4:
        return None
    data = stream.read(struct.unpack(">I", length)[0])
    try:
        frame: tuple[Any, ...] = marshal.loads(data)
    except (EOFError, ValueError):
        return None
    return frame


def _problem(path: Path, which: str, sheet: str | None, names: list[str]) -> FileProblem | BadInput:
    if which == "no such sheet":
        return BadInput(
            f"{path.name} has no sheet “{sheet}”.",
            f"Its sheets are: {', '.join(names)}." if names else "Name one it has.",
        )
    if which == "PasswordError":
        return _locked(path)
    return FileProblem(f"{path.name} is no spreadsheet that can be read, or it is damaged.", _AGAIN)


def _locked(path: Path) -> FileProblem:
    return FileProblem(
        f"{path.name} is locked by a password.",
        "Open it with its password, save it without one (or as CSV) and import that file.",
    )


def _kind(path: Path) -> str:
    """What kind of spreadsheet `path` is. Raises FileProblem for another packed file and for one that unpacks to too much."""
    with path.open("rb") as file:
        start = file.read(2)
        if start != b"PK":
            _refuse_compound(path, start + file.read(_MOST_COMPOUND))
            return _EXCEL  # 97 to 2003
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
            names = {part.filename.replace("\\", "/") for part in parts}
            _refuse_large(path, sum(part.file_size for part in parts))
            if _is_encrypted(packed, names):
                raise _locked(path)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, EOFError, KeyError) as error:
        raise FileProblem(f"{path.name} is a packed file that is damaged or cut off.", _AGAIN) from error
    if found := next((kind for part, kind in _PARTS if part in names), None):
        return found
    what = next(
        (says for start, says in _OTHERS if any(n.startswith(start) for n in names)), "a packed file (ZIP)"
    )
    raise FileProblem(f"{path.name} is {what}, not a spreadsheet.", _SAVE)


def _refuse_compound(path: Path, data: bytes) -> None:
    """The library says only that it cannot read them: a workbook with a password, or of another program."""
    if "EncryptedPackage".encode("utf-16-le") in data or _FILE_PASS.search(data):
        raise _locked(path)
    what = next((says for stream, says in _STREAMS if stream.encode("utf-16-le") in data), None)
    if what and "Workbook".encode("utf-16-le") not in data and "Book".encode("utf-16-le") not in data:
        raise FileProblem(f"{path.name} is {what}, not a spreadsheet.", _SAVE)


def _refuse_large(path: Path, unpacked: int) -> None:
    if unpacked > MOST_UNPACKED:
        raise FileProblem(
            f"{path.name} unpacks to {unpacked / (1 << 30):,.1f} GB; more than {MOST_UNPACKED >> 30} GB is not read.",
            "If it is a list, save the sheet as CSV (UTF-8) and import that file.",
        )


def _is_encrypted(packed: zipfile.ZipFile, names: set[str]) -> bool:
    """Whether an OpenDocument file says that its content is encrypted (ODF 1.3 part 2 §4.3), or the ZIP entry itself is."""
    manifest = "META-INF/manifest.xml"
    if manifest in names and "content.xml" in names:
        with packed.open(manifest) as file:
            return b"encryption-data" in file.read(1 << 20)
    return any(part.flag_bits & 1 for part in packed.infolist())
