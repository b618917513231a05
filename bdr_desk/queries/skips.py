"""What passing a lead over costs, said before it is done and asked again when it is."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bdr_desk.desk import Desk
from bdr_desk.domain.call_queue import CALLABLE_STAGES
from bdr_desk.domain.skips import MOST, WITHIN, back_at
from bdr_desk.domain.time_zones import day_name
from bdr_desk.domain.words import STAGE_SAYS, Next
from bdr_desk.errors import DeskError, Refused
from bdr_desk.queries.queue_cells import policy_of
from bdr_desk.queries.rows import need
from bdr_desk.store.tables import Lead, Project, QueueCell, Skip, User


@dataclass(frozen=True)
class SkipPrice:
    """`until` UTC; `left` is how often the lead may be passed over after that. `refused`: why it may not be at all."""

    until: datetime | None
    left: int
    says: str
    refused: str = ""


def skip_price(desk: Desk, lead: UUID) -> SkipPrice:
    """What passing `lead` over would cost now; times in words are on the user's clock. Raises NotFound."""
    with desk.read() as session:
        row, now = need(session, Lead, lead), desk.clock()
        try:
            until, left = price_of(session, row, now)
        except DeskError as refused:
            return SkipPrice(None, 0, "", str(refused))
        me = session.get(User, desk.me)
        zone = ZoneInfo(me.time_zone if me else "UTC")
        return SkipPrice(until, left, _says(until.astimezone(zone), now.astimezone(zone), left))


def price_of(session: Session, lead: Lead, now: datetime) -> tuple[datetime, int]:
    """(when a lead that is passed over `now` comes back, how often more it may be). Raises Refused."""
    _check(session, lead, now)
    earlier = (
        session.scalar(select(func.count()).where(Skip.lead_id == lead.id, Skip.made_at > now - WITHIN)) or 0
    )
    cell = session.get(QueueCell, lead.cell_id) if lead.cell_id is not None else None
    policy = policy_of(session.get_one(Project, lead.project_id))
    return back_at(earlier, cell.hours if cell else "", policy, now), MOST - earlier - 1


def _check(session: Session, lead: Lead, now: datetime) -> None:
    if lead.next_kind == Next.CALLBACK:
        raise Refused(
            "They were promised a call: a promise is not passed over.",
            "Call them, and agree on another time: it is then moved by a call back.",
        )
    if lead.stage not in CALLABLE_STAGES or lead.next_kind == Next.NONE:
        raise Refused(f"They are not in the queue: {STAGE_SAYS.get(lead.stage, lead.stage)}.")
    if session.scalar(select(Skip.id).where(Skip.lead_id == lead.id, Skip.until > now).limit(1)):
        raise Refused("They are passed over already.", "They come back by themselves.")


def _says(until: datetime, now: datetime, left: int) -> str:
    day = "" if until.date() == now.date() else f"{day_name(until)} "
    again = {0: "The last time in 30 days: then call them, or close the lead."}
    return f"They come back {day}{until:%H:%M}. {again.get(left, 'The next time they stay away until their next day.')}"
