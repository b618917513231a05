"""Views of the queue under a name: saved, renamed, deleted; and which one this desk looks at."""

from uuid import UUID

from bdr_desk.desk import Desk
from bdr_desk.domain.queue_filter import QueueFilter, view_name
from bdr_desk.errors import NotFound, Refused
from bdr_desk.queries.projects import need_project
from bdr_desk.queries.saved_views import OWN_VIEW, standing_views
from bdr_desk.store.settings import put_setting
from bdr_desk.store.tables import SavedView
from bdr_desk.store.writing import Writing


def save_view(desk: Desk, name: str, wanted: QueueFilter) -> UUID:
    """Keep a filter in the current project; a view of that name filters by it from now on. Raises BadInput, NotFound, and
    Refused for a filter that leaves everybody."""
    called = view_name(name)
    if not wanted:
        raise Refused("This view would show the whole queue.", "Say first what it is to show.")
    with desk.write() as tx:
        project = need_project(tx).id
        row = _named(tx, project, called)
        if row is None:
            row = SavedView(project_id=project, name=called, filter={})
            tx.add(row)
        row.name, row.filter = called, wanted.as_json()
        tx.flush()
        return row.id


def rename_view(desk: Desk, view: UUID, name: str) -> None:
    """Raises BadInput, NotFound, and Refused where another view has the name."""
    called = view_name(name)
    with desk.write() as tx:
        row = _need(tx, view)
        other = _named(tx, row.project_id, called)
        if other is not None and other.id != view:
            raise Refused(
                f"There is a view “{other.name}” already.", "Choose another name, or delete that one."
            )
        row.name = called


def delete_view(desk: Desk, view: UUID) -> None:
    """Raises NotFound."""
    with desk.write() as tx:
        _need(tx, view).removed_at = tx.now


def look_at(desk: Desk, view: UUID | None) -> None:
    """What the desk opens with the next time; None for all leads."""
    with desk.write() as tx:
        put_setting(tx, OWN_VIEW, str(view) if view else None)


def _named(tx: Writing, project: UUID, name: str) -> SavedView | None:
    return next((row for row in standing_views(tx, project) if row.name.casefold() == name.casefold()), None)


def _need(tx: Writing, view: UUID) -> SavedView:
    row = tx.get(SavedView, view)
    if row is None or row.removed_at is not None:
        raise NotFound("There is no such view any more.", "See those there are in the filter of the queue.")
    return row
