"""Sending: the rows of a parcel into the team's tables, as SQL.

New rows are added. Of a row that is there already only the fields that were changed here are sent on: the last to arrive stays,
and what it overwrote without its author having seen it is kept as lost. Rows are added, then locked and changed, each in the
order of their keys, so that two desks cannot lock each other out.

A few rows go as values of the statements themselves, all in one way there and back; many by COPY.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from bdr_desk.store.tables import Row
from bdr_desk.team import wire
from bdr_desk.team.outbox import Piece
from bdr_desk.team.shape import SCHEMA

if TYPE_CHECKING:
    from psycopg.sql import Composed

    from bdr_desk.team.connection import Team

FEW = 200  # rows in a parcel; beyond, COPY is quicker
# Fields that follow from a trail on every desk alike: nothing of them can be lost.
_FOLLOWS: Mapping[str, frozenset[str]] = {"handoff": frozenset({"status"})}


def at_once(connection: Team, pieces: Sequence[Piece], *, keep_lost: bool) -> int:
    """Rows of several tables. Returns how many values were lost."""
    telling = []
    with connection.pipeline():
        for piece in pieces:
            rows = [wire.cells(line) for line in piece.each()]
            values = [list(column) for column in zip(*rows, strict=True)]
            for statement in _statements(piece, _changed(piece, values), keep_lost=keep_lost):
                cursor = connection.execute(_words(f"{_as_values(piece)} {statement.sql}", piece), values)
                if statement.counts:
                    telling.append(cursor)
    return sum(cursor.rowcount for cursor in telling)


def _as_values(piece: Piece) -> str:
    arrays = ", ".join(f"%s::{kind}[]" for _, kind in wire.sent_columns(piece.table, piece.names))
    return f"WITH incoming ({{all}}) AS (SELECT * FROM unnest({arrays}))"


def _changed(piece: Piece, values: Sequence[Sequence[str | None]]) -> Sequence[str]:
    """The fields that any of the rows has a base of."""
    if wire.BASE not in piece.names:
        return ()
    bases = values[piece.names.index(wire.BASE)]
    return sorted({name for base in bases if base for name in json.loads(base)} & set(piece.names))


def in_bulk(connection: Team, piece: Piece, *, keep_lost: bool) -> int:
    """Rows of one table. Returns how many values were lost."""
    columns = ", ".join(f'"{name}" {kind}' for name, kind in wire.sent_columns(piece.table, piece.names))
    connection.execute(_words(f"CREATE TEMPORARY TABLE incoming ({columns}) ON COMMIT DROP", piece))
    with (
        connection.cursor() as cursor,
        cursor.copy(_words("COPY incoming ({all}) FROM STDIN", piece)) as copy,
    ):
        copy.write(piece.lines)
    lost = 0
    for statement in _statements(piece, _changed_in_bulk(connection, piece), keep_lost=keep_lost):
        done = connection.execute(_words(statement.sql, piece)).rowcount
        lost += done if statement.counts else 0
    connection.execute("DROP TABLE incoming")
    return lost


def _changed_in_bulk(connection: Team, piece: Piece) -> Sequence[str]:
    if wire.BASE not in piece.names:
        return ()
    found = connection.execute(f"SELECT DISTINCT jsonb_object_keys({wire.BASE}) FROM incoming").fetchall()
    return sorted(name for (name,) in found if name in piece.names)


def _words(text: str, piece: Piece) -> Composed:
    from psycopg import sql

    return sql.SQL(text).format(
        table=sql.Identifier(SCHEMA, piece.table.__tablename__),
        names=sql.SQL(", ").join(map(sql.Identifier, piece.columns)),
        all=sql.SQL(", ").join(map(sql.Identifier, piece.names)),
    )


class _Statement(NamedTuple):
    """`counts` when the rows it writes are values that were lost."""

    sql: str
    counts: bool = False


def _statements(piece: Piece, changed: Sequence[str], *, keep_lost: bool) -> Iterator[_Statement]:
    """What is done with the rows of `incoming`. A row with a base that is not there (the team's database was put back to an
    older state) is added as it is here."""
    values = ", ".join(wire.taken(piece.table, name, f'"{name}"') for name in piece.columns)
    new = f"{wire.BASE} IS NULL OR {_MISSING}" if wire.BASE in piece.names else "true"
    yield _Statement(
        f"INSERT INTO {{table}} ({{names}}) SELECT {values} FROM incoming WHERE {new} ORDER BY id ON CONFLICT (id) DO NOTHING"
    )
    if not changed:
        return
    yield _Statement(
        f"SELECT FROM {{table}} kept JOIN incoming USING (id) WHERE {_HAS_BASE} ORDER BY id FOR UPDATE OF kept"
    )
    if keep_lost:
        yield _Statement(_lost(piece.table, changed), counts=True)
    yield _Statement(_update(piece.table, changed))


_MISSING = "NOT EXISTS (SELECT FROM {table} kept WHERE kept.id = incoming.id)"
_HAS_BASE = f"incoming.{wire.BASE} IS NOT NULL"


class _Field(NamedTuple):
    """SQL: what the team keeps, what comes, whether that is a change, and whether the team's is not what it was changed from."""

    kept: str
    comes: str
    changed: str
    overtaken: str


def _field(table: type[Row], name: str) -> _Field:
    column, base = f'incoming."{name}"', f"incoming.{wire.BASE}"
    was = f"({base} ->> '{name}')::{wire.sent(table, name)}"
    kept = wire.compared(table, name, f'kept."{name}"')
    comes = wire.taken(table, name, column)
    changed = f"({base} ? '{name}' AND {wire.compared(table, name, column)} IS DISTINCT FROM {wire.compared(table, name, was)})"
    differs = f"{kept} IS DISTINCT FROM {wire.compared(table, name, comes)}"
    overtaken = f"{kept} IS DISTINCT FROM {wire.compared(table, name, wire.taken(table, name, was))}"
    return _Field(f'kept."{name}"', comes, f"({changed} AND {differs})", overtaken)


def _update(table: type[Row], names: Sequence[str]) -> str:
    """A row is written anew even when nothing of it changes in the end (it was taken back, or a colleague did the same): its
    sender kept its fields from being overwritten meanwhile, and must read it again."""
    fields = {name: _field(table, name) for name in names}
    becomes = ", ".join(
        f'"{name}" = CASE WHEN {field.changed} THEN {field.comes} ELSE {field.kept} END'
        for name, field in fields.items()
    )
    # On a database that does not set them itself: later than what was there, by the server's clock.
    stamps = "changed_at = greatest(clock_timestamp(), kept.changed_at + interval '1 microsecond')"
    return (
        f"UPDATE {{table}} AS kept SET {becomes}, {stamps}, changed_by = incoming.changed_by FROM incoming"
        f" WHERE kept.id = incoming.id AND {_HAS_BASE}"
    )


def _lost(table: type[Row], names: Sequence[str]) -> str:
    name = table.__tablename__
    fields = {field: _field(table, field) for field in names if field not in _FOLLOWS.get(name, ())}
    values = ", ".join(
        f"('{field}', to_jsonb({of.kept}), to_jsonb({of.comes}), {of.changed} AND {of.overtaken})"
        for field, of in fields.items()
    )
    values = values or "(NULL, NULL::jsonb, NULL::jsonb, false)"
    return (
        f"INSERT INTO {SCHEMA}.lost_value (table_name, row_id, field, lost, stays, lost_by)"
        f" SELECT '{name}', kept.id, field, lost, stays, {SCHEMA}.author_of('{name}', kept.id, field, kept.made_by)"
        f" FROM {{table}} kept JOIN incoming USING (id)"
        f" CROSS JOIN LATERAL (VALUES {values}) AS f (field, lost, stays, is_lost) WHERE {_HAS_BASE} AND is_lost"
    )
