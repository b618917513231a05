"""Why and why not agree with what is offered, whoever asks."""

from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bdr_desk.actions.calls import check_dialable, log_call, save_draft
from bdr_desk.actions.skips import skip_lead
from bdr_desk.desk import Desk
from bdr_desk.domain.words import Next
from bdr_desk.errors import Refused
from bdr_desk.queries.drafts import CallDraft, unfinished
from bdr_desk.queries.explained import explain
from bdr_desk.queries.queue import call_queue
from bdr_desk.queries.why_not import blocked
from bdr_desk.store.tables import Claim, Lead, Project, User
from tests.people import BERLIN, BOSTON, LOS_ANGELES, add_lead

TOLL_FREE = "+18005550142"


@pytest.fixture
def colleague(desk: Desk) -> Desk:
    """Another window on the same store, of somebody else."""
    with desk.write() as tx:
        row = User(name="Kim Reyes", role="bdr", login="kim", time_zone="America/New_York")
        tx.add(row)
        tx.flush()
        return replace(desk, me=row.id)


def names(desk: Desk) -> list[str]:
    return [item.name for item in call_queue(desk).items]


def test_who_talks_to_another_user_is_not_offered(desk: Desk, colleague: Desk, project: Project) -> None:
    lead = add_lead(desk, project, "Ada", "Same Inc", emails=())
    other = add_lead(desk, project, "Ben", "Same Inc", emails=())
    save_draft(colleague, CallDraft(lead, desk.clock(), state="in_call"))
    assert names(desk) == [] and names(colleague) == ["Ada"]
    assert [r.says for r in explain(desk, lead).reasons] == ["Kim Reyes is on the phone with them."]
    assert [r.says for r in explain(desk, other).reasons] == ["Ada of the same account is on the phone."]
    assert explain(colleague, lead).dialable
    with pytest.raises(Refused, match="Kim Reyes"):
        check_dialable(desk, lead, BOSTON)
    assert (blocked(desk).callable_now, blocked(colleague).callable_now) == (0, 1)


def test_a_word_another_user_typed_without_calling_keeps_nobody(
    desk: Desk, colleague: Desk, project: Project
) -> None:
    lead = add_lead(desk, project)
    save_draft(colleague, CallDraft(lead, desk.clock(), note="ask for Raj", state="queue"))
    assert names(desk) == names(colleague) == ["Ada Okafor"]
    assert explain(desk, lead).dialable


def test_two_users_type_about_one_person_and_both_keep_their_words(
    desk: Desk, colleague: Desk, project: Project
) -> None:
    lead = add_lead(desk, project)
    save_draft(desk, CallDraft(lead, desk.clock(), note="mine", state="queue"))
    save_draft(colleague, CallDraft(lead, desk.clock(), note="theirs", state="in_call"))
    assert [[draft.note for draft in unfinished(one)] for one in (desk, colleague)] == [["mine"], ["theirs"]]
    assert names(desk) == [] and names(colleague) == ["Ada Okafor"]
    log_call(colleague, lead, "no_answer")
    assert [[draft.note for draft in unfinished(one)] for one in (desk, colleague)] == [["mine"], []]


def test_a_promise_that_is_due_is_offered_beside_one_whose_hours_are_over(
    desk: Desk, project: Project
) -> None:
    def promised(name: str, phone: str, minutes: int) -> UUID:
        at = desk.clock() + timedelta(minutes=minutes)
        return add_lead(desk, project, name, "Same Inc", (phone,), (), next_kind=Next.CALLBACK, next_at=at)

    closed = promised("Closed", LOS_ANGELES, -20)  # 7:00 there
    due = promised("Due", BOSTON, -5)
    promised("Soon", BOSTON, 10)
    assert names(desk) == ["Due"]
    assert explain(desk, due).dialable and not explain(desk, closed).dialable


RUNS = count()
PEOPLE = st.fixed_dictionaries(
    {
        "account": st.integers(0, 2),
        "phone": st.sampled_from([BOSTON, BOSTON, BERLIN, LOS_ANGELES, TOLL_FREE, ""]),
        "kind": st.sampled_from([*Next]),
        "minutes": st.sampled_from([-90, -20, -5, 0, 5, 20, 90]),
        "called": st.sampled_from([None, None, None, 5, 60]),
        "also": st.sampled_from(["", "", "mine", "theirs", "typed", "skip", "claim"]),
        "place": st.integers(0, 2),
    }
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)  # fmt: skip
@given(people=st.lists(PEOPLE, min_size=1, max_size=7))
def test_just_those_are_offered_that_explain_as_dialable(
    desk: Desk, colleague: Desk, project: Project, people: list[dict[str, Any]]
) -> None:
    """And so of the breakdown; who is not first of their account explains as such."""
    run = next(RUNS)
    leads = [_one(desk, colleague, project, run, one) for one in people]
    for user in (desk, colleague):
        offered = {item.lead for item in call_queue(user, limit=10_000).items} & set(leads)
        dialable = {lead for lead in leads if explain(user, lead).dialable}
        assert offered == dialable
        others = "theirs" if user is desk else "mine"
        assert not offered & {lead for lead in leads if people[leads.index(lead)]["also"] == others}
        assert len(dialable) == len({(run, people[leads.index(lead)]["account"]) for lead in dialable})
        assert blocked(user).callable_now == len(call_queue(user, limit=10_000).items)


def _one(desk: Desk, colleague: Desk, project: Project, run: int, one: dict[str, Any]) -> UUID:
    now = desk.clock()
    called = None if one["called"] is None else now - timedelta(minutes=one["called"])
    at = None if one["kind"] in (Next.FRESH, Next.NONE) else now + timedelta(minutes=one["minutes"])
    lead = add_lead(
        desk, project, "N", f"Company {run} {one['account']}", (one["phone"],) if one["phone"] else (), (),
        next_kind=one["kind"], next_at=at, place=one["place"], last_call_at=called,
        last_outcome="busy" if called else None,
    )  # fmt: skip
    match one["also"]:
        case "mine" | "theirs":
            save_draft(desk if one["also"] == "mine" else colleague, CallDraft(lead, now, state="in_call"))
        case "typed":
            save_draft(colleague, CallDraft(lead, now, note="n", state="queue"))
        case "skip" if one["kind"] in (Next.FRESH, Next.RETRY):
            skip_lead(desk, lead, "any")
        case "claim":
            _claimed(desk, lead)
    return lead


def _claimed(desk: Desk, lead: UUID) -> None:
    with desk.write() as tx:
        row = tx.get_one(Lead, lead)
        if tx.get(Claim, row.account_id) is None:
            until = desk.clock() + timedelta(minutes=9)
            tx.add(
                Claim(
                    account_id=row.account_id,
                    project_id=row.project_id,
                    mine=False,
                    holder="Kim",
                    until=until,
                )
            )
