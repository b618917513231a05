"""A lead played through the days."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bdr_desk import paths
from bdr_desk.domain.cadence import Cadence, default_cadence, play
from bdr_desk.domain.cadence.play import MOST_ROWS
from bdr_desk.domain.outcome import Outcome
from bdr_desk.domain.words import Medium
from bdr_desk.files.cadence_file import read_cadence
from tests.domain.cadence.hours import Open
from tests.domain.cadence.making import cadences, open_hours

BOSTON = Open()
TUESDAY_TEN = datetime(2027, 4, 6, 14, 0, tzinfo=UTC)


def shipped(name: str) -> Cadence:
    return read_cadence(paths.resources() / "cadences" / f"{name}.toml")


def test_outbound_is_a_month_of_mixed_media() -> None:
    rows = play(shipped("outbound"), BOSTON, TUESDAY_TEN)
    calls = [row for row in rows if row.outcome]
    assert (len(shipped("outbound").touches), len(calls), rows[-1].day) == (12, 8, 29)
    assert rows[-1].what == "Closed: no response, 8 calls, all touches done"
    assert len({row.at.hour for row in calls}) == 8, "each at another hour"


def test_inbound_is_called_within_minutes_and_six_times_in_five_days() -> None:
    rows = play(shipped("inbound"), BOSTON, TUESDAY_TEN)
    calls = [row for row in rows if row.outcome]
    assert (rows[0].at - TUESDAY_TEN).total_seconds() == 5 * 60
    assert (len(calls), calls[-1].day) == (6, 5)
    assert rows[-1].what == "Kept, comes back 13 Oct 2027"


def test_nurture_without_consent_writes_no_email() -> None:
    asked = play(shipped("nurture"), BOSTON, TUESDAY_TEN)
    unasked = play(shipped("nurture"), BOSTON, TUESDAY_TEN, consents=frozenset())
    media = {row.medium for row in asked}
    assert {Medium.EMAIL, Medium.SOCIAL, Medium.NOTE, Medium.LETTER, Medium.VISIT} <= media
    assert not {row.medium for row in unasked} & {Medium.EMAIL, Medium.SOCIAL}
    assert 7 <= len(asked) - 1 <= 21 and 6 <= (asked[-2].at - asked[0].at).days / 30 <= 12


def test_a_talk_ends_the_plan_with_a_follow_up() -> None:
    rows = play(default_cadence(), BOSTON, TUESDAY_TEN, [Outcome.BUSY, Outcome.CONVERSATION])
    assert [(row.outcome, row.what) for row in rows] == [
        (Outcome.BUSY, "First call."),
        (Outcome.CONVERSATION, "First call."),
        (None, "13 Apr 10:30 there, follow up"),
    ]


def test_a_promise_is_for_the_next_business_day() -> None:
    friday = datetime(2027, 12, 24, 15, 0, tzinfo=UTC)
    off = Open(off=frozenset({date(2027, 12, 27)}))
    rows = play(default_cadence(), off, friday, [Outcome.CALLBACK, Outcome.DO_NOT_CALL])
    assert [f"{row.at:%d %H:%M}" for row in rows[:2]] == ["24 10:00", "28 10:00"]
    assert rows[1].why == "promised for Tue 10:00" and rows[1].day == 2
    assert rows[-1].what == "Never dialled again, by anyone"


def test_the_email_stands_beside_its_voicemail() -> None:
    rows = play(default_cadence(), BOSTON, TUESDAY_TEN, [Outcome.VOICEMAIL_LEFT])
    assert [row.medium for row in rows[:3]] == [Medium.CALL, Medium.EMAIL, Medium.CALL]
    assert rows[1].why == "goes with the voicemail"


def test_who_always_promises_is_played_no_longer_than_that() -> None:
    assert len(play(default_cadence(), BOSTON, TUESDAY_TEN, lambda *_: Outcome.CALLBACK)) == MOST_ROWS + 1


@pytest.mark.parametrize("name", ["outbound", "inbound", "nurture"])
@pytest.mark.parametrize("outcome", list(Outcome))
def test_the_shipped_ones_end_whatever_happens(name: str, outcome: Outcome) -> None:
    rows = play(shipped(name), BOSTON, TUESDAY_TEN, lambda *_: outcome)
    assert rows[-1].medium is None and rows[-1].what


@settings(max_examples=100, deadline=None)
@given(
    cadence=cadences(), hours=open_hours, outcomes=st.lists(st.sampled_from(tuple(Outcome)), max_size=15),
    minutes=st.integers(0, 366 * 24 * 60),
)  # fmt: skip
def test_a_play_goes_forward_and_ends(
    cadence: Cadence, hours: Open, outcomes: list[Outcome], minutes: int
) -> None:
    start = datetime.fromtimestamp(1_800_000_000 + minutes * 60, UTC)
    rows = play(cadence, hours, start, outcomes)
    assert rows == play(cadence, hours, start, outcomes)
    times = [row.at for row in rows]
    assert times == sorted(times) and [row.day for row in rows] == sorted(row.day for row in rows)
    assert rows[-1].medium is None and rows[-1].what and len(rows) <= MOST_ROWS
