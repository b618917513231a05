"""What was done with a lead so far, as the cadence's rules want it, and what follows from it by counting."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bdr_desk.domain.outcome import LIVE_CONVERSATIONS, NUMBER_IS_BAD, REACHED, Outcome
from bdr_desk.domain.words import Medium

FAILED = frozenset({Outcome.NO_ANSWER, Outcome.VOICEMAIL_LEFT, Outcome.GATEKEEPER})


@dataclass(frozen=True, repr=False)
class Attempt:
    """A dial: `at` UTC, `hour` on the person's wall clock (0 to 23), `number` E.164 or empty where it is not known."""

    at: datetime
    outcome: Outcome
    hour: int
    number: str = ""


@dataclass(frozen=True)
class Done:
    """A touch that was not a call; `at` UTC."""

    medium: Medium
    at: datetime


@dataclass(frozen=True, repr=False)
class History:
    """`attempts` and `touches` (those that were not calls) oldest first; `step` touches of the cadence are done or left out;
    `earlier` calls of which only the number is known. `others_called` (UTC) and `others_touched` (calls included) are the
    account's other contacts."""

    attempts: tuple[Attempt, ...] = ()
    touches: tuple[Done, ...] = ()
    step: int = 0
    earlier: int = 0
    others_called: tuple[datetime, ...] = ()
    others_touched: int = 0


def attempt(at: datetime, outcome: Outcome, zone: ZoneInfo, number: str = "") -> Attempt:
    """An attempt at `at` (aware), its hour read off the wall clock of `zone`."""
    return Attempt(at, outcome, at.astimezone(zone).hour, number)


def with_call(history: History, call: Attempt) -> History:
    return replace(history, attempts=(*history.attempts, call))


def last_event(history: History) -> datetime | None:
    """When this person was last touched in any medium (UTC)."""
    ends = [*(a.at for a in history.attempts[-1:]), *(t.at for t in history.touches[-1:])]
    return max(ends, default=None)


def talked_at(history: History) -> datetime | None:
    """When we last talked with this person (UTC); None: never. What is counted begins anew there."""
    return next((a.at for a in reversed(history.attempts) if a.outcome in LIVE_CONVERSATIONS), None)


def tries(history: History) -> int:
    """Calls since we last talked that could have been answered: a dead or a wrong number is no try."""
    talked = talked_at(history)
    counted = [a for a in _since(history.attempts, talked) if a.outcome not in NUMBER_IS_BAD]
    return len(counted) + (0 if talked else history.earlier)


def touched(history: History) -> int:
    """Touches of all media since we last talked, calls included."""
    talked = talked_at(history)
    events = (*_since(history.attempts, talked), *(t for t in history.touches if not talked or t.at > talked))
    return len(events) + (0 if talked else history.earlier)


def _since(attempts: Iterable[Attempt], talked: datetime | None) -> list[Attempt]:
    return [a for a in attempts if talked is None or a.at > talked]


def failed_hours(history: History, busy_times: int) -> tuple[int, ...]:
    """The local hours in which this person was not reached, the latest failure last; a later success takes an hour out.

    A line that is busy more than `busy_times` in a row counts as not answered.
    """
    failed: dict[int, None] = {}
    busy = 0
    for each in history.attempts:
        busy = busy + 1 if each.outcome is Outcome.BUSY else 0
        if each.outcome in FAILED or busy > busy_times:
            failed.pop(each.hour, None)
            failed[each.hour] = None
        elif each.outcome in REACHED:
            failed.pop(each.hour, None)
    return tuple(failed)


def busy_in_a_row(history: History) -> int:
    """How many of the last calls found the line busy."""
    others = (n for n, a in enumerate(reversed(history.attempts)) if a.outcome is not Outcome.BUSY)
    return next(others, len(history.attempts))


def dead_days(history: History, number: str, zone: ZoneInfo) -> frozenset[date]:
    """The days (local to the person) on which `number` was found dead."""
    dead = (a for a in history.attempts if a.outcome is Outcome.BAD_NUMBER and a.number == number)
    return frozenset(a.at.astimezone(zone).date() for a in dead)


def dead_today(history: History, now: datetime, zone: ZoneInfo) -> frozenset[str]:
    """The numbers found dead on the local day of `now`: they are not dialled again before tomorrow."""
    today = now.astimezone(zone).date()
    return frozenset(a.number for a in history.attempts if today in dead_days(history, a.number, zone))


def voicemails(history: History) -> int:
    """Messages left since we last talked."""
    return sum(a.outcome is Outcome.VOICEMAIL_LEFT for a in _since(history.attempts, talked_at(history)))
