"""Desk: the first argument of every action and query. There are no globals."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy.orm import Session

from bdr_desk.store.store import Store
from bdr_desk.store.writing import Writing
from bdr_desk.telephony.line import Line

Clock = Callable[[], datetime]


def wall_clock() -> datetime:
    return datetime.now(UTC)


def shifted_clock(start: datetime) -> Clock:
    """A clock that stood at `start` (aware) when it was made, and runs on from there."""
    offset = start - wall_clock()
    return lambda: wall_clock() + offset


@dataclass
class Desk:
    """`clock` is the only clock and gives aware UTC times; `me` is the key of the user who sits here."""

    store: Store
    line: Line
    clock: Clock
    data_dir: Path
    me: UUID

    def read(self) -> AbstractContextManager[Session]:
        return self.store.read()

    def write(self) -> AbstractContextManager[Writing]:
        return self.store.write(now=self.clock(), author=self.me)
