"""A list's turn in the queue, and its priority among the lists of that turn."""

from uuid import UUID

from bdr_desk.desk import Desk
from bdr_desk.domain.rank import LIST_TIERS, MOST_PRIORITY
from bdr_desk.errors import BadInput
from bdr_desk.queries.rows import need
from bdr_desk.store.columns import to_micros
from bdr_desk.store.standing import keep_whole_list
from bdr_desk.store.tables import CallList


def rank_list(desk: Desk, call_list: UUID, tier: str | None = None, priority: int | None = None) -> None:
    """Give a list a turn (inbound, normal, filler) or a priority (-2 to 2); its leads are ranked anew.

    Raises NotFound, BadInput.
    """
    if tier is not None and tier not in LIST_TIERS:
        raise BadInput(f"“{tier}” is no turn of a list.", f"Use one of: {', '.join(LIST_TIERS)}.")
    if priority is not None and not -MOST_PRIORITY <= priority <= MOST_PRIORITY:
        raise BadInput(f"A priority of {priority} cannot be.", f"Give {-MOST_PRIORITY} to {MOST_PRIORITY}.")
    with desk.write() as tx:
        row = need(tx, CallList, call_list)
        before = row.tier, row.priority
        row.tier = row.tier if tier is None else tier
        row.priority = row.priority if priority is None else priority
        if (row.tier, row.priority) != before:
            tx.flush()
            keep_whole_list(tx, row.id, to_micros(tx.now))
