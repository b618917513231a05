"""What a project asks of its queue: weights, the gap between two calls into one account, how the desk goes on after a call."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

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
