"""Writing a table to a file of the kind its name ends in: CSV or XLSX. All of it, or nothing.

It grows under another name in the same folder and takes its own when it is whole.
"""

from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile

from bdr_desk.domain.export import Table
from bdr_desk.errors import BadInput, FileProblem

KINDS = (".csv", ".xlsx")


def check_target(path: Path, *, overwrite: bool) -> None:
    """Raises BadInput for an ending without a writer, FileProblem when the file is there already or cannot be made."""
    if path.suffix.lower() not in KINDS:
        raise BadInput(
            f"{path.name} does not end in {' or '.join(KINDS)}.", "Name the file so that its kind shows."
        )
    if path.is_dir():
        raise FileProblem(f"{path} is a folder.", "Name a file in it.")
    if path.exists() and not overwrite:
        raise FileProblem(
            f"{path.name} is there already, and was left alone.",
            "Choose another name, or overwrite it with --force.",
        )
    if not path.parent.is_dir():
        raise FileProblem(f"There is no folder {path.parent}.", "Make it first, or choose another.")


def write_table(path: Path, table: Table, accept: Callable[[int], None], *, overwrite: bool = False) -> int:
    """Write `table` and return how many rows it has. `accept` hears that before the file appears under its name: when it
    raises, there is no file. Raises BadInput, FileProblem."""
    check_target(path, overwrite=overwrite)
    growing = None
    try:
        with NamedTemporaryFile(
            dir=path.parent, prefix=f".{path.name}.", suffix=".part", delete=False
        ) as made:
            growing = Path(made.name)
        count = _writer(path)(growing, table)
        accept(count)
        check_target(path, overwrite=overwrite)
        growing.replace(path)
        return count
    except OSError as error:
        raise FileProblem(
            f"{path.name} could not be written: {error.strerror or type(error).__name__}.",
            f"Check the space and the rights in {path.parent}. Nothing was left behind.",
        ) from error
    finally:
        if growing is not None:
            growing.unlink(missing_ok=True)


def _writer(path: Path) -> Callable[[Path, Table], int]:
    if path.suffix.lower() == ".xlsx":
        from bdr_desk.files.xlsx_out import write_xlsx

        return write_xlsx
    from bdr_desk.files.csv_out import write_csv

    return write_csv
