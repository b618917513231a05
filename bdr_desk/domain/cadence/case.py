"""What the cadence's rules are asked, and what they answer."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bdr_desk.domain.cadence.history import Attempt, History
from bdr_desk.domain.cadence.plan import Cadence
from bdr_desk.domain.cadence.times import Hours
from bdr_desk.domain.words import Medium, Next, Stage


class Others(StrEnum):
    """What a step does to the account's other contacts."""

    UNCHANGED = ""
    NEXT = "next"  # the best of them comes before this one
    WAIT = "wait"  # they are left alone until this one's next touch


class End(StrEnum):
    """Why a plan of touches is over."""

    REACHED = "reached"
    MEETING = "meeting"
    SAID_NO = "said no"
    NO_RESPONSE = "no response"
    CAP = "cap"
    DO_NOT_CALL = "do not call"
    NO_NUMBER = "no number"
    NO_HOURS = "no calling hours"


@dataclass(frozen=True, repr=False)
class Circumstances:
    """What holds now. Times aware. `number` is the one just dialled, `other_numbers` the working ones besides it (E.164);
    on a look without a call, all working ones. `callback_at` is promised on this call, `promised_at` was promised before.
    `left_out` are media that cannot be used, each with the reason; `consents` those this person's consent is noted for.
    `with_rep` is the stage of a lead that was passed (meeting, accepted)."""

    now: datetime
    hours: Hours
    number: str = ""
    other_numbers: tuple[str, ...] = ()
    callback_at: datetime | None = None
    promised_at: datetime | None = None
    with_rep: Stage | None = None
    left_out: tuple[tuple[Medium, str], ...] = ()
    consents: frozenset[Medium] = frozenset()


@dataclass(frozen=True)
class Due:
    """A touch that goes along with a step; `at` UTC."""

    medium: Medium
    at: datetime
    do: str


@dataclass(frozen=True)
class Step:
    """What comes next. `at` UTC; `next_kind` NONE never comes by itself, and `ended` or `why` says why it does not.

    `says` is for the wrap-up bar, `why` stands in the queue when the time comes, `do` is the cadence's text for the touch,
    `reasons` are all the rules that had a word, in short. `step` is kept with the lead: the touches done or left out.
    `asks` is what must be stated before this call can be logged; the next touch needs a reason not used before where
    `new_reason` is set. `marks_number`: the number just dialled is dialled no more.
    """

    stage: Stage
    next_kind: Next
    medium: Medium | None
    at: datetime | None
    why: str
    says: str
    step: int
    do: str = ""
    also: tuple[Due, ...] = ()
    account: Others = Others.UNCHANGED
    reasons: tuple[str, ...] = ()
    ended: End | None = None
    asks: str = ""
    new_reason: bool = False
    marks_number: bool = False


@dataclass(frozen=True, repr=False)
class Case:
    """A lead before a rule: `history` holds the call that has just ended, if there was one."""

    cadence: Cadence
    history: History
    around: Circumstances

    @property
    def last(self) -> Attempt | None:
        return self.history.attempts[-1] if self.history.attempts else None

    @property
    def called(self) -> int:
        """Calls in all, also those of which only the number is known."""
        return len(self.history.attempts) + self.history.earlier
