"""Booking, moving, cancelling: all of it or none, and never against a rule."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from bdr_desk.actions.calls import Answered, log_call
from bdr_desk.actions.meetings import Booked, add_rep, book, cancel, move
from bdr_desk.actions.suppressions import suppress
from bdr_desk.desk import Desk
from bdr_desk.domain import handoff as trail_rules
from bdr_desk.errors import BadInput, NotFound, Refused
from bdr_desk.queries.meetings import next_slot
from bdr_desk.store.tables import (
    ChangeLog,
    ContactEmail,
    Handoff,
    HandoffEvent,
    InvitationMessage,
    Lead,
    LeadStage,
    Meeting,
    Pending,
    Project,
    Touch,
    User,
)
from tests.conftest import StillClock
from tests.people import BERLIN, BOSTON, LONDON, add_lead

REP = "dana.reyes@northwind.example"
THURSDAY_TEN = datetime(2027, 4, 8, 14, 0, tzinfo=UTC)  # 10:00 in New York


def qualified(desk: Desk, project: Project, name: str = "Ada Okafor", **how: object) -> UUID:
    lead = add_lead(desk, project, name, **how)  # type: ignore[arg-type]
    answers = [Answered("need", "loses slots twice a week"), Answered("authority", "she signs")]
    log_call(desk, lead, "conversation", answers=answers)
    return lead


def booked(desk: Desk, project: Project) -> Booked:
    return book(desk, qualified(desk, project), REP, THURSDAY_TEN)


def snapshot(desk: Desk) -> dict[str, int]:
    tables = (Meeting, InvitationMessage, Handoff, HandoffEvent, Touch, LeadStage, Pending, ChangeLog, User)
    with desk.read() as session:
        return {t.__tablename__: session.scalar(select(func.count()).select_from(t)) or 0 for t in tables}


def the_lead(desk: Desk, key: UUID) -> Lead:
    with desk.read() as session:
        return session.get_one(Lead, key)


def trail(desk: Desk, handoff: UUID | None) -> list[HandoffEvent]:
    with desk.read() as session:
        rows = select(HandoffEvent).where(HandoffEvent.handoff_id == handoff).order_by(HandoffEvent.id)
        return list(session.scalars(rows))


# Booking.


def test_one_booking_makes_everything(desk: Desk, project: Project) -> None:
    lead = qualified(desk, project)
    done = book(
        desk, lead, REP, THURSDAY_TEN, minutes=45, place="https://meet.example/d", note="Shift planning"
    )
    assert (done.sequence, done.status, done.starts) == (0, "booked", THURSDAY_TEN)
    assert done.ends == THURSDAY_TEN + timedelta(minutes=45)
    assert [(a.email, a.answer) for a in done.attendees] == [("ada.okafor@harbor.example", "NEEDS-ACTION")]
    with desk.read() as session:
        meeting = session.get_one(Meeting, done.meeting)
        message = session.scalars(select(InvitationMessage)).one()
        handoff = session.get_one(Handoff, done.handoff)
        rep = session.get_one(User, meeting.rep_id)
        touch = session.scalars(select(Touch).where(Touch.medium == "invitation")).one()
    assert (rep.name, rep.role, rep.time_zone) == ("Dana Reyes", "rep", "America/New_York")
    assert (meeting.rep_zone, meeting.lead_zone) == ("America/New_York", "America/New_York")
    assert (message.method, message.text) == ("REQUEST", done.ics)
    assert message.stamped_at == desk.clock()
    assert (handoff.status, handoff.waived_reason, handoff.definition_id) == (
        "passed",
        "",
        project.definition_id,
    )
    assert handoff.due_at == datetime(2027, 4, 8, 21, 0, tzinfo=UTC)  # two business days, at the rep's 17:00
    assert handoff.summary == "Need: loses slots twice a week\nAuthority: she signs"
    assert touch.says == "Invitation: Thu 8 Apr 10:00 with Dana Reyes"
    assert [event.kind for event in trail(desk, done.handoff)] == ["passed"]


def test_booked_lead_leaves_the_queue(desk: Desk, project: Project) -> None:
    lead = qualified(desk, project)
    book(desk, lead, REP, THURSDAY_TEN)
    row = the_lead(desk, lead)
    assert (row.stage, row.next_kind, row.next_at) == ("meeting", "none", None)
    with desk.read() as session:
        stages = session.scalars(
            select(LeadStage.stage).where(LeadStage.lead_id == lead).order_by(LeadStage.id)
        ).all()
    assert stages[-1] == "meeting"


def test_everything_booked_waits_for_the_team(desk: Desk, project: Project) -> None:
    done = booked(desk, project)
    with desk.read() as session:
        waiting = {(row.table_name, row.row_id) for row in session.scalars(select(Pending))}
        event = session.scalars(select(HandoffEvent.id)).one()
        message = session.scalars(select(InvitationMessage.id)).one()
    assert done.handoff is not None
    wanted = {
        ("meeting", done.meeting),
        ("handoff", done.handoff),
        ("handoff_event", event),
        ("invitation_message", message),
    }
    assert wanted <= waiting
    assert {"lead", "contact", "contact_phone", "account", "fact", "call", "user", "project"} <= {
        name for name, _ in waiting
    }


def test_invitation_says_what_was_booked(desk: Desk, project: Project) -> None:
    text = booked(desk, project).ics.replace("\r\n ", "")
    assert "METHOD:REQUEST" in text
    assert "DTSTART;TZID=America/New_York:20270408T100000" in text
    assert 'ORGANIZER;CN="Dana Reyes":mailto:dana.reyes@northwind.example' in text
    assert "mailto:ada.okafor@harbor.example" in text
    assert "loses slots" not in text  # what was said on the call is the team's


def test_whoever_sits_here_stands_as_sender(desk: Desk, project: Project) -> None:
    with desk.write() as tx:
        tx.get_one(User, desk.me).email = "sam.lee@northwind.example"
    assert 'SENT-BY="mailto:sam.lee@northwind.example"' in booked(desk, project).ics.replace("\r\n ", "")


def test_a_rep_who_books_for_themselves_needs_no_sender(desk: Desk, project: Project) -> None:
    with desk.write() as tx:
        tx.get_one(User, desk.me).email = REP.upper()
    done = booked(desk, project)
    assert "SENT-BY" not in done.ics
    with desk.read() as session:
        assert session.get_one(Meeting, done.meeting).rep_id == desk.me


def test_next_takes_the_slot_that_was_shown(desk: Desk, project: Project) -> None:
    rep = add_rep(desk, REP)
    lead = qualified(desk, project, phones=(LONDON,))
    shown = next_slot(desk, lead, rep)
    done = book(desk, lead, rep, None)
    assert shown is not None
    assert done.starts == shown.starts_at
    other = qualified(
        desk, project, "Ben Ito", company="Quay", phones=(LONDON,), emails=("ben@quay.example",)
    )
    again = book(desk, other, rep, None)
    assert again.starts >= done.ends + timedelta(minutes=15)  # the rep's buffer


def test_no_time_in_common(desk: Desk, project: Project) -> None:
    lead = qualified(
        desk, project, phones=("+61491570006",)
    )  # Australia: nine to five never meets nine to five there
    with pytest.raises(Refused, match="no free time"):
        book(desk, lead, REP, None)


# What is refused leaves nothing behind.


@pytest.mark.parametrize(
    ("starts", "says"),
    [
        (datetime(2027, 4, 6, 13, 0, tzinfo=UTC), "past"),
        (THURSDAY_TEN - timedelta(minutes=15), "another meeting"),
        (THURSDAY_TEN + timedelta(minutes=15), "another meeting"),
        (THURSDAY_TEN, "another meeting"),
    ],
)
def test_time_that_cannot_be(desk: Desk, project: Project, starts: datetime, says: str) -> None:
    booked(desk, project)
    other = qualified(
        desk, project, "Ben Ito", company="Quay", phones=(LONDON,), emails=("ben@quay.example",)
    )
    before = snapshot(desk)
    with pytest.raises(Refused, match=says):
        book(desk, other, REP, starts)
    assert snapshot(desk) == before


def test_meetings_may_stand_end_to_end(desk: Desk, project: Project) -> None:
    booked(desk, project)
    other = qualified(
        desk, project, "Ben Ito", company="Quay", phones=(LONDON,), emails=("ben@quay.example",)
    )
    assert book(desk, other, REP, THURSDAY_TEN + timedelta(minutes=30)).status == "booked"


def test_below_the_definition_names_what_is_missing(desk: Desk, project: Project) -> None:
    lead = add_lead(desk, project)
    log_call(desk, lead, "conversation", answers=[Answered("need", "loses slots")])
    before = snapshot(desk)
    with pytest.raises(Refused, match="Missing: Authority") as refused:
        book(desk, lead, REP, THURSDAY_TEN, waive="  ")
    assert "Need" not in refused.value.title
    assert snapshot(desk) == before


def test_below_the_definition_with_a_reason(desk: Desk, project: Project) -> None:
    done = book(desk, add_lead(desk, project), REP, THURSDAY_TEN, waive="the CEO asked for it")
    with desk.read() as session:
        assert session.get_one(Handoff, done.handoff).waived_reason == "the CEO asked for it"
    assert trail(desk, done.handoff)[0].text == "Below the definition: the CEO asked for it"


def test_a_qualified_lead_waives_nothing(desk: Desk, project: Project) -> None:
    done = book(desk, qualified(desk, project), REP, THURSDAY_TEN, waive="just in case")
    with desk.read() as session:
        assert session.get_one(Handoff, done.handoff).waived_reason == ""


@pytest.mark.parametrize("what", [BOSTON, "ada.okafor@harbor.example", "harbor.example"])
def test_whoever_may_not_be_contacted_is_not_invited(desk: Desk, project: Project, what: str) -> None:
    lead = qualified(desk, project)
    suppress(desk, what, "asked us to stop")
    before = snapshot(desk)
    with pytest.raises(Refused, match="asked us to stop"):
        book(desk, lead, REP, THURSDAY_TEN)
    assert snapshot(desk) == before


def test_one_meeting_at_a_time(desk: Desk, project: Project) -> None:
    lead = qualified(desk, project)
    first = book(desk, lead, REP, THURSDAY_TEN)
    with pytest.raises(Refused, match="Thu 8 Apr 10:00 already") as refused:
        book(desk, lead, REP, THURSDAY_TEN + timedelta(days=1))
    assert "Move" in refused.value.advice
    cancel(desk, first.meeting)
    assert book(desk, lead, REP, THURSDAY_TEN).uid != first.uid


def test_nowhere_to_send_it(desk: Desk, project: Project) -> None:
    lead = qualified(desk, project, emails=())
    with pytest.raises(Refused, match="no e-mail address"):
        book(desk, lead, REP, THURSDAY_TEN)


def test_rep_without_an_address(desk: Desk, project: Project) -> None:
    with desk.write() as tx:
        tx.add(User(name="Kim Vale", role="rep", time_zone="Europe/London"))
    with pytest.raises(Refused, match="Kim Vale has no e-mail"):
        book(desk, qualified(desk, project), "Kim Vale", THURSDAY_TEN)


def test_rep_and_prospect_with_one_address(desk: Desk, project: Project) -> None:
    lead = qualified(desk, project, emails=(REP.title(),))
    with pytest.raises(Refused, match="same e-mail address"):
        book(desk, lead, REP, THURSDAY_TEN)


@pytest.mark.parametrize("minutes", [-30, 0, 4, 481])
def test_length_that_cannot_be(desk: Desk, project: Project, minutes: int) -> None:
    with pytest.raises(BadInput, match="minutes"):
        book(desk, qualified(desk, project), REP, THURSDAY_TEN, minutes=minutes)


def test_no_such_lead(desk: Desk, project: Project) -> None:
    with pytest.raises(NotFound):
        book(desk, UUID(int=1), REP, THURSDAY_TEN)


# Reps.


def test_rep_is_found_by_name_or_address_and_made_once(desk: Desk, project: Project) -> None:
    rep = add_rep(desk, REP)
    for known in (REP, REP.upper(), "Dana Reyes", "dana reyes", "Dana"):
        assert add_rep(desk, known) == rep


def test_unknown_name_lists_the_reps(desk: Desk, project: Project) -> None:
    add_rep(desk, REP)
    with pytest.raises(NotFound) as missing:
        add_rep(desk, "Robin")
    assert "Dana Reyes <dana.reyes@northwind.example>" in missing.value.advice


def test_no_name_at_all_is_nobody(desk: Desk, project: Project) -> None:
    add_rep(desk, REP)
    with pytest.raises(NotFound, match="No rep was named"):
        add_rep(desk, "  ")


def test_name_of_two_people(desk: Desk, project: Project) -> None:
    add_rep(desk, REP)
    add_rep(desk, "dana.marsh@northwind.example")
    with pytest.raises(BadInput, match="Several"):
        add_rep(desk, "Dana")


@pytest.mark.parametrize("text", ["dana@", "@northwind.example", "a b@c.example", "x@y.example\r\nX:1"])
def test_what_is_no_address_becomes_no_rep(desk: Desk, project: Project, text: str) -> None:
    before = snapshot(desk)
    with pytest.raises(BadInput):
        add_rep(desk, text)
    assert snapshot(desk) == before


# Moving.


def test_move_keeps_the_uid_and_raises_the_sequence(desk: Desk, project: Project) -> None:
    first = booked(desk, project)
    moved = move(desk, first.meeting, THURSDAY_TEN + timedelta(days=1))
    assert (moved.uid, moved.sequence, moved.status) == (first.uid, 1, "booked")
    assert moved.handoff == first.handoff
    assert "DTSTART;TZID=America/New_York:20270409T100000" in moved.ics
    assert "METHOD:REQUEST" in moved.ics
    assert [event.kind for event in trail(desk, first.handoff)] == ["passed", "moved"]


def test_each_message_is_stamped_later_than_the_last(desk: Desk, project: Project) -> None:
    first = booked(desk, project)
    move(desk, first.meeting, THURSDAY_TEN + timedelta(hours=1))
    move(desk, first.meeting, THURSDAY_TEN + timedelta(hours=2))
    cancel(desk, first.meeting)
    with desk.read() as session:
        rows = session.scalars(select(InvitationMessage).order_by(InvitationMessage.id)).all()
    assert [row.sequence for row in rows] == [0, 1, 2, 3]
    assert [row.stamped_at - desk.clock() for row in rows] == [timedelta(seconds=n) for n in range(4)]


def test_move_by_minutes_may_overlap_where_it_was(desk: Desk, project: Project) -> None:
    first = booked(desk, project)
    assert move(desk, first.meeting, THURSDAY_TEN + timedelta(minutes=15)).sequence == 1


def test_moved_meeting_is_asked_about_again(desk: Desk, project: Project) -> None:
    first = booked(desk, project)
    with desk.write() as tx:
        tx.get_one(Meeting, first.meeting).answer = "ACCEPTED"
    moved = move(desk, first.meeting, THURSDAY_TEN + timedelta(days=1))
    assert moved.attendees[0].answer == "NEEDS-ACTION"


def test_people_stay_the_same_when_an_address_is_corrected(desk: Desk, project: Project) -> None:
    first = booked(desk, project)
    with desk.write() as tx:
        tx.scalars(select(ContactEmail)).one().address = "ada@new.example"
        rep = tx.scalars(select(User).where(User.email == REP)).one()
        rep.email = "dana@new.example"
    for later in (move(desk, first.meeting, THURSDAY_TEN + timedelta(days=1)), cancel(desk, first.meeting)):
        assert "mailto:ada.okafor@harbor.example" in later.ics.replace("\r\n ", "")
        assert "new.example" not in later.ics.replace("\r\n ", "")


@pytest.mark.parametrize("days", [0, -7])
def test_move_that_cannot_be(desk: Desk, project: Project, days: int) -> None:
    first = booked(desk, project)
    before = snapshot(desk)
    with pytest.raises(Refused):
        move(desk, first.meeting, THURSDAY_TEN + timedelta(days=days))
    assert snapshot(desk) == before


def test_whoever_asked_not_to_be_contacted_is_not_asked_again(desk: Desk, project: Project) -> None:
    first = booked(desk, project)
    suppress(desk, BOSTON, "asked us to stop")
    with pytest.raises(Refused, match="asked us to stop"):
        move(desk, first.meeting, THURSDAY_TEN + timedelta(days=1))
    assert cancel(desk, first.meeting).status == "cancelled"


# Cancelling.


def test_cancel_brings_the_lead_back_and_ends_the_handoff(
    desk: Desk, project: Project, clock: StillClock
) -> None:
    lead = qualified(desk, project)
    first = book(desk, lead, REP, THURSDAY_TEN)
    clock.forward(hours=1)
    done = cancel(desk, first.meeting, "budget went away")
    assert (done.uid, done.sequence, done.status) == (first.uid, 1, "cancelled")
    assert {"METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:1"} <= set(done.ics.split("\r\n"))
    assert "budget went away" not in done.ics
    row = the_lead(desk, lead)
    assert (row.stage, row.next_kind, row.next_at) == ("working", "retry", clock())
    assert row.next_why == "meeting of Thu 8 Apr 10:00 cancelled: budget went away"
    with desk.read() as session:
        handoff = session.get_one(Handoff, first.handoff)
    assert (handoff.status, handoff.due_at) == ("returned", None)
    events = [trail_rules.Event(e.kind, e.made_at, e.text) for e in trail(desk, first.handoff)]
    assert trail_rules.status(events) == "returned"


def test_cancelled_time_is_free_again(desk: Desk, project: Project) -> None:
    first = booked(desk, project)
    cancel(desk, first.meeting)
    other = qualified(
        desk, project, "Ben Ito", company="Quay", phones=(BERLIN,), emails=("ben@quay.example",)
    )
    assert book(desk, other, REP, THURSDAY_TEN).status == "booked"


@pytest.mark.parametrize("again", ["move", "cancel"])
def test_cancelled_meeting_stays_cancelled(desk: Desk, project: Project, again: str) -> None:
    first = booked(desk, project)
    cancel(desk, first.meeting)
    before = snapshot(desk)
    with pytest.raises(Refused, match="is cancelled"):
        cancel(desk, first.meeting) if again == "cancel" else move(
            desk, first.meeting, THURSDAY_TEN + timedelta(days=1)
        )
    assert snapshot(desk) == before


def test_lead_that_moved_on_is_left_where_it_is(desk: Desk, project: Project) -> None:
    lead = qualified(desk, project)
    first = book(desk, lead, REP, THURSDAY_TEN)
    with desk.write() as tx:
        tx.get_one(Lead, lead).stage = "not_ready"
    cancel(desk, first.meeting)
    assert the_lead(desk, lead).stage == "not_ready"


def test_names_and_addresses_stay_out_of_a_log(desk: Desk, project: Project) -> None:
    shown = repr(booked(desk, project))
    assert "Ada" not in shown
    assert "@harbor" not in shown
