"""Who may be one person, what merging them would do, and the merges that were done."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from bdr_desk.desk import Desk
from bdr_desk.domain.likeness import Likeness, Sure
from bdr_desk.domain.merging import FIELDS, LeadState, Plan, Sheet, plan_merge
from bdr_desk.domain.same_person import same_person
from bdr_desk.domain.words import STAGE_SAYS
from bdr_desk.errors import NotFound, Refused
from bdr_desk.queries.possible_duplicates import Alike, find_alike, people_of
from bdr_desk.queries.projects import need_project
from bdr_desk.queries.rows import need
from bdr_desk.store.merging import sheet_of
from bdr_desk.store.projects import project_named
from bdr_desk.store.tables import Account, CallList, Contact, ContactMerge, Lead, User

MOST_PAIRS = 200  # in one answer; more come when these are decided
MOST_LOOKED_AT = 50_000  # leads of a project that are looked through unasked


@dataclass(frozen=True, repr=False)
class PairView:
    """Two contacts who are likely (or `certain`) one person. `one` is the older row."""

    one: UUID
    other: UUID
    name: str
    other_name: str
    account_name: str
    other_account_name: str
    certain: bool
    because: tuple[str, ...]


@dataclass(frozen=True, repr=False)
class PairList:
    """The surest pairs, and how many there are."""

    rows: tuple[PairView, ...]
    total: int


@dataclass(frozen=True, repr=False)
class FieldView:
    """One line of the comparison: what both have, what stays. `key` can be given to `take` where it is not empty."""

    title: str
    values: tuple[str, str]
    stays: str
    differs: bool
    key: str = ""


@dataclass(frozen=True, repr=False)
class MergePreview:
    """What merging `other` into `kept` would do; `steps` are sentences, `refused` says why it cannot be done."""

    kept: UUID
    other: UUID
    names: tuple[str, str]
    certain: bool
    because: tuple[str, ...]
    fields: tuple[FieldView, ...]
    steps: tuple[str, ...]
    refused: str = ""


@dataclass(frozen=True, repr=False)
class MergeView:
    """A merge that stands. `at` UTC; `who` did it."""

    merge: UUID
    kept: UUID
    merged: UUID
    name: str
    other_name: str
    account_name: str
    at: datetime
    who: str
    because: tuple[str, ...]


def possible_duplicates(desk: Desk, project: str | None = None, limit: int = MOST_PAIRS) -> PairList:
    """Pairs of a project (the current one when none is named) who may be one person, the surest first. Raises NotFound."""
    with desk.read() as session:
        found = find_alike(session, _project(session, project))
        shown = found[:limit]
        names = _names(session, {key for alike in shown for key in (alike.one, alike.other)})
        return PairList(tuple(_pair_view(alike, names) for alike in shown), len(found))


def duplicates_of_list(desk: Desk, call_list: UUID) -> int | None:
    """How many pairs that may be one person have a lead of this list in them; None where the project is so large that looking
    takes seconds. Raises NotFound."""
    with desk.read() as session:
        project = need(session, CallList, call_list).project_id
        if (session.scalar(select(func.count()).where(Lead.project_id == project)) or 0) >= MOST_LOOKED_AT:
            return None
        found = find_alike(session, project)
        of_list = set(session.scalars(select(Lead.contact_id).where(Lead.call_list_id == call_list)))
        return sum(alike.one in of_list or alike.other in of_list for alike in found)


def merge_preview(desk: Desk, kept: UUID, other: UUID, take: Collection[str] = ()) -> MergePreview:
    """Both contacts side by side, and what merging them would do, by the rule that will run. Raises NotFound, BadInput."""
    with desk.read() as session:
        contacts = [open_contact(session, key) for key in (kept, other)]
        mine, theirs = (sheet_of(session, contact) for contact in contacts)
        likeness = reasons_for(session, kept, other)
        try:
            plan: Plan | None = plan_merge(mine, theirs, take)
            refused = ""
        except Refused as refusal:
            plan, refused = None, str(refusal)
        fields = (
            *_text_fields(mine, theirs, plan),
            *_lists(mine, theirs),
            *_about(session, contacts, mine, theirs, plan),
        )
        return MergePreview(
            kept, other, (mine.name, theirs.name), likeness.sure is Sure.CERTAIN, likeness.because, fields,
            tuple(step.says for step in plan.steps) if plan else (), refused,
        )  # fmt: skip


def merges_done(desk: Desk) -> tuple[MergeView, ...]:
    """The merges that stand, newest first."""
    other = aliased(Contact)
    query = (
        select(ContactMerge, Contact.name, other.name, Account.name, User.name)
        .join(Contact, Contact.id == ContactMerge.kept_id)
        .join(other, other.id == ContactMerge.merged_id)
        .join(Account, Account.id == Contact.account_id)
        .outerjoin(User, User.id == ContactMerge.made_by)
        .where(ContactMerge.undone_at.is_(None))
        .order_by(ContactMerge.made_at.desc(), ContactMerge.id.desc())
    )
    with desk.read() as session:
        return tuple(
            MergeView(
                row.id, row.kept_id, row.merged_id, name, other_name, account, row.made_at, who or "",
                tuple(row.detail.get("because", ())),
            )
            for row, name, other_name, account, who in session.execute(query)
            if "values" in row.detail  # whoever was erased cannot come back
        )  # fmt: skip


def open_contact(session: Session, key: UUID) -> Contact:
    """A contact that was not merged away. Raises NotFound, Refused."""
    row = need(session, Contact, key)
    if row.merged_into_id is not None:
        raise Refused(
            "That contact was merged with another already.", "Undo that merge first, or name the other."
        )
    return row


def standing_merge(session: Session, key: UUID) -> ContactMerge:
    """A merge that was not undone. Raises NotFound."""
    row = session.get(ContactMerge, key)
    if row is None or row.undone_at is not None:
        raise NotFound("There is no such merge, or it was undone.", "Those there are: bdr-desk merge list.")
    if "values" not in row.detail:
        raise Refused("Who was merged there was erased on request.", "There is nothing left to put back.")
    return row


def reasons_for(session: Session, one: UUID, other: UUID) -> Likeness:
    """How surely two contacts are one person."""
    people = people_of(session, (one, other))
    return same_person(people[one], people[other])


def _project(session: Session, name: str | None) -> UUID:
    if name is None:
        return need_project(session).id
    found = project_named(session, name)
    if found is None:
        raise NotFound(f"There is no project “{name}”.", "Check its name, or name none.")
    return found.id


def _names(session: Session, contacts: Collection[UUID]) -> dict[UUID, tuple[str, str]]:
    found: dict[UUID, tuple[str, str]] = {}
    wanted = list(contacts)
    for start in range(0, len(wanted), 400):
        query = select(Contact.id, Contact.name, Account.name).join(Account, Account.id == Contact.account_id)
        some = session.execute(query.where(Contact.id.in_(wanted[start : start + 400])))
        found |= {key: (name, account) for key, name, account in some}
    return found


def _pair_view(alike: Alike, names: dict[UUID, tuple[str, str]]) -> PairView:
    (name, account), (other, other_account) = names[alike.one], names[alike.other]
    certain = alike.likeness.sure is Sure.CERTAIN
    return PairView(
        alike.one, alike.other, name, other, account, other_account, certain, alike.likeness.because
    )


def _text_fields(mine: Sheet, theirs: Sheet, plan: Plan | None) -> list[FieldView]:
    return [
        FieldView(title, (mine.texts[key], theirs.texts[key]), plan.values[key] if plan else mine.texts[key],
                  mine.texts[key] != theirs.texts[key], key)
        for key, title in FIELDS.items()
    ]  # fmt: skip


def _lists(mine: Sheet, theirs: Sheet) -> list[FieldView]:
    """Numbers and addresses: all of them stay."""
    return [
        FieldView(title, ("\n".join(a), "\n".join(b)), "\n".join(dict.fromkeys((*a, *b))), set(a) != set(b))
        for title, a, b in (
            ("Numbers", mine.phones, theirs.phones),
            ("Addresses", mine.emails, theirs.emails),
        )
    ]


def _about(
    session: Session, contacts: list[Contact], mine: Sheet, theirs: Sheet, plan: Plan | None
) -> list[FieldView]:
    accounts = [session.get_one(Account, contact.account_id).name for contact in contacts]
    sources = [_lists_of(session, contact.id) for contact in contacts]
    leads = ["\n".join(_lead_says(lead) for lead in sheet.leads.values()) for sheet in (mine, theirs)]
    return [
        FieldView("Company", (accounts[0], accounts[1]), accounts[0], accounts[0] != accounts[1]),
        FieldView("From", (sources[0], sources[1]), _both(*sources), sources[0] != sources[1]),
        FieldView("Lead", (leads[0], leads[1]), _leads_after(plan) if plan else "", leads[0] != leads[1]),
    ]


def _leads_after(plan: Plan) -> str:
    after = dict(plan.stays.leads) | {step.other.project: step.after or step.other for step in plan.steps}
    return "\n".join(map(_lead_says, after.values()))


def _lists_of(session: Session, contact: UUID) -> str:
    query = (
        select(CallList.name).join(Lead, Lead.call_list_id == CallList.id).where(Lead.contact_id == contact)
    )
    return "\n".join(dict.fromkeys(session.scalars(query)))


def _both(one: str, other: str) -> str:
    return "\n".join(dict.fromkeys(text for text in (one, other) if text))


def _lead_says(lead: LeadState) -> str:
    calls = f", {lead.attempts} call{'s' if lead.attempts > 1 else ''}" if lead.attempts else ""
    return f"{STAGE_SAYS[lead.stage]}{calls}"
