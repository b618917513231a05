"""How far a lead is from its project's lead definition, and the definitions there are."""

from pathlib import Path

from sqlalchemy.orm import Session

from bdr_desk import paths
from bdr_desk.desk import Desk
from bdr_desk.domain.qualification import Definition, Distance, distance
from bdr_desk.errors import NotFound
from bdr_desk.queries.facts import criteria_of, current_facts, definition_of
from bdr_desk.queries.projects import need_project
from bdr_desk.store.tables import Lead


def distance_of(session: Session, lead: Lead) -> Distance:
    """What of the lead definition is known about `lead` and what is missing."""
    facts = {fact.criterion: fact.value for fact in current_facts(session, lead.id)}
    return distance(criteria_of(session, lead.project_id), facts)


def definition_in_force(desk: Desk) -> Definition:
    """The current project's lead definition. Raises NotFound."""
    with desk.read() as session:
        project = need_project(session)
        definition = definition_of(session, project.id)
    if definition is None:
        raise NotFound(
            f"{project.name} has no lead definition.",
            "Give it one: page Set-up, or bdr-desk definition use bant.",
        )
    return definition


def definition_path(name_or_file: str | Path) -> Path:
    """The file of a definition named as it is shipped ("bant") or by its path. Raises NotFound."""
    shipped = sorted((paths.resources() / "definitions").glob("*.toml"))
    for path in (*shipped, Path(name_or_file)):
        if path.is_file() and str(name_or_file).lower() in (path.stem.lower(), str(path).lower()):
            return path
    names = ", ".join(path.stem for path in shipped)
    raise NotFound(f"There is no lead definition “{name_or_file}”.", f"Name a file, or one of: {names}.")
