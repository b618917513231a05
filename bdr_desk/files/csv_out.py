"""CSV files (RFC 4180) that Excel opens rightly and cannot be made to run.

In UTF-8 with a byte order mark: without one Excel takes a CSV for the machine's old code page, and names lose their accents;
every reader of lists here knows the mark. Phone numbers stay as they are, see `domain.export.safe_cell`.
"""

import csv
from pathlib import Path

from bdr_desk.domain.export import Table, safe_cell


def write_csv(path: Path, table: Table) -> int:
    """Write `table` to `path` row by row; returns how many rows there were."""
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="", errors="replace") as file:
        out = csv.writer(file)
        out.writerow(map(safe_cell, table.header))
        for cells in table.rows:
            out.writerow(map(safe_cell, cells))
            count += 1
    return count
