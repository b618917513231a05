"""The breakdown of a list: it adds up, and says of each lead what `queue why` says."""

from collections import Counter
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bdr_desk.actions.calls import save_draft
from bdr_desk.actions.skips import skip_lead
from bdr_desk.actions.suppressions import suppress
from bdr_desk.desk import Desk
from bdr_desk.domain.words import Next, Stage
from bdr_desk.errors import NotFound
from bdr_desk.queries.drafts import CallDraft
from bdr_desk.queries.explained import explain
from bdr_desk.queries.why_not import Blocked, blocked
from bdr_desk.store.columns import new_key
from bdr_desk.store.tables import CallList, Claim, Lead, Project, Source
from tests.conftest import StillClock
from tests.people import BERLIN, BOSTON, LOS_ANGELES, add_lead

TOLL_FREE, SEATTLE = "+18005550142", "+12065550142"


def says(found: Blocked) -> dict[str, int]:
    return {row.says: row.count for row in found.rows}


def test_each_rule_is_counted_in_words(desk: Desk, project: Project, clock: StillClock) -> None:
    for place, days in enumerate((0, 1, 3, 9, 40)):
        at = clock() + timedelta(days=days, hours=2)
        add_lead(desk, project, "R", f"R{place}", next_kind=Next.RETRY, next_at=at)
    add_lead(desk, project, "P", "P", next_kind=Next.CALLBACK, next_at=clock() + timedelta(hours=2))
    add_lead(desk, project, "L", "L", phones=(SEATTLE,))
    add_lead(desk, project, "S", "S", phones=("+16175550111",))
    add_lead(desk, project, "N", "N", phones=())
    add_lead(desk, project, "Z", "Z", phones=(TOLL_FREE,))
    add_lead(desk, project, "C", "C", stage=Stage.CLOSED, next_kind=Next.NONE)
    skip_lead(desk, add_lead(desk, project, "X", "X"), "needs a colleague")
    add_lead(desk, project, "Now", "Now", place=1)
    add_lead(desk, project, "Second", "Now", place=2)
    suppress(desk, "+16175550111", "asked")
    found = blocked(desk)
    assert says(found) == {
        "Promised today": 1,
        "Next try today": 1,
        "Next try tomorrow": 1,
        "Next try Fri, 9 Apr": 1,
        "Next try later": 2,
        "Closed in Washington until 12:00": 1,
        "Somebody of their account comes first": 1,
        "Passed over for now": 1,
        "Time zone unknown": 1,
        "No working number": 1,
        "On the do-not-contact list": 1,
        "Not in the queue: closed": 1,
    }
    assert (found.total, found.callable_now) == (14, 1)
    assert found.rows[0].until == clock() + timedelta(hours=2)


def _list(desk: Desk, project: Project, name: str, released: bool) -> UUID:
    with desk.write() as tx:
        source = Source(project_id=project.id, kind="referral", detail=name)
        tx.add(source)
        tx.flush()
        made = CallList(
            project_id=project.id, source_id=source.id, name=name, region="US",
            released_at=desk.clock() if released else None,
        )  # fmt: skip
        tx.add(made)
        tx.flush()
        return made.id


def test_of_one_list(desk: Desk, project: Project) -> None:
    held = _list(desk, project, "Fair", released=False)
    add_lead(desk, project, "A", "A", call_list_id=held)
    add_lead(desk, project, "B", "B")
    assert says(blocked(desk, held)) == {"List Fair is not released": 1}
    assert (blocked(desk, held).total, blocked(desk, held).callable_now) == (1, 0)
    assert (blocked(desk).total, blocked(desk).callable_now) == (2, 1)
    with pytest.raises(NotFound):
        blocked(desk, new_key())


def test_who_comes_behind_somebody_whose_time_has_come(
    desk: Desk, project: Project, clock: StillClock
) -> None:
    """Nothing was written since: the store still has the one as ready, and the other as waiting."""
    fresh = add_lead(desk, project, "Fresh", "Same Inc", emails=())
    at = clock() + timedelta(minutes=40)
    add_lead(desk, project, "Promised", "Same Inc", emails=(), next_kind=Next.CALLBACK, next_at=at)
    add_lead(desk, project, "Alone", "Other Inc", emails=())
    assert (blocked(desk).callable_now, says(blocked(desk))) == (2, {"Promised today": 1})
    clock.forward(minutes=41)
    found = blocked(desk)
    assert (found.callable_now, says(found)) == (2, {"Somebody of their account comes first": 1})
    assert found.rows[0].lead == fresh and _first_rule(desk, fresh) == "account_busy"


def _claimed(desk: Desk, lead: UUID, until: timedelta) -> None:
    with desk.write() as tx:
        row = tx.get_one(Lead, lead)
        if tx.get(Claim, row.account_id) is None:
            tx.add(
                Claim(
                    account_id=row.account_id, project_id=row.project_id, mine=False, holder="Kim",
                    until=desk.clock() + until,
                )
            )  # fmt: skip


RUNS = count()
RULES: dict[UUID, str] = {}
PEOPLE = st.fixed_dictionaries(
    {
        "account": st.integers(0, 2),
        "phone": st.sampled_from([BOSTON, BERLIN, LOS_ANGELES, TOLL_FREE, "+16175550111", ""]),
        "kind": st.sampled_from([*Next]),
        "minutes": st.integers(-90, 90),
        "stage": st.sampled_from([Stage.NEW, Stage.WORKING, Stage.MEETING, Stage.CLOSED]),
        "called": st.sampled_from([None, None, 5, 60]),
        "list": st.sampled_from(["", "held", "open"]),
        "also": st.sampled_from(["", "", "", "draft", "skip", "claim", "old claim"]),
        "place": st.integers(0, 2),
    }
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)  # fmt: skip
@given(people=st.lists(PEOPLE, min_size=1, max_size=7))
def test_every_lead_counts_under_the_first_rule_that_explains_it(
    desk: Desk, project: Project, people: list[dict[str, Any]]
) -> None:
    run, now = next(RUNS), desk.clock()
    if not run:
        suppress(desk, "+16175550111", "asked")
    lists = {
        "": None,
        "held": _list(desk, project, f"H{run}", False),
        "open": _list(desk, project, f"O{run}", True),
    }
    leads = []
    for one in people:
        at = None if one["kind"] in (Next.FRESH, Next.NONE) else now + timedelta(minutes=one["minutes"])
        called = None if one["called"] is None else now - timedelta(minutes=one["called"])
        lead = add_lead(
            desk, project, "N", f"Company {run} {one['account']}", phones=(one["phone"],) if one["phone"] else (),
            emails=(), stage=one["stage"], next_kind=one["kind"], next_at=at, call_list_id=lists[one["list"]],
            place=one["place"], last_call_at=called, last_outcome="busy" if called else None,
        )  # fmt: skip
        leads.append(lead)
        if one["also"] == "draft":
            save_draft(desk, CallDraft(lead, now))
        elif "claim" in one["also"]:
            _claimed(desk, lead, timedelta(minutes=-9 if "old" in one["also"] else 9))
        elif (
            one["also"] == "skip" and one["kind"] in (Next.FRESH, Next.RETRY) and one["stage"] != Stage.CLOSED
        ):
            skip_lead(desk, lead, "any")
    RULES.update(
        (lead, _first_rule(desk, lead)) for lead in leads
    )  # of earlier ones it stays: companies of their own
    found, expected = blocked(desk), Counter(RULES.values())
    counted = Counter({"callable": found.callable_now})
    for row in found.rows:
        counted[row.rule] += row.count
        assert _first_rule(desk, row.lead) == row.rule
    assert +counted == +expected
    assert found.total == len(RULES) == found.callable_now + sum(row.count for row in found.rows)


def _first_rule(desk: Desk, lead: UUID) -> str:
    explained = explain(desk, lead)
    return "callable" if explained.dialable else explained.reasons[0].rule
