"""The sample project: believable, callable at any hour it is opened, and the same each time."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bdr_desk.app import open_demo
from bdr_desk.demo import sample_clock
from bdr_desk.queries.leads import lead_view
from bdr_desk.queries.list_grade import autopsy
from bdr_desk.queries.meetings import free_slots
from bdr_desk.queries.queue import call_queue
from bdr_desk.queries.scorecards import card_named, scorecards
from bdr_desk.telephony.line import LineState
from bdr_desk.telephony.simulated import SimulatedLine

TUESDAY_MORNING = datetime(2027, 4, 6, 14, 30, tzinfo=UTC)
SUNDAY_NIGHT = datetime(2027, 4, 11, 3, 0, tzinfo=UTC)
CHRISTMAS_WEEK = datetime(2026, 12, 29, 22, 0, tzinfo=UTC)


@pytest.mark.parametrize("now", [TUESDAY_MORNING, SUNDAY_NIGHT, CHRISTMAS_WEEK])
def test_there_is_somebody_to_call_at_any_hour(tmp_path: Path, now: datetime) -> None:
    desk = open_demo(tmp_path, now)
    items = call_queue(desk).items
    desk.store.close()
    assert items[0].name == "Ada Okafor" and items[0].why == ("Promised for 09:30",)
    assert {item.kind for item in items} == {"callback", "retry", "fresh"}
    assert len(items) >= 7


def test_accounts_have_people_history_and_a_rep_with_free_time(tmp_path: Path) -> None:
    desk = open_demo(tmp_path, TUESDAY_MORNING)
    view = lead_view(desk, call_queue(desk).items[0].lead)
    assert len(view.people) == 4 and {person.state for person in view.people} >= {
        "current",
        "reached",
        "never",
    }
    assert len(view.history) == 3 and view.definition is not None and view.rep_name == "Rob Hale"
    assert view.rep is not None and len(free_slots(desk, view.lead, view.rep)) == 3
    desk.store.close()


def test_a_bought_list_waits_with_what_is_wrong_with_it(tmp_path: Path) -> None:
    desk = open_demo(tmp_path, TUESDAY_MORNING)
    cards = scorecards(desk)
    bought, expo = (
        autopsy(desk, card_named(cards, name).key)
        for name in ("Dock buyers, bought", "Dock & Yard Expo, spring")
    )
    assert (expo.grade.letter, bought.grade.letter, bought.released_at) == ("A", "F", None)
    assert {"fictional_name", "job_seeker", "already_known", "missing_company"} <= set(bought.figures.by_rule)
    assert all(card.score.cost_cents and card.score.currency == "USD" for card in cards)
    desk.store.close()


def test_opened_again_it_is_the_same_desk(tmp_path: Path) -> None:
    open_demo(tmp_path, TUESDAY_MORNING).store.close()
    desk = open_demo(tmp_path, TUESDAY_MORNING + timedelta(minutes=5))
    assert call_queue(desk).items[0].name == "Ada Okafor"
    desk.store.close()


def test_sample_clock_never_stands_before_what_happened() -> None:
    newest = SUNDAY_NIGHT - timedelta(minutes=1)
    assert sample_clock(lambda: SUNDAY_NIGHT, newest)() == newest
    assert sample_clock(lambda: TUESDAY_MORNING, None)() == TUESDAY_MORNING


@pytest.mark.parametrize(
    ("number", "ends"),
    [
        ("+16175550142", [LineState.DIALLING, LineState.RINGING, LineState.TALKING]),
        ("+16175550181", [LineState.DIALLING, LineState.RINGING, LineState.ENDED]),
        ("+16175550190", [LineState.DIALLING, LineState.RINGING]),
    ],
)
def test_simulated_line(number: str, ends: list[LineState]) -> None:
    heard: list[LineState] = []
    SimulatedLine(lambda _seconds, what: what()).dial(number, lambda news: heard.append(news.state))
    assert heard == ends


def test_late_news_of_a_call_that_was_hung_up_is_dropped() -> None:
    waiting = []
    heard: list[LineState] = []
    line = SimulatedLine(lambda _seconds, what: waiting.append(what))
    line.dial("+16175550142", lambda news: heard.append(news.state))
    line.hang_up()
    for late in waiting:
        late()
    assert heard == [LineState.DIALLING, LineState.ENDED]
