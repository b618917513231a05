"""A hundred desks at work on one server: what they ask of it, and how long each of them waits.

Every desk has its own store, its own connection for rounds, on which it is woken, another for claims, and its own thread, in
processes of a dozen. Its leads are shared from the start, so every call goes to the team and wakes everybody: the most that a
team can ask. A call about every two minutes, with a fact and now and then a mail; a handoff about every hour; claims renewed
every 45 s; a round when something waits, when woken and each minute, after each a rest as the window keeps it
(`ui.sync_watch`). One desk passes a handoff every three seconds, so that there is something to measure.

    python -m tests.bench.desks [--desks 100] [--minutes 5] [--processes 8] [--durable]
"""

import argparse
import json
import resource
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import keyring

from bdr_desk.actions import team
from bdr_desk.store.projects import add_project
from tests.bench.desk_day import PROJECT, REP, Seat
from tests.bench.seats import Clock, Helper, cuts, instructed, office_hours, say, seated
from tests.bench.server_load import Load, watched
from tests.conftest import SHORT_DEFINITION
from tests.stores import new_store
from tests.team.desks import name_me
from tests.team.postgres import MemoryKeyring, running_server

# A dozen of them in a process


def dozen(config: dict[str, Any]) -> None:
    clock = office_hours()
    with ExitStack() as stack:
        seats = []
        for number, who, code in config["members"]:
            folder = Path(config["folder"]) / str(number)
            new_store(folder / "desk.sqlite3").close()
            seat = Seat(stack.enter_context(seated(folder, clock)), number)
            name_me(seat.desk, f"Desk {number}", f"desk{number}@maple.example")
            seat.move_in(config["url"], who, code)
            seats.append(seat)
        say("sits")
        input()  # all sit, and have shared what they came with
        for seat in seats:
            seat.rounds.round()
        say("ready")
        begin, seconds = json.loads(input())
        spent = resource.getrusage(resource.RUSAGE_SELF)
        with ThreadPoolExecutor(len(seats)) as threads:
            list(threads.map(lambda seat: seat.work(begin, seconds), seats))
        after = resource.getrusage(resource.RUSAGE_SELF)
        cpu = after.ru_utime + after.ru_stime - spent.ru_utime - spent.ru_stime
        say({"days": [vars(seat.day) for seat in seats], "cpu": cpu})


# All of them


def office(folder: Path, url: str, clock: Clock, desks: int) -> list[tuple[int, str, str]]:
    """Make the team; number, name and one-time code of each desk."""
    new_store(folder / "boss" / "desk.sqlite3").close()
    with seated(folder / "boss", clock) as boss:
        name_me(boss, "Bea Boss", "bea@maple.example")
        with boss.write() as tx:
            add_project(tx, PROJECT, region="US", definition=SHORT_DEFINITION)
        team.create_team(boss, url)
        names = [REP, *(f"desk{number}@maple.example" for number in range(1, desks))]
        codes = [
            team.add_member(boss, who, "bdr" if n else "rep", project=PROJECT).code for n, who in enumerate(names)
        ]  # fmt: skip
        team.sync(boss)
    return [(number, who, code) for number, (who, code) in enumerate(zip(names, codes, strict=True))]


def told(answers: list[dict[str, Any]], load: Load, seconds: float, setting_up: float) -> dict[str, Any]:
    days = [day for answer in answers for day in answer["days"]]
    seen = {key: at for day in days for key, at in day["seen"].items()}
    passed = {key: at for day in days for key, at in day["passed"].items()}
    kinds = sorted({what for day in days for what in day["took"]})
    return {
        "desks": len(days),
        "seconds": seconds,
        "setting_up_s": round(setting_up),
        "server": load.told(seconds),
        "desks_cpu": round(sum(answer["cpu"] for answer in answers) / seconds, 2),
        **{what: cuts(took for day in days for took in day["took"].get(what, ())) for what in kinds},
        "handoff seen": cuts(seen[key] - at for key, at in passed.items() if key in seen),
        "handoffs not seen yet": len(passed.keys() - seen.keys()),
        "troubles": dict(sum((Counter(day["troubles"]) for day in days), Counter())),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--desks", type=int, default=100)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--processes", type=int, default=8)
    parser.add_argument("--durable", action="store_true", help="the server waits for the disk at each commit")
    parser.add_argument("--as-helper", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.as_helper:
        dozen(instructed())
        return
    keyring.set_keyring(MemoryKeyring())
    with ExitStack() as stack:
        started, folder = time.monotonic(), Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(
            running_server(durable=args.durable, max_connections=2 * args.desks + 50)
        )
        members = office(folder, server.url(), office_hours(), args.desks)
        print(f"{args.desks} codes after {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
        parts = [members[at :: args.processes] for at in range(args.processes)]
        helpers = [
            Helper("tests.bench.desks", folder=str(folder), url=server.url(), members=part) for part in parts
        ]
        assert all(helper.heard() == "sits" for helper in helpers)
        for helper in helpers:
            helper.tell("catch up")
        assert all(helper.heard() == "ready" for helper in helpers)
        print(f"{args.desks} desks sit after {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
        begin, seconds = time.monotonic() + 0.5, args.minutes * 60
        for helper in helpers:
            helper.tell([begin, seconds])
        load = watched(server.url(), seconds)
        answers = [helper.heard() for helper in helpers]
        for helper in helpers:
            helper.end()
    for what, figures in told(answers, load, seconds, begin - started).items():
        print(f"{what:22} {json.dumps(figures, ensure_ascii=False)}")


if __name__ == "__main__":
    main()
