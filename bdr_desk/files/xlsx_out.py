"""XLSX files, written row by row in flat memory. Every cell is text: a spreadsheet shows it as it is and runs nothing,
and numbers keep their plus and their zeros."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from bdr_desk.domain.export import Cells, Table
from bdr_desk.errors import FileProblem

if TYPE_CHECKING:
    from xlsxwriter import Workbook

# Excel specifications and limits (Microsoft): rows of a sheet, characters of a cell.
MOST_ROWS = 1_048_576
MOST_CHARACTERS = 32_767
_WIDTH = 18  # characters a column is wide


def write_xlsx(path: Path, table: Table) -> int:
    """Write `table` to `path`; returns how many rows there were. What is more than a sheet holds goes on in another one.

    Raises FileProblem when the disk is full or cannot be written.
    """
    from xlsxwriter.exceptions import XlsxWriterException

    with TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as folder:
        try:
            with _workbook(path, folder) as book:
                return _fill(book, table)
        except XlsxWriterException as error:
            raise FileProblem(
                f"The workbook could not be written ({error}).",
                f"Check the space and the rights in {path.parent}.",
            ) from error


def _workbook(path: Path, folder: str) -> "Workbook":
    from xlsxwriter import Workbook

    options = {
        "constant_memory": True, "tmpdir": folder, "use_zip64": True,
        "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    }  # fmt: skip
    return Workbook(str(path), options)


def _fill(book: "Workbook", table: Table) -> int:
    count = 0
    sheet, line = _sheet(book, table.header), 1
    for cells in table.rows:
        if line == MOST_ROWS:
            sheet, line = _sheet(book, table.header), 1
        _write(sheet, line, cells)
        line += 1
        count += 1
    return count


def _sheet(book: "Workbook", header: Cells) -> Any:
    sheet = book.add_worksheet()
    sheet.set_column(0, len(header) - 1, _WIDTH)
    sheet.freeze_panes(1, 0)
    _write(sheet, 0, header)
    return sheet


def _write(sheet: Any, line: int, cells: Cells) -> None:
    for place, text in enumerate(cells):
        if text:
            sheet.write_string(line, place, text[:MOST_CHARACTERS])
