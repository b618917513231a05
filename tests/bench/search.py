"""Search as you type, keystroke by keystroke, beside LIKE over every row: `python -m tests.bench.search [how many contacts]`.

Typed are names, companies, sites, e-mail addresses and numbers of people who are there, from the first letter to the last,
and some of nobody. Every keystroke is asked `ROUNDS` times, all of them before any again, and its best time counts: the
machine may be busy with something else. "all, first time" is the first round alone. Times are those of the wall and those
of the thread on its processor. The straightforward way is asked far less often: it takes a second each time.
"""

import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from sqlalchemy import Connection

from bdr_desk.desk import Desk
from bdr_desk.domain.matching import fold
from bdr_desk.queries.accounts import accounts
from bdr_desk.queries.search import search
from bdr_desk.store import search_words
from tests.bench.made_up_people import people_store
from tests.bench.watch import arguments, seconds_of

PEOPLE = 20  # of each kind that are typed
ROUNDS = 3
SLOW_ONES = 10  # keystrokes the straightforward way is asked for
P50, P99 = 1.5, 10.0  # milliseconds aimed at

LIKE = """
SELECT l.id, c.name, a.name FROM lead l JOIN contact c ON c.id = l.contact_id JOIN account a ON a.id = l.account_id
WHERE c.name_key LIKE '%' || ? || '%' OR a.name_key LIKE '%' || ? || '%'
 OR c.id IN (SELECT contact_id FROM contact_email WHERE address_key LIKE '%' || ? || '%')
 OR c.id IN (SELECT contact_id FROM contact_phone WHERE e164 LIKE '%' || ? || '%')
ORDER BY a.name, c.name LIMIT 20
"""
SOMEBODY = """
SELECT c.given_name, c.family_name, a.name, (SELECT address_key FROM contact_email WHERE contact_id = c.id),
 (SELECT e164 FROM contact_phone WHERE contact_id = c.id)
FROM contact c JOIN account a ON a.id = c.account_id WHERE c.rowid = ?
"""
Times = list[tuple[float, float]]  # milliseconds of the wall and of the thread, one for each keystroke
Typed = dict[str, list[str]]


def main() -> None:
    contacts = int(arguments()[0]) if arguments() else 1_000_000
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        desk = people_store(Path(folder), contacts)
        _index(desk, contacts)
        print(f"Store of {contacts:,} contacts made in {time.perf_counter() - started:.0f} s")
        with desk.store.engine.connect() as connection:
            typed = _typed(connection, contacts)
            _searches(desk, typed)
            few = random.Random(2).sample([text for texts in typed.values() for text in texts], SLOW_ONES)
            _show("LIKE '%…%'", _timed(few, lambda text: _like(connection, text)))
        _accounts(desk, typed["companies"] + typed["names"])
        desk.store.close()
    print(f"{time.perf_counter() - started:.0f} s in all")


def _index(desk: Desk, contacts: int) -> None:
    with desk.store.engine.execution_options(writing=True).begin() as connection:
        pages = _pages(connection)
        took = seconds_of(lambda: search_words.index_new(connection))
        size = (_pages(connection) - pages) * 4096 / 1e6
    print(f"Index of names: {took / contacts * 1e6:.1f} us a contact, {size:.0f} MB")


def _pages(connection: Connection) -> int:
    return int(connection.exec_driver_sql("PRAGMA page_count").scalar_one())


def _typed(connection: Connection, contacts: int) -> Typed:
    """What is typed, one text for each key pressed from the first letter (of a number: its third digit) on."""
    chance = random.Random(1)
    typed: Typed = {}
    for _ in range(PEOPLE):
        row = connection.exec_driver_sql(SOMEBODY, (chance.randrange(1, contacts + 1),)).one()
        given, family, company, address, number = map(str, row)
        for kind, whole, first in (
            ("names", f"{given} {family}", 1),
            ("family names first", f"{family} {given}", 1),
            ("companies", company, 1),
            ("names and companies", f"{family} {company}", len(family) + 2),
            ("sites", address.partition("@")[2], 1),
            ("e-mail addresses", address, 1),
            ("numbers, international", f"{number[:3]} {number[3:]}", 4),
            ("numbers, last 4 digits", number[-4:], 3),
            ("numbers, last 7 digits", number[-7:], 3),
            ("nobody", f"{given[:2]}q{company[:3]}x", 1),
            ("nobody's number", f"{number[:-2]}0000000", 3),
        ):
            typed.setdefault(kind, []).extend(_keystrokes(whole, first))
    return typed


def _keystrokes(text: str, first: int) -> Iterator[str]:
    return (text[:end] for end in range(first, len(text) + 1))


def _searches(desk: Desk, typed: Typed) -> None:
    every = list(dict.fromkeys(text for texts in typed.values() for text in texts))
    rounds = [_timed(every, lambda text: search(desk, text)) for _ in range(ROUNDS)]
    best = dict(zip(every, map(_best, zip(*rounds, strict=True)), strict=True))
    print(f"{'keystrokes':>42}    wall p50      p99      thread p50      p99")
    for kind, texts in typed.items():
        _show(kind, [best[text] for text in texts])
    _show("all, first time", rounds[0])
    *wall, p50, p99 = _show("all", [best[text] for texts in typed.values() for text in texts])
    says = ("met" if one <= P50 and other <= P99 else "NOT MET" for one, other in (wall, (p50, p99)))
    print("  aimed at: p50 <= {} ms, p99 <= {} ms: by the wall {}, by the thread {}".format(P50, P99, *says))


def _accounts(desk: Desk, texts: Sequence[str]) -> None:
    few = random.Random(3).sample(texts, min(len(texts), 8 * SLOW_ONES))
    _show("the page of accounts", _timed(few, lambda text: accounts(desk, text)))


def _like(connection: Connection, text: str) -> None:
    digits = "".join(c for c in text if c.isdigit()) or "none"
    connection.exec_driver_sql(LIKE, (fold(text), fold(text), text.lower(), digits)).fetchall()


def _timed(texts: Sequence[str], ask: Callable[[str], object]) -> Times:
    times = []
    for text in texts:
        wall, thread = time.perf_counter(), time.thread_time()
        ask(text)
        times.append(((time.perf_counter() - wall) * 1000, (time.thread_time() - thread) * 1000))
    return times


def _best(times: Sequence[tuple[float, float]]) -> tuple[float, float]:
    return min(wall for wall, _ in times), min(thread for _, thread in times)


def _show(kind: str, times: Times) -> list[float]:
    """Print a line; returns p50 and p99 of the wall, then of the thread."""
    wall, thread = (sorted(column) for column in zip(*times, strict=True))
    points = [_at(some, share) for some in (wall, thread) for share in (0.5, 0.99)]
    print(
        "  {:<32}{:6,} {:9.2f} {:8.2f} ms     {:9.2f} {:8.2f} ms".format(kind, len(times), *points),
        flush=True,
    )
    return points


def _at(times: Sequence[float], share: float) -> float:
    return times[min(int(len(times) * share), len(times) - 1)]


if __name__ == "__main__":
    main()
