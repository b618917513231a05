"""Backups: what they are called, when one is due, and which of them go.

Kept are, of today, the newest three of each kind; of each of the six days before, the newest of each kind; and the newest one
of each of the four calendar weeks before this one. Calendar weeks, not spans of seven days: in spans that move with the day,
the copy kept today would be pushed out by the one kept tomorrow, and none would ever grow old. The newest good one never goes.
"""

import re
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

DAYS, WEEKS, OF_TODAY = 7, 4, 3
SUFFIX = ".sqlite3"
_NAME = re.compile(r"desk-(\d{8}-\d{6})-(daily|asked|upgrade|aside)(?:-\d+)?\.sqlite3")
_OLD_NAME = re.compile(r"desk-\d{4}-\d{4,}\.sqlite3")  # before upgrades, by programs until 0.1.0
_STAMP = "%Y%m%d-%H%M%S"


class Kind(StrEnum):
    """Why a copy was made."""

    DAILY = "daily"
    ASKED = "asked"  # by the user
    UPGRADE = "upgrade"  # before its store was brought up to date
    ASIDE = "aside"  # no backup: the store that another one took the place of, as it was
    OTHER = "other"  # a file somebody put there: never removed


@dataclass(frozen=True)
class Copy:
    """`at` (aware) is when it was made, `day` the day on which that was here, `good` whether it can be restored."""

    at: datetime
    day: date
    kind: Kind
    good: bool


def name_of(at: datetime, kind: Kind, again: int = 0) -> str:
    """The name of a copy made at `at` (aware); `again` counts those of one second."""
    return f"desk-{at.astimezone(UTC).strftime(_STAMP)}-{kind}{f'-{again}' if again else ''}{SUFFIX}"


def read_name(name: str) -> tuple[datetime | None, Kind]:
    """When (UTC) and why a file of that name was made. None where the name does not tell when."""
    if found := _NAME.fullmatch(name):
        try:
            return datetime.strptime(found[1], _STAMP).replace(tzinfo=UTC), Kind(found[2])
        except ValueError:  # the 31st of February
            return None, Kind.OTHER
    return None, Kind.UPGRADE if _OLD_NAME.fullmatch(name) else Kind.OTHER


def due(copies: Sequence[Copy], today: date) -> bool:
    """Whether today has no good backup yet."""
    return not any(copy.good and copy.day == today for copy in _backups(copies))


def removable(copies: Sequence[Copy], today: date) -> list[Copy]:
    """Those that go. What is broken, and what was put aside, stays as long as the oldest week and takes nobody's place."""
    taken: Counter[Hashable] = Counter()
    go = []
    good = sorted((copy for copy in _backups(copies) if copy.good), key=lambda copy: copy.at, reverse=True)
    for place, copy in enumerate(good):
        slots = _slots(copy, today)
        wanted = [slot for slot in slots if taken[slot] < (OF_TODAY if slot[0] == "today" else 1)]
        taken.update(wanted)
        if place and not wanted:
            go.append(copy)
    rest = (copy for copy in copies if copy.kind == Kind.ASIDE or not copy.good)
    return go + [copy for copy in rest if copy.kind != Kind.OTHER and gone_by(copy.day) <= today]


def gone_by(day: date) -> date:
    """The first day on which a copy made on `day` is removed at the latest, when the next backup has been made."""
    return _monday(day) + timedelta(weeks=WEEKS + 1)


def _backups(copies: Sequence[Copy]) -> list[Copy]:
    return [copy for copy in copies if copy.kind not in (Kind.ASIDE, Kind.OTHER)]


def _slots(copy: Copy, today: date) -> list[tuple[str, object, object]]:
    """The places it may take. A copy whose day is yet to come, by a clock that was wrong, counts as today's."""
    age = (today - copy.day).days
    weeks = (_monday(today) - _monday(copy.day)).days // 7
    slots: list[tuple[str, object, object]] = []
    if age <= 0:
        slots.append(("today", copy.kind, ""))
    elif age < DAYS:
        slots.append(("day", age, copy.kind))
    if 1 <= weeks <= WEEKS:
        slots.append(("week", weeks, ""))
    return slots


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
