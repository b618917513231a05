"""The views of the queue that were saved in the current project."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bdr_desk.desk import Desk
from bdr_desk.domain.queue_filter import EVERYBODY, QueueFilter, in_words
from bdr_desk.errors import BadInput, NotFound
from bdr_desk.queries.projects import need_project
from bdr_desk.store.settings import get_setting
from bdr_desk.store.tables import CallList, SavedView

OWN_VIEW = "queue_view"  # of this desk


@dataclass(frozen=True, repr=False)
class ViewOfQueue:
    """`says` is the filter in words. What was kept and cannot be read any more filters nothing, and `says` so."""

    key: UUID
    name: str
    filter: QueueFilter
    says: str


@dataclass(frozen=True, repr=False)
class Views:
    """`lists` are the project's call lists by key, the newest first; `last` is the view this desk looked at last."""

    views: tuple[ViewOfQueue, ...]
    lists: tuple[tuple[UUID, str], ...]
    region: str
    last: ViewOfQueue | None = None


def saved_views(desk: Desk) -> Views:
    """By name. Raises NotFound where there is no project."""
    with desk.read() as session:
        project = need_project(session)
        lists = tuple(
            (row.id, row.name)
            for row in session.scalars(
                select(CallList).where(CallList.project_id == project.id).order_by(CallList.made_at.desc())
            )
        )
        rows = sorted(standing_views(session, project.id), key=lambda row: row.name.casefold())
        views, last = tuple(_view(row, dict(lists)) for row in rows), get_setting(session, OWN_VIEW)
        looked_at = next((view for view in views if str(view.key) == last), None)
        return Views(views, lists, project.region, looked_at)


def view_called(desk: Desk, name: str) -> ViewOfQueue:
    """By its name in any case, or its key. Raises NotFound."""
    for view in saved_views(desk).views:
        if name.casefold() == view.name.casefold() or name == str(view.key):
            return view
    raise NotFound(f"There is no view “{name}”.", "See `bdr-desk queue view list`.")


def standing_views(session: Session, project: UUID) -> list[SavedView]:
    kept = select(SavedView).where(SavedView.project_id == project, SavedView.removed_at.is_(None))
    return list(session.scalars(kept))


def _view(row: SavedView, lists: dict[UUID, str]) -> ViewOfQueue:
    try:
        kept = QueueFilter.from_json(row.filter)
    except BadInput as problem:
        return ViewOfQueue(row.id, row.name, EVERYBODY, f"Cannot be read: {problem}")
    return ViewOfQueue(row.id, row.name, kept, in_words(kept, lists))
