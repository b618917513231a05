"""Fixtures every room's tests share: a real store, a desk on it, a clock that stands still."""

import gc
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from bdr_desk.desk import Desk
from bdr_desk.domain.qualification import Criterion, Definition
from bdr_desk.store.identity import this_user
from bdr_desk.store.projects import add_project
from bdr_desk.store.store import Store
from bdr_desk.store.tables import Project
from bdr_desk.telephony.tel_link import TelLink
from tests.stores import new_store

# A real PostgreSQL, a keyring and two desks on one team, for whoever asks for them.
pytest_plugins = ("tests.team.postgres", "tests.team.desks")

# A Tuesday, 10:00 in New York, 15:00 in London, 16:00 in Berlin.
TUESDAY = datetime(2027, 4, 6, 14, 0, tzinfo=UTC)


class StillClock:
    """A clock that moves only when told."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> StillClock:
    return StillClock(TUESDAY)


@pytest.fixture(autouse=True)
def _collected_on_this_thread(request: pytest.FixtureRequest) -> Iterator[None]:
    """As in the program (`ui.collecting`): what is left of a window dies on the window's thread."""
    if "qapp" not in request.fixturenames:
        yield
        return
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = new_store(tmp_path / "desk.sqlite3")
    yield opened
    opened.close()


@pytest.fixture
def desk(store: Store, clock: StillClock, tmp_path: Path) -> Desk:
    me = this_user(store, clock(), lambda: "America/New_York")
    return Desk(store, TelLink(), clock, tmp_path, me)


SHORT_DEFINITION = Definition(
    "Short",
    1,
    (
        Criterion("need", "Need", "text", "What hurts?", required=True),
        Criterion("authority", "Authority", "text", "Who decides?", required=True),
        Criterion("budget", "Budget", "text", "Is there money?", required=False),
    ),
)


@pytest.fixture
def project(desk: Desk) -> Project:
    with desk.write() as tx:
        return add_project(tx, "Northwind", region="US", definition=SHORT_DEFINITION, sample=True)
