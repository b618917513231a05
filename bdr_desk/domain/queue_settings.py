"""What a project asks of its queue: weights, the gap between two calls into one account, how the desk goes on after a call."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bdr_desk.domain.calling_policy import Policy
from bdr_desk.domain.rank import Weights, weights_from
from bdr_desk.errors import BadInput

MOST_GAP_MINUTES = 7 * 24 * 60


class Mode(StrEnum):
    MANUAL = "manual"  # the user picks
    PREVIEW = "preview"  # the next one is shown; a key dials
    POWER = "power"  # the next one is dialled after a countdown that any key stops


@dataclass(frozen=True)
class QueueSettings:
    """`gap_minutes` between two calls into one account; `countdown` in seconds, before power mode dials."""

    gap_minutes: int = 30
    mode: Mode = Mode.PREVIEW
    countdown: int = 5
    weights: Weights = field(default_factory=Weights)

    def as_json(self) -> dict[str, Any]:
        return {
            "gap_minutes": self.gap_minutes, "mode": str(self.mode), "countdown": self.countdown,
            "weights": self.weights.as_json(),
        }  # fmt: skip


def settings_from(kept: Mapping[str, Any]) -> QueueSettings:
    """As the project keeps them; what is left out is the default. Raises BadInput."""
    gap, countdown = kept.get("gap_minutes", 30), kept.get("countdown", 5)
    if not isinstance(gap, int) or not 0 <= gap <= MOST_GAP_MINUTES:
        raise BadInput(f"A gap of {gap} minutes between calls into an account cannot be.", "Give 0 to 10080.")
    if not isinstance(countdown, int) or not 2 <= countdown <= 60:
        raise BadInput(f"A countdown of {countdown} seconds cannot be.", "Give 2 to 60.")
    mode = read_mode(kept.get("mode", Mode.PREVIEW))
    return QueueSettings(gap, mode, countdown, weights_from(kept.get("weights", {})))


def read_mode(text: str) -> Mode:
    """Raises BadInput."""
    try:
        return Mode(text)
    except ValueError as error:
        raise BadInput(f"“{text}” is not a mode.", f"Use one of: {', '.join(Mode)}.") from error


# What is said of each part of the rank where its weight is set.
WEIGHT_SAYS = {
    "fit": ("Fit", "For each point of how well they fit the ideal customer (0 to 100)."),
    "heat": ("Account is warm", "Somebody else at the company was reached before."),
    "list_priority": ("List's priority", "For each step of the list's own priority, -2 to +2."),
    "arrival": ("Newer first", "For each week somebody came later than others."),
    "waiting": ("Waiting", "For each day the next touch is overdue."),
    "trigger": ("They stirred", "They wrote back, their day to come back is here, or they turned up again."),
    "best_hour": ("Best hour", "At most, at the hour at which people like them were reached most."),
    "lunch": (
        "Lunch, early morning",
        "Taken off at lunch and just after they open; with the best hour at most 50.",
    ),
    "response_minutes": ("Inbound within", "Minutes in which somebody who asked to be called is called."),
}
IN_TURN = frozenset(WEIGHT_SAYS) - {"best_hour", "lunch"}  # those that stand in each lead's stored place
_QUEUE = frozenset(("gap_minutes", "mode", "countdown"))
_CALLING = frozenset(("lunch", "early", "holidays"))
_WEIGHT, _PLACE = "weights.", "places."


def merged(
    queue: Mapping[str, Any], calling: Mapping[str, Any], changes: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a project keeps, with `changes` by name: gap_minutes, mode, countdown, weights.NAME, lunch, early, holidays, and
    places.CODE (a window as the policy keeps it). None goes back to what is left out: the default, no hours of its own.

    Raises BadInput.
    """
    queue, calling = dict(queue), dict(calling)
    weights, places = dict(queue.get("weights", {})), dict(calling.get("places", {}))
    for name, value in changes.items():
        kept, key = _kept_in(name, queue, weights, calling, places)
        if value is None and name != "lunch":
            kept.pop(key, None)
        else:
            kept[key] = value  # None for lunch: nobody is spared then
    queue["weights"], calling["places"] = weights, places
    settings_from(queue)
    Policy.from_json(calling)
    return queue, calling


def _kept_in(
    name: str, queue: dict[str, Any], weights: dict[str, Any], calling: dict[str, Any], places: dict[str, Any]
) -> tuple[dict[str, Any], str]:
    if name.startswith(_WEIGHT):
        return weights, name.removeprefix(_WEIGHT)
    if name.startswith(_PLACE):
        return places, name.removeprefix(_PLACE)
    if name in _QUEUE:
        return queue, name
    if name in _CALLING:
        return calling, name
    known = sorted((*_QUEUE, *_CALLING, f"{_WEIGHT}NAME", f"{_PLACE}CODE"))
    raise BadInput(f"“{name}” is no setting of the queue.", f"There are: {', '.join(known)}.")
