"""What an outcome causes, by the project's cadence. The wrap-up bar shows it with the same rule that will run."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from bdr_desk.domain.business_days import business_day
from bdr_desk.domain.cadence import (
    Cadence,
    Circumstances,
    History,
    Step,
    after_touch,
    default_cadence,
    next_step,
)
from bdr_desk.domain.calling_opening import next_open
from bdr_desk.domain.calling_places import Place, places_in
from bdr_desk.domain.calling_policy import Policy
from bdr_desk.domain.outcome import Outcome
from bdr_desk.domain.public_holidays import holiday
from bdr_desk.domain.words import Medium, Next, Stage


@dataclass(frozen=True)
class PersonHours:
    """When somebody may be called, as cadences ask it. `key` is `calling_places.hours_key`'s; "" is nowhere known."""

    key: str
    policy: Policy

    @cached_property
    def _place(self) -> Place:
        return next(iter(places_in(self.key)), Place("UTC"))

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self._place.zone)

    def next_open(self, at: datetime) -> datetime | None:
        return next_open(self.key, self.policy, at)

    def is_business_day(self, day: date) -> bool:
        return business_day(day, self._place.country, self._place.state, self.policy.window.days)

    def holiday(self, day: date) -> str:
        """The name of the public holiday that takes `day` from the business days; "" on any other day."""
        if str(day.weekday()) not in self.policy.window.days:
            return ""
        return holiday(day, self._place.country, self._place.state)


@dataclass(frozen=True, repr=False)
class Situation:
    """What the rule needs to know. `now` aware; `history` is before this call; `dialled` and `other_numbers` E.164;
    `callback_at` aware, for call backs only; `promised_at` was promised before; `with_rep` is the stage of a lead that was passed
    (meeting, accepted), else None; `left_out` are media this person cannot be touched by, each with the reason; `consents`
    those they have agreed to."""

    now: datetime
    hours: PersonHours
    history: History = field(default_factory=History)
    cadence: Cadence = field(default_factory=default_cadence)
    dialled: str = ""
    other_numbers: tuple[str, ...] = ()
    callback_at: datetime | None = None
    promised_at: datetime | None = None
    with_rep: Stage | None = None
    left_out: tuple[tuple[Medium, str], ...] = ()
    consents: frozenset[Medium] = frozenset()


@dataclass(frozen=True)
class Consequence:
    """`next_at` UTC. `says` is for the wrap-up bar, `why` stands in the queue when the time comes; `medium` is what is due then.

    `step` is the place in the cadence; `asks` must be stated before the call can be logged; `along` goes with it, right away.
    """

    stage: Stage
    next_kind: Next
    next_at: datetime | None
    says: str
    why: str
    medium: Medium = Medium.CALL
    step: int = 0
    marks_number: bool = False
    asks: str = ""
    along: tuple[str, ...] = ()


def consequence(outcome: Outcome, s: Situation) -> Consequence:
    """What `outcome` causes. Raises BadInput when a call back has no time, or one that is past or outside calling hours."""
    return _of(next_step(s.cadence, s.history, outcome, _around(s)))


def as_planned(s: Situation) -> Consequence:
    """What is due where nothing was done now: the plan from where it stands, without what cannot be done any more."""
    return _of(next_step(s.cadence, s.history, None, _around(s)))


def consequence_of_touch(medium: Medium, s: Situation) -> Consequence:
    """What a touch other than a call causes that was done now: the plan goes on where that was its next one."""
    return _of(after_touch(s.cadence, s.history, medium, _around(s)))


def consequence_as_it_stands(s: Situation) -> Consequence:
    """What is next without anything done now: for a plan whose next touch cannot be made any more."""
    return _of(next_step(s.cadence, s.history, None, _around(s)))


def _around(s: Situation) -> Circumstances:
    return Circumstances(
        s.now, s.hours, s.dialled, s.other_numbers, callback_at=s.callback_at, promised_at=s.promised_at, with_rep=s.with_rep,
        left_out=s.left_out, consents=s.consents,
    )  # fmt: skip


def _of(step: Step) -> Consequence:
    return Consequence(
        step.stage, step.next_kind, step.at, step.says, step.why, step.medium or Medium.CALL, step.step, step.marks_number,
        step.asks, tuple(due.do for due in step.also),
    )  # fmt: skip
