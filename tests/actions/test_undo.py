"""Taking back the last outcome: everything it caused, nothing else, and nothing typed is lost."""

import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from bdr_desk.actions.calls import Answered, drop_draft, log_call, save_draft
from bdr_desk.actions.erasures import erase_person
from bdr_desk.actions.meetings import add_rep, book
from bdr_desk.actions.suppressions import lift_suppression, suppress
from bdr_desk.actions.team import sync
from bdr_desk.actions.undo import undo_call
from bdr_desk.desk import Desk
from bdr_desk.domain.outcome import LIVE_CONVERSATIONS, Outcome
from bdr_desk.errors import DeskError, NotFound, Refused
from bdr_desk.queries.accounts import accounts
from bdr_desk.queries.drafts import CallDraft, unfinished
from bdr_desk.queries.explained import explain
from bdr_desk.queries.exports import Wanted, export_of
from bdr_desk.queries.leads import lead_view
from bdr_desk.queries.queue import call_queue
from bdr_desk.queries.scorecards import scorecards
from bdr_desk.store.columns import new_key
from bdr_desk.store.sharing import share_lead
from bdr_desk.store.tables import (
    Call,
    CallEffect,
    CallUndo,
    ContactPhone,
    Fact,
    Handoff,
    HourStat,
    Lead,
    LeadStage,
    Pending,
    Project,
    Suppression,
    User,
)
from tests.conftest import StillClock
from tests.people import BOSTON, LONDON, add_lead
from tests.team.desks import Two, get, hand_over

STAMPS = {"changed_at", "changed_by"}


def rows(desk: Desk, table: Any) -> int:
    with desk.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def lead_row(desk: Desk, lead: UUID) -> dict[str, Any]:
    with desk.read() as session:
        row = session.get_one(Lead, lead)
        return {c.name: getattr(row, c.name) for c in Lead.__table__.columns if c.name not in STAMPS}


def everything(desk: Desk, leads: tuple[UUID, ...]) -> dict[str, Any]:
    """All that a call can change, as the desk shows and counts it."""
    views = [lead_view(desk, lead) for lead in leads]
    with desk.read() as session:
        barred = select(Suppression.kind, Suppression.value).where(Suppression.lifted_at.is_(None))
        found = {
            "numbers": session.execute(select(ContactPhone.id, ContactPhone.bad_since)).all(),
            "barred": sorted(map(tuple, session.execute(barred))),
            "export": [*export_of(desk, session, Wanted("leads")).table.rows],
        }
    return found | {
        "leads": [lead_row(desk, lead) for lead in leads],
        "facts": [view.facts for view in views],
        "people": [view.people for view in views],
        "history": [[item for item in view.history if not item.undone] for view in views],
        "why": [explain(desk, lead) for lead in leads],
        "queue": [(item.lead, item.why) for item in call_queue(desk).items],
        "today": call_queue(desk).today,
        "accounts": accounts(desk).rows,
        "cards": [(card.name, card.score) for card in scorecards(desk)],
    }


# What an outcome needs beside its name.
ANSWERS = st.dictionaries(
    st.sampled_from(["need", "authority", "budget"]), st.sampled_from(["late", "none", "Luis"])
)
CALLS = st.tuples(
    st.sampled_from([*Outcome]), st.integers(0, 1), st.sampled_from([BOSTON, LONDON]), ANSWERS, st.integers(1, 3000)
)  # fmt: skip


def call_it(desk: Desk, clock: StillClock, leads: tuple[UUID, ...], drawn: Any) -> UUID:
    outcome, who, phone, answers, minutes = drawn
    clock.forward(minutes=minutes)
    return log(desk, leads[who], outcome, phone, answers)


def log(desk: Desk, lead: UUID, outcome: Outcome, phone: str, answers: dict[str, str]) -> UUID:
    said = [Answered(key, value) for key, value in answers.items()]
    callback = desk.clock() + timedelta(minutes=30) if outcome is Outcome.CALLBACK else None
    reason = "" if said or outcome not in LIVE_CONVERSATIONS else "fire drill"
    logged = log_call(
        desk, lead, outcome, answers=said, phone=phone, note="as they said it", no_fact_reason=reason,
        callback_at=callback, seconds=40,
    )  # fmt: skip
    return logged.call


@pytest.fixture(scope="module")
def fresh() -> Any:
    """A new desk with a project for each example."""
    from bdr_desk.store.identity import this_user
    from bdr_desk.store.projects import add_project
    from bdr_desk.telephony.tel_link import TelLink
    from tests.conftest import SHORT_DEFINITION, TUESDAY
    from tests.stores import new_store

    with TemporaryDirectory() as folder:
        numbers, stores = count(), []

        def make() -> tuple[Desk, Project, StillClock]:
            clock = StillClock(TUESDAY)
            store = new_store(Path(folder) / f"{next(numbers)}.sqlite3")
            stores.append(store)
            me = this_user(store, clock(), lambda: "America/New_York")
            desk = Desk(store, TelLink(), clock, Path(folder), me)
            with desk.write() as tx:
                return desk, add_project(tx, "Northwind", region="US", definition=SHORT_DEFINITION), clock

        yield make
        for store in stores:
            store.close()


# Few examples, and no shrinking: each makes a store. The rule holds for any sequence, as undoing goes back call by call.
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.generate],
)  # fmt: skip
@given(before=st.lists(CALLS, max_size=4), last=st.lists(CALLS, min_size=1, max_size=3))
def test_undone_is_as_if_never_logged(fresh: Any, before: list[Any], last: list[Any]) -> None:
    desk, project, clock = fresh()
    leads = (
        add_lead(desk, project, phones=(BOSTON, LONDON)),
        add_lead(desk, project, "Ken Ito", phones=("+16175550143",), emails=()),
    )
    for drawn in before:
        _unless_refused(call_it, desk, clock, leads, drawn)
    stood = []
    for outcome, who, phone, answers, _ in last:
        save_draft(desk, CallDraft(leads[who], desk.clock(), state="wrap_up"))  # it is on the desk
        stood.append(everything(desk, leads))
        if _unless_refused(log, desk, leads[who], outcome, phone, answers) is None:
            stood.pop()
            drop_draft(desk, leads[who])
    for was in reversed(stood):
        undo_call(desk)
        assert everything(desk, leads) == was
        drop_draft(desk, unfinished(desk)[0].lead)  # it did not stand there when the one before was logged


def _unless_refused(do: Callable[..., UUID], *args: Any) -> UUID | None:
    """A call back outside calling hours is refused, and changes nothing."""
    try:
        return do(*args)
    except DeskError:
        return None


def test_what_was_typed_is_an_unfinished_call_again(desk: Desk, project: Project, clock: StillClock) -> None:
    lead = add_lead(desk, project)
    draft = CallDraft(
        lead, desk.clock(), note="Luis is for it", answers={"need": "late"}, answered_at={"need": 12}, step="need",
        phone=BOSTON, state="wrap_up", seconds=61,
    )  # fmt: skip
    save_draft(desk, draft)
    clock.forward(minutes=2)
    logged = log_call(
        desk, lead, "not_interested", note=draft.note, answers=[Answered("need", "late", 12)], seconds=61,
        phone=BOSTON, started_at=draft.started_at, no_fact_reason="no time",
    )  # fmt: skip
    undone = undo_call(desk, reason="wrong key")
    assert (undone.call, undone.lead, undone.outcome) == (logged.call, lead, "not_interested")
    assert (undone.stage, undone.next_kind, undone.next_at) == ("new", "fresh", None)
    assert unfinished(desk) == (replace(draft, undone="Not now", no_fact_reason="no time"),)


def test_another_outcome_can_be_chosen(desk: Desk, project: Project) -> None:
    lead = add_lead(desk, project)
    log_call(desk, lead, "do_not_call", answers=[Answered("need", "late")], note="not him")
    undo_call(desk)
    again = unfinished(desk)[0]
    log_call(
        desk,
        lead,
        "conversation",
        note=again.note,
        answers=[Answered(k, v) for k, v in again.answers.items()],
    )
    view = lead_view(desk, lead)
    assert (view.attempts, view.stage, [fact.value for fact in view.facts]) == (1, "working", ["late"])
    assert [(item.says, item.undone) for item in view.history] == [("Talked", False), ("Do not call", True)]
    assert unfinished(desk) == ()
    assert (rows(desk, Call), rows(desk, Fact), rows(desk, CallUndo)) == (2, 2, 1)


def test_what_was_typed_about_them_since_is_kept_too(desk: Desk, project: Project) -> None:
    lead = add_lead(desk, project)
    log_call(desk, lead, "no_answer", note="rang long", answers=[Answered("need", "late")])
    save_draft(
        desk, CallDraft(lead, desk.clock(), note="ask for Luis", answers={"budget": "some"}, state="queue")
    )
    undo_call(desk)
    again = unfinished(desk)[0]
    assert (again.note, again.answers) == ("rang long\nask for Luis", {"need": "late", "budget": "some"})
    assert again.state == "wrap_up"


def test_a_number_two_have_stays_barred_while_one_of_their_wishes_stands(
    desk: Desk, project: Project
) -> None:
    ada, ben = (add_lead(desk, project, name, name, emails=()) for name in ("Ada", "Ben"))  # one switchboard
    first, second = (log_call(desk, lead, "do_not_call").call for lead in (ada, ben))
    undo_call(desk, first)
    assert [explain(desk, lead).reasons[0].rule for lead in (ada, ben)] == ["suppressed", "suppressed"]
    undo_call(desk, second)
    assert "suppressed" not in {reason.rule for lead in (ada, ben) for reason in explain(desk, lead).reasons}
    with desk.read() as session:
        assert session.scalar(select(Suppression.id).where(Suppression.lifted_at.is_(None))) is None


def test_the_later_wish_undone_leaves_the_earlier(desk: Desk, project: Project) -> None:
    ada, ben = (add_lead(desk, project, name, name, emails=()) for name in ("Ada", "Ben"))
    first, second = (log_call(desk, lead, "do_not_call").call for lead in (ada, ben))
    undo_call(desk, second)
    assert [explain(desk, lead).reasons[0].rule for lead in (ada, ben)] == ["suppressed", "suppressed"]
    undo_call(desk, first)
    assert "suppressed" not in {reason.rule for lead in (ada, ben) for reason in explain(desk, lead).reasons}


def test_only_suppressions_the_call_added_are_lifted(desk: Desk, project: Project) -> None:
    lead = add_lead(desk, project)
    with desk.write() as tx:
        tx.get_one(User, desk.me).role = "bdr"
    suppress(desk, "ada.okafor@harbor.example", "asked by mail")
    log_call(desk, lead, "do_not_call")
    undo_call(desk)
    with desk.read() as session:
        found = session.execute(
            select(Suppression.kind, Suppression.lifted_reason, Suppression.lifted_by).order_by(
                Suppression.kind
            )
        )
        assert [*map(tuple, found)] == [
            ("contact", "call undone", desk.me), ("email", "", None), ("phone", "call undone", desk.me),
        ]  # fmt: skip


def test_a_number_known_bad_before_stays_bad_since_then(
    desk: Desk, project: Project, clock: StillClock
) -> None:
    lead = add_lead(desk, project, phones=(BOSTON, LONDON))
    log_call(desk, lead, "wrong_number", phone=BOSTON)
    first = _bad(desk)
    clock.forward(hours=1)
    log_call(desk, lead, "wrong_number", phone=BOSTON)
    assert _bad(desk) != first
    undo_call(desk)
    assert _bad(desk) == first


def _bad(desk: Desk) -> Any:
    with desk.read() as session:
        return session.scalars(select(ContactPhone.bad_since).order_by(ContactPhone.place)).all()


def test_the_hours_a_project_learns_from_forget_it(desk: Desk, project: Project) -> None:
    lead = add_lead(desk, project)
    log_call(desk, lead, "conversation", no_fact_reason="fire drill")
    assert _hours(desk) == [(34, 1, 1)]  # Tuesday 10:00 there
    undo_call(desk)
    assert _hours(desk) == [(34, 0, 0)]


def _hours(desk: Desk) -> list[tuple[int, int, int]]:
    with desk.read() as session:
        return [*map(tuple, session.execute(select(HourStat.hour, HourStat.dials, HourStat.reached)))]  # type: ignore[arg-type]


def test_back_and_forth_is_in_the_leads_trail(desk: Desk, project: Project) -> None:
    lead = add_lead(desk, project, stage_reason="came with the list")
    log_call(desk, lead, "not_interested", no_fact_reason="no time")
    undo_call(desk)
    with desk.read() as session:
        trail = session.execute(select(LeadStage.stage, LeadStage.reason).order_by(LeadStage.id))
        assert [*map(tuple, trail)] == [("not_ready", "Not now"), ("new", "call undone")]
        assert session.get_one(Lead, lead).stage_reason == "came with the list"


def test_one_after_the_other_goes_back_in_time(desk: Desk, project: Project, clock: StillClock) -> None:
    lead = add_lead(desk, project)
    first = log_call(desk, lead, "busy").call
    clock.forward(minutes=40)
    second = log_call(desk, lead, "busy").call
    assert undo_call(desk).call == second
    with pytest.raises(Refused, match="not closed yet"):
        undo_call(desk)
    log_call(desk, lead, "no_answer")
    with pytest.raises(
        Refused, match=r"called again after that, Tue 6 Apr 10:40: No answer\. Undo that call first"
    ):
        undo_call(desk, first)


# Refused


def test_nothing_to_undo(desk: Desk, project: Project) -> None:
    with pytest.raises(Refused, match="no outcome to undo"):
        undo_call(desk)
    with pytest.raises(NotFound, match="no such call"):
        undo_call(desk, new_key())


def test_undone_once(desk: Desk, project: Project) -> None:
    call = log_call(desk, add_lead(desk, project), "busy").call
    undo_call(desk, call)
    with pytest.raises(Refused, match="undone already"):
        undo_call(desk, call)
    with pytest.raises(Refused, match="no outcome to undo"):
        undo_call(desk)


def test_a_call_of_another_desk_is_undone_there(desk: Desk, project: Project) -> None:
    lead = add_lead(desk, project)
    with desk.write() as tx:
        call = Call(id=new_key(), lead_id=lead, started_at=tx.now, outcome="busy")
        tx.add(call)
    with pytest.raises(Refused, match="logged on another desk"):
        undo_call(desk, call.id)


def test_a_meeting_stands_on_the_call(desk: Desk, project: Project) -> None:
    rep = add_rep(desk, "rhea@maple.example")
    lead = add_lead(desk, project)
    log_call(desk, lead, "conversation", answers=[Answered("need", "late"), Answered("authority", "Luis")])
    book(desk, lead, rep, desk.clock() + timedelta(days=1))
    with pytest.raises(
        Refused, match=r"meeting was booked after that call, for Wed 7 Apr 10:00.*page Meetings"
    ):
        undo_call(desk)
    assert rows(desk, CallUndo) == 0


def test_what_a_colleague_changed_since_is_not_overwritten(
    desk: Desk, project: Project, clock: StillClock
) -> None:
    lead = add_lead(desk, project)
    log_call(desk, lead, "busy")
    clock.forward(minutes=5)
    with desk.write() as tx:
        ken = User(id=new_key(), name="Ken Ito", role="bdr", time_zone="Europe/London")
        tx.add(ken)
    with desk.store.write(now=clock(), author=ken.id) as tx:
        tx.get_one(Lead, lead).owner_id = ken.id
    with pytest.raises(Refused, match=r"Ken Ito changed this lead after that call, Tue 6 Apr 10:05\. Look"):
        undo_call(desk)


def test_what_was_changed_here_since_is_not_overwritten(desk: Desk, project: Project) -> None:
    lead = add_lead(desk, project)
    log_call(desk, lead, "busy")
    with desk.write() as tx:
        tx.get_one(Lead, lead).next_why = "Luis asked"
    with pytest.raises(Refused, match=r"changed after that call: next touch\."):
        undo_call(desk)


@pytest.mark.usefixtures("keyring")
def test_nothing_of_an_erased_person_comes_back(desk: Desk, project: Project) -> None:
    lead = add_lead(desk, project)
    call = log_call(desk, lead, "conversation", answers=[Answered("need", "late")], note="private").call
    erase_person(desk, BOSTON, "asked for it")
    with desk.read() as session:
        assert session.get_one(CallEffect, call).body == {}
    with pytest.raises(Refused, match="erased on request"):
        undo_call(desk)


# Shared with the team


def test_what_travels_is_the_undoing_an_edit_of_the_lead_and_a_step_in_its_trail(
    desk: Desk, project: Project
) -> None:
    lead = add_lead(desk, project)
    with desk.write() as tx:
        share_lead(tx, lead)
    log_call(desk, lead, "wrong_number")
    sent = _sent(desk)
    undo_call(desk)
    assert sorted(_sent(desk)[len(sent) :]) == ["call_undo", "contact_phone", "lead", "lead_stage"]
    with desk.read() as session:
        row = session.get_one(Lead, lead)
        assert row.changed_at > session.scalars(select(Call.made_at)).one()


def _sent(desk: Desk) -> list[str]:
    with desk.read() as session:
        return [*session.scalars(select(Pending.table_name).order_by(Pending.seq))]


def test_a_colleague_sees_the_lead_go_back(two: Two) -> None:
    passed = hand_over(two.ada, rep=two.rhea.me)
    lead = get(two.ada, Handoff, passed).lead_id
    sync(two.ada)
    two.clock.forward(minutes=5)
    log_call(two.ada, lead, "do_not_call")
    sync(two.ada)
    sync(two.rhea)
    assert get(two.rhea, Lead, lead).stage == "closed"
    two.clock.forward(minutes=1)
    undo_call(two.ada)
    assert sync(two.ada).pending == 0
    sync(two.rhea)
    assert get(two.rhea, Lead, lead).stage == "meeting"
    with two.rhea.read() as session:
        trail = session.scalars(select(LeadStage.reason).order_by(LeadStage.made_at, LeadStage.id))
        assert [*trail] == ["Do not call", "call undone"]


# Killed between


@pytest.mark.parametrize(("moment", "undone"), [("before", 0), ("after", 1)])
def test_killed_while_undoing_it_is_done_or_not(
    desk: Desk, project: Project, tmp_path: Path, moment: str, undone: int
) -> None:
    lead = add_lead(desk, project)
    before = lead_row(desk, lead)
    log_call(desk, lead, "do_not_call", note="Luis is for it")
    logged = lead_row(desk, lead)
    killed = subprocess.Popen(
        [sys.executable, "-m", "tests.actions.killed_undo", str(tmp_path), moment],
        stdout=subprocess.PIPE, cwd=Path(__file__).parents[2], text=True,
    )  # fmt: skip
    with killed:
        assert killed.stdout is not None
        assert killed.stdout.readline() == "kill me\n"
        killed.send_signal(signal.SIGKILL)
    assert killed.returncode == -signal.SIGKILL
    assert rows(desk, CallUndo) == undone
    assert lead_row(desk, lead) == (before if undone else logged)
    assert [draft.note for draft in unfinished(desk)] == ["Luis is for it"] * undone
    if not undone:
        undo_call(desk)
        assert lead_row(desk, lead) == before


def test_what_the_team_has_barred_stays_barred_until_a_team_lead_lifts_it(two: Two) -> None:
    """Suppression wins: a colleague may have acted on it already."""
    passed = hand_over(two.ada, rep=two.rhea.me)
    lead = get(two.ada, Handoff, passed).lead_id
    sync(two.ada)
    sync(two.rhea)
    two.clock.forward(minutes=5)
    log_call(two.rhea, lead, "do_not_call")
    assert undo_call(two.rhea).still_barred
    assert len(_barred(two.rhea)) == 2  # the person and the number
    sync(two.rhea)
    sync(two.ada)
    for key in _barred(two.ada):
        lift_suppression(two.ada, key, "a wrong key")
    sync(two.ada)
    sync(two.rhea)
    assert _barred(two.rhea) == []
    two.clock.forward(minutes=5)
    log_call(two.ada, lead, "do_not_call")  # an admin's own
    assert not undo_call(two.ada).still_barred
    assert _barred(two.ada) == []


def _barred(desk: Desk) -> list[UUID]:
    with desk.read() as session:
        return [*session.scalars(select(Suppression.id).where(Suppression.lifted_at.is_(None)))]
