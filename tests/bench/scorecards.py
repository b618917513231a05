"""Scorecards over two lists of half a million leads and 100,000 calls, beside counting the leads alone.

python -m tests.bench.scorecards [LEADS]
"""

import random
import sqlite3
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from bdr_desk.desk import Desk
from bdr_desk.queries.scorecards import scorecards
from bdr_desk.store.columns import new_key
from bdr_desk.store.identity import this_user
from bdr_desk.store.store import open_store
from bdr_desk.store.tables import CallList, ListImport, Project, Source
from bdr_desk.telephony.tel_link import TelLink

NOW = datetime(2027, 4, 6, 14, tzinfo=UTC)


def fill(path: Path, desk: Desk, leads: int) -> None:
    with desk.write() as tx:
        project = Project(name="Northwind")
        tx.add(project)
        tx.flush()
        lists = []
        for name in ("Expo", "Bought"):
            source = Source(
                project_id=project.id, kind="other", detail=name, cost_cents=500_000, currency="EUR"
            )
            tx.add(source)
            tx.flush()
            call_list = CallList(project_id=project.id, source_id=source.id, name=name, region="US")
            tx.add(call_list)
            tx.flush()
            taken_in = ListImport(call_list_id=call_list.id, region="US", rows=leads // 2, added=leads // 2)
            taken_in.summary = {"by_rule": {"free_mail": 900}, "dialable": leads // 2}
            tx.add(taken_in)
            lists.append((call_list.id.bytes, source.id.bytes))
    _people(path, project.id.bytes, lists, leads)


def _people(path: Path, project: bytes, lists: list[tuple[bytes, bytes]], leads: int) -> None:
    rng, me, at = random.Random(1), new_key().bytes, 0
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA synchronous=OFF")
    keys = [new_key().bytes for _ in range(leads)]

    def many(table: str, **columns: object) -> None:
        rows = zip(*(v if isinstance(v, list) else [v] * leads for v in columns.values()), strict=True)
        marks = ", ".join("?" * len(columns))
        db.execute("BEGIN")
        db.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)
        db.execute("COMMIT")

    stamp = {"made_at": at, "made_by": me, "changed_at": at, "changed_by": me, "shared": 0}
    many("account", id=keys, name="A", name_key="a", note="", **stamp)
    many(
        "contact", id=keys, account_id=keys, name="B", name_key="b", given_name="", family_name="", title="CEO", zones="UTC",
        zones_because="", **stamp,
    )  # fmt: skip
    numbers = [f"+1617{n:07}" for n in range(leads)]
    many(
        "contact_phone", id=keys, contact_id=keys, e164=numbers, extension="", kind="work", as_typed="", place=0, **stamp,
    )  # fmt: skip
    many(
        "lead", id=keys, project_id=project, contact_id=keys, account_id=keys,
        call_list_id=[lists[n % 2][0] for n in range(leads)], source_id=[lists[n % 2][1] for n in range(leads)],
        stage="new", stage_reason="", attempts=0, next_kind="fresh", next_why="", zones="UTC", place=list(range(leads)), **stamp,
    )  # fmt: skip
    outcomes = (
        "no_answer",
        "no_answer",
        "voicemail_left",
        "gatekeeper",
        "conversation",
        "callback",
        "bad_number",
    )
    calls = [
        (new_key().bytes, 0, me, 0, rng.choice(keys), 0, 9, rng.choice(outcomes), "", "", "", "")
        for _ in range(leads // 10)
    ]
    db.execute("BEGIN")
    db.executemany(
        "INSERT INTO call (id, made_at, made_by, shared, lead_id, started_at, seconds, outcome, note, phone, line,"
        " no_fact_reason) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
        calls,
    )
    talks = [call for call in calls if call[7] == "conversation"]
    db.executemany(
        "INSERT INTO fact (id, made_at, made_by, shared, lead_id, contact_id, criterion, value, call_id, confirms)"
        " VALUES (?,0,?,0,?,?,'need','x',?,0)",
        [(new_key().bytes, me, call[4], call[4], call[0]) for call in talks for _ in range(rng.randrange(4))],
    )
    db.execute("COMMIT")
    db.execute("ANALYZE")
    db.close()


def main(leads: int = 1_000_000) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "desk.sqlite3"
        store = open_store(path)
        desk = Desk(store, TelLink(), lambda: NOW, Path(folder), this_user(store, NOW, lambda: "UTC"))
        fill(path, desk, leads)
        db = sqlite3.connect(path)
        for _ in range(3):
            started = perf_counter()
            db.execute("SELECT call_list_id, count(*) FROM lead GROUP BY call_list_id").fetchall()
            floor = perf_counter() - started
            started = perf_counter()
            cards = scorecards(desk)
            took = perf_counter() - started
            print(
                f"{leads:,} leads: {took * 1000:.0f} ms; counting the leads alone {floor * 1000:.0f} ms; ratio {took / floor:.1f}"
            )
        print(cards[0].score)
        db.close()
        store.close()


if __name__ == "__main__":
    main(*(int(each) for each in sys.argv[1:2]))
