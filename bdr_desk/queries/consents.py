"""What somebody has agreed to be sent, and what was said about it when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bdr_desk.desk import Desk
from bdr_desk.domain.consent import in_words
from bdr_desk.domain.words import Medium
from bdr_desk.queries.rows import need
from bdr_desk.store.merging import folded_into
from bdr_desk.store.tables import Consent, Lead, User


@dataclass(frozen=True, repr=False)
class ConsentView:
    """`at` UTC; `stands` is false once something newer was said about the medium. `says` is in words."""

    medium: Medium
    given: bool
    how: str
    said: str
    at: datetime
    who: str
    stands: bool
    says: str


def consents(desk: Desk, lead: UUID) -> tuple[ConsentView, ...]:
    """Everything the person behind `lead` said in its project about being written to, newest first. Raises NotFound."""
    with desk.read() as session:
        return tuple(_views(session, need(session, Lead, lead)))


def agreed(session: Session, lead: Lead) -> frozenset[Medium]:
    """The media this person's consent stands for: what they said last of each, also as somebody who was merged into them.

    Who agrees to hear from one seller has not agreed to hear from another: it holds in the lead's project.
    """
    last = {row.medium: row.given for row, _ in _rows(session, lead)}
    return frozenset(Medium(medium) for medium, given in last.items() if given)


def _views(session: Session, lead: Lead) -> Iterator[ConsentView]:
    seen: set[str] = set()
    for row, who in reversed(_rows(session, lead)):
        medium = Medium(row.medium)
        says = in_words(medium, row.given, row.how, row.said)
        yield ConsentView(
            medium, row.given, row.how, row.said, row.made_at, who or "", medium not in seen, says
        )
        seen.add(medium)


def _rows(session: Session, lead: Lead) -> list[tuple[Consent, str | None]]:
    """Oldest first."""
    people = [lead.contact_id, *folded_into(session, [lead.contact_id])]
    query = select(Consent, User.name).outerjoin(User, User.id == Consent.made_by)
    query = query.where(Consent.project_id == lead.project_id, Consent.contact_id.in_(people))
    found = session.execute(query.order_by(Consent.made_at, Consent.id))
    return [(row, who) for row, who in found]
