"""The account mapped: its people, their part in the decision, who reports to whom, and whom we reached."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from bdr_desk.domain.outcome import REACHED
from bdr_desk.store.tables import Call, Contact, Lead


@dataclass(frozen=True, repr=False)
class MapPerson:
    """`state` is current, reached, tried or never; `lead` is None for people not worked in this project yet."""

    contact: UUID
    lead: UUID | None
    name: str
    title: str
    decision_role: str | None
    reports_to: UUID | None
    state: str
    says: str


def account_map(
    session: Session, account: UUID, project: UUID, current: UUID | None
) -> tuple[MapPerson, ...]:
    """Everyone known at `account`, bosses before those who report to them; `current` is the lead on the desk."""
    talks = func.sum(case((Call.outcome.in_(REACHED), 1), else_=0))
    query = (
        select(Contact, Lead.id, talks, func.count(Call.id))
        .outerjoin(Lead, (Lead.contact_id == Contact.id) & (Lead.project_id == project))
        .outerjoin(Call, Call.lead_id == Lead.id)
        .where(Contact.account_id == account)
        .group_by(Contact.id, Lead.id)
        .order_by(Contact.made_at, Contact.id)
    )
    people = [
        _person(contact, lead, talks or 0, calls, current)
        for contact, lead, talks, calls in session.execute(query)
    ]
    return tuple(sorted(people, key=lambda person: _depth(person, {p.contact: p for p in people})))


def _person(contact: Contact, lead: UUID | None, talks: int, calls: int, current: UUID | None) -> MapPerson:
    state = "current" if lead and lead == current else "reached" if talks else "tried" if calls else "never"
    return MapPerson(
        contact.id, lead, contact.name or "Whoever answers", contact.title, contact.decision_role, contact.reports_to_id,
        state, _says(talks, calls),
    )  # fmt: skip


def _says(talks: int, calls: int) -> str:
    if talks:
        return f"{talks} talk{'s' if talks > 1 else ''}"
    return f"{calls} tr{'ies' if calls > 1 else 'y'}, not reached" if calls else "never called"


def _depth(person: MapPerson, people: dict[UUID, MapPerson]) -> int:
    """How many bosses stand above; a circle in what we were told ends the count."""
    seen: set[UUID] = set()
    boss = person.reports_to
    while boss in people and boss not in seen:
        seen.add(boss)
        boss = people[boss].reports_to
    return len(seen)
