"""The sample project, made by pressing the buttons a user would press, at the times a user would have pressed them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from bdr_desk import paths
from bdr_desk.actions.calls import Answered, log_call
from bdr_desk.actions.contacts import set_decision_role, set_reports_to
from bdr_desk.actions.definitions import use_definition
from bdr_desk.actions.handoffs import accept
from bdr_desk.actions.imports import Order, import_list
from bdr_desk.actions.meetings import add_rep, book
from bdr_desk.actions.projects import set_up_project
from bdr_desk.actions.scripts import use_script
from bdr_desk.actions.sources import set_up_source
from bdr_desk.actions.users import set_up_user
from bdr_desk.desk import Clock, Desk
from bdr_desk.domain.business_days import is_business_day
from bdr_desk.domain.money import read_cents
from bdr_desk.domain.staging import ListPlace
from bdr_desk.files.sample_file import Sample, SampleCall, SamplePerson, read_sample
from bdr_desk.queries.projects import current_project, newest_change
from bdr_desk.queries.scorecards import card_named, scorecards
from bdr_desk.queries.search import search

HOME = ZoneInfo("America/New_York")  # the sample's caller sits there, and most of its people do
MORNING, LAST_CALL = time(10, 20), time(15, 30)
IMPORTED_DAYS_AGO = 150  # working days


@dataclass(frozen=True)
class Known:
    lead: UUID
    contact: UUID


def sample_desk(desk: Desk) -> Desk:
    """`desk` with the sample project in it, made when it is not there yet, and with the sample's clock."""
    made = current_project(desk) is not None
    sampled = replace(desk, clock=sample_clock(desk.clock, newest_change(desk) if made else None))
    if not made:
        _fill(sampled, read_sample(paths.resources() / "demo"))
    return sampled


def sample_clock(clock: Clock, newest: datetime | None) -> Clock:
    """The real clock while the sample's people are at their desks; else one that stood at 10:20 on the last working day.

    It never stands before `newest` (aware), the last thing that happened in the sample.
    """
    now = clock().astimezone(HOME)
    if is_business_day(now.date()) and MORNING <= now.time() <= LAST_CALL:
        return clock
    start = _working_days_back(now, 0 if is_business_day(now.date()) and now.time() > MORNING else 1, MORNING)
    offset = max(start, newest or start) - now
    return lambda: clock() + offset


def _fill(desk: Desk, sample: Sample) -> None:
    now = desk.clock().astimezone(HOME)
    then = _at(desk, _working_days_back(now, IMPORTED_DAYS_AGO, MORNING))
    set_up_user(then, desk.me, name="Alex Moreau", email="alex.moreau@dockline.example", time_zone=HOME.key)
    rep = _project(then, sample)
    people = {person.name: _find(then, person.name) for person in sample.people}
    for person in sample.people:
        _relate(then, person, people)
    calls = [
        (_working_days_back(now, call.days_ago, call.at), person, call)
        for person in sample.people
        for call in person.calls
    ]
    for at, person, call in sorted(calls, key=lambda entry: entry[0]):
        _replay(_at(desk, at), people[person.name], call, now)
    for person in sample.people:
        if person.meeting:
            last = max(_working_days_back(now, call.days_ago, call.at) for call in person.calls)
            _book(_at(desk, last + timedelta(minutes=12)), people[person.name], rep, person, now)


def _at(desk: Desk, moment: datetime) -> Desk:
    return replace(desk, clock=lambda: moment)


def _project(desk: Desk, sample: Sample) -> UUID:
    """Import the list, which makes the project, and set it up; returns the rep's key."""
    named = sample.project
    _import(desk, sample.list_file, named, sample.source)
    project = current_project(desk)
    assert project is not None
    rep = add_rep(desk, sample.rep["email"])
    set_up_user(desk, rep, **{key: value for key, value in sample.rep.items() if key != "email"})
    set_up_project(
        desk,
        project.key,
        sample=True,
        rep_id=rep,
        caller_company=named["caller_company"],
        offer=named["offer"],
    )
    use_definition(
        desk, project.key, named["definition"], signed_by="Marketing and sales", signed_on=desk.clock().date()
    )
    use_script(desk, project.key, named["script"])
    _import(desk, sample.bought_file, named, sample.bought, hold=True)
    return rep


def _import(
    desk: Desk, file: Path, project: Mapping[str, str], source: Mapping[str, str], *, hold: bool = False
) -> None:
    """Import a list and say what it cost."""
    of = f"{source['kind']}:{source['detail']}"
    place = ListPlace(file)
    import_list(
        desk, Order(place, project["name"], source["list"], of, project["region"], hold=hold, sample=True)
    )
    card = card_named(scorecards(desk), of)
    set_up_source(
        desk, card.source, cost_cents=read_cents(source["cost"]), currency=source["currency"],
        happened_on=desk.clock().date(),
    )  # fmt: skip


def _find(desk: Desk, name: str) -> Known:
    found = search(desk, name)[0]
    return Known(found.lead, found.contact)


def _relate(desk: Desk, person: SamplePerson, people: dict[str, Known]) -> None:
    set_decision_role(desk, people[person.name].contact, person.role)
    if person.reports_to:
        set_reports_to(desk, people[person.name].contact, people[person.reports_to].contact)


def _replay(desk: Desk, known: Known, call: SampleCall, today: datetime) -> None:
    promised = datetime.combine(today.date(), call.back_at, HOME) if call.back_at else None
    answers = [
        Answered(key, value, at_second=60 * (place + 1))
        for place, (key, value) in enumerate(call.facts.items())
    ]
    log_call(
        desk, known.lead, call.outcome, note=call.note, answers=answers, seconds=call.seconds,
        callback_at=promised, no_fact_reason=call.no_fact_reason,
    )  # fmt: skip


def _book(desk: Desk, known: Known, rep: UUID, person: SamplePerson, today: datetime) -> None:
    meeting = person.meeting
    assert meeting is not None
    starts = _working_days_ahead(today, meeting.days_ahead, meeting.at)
    booked = book(desk, known.lead, rep, starts, waive="", note="Dock schedule, 30 minutes")
    if meeting.accepted and booked.handoff:
        accept(desk, booked.handoff)


def _working_days_back(now: datetime, days: int, at: time) -> datetime:
    """`days` working days before `now`, at `at` on the sample's wall clock."""
    day = now.date()
    while days or not is_business_day(day):
        day -= timedelta(days=1)
        days -= is_business_day(day) and days > 0
    return datetime.combine(day, at, HOME)


def _working_days_ahead(now: datetime, days: int, at: time) -> datetime:
    day = now.date()
    while days:
        day += timedelta(days=1)
        days -= is_business_day(day)
    return datetime.combine(day, at, ZoneInfo("America/Chicago"))
