"""The account mapped: its people, their part in the decision, who reports to whom, and whom we reached."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from bdr_desk.domain.outcome import REACHED
from bdr_desk.queries.referrals import named_by
from bdr_desk.store.call_effects import not_undone
from bdr_desk.store.merging import folded_into_account
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
    named_by: str = ""  # who named them last


def account_map(
    session: Session, account: UUID, project: UUID, current: UUID | None
) -> tuple[MapPerson, ...]:
    """Everyone known at `account`, bosses before those who report to them; `current` is the lead on the desk."""
    talks = func.sum(case((Call.outcome.in_(REACHED), 1), else_=0))
    query = (
        select(Contact, Lead.id, talks, func.count(Call.id))
        .outerjoin(Lead, (Lead.contact_id == Contact.id) & (Lead.project_id == project))
        .outerjoin(Call, (Call.lead_id == Lead.id) & not_undone(Call.id))
        .where(Contact.account_id == account, Contact.merged_into_id.is_(None))
        .group_by(Contact.id, Lead.id)
        .order_by(Contact.made_at, Contact.id)
    )
    known = session.execute(query).all()
    folded = folded_into_account(session, account)
    more = _calls_of(session, folded, project) if folded else {}
    named = named_by(session, [contact.id for contact, *_ in known])
    people = []
    for contact, lead, talked, called in known:
        also_talked, also_called = more.get(contact.id, (0, 0))
        talks_now, calls_now = (talked or 0) + also_talked, called + also_called
        people.append(_person(contact, lead, talks_now, calls_now, current, named.get(contact.id, "")))
    return tuple(sorted(people, key=lambda person: _depth(person, {p.contact: p for p in people})))


def _calls_of(session: Session, folded: dict[UUID, UUID], project: UUID) -> dict[UUID, tuple[int, int]]:
    """Talks and calls with merged contacts, by the one that goes on."""
    found: dict[UUID, tuple[int, int]] = {}
    query = select(Lead.contact_id, Call.outcome).join(Call, (Call.lead_id == Lead.id) & not_undone(Call.id))
    for merged, outcome in session.execute(
        query.where(Lead.project_id == project, Lead.contact_id.in_(folded))
    ):
        talks, calls = found.get(folded[merged], (0, 0))
        found[folded[merged]] = talks + (outcome in REACHED), calls + 1
    return found


def _person(
    contact: Contact, lead: UUID | None, talks: int, calls: int, current: UUID | None, named: str
) -> MapPerson:
    state = "current" if lead and lead == current else "reached" if talks else "tried" if calls else "never"
    return MapPerson(
        contact.id, lead, contact.name or "Whoever answers", contact.title, contact.decision_role, contact.reports_to_id,
        state, _says(talks, calls), named,
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
