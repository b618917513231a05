"""Keeping staged rows of a list: accounts, contacts, leads and the rows themselves, written in batches."""

import json
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bdr_desk.domain.calling_hours import ZoneReading, zones_of
from bdr_desk.domain.known_people import Known
from bdr_desk.domain.list_rows import Verdict
from bdr_desk.domain.mail_address import address_key
from bdr_desk.domain.regions import country_code
from bdr_desk.domain.staging import Staged
from bdr_desk.domain.words import Next, Stage
from bdr_desk.store.columns import new_key
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

_BATCH = 2_000  # rows held in memory before they are written
_LAST_PLACE = 99  # a number or address learnt later stands behind those a contact had


class Keeper:
    """Writes staged rows in batches, parents first."""

    def __init__(self, tx: Writing, region: str, call_list: CallList, known: Known) -> None:
        self.taken_in = ListImport(
            call_list_id=call_list.id, file_name=call_list.file_name, region=region, mapping=call_list.mapping
        )
        tx.add(self.taken_in)
        tx.flush()
        self.tx = tx
        self.region = region
        self.call_list = call_list
        self.stored = _rows_in(tx, call_list.id)
        self.last_place = _last_place(tx, call_list.project_id)
        self.batch: dict[type[Row], list[dict[str, Any]]] = {}
        self.was_known = frozenset(known.account_of)

    def kept(self, rows: Iterable[Staged]) -> Iterator[Staged]:
        """Keep each of `rows` and hand it on."""
        for count, staged in enumerate(rows, 1):
            self.keep(staged)
            yield staged
            if count % _BATCH == 0:
                self.flush()
        self.flush()

    def keep(self, staged: Staged) -> None:
        if staged.makes_account:
            self.put(Account, _account(staged))
        if staged.contact and staged.verdict is Verdict.ADDED:
            zones = _zones(staged, self.region)
            if staged.makes_contact:
                self.put(Contact, _contact(staged, zones))
            self.put(Lead, self.lead(staged, zones))
        self.keep_ways(staged)
        if staged.verdict is Verdict.ADDED or _row_digest(staged.cells) not in self.stored:
            self.put(ListRow, _list_row(staged, self.taken_in.id))

    def keep_ways(self, staged: Staged) -> None:
        """New numbers and addresses. Those of somebody known before go one by one: they may travel to the team."""
        if staged.contact in self.was_known:
            for table, ways in _ways(staged).items():
                self.tx.add_all(table(**way | {"place": _LAST_PLACE}) for way in ways)
        else:
            for table, ways in _ways(staged).items():
                for way in ways:
                    self.put(table, way)

    def lead(self, staged: Staged, zones: ZoneReading) -> dict[str, Any]:
        return {
            "id": new_key(), "project_id": self.call_list.project_id, "contact_id": staged.contact,
            "account_id": staged.account, "call_list_id": self.call_list.id, "source_id": self.call_list.source_id,
            "stage": Stage.NEW, "next_kind": Next.FRESH, "zones": ",".join(zones.zones),
            "place": self.last_place + staged.number,
        }  # fmt: skip

    def put(self, table: type[Row], row: dict[str, Any]) -> None:
        self.batch.setdefault(table, []).append(row)

    def flush(self) -> None:
        for table in (Account, Contact, ContactPhone, ContactEmail, Lead, ListRow):
            rows = self.batch.pop(table, [])
            self.tx.insert_many(table, rows, about=("call_list", self.call_list.id))


def _last_place(session: Session, project: UUID) -> int:
    return session.scalar(select(func.max(Lead.place)).where(Lead.project_id == project)) or 0


def _zones(staged: Staged, region: str) -> ZoneReading:
    row = staged.row
    assert row is not None
    e164 = row.phones[0].number.e164 if row.phones else None
    return zones_of(e164, region, row.texts["state"] or None, country_code(row.texts["country"]))


def _account(staged: Staged) -> dict[str, Any]:
    row = staged.row
    assert row is not None
    texts = {
        name: row.texts[name] or None
        for name in ("industry", "size", "street", "city", "state", "postal_code", "country")
    }
    return {
        "id": staged.account,
        "name": row.account_name,
        "name_key": row.company_key,
        "domain": row.domain,
    } | texts


def _contact(staged: Staged, zones: ZoneReading) -> dict[str, Any]:
    row = staged.row
    assert row is not None
    return {
        "id": staged.contact, "account_id": staged.account, "given_name": row.given_name,
        "family_name": row.family_name, "name": row.name, "name_key": row.name_key,
        "title": row.texts["title"], "zones": ",".join(zones.zones), "zones_because": zones.says,
    }  # fmt: skip


def _ways(staged: Staged) -> dict[type[ContactPhone] | type[ContactEmail], list[dict[str, Any]]]:
    """The rows of the numbers and addresses that are new to the contact, in the order of the cells."""
    row = staged.row
    if row is None or not staged.ways:
        return {}
    return {
        ContactPhone: [
            {
                "id": new_key(), "contact_id": staged.contact, "e164": p.number.e164, "extension": p.number.extension,
                "kind": p.kind, "as_typed": p.as_typed, "place": place,
            }
            for place, p in enumerate(row.phones) if p.number.e164 in staged.ways
        ],
        ContactEmail: [
            {
                "id": new_key(), "contact_id": staged.contact, "address": address, "address_key": address_key(address),
                "place": place,
            }
            for place, address in enumerate(row.emails) if address_key(address) in staged.ways
        ],
    }  # fmt: skip


def _list_row(staged: Staged, import_id: UUID) -> dict[str, Any]:
    return {
        "import_id": import_id, "row_number": staged.number, "cells": list(staged.cells),
        "verdict": staged.verdict, "contact_id": staged.contact,
        "problems": [{"field": f.field, "value": f.value, "rule": f.rule} for f in staged.flaws],
    }  # fmt: skip


def _row_digest(cells: Iterable[str]) -> int:
    """For telling whether a row stands in a list already."""
    return hash(tuple(cells))


def _rows_in(session: Session, call_list: UUID) -> set[int]:
    """The digests of the rows of a list, equal only within this process."""
    rows = session.connection().exec_driver_sql(
        "SELECT cells FROM list_row r JOIN list_import i ON i.id = r.import_id WHERE i.call_list_id = ?",
        (call_list,),
    )
    return {_row_digest(json.loads(cells)) for (cells,) in rows}
