"""How a call ended. What that causes is in `domain.consequence`."""

from enum import StrEnum

from bdr_desk.domain.words import Stage


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
