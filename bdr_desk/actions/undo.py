"""Taking back the last outcome: what it caused is undone, and what was typed is on the desk again."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bdr_desk.desk import Desk
from bdr_desk.errors import Refused
from bdr_desk.queries.drafts import body_of
from bdr_desk.queries.rows import need
from bdr_desk.queries.undo import as_typed, last_call, named_call, refuse_what_came_after
from bdr_desk.store.call_effects import put_back
from bdr_desk.store.tables import Call, CallEffect, CallUndo, Draft, Lead
from bdr_desk.store.writing import Writing


@dataclass(frozen=True, repr=False)
class Undone:
    """How the lead stands again. `outcome` is what was taken back; `next_at` UTC, None when nothing is due; `still_barred` when
    the call's wish not to be contacted stays in force, because a team lead has to lift it."""

    call: UUID
    lead: UUID
    outcome: str
    stage: str
    next_kind: str
    next_at: datetime | None
    next_why: str
    still_barred: bool = False


def undo_call(desk: Desk, call: UUID | None = None, reason: str = "") -> Undone:
    """Take back the last outcome this user logged here, or that of `call`, with everything it caused.

    The call stays in the history and counts for nothing; its note and answers are an unfinished call again. Raises NotFound, and
    Refused when something came after it that stands on it, when it was undone already or was logged on another desk.
    """
    with desk.write() as tx:
        row = last_call(tx, desk.me) if call is None else named_call(tx, call)
        lead, kept = need(tx, Lead, row.lead_id), tx.get_one(CallEffect, row.id).body
        if not kept:
            raise Refused("That person was erased on request.", "There is nothing left to take back.")
        refuse_what_came_after(tx, row, lead, kept, desk.me)
        _to_the_desk_again(tx, row, kept["step"])
        still_barred = put_back(tx, row, lead, kept)
        tx.add(CallUndo(call_id=row.id, lead_id=lead.id, reason=reason.strip()))
        return Undone(
            row.id, lead.id, row.outcome, lead.stage, lead.next_kind, lead.next_at, lead.next_why, still_barred
        )  # fmt: skip


def _to_the_desk_again(tx: Writing, call: Call, step: str) -> None:
    """The call waits for its outcome once more, with all that was typed on it, and what was typed about them since."""
    draft = tx.get(Draft, (call.lead_id, tx.author))
    body = body_of(as_typed(tx, call, step, draft.body if draft is not None else {}))
    if draft is None:
        draft = Draft(lead_id=call.lead_id, saved_by=tx.author)
        tx.add(draft)
    draft.started_at, draft.saved_at, draft.body = call.started_at, tx.now, body
