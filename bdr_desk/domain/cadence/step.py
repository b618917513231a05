"""The step function: what an outcome causes, and what is next for a lead as it stands."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from bdr_desk.domain.cadence.case import Case, Circumstances, End, Others, Step
from bdr_desk.domain.cadence.history import (
    Done,
    History,
    attempt,
    busy_in_a_row,
    dead_days,
    dead_today,
    voicemails,
    with_call,
)
from bdr_desk.domain.cadence.onward import (
    call_at,
    call_step,
    capped,
    goes_along,
    next_touch,
    onward,
    replace_reasons,
    revisit,
)
from bdr_desk.domain.cadence.plan import AT_ONCE, CALLING, Cadence, default_cadence
from bdr_desk.domain.cadence.times import Hours, spoken
from bdr_desk.domain.outcome import Outcome
from bdr_desk.domain.words import Medium, Next, Stage
from bdr_desk.errors import BadInput

_UNANSWERED = frozenset({Outcome.NO_ANSWER, Outcome.VOICEMAIL_LEFT, Outcome.GATEKEEPER})
# After these a promise made before still stands.
_PROMISE_STANDS = _UNANSWERED | {Outcome.BUSY, Outcome.BAD_NUMBER}
_SECOND_MESSAGE = "A second voicemail needs a new reason: state it."


def next_step(cadence: Cadence, history: History, outcome: Outcome | None, around: Circumstances) -> Step:
    """What comes next after a call that has just ended with `outcome`, or (None) for a lead as it stands.

    `history` is before the call. Raises BadInput when a call back is promised for a time that is past or outside calling
    hours.
    """
    case = Case(cadence, _after_call(cadence, history, outcome, around), around)
    if outcome is Outcome.DO_NOT_CALL:
        return _do_not_call(case)
    if outcome is Outcome.CALLBACK:
        step = _callback(case)
        return replace(step, stage=around.with_rep) if around.with_rep else step
    if around.promised_at and _still_promised(outcome, around.promised_at, around.now):
        step = _promised(case, around.promised_at)
        return replace(step, stage=around.with_rep) if around.with_rep else step
    if around.with_rep:
        return _stays_with_rep(case, around.with_rep)
    return _as_it_stands(case) if outcome is None else _RULES[outcome](case)


def after_touch(cadence: Cadence, history: History, medium: Medium, around: Circumstances) -> Step:
    """What comes next after a touch other than a call, done now. It counts as the plan's next one if that is its medium."""
    case = Case(cadence, history, around)
    place, _ = next_touch(case)
    counts = place is not None and cadence.touches[place].medium is medium
    done = replace(
        history,
        touches=(*history.touches, Done(medium, around.now.astimezone(UTC))),
        step=place + 1 if place is not None and counts else history.step,
    )
    return next_step(cadence, done, None, around)


def history_after(cadence: Cadence, history: History, outcome: Outcome, around: Circumstances) -> History:
    """The history with the call that has just ended, its touch of the plan counted as done."""
    return _after_call(cadence, history, outcome, around)


def step_for(
    outcome: Outcome, hours: Hours, now: datetime, attempts: int, *, cadence: Cadence | None = None,
    history: History | None = None, callback_at: datetime | None = None, other_numbers: bool = False,
    with_rep: Stage | None = None,
) -> Step:  # fmt: skip
    """`next_step` where little is known: `attempts` counts this call; without a `history` the calls before it are counted,
    their hours unknown. Raises BadInput as `next_step` does."""
    plan = cadence or default_cadence()
    before = max(0, attempts - 1)
    known = history or History(earlier=before, step=min(before, len(plan.touches)))
    others = ("other",) if other_numbers else ()
    around = Circumstances(
        now, hours, other_numbers=others, callback_at=callback_at, with_rep=with_rep
    )  # fmt: skip
    return next_step(plan, known, outcome, around)


def _after_call(
    cadence: Cadence, history: History, outcome: Outcome | None, around: Circumstances
) -> History:
    if outcome is None:
        return history
    call = attempt(around.now.astimezone(UTC), outcome, around.hours.zone, around.number)
    called = with_call(history, call)
    return replace(called, step=_place_after(Case(cadence, called, around), outcome))


def _place_after(case: Case, outcome: Outcome) -> int:
    """A talk ends the plan, a no begins it anew, a try does its touch; a busy line and a wrong or dead number do nothing."""
    if outcome is Outcome.CONVERSATION:
        return len(case.cadence.touches)
    if outcome is Outcome.NOT_INTERESTED:
        return 0
    tried = outcome in _UNANSWERED | {Outcome.CALLBACK} or (outcome is Outcome.BUSY and _stays_busy(case))
    place, _ = next_touch(case)
    if tried and place is not None and case.cadence.touches[place].medium in CALLING:
        return place + 1
    return case.history.step


def _stays_busy(case: Case) -> bool:
    return busy_in_a_row(case.history) > case.cadence.retries.busy_times


def _still_promised(outcome: Outcome | None, promised: datetime, now: datetime) -> bool:
    return outcome is None or (outcome in _PROMISE_STANDS and promised > now)


def _as_it_stands(case: Case) -> Step:
    """What the last call caused still holds, but for what has been done since."""
    last = case.last
    if last is None:
        return _first(case)
    since = any(done.at >= last.at for done in case.history.touches)
    rule = _no_answer if since and last.outcome in _UNANSWERED else _RULES[last.outcome]
    return replace(rule(case), asks="")


def _first(case: Case) -> Step:
    return onward(case, "first call" if not case.called else "", "")


def _no_answer(case: Case) -> Step:
    return onward(case, "not the same hour", f"try {case.called + 1}")


def _busy(case: Case) -> Step:
    if _stays_busy(case):
        return replace_reasons(_no_answer(case), (f"busy {busy_in_a_row(case.history)} times in a row",))
    over = capped(case)
    if over or not case.last:
        return over or _first(case)
    at, because = call_at(case, [(case.cadence.retries.busy.wait, case.last.at)], keep=True)
    return call_step(case, at, "line was busy", "was busy", ("a busy line is tried soon", *because))


def _voicemail(case: Case) -> Step:
    """The message goes with an e-mail right away: the plan's next touch if that is one, else one beside it."""
    step = onward(case, "gives the message a day", "voicemail left", pulled=Medium.EMAIL)
    if step.next_kind is not Next.NONE and not _mailed_now(case, step):
        step = replace(
            step, also=goes_along(case, Medium.EMAIL, "Send the e-mail that goes with the voicemail.")
        )
    return replace(step, asks=_SECOND_MESSAGE) if voicemails(case.history) > 1 else step


def _mailed_now(case: Case, step: Step) -> bool:
    return step.medium is Medium.EMAIL and step.at == case.around.now


def _gatekeeper(case: Case) -> Step:
    step = onward(case, "another hour, maybe direct", "stopped by the gatekeeper")
    return replace_reasons(replace(step, account=Others.NEXT), ("somebody else there first",))


def _callback(case: Case) -> Step:
    at, hours, now = case.around.callback_at, case.around.hours, case.around.now
    if at is None:
        says = "You name the time; it comes first"
        return Step(Stage.WORKING, Next.CALLBACK, Medium.CALL, None, "", says, case.history.step)
    if at <= now:
        raise BadInput("That time has passed.", "Name a time from now on.")
    opens = hours.next_open(at)
    if opens != at:
        later = f" They open {spoken(opens, now, hours.zone)} there." if opens else ""
        raise BadInput(
            f"That is {at.astimezone(hours.zone):%H:%M} there, outside calling hours.",
            f"Name a time inside them.{later}",
        )
    return _promised(case, at)


def _promised(case: Case, at: datetime) -> Step:
    """A promise is kept to the minute, whatever caps and hours that failed say."""
    when = spoken(at, case.around.now, case.around.hours.zone)
    return Step(
        Stage.WORKING, Next.CALLBACK, Medium.CALL, at.astimezone(UTC), f"promised for {when}",
        f"{when} there; it comes first", case.history.step, do="Call as promised.", account=Others.WAIT,
        reasons=("a promise comes first",),
    )  # fmt: skip


def _conversation(case: Case) -> Step:
    talked = case.last.at if case.last else case.around.now
    at, because = call_at(case, [(case.cadence.retries.conversation.wait, talked)], keep=True)
    step = call_step(case, at, "follow up", "talked, follow up", ("they talked to us", *because))
    return replace(step, do="Follow up.", account=Others.WAIT, ended=End.REACHED)


def _not_interested(case: Case) -> Step:
    wait, said = case.cadence.retries.not_interested.wait, case.last.at if case.last else case.around.now
    step = revisit(case, wait, said, "said not now", "was not ready, revisit")
    return replace(step, ended=End.SAID_NO)


def _wrong_number(case: Case) -> Step:
    step = _other_number(case, "Number marked") or _no_number(case, "Number marked; needs a new one")
    return replace(step, marks_number=True)


def _bad_number(case: Case) -> Step:
    """Another number now. Without one: another day, and after so many separate days a rest; dead after that too, it is
    given up."""
    retries, last = case.cadence.retries, case.last
    days = len(dead_days(case.history, last.number, case.around.hours.zone)) if last else 0
    given_up = days > retries.dead_days
    other = _other_number(case, "Dead number")
    if other or given_up:
        step = other or _no_number(case, "Number marked; needs a new one")
        return replace(step, marks_number=given_up or days == retries.dead_days)
    return capped(case) or _another_day(case, held=days == retries.dead_days)


def _another_day(case: Case, *, held: bool) -> Step:
    retries, moment = case.cadence.retries, case.last.at if case.last else case.around.now
    at, because = call_at(case, [(retries.hold if held else retries.bad_number.wait, moment)])
    if not held:
        return call_step(case, at, "the line may work again", "number was dead", because)
    reason = f"number dead on {retries.dead_days} days"
    step = call_step(case, at, "", reason, (reason, *because))
    says = f"Dead on {retries.dead_days} days: held {retries.hold}"
    return replace(step, says=says if at else step.says, account=Others.NEXT)


def _other_number(case: Case, found: str) -> Step | None:
    """A call now to a number that was not dead today."""
    now, zone = case.around.now, case.around.hours.zone
    if set(case.around.other_numbers) <= dead_today(case.history, now, zone):
        return None
    over = capped(case)
    if over:
        return over
    at, because = call_at(case, [(AT_ONCE, now)], keep=True)
    step = call_step(case, at, "", "other number to try", because)
    if at is None:
        return step
    when = "now" if at == now else spoken(at, now, zone)
    return replace(step, says=f"{found}; next number {when}")


def _no_number(case: Case, says: str) -> Step:
    return Step(
        Stage.NO_NUMBER, Next.NONE, None, None, "no working number", says, case.history.step,
        account=Others.NEXT, ended=End.NO_NUMBER, reasons=("no working number",),
    )  # fmt: skip


def _do_not_call(case: Case) -> Step:
    says = "Never dialled again, by anyone"
    return Step(
        Stage.CLOSED, Next.NONE, None, None, "asked not to be called", says, case.history.step,
        ended=End.DO_NOT_CALL, reasons=("asked not to be called",),
    )  # fmt: skip


def _stays_with_rep(case: Case, stage: Stage) -> Step:
    """A call to a lead that a rep has (to confirm a meeting, say) does not take it back."""
    return Step(
        stage, Next.NONE, None, None, "", "Stays with the rep", case.history.step, ended=End.MEETING,
        account=Others.WAIT,
    )  # fmt: skip


_RULES: dict[Outcome, Callable[[Case], Step]] = {
    Outcome.NO_ANSWER: _no_answer,
    Outcome.BUSY: _busy,
    Outcome.VOICEMAIL_LEFT: _voicemail,
    Outcome.GATEKEEPER: _gatekeeper,
    Outcome.CALLBACK: _no_answer,  # on a later look: the promise itself is `promised_at`
    Outcome.CONVERSATION: _conversation,
    Outcome.NOT_INTERESTED: _not_interested,
    Outcome.WRONG_NUMBER: _wrong_number,
    Outcome.BAD_NUMBER: _bad_number,
    Outcome.DO_NOT_CALL: _do_not_call,
}
