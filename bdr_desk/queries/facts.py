"""Facts and the lead definition they answer."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bdr_desk.domain import qualification
from bdr_desk.store.call_effects import not_undone
from bdr_desk.store.merging import leads_of_person
from bdr_desk.store.tables import Criterion, Fact, LeadDefinition, Project
from bdr_desk.store.trails import in_order


def definition_of(session: Session, project: UUID) -> qualification.Definition | None:
    """The lead definition in force in `project`."""
    return definition_by_key(session, _definition_in_force(session, project))


def definition_by_key(session: Session, key: UUID | None) -> qualification.Definition | None:
    """A version of a lead definition, in force or not."""
    row = session.get(LeadDefinition, key) if key else None
    if row is None:
        return None
    return qualification.Definition(
        row.name, row.version, _criteria(session, row.id), row.signed_on, row.signed_by
    )


def criteria_of(session: Session, project: UUID) -> tuple[qualification.Criterion, ...]:
    """What the lead definition in force in `project` asks; nothing where there is none."""
    return _criteria(session, _definition_in_force(session, project))


def _definition_in_force(session: Session, project: UUID) -> UUID | None:
    return session.scalar(select(Project.definition_id).where(Project.id == project))


def _criteria(session: Session, definition: UUID | None) -> tuple[qualification.Criterion, ...]:
    query = select(Criterion).where(Criterion.definition_id == definition).order_by(Criterion.place)
    return tuple(
        qualification.Criterion(c.key, c.title, c.kind, c.prompt, c.required, c.evidence, tuple(c.choices))
        for c in session.scalars(query)
    )


def current_facts(session: Session, lead: UUID) -> list[Fact]:
    """The latest fact per criterion, oldest first; of a merged contact's lead too. Undone calls say nothing."""
    leads = leads_of_person(session, lead)
    query = select(Fact).where(Fact.lead_id.in_(leads), not_undone(Fact.call_id)).order_by(*in_order(Fact))
    facts = list(session.scalars(query))
    latest = {fact.criterion: fact.id for fact in facts}
    return [fact for fact in facts if latest[fact.criterion] == fact.id]
