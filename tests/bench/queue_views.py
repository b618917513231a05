"""A filtered queue beside the whole one: `python -m tests.bench.queue_views [how many leads]`.

Each filter with its first 50 leads, the promises outside it, and the counts of all it leaves, as the window asks for them.
"""

import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from bdr_desk.domain.queue_filter import EVERYBODY, Kind, QueueFilter
from bdr_desk.queries.queue_filter import filtered_queue
from tests.bench.queue import made
from tests.conftest import TUESDAY

TIMES = 5
FILTERS = {
    "the whole queue": EVERYBODY,
    "fit from 50": QueueFilter(fit=50),
    "mine, of whom there is nobody": QueueFilter(mine=True),
    "next tries": QueueFilter(kinds=(Kind.RETRIES,)),
    "Texas": QueueFilter(places=("US-TX",)),
    "title director": QueueFilter(title="director"),
    "a title nobody has": QueueFilter(title="astronaut"),
    "fresh, VP, in the United States, fit from 10": QueueFilter((), (Kind.FRESH,), "vp", ("US",), 10),
}


def main() -> None:
    leads = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        desk = made(Path(folder), leads, partial([TUESDAY].__getitem__, 0))
        whole = 0.0
        for name, wanted in FILTERS.items():
            took = []
            for _ in range(TIMES):
                started = time.perf_counter()
                found = filtered_queue(desk, 50, wanted)
                took.append(time.perf_counter() - started)
            whole = whole or min(took)
            print(
                f"{name:<46}{min(took) * 1000:8.1f} ms, {min(took) / whole:5.1f} times the whole queue;"
                f" {found.queue.callable_now:,} can be called"
            )
        desk.store.close()


if __name__ == "__main__":
    main()
