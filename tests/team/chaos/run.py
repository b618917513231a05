"""The chaos itself: desks at work, connections cut, server and desks killed; then peace, until nothing waits and nothing comes.

What happens when is counted in deeds of the desks and drawn by a seed; where in a deed a kill falls is left to the machine.
"""

import json
import queue
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from random import Random
from statistics import median
from typing import Any, Protocol

from tests.team.chaos.office import Seat

_PATIENCE_SECONDS = 180.0
_ROUNDS = 40  # in peace, before it is said that it does not end


@dataclass(frozen=True)
class Plan:
    """It goes on until every desk has done `deeds` on average and, where given, `seconds` are over. Each number is what happens
    once in how many deeds on average: of a desk, of all."""

    deeds: int = 150
    seconds: float = 0.0
    seed: int = 1
    desk_killed: int = 120
    server_killed: int = 250
    worker: float = 0.4  # of the server's deaths, how many are one worker's alone


@dataclass
class Figures:
    deeds: Counter[str] = field(default_factory=Counter)
    rounds: Counter[str] = field(default_factory=Counter)
    parcels: Counter[str] = field(default_factory=Counter)
    verdicts: Counter[str] = field(default_factory=Counter)  # of what was under way when a desk was killed
    desk_kills: int = 0
    server_kills: int = 0
    worker_kills: int = 0
    seconds: float = 0.0
    resumed: list[float] = field(
        default_factory=list
    )  # seconds from the server's death to a desk's next whole round
    until_agreed: float = 0.0
    restless: str = ""  # what did not come to rest


class Process:
    """A desk's process; its lines arrive in `lines` with its seat."""

    def __init__(self, seat: Seat, seed: int, run: int, lines: "queue.Queue[tuple[Process, Any]]") -> None:
        self.seat, self.run, self.since, self.killed = seat, run, 0, False
        config = {
            "folder": str(seat.folder),
            "name": seat.name,
            "seed": seed,
            "run": run,
            "rep": seat.role == "rep",
        }
        with (seat.folder / "stderr").open("ab") as errors:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.team.chaos.desk"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=errors, text=True, cwd=Path(__file__).parents[3],
            )  # fmt: skip
        self.tell(json.dumps(config))
        self._reader = threading.Thread(target=self._read, args=(lines,), daemon=True)
        self._reader.start()

    def tell(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def kill(self) -> None:
        self.killed = True
        self._process.kill()
        self._reader.join()
        self._end()

    def quit(self) -> None:
        self.killed = True
        self.tell("quit")
        self._reader.join()
        self._end()

    def _end(self) -> None:
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()

    def _read(self, lines: "queue.Queue[tuple[Process, Any]]") -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.endswith("\n"):
                lines.put((self, json.loads(line)))
        lines.put((self, {"gone": True}))


class Mortal(Protocol):
    """A server; `start` after `kill`."""

    def kill(self) -> None: ...
    def kill_one(self, at: int) -> None: ...
    def start(self) -> None: ...
    def wait(self) -> None: ...


class Network(Protocol):
    def healthy(self, yes: bool) -> None: ...


class Chaos:
    def __init__(self, plan: Plan, seats: Sequence[Seat], server: Mortal, network: Network) -> None:
        self.figures = Figures()
        self._plan, self._server, self._network = plan, server, network
        self._chance = Random(plan.seed)
        self._lines: queue.Queue[tuple[Process, Any]] = queue.Queue()
        self._running = [Process(seat, plan.seed, 1, self._lines) for seat in seats]
        self._kill_at = [self._soon(plan.desk_killed) for _ in seats]
        self._waits_since: dict[Seat, float] = {}  # the server's death
        self._enough = plan.deeds * len(seats)
        self._server_at = self._soon(plan.server_killed)

    def run(self) -> Figures:
        began = time.monotonic()
        try:
            self._network.healthy(False)
            while self._enough > 0 or time.monotonic() < began + self._plan.seconds:
                self._hear()
                self._wreck()
            self.figures.seconds = time.monotonic() - began
            self._make_peace()
            for process in self._running:
                process.quit()
        finally:
            for process in self._running:
                if not process.killed:
                    process.kill()
        return self.figures

    def _soon(self, often: int) -> int:
        return self._chance.randint(often // 4, often * 2 - often // 4)

    def _hear(self) -> tuple[Process, Any]:
        process, line = self._lines.get(timeout=_PATIENCE_SECONDS)
        if "gone" in line and not process.killed:
            raise RuntimeError(
                f"{process.seat.name} failed:\n{(process.seat.folder / 'stderr').read_text()[-6000:]}"
            )
        if "did" in line:
            self.figures.deeds[line["did"]] += 1
            process.since += 1
            self._enough -= line["did"] not in ("refused", "busy")
        for what, counts in (("round", self.figures.rounds), ("parcel", self.figures.parcels)):
            if what in line:
                counts[line[what]] += 1
        if line.get("round") == "whole" and line["at"] > (since := self._waits_since.get(process.seat, inf)):
            self.figures.resumed.append(line["at"] - since)
            del self._waits_since[process.seat]
        if line.get("verdict"):
            self.figures.verdicts[next(iter(line["verdict"]))] += 1
        return process, line

    def _wreck(self) -> None:
        for at, process in enumerate(self._running):
            if process.since >= self._kill_at[at]:
                time.sleep(self._chance.uniform(0, 0.05))  # anywhere in a deed or a round
                process.kill()
                self.figures.desk_kills += 1
                self._running[at] = Process(process.seat, self._plan.seed, process.run + 1, self._lines)
                self._kill_at[at] = self._soon(self._plan.desk_killed)
        if self.figures.deeds.total() >= self._server_at:
            self._server_at += self._soon(self._plan.server_killed)
            if self._chance.random() < self._plan.worker:
                self._server.kill_one(self._chance.randrange(100))
                self.figures.worker_kills += 1
            else:
                self._waits_since = dict.fromkeys((one.seat for one in self._running), time.monotonic())
                self._server.kill()
                self._server.start()
                self.figures.server_kills += 1

    def _make_peace(self) -> None:
        """Everybody syncs, one after the other, until a whole turn brings nothing."""
        self._server.wait()
        self._network.healthy(True)
        began = time.monotonic()
        for process in self._running:
            process.tell("end work")
        left = len(self._running)
        while left:
            left -= "ended" in self._hear()[1]
        for _ in range(_ROUNDS):
            found = {process.seat.name: self._sync(process) for process in self._running}
            if not any(any(one.values()) for one in found.values()):
                self.figures.until_agreed = time.monotonic() - began
                return
        self.figures.until_agreed = time.monotonic() - began
        self.figures.restless = (
            f"after {_ROUNDS} rounds in peace there is still something to send or to take: {found}"
        )

    def _sync(self, process: Process) -> dict[str, Any]:
        process.tell("sync")
        while True:
            who, line = self._hear()
            if who is process and "synced" in line:
                return dict(line["synced"])


def told(figures: Figures, more: Callable[[str], None]) -> None:
    """What happened, line by line."""
    deeds = figures.deeds
    more(
        f"deeds             {deeds.total():,} in {figures.seconds:.0f} s: "
        + ", ".join(f"{many:,} {what}" for what, many in deeds.most_common())
    )
    more(
        f"killed            desks {figures.desk_kills} times, the server {figures.server_kills},"
        f" one of its workers {figures.worker_kills}"
    )
    broken = {what: many for what, many in figures.rounds.most_common() if what != "whole"}
    more(f"rounds of sync    {figures.rounds['whole']:,} whole, {sum(broken.values()):,} broken off")
    for what, many in broken.items():
        more(f"  {many:6,} in {what}")
    more("parcels           " + ", ".join(f"{many:,} {what}" for what, many in figures.parcels.items()))
    more("killed meanwhile  " + ", ".join(f"{many} {what}" for what, many in figures.verdicts.items()))
    if figures.resumed:
        middle, longest = median(figures.resumed), max(figures.resumed)
        more(
            f"went on after     {middle:.1f} s, {longest:.1f} s at most, from the death of the server to a whole round of a desk"
        )
    more(f"until all agreed  {figures.until_agreed:.1f} s")
