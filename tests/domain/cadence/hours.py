"""Calling hours for the tests: one window on business days in one zone, exact over changes of the clocks."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bdr_desk.domain.time_zones import at_minute


@dataclass(frozen=True)
class Open:
    """`start` and `end` in minutes after midnight, `days` as digits with Monday 0, `off` are public holidays."""

    name: str = "America/New_York"
    start: int = 9 * 60
    end: int = 17 * 60 + 30
    days: str = "01234"
    off: frozenset[date] = field(default=frozenset())

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.name)

    def is_business_day(self, day: date) -> bool:
        return str(day.weekday()) in self.days and day not in self.off

    def is_open(self, at: datetime) -> bool:
        local = at.astimezone(self.zone)
        return self.is_business_day(local.date()) and self.start <= local.hour * 60 + local.minute < self.end

    def next_open(self, at: datetime) -> datetime | None:
        if self.is_open(at):
            return at.astimezone(UTC)
        first = at.astimezone(self.zone).date()
        for n in range(15):
            day = first + timedelta(days=n)
            opens = at_minute(day, self.start, self.name)
            if self.is_business_day(day) and opens >= at and self.is_open(opens):
                return opens
        return None
