"""Search as you type, keystroke by keystroke, beside LIKE over every row: `python -m tests.bench.search [how many contacts]`.

Typed are names, companies, e-mail addresses and numbers of people who are there, and some of nobody. The straightforward way
is asked far less often: it takes half a second each time. Seconds are those of the wall and, since the machine may be busy
with something else, those of the thread.
"""

import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from sqlalchemy import Connection

from bdr_desk.desk import Desk
from bdr_desk.domain.matching import fold
from bdr_desk.queries.search import search
from bdr_desk.store import search_words
from tests.bench.made_up_people import people_store
from tests.bench.watch import arguments, seconds_of

PEOPLE = 60  # of each kind that are typed
SLOW_ONES = 25  # keystrokes the straightforward way is asked for

LIKE = """
SELECT l.id, c.name, a.name FROM lead l JOIN contact c ON c.id = l.contact_id JOIN account a ON a.id = l.account_id
WHERE c.name_key LIKE '%' || ? || '%' OR a.name_key LIKE '%' || ? || '%'
 OR c.id IN (SELECT contact_id FROM contact_email WHERE address_key LIKE '%' || ? || '%')
 OR c.id IN (SELECT contact_id FROM contact_phone WHERE e164 LIKE '%' || ? || '%')
ORDER BY a.name, c.name LIMIT 20
"""
SOMEBODY = """
SELECT c.name, a.name, (SELECT address_key FROM contact_email WHERE contact_id = c.id),
 (SELECT e164 FROM contact_phone WHERE contact_id = c.id)
FROM contact c JOIN account a ON a.id = c.account_id WHERE c.rowid = ?
"""
Typed = dict[str, list[str]]


def main() -> None:
    contacts = int(arguments()[0]) if arguments() else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        desk = people_store(Path(folder), contacts)
        _index(desk, contacts)
        with desk.store.engine.connect() as connection:
            typed = _typed(connection, contacts)
            print(
                f"{sum(map(len, typed.values())):,} keystrokes over {contacts:,} contacts      wall p50   p99   thread p50   p99"
            )
            for kind, texts in typed.items():
                _show(kind, _timed(texts, lambda text: search(desk, text)))
            every = [text for texts in typed.values() for text in texts]
            _show("all", _timed(every, lambda text: search(desk, text)))
            few = random.Random(2).sample(every, SLOW_ONES)
            _show("LIKE '%…%'", _timed(few, lambda text: _like(connection, text)))
        desk.store.close()


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
        name, company, address, number = map(str, row)
        for kind, whole, first in (
            ("names", name, 1),
            ("companies", company, 1),
            ("e-mail addresses", address, 1),
            ("numbers, international", f"{number[:3]} {number[3:]}", 4),
            ("numbers, last digits", number[-chance.choice((4, 7)) :], 3),
            ("nobody", f"{name[:2]}q{company[:3]}x", 1),
        ):
            typed.setdefault(kind, []).extend(_keystrokes(whole[:20], first))
    return typed


def _keystrokes(text: str, first: int) -> Iterator[str]:
    return (text[:end] for end in range(first, len(text) + 1))


def _like(connection: Connection, text: str) -> None:
    digits = "".join(c for c in text if c.isdigit()) or "none"
    connection.exec_driver_sql(LIKE, (fold(text), fold(text), text.lower(), digits)).fetchall()


def _timed(texts: Sequence[str], ask: Callable[[str], object]) -> list[tuple[float, float]]:
    times = []
    for text in texts:
        wall, thread = time.perf_counter(), time.thread_time()
        ask(text)
        times.append((time.perf_counter() - wall, time.thread_time() - thread))
    return times


def _show(kind: str, times: Sequence[tuple[float, float]]) -> None:
    wall, thread = (sorted(column) for column in zip(*times, strict=True))
    parts = (f"{_at(some, 0.5):9.2f} {_at(some, 0.99):8.2f} ms" for some in (wall, thread))
    print(f"  {kind:<32}{len(times):6,} {'  '.join(parts)}")


def _at(times: Sequence[float], share: float) -> float:
    return times[min(int(len(times) * share), len(times) - 1)] * 1000


if __name__ == "__main__":
    main()
