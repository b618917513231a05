"""Projects: the current one, and all of them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bdr_desk.desk import Desk
from bdr_desk.domain.calling_hours import Window
from bdr_desk.errors import NotFound
from bdr_desk.store.settings import get_setting
from bdr_desk.store.tables import ChangeLog, Project


@dataclass(frozen=True)
class ProjectView:
    key: UUID
    name: str
    sample: bool
    region: str
    calling_hours: str
    rep: UUID | None


def current_project(desk: Desk) -> ProjectView | None:
    """The project the desk works on; None before the first list is imported."""
    with desk.read() as session:
        project = _current(session)
        return _view(project) if project else None


def projects(desk: Desk) -> tuple[ProjectView, ...]:
    with desk.read() as session:
        return tuple(_view(project) for project in session.scalars(select(Project).order_by(Project.name)))


def need_project(session: Session) -> Project:
    """The current project's row. Raises NotFound when there is none."""
    project = _current(session)
    if project is None:
        raise NotFound(
            "There is no project yet.",
            "Import a list (bdr-desk import FILE --project NAME --list NAME --source KIND) or open the sample (bdr-desk demo).",
        )
    return project


def window_of(project: Project) -> Window:
    return Window(project.call_from, project.call_until, project.call_days)


def _current(session: Session) -> Project | None:
    key = get_setting(session, "project")
    return session.get(Project, UUID(key)) if key else None


def _view(project: Project) -> ProjectView:
    return ProjectView(
        project.id, project.name, project.sample, project.region, str(window_of(project)), project.rep_id
    )


def newest_change(desk: Desk) -> datetime | None:
    """When something was last made or changed here (UTC)."""
    with desk.read() as session:
        return session.scalar(select(ChangeLog.at).order_by(ChangeLog.seq.desc()).limit(1))
