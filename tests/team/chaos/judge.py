"""The judge: do all desks and the server agree, is all that was acknowledged there exactly once, is nothing forgotten?

1. Every row that a desk shares is on the server, field by field the same; a BDR's and the admin's desk have every row of it.
2. Nothing waits anywhere, and no reading is half done.
3. A new row that was told done is on the server under its key; what is on the server was written by somebody, and by a
   transaction that came to something. Rows that only grow are there word for word.
4. The values a field had one after the other (its history on the server, then what it is now) begin with the row's origin;
   each value that was sent (see `told`) is one of them, one written once is there once, and a word nobody sent is not there.
5. A word that was written over by somebody who had not seen it (it was not the base of what came) is in lost_value once, as
   its author's; nothing else is; and each author's desk has those of its own.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import psycopg

from bdr_desk.store.tables import TEAM_TABLES, Edited
from tests.team.chaos.held import Lost, Rows, Server, Store, read_server, read_store
from tests.team.chaos.office import Seat
from tests.team.chaos.told import Place, Sent, Told, tell
from tests.team.chaos.work import MARK

_EDITED = {table.__tablename__ for table in TEAM_TABLES if issubclass(table, Edited)}


@dataclass(frozen=True)
class Start:
    """What the server had before the chaos began; `seq` is the last line of its history."""

    rows: Rows
    seq: int

    @classmethod
    def of(cls, url: str) -> "Start":
        with psycopg.connect(url) as connection:
            found = connection.execute("SELECT coalesce(max(seq), 0) FROM bdr_desk.row_history").fetchone()
            assert found is not None
            return cls(read_server(connection, found[0]).rows, found[0])


@dataclass(frozen=True)
class Verdict:
    differences: tuple[str, ...]
    figures: str


class _Step(NamedTuple):
    """A value a field had, and who wrote it."""

    value: Any
    by: str | None


def judge(url: str, seats: Sequence[Seat], start: Start) -> Verdict:
    with psycopg.connect(url) as connection:
        return judged(connection, seats, start)


def judged(connection: psycopg.Connection[Any], seats: Sequence[Seat], start: Start) -> Verdict:
    """As `connection` sees the server."""
    server, told = read_server(connection, start.seq), tell(seats)
    stores = {seat: read_store(seat) for seat in seats}
    differences = list(told.differences)
    for seat, store in stores.items():
        differences += [f"{seat.name}: {what}" for what in _disagreeing(seat, store, server)]
        differences += [f"{seat.name}: {what}" for what in store.waits]
    differences += [*_rows_once(server, told, start), *_values_once(server, told, start)]
    differences += [*_lost_kept(server, told, start), *_lost_known(server, stores)]
    return Verdict(tuple(differences), _figures(server, told))


def _figures(server: Server, told: Told) -> str:
    sent = sum(map(len, told.sent.values()))
    return (
        f"{len(told.made):,} rows, {told.written:,} values ({told.merged:,} merged before they left, {sent:,} sent,"
        f" {sum(map(len, server.history.values())):,} written over, {len(server.lost):,} lost)"
    )


def _disagreeing(seat: Seat, store: Store, server: Server) -> Iterator[str]:
    for row, values in store.shared.items():
        theirs = server.rows.get(row)
        if theirs is None:
            yield f"{row} is not on the server"
            continue
        for field in values:
            if values[field] != theirs[field]:
                yield f"{row} {field} is {values[field]!r}, on the server {theirs[field]!r}"
    if seat.role != "rep":
        yield from (f"{row} is on the server only" for row in server.rows.keys() - store.shared.keys())


def _rows_once(server: Server, told: Told, start: Start) -> Iterator[str]:
    for row, values in told.made.items():
        if row not in server.rows:
            yield f"{row} was acknowledged and is not on the server"
        elif row[0] not in _EDITED and not values.items() <= server.rows[row].items():
            yield f"{row} was {values}, and is {server.rows[row]} on the server"
    for row in server.rows.keys() - start.rows.keys() - told.made.keys():
        yield f"{row} is on the server, and {'came to nothing' if row in told.undone else 'nobody wrote it'}"
    yield from (f"{row} is gone from the server" for row in start.rows.keys() - server.rows.keys())


def _steps(server: Server, place: Place) -> list[_Step]:
    """The values a field had on the server, one after the other."""
    row = server.rows[place[0], place[1]]
    was = server.history.get(place, [])
    authors = [row["made_by"], *(one.by for one in was)]
    return [
        _Step(value, by)
        for value, by in zip([*(one.value for one in was), row[place[2]]], authors, strict=True)
    ]


def _values_once(server: Server, told: Told, start: Start) -> Iterator[str]:
    origins = {**start.rows, **told.origin}
    for place in [place for place in told.sent.keys() | server.history.keys() if place[:2] in server.rows]:
        steps = [step.value for step in _steps(server, place)]
        origin = origins.get(place[:2], {}).get(place[2])
        if steps[0] != origin:
            yield f"{place} began as {origin!r}, on the server as {steps[0]!r}"
        sent = Counter(one.value for one in told.sent.get(place, ()))
        for value, often in sent.items():
            there = steps[1:].count(value)
            if (there == 0 and value not in steps) or (_is_word(value) and there > often):
                yield f"{place} {value!r} was sent {often} times and is there {there} times: {steps}"
        for value in steps[1:]:
            if _is_word(value) and value not in sent:
                yield f"{place} has been {value!r}, which nobody sent"


def _is_word(value: Any) -> bool:
    return isinstance(value, str) and MARK in value


def _lost_kept(server: Server, told: Told, start: Start) -> Iterator[str]:
    """Of words that were sent once: what each wrote over must be told as lost, if it was not what it was changed from."""
    should = Counter[Lost]()
    plainly: set[tuple[Place, Any]] = set()
    for place, sents in told.sent.items():
        often = Counter(one.value for one in sents)
        for sent in sents:
            if _is_word(sent.value) and often[sent.value] == 1 and place[:2] in server.rows:
                plainly.add((place, sent.value))
                should.update(_lost_by(server, place, sent))
    are = Counter(lost for lost in server.lost.values() if (lost.place, lost.stays) in plainly)
    yield from (f"{lost} is not in lost_value" for lost in should - are)
    yield from (f"{lost} is in lost_value, and was not lost" for lost in are - should)


def _lost_by(server: Server, place: Place, sent: Sent) -> Iterator[Lost]:
    steps = _steps(server, place)
    at = next((at for at in range(1, len(steps)) if steps[at].value == sent.value), None)
    if at is not None and (before := steps[at - 1]).value != sent.base:
        assert before.by is not None
        yield Lost(place, before.value, sent.value, before.by, sent.by)


def _lost_known(server: Server, stores: dict[Seat, Store]) -> Iterator[str]:
    for seat, store in stores.items():
        theirs = {key: lost for key, lost in server.lost.items() if lost.lost_by == seat.me.hex}
        ours = {key: lost for key, lost in store.lost.items() if lost.lost_by == seat.me.hex}
        yield from (
            f"{seat.name} does not know of {lost}" for key, lost in theirs.items() if ours.get(key) != lost
        )
        yield from (
            f"{seat.name} knows of {lost}, the server does not"
            for key, lost in ours.items()
            if key not in theirs
        )


def say(verdict: Verdict, restless: str) -> int:
    """Print what was found; `restless` is what did not come to rest. The exit status."""
    differences = [restless] * bool(restless) + list(verdict.differences)
    print(f"written           {verdict.figures}")
    print(f"differences       {len(differences)}")
    for difference in differences[:40]:
        print(f"  {difference}")
    return 1 if differences else 0
