"""Claims beside the bare loop that everybody writes with SKIP LOCKED: eight desks, turn about, best of several runs.

The bare loop prepares its statements, asks for whatever is free and knows neither members nor tokens; ours goes through the
functions that enforce them, names 50 accounts in the order of its queue, and prepares nothing (a pooler may stand between).
Both take one account, commit, and give it back.

    python -m tests.bench.claims [--desks 8] [--seconds 4] [--rounds 3] [--durable]
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
RAW, ONE, OURS = "bare SKIP LOCKED loop", "one account named", "first free of 50 named"

_RAW_TABLE = """CREATE TABLE bare (place integer PRIMARY KEY, holder text,
    until timestamptz NOT NULL DEFAULT '-infinity') WITH (fillfactor = 70)"""
_RAW_TAKE = """UPDATE bare SET holder = session_user, until = now() + interval '180 s' WHERE place =
    (SELECT place FROM bare WHERE until < now() ORDER BY place FOR UPDATE SKIP LOCKED LIMIT 1) RETURNING place"""
_RAW_BACK = "UPDATE bare SET until = now() WHERE place = %s AND holder = session_user"

Step = Callable[[], float]


def bare(team: Any) -> Step:
    team.prepare_threshold = 1

    def step() -> float:
        started = time.perf_counter()
        found = team.execute(_RAW_TAKE).fetchone()
        took = time.perf_counter() - started
        team.execute(_RAW_BACK, (found[0],))
        return took

    return step


def ours(team: Any, names: Iterator[list[str]]) -> Step:
    run = Run(uuid4(), uuid4())

    def step() -> float:
        started = time.perf_counter()
        found = claims.claim_any(team, run, PROJECT, next(names), 1)
        took = time.perf_counter() - started
        claims.release(team, run, [(PROJECT, claim.key) for claim in found])
        return took

    return step


def _names(which: str, number: int) -> Iterator[list[str]]:
    every = [f"account {place}" for place in range(ACCOUNTS)]
    place = 0
    while True:
        place += 1
        yield every[:LISTED] if which == OURS else [every[(place * 8 + number) % ACCOUNTS]]


def desk(config: dict[str, Any]) -> None:
    team: Any = opened(read_url(config["url"])[0].as_user(config["login"]), config["code"])
    team.autocommit = True
    step = bare(team) if config["which"] == RAW else ours(team, _names(config["which"], config["number"]))
    for _ in range(50):
        step()
    print("ready", flush=True)
    sys.stdin.readline()
    took, end = [], time.perf_counter() + config["seconds"]
    while time.perf_counter() < end:
        took.append(step())
    print(json.dumps(took))


def together(which: str, desks: int, config: dict[str, Any], logins: list[Any]) -> list[float]:
    """The seconds of every claim that `desks` processes made at once."""
    running = []
    for number in range(desks):
        one = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.claims", "--as-desk"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2],
        )  # fmt: skip
        assert one.stdin is not None
        login = {"login": logins[number].login, "code": logins[number].code}
        one.stdin.write(json.dumps({**config, **login, "which": which, "number": number}) + "\n")
        one.stdin.flush()
        running.append(one)
    for one in running:
        assert one.stdout is not None
        one.stdout.readline()
    return [took for answer in _answers(running) for took in json.loads(answer)]


def _answers(running: list["subprocess.Popen[str]"]) -> list[str]:
    for one in running:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    return [one.communicate()[0] for one in running]


def admit(boss: Any, desks: int) -> list[Any]:
    shape.make(boss, uuid4(), uuid4(), "postgres")
    _, group = shape.check(boss, "here")
    tickets = [members.new_ticket() for _ in range(desks)]
    for ticket in tickets:
        members.admit(boss, group, ticket, user=uuid4(), role="bdr", project=None, by=uuid4())
    boss.execute(_RAW_TABLE)
    boss.execute("INSERT INTO bare SELECT generate_series(1, %s)", (ACCOUNTS,))
    boss.execute(f"GRANT SELECT, UPDATE ON bare TO {group}")
    boss.commit()
    return tickets


def measure(desks: int, rounds: int, config: dict[str, Any], logins: list[Any]) -> None:
    best: dict[str, list[float]] = {RAW: [], OURS: [], ONE: []}
    for _ in range(rounds):
        for which, before in best.items():
            best[which] = max(before, together(which, desks, config, logins), key=len)
    print(f"{desks} desk{'s' if desks > 1 else ''}")
    for which, took in best.items():
        cuts, ratio = quantiles(took, n=100), len(took) / len(best[RAW])
        rate = f"{len(took) / config['seconds']:8,.0f} claims/s   {ratio:4.2f} x bare"
        print(
            f"  {which:<24} {rate}   claim and commit p50 {cuts[49] * 1e3:.2f} ms, p99 {cuts[98] * 1e3:.2f} ms"
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--desks", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--durable", action="store_true", help="wait for the disk at each commit")
    parser.add_argument("--as-desk", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.as_desk:
        desk(json.loads(sys.stdin.readline()))
        return
    with running_server(durable=args.durable) as server:
        with psycopg.connect(server.url()) as boss:
            logins = admit(boss, args.desks)
        config = {"url": server.url(), "seconds": args.seconds}
        for desks in (1, args.desks):
            measure(desks, args.rounds, config, logins)


if __name__ == "__main__":
    main()
