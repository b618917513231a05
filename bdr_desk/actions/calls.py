"""Calling: whether a number may be dialled, the draft of a call as it is typed, and the call once it is over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bdr_desk.desk import Desk
from bdr_desk.domain.call_queue import never_dialled
from bdr_desk.domain.consequence import Consequence, consequence
from bdr_desk.domain.outcome import LIVE_CONVERSATIONS, TITLES, Outcome
from bdr_desk.domain.qualification import Criterion, check_answer
from bdr_desk.domain.rank import Trigger
from bdr_desk.domain.suppression import Barred
from bdr_desk.domain.words import Medium
from bdr_desk.errors import BadInput, NotFound, Refused
from bdr_desk.queries.drafts import CallDraft, body_of
from bdr_desk.queries.erasures import erasure_key_if_there
from bdr_desk.queries.explained import explain
from bdr_desk.queries.facts import criteria_of, current_facts
from bdr_desk.queries.routes import check_way
from bdr_desk.queries.rows import need
from bdr_desk.queries.situation import first_number, situation_of
from bdr_desk.queries.suppressions import why_barred
from bdr_desk.store.call_effects import how_it_stands, keep_effect
from bdr_desk.store.suppressed import covered
from bdr_desk.store.tables import (
    Call,
    ContactEmail,
    ContactPhone,
    Draft,
    Fact,
    Lead,
    Suppression,
    Touch,
)
from bdr_desk.store.trails import set_stage
from bdr_desk.store.writing import Writing


@dataclass(frozen=True, repr=False)
class Answered:
    """A fact said on the call: `at_second` of the call; `confirms` when a known fact was said again."""

    criterion: str
    value: str
    at_second: int | None = None
    confirms: bool = False


@dataclass(frozen=True, repr=False)
class LoggedCall:
    """`next_at` UTC, None when nothing is due. `warning` says that the lead could not be called by the rules."""

    call: UUID
    lead: UUID
    stage: str
    next_kind: str
    next_at: datetime | None
    next_why: str
    warning: str = ""
    outcome: str = ""


def check_dialable(desk: Desk, lead: UUID, e164: str) -> None:
    """Raise Refused, with the weightiest reason, when a rule forbids calling `lead` on `e164` at this moment."""
    explained = explain(desk, lead)
    forbidden = None if explained.dialable else never_dialled(explained.reasons)
    if forbidden:
        raise Refused(forbidden.says, "Take the next one.")
    with desk.read() as session:
        numbers = (
            select(ContactPhone).join(Lead, Lead.contact_id == ContactPhone.contact_id).where(Lead.id == lead)
        )
        known = session.scalar(numbers.where(ContactPhone.e164 == e164))
        if known is None and check_way(session, need(session, Lead, lead), e164, desk.clock()):
            return
    if known is None:
        raise NotFound("That number is not one of this person's.", "Add it first.")
    if known.bad_since:
        raise Refused("That number was found wrong or dead.", "Choose another, or add the right one.")


def save_draft(desk: Desk, draft: CallDraft) -> None:
    """Keep the unfinished call as it stands; called while typing."""
    with desk.write() as tx:
        row = tx.get(Draft, (draft.lead, desk.me))
        if row is None:
            row = Draft(lead_id=draft.lead, started_at=draft.started_at, saved_by=desk.me)
            tx.add(row)
        row.saved_at, row.body = tx.now, body_of(draft)


def drop_draft(desk: Desk, lead: UUID) -> None:
    """Forget the unfinished call of `lead`: nobody was called after all."""
    with desk.write() as tx:
        _forget_draft(tx, lead)


def _forget_draft(tx: Writing, lead: UUID) -> None:
    draft = tx.get(Draft, (lead, tx.author))
    if draft is not None:
        tx.delete(draft)


def log_call(
    desk: Desk,
    lead: UUID,
    outcome: str,
    *,
    note: str = "",
    answers: Sequence[Answered] = (),
    callback_at: datetime | None = None,
    seconds: int = 0,
    phone: str = "",
    no_fact_reason: str = "",
    script_version: UUID | None = None,
    started_at: datetime | None = None,
) -> LoggedCall:
    """Log a call and what it causes, in one transaction; its draft is gone with it.

    Raises NotFound, BadInput (outcome, answer or call-back time that cannot be read) and Refused: a live conversation
    without at least one fact, or a stated reason why there is none (seed practice: one fact per conversation).
    """
    ended = read_outcome(outcome)
    if ended is Outcome.CALLBACK and callback_at is None:
        raise BadInput(
            "A call back needs its time.",
            "Say when, where they are: “tomorrow 10:00”, or --callback 2027-04-08T10:00.",
        )
    with desk.write() as tx:
        row = need(tx, Lead, lead)
        barred = why_barred(tx, lead, tx.now, erasure_key_if_there(desk, tx))
        before = how_it_stands(tx, row, desk.me)
        dialled = phone or first_number(tx, row, tx.now)
        result = consequence(
            ended, situation_of(tx, row, now=tx.now, dialled=dialled, callback_at=callback_at)
        )
        if result.asks and not note.strip():
            raise Refused(result.asks, "Write it in the note: what is new since the first message?")
        said = _facts(tx, row, answers)
        if ended in LIVE_CONVERSATIONS and not said and not no_fact_reason.strip():
            raise Refused(
                "A conversation leaves at least one fact.",
                "Add what you learned, or say why there is nothing.",
            )
        call = _call(
            tx, row, ended, started_at, note, seconds, dialled, script_version, desk.line.name, no_fact_reason
        )
        for fact in said:
            fact.call_id, fact.script_version_id = call.id, script_version
        tx.add_all(said)
        suppressions = _mark_numbers(tx, row, ended, dialled if result.marks_number else "")
        _bring_forward(tx, row, ended, result)
        keep_effect(tx, call, row, before, suppressions)
        _forget_draft(tx, lead)
        return LoggedCall(
            call.id, lead, row.stage, row.next_kind, row.next_at, row.next_why, _warning(barred), ended
        )


def _warning(barred: str) -> str:
    """A call that was made is logged whatever the rules say: not to log it would hide it. But not without a word."""
    return f"This person is on the do-not-contact list: {barred}." if barred else ""


def read_outcome(text: str) -> Outcome:
    """Raises BadInput naming the outcomes there are."""
    try:
        return Outcome(text)
    except ValueError as error:
        raise BadInput(f"“{text}” is not an outcome.", "Use one of: " + ", ".join(Outcome)) from error


def _facts(tx: Writing, lead: Lead, answers: Sequence[Answered]) -> list[Fact]:
    """The answers as facts; blank ones are none, and saying a known one again confirms it."""
    criteria = {criterion.key: criterion for criterion in criteria_of(tx, lead.project_id)}
    facts = current_facts(tx, lead.id)
    # The newest fact counts: what is said now comes after what a colleague wrote, even by a clock that runs ahead.
    ahead = max((fact.made_at for fact in facts), default=tx.now)
    if ahead > tx.now:
        tx.now = ahead + timedelta(microseconds=1)
    known = {fact.criterion: fact.value for fact in facts}
    return [_fact(lead, answer, criteria, known) for answer in answers if answer.value.strip()]


def _fact(lead: Lead, answer: Answered, criteria: dict[str, Criterion], known: dict[str, str]) -> Fact:
    criterion = criteria.get(answer.criterion)
    if criterion is None:
        raise BadInput(
            f"“{answer.criterion}” is not in the lead definition.",
            "It asks for: " + ", ".join(criteria) + ".",
        )
    value = check_answer(criterion, answer.value)
    return Fact(
        lead_id=lead.id, contact_id=lead.contact_id, criterion=criterion.key, value=value, at_second=answer.at_second,
        confirms=answer.confirms or known.get(criterion.key) == value,
    )  # fmt: skip


def _call(
    tx: Writing, lead: Lead, ended: Outcome, started_at: datetime | None, note: str, seconds: int, phone: str,
    script_version: UUID | None, line: str, no_fact_reason: str,
) -> Call:  # fmt: skip
    call = Call(
        lead_id=lead.id, started_at=started_at or tx.now, seconds=max(0, seconds), outcome=ended, note=note.strip(),
        phone=phone, line=line, script_version_id=script_version, no_fact_reason=no_fact_reason.strip(),
    )  # fmt: skip
    tx.add(call)
    tx.flush()
    medium = Medium.VOICEMAIL if ended is Outcome.VOICEMAIL_LEFT else Medium.CALL
    tx.add(
        Touch(
            lead_id=lead.id, medium=medium, happened_at=call.started_at, says=TITLES[ended], call_id=call.id
        )
    )
    return call


def _numbers(session: Session, lead: Lead) -> Sequence[ContactPhone]:
    query = (
        select(ContactPhone).where(ContactPhone.contact_id == lead.contact_id).order_by(ContactPhone.place)
    )
    return session.scalars(query).all()


def _mark_numbers(tx: Writing, lead: Lead, ended: Outcome, bad: str) -> list[Suppression]:
    """What the outcome says of the numbers; returns the suppressions it added."""
    numbers = _numbers(tx, lead)
    for number in numbers:
        if number.e164 == bad:
            number.bad_since = tx.now
    return _suppress(tx, lead, numbers) if ended is Outcome.DO_NOT_CALL else []


def _suppress(tx: Writing, lead: Lead, numbers: Sequence[ContactPhone]) -> list[Suppression]:
    emails = tx.scalars(select(ContactEmail.address_key).where(ContactEmail.contact_id == lead.contact_id))
    marks = [
        ("contact", str(lead.contact_id)),
        *(("phone", n.e164) for n in numbers),
        *(("email", e) for e in emails),
    ]
    known = covered(
        tx, marks, tx.now, Barred.ANY, None
    )  # a wish is for good, also where they are left alone for a while
    added = [Suppression(kind=k, value=v, reason="asked on a call") for k, v in marks if (k, v) not in known]
    tx.add_all(added)
    return added


def _bring_forward(tx: Writing, lead: Lead, ended: Outcome, result: Consequence) -> None:
    lead.attempts += 1
    lead.last_call_at, lead.last_outcome = tx.now, ended
    lead.owner_id = lead.owner_id or tx.author
    lead.next_kind, lead.next_at, lead.next_why = result.next_kind, result.next_at, result.why
    lead.step, lead.medium = result.step, result.medium
    lead.trigger = Trigger.REVISIT if ended is Outcome.NOT_INTERESTED else ""
    if lead.stage != result.stage:
        set_stage(tx, lead, result.stage, TITLES[ended])
