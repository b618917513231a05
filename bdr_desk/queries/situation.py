"""A lead's situation, as the outcome's rule wants it: its hours, its history, the project's cadence."""

from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, false, or_, select
from sqlalchemy.orm import Session

from bdr_desk.domain.cadence import Attempt as Dial
from bdr_desk.domain.cadence import Cadence, Done, History, attempt, dead_today, default_cadence, from_json
from bdr_desk.domain.cadence.plan import CALLING, MEDIA
from bdr_desk.domain.calling_places import Place, hours_key
from bdr_desk.domain.consequence import Consequence, PersonHours, Situation, as_planned
from bdr_desk.domain.outcome import WITH_REP, Outcome
from bdr_desk.domain.suppression import Barred, Mark
from bdr_desk.domain.words import REPLY, Medium, Next, Stage
from bdr_desk.queries.consents import agreed
from bdr_desk.queries.queue_cells import hours_of, policy_of
from bdr_desk.queries.suppressions import why_barred
from bdr_desk.store.call_effects import not_undone
from bdr_desk.store.tables import Account, Call, Contact, ContactEmail, ContactPhone, Lead, Project, Touch
from bdr_desk.store.tables import Cadence as KeptCadence

# Who is nowhere known is not dialled, but their next touch has a date.
_SOMEWHERE = hours_key([Place("UTC")])
_NO_ADDRESS = "no e-mail address is known"
_COUNTED_APART = (Medium.CALL, Medium.VOICEMAIL, REPLY)  # as calls; what they sent is no touch of ours


def situation_of(
    session: Session, lead: Lead, *, now: datetime, dialled: str = "", callback_at: datetime | None = None
) -> Situation:
    """`dialled` is the number of the call being wrapped up, in E.164."""
    project = session.get_one(Project, lead.project_id)
    hours = PersonHours(hours_of(session, lead.cell_id) or _SOMEWHERE, policy_of(project))
    promised = lead.next_at if lead.next_kind == Next.CALLBACK else None
    cadence = cadence_of(session, project)
    asks = any(touch.consent for touch in cadence.touches)
    return Situation(
        now=now, hours=hours, history=_history(session, lead, hours), cadence=cadence, dialled=dialled,
        other_numbers=tuple(number for number in good_numbers(session, lead) if number != dialled), callback_at=callback_at,
        promised_at=promised, with_rep=Stage(lead.stage) if lead.stage in WITH_REP else None,
        left_out=_left_out(session, lead, now), consents=agreed(session, lead) if asks else frozenset(),
    )  # fmt: skip


def why_not_by(session: Session, lead: Lead, medium: Medium, now: datetime, key: bytes | None = None) -> str:
    """Why a person cannot be touched by `medium` (no call); empty when they can. Who wants no mail gets no letter either.

    `key` is `queries.erasures.erasure_key`'s: without it, who was erased is not looked for; they are barred from calls too, and
    out of the queue.
    """
    if barred := why_barred(
        session, lead.id, now, key, Barred.ANY if medium is Medium.VISIT else Barred.MAIL
    ):
        return barred
    return "" if medium is not Medium.EMAIL or _has_address(session, lead) else _NO_ADDRESS


def planned_without(
    session: Session, marks: Collection[Mark], now: datetime
) -> Iterator[tuple[Lead, Consequence]]:
    """Of those whom `marks` tell, the leads whose next touch cannot be made any more, each with what is due instead."""
    for lead in _due_otherwise(session, marks):
        if why_not_by(session, lead, Medium(lead.medium), now):
            yield lead, as_planned(situation_of(session, lead, now=now))


def _due_otherwise(session: Session, marks: Collection[Mark]) -> Iterator[Lead]:
    """Leads that are due, now or later, by anything but a call."""
    for kind, value in marks:
        contacts, accounts = _KNOWN_BY[kind](value)
        told = or_(Lead.contact_id.in_(contacts), Lead.account_id.in_(accounts))
        yield from session.scalars(
            select(Lead).where(told, Lead.next_kind == Next.RETRY, Lead.medium.not_in(CALLING))
        )


_NOBODY = select(Contact.id).where(false())
_KNOWN_BY: dict[str, Callable[[str], tuple[Select[UUID], Select[UUID]]]] = {
    "phone": lambda value: (select(ContactPhone.contact_id).where(ContactPhone.e164 == value), _NOBODY),
    "email": lambda value: (select(ContactEmail.contact_id).where(ContactEmail.address_key == value), _NOBODY),
    "contact": lambda value: (select(Contact.id).where(Contact.id == UUID(value)), _NOBODY),
    "account": lambda value: (_NOBODY, select(Account.id).where(Account.id == UUID(value))),
    "company": lambda value: (_NOBODY, select(Account.id).where(Account.name_key == value)),
    "domain": lambda value: (
        select(ContactEmail.contact_id).where(
            or_(*(ContactEmail.address_key.endswith(before + value, autoescape=True) for before in "@."))
        ),
        select(Account.id).where(or_(Account.domain == value, Account.domain.endswith(f".{value}", autoescape=True))),
    ),
}  # fmt: skip


def _left_out(session: Session, lead: Lead, now: datetime) -> tuple[tuple[Medium, str], ...]:
    """So that no lead waits for a touch that cannot be made."""
    if not why_barred(session, lead.id, now, None, Barred.MAIL):
        return () if _has_address(session, lead) else ((Medium.EMAIL, _NO_ADDRESS),)
    found = ((medium, why_not_by(session, lead, medium, now)) for medium in MEDIA if medium not in CALLING)
    return tuple((medium, says) for medium, says in found if says)


def _has_address(session: Session, lead: Lead) -> bool:
    known = select(ContactEmail.id).where(ContactEmail.contact_id == lead.contact_id)
    return session.scalar(known.limit(1)) is not None


def cadence_of(session: Session, project: Project) -> Cadence:
    """The cadence in force; a project without one calls, and rests."""
    kept = session.get(KeptCadence, project.cadence_id) if project.cadence_id else None
    return from_json(kept.body) if kept else default_cadence()


def _history(session: Session, lead: Lead, hours: PersonHours) -> History:
    calls = select(Call.started_at, Call.outcome, Call.phone).where(
        Call.lead_id == lead.id, not_undone(Call.id)
    )
    dials = tuple(_dial(row, hours) for row in session.execute(calls.order_by(Call.started_at, Call.id)))
    touches = (
        select(Touch.medium, Touch.happened_at)
        .where(Touch.lead_id == lead.id, Touch.call_id.is_(None), Touch.medium.not_in(_COUNTED_APART))
        .order_by(Touch.happened_at)
    )
    done = tuple(Done(Medium(medium), at) for medium, at in session.execute(touches))
    others = _others_called(session, lead)
    return History(
        dials,
        done,
        lead.step,
        max(0, lead.attempts - len(dials)),
        others_called=others,
        others_touched=len(others),
    )


def _dial(row: tuple[datetime, str, str], hours: PersonHours) -> Dial:
    return attempt(row[0], Outcome(row[1]), hours.zone, row[2])


def _others_called(session: Session, lead: Lead) -> tuple[datetime, ...]:
    """When the account's other contacts were called for this project."""
    query = (
        select(Call.started_at)
        .join(Lead, Lead.id == Call.lead_id)
        .where(Lead.account_id == lead.account_id, Lead.project_id == lead.project_id, Lead.id != lead.id)
        .where(not_undone(Call.id))
    )
    return tuple(session.scalars(query.order_by(Call.started_at)))


def good_numbers(session: Session, lead: Lead) -> tuple[str, ...]:
    """The numbers that are not known to be wrong or dead, in E.164, in their order."""
    good = select(ContactPhone.e164).where(
        ContactPhone.contact_id == lead.contact_id, ContactPhone.bad_since.is_(None)
    )
    return tuple(session.scalars(good.order_by(ContactPhone.place)))


def first_number(session: Session, lead: Lead, now: datetime) -> str:
    """The number that is dialled when none is chosen, in E.164: one that was not dead today; empty when there is none at all."""
    numbers = good_numbers(session, lead)
    project = session.get_one(Project, lead.project_id)
    hours = PersonHours(hours_of(session, lead.cell_id) or _SOMEWHERE, policy_of(project))
    dead = dead_today(_history(session, lead, hours), now, hours.zone)
    return next((number for number in numbers if number not in dead), next(iter(numbers), ""))
