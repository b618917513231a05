"""A stopwatch for whole programs and for parts, fair on a noisy machine: turn about, and the best of several runs."""

import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence


def seconds_of(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def best_in_turns(works: Mapping[str, Callable[[], object]], rounds: int = 7) -> dict[str, float]:
    """The shortest time of each work, taken in turns so that noise meets all of them alike."""
    best = dict.fromkeys(works, float("inf"))
    for _ in range(rounds):
        for name, work in works.items():
            best[name] = min(best[name], seconds_of(work))
    return best


def python(*arguments: str) -> Callable[[], object]:
    """A run of this Python until it ends or, where it prints a line, until that line stands there."""

    def run() -> None:
        with subprocess.Popen([sys.executable, *arguments], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            process.stdout.read()
        if process.returncode:
            raise RuntimeError(f"{arguments} ended with {process.returncode}")

    return run


def show(title: str, times: Mapping[str, float], baseline: str) -> None:
    print(title)
    for name, seconds in times.items():
        print(f"  {name:<34} {seconds * 1000:8.0f} ms   {seconds / times[baseline]:5.2f} x {baseline}")


def rates(title: str, rows: int, times: Mapping[str, float], baseline: str) -> None:
    print(title)
    for name, seconds in times.items():
        print(f"  {name:<34} {rows / seconds:10,.0f} rows/s   {seconds / times[baseline]:5.2f} x {baseline}")


def arguments() -> Sequence[str]:
    return sys.argv[1:]
