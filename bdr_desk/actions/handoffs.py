"""Handoffs: the rep accepts, rejects, asks, gives feedback; the BDR answers. Each is one entry in the trail."""

from dataclasses import dataclass
from uuid import UUID

from bdr_desk.desk import Desk
from bdr_desk.domain import handoff as rule
from bdr_desk.domain.handoff import Kind
from bdr_desk.domain.words import Next, Stage
from bdr_desk.errors import BadInput, NotFound
from bdr_desk.store.tables import Handoff, HandoffEvent, Lead, LeadStage, User
from bdr_desk.store.writing import Writing
from bdr_desk.team.trails import trail


@dataclass(frozen=True)
class Answered:
    """`status` is one of domain.handoff.Status."""

    handoff: UUID
    status: str


def accept(desk: Desk, handoff: UUID) -> Answered:
    """The rep takes the lead. Raises NotFound, Refused."""
    with desk.write() as tx:
        row = _row(tx, handoff)
        answered = _append(tx, row, Kind.ACCEPTED, "")
        _move_lead(tx, row, Stage.ACCEPTED, "")
    return answered


def reject(desk: Desk, handoff: UUID, reason: str) -> Answered:
    """The rep does not take the lead, and says why; it goes back to its BDR now. Raises BadInput, NotFound, Refused."""
    said = _said(
        reason, "A rejection needs a reason.", "Say what was missing, so that the BDR can do better."
    )
    with desk.write() as tx:
        row = _row(tx, handoff)
        answered = _append(tx, row, Kind.REJECTED, said)
        lead = _move_lead(tx, row, Stage.REJECTED, said)
        why = rule.call_again_because(Kind.REJECTED, said)
        lead.next_kind, lead.next_at, lead.next_why = Next.RETRY, tx.now, why
    return answered


def ask(desk: Desk, handoff: UUID, text: str) -> Answered:
    """The rep asks the BDR something before answering. Raises BadInput, NotFound, Refused."""
    return _say(desk, handoff, Kind.ASKED, text)


def answer(desk: Desk, handoff: UUID, text: str) -> Answered:
    """The BDR answers the rep's question. Raises BadInput, NotFound, Refused."""
    return _say(desk, handoff, Kind.ANSWERED, text)


def feedback(desk: Desk, handoff: UUID, text: str) -> Answered:
    """How the meeting went, or what the lead was worth. Raises BadInput, NotFound."""
    return _say(desk, handoff, Kind.FEEDBACK, text)


def _say(desk: Desk, handoff: UUID, kind: str, text: str) -> Answered:
    said = _said(text, "There is nothing to say yet.", "Write a sentence.")
    with desk.write() as tx:
        return _append(tx, _row(tx, handoff), kind, said)


def _row(tx: Writing, key: UUID) -> Handoff:
    row = tx.get(Handoff, key)
    if row is None:
        raise NotFound(
            "There is no such handoff on this desk.",
            "See the list with: bdr-desk handoff list, or sync first.",
        )
    return row


def _said(text: str, title: str, advice: str) -> str:
    if not text.strip():
        raise BadInput(title, advice)
    return text.strip()


def _append(tx: Writing, row: Handoff, kind: str, text: str) -> Answered:
    events = trail(tx, row.id)
    rule.check(rule.status(events), kind)
    tx.now = rule.next_moment(tx.now, events)
    author = tx.get(User, tx.author)
    tx.add(
        HandoffEvent(
            handoff_id=row.id,
            kind=kind,
            text=text,
            author_name=author.name if author else "",
            shared=row.shared,
        )
    )
    tx.flush()
    row.status = rule.status(trail(tx, row.id))
    return Answered(row.id, row.status)


def _move_lead(tx: Writing, row: Handoff, stage: Stage, reason: str) -> Lead:
    lead = tx.get_one(Lead, row.lead_id)
    lead.stage, lead.stage_reason = stage, reason
    tx.add(LeadStage(lead_id=lead.id, stage=stage, reason=reason))
    return lead
