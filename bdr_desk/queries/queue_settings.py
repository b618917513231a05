"""What a project asks of its queue, and how it goes on after a call at this desk."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from bdr_desk.desk import Desk
from bdr_desk.domain.calling_policy import Policy
from bdr_desk.domain.queue_settings import Mode, QueueSettings, settings_from
from bdr_desk.queries.projects import need_project
from bdr_desk.queries.queue_cells import policy_of
from bdr_desk.queries.rows import need
from bdr_desk.store.settings import get_setting
from bdr_desk.store.tables import Project

OWN_MODE = "queue_mode"  # of this desk


@dataclass(frozen=True)
class GoesOn:
    """How the queue goes on after a call: this desk's `mode`, `of_project` where it has none of its own; `countdown` seconds."""

    mode: Mode
    of_project: Mode
    countdown: int


@dataclass(frozen=True, repr=False)
class QueueTerms:
    """Everything a project settles about its queue: `calling` with the hours of all places."""

    project: UUID
    name: str
    region: str
    queue: QueueSettings
    calling: Policy


def goes_on(session: Session, project: Project) -> GoesOn:
    settings = settings_from(project.queue)
    own = get_setting(session, OWN_MODE)
    return GoesOn(Mode(own) if own in list(Mode) else settings.mode, settings.mode, settings.countdown)


def mode_here(desk: Desk) -> GoesOn:
    """In the current project. Raises NotFound where there is none."""
    with desk.read() as session:
        return goes_on(session, need_project(session))


def queue_terms(desk: Desk, project: UUID | None = None) -> QueueTerms:
    """Of the current project when none is named. Raises NotFound."""
    with desk.read() as session:
        row = need(session, Project, project) if project else need_project(session)
        return QueueTerms(row.id, row.name, row.region, settings_from(row.queue), policy_of(row))
