"""Staging: every row of a list gets its verdict, in file order, before anything is written."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from bdr_desk.domain.columns import ColumnMap
from bdr_desk.domain.known_people import (
    Known,
    find_company,
    find_person,
    learn_company,
    learn_way,
    new_ways,
)
from bdr_desk.domain.list_rows import (
    Flaw,
    ReadRow,
    Suppressed,
    Verdict,
    flaws_of,
    quarantine,
    read_row,
    refusal,
)
from bdr_desk.domain.matching import Company

NewKey = Callable[[], UUID]


@dataclass(frozen=True)
class Reading:
    """How a list is read."""

    columns: ColumnMap
    region: str
    header: tuple[str, ...] | None
    width: int


@dataclass(frozen=True, repr=False)
class Staged:
    """A row with its verdict and what it would make. `ways` are the numbers and addresses new to its contact."""

    number: int
    cells: Sequence[str]
    verdict: Verdict
    flaws: tuple[Flaw, ...] = ()
    row: ReadRow | None = None
    contact: UUID | None = None
    account: UUID | None = None
    makes_account: bool = False
    makes_contact: bool = False
    ways: frozenset[str] = frozenset()


def stage(
    rows: Iterable[tuple[int, Sequence[str]]],
    reading: Reading,
    known: Known,
    suppressed: Suppressed,
    new_key: NewKey,
) -> Iterator[Staged]:
    """Verdicts for `rows`, one by one; `known` learns from each, so that a list is checked against itself as well."""
    for number, cells in rows:
        if why := refusal(cells, reading.width, reading.header):
            yield Staged(number, cells, Verdict.REFUSED, (why,))
            continue
        row = read_row(number, cells, reading.columns, reading.region)
        if why := quarantine(row, suppressed):
            yield Staged(number, cells, Verdict.QUARANTINED, flaws_of(row, why), row)
        else:
            yield _usable(row, cells, known, new_key)


def _usable(row: ReadRow, cells: Sequence[str], known: Known, new_key: NewKey) -> Staged:
    found = find_person(known, row)
    if found is None:
        return _newcomer(row, cells, known, new_key)
    contact, who = found
    ways = new_ways(known, row, who)
    for way in ways:
        learn_way(known, way, who, contact)
    worked = contact in known.leads
    known.leads.add(contact)
    verdict = Verdict.MERGED if worked else Verdict.ADDED
    flaws = flaws_of(row, Flaw("", "", "already_known") if worked else None)
    return Staged(row.number, cells, verdict, flaws, row, contact, known.account_of[contact], ways=ways)


def _newcomer(row: ReadRow, cells: Sequence[str], known: Known, new_key: NewKey) -> Staged:
    account = find_company(known, row)
    makes_account = account is None
    if account is None:
        account = new_key()
        learn_company(known, row.company_key, Company(account, row.domain, row.town))
    contact = new_key()
    for way in row.ways:
        learn_way(known, way, row.who, contact)
    known.leads.add(contact)
    known.account_of[contact] = account
    ways = frozenset(row.ways)
    return Staged(
        row.number, cells, Verdict.ADDED, row.flaws, row, contact, account, makes_account, True, ways
    )
