"""The queue over a million leads: who is next, the first 50, an outcome and then the next one, claims of accounts:
`python -m tests.bench.queue [how many leads]`.

Beside it in the same run stands the straightforward way: one statement that joins, filters and sorts all leads.
"""

import random
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import Connection

from bdr_desk.desk import Desk
from bdr_desk.store import standing
from bdr_desk.store.columns import to_micros
from bdr_desk.store.tables import Project
from tests.bench.made_up_people import people_store

PER_ACCOUNT = 5
ZONES = (
    ("America/New_York", 25), ("America/Chicago", 18), ("America/Denver", 6), ("America/Phoenix", 2), ("America/Los_Angeles", 14),
    ("America/Anchorage", 1), ("Pacific/Honolulu", 1), ("America/Toronto", 3), ("America/Vancouver", 1), ("Europe/London", 9),
    ("Europe/Berlin", 7), ("Europe/Paris", 5), ("Europe/Madrid", 2), ("Europe/Warsaw", 1), ("Asia/Kolkata", 1),
    ("Asia/Tokyo", 1), ("Australia/Sydney", 2), ("America/New_York,America/Chicago", 1),
)  # fmt: skip
TITLES = ("CEO", "VP Operations", "Director of Facilities", "IT Manager", "Controller", "Senior Buyer", "")
HOUR = 3_600_000_000  # microseconds


def made(folder: Path, leads: int) -> Desk:
    """A desk whose leads are of many zones and titles; one in ten was called before and waits, one in a hundred was promised."""
    desk = people_store(folder, leads, each=PER_ACCOUNT)
    now = to_micros(desk.clock())
    with desk.write() as tx:
        connection = tx.connection()
        _spread(connection, now)
        (project,) = tx.query(Project.id).one()
        standing.rebuild(tx, project, now)
    return desk


def _spread(connection: Connection, now: int) -> None:
    chance = random.Random(4)
    names, weights = zip(*ZONES, strict=True)
    accounts = [key for (key,) in connection.exec_driver_sql("SELECT id FROM account ORDER BY id")]
    zones = chance.choices(names, weights, k=len(accounts))
    connection.exec_driver_sql(
        "UPDATE lead SET zones = ? WHERE account_id = ?", list(zip(zones, accounts, strict=True))
    )
    called = [
        (
            "callback" if chance.random() < 0.1 else "retry", now + chance.randrange(-72, 24 * 10) * HOUR,
            now - chance.randrange(1, 24 * 20) * HOUR, chance.choice(("no_answer", "voicemail_left", "conversation")), key,
        )
        for (key,) in connection.exec_driver_sql("SELECT id FROM lead").all() if chance.random() < 0.1
    ]  # fmt: skip
    connection.exec_driver_sql(
        "UPDATE lead SET next_kind = ?, next_at = ?, last_call_at = ?, last_outcome = ?, attempts = 1, stage = 'working'"
        " WHERE id = ?",
        called,
    )
    connection.exec_driver_sql("UPDATE lead SET fit = abs(random()) % 101")
    for n, title in enumerate(TITLES):
        connection.exec_driver_sql("UPDATE contact SET title = ? WHERE rowid % ? = ?", (title, len(TITLES), n))


def main() -> None:
    leads = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        desk = made(Path(folder), leads)
        print(f"Store of {leads:,} leads made in {time.perf_counter() - started:.0f} s")
        desk.store.close()


if __name__ == "__main__":
    main()
