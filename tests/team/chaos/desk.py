"""A desk of the chaos: a process with a store of its own that works in one thread and syncs in another, until it is told to end.

It is told by lines on its standard input ("end work", "sync", "quit"), and says by lines of JSON how it goes. Everything but
DeskError is a fault of the program: the process ends with it.
"""

import json
import os
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import keyring as keyring_library

from bdr_desk.actions import team
from bdr_desk.desk import Desk
from bdr_desk.errors import DeskError
from bdr_desk.store.settings import get_setting
from bdr_desk.store.store import open_store
from bdr_desk.team import outbox, pull, push
from bdr_desk.telephony.tel_link import TelLink
from tests.team.chaos.journal import Journal, settle
from tests.team.chaos.keyring_file import FileKeyring
from tests.team.chaos.work import Day, skew

_JUMP = 0.02  # how often a step is preceded by a jump of the clock
_STEP_PAUSE_SECONDS = 0.1  # the store has one door to write, and both threads go through it
_SMALL = 30  # rows in a parcel and in a batch of a pull, so that there is much between
_SYNC_PAUSE_SECONDS = 0.05


class JumpingClock:
    """Wall time, hours off, by another number of hours after each jump."""

    def __init__(self, chance: Random) -> None:
        self._chance, self._off = chance, skew(chance)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self._off

    def jump(self) -> None:
        self._off = skew(self._chance)


def seated(folder: Path, clock: Callable[[], datetime]) -> Desk:
    """The desk that was left in `folder`; its passwords are read from a file there."""
    keyring_library.set_keyring(FileKeyring(folder / "keyring.json"))
    store = open_store(folder / "desk.sqlite3")
    with store.read() as session:
        me = UUID(get_setting(session, "me"))
    return Desk(store, TelLink(), clock, folder, me)


def work(config: dict[str, Any]) -> None:
    """`config`: folder, name, seed, rep, run (the how-manieth start)."""
    folder = Path(config["folder"])
    chance = Random(f"{config['seed']} {config['name']} {config['run']}")
    verdict = settle(folder / "journal", folder / "desk.sqlite3")
    clock = JumpingClock(chance)
    desk = seated(folder, clock)
    journal = Journal(folder / "journal")
    journal.watch()
    _say(started=config["run"], verdict=verdict)
    ended = threading.Event()
    day = Day(desk, f"{config['name']}.{config['run']}", chance, rep=config["rep"])
    threads = [threading.Thread(target=_or_die, args=(what, *more), daemon=True) for what, *more in (
        (_work_on, day, clock, chance, ended), (_sync_on, desk, Random(chance.random()), ended))]  # fmt: skip
    _count_answers()
    outbox.MOST, pull.BATCH = _SMALL, _SMALL
    for thread in threads:
        thread.start()
    for line in sys.stdin:
        if line == "end work\n":
            ended.set()
            for thread in threads:
                thread.join()
            _say(ended=True)
        elif line == "sync\n":
            _say(synced=_synced(desk))
        elif line == "quit\n":
            desk.store.close()
            return


def _or_die(what: Callable[..., None], *arguments: Any) -> None:
    try:
        what(*arguments)
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(70)


def _work_on(day: Day, clock: JumpingClock, chance: Random, ended: threading.Event) -> None:
    while not ended.is_set():
        if chance.random() < _JUMP:
            clock.jump()
        _say(did=day.step())
        time.sleep(chance.uniform(0, _STEP_PAUSE_SECONDS))


def _sync_on(desk: Desk, chance: Random, ended: threading.Event) -> None:
    while not ended.is_set():
        _say(round=_round(desk), at=time.monotonic())
        time.sleep(chance.uniform(0, _SYNC_PAUSE_SECONDS))


def _round(desk: Desk) -> str:
    """ "whole", or where it broke off and why."""
    try:
        team.sync(desk)
    except DeskError as error:
        return f"{_where(error)}: {type(error.__cause__ or error).__name__}"
    return "whole"


def _where(error: BaseException) -> str:
    """The innermost step of sync in which it broke off."""
    names = [
        frame.f_globals["__name__"] + "." + frame.f_code.co_name
        for frame, _ in traceback.walk_tb((error.__cause__ or error).__traceback__)
    ]
    steps = [name.removeprefix("bdr_desk.team.") for name in names if name.startswith("bdr_desk.team.")]
    steps = [step for step in steps if not step.startswith(("connection.told", "connection.connected"))]
    return steps[-1] if steps else "elsewhere"


def _synced(desk: Desk) -> dict[str, Any]:
    try:
        return asdict(team.sync(desk))
    except DeskError as error:
        return {"trouble": str(error)}


def _count_answers() -> None:
    """Say what the team answers to each parcel."""
    take = push._take

    def told(connection: Any, parcel: Any) -> str:
        answer = take(connection, parcel)
        _say(parcel=answer)
        return answer

    push._take = told


_saying = threading.Lock()


def _say(**what: Any) -> None:
    with _saying:
        print(json.dumps(what), flush=True)


if __name__ == "__main__":
    work(json.loads(sys.stdin.readline()))
