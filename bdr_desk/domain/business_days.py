"""Business days: the days somebody works, and when something promised "within two business days" is due.

Two kinds: the days a rep has said they work (`is_business_day`, `due_after`), and the days people work somewhere, by the
week and the public holidays there (`business_day`, `add_business_days`).
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bdr_desk.domain.public_holidays import holiday
from bdr_desk.domain.time_zones import at_minute

WORK_WEEK = "01234"  # Monday to Friday, as digits with Monday 0

# Where the weekend is not Saturday and Sunday (as the holidays library has it; of Iran and Brunei, what offices keep). The
# United Arab Emirates have had Saturday and Sunday since 2022; Israel's offices close on Friday and Saturday.
_WEEKS_OTHERWISE = {
    "01236": "AF BD BH DZ EG IL IQ JO KW LY MV OM PS QA SA SD SY YE",
    "01256": "IR",
    "012346": "NP",
    "01235": "BN",
}
_WEEKS = {country: week for week, countries in _WEEKS_OTHERWISE.items() for country in countries.split()}
MOST_DAYS_AWAY = 366 * 3  # calendar days: whoever works none of them never works

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


def work_week(country: str) -> str:
    """The days offices of a country (ISO 3166 alpha-2) work, as digits with Monday 0; Monday to Friday where unknown."""
    return _WEEKS.get(country, WORK_WEEK)


def day_off(day: date, country: str, state: str = "") -> str:
    """Why nobody works there on `day`: "weekend" or the holiday's name; "" on a business day, and where no country is known."""
    if country and not is_business_day(day, work_week(country)):
        return "weekend"
    return holiday(day, country, state)


def business_day(day: date, country: str, state: str = "", work_days: str = "") -> bool:
    """Whether people in a country (and state) work on `day`, and the project too, where it names its `work_days`."""
    return is_business_day(day, work_days or work_week(country)) and not day_off(day, country, state)


def add_business_days(day: date, days: int, country: str, state: str = "", work_days: str = "") -> date:
    """The `days`-th business day after `day`; with 0 the first one that is not before it.

    Where project and country share no working day, the project's days alone count: a plan has to go on.
    """
    here = country if set(work_days or WORK_WEEK) & set(work_week(country)) else ""
    day -= timedelta(days=not days)
    for _ in range(max(days, 1)):
        day = _next_business_day(day, here, state if here else "", work_days)
    return day


def _next_business_day(day: date, country: str, state: str, work_days: str) -> date:
    coming = (day + timedelta(days=n) for n in range(1, MOST_DAYS_AWAY))
    return next(later for later in coming if business_day(later, country, state, work_days))
