"""Finding a lead while somebody types: by the words of names, the beginning of an address or site, a piece of a number.

Each way of finding is one statement that stops after `CANDIDATES` leads, the newest contacts first; they are put in order here.
So the order is exact where fewer match, and the time is bounded where a hundred thousand do (tests/bench/search.py).
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from bdr_desk.desk import Desk
from bdr_desk.domain import phone
from bdr_desk.domain.phone_plan import calling_code_of
from bdr_desk.domain.typed_search import Typed, as_words, beginnings, digits_in, read_typed
from bdr_desk.errors import BadInput, NotFound
from bdr_desk.store.search_words import PREFIX, words_beginning

CANDIDATES = 60  # leads one way of finding looks at, at least as many as are asked for
SCATTERED = 24  # the same for numbers and addresses: such leads lie all over the file, and each costs as much as three
MOST_WORDS = 64  # that begin as one typed does and are named one by one
SCANNED = 200  # contacts one kind of mark gives where several kinds are typed together ("okafor 0142")
_SAID = (4, 7)  # how many digits of its end people say of a number
_LAST = 7  # digits of the shortest common subscriber number: its index is ix_contact_phone_last_7
AFTER = "\U0010ffff"  # sorts behind whatever goes on from a text

_NAMES = "contact_search s CROSS JOIN contact c ON c.rowid = s.rowid"
_MATCH = "s.contact_search MATCH ? ORDER BY s.rowid DESC"  # the newest contacts first
_PHONES = "contact_phone p CROSS JOIN contact c ON c.id = p.contact_id"
_BEGIN = f"json_each(?) b CROSS JOIN {_PHONES}"
_BEGINS = "p.e164 >= b.value AND p.e164 < b.value || ':'"  # ":" comes after 9
_LAST_7 = "substr(p.e164, -7) >= ? AND substr(p.e164, -7) < ? || ':'"
_LAST_4 = "substr(p.e164, -4) = ? AND p.e164 LIKE '%' || ?"
_EMAILS = "contact_email e CROSS JOIN contact c ON c.id = e.contact_id"
_ADDRESS = "e.address_key >= ? AND e.address_key < ?"
_SITES = "account o CROSS JOIN contact c ON c.account_id = o.id"
_SITE = "o.domain >= ? AND o.domain < ?"

# What somebody found one way must have as well, when more was typed.
_HAS_NUMBER = (
    "EXISTS (SELECT 1 FROM contact_phone q WHERE q.contact_id = c.id AND q.e164 LIKE '%' || ? || '%')"
)
_HAS_ADDRESS = "EXISTS (SELECT 1 FROM contact_email q WHERE q.contact_id = c.id AND q.address_key >= ? AND q.address_key < ?)"
_HAS_WORD = "EXISTS (SELECT 1 FROM contact_search_content w WHERE w.id = c.rowid AND ' ' || w.c0 LIKE '% ' || ? || '%')"

_CANDIDATES = """
SELECT l.rowid, l.project_id, a.name, c.name FROM {found} CROSS JOIN lead l ON l.contact_id = c.id
CROSS JOIN account a ON a.id = l.account_id WHERE c.merged_into_id IS NULL AND {rule} LIMIT ?
"""
_SHOWN = """
SELECT l.id, c.id, a.id, c.name, c.title, a.name, l.stage,
 (SELECT p.e164 || ';' || p.extension FROM contact_phone p WHERE p.contact_id = c.id ORDER BY p.place, p.rowid LIMIT 1)
FROM json_each(?) j CROSS JOIN lead l ON l.rowid = j.value
CROSS JOIN contact c ON c.id = l.contact_id CROSS JOIN account a ON a.id = l.account_id
"""
_PROJECTS = """
SELECT id, region, lower(hex(id)) IS (SELECT replace(json_extract(value, '$.is'), '-', '') FROM setting WHERE key = 'project')
FROM project ORDER BY 3 DESC, made_at DESC
"""


@dataclass(frozen=True, repr=False)
class Found:
    lead: UUID
    contact: UUID
    account: UUID
    name: str
    title: str
    account_name: str
    phone: str
    stage: str


@dataclass(frozen=True, repr=False)
class _Way:
    """One way of finding: where from, by which rule, with which values for both."""

    found: str
    rule: str
    values: tuple[Any, ...]
    most: int = SCATTERED


def lead_called(desk: Desk, text: str) -> UUID:
    """The lead with this key, or the only one that is found by `text`. Raises NotFound, and BadInput where there are several."""
    try:
        return UUID(text)
    except ValueError:
        found = search(desk, text, 2)
    if not found:
        raise NotFound(f"Nobody is found by “{text}”.", "Try another part of the name, or the number.")
    if len(found) > 1:
        raise BadInput(
            f"Several leads are found by “{text}”.", "Say more of the name, or give the lead's key."
        )
    return found[0].lead


def search(desk: Desk, text: str, limit: int = 20) -> tuple[Found, ...]:
    """Leads of every project: each word typed begins a word of the person's or the company's name or is a piece of a number
    (the beginning in international or national form, the beginning of its last 7 digits, or its end from 4 digits on) or
    the beginning of an e-mail address; a single word may begin the company's site.

    Whole words come before beginnings, and who has a number that ends with the 4 or 7 digits typed before who has it
    elsewhere; then the current project's leads before others, then by company and name.
    """
    typed = read_typed(text)
    with desk.read() as session:
        connection = session.connection()
        projects = connection.exec_driver_sql(_PROJECTS).fetchall()
        here = projects[0][0] if projects else None
        home = tuple(dict.fromkeys(calling_code_of(region) for _, region, _ in projects))
        leads = _ordered(connection, _ways(connection, typed, home), here, limit)
        rows = connection.exec_driver_sql(_SHOWN, (json.dumps(leads),)).fetchall()
    return tuple(_found(row) for row in rows)


def _ordered(connection: Connection, ways: Iterator[_Way], here: bytes | None, limit: int) -> list[int]:
    """The rowids of the first leads. A way is only tried while those before it found too few."""
    first: dict[int, tuple[Any, ...]] = {}
    for rank, way in enumerate(ways):
        query = _CANDIDATES.format(found=way.found, rule=way.rule)
        values = (*way.values, max(limit, way.most))
        for lead, project, company, name in connection.exec_driver_sql(query, values):
            first.setdefault(lead, (rank, project != here, company.casefold(), name.casefold(), lead))
        if len(first) >= limit:
            break
    return sorted(first, key=first.__getitem__)[:limit]


def _ways(connection: Connection, typed: Typed, home: Sequence[str]) -> Iterator[_Way]:
    """From the likeliest on. Digits may also be words of a name: "360 100"."""
    words = typed.words + tuple(word for number in typed.numbers for word in as_words(number))
    names = _by_words(connection, words) if words and not typed.addresses else iter(())
    marks = _by_marks(connection, typed, home)
    for ways in (names, marks) if typed.words else (marks, names):
        yield from ways


def _by_words(connection: Connection, words: Sequence[str]) -> Iterator[_Way]:
    yield _Way(_NAMES, _MATCH, (" ".join(map(_quoted, words)),), CANDIDATES)
    yield _Way(_NAMES, _MATCH, (begin_with(connection, words),), CANDIDATES)


def begin_with(connection: Connection, words: Sequence[str]) -> str:
    """What to ask the search index for: whoever has words that begin with each of `words`, which are folded."""
    return " AND ".join(_begun(connection, word) for word in words)


def _begun(connection: Connection, word: str) -> str:
    """Longer beginnings FTS5 would first gather whole: 3 ms for a common name. Named one by one, the words there are stop
    where enough is found."""
    if len(word) <= PREFIX:
        return f"{_quoted(word)}*"
    whole = words_beginning(connection, word, MOST_WORDS + 1)
    if len(whole) > MOST_WORDS:
        return f"{_quoted(word)}*"
    return f"({' OR '.join(map(_quoted, whole or [word]))})"


def _quoted(word: str) -> str:
    return f'"{word}"'


def _by_marks(connection: Connection, typed: Typed, home: Sequence[str]) -> Iterator[_Way]:
    """By a number, an address or a site; also where they are typed beside words."""
    words, numbers, addresses = typed.words, typed.numbers, typed.addresses
    if numbers:
        for way in _by_number(numbers[0], home):
            yield _with(way, words, numbers[1:], addresses)
    if addresses:
        yield _with(_by_range(_EMAILS, _ADDRESS, addresses[0]), words, numbers, addresses[1:])
    if words and (numbers or addresses):
        yield _with(_Way(_NAMES, _MATCH, (begin_with(connection, words),)), (), numbers, addresses)
    if typed.mark and words:
        yield _by_range(_EMAILS, _ADDRESS, typed.mark)
    if site := typed.mark.removeprefix("@").removeprefix("www."):
        yield _by_range(_SITES, _SITE, site)


def _by_number(number: str, home: Sequence[str]) -> Iterator[_Way]:
    """Of a long list thousands begin like any four digits: whose number ends so comes first where an end is said."""
    digits = digits_in(number)
    ends = [_Way(_PHONES, _LAST_4, (digits[-4:], digits))] if len(digits) >= 4 else []
    said = len(digits) in _SAID and "+" not in number
    if said:
        yield from ends
    yield _Way(_BEGIN, _BEGINS, (json.dumps(beginnings(number, home)),))
    if len(digits) <= _LAST:
        yield _Way(_PHONES, _LAST_7, (digits, digits))
    if not said:
        yield from ends


def _by_range(found: str, rule: str, begins: str) -> _Way:
    return _Way(found, rule, (begins, begins + AFTER))


def _with(way: _Way, words: Sequence[str], numbers: Sequence[str], addresses: Sequence[str]) -> _Way:
    """Whom `way` finds and who has all these as well, among the first `SCANNED`."""
    rules = [_HAS_WORD] * len(words) + [_HAS_NUMBER] * len(numbers) + [_HAS_ADDRESS] * len(addresses)
    if not rules:
        return way
    few = f"(SELECT c.rowid AS row FROM {way.found} WHERE {way.rule} LIMIT {SCANNED}) f"
    pieces = [digits_in(number).lstrip("0") for number in numbers]
    ends = [end for address in addresses for end in (address, address + AFTER)]
    found = f"{few} CROSS JOIN contact c ON c.rowid = f.row"
    return _Way(found, " AND ".join(rules), (*way.values, *words, *pieces, *ends))


def _found(row: Sequence[Any]) -> Found:
    *keys, name, title, company, stage, number = row
    lead, contact, account = (UUID(bytes=key) for key in keys)
    e164, _, extension = (number or "").partition(";")
    shown = phone.shown(e164, extension) if e164 else ""
    return Found(lead, contact, account, name or "Whoever answers", title, company, shown, stage)
