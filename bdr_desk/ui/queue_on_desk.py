"""Everything the call desk shows of the queue, read in one go."""

from dataclasses import dataclass

from bdr_desk.desk import Desk
from bdr_desk.queries.queue import QueueView, call_queue
from bdr_desk.queries.queue_settings import GoesOn, mode_here


@dataclass(frozen=True)
class QueueOnDesk:
    queue: QueueView
    goes_on: GoesOn


def queue_on_desk(desk: Desk, limit: int) -> QueueOnDesk:
    """Raises NotFound where there is no project."""
    return QueueOnDesk(call_queue(desk, limit), mode_here(desk))
