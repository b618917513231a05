"""Call lists: released to the queue, held back, an import taken back."""

from dataclasses import dataclass
from uuid import UUID

from bdr_desk.desk import Desk
from bdr_desk.queries.lists import newest_import
from bdr_desk.queries.rows import need
from bdr_desk.store.import_writing import MANY
from bdr_desk.store.reappeared import forget_reappeared
from bdr_desk.store.tables import CallList
from bdr_desk.store.undoing import take_back


@dataclass(frozen=True)
class Undone:
    """How many leads were removed, and how many stay because somebody worked on them (or another list names them)."""

    removed: int
    kept: int


def release_list(desk: Desk, call_list: UUID) -> None:
    """Let the list's leads into the queue. Raises NotFound."""
    with desk.write() as tx:
        row = need(tx, CallList, call_list)
        row.released_at = row.released_at or tx.now


def hold_list(desk: Desk, call_list: UUID) -> None:
    """Keep the list's leads out of the queue until it is released. Raises NotFound."""
    with desk.write() as tx:
        need(tx, CallList, call_list).released_at = None


def undo_import(desk: Desk, call_list: UUID) -> Undone:
    """Take back the newest import of a list that is not taken back yet: its rows, and the leads, people and companies it made.

    Whatever somebody called, edited, merged or shared since stays. Raises NotFound: no such list, nothing to take back.
    """
    with desk.read() as session:
        rows = newest_import(session, need(session, CallList, call_list)).rows
    door = desk.write() if rows < MANY else desk.store.write_much(now=desk.clock(), author=desk.me)
    with door as tx:
        of = need(tx, CallList, call_list)
        forget_reappeared(tx, newest_import(tx, of))
        removed, kept = take_back(tx, newest_import(tx, of), of.id, of.project_id)
        return Undone(removed, kept)
