"""A long list imported, stage by stage and in all, each beside its limit measured in the same run.

python -m tests.bench.imports [ROWS=1000000] [--only parse phone hygiene match write all more] [--rounds N]

12 columns, numbers typed in twenty ways, one row in twenty a person who was there before (tests.bench.long_list). Every
stage runs in a process of its own; the machine should have nothing else to do. What is limited by what:

- parse: the reader of lists, by csv.reader and DictReader, which see no encoding, delimiter, header or broken row
- phone: every number of a cell, by phonenumbers (parse, possible, valid, E.164, patterns kept) on one core
- hygiene: all rules for a row by itself, by reading its cells as fields
- match: who is known, by dictionaries of numbers, addresses and names
- write: rows kept with their indexes, search index and commit, by sqlite3's executemany of the very same rows
- all: import_list into an empty store, by the same sqlite3, and by the straightforward way on some of the rows
- more: 10,000 rows into the store that is there by then, three times
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from tests.bench.long_list import write_long_list

Numbers = dict[str, Any]
PARTS = ("parse", "phone", "hygiene", "match", "write", "all", "more")
SHARE, MORE = 2_000, 10_000  # rows that go the straightforward way; rows added to a long list
MILLION = 1_000_000
SECONDS_A_MILLION, MOST_MEMORY, MORE_SECONDS = 60, 600e6, 1.0
OF_THE_FLOOR, OF_THE_STRAIGHT_WAY, OF_THE_LIBRARY, TEN_TIMES = 0.35, 16, 3.5, 11


def main() -> None:
    asked = _asked()
    wanted = set(asked.only)
    with tempfile.TemporaryDirectory(dir=asked.folder) as name:
        bench = Bench(Path(name), asked.rows)
        load = f"; load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
        print(f"{asked.rows:,} rows, 12 columns, {bench.file.stat().st_size / 1e6:,.0f} MB{load}")
        for part, show in (("parse", parse), ("phone", phone), ("hygiene", hygiene), ("match", match)):
            if part in wanted:
                show(bench)
        if wanted & {"write", "all", "more"}:
            whole(bench, wanted, asked.rounds)
    if bench.missed:
        print(f"Missed: {', '.join(bench.missed)}.")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.imports", description="How fast a long list is imported."
    )
    parser.add_argument("rows", nargs="?", type=int, default=MILLION)
    parser.add_argument(
        "--only", nargs="+", choices=PARTS, default=PARTS, metavar="PART", help=", ".join(PARTS)
    )
    parser.add_argument(
        "--rounds", type=int, default=2, help="imports and floors in turns; the best of each counts"
    )
    parser.add_argument("--folder", type=Path, help="where list and stores are kept meanwhile")
    return parser.parse_args()


class Bench:
    """The list, and what has been missed."""

    def __init__(self, folder: Path, rows: int) -> None:
        self.folder, self.rows, self.missed = folder, rows, list[str]()
        self.file = self.list_of(rows)

    def list_of(self, rows: int, start: int = 0, mark: str = "") -> Path:
        file = self.folder / f"{start:09}-{rows}{mark}.csv"
        write_long_list(file, rows, start)
        return file

    def stage(self, name: str, file: Path | None = None, folder: str = "none", rows: int = 0) -> Numbers:
        """A stage in a new process, which starts a second one as lightly as the desk does: its own main module is small."""
        code = "import sys; from tests.bench.import_stages import run; run(*sys.argv[1:])"
        given = (name, str(file or self.file), str(self.folder / folder), str(rows or self.rows))
        done = subprocess.run(
            [sys.executable, "-c", code, *given], stdout=subprocess.PIPE, text=True, check=True
        )
        numbers: Numbers = json.loads(done.stdout.splitlines()[-1])
        return numbers

    def title(self, text: str) -> None:
        print(f"\n{text}")

    def rate(self, name: str, seconds: float, rows: int = 0) -> None:
        rows = rows or self.rows
        print(f"  {name:<52}{rows / seconds:>12,.0f} rows/s{seconds / rows * 1e6:>9.2f} us a row")

    def judge(self, name: str, measured: str, target: str, met: bool) -> None:
        print(f"  {name:<52}{measured:>12}   target {target:<14}{'met' if met else 'NOT MET'}")
        if not met:
            self.missed.append(name)


def parse(bench: Bench) -> None:
    took = bench.stage("parse")
    bench.title("parse")
    bench.rate("reader of lists", took["desk"])
    bench.rate("limit: csv.reader", took["csv.reader"])
    bench.rate("limit: DictReader", took["DictReader"])
    _times("of csv.reader", took["csv.reader"] / took["desk"])
    _times("of DictReader", took["DictReader"] / took["desk"])


def phone(bench: Bench) -> None:
    took = bench.stage("phone")
    bench.title(f"phone ({took['rows']:,} cells)")
    bench.rate("cells with their numbers", took["desk"], took["rows"])
    bench.rate("limit: phonenumbers, one core", took["phonenumbers"], took["rows"])
    ratio = took["phonenumbers"] / took["desk"]
    bench.judge("of phonenumbers", f"{ratio:.2f} x", f">= {OF_THE_LIBRARY} x", ratio >= OF_THE_LIBRARY)
    bench.judge("cells read otherwise", f"{took['differences']:,}", "0", not took["differences"])


def hygiene(bench: Bench) -> None:
    took = bench.stage("hygiene")
    alone = took["csv"] + took["reading"]
    bench.title("hygiene")
    bench.rate("judging", took["judging"])
    bench.rate("limit: reading alone (cells to fields)", alone)
    bench.rate("all of the second process but sending", bench.stage("second")["desk"])
    _times("of reading alone", alone / took["judging"])


def match(bench: Bench) -> None:
    took = bench.stage("match")
    bench.title("match")
    bench.rate("who is known", took["desk"])
    bench.rate("limit: dictionaries", took["dictionaries"])
    _times("of dictionaries", took["dictionaries"] / took["desk"])


def whole(bench: Bench, wanted: set[str], rounds: int) -> None:
    """Imports and floors in turns, then what is asked of the store."""
    imports, floors = [], []
    for turn in range(rounds):
        imports.append(bench.stage("in_all", folder=f"store{turn}"))
        floors.append(bench.stage("floor", folder=f"store{turn}"))
    best = min(imports, key=lambda one: one["desk"])
    floor = min(one["desk"] for one in floors)
    if "write" in wanted:
        write(bench, min(one["write"] for one in imports), floor)
    if "all" in wanted:
        in_all(bench, best, floor)
    if "more" in wanted:
        more(bench)


def write(bench: Bench, took: float, floor: float) -> None:
    bench.title("write (in the import, while the second process reads)")
    bench.rate("rows, indexes, search index, commit", took)
    bench.rate("limit: sqlite3 executemany, the same of all", floor)
    _times("of sqlite3", floor / took)


def in_all(bench: Bench, best: Numbers, floor: float) -> None:
    tenth = _middle(
        bench.stage("in_all", _tenth(bench), f"tenth{turn}", bench.rows // 10) for turn in range(3)
    )
    share = min(SHARE, bench.rows)
    straight = min(bench.stage("straight", folder=f"straight{turn}", rows=share)["desk"] for turn in range(2))
    took, rows = best["desk"], bench.rows
    bench.title("in all: import_list into an empty store")
    print(
        f"  {', '.join(f'{count:,} {name}' for name, count in best['counts'].items())}; by rule {best['by_rule']}"
    )
    bench.rate("import, all rows safe and to be seen", took)
    bench.rate("  and its log folded into the file, afterwards", took + best["folded"])
    bench.rate("limit: sqlite3 executemany", floor)
    bench.rate(f"straightforward, {share:,} rows", straight, share)
    seconds = SECONDS_A_MILLION * rows / MILLION
    bench.judge("seconds", f"{took:.1f} s", f"<= {seconds:.1f} s", took <= seconds)
    bench.judge("of sqlite3", f"{floor / took:.2f} x", f">= {OF_THE_FLOOR} x", floor / took >= OF_THE_FLOOR)
    ratio = straight / share * rows / took
    bench.judge(
        "of the straightforward way",
        f"{ratio:.1f} x",
        f">= {OF_THE_STRAIGHT_WAY} x",
        ratio >= OF_THE_STRAIGHT_WAY,
    )
    times = took / tenth["desk"]
    bench.judge(f"time of {rows // 10:,} rows", f"{times:.1f} x", f"<= {TEN_TIMES} x", times <= TEN_TIMES)
    own, child = best["own_peak"], best["child_peak"]
    memory = f"{(own + child) / 1e6:,.0f} MB"
    bench.judge(
        "peak memory of both processes", memory, f"<= {MOST_MEMORY / 1e6:.0f} MB", own + child <= MOST_MEMORY
    )
    print(f"    that is {_megabytes(best)}; with {rows // 10:,} rows {_megabytes(tenth)}")
    print(f"    store of {best['store_bytes'] / 1e6:,.0f} MB; processor {best['own_cpu'] / rows * 1e6:.1f} us a row here, "
          f"{best['child_cpu'] / rows * 1e6:.1f} in the second process")  # fmt: skip


def _megabytes(one: Numbers) -> str:
    return f"{one['own_peak'] / 1e6:,.0f} and {one['child_peak'] / 1e6:,.0f} MB"


def more(bench: Bench) -> None:
    files = [bench.list_of(MORE, bench.rows + turn * MORE, ".more") for turn in range(3)]
    took = bench.stage("more", files[0], "store0", MORE)["desk"]
    bench.title(
        f"{MORE:,} rows into the store of {bench.rows:,}: three lists, one after the other in one process"
    )
    measured, middle = ", ".join(f"{one:.2f}" for one in took), sorted(took)[1]
    bench.judge(
        f"seconds, the middle one of {measured}",
        f"{middle:.2f} s",
        f"<= {MORE_SECONDS:.0f} s",
        middle <= MORE_SECONDS,
    )


def _tenth(bench: Bench) -> Path:
    file = bench.folder / f"{0:09}-{bench.rows // 10}.csv"
    return file if file.exists() else bench.list_of(bench.rows // 10)


def _middle(runs: Iterable[Numbers], by: Callable[[Numbers], float] = lambda one: one["desk"]) -> Numbers:
    found = sorted(runs, key=by)
    return found[len(found) // 2]


def _times(name: str, ratio: float) -> None:
    print(f"  {name:<52}{ratio:>10.2f} x")


if __name__ == "__main__":
    main()
