"""Business days: the days somebody works, and when something promised "within two business days" is due."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bdr_desk.domain.time_zones import at_minute

WORK_WEEK = "01234"  # Monday to Friday, as digits with Monday 0

# A handoff is answered within two business days of the rep. Longer, and the prospect's interest has cooled before
# anybody has said "mine"; shorter, and a rep who travels for a day is late through no fault of theirs.
HANDOFF_ANSWER_DAYS = 2


def is_business_day(day: date, work_days: str = WORK_WEEK) -> bool:
    return str(day.weekday()) in (work_days or WORK_WEEK)


def days_after(day: date, work_days: str = WORK_WEEK) -> Iterator[date]:
    """The business days after `day`, without end. An empty `work_days` is read as Monday to Friday."""
    while True:
        day += timedelta(days=1)
        if is_business_day(day, work_days):
            yield day


def due_after(
    moment: datetime, days: int, zone: str, *, work_days: str = WORK_WEEK, work_until: int = 17 * 60
) -> datetime:
    """The end (UTC) of the `days`-th business day after `moment` (aware), at `work_until` minutes after midnight in `zone`."""
    coming = days_after(moment.astimezone(ZoneInfo(zone)).date(), work_days)
    last = [next(coming) for _ in range(days)][-1]
    return at_minute(last, work_until, zone)
