"""What a merge plans: no promise, try or number is lost, whichever way round."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdr_desk.domain.merging import FIELDS, WITH_NAME, LeadState, Sheet, plan_merge
from bdr_desk.domain.words import Next, Stage
from bdr_desk.errors import BadInput, Refused

NOW = datetime(2027, 4, 6, 14, 0, tzinfo=UTC)
PROJECTS = (UUID(int=1), UUID(int=2))
QUIET = [stage for stage in Stage if stage not in (Stage.MEETING, Stage.ACCEPTED)]


@st.composite
def leads(draw: st.DrawFn, project: UUID) -> LeadState:
    kind = draw(st.sampled_from([Next.CALLBACK, Next.RETRY, Next.FRESH, Next.NONE]))
    at = NOW + timedelta(hours=draw(st.integers(1, 99))) if kind in (Next.CALLBACK, Next.RETRY) else None
    attempts = draw(st.integers(0, 9))
    return LeadState(
        uuid4(), project, "Northwind", draw(st.sampled_from(QUIET)), attempts,
        last_call_at=NOW - timedelta(hours=attempts) if attempts else None, next_kind=kind, next_at=at,
    )  # fmt: skip


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    texts = {key: draw(st.sampled_from(["", "Ada", "Ben"])) for key in (*FIELDS, *WITH_NAME)}
    return Sheet(uuid4(), texts, leads={p: draw(leads(p)) for p in PROJECTS if draw(st.booleans())})


@given(sheets(), sheets(), st.sets(st.sampled_from(sorted(FIELDS))))
def test_nothing_is_lost(kept: Sheet, other: Sheet, take: set[str]) -> None:
    plan = plan_merge(kept, other, take)
    assert {plan.stays.contact, plan.goes.contact} == {kept.contact, other.contact}
    for key in FIELDS:
        had = {sheet.texts[key] for sheet in (kept, other)} - {""}
        assert had == {plan.values[key], plan.also.get(key, "")} - {""}
    assert {step.other.project for step in plan.steps} == set(plan.goes.leads)
    for step in plan.steps:
        if step.kept and step.after:
            both = (step.kept, step.other)
            promises = [lead.next_at for lead in both if lead.next_kind == Next.CALLBACK and lead.next_at]
            assert step.after.attempts == sum(lead.attempts for lead in both)
            assert not promises or (step.after.next_kind, step.after.next_at) == (
                Next.CALLBACK,
                min(promises),
            )
            assert step.after.stage == max(both, key=lambda lead: lead.weight).stage


@given(sheets(), sheets())
def test_values_asked_for_do_not_depend_on_the_leads(kept: Sheet, other: Sheet) -> None:
    plan = plan_merge(kept, other)
    assert all(plan.values[key] == (kept.texts[key] or other.texts[key]) for key in FIELDS)


def one(stage: str, project: UUID = PROJECTS[0], **more: object) -> Sheet:
    texts = dict.fromkeys((*FIELDS, *WITH_NAME), "Ada")
    return Sheet(uuid4(), texts, leads={project: LeadState(uuid4(), project, "Northwind", stage, **more)})  # type: ignore[arg-type]


def test_whoever_has_a_meeting_stays() -> None:
    fresh, met = one(Stage.NEW), one(Stage.MEETING, attempts=3)
    assert plan_merge(fresh, met).stays is met
    assert plan_merge(met, fresh).stays is met
    with pytest.raises(Refused):
        plan_merge(met, one(Stage.ACCEPTED))


def test_whoever_asked_not_to_be_called_is_not_a_fresh_lead_again() -> None:
    closed = one(Stage.CLOSED, attempts=1, next_kind=Next.NONE)
    (step,) = plan_merge(one(Stage.NEW), closed).steps
    assert step.after is not None
    assert (step.after.stage, step.after.next_kind) == (Stage.CLOSED, Next.NONE)


def test_a_lead_without_a_number_gives_way() -> None:
    lacking, fresh = one(Stage.NO_NUMBER, attempts=2), one(Stage.NEW)
    assert plan_merge(lacking, fresh).stays is fresh


def test_what_cannot_be_taken() -> None:
    with pytest.raises(BadInput):
        plan_merge(one(Stage.NEW), one(Stage.NEW), ["shoe_size"])
