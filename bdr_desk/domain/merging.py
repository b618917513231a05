"""What becomes of two contacts who are one person: whose values stay, which lead goes on, which promise is kept.

The same plan is shown beforehand and carried out afterwards.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from bdr_desk.domain.matching import fold
from bdr_desk.domain.outcome import WITH_REP
from bdr_desk.domain.words import Next, Stage
from bdr_desk.errors import BadInput, Refused

# What a contact has one of, in the order it is shown. Given and family name go with the name.
FIELDS: dict[str, str] = {"name": "Name", "title": "Title", "decision_role": "Part in the decision"}
WITH_NAME = ("given_name", "family_name")

# Which of two leads goes on: the one that came further. A lead that lacks a number gives way to a fresh one.
_WEIGHT: dict[str, int] = {
    Stage.ACCEPTED: 7, Stage.MEETING: 6, Stage.WORKING: 5, Stage.REJECTED: 4, Stage.NOT_READY: 3, Stage.CLOSED: 2, Stage.NEW: 1,
    Stage.NO_NUMBER: 0,
}  # fmt: skip


@dataclass(frozen=True, repr=False)
class LeadState:
    """A lead as far as a merge changes it. Times are UTC."""

    lead: UUID
    project: UUID
    project_name: str
    stage: str
    attempts: int = 0
    owner: UUID | None = None
    last_call_at: datetime | None = None
    last_outcome: str | None = None
    next_kind: str = Next.FRESH
    next_at: datetime | None = None
    next_why: str = ""

    @property
    def weight(self) -> tuple[int, int]:
        untouched = self.stage == Stage.CLOSED and not self.attempts
        return (-1 if untouched else _WEIGHT[self.stage], self.attempts)


@dataclass(frozen=True, repr=False)
class Sheet:
    """One contact. `texts` by the keys of `FIELDS` and `WITH_NAME`; `leads` by project."""

    contact: UUID
    texts: Mapping[str, str]
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    leads: Mapping[UUID, LeadState] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.texts["name"] or "Whoever answers"


@dataclass(frozen=True, repr=False)
class Step:
    """In one project: `other` is closed and `kept` goes on as `after`; or, without a `kept`, `other` moves over."""

    other: LeadState
    kept: LeadState | None
    after: LeadState | None
    says: str


@dataclass(frozen=True, repr=False)
class Plan:
    """`stays` is the contact that goes on, `goes` the one that is folded into it; `values` is what it has then."""

    stays: Sheet
    goes: Sheet
    values: Mapping[str, str]
    also: Mapping[str, str]
    steps: tuple[Step, ...]


def plan_merge(kept: Sheet, other: Sheet, take: Collection[str] = ()) -> Plan:
    """What merging `other` into `kept` does; fields named in `take` are the other's.

    The contact whose lead came further goes on, whichever it is: calls and meetings stay where they happened.
    Raises BadInput, Refused.
    """
    if kept.contact == other.contact:
        raise BadInput("That is one contact already.", "Name two.")
    if wrong := set(take) - FIELDS.keys():
        raise BadInput(f"“{min(wrong)}” cannot be taken.", "Use one of: " + ", ".join(FIELDS))
    _refuse_two_meetings(kept, other)
    values, also = _values(kept, other, take)
    stays, goes = (other, kept) if _came_further(other, kept) else (kept, other)
    steps = tuple(_steps(stays, goes, values["name"] or stays.name))
    return Plan(stays, goes, values, also, steps)


def _refuse_two_meetings(kept: Sheet, other: Sheet) -> None:
    for project in kept.leads.keys() & other.leads.keys():
        both = kept.leads[project], other.leads[project]
        if all(lead.stage in WITH_REP for lead in both):
            raise Refused(
                f"Both are with a rep in {both[0].project_name}.",
                "Cancel one of the two meetings, then merge.",
            )


def _came_further(a: Sheet, b: Sheet) -> bool:
    shared = a.leads.keys() & b.leads.keys()
    return max((_ahead(a.leads[p], b.leads[p]) for p in shared), default=-1) > 0 and not any(
        _ahead(b.leads[p], a.leads[p]) > 0 and b.leads[p].stage in WITH_REP for p in shared
    )


def _ahead(a: LeadState, b: LeadState) -> int:
    return (a.weight > b.weight) - (a.weight < b.weight)


def _values(kept: Sheet, other: Sheet, take: Collection[str]) -> tuple[dict[str, str], dict[str, str]]:
    values, also = {}, {}
    for key in FIELDS:
        mine, theirs = kept.texts[key], other.texts[key]
        first, second = (theirs, mine) if theirs and (key in take or not mine) else (mine, theirs)
        values[key] = first
        if second and fold(first) != fold(second):
            also[key] = second
    source = other if values["name"] != kept.texts["name"] else kept
    return values | {key: source.texts[key] for key in WITH_NAME}, also


def _steps(stays: Sheet, goes: Sheet, name: str) -> Iterator[Step]:
    for project, lead in goes.leads.items():
        kept = stays.leads.get(project)
        if kept is None:
            yield Step(lead, None, None, f"The lead in {lead.project_name} goes on under this name.")
        else:
            after = _together(kept, lead)
            yield Step(lead, kept, after, _says(kept, lead, after, name))


def _together(kept: LeadState, other: LeadState) -> LeadState:
    """`kept` with what it takes over: tries, owner, and the earlier of two promises; a state that came further."""
    if other.stage in WITH_REP and other.weight > kept.weight:
        raise Refused(
            f"Each of the two came further in another project ({other.project_name} is one).",
            "Cancel the meeting there, then merge.",
        )
    later = max(kept, other, key=lambda lead: lead.last_call_at.timestamp() if lead.last_call_at else 0.0)
    further = other if other.weight > kept.weight else kept
    promised = _promise(kept, other)
    goes_on = promised or further
    return replace(
        kept, stage=further.stage, attempts=kept.attempts + other.attempts, owner=kept.owner or other.owner,
        last_call_at=later.last_call_at, last_outcome=later.last_outcome,
        next_kind=goes_on.next_kind, next_at=goes_on.next_at, next_why=goes_on.next_why,
    )  # fmt: skip


def _promise(*leads: LeadState) -> LeadState | None:
    """The lead with the earliest call back that was promised."""
    promised = [lead for lead in leads if lead.next_kind == Next.CALLBACK and lead.next_at]
    return min(promised, key=lambda lead: lead.next_at.timestamp() if lead.next_at else 0.0, default=None)


def _says(kept: LeadState, other: LeadState, after: LeadState, name: str) -> str:
    says = f"Of two leads in {other.project_name} one is closed: same person as {name}."
    if after.next_kind == Next.CALLBACK and after.next_at != kept.next_at:
        says += " The promised call back is kept."
    if other.attempts:
        says += f" Its {other.attempts} {'call counts' if other.attempts == 1 else 'calls count'} for both."
    return says
