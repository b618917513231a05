"""Who comes next at an account where somebody can no longer be reached."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from bdr_desk.desk import Desk
from bdr_desk.domain.call_queue import CALLABLE_STAGES
from bdr_desk.domain.companies import RULE
from bdr_desk.domain.outcome import Outcome
from bdr_desk.domain.time_zones import day_name, day_of_month
from bdr_desk.domain.words import Next
from bdr_desk.queries.explained import explain
from bdr_desk.queries.rows import need
from bdr_desk.store.tables import Account, Contact, Lead

# The person is out of reach for now; somebody else there may not be.
DEAD_ENDS = frozenset({Outcome.GATEKEEPER, Outcome.WRONG_NUMBER, Outcome.BAD_NUMBER, Outcome.DO_NOT_CALL})
MOST_ASKED = 20  # people of one account whose rules are looked at


@dataclass(frozen=True, repr=False)
class NextContact:
    """`at` UTC is from when they may be called, None for now. Without `lead`, there is nobody."""

    account_name: str
    lead: UUID | None = None
    name: str = ""
    title: str = ""
    at: datetime | None = None


def next_contact(desk: Desk, lead: UUID) -> NextContact:
    """Who else at the account of `lead` may be called soonest, by the rules a dial is decided by. Raises NotFound."""
    account_name, others = _others(desk, lead)
    found = [(at or desk.clock(), turn, at, key) for turn, key in others for at in _from_when(desk, key)]
    if not found:
        return NextContact(account_name)
    _, _, at, key = min(found, key=lambda one: one[:2])
    with desk.read() as session:
        person = session.get_one(Contact, session.get_one(Lead, key).contact_id)
        return NextContact(account_name, key, person.name or "Whoever answers", person.title, at)


def _others(desk: Desk, lead: UUID) -> tuple[str, list[tuple[int, UUID]]]:
    """The account's name, and its other open leads in the queue's order."""
    with desk.read() as session:
        row = need(session, Lead, lead)
        query = (
            select(Lead.id)
            .join(Contact, Contact.id == Lead.contact_id)
            .where(Lead.account_id == row.account_id, Lead.project_id == row.project_id, Lead.id != lead)
            .where(Lead.stage.in_(CALLABLE_STAGES), Lead.next_kind != Next.NONE)
            .where(Contact.merged_into_id.is_(None))
            .order_by(Lead.turn, Lead.place, Lead.id)
        )
        found = session.scalars(query.limit(MOST_ASKED))
        return session.get_one(Account, row.account_id).name, list(enumerate(found))


def _from_when(desk: Desk, lead: UUID) -> Iterator[datetime | None]:
    """From when `lead` may be called, None for now; nothing where a rule has no end, or somebody there comes first."""
    explained = explain(desk, lead)
    if explained.dialable:
        yield None
        return
    rules = [  # that somebody is a customer is told, and forbids nothing
        reason for reason in explained.reasons if reason.rule not in RULE.values()
    ]
    ends = [reason.until for reason in rules if reason.until]
    if ends and len(ends) == len(rules):
        yield max(ends)


def in_words(found: NextContact, now: datetime) -> str:
    """ "Next at Alder Freight: Sam Roe, Ops Manager, from 14:20."; the time in the zone of `now`."""
    if found.lead is None:
        return f"Nobody else is to be called at {found.account_name}."
    who = ", ".join(part for part in (found.name, found.title, _from(found.at, now)) if part)
    return f"Next at {found.account_name}: {who}."


def _from(at: datetime | None, now: datetime) -> str:
    """Said with as little as tells it apart."""
    if at is None:
        return ""
    local = at.astimezone(now.tzinfo)
    return (
        f"from {local:%H:%M}"
        if local.date() == now.date()
        else f"from {day_name(local)} {day_of_month(local)}"
    )
