"""The next touch of the plan: which one, when, and what happens when there is none left."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bdr_desk.domain.cadence.case import Case, Due, End, Step
from bdr_desk.domain.cadence.history import busy_in_a_row, failed_hours, last_event, talked_at, touched, tries
from bdr_desk.domain.cadence.plan import AT_ONCE, CALLING, AllDone, Another, Retry, Touch, Unit, Wait
from bdr_desk.domain.cadence.times import after, begins, opening, spoken
from bdr_desk.domain.outcome import Outcome
from bdr_desk.domain.time_zones import day_of_month
from bdr_desk.domain.words import Medium, Next, Stage

TITLES: dict[Medium, str] = {
    Medium.CALL: "Call", Medium.VOICEMAIL: "Voicemail", Medium.EMAIL: "E-mail", Medium.LETTER: "Letter",
    Medium.NOTE: "Handwritten note", Medium.POSTCARD: "Postcard", Medium.ARTICLE: "Article",
    Medium.SOCIAL: "Social message", Medium.VISIT: "Visit", Medium.INVITATION: "Invitation",
}  # fmt: skip
_CALL_AGAIN = Touch(Medium.CALL, AT_ONCE, "Call again.")


def onward(case: Case, note: str, why: str, *, pulled: Medium | None = None) -> Step:
    """The next touch of the plan, or what comes when all are done. `note` says why a call comes when it does; a next touch
    by the medium `pulled` is due now if it would be within hours."""
    over = capped(case)
    if over:
        return over
    place, left_out = next_touch(case)
    if place is None:
        return replace_reasons(_all_done(case, note, why), left_out)
    touch = case.cadence.touches[place]
    if touch.medium is pulled and touch.wait.unit in (Unit.MINUTES, Unit.HOURS):
        touch = replace(touch, wait=AT_ONCE)
    step = _call(case, touch, note, why) if touch.medium in CALLING else _other_touch(case, touch, why)
    counted = f"touch {place + 1} of {len(case.cadence.touches)}"
    step = replace(step, step=place, new_reason=touch.new_reason)
    stated = ("a reason not used before is needed",) if touch.new_reason else ()
    return replace_reasons(step, (counted, *stated, *left_out))


def replace_reasons(step: Step, more: Sequence[str]) -> Step:
    return replace(step, reasons=(*step.reasons, *more))


def next_touch(case: Case) -> tuple[int | None, tuple[str, ...]]:
    """The place of the next touch that can be done, and why those before it are left out; None when there is none."""
    left_out: list[str] = []
    for place, touch in enumerate(case.cadence.touches[case.history.step :], case.history.step):
        reason = why_left_out(case, touch)
        if not reason:
            return place, tuple(left_out)
        left_out.append(f"{TITLES[touch.medium].lower()} left out: {reason}")
    return None, tuple(left_out)


def why_left_out(case: Case, touch: Touch) -> str:
    """Why this person cannot be touched so; empty when they can."""
    around = case.around
    calls = touch.medium in CALLING
    barred = dict(around.left_out)
    if reason := barred.get(touch.medium) or (barred.get(Medium.CALL) if calls else None):
        return reason
    if touch.consent and touch.medium not in around.consents:
        return "no consent noted"
    return "calling hours never meet" if calls and around.hours.next_open(around.now) is None else ""


# Calls


def _call(case: Case, touch: Touch, note: str, why: str) -> Step:
    waits = [(touch.wait, last_event(case.history) or case.around.now)]
    if case.last and (rule := rule_of(case, case.last.outcome)):
        waits.append((rule.wait, case.last.at))
    at, because = call_at(case, waits)
    step = call_step(case, at, _tried_everywhere(case, at) or note, why, (*_hours_say(case), *because))
    return replace(step, medium=touch.medium if at else None, do=touch.do)


def _tried_everywhere(case: Case, at: datetime | None) -> str:
    hour = at and at.astimezone(case.around.hours.zone).hour
    failed = failed_hours(case.history, case.cadence.retries.busy_times)
    return "every hour was tried: the one longest ago" if hour in failed else ""


def call_step(case: Case, at: datetime | None, note: str, why: str, reasons: tuple[str, ...] = ()) -> Step:
    """A call at `at` (UTC), None where calling hours never open; it is the plan's next touch where that is a call."""
    now, hours, place = case.around.now, case.around.hours, case.history.step
    if at is None:
        return Step(
            Stage.WORKING, Next.NONE, None, None, "calling hours never meet", "No common calling hours", place,
            reasons=reasons, ended=End.NO_HOURS,
        )  # fmt: skip
    fresh = last_event(case.history) is None and not case.history.earlier
    stage, kind = (Stage.NEW, Next.FRESH) if fresh else (Stage.WORKING, Next.RETRY)
    says = f"{spoken(at, now, hours.zone)} there" + (f", {note}" if note else "")
    next_place, _ = next_touch(case)
    planned = case.cadence.touches[next_place] if next_place is not None else _CALL_AGAIN
    touch = planned if planned.medium in CALLING else _CALL_AGAIN
    return Step(stage, kind, touch.medium, at, why, says, place, touch.do, reasons=reasons)


def call_at(
    case: Case, waits: Sequence[tuple[Wait, datetime]], *, keep: bool = False
) -> tuple[datetime | None, tuple[str, ...]]:
    """When to call, no sooner than each of `waits` after its moment, and what put it off; None where hours never open.

    A call moves to an hour that has not failed. `keep` keeps the time of day where it can: an hour of today is taken as it
    is (a busy line is tried soon, the other number at once), another day's only when it has not failed.
    """
    hours, now = case.around.hours, case.around.now
    failed = failed_hours(case.history, case.cadence.retries.busy_times)
    reckon = after if keep or not failed else begins
    moments = [at for at in (reckon(wait, moment, hours) for wait, moment in waits) if at]
    if len(moments) < len(waits):
        return None, ("no business day in sight",)
    earliest, because = _free_from(case, max(now, *moments))
    found = hours.next_open(earliest) if keep else None
    if found and _takes(case, found, failed):
        return found.astimezone(UTC), because
    found = opening(earliest, failed, _another(case), hours)
    return found and found.astimezone(UTC), because


def _takes(case: Case, at: datetime, failed: Sequence[int]) -> bool:
    zone = case.around.hours.zone
    local = at.astimezone(zone)
    return local.hour not in failed or local.date() == case.around.now.astimezone(zone).date()


def rule_of(case: Case, outcome: Outcome) -> Retry | None:
    """The rule for a call after `outcome`; a line that stays busy is like no answer."""
    retries = case.cadence.retries
    rules = {
        Outcome.NO_ANSWER: retries.no_answer, Outcome.VOICEMAIL_LEFT: retries.voicemail_left,
        Outcome.GATEKEEPER: retries.gatekeeper, Outcome.BAD_NUMBER: retries.bad_number,
        Outcome.CONVERSATION: retries.conversation,
        Outcome.BUSY: retries.no_answer if busy_in_a_row(case.history) > retries.busy_times else retries.busy,
    }  # fmt: skip
    return rules.get(outcome)


def _another(case: Case) -> Another | None:
    rule = rule_of(case, case.last.outcome) if case.last else None
    return (rule.another if rule else None) or case.cadence.retries.no_answer.another


def _hours_say(case: Case) -> tuple[str, ...]:
    failed = failed_hours(case.history, case.cadence.retries.busy_times)
    return (f"not reached at {', '.join(f'{hour}:00' for hour in sorted(failed))}",) if failed else ()


# Caps


def _free_from(case: Case, at: datetime) -> tuple[datetime, tuple[str, ...]]:
    """The first instant from `at` on when the caps of a period allow one more call, and the cap that put it off."""
    caps = case.cadence.caps
    period = timedelta(days=caps.period_days)
    own = [a.at for a in case.history.attempts]
    every = sorted((*own, *case.history.others_called))
    limits = (
        (own, caps.attempts_per_contact, "this person"), (every, caps.attempts_per_account, "the account"),
    )  # fmt: skip
    freed = [(calls[-most] + period, most, whom) for calls, most, whom in limits if len(calls) >= most]
    until, most, whom = max(freed, default=(at, 0, ""))
    if until <= at:
        return at, ()
    return until, (f"{most} calls to {whom} in {caps.period_days} days are the cap",)


def capped(case: Case) -> Step | None:
    """The end, when a cap on touches in all is met."""
    caps, history = case.cadence.caps, case.history
    if touched(history) + history.others_touched >= caps.touches_per_account:
        says = f"The account had {caps.touches_per_account} touches: the cap"
        return Step(
            Stage.WORKING, Next.NONE, None, None, "cap on touches to the account met", says, history.step,
            ended=End.CAP, reasons=(says,),
        )  # fmt: skip
    if touched(history) >= caps.touches_per_contact:
        return _no_response(case, End.CAP, f"{touched(history)} touches are the cap")
    return None


# Ends


def _all_done(case: Case, note: str, why: str) -> Step:
    """After the last touch: calls until the least are made, then what the cadence says."""
    ends, made = case.cadence.ends, tries(case.history)
    barred = why_left_out(case, _CALL_AGAIN)
    if barred:
        return _no_response(case, End.NO_RESPONSE, f"cannot be called: {barred}")
    if made < ends.min_attempts:
        reason = f"{made} of at least {ends.min_attempts} calls made"
        return replace_reasons(_call(case, _CALL_AGAIN, note, why), (reason,))
    if talked_at(case.history):
        return _revisit(case, f"{made} calls since you talked")
    return _ENDS[ends.all_done](case, f"{made} calls, all touches done")


def _rest(case: Case, reason: str) -> Step:
    rest = case.cadence.ends.rest
    at, because = call_at(case, [(rest, last_event(case.history) or case.around.now)])
    step = call_step(case, at, "", "rested after many tries", (reason, *because))
    return replace(step, says=f"{case.called} tries: rests {rest}") if at else step


def revisit(case: Case, wait: Wait, since: datetime, reason: str, why: str = "revisit") -> Step:
    """Kept, and called again `wait` after `since`."""
    hours, now = case.around.hours, case.around.now
    at, because = call_at(case, [(wait, since)], keep=True)
    local = (at or now).astimezone(hours.zone)
    says = f"Kept, comes back {day_of_month(local)} {local.year}" if at else "Kept; no common calling hours"
    return Step(
        Stage.NOT_READY, Next.RETRY if at else Next.NONE, Medium.CALL if at else None, at, why, says,
        case.history.step, do="Ask what has changed.", reasons=(reason, *because), ended=End.NO_RESPONSE,
    )  # fmt: skip


def _revisit(case: Case, reason: str) -> Step:
    return revisit(case, case.cadence.ends.revisit, last_event(case.history) or case.around.now, reason)


def _close(case: Case, reason: str) -> Step:
    return _no_response(case, End.NO_RESPONSE, reason)


def _no_response(case: Case, end: End, reason: str) -> Step:
    """Closed when enough calls were made, revisited when somebody has talked to us, else held with the reason."""
    ends, made, place = case.cadence.ends, tries(case.history), case.history.step
    if talked_at(case.history) and made >= ends.min_attempts:
        return replace(_revisit(case, reason), ended=end)
    if made < ends.min_attempts:
        says = f"Held: {reason}, {made} of {ends.min_attempts} calls made"
        return Step(Stage.WORKING, Next.NONE, None, None, reason, says, place, reasons=(reason,), ended=end)
    says = f"Closed: no response, {reason}"
    return Step(Stage.CLOSED, Next.NONE, None, None, "no response", says, place, reasons=(reason,), ended=end)


_ENDS = {
    AllDone.CLOSE: _close,
    AllDone.REST: _rest,
    AllDone.REVISIT: _revisit,
}


# Other media


def _other_touch(case: Case, touch: Touch, why: str) -> Step:
    """Due in the person's working hours: that is when a letter is opened and an e-mail read."""
    hours, now = case.around.hours, case.around.now
    waited = after(touch.wait, last_event(case.history) or now, hours)
    at = max(now, waited or now)
    at = (at if touch.wait == AT_ONCE else hours.next_open(at) or at).astimezone(UTC)
    fresh = last_event(case.history) is None and not case.history.earlier
    title = TITLES[touch.medium]
    return Step(
        Stage.NEW if fresh else Stage.WORKING, Next.FRESH if fresh else Next.RETRY, touch.medium, at,
        f"{title.lower()} due", f"{title} {spoken(at, now, hours.zone)} there", case.history.step, do=touch.do,
        reasons=(why,) if why else (),
    )  # fmt: skip


def goes_along(case: Case, medium: Medium, do: str) -> tuple[Due, ...]:
    """A touch right away beside the next one, where this person can be touched so and no cap is met."""
    consent = any(touch.consent for touch in case.cadence.touches if touch.medium is medium)
    if why_left_out(case, Touch(medium, AT_ONCE, do, consent=consent)):
        return ()
    if touched(case.history) >= case.cadence.caps.touches_per_contact:
        return ()
    return (Due(medium, case.around.now.astimezone(UTC), do),)
