"""Settings as rows: small values this machine remembers. Asked for in every round and on every page, so without the ORM."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

if TYPE_CHECKING:
    from bdr_desk.store.writing import Writing

_KEEP = (
    "INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
)


def get_setting(session: Session, key: str, default: Any = None) -> Any:
    kept = _kept(session, key)
    return default if kept is None else json.loads(kept)["is"]


def put_setting(tx: Writing, key: str, value: Any) -> None:
    """`value` is anything JSON can hold."""
    kept = json.dumps({"is": value})
    if kept != _kept(tx, key):
        tx.connection().exec_driver_sql(_KEEP, (key, kept))
        tx.touch("setting")


def _kept(session: Session, key: str) -> str | None:
    found: str | None = (
        session.connection().exec_driver_sql("SELECT value FROM setting WHERE key = ?", (key,)).scalar()
    )
    return found
