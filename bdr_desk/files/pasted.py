"""Cells pasted from a spreadsheet, kept as a file, so that they are a list like any other."""

import csv
import hashlib
import io
import re
from datetime import datetime
from pathlib import Path

from bdr_desk.errors import BadInput, FileProblem

_ADVICE = "Copy the rows in the spreadsheet, with the line of headings, and paste them again."
_CELL = re.compile(r'(?:"((?:[^"]|"")*+)"(?=[\t\r\n]|\Z)|([^\t\r\n]*))(\t|\r\n|\r|\n|\Z)')
_MOST = 100_000_000  # characters; a clipboard holds no list of this length


def keep_pasted(folder: Path, text: str, at: datetime) -> Path:
    """Write `text` as the clipboard gives it to a new UTF-8 file in `folder`, named for the moment `at`, and return its path.

    The same text pasted again in the same second is the same file. Raises BadInput for what are no rows, FileProblem when
    it cannot be written.
    """
    rows = _rows(text)
    if not any(any(map(str.strip, cells)) for cells in rows):
        raise BadInput("There is nothing to paste.", _ADVICE)
    if len(rows) < 2 and max(map(len, rows)) < 2 and len(text.split()) < 2:
        raise BadInput("One word is no list.", _ADVICE)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    path = folder / f"pasted {at:%Y-%m-%d %H%M%S} {digest}.tsv"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(_as_tsv(rows), encoding="utf-8", newline="", errors="replace")
    except OSError as error:
        raise FileProblem(
            f"What was pasted cannot be kept: {error.strerror}.", f"Check the folder {folder}."
        ) from error
    return path


def _rows(text: str) -> list[list[str]]:
    """The cells. A spreadsheet quotes a cell that holds a tab or a line end; other quotation marks are just that."""
    if len(text) > _MOST:
        raise BadInput(
            f"More than {_MOST:,} characters were pasted.", "Save the list as a file and import it."
        )
    rows: list[list[str]] = [[]]
    for found in _CELL.finditer(text.removeprefix("\ufeff").replace("\0", "")):
        quoted, plain, end = found.groups()
        rows[-1].append(plain if quoted is None else quoted.replace('""', '"'))
        if end and end != "\t":
            rows.append([])
        if not end:
            break
    if rows[-1] == [""]:
        rows.pop()
    return [[] if cells == [""] else cells for cells in rows]


def _as_tsv(rows: list[list[str]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter="\t", lineterminator="\r\n").writerows(rows)
    return out.getvalue()
