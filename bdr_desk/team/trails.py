"""After a pull: the status of a handoff, and the stage of its lead, follow from the trail on every desk alike."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bdr_desk.domain import handoff
from bdr_desk.domain.words import Next, Stage
from bdr_desk.store.tables import Handoff, HandoffEvent, Lead
from bdr_desk.store.writing import Writing

_HANDED_OVER = (Stage.MEETING, Stage.ACCEPTED, Stage.REJECTED)


def settle(tx: Writing, touched: Mapping[str, set[UUID]]) -> None:
    """Bring statuses and stages in line with the trails of what was `touched`. Copies, so nothing goes back to the team."""
    trails = touched.get("handoff", set()) | _handoffs_of(tx, touched.get("handoff_event", set()))
    leads = touched.get("lead", set())
    query = select(Handoff).where(Handoff.id.in_(trails) | Handoff.lead_id.in_(leads))
    for row in tx.scalars(
        query.order_by(Handoff.id)
    ).all():  # keys are in order of time: the newest has the last word
        row.status = handoff.status(trail(tx, row.id))
        lead = tx.get_one(Lead, row.lead_id)
        if _newest(tx, row):
            _settle_lead(lead, row.status)


def trail(session: Session, key: UUID) -> tuple[handoff.Event, ...]:
    """The events of a handoff in their order: by time, then by key."""
    query = select(HandoffEvent).where(HandoffEvent.handoff_id == key)
    rows = session.scalars(query.order_by(HandoffEvent.made_at, HandoffEvent.id))
    return tuple(handoff.Event(row.kind, row.made_at, row.text, row.author_name) for row in rows)


def _handoffs_of(tx: Writing, events: set[UUID]) -> set[UUID]:
    return set(tx.scalars(select(HandoffEvent.handoff_id).where(HandoffEvent.id.in_(events))))


def _newest(tx: Writing, row: Handoff) -> bool:
    return (
        tx.scalar(select(Handoff.id).where(Handoff.lead_id == row.lead_id, Handoff.id > row.id).limit(1))
        is None
    )


def _settle_lead(lead: Lead, status: str) -> None:
    """Only between the stages a handoff gives; a lead that has moved on since is left alone."""
    stage = handoff.lead_stage(status)
    if lead.stage not in _HANDED_OVER or lead.stage == stage:
        return
    lead.stage = stage
    if stage == Stage.ACCEPTED:
        lead.next_kind, lead.next_at, lead.next_why = Next.NONE, None, ""
