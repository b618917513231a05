"""Putting a cadence in force, and writing one to a file."""

from pathlib import Path
from uuid import UUID

from bdr_desk.desk import Desk
from bdr_desk.domain.cadence import Cadence
from bdr_desk.files.cadence_file import write_cadence
from bdr_desk.queries.cadences import cadence_called, cadence_view
from bdr_desk.queries.projects import need_project
from bdr_desk.queries.rows import need
from bdr_desk.store.cadences import keep_cadence
from bdr_desk.store.tables import Project


def put_in_force(desk: Desk, cadence: Cadence | str | Path, project: UUID | None = None) -> int:
    """Follow this cadence (the plan itself, its name or its file) from now on; its version, a new one only where it differs
    from all before.

    Leads go on from the touch they are at; what was promised stays promised. `project` is the current one when left out.
    Raises NotFound, FileProblem.
    """
    plan = cadence if isinstance(cadence, Cadence) else cadence_called(desk, cadence)
    with desk.write() as tx:
        row = need(tx, Project, project) if project else need_project(tx)
        return keep_cadence(tx, row, plan).version


def save_cadence(
    desk: Desk, file: Path, cadence: Cadence | str | Path | None = None, *, overwrite: bool = False
) -> Path:
    """Write this cadence (the one in force when left out) to `file` as TOML. Raises NotFound, FileProblem."""
    plan = cadence if isinstance(cadence, Cadence) else cadence_called(desk, cadence) if cadence else None
    write_cadence(file, plan or cadence_view(desk).plan, overwrite=overwrite)
    return file
