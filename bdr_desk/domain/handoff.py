"""A handoff's life: what its trail says, what may come next, who owes what by when.

The trail is append-only and decides; the status kept beside it is a copy. Two desks that answered at the same time both
have their word in the trail; the first one counts, on every desk.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bdr_desk.domain.business_days import due_after
from bdr_desk.domain.words import Stage
from bdr_desk.errors import Refused


class Kind(StrEnum):
    """What an event in the trail says."""

    PASSED = "passed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    ASKED = "asked"
    ANSWERED = "answered"
    RETURNED = "returned"
    FEEDBACK = "feedback"
    MOVED = "moved"  # the meeting was; a cancelled one returns the handoff


class Status(StrEnum):
    """Where a handoff stands."""

    PASSED = "passed"
    ASKED = "asked"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    RETURNED = "returned"


STATUS_SAYS: Mapping[str, str] = {
    Status.PASSED: "waiting for the rep",
    Status.ASKED: "the rep asked something",
    Status.ACCEPTED: "accepted",
    Status.REJECTED: "rejected",
    Status.RETURNED: "given back",
}

_NOTES = frozenset({Kind.FEEDBACK, Kind.MOVED})  # leave the status as it is
_OPEN: Mapping[str, str] = {
    Kind.ACCEPTED: Status.ACCEPTED,
    Kind.REJECTED: Status.REJECTED,
    Kind.ASKED: Status.ASKED,
    Kind.RETURNED: Status.RETURNED,
}
_STEPS: Mapping[str, Mapping[str, str]] = {
    Status.PASSED: _OPEN,
    Status.ASKED: {**_OPEN, Kind.ANSWERED: Status.PASSED},
    Status.ACCEPTED: {Kind.RETURNED: Status.RETURNED},
    Status.REJECTED: {Kind.PASSED: Status.PASSED},
    Status.RETURNED: {Kind.PASSED: Status.PASSED},
}
_VERBS: Mapping[str, str] = {
    Kind.PASSED: "passed", Kind.ACCEPTED: "accepted", Kind.REJECTED: "rejected", Kind.ASKED: "asked about",
    Kind.ANSWERED: "answered", Kind.RETURNED: "given back", Kind.FEEDBACK: "commented on",
}  # fmt: skip

FEEDBACK_DAYS = 2  # business days after the meeting: while the rep still remembers who said what
ANSWER_DAYS = 1  # business days to answer the rep's question: the meeting may be near


@dataclass(frozen=True, repr=False)
class Event:
    """One entry of a trail. `at` UTC."""

    kind: str
    at: datetime
    text: str = ""
    author: str = ""


@dataclass(frozen=True)
class Due:
    """`by` (UTC) is when; `who` is rep or bdr; `says` is what they owe."""

    by: datetime
    who: str
    says: str


def status(events: Iterable[Event]) -> str:
    """What the trail says; `events` in order (time, then key). An event that could not follow counts as said, not as done."""
    return _read(events)[0]


def decided_by(events: Iterable[Event]) -> Event | None:
    """The event that brought the handoff where it stands; None when nothing has moved it."""
    return _read(events)[1]


def _read(events: Iterable[Event]) -> tuple[str, Event | None]:
    stands: str = Status.PASSED
    decisive: Event | None = None
    for event in events:
        if event.kind in _STEPS[stands]:
            stands, decisive = _STEPS[stands][event.kind], event
    return stands, decisive


def next_moment(now: datetime, events: Iterable[Event]) -> datetime:
    """When an event of `now` (UTC) happened: after the trail it was made from, even if another desk's clock is ahead."""
    return max([now, *(event.at + timedelta(microseconds=1) for event in events)])


def check(stands: str, kind: str) -> None:
    """Raise Refused, in words, when `kind` cannot follow where the handoff `stands`."""
    if kind in _NOTES or kind in _STEPS[stands]:
        return
    raise Refused(
        f"A handoff that is {_said(stands)} cannot be {_VERBS[kind]}.",
        f"See its trail first: it is {_said(stands)}.",
    )


def _said(stands: str) -> str:
    return "waiting for the rep" if stands == Status.PASSED else STATUS_SAYS[stands]


def allowed(stands: str) -> tuple[str, ...]:
    """The kinds of event that may follow, for a screen's buttons."""
    return (*_STEPS[stands], Kind.FEEDBACK)


_LEAD_STAGES: Mapping[str, Stage] = {
    Status.ACCEPTED: Stage.ACCEPTED,
    Status.REJECTED: Stage.REJECTED,
    Status.RETURNED: Stage.WORKING,
}


def lead_stage(stands: str) -> Stage:
    """Where a lead is whose newest handoff `stands` so; rejected and returned ones are the BDR's to call again."""
    return _LEAD_STAGES.get(stands, Stage.MEETING)


def call_again_because(kind: str, text: str) -> str:
    """What the queue says of a lead that came back from its rep."""
    return f"Rejected by the rep: {text}" if kind == Kind.REJECTED else text


def due(
    stands: str,
    events: Iterable[Event],
    *,
    answer_by: datetime | None,
    meeting_ends: datetime | None,
    bdr_zone: str,
    rep_zone: str,
) -> Due | None:
    """What is owed next, by whom: an answer to the handoff, an answer to a question, or feedback on the meeting."""
    trail = list(events)
    if stands == Status.PASSED and answer_by is not None:
        return Due(answer_by, "rep", "accept or reject")
    if stands == Status.ASKED:
        asked = max(event.at for event in trail if event.kind == Kind.ASKED)
        return Due(due_after(asked, ANSWER_DAYS, bdr_zone), "bdr", "answer the rep's question")
    if stands == Status.ACCEPTED and meeting_ends and not any(event.kind == Kind.FEEDBACK for event in trail):
        return Due(due_after(meeting_ends, FEEDBACK_DAYS, rep_zone), "rep", "say how the meeting went")
    return None
