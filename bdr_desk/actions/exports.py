"""Letting data leave the desk: a table written to a file, and that it was."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from bdr_desk.desk import Desk
from bdr_desk.files.table_out import check_target, write_table
from bdr_desk.queries.exports import Wanted, export_of
from bdr_desk.store.tables import ChangeLog


@dataclass(frozen=True)
class Exported:
    file: Path
    rows: int


def export(desk: Desk, wanted: Wanted, path: Path, *, overwrite: bool = False) -> Exported:
    """Write what is `wanted` to `path` (.csv or .xlsx): all of it or no file at all.

    Who exported how much of what stands in the change log: an export carries personal data out of the desk's reach.
    Raises NotFound, BadInput, FileProblem.
    """
    check_target(path, overwrite=overwrite)
    with desk.read() as session:
        found = export_of(desk, session, wanted)

        def note(rows: int) -> None:
            _note(desk, found.about, wanted.title, rows, path)

        return Exported(path, write_table(path, found.table, note, overwrite=overwrite))


def _note(desk: Desk, about: tuple[str, UUID], what: str, rows: int, path: Path) -> None:
    table, key = about
    with desk.write() as tx:
        said = f"exported {rows} rows of {what} as {path.suffix.lower().lstrip('.')}"
        tx.add(ChangeLog(at=tx.now, by=tx.author, table_name=table, row_id=key, what=said))
