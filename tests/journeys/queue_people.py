"""Made-up people for the simulated queue, each with where they may be, written down by hand and not read off their numbers.

This is the yardstick of `queue_days`: hours and holidays stand here as plain numbers, so that none of the product's rules for
places and hours is asked whether the product kept them.
"""

import random
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from bdr_desk.desk import Desk
from bdr_desk.domain.calling_places import Address, placed
from bdr_desk.domain.matching import company_key, person_key
from bdr_desk.store.tables import (
    Account,
    CallList,
    Contact,
    ContactEmail,
    ContactPhone,
    Lead,
    Project,
    Source,
)
from bdr_desk.store.writing import Writing

_FRIDAY, _MONDAY = date(2027, 3, 26), date(2027, 3, 29)  # of Easter
_DAY = ((540, 1050),)  # the project's window, 9:00 to 17:30


@dataclass(frozen=True)
class Spot:
    """A place: its zone, the minutes after midnight in which it may be called from Monday to Friday, the days it may not."""

    zone: str
    spans: tuple[tuple[int, int], ...] = _DAY
    closed: frozenset[date] = frozenset()

    def open(self, now: datetime) -> bool:
        there = now.astimezone(ZoneInfo(self.zone))
        minute = there.hour * 60 + there.minute
        in_hours = any(start <= minute < end for start, end in self.spans)
        return there.weekday() < 5 and there.date() not in self.closed and in_hours


EAST, WEST, CENTRAL = Spot("America/New_York"), Spot("America/Los_Angeles"), Spot("America/Chicago")
KENTUCKY = Spot("America/New_York", ((600, 1050),))  # its law begins at 10:00
PHOENIX, DENVER = Spot("America/Phoenix"), Spot("America/Denver")
# Scotland works on Easter Monday, and the number may be anywhere in Britain for all the desk knows.
BRITAIN = Spot("Europe/London", closed=frozenset({_FRIDAY}))
GERMANY = Spot("Europe/Berlin", closed=frozenset({_FRIDAY, _MONDAY}))
# The law leaves out the hour from 13:00; Good Friday is a working day.
FRANCE = Spot("Europe/Paris", ((600, 780), (840, 1050)), frozenset({_MONDAY}))
SYDNEY = Spot("Australia/Sydney", closed=frozenset({_FRIDAY, _MONDAY}))
# How a number begins, its last digits, where it rings (nowhere: toll-free), how many of a hundred people have one.
_NUMBERS: tuple[tuple[str, int, int, tuple[Spot, ...], int], ...] = (
    ("+1617555", 100, 4, (EAST,), 14), ("+1212555", 100, 4, (EAST,), 12), ("+1310555", 100, 4, (WEST,), 12),
    ("+1206555", 100, 4, (WEST,), 8), ("+1312555", 100, 4, (CENTRAL,), 8), ("+1214555", 100, 4, (CENTRAL,), 8),
    ("+1502555", 100, 4, (KENTUCKY,), 4), ("+1602555", 100, 4, (PHOENIX,), 4), ("+1303555", 100, 4, (DENVER,), 4),
    ("+442079460", 0, 3, (BRITAIN,), 9), ("+493023125", 0, 3, (GERMANY,), 6), ("+331990", 0, 5, (FRANCE,), 3),
    ("+6125550", 0, 4, (SYDNEY,), 4), ("+1800555", 100, 4, (), 4),
)  # fmt: skip
_ADDRESSES: tuple[tuple[str | None, str | None, tuple[Spot, ...]], ...] = (
    ("US", "CA", (WEST,)), ("DE", None, (GERMANY,)), ("GB", None, (BRITAIN,)),
)  # fmt: skip
_TITLES = ("VP Operations", "Head of IT", "Buyer", "Dispatcher", "CFO", "")


@dataclass(eq=False)
class Someone:
    """A lead as the yardstick knows it."""

    lead: UUID
    contact: UUID
    account: UUID
    call_list: UUID
    numbers: tuple[str, ...]
    email: str
    at_address: tuple[Spot, ...]
    at_numbers: dict[str, tuple[Spot, ...]]
    bad: set[str] = field(default_factory=set)
    said: Spot | None = None  # by hand

    @property
    def spots(self) -> tuple[Spot, ...]:
        """Where they may be; a number that was found wrong tells nothing."""
        if self.said:
            return (self.said,)
        rings = [spot for e164, spots in self.at_numbers.items() if e164 not in self.bad for spot in spots]
        return tuple(dict.fromkeys((*self.at_address, *rings)))

    def open(self, now: datetime) -> bool:
        return bool(self.spots) and all(spot.open(now) for spot in self.spots)


def make_people(desk: Desk, project: Project, many: int, dice: random.Random) -> list[Someone]:
    """`many` leads on four lists, in accounts of one to eight people; one account in five has an address."""
    lists = _lists(desk, project)
    found: list[Someone] = []
    while len(found) < many:
        with desk.write() as tx:
            enough = min(len(found) + 400, many)
            while len(found) < enough:
                size = min(dice.choice((1, 1, 1, 2, 2, 3, 4, 5, 6, 8)), many - len(found))
                _make_account(tx, project, size, dice, lists, found)
    return found


def _lists(desk: Desk, project: Project) -> list[UUID]:
    with desk.write() as tx:
        source = Source(project_id=project.id, kind="fair")
        tx.add(source)
        tx.flush()
        rows = [
            CallList(
                project_id=project.id, source_id=source.id, name=f"List {n}", region="US", released_at=tx.now,
                tier=tier, priority=priority,
            )
            for n, (tier, priority) in enumerate(
                [("normal", 0), ("normal", 2), ("filler", 0), ("inbound", 0)]
            )
        ]  # fmt: skip
        tx.add_all(rows)
        tx.flush()
        return [row.id for row in rows]


def _make_account(
    tx: Writing, project: Project, size: int, dice: random.Random, lists: list[UUID], found: list[Someone]
) -> None:
    number = len(found)
    country, state, where = dice.choice(_ADDRESSES) if dice.random() < 0.2 else (None, None, ())
    account = Account(
        name=f"Company {number}", name_key=company_key(f"Company {number}"), domain=f"company{number}.example",
        country=country, state=state,
    )  # fmt: skip
    tx.add(account)
    tx.flush()
    (call_list,) = dice.choices(lists, (60, 15, 20, 5))
    for n in range(size):
        found.append(_make_lead(tx, project, account, where, call_list, f"Person {number + n}", dice))


def _make_lead(
    tx: Writing,
    project: Project,
    account: Account,
    where: tuple[Spot, ...],
    call_list: UUID,
    name: str,
    dice: random.Random,
) -> Someone:
    drawn = [_number(dice) for _ in range(2 if dice.random() < 0.1 else 1)]
    numbers = tuple(dict.fromkeys(e164 for e164, _ in drawn))
    address = Address(account.country, account.state) if account.country else None
    reading = placed(None, address, numbers, "US")
    contact = Contact(
        account_id=account.id, name=name, name_key=person_key(name), title=dice.choice(_TITLES), zones=reading.zones,
        zones_because=reading.says,
    )  # fmt: skip
    tx.add(contact)
    tx.flush()
    email = f"{name.lower().replace(' ', '.')}@{account.domain}"
    tx.add_all(ContactPhone(contact_id=contact.id, e164=e164, place=n) for n, e164 in enumerate(numbers))
    tx.add(ContactEmail(contact_id=contact.id, address=email, address_key=email, place=0))
    lead = Lead(
        project_id=project.id, contact_id=contact.id, account_id=account.id, call_list_id=call_list, zones=reading.zones,
        fit=dice.choice((None, 20, 50, 90)), place=int(name.split()[1]),
    )  # fmt: skip
    tx.add(lead)
    tx.flush()
    return Someone(lead.id, contact.id, account.id, call_list, numbers, email, where, dict(drawn))


def _number(dice: random.Random) -> tuple[str, tuple[Spot, ...]]:
    ((begins, first, digits, spots, _),) = dice.choices(_NUMBERS, [row[-1] for row in _NUMBERS])
    return f"{begins}{first + dice.randrange(100):0{digits}d}", spots
