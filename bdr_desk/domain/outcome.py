"""How a call ended and what that causes. The wrap-up bar shows the consequence with the same rule that will run."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bdr_desk.domain.calling_hours import Window, clock_there, is_open, next_open
from bdr_desk.domain.time_zones import day_name, day_of_month
from bdr_desk.domain.words import Next, Stage
from bdr_desk.errors import BadInput

BUSY_RETRY_MINUTES = 30
REST_AFTER_ATTEMPTS = 8  # unanswered tries in a row wear a number out: it rests
REST_DAYS = 30
REVISIT_DAYS = 182  # seed practice: a lead that is not ready is revisited after 6 to 12 months


class Outcome(StrEnum):
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    VOICEMAIL_LEFT = "voicemail_left"
    GATEKEEPER = "gatekeeper"
    CALLBACK = "callback"
    CONVERSATION = "conversation"
    NOT_INTERESTED = "not_interested"
    WRONG_NUMBER = "wrong_number"
    BAD_NUMBER = "bad_number"
    DO_NOT_CALL = "do_not_call"


TITLES: dict[Outcome, str] = {
    Outcome.NO_ANSWER: "No answer",
    Outcome.BUSY: "Busy",
    Outcome.VOICEMAIL_LEFT: "Voicemail",
    Outcome.GATEKEEPER: "Gatekeeper",
    Outcome.CALLBACK: "Call back",
    Outcome.CONVERSATION: "Talked",
    Outcome.NOT_INTERESTED: "Not now",
    Outcome.WRONG_NUMBER: "Wrong person",
    Outcome.BAD_NUMBER: "Dead number",
    Outcome.DO_NOT_CALL: "Do not call",
}

# Somebody in charge of their own time spoke with us: at least one fact, or the reason why there is none.
# A bare promise ("call me at three") is not yet a conversation.
LIVE_CONVERSATIONS = frozenset({Outcome.CONVERSATION, Outcome.NOT_INTERESTED})
REACHED = LIVE_CONVERSATIONS | {Outcome.CALLBACK}
WITH_REP = (Stage.MEETING, Stage.ACCEPTED)
NUMBER_IS_BAD = frozenset({Outcome.WRONG_NUMBER, Outcome.BAD_NUMBER})


@dataclass(frozen=True)
class Situation:
    """What the rule needs to know. `now` aware; `attempts` counts this call; `callback_at` aware, for call backs only;
    `with_rep` is the stage of a lead that was passed (meeting, accepted), else None."""

    now: datetime
    attempts: int
    zones: tuple[str, ...]
    window: Window
    other_numbers: bool = False
    callback_at: datetime | None = None
    with_rep: Stage | None = None


@dataclass(frozen=True)
class Consequence:
    """`next_at` UTC. `says` is for the wrap-up bar, `why` stands in the queue when the time comes."""

    stage: Stage
    next_kind: Next
    next_at: datetime | None
    says: str
    why: str


def consequence(outcome: Outcome, situation: Situation) -> Consequence:
    """What `outcome` causes. Raises BadInput when a call back has no time, or one that is past or outside calling hours."""
    result = _RULES[outcome](situation)
    if situation.with_rep and outcome is not Outcome.DO_NOT_CALL:
        return _stays_with_rep(situation.with_rep, outcome, result)
    return result


def _stays_with_rep(stage: Stage, outcome: Outcome, result: Consequence) -> Consequence:
    """A call to a lead that a rep has (to confirm a meeting, say) does not take it back; a promise is kept all the same."""
    if outcome is Outcome.CALLBACK:
        return replace(result, stage=stage)
    return Consequence(stage, Next.NONE, None, "Stays with the rep", "")


def _no_answer(s: Situation) -> Consequence:
    return _tired(s) or _retry(
        s, _other_half(s, working_days=1), "not the same hour", f"try {s.attempts + 1}"
    )


def _busy(s: Situation) -> Consequence:
    return _retry(s, s.now + timedelta(minutes=BUSY_RETRY_MINUTES), "line was busy", "was busy")


def _voicemail(s: Situation) -> Consequence:
    return _tired(s) or _retry(s, _other_half(s, working_days=2), "gives the message a day", "voicemail left")


def _gatekeeper(s: Situation) -> Consequence:
    return _retry(
        s, _other_half(s, working_days=1), "another hour, maybe direct", "stopped by the gatekeeper"
    )


def _callback(s: Situation) -> Consequence:
    at = s.callback_at
    if at is None:
        return Consequence(Stage.WORKING, Next.CALLBACK, None, "You name the time; it comes first", "")
    if at <= s.now:
        raise BadInput("That time has passed.", "Name a time from now on.")
    if not is_open(s.window, s.zones, at):
        raise BadInput(
            f"That is {clock_there(s.zones, at)} there, outside calling hours ({s.window}, working days).",
            "Name a time inside them.",
        )
    when = spoken(at, s)
    return Consequence(
        Stage.WORKING,
        Next.CALLBACK,
        at.astimezone(UTC),
        f"{when} there; it comes first",
        f"promised for {when}",
    )


def _conversation(s: Situation) -> Consequence:
    return _retry(s, _on_working_day(s, 5, s.now), "follow up", "talked, follow up")


def _not_interested(s: Situation) -> Consequence:
    at = _opening(s, s.now + timedelta(days=REVISIT_DAYS))
    local = (at or s.now).astimezone(_zone(s))
    says = f"Kept, comes back {day_of_month(local)} {local.year}"
    return Consequence(Stage.NOT_READY, Next.RETRY if at else Next.NONE, at, says, "was not ready, revisit")


def _wrong_number(s: Situation) -> Consequence:
    if s.other_numbers:
        return Consequence(
            Stage.WORKING, Next.RETRY, s.now, "Number marked; next number now", "other number to try"
        )
    return Consequence(
        Stage.NO_NUMBER, Next.NONE, None, "Number marked; needs a new one", "no working number"
    )


def _do_not_call(_s: Situation) -> Consequence:
    return Consequence(
        Stage.CLOSED, Next.NONE, None, "Never dialled again, by anyone", "asked not to be called"
    )


_RULES: dict[Outcome, Callable[[Situation], Consequence]] = {
    Outcome.NO_ANSWER: _no_answer,
    Outcome.BUSY: _busy,
    Outcome.VOICEMAIL_LEFT: _voicemail,
    Outcome.GATEKEEPER: _gatekeeper,
    Outcome.CALLBACK: _callback,
    Outcome.CONVERSATION: _conversation,
    Outcome.NOT_INTERESTED: _not_interested,
    Outcome.WRONG_NUMBER: _wrong_number,
    Outcome.BAD_NUMBER: _wrong_number,
    Outcome.DO_NOT_CALL: _do_not_call,
}


def _tired(s: Situation) -> Consequence | None:
    if s.attempts < REST_AFTER_ATTEMPTS:
        return None
    at = _opening(s, s.now + timedelta(days=REST_DAYS))
    return Consequence(
        Stage.WORKING,
        Next.RETRY if at else Next.NONE,
        at,
        f"{s.attempts} tries: rests {REST_DAYS} days",
        "rested after many tries",
    )


def _retry(s: Situation, at: datetime, reason: str, why: str) -> Consequence:
    opens = _opening(s, at)
    if opens is None:
        return Consequence(
            Stage.WORKING, Next.NONE, None, "No common calling hours", "calling hours never meet"
        )
    return Consequence(Stage.WORKING, Next.RETRY, opens, f"{spoken(opens, s)} there, {reason}", why)


def _opening(s: Situation, at: datetime) -> datetime | None:
    return next_open(s.window, s.zones, at)


def _zone(s: Situation) -> ZoneInfo:
    return ZoneInfo(s.zones[0])


def _other_half(s: Situation, working_days: int) -> datetime:
    """A working day later, in the half of the day that was not tried: mornings after afternoons and the other way round."""
    morning = s.now.astimezone(_zone(s)).hour < 12
    return _on_working_day(s, working_days, s.now, time(14, 0) if morning else time(9, 30))


def _on_working_day(s: Situation, days: int, now: datetime, at: time | None = None) -> datetime:
    """`days` calling days later, local to the person, at `at` or the same time of day."""
    local = now.astimezone(_zone(s))
    day = local.date()
    while days:
        day += timedelta(days=1)
        days -= str(day.weekday()) in s.window.days
    return datetime.combine(day, at or local.time().replace(second=0, microsecond=0), _zone(s))


def spoken(at: datetime, s: Situation) -> str:
    """A time as a person says it where the lead is: “11:00”, “tomorrow 14:00”, “Thu 14:00”, “12 Jun 14:00”."""
    local, today = at.astimezone(_zone(s)), s.now.astimezone(_zone(s)).date()
    away = (local.date() - today).days
    clock = f"{local:%H:%M}"
    if away == 0:
        return clock
    if away == 1:
        return f"tomorrow {clock}"
    return f"{day_name(local) if away < 7 else day_of_month(local)} {clock}"
