"""The call queue: order, reasons, and who is left out."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bdr_desk.actions.calls import log_call, save_draft
from bdr_desk.actions.suppressions import suppress
from bdr_desk.desk import Desk
from bdr_desk.queries.drafts import CallDraft
from bdr_desk.queries.explained import explain
from bdr_desk.queries.queue import call_queue
from bdr_desk.store.tables import Claim, Lead, Project
from tests.conftest import StillClock
from tests.people import BERLIN, BOSTON, LONDON, LOS_ANGELES, add_lead


def names(desk: Desk) -> list[str]:
    return [item.name for item in call_queue(desk).items]


def test_promises_then_retries_then_fresh(desk: Desk, project: Project) -> None:
    now = desk.clock()
    add_lead(desk, project, "Fresh", "A", place=1)
    add_lead(
        desk,
        project,
        "Due",
        "B",
        next_kind="retry",
        next_at=now - timedelta(hours=2),
        attempts=2,
        last_outcome="busy",
    )
    add_lead(desk, project, "Promised", "C", next_kind="callback", next_at=now - timedelta(minutes=1))
    add_lead(desk, project, "Promised earlier", "D", next_kind="callback", next_at=now - timedelta(minutes=9))
    add_lead(desk, project, "Later", "E", next_kind="callback", next_at=now + timedelta(minutes=9))
    view = call_queue(desk)
    assert [item.name for item in view.items] == ["Promised earlier", "Promised", "Due", "Fresh"]
    assert view.items[0].why == ("Promised for 09:51",)
    assert view.items[2].why[0] == "3rd try due"


def test_only_where_the_window_is_open(desk: Desk, project: Project) -> None:
    add_lead(desk, project, "Boston", "A", phones=(BOSTON,))
    add_lead(desk, project, "London", "B", phones=(LONDON,))
    add_lead(desk, project, "Los Angeles", "C", phones=(LOS_ANGELES,))  # 7:00 there
    add_lead(desk, project, "Berlin", "D", phones=(BERLIN,))
    view = call_queue(desk)
    assert {item.name: item.local_time for item in view.items} == {
        "Boston": "10:00",
        "London": "15:00",
        "Berlin": "16:00",
    }
    assert (view.callable_now, view.later) == (3, 1)
    assert view.opens_next == desk.clock() + timedelta(hours=2)


def test_one_person_per_account_at_a_time(desk: Desk, project: Project) -> None:
    add_lead(desk, project, "First", "Same Inc", place=1)
    second = add_lead(desk, project, "Second", "Same Inc", place=2)
    assert names(desk) == ["First"]
    assert [r.says for r in explain(desk, second).reasons] == ["First of the same account comes first."]


def test_who_is_on_the_phone_takes_the_account(desk: Desk, project: Project) -> None:
    add_lead(desk, project, "First", "Same Inc", place=1)
    second = add_lead(desk, project, "Second", "Same Inc", place=2)
    save_draft(desk, CallDraft(second, desk.clock()))
    assert names(desk) == ["Second"]


def test_a_promise_that_is_due_does_not_wait_for_another(desk: Desk, project: Project) -> None:
    now = desk.clock()
    fresh = add_lead(desk, project, "Fresh", "Same Inc", emails=())
    due, soon = (
        add_lead(desk, project, name, "Same Inc", emails=(), next_kind="callback", next_at=now + timedelta(minutes=minutes))
        for name, minutes in (("Due", -1), ("Soon", 10))
    )  # fmt: skip
    assert names(desk) == ["Due"]
    assert explain(desk, due).dialable
    assert "account_busy" in [reason.rule for reason in explain(desk, fresh).reasons]
    assert "waits" in [reason.rule for reason in explain(desk, soon).reasons]


def test_an_account_in_a_colleagues_hands_is_theirs_whoever_was_typed_about(
    desk: Desk, project: Project
) -> None:
    lead = add_lead(desk, project)
    save_draft(desk, CallDraft(lead, desk.clock(), note="begun"))
    with desk.write() as tx:
        account = tx.get_one(Lead, lead).account_id
        until = desk.clock() + timedelta(minutes=3)
        tx.add(Claim(account_id=account, project_id=project.id, mine=False, holder="Sam Ortiz", until=until))
    assert names(desk) == []
    assert [r.rule for r in explain(desk, lead).reasons] == ["claimed"]


def test_suppressed_and_numberless_are_left_out(desk: Desk, project: Project) -> None:
    gone = add_lead(desk, project, "Gone", "A", phones=("+16175550111",))
    lost = add_lead(desk, project, "Numberless", "B", phones=())
    add_lead(desk, project, "Here", "C", emails=())
    suppress(desk, "+1 617 555 0111", "asked")
    assert names(desk) == ["Here"]
    assert [r.rule for r in explain(desk, gone).reasons] == ["suppressed"]
    assert "no_number" in [r.rule for r in explain(desk, lost).reasons]


def test_suppressed_one_makes_room_for_a_colleague(desk: Desk, project: Project) -> None:
    add_lead(desk, project, "Gone", "Same Inc", phones=("+16175550111",), emails=(), place=1)
    add_lead(desk, project, "Colleague", "Same Inc", emails=(), place=2)
    suppress(desk, "+16175550111", "asked")
    assert names(desk) == ["Colleague"]


def test_owner_filter_and_limit(desk: Desk, project: Project) -> None:
    for number in range(5):
        add_lead(
            desk, project, f"P{number}", f"C{number}", place=number, owner_id=desk.me if number % 2 else None
        )
    assert [item.name for item in call_queue(desk, user=desk.me).items] == ["P1", "P3"]
    assert [item.name for item in call_queue(desk, limit=2).items] == ["P0", "P1"]


def test_explained_with_the_reading_of_the_zone(desk: Desk, project: Project, clock: StillClock) -> None:
    lead = add_lead(desk, project)
    clock.forward(hours=10)
    explained = explain(desk, lead)
    assert not explained.dialable
    says = explained.reasons[0].says
    assert says == (
        "It is Tue 20:00 in New York: the law of Massachusetts ends calls at 20:00 (zone: number in Massachusetts);"
        " opens Wed 09:00."
    )


def test_today_counts_what_i_did(desk: Desk, project: Project, clock: StillClock) -> None:
    log_call(desk, add_lead(desk, project, "A", "A"), "busy")
    log_call(desk, add_lead(desk, project, "B", "B"), "conversation", no_fact_reason="fire drill")
    today = call_queue(desk).today
    assert (today.calls, today.talks, today.facts, today.meetings) == (2, 1, 0, 0)
    clock.forward(days=1)
    assert call_queue(desk).today.calls == 0


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    kinds=st.lists(
        st.tuples(st.sampled_from(["fresh", "retry", "callback"]), st.integers(-50, 50)), max_size=8
    )
)
def test_listed_leads_are_just_those_that_explain_as_callable(
    desk: Desk, project: Project, kinds: list[tuple[str, int]]
) -> None:
    leads = [
        add_lead(
            desk, project, "N", f"Company {place}", emails=(), next_kind=kind,
            next_at=None if kind == "fresh" else desk.clock() + timedelta(minutes=offset),
        )
        for place, (kind, offset) in enumerate(kinds)
    ]  # fmt: skip
    listed = {item.lead for item in call_queue(desk, limit=10_000).items}
    for lead in leads:
        assert (lead in listed) == explain(desk, lead).dialable
