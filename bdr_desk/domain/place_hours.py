"""A project's own calling hours for a country or a state, as they are typed and shown, beside what the law says there."""

import re
from collections.abc import Iterator
from itertools import groupby

from bdr_desk.domain.calling_hours import Window
from bdr_desk.domain.calling_policy import common
from bdr_desk.domain.calling_windows import Minutes, Rule, Week, rules_for
from bdr_desk.domain.countries import COUNTRY_NAMES, country_in_words
from bdr_desk.domain.regions import country_code
from bdr_desk.domain.settings import FULL_DAY, check_days, check_hours, clock, read_clock
from bdr_desk.domain.states import state_name, state_of
from bdr_desk.domain.time_zones import DAYS
from bdr_desk.errors import BadInput

WORK_DAYS = "01234"
_HOURS = re.compile(
    r"\s*(?P<start>[\d:.h]+(?: ?[ap]m)?)\s*(?:-|–|to)\s*(?P<end>[\d:.h]+(?: ?[ap]m)?)\s*,?\s*(?P<days>.*)",
    re.I,
)
_DAY = re.compile(r"(mon|tue|wed|thu|fri|sat|sun)[a-z]*", re.I)
_ANY_DAY: tuple[Minutes, ...] = ((0, FULL_DAY),)


def read_place(text: str, region: str) -> str:
    """ "US-TX" of "Texas" where `region` is US, "DE" of "Germany". Raises BadInput."""
    words = " ".join(text.split())
    country, dash, state = words.upper().partition("-")
    if dash and country in COUNTRY_NAMES and (found := state_of(country, state)):
        return f"{country}-{found}"
    if found := state_of(region, words):
        return f"{region}-{found}"
    if code := country_code(words):
        return code
    raise BadInput(f"“{text}” is no country or state.", "Write it like Texas, US-TX or Germany.")


def place_in_words(code: str) -> str:
    country, _, state = code.partition("-")
    return state_name(country, state) if state else country_in_words(country)


def read_span(text: str) -> Minutes:
    """Minutes after midnight of "12:00-13:00". Raises BadInput."""
    found = _HOURS.fullmatch(text)
    if found is None or found["days"]:
        raise BadInput(f"“{text}” are no hours.", "Write them like 12:00-13:00.")
    return check_hours(read_clock(found["start"]), read_clock(found["end"]))


def read_window(text: str, days: str = WORK_DAYS) -> Window:
    """ "9:00-18:00 Mon-Fri", "10 to 16 Mon, Wed"; without days on `days`. Raises BadInput."""
    found = _HOURS.fullmatch(text)
    if found is None:
        raise BadInput(f"“{text}” are no calling hours.", "Write them like 9:00-18:00 Mon-Fri.")
    hours = check_hours(read_clock(found["start"]), read_clock(found["end"]))
    return Window(*hours, _read_days(found["days"]) if found["days"].strip() else days)


def window_in_words(window: Window) -> str:
    """ "09:00-18:00 Mon-Fri": what `read_window` reads."""
    return f"{clock(window.start)}-{clock(window.end)} {days_in_words(window.days)}"


def days_in_words(days: str) -> str:
    """ "Mon-Fri, Sun" of "012346"."""
    runs: list[list[int]] = []
    for day in sorted({int(day) for day in days}):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(DAYS[run[0]] if len(run) == 1 else f"{DAYS[run[0]]}-{DAYS[run[-1]]}" for run in runs)


def law_in_words(code: str) -> tuple[str, ...]:
    """What the law says at a place, or what is polite there, each with where it stands."""
    return tuple(
        f"{'Law' if rule.law else 'Polite'} in {place_in_words(rule.where)}: {_week_in_words(rule.week)} ({rule.source})."
        for rule in _rules(code)
    )


def check_within_law(code: str, window: Window) -> Window:
    """Raises BadInput where a project's own hours for a place would begin before the law lets anybody be called, end after it, or
    name a day it closes. What a law leaves out within the day (a pause at noon) is left out whatever the hours say."""
    laws = [rule for rule in _rules(code) if rule.law]
    for rule in laws:
        first, last, closed = _bounds(rule.week, window.days)
        if closed or window.start < first or window.end > last:
            raise BadInput(
                f"The law in {place_in_words(rule.where)} allows calls {_week_in_words(rule.week)} ({rule.source}).",
                "Choose hours within these: no project may go beyond the law.",
            )
    return window


def _rules(code: str) -> tuple[Rule, ...]:
    country, _, state = code.partition("-")
    return rules_for(country, state)


def _bounds(week: Week, days: str) -> tuple[int, int, bool]:
    """The earliest and the latest minute of `days` that a week has open, and whether it closes one of them."""
    spans = [week[int(day)] for day in days]
    open_ones = [span for several in spans for span in common(several, _ANY_DAY)]
    first, last = min((s for s, _ in open_ones), default=0), max((e for _, e in open_ones), default=0)
    return first, last, not all(spans)


def _week_in_words(week: Week) -> str:
    """ "Mon-Fri 10:00-13:00 and 14:00-20:00, Sat 10:00-17:00"."""
    return ", ".join(_runs(week))


def _runs(week: Week) -> Iterator[str]:
    for spans, several in groupby(range(7), key=lambda day: week[day]):
        if spans:
            hours = " and ".join(f"{clock(start)}-{clock(end)}" for start, end in spans)
            yield f"{days_in_words(''.join(map(str, several)))} {hours}"


def _read_days(text: str) -> str:
    """ "Mon-Fri, Sun", or digits with Monday 0. Raises BadInput."""
    if text.strip().isdecimal():
        return check_days(text.strip())
    days: set[int] = set()
    for part in text.split(","):
        named = [_day(day) for day in re.split(r"\s*(?:-|–|to)\s*", part.strip())]
        days.update(range(named[0], named[-1] + 1))
    return check_days("".join(str(day) for day in sorted(days)))


def _day(text: str) -> int:
    found = _DAY.fullmatch(text)
    if found is None:
        raise BadInput(f"“{text}” is no day of the week.", "Write days like Mon-Fri or Mon, Wed.")
    return [day.lower() for day in DAYS].index(found[1].lower())
