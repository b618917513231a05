"""An import stopped at random moments, for real: cancelled, or killed with all its processes. Nothing may be half done.

python -m tests.journeys.import_killed [ROWS] [CANCELS] [KILLS] [SEED]

Each time a store with one small list gets a long one in a process of its own (`one_import`). Afterwards the store must be whole,
and as it was before or as it is after an undisturbed import; then the import is repeated, and must give what it always gives.
Moments are drawn over the whole import; every third one falls while its indexes are sorted, every third at the commit.
"""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from bdr_desk import paths
from tests.bench.lists import write_list
from tests.journeys import one_import
from tests.journeys.one_import import take_in

SMALL, EVERY = 300, 20  # rows of the list that is there before; of the long one every 20th stands in it twice
PHASES = ("reading", "sorting", "commit")
ORPHANS_SECONDS = 20.0  # the most that the second process may outlive the first


@dataclass(frozen=True)
class Setting:
    """`many`: from how many rows on an import goes the way of very many; None leaves the program's own figure."""

    folder: Path
    many: int | None = None

    @property
    def template(self) -> Path:
        return self.folder / "template"

    @property
    def long_list(self) -> Path:
        return self.folder / "long.csv"


@dataclass(frozen=True)
class Print:
    """A store's contents without its keys: rows of each table, and a digest of people, numbers, rows and verdicts."""

    counts: tuple[tuple[str, int], ...]
    digest: str
    schema: str


@dataclass
class Ended:
    how: str  # cancelled, interrupted, killed, killed alone
    phase: str
    said: str  # the last that the import told
    as_before: bool
    problems: list[str] = field(default_factory=list)


def started(setting: Setting, data: Path, file: Path, cancel: str = "") -> subprocess.Popen[str]:
    """An import in a process of its own."""
    words = [
        sys.executable,
        "-m",
        one_import.__name__,
        str(data),
        str(file),
        str(setting.many or ""),
        cancel,
    ]
    return subprocess.Popen(
        words, stdout=subprocess.PIPE, text=True, start_new_session=True, cwd=Path(__file__).parents[2]
    )


def finished(process: subprocess.Popen[str]) -> list[str]:
    """What it said to its end. Raises RuntimeError when it failed."""
    with process:
        assert process.stdout is not None
        said = process.stdout.read().splitlines()
    if process.returncode:
        raise RuntimeError(f"the import ended with {process.returncode}: {said[-1:]}")
    return said


# The stores before and after


def prepared(setting: Setting, rows: int) -> None:
    """A template with a small list in it, and a long list of which a part is known already and a part stands twice."""
    small = setting.folder / "small.csv"
    write_list(small, SMALL)
    write_list(setting.long_list, rows - rows // EVERY)
    with setting.long_list.open(encoding="utf-8") as lines:
        again = [line for number, line in enumerate(lines) if number and number % EVERY == 0][: rows // EVERY]
    with setting.long_list.open("a", encoding="utf-8", newline="") as out:
        out.writelines(again)
    take_in(setting.template, small, setting.many)


def print_of(data: Path) -> Print:
    with closing(sqlite3.connect(paths.store_file(data))) as store:
        schema = store.execute(
            "SELECT group_concat(sql, ';' ) FROM (SELECT sql FROM sqlite_master ORDER BY name)"
        )
        names = store.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%search%' AND name NOT LIKE 'sqlite%'"
        )
        counts = [
            (name, store.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0])
            for (name,) in names.fetchall()
        ]
        digest = sha256()
        for row in store.execute(
            "SELECT c.name, a.name, p.e164, p.kind FROM contact c JOIN account a ON a.id = c.account_id"
            " JOIN contact_phone p ON p.contact_id = c.id ORDER BY 1, 2, 3"
        ):
            digest.update(repr(row).encode())
        for row in store.execute(
            "SELECT row_number, cells, verdict, problems FROM list_row ORDER BY import_id, row_number"
        ):
            digest.update(repr(row).encode())
        return Print(tuple(sorted(counts)), digest.hexdigest(), schema.fetchone()[0])


def faults(data: Path) -> list[str]:
    """What is not whole: found by opening the store as the desk does, then by SQLite's own checks and the search index's."""
    from bdr_desk.store import search_words
    from bdr_desk.store.store import open_store

    store = open_store(paths.store_file(data))
    try:
        with store.engine.connect() as connection:
            found = [row[0] for row in connection.exec_driver_sql("PRAGMA integrity_check") if row[0] != "ok"]
            found += [
                f"no parent: {row[0]}" for row in connection.exec_driver_sql("PRAGMA foreign_key_check")
            ]
            missing, orphaned = search_words.check(connection)
    finally:
        store.close()
    return found + [f"search index: {missing} missing, {orphaned} orphaned"] * bool(missing or orphaned)


# Stopping


def stopped_at(setting: Setting, data: Path, how: str, phase: str, at: random.Random) -> str:
    """Start an import and stop it in `phase`; returns the last it said."""
    if how == "cancelled":
        phase, share = (phase, at.random()) if phase == "reading" else ("sorting", at.uniform(0.02, 1))
        return finished(started(setting, data, setting.long_list, f"{phase} {share:.3f}"))[-1]
    process = started(setting, data, setting.long_list)
    assert process.stdout is not None
    last = _let_it_come_to(process, phase, at)
    end = signal.SIGINT if how == "interrupted" else signal.SIGKILL
    with suppress(ProcessLookupError):
        (os.kill if how == "killed alone" else os.killpg)(process.pid, end)
    with process:
        process.stdout.read()
    _wait_for_the_group(process.pid)
    return last


def _let_it_come_to(process: subprocess.Popen[str], phase: str, at: random.Random) -> str:
    """Read what it tells until a random moment of `phase`; then a little random time more, as moments lie between two lines."""
    share, last = at.random(), "nothing"
    assert process.stdout is not None
    if phase == "reading" and share < 0.1:
        time.sleep(at.uniform(0, 0.8))  # while it starts, or opens the store
        return last
    for line in process.stdout:
        last = line.strip()
        doing, _, done = last.partition(" ")
        if (phase, doing) == ("commit", "sorting") and float(done) == 1:
            time.sleep(at.uniform(0, 0.2) if at.random() < 0.5 else at.uniform(0, 2))
            break
        if doing == phase and float(done) >= share:
            time.sleep(at.uniform(0, 0.05))
            break
    return last


def _wait_for_the_group(group: int) -> None:
    """Raises RuntimeError when a process of the import goes on by itself."""
    until = time.monotonic() + ORPHANS_SECONDS
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except (ProcessLookupError, PermissionError):
            return
        time.sleep(0.02)
    os.killpg(group, signal.SIGKILL)
    raise RuntimeError("a process of the import went on after the desk was killed")


def runs(setting: Setting, rows: int, cancels: int, kills: int, at: random.Random) -> Iterator[Ended]:
    """Each stopped import with what was found afterwards. Raises RuntimeError when an undisturbed one fails."""
    prepared(setting, rows)
    before = print_of(setting.template)
    whole = setting.folder / "whole"
    shutil.copytree(setting.template, whole)
    take_in(whole, setting.long_list, setting.many)
    after = print_of(whole)
    for number in range(cancels + kills):
        phase = PHASES[number % 3]
        how = (("cancelled", "interrupted") if number < cancels else ("killed", "killed alone"))[number % 2]
        data = setting.folder / f"run {number}"
        shutil.copytree(setting.template, data)
        said = stopped_at(setting, data, how, phase, at)
        yield _looked_at(setting, data, Ended(how, phase, said, True), before, after)
        shutil.rmtree(data)


def _looked_at(setting: Setting, data: Path, ended: Ended, before: Print, after: Print) -> Ended:
    ended.problems += faults(data)
    found = print_of(data)
    ended.as_before = found == before
    if found not in (before, after):
        ended.problems.append("between before and after")
    elif ended.as_before:
        take_in(data, setting.long_list, setting.many)
        if print_of(data) != after:
            ended.problems.append("repeated, it gives something else")
        ended.problems += faults(data)
    return ended


def main(words: Sequence[str]) -> int:
    rows, cancels, kills, seed = (*map(int, words), *(200_000, 10, 10, 4)[len(words) :])
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        print(f"{rows:,} rows; seed {seed}")
        for ended in runs(Setting(Path(folder)), rows, cancels, kills, random.Random(seed)):
            state = "as before, repeated" if ended.as_before else "as after"
            verdict = "; ".join(ended.problems) or "whole"
            print(
                f"{ended.how:12} {ended.phase:8} last told: {ended.said:16} {state:20} {verdict}", flush=True
            )
            bad += bool(ended.problems)
    print(f"{cancels + kills} stopped imports, {bad} with problems")
    return bad


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
