"""The cells of one sheet, written to standard output by a process of its own: `python sheet_cells.py all|look FILE [SHEET]`.

A process of its own because the library (python-calamine, in Rust) holds a whole sheet in memory and ends the process when a
damaged or malicious file makes it ask for more than there is: two cells at opposite corners of a sheet are enough. Here that
costs one file, not the desk; the memory is given back at the end, and the cells are turned to text on another core.

What is written: frames, each a length of 4 bytes (big-endian) and that many bytes of `marshal`. First ("sheets", names, the one
read); then ("rows", [(number, cells), ...]) as long as there are; then ("end",). Or ("problem", which) at any point.
This file imports nothing of the package, so that it starts in some hundredths of a second.
"""

import marshal
import struct
import sys
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any, BinaryIO

MOST_MEMORY = 4 << 30  # bytes; a sheet of 1,000,000 rows and 12 columns takes about 1.1 GB
MOST_SECONDS = 300  # of computing; that sheet takes 12
_FIRST, _BATCH = 250, 2000  # rows in the first frame and in the others
Merged = tuple[tuple[int, int], tuple[int, int]]


def main(how: str, path: str, wanted: str | None) -> None:
    _limit()
    out = sys.stdout.buffer
    with suppress(BrokenPipeError):
        for frame in frames(path, wanted, how == "look"):
            send(out, frame)


def send(out: BinaryIO, frame: tuple[Any, ...]) -> None:
    data = marshal.dumps(frame)
    out.write(struct.pack(">I", len(data)) + data)
    out.flush()


def frames(path: str, wanted: str | None, look: bool = False) -> Iterator[tuple[Any, ...]]:
    """What `main` writes; of large sheets only the first rows for a `look`."""
    try:
        with (beginning(path) if look else None) or open(path, "rb") as file:  # noqa: PTH123
            yield from _frames(file, wanted)
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # a panic of the Rust library is no Exception
        yield ("problem", type(error).__name__)


def _frames(file: BinaryIO, wanted: str | None) -> Iterator[tuple[Any, ...]]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    with CalamineWorkbook.from_filelike(file) as book:
        listed = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        names = [sheet.name for sheet in sorted(listed, key=lambda s: s.visible != SheetVisibleEnum.Visible)]
        if wanted is not None and wanted not in names:
            yield ("sheets", names, "")
            yield ("problem", "no such sheet")
            return
        for name in [wanted] if wanted is not None else names:
            sheet = book.get_sheet_by_name(name)
            if sheet.start is not None or name == (wanted or names[-1]):
                yield ("sheets", names, name)
                yield from _batches(_filled_down(sheet.iter_rows(), sheet.start, sheet.merged_cell_ranges))
                break
        else:
            yield ("sheets", names, "")
        yield ("end",)


def beginning(path: str, most: int = 4 << 20) -> BinaryIO | None:
    """An XLSX of which sheets of more than `most` bytes end after their first rows; None for any other kind of file.

    The library has no way to read a part of a sheet, and 1,000,000 rows take it nine seconds. Cells merged over several
    rows are told behind the rows and so not known here.
    """
    if not zipfile.is_zipfile(path):
        return None
    out = BytesIO()
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(out, "w") as cut:
        large = [
            p for p in whole.infolist() if p.filename.startswith("xl/worksheets/sheet") and p.file_size > most
        ]
        if not large:
            return None
        for part in whole.infolist():
            with whole.open(part) as stream:
                data = stream.read(most) if part in large else stream.read()
            last = data.rfind(b"</row>")
            if part in large and last < 0:
                return None
            cut.writestr(
                part.filename, data[: last + 6] + b"</sheetData></worksheet>" if part in large else data
            )
    out.seek(0)
    return out


def _batches(rows: Iterable[Sequence[Any]]) -> Iterator[tuple[Any, ...]]:
    batch: list[tuple[int, list[str]]] = []
    room = _FIRST
    for number, row in enumerate(rows, 1):
        if any(cell != "" for cell in row):
            batch.append((number, [cell if cell.__class__ is str else shown(cell) for cell in row]))
            if len(batch) == room:
                yield ("rows", batch)
                batch, room = [], _BATCH
    yield ("rows", batch)


def shown(cell: object) -> str:
    """A cell as a person reads it: whole numbers without ".0" and never rounded to E-notation, dates as ISO 8601."""
    match cell:
        case bool():
            return "TRUE" if cell else "FALSE"
        case float():
            text = repr(cell)
            return format(Decimal(text), "f").removesuffix(".0") if "e" in text else text.removesuffix(".0")
        case datetime():
            return cell.isoformat(timespec="seconds")
        case date() | time():
            return cell.isoformat()
        case timedelta():
            seconds = round(cell.total_seconds())
            return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return str(cell)


def _filled_down(
    rows: Iterable[list[Any]], start: tuple[int, int] | None, merged: Sequence[Merged] | None
) -> Iterator[Sequence[Any]]:
    """Rows in which a cell merged over several rows stands in each of them that holds anything, as it does to the eye."""
    left = start[1] if start else 0
    tall = {(top, column - left): bottom for (top, column), (bottom, _) in merged or () if bottom > top}
    if not tall:
        yield from rows
        return
    by_row: dict[int, list[tuple[int, int]]] = {}
    for (top, column), bottom in tall.items():
        by_row.setdefault(top, []).append((column, bottom))
    held: dict[int, tuple[int, Any]] = {}
    for index, row in enumerate(rows):
        if any(cell != "" for cell in row):
            for column, (bottom, value) in held.items():
                if index <= bottom and row[column] == "":
                    row[column] = value
        for column, bottom in by_row.get(index, ()):
            if 0 <= column < len(row):
                held[column] = (bottom, row[column])
        yield row


def _limit() -> None:
    """Keep this process from taking the machine down; Windows has no such limits."""
    try:
        import resource
    except ImportError:
        return
    for what, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else None)
