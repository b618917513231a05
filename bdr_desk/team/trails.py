"""After a pull: the status of a handoff, and the stage of its lead, follow from the trail on every desk alike."""

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from typing import Any
from uuid import UUID

from sqlalchemy import select

from bdr_desk.domain import handoff
from bdr_desk.domain.words import Next, Stage
from bdr_desk.store.bases import changed_here
from bdr_desk.store.tables import Handoff, HandoffEvent, Lead, Row
from bdr_desk.store.trails import in_order, trail
from bdr_desk.store.writing import Writing
from bdr_desk.team.outbox import pieces

# Of a lead, what its handoff's trail says.
_FOLLOW = frozenset({"stage", "stage_reason", "next_kind", "next_at", "next_why"})
_GIVE_BACK = (handoff.Kind.REJECTED, handoff.Kind.RETURNED)
_HANDED_OVER = (Stage.MEETING, Stage.ACCEPTED, Stage.REJECTED)


def concern(table: type[Row]) -> bool:
    """Whether its rows belong to handoffs."""
    return table is Handoff or table in _LEADS_TO


def concerned(tx: Writing, table: type[Row], came: Sequence[UUID]) -> set[UUID]:
    """The handoffs that rows of `table` belong to."""
    keys: set[UUID] = set(came) if table is Handoff else set()
    for some in pieces(came) if table in _LEADS_TO else ():
        keys |= set(tx.scalars(select(_LEADS_TO[table][0]).where(_LEADS_TO[table][1].in_(some))))
    return keys


def settle(tx: Writing, keys: Sequence[UUID]) -> None:
    """Bring the status of these handoffs, and the stage of their leads, in line with their trails as they are now.

    Whoever has a part in a trail tells the team too: if two answered at once, it has the status that arrived last. What was
    written here of the lead and is not with the team yet is not overwritten: it goes out, comes back, and is settled then.
    """
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
    if _newest(tx, row) and not _FOLLOW & changed_here(tx.connection(), "lead", row.lead_id):
        because = handoff.decided_by(events)
        void = [event for event in events if event.kind in _GIVE_BACK and event != because]
        _settle_lead(tx.get_one(Lead, row.lead_id), row.status, because, void)


def _newest(tx: Writing, row: Handoff) -> bool:
    """Whether the lead was not passed again since."""
    order = [place.desc() for place in in_order(Handoff)]
    return (
        tx.scalar(select(Handoff.id).where(Handoff.lead_id == row.lead_id).order_by(*order).limit(1))
        == row.id
    )


def _settle_lead(
    lead: Lead, status: str, because: handoff.Event | None, void: Sequence[handoff.Event]
) -> None:
    """Only between the stages a handoff gives; a lead that has moved on since is left alone. What an answer that does not
    count had set (two answered at once) goes with it."""
    stage = handoff.lead_stage(status)
    of_void = {handoff.call_again_because(event.kind, event.text) for event in void}
    if lead.stage not in _HANDED_OVER or (lead.stage == stage and lead.next_why not in of_void):
        return
    lead.stage, lead.stage_reason = stage, because.text if because else ""
    if stage in (Stage.REJECTED, Stage.WORKING) and because:
        why = handoff.call_again_because(because.kind, because.text)
        lead.next_kind, lead.next_at, lead.next_why = Next.RETRY, because.at, why
    else:
        lead.next_kind, lead.next_at, lead.next_why = Next.NONE, None, ""
