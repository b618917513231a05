"""What is shown of slots, meetings and reps."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from bdr_desk.actions.meetings import add_rep, book, cancel
from bdr_desk.desk import Desk
from bdr_desk.errors import NotFound
from bdr_desk.queries.meetings import (
    every_slot,
    find_rep,
    free_slots,
    meeting,
    meetings,
    next_slot,
    rep_zone,
    reps,
)
from bdr_desk.store.columns import new_key
from bdr_desk.store.tables import Lead, Project, User
from tests.conftest import StillClock
from tests.people import BERLIN, LONDON, add_lead

REP = "dana.reyes@northwind.example"
THURSDAY_TEN = datetime(2027, 4, 8, 14, 0, tzinfo=UTC)


def prospect(desk: Desk, project: Project, name: str = "Ada Okafor", phone: str = LONDON) -> UUID:
    address = name.split(maxsplit=1)[0].lower() + "@quay.example"
    return add_lead(desk, project, name, f"{name} Ltd", phones=(phone,), emails=(address,))


def test_slots_in_both_peoples_time(desk: Desk, project: Project) -> None:
    slots = free_slots(desk, prospect(desk, project), add_rep(desk, REP))
    assert [(slot.rep_says, slot.lead_says) for slot in slots] == [
        ("Wed 7 Apr 09:00", "Wed 7 Apr 14:00 their time"),
        ("Thu 8 Apr 09:00", "Thu 8 Apr 14:00 their time"),
        ("Fri 9 Apr 09:00", "Fri 9 Apr 14:00 their time"),
    ]
    assert (slots[0].rep_zone, slots[0].lead_zone) == ("America/New_York", "Europe/London")


def test_next_slot_is_the_first_good_one(desk: Desk, project: Project) -> None:
    lead, rep = prospect(desk, project), add_rep(desk, REP)
    assert next_slot(desk, lead, rep) == free_slots(desk, lead, rep)[0]


def test_every_slot_has_todays_too(desk: Desk, project: Project, clock: StillClock) -> None:
    lead, rep = prospect(desk, project), add_rep(desk, REP)
    assert every_slot(desk, lead, rep)[0].rep_says == "Tue 6 Apr 12:00"
    shown = {slot.starts_at for slot in free_slots(desk, lead, rep)}
    assert shown < {slot.starts_at for slot in every_slot(desk, lead, rep)}


def test_place_unknown_means_the_reps_hours_decide(desk: Desk, project: Project) -> None:
    lead = prospect(desk, project)
    with desk.write() as tx:
        tx.get_one(Lead, lead).zones = "UTC"
    slots = free_slots(desk, lead, add_rep(desk, REP))
    assert [slot.rep_says for slot in slots] == ["Wed 7 Apr 09:00", "Wed 7 Apr 13:00", "Thu 8 Apr 09:00"]
    assert slots[0].lead_zone == "America/New_York"


def test_without_zones_the_projects_country_is_taken(desk: Desk, project: Project) -> None:
    lead = prospect(desk, project)
    with desk.write() as tx:
        tx.get_one(Lead, lead).zones = ""
        tx.get_one(Project, project.id).region = "DE"
    assert free_slots(desk, lead, add_rep(desk, REP))[0].lead_zone == "Europe/Berlin"


def test_the_reps_own_calendar_counts(desk: Desk, project: Project) -> None:
    rep = add_rep(desk, REP)
    with desk.write() as tx:
        row = tx.get_one(User, rep)
        row.time_zone, row.work_from, row.work_until, row.work_days = "Europe/Berlin", 14 * 60, 16 * 60, "4"
    slots = free_slots(desk, prospect(desk, project, phone=BERLIN), rep, count=9)
    assert {slot.rep_says[:3] for slot in slots} == {"Fri"}
    assert {slot.rep_says[-5:] for slot in slots} <= {"14:00", "14:30", "15:00", "15:30"}


def test_meetings_to_come_first_then_the_others(desk: Desk, project: Project, clock: StillClock) -> None:
    days = (3, 1, 2)
    made = [
        book(
            desk, prospect(desk, project, name), REP, THURSDAY_TEN + timedelta(days=day), waive="test"
        ).meeting
        for name, day in zip(("Ada Okafor", "Ben Ito", "Cleo Marsh"), days, strict=True)
    ]
    off = book(desk, prospect(desk, project, "Dev Rao"), REP, THURSDAY_TEN, waive="test").meeting
    cancel(desk, off)
    assert [view.meeting for view in meetings(desk)] == [made[1], made[2], made[0], off]
    clock.forward(days=4, hours=1)  # Ben's and Cleo's are over
    assert [view.meeting for view in meetings(desk)] == [made[0], made[2], made[1], off]


def test_a_meeting_in_full(desk: Desk, project: Project) -> None:
    lead = prospect(desk, project)
    done = book(desk, lead, REP, THURSDAY_TEN, waive="test", place="Room 4")
    view = meeting(desk, done.meeting)
    assert (view.name, view.account_name, view.rep_name) == ("Ada Okafor", "Ada Okafor Ltd", "Dana Reyes")
    assert (view.rep_says, view.lead_says) == ("Thu 8 Apr 10:00", "Thu 8 Apr 15:00 their time")
    assert (view.status, view.answer, view.sequence, view.upcoming) == ("booked", "NEEDS-ACTION", 0, True)
    assert (view.handoff, view.handoff_status, view.place) == (done.handoff, "passed", "Room 4")
    assert meetings(desk, lead=lead) == meetings(desk, project=project.id) == (view,)
    assert meetings(desk, lead=new_key()) == ()


def test_no_such_meeting(desk: Desk) -> None:
    with pytest.raises(NotFound):
        meeting(desk, new_key())


def test_reps_with_hours_and_how_many_they_have(desk: Desk, project: Project) -> None:
    rep = add_rep(desk, REP)
    book(desk, prospect(desk, project), rep, THURSDAY_TEN, waive="test")
    (view,) = reps(desk)
    assert (view.rep, view.name, view.email, view.hours, view.booked) == (
        rep,
        "Dana Reyes",
        REP,
        "09:00-17:00",
        1,
    )
    with desk.read() as session:
        found = find_rep(session, "dana")
        assert found and found.id == rep


def test_address_not_known_yet_is_nobody_in_this_desks_zone(desk: Desk, project: Project) -> None:
    with desk.read() as session:
        assert find_rep(session, "kim@northwind.example") is None
    assert rep_zone(desk, "kim@northwind.example") == "America/New_York"
    with pytest.raises(NotFound):
        rep_zone(desk, "Kim")
