"""The stages of an import, each measured beside its limit. `tests.bench.imports` runs each in a process of its own.

A stage takes the list, the folder of the store and some rows, and returns numbers: seconds by name, and what else it found.
The stages import what they use themselves, so that a process holds no more than it would in the desk.
"""

import csv
import gc
import json
import os
import sqlite3
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from tests.bench.watch import best_in_turns, seconds_of

Numbers = dict[str, Any]
BATCH = 2_000
PHONES = 200_000  # numbers that are read by the library as well
_AT_ONCE = 50_000  # rows handed to sqlite3 at once

# What an import writes, parents first.
TABLES = ("account", "contact", "contact_phone", "contact_email", "lead", "list_row")


def parse(file: Path, _folder: Path, rows: int) -> Numbers:
    from bdr_desk.files.list_file import open_list

    def by(reader: Callable[..., Iterable[object]]) -> None:
        with file.open(newline="", encoding="utf-8") as stream:
            for _row in reader(stream):
                pass

    def read() -> None:
        for _row in open_list(file).rows():
            pass

    return best_in_turns(
        {"desk": read, "csv.reader": lambda: by(csv.reader), "DictReader": lambda: by(csv.DictReader)}, 3
    )


def phone(file: Path, _folder: Path, rows: int) -> Numbers:
    import phonenumbers

    from tests.bench.long_list import PHONE, REGION, rows_of
    from tests.bench.phones import by_library

    cells = [row[PHONE] for row in islice(rows_of(file), PHONES)]
    from bdr_desk.domain.phone import parse_all

    def desk() -> None:
        for cell in cells:
            parse_all(cell, REGION)

    def library() -> None:
        for cell in cells:
            by_library(cell, REGION)

    phonenumbers.enable_pattern_cache()  # the faster way to ask the library
    desk()  # patterns are made once
    times = best_in_turns({"desk": desk, "phonenumbers": library}, 2)
    differ = sum(_as_said(parse_all(cell, REGION)) != by_library(cell, REGION) for cell in cells)
    return {**times, "rows": len(cells), "differences": differ}


def _as_said(found: tuple[Any, ...]) -> object:
    return (found[0].e164, found[0].extension, found[0].valid) if len(found) == 1 else None


def hygiene(file: Path, _folder: Path, rows: int) -> Numbers:
    """Batch by batch: cells from the file, read as fields, judged."""
    from bdr_desk.domain.hygiene import judge
    from bdr_desk.domain.list_rows import row_reader

    asked, records = _asked(file)
    read = row_reader(asked.reading.columns, asked.reading.region)
    times = {"csv": 0.0, "reading": 0.0, "judging": 0.0}
    for batch in _timed_batches(records, times, "csv"):
        with _timed(times, "reading"):
            fields = [read(number, cells) for number, cells in batch]
        with _timed(times, "judging"):
            for row in fields:
                judge(row, asked.terms)
    return times


def second(file: Path, _folder: Path, rows: int) -> Numbers:
    """All that the second process does but sending: read, judged, packed."""
    from bdr_desk.domain.staging import Findings, judge_rows

    asked, records = _asked(file)
    return {"desk": seconds_of(lambda: _drain(judge_rows(records, asked, Findings())))}


def match(file: Path, _folder: Path, rows: int) -> Numbers:
    """Beside dictionaries that know numbers, addresses and names at companies, and nothing of what any of it means."""
    from bdr_desk.domain.known_people import Known, find
    from bdr_desk.domain.staging import Findings, finished, judge_rows

    asked, records = _asked(file)
    known, ways, names, found = Known(1 << 100), {}, {}, 0
    times = {"desk": 0.0, "dictionaries": 0.0, "judging": 0.0}
    for staged in _timed_batches(judge_rows(records, asked, Findings()), times, "judging"):
        batch = finished(staged, asked)
        people = [row[4] for row in batch if row[4] is not None]
        with _timed(times, "dictionaries"):
            for number, person in enumerate(people):
                for way in (*[one[0] for one in person.phones], *[one[1] for one in person.emails]):
                    found += ways.setdefault((way, person.name_key), number) != number
                names.setdefault((person.name_key, person.company_key), number)
        with _timed(times, "desk"):
            for person in people:
                find(known, person)
    return times


def in_all(file: Path, folder: Path, rows: int) -> Numbers:
    """The real import into an empty store, and the time and memory it takes; the time its writing takes apart."""
    from bdr_desk.actions import imports
    from bdr_desk.app import open_desk
    from bdr_desk.domain.staging import ListPlace

    desk = open_desk(folder)
    child = Peak()
    with _writing_timed() as spent:
        order = imports.Order(ListPlace(file), "Bench", file.stem, "purchase")
        cpu, started = os.times(), time.perf_counter()
        done = imports.import_list(desk, order, told=child.look)
        ended, cpu_then = time.perf_counter(), os.times()
    folded = seconds_of(desk.store.fold_log)
    desk.store.close()
    return {
        "desk": ended - started, "folded": folded, "write": spent["writing"] + ended - spent["finished"],
        "own_cpu": cpu_then.user + cpu_then.system - cpu.user - cpu.system,
        "child_cpu": cpu_then.children_user + cpu_then.children_system, "counts": vars(done.counts),
        "by_rule": done.by_rule, "own_peak": peak_of(), "child_peak": child.most,
        "store_bytes": sum(part.stat().st_size for part in folder.glob("*.sqlite*")),
    }  # fmt: skip


def more(file: Path, folder: Path, rows: int) -> Numbers:
    """Short lists into the store that is there, one after the other: `file` and those beside it of the same ending.

    Before each the first rows are shown, as in the desk; the first import of all also loads what an import needs.
    """
    from bdr_desk.actions import imports
    from bdr_desk.app import open_desk
    from bdr_desk.domain.staging import ListPlace
    from bdr_desk.queries.list_reading import preview
    from tests.bench.long_list import REGION

    desk, took = open_desk(folder), []
    for one in sorted(file.parent.glob(f"*-{rows}.more.csv")):
        order = imports.Order(ListPlace(one), "Bench", one.stem, "purchase")
        preview(desk, order.place, REGION, project=order.project, source=order.source)
        took.append(seconds_of(lambda order=order: imports.import_list(desk, order)))
    desk.store.close()
    return {"desk": took}


@contextmanager
def _writing_timed() -> Iterator[dict[str, float]]:
    """The time that keeping rows takes, and when the last of them was handed to the store: what follows is its commit."""
    from bdr_desk.store.import_writing import ImportWriting as Writing

    spent = {"writing": 0.0, "finished": 0.0}
    kept, clock = (Writing.keep, Writing.flush, Writing.finish), time.perf_counter

    def timed(work: Callable[..., None]) -> Callable[..., None]:
        def run(*args: Any, **named: Any) -> None:
            started = clock()
            work(*args, **named)
            ended = clock()
            spent["writing"] += ended - started
            spent["finished"] = ended

        return run

    Writing.keep, Writing.flush, Writing.finish = (timed(work) for work in kept)
    try:
        yield spent
    finally:
        Writing.keep, Writing.flush, Writing.finish = kept


def floor(file: Path, folder: Path, rows: int) -> Numbers:
    """The rows that an import made, out of the store in `folder` into an empty one, by sqlite3's executemany alone.

    Rows in the order of their keys, table after table, in one transaction; then the same indexes and the same words. Only
    what this store does is timed, not fetching rows from the other.
    """
    from bdr_desk.app import open_desk

    times = {"desk": 0.0}
    desk = open_desk(folder.with_name(f"{folder.name}-floor"))
    store = desk.store.file
    desk.store.close()
    with sqlite3.connect(f"file:{_store_in(folder)}?mode=ro", uri=True) as source:
        raw = sqlite3.connect(store, isolation_level=None)
        for pragma in (
            "journal_mode=WAL", "synchronous=FULL", "foreign_keys=OFF", "temp_store=MEMORY", "cache_size=-65536",
            "wal_autocheckpoint=0",
        ):  # fmt: skip
            raw.execute(f"PRAGMA {pragma}")
        _copy(source, raw, times)
    raw.close()
    return times


def _copy(source: sqlite3.Connection, raw: sqlite3.Connection, times: dict[str, float]) -> None:
    marks = ", ".join("?" * len(TABLES))
    indexes = raw.execute(
        f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({marks})",
        TABLES,
    ).fetchall()
    configure = "INSERT INTO contact_search (contact_search, rank) VALUES ('automerge', ?)"
    with _timed(times, "desk"):
        raw.execute("BEGIN IMMEDIATE")
        for name, _ in indexes:
            raw.execute(f'DROP INDEX "{name}"')
    for table in TABLES:
        _insert(source, raw, times, table, "*", "" if table == "list_row" else "ORDER BY rowid")
    with _timed(times, "desk"):
        for _, sql in indexes:
            raw.execute(sql)
        raw.execute(configure, (0,))
    _insert(source, raw, times, "contact_search", "rowid, words", "ORDER BY rowid")
    with _timed(times, "desk"):
        raw.execute("INSERT INTO contact_search (contact_search) VALUES ('optimize')")
        raw.execute(configure, (4,))
        raw.execute("COMMIT")
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _insert(
    source: sqlite3.Connection, raw: sqlite3.Connection, times: dict[str, float], table: str, columns: str, order: str
) -> None:  # fmt: skip
    rows = source.execute(f'SELECT {columns} FROM "{table}" {order}')
    names = "" if columns == "*" else f"({columns})"
    sql = f'INSERT INTO "{table}" {names} VALUES ({", ".join("?" * len(rows.description))})'
    while some := rows.fetchmany(_AT_ONCE):
        with _timed(times, "desk"):
            raw.executemany(sql, some)


def _store_in(folder: Path) -> Path:
    from bdr_desk import paths

    return paths.store_file(folder)


def straight(file: Path, folder: Path, rows: int) -> Numbers:
    """The straightforward way, on the first `rows`: DictReader, phonenumbers, a query for each row, the ORM, one commit.

    It is spared what else an import does: hygiene, names in other spellings, the rows as they came, the search index.
    """
    from bdr_desk.app import open_desk

    desk = open_desk(folder)
    try:
        return {"desk": seconds_of(lambda: _straight(desk, file, rows)), "rows": rows}
    finally:
        desk.store.close()


def _straight(desk: Any, file: Path, rows: int) -> None:
    from datetime import UTC, datetime
    from uuid import uuid4

    import phonenumbers
    from sqlalchemy import select
    from sqlalchemy.orm import Session

    from bdr_desk.store.tables import Account, Contact, ContactEmail, ContactPhone, Lead, Project

    now = datetime.now(UTC)
    stamps = {"made_at": now, "made_by": desk.me, "changed_at": now, "changed_by": desk.me}
    accounts: dict[str, Any] = {}
    with Session(desk.store.engine) as session, file.open(newline="", encoding="utf-8") as stream:
        project = Project(id=uuid4(), name="Straight", **stamps)
        session.add(project)
        for place, row in enumerate(islice(csv.DictReader(stream), rows)):
            number = phonenumbers.parse(row["Phone"], "US")
            if not phonenumbers.is_valid_number(number):
                continue
            e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
            mail, name = row["E-mail Address"], f"{row['First Name']} {row['Last Name']}"
            same = select(Contact).join(ContactPhone, ContactPhone.contact_id == Contact.id)
            if session.scalars(
                same.where(ContactPhone.e164 == e164, Contact.name_key == name.lower())
            ).first():
                continue
            account = accounts.get(row["Company"])
            if account is None:
                account = accounts[row["Company"]] = Account(
                    id=uuid4(), name=row["Company"], name_key=row["Company"].lower(), domain=row["Website"] or None,
                    industry=row["Industry"], street=row["Street"], city=row["City"], state=row["State"],
                    country=row["Country"], **stamps,
                )  # fmt: skip
                session.add(account)
            contact = Contact(
                id=uuid4(), account_id=account.id, given_name=row["First Name"], family_name=row["Last Name"], name=name,
                name_key=name.lower(), title=row["Job Title"], zones="America/New_York", **stamps,
            )  # fmt: skip
            ways = {"contact_id": contact.id, **stamps}
            session.add_all((
                contact,
                ContactPhone(id=uuid4(), e164=e164, extension=number.extension or "", as_typed=row["Phone"], **ways),
                ContactEmail(id=uuid4(), address=mail, address_key=mail.lower(), **ways),
                Lead(id=uuid4(), project_id=project.id, account_id=account.id, place=place, **ways),
            ))  # fmt: skip
        session.commit()


class Peak:
    """The most memory the second process has held, in bytes, as far as it was looked at: after every batch."""

    most = 0

    def look(self, _progress: object) -> bool:
        from multiprocessing import active_children

        for process in active_children():
            self.most = max(self.most, peak_of(process.pid))
        return True


def peak_of(pid: int | None = None) -> int:
    """Peak of resident memory in bytes; 0 where the system does not say.

    Not ru_maxrss where that can be helped: a process has it from the one that started it.
    """
    status = Path(f"/proc/{pid or 'self'}/status")
    try:
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) * 1024
    except (OSError, IndexError):
        if pid:
            return 0
    try:
        import resource
    except ImportError:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def _asked(file: Path) -> tuple[Any, Iterator[Any]]:
    """How an import would read and judge `file`, and its rows. Garbage is not looked for, as in the second process."""
    from bdr_desk.domain.hygiene import Terms
    from bdr_desk.domain.staging import Asked
    from bdr_desk.files.list_file import open_list
    from bdr_desk.queries.list_reading import reading_of
    from tests.bench.long_list import REGION, TODAY

    gc.disable()
    found = open_list(file)
    return Asked(reading_of(found, REGION, ()), Terms(REGION, TODAY)), found.rows()


def _timed_batches(rows: Iterator[Any], times: dict[str, float], name: str) -> Iterator[list[Any]]:
    while True:
        with _timed(times, name):
            batch = list(islice(rows, BATCH))
        if not batch:
            return
        yield batch


@contextmanager
def _timed(times: dict[str, float], name: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    times[name] += time.perf_counter() - started


def _drain(rows: Iterable[object]) -> None:
    for _row in rows:
        pass


STAGES = {
    work.__name__: work for work in (parse, phone, hygiene, second, match, in_all, more, floor, straight)
}


def run(name: str, file: str, folder: str, rows: str) -> None:
    """One stage, its numbers printed as JSON."""
    print(json.dumps(STAGES[name](Path(file), Path(folder), int(rows))))


if __name__ == "__main__":
    run(*sys.argv[1:])
