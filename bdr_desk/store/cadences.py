"""Cadences as rows: the versions of a project's plan of touches."""

from sqlalchemy import select

from bdr_desk.domain.cadence import Cadence as Plan
from bdr_desk.domain.cadence import as_json
from bdr_desk.store.capped import caps_of
from bdr_desk.store.columns import to_micros
from bdr_desk.store.standing import keep_called
from bdr_desk.store.tables import Cadence, Project
from bdr_desk.store.writing import Writing


def keep_cadence(tx: Writing, project: Project, plan: Plan) -> Cadence:
    """`plan` in force in `project`: the version that says the same, else the next one. Older versions stay."""
    known = tx.scalars(
        select(Cadence).where(Cadence.project_id == project.id).order_by(Cadence.version)
    ).all()
    body = as_json(plan)
    row = next((row for row in known if row.body == body), None)
    if row is None:
        version = known[-1].version + 1 if known else 1
        row = Cadence(project_id=project.id, version=version, name=plan.name, body=body)
        tx.add(row)
        tx.flush()
    before = caps_of(tx, project)
    project.cadence_id = row.id
    if plan.caps != before:
        tx.flush()
        keep_called(tx, project, to_micros(tx.now))
    return row
