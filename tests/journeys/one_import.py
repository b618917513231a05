"""One import, and in a process of its own when it is to be stopped: see `import_killed`.

Its second process imports this module again, so nothing heavy is imported before it is needed.
"""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bdr_desk.domain.import_report import Progress

NOW = datetime(2027, 4, 6, 14, 0, tzinfo=UTC)
DONE, STOPPED = "done", "stopped"


def take_in(data: Path, file: Path, many: int | None, **watched: Any) -> int:
    """How many rows it had. `many`: from how many on it goes the way of very many; None leaves the program's own figure."""
    from bdr_desk.actions.imports import Order, import_list
    from bdr_desk.app import open_desk
    from bdr_desk.domain.staging import ListPlace

    desk = open_desk(data, now=NOW)
    order = Order(ListPlace(file), "Northwind", file.stem, "purchase")
    try:
        with _very_many(many):
            return import_list(desk, order, **watched).counts.rows
    finally:
        desk.store.close()


@contextmanager
def _very_many(rows: int | None) -> Iterator[None]:
    from bdr_desk.actions import imports
    from bdr_desk.store import import_writing

    before = imports.MANY
    for module in (imports, import_writing):
        vars(module)["MANY"] = rows or before
    try:
        yield
    finally:
        for module in (imports, import_writing):
            vars(module)["MANY"] = before


def main(data: str, file: str, many: str, cancel: str) -> None:
    """`cancel` is a phase and the share of it that is let pass: "reading 0.4"; or "" for none. Tells its progress in lines."""
    from bdr_desk.errors import Cancelled
    from bdr_desk.files import judged_rows

    if many:
        judged_rows.WORTH_A_PROCESS = 1
    phase, _, share = cancel.partition(" ")

    def told(progress: "Progress") -> bool:
        done = progress.share if progress.doing != "reading" else progress.rows / progress.of
        print(progress.doing, round(done, 3), flush=True)
        return not cancel or (progress.doing, done) < (phase, float(share))

    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs are born deaf to it
    try:
        print(DONE, take_in(Path(data), Path(file), int(many) if many else None, told=told), flush=True)
    except (Cancelled, KeyboardInterrupt):
        print(STOPPED, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
