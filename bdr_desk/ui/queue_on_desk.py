"""Everything the call desk shows of the queue, read in one go."""

from dataclasses import dataclass

from bdr_desk.desk import Desk
from bdr_desk.domain.queue_filter import EVERYBODY, QueueFilter
from bdr_desk.queries.queue_filter import FilteredQueue, filtered_queue
from bdr_desk.queries.queue_settings import GoesOn, mode_here
from bdr_desk.queries.saved_views import Views, saved_views


@dataclass(frozen=True)
class QueueOnDesk:
    """`filter` is what `found` was narrowed to."""

    found: FilteredQueue
    goes_on: GoesOn
    views: Views
    filter: QueueFilter


def queue_on_desk(desk: Desk, limit: int, wanted: QueueFilter | None) -> QueueOnDesk:
    """`wanted` None: the view this desk looked at last. Raises NotFound where there is no project."""
    views = saved_views(desk)
    if wanted is None:
        wanted = views.last.filter if views.last else EVERYBODY
    return QueueOnDesk(filtered_queue(desk, limit, wanted), mode_here(desk), views, wanted)
