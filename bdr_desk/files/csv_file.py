"""CSV files of any dialect (RFC 4180 and its relatives): encoding, delimiter and header found by content, rows streamed."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from io import TextIOWrapper
from itertools import chain, islice
from pathlib import Path

from bdr_desk.errors import FileProblem
from bdr_desk.files.encodings import Encoding, find_encoding
from bdr_desk.files.list_file import SAMPLE_ROWS, ListFile, Record, table_start

LONGEST_LINE = 1_000_000  # characters; a longer one is no list, whatever it is
DELIMITERS = (",", ";", "\t", "|", "^", "~")
KINDS = {",": "CSV", ";": "CSV", "\t": "TSV"}
_SAMPLE_CHARACTERS = 256_000
_FAR_WIDER = 10  # cells beyond which a row too wide is not a slip of the pen but another table
_NEVER_CLOSED_LINES = 200  # a quoted cell that runs on over more lines was never closed
_DOS_END = ["\x1a"]  # what DOS programs close a text with
_SEP_LINE = re.compile(r"sep=(.)\s*", re.I)  # Excel's own hint


def open_csv(path: Path, chosen: str | None = None) -> ListFile:
    """Find encoding (unless `chosen`), delimiter and header of `path`. Raises FileProblem, and BadInput for no encoding."""
    encoding = find_encoding(path, LONGEST_LINE, chosen)
    lines, whole = _sample_lines(path, encoding.codec)
    delimiter, hinted = _delimiter(lines)
    records = _sample_records(lines, delimiter, whole)
    skip = 1 if hinted else 0
    start = table_start(path.name, records[skip:], skip)
    rows = partial(_rows, path, encoding, delimiter, start.after, start.width)
    return ListFile(
        path, encoding.codec, delimiter, start.header, start.width, start.sample, rows,
        KINDS.get(delimiter, "Text"), encoding_sure=encoding.sure,
    )  # fmt: skip


def _filled(cells: Sequence[str]) -> bool:
    return any(cell.strip() for cell in cells)


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
        for number, cells in enumerate(islice(reader, 2 * SAMPLE_ROWS), 1):
            records.append((number, [] if cells == _DOS_END else cells))
    return records if whole or len(records) < 2 else records[:-1]


def _rows(path: Path, encoding: Encoding, delimiter: str, after: int, width: int) -> Iterator[Record]:
    """The data rows behind row `after`. Raises FileProblem for what makes the rest of the file unreadable.

    A plain file is handed to `csv` as it is, whose loop is in C; any other line by line, looked at one by one.
    """
    if encoding.plain:
        with path.open(encoding=encoding.codec, errors="replace", newline="") as text:
            yield from _read(path, text, delimiter, after, width)
    else:
        yield from _read(path, _lines(path, encoding.codec), delimiter, after, width)


def _read(path: Path, lines: Iterable[str], delimiter: str, after: int, width: int) -> Iterator[Record]:
    ended: list[int] = []  # holds something once the last line is given out
    reader = csv.reader(chain(lines, _at_end(ended)), delimiter=delimiter)
    most = width + max(width, _FAR_WIDER)
    number = line = 0
    try:
        for number, cells in enumerate(reader, 1):
            here = reader.line_num
            if here - line > 1 or ended:
                _refuse_never_closed(path, line + 1, here - line, bool(ended))
            line = here
            if cells and number > after and cells != _DOS_END:
                if len(cells) > most:
                    _refuse_another_table(path, number, cells, width)
                yield number, cells
    except csv.Error as error:
        if "field larger" in str(error):
            raise _too_long(path, line + 1) from error
        raise FileProblem(f"Row {number + 1} of {path.name} cannot be read: {error}.", _LOOK) from error


def _at_end(ended: list[int]) -> Iterator[str]:
    ended.append(1)
    yield from ()


_LOOK = "Open the file in a text editor, put that row right and import it again. Nothing was imported."


def _refuse_never_closed(path: Path, line: int, lines: int, ended: bool) -> None:
    if lines > (0 if ended else _NEVER_CLOSED_LINES):
        raise FileProblem(f"A quotation mark in line {line} of {path.name} is never closed.", _LOOK)


def _too_long(path: Path, line: int) -> FileProblem:
    most = csv.field_size_limit()
    return FileProblem(
        f"A cell in line {line} of {path.name} is longer than {most:,} characters: a quotation mark may never be closed.",
        _LOOK,
    )


def _refuse_another_table(path: Path, number: int, cells: Sequence[str], width: int) -> None:
    if _filled(cells[width + max(width, _FAR_WIDER) :]):
        raise FileProblem(
            f"Row {number} of {path.name} has {len(cells)} columns, but the list has {width}.",
            "It looks like two tables in one file, or the wrong separator: "
            "put that row right or export the list again. Nothing was imported.",
        )
