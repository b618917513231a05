"""How far long work is, on a terminal: one line that is gone afterwards. Ctrl-C cancels by itself."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bdr_desk.domain.counting import counted
from bdr_desk.domain.import_report import Progress, Told


@contextmanager
def rows_told() -> Iterator[Callable[[int], bool] | None]:
    """Rows done, for actions that count them; None where nobody looks."""
    with _line() as show:
        yield (lambda done: show(counted(done, "row"))) if show else None


@contextmanager
def share_told(doing: str) -> Iterator[Callable[[float], bool]]:
    """The share that is done; shown to nobody where nobody looks."""
    with _line() as show:
        yield lambda share: show(f"{doing}: {share:.0%}") if show else True


@contextmanager
def rows_of_told(doing: str) -> Iterator[Callable[[tuple[int, int]], bool] | None]:
    """Rows done of how many; None where nobody looks."""
    with _line() as show:
        yield (lambda far: show(f"{doing}, {far[0]:,} of {far[1]:,}")) if show else None


@contextmanager
def import_told() -> Iterator[Told | None]:
    """What an import says while it reads and sorts; None where nobody looks."""
    started = time.monotonic()
    with _line() as show:
        yield (lambda progress: show(says(progress, time.monotonic() - started))) if show else None


@contextmanager
def _line() -> Iterator[Callable[[str], bool] | None]:
    if not sys.stderr.isatty():
        yield None
        return
    try:
        yield _show
    finally:
        _show("")


def _show(text: str) -> bool:
    """In the place of what stood there; True as the actions ask for it: go on."""
    print(f"\r{text}\x1b[K", end="", file=sys.stderr, flush=True)
    return True


def says(progress: Progress, seconds: float) -> str:
    """ "120,000 of about 1,000,000 rows, 24,000 a second, 37 s left"."""
    if progress.doing != "reading":
        return f"{counted(progress.rows, 'row')} read; {progress.doing}: {progress.share:.0%}"
    rate = progress.rows / max(seconds, 0.001)
    left = (progress.of - progress.rows) / max(rate, 0.001)
    return (
        f"{progress.rows:,} of about {counted(progress.of, 'row')}, {rate:,.0f} a second, {left:.0f} s left"
    )
