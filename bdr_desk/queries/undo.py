"""Whether an outcome can be taken back: which call, what came after it, and what was typed on it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from bdr_desk.domain.outcome import TITLES, Outcome
from bdr_desk.domain.time_zones import day_and_time
from bdr_desk.errors import NotFound, Refused
from bdr_desk.queries.drafts import CallDraft
from bdr_desk.store.call_effects import changed_since, is_undone, not_undone
from bdr_desk.store.tables import Call, CallEffect, Draft, Fact, Lead, Meeting, User

_IN_HAND = frozenset({"ringing", "in_call", "wrap_up"})  # states of a draft whose call has begun
_LOOK = "Look at what was done; if the outcome was wrong, log another call that says so."


def last_call(session: Session, me: UUID) -> Call:
    """The last call that `me` logged on this desk and that counts. Raises Refused."""
    # Keys are UUIDv7: the greatest was made last, also where a colleague's clock put the call's own time ahead.
    # Asked with IN, SQLite walks from the end and stops at the first; asked with a join, it reads and sorts them all.
    here = select(CallEffect.call_id)
    query = select(Call).where(Call.id.in_(here), Call.made_by == me, not_undone(Call.id))
    row = session.scalar(query.order_by(Call.id.desc()).limit(1))
    if row is None:
        raise Refused("There is no outcome to undo.", "Only calls logged on this desk can be taken back.")
    return row


def named_call(session: Session, key: UUID) -> Call:
    """A call whose outcome can be taken back. Raises NotFound, Refused."""
    row = session.get(Call, key)
    if row is None:
        raise NotFound("There is no such call.", "Copy its key from the --json answer of call.")
    if is_undone(session, key):
        raise Refused("That outcome is undone already.", "Choose how the call ended, if it is still open.")
    if session.get(CallEffect, key) is None:
        raise Refused(
            "This desk does not know what stood before that call.",
            "It was logged on another desk, or by an older version: log another call that says what is right.",
        )
    return row


# What came after


def refuse_what_came_after(session: Session, call: Call, lead: Lead, kept: dict[str, Any], me: UUID) -> None:
    """Raise Refused when something stands on the outcome of `call`, saying what and what to do; `me` reads it."""
    bodies = session.scalars(select(Draft.body).where(Draft.lead_id == lead.id))
    if any(body.get("state") in _IN_HAND for body in bodies):
        raise Refused("A call with them is not closed yet.", "Choose how that one ended first.")
    _refuse_newer_call(session, call, me)
    _refuse_meeting(session, call, me)
    _refuse_edit(session, call, lead, me)
    if changed := changed_since(lead, kept):
        raise Refused(f"This lead was changed after that call: {', '.join(changed)}.", _LOOK)


def _refuse_edit(session: Session, call: Call, lead: Lead, me: UUID) -> None:
    if lead.changed_by != call.made_by:
        who = session.get(User, lead.changed_by)
        says = f"{who.name if who else 'Somebody'} changed this lead after that call, {_when(session, me, lead.changed_at)}."
        raise Refused(says, _LOOK)


def _refuse_newer_call(session: Session, call: Call, me: UUID) -> None:
    later = or_(Call.made_at > call.made_at, and_(Call.made_at == call.made_at, Call.id > call.id))
    query = select(Call).where(Call.lead_id == call.lead_id, later, not_undone(Call.id))
    newer = session.scalar(query.order_by(Call.made_at.desc(), Call.id.desc()).limit(1))
    if newer is not None:
        says = f"They were called again after that, {_when(session, me, newer.started_at)}: {TITLES[Outcome(newer.outcome)]}."
        mine = newer.made_by == me and session.get(CallEffect, newer.id) is not None
        raise Refused(says, "Undo that call first." if mine else _LOOK)


def _refuse_meeting(session: Session, call: Call, me: UUID) -> None:
    query = select(Meeting).where(Meeting.lead_id == call.lead_id, Meeting.made_at >= call.made_at)
    meeting = session.scalar(query.order_by(Meeting.made_at.desc()).limit(1))
    if meeting is not None:
        raise Refused(
            f"A meeting was booked after that call, for {_when(session, me, meeting.starts_at)}.",
            "The call stays as the meeting's ground. If the meeting is not wanted, cancel it on the page Meetings.",
        )


def _when(session: Session, me: UUID, moment: datetime) -> str:
    """In the zone of whoever reads it."""
    reader = session.get(User, me)
    return day_and_time(moment, reader.time_zone if reader else "UTC")


# What was typed


def as_typed(session: Session, call: Call, step: str, since: dict[str, Any]) -> CallDraft:
    """The unfinished call again: its note and answers, the script at `step`, and `since`, the body of a newer draft."""
    facts = list(session.scalars(select(Fact).where(Fact.call_id == call.id).order_by(Fact.id)))
    seconds = {fact.criterion: fact.at_second for fact in facts if fact.at_second is not None}
    return CallDraft(
        call.lead_id, call.started_at,
        note="\n".join(text for text in (call.note, since.get("note", "").strip()) if text),
        answers={fact.criterion: fact.value for fact in facts} | since.get("answers", {}),
        answered_at=seconds | since.get("answered_at", {}),
        step=step, phone=call.phone, state="wrap_up", seconds=call.seconds, undone=TITLES[Outcome(call.outcome)],
        no_fact_reason=call.no_fact_reason,
    )  # fmt: skip
