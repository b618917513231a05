"""After a pull: the status of a handoff, and the stage of its lead, follow from the trail on every desk alike."""

from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from typing import Any
from uuid import UUID

from sqlalchemy import select

from bdr_desk.domain import handoff
from bdr_desk.domain.words import Next, Stage
from bdr_desk.store.tables import Handoff, HandoffEvent, Lead, Row
from bdr_desk.store.trails import trail
from bdr_desk.store.writing import Writing
from bdr_desk.team.outbox import pieces

_HANDED_OVER = (Stage.MEETING, Stage.ACCEPTED, Stage.REJECTED)


def settle(tx: Writing, table: type[Row], changed: Iterable[UUID]) -> None:
    """Bring statuses and stages in line with the trails that rows of `table` belong to.

    Whoever has a part in a trail tells the team too: if two answered at once, it has the status that arrived last.
    """
    keys: set[UUID] = set(changed) if table is Handoff else set()
    for some in pieces(list(changed)) if table in _LEADS_TO else ():
        keys |= set(tx.scalars(select(_LEADS_TO[table][0]).where(_LEADS_TO[table][1].in_(some))))
    for some in pieces(sorted(keys)):
        for row in tx.scalars(select(Handoff).where(Handoff.id.in_(some))).all():
            with tx.own_changes() if _has_part(tx, row) else nullcontext():
                _settle(tx, row)


_LEADS_TO: Mapping[type[Row], tuple[Any, Any]] = {
    HandoffEvent: (HandoffEvent.handoff_id, HandoffEvent.id),
    Lead: (Handoff.id, Handoff.lead_id),
}


def _has_part(tx: Writing, row: Handoff) -> bool:
    mine = select(HandoffEvent.id).where(HandoffEvent.handoff_id == row.id, HandoffEvent.made_by == tx.author)
    return tx.scalar(mine.limit(1)) is not None


def _settle(tx: Writing, row: Handoff) -> None:
    events = trail(tx, row.id)
    if not events:
        return
    row.status = handoff.status(events)
    if _newest(tx, row):
        _settle_lead(tx.get_one(Lead, row.lead_id), row.status, handoff.decided_by(events))


def _newest(tx: Writing, row: Handoff) -> bool:
    """Whether the lead was not passed again since; keys are in the order of time."""
    return (
        tx.scalar(select(Handoff.id).where(Handoff.lead_id == row.lead_id, Handoff.id > row.id).limit(1))
        is None
    )


def _settle_lead(lead: Lead, status: str, because: handoff.Event | None) -> None:
    """Only between the stages a handoff gives; a lead that has moved on since is left alone."""
    stage = handoff.lead_stage(status)
    if lead.stage not in _HANDED_OVER or lead.stage == stage:
        return
    lead.stage, lead.stage_reason = stage, because.text if because else ""
    if stage in (Stage.REJECTED, Stage.WORKING) and because:
        why = handoff.call_again_because(because.kind, because.text)
        lead.next_kind, lead.next_at, lead.next_why = Next.RETRY, because.at, why
    else:
        lead.next_kind, lead.next_at, lead.next_why = Next.NONE, None, ""
