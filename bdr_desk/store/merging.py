"""Folding one contact into another and taking that back, as rows.

`ContactMerge.detail` keeps everything as it was: "values" and "leads" before and after, the keys of what moved, what was
closed and what was suppressed. A pair that somebody said is two people is a merge that was never done: undone when it was made.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bdr_desk.domain.matching import person_key
from bdr_desk.domain.merging import FIELDS, WITH_NAME, LeadState, Plan, Sheet, Step
from bdr_desk.domain.phone import shown
from bdr_desk.domain.suppression import Barred, marks_of
from bdr_desk.domain.words import Next, Stage
from bdr_desk.store.sharing import share_lead
from bdr_desk.store.suppressed import suppressed
from bdr_desk.store.tables import (
    Account,
    Contact,
    ContactEmail,
    ContactMerge,
    ContactPhone,
    Lead,
    Project,
    Suppression,
)
from bdr_desk.store.trails import set_stage
from bdr_desk.store.writing import Writing

SAME_PERSON = "same person as"
_STATE = ("stage", "attempts", "last_outcome", "next_kind", "next_why")
_MOMENTS = ("last_call_at", "next_at")


# Reading


def sheet_of(session: Session, contact: Contact) -> Sheet:
    """What a merge needs to know of a contact."""
    texts = {key: getattr(contact, key) or "" for key in (*FIELDS, *WITH_NAME)}
    phones = tuple(shown(row.e164, row.extension) for row in _phones(session, contact.id))
    emails = tuple(row.address for row in _emails(session, contact.id))
    return Sheet(contact.id, texts, phones, emails, _leads(session, contact.id))


def _leads(session: Session, contact: UUID) -> dict[UUID, LeadState]:
    query = (
        select(Lead, Project.name)
        .join(Project, Project.id == Lead.project_id)
        .where(Lead.contact_id == contact)
    )
    return {lead.project_id: _state(lead, name) for lead, name in session.execute(query)}


def _state(lead: Lead, project: str) -> LeadState:
    return LeadState(
        lead.id, lead.project_id, project, lead.stage, lead.attempts, lead.owner_id, lead.last_call_at, lead.last_outcome,
        lead.next_kind, lead.next_at, lead.next_why,
    )  # fmt: skip


def _phones(session: Session, contact: UUID) -> list[ContactPhone]:
    query = select(ContactPhone).where(ContactPhone.contact_id == contact)
    return list(session.scalars(query.order_by(ContactPhone.place, ContactPhone.id)))


def _emails(session: Session, contact: UUID) -> list[ContactEmail]:
    query = select(ContactEmail).where(ContactEmail.contact_id == contact)
    return list(session.scalars(query.order_by(ContactEmail.place, ContactEmail.id)))


def folded_into(session: Session, contacts: Collection[UUID]) -> dict[UUID, UUID]:
    """Every contact that was merged into one of `contacts`, or into one of those, with the one that goes on."""
    found: dict[UUID, UUID] = {}
    ahead = {contact: contact for contact in contacts}
    while ahead:
        query = select(ContactMerge.merged_id, ContactMerge.kept_id).where(
            ContactMerge.kept_id.in_(ahead), ContactMerge.undone_at.is_(None)
        )
        ahead = {merged: ahead[kept] for merged, kept in session.execute(query) if merged not in found}
        found |= ahead
    return found


def folded_into_account(session: Session, account: UUID) -> dict[UUID, UUID]:
    """Those who were merged into somebody at `account`."""
    kept = select(ContactMerge.kept_id).join(Contact, Contact.id == ContactMerge.kept_id)
    kept = kept.where(Contact.account_id == account, ContactMerge.undone_at.is_(None))
    return folded_into(session, set(session.scalars(kept)))


def leads_of_person(session: Session, lead: UUID) -> list[UUID]:
    """`lead`, and the leads in its project of everybody who was merged into its contact."""
    row = session.get(Lead, lead)
    folded = folded_into(session, [row.contact_id]) if row else {}
    if row is None or not folded:
        return [lead]
    others = select(Lead.id).where(Lead.contact_id.in_(folded), Lead.project_id == row.project_id)
    return [lead, *session.scalars(others)]


def also_known(session: Session, contact: UUID) -> tuple[tuple[str, str], ...]:
    """(word, text) pairs of the values that merged contacts had beside those shown: ("Name", "Bob Hale")."""
    query = select(ContactMerge.detail).where(
        ContactMerge.kept_id == contact, ContactMerge.undone_at.is_(None)
    )
    found = (detail.get("also", {}) for detail in session.scalars(query.order_by(ContactMerge.made_at)))
    return tuple((FIELDS[key], text) for also in found for key, text in also.items())


# Merging


def fold_contact(tx: Writing, plan: Plan, because: Iterable[str]) -> ContactMerge:
    """Carry out `plan`; everything it changes is noted in the merge's detail."""
    stays, goes = tx.get_one(Contact, plan.stays.contact), tx.get_one(Contact, plan.goes.contact)
    if goes.shared and not stays.shared:
        stays.shared = tx.get_one(Account, stays.account_id).shared = True
    detail: dict[str, Any] = {"because": list(because), "also": dict(plan.also)}
    detail["suppressions"] = _suppress_too(tx, stays, goes)
    detail["values"] = _take_values(stays, goes, plan)
    detail["phones"], detail["bad"] = _move_phones(tx, stays.id, goes.id)
    detail["emails"] = _move_emails(tx, stays.id, goes.id)
    detail["pointed"] = _repoint(tx, stays, goes)
    detail["moved"] = [_move_lead(tx, step.other.lead, stays) for step in plan.steps if step.kept is None]
    detail["leads"] = [_close_lead(tx, step, stays.name) for step in plan.steps if step.kept]
    goes.merged_into_id = stays.id
    merge = ContactMerge(kept_id=stays.id, merged_id=goes.id, detail=detail)
    tx.add(merge)
    tx.flush()
    return merge


def _take_values(stays: Contact, goes: Contact, plan: Plan) -> dict[str, Any]:
    """Before and after of each field that changes. The zones go with the numbers of somebody who had none."""
    wanted: dict[str, Any] = {
        key: value or None if key == "decision_role" else value for key, value in plan.values.items()
    }
    wanted["name_key"] = person_key(plan.values["name"])
    if not plan.stays.phones and plan.goes.phones:
        wanted |= {"zones": goes.zones, "zones_because": goes.zones_because}
    changed = {
        key: [getattr(stays, key), value] for key, value in wanted.items() if getattr(stays, key) != value
    }
    for key, (_, value) in changed.items():
        setattr(stays, key, value)
    return changed


def _move_phones(tx: Writing, stays: UUID, goes: UUID) -> tuple[list[Any], list[str]]:
    """Numbers the kept one lacks move behind its own; what is known dead of a number both have is known of both."""
    own = {(row.e164, row.extension): row for row in _phones(tx, stays)}
    moved, bad = [], []
    for row in _phones(tx, goes):
        same = own.get((row.e164, row.extension))
        if same is None:
            moved.append([str(row.id), row.place])
            row.contact_id, row.place = stays, len(own) + len(moved) - 1
        elif row.bad_since and not same.bad_since:
            same.bad_since = row.bad_since
            bad.append(str(same.id))
    return moved, bad


def _move_emails(tx: Writing, stays: UUID, goes: UUID) -> list[Any]:
    own = {row.address_key for row in _emails(tx, stays)}
    moved = []
    for row in _emails(tx, goes):
        if row.address_key not in own:
            moved.append([str(row.id), row.place])
            row.contact_id, row.place = stays, len(own) + len(moved) - 1
    return moved


def _repoint(tx: Writing, stays: Contact, goes: Contact) -> list[Any]:
    """Whoever reports to the one who goes, or was named by them, points at the one who stays; nobody at themselves."""
    pointed: list[Any] = []
    either = or_(Contact.reports_to_id == goes.id, Contact.referred_by_id == goes.id)
    for row in tx.scalars(
        select(Contact).where(Contact.account_id.in_({stays.account_id, goes.account_id}), either)
    ):
        for name in ("reports_to_id", "referred_by_id"):
            if getattr(row, name) == goes.id:
                pointed.append([str(row.id), name, str(goes.id)])
                setattr(row, name, None if row is stays else stays.id)
    for name in ("reports_to_id", "referred_by_id"):
        theirs = getattr(goes, name)
        if (
            getattr(stays, name) is None
            and theirs not in (None, stays.id)
            and goes.account_id == stays.account_id
        ):
            pointed.append([str(stays.id), name, None])
            setattr(stays, name, theirs)
    return pointed


def _move_lead(tx: Writing, key: UUID, stays: Contact) -> dict[str, Any]:
    """The lead goes on under the one who stays, at their account."""
    lead = tx.get_one(Lead, key)
    before = {
        "lead": str(key),
        "account": str(lead.account_id),
        "attempts": lead.attempts,
        "zones": lead.zones,
    }
    lead.contact_id, lead.account_id = stays.id, stays.account_id
    if lead.shared:
        share_lead(tx, key)
    return before


def _close_lead(tx: Writing, step: Step, name: str) -> dict[str, Any]:
    assert step.kept and step.after
    kept, closed = tx.get_one(Lead, step.kept.lead), tx.get_one(Lead, step.other.lead)
    noted = {
        "kept": str(kept.id), "closed": str(closed.id), "before": _noted(step.kept), "after": _noted(step.after),
        "was": _noted(step.other) | {"stage_reason": closed.stage_reason},
    }  # fmt: skip
    _put_state(tx, kept, _noted(step.after), f"{SAME_PERSON} {name}")
    set_stage(tx, closed, Stage.CLOSED, f"{SAME_PERSON} {name}")
    closed.next_kind, closed.next_at, closed.next_why = Next.NONE, None, ""
    return noted


def _noted(state: LeadState) -> dict[str, Any]:
    noted: dict[str, Any] = {name: getattr(state, name) for name in _STATE}
    noted |= {name: moment.isoformat() if (moment := getattr(state, name)) else None for name in _MOMENTS}
    return noted | {"owner_id": str(state.owner) if state.owner else None}


def _put_state(tx: Writing, lead: Lead, noted: dict[str, Any], reason: str) -> None:
    if lead.stage != noted["stage"]:
        set_stage(tx, lead, Stage(noted["stage"]), reason)
    for name in _STATE[1:]:
        setattr(lead, name, noted[name])
    for name in _MOMENTS:
        setattr(lead, name, datetime.fromisoformat(noted[name]) if noted[name] else None)
    lead.owner_id = UUID(noted["owner_id"]) if noted["owner_id"] else None


def _suppress_too(tx: Writing, stays: Contact, goes: Contact) -> list[str]:
    """Whoever must not be contacted under one name must not be under the other."""
    made = []
    for medium in (Barred.CALL, Barred.MAIL):
        reason = _why_suppressed(tx, goes, medium)
        if reason and not suppressed(tx, [("contact", str(stays.id))], tx.now, medium):
            row = Suppression(kind="contact", value=str(stays.id), reason=reason, medium=medium)
            tx.add(row)
            made.append(row)
    tx.flush()
    return [str(row.id) for row in made]


def _why_suppressed(tx: Writing, contact: Contact, medium: Barred) -> str:
    account = tx.get_one(Account, contact.account_id)
    marks = marks_of(
        contact=contact.id, account=account.id, phones=[row.e164 for row in _phones(tx, contact.id)],
        emails=[row.address_key for row in _emails(tx, contact.id)], domain=account.domain,
    )  # fmt: skip
    return next(iter(suppressed(tx, marks, tx.now, medium).values()), "")


# Two people after all


def keep_apart(tx: Writing, one: UUID, other: UUID) -> ContactMerge:
    """Remember that somebody said these are two people."""
    decided = ContactMerge(kept_id=one, merged_id=other, detail={"two_people": True}, undone_at=tx.now)
    tx.add(decided)
    tx.flush()
    return decided


def unfold_contact(tx: Writing, merge: ContactMerge) -> tuple[str, ...]:
    """Put everything back that nobody has changed since; returns what stays as it is now, in words."""
    stays, goes = tx.get_one(Contact, merge.kept_id), tx.get_one(Contact, merge.merged_id)
    detail = merge.detail
    left: list[str] = []
    _return_ways(tx, detail, stays.id, goes.id)
    for key, (before, after) in detail["values"].items():
        if getattr(stays, key) == after:
            setattr(stays, key, before)
        elif key in FIELDS:
            left.append(f"{FIELDS[key]} was changed since and stays.")
    for key, name, before in detail["pointed"]:
        row = tx.get(Contact, UUID(key))
        if row is not None:  # an import that was taken back may have taken it along
            setattr(row, name, UUID(before) if before else None)
    left += [says for noted in detail["moved"] if (says := _return_lead(tx, noted, goes))]
    left += [says for noted in detail["leads"] if (says := _reopen_lead(tx, noted, goes.name))]
    for key in detail["suppressions"]:
        barred = tx.get_one(Suppression, UUID(key))
        barred.lifted_at, barred.lifted_reason, barred.lifted_by = tx.now, "the merge was undone", tx.author
    goes.merged_into_id = None
    merge.undone_at = tx.now
    return tuple(left)


def _return_ways(tx: Writing, detail: dict[str, Any], stays: UUID, goes: UUID) -> None:
    places = dict((*detail["phones"], *detail["emails"]))
    ways: list[ContactPhone | ContactEmail] = [*_phones(tx, stays), *_emails(tx, stays)]
    for row in ways:
        if str(row.id) in places:
            row.contact_id, row.place = goes, places[str(row.id)]
    for key in detail["bad"]:
        number = tx.get(ContactPhone, UUID(key))
        if number is not None:
            number.bad_since = None


def _return_lead(tx: Writing, noted: dict[str, Any], goes: Contact) -> str:
    lead = tx.get(Lead, UUID(noted["lead"]))
    if lead is None or lead.attempts != noted["attempts"]:
        return "The lead was called since the merge and stays where it is."
    lead.contact_id, lead.account_id, lead.zones = goes.id, UUID(noted["account"]), noted["zones"]
    return ""


def _reopen_lead(tx: Writing, noted: dict[str, Any], name: str) -> str:
    kept, closed = tx.get(Lead, UUID(noted["kept"])), tx.get(Lead, UUID(noted["closed"]))
    if kept is None or closed is None:
        return "A lead was taken back with its list and is not there any more."
    if closed.stage == Stage.CLOSED and closed.stage_reason.startswith(SAME_PERSON):
        was = noted["was"]
        _put_state(tx, closed, was, "two people after all")
        closed.stage_reason = was["stage_reason"]
    if _noted(_state(kept, "")) == noted["after"]:
        _put_state(tx, kept, noted["before"], "two people after all")
        return ""
    return f"The other lead was worked since the merge and keeps its calls; {name or 'the other'} is a lead again beside it."
