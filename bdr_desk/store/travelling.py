"""Which columns of a shareable table travel to the team's database."""

from functools import cache
from typing import Any

from sqlalchemy import Column, Table

from bdr_desk.store.tables import TEAM_TABLES, Row

TEAM_NAMES = frozenset(table.__tablename__ for table in TEAM_TABLES)
SUPPRESSIONS_SHARED = (
    "team_suppressions_shared"  # setting: whether none is left that the team has not heard of
)
STAMPS = frozenset({"changed_at", "changed_by"})  # the team's database sets these itself


def local_table(table: type[Row]) -> Table:
    assert isinstance(table.__table__, Table)
    return table.__table__


@cache
def columns(table: type[Row]) -> tuple[str, ...]:
    """The columns that travel, the key first: not `shared` and what is local, and none that point at what stays on a desk
    (call lists)."""
    names = [column.name for column in local_table(table).columns if _travels(column)]
    return tuple(sorted(names, key=lambda name: name != "id"))


def _travels(column: Column[Any]) -> bool:
    return (
        column.name != "shared"
        and not column.info.get("local")
        and all(key.column.table.name in TEAM_NAMES for key in column.foreign_keys)
    )


@cache
def arriving(table: type[Row]) -> tuple[str, ...]:
    """The columns that the team's database fills, and desks only read."""
    return tuple(column.name for column in local_table(table).columns if column.info.get("arrives"))


@cache
def received(table: type[Row]) -> tuple[str, ...]:
    """What is read of a row of the team's."""
    return (*columns(table), *arriving(table))


@cache
def merged(table: type[Row]) -> frozenset[str]:
    """The travelling columns that are merged field by field when two desks have changed them."""
    return frozenset(columns(table)) - STAMPS - {"id", "made_at", "made_by"}
