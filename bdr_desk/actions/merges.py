"""Merging two contacts who are one person, taking that back, and remembering that two are two."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from bdr_desk.desk import Desk
from bdr_desk.domain.merging import plan_merge
from bdr_desk.errors import BadInput, Refused
from bdr_desk.queries.merges import open_contact, reasons_for, standing_merge
from bdr_desk.queries.rows import need
from bdr_desk.store.merging import fold_contact, keep_apart, sheet_of, unfold_contact
from bdr_desk.store.tables import Contact


@dataclass(frozen=True)
class Merged:
    """`kept` goes on, `merged` is folded into it; `did` says in sentences what became of the leads."""

    merge: UUID
    kept: UUID
    merged: UUID
    did: tuple[str, ...]


@dataclass(frozen=True)
class Undone:
    """`stays` says in sentences what could not be put back because people worked on it."""

    merge: UUID
    restored: UUID
    stays: tuple[str, ...]


def merge_contacts(desk: Desk, kept: UUID, merged: UUID, *, take: Collection[str] = ()) -> Merged:
    """Make one person of two: `kept` gets every number, address and missing value, and in `take` also the other's values.

    Nothing is lost: where values differ, the other's is kept beside it, and `undo_merge` puts all of it back. Whose lead came
    further goes on as the row, with the values of `kept`. Raises NotFound, BadInput, Refused.
    """
    with desk.write() as tx:
        mine, theirs = sheet_of(tx, open_contact(tx, kept)), sheet_of(tx, open_contact(tx, merged))
        plan = plan_merge(mine, theirs, take)
        done = fold_contact(tx, plan, reasons_for(tx, kept, merged).because)
        return Merged(done.id, done.kept_id, done.merged_id, tuple(step.says for step in plan.steps))


def undo_merge(desk: Desk, merge: UUID) -> Undone:
    """Make two of them again, as they were; what people worked on since stays, and is said. Raises NotFound, Refused."""
    with desk.write() as tx:
        row = standing_merge(tx, merge)
        if tx.get_one(Contact, row.kept_id).merged_into_id is not None:
            raise Refused("They were merged with somebody else since.", "Undo that merge first.")
        return Undone(row.id, row.merged_id, unfold_contact(tx, row))


def not_the_same(desk: Desk, one: UUID, other: UUID) -> None:
    """Remember that these are two people: they are not offered for merging again. Raises NotFound, BadInput."""
    if one == other:
        raise BadInput("That is one contact.", "Name two.")
    with desk.write() as tx:
        keep_apart(tx, need(tx, Contact, one).id, need(tx, Contact, other).id)
