"""Logging calls: what is kept, what it causes, what is refused."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bdr_desk.actions.calls import Answered, check_dialable, drop_draft, log_call, save_draft
from bdr_desk.actions.suppressions import suppress
from bdr_desk.desk import Desk
from bdr_desk.errors import BadInput, NotFound, Refused
from bdr_desk.queries.drafts import CallDraft, unfinished
from bdr_desk.queries.explained import explain
from bdr_desk.queries.leads import lead_view
from bdr_desk.queries.wrap_up import outcomes
from bdr_desk.store.columns import new_key
from bdr_desk.store.tables import Call, Fact, Lead, LeadStage, Project, Suppression, Touch
from tests.conftest import StillClock
from tests.people import BOSTON, LONDON, add_lead


def count(desk: Desk, table: type) -> int:
    with desk.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_unanswered_call_takes_one_word(desk: Desk, project: Project) -> None:
    lead = add_lead(desk, project)
    logged = log_call(desk, lead, "no_answer")
    assert (logged.stage, logged.next_kind) == ("working", "retry")
    assert logged.next_at is not None and logged.next_at > desk.clock()
    view = lead_view(desk, lead)
    assert view.attempts == 1
    assert [item.says for item in view.history] == ["No answer"]


def test_what_the_bar_announced_is_what_happens(desk: Desk, project: Project) -> None:
    lead = add_lead(desk, project)
    announced = {view.outcome: view.says for view in outcomes(desk, lead, BOSTON)}
    log_call(desk, lead, "no_answer")
    assert announced["no_answer"].startswith("tomorrow 14:00")
    assert any(
        reason.rule == "waits" and "Wed 14:00" in reason.says for reason in explain(desk, lead).reasons
    )


def test_bar_knows_whether_another_number_is_left(desk: Desk, project: Project) -> None:
    alone = add_lead(desk, project)
    two = add_lead(desk, project, "Ken Ito", phones=(BOSTON, LONDON))
    says = {lead: {v.outcome: v.says for v in outcomes(desk, lead)}["wrong_number"] for lead in (alone, two)}
    assert says == {alone: "Number marked; needs a new one", two: "Number marked; next number now"}


def test_conversation_without_fact_is_refused_and_changes_nothing(desk: Desk, project: Project) -> None:
    lead = add_lead(desk, project)
    with pytest.raises(Refused, match="at least one fact"):
        log_call(desk, lead, "conversation", answers=[Answered("need", "   ")])
    assert count(desk, Call) == count(desk, Touch) == 0
    assert lead_view(desk, lead).attempts == 0


def test_conversation_with_a_stated_reason_needs_no_fact(desk: Desk, project: Project) -> None:
    lead = add_lead(desk, project)
    log_call(desk, lead, "conversation", no_fact_reason="fire drill, had to leave")
    with desk.read() as session:
        assert session.scalars(select(Call.no_fact_reason)).one() == "fire drill, had to leave"


def test_fact_remembers_who_when_and_on_which_call(desk: Desk, project: Project) -> None:
    lead = add_lead(desk, project)
    logged = log_call(
        desk, lead, "conversation", answers=[Answered("need", "slots lost twice a week", at_second=151)]
    )
    fact = lead_view(desk, lead).facts[0]
    assert (fact.value, fact.said_by, fact.call, fact.at_second) == (
        "slots lost twice a week", "Ada Okafor", logged.call, 151,
    )  # fmt: skip


def test_same_answer_again_confirms_and_counts(desk: Desk, project: Project, clock: StillClock) -> None:
    lead = add_lead(desk, project)
    log_call(desk, lead, "conversation", answers=[Answered("need", "late trucks")])
    clock.forward(days=8)
    log_call(desk, lead, "conversation", answers=[Answered("need", "late trucks")])
    with desk.read() as session:
        assert session.scalars(select(Fact.confirms).order_by(Fact.made_at)).all() == [False, True]
    assert len(lead_view(desk, lead).facts) == 1


def test_unknown_fact_names_the_criteria_there_are(desk: Desk, project: Project) -> None:
    with pytest.raises(BadInput, match="need, authority, budget"):
        log_call(desk, add_lead(desk, project), "conversation", answers=[Answered("shoe size", "44")])


def test_unknown_outcome_and_lead(desk: Desk, project: Project) -> None:
    with pytest.raises(BadInput, match="no_answer, busy"):
        log_call(desk, add_lead(desk, project), "rang_off")
    with pytest.raises(NotFound):
        log_call(desk, new_key(), "busy")


def test_wrong_number_moves_to_the_next_one_then_to_research(desk: Desk, project: Project) -> None:
    lead = add_lead(desk, project, phones=(BOSTON, LONDON))
    first = log_call(desk, lead, "wrong_number", phone=BOSTON)
    assert (first.stage, first.next_kind) == ("working", "retry")
    assert [phone.bad for phone in lead_view(desk, lead).phones] == [True, False]
    second = log_call(desk, lead, "wrong_number", phone=LONDON)
    assert (second.stage, second.next_kind) == ("no_number", "none")


def test_a_dead_number_is_given_up_after_three_separate_days_and_a_month(
    desk: Desk, project: Project, clock: StillClock
) -> None:
    lead = add_lead(desk, project, phones=(BOSTON,))
    for day in range(3):
        logged = log_call(desk, lead, "bad_number", phone=BOSTON)
        assert (logged.stage, logged.next_kind) == ("working", "retry"), day
        assert logged.next_at is not None
        clock.forward(seconds=(logged.next_at - desk.clock()).total_seconds())
    assert logged.next_why == "number dead on 3 days"
    assert [phone.bad for phone in lead_view(desk, lead).phones] == [False]
    assert log_call(desk, lead, "bad_number", phone=BOSTON).stage == "no_number"
    assert [phone.bad for phone in lead_view(desk, lead).phones] == [True]


def test_a_second_voicemail_needs_a_new_reason(desk: Desk, project: Project, clock: StillClock) -> None:
    lead = add_lead(desk, project)
    log_call(desk, lead, "voicemail_left")
    clock.forward(days=2)
    with pytest.raises(Refused, match="second voicemail"):
        log_call(desk, lead, "voicemail_left")
    assert log_call(desk, lead, "voicemail_left", note="The new depot opens in May").stage == "working"


def test_stages_are_logged_when_they_change(desk: Desk, project: Project) -> None:
    lead = add_lead(desk, project)
    for outcome in ("busy", "busy", "not_interested"):
        log_call(desk, lead, outcome, no_fact_reason="no time")
    with desk.read() as session:
        assert session.scalars(select(LeadStage.stage).order_by(LeadStage.id)).all() == [
            "working",
            "not_ready",
        ]


def test_do_not_call_holds_on_every_door(desk: Desk, project: Project) -> None:
    lead = add_lead(desk, project)
    other = add_lead(desk, project, "Ann Other", "Elsewhere Inc", phones=(BOSTON,), emails=())
    log_call(desk, lead, "do_not_call")
    assert explain(desk, lead).reasons[0].rule == "suppressed"
    with pytest.raises(Refused, match="Do not call"):
        check_dialable(desk, other, BOSTON)  # the same number under another name


def test_a_wish_is_kept_for_good_though_they_were_left_alone_for_a_while(
    desk: Desk, project: Project, clock: StillClock
) -> None:
    lead = add_lead(desk, project)
    suppress(desk, BOSTON, "on leave", until=clock() + timedelta(days=7))
    suppress(desk, "ada.okafor@harbor.example", "wants no mail", medium="mail")
    log_call(desk, lead, "do_not_call")
    clock.forward(days=30)
    assert explain(desk, lead).reasons[0].says == "Do not call: asked on a call."
    with desk.read() as session:
        standing = select(Suppression.kind).where(Suppression.until.is_(None), Suppression.medium == "any")
        assert sorted(session.scalars(standing)) == ["contact", "email", "phone"]


@pytest.mark.parametrize(
    "what",
    [
        "(617) 555-0142",
        "Ada.Okafor@ops.harbor.example",
        "ops.harbor.example",
        "harbor.example",
        "@harbor.example",
    ],
)
def test_suppressed_by_number_address_or_domain(desk: Desk, project: Project, what: str) -> None:
    lead = add_lead(desk, project, emails=("ada.okafor@ops.harbor.example",))
    assert suppress(desk, what, "asked by mail").suppression is not None
    assert suppress(desk, what, "asked by mail").suppression is None
    with pytest.raises(Refused, match="asked by mail"):
        check_dialable(desk, lead, BOSTON)


def test_not_dialled_outside_calling_hours(desk: Desk, project: Project, clock: StillClock) -> None:
    lead = add_lead(desk, project)
    clock.forward(hours=9)
    with pytest.raises(Refused, match="19:00 in New York"):
        check_dialable(desk, lead, BOSTON)


def test_not_dialled_while_a_colleague_of_theirs_is_on_the_phone(desk: Desk, project: Project) -> None:
    one, two = (
        add_lead(desk, project),
        add_lead(desk, project, "Ken Ito", phones=("+16175550143",), emails=()),
    )
    save_draft(desk, CallDraft(one, desk.clock()))
    check_dialable(desk, one, BOSTON)
    with pytest.raises(Refused, match="Ada Okafor of the same account is on the phone"):
        check_dialable(desk, two, "+16175550143")


def test_draft_is_kept_and_goes_with_the_call(desk: Desk, project: Project) -> None:
    lead = add_lead(desk, project)
    draft = CallDraft(
        lead, desk.clock(), note="wants numbers", answers={"need": "late"}, answered_at={"need": 12}
    )
    save_draft(desk, draft)
    assert unfinished(desk) == (draft,)
    log_call(desk, lead, "conversation", answers=[Answered("need", "late")])
    assert unfinished(desk) == ()


def test_draft_can_be_dropped(desk: Desk, project: Project) -> None:
    lead = add_lead(desk, project)
    save_draft(desk, CallDraft(lead, desk.clock()))
    drop_draft(desk, lead)
    assert unfinished(desk) == ()


def test_promise_comes_back_first(desk: Desk, project: Project) -> None:
    lead = add_lead(desk, project)
    at = desk.clock() + timedelta(hours=1)
    logged = log_call(desk, lead, "callback", callback_at=at)
    assert (logged.next_kind, logged.next_at, logged.next_why) == ("callback", at, "promised for 11:00")


def test_first_caller_becomes_the_owner(desk: Desk, project: Project) -> None:
    lead = add_lead(desk, project)
    log_call(desk, lead, "busy")
    with desk.read() as session:
        assert session.get_one(Lead, lead).owner_id == desk.me


def test_a_lead_the_rep_has_stays_with_the_rep(desk: Desk, project: Project) -> None:
    lead = add_lead(desk, project, stage="meeting", next_kind="none")
    logged = log_call(desk, lead, "conversation", answers=[Answered("budget", "set aside")])
    assert (logged.stage, logged.next_kind) == ("meeting", "none")
    assert log_call(desk, lead, "no_answer").stage == "meeting"
    promised = log_call(desk, lead, "callback", callback_at=desk.clock() + timedelta(minutes=5))
    assert (promised.stage, promised.next_kind) == ("meeting", "callback")


def test_a_promise_to_a_lead_the_rep_has_comes_up_in_the_queue(
    desk: Desk, project: Project, clock: StillClock
) -> None:
    lead = add_lead(desk, project, stage="meeting", next_kind="none")
    assert not explain(desk, lead).dialable
    log_call(desk, lead, "callback", callback_at=desk.clock() + timedelta(minutes=5))
    clock.forward(minutes=6)
    assert explain(desk, lead).dialable


def test_what_is_said_now_counts_though_a_colleagues_clock_ran_ahead(
    desk: Desk, project: Project, clock: StillClock
) -> None:
    lead = add_lead(desk, project)
    clock.forward(minutes=10)
    log_call(desk, lead, "conversation", answers=[Answered("need", "old")])
    clock.forward(minutes=-9)
    log_call(desk, lead, "conversation", answers=[Answered("need", "new")])
    assert [fact.value for fact in lead_view(desk, lead).facts] == ["new"]
