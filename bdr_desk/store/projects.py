"""Projects and lead definitions as rows: the import, the demo and the project page all start one."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bdr_desk.domain.qualification import Definition
from bdr_desk.store.settings import get_setting, put_setting
from bdr_desk.store.tables import Criterion, LeadDefinition, Project
from bdr_desk.store.writing import Writing


def add_project(
    tx: Writing, name: str, *, region: str, definition: Definition, sample: bool = False
) -> Project:
    """A new project with calling hours 9:00-17:30 on working days; the first one becomes the current one."""
    project = Project(name=name, region=region, sample=sample)
    tx.add(project)
    tx.flush()
    add_definition(tx, project, definition)
    if get_setting(tx, "project") is None:
        put_setting(tx, "project", str(project.id))
    return project


def add_definition(tx: Writing, project: Project, definition: Definition) -> LeadDefinition:
    """The next version of the project's lead definition; facts already captured keep their keys."""
    newest = tx.scalar(
        select(func.max(LeadDefinition.version)).where(LeadDefinition.project_id == project.id)
    )
    row = LeadDefinition(
        project_id=project.id, name=definition.name, version=(newest or 0) + 1,
        signed_on=definition.signed_on, signed_by=definition.signed_by,
    )  # fmt: skip
    tx.add(row)
    tx.flush()
    tx.add_all(
        Criterion(
            definition_id=row.id, place=place, key=c.key, title=c.title, kind=c.kind, prompt=c.prompt,
            required=c.required, evidence=c.evidence, choices=list(c.choices),
        )
        for place, c in enumerate(definition.criteria)
    )  # fmt: skip
    tx.flush()
    project.definition_id = row.id
    return row


def project_named(session: Session, name: str) -> Project | None:
    return session.scalar(select(Project).where(Project.name == name))
