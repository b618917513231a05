"""What the team's database refused: a change goes back to what the team has, a new row stays on this desk alone.

Neither is lost without a word: both are listed with what colleagues have overwritten (`queries.team`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from bdr_desk.store.bases import keep_lost, values_now
from bdr_desk.store.columns import new_key, to_micros
from bdr_desk.store.tables import LostValue, Row
from bdr_desk.store.writing import Writing
from bdr_desk.team.seen import ask_again


def keep(tx: Writing, rows: Iterable[tuple[type[Row], UUID]], parcel: int) -> None:
    """Note each of `rows` of the parcel as refused, before its bases are forgotten."""
    for table, key in rows:
        found = tx.connection().exec_driver_sql(_BASE, (table.__tablename__, key.bytes, parcel)).scalar()
        if found is None:
            tx.get_one(table, key).shared = False  # type: ignore[attr-defined]
            _note(tx, table, key, {"": (None, None)})
        else:
            before: dict[str, Any] = json.loads(found)
            now = values_now(tx.connection(), table.__tablename__, key, before)
            _note(tx, table, key, {name: (now[name], was) for name, was in before.items()})
            ask_again(tx, table.__tablename__, key)


_BASE = "SELECT body FROM team_base WHERE table_name = ? AND row_id = ? AND parcel = ?"


def _note(tx: Writing, table: type[Row], key: UUID, fields: dict[str, tuple[Any, Any]]) -> None:
    """`fields`: what was refused, and what stays."""
    me, at = tx.author.bytes, to_micros(tx.now)
    keep_lost(
        tx.connection(),
        [
            (
                new_key().bytes,
                table.__tablename__,
                key.bytes,
                name,
                json.dumps(ours),
                json.dumps(stays),
                me,
                None,
                at,
            )
            for name, (ours, stays) in fields.items()
        ],
    )
    tx.touch(LostValue.__tablename__)
