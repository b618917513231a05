"""Accounts that had as many calls as the project's cadence allows in its period: until when nobody there is called.

The cadence asks this of whom it has just called; the others of the account are kept out here.
"""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from bdr_desk.domain.cadence import default_cadence, from_json
from bdr_desk.domain.cadence.plan import Caps
from bdr_desk.store.tables import Cadence, Project

_DAY = 86_400_000_000  # microseconds
_BATCH = 400  # accounts in one statement
_CALLS = """
SELECT l.account_id, c.started_at FROM lead l JOIN call c ON c.lead_id = l.id WHERE l.project_id = ? AND c.started_at > ?
 AND NOT EXISTS (SELECT 1 FROM call_undo u WHERE u.call_id = c.id) AND l.account_id IN ({}) ORDER BY c.started_at
"""


def caps_of(session: Session, project: Project) -> Caps:
    """Those of the cadence in force."""
    kept = session.get(Cadence, project.cadence_id) if project.cadence_id else None
    return (from_json(kept.body) if kept else default_cadence()).caps


def period_of(caps: Caps) -> int:
    """In microseconds."""
    return caps.period_days * _DAY


def capped_until(
    connection: Connection, project: UUID, accounts: Collection[bytes], caps: Caps, now: int
) -> Mapping[bytes, int]:
    """By account, when (microseconds) the cap allows one more call; those where it does `now` are left out."""
    called: dict[bytes, list[int]] = {}
    keys = sorted(accounts)
    for start in range(0, len(keys), _BATCH):
        batch = keys[start : start + _BATCH]
        values = (project.bytes, now - period_of(caps), *batch)
        rows = connection.exec_driver_sql(_CALLS.format(", ".join("?" * len(batch))), values)
        for account, at in rows:
            called.setdefault(account, []).append(at)
    most = caps.attempts_per_account
    return {
        account: calls[-most] + period_of(caps) for account, calls in called.items() if len(calls) >= most
    }
