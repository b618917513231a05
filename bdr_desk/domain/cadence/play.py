"""A lead played through the days of a cadence: what the editor shows before anybody is called."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bdr_desk.domain.cadence.case import Circumstances, End, Step
from bdr_desk.domain.cadence.history import Done, History
from bdr_desk.domain.cadence.onward import TITLES
from bdr_desk.domain.cadence.plan import CALLING, MEDIA, Cadence, Unit, Wait
from bdr_desk.domain.cadence.step import after_touch, history_after, next_step
from bdr_desk.domain.cadence.times import Hours, after
from bdr_desk.domain.outcome import Outcome
from bdr_desk.domain.words import Medium, Next, Stage

MOST_ROWS = 120  # who keeps promising to talk tomorrow is played no longer
EVERY_MEDIUM = frozenset(MEDIA)
_PROMISED = Wait(1, Unit.BUSINESS_DAYS)

Answers = Sequence[Outcome] | Mapping[int, Outcome] | Callable[[int, datetime], Outcome]


@dataclass(frozen=True)
class Played:
    """A row: `at` on the person's wall clock, `day` the business day counted from 1. `medium` is None on the last row, which
    says how it ends; `outcome` is what the call was assumed to come to, `call` its number from 0. `reasons` are the rules that
    had a word."""

    at: datetime
    day: int
    medium: Medium | None
    what: str
    outcome: Outcome | None
    why: str
    call: int | None = None
    reasons: tuple[str, ...] = ()


def play(
    cadence: Cadence, hours: Hours, start: datetime, outcomes: Answers = (), *,
    consents: frozenset[Medium] = EVERY_MEDIUM, left_out: tuple[tuple[Medium, str], ...] = (),
) -> tuple[Played, ...]:  # fmt: skip
    """A lead that comes at `start` (aware), played until it ends, is reached or is put off by months; at most `MOST_ROWS`.

    `outcomes` are what the calls come to, in order or by the number of the call (from 0), or a function of that number and
    the call's time; else nobody answers, and a message is left where that is planned. A call back is promised for the next
    business day at the same time.
    """
    around = Circumstances(start, hours, left_out=left_out, consents=consents)
    history, step = History(), next_step(cadence, History(), None, around)
    rows: list[Played] = []
    days = _Days(hours, start)
    while step.at and step.medium and not _over(step) and len(rows) < MOST_ROWS:
        around = replace(around, now=step.at, callback_at=None)
        row, history, step = _played(cadence, history, step, around, outcomes, days)
        rows.append(row)
        for due in step.also:
            rows.append(_row(days, due.at, due.medium, due.do, None, "goes with the voicemail"))
            history = replace(history, touches=(*history.touches, Done(due.medium, due.at)))
    end = _row(days, step.at or around.now, None, step.says, None, step.why or step.says)
    return (*rows, replace(end, reasons=step.reasons))


def _played(
    cadence: Cadence, history: History, step: Step, around: Circumstances, answers: Answers,
    days: "_Days",
) -> tuple[Played, History, Step]:  # fmt: skip
    """The row of `step`, the history with it done, and the step after it."""
    medium = step.medium or Medium.CALL
    why = step.why or "first touch"
    if medium not in CALLING:
        after_it = after_touch(cadence, history, medium, around)
        done = (*history.touches, Done(medium, around.now))
        row = _row(days, around.now, medium, step.do or TITLES[medium], None, why)
        row = replace(row, reasons=step.reasons)
        return row, replace(history, touches=done, step=after_it.step), after_it
    number = len(history.attempts)
    outcome = _outcome(answers, number, around.now, medium)
    if outcome is Outcome.CALLBACK:
        around = replace(around, callback_at=_promise(around))
        outcome = outcome if around.callback_at else Outcome.NO_ANSWER
    after_it = next_step(cadence, history, outcome, around)
    history = replace(history_after(cadence, history, outcome, around), step=after_it.step)
    row = _row(days, around.now, medium, step.do or TITLES[medium], outcome, why)
    return replace(row, call=number, reasons=step.reasons), history, after_it


def _promise(around: Circumstances) -> datetime | None:
    tomorrow = after(_PROMISED, around.now, around.hours)
    return tomorrow and around.hours.next_open(tomorrow)


def _over(step: Step) -> bool:
    later = step.stage is Stage.NOT_READY or step.ended is End.REACHED
    return step.next_kind is Next.NONE or later


def _outcome(answers: Answers, number: int, at: datetime, medium: Medium) -> Outcome:
    if callable(answers):
        return answers(number, at)
    given = answers if isinstance(answers, Mapping) else dict(enumerate(answers))
    if number in given:
        return given[number]
    return Outcome.VOICEMAIL_LEFT if medium is Medium.VOICEMAIL else Outcome.NO_ANSWER


class _Days:
    """Counts business days from the first one, each day once."""

    def __init__(self, hours: Hours, start: datetime) -> None:
        self.hours = hours
        self.reached = start.astimezone(hours.zone).date()
        self.count = 1

    def of(self, day: date) -> int:
        while self.reached < day:
            self.reached += timedelta(days=1)
            self.count += self.hours.is_business_day(self.reached)
        return self.count


def _row(
    days: _Days, at: datetime, medium: Medium | None, what: str, outcome: Outcome | None, why: str
) -> Played:
    local = at.astimezone(days.hours.zone)
    return Played(local, days.of(local.date()), medium, what, outcome, why)
