"""A cadence as people read it: its touches, what follows each outcome, its caps and how it ends."""

from bdr_desk.domain.cadence.onward import TITLES
from bdr_desk.domain.cadence.plan import AT_ONCE, CALLING, AllDone, Another, Cadence, Retry, Touch
from bdr_desk.domain.outcome import TITLES as OUTCOMES
from bdr_desk.domain.outcome import Outcome
from bdr_desk.domain.words import Medium

_ANOTHER = {Another.HOUR: ", at another hour", Another.PART: ", in another part of the day"}
_RULES: tuple[tuple[Outcome, str], ...] = (
    (Outcome.BUSY, "busy"), (Outcome.NO_ANSWER, "no_answer"), (Outcome.VOICEMAIL_LEFT, "voicemail_left"),
    (Outcome.GATEKEEPER, "gatekeeper"), (Outcome.BAD_NUMBER, "bad_number"), (Outcome.CONVERSATION, "conversation"),
    (Outcome.NOT_INTERESTED, "not_interested"),
)  # fmt: skip


def touch_in_words(touch: Touch) -> str:
    """When it comes, and under which conditions: “2 business days later, with a new reason”."""
    conditions = (("with a new reason", touch.new_reason), ("where they have agreed to it", touch.consent))
    return ", ".join((_later(touch), *(says for says, holds in conditions if holds)))


def _later(touch: Touch) -> str:
    return "at once" if touch.wait == AT_ONCE else f"{touch.wait} later"


def retries_in_words(cadence: Cadence) -> tuple[tuple[str, str], ...]:
    """(outcome, what follows it)."""
    return tuple((OUTCOMES[outcome], _follows(cadence, outcome, field)) for outcome, field in _RULES)


def _follows(cadence: Cadence, outcome: Outcome, field: str) -> str:
    retries = cadence.retries
    rule: Retry = getattr(retries, field)
    when = "called again at once" if rule.wait == AT_ONCE else f"called again after {rule.wait}"
    says = when + (_ANOTHER[rule.another] if rule.another else "")
    if outcome is Outcome.BUSY:
        return f"{says}; busy more than {retries.busy_times} times in a row is like no answer"
    if outcome is Outcome.BAD_NUMBER:
        return f"{says}; dead on {retries.dead_days} days, it rests {retries.hold}"
    return says


def caps_in_words(cadence: Cadence) -> tuple[str, ...]:
    caps = cadence.caps
    return (
        f"At most {caps.attempts_per_contact} calls to a person and {caps.attempts_per_account} to an account "
        f"in {caps.period_days} days.",
        f"At most {caps.touches_per_contact} touches of a person and {caps.touches_per_account} of an account in all.",
    )


def ends_in_words(cadence: Cadence) -> str:
    ends = cadence.ends
    done = {
        AllDone.CLOSE: "the lead is closed",
        AllDone.REST: f"one more call every {ends.rest}",
        AllDone.REVISIT: f"one more call after {ends.revisit}",
    }
    return f"No lead is closed before {ends.min_attempts} calls. Who never answers: {done[ends.all_done]}."


def due_in_words(cadence: Cadence, step: int, medium: Medium) -> str:
    """A touch that is due and no call: “E-mail: answer what they asked”; empty for a call. `step` is its place in the plan."""
    if medium in CALLING:
        return ""
    planned = cadence.touches[step] if step < len(cadence.touches) else None
    if planned is None or planned.medium is not medium:
        return f"{TITLES[medium]} due"
    return f"{TITLES[medium]}: {planned.do.rstrip('.')}"


def medium_in_words(touch: Touch) -> str:
    return TITLES[touch.medium]
