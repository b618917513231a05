"""A plan of touches, kept or still being edited, played through the days of one lead: what the cadence editor shows."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bdr_desk.desk import Desk
from bdr_desk.domain.cadence import Cadence, Played, play
from bdr_desk.domain.cadence.onward import TITLES
from bdr_desk.domain.cadence.play import EVERY_MEDIUM
from bdr_desk.domain.calling_places import hours_key, place_name
from bdr_desk.domain.consequence import PersonHours
from bdr_desk.domain.outcome import Outcome
from bdr_desk.domain.said_zone import said_places
from bdr_desk.domain.spoken_time import read_time
from bdr_desk.domain.time_zones import day_name, day_of_month
from bdr_desk.errors import BadInput
from bdr_desk.queries.projects import need_project
from bdr_desk.queries.queue_cells import policy_of
from bdr_desk.store.tables import User

_MOST_NAMED = 3  # public holidays between two touches
_MORNING = "9:00"


@dataclass(frozen=True)
class PlayedRow:
    """`day` is the business day counted from 1, `when` on the person's clock ("Mon 31 Aug 10:00"). `outcome` is what the call
    is taken to come to and `call` its number from 0, both None where it is none. `off` names public holidays that were
    waited over."""

    day: int
    when: str
    title: str
    what: str
    why: str
    outcome: Outcome | None
    call: int | None
    off: str = ""


@dataclass(frozen=True, repr=False)
class PlayedThrough:
    """`where` the person is, in words; `ends` says how it ends, `because` why."""

    where: str
    rows: tuple[PlayedRow, ...]
    ends: str
    because: str


def played_through(
    desk: Desk, cadence: Cadence, *, where: str = "", start: str = "", outcomes: Mapping[int, Outcome] | None = None,
    agreed: bool = True,
) -> PlayedThrough:  # fmt: skip
    """A lead that comes at `start` (as somebody says a day or a time there; now when empty), played through `cadence` in the
    project's calling hours.

    `where` it is as somebody says it ("London", "Houston, TX"), the user's own zone when empty; `outcomes` by the number of
    the call; `agreed`: whether this person's consent to each medium is noted. Raises BadInput, NotFound.
    """
    with desk.read() as session:
        project = need_project(session)
        places = said_places(where or session.get_one(User, desk.me).time_zone, project.region)
        hours = PersonHours(hours_key(places), policy_of(project))
    begins = said_start(start, desk.clock(), hours.zone)
    consents = EVERY_MEDIUM if agreed else frozenset()
    *touches, end = play(cadence, hours, begins, outcomes or {}, consents=consents)
    rows = tuple(_row(at, touches, hours) for at in range(len(touches)))
    return PlayedThrough(place_name(places[0]), rows, _ends(end, bool(touches)), _because(end))


def said_start(text: str, now: datetime, zone: ZoneInfo) -> datetime:
    """“31 Aug” is nine in the morning there; "" is `now`. Raises BadInput."""
    if not text.strip():
        return now
    with suppress(BadInput):
        return read_time(text, now, zone)
    return read_time(f"{text} {_MORNING}", now, zone)


def _row(at: int, played: list[Played], hours: PersonHours) -> PlayedRow:
    row = played[at]
    off = "; ".join(_days_off(played[at - 1].at.date(), row.at.date(), hours)) if at else ""
    title = TITLES[row.medium] if row.medium else ""
    return PlayedRow(row.day, _when(row.at), title, row.what, _why(row), row.outcome, row.call, off)


def _days_off(after: date, until: date, hours: PersonHours) -> Iterator[str]:
    """The public holidays between two days."""
    between = (after + timedelta(days=n) for n in range(1, (until - after).days))
    named = [(day, name) for day in between if (name := hours.holiday(day))]
    yield from (
        f"{day_name(day)} {day_of_month(day)} is a public holiday: {name}"
        for day, name in named[:_MOST_NAMED]
    )
    if len(named) > _MOST_NAMED:
        yield f"and {len(named) - _MOST_NAMED} more"


def _when(at: datetime) -> str:
    return f"{day_name(at)} {day_of_month(at)} {at:%H:%M}"


def _why(row: Played) -> str:
    return "; ".join(dict.fromkeys((row.why, *row.reasons)))


def _ends(end: Played, any_touch: bool) -> str:
    says = end.what[:1].upper() + end.what[1:]
    return f"Day {end.day}, {day_name(end.at)} {day_of_month(end.at)}: {says}." if any_touch else f"{says}."


def _because(end: Played) -> str:
    said = [each for each in dict.fromkeys((end.why, *end.reasons)) if each and each not in end.what]
    return "; ".join(said)
