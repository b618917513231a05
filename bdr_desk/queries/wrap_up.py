"""The wrap-up bar: each outcome with what it would cause, by the rule that will run."""

from dataclasses import dataclass
from uuid import UUID

from bdr_desk.desk import Desk
from bdr_desk.domain.consequence import Consequence, Situation, consequence
from bdr_desk.domain.outcome import LIVE_CONVERSATIONS, TITLES, Outcome
from bdr_desk.queries.rows import need
from bdr_desk.queries.situation import first_number, situation_of
from bdr_desk.store.tables import Lead

# In key order: 1 to 9, then 0.
KEY_ORDER = (
    Outcome.NO_ANSWER, Outcome.VOICEMAIL_LEFT, Outcome.GATEKEEPER, Outcome.CALLBACK, Outcome.CONVERSATION,
    Outcome.NOT_INTERESTED, Outcome.BUSY, Outcome.WRONG_NUMBER, Outcome.BAD_NUMBER, Outcome.DO_NOT_CALL,
)  # fmt: skip


@dataclass(frozen=True)
class OutcomeView:
    """`says` is the consequence; `needs` is callback_time, fact or empty."""

    outcome: str
    title: str
    says: str
    needs: str


def outcomes(desk: Desk, lead: UUID, phone: str = "") -> tuple[OutcomeView, ...]:
    """`phone` is the number dialled, in E.164; empty means the first good one. Raises NotFound."""
    with desk.read() as session:
        row = need(session, Lead, lead)
        now = desk.clock()
        situation = situation_of(session, row, now=now, dialled=phone or first_number(session, row, now))
    return tuple(_view(outcome, situation) for outcome in KEY_ORDER)


def _view(outcome: Outcome, situation: Situation) -> OutcomeView:
    result = consequence(outcome, situation)
    needs = {Outcome.CALLBACK: "callback_time"}.get(outcome, "fact" if outcome in LIVE_CONVERSATIONS else "")
    return OutcomeView(outcome, TITLES[outcome], _says(result), needs)


def _says(result: Consequence) -> str:
    """What goes along at once comes first, and in two words: a card that is narrow cuts the end."""
    goes = "e-mail now; " if result.along else ""
    again = "; say in the note why again" if result.asks else ""
    return f"{goes}{result.says}{again}"
