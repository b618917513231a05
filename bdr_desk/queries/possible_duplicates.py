"""Who of a whole project may be one person: pairs worth comparing, found set-wise, then compared with all that is known.

Two are compared who share an account and a name's key, a number, an address, the part of an address before the @, or a whole
name in two accounts. What more than a dozen share (a switchboard, info@) pairs nobody.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from operator import itemgetter
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from bdr_desk.domain.likeness import Likeness, Sure
from bdr_desk.domain.namesakes import Roster
from bdr_desk.domain.same_person import Person, is_shared_box, same_person
from bdr_desk.store.tables import Account, Contact, ContactEmail, ContactPhone

MOST_SHARE = 12  # people of one number, box or name who are still compared with one another
_AT_ONCE = 200  # pairs compared at once: SQLite's limit on bound values, with room to spare
_SHORTEST_BOX = 5  # letters before the @ that tell anything

Keys = tuple[bytes, bytes]

_OF_PROJECT = (
    "JOIN lead l ON l.contact_id = w.contact_id AND l.project_id = ? "
    "JOIN contact c ON c.id = l.contact_id AND c.merged_into_id IS NULL AND c.name <> ''"
)
_BY_ACCOUNT = (
    "SELECT c.account_id, c.id, c.name, c.given_name, c.family_name FROM contact c JOIN lead l ON l.contact_id = c.id "
    "WHERE l.project_id = ? AND c.merged_into_id IS NULL AND c.name <> '' ORDER BY c.account_id, c.id"
)
_BY_NUMBER = (
    f"SELECT w.e164, w.contact_id FROM contact_phone w {_OF_PROJECT} WHERE w.e164 IN "
    "(SELECT e164 FROM contact_phone GROUP BY e164 HAVING COUNT(*) > 1) ORDER BY 1, 2"
)
_BY_BOX = (
    "SELECT substr(w.address_key, 1, instr(w.address_key, '@')), w.contact_id FROM contact_email w "
    f"{_OF_PROJECT} ORDER BY 1, 2"
)
_BY_NAME = (
    "SELECT name_key, id FROM (SELECT c.name_key, c.id, COUNT(*) OVER (PARTITION BY c.name_key) AS many"
    " FROM contact c JOIN lead l ON l.contact_id = c.id WHERE l.project_id = ?"
    " AND c.merged_into_id IS NULL AND c.name_key <> '') WHERE many > 1 ORDER BY 1, 2"
)


@dataclass(frozen=True, repr=False)
class Alike:
    one: UUID
    other: UUID
    likeness: Likeness


def find_alike(session: Session, project: UUID) -> list[Alike]:
    """Pairs of contacts of `project` who are likely or certainly one person, and whom nobody has decided on; the surest first."""
    connection = session.connection()
    pairs = sorted(_worth_comparing(connection, project.bytes) - _decided(connection))
    found: list[Alike] = []
    for start in range(0, len(pairs), _AT_ONCE):
        some = [(UUID(bytes=a), UUID(bytes=b)) for a, b in pairs[start : start + _AT_ONCE]]
        people = people_of(session, {key for pair in some for key in pair})
        compared = (Alike(a, b, same_person(people[a], people[b])) for a, b in some)
        found += [alike for alike in compared if alike.likeness.sure >= Sure.LIKELY]
    return sorted(found, key=lambda alike: -alike.likeness.sure)


def _decided(connection: Connection) -> set[Keys]:
    """Pairs that were merged, or of which somebody said that they are two."""
    return {_pair(*row) for row in connection.exec_driver_sql("SELECT kept_id, merged_id FROM contact_merge")}


def _pair(a: bytes, b: bytes) -> Keys:
    return (a, b) if a < b else (b, a)


def _worth_comparing(connection: Connection, project: bytes) -> set[Keys]:
    pairs = set(_in_one_account(connection, project))
    for query in (_BY_NUMBER, _BY_BOX, _BY_NAME):
        rows = connection.exec_driver_sql(query, (project,))
        for shared, group in groupby(rows, key=itemgetter(0)):
            if query is _BY_BOX and (len(shared) <= _SHORTEST_BOX or is_shared_box(shared)):
                continue
            people = sorted({row[1] for row in islice(group, MOST_SHARE + 1)})
            if len(people) <= MOST_SHARE:
                pairs.update((a, b) for place, a in enumerate(people) for b in people[place + 1 :])
    return pairs


def _in_one_account(connection: Connection, project: bytes) -> Iterator[Keys]:
    rows = connection.execution_options(yield_per=5000).exec_driver_sql(_BY_ACCOUNT, (project,))
    for _account, group in groupby(rows, key=itemgetter(0)):
        people = [(key, Person(name, given, family, company="one")) for _, key, name, given, family in group]
        if len(people) > 1:
            yield from _namesakes(people)


def _namesakes(people: Sequence[tuple[bytes, Person]]) -> Iterator[Keys]:
    """Of one account, those whose names fit. Each is compared with those before, so that every pair comes once."""
    roster: Roster[bytes] = Roster()
    for key, person in people:
        for other, one in roster.near(person.name):
            if same_person(person, one).sure >= Sure.LIKELY:
                yield _pair(key, other)
        roster.add(key, person)


def people_of(session: Session, contacts: Iterable[UUID]) -> dict[UUID, Person]:
    """What is compared of each of `contacts`."""
    wanted = list(contacts)
    phones, emails = _ways(session, ContactPhone, wanted), _ways(session, ContactEmail, wanted)
    query = select(
        Contact.id,
        Contact.name,
        Contact.given_name,
        Contact.family_name,
        Account.name_key,
        Account.domain,
        Contact.title,
    )
    query = query.join(Account, Account.id == Contact.account_id).where(Contact.id.in_(wanted))
    return {
        key: Person(
            name,
            given,
            family,
            company,
            domain,
            title,
            frozenset(phones.get(key, ())),
            frozenset(emails.get(key, ())),
        )
        for key, name, given, family, company, domain, title in session.execute(query)
    }


def _ways(session: Session, table: Any, contacts: Sequence[UUID]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    for row in session.scalars(select(table).where(table.contact_id.in_(contacts))):
        found.setdefault(row.contact_id, []).append(_way(row))
    return found


def _way(row: ContactPhone | ContactEmail) -> str:
    if isinstance(row, ContactEmail):
        return row.address_key
    return f"{row.e164};ext={row.extension}" if row.extension else row.e164
