"""Touches that are no calls: what they cause, who may not have them, and how they stand in the queue."""

from pathlib import Path

import pytest
from sqlalchemy import select

from bdr_desk.actions.cadences import put_in_force
from bdr_desk.actions.calls import log_call
from bdr_desk.actions.suppressions import suppress, suppress_file
from bdr_desk.actions.touches import log_reply, log_touch
from bdr_desk.desk import Desk
from bdr_desk.domain.words import Medium, Next, Stage
from bdr_desk.errors import BadInput, NotFound, Refused
from bdr_desk.queries.explained import explain
from bdr_desk.queries.leads import lead_view
from bdr_desk.queries.queue import call_queue
from bdr_desk.store.columns import new_key
from bdr_desk.store.tables import Lead, Project, Suppression, Touch
from tests.conftest import StillClock
from tests.people import BOSTON, add_lead


def stands(desk: Desk, lead: object) -> tuple[int, str, str]:
    with desk.read() as session:
        row = session.scalars(select(Lead).where(Lead.id == lead)).one()
        return row.step, row.medium, row.next_kind


def called_once(desk: Desk, project: Project, **lead: object) -> object:
    """Of the outbound cadence: the first call is made, the e-mail comes two hours later."""
    put_in_force(desk, "outbound")
    made = add_lead(desk, project, **lead)  # type: ignore[arg-type]
    log_call(desk, made, "no_answer")
    return made


def test_a_due_email_says_so_in_the_queue(desk: Desk, project: Project, clock: StillClock) -> None:
    lead = called_once(desk, project)
    assert stands(desk, lead) == (1, "email", Next.RETRY)
    assert not call_queue(desk).items
    clock.forward(hours=2)
    (item,) = call_queue(desk).items
    assert item.medium == Medium.EMAIL
    assert item.why[0].startswith("E-mail: Three sentences")
    assert item.why[1].startswith("last: no answer")
    explained = explain(desk, item.lead)
    assert explained.instead == item.why[0] == explained.reasons[0].says


def test_noting_it_moves_the_cadence_on(desk: Desk, project: Project, clock: StillClock) -> None:
    lead = called_once(desk, project)
    clock.forward(hours=2)
    done = log_touch(desk, lead, "email", "  the three   sentences ")  # type: ignore[arg-type]
    assert (done.next_medium, done.stage) == ("call", Stage.WORKING)
    assert done.next_at is not None and (done.next_at - clock()).days >= 1
    assert stands(desk, lead) == (2, "call", Next.RETRY)
    assert not call_queue(desk).items
    history = lead_view(desk, lead).history  # type: ignore[arg-type]
    assert next((item.medium, item.says) for item in history) == ("email", "the three sentences")


def test_a_touch_out_of_turn_counts_and_changes_no_place(desk: Desk, project: Project) -> None:
    lead = called_once(desk, project)
    log_touch(desk, lead, "handwritten note")  # type: ignore[arg-type]
    assert stands(desk, lead) == (1, "email", Next.RETRY)


def test_a_promise_stays(desk: Desk, project: Project, clock: StillClock) -> None:
    lead = add_lead(desk, project, next_kind=Next.CALLBACK, next_at=clock().replace(hour=18))
    done = log_touch(desk, lead, "email")
    assert (done.next_kind, done.next_at) == (Next.CALLBACK, clock().replace(hour=18))


def test_who_wants_no_mail_gets_none_and_is_called_on(desk: Desk, project: Project) -> None:
    put_in_force(desk, "outbound")
    lead = add_lead(desk, project)
    suppress(desk, "ada.okafor@harbor.example", "wants no mail", medium="mail")
    log_call(desk, lead, "no_answer")
    assert stands(desk, lead) == (2, "call", Next.RETRY)
    for medium in ("email", "letter"):
        with pytest.raises(Refused, match="wants no mail"):
            log_touch(desk, lead, medium)
    log_touch(desk, lead, "visit")
    with desk.read() as session:
        media = session.scalars(select(Touch.medium).order_by(Touch.id)).all()
    assert media == ["call", "visit"]


def test_who_is_barred_altogether_is_not_visited(desk: Desk, project: Project) -> None:
    lead = add_lead(desk, project)
    suppress(desk, BOSTON, "leave them alone", medium="any")
    for medium in ("email", "visit"):
        with pytest.raises(Refused, match="leave them alone"):
            log_touch(desk, lead, medium)


def test_without_an_address_no_lead_waits_for_an_email(desk: Desk, project: Project) -> None:
    lead = called_once(desk, project, emails=())
    assert stands(desk, lead) == (2, "call", Next.RETRY)
    with pytest.raises(Refused, match="no e-mail address is known"):
        log_touch(desk, lead, "email")  # type: ignore[arg-type]


@pytest.mark.parametrize("what", ["ada.okafor@harbor.example", "harbor.example", BOSTON])
def test_who_wants_no_mail_any_more_is_not_shown_with_one(
    desk: Desk, project: Project, clock: StillClock, what: str
) -> None:
    lead = called_once(desk, project)
    clock.forward(hours=2)
    assert [item.medium for item in call_queue(desk).items] == [Medium.EMAIL]
    suppress(desk, what, "wants no mail", medium="mail")
    assert stands(desk, lead) == (2, "call", Next.RETRY)  # as if it had been planned so
    assert not call_queue(desk).items
    assert [reason.rule for reason in explain(desk, lead).reasons] == ["waits"]  # type: ignore[arg-type]
    with desk.read() as session:
        clock.now = session.scalars(select(Lead.next_at)).one() or clock.now
    assert [item.medium for item in call_queue(desk).items] == [Medium.CALL]


def test_a_file_of_those_who_want_no_mail_moves_their_plans_on(
    desk: Desk, project: Project, tmp_path: Path
) -> None:
    lead = called_once(desk, project)
    (tmp_path / "no.csv").write_text("email\nada.okafor@harbor.example\n")
    suppress_file(desk, tmp_path / "no.csv", "wants no mail", medium="mail")
    assert stands(desk, lead) == (2, "call", Next.RETRY)


def test_a_visit_is_made_to_who_wants_no_mail(desk: Desk, project: Project) -> None:
    lead = called_once(desk, project)
    with desk.write() as tx:
        tx.get_one(Lead, lead).medium = Medium.VISIT
    suppress(desk, BOSTON, "wants no mail", medium="mail")
    assert stands(desk, lead)[1] == Medium.VISIT


def test_barred_by_a_colleague_a_call_goes_past_it(desk: Desk, project: Project, clock: StillClock) -> None:
    """What comes from the team passes no action: the e-mail is left out where it is read."""
    lead = called_once(desk, project)
    with desk.write() as tx:
        tx.add(Suppression(kind="phone", value=BOSTON, reason="wants no mail", medium="mail"))
    clock.forward(hours=2)
    (item,) = call_queue(desk).items
    assert (item.medium, item.why[0]) == (Medium.CALL, "E-mail left out: wants no mail.")
    explained = explain(desk, item.lead)
    assert (explained.medium, explained.instead) == (Medium.CALL, "")
    log_call(desk, lead, "no_answer")  # type: ignore[arg-type]
    assert stands(desk, lead)[:2] == (3, "voicemail")


def test_calls_and_other_words_are_no_touches(desk: Desk, project: Project) -> None:
    lead = add_lead(desk, project)
    for medium in ("call", "voicemail", "invitation", "fax", ""):
        with pytest.raises(BadInput, match="Use one of: email"):
            log_touch(desk, lead, medium)
    with pytest.raises(NotFound):
        log_touch(desk, new_key(), "email")


def test_who_wrote_back_is_called_next(desk: Desk, project: Project, clock: StillClock) -> None:
    lead = called_once(desk, project, name="Ada", company="A")
    add_lead(desk, project, "Fresh", "B", emails=())
    clock.forward(minutes=31)
    assert [item.name for item in call_queue(desk).items] == ["Fresh"]
    done = log_reply(desk, lead, "  Call me   after 11 ")  # type: ignore[arg-type]
    assert (done.medium, done.next_kind, done.next_medium, done.next_at) == (
        "reply",
        Next.RETRY,
        "call",
        clock(),
    )
    first = call_queue(desk).items[0]
    assert first.name == "Ada" and first.medium == Medium.CALL
    assert "They replied (+25)" in [reason.says for reason in explain(desk, first.lead).reasons]
    assert [touch.says for touch in lead_view(desk, first.lead).history if touch.medium == "reply"] == [
        "Call me after 11"
    ]
    clock.forward(minutes=1)
    log_call(
        desk, first.lead, "no_answer"
    )  # the trigger is used up; what they wrote is no touch of the cadence
    with desk.read() as session:
        assert session.get_one(Lead, first.lead).trigger == ""


def test_a_reply_leaves_promises_and_the_reps_leads_alone(
    desk: Desk, project: Project, clock: StillClock
) -> None:
    later = clock().replace(hour=18)
    promised = add_lead(desk, project, "P", "A", next_kind=Next.CALLBACK, next_at=later)
    passed = add_lead(desk, project, "R", "B", emails=(), stage=Stage.ACCEPTED, next_kind=Next.NONE)
    assert log_reply(desk, promised).next_at == later
    assert log_reply(desk, passed).next_kind == Next.NONE


def test_a_reply_opens_what_was_closed_but_for_who_may_not_be_called(desk: Desk, project: Project) -> None:
    closed = add_lead(desk, project, "C", "A", stage=Stage.CLOSED, next_kind=Next.NONE)
    assert log_reply(desk, closed).stage == Stage.WORKING
    assert [item.lead for item in call_queue(desk).items] == [closed]
    suppress(desk, BOSTON, "asked")
    with pytest.raises(Refused, match="may not be called"):
        log_reply(desk, closed)
    with pytest.raises(NotFound):
        log_reply(desk, new_key())
