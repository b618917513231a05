"""Handoffs: the rep accepts, rejects, asks, gives feedback; the BDR answers. Each is one entry in the trail."""

from dataclasses import dataclass
from uuid import UUID

from bdr_desk.desk import Desk
from bdr_desk.domain import handoff as rule
from bdr_desk.domain.handoff import Kind
from bdr_desk.domain.words import Next, Stage
from bdr_desk.errors import BadInput
from bdr_desk.queries.rows import need
from bdr_desk.store.tables import Handoff, Lead
from bdr_desk.store.trails import add_event, set_stage, trail
from bdr_desk.store.writing import Writing


@dataclass(frozen=True)
class Answered:
    """`status` is one of domain.handoff.Status."""

    handoff: UUID
    status: str


def accept(desk: Desk, handoff: UUID) -> Answered:
    """The rep takes the lead. Raises NotFound, Refused."""
    with desk.write() as tx:
        row = need(tx, Handoff, handoff)
        answered = _append(tx, row, Kind.ACCEPTED, "")
        set_stage(tx, tx.get_one(Lead, row.lead_id), Stage.ACCEPTED, "")
    return answered


def reject(desk: Desk, handoff: UUID, reason: str) -> Answered:
    """The rep does not take the lead, and says why; it goes back to its BDR now. Raises BadInput, NotFound, Refused."""
    said = _said(
        reason, "A rejection needs a reason.", "Say what was missing, so that the BDR can do better."
    )
    with desk.write() as tx:
        row = need(tx, Handoff, handoff)
        answered = _append(tx, row, Kind.REJECTED, said)
        lead = tx.get_one(Lead, row.lead_id)
        set_stage(tx, lead, Stage.REJECTED, said)
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
        return _append(tx, need(tx, Handoff, handoff), kind, said)


def _said(text: str, title: str, advice: str) -> str:
    if not text.strip():
        raise BadInput(title, advice)
    return text.strip()


def _append(tx: Writing, row: Handoff, kind: str, text: str) -> Answered:
    rule.check(rule.status(trail(tx, row.id)), kind)
    add_event(tx, row, kind, text)
    return Answered(row.id, row.status)
