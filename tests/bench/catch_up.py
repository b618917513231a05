"""A desk that was away while a hundred thousand rows of the team were made, and away again while each of them was changed.

One round of it in a process of its own, with the seconds it takes and the most memory it has (RSS, beside what it has when the
round begins); and in the same run, likewise, what nobody can be quicker than: the same rows read through a server-side cursor in
batches of the same size and written with executemany into a store without rules.

    python -m tests.bench.catch_up [--rows 100000] [--durable]
"""

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import keyring
import psycopg

from bdr_desk.actions import team
from bdr_desk.team import shape
from tests.bench.seats import Helper, instructed, office_hours, say, seated
from tests.bench.sync import TABLES, bare_pull, bare_store, made_up, pushed, two_bdrs
from tests.team.postgres import MemoryKeyring, running_server

# One field of each row that can change, set by another program: the triggers know who, and keep what it was. Calls only grow.
CHANGES = {
    "account": "city = 'Salem'", "contact": "title = 'CEO'", "contact_phone": "as_typed = '617-555'",
    "lead": "next_why = 'She asked for it'",
}  # fmt: skip


def measured(work: Callable[[], float]) -> dict[str, float]:
    before, started = _megabytes("VmRSS"), time.perf_counter()
    found = work()
    seconds, most = time.perf_counter() - started, _megabytes("VmHWM")
    return {"seconds": seconds, "before_mb": before, "most_mb": most, "found": found}


def _megabytes(what: str) -> float:
    """Of this process's memory (Linux, proc(5): VmRSS now, VmHWM the most since it began)."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(what)) / 1024


def caught_up(folder: Path) -> dict[str, float]:
    with seated(folder, office_hours()) as desk:
        return measured(lambda: team.sync(desk).pulled)


def bare(url: str, file: Path, names: list[str]) -> dict[str, float]:
    tables = [table for table in TABLES if table.__tablename__ in names]
    return measured(lambda: bare_pull(url, file, "REPLACE", tables))


def helper(config: dict[str, Any]) -> None:
    """Everything is imported and opened before the clock runs."""
    if config["what"] == "bare":
        say(bare(config["url"], Path(config["file"]), config["tables"]))
    else:
        say(caught_up(Path(config["folder"])))


def compared(what: str, rows: int, tables: Iterable[str], folder: Path, url: str, file: Path) -> None:
    found, places = {}, {"folder": str(folder), "url": url, "file": str(file), "tables": list(tables)}
    for which in ("bare", "ours"):
        one = Helper("tests.bench.catch_up", what=which, **places)
        found[which] = one.heard()
        one.end()
    ours, floor = found["ours"], found["bare"]
    says = {
        which: {
            "s": round(one["seconds"], 1),
            "rows_per_s": round(rows / one["seconds"]),
            "most_mb": round(one["most_mb"]),
            "grew_mb": round(one["most_mb"] - one["before_mb"]),
        }
        for which, one in found.items()
    }
    ratio = round(floor["seconds"] / ours["seconds"], 2)
    print(json.dumps({"what": what, "rows": rows, "pulled": int(ours["found"]), **says, "ratio": ratio}))


def change_everything(url: str) -> None:
    with psycopg.connect(url) as connection:
        for table, change in CHANGES.items():
            connection.execute(f"UPDATE {shape.SCHEMA}.{table} SET {change}")
            connection.commit()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--durable", action="store_true", help="the server waits for the disk at each commit")
    parser.add_argument("--as-helper", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.as_helper:
        helper(instructed())
        return
    keyring.set_keyring(MemoryKeyring())
    made = args.rows * len(TABLES) // len(CHANGES)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = stack.enter_context(running_server(durable=args.durable)).url()
        with ExitStack() as desks:
            two = two_bdrs(folder, url, "Northwind", desks)
            made_up(two.ada, made)
            pushed(two.ada)
        where = (folder / "rhea", url, bare_store(folder))
        compared("new rows", made, [table.__tablename__ for table in TABLES], *where)
        change_everything(url)
        compared("changed rows", args.rows, CHANGES, *where)


if __name__ == "__main__":
    main()
