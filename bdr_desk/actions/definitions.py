"""Putting a lead definition in force."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

from bdr_desk.desk import Desk
from bdr_desk.files.definition_file import read_definition
from bdr_desk.queries.qualification import definition_path
from bdr_desk.queries.rows import need
from bdr_desk.store.projects import add_definition
from bdr_desk.store.tables import Project


def use_definition(
    desk: Desk, project: UUID, path_or_name: str | Path, *, signed_by: str = "", signed_on: date | None = None
) -> UUID:
    """Judge leads by this definition from now on; the key of its new version. Facts already captured keep their keys.

    `signed_by` and `signed_on` say who agreed on it and when; left out, the file's own are kept. Raises NotFound, FileProblem.
    """
    read = read_definition(definition_path(path_or_name))
    with desk.write() as tx:
        row = need(tx, Project, project)
        signed = replace(read, signed_by=signed_by or read.signed_by, signed_on=signed_on or read.signed_on)
        return add_definition(tx, row, signed).id
