"""What holds for every cadence, every calling window and whatever the calls come to: a lead is worked to its end."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bdr_desk.domain.cadence import (
    Cadence,
    Circumstances,
    Done,
    History,
    Step,
    after_touch,
    history_after,
    next_step,
)
from bdr_desk.domain.cadence.history import failed_hours, tries
from bdr_desk.domain.cadence.plan import CALLING
from bdr_desk.domain.cadence.times import after
from bdr_desk.domain.outcome import REACHED, Outcome
from bdr_desk.domain.words import Medium, Next, Stage
from tests.domain.cadence.hours import Open
from tests.domain.cadence.making import cadences, open_hours

starts = st.integers(0, 366 * 24 * 60).map(lambda n: datetime(2027, 1, 1, tzinfo=UTC) + timedelta(minutes=n))
outcomes = st.lists(st.sampled_from(tuple(Outcome)), max_size=25)
SAME_HOUR = REACHED | {Outcome.BUSY, Outcome.WRONG_NUMBER, Outcome.BAD_NUMBER}


def call_ended(
    cadence: Cadence, history: History, outcome: Outcome, around: Circumstances
) -> tuple[History, Step]:
    """A promise is for the next time that calling hours are open in a day or two."""
    day = around.hours.next_open(around.now + timedelta(hours=30))
    there = replace(around, callback_at=day if outcome is Outcome.CALLBACK else None)
    step = next_step(cadence, history, outcome, there)
    if outcome is Outcome.CALLBACK:
        assert (step.next_kind, step.at) == (Next.CALLBACK, day)
    return replace(history_after(cadence, history, outcome, there), step=step.step), step


def check(cadence: Cadence, history: History, step: Step, around: Circumstances, hours: Open) -> None:
    """Due, waiting with a date, or ended with a reason; never past a cap, outside hours or in an hour that failed."""
    if step.next_kind is Next.NONE:
        assert step.at is None and step.ended and (step.why or step.says)
    else:
        assert step.at is not None and step.medium and step.at >= around.now
    assert step.says and step.stage
    if step.stage is Stage.CLOSED:
        asked = bool(history.attempts) and history.attempts[-1].outcome is Outcome.DO_NOT_CALL
        assert asked or tries(history) >= cadence.ends.min_attempts
    if step.at and step.medium in CALLING and step.next_kind is not Next.CALLBACK:
        assert hours.is_open(step.at)
        check_caps(cadence, history, step.at)
        check_hour(cadence, history, step.at, hours)


def check_caps(cadence: Cadence, history: History, at: datetime) -> None:
    caps = cadence.caps
    since = at - timedelta(days=caps.period_days)
    own = [a.at for a in history.attempts if a.at > since]
    account = own + [each for each in history.others_called if each > since]
    assert len(own) < caps.attempts_per_contact and len(account) < caps.attempts_per_account


def check_hour(cadence: Cadence, history: History, at: datetime, hours: Open) -> None:
    """An hour that failed only on the day of a busy line or a dead number, or when each hour has failed."""
    failed = failed_hours(history, cadence.retries.busy_times)
    local = at.astimezone(hours.zone)
    if local.hour not in failed:
        return
    last = history.attempts[-1]
    soon = last.outcome in SAME_HOUR and local.date() == last.at.astimezone(hours.zone).date()
    every = {hour for hour in range(24) if hours.start < (hour + 1) * 60 and hour * 60 < hours.end}
    assert soon or every <= set(failed)


@settings(max_examples=150, deadline=None)
@given(
    cadence=cadences(), hours=open_hours, start=starts, answers=outcomes, consents=st.sets(st.sampled_from(Medium)),
    barred=st.sets(st.sampled_from((Medium.EMAIL, Medium.CALL, Medium.LETTER)), max_size=2),
    others=st.integers(0, 25),
)  # fmt: skip
def test_no_lead_is_lost(
    cadence: Cadence, hours: Open, start: datetime, answers: list[Outcome], consents: set[Medium],
    barred: set[Medium], others: int,
) -> None:  # fmt: skip
    left_out = tuple((medium, "none known") for medium in sorted(barred))
    around = Circumstances(start, hours, left_out=left_out, consents=frozenset(consents))
    called = tuple(start - timedelta(hours=n) for n in range(others, 0, -1))
    history = History(others_called=called, others_touched=others)
    step = next_step(cadence, history, None, around)
    check(cadence, history, step, around, hours)
    for n in range(80):
        if step.at is None or step.medium is None:
            return
        assert step.medium not in barred
        around = replace(around, now=step.at)
        if step.medium in CALLING:
            outcome = answers[n] if n < len(answers) else Outcome.NO_ANSWER
            history, step = call_ended(cadence, history, outcome, around)
        else:
            medium = step.medium
            step = after_touch(cadence, history, medium, around)
            done = (*history.touches, Done(medium, around.now))
            history = replace(history, touches=done, step=step.step)
        check(cadence, history, step, around, hours)
        for due in step.also:
            assert due.medium not in barred
            history = replace(history, touches=(*history.touches, Done(due.medium, due.at)))
    raise AssertionError("it goes on and on")


@settings(deadline=None)
@given(
    cadence=cadences(), hours=open_hours, start=starts,
    outcome=st.sampled_from((Outcome.NO_ANSWER, Outcome.GATEKEEPER)),
)  # fmt: skip
def test_a_call_waits_as_long_as_its_rule_says(
    cadence: Cadence, hours: Open, start: datetime, outcome: Outcome
) -> None:
    called = hours.next_open(start)
    assert called is not None
    around = Circumstances(called, hours)
    step = next_step(cadence, History(), outcome, around)
    rule = cadence.retries.no_answer if outcome is Outcome.NO_ANSWER else cadence.retries.gatekeeper
    soonest = after(rule.wait, called, hours)
    if step.at and step.medium in CALLING and soonest:
        there, first = step.at.astimezone(hours.zone), soonest.astimezone(hours.zone)
        assert (
            there.date() >= first.date() if rule.wait.unit not in ("minutes", "hours") else step.at >= soonest
        )


@settings(deadline=None)
@given(
    cadence=cadences(), hours=open_hours, start=starts, before=outcomes, minutes=st.integers(1, 60 * 24 * 40)
)
def test_a_promise_is_kept_exactly(
    cadence: Cadence, hours: Open, start: datetime, before: list[Outcome], minutes: int
) -> None:
    promised = hours.next_open(start + timedelta(minutes=minutes))
    around = Circumstances(start, hours, callback_at=promised)
    history = History()
    for n, outcome in enumerate(before):
        then = replace(around, now=start - timedelta(days=len(before) - n))
        history = history_after(cadence, history, outcome, then)
    assert next_step(cadence, history, Outcome.CALLBACK, around).at == promised
    stands = replace(around, callback_at=None, promised_at=promised)
    assert next_step(cadence, history, None, stands).at == promised
