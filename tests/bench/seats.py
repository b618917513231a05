"""Desks in processes of their own, for benches: how one is seated, started and talked to, and what is said of its times."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import quantiles
from typing import Any

import keyring

from bdr_desk.actions.syncing import Syncing
from bdr_desk.desk import Desk
from bdr_desk.store.identity import this_user
from bdr_desk.store.store import open_store
from bdr_desk.telephony.tel_link import TelLink
from tests.conftest import TUESDAY
from tests.team.postgres import MemoryKeyring

Clock = Callable[[], datetime]


def office_hours() -> Clock:
    """A clock that runs, on which it is a Tuesday morning in New York: the same hour in every process started within it."""
    ahead = TUESDAY - datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    return lambda: datetime.now(UTC) + ahead


@contextmanager
def seated(folder: Path, clock: Clock) -> Iterator[Desk]:
    """The desk whose store lies in `folder`."""
    store = open_store(folder / "desk.sqlite3")
    try:
        yield Desk(store, TelLink(), clock, folder, this_user(store, clock(), lambda: "America/New_York"))
    finally:
        store.close()


def woken(rounds: Syncing) -> bool:
    """What a readable socket asks for: a round, and another for what was written meanwhile. False for nothing."""
    done = rounds.answer()
    while done and done.news:
        done = rounds.round()
    return done is not None


class Helper:
    """Another process of this bench: `python -m MODULE --as-helper`, told JSON lines, answering in JSON lines."""

    def __init__(self, module: str, **config: Any) -> None:
        """It gets the secrets of this process's keyring as well."""
        words = [sys.executable, "-m", module, "--as-helper"]
        self._process = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
        )
        kept = keyring.get_keyring()
        secrets = [[*place, secret] for place, secret in getattr(kept, "kept", {}).items()]
        self.tell({**config, "secrets": secrets})

    def tell(self, what: Any) -> None:
        assert self._process.stdin is not None
        print(json.dumps(what), file=self._process.stdin, flush=True)

    def heard(self) -> Any:
        """Its next line. Raises RuntimeError when there is none any more."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"a helper ended with {self._process.wait()}")
        return json.loads(line)

    def end(self) -> None:
        """It ends when nobody can tell it anything any more."""
        self._process.communicate()


def instructed() -> dict[str, Any]:
    """In a helper: what it was started with; its keyring holds the secrets."""
    config: dict[str, Any] = json.loads(sys.stdin.readline())
    memory = MemoryKeyring()
    for service, name, secret in config.pop("secrets"):
        memory.set_password(service, name, secret)
    keyring.set_keyring(memory)
    return config


def say(what: Any) -> None:
    print(json.dumps(what), flush=True)


def cuts(seconds: Iterable[float]) -> dict[str, Any]:
    """How many, and the milliseconds that half of them and 99 of 100 stay under."""
    taken = list(seconds)
    if len(taken) < 2:
        return {"n": len(taken)}
    parts = quantiles(taken, n=100, method="inclusive")
    return {
        "n": len(taken),
        "p50_ms": round(parts[49] * 1e3, 2),
        "p99_ms": round(parts[98] * 1e3, 2),
        "max_ms": round(max(taken) * 1e3, 1),
    }


def days_from(clock: Clock, number: int) -> datetime:
    """A time for the meeting of that number, so that none meets another."""
    return clock() + timedelta(days=1, minutes=40 * number)
