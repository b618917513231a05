"""Rank: who comes first, by one score whose parts have names.

Tiers never mix: a promise outranks everything, and a filler list waits until nothing else is left. Within a tier the parts add
up. Every part is counted from fixed days, not from today: what ages, ages for all alike, so that a score stays right while it
is stored. Points are hundredths; what depends on the hour (`swing`) is added when the queue is read.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import IntEnum
from typing import Any, NamedTuple

from bdr_desk.domain.words import Next
from bdr_desk.errors import BadInput


class Tier(IntEnum):
    FILLER = 0  # cold lists, for when the queue runs dry
    FRESH = 1
    DUE = 2  # the next step of the cadence
    TRIGGER = 3  # they replied, their revisit date has come, they turned up on a list again
    INBOUND = 4  # they asked to be called: a clock runs
    PROMISE = 5  # a time was promised


class Trigger:
    REPLY, REVISIT, REAPPEARED = "reply", "revisit", "reappeared"


TRIGGER_SAYS = {
    Trigger.REPLY: "They replied", Trigger.REVISIT: "The day to come back to them is here",
    Trigger.REAPPEARED: "Turned up on another list",
}  # fmt: skip
INBOUND, NORMAL, FILLER = "inbound", "normal", "filler"  # tiers of lists
LIST_TIERS = {
    INBOUND: "They asked to be called: they come before all but promises, with a clock that runs.",
    NORMAL: "Called in the order of their rank.",
    FILLER: "Cold names, for when nobody else is left to call.",
}
MOST_PRIORITY = 2  # steps up or down, among the lists of a tier
MOST_SWING = 5_000  # hundredths: what best hour and lunch together may move
_TIER = 10**12
_MINUTE = 60_000_000  # in microseconds, as are all times here
_DAY, _WEEK = 1_440 * _MINUTE, 7 * 1_440 * _MINUTE
PROMISES_BELOW = -(Tier.PROMISE * _TIER - _TIER // 2)  # the turn of every promise, and of nobody else
_BEGINNING = 18_262 * _DAY  # 2020-01-01, from which arrivals and waiting are counted


@dataclass(frozen=True)
class Weights:
    """Points, as a project sets them. `waiting` per day a step is overdue, `arrival` per week somebody came later; `heat` for
    an account where somebody was reached; `best_hour` and `lunch` at most; `response_minutes` is the clock of inbound leads.
    """

    fit: int = 1
    heat: int = 30
    list_priority: int = 20
    arrival: int = 1
    waiting: int = 10
    trigger: int = 25
    best_hour: int = 25
    lunch: int = 15
    response_minutes: int = 15

    def as_json(self) -> dict[str, int]:
        return asdict(self)


def weights_from(kept: Mapping[str, Any]) -> Weights:
    """`kept` as the project has it; what it leaves out is the default. Raises BadInput."""
    known = {part.name for part in fields(Weights)}
    for name, value in kept.items():
        if name not in known:
            raise BadInput(
                f"“{name}” is not a part of the rank.", "There are: " + ", ".join(sorted(known)) + "."
            )
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 1_000:
            raise BadInput(f"The weight of {name} is {value}.", "Give a whole number from 0 to 1000.")
    weights = Weights(**kept)
    if (weights.best_hour + weights.lunch) * 100 > MOST_SWING:
        raise BadInput("Best hour and lunch weigh more than 50 together.", "Give them less.")
    return weights


class Ranked(NamedTuple):
    """What the rank of a lead is made of. Times in microseconds since 1970 UTC; `heat_at` is when somebody else of the account
    was last reached."""

    next_kind: str
    next_at: int | None
    arrived_at: int
    fit: int | None = None
    list_tier: str = NORMAL
    list_priority: int = 0
    heat_at: int | None = None
    trigger: str = ""
    triggered_at: int | None = None
    attempts: int = 0

    def __repr__(self) -> str:
        return "<Ranked>"


class Part(NamedTuple):
    """`points` in hundredths."""

    name: str
    points: int
    says: str

    def __repr__(self) -> str:
        return "<Part>"


def tier_of(lead: Ranked) -> Tier:
    if lead.next_kind == Next.CALLBACK:
        return Tier.PROMISE
    if lead.list_tier == INBOUND and lead.attempts == 0:
        return Tier.INBOUND
    if lead.trigger:
        return Tier.TRIGGER
    if lead.next_kind == Next.RETRY:
        return Tier.DUE
    return Tier.FILLER if lead.list_tier == FILLER else Tier.FRESH


def turn(lead: Ranked, weights: Weights) -> int:
    """The place in the queue as a number: the lower, the sooner."""
    tier = tier_of(lead)
    return -(tier * _TIER + sum(part.points for part in _parts(lead, weights, tier, _BEGINNING)))


def parts(lead: Ranked, weights: Weights, now: int) -> tuple[Part, ...]:
    """The parts as they stand at `now`, the weightiest first: they add up to the score but for what is the same for all."""
    found = [part for part in _parts(lead, weights, tier_of(lead), now) if part.points]
    return tuple(sorted(found, key=lambda part: -abs(part.points)))


def response_due(lead: Ranked, weights: Weights) -> int:
    """When an inbound lead should have been called, in microseconds."""
    return (lead.triggered_at or lead.arrived_at) + weights.response_minutes * _MINUTE


def _parts(lead: Ranked, weights: Weights, tier: Tier, since: int) -> list[Part]:
    if tier is Tier.PROMISE:
        return [Part("promise", _sooner(lead.next_at or since, since), "The earliest promise first")]
    if tier is Tier.INBOUND:
        due = response_due(lead, weights)
        return [Part("response", _sooner(due, since), f"Call within {weights.response_minutes} minutes")]
    weeks = (lead.arrived_at - since) // _WEEK
    found = [
        Part("fit", 100 * weights.fit * (lead.fit or 0), f"Fits the ideal customer {lead.fit or 0} of 100"),
        Part("heat", 100 * weights.heat if lead.heat_at else 0, "Somebody else there was reached"),
        Part("list", 100 * weights.list_priority * lead.list_priority, "The list's priority"),
        Part("arrival", 100 * weights.arrival * weeks, _weeks_ago(weeks)),
    ]
    if tier is Tier.TRIGGER:
        found.append(Part("trigger", 100 * weights.trigger, TRIGGER_SAYS.get(lead.trigger, lead.trigger)))
    if tier is Tier.DUE:
        waited = since - (lead.next_at or since)
        found.append(Part("waiting", 100 * weights.waiting * waited // _DAY, "Waiting since it was due"))
    return found


def _sooner(at: int, since: int) -> int:
    """A minute weighs more than all that depends on the hour."""
    return (since - at) // _MINUTE * 2 * MOST_SWING


def _weeks_ago(weeks: int) -> str:
    return "Came this week" if weeks >= 0 else f"Came {-weeks} week{'s' if weeks < -1 else ''} ago"
