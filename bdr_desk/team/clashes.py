"""Two desks made the same thing before they knew of each other: what then.

- People with one e-mail address are one person. Whoever has a login stays, else whoever was noted first; the other row
  stays as an author's name, without the address, and what it owned goes to the one that stays (`hand_over`).
- A project whose name is taken keeps a name of its own here: "Northwind (from Ada)".
- A lead definition whose version is taken gets the next number here.
- Anything else (two leads for one person in one project) waits in the team's database, and is counted as a conflict.

Every desk decides by the same rule from the same rows, so all of them agree.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint, func, select

from bdr_desk.store.settings import get_setting, put_setting
from bdr_desk.store.tables import Handoff, Lead, LeadDefinition, Meeting, Project, Row, User
from bdr_desk.store.travelling import local_table
from bdr_desk.store.writing import Writing

Values = dict[str, Any]
SAME_PEOPLE = "team_same_people"  # setting: the key of a doubled user -> the one that stays
FITTED: frozenset[type[Row]] = frozenset({User, Project, LeadDefinition})
_OWNED: tuple[tuple[type[Row], str], ...] = (
    (Project, "rep_id"), (Lead, "owner_id"), (Meeting, "rep_id"), (Handoff, "rep_id"),
)  # fmt: skip


def make_room(tx: Writing, table: type[Row], values: Values) -> Values:
    """The incoming row of one of the FITTED tables as it fits beside what is here."""
    if table is User:
        return _same_person(tx, values)
    if table is Project:
        return {**values, "name": _free_name(tx, values)}
    return {**values, "version": _free_version(tx, values)}


def hand_over(tx: Writing) -> None:
    """Give what a doubled user owned to the one that stays, as a change of this desk like any other."""
    same: Mapping[str, str] = get_setting(tx, SAME_PEOPLE, {})
    doubled = {UUID(gone): UUID(stays) for gone, stays in same.items()}
    for table, column in _OWNED if doubled else ():
        pointer = local_table(table).c[column]
        for row in tx.scalars(select(table).where(pointer.in_(list(doubled)))):
            setattr(row, column, doubled[getattr(row, column)])


def _same_person(tx: Writing, values: Values) -> Values:
    other = tx.scalar(
        select(User).where(func.lower(User.email) == (values["email"] or "").lower(), User.id != values["id"])
    )
    if values["email"] is None or other is None:
        return values
    if (values["login"] is None, values["id"]) < (other.login is None, other.id):
        other.email = None
        tx.flush()
        _note_same(tx, gone=other.id, stays=values["id"])
        return values
    _note_same(tx, gone=values["id"], stays=other.id)
    return {**values, "email": None}


def _note_same(tx: Writing, *, gone: UUID, stays: UUID) -> None:
    same: Mapping[str, str] = get_setting(tx, SAME_PEOPLE, {})
    moved = {old: str(stays) if new == str(gone) else new for old, new in same.items() if old != str(stays)}
    put_setting(tx, SAME_PEOPLE, {**moved, str(gone): str(stays)})
    tx.flush()


def _free_name(tx: Writing, values: Values) -> str:
    taken = set(tx.scalars(select(Project.name).where(Project.id != values["id"])))
    author = tx.scalar(select(User.name).where(User.id == values["made_by"])) or "the team"
    name = str(values["name"])
    return next(free for free in _names(name, author) if free not in taken)


def _names(name: str, author: str) -> Iterator[str]:
    yield name
    yield f"{name} (from {author})"
    number = 2
    while True:
        yield f"{name} (from {author}, {number})"
        number += 1


def _free_version(tx: Writing, values: Values) -> int:
    taken = set(
        tx.scalars(
            select(LeadDefinition.version).where(
                LeadDefinition.project_id == values["project_id"], LeadDefinition.id != values["id"]
            )
        )
    )
    return int(values["version"]) if values["version"] not in taken else max(taken) + 1


def unique(table: type[Row]) -> list[list[str]]:
    """What two rows of a table cannot have alike."""
    return [
        [column.name for column in constraint.columns]
        for constraint in local_table(table).constraints
        if isinstance(constraint, UniqueConstraint)
    ]
