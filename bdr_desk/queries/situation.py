"""A lead's situation, as the outcome rule wants it."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bdr_desk.domain.outcome import WITH_REP, Situation
from bdr_desk.domain.words import Stage
from bdr_desk.queries.projects import window_of
from bdr_desk.store.tables import ContactPhone, Lead, Project


def situation_of(
    session: Session,
    lead: Lead,
    *,
    now: datetime,
    attempts: int,
    dialled: str,
    callback_at: datetime | None = None,
) -> Situation:
    """`attempts` counts the call being wrapped up; `dialled` is its number in E.164."""
    others = select(func.count()).where(
        ContactPhone.contact_id == lead.contact_id,
        ContactPhone.bad_since.is_(None),
        ContactPhone.e164 != dialled,
    )
    return Situation(
        now=now,
        attempts=attempts,
        zones=tuple(lead.zones.split(",")),
        window=window_of(session.get_one(Project, lead.project_id)),
        other_numbers=bool(session.scalar(others)),
        callback_at=callback_at,
        with_rep=Stage(lead.stage) if lead.stage in WITH_REP else None,
    )


def first_number(session: Session, lead: Lead) -> str:
    """The number that is dialled when none is chosen, in E.164; empty when there is no good one."""
    good = select(ContactPhone.e164).where(
        ContactPhone.contact_id == lead.contact_id, ContactPhone.bad_since.is_(None)
    )
    return session.scalar(good.order_by(ContactPhone.place).limit(1)) or ""
