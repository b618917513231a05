"""Choosing the script a project calls with."""

from pathlib import Path
from uuid import UUID

from bdr_desk.desk import Desk
from bdr_desk.files.script_file import parse_script
from bdr_desk.files.text_file import read_text
from bdr_desk.queries.facts import criteria_of
from bdr_desk.queries.rows import need
from bdr_desk.queries.scripts import script_path
from bdr_desk.store.scripts import keep_script
from bdr_desk.store.tables import Project


def use_script(desk: Desk, project: UUID, path_or_name: str | Path) -> UUID:
    """Call with this script from now on; the key of its version, a new one only when the text has changed.

    Raises NotFound, FileProblem, and BadInput when the script has mistakes or asks what the lead definition does not have.
    """
    path = script_path(desk, path_or_name)
    text = read_text(path)
    with desk.write() as tx:
        row = need(tx, Project, project)
        keys = tuple(criterion.key for criterion in criteria_of(tx, project))
        return keep_script(tx, row, parse_script(text, keys, called=path.name).name, text)
