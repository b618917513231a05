"""Push and pull beside bare psycopg, in the same run, on the same rows and in batches of the same size.

- push, new rows: from the outbox to the answer, parcels packed and kept, beside COPY into a temporary table + INSERT ON CONFLICT
  DO NOTHING of rows that lie ready in memory, into tables of the same columns and indexes, without triggers and
  row-level security; both desks are BDRs' of one project (`--anywhere`: of all)
- push, edits: one field of each row, beside the same with ON CONFLICT DO UPDATE
- pull, new rows: with parents, search words and the queue kept, beside a server-side cursor and executemany into a bare store
- pull, edits, and rows that come again unchanged: beside the same cursor and executemany, as INSERT OR REPLACE

    python -m tests.bench.sync [--rows 40000] [--rounds 3] [--durable] [--anywhere] [--profile]
"""

import argparse
import json
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID

import keyring
import psycopg
from sqlalchemy import select

from bdr_desk.actions import team
from bdr_desk.desk import Desk
from bdr_desk.store.bulk import insert_rows
from bdr_desk.store.columns import new_key, to_micros
from bdr_desk.store.projects import add_project
from bdr_desk.store.tables import Account, Call, Contact, ContactPhone, Lead, Project, Row
from bdr_desk.store.travelling import columns
from bdr_desk.team import outbox, pull, push
from bdr_desk.team.membership import team_of
from bdr_desk.team.shape import VERSION
from tests.conftest import SHORT_DEFINITION, StillClock
from tests.team.desks import Two, desk_at, name_me
from tests.team.postgres import MemoryKeyring, running_server

TABLES: tuple[type[Row], ...] = (Account, Contact, ContactPhone, Lead, Call)
Values = dict[str, Any]


def made_up(desk: Desk, count: int) -> dict[type[Row], list[Values]]:
    """`count` rows over the five tables, shared, with one entry in the outbox each."""
    with desk.read() as session:
        project = session.scalars(select(Project.id)).one()
    found: dict[type[Row], list[Values]] = {table: [] for table in TABLES}
    for number in range(count // len(TABLES)):
        account, contact, lead = (new_key() for _ in range(3))
        found[Account].append({"id": account, "name": f"Dockline {number}", "name_key": f"dockline {number}", "city": "Boston",
                               "country": "US"})  # fmt: skip
        found[Contact].append({"id": contact, "account_id": account, "name": f"Nina Ortiz {number}",
                               "name_key": f"nina ortiz {number}", "title": "COO", "zones": "America/New_York"})  # fmt: skip
        found[ContactPhone].append({"id": new_key(), "contact_id": contact, "e164": f"+1617555{number % 100 + 100:04d}",
                                    "as_typed": "617 555"})  # fmt: skip
        found[Lead].append({"id": lead, "project_id": project, "contact_id": contact, "account_id": account,
                            "owner_id": desk.me, "zones": "America/New_York"})  # fmt: skip
        found[Call].append({"id": new_key(), "lead_id": lead, "started_at": desk.clock(), "outcome": "no_answer",
                            "note": "Asked to be called again in the afternoon."})  # fmt: skip
    with desk.write() as tx:
        for table, values in found.items():
            for at in range(0, len(values), 5000):
                some = values[at : at + 5000]
                insert_rows(tx.connection(), table, some, tx.stamps(table) | {"shared": True})
                tx.connection().exec_driver_sql(
                    f"INSERT INTO pending (table_name, row_id, since) VALUES ('{table.__tablename__}', ?, 0)",
                    [(row["id"],) for row in some],
                )
    return found


def edited(desk: Desk, keys: Sequence[UUID], title: str) -> None:
    """One field of each contact, as the write door notes it."""
    with desk.write() as tx:
        raw = tx.connection()
        sql = "INSERT INTO team_base SELECT 'contact', id, 0, json_object('title', title) FROM contact WHERE id = ?"
        raw.exec_driver_sql(sql, [(key,) for key in keys])
        raw.exec_driver_sql("UPDATE contact SET title = ? WHERE id = ?", [(title, key) for key in keys])
        raw.exec_driver_sql(
            "INSERT INTO pending (table_name, row_id, since) VALUES ('contact', ?, 0)",
            [(key,) for key in keys],
        )


# Bare


def bare_tables(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("DROP SCHEMA IF EXISTS bare CASCADE")
        connection.execute("CREATE SCHEMA bare")
        for table in TABLES:
            name = table.__tablename__
            connection.execute(
                f"CREATE TABLE bare.{name} (LIKE bdr_desk.{name} INCLUDING DEFAULTS INCLUDING INDEXES)"
            )


def bare_push(url: str, rows: dict[type[Row], list[tuple[Any, ...]]], conflict: str) -> float:
    with psycopg.connect(url) as connection:
        started = time.perf_counter()
        for table, values in rows.items():
            names, name = ", ".join(columns(table)), table.__tablename__
            temporary = (
                f"CREATE TEMP TABLE incoming ON COMMIT DROP AS SELECT {names} FROM bare.{name} WITH NO DATA"
            )
            for at in range(0, len(values), outbox.MOST):
                connection.execute(temporary)
                with (
                    connection.cursor() as cursor,
                    cursor.copy(f"COPY incoming ({names}) FROM STDIN") as copy,
                ):
                    for row in values[at : at + outbox.MOST]:
                        copy.write_row(row)
                connection.execute(
                    f"INSERT INTO bare.{name} ({names}) SELECT {names} FROM incoming ORDER BY id ON CONFLICT (id) DO {conflict}"
                )
                connection.commit()
        return time.perf_counter() - started


def bare_pull(
    url: str, file: Path, verb: str, tables: Sequence[type[Row]], schema: str = "bdr_desk"
) -> float:
    with psycopg.connect(url) as connection, sqlite3.connect(file, isolation_level=None) as store:
        started = time.perf_counter()
        for table in tables:
            names, name = columns(table), table.__tablename__
            places = ", ".join("?" * len(names))
            with connection.cursor(name="bare") as cursor:
                cursor.execute(f"SELECT {', '.join(names)} FROM {schema}.{name} ORDER BY id")
                while rows := cursor.fetchmany(pull.BATCH):
                    store.execute("BEGIN IMMEDIATE")
                    store.executemany(
                        f"INSERT OR {verb} INTO {name} ({', '.join(names)}) VALUES ({places})",
                        map(plain, rows),
                    )
                    store.execute("COMMIT")
        return time.perf_counter() - started


def plain(row: tuple[Any, ...]) -> list[Any]:
    return [
        value.bytes if isinstance(value, UUID) else to_micros(value) if isinstance(value, datetime) else value
        for value in row
    ]


def bare_store(folder: Path) -> Path:
    """The same five tables with a key each, as a program without rules would keep them."""
    file = folder / f"bare-{new_key()}.sqlite3"
    with sqlite3.connect(file) as store:
        store.execute("PRAGMA journal_mode=WAL")
        store.execute("PRAGMA synchronous=FULL")
        for table in TABLES:
            others = ", ".join(name for name in columns(table) if name != "id")
            store.execute(f"CREATE TABLE {table.__tablename__} (id BLOB PRIMARY KEY, {others})")
    return file


# Ours


def pushed(desk: Desk) -> float:
    with team_of(desk.store) as (connection, _):
        started = time.perf_counter()
        push.push(connection, desk.store, desk.write, VERSION)
        return time.perf_counter() - started


def pulled(desk: Desk) -> float:
    with team_of(desk.store) as (connection, member):
        started = time.perf_counter()
        pull.pull(connection, desk.store, lambda: desk.store.write(now=desk.clock(), author=desk.me, from_team=True),
                  team=member.team, author=desk.me, shape=VERSION)  # fmt: skip
        return time.perf_counter() - started


def two_bdrs(folder: Path, url: str, project: str | None, stack: ExitStack) -> Two:
    """Two BDRs' desks; the admin who let them in is done with that."""
    clock = StillClock(datetime.now(UTC))
    boss, *both = (stack.enter_context(desk_at(folder / name, clock)) for name in ("boss", "ada", "rhea"))
    name_me(boss, "Boss")
    team.create_team(boss, url)
    with boss.write() as tx:
        add_project(tx, "Northwind", region="US", definition=SHORT_DEFINITION)
    team.add_member(boss, "nobody", "bdr", project="Northwind")  # shares the project
    for desk in both:
        added = team.add_member(boss, f"{desk.data_dir.name}@maple.example", "bdr", project=project)
        team.join_team(desk, url, who=f"{desk.data_dir.name}@maple.example", code=added.code)
        team.sync(desk)
    return Two(*both, clock, url)


def one_round(two: Two, folder: Path, count: int) -> Iterator[tuple[str, int, float, float]]:
    """What was measured, rows, seconds of ours, seconds of the bare loop."""
    bare_tables(two.url)
    values = made_up(two.ada, count)
    keys = [row["id"] for row in values[Contact]]
    yield "push, new rows", count, pushed(two.ada), bare_push(two.url, ready(two, len(keys)), "NOTHING")
    started_bare = bare_store(folder)
    bare = bare_pull(two.url, started_bare, "IGNORE", TABLES, "bare")
    yield "pull, new rows", count, pulled(two.rhea), bare
    edited(two.ada, keys, f"Chair {new_key()}")
    pulled(two.ada)  # its own rows come back
    change = ", ".join(f"{name} = excluded.{name}" for name in columns(Contact) if name != "id")
    theirs = {Contact: ready(two, len(keys))[Contact]}
    yield "push, edits", len(keys), pushed(two.ada), bare_push(two.url, theirs, f"UPDATE SET {change}")
    bare = bare_pull(two.url, started_bare, "REPLACE", [Contact], "bare")
    yield "pull, edits", len(keys), pulled(two.rhea), bare


def ready(two: Two, each: int) -> dict[type[Row], list[tuple[Any, ...]]]:
    """The newest rows of the team's database, in memory as psycopg likes them."""
    found = {}
    with psycopg.connect(two.url) as connection:
        for table in TABLES:
            names = ", ".join(columns(table))
            query = f"SELECT {names} FROM bdr_desk.{table.__tablename__} ORDER BY id DESC LIMIT %s"
            found[table] = connection.execute(query, (each,)).fetchall()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, default=40_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--durable", action="store_true")
    parser.add_argument("--anywhere", action="store_true")
    parser.add_argument("--profile", action="store_true")
    args = parser.parse_args()
    found: dict[str, list[tuple[int, float, float]]] = {}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(running_server(durable=args.durable))
        keyring.set_keyring(MemoryKeyring())
        with psycopg.connect(server.url(), autocommit=True) as connection:
            connection.execute("CREATE DATABASE bench")
        two = two_bdrs(folder, server.url("bench"), None if args.anywhere else "Northwind", stack)
        profiled(args.profile, lambda: [
            found.setdefault(name, []).append((count, ours, bare))
            for _ in range(args.rounds) for name, count, ours, bare in one_round(two, folder, args.rows)
        ])  # fmt: skip
    for name, runs in found.items():
        ours, bare = (median(run[0] / run[at] for run in runs) for at in (1, 2))
        ratios = [round(run[2] / run[1], 2) for run in runs]
        print(
            json.dumps(
                {"what": name, "rows_per_s": round(ours), "bare_rows_per_s": round(bare), "ratios": ratios}
            )
        )


def profiled(wanted: bool, run: Callable[[], object]) -> None:
    if not wanted:
        run()
        return
    import cProfile
    import pstats

    profile = cProfile.Profile()
    profile.runcall(run)
    pstats.Stats(profile).sort_stats("cumulative").print_stats(45)


if __name__ == "__main__":
    main()
