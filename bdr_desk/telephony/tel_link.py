"""The line of the first day: hands `tel:` links to the system's softphone, and cannot follow the call."""

from collections.abc import Callable

from bdr_desk.domain import phone
from bdr_desk.telephony.line import Hear, LineNews, LineState


def _nothing_opens(_uri: str) -> None:
    """Without a window there is no softphone to hand the number to."""


class TelLink:
    """`open_uri` is given by the window; the user says when the call was answered and when it ended."""

    name = "tel link"
    knows_state = False

    def __init__(self, open_uri: Callable[[str], None] = _nothing_opens) -> None:
        self.open_uri = open_uri
        self._hear: Hear | None = None

    def dial(self, e164: str, hear: Hear, extension: str = "") -> None:
        """Keys of a phone tree never go along: RFC 3966 has no place for them, and softphones read them differently."""
        self._hear = hear
        self.open_uri(phone.dial_uri(e164, extension))
        hear(LineNews(LineState.DIALLING, "Your softphone has the number"))

    def hang_up(self) -> None:
        if self._hear:
            self._hear(LineNews(LineState.ENDED))
            self._hear = None

    def hold(self, on: bool) -> None:
        """The softphone's own business."""

    def mute(self, on: bool) -> None:
        """The softphone's own business."""
