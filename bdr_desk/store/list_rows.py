"""Keeping the rows of a list: accounts, contacts, leads and the rows themselves, written in batches of raw values."""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from bdr_desk.domain.known_people import Found
from bdr_desk.domain.list_rows import Verdict
from bdr_desk.domain.staging import PLACE, Packed, Person
from bdr_desk.domain.words import Next, Stage
from bdr_desk.store.bulk import inserter
from bdr_desk.store.columns import new_key
from bdr_desk.store.standing import Newcomers
from bdr_desk.store.tables import (
    Account,
    CallList,
    Contact,
    ContactEmail,
    ContactPhone,
    Lead,
    ListImport,
    ListRow,
    Row,
)
from bdr_desk.store.writing import Writing

_LAST_PLACE = 99  # a number or address learnt later stands behind those a contact had

# The columns whose values differ from row to row, in the order they are handed over.
_GIVEN: dict[type[Row], tuple[str, ...]] = {
    Account: ("id", "name", "name_key", "domain", *PLACE),
    Contact: (
        "id", "account_id", "given_name", "family_name", "name", "name_key", "title", "zones", "zones_because",
    ),
    ContactPhone: ("id", "contact_id", "e164", "extension", "kind", "as_typed", "place"),
    ContactEmail: ("id", "contact_id", "address", "address_key", "place"),
    Lead: ("id", "contact_id", "account_id", "zones", "place", "fit", "cell_id", "turn", "ready"),
    ListRow: ("import_id", "row_number", "cells", "verdict", "problems", "contact_id", "made"),
}  # fmt: skip


class Keeper:
    """Writes judged and compared rows, parents first. Nothing is written before `flush`."""

    def __init__(self, tx: Writing, call_list: CallList, taken_in: ListImport) -> None:
        self.tx, self.call_list = tx, call_list
        self.taken_in = taken_in.id.bytes
        self.about = ("call_list", call_list.id)
        self.last_place = _last_place(tx, call_list.project_id)
        self.position = Newcomers(tx, call_list, tx.now)
        self.released = call_list.released_at is not None
        self.accounts = self.dialable = 0  # made; leads made that have a number
        self.batch: dict[type[Row], list[tuple[Any, ...]]] = {table: [] for table in _GIVEN}
        self.insert = _inserters(tx, call_list)
        self.next_key = _keys()

    @cached_property
    def kept_before(self) -> frozenset[int]:
        """The rows the list had before any of these was written."""
        return _rows_in(self.tx, self.call_list.id)

    def keep(self, packed: Packed, verdict: Verdict, problems: str, found: Found | None) -> None:
        """Take a row with what it turned out to be; `found` is None for a row that is not used."""
        number, cells, _, _, person = packed
        made = ""
        if found is not None and person is not None:
            made = self.keep_person(number, person, found)
        # The same row again in the same list says nothing new.
        if not self.kept_before or verdict is Verdict.ADDED or hash(cells) not in self.kept_before:
            contact = found.contact if found else None
            self.batch[ListRow].append((self.taken_in, number, cells, verdict, problems, contact, made))

    def keep_person(self, number: int, person: Person, found: Found) -> str:
        """Take what the row brings into being; returns its names, as `ListRow.made` has them."""
        batch, made = self.batch, []
        if found.makes_account:
            batch[Account].append(
                (found.account, person.account_name, person.company_key, person.domain, *person.place)
            )
            made.append("account")
            self.accounts += 1
        if found.makes_contact:
            batch[Contact].append((
                found.contact, found.account, person.given_name, person.family_name, person.name, person.name_key,
                person.title, person.zones, person.zones_because,
            ))  # fmt: skip
            made.append("contact")
        if found.makes_lead:
            cell = self.position.cell(person)
            ready = self.released and bool(person.phones) and cell is not None
            batch[Lead].append((
                self.next_key(), found.contact, found.account, person.zones, self.last_place + number, person.fit,
                cell, self.position.turn(person.fit), ready,
            ))  # fmt: skip
            made.append("lead")
            self.dialable += bool(person.phones)
        if found.ways:
            made += self._keep_ways(person, found)
        return " ".join(made)

    def _keep_ways(self, person: Person, found: Found) -> list[str]:
        """The numbers and addresses that are new. Those of somebody known before are named, so that they can be taken back."""
        late, ways, contact = not found.makes_contact, found.ways, found.contact
        phones = [
            (self.next_key(), contact, e164, extension, kind, typed, _LAST_PLACE if late else place)
            for place, (e164, extension, kind, typed) in enumerate(person.phones) if e164 in ways
        ]  # fmt: skip
        emails = [
            (self.next_key(), contact, address, key, _LAST_PLACE if late else place)
            for place, (address, key) in enumerate(person.emails) if key in ways
        ]  # fmt: skip
        for table, rows in ((ContactPhone, phones), (ContactEmail, emails)):
            if found.stored and found.stored.travels:
                self._send(table, rows)
            else:
                self.batch[table] += rows
        if not late:
            return []
        return [f"phone:{row[0].hex()}" for row in phones] + [f"email:{row[0].hex()}" for row in emails]

    def _send(self, table: type[ContactPhone | ContactEmail], rows: Iterable[tuple[Any, ...]]) -> None:
        """What is new about a contact shared with the team goes row by row, so that it is queued for the team."""
        for row in rows:
            named = dict(zip(_GIVEN[table], row, strict=True))
            keys = {"id": UUID(bytes=named["id"]), "contact_id": UUID(bytes=named["contact_id"])}
            self.tx.add(table(**named | keys))

    def flush(self) -> None:
        """Write what was taken since the last time."""
        for table, rows in self.batch.items():
            if rows:
                self.insert[table](rows)
                rows.clear()

    def account_for(self) -> None:
        """At the end: whoever looks at these tables hears of it."""
        self.tx.account_for(list(_GIVEN), self.about)


def _inserters(
    tx: Writing, call_list: CallList
) -> dict[type[Row], Callable[[Iterable[tuple[Any, ...]]], None]]:
    same: dict[type[Row], dict[str, Any]] = {
        Lead: {
            "project_id": call_list.project_id, "call_list_id": call_list.id, "source_id": call_list.source_id,
            "stage": Stage.NEW, "next_kind": Next.FRESH,
        }
    }  # fmt: skip
    return {
        table: inserter(tx.connection(), table, given, tx.stamps(table) | same.get(table, {}))
        for table, given in _GIVEN.items()
    }


def _keys() -> Callable[[], bytes]:
    """Keys that follow one another: made a thousand times faster than each by itself, and kept next to one another."""
    last = new_key().int

    def following() -> bytes:
        nonlocal last
        last += 1
        return last.to_bytes(16, "big")

    return following


def _last_place(session: Session, project: UUID) -> int:
    """The newest lead of each list stands behind all others of it."""
    newest = "SELECT l.place FROM lead l WHERE l.call_list_id = c.id ORDER BY l.rowid DESC LIMIT 1"
    sql = f"SELECT coalesce(max(({newest})), 0) FROM call_list c WHERE c.project_id = ?"
    return int(session.connection().exec_driver_sql(sql, (project.bytes,)).scalar_one())


def _rows_in(session: Session, call_list: UUID) -> frozenset[int]:
    """Digests of the rows a list has, good within this process."""
    rows = session.connection().exec_driver_sql(
        "SELECT r.cells FROM list_import i JOIN list_row r ON r.import_id = i.id WHERE i.call_list_id = ?",
        (call_list.bytes,),
    )
    return frozenset(hash(cells) for (cells,) in rows)
