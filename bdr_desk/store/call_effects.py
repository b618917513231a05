"""What a call changed, kept so that its outcome can be undone; and which calls were.

Calls, facts and touches are never changed: an undone call has a row in `call_undo`, and whoever counts or reads what is known
leaves it out with `not_undone`. `CallEffect.body` holds before and after of what the call changed: "lead" and "numbers"; the keys
of the "suppressions" it added; "hour", its segment and hour of the week there; "step", where the script stood.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, exists, insert, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from bdr_desk.domain.calling_places import places_in
from bdr_desk.domain.outcome import REACHED, Outcome
from bdr_desk.domain.words import Role
from bdr_desk.store.columns import new_key
from bdr_desk.store.settings import get_setting
from bdr_desk.store.tables import (
    Call,
    CallEffect,
    CallUndo,
    Contact,
    ContactEmail,
    ContactPhone,
    Draft,
    Lead,
    LeadStage,
    QueueCell,
    Suppression,
)
from bdr_desk.store.writing import Writing

UNDONE = "call undone"  # why a suppression was lifted, or a lead went back
# In plain SQL, of the expression that names a call.
NOT_UNDONE = "NOT EXISTS (SELECT 1 FROM call_undo WHERE call_undo.call_id = {})"
_MOMENTS = ("last_call_at", "next_at", "triggered_at")
_KEYS = ("owner_id",)
# The columns of a lead that a call may change, and how they are called.
LEAD_SAYS = {
    "stage": "stage", "stage_reason": "reason of the stage", "owner_id": "owner", "attempts": "attempts",
    "last_call_at": "last call", "last_outcome": "last outcome", "next_kind": "next touch", "next_at": "next touch",
    "next_why": "next touch", "medium": "next touch", "step": "step of the cadence", "trigger": "trigger",
    "triggered_at": "trigger",
}  # fmt: skip


def not_undone(call: InstrumentedAttribute[UUID] | InstrumentedAttribute[UUID | None]) -> ColumnElement[bool]:
    """Of rows that name their call in the column `call`: it counts. True as well where there is no call."""
    return ~exists().where(CallUndo.call_id == call)


def is_undone(session: Session, call: UUID) -> bool:
    return session.scalar(select(CallUndo.id).where(CallUndo.call_id == call)) is not None


# Keeping


@dataclass(frozen=True, repr=False)
class Stood:
    """How a lead, its numbers and its unfinished call stood before a call was logged."""

    lead: dict[str, Any]
    numbers: dict[UUID, datetime | None]
    hour: tuple[str, str] | None  # segment, zone
    step: str


def how_it_stands(session: Session, lead: Lead, me: UUID) -> Stood:
    draft = session.get(Draft, (lead.id, me))
    cell = session.get(QueueCell, lead.cell_id) if lead.cell_id is not None else None
    return Stood(
        _noted(lead),
        {number.id: number.bad_since for number in _numbers(session, lead)},
        (cell.segment, places_in(cell.hours)[0].zone) if cell else None,
        draft.body.get("step", "") if draft else "",
    )


def keep_effect(
    tx: Writing, call: Call, lead: Lead, before: Stood, suppressions: Iterable[Suppression]
) -> None:
    """Note what `call` changed since `before`. It stays on this desk and needs no line in the change log: the call has one."""
    added = list(suppressions)
    for row in added:
        row.id = row.id or new_key()
    after = _noted(lead)
    body: dict[str, Any] = {
        "lead": {name: [was, after[name]] for name, was in before.lead.items() if was != after[name]},
        "numbers": {
            str(number.id): [_text(before.numbers.get(number.id)), _text(number.bad_since)]
            for number in _numbers(tx, lead)
            if before.numbers.get(number.id) != number.bad_since
        },
        "suppressions": [str(row.id) for row in added],
        "hour": _hour(call.started_at, before.hour),
        "step": before.step,
    }
    tx.execute(insert(CallEffect), [{"call_id": call.id, "body": body}])
    if body["hour"]:
        _count_hour(tx, lead.project_id, body["hour"], call.outcome in REACHED)


def _numbers(session: Session, lead: Lead) -> Iterable[ContactPhone]:
    return session.scalars(select(ContactPhone).where(ContactPhone.contact_id == lead.contact_id))


def _noted(lead: Lead) -> dict[str, Any]:
    return {name: _text(getattr(lead, name)) for name in LEAD_SAYS}


def _text(value: Any) -> Any:
    """As JSON can hold it."""
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _read(name: str, kept: Any) -> Any:
    if kept is None:
        return None
    return datetime.fromisoformat(kept) if name in _MOMENTS else UUID(kept) if name in _KEYS else kept


def _hour(at: datetime, where: tuple[str, str] | None) -> list[Any] | None:
    if where is None:
        return None
    there = at.astimezone(ZoneInfo(where[1]))
    return [where[0], there.weekday() * 24 + there.hour]


# Taking back


def changed_since(lead: Lead, body: dict[str, Any]) -> tuple[str, ...]:
    """What of the lead is no longer as the call left it, in words."""
    now = _noted(lead)
    return tuple(dict.fromkeys(LEAD_SAYS[name] for name, (_, after) in body["lead"].items() if now[name] != after))  # fmt: skip


def put_back(tx: Writing, call: Call, lead: Lead, body: dict[str, Any]) -> bool:
    """Undo what `call` changed. The way back is one more step in the lead's trail; what others changed since stays.

    Returns whether somebody stays barred: what the team has heard is lifted by a team lead only.
    """
    changed = {name: _read(name, before) for name, (before, _) in body["lead"].items()}
    if "stage" in changed:
        tx.add(LeadStage(lead_id=lead.id, stage=changed["stage"], reason=UNDONE))
    for name, value in changed.items():
        setattr(lead, name, value)
    for key, (before, after) in body["numbers"].items():
        number = tx.get(ContactPhone, UUID(key))
        if number is not None and _text(number.bad_since) == after:
            number.bad_since = _read("last_call_at", before)
    bars = [tx.get(Suppression, UUID(key)) for key in body["suppressions"]]
    in_force = [barred for barred in bars if barred is not None and barred.lifted_at is None]
    stay = [barred for barred in in_force if barred.shared and not _may_lift(tx)]
    for barred in in_force:
        if barred not in stay:
            _lift(tx, call, barred)
    if body["hour"]:
        _uncount_hour(tx, lead.project_id, body["hour"], call.outcome in REACHED)
    return bool(stay)


def _may_lift(session: Session) -> bool:
    """What the team lets whoever sits here do (`team.upgrades.access`)."""
    team = get_setting(session, "team")
    return team is None or team["role"] in (Role.LEAD, Role.ADMIN)


def _lift(tx: Writing, call: Call, barred: Suppression) -> None:
    """Unless somebody else has wished the same on another call: it is theirs from now on, and goes when that one is undone."""
    other = _also_wished(tx, call, barred)
    if other is None:
        barred.lifted_at, barred.lifted_by, barred.lifted_reason = tx.now, tx.author, UNDONE
        return
    kept = tx.get(CallEffect, other)
    if kept is not None and kept.body:  # logged on this desk, and nobody was erased
        body = {**kept.body, "suppressions": [*kept.body["suppressions"], str(barred.id)]}
        tx.execute(
            update(CallEffect).where(CallEffect.call_id == other).values(body=body),
            execution_options={"accounted": True},
        )


def _also_wished(session: Session, call: Call, barred: Suppression) -> UUID | None:
    """Another call that counts, on which somebody who is known by what `barred` bars asked not to be called."""
    wishes = (
        select(Call.id)
        .join(Lead, Lead.id == Call.lead_id)
        .where(Lead.contact_id.in_(_known_by(barred)), Call.outcome == Outcome.DO_NOT_CALL)
        .where(Call.id != call.id, not_undone(Call.id))
    )
    return session.scalar(wishes.order_by(Call.id).limit(1))


def _known_by(barred: Suppression) -> Select[UUID]:
    """The contacts whom one of the marks that a call leaves (`actions.calls`) bars."""
    match barred.kind:
        case "phone":
            return select(ContactPhone.contact_id).where(ContactPhone.e164 == barred.value)
        case "email":
            return select(ContactEmail.contact_id).where(ContactEmail.address_key == barred.value)
    return select(Contact.id).where(Contact.id == UUID(barred.value))


def _count_hour(tx: Writing, project: UUID, hour: Sequence[Any], reached: bool) -> None:
    """For what the project learns its best hours from (`domain.best_hour`)."""
    tx.connection().exec_driver_sql(
        "INSERT INTO hour_stat (project_id, segment, hour, dials, reached) VALUES (?, ?, ?, 1, ?)"
        " ON CONFLICT DO UPDATE SET dials = dials + 1, reached = reached + excluded.reached",
        (project.bytes, *hour, int(reached)),
    )


def _uncount_hour(tx: Writing, project: UUID, hour: list[Any], reached: bool) -> None:
    """Out of what the project learns its best hours from, where that counted it."""
    tx.connection().exec_driver_sql(
        "UPDATE hour_stat SET dials = dials - 1, reached = max(0, reached - ?)"
        " WHERE project_id = ? AND segment = ? AND hour = ? AND dials > 0",
        (int(reached), project.bytes, *hour),
    )
