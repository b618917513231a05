"""CSV files of any dialect (RFC 4180 and its relatives): encoding, delimiter and header found by content, rows streamed."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from io import TextIOWrapper
from itertools import islice
from pathlib import Path

from bdr_desk.domain.columns import header_at
from bdr_desk.errors import FileProblem
from bdr_desk.files.encodings import find_encoding
from bdr_desk.files.list_file import ListFile, Record

LONGEST_LINE = 1_000_000  # characters; a longer one is no list, whatever it is
SAMPLE_ROWS = 200
DELIMITERS = (",", ";", "\t", "|", "^", "~")
_SAMPLE_CHARACTERS = 256_000
_FAR_WIDER = 10  # cells beyond which a row too wide is not a slip of the pen but another table
_NEVER_CLOSED_LINES = 200  # a quoted cell that runs on over more lines was never closed
_SEP_LINE = re.compile(r"sep=(.)\s*", re.I)  # Excel's own hint


def open_csv(path: Path) -> ListFile:
    """Find encoding, delimiter and header of `path`. Raises FileProblem."""
    encoding = find_encoding(path, LONGEST_LINE)
    lines, whole = _sample_lines(path, encoding)
    delimiter, hinted = _delimiter(lines)
    numbered = _sample_records(lines, delimiter, whole)
    skip = 1 if hinted else 0
    records = numbered[skip:]
    if not any(map(_filled, (cells for _, cells in records))):
        raise FileProblem(f"{path.name} holds no rows.", "Export the list again and check that it has rows.")
    place = header_at([cells for _, cells in records])
    header_row = records[place][0] if place is not None else 0
    header = tuple(cell.strip() for cell in records[place][1]) if place is not None else None
    data = [(n, cells) for n, cells in records if n > max(header_row, skip) and cells]
    if not data:
        raise FileProblem(
            f"{path.name} has a header but no rows.", "Export the list again, with its contacts."
        )
    width = len(header) if header else _width(cells for _, cells in data)
    after = max(header_row, skip)
    rows = partial(_rows, path, encoding, delimiter, after, width)
    return ListFile(path, encoding, delimiter, header, width, tuple(data[:SAMPLE_ROWS]), rows)


def _filled(cells: Sequence[str]) -> bool:
    return any(cell.strip() for cell in cells)


def _width(rows: Iterable[Sequence[str]]) -> int:
    return Counter(map(len, rows)).most_common(1)[0][0]


def _lines(path: Path, encoding: str) -> Iterator[str]:
    """Physical lines with their ends, without NULs; CR, LF and CRLF all end one."""
    with path.open("rb") as raw, TextIOWrapper(raw, encoding, errors="replace", newline="") as text:
        number = 0
        while line := text.readline(LONGEST_LINE):
            number += 1
            if len(line) >= LONGEST_LINE and line[-1] not in "\r\n":
                raise FileProblem(
                    f"Line {number} of {path.name} is longer than {LONGEST_LINE:,} characters, so this is not a list.",
                    "Check that it is the right file, and export the list again with one contact per line.",
                )
            yield line.replace("\0", "") if "\0" in line else line


def _sample_lines(path: Path, encoding: str) -> tuple[list[str], bool]:
    """The first lines, and whether they are the whole file."""
    lines: list[str] = []
    room = _SAMPLE_CHARACTERS
    for line in _lines(path, encoding):
        if room <= 0 or len(lines) > 2 * SAMPLE_ROWS:
            return lines, False
        lines.append(line)
        room -= len(line)
    return lines, True


def _delimiter(lines: Sequence[str]) -> tuple[str, bool]:
    """The delimiter, and whether the first line states it."""
    if lines and (hint := _SEP_LINE.fullmatch(lines[0].lstrip("\ufeff"))):
        return hint.group(1), True
    best = max(DELIMITERS, key=lambda delimiter: _fit(lines, delimiter))
    return (best, False) if _fit(lines, best)[0] else (",", False)


def _fit(lines: Sequence[str], delimiter: str) -> tuple[float, int, int]:
    """How well `delimiter` makes a table: the share of rows of the usual width, its soundness of quoting, that width."""
    records, sound = _parsed(lines, delimiter)
    widths = Counter(len(cells) for cells in records if _filled(cells))
    if not widths:
        return 0.0, 0, 0
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    share = round(count / widths.total(), 1) if width > 1 else 0.0
    return (share if sound else share / 2), sound, width


def _parsed(lines: Sequence[str], delimiter: str) -> tuple[list[list[str]], int]:
    """Records, and whether every quote closes where a cell ends."""
    with suppress(csv.Error):
        return list(csv.reader(lines, delimiter=delimiter, strict=True)), 1
    with suppress(csv.Error):
        return list(csv.reader(lines, delimiter=delimiter)), 0
    return [], 0


def _sample_records(lines: Sequence[str], delimiter: str, whole: bool) -> list[Record]:
    reader = csv.reader(lines, delimiter=delimiter)
    records: list[Record] = []
    with suppress(csv.Error):  # reading the rows for good says what is wrong, and where
        records.extend(enumerate(islice(reader, 2 * SAMPLE_ROWS), 1))
    return records if whole or len(records) < 2 else records[:-1]


def _rows(path: Path, encoding: str, delimiter: str, after: int, width: int) -> Iterator[Record]:
    """The data rows behind row `after`. Raises FileProblem for what makes the rest of the file unreadable."""
    ended = False

    def feed() -> Iterator[str]:
        nonlocal ended
        yield from _lines(path, encoding)
        ended = True

    reader = csv.reader(feed(), delimiter=delimiter)
    number = line = 0
    try:
        for number, cells in enumerate(reader, 1):
            if reader.line_num - line > (0 if ended else _NEVER_CLOSED_LINES):
                raise _never_closed(path, line + 1)
            line = reader.line_num
            if number > after and cells:
                _refuse_another_table(path, number, cells, width)
                yield number, cells
    except csv.Error as error:
        if "field larger" in str(error):
            raise _too_long(path, line + 1) from error
        raise FileProblem(f"Row {number + 1} of {path.name} cannot be read: {error}.", _LOOK) from error


_LOOK = "Open the file in a text editor, put that row right and import it again. Nothing was imported."


def _never_closed(path: Path, line: int) -> FileProblem:
    return FileProblem(f"A quotation mark in line {line} of {path.name} is never closed.", _LOOK)


def _too_long(path: Path, line: int) -> FileProblem:
    most = csv.field_size_limit()
    return FileProblem(
        f"A cell in line {line} of {path.name} is longer than {most:,} characters: a quotation mark may never be closed.",
        _LOOK,
    )


def _refuse_another_table(path: Path, number: int, cells: Sequence[str], width: int) -> None:
    surplus = len(cells) - width
    if surplus > max(width, _FAR_WIDER) and any(
        cell.strip() for cell in cells[width + max(width, _FAR_WIDER) :]
    ):
        raise FileProblem(
            f"Row {number} of {path.name} has {len(cells)} columns, but the list has {width}.",
            "It looks like two tables in one file, or the wrong separator: "
            "put that row right or export the list again. Nothing was imported.",
        )
