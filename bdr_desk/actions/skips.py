"""Passing a lead over."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bdr_desk.desk import Desk
from bdr_desk.domain.skips import REASONS, check_until
from bdr_desk.errors import BadInput
from bdr_desk.queries.rows import need
from bdr_desk.queries.skips import price_of
from bdr_desk.store.tables import Lead, Skip


@dataclass(frozen=True, repr=False)
class Skipped:
    """`until` UTC; `left` is how often the lead may be passed over again within 30 days."""

    skip: UUID
    lead: UUID
    until: datetime
    left: int


def skip_lead(desk: Desk, lead: UUID, reason: str, *, until: datetime | None = None) -> Skipped:
    """Leave `lead` out of the queue for a while (`domain.skips`), or `until` a time (aware) of the next 30 days.

    Raises BadInput without a reason, NotFound, and Refused for a promise, for a lead that is out of the queue, and the third
    time within 30 days.
    """
    if not reason.strip():
        raise BadInput("A lead is passed over for a reason.", f"For example “{REASONS[0]}”.")
    with desk.write() as tx:
        row = need(tx, Lead, lead)
        usual, left = price_of(tx, row, tx.now)
        back = check_until(until, tx.now) if until else usual
        made = Skip(lead_id=lead, reason=" ".join(reason.split()), until=back)
        tx.add(made)
        tx.flush()
        return Skipped(made.id, lead, back, left)
