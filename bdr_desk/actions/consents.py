"""Somebody agrees to be written to, or takes it back: noted with how they said it and in which words, never changed."""

from dataclasses import dataclass
from uuid import UUID

from bdr_desk.desk import Desk
from bdr_desk.domain.cadence.onward import TITLES
from bdr_desk.domain.consent import read_how, read_medium
from bdr_desk.domain.consequence import consequence_as_it_stands
from bdr_desk.domain.words import Medium
from bdr_desk.errors import BadInput
from bdr_desk.queries.erasures import erasure_key_if_there
from bdr_desk.queries.rows import need
from bdr_desk.queries.situation import situation_of, why_not_by
from bdr_desk.store.tables import Consent, Lead
from bdr_desk.store.writing import Writing


@dataclass(frozen=True, repr=False)
class NotedConsent:
    """`says` is what holds from now on, in a sentence."""

    consent: UUID
    lead: UUID
    medium: str
    given: bool
    says: str


def note_consent(desk: Desk, lead: UUID, medium: str, how: str, said: str) -> NotedConsent:
    """The person behind `lead` agrees to be written to by `medium`: from their next touch on, those that ask for it are made.

    `how` is one of `domain.consent.HOWS`, `said` what they said. Raises NotFound, BadInput; without their words nobody could
    show that they agreed.
    """
    way, words, by = read_how(how), " ".join(said.split()), read_medium(medium)
    if not words:
        raise BadInput(
            "Consent is noted with their words.", "Type what they said, such as “Yes, send me the case”."
        )
    with desk.write() as tx:
        row = need(tx, Lead, lead)
        made = _noted(tx, row, by, given=True, how=way, said=words)
        barred = why_not_by(tx, row, by, tx.now, erasure_key_if_there(desk, tx))
        but = f"; still none is sent: {barred}" if barred else ""
        return NotedConsent(made, lead, by, True, f"Agreed to: {TITLES[by].lower()}{but}.")


def withdraw_consent(desk: Desk, lead: UUID, medium: str, how: str = "", said: str = "") -> NotedConsent:
    """They take it back: nothing that asks for it is sent any more, and what was due of it is left out at once.

    Raises NotFound, BadInput.
    """
    way, by = read_how(how) if how.strip() else "", read_medium(medium)
    with desk.write() as tx:
        row = need(tx, Lead, lead)
        made = _noted(tx, row, by, given=False, how=way, said=" ".join(said.split()))
        _leave_out(tx, row, by)
        return NotedConsent(
            made, lead, by, False, f"No {TITLES[by].lower()} that asks for consent from now on."
        )


def _noted(tx: Writing, lead: Lead, medium: Medium, *, given: bool, how: str, said: str) -> UUID:
    made = Consent(
        project_id=lead.project_id, contact_id=lead.contact_id, medium=medium, given=given, how=how, said=said
    )
    tx.add(made)
    tx.flush()
    return made.id


def _leave_out(tx: Writing, lead: Lead, medium: Medium) -> None:
    """A touch that waits for this consent is passed by, so that the lead does not wait for what cannot be made."""
    situation = situation_of(tx, lead, now=tx.now)
    touches = situation.cadence.touches
    planned = touches[lead.step] if lead.step < len(touches) else None
    if planned is None or not planned.consent or (planned.medium, lead.medium) != (medium, medium):
        return
    result = consequence_as_it_stands(situation)
    lead.next_kind, lead.next_at, lead.next_why = result.next_kind, result.next_at, result.why
    lead.step, lead.medium = result.step, result.medium
