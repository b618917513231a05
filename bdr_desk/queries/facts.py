"""Facts and the lead definition they answer."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bdr_desk.domain import qualification
from bdr_desk.store.tables import Criterion, Fact, LeadDefinition, Project


def definition_of(session: Session, project: UUID) -> qualification.Definition | None:
    """The lead definition in force in `project`."""
    row = session.scalar(
        select(LeadDefinition)
        .join(Project, Project.definition_id == LeadDefinition.id)
        .where(Project.id == project)
    )
    if row is None:
        return None
    criteria = criteria_of(session, project)
    return qualification.Definition(row.name, row.version, criteria, row.signed_on, row.signed_by)


def criteria_of(session: Session, project: UUID) -> tuple[qualification.Criterion, ...]:
    query = (
        select(Criterion)
        .join(Project, Project.definition_id == Criterion.definition_id)
        .where(Project.id == project)
        .order_by(Criterion.place)
    )
    return tuple(
        qualification.Criterion(c.key, c.title, c.kind, c.prompt, c.required, c.evidence, tuple(c.choices))
        for c in session.scalars(query)
    )


def current_facts(session: Session, lead: UUID) -> list[Fact]:
    """The latest fact per criterion, oldest criterion first."""
    # Keys are UUIDv7: of two facts of one moment the later made is the greater.
    newest = (
        select(Fact.criterion, func.max(Fact.made_at).label("at"))
        .where(Fact.lead_id == lead)
        .group_by(Fact.criterion)
    ).subquery()
    query = (
        select(Fact)
        .join(newest, (newest.c.criterion == Fact.criterion) & (newest.c.at == Fact.made_at))
        .where(Fact.lead_id == lead)
        .order_by(Fact.made_at, Fact.id)
    )
    return list({fact.criterion: fact for fact in session.scalars(query)}.values())
