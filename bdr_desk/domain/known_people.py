"""Who is known already: each usable row of a list is found to be somebody known, or somebody new.

The same number or address with the same name is the same person, and so is the same name at the same company unless two
addresses speak against it. A row that names nobody but has a known person's address means that person; a switchboard or a
shared mailbox does not make two people one.

`Known` keeps 64-bit digests of what it compares, not the texts: a list of a million rows must fit in memory. Among n digests
two different texts are taken for one with a chance of about n² / 2^65: one in ten million for a million rows.
"""

from array import array
from dataclasses import dataclass, field
from typing import NamedTuple

from bdr_desk.domain.matching import Company, same_company, same_place
from bdr_desk.domain.staging import Person

Key = bytes  # a row's key as SQLite keeps it: 16 bytes


class Contact(NamedTuple):
    """Somebody in the store. `calls`: how often the lead in this project was called, None without one; `travels`: shared
    with the team; `mailed`: has an address."""

    key: Key
    account: Key
    calls: int | None
    travels: bool
    mailed: bool


class Found(NamedTuple):
    """What a row turned out to be. `ways` are the numbers and addresses nobody of this name was known by.

    `stored` is the contact it means in the store, None for one this import made.
    """

    contact: Key
    account: Key | None
    makes_contact: bool
    makes_account: bool
    makes_lead: bool
    ways: frozenset[str]
    stored: Contact | None = None


@dataclass(repr=False)
class Stored:
    """The part of the store that a batch of rows touches: see `store.known_people`."""

    people: dict[tuple[str, str], Contact] = field(default_factory=dict)  # by (way, who)
    mailboxes: dict[str, Contact] = field(default_factory=dict)  # named people by address
    names: dict[tuple[Key, str], Contact] = field(default_factory=dict)  # by (account, name key)
    companies: dict[str, list[Company]] = field(default_factory=dict)  # by company key
    domains: dict[str, Key] = field(default_factory=dict)


@dataclass(repr=False)
class Known:
    """Whom this import has met. Contacts it makes are numbered from 0; those of the store from -1 down.

    `ways` leads from the digest of a number or address to the first contact met with it, and of (number or address, name)
    to any later one; `names` from (name, company). `base` is the first key given out.
    """

    base: int
    stored: Stored = field(default_factory=Stored)
    ways: dict[int, int] = field(default_factory=dict)
    names: dict[int, int] = field(default_factory=dict)
    whos: "array[int]" = field(default_factory=lambda: array("q"))  # digest of who each made contact is
    mails: bytearray = field(default_factory=bytearray)  # whether each made contact has an address
    old: list[Contact] = field(default_factory=list)
    mailed: set[Key] = field(default_factory=set)  # of the store's people those this import gave an address
    companies: dict[int, list[int] | int] = field(default_factory=dict)  # numbers of made accounts by company
    domains: dict[int, int] = field(default_factory=dict)
    sites: "array[int]" = field(default_factory=lambda: array("q"))  # digests of each made account's domain
    towns: "array[int]" = field(default_factory=lambda: array("q"))

    def key_of(self, number: int) -> Key:
        return (self.base + number).to_bytes(16, "big")

    def account_of(self, number: int) -> Key:
        return self.key_of(_ACCOUNTS + number)


_SOMEBODY = ""  # in the place of who: the first person with a name among those an address was met with later
_ACCOUNTS = 1 << 40  # accounts are numbered from here, so that they share `base` with contacts


def find(known: Known, person: Person) -> Found:
    """What `person` is; `known` learns it, so that a list is compared with itself as well."""
    ways = person.ways
    digests = [*map(hash, ways)]
    never_met = known.ways.keys().isdisjoint(digests)
    if not never_met and (number := _met(known, ways, person)) is not None:
        return _again(known, person, number, ways)
    if (stored := _in_store(known.stored, person, ways)) is not None:
        return _first_time(known, person, stored, ways)
    account = _company(known, person)
    if account is not None and person.name_key:
        number = known.names.get(hash((person.name_key, account)))
        if number is not None and not (person.emails and known.mails[number]):
            return _again(known, person, number, ways)
        stored = known.stored.names.get((account, person.name_key))
        if stored and not (person.emails and (stored.mailed or stored.key in known.mailed)):
            return _first_time(known, person, stored, ways)
    number = len(known.whos)
    known.whos.append(_who_digest(person))
    known.mails.append(bool(person.emails))
    if never_met:  # as nearly everybody
        for digest in digests:
            known.ways[digest] = number
        new = frozenset(ways)
    else:
        new = _learn(known, person, number, ways)
    makes_account = account is None
    if account is None:
        account = _learn_company(known, person)
    if person.name_key:
        known.names.setdefault(hash((person.name_key, account)), number)
    return Found(known.key_of(number), account, True, makes_account, True, new)


def in_store(known: Known, person: Person) -> tuple[Key | None, Key | None]:
    """The contact and the account of the store that `person` means, without taking note of anybody."""
    stored = _in_store(known.stored, person, person.ways)
    return (stored.key, stored.account) if stored else (None, _company(known, person))


def _met(known: Known, ways: list[str], person: Person) -> int | None:
    """The number of the contact this import met with one of `ways` under the same name."""
    met = known.ways
    who = _who_digest(person)
    for way in ways:
        first = met.get(hash(way))
        if first is not None:
            if first >= 0 and known.whos[first] == who:
                return first
            if (number := met.get(hash((way, who)))) is not None:
                return number
            if not person.name and "@" in way and (number := _mailbox(known, way, first)) is not None:
                return number
    return None


def _who_digest(person: Person) -> int:
    """Odd for somebody with a name, even for a company whose row names nobody."""
    return hash(person.who) | 1 if person.name else hash(person.who) & ~1


def _mailbox(known: Known, way: str, first: int) -> int | None:
    """Whom an address means that stands without a name: the first met with it who has one."""
    if first >= 0 and known.whos[first] & 1:
        return first
    return known.ways.get(hash((way, _SOMEBODY)))


def _in_store(stored: Stored, person: Person, ways: list[str]) -> Contact | None:
    if stored.people:
        for way in ways:
            if found := stored.people.get((way, person.who)):
                return found
    if not person.name and stored.mailboxes:
        return next((box for _, key in person.emails if (box := stored.mailboxes.get(key))), None)
    return None


def _again(known: Known, person: Person, number: int, ways: list[str]) -> Found:
    new = _learn(known, person, number, ways)
    if number >= 0:
        if person.emails:
            known.mails[number] = True
        return Found(known.key_of(number), None, False, False, False, new)
    stored = known.old[-number - 1]
    if person.emails:
        known.mailed.add(stored.key)
    fresh = frozenset(way for way in new if (way, person.who) not in known.stored.people)
    return Found(stored.key, stored.account, False, False, False, fresh, stored)


def _first_time(known: Known, person: Person, stored: Contact, ways: list[str]) -> Found:
    """Somebody of the store, met for the first time in this import."""
    known.old.append(stored)
    found = _again(known, person, -len(known.old), ways)
    return found._replace(makes_lead=stored.calls is None)


def _learn(known: Known, person: Person, number: int, ways: list[str]) -> frozenset[str]:
    """Take note of the numbers and addresses; returns those nobody of this name had in this import."""
    met = known.ways
    who = known.whos[number] if number >= 0 else _who_digest(person)
    new = []
    for way in ways:
        digest = hash(way)
        first = met.get(digest)
        if first is None:
            met[digest] = number
            if number >= 0:
                new.append(way)
                continue
        elif first == number:
            continue
        pair = hash((way, who))
        if pair not in met:
            met[pair] = number
            new.append(way)
            if who & 1 and "@" in way:
                met.setdefault(hash((way, _SOMEBODY)), number)
    return frozenset(new)


def _company(known: Known, person: Person) -> Key | None:
    nameless = not person.name
    if known.stored.companies:
        for site in known.stored.companies.get(person.company_key, ()):
            if same_company(site, person.domain, person.town, nameless=nameless):
                return site.account
    met = known.companies.get(hash(person.company_key))
    if met is not None:
        domain, town = _digest(person.domain), _digest(person.town)
        for number in (met,) if isinstance(met, int) else met:
            if same_place(known.sites[number], known.towns[number], domain, town, nameless=nameless):
                return known.account_of(number)
    if person.domain and person.account_name == person.domain:  # the row names no company but its site
        return known.stored.domains.get(person.domain) or _account_at(known, person.domain)
    return None


def _account_at(known: Known, domain: str) -> Key | None:
    number = known.domains.get(hash(domain))
    return None if number is None else known.account_of(number)


def _digest(text: str | None) -> int:
    """0 for nothing."""
    return hash(text) if text else 0


def _learn_company(known: Known, person: Person) -> Key:
    """A new account's key, the account being known from now on."""
    number, digest = len(known.sites), hash(person.company_key)
    known.sites.append(_digest(person.domain))
    known.towns.append(_digest(person.town))
    before = known.companies.get(digest)
    if before is None:
        known.companies[digest] = number
    else:
        known.companies[digest] = [before, number] if isinstance(before, int) else [*before, number]
    if person.domain:
        known.domains.setdefault(hash(person.domain), number)
    return known.account_of(number)
