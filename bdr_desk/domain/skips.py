"""Passing a lead over: it costs a wait, longer the second time, and there is no third: a lead nobody calls is none.

Reasons in words are wanted, as a list that is passed over for one and the same reason has something wrong with it.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bdr_desk.domain.calling_opening import next_open
from bdr_desk.domain.calling_places import places_in
from bdr_desk.domain.calling_policy import Policy
from bdr_desk.errors import BadInput, Refused

REASONS = (
    "read the account first",
    "wrong time for them",
    "needs a colleague",
)  # the usual ones; any text will do
FIRST_WAIT = timedelta(hours=4)
MOST, WITHIN = 2, timedelta(days=30)  # so often a lead may be passed over, in so long


def back_at(earlier: int, hours: str, policy: Policy, now: datetime) -> datetime:
    """When (UTC) a lead comes back that was passed over `earlier` times `WITHIN` before `now` (aware).

    After four hours the first time; when their next day opens the second time. `hours` is where they may be
    (`calling_places.hours_key`, "" for unknown). Raises Refused the third time.
    """
    if earlier >= MOST:
        raise Refused(
            f"They were passed over {MOST} times in the last {WITHIN.days} days.",
            "Call them, or close the lead.",
        )
    return _next_day(hours, policy, now) if earlier else now.astimezone(UTC) + FIRST_WAIT


def check_until(until: datetime, now: datetime) -> datetime:
    """A time that somebody names instead, as UTC. Raises BadInput where it is past or more than `WITHIN` away."""
    if not now < until <= now + WITHIN:
        raise BadInput(
            f"A lead cannot be passed over until {until.isoformat(timespec='minutes')}.",
            f"Name a time from now on, at most {WITHIN.days} days away.",
        )
    return until.astimezone(UTC)


def _next_day(hours: str, policy: Policy, now: datetime) -> datetime:
    places = places_in(hours)
    zone = ZoneInfo(places[0].zone if places else "UTC")
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    midnight = datetime.combine(tomorrow, datetime.min.time(), zone).astimezone(UTC)
    return next_open(hours, policy, midnight) or midnight
