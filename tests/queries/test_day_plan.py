"""The day ahead."""

from datetime import timedelta

from bdr_desk.actions.calls import log_call
from bdr_desk.desk import Desk
from bdr_desk.domain.words import Next, Stage
from bdr_desk.queries.day_plan import HourDue, day_plan
from bdr_desk.store.tables import CallList, Project, Source
from tests.conftest import StillClock
from tests.people import BERLIN, LOS_ANGELES, add_lead


def test_promises_of_today_the_overdue_ones_first(desk: Desk, project: Project, clock: StillClock) -> None:
    def promised(name: str, phone: str, **offset: float) -> None:
        add_lead(
            desk, project, name, name, phones=(phone,), next_kind=Next.CALLBACK, next_at=clock() + timedelta(**offset)
        )  # fmt: skip

    promised("Overdue", BERLIN, minutes=-90)
    promised("Too early there", LOS_ANGELES, hours=1)
    promised("Fine there", LOS_ANGELES, hours=3)
    promised("Missed yesterday", LOS_ANGELES, days=-1)
    promised("Tomorrow", LOS_ANGELES, days=1)
    add_lead(desk, project, "C", "C", stage=Stage.CLOSED, next_kind=Next.NONE)
    assert [(p.name, p.local, p.overdue, p.in_hours) for p in day_plan(desk).promised] == [
        ("Missed yesterday", "07:00", True, False),
        ("Overdue", "14:30", True, True),
        ("Too early there", "08:00", False, False),
        ("Fine there", "10:00", False, True),
    ]


def test_a_promise_that_cannot_be_dialled_is_told(desk: Desk, project: Project) -> None:
    add_lead(desk, project, phones=(), next_kind=Next.CALLBACK, next_at=desk.clock())
    (promise,) = day_plan(desk).promised
    assert promise.overdue and not promise.in_hours


def test_what_is_due_by_the_hour_of_my_day(desk: Desk, project: Project, clock: StillClock) -> None:
    for place, (kind, minutes) in enumerate(
        [(Next.RETRY, -30), (Next.RETRY, 15), (Next.RETRY, 130), (Next.RETRY, 131), (Next.CALLBACK, 140), (Next.RETRY, 1440)]
    ):  # fmt: skip
        at = clock() + timedelta(minutes=minutes)
        add_lead(desk, project, "N", f"C{place}", next_kind=kind, next_at=at)
    add_lead(desk, project, "Dead", "Dead", phones=(), next_kind=Next.RETRY, next_at=clock())
    plan = day_plan(desk)
    assert plan.hours == (HourDue(10, 0, 1), HourDue(11, 0, 0), HourDue(12, 1, 2))
    assert (plan.retries_due, plan.retries_later) == (1, 3)


def test_inbound_leads_have_a_clock(desk: Desk, project: Project, clock: StillClock) -> None:
    with desk.write() as tx:
        source = Source(project_id=project.id, kind="website", detail="form")
        tx.add(source)
        tx.flush()
        asked = CallList(
            project_id=project.id, source_id=source.id, name="Form", region="US", tier="inbound", released_at=clock()
        )  # fmt: skip
        tx.add(asked)
        tx.flush()
        key = asked.id
    add_lead(desk, project, "First", "A", call_list_id=key)
    clock.forward(minutes=14)
    add_lead(desk, project, "Second", "B", call_list_id=key)
    clock.forward(minutes=1)
    found = day_plan(desk).inbound
    assert [(one.name, one.overdue) for one in found] == [("First", True), ("Second", False)]
    assert found[1].due == clock() + timedelta(minutes=14)
    log_call(desk, found[0].lead, "no_answer")
    assert [one.name for one in day_plan(desk).inbound] == ["Second"]


def test_for_how_many_days_there_is_somebody_to_call(desk: Desk, project: Project, clock: StillClock) -> None:
    leads = [add_lead(desk, project, f"P{n}", f"C{n}") for n in range(6)]
    assert (day_plan(desk).per_day, day_plan(desk).days_left) == (None, None)
    for lead in leads[:3]:
        log_call(desk, lead, "no_answer")
    clock.forward(days=1)
    log_call(desk, leads[3], "no_answer")
    assert day_plan(desk).per_day == 3  # today is not over
    clock.forward(days=1)
    plan = day_plan(desk)
    assert (plan.per_day, plan.fresh_left, plan.callable_leads, plan.days_left) == (2, 2, 6, 3)
    clock.forward(days=30)
    assert day_plan(desk).per_day is None
