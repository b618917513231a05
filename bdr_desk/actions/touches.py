"""A touch that is no call: an e-mail, a letter, a visit."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bdr_desk.desk import Desk
from bdr_desk.domain.cadence.onward import TITLES
from bdr_desk.domain.cadence.plan import CALLING, MEDIA
from bdr_desk.domain.call_queue import CALLABLE_STAGES
from bdr_desk.domain.consequence import Consequence, consequence_of_touch
from bdr_desk.domain.outcome import WITH_REP
from bdr_desk.domain.rank import Trigger
from bdr_desk.domain.suppression import Barred
from bdr_desk.domain.words import REPLY, Medium, Next, Stage
from bdr_desk.errors import BadInput, Refused
from bdr_desk.queries.erasures import erasure_key_if_there
from bdr_desk.queries.rows import need
from bdr_desk.queries.situation import situation_of, why_not_by
from bdr_desk.queries.suppressions import why_barred
from bdr_desk.store.tables import Lead, Touch
from bdr_desk.store.trails import set_stage
from bdr_desk.store.writing import Writing

WROTE_BACK = "They wrote back"
NOTED = tuple(medium for medium in MEDIA if medium not in CALLING)


@dataclass(frozen=True, repr=False)
class LoggedTouch:
    """`next_at` UTC, None when nothing is due; `next_medium` is what is due then, `says` when, in words."""

    touch: UUID
    lead: UUID
    medium: str
    stage: str
    next_kind: str
    next_medium: str
    next_at: datetime | None
    next_why: str
    says: str


def log_touch(desk: Desk, lead: UUID, medium: str, says: str = "") -> LoggedTouch:
    """Note a touch that was made, and what it causes: the cadence goes on where it was the next one.

    Raises NotFound, BadInput for a call or no medium at all, and Refused where this person is not written to.
    """
    how = read_medium(medium)
    with desk.write() as tx:
        row = need(tx, Lead, lead)
        if barred := why_not_by(tx, row, how, tx.now, erasure_key_if_there(desk, tx)):
            raise Refused(
                f"No {TITLES[how].lower()} to this person: {barred}.",
                "Call them: the cadence goes on without it.",
            )
        result = consequence_of_touch(how, situation_of(tx, row, now=tx.now))
        words = " ".join(says.split()) or TITLES[how]
        made = Touch(lead_id=lead, medium=how, happened_at=tx.now, says=words)
        tx.add(made)
        tx.flush()
        _bring_forward(tx, row, how, result)
        return LoggedTouch(
            made.id, lead, how, row.stage, row.next_kind, row.medium, row.next_at, row.next_why, result.says
        )  # fmt: skip


def log_reply(desk: Desk, lead: UUID, says: str = "") -> LoggedTouch:
    """Note that they wrote back, in whatever way: they are called next, before everybody but promises and inbound leads.

    What was promised stays promised, a lead in a rep's hands stays there, and one that was closed is worked again. Raises
    NotFound, and Refused for somebody who may not be called.
    """
    with desk.write() as tx:
        row = need(tx, Lead, lead)
        if barred := why_barred(tx, row.id, tx.now, erasure_key_if_there(desk, tx), Barred.CALL):
            raise Refused(f"They may not be called: {barred}.", "Lift it first, if what they wrote says so.")
        made = Touch(
            lead_id=lead, medium=REPLY, happened_at=tx.now, says=" ".join(says.split()) or WROTE_BACK
        )
        tx.add(made)
        _stirred(tx, row)
        tx.flush()
        told = "the promise stands" if row.next_kind == Next.CALLBACK else row.next_why
        return LoggedTouch(
            made.id, lead, REPLY, row.stage, row.next_kind, row.medium, row.next_at, row.next_why, told
        )  # fmt: skip


def _stirred(tx: Writing, lead: Lead) -> None:
    lead.trigger, lead.triggered_at = Trigger.REPLY, tx.now
    if lead.stage in WITH_REP or lead.next_kind == Next.CALLBACK:
        return
    lead.owner_id = lead.owner_id or tx.author
    lead.next_kind, lead.next_at, lead.next_why, lead.medium = (
        Next.RETRY,
        tx.now,
        "they wrote back",
        Medium.CALL,
    )
    if lead.stage not in CALLABLE_STAGES:
        set_stage(tx, lead, Stage.WORKING, "they wrote back")


def read_medium(text: str) -> Medium:
    """Raises BadInput naming the media there are."""
    found = next((medium for medium in NOTED if medium == text.strip().lower()), None)
    if found is None:
        raise BadInput(
            f"“{text}” is not a touch that is noted so.",
            f"Use one of: {', '.join(NOTED)}. A call is logged with its outcome.",
        )
    return found


def _bring_forward(tx: Writing, lead: Lead, medium: Medium, result: Consequence) -> None:
    lead.owner_id = lead.owner_id or tx.author
    lead.next_kind, lead.next_at, lead.next_why = result.next_kind, result.next_at, result.why
    lead.step, lead.medium = result.step, result.medium
    if lead.stage != result.stage:
        set_stage(tx, lead, result.stage, TITLES[medium])
