"""Line: what can ring. A line rings, and tells what happens by calling `hear` with each new state."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class LineState(StrEnum):
    IDLE = "idle"
    DIALLING = "dialling"
    RINGING = "ringing"
    TALKING = "talking"
    HELD = "held"
    ENDED = "ended"


@dataclass(frozen=True)
class LineNews:
    """One step of a call. `says` is the line's own words (busy, no answer, what the person said in the demo)."""

    state: LineState
    says: str = ""


Hear = Callable[[LineNews], None]


class Line(Protocol):
    """`knows_state` is False where the system's softphone takes the call and the desk cannot follow it.

    `extension` is the number's own; a line that cannot dial it leaves it to be pressed: it stands on the screen.
    """

    name: str
    knows_state: bool

    def dial(self, e164: str, hear: Hear, extension: str = "", /) -> None: ...
    def hang_up(self) -> None: ...
    def hold(self, on: bool) -> None: ...
    def mute(self, on: bool) -> None: ...
