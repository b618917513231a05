"""What the store knows of the people and companies in a batch of rows: a few statements for some thousand rows."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from bdr_desk.domain.known_people import Contact, Stored
from bdr_desk.domain.list_rows import town_key, who_key
from bdr_desk.domain.matching import Company
from bdr_desk.domain.staging import Person

_CONTACT = (
    "c.id, c.account_id, c.shared, c.name_key, a.name_key,"
    " (SELECT l.attempts FROM lead l WHERE l.contact_id = c.id AND l.project_id = ?),"
    " EXISTS (SELECT 1 FROM contact_email e WHERE e.contact_id = c.id)"
)
# CROSS JOIN keeps SQLite from turning the order around: the batch is short, the tables are long.
_BY_WAY = (
    f"SELECT j.value, {_CONTACT} FROM json_each(?) j CROSS JOIN contact_{{table}} w ON w.{{way}} = j.value"
    " CROSS JOIN contact c ON c.id = w.contact_id CROSS JOIN account a ON a.id = c.account_id"
    " WHERE c.merged_into_id IS NULL AND c.rowid <= ?"
)
_BY_NAME = (
    f"SELECT NULL, {_CONTACT} FROM json_each(?) j"
    " CROSS JOIN account a ON a.name_key = json_extract(j.value, '$[0]')"
    " CROSS JOIN contact c ON c.account_id = a.id AND c.name_key = json_extract(j.value, '$[1]')"
    " WHERE c.merged_into_id IS NULL AND c.rowid <= ?"
)
_COMPANIES = (
    "SELECT a.name_key, a.domain, a.id, a.city, a.state FROM json_each(?) j CROSS JOIN account a ON a.{column} = j.value"
    " ORDER BY a.id"
)


def stored_people(
    connection: Connection, project: UUID | None, people: Sequence[Person], newest: int
) -> Stored:
    """What is known of `people` and their companies; `project` is the one whose leads count as worked.

    Contacts above the rowid `newest` came with this very import, which knows them by itself.
    """
    stored = Stored()
    key = project.bytes if project else b""
    for table, way, values in (
        ("phone", "e164", {phone[0] for person in people for phone in person.phones}),
        ("email", "address_key", {email[1] for person in people for email in person.emails}),
    ):
        sql = _BY_WAY.format(table=table, way=way)
        _take_ways(stored, connection.exec_driver_sql(sql, (key, _sorted(values), newest)))
    for column, values in (
        ("name_key", {person.company_key for person in people}),
        ("domain", {person.domain for person in people if person.domain and person.account_name == person.domain}),
    ):  # fmt: skip
        sql = _COMPANIES.format(column=column)
        _take_companies(stored, connection.exec_driver_sql(sql, (_sorted(values),)))
    named = _sorted({
        (person.company_key, person.name_key)
        for person in people if person.name_key and person.company_key in stored.companies
    })  # fmt: skip
    for _, contact, who, _named in _as_contacts(connection.exec_driver_sql(_BY_NAME, (key, named, newest))):
        stored.names.setdefault((contact.account, who), contact)
    _take_other_names(stored, connection)
    return stored


def _sorted(values: Iterable[Any]) -> str:
    """In the order of the index they are looked up in: what is near one another lies on one page."""
    return json.dumps(sorted(values))


# Who was merged into somebody goes on being met under their own name.
_MERGED = (
    "SELECT m.kept_id, o.name_key, a.name_key FROM contact_merge m JOIN contact o ON o.id = m.merged_id"
    " JOIN account a ON a.id = o.account_id WHERE m.undone_at IS NULL AND o.merged_into_id = m.kept_id"
)


def _take_other_names(stored: Stored, connection: Connection) -> None:
    names: dict[bytes, set[str]] = {}
    for kept, name_key, account_key in connection.exec_driver_sql(_MERGED):
        names.setdefault(kept, set()).add(who_key(name_key, account_key))
    if not names:
        return
    for (way, _), contact in list(stored.people.items()):
        for who in names.get(contact.key, ()):
            stored.people.setdefault((way, who), contact)
    for (account, _), contact in list(stored.names.items()):
        for who in names.get(contact.key, ()):
            stored.names.setdefault((account, who), contact)


def _take_ways(stored: Stored, rows: Iterable[Any]) -> None:
    for value, contact, who, named in _as_contacts(rows):
        stored.people.setdefault((value, who), contact)
        if named and "@" in value:
            stored.mailboxes.setdefault(value, contact)


def _take_companies(stored: Stored, rows: Iterable[Any]) -> None:
    for key, domain, account, city, state in rows:
        stored.companies.setdefault(key, []).append(
            Company(account, domain, town_key(city or "", state or ""))
        )
        if domain:
            stored.domains.setdefault(domain, account)


def _as_contacts(rows: Iterable[Any]) -> Iterator[tuple[str, Contact, str, bool]]:
    for value, key, account, travels, name_key, account_key, calls, mailed in rows:
        contact = Contact(key, account, calls, bool(travels), bool(mailed))
        yield value, contact, who_key(name_key, account_key), bool(name_key)


def is_empty(connection: Connection) -> bool:
    """Whether no company is in the store, and so nobody: then there is no need to ask."""
    return connection.exec_driver_sql("SELECT 1 FROM account LIMIT 1").first() is None


def everybody(connection: Connection, project: UUID | None) -> Stored:
    """All of a store that is small beside the list that comes in."""
    stored = Stored()
    key = project.bytes if project else b""
    joined = "FROM contact c JOIN account a ON a.id = c.account_id"
    alive = "WHERE c.merged_into_id IS NULL"
    for table, way in (("phone", "e164"), ("email", "address_key")):
        sql = f"SELECT w.{way}, {_CONTACT} {joined} JOIN contact_{table} w ON w.contact_id = c.id {alive}"
        _take_ways(stored, connection.exec_driver_sql(sql, (key,)))
    for _, contact, who, named in _as_contacts(
        connection.exec_driver_sql(f"SELECT NULL, {_CONTACT} {joined} {alive}", (key,))
    ):
        if named:
            stored.names.setdefault((contact.account, who), contact)
    rows = connection.exec_driver_sql("SELECT name_key, domain, id, city, state FROM account ORDER BY id")
    _take_companies(stored, rows)
    _take_other_names(stored, connection)
    return stored
