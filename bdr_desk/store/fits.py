"""Keeping how well each lead of a project fits, worked out anew for all of them."""

from collections.abc import Callable, Iterator
from uuid import UUID

from bdr_desk.domain.profile import LeadFacts
from bdr_desk.store.columns import to_micros
from bdr_desk.store.standing import rebuild
from bdr_desk.store.tables import ChangeLog, Project
from bdr_desk.store.writing import Writing

_BATCH = 20_000  # leads read and written at a time
_READ = (
    "SELECT l.id, l.fit, c.title, a.industry, a.size, a.country, a.state FROM lead l"
    " JOIN contact c ON c.id = l.contact_id JOIN account a ON a.id = l.account_id"
    " WHERE l.project_id = ? AND l.id > ? ORDER BY l.id LIMIT ?"
)


def refit(tx: Writing, project: UUID, score: Callable[[LeadFacts], int | None]) -> int:
    """Give every lead of `project` its fit; returns how many were looked at.

    A fit is this desk's own and never travels, so that leads keep their stamps; the change log gets one line for all.
    """
    tx.flush()
    looked_at = 0
    for leads in _batches(tx, project):
        looked_at += len(leads)
        new = [(key, before, score(LeadFacts(*facts))) for key, before, *facts in leads]
        changed = [(fit, key) for key, before, fit in new if fit != before]
        if changed:
            tx.connection().exec_driver_sql("UPDATE lead SET fit = ? WHERE id = ?", changed)
    rebuild(tx, project, to_micros(tx.now))
    tx.touch("lead")
    tx.add(ChangeLog(at=tx.now, by=tx.author, table_name=Project.__tablename__, row_id=project, what="bulk"))
    return looked_at


def _batches(tx: Writing, project: UUID) -> Iterator[list[tuple[bytes, int | None, *tuple[str | None, ...]]]]:
    last = b""
    while rows := tx.connection().exec_driver_sql(_READ, (project, last, _BATCH)).fetchall():
        yield [tuple(row) for row in rows]
        last = rows[-1][0]
