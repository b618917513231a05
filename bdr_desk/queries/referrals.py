"""Who named a person, and who named those: the chain, as far as it is known."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bdr_desk.desk import Desk
from bdr_desk.domain.matching import person_key
from bdr_desk.domain.referral import chain_says, opening_line, said_says
from bdr_desk.queries.rows import need
from bdr_desk.store.call_effects import is_undone
from bdr_desk.store.merging import folded_into
from bdr_desk.store.tables import Call, CallUndo, Contact, Lead, Referral, User

LONGEST = 8  # people in a chain that is shown


@dataclass(frozen=True, repr=False)
class Named:
    """`name` named somebody; `said` in their words, `at` UTC, None where only the fact is known."""

    contact: UUID
    name: str
    title: str
    said: str
    at: datetime | None


@dataclass(frozen=True, repr=False)
class Chain:
    """Who stands behind `name`: `steps` begins with who named them last, `also` named them before. Most have none."""

    name: str = ""
    steps: tuple[Named, ...] = ()
    also: tuple[str, ...] = ()


def chain_of(session: Session, contact: UUID) -> Chain:
    """Who named `contact`, who named those, and so on; ends where it would come round again."""
    steps: list[Named] = []
    also: tuple[str, ...] = ()
    seen, ahead = {contact}, contact
    while len(steps) < LONGEST:
        found = [named for named in _named(session, ahead) if named.contact not in seen]
        if not found:
            break
        if not steps:
            also = tuple(
                dict.fromkeys(named.name for named in found[1:] if named.contact != found[0].contact)
            )
        steps.append(found[0])
        ahead = found[0].contact
        seen.add(ahead)
    person = session.get_one(Contact, contact)
    return Chain(person.name or "Whoever answers", tuple(steps), also)


def referrals_of(desk: Desk, lead: UUID) -> Chain:
    """Who named the person of `lead`. Raises NotFound."""
    with desk.read() as session:
        return chain_of(session, need(session, Lead, lead).contact_id)


@dataclass(frozen=True, repr=False)
class Suggested:
    """Who named somebody and in which words, and the line one may open with; both empty where nobody did."""

    says: str = ""
    opening: str = ""


NOBODY = Suggested()


def suggested(desk: Desk, lead: UUID) -> Suggested:
    """How the person of `lead` was named, on the user's clock. Raises NotFound."""
    with desk.read() as session:
        chain = chain_of(session, need(session, Lead, lead).contact_id)
        if not chain.steps:
            return NOBODY
        says = chain_in_words(chain, zone_of(session, desk.me))
        return Suggested(f"{says}.", opening_line(chain.steps[0].name))


def chain_in_words(chain: Chain, zone: tzinfo) -> str:
    """What was said and by whom, then the whole chain where it is longer; empty where nobody named them."""
    if not chain.steps:
        return ""
    first = chain.steps[0]
    day = first.at.astimezone(zone).date() if first.at else None
    also = f"{' and '.join(chain.also)} named them too" if chain.also else ""
    whole = chain_says(chain.name, [step.name for step in chain.steps])
    return "; ".join(
        part for part in (said_says(first.name, first.title, first.said, day), whole, also) if part
    )


def zone_of(session: Session, user: UUID) -> ZoneInfo:
    row = session.get(User, user)
    return ZoneInfo(row.time_zone if row else "UTC")


def known_there(session: Session, account: UUID, name: str) -> Contact | None:
    """Who has that name at the account, however it is written."""
    key = person_key(name)
    query = select(Contact).where(Contact.account_id == account, Contact.name_key == key)
    return session.scalar(query.where(Contact.merged_into_id.is_(None)).limit(1)) if key else None


def why_named(session: Session, contact: UUID, user: UUID) -> str:
    """`chain_in_words` on the clock of `user`."""
    return chain_in_words(chain_of(session, contact), zone_of(session, user))


def named_by(session: Session, contacts: Collection[UUID]) -> dict[UUID, str]:
    """The name of who named each of `contacts` last, where somebody did."""
    folded = folded_into(session, contacts)
    people = {*contacts, *folded}
    query = select(Referral.to_contact_id).where(Referral.to_contact_id.in_(people)).distinct()
    told = {folded.get(key, key) for key in session.scalars(query)}
    query = select(Contact.id).where(Contact.id.in_(people), Contact.referred_by_id.is_not(None))
    told |= {folded.get(key, key) for key in session.scalars(query)}
    found = {key: _named(session, key) for key in told}
    return {key: named[0].name for key, named in found.items() if named}


def _named(session: Session, contact: UUID) -> list[Named]:
    """Who named `contact`, the last first; also what was said of, and by, those who were merged into one of them."""
    people = [contact, *folded_into(session, [contact])]
    query = select(Referral).where(Referral.to_contact_id.in_(people)).order_by(Referral.id.desc())
    rows = list(session.scalars(query))
    gone = _taken_back(session, rows)
    found = [
        (row.from_contact_id, row.said, row.made_at)
        for row in sorted(rows, key=lambda row: row.made_at, reverse=True)
        if row.id not in gone
    ]
    told = {row.from_contact_id for row in rows}
    noted = select(Contact.referred_by_id).where(Contact.id.in_(people), Contact.referred_by_id.is_not(None))
    more = [(key, "", None) for key in session.scalars(noted) if key and key not in told]
    steps = (_step(session, *one) for one in (*found, *more))
    return [step for step in steps if step.contact != contact]


def _step(session: Session, key: UUID, said: str, at: datetime | None) -> Named:
    person = session.get_one(Contact, key)
    while person.merged_into_id is not None:
        person = session.get_one(Contact, person.merged_into_id)
    return Named(person.id, person.name or "Somebody", person.title, said, at)


def _taken_back(session: Session, rows: Iterable[Referral]) -> set[UUID]:
    """What was said on a call whose outcome was undone waits with it, and counts again when the call is closed anew.

    A referral is written while the call goes on, before the call is a row: it is the call's when it lies between its ring and
    its logging.
    """
    gone = {row.id for row in rows if row.call_id is not None and is_undone(session, row.call_id)}
    query = (
        select(Referral.id, CallUndo.id)
        .join(Lead, Lead.contact_id == Referral.from_contact_id)
        .join(Call, Call.lead_id == Lead.id)
        .outerjoin(CallUndo, CallUndo.call_id == Call.id)
        .where(Referral.id.in_([row.id for row in rows]), Call.made_by == Referral.made_by)
        .where(Call.started_at <= Referral.made_at, Referral.made_at <= Call.made_at)
    )
    said_on: dict[UUID, list[bool]] = {}
    for referral, undone in session.execute(query):
        said_on.setdefault(referral, []).append(undone is not None)
    return gone | {referral for referral, undone in said_on.items() if all(undone)}
