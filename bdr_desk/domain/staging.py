"""Staging: every row of a list read and judged by itself, before it is compared with anybody and before anything is written.

What is known of a usable row is packed into plain values (`Person`): long lists are judged in a process of their own, and only
plain values travel cheaply between two processes.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from json.encoder import encode_basestring
from pathlib import Path
from typing import NamedTuple

from bdr_desk.domain.calling_places import at_number, placed_by
from bdr_desk.domain.columns import ColumnMap
from bdr_desk.domain.hygiene import Severity, Terms, judge, severity_of
from bdr_desk.domain.hygiene.dates import date_in
from bdr_desk.domain.list_rows import PLACE_TEXTS, Flaw, ReadRow, Verdict, refusal, row_reader, who_key
from bdr_desk.domain.matching import person_key
from bdr_desk.domain.profile import LeadFacts, Profile, scorer

PLACE = PLACE_TEXTS  # of `Person.place`
Record = tuple[int, Sequence[str]]  # a row's number in its file, from 1, and its cells


@dataclass(frozen=True)
class ListPlace:
    """Which table of which file. `sheet` names one of a spreadsheet's; `encoding` overrules the one found."""

    path: Path
    sheet: str | None = None
    encoding: str | None = None


@dataclass(frozen=True)
class Reading:
    """How a list is read."""

    columns: ColumnMap
    region: str
    header: tuple[str, ...] | None
    width: int


@dataclass(frozen=True)
class Asked:
    """All that decides what is thought of a row by itself: how the list is read, and what the project asks."""

    reading: Reading
    terms: Terms
    profile: Profile | None = None


class Judged(NamedTuple):
    """A row by itself. `verdict` is None when it can be used; then it may still turn out to be known, or suppressed."""

    number: int
    cells: Sequence[str]
    verdict: Verdict | None
    flaws: tuple[Flaw, ...] = ()
    row: ReadRow | None = None

    def __repr__(self) -> str:  # personal data stays out of logs
        return f"<Judged {self.number}>"


class Person(NamedTuple):
    """What matching and keeping need of a usable row. `who` and the keys are folded (`domain.matching`).

    `phones` are (E.164, extension, kind, as typed), `emails` (address, key), `place` the texts named by `PLACE`.
    """

    who: str
    name_key: str
    company_key: str
    account_name: str
    domain: str | None
    town: str
    name: str
    given_name: str
    family_name: str
    title: str
    phones: tuple[tuple[str, str, str, str], ...]
    emails: tuple[tuple[str, str], ...]
    place: tuple[str | None, ...]
    hours: str
    zones: str
    zones_because: str
    fit: int | None

    def __repr__(self) -> str:  # personal data stays out of logs
        return "<Person>"

    @property
    def ways(self) -> list[str]:
        """Numbers (E.164) and address keys."""
        return [phone[0] for phone in self.phones] + [email[1] for email in self.emails]


def judge_row(number: int, cells: Sequence[str], asked: Asked) -> Judged:
    """What is thought of one row by itself."""
    return _judge(number, cells, asked, row_reader(asked.reading.columns, asked.reading.region))


def _judge(
    number: int, cells: Sequence[str], asked: Asked, read: Callable[[int, Sequence[str]], ReadRow]
) -> Judged:
    reading = asked.reading
    if why := refusal(cells, reading.width, reading.header):
        return Judged(number, cells, Verdict.REFUSED, (why,))
    row = read(number, cells)
    flaws = judge(row, asked.terms)
    usable = (row.phones or row.mails) and (
        not flaws or severity_of(flaws, asked.terms) in (None, Severity.WARN)
    )
    return Judged(number, cells, None if usable else Verdict.QUARANTINED, flaws, row)


Score = Callable[[LeadFacts], int | None]


@lru_cache(maxsize=8)
def scorer_of(profile: Profile | None) -> Score | None:
    return scorer(profile) if profile else None


# A usable row in plain values, before anything is worked out of them: company key, account's name, domain, town, name, given and
# family name, title, phones, e-mails, place.
Plain = tuple[
    str, str, str | None, str, str, str, str, str, tuple[tuple[str, str, str, str], ...], tuple[tuple[str, str], ...],
    tuple[str | None, ...],
]  # fmt: skip


def _plain(row: ReadRow) -> Plain:
    phones = [(p.number.e164, p.number.extension, p.kind, p.as_typed) for p in row.phones]
    return (
        row.company_key, row.account_name, row.domain, row.firm.town, row.name, row.given_name, row.family_name,
        row.texts["title"], tuple(phones), row.mails, row.firm.place,
    )  # fmt: skip


def _person(plain: Plain, region: str, score: Score | None) -> Person:
    company, account, domain, town, name, given, family, title, phones, emails, place = plain
    industry, size, _, city, state, _, country = place
    name_key = person_key(name) if name else ""
    numbers = tuple([found for phone in phones if (found := at_number(phone[0]))])
    hours, zones, because = placed_by(country, state, city, numbers, region)
    fit = score(LeadFacts(title, industry, size, country, state)) if score else None
    return Person(
        who_key(name_key, company), name_key, company, account, domain, town, name, given, family, title, phones, emails,
        place, hours, zones, because, fit,
    )  # fmt: skip


@dataclass(repr=False)
class Findings:
    """What is counted over the rows of a list by themselves: how many have a number, a name ..., and by rule."""

    by_rule: Counter[str] = field(default_factory=Counter)
    checked: Counter[str] = field(default_factory=Counter)
    phone: int = 0
    mobile: int = 0
    email: int = 0
    name: int = 0
    title: int = 0
    company: int = 0

    @property
    def having(self) -> dict[str, int]:
        return {
            part: getattr(self, part) for part in ("phone", "mobile", "email", "name", "title", "company")
        }

    def add(self, judged: Judged, region: str) -> None:
        """Dates are read as in `region` (ISO 3166 alpha-2)."""
        if judged.flaws:
            self.by_rule.update({flaw.rule for flaw in judged.flaws})
        row = judged.row
        if row is None:
            return
        if row.phones:
            self.phone += 1
            for phone in row.phones:
                if phone.kind == "mobile":
                    self.mobile += 1
                    break
        texts = row.texts
        self.email += bool(row.mails)
        self.name += bool(row.name)
        self.title += bool(texts["title"])
        self.company += bool(row.company)
        if (updated := texts["updated"]) and (day := date_in(updated, region)):
            self.checked[str(day.year)] += 1


_AS_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
Staged = tuple[int, str, str | None, str, Plain | None]
Packed = tuple[int, str, str | None, str, Person | None]


def packed(judged: Judged, asked: Asked) -> Packed:
    """A judged row in plain values: number, cells (JSON), verdict, flaws (JSON, as the store keeps them), person."""
    return finished([_staged(judged)], asked)[0]


def _staged(judged: Judged) -> Staged:
    cells = f"[{','.join(map(encode_basestring, judged.cells))}]"  # as `_AS_JSON` has it, in half the time
    plain = _plain(judged.row) if judged.row and judged.verdict is None else None
    return judged.number, cells, judged.verdict and judged.verdict.value, flaws_json(judged.flaws), plain


def flaws_json(flaws: Iterable[Flaw]) -> str:
    return _AS_JSON([vars(flaw) for flaw in flaws]) if flaws else "[]"


def judge_rows(rows: Iterable[Record], asked: Asked, findings: Findings) -> Iterator[Staged]:
    """`rows` read and judged one by one; `findings` counts them."""
    region = asked.reading.region
    read = row_reader(asked.reading.columns, region)
    for number, cells in rows:
        judged = _judge(number, cells, asked, read)
        findings.add(judged, region)
        yield _staged(judged)


def finished(rows: Iterable[Staged], asked: Asked) -> list[Packed]:
    """`rows` with what matching and keeping need worked out: by whoever waits for rows, not by who judges them."""
    region, score = asked.reading.region, scorer_of(asked.profile)
    return [
        (number, cells, verdict, flaws, _person(plain, region, score) if plain else None)
        for number, cells, verdict, flaws, plain in rows
    ]
