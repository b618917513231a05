"""Claims beside the bare loops that everybody writes with SKIP LOCKED: one desk, then eight. Every desk
takes its turns at all of them, half a second each, so that noise meets all alike.

- bare: of 50 accounts named in order the first that is free; one UPDATE over a table of its own, prepared
- floor: whatever is free; the least PostgreSQL can do for a claim
- ours: the same 50, through the functions that know members, desks and tokens; nothing is prepared, since a pooler may
  stand between. And one account named, as when somebody takes a lead.

Each takes one account, commits, and gives it back.

    python -m tests.bench.claims [--desks 8] [--rounds 10] [--durable]
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import quantiles
from typing import Any
from uuid import UUID, uuid4

import psycopg

from bdr_desk.team import claims, members, shape
from bdr_desk.team.address import read_url
from bdr_desk.team.claims import Run
from bdr_desk.team.connection import opened
from tests.team.postgres import running_server

PROJECT = UUID(int=7)
ACCOUNTS, LISTED = 200, 50
RAW, FLOOR = "bare: first of 50", "floor: any"
OURS, ONE = "ours: first of 50", "ours: one named"
WORKS = (RAW, OURS, ONE, FLOOR)
TURN = 0.5  # seconds

_TABLE = """CREATE TABLE bare (key text COLLATE "C" PRIMARY KEY, holder text,
    until timestamptz NOT NULL DEFAULT '-infinity') WITH (fillfactor = 70)"""
_TAKE = (
    "UPDATE bare SET holder = session_user, until = now() + interval '180 s' WHERE key = ({}) RETURNING key"
)
_FIRST = """SELECT key FROM bare WHERE key = ANY(%(keys)s) AND until < now()
    ORDER BY array_position(%(keys)s::text[], key) FOR UPDATE SKIP LOCKED LIMIT 1"""
_ANY = "SELECT key FROM bare WHERE until < now() ORDER BY key FOR UPDATE SKIP LOCKED LIMIT 1"
_BACK = "UPDATE bare SET until = now() WHERE key = %s AND holder = session_user"

Step = Callable[[], float]


def bare(team: Any, which: str, names: Iterator[list[str]]) -> Step:
    team.prepare_threshold = 1
    take = _TAKE.format(_FIRST if which == RAW else _ANY)

    def step() -> float:
        started = time.perf_counter()
        found = team.execute(take, {"keys": next(names)} if which == RAW else None).fetchone()
        took = time.perf_counter() - started
        team.execute(_BACK, (found[0],))
        return took

    return step


def ours(team: Any, names: Iterator[list[str]]) -> Step:
    run = Run(uuid4(), uuid4())

    def step() -> float:
        started = time.perf_counter()
        found = claims.claim_any(team, run, PROJECT, next(names), 1)
        took = time.perf_counter() - started
        claims.release(team, run, PROJECT, [claim.key for claim in found])
        return took

    return step


def _names(which: str, number: int) -> Iterator[list[str]]:
    every = [f"account {place}" for place in range(ACCOUNTS)]
    place = 0
    while True:
        place += 1
        yield every[:LISTED] if which != ONE else [every[(place * 8 + number) % ACCOUNTS]]


def desk(config: dict[str, Any]) -> None:
    """One process: its turns begin at a time given to all."""
    team: Any = opened(read_url(config["url"])[0].as_user(config["login"]), config["code"])
    team.autocommit = True
    steps = {which: _step(team, which, _names(which, config["number"])) for which in WORKS}
    for step in steps.values():
        for _ in range(10):
            step()
    print("ready", flush=True)
    begin = float(sys.stdin.readline())
    took: dict[str, list[float]] = {which: [] for which in steps}
    for turn in range(config["rounds"] * len(WORKS)):
        which = WORKS[turn % len(WORKS)]
        while time.time() < begin + turn * TURN:
            time.sleep(0.001)
        while time.time() < begin + (turn + 1) * TURN:
            took[which].append(steps[which]())
    print(json.dumps(took))


def _step(team: Any, which: str, names: Iterator[list[str]]) -> Step:
    return bare(team, which, names) if which in (RAW, FLOOR) else ours(team, names)


def together(desks: int, config: dict[str, Any], logins: list[Any]) -> dict[str, list[float]]:
    """The seconds of every claim that `desks` processes made at once."""
    running = [_start({**config, **logins[number], "number": number}) for number in range(desks)]
    for one in running:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    begin = time.time() + 0.2
    for one in running:
        assert one.stdin is not None
        one.stdin.write(f"{begin}\n")
        one.stdin.flush()
    answers = [json.loads(one.communicate()[0]) for one in running]
    return {which: [took for answer in answers for took in answer[which]] for which in WORKS}


def _start(config: dict[str, Any]) -> "subprocess.Popen[str]":
    one = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.claims", "--as-desk"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert one.stdin is not None
    one.stdin.write(json.dumps(config) + "\n")
    one.stdin.flush()
    return one


def admit(boss: Any, desks: int) -> list[Any]:
    shape.make(boss, uuid4(), uuid4(), "postgres")
    _, group = shape.check(boss, "here")
    tickets = [members.new_ticket() for _ in range(desks)]
    for ticket in tickets:
        members.admit(boss, group, ticket, user=uuid4(), role="bdr", project=None, by=uuid4())
    boss.execute(_TABLE)
    boss.execute(
        "INSERT INTO bare SELECT 'account ' || place FROM generate_series(0, %s) place", (ACCOUNTS - 1,)
    )
    boss.execute(f"GRANT SELECT, UPDATE ON bare TO {group}")
    boss.commit()
    return [{"login": ticket.login, "code": ticket.code} for ticket in tickets]


def measure(desks: int, config: dict[str, Any], logins: list[Any]) -> None:
    print(f"{desks} desk{'s' if desks > 1 else ''}")
    found = together(desks, config, logins)
    for which, took in found.items():
        cuts, ratio = quantiles(took, n=100), len(took) / len(found[RAW])
        rate = f"{len(took) / config['rounds'] / TURN:8,.0f} claims/s   {ratio:4.2f} x bare"
        print(
            f"  {which:<20} {rate}   claim and commit p50 {cuts[49] * 1e3:.2f} ms, p99 {cuts[98] * 1e3:.2f} ms"
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--desks", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--durable", action="store_true", help="wait for the disk at each commit")
    parser.add_argument("--as-desk", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.as_desk:
        desk(json.loads(sys.stdin.readline()))
        return
    with running_server(durable=args.durable) as server:
        with psycopg.connect(server.url()) as boss:
            logins = admit(boss, args.desks)
        config = {"url": server.url(), "rounds": args.rounds}
        for desks in (1, args.desks):
            measure(desks, config, logins)


if __name__ == "__main__":
    main()
