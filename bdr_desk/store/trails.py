"""What happens to a lead and to its handoff, as rows: a step of the lead, an entry in the handoff's trail."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bdr_desk.domain import handoff as rule
from bdr_desk.domain.words import Stage
from bdr_desk.store.tables import Fact, Handoff, HandoffEvent, Lead, LeadStage, User
from bdr_desk.store.writing import Writing


def in_order(table: type[Fact] | type[Handoff] | type[HandoffEvent]) -> tuple[Any, ...]:
    """The order in which rows reached the team; those that did not yet come last, by the clock of this desk. No other desk's
    clock counts."""
    return (table.arrival.is_(None), table.arrival, table.made_at, table.id)


def trail(session: Session, key: UUID) -> tuple[rule.Event, ...]:
    """The events of a handoff in their order."""
    query = select(HandoffEvent).where(HandoffEvent.handoff_id == key)
    rows = session.scalars(query.order_by(*in_order(HandoffEvent)))
    return tuple(rule.Event(row.kind, row.made_at, row.text, row.author_name) for row in rows)


def add_event(tx: Writing, row: Handoff, kind: str, text: str = "") -> None:
    """One more entry in the trail of `row`, signed by the author; its status follows.

    Clocks differ, the trail's order must not: the transaction's own time moves behind what the trail holds already.
    """
    tx.now = rule.next_moment(tx.now, trail(tx, row.id))
    author = tx.get(User, tx.author)
    tx.add(
        HandoffEvent(
            handoff_id=row.id, kind=kind, text=text, author_name=author.name if author else "", shared=row.shared
        )
    )  # fmt: skip
    tx.flush()
    row.status = rule.status(trail(tx, row.id))


def set_stage(tx: Writing, lead: Lead, stage: Stage, reason: str) -> None:
    """One more step of the lead, forward or back."""
    lead.stage, lead.stage_reason = stage, reason
    tx.add(LeadStage(lead_id=lead.id, stage=stage, reason=reason))
