"""A cadence as data: the touches of a lead in order, how each outcome of a call is followed up, the caps, and how it ends."""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from bdr_desk.domain.words import Medium
from bdr_desk.errors import BadInput

CALLING = frozenset(
    {Medium.CALL, Medium.VOICEMAIL}
)  # both are dialled; the second leaves a message if nobody answers
MEDIA = tuple(medium for medium in Medium if medium is not Medium.INVITATION)  # that one belongs to a meeting

# Seed practice: half of all leads are never called twice, and most answers come after the fifth call.
MIN_ATTEMPTS = 6
# Seed practice: a full nurture is 7 to 21 touches of mixed media.
MOST_TOUCHES = 21


class Unit(StrEnum):
    MINUTES = "minutes"
    HOURS = "hours"
    BUSINESS_DAYS = "business days"  # where the person is
    DAYS = "days"
    MONTHS = "months"


LONGEST: dict[Unit, int] = {
    Unit.MINUTES: 24 * 60, Unit.HOURS: 240, Unit.BUSINESS_DAYS: 260, Unit.DAYS: 366, Unit.MONTHS: 12,
}  # fmt: skip
_WAIT = re.compile(r"(\d{1,4}) (minutes?|hours?|business days?|days?|months?)")
_WAIT_ADVICE = "Write it like “at once”, “30 minutes”, “4 hours”, “2 business days”, “30 days” or “6 months”."


@dataclass(frozen=True)
class Wait:
    """How long. Days of both kinds and months keep the wall clock of the person; minutes and hours are time that passes."""

    amount: int
    unit: Unit

    def __str__(self) -> str:
        if not self.amount:
            return "at once"
        return f"{self.amount} {self.unit.removesuffix('s') if self.amount == 1 else self.unit}"


AT_ONCE = Wait(0, Unit.MINUTES)


def read_wait(text: object) -> Wait:
    """The wait written as `str(Wait)` writes it. Raises BadInput."""
    if text == "at once":
        return AT_ONCE
    found = _WAIT.fullmatch(text.strip()) if isinstance(text, str) else None
    if found is None:
        raise BadInput(f"“{text}” is not a wait.", _WAIT_ADVICE)
    amount, unit = int(found[1]), Unit(found[2].removesuffix("s") + "s")
    if amount > LONGEST[unit]:
        raise BadInput(f"“{text}” is too long a wait.", f"The longest is {LONGEST[unit]} {unit}.")
    return Wait(amount, unit) if amount else AT_ONCE


class Another(StrEnum):
    """When a call that failed is tried again: never in an hour that failed, and if so said in another part of the day."""

    HOUR = "hour"
    PART = "part of day"


class AllDone(StrEnum):
    """What becomes of a lead that never answered, once all touches are done and the least attempts are met."""

    CLOSE = "close"
    REST = "rest"  # one more call after a rest, and so on until a cap
    REVISIT = "revisit"  # as not ready: one more call after half a year or more, and so on until a cap


@dataclass(frozen=True)
class Touch:
    """`wait` counts from the touch before; `do` says what to do. `new_reason`: a reason that was not used before must be
    stated. `consent`: left out where this person's consent to the medium is not noted (e-mail: UWG §7 in Germany, CASL in
    Canada, PECR in Britain for sole traders)."""

    medium: Medium
    wait: Wait
    do: str
    new_reason: bool = False
    consent: bool = False


@dataclass(frozen=True)
class Retry:
    """A call after this outcome comes `wait` later at the soonest."""

    wait: Wait
    another: Another | None = None


def _days(amount: int) -> Wait:
    return Wait(amount, Unit.BUSINESS_DAYS)


@dataclass(frozen=True)
class Retries:
    """By outcome. A busy line is tried `busy_times` times in a row, then it is like no answer. A number dead on
    `dead_days` separate days is held for `hold`; a call back is made as promised and needs no rule."""

    busy: Retry = Retry(Wait(30, Unit.MINUTES))
    busy_times: int = 3
    no_answer: Retry = Retry(_days(1), Another.PART)
    voicemail_left: Retry = Retry(_days(2), Another.PART)
    gatekeeper: Retry = Retry(_days(1), Another.HOUR)
    bad_number: Retry = Retry(_days(1))
    dead_days: int = 3
    hold: Wait = Wait(30, Unit.DAYS)
    conversation: Retry = Retry(_days(5))
    # Seed practice: a lead that is not ready is revisited after 6 to 12 months.
    not_interested: Retry = Retry(Wait(6, Unit.MONTHS))


@dataclass(frozen=True)
class Caps:
    """`attempts_*` are calls in any `period_days` days in a row; `touches_*` are all media, calls included, since somebody
    last talked. A promised call back is made whatever the caps say."""

    attempts_per_contact: int = 12
    attempts_per_account: int = 30
    period_days: int = 30
    touches_per_contact: int = MOST_TOUCHES
    touches_per_account: int = 100


@dataclass(frozen=True)
class Ends:
    """No lead is closed as "no response" before `min_attempts` calls. `rest` and `revisit` belong to `all_done`; somebody
    who has talked to us is never closed but revisited."""

    min_attempts: int = MIN_ATTEMPTS
    all_done: AllDone = AllDone.CLOSE
    rest: Wait = Wait(30, Unit.DAYS)
    revisit: Wait = Wait(6, Unit.MONTHS)


@dataclass(frozen=True, repr=False)
class Cadence:
    """A plan of touches and its rules; the store numbers its versions."""

    name: str
    touches: tuple[Touch, ...]
    retries: Retries = field(default=Retries())
    caps: Caps = field(default=Caps())
    ends: Ends = field(default=Ends())
    about: str = ""


def default_cadence() -> Cadence:
    """What the desk does for a project without a cadence of its own: eight calls, the e-mail after a voicemail, then a
    call every 30 days until the cap on touches."""
    call = Touch(Medium.CALL, _days(1), "Call.")
    return Cadence(
        "Calls only",
        (Touch(Medium.CALL, AT_ONCE, "First call."), *[call] * 7),
        Retries(
            gatekeeper=Retry(_days(1), Another.PART), not_interested=Retry(Wait(182, Unit.DAYS)),
        ),
        Caps(),
        Ends(all_done=AllDone.REST),
        "Eight calls at different hours, then a rest.",
    )  # fmt: skip
