"""What the desks' journals tell: which rows and which values have gone to the team, and from what they were changed.

A value is SENT when it stands in its row at the moment its desk packs the row into a parcel, and is not what the field was
before the desk's first change since the parcel before: its base. What the same desk wrote over before that moment went nowhere,
nor did what it took back. The first parcel of a new row brings the whole row: its values are the row's ORIGIN. What is in a
parcel must arrive, whatever happens to desk, network and server.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.team.chaos.journal import Line, read
from tests.team.chaos.office import Seat

RowKey = tuple[str, str]  # table, key in hexadecimal
Place = tuple[str, str, str]  # table, key, field


@dataclass(frozen=True)
class Sent:
    value: Any
    base: Any
    by: str


@dataclass
class Told:
    """`made`: new rows that were told done, as they were first; `undone`: rows of transactions that came to nothing."""

    made: dict[RowKey, dict[str, Any]] = field(default_factory=dict)
    undone: set[RowKey] = field(default_factory=set)
    origin: dict[RowKey, dict[str, Any]] = field(default_factory=dict)
    sent: dict[Place, list[Sent]] = field(default_factory=dict)
    written: int = 0  # values, by changes that were told done
    merged: int = 0  # of these, values the same desk wrote over or took back before they were sent
    differences: list[str] = field(default_factory=list)


def tell(seats: Sequence[Seat]) -> Told:
    found = Told()
    for seat in seats:
        _replay(seat.name, _done(seat, found), found)
    return found


def _done(seat: Seat, found: Told) -> Iterator[Line]:
    """The transactions that were told done. They are journalled in the order of their commits."""
    lines = list(read(seat.journal))
    ends = {number: how for line in lines for how in ("done", "undone", "torn") if (number := line.get(how))}
    for line in lines:
        if "n" not in line:
            continue
        how = ends.get(line["n"], "never settled")
        if how == "done":
            yield line
        elif how == "undone":
            found.undone |= {(table, key) for table, key, _ in line["new"]}
        else:
            found.differences.append(f"{seat.name}: transaction {line['n']} is {how}: {line}")


def _replay(name: str, lines: Iterator[Line], found: Told) -> None:
    fresh: dict[RowKey, dict[str, Any]] = {}  # rows no parcel has carried yet
    waiting: dict[Place, Sent] = {}
    for line in lines:
        for table, key, values in line["new"]:
            found.made[table, key] = dict(values)
            fresh[table, key] = values
        for table, key, field_, old, new in line["set"]:
            found.written += 1
            if (table, key) in fresh:
                fresh[table, key][field_] = new
                continue
            before = waiting.get((table, key, field_))
            found.merged += before is not None
            waiting[table, key, field_] = Sent(new, before.base if before else old, line["by"])
        for row in map(tuple, line["parcel"][1] if line["parcel"] else ()):
            if row in fresh:
                found.origin[row] = fresh.pop(row)
            for place in [place for place in waiting if place[:2] == row]:
                sent = waiting.pop(place)
                if sent.value != sent.base:
                    found.sent.setdefault(place, []).append(sent)
                else:
                    found.merged += 1
    found.differences += [f"{name}: {row} never left in a parcel" for row in fresh]
    found.differences += [f"{name}: {place} {sent} never left in a parcel" for place, sent in waiting.items()]
