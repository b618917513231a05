"""Whom the do-not-contact list bars from calls, gathered from the side of that list: for statements over many leads at once."""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from bdr_desk.domain.suppression import domain_marks

_IN_FORCE = "s.lifted_at IS NULL AND s.medium IN ('call', 'any') AND (s.until IS NULL OR s.until > ?)"
_MAIL_DOMAIN = "substr(address_key, instr(address_key, '@') + 1)"


def gather_barred(connection: Connection, now: int) -> None:
    """Fill temp.barred_contact and temp.barred_account with whom the list bars from calls at `now` (microseconds)."""
    for what in ("contact", "account"):
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS temp.barred_{what}")
        connection.exec_driver_sql(f"CREATE TEMP TABLE barred_{what} (id BLOB PRIMARY KEY) WITHOUT ROWID")
    _bar_ways(connection, now)
    _bar_keys(connection, now)
    _bar_companies(connection, now)
    _bar_domains(connection, now)


def _bar_ways(connection: Connection, now: int) -> None:
    for kind, table, way in (("phone", "contact_phone", "e164"), ("email", "contact_email", "address_key")):
        connection.exec_driver_sql(
            "INSERT OR IGNORE INTO temp.barred_contact SELECT w.contact_id FROM suppression s"
            f" JOIN {table} w ON w.{way} = s.value WHERE s.kind = ? AND {_IN_FORCE}",
            (kind, now),
        )


def _bar_keys(connection: Connection, now: int) -> None:
    for kind in ("contact", "account"):
        keys = [(UUID(value).bytes,) for value in _values(connection, kind, now)]
        if keys:
            connection.exec_driver_sql(f"INSERT OR IGNORE INTO temp.barred_{kind} VALUES (?)", keys)


def _bar_companies(connection: Connection, now: int) -> None:
    connection.exec_driver_sql(
        "INSERT OR IGNORE INTO temp.barred_account SELECT a.id FROM suppression s"
        f" JOIN account a ON a.name_key = s.value WHERE s.kind = 'company' AND {_IN_FORCE}",
        (now,),
    )


def _bar_domains(connection: Connection, now: int) -> None:
    """A suppressed domain covers all below it, which no index finds: the different domains there are get compared."""
    barred = set(_values(connection, "domain", now))
    if not barred:
        return
    sites = _column(connection, "SELECT DISTINCT domain FROM account WHERE domain IS NOT NULL")
    connection.exec_driver_sql(
        "INSERT OR IGNORE INTO temp.barred_account SELECT id FROM account"
        " WHERE domain IN (SELECT value FROM json_each(?))",
        (_below(sites, barred),),
    )
    mails = _column(connection, f"SELECT DISTINCT {_MAIL_DOMAIN} FROM contact_email")
    connection.exec_driver_sql(
        "INSERT OR IGNORE INTO temp.barred_contact SELECT contact_id FROM contact_email"
        f" WHERE {_MAIL_DOMAIN} IN (SELECT value FROM json_each(?))",
        (_below(mails, barred),),
    )


def _below(domains: Iterable[str], barred: set[str]) -> str:
    found = (domain for domain in domains if any(mark in barred for _, mark in domain_marks(domain)))
    return json.dumps(list(found))


def _values(connection: Connection, kind: str, now: int) -> list[str]:
    return _column(
        connection, f"SELECT s.value FROM suppression s WHERE s.kind = ? AND {_IN_FORCE}", kind, now
    )


def _column(connection: Connection, sql: str, *values: Any) -> list[str]:
    return [value for (value,) in connection.exec_driver_sql(sql, values)]
