"""Accounts in somebody's hands, and who there may be offered all the same: for the queue, `explained` and `why_not`."""

from collections.abc import Iterable
from sqlite3 import Connection

Taken = dict[bytes, frozenset[int]]

# Which drafts `d` keep the rest of an account waiting for the user `:me`: their own, and those of others whose call has begun.
IN_HAND = "(d.saved_by = :me OR json_extract(d.body, '$.state') IS NOT 'queue')"
# Who is promised a call within the gap keeps all others there waiting, but for those whose own promise is due. Whom another user
# of this store talks to is theirs, and so is the account that another desk holds.
_TAKEN = f"""
SELECT 0, l.account_id, d.rowid FROM lead l LEFT JOIN lead d INDEXED BY ix_lead_account_id
  ON d.account_id = l.account_id AND d.project_id = l.project_id AND d.next_kind = 'callback' AND d.next_at <= :now
 WHERE l.project_id = :project AND l.next_kind = 'callback' AND l.next_at > :now AND l.next_at <= :soon
UNION ALL SELECT 1, l.account_id, CASE d.saved_by WHEN :me THEN l.rowid END FROM draft d JOIN lead l ON l.id = d.lead_id
  WHERE {IN_HAND}
UNION ALL SELECT 2, account_id, NULL FROM claim WHERE mine = 0 AND until > :now
"""


def taken(connection: Connection, project: bytes, now: int, gap: int, me: bytes) -> Taken:
    """The accounts in somebody's hands at `now`, each with the rowids of those leads that `me` may be offered there.

    `now` and `gap` in microseconds; a promise that falls due within `gap` counts.
    """
    return _common(connection.execute(_TAKEN, {"project": project, "now": now, "soon": now + gap, "me": me}))


def _common(rows: Iterable[tuple[int, bytes, int | None]]) -> Taken:
    """Who may be offered by every one of the hands; each promise that is due stands beside the others."""
    found: Taken = {}
    due: Taken = {}
    for hand, account, rowid in rows:
        allowed = frozenset() if rowid is None else frozenset((rowid,))
        if hand == 0:
            due[account] = allowed | due.get(account, frozenset())
        else:
            found[account] = allowed & found.get(account, allowed)
    return {**due, **{account: allowed & due.get(account, allowed) for account, allowed in found.items()}}
