"""CSV files (RFC 4180) that Excel opens rightly and cannot be made to run.

In UTF-8 with a byte order mark: without one Excel takes a CSV for the machine's old code page, and names lose their accents;
every reader of lists here knows the mark. Phone numbers stay as they are, see `domain.export.safe_cell`.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from bdr_desk.domain.export import Cells, Table, safe_cell


def write_csv(path: Path, table: Table) -> int:
    """Write `table` to `path` row by row; returns how many rows there were."""
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="", errors="replace") as file:
        out = csv.writer(file)
        out.writerow(map(safe_cell, table.header))
        for count, cells in enumerate(_safe(table.rows), 1):  # noqa: B007
            out.writerow(cells)
    return count


def _safe(rows: Iterator[Cells]) -> Iterator[list[str]]:
    return ([safe_cell(cell) for cell in cells] for cells in rows)
