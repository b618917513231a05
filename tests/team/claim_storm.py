"""Desks that do nothing but claim, hold and release, all from one list, on one PostgreSQL; half way one is killed.

    python -m tests.team.claim_storm [--desks 8] [--seconds 60] [--lease 4] [--accounts 64] [--durable]

Every hold is written down twice: by the server's clock (taken until released, or until the lease ran out), and as the desk
believed in it (from the answer until it gave it up, in `ticks`, which all processes of one machine share). No account may
have been held twice at any moment, by either account. Ends with 1 otherwise.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from pathlib import Path
from statistics import quantiles
from typing import Any
from uuid import UUID, uuid4

import psycopg

from bdr_desk.team import members, shape
from bdr_desk.team.address import read_url
from bdr_desk.team.claims import Run
from bdr_desk.team.connection import opened
from bdr_desk.team.holding import Claims, Held, State, ticks
from bdr_desk.team.membership import Membership
from tests.team.postgres import running_server

PROJECT = UUID(int=7)
AT_ONCE = 4  # accounts a desk holds, before it gives the oldest back
LISTED = 50  # the queue shows so many


@dataclass(frozen=True)
class Storm:
    """`url` logs in as the owner of a team's database; a lease is renewed four times before it ends."""

    url: str
    desks: int = 8
    seconds: float = 60.0
    lease: float = 4.0
    accounts: int = 64


@dataclass
class Hold:
    """`start` and `end` by the server's clock, `believed` in ticks; `open` when it was never given back."""

    desk: int
    key: str
    start: float
    end: float
    believed: tuple[float, float]
    took: float = 0.0
    open: bool = True
    lease_end: float = 0.0  # by the server's clock


@dataclass
class Record:
    """`killed` and `killed_at` (server's clock, ticks): who was killed half way."""

    holds: list[Hold]
    refused: int = 0
    lost: int = 0
    killed: int | None = None
    killed_at: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True)
class Verdict:
    claims: int
    overlaps: tuple[tuple[Hold, Hold], ...]
    latencies: tuple[float, ...]
    taken_over: tuple[float, ...] = field(default=())  # seconds after the kill


# --- one desk: a process of its own ------------------------------------------------------------------------------------


def work(config: dict[str, Any]) -> None:
    """Claim, hold, release until the time is over; every step is written before the next, for whoever is killed."""
    address = read_url(config["url"])[0].as_user(config["login"])
    member = Membership(PROJECT, address, "bdr", keyring=False)
    desk = Claims(lambda: opened(address, config["code"]), member, Run(uuid4(), uuid4()))
    out = os.open(config["out"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    desk.beat(at=ticks())  # connects
    print("ready", flush=True)
    sys.stdin.readline()
    keys = [f"account {number}" for number in range(config["accounts"])]
    try:
        for line in _steps(desk, keys, ticks() + config["seconds"]):
            os.write(out, (json.dumps(line) + "\n").encode())
    finally:
        desk.close()
        os.close(out)


def _steps(desk: Claims, keys: Sequence[str], end: float) -> Iterator[dict[str, Any]]:
    mine: deque[str] = deque()
    assert desk.terms is not None
    beat_at = ticks()
    while (at := ticks()) < end:
        got = desk.wanted(PROJECT, [key for key in keys if key not in mine][:LISTED], at=at)
        took = ticks() - at
        assert desk.state is State.ON, desk.trouble
        yield {"what": "refused"} if not got else {"what": "take", "took": took, **_told(got[0])}
        mine.extend(held.key for held in got)
        if len(mine) > AT_ONCE or not got:
            yield from _given_back(desk, mine)
        if ticks() - beat_at >= desk.terms.beat_seconds:
            beat_at = ticks()
            for _, key in desk.beat(at=beat_at):
                mine.remove(key)
                yield {"what": "lost", "key": key}
            yield from ({"what": "beat", **_told(held)} for held in desk.held(ticks()))
    while mine:
        yield from _given_back(desk, mine)


def _given_back(desk: Claims, mine: deque[str]) -> Iterator[dict[str, Any]]:
    if mine:
        key = mine.popleft()
        yield {"what": "give up", "key": key, "believed": ticks()}
        ended = desk.release(PROJECT, key)
        yield {"what": "release", "key": key, "end": ended.timestamp() if ended else None}


def _told(held: Held) -> dict[str, Any]:
    claim = held.claim
    return {
        "key": held.key, "start": claim.taken_at.timestamp(), "end": claim.until.timestamp(),
        "believed": (ticks(), held.until),
    }  # fmt: skip


# --- all of them ---------------------------------------------------------------------------------------------------------


def run_storm(storm: Storm) -> Record:
    with psycopg.connect(storm.url, autocommit=True) as boss, tempfile.TemporaryDirectory() as folder:
        boss.execute(
            "UPDATE bdr_desk.team SET lease_seconds = %s, beat_seconds = %s", (storm.lease, storm.lease / 4)
        )
        outs = [Path(folder) / f"desk{number}" for number in range(storm.desks)]
        desks = [_start(storm, boss, out) for out in outs]
        killed_at = _let_run(storm, boss, desks)
        record = Record([], killed=0, killed_at=killed_at)
        for number, out in enumerate(outs):
            lines = (json.loads(line) for line in out.read_text("utf-8").splitlines() if line.endswith("}"))
            _read(number, lines, record)
        _end_beliefs(record)
    return record


def _start(storm: Storm, boss: Any, out: Path) -> "subprocess.Popen[str]":
    _, group = shape.check(boss, "here")
    ticket = members.new_ticket()
    members.admit(boss, group, ticket, user=uuid4(), role="bdr", project=None, by=uuid4())
    config = {**asdict(storm), "login": ticket.login, "code": ticket.code, "out": str(out)}
    desk = subprocess.Popen(
        [sys.executable, "-m", "tests.team.claim_storm", "--as-desk"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert desk.stdin is not None
    desk.stdin.write(json.dumps(config) + "\n")
    desk.stdin.flush()
    return desk


def _let_run(storm: Storm, boss: Any, desks: Sequence["subprocess.Popen[str]"]) -> tuple[float, float]:
    """All begin at once; the first is killed half way. Returns when, by the server's clock and in ticks."""
    for desk in desks:
        assert desk.stdout is not None
        assert desk.stdout.readline() == "ready\n"
    for desk in desks:
        assert desk.stdin is not None
        desk.stdin.write("go\n")
        desk.stdin.flush()
    time.sleep(storm.seconds / 2)
    desks[0].kill()
    desks[0].wait()
    at = boss.execute("SELECT extract(epoch FROM clock_timestamp())").fetchone()
    moment = (float(at[0]), ticks())
    for desk in desks:
        desk.communicate()
    assert not any(desk.returncode for desk in desks[1:]), "a desk failed"
    return moment


def _read(desk: int, lines: Iterable[dict[str, Any]], record: Record) -> None:
    """Put the steps of one desk together to holds."""
    alive: dict[str, Hold] = {}
    for line in lines:
        if line["what"] == "refused":
            record.refused += 1
            continue
        key = line["key"]
        if line["what"] == "take":
            alive[key] = Hold(desk, key, line["start"], line["end"], tuple(line["believed"]), line["took"])
            record.holds.append(alive[key])
        elif line["what"] == "beat":
            alive[key].end = line["end"]
            alive[key].believed = (alive[key].believed[0], line["believed"][1])
        elif line["what"] == "give up":
            # Killed from here on: whether the server heard of it is not known, only that it was held so far.
            hold = alive[key]
            hold.lease_end, hold.end, hold.open = hold.end, hold.start, False
            hold.believed = (hold.believed[0], min(hold.believed[1], line["believed"]))
        elif line["what"] == "release":
            hold = alive.pop(key)
            hold.end = line["end"] or hold.lease_end
        else:
            alive.pop(key).open = False
            record.lost += 1


def _end_beliefs(record: Record) -> None:
    """Who is dead believes nothing."""
    for hold in record.holds:
        if hold.desk == record.killed and hold.open:
            hold.believed = (hold.believed[0], min(hold.believed[1], record.killed_at[1]))


def judge(record: Record) -> Verdict:
    return Verdict(
        len(record.holds), tuple(_overlaps(record.holds)), tuple(sorted(hold.took for hold in record.holds)),
        tuple(_taken_over(record)),
    )  # fmt: skip


def _overlaps(holds: Sequence[Hold]) -> Iterator[tuple[Hold, Hold]]:
    by_key: dict[str, list[Hold]] = {}
    for hold in holds:
        by_key.setdefault(hold.key, []).append(hold)
    for some in by_key.values():
        by_server = sorted(some, key=lambda hold: (hold.start, hold.end))
        yield from ((a, b) for a, b in pairwise(by_server) if a.end > b.start)
        by_belief = sorted(some, key=lambda hold: hold.believed)
        yield from ((a, b) for a, b in pairwise(by_belief) if a.believed[1] > b.believed[0])


def _taken_over(record: Record) -> Iterator[float]:
    """After how many seconds somebody else held what the killed desk had held."""
    for hold in record.holds:
        if hold.desk == record.killed and hold.open:
            later = [
                other.start for other in record.holds if other.key == hold.key and other.start > hold.start
            ]
            if later:
                yield min(later) - record.killed_at[0]


def _show(storm: Storm, record: Record, verdict: Verdict) -> None:
    cuts = quantiles(verdict.latencies, n=100)
    print(
        f"{storm.desks} desks, {storm.accounts} accounts, {storm.seconds:.0f} s, leases of {storm.lease:.0f} s"
    )
    print(
        f"claims            {verdict.claims:,} ({verdict.claims / storm.seconds:,.0f} a second, each given back too)"
    )
    print(
        f"refused, lost     {record.refused:,} found nothing free; {record.lost:,} were lost to another desk"
    )
    print(f"claim and commit  p50 {cuts[49] * 1000:.2f} ms, p99 {cuts[98] * 1000:.2f} ms")
    after = ", ".join(f"{seconds:.2f}" for seconds in sorted(verdict.taken_over)) or "nothing was held"
    print(f"killed desk       its accounts were taken over after {after} s")
    print(f"held twice        {len(verdict.overlaps)} times")
    for a, b in verdict.overlaps[:10]:
        print(f"  {a}\n  {b}")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--desks", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--lease", type=float, default=4.0)
    parser.add_argument("--accounts", type=int, default=64)
    parser.add_argument("--durable", action="store_true", help="wait for the disk at each commit")
    parser.add_argument("--as-desk", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.as_desk:
        work(json.loads(sys.stdin.readline()))
        return 0
    with running_server(durable=args.durable) as server:
        url = server.url()
        with psycopg.connect(url) as boss:
            shape.make(boss, uuid4(), uuid4(), "postgres")
        storm = Storm(url, args.desks, args.seconds, args.lease, args.accounts)
        record = run_storm(storm)
    verdict = judge(record)
    _show(storm, record, verdict)
    return 1 if verdict.overlaps else 0


if __name__ == "__main__":
    sys.exit(main())
