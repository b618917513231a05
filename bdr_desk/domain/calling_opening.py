"""When somebody may be called: open now and until when, why not, when next, and the hour a promise was made for.

Who may be at several places is open when each of them is. Windows are on the wall clock: an hour that is shown twice is
open twice, one that the clocks skip is not there. Everything is worked out per place and day of UTC and kept, so that
asking again costs a look-up. Instants are UTC.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache, reduce
from zoneinfo import ZoneInfo

from bdr_desk.domain.calling_places import NOWHERE, Place, city_of, place_name, places_in
from bdr_desk.domain.calling_policy import Policy, common, holiday_at, minutes_on, project_week, rules_at
from bdr_desk.domain.calling_windows import Minutes
from bdr_desk.domain.countries import country_in_words
from bdr_desk.domain.public_holidays import kept_everywhere
from bdr_desk.domain.settings import clock
from bdr_desk.domain.time_zones import DAYS, is_skipped

SEARCH_DAYS = 14  # what does not open within this many days never opens
_DAY = 24 * 60 * 60
_EPOCH = date(1970, 1, 1).toordinal()
_KEPT = 1 << 15  # place-days: some hundred places, a month ahead

Seconds = tuple[int, int]  # from, up to but not including, since 1970 UTC


@dataclass(frozen=True)
class Opening:
    """Whether they may be called, and the instant (UTC) up to which that holds, however often it is asked until then."""

    open: bool
    until: datetime
    _asked: tuple[str, Policy, datetime]

    @property
    def says(self) -> str:
        """Why, in words, of the minute it was asked. Put together when it is read: most are not."""
        key, policy, now = self._asked
        return _open_words(key, self.until, now) if self.open else _closed_words(key, policy, now)


def opening(key: str, policy: Policy, now: datetime) -> Opening:
    """Whether who is at `key` (`hours_key`) may be called `now` (aware), and until when this stays so.

    Never open where no place is known. Closed for longer than `SEARCH_DAYS`: `until` is as far as was looked.
    """
    is_open, until = _stretch(key, policy, now.timestamp())
    return Opening(is_open, datetime.fromtimestamp(until, UTC), (key, policy, now))


def next_open(key: str, policy: Policy, at: datetime) -> datetime | None:
    """The first instant (UTC) at or after `at` (aware) when they may be called; None where there is none in `SEARCH_DAYS`."""
    is_open, until = _stretch(key, policy, at.timestamp())
    if is_open:
        return at.astimezone(UTC)
    return datetime.fromtimestamp(until, UTC) if _stretch(key, policy, until)[0] else None


def preferred(key: str, policy: Policy, now: datetime) -> str:
    """Why `now` (aware) is no good minute to call, though allowed: it is lunch there or they have just opened. Else ""."""
    return next(filter(None, (_not_now(place, policy, now) for place in places_in(key))), "")


def at_their_time(local: datetime, place: Place) -> datetime:
    """The instant (UTC) of a naive wall time where they are, whatever their clocks do until then.

    Of a time that is shown twice the first; one that the clocks skip is the instant at which they go forward.
    """
    there = local.replace(tzinfo=ZoneInfo(place.zone), fold=0)
    return _when_skipped(local, place.zone) if is_skipped(there) else there.astimezone(UTC)


def _when_skipped(local: datetime, zone: str) -> datetime:
    """PEP 495: in a gap, fold=1 reads by the offset after it and so lies before the change, fold=0 the other way."""
    there = local.replace(tzinfo=ZoneInfo(zone))
    before, after = (int(there.replace(fold=fold).timestamp()) for fold in (1, 0))
    return datetime.fromtimestamp(_change(zone, before, after), UTC)


# Stretches: how long the answer stays the same.


def _stretch(key: str, policy: Policy, at: float) -> tuple[bool, int]:
    """Open or closed at `at`, and the second up to which it stays so, as far as `SEARCH_DAYS` ahead."""
    first = int(at // _DAY)
    last = first + SEARCH_DAYS if key else first
    until: int | None = None
    for day in range(first, last + 1):
        for start, end in _open_on(key, policy, day):
            if until is None:
                if at < start:
                    return False, start
                if at < end:
                    until = end
            elif start != until:
                return True, until
            else:
                until = end
        if until is not None and until < (day + 1) * _DAY:
            return True, until
    return (False, (first + SEARCH_DAYS + 1) * _DAY) if until is None else (True, until)


@lru_cache(maxsize=_KEPT)
def _open_on(key: str, policy: Policy, day: int) -> tuple[Seconds, ...]:
    """The seconds of a day of UTC (days since 1970) in which every place is open."""
    places = places_in(key)
    if not places:
        return ()
    return reduce(common, (_open_at(place, policy, day) for place in places))


@lru_cache(maxsize=_KEPT)
def _open_at(place: Place, policy: Policy, day: int) -> tuple[Seconds, ...]:
    """The seconds of a day of UTC in which one place is open, in order; spans may meet end to end."""
    pieces = _steady(place.zone, day)
    return tuple(span for piece in pieces for span in _open_in(place, policy, piece))


def _open_in(place: Place, policy: Policy, piece: tuple[int, int, int]) -> Iterator[Seconds]:
    """The open seconds of a piece of time with one offset: wall clock and UTC run side by side there."""
    start, end, offset = piece
    for local_day in range((start + offset) // _DAY, (end + offset - 1) // _DAY + 1):
        midnight = local_day * _DAY - offset
        for opens, closes in minutes_on(place, policy, local_day + _EPOCH):
            span = max(midnight + opens * 60, start), min(midnight + closes * 60, end)
            if span[0] < span[1]:
                yield span


@lru_cache(maxsize=_KEPT)
def _steady(zone: str, day: int) -> tuple[tuple[int, int, int], ...]:
    """A day of UTC in pieces of one offset each: (from, to, offset), all in seconds."""
    start, end = day * _DAY, (day + 1) * _DAY
    before, after = _offset(zone, start), _offset(zone, end - 1)
    if before == after:
        return ((start, end, before),)
    change = _change(zone, start, end - 1)
    return (start, change, before), (change, end, after)


def _change(zone: str, low: int, high: int) -> int:
    """The second at which the offset changes, between two at which it differs."""
    before = _offset(zone, low)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(zone, middle) == before else (low, middle)
    return high


def _offset(zone: str, at: int) -> int:
    offset = datetime.fromtimestamp(at, ZoneInfo(zone)).utcoffset() or timedelta()
    return int(offset.total_seconds())


# Words.


def _open_words(key: str, until: datetime, now: datetime) -> str:
    zone = places_in(key)[0].zone
    there, closes = now.astimezone(ZoneInfo(zone)), until.astimezone(ZoneInfo(zone))
    day = "" if there.date() == closes.date() else f"{DAYS[closes.weekday()]} "
    return f"It is {there:%H:%M} in {city_of(zone)}, open until {day}{closes:%H:%M}."


def _closed_words(key: str, policy: Policy, now: datetime) -> str:
    """Why the first of the places that are closed is so."""
    words = (_why_closed(place, policy, now.astimezone(ZoneInfo(place.zone))) for place in places_in(key))
    return next(filter(None, words), NOWHERE)


def _why_closed(place: Place, policy: Policy, there: datetime) -> str:
    """Holiday before law, law before the project's own hours, and those before politeness; "" where it is open."""
    minute, weekday = there.hour * 60 + there.minute, there.weekday()
    if _within(minutes_on(place, policy, there.toordinal()), minute):
        return ""
    if name := holiday_at(place, policy, there.date()):
        return f"It is {name} in {_where_closed(place, there.date())}."
    rules = sorted(rules_at(place, policy), key=lambda rule: not rule.law)
    reasons = [
        (f"the law of {_lawgiver(rule.where)}" if rule.law else "politeness", rule.week) for rule in rules
    ]
    laws = sum(rule.law for rule in rules)
    reasons.insert(laws, ("the project", project_week(place, policy)))
    whose, spans = next((who, week[weekday]) for who, week in reasons if not _within(week[weekday], minute))
    return f"It is {DAYS[weekday]} {there:%H:%M} in {city_of(place.zone)}: {whose} {_outside(spans, minute)}."


def _where_closed(place: Place, day: date) -> str:
    if kept_everywhere(day, place.country):
        return country_in_words(place.country)
    return place_name(place) if place.state else f"most of {country_in_words(place.country)}"


def _lawgiver(where: str) -> str:
    country, _, state = where.partition("-")
    return place_name(Place("", country, state)) if state else country_in_words(country)


def _outside(spans: tuple[Minutes, ...], minute: int) -> str:
    """How the hours of a day leave out a minute."""
    if not spans:
        return "allows no calls that day"
    later = [start for start, _ in spans if start > minute]
    return f"allows calls from {clock(later[0])}" if later else f"ends calls at {clock(spans[-1][1])}"


def _within(spans: tuple[Minutes, ...], minute: int) -> bool:
    return any(start <= minute < end for start, end in spans)


def _not_now(place: Place, policy: Policy, now: datetime) -> str:
    there = now.astimezone(ZoneInfo(place.zone))
    minute, spans = there.hour * 60 + there.minute, minutes_on(place, policy, there.toordinal())
    if policy.lunch and _within((policy.lunch,), minute):
        return f"It is {there:%H:%M} in {city_of(place.zone)}: lunch."
    if spans and 0 <= minute - spans[0][0] < policy.early:
        return f"It is {there:%H:%M} in {city_of(place.zone)}: they are just starting the day."
    return ""
