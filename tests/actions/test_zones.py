"""A time zone said by hand."""

from datetime import UTC, datetime

import pytest

from bdr_desk.actions.zones import set_zone
from bdr_desk.desk import Desk
from bdr_desk.domain.said_zone import said_zone
from bdr_desk.errors import BadInput, NotFound
from bdr_desk.queries.explained import explain
from bdr_desk.queries.queue import call_queue
from bdr_desk.store.columns import new_key
from bdr_desk.store.tables import Project
from tests.conftest import StillClock
from tests.people import LONDON, add_lead

TOLL_FREE = "+18005550142"


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("berlin", "Europe/Berlin"),
        ("  new   york ", "America/New_York"),
        ("america/chicago", "America/Chicago"),
        ("Houston, TX", "America/Chicago"),
        ("el paso, texas", "America/Denver"),
        ("Massachusetts", "America/New_York"),
        ("Germany", "Europe/Berlin"),
        ("UTC", "UTC"),
    ],
)
def test_a_zone_is_said_in_many_ways(text: str, zone: str) -> None:
    assert said_zone(text, "US") == zone


@pytest.mark.parametrize(
    ("text", "says"), [("Texas", "several"), ("Nowhere at all", "is not a time zone"), ("", "time zone")]
)
def test_what_is_no_zone_is_told(text: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        said_zone(text, "US")


def test_who_was_nowhere_known_can_be_dialled_at_their_hours(
    desk: Desk, project: Project, clock: StillClock
) -> None:
    lead = add_lead(desk, project, phones=(TOLL_FREE,))
    assert [reason.rule for reason in explain(desk, lead).reasons] == ["unknown_zone"]
    assert set_zone(desk, lead, "Los Angeles") == "America/Los_Angeles"
    (reason,) = explain(desk, lead).reasons  # 7:00 there
    assert (reason.rule, reason.until) == ("calling_hours", datetime(2027, 4, 6, 16, 0, tzinfo=UTC))
    clock.forward(hours=2)
    (item,) = call_queue(desk).items
    assert (item.lead, item.local_time) == (lead, "09:00") and explain(desk, lead).dialable


def test_a_zone_said_by_hand_stands_above_the_number(desk: Desk, project: Project) -> None:
    lead = add_lead(desk, project, phones=(LONDON,))
    set_zone(desk, lead, "Los Angeles")
    (reason,) = explain(desk, lead).reasons
    assert reason.rule == "calling_hours" and "said by hand" in reason.says
    with pytest.raises(NotFound):
        set_zone(desk, new_key(), "Berlin")
    with pytest.raises(BadInput):
        set_zone(desk, lead, " ")
