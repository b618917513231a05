"""The line of the demo: nothing leaves the machine. It rings, and a made-up person answers, or not.

What happens depends on the number alone, so that a rehearsed call goes the same way each time.
"""

import threading
from collections.abc import Callable
from typing import Any

from bdr_desk.telephony.line import Hear, LineNews, LineState

Later = Callable[[float, Callable[[], None]], Any]

RING_SECONDS = 1.2
ANSWER_SECONDS = 2.4

GREETINGS = (
    "Hello?",
    "Speaking. Who is this?",
    "Hi, you caught me between two meetings.",
    "Operations, good morning.",
)


def _by_timer(seconds: float, what: Callable[[], None]) -> threading.Timer:
    timer = threading.Timer(seconds, what)
    timer.daemon = True
    timer.start()
    return timer


class SimulatedLine:
    """Numbers whose last two digits are 90-99 are never answered, 80-89 are busy; everybody else picks up.

    `later(seconds, what)` runs `what` after a while; tests pass one that runs it at once.
    """

    name = "simulated"
    knows_state = True

    def __init__(self, later: Later = _by_timer) -> None:
        self._later = later
        self._call = 0  # rises with each dial and hang-up: late news of an older call is dropped
        self._hear: Hear | None = None

    def dial(self, e164: str, hear: Hear, _extension: str = "") -> None:
        self._call += 1
        self._hear = hear
        hear(LineNews(LineState.DIALLING))
        self._soon(RING_SECONDS, LineNews(LineState.RINGING))
        ending = int(e164[-2:])
        if 80 <= ending < 90:
            self._soon(ANSWER_SECONDS, LineNews(LineState.ENDED, "Busy"))
        elif ending < 80:
            self._soon(ANSWER_SECONDS, LineNews(LineState.TALKING, GREETINGS[ending % len(GREETINGS)]))

    def _soon(self, seconds: float, news: LineNews) -> None:
        call = self._call

        def tell() -> None:
            if call == self._call and self._hear:
                self._hear(news)

        self._later(seconds, tell)

    def hang_up(self) -> None:
        self._call += 1
        if self._hear:
            self._hear(LineNews(LineState.ENDED))
            self._hear = None

    def hold(self, on: bool) -> None:
        if self._hear:
            self._hear(LineNews(LineState.HELD if on else LineState.TALKING))

    def mute(self, on: bool) -> None:
        """Nobody listens."""
