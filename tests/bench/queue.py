"""The queue over a million leads: who is next, the first 50, an outcome and then the next one, claims of accounts:
`python -m tests.bench.queue [how many leads]`.

Beside it in the same run stands the straightforward way: one statement that joins, filters and sorts all leads.
"""

import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import Connection

from bdr_desk.actions.calls import log_call
from bdr_desk.actions.queue_clock import wake
from bdr_desk.desk import Desk
from bdr_desk.domain.calling_places import places_in
from bdr_desk.queries.next_leads import ALL, raw
from bdr_desk.queries.projects import need_project
from bdr_desk.queries.queue import Queue, first_leads
from bdr_desk.store import standing
from bdr_desk.store.columns import to_micros
from bdr_desk.store.tables import Project
from tests.bench.made_up_people import people_store

PER_ACCOUNT = 5
ROUNDS, CALLS = 200, 60
TUESDAY = datetime(2027, 4, 6, 15, 0, tzinfo=UTC)
ZONES = (
    ("America/New_York", 25), ("America/Chicago", 18), ("America/Denver", 6), ("America/Phoenix", 2), ("America/Los_Angeles", 14),
    ("America/Anchorage", 1), ("Pacific/Honolulu", 1), ("America/Toronto", 3), ("America/Vancouver", 1), ("Europe/London", 9),
    ("Europe/Berlin", 7), ("Europe/Paris", 5), ("Europe/Madrid", 2), ("Europe/Warsaw", 1), ("Asia/Kolkata", 1),
    ("Asia/Tokyo", 1), ("Australia/Sydney", 2), ("America/New_York,America/Chicago", 1),
)  # fmt: skip
TITLES = ("CEO", "VP Operations", "Director of Facilities", "IT Manager", "Controller", "Senior Buyer", "")
HOUR = 3_600_000_000  # microseconds


def made(folder: Path, leads: int, clock: Callable[[], datetime]) -> Desk:
    """A desk whose leads are of many zones and titles; one in ten was called before and waits, one in a hundred was promised."""
    desk = replace(people_store(folder, leads, each=PER_ACCOUNT), clock=clock)
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
        connection.exec_driver_sql(
            "UPDATE contact SET title = ? WHERE rowid % ? = ?", (title, len(TITLES), n)
        )


NAIVE = """
SELECT l.id, c.name, a.name, p.e164 FROM lead l JOIN contact c ON c.id = l.contact_id JOIN account a ON a.id = l.account_id
 JOIN contact_phone p ON p.contact_id = c.id AND p.bad_since IS NULL
WHERE l.stage IN ('new', 'working', 'not_ready', 'rejected') AND (l.next_at IS NULL OR l.next_at <= ?) AND l.zones IN ({})
 AND NOT EXISTS (SELECT 1 FROM suppression s WHERE s.kind = 'phone' AND s.value = p.e164 AND s.lifted_at IS NULL)
 AND NOT EXISTS (SELECT 1 FROM lead o WHERE o.account_id = l.account_id AND o.last_call_at > ?)
ORDER BY l.next_kind = 'callback' DESC, l.next_kind = 'retry' DESC, l.fit DESC, l.next_at, l.place LIMIT 50
"""


def _times(
    work: Callable[[], object], rounds: int, between: Callable[[], None] = lambda: None
) -> list[float]:
    """Milliseconds of each round, in order of length."""
    took = []
    for _ in range(rounds):
        between()
        started = time.perf_counter()
        work()
        took.append((time.perf_counter() - started) * 1e3)
    return sorted(took)


def _said(name: str, took: list[float]) -> float:
    middle = took[len(took) // 2]
    print(f"  {name:44} p50 {middle:9.2f} ms   p99 {took[int(len(took) * 0.99)]:9.2f} ms")
    return middle


def measured(desk: Desk, clock: list[datetime]) -> dict[str, float]:
    """Every reading at another minute, so that nothing of the last one can be kept."""

    def later() -> None:
        clock[0] += timedelta(minutes=1)
        wake(desk)  # as the desk does by its clock

    found = {
        "next lead": _said("next lead", _times(lambda: first_leads(desk, 1), ROUNDS, later)),
        "first 50": _said(
            "first 50, as they are shown", _times(lambda: first_leads(desk, 50), ROUNDS, later)
        ),
    }
    with desk.read() as session:
        queue, connection = Queue(session, need_project(session), desk.clock(), desk.me), raw(session)
        found["walk"] = _said("first 50, the statements alone", _times(lambda: queue.first(50), ROUNDS))
        _said("all of it counted", _times(lambda: queue.waiting(ALL), 5))
        open_zones = sorted({zone for cell in queue.cells if cell.open for zone in _zones_text(cell.hours)})
        sql = NAIVE.format(", ".join("?" * len(open_zones)))
        now = to_micros(desk.clock())
        naive = _times(lambda: connection.execute(sql, (now, *open_zones, now - HOUR // 2)).fetchall(), 3)
        found["naive"] = _said("first 50, one statement over all leads", naive)

    def outcome() -> None:
        log_call(desk, first_leads(desk, 1)[0].lead, "no_answer")
        first_leads(desk, 1)

    found["outcome"] = _said("outcome logged, and the next one", _times(outcome, CALLS, later))
    return found


def _zones_text(hours: str) -> list[str]:
    return [",".join(place.zone for place in places_in(hours))]


def main() -> None:
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    by_size = {}
    for leads in (10_000, most):
        started = time.perf_counter()
        with tempfile.TemporaryDirectory() as folder:
            clock = [TUESDAY]
            desk = made(Path(folder), leads, partial(clock.__getitem__, 0))
            print(
                f"{leads:,} leads in {leads // PER_ACCOUNT:,} accounts, made in {time.perf_counter() - started:.0f} s"
            )
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            by_size[leads] = found = measured(desk, clock)
            grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
            print(
                f"  the straightforward statement takes {found['naive'] / found['walk']:,.0f} times as long"
            )
            print(f"  memory grown meanwhile: {grown:.0f} MB")
            desk.store.close()
    small, large = by_size[10_000], by_size[most]
    for name in ("next lead", "first 50", "outcome"):
        print(f"{name}: {large[name] / small[name]:.2f} times as long with {most:,} leads as with 10,000")


if __name__ == "__main__":
    main()
