"""The customers and competitors of a project as rows: all of one kind, and one taken off."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bdr_desk.store.tables import ProjectCompany
from bdr_desk.store.writing import Writing


def company_rows(session: Session, project: UUID, kind: str) -> list[tuple[UUID, str, str | None]]:
    """(key, name key, domain) of each."""
    query = select(ProjectCompany.id, ProjectCompany.name_key, ProjectCompany.domain).where(
        ProjectCompany.project_id == project, ProjectCompany.kind == kind
    )
    return [(key, name_key, domain) for key, name_key, domain in session.execute(query)]


def remove_company(tx: Writing, row: ProjectCompany) -> None:
    """Take it off for good: nothing points at it, and the change log says that it was there."""
    tx.flush()
    tx.expunge(row)
    gone = delete(ProjectCompany).where(ProjectCompany.id == row.id)
    tx.execute(gone, execution_options={"accounted": True})
    tx.account_for([ProjectCompany], ("project_company", row.id))
