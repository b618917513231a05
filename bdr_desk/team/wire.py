"""How each kind of column crosses between SQLite and PostgreSQL, as SQL on either side: no value is turned over in Python.

Out, SQLite writes a line of COPY's text format (PostgreSQL manual, COPY) with times as microseconds and keys in hexadecimal.
In, PostgreSQL gives what SQLite keeps. Bases hold the same values as SQLite does, see store/bases.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import JSON, Boolean, Column, Date, Integer, String

from bdr_desk.store.columns import KeyColumn, UtcTime
from bdr_desk.store.tables import Edited, Row
from bdr_desk.store.travelling import arriving, columns, local_table

BASE = "base"  # the column beside a row's own that holds what its changed fields were


class _Kind(NamedTuple):
    """`sent`: the type it arrives as; `taken`: from that to the column's own; `given`: from the column to what SQLite keeps."""

    sent: str
    taken: str = "{}"
    given: str = "{}"


_MICROS = "(extract(epoch FROM {}) * 1000000)::bigint"
_KINDS: tuple[tuple[type[Any], _Kind], ...] = (
    (KeyColumn, _Kind("uuid", given="uuid_send({})")),
    (UtcTime, _Kind("bigint", "timestamptz 'epoch' + {} * interval '1 microsecond'", _MICROS)),
    (Date, _Kind("date", given="to_char({}, 'YYYY-MM-DD')")),
    (JSON, _Kind("json", given="{}::text")),
    (Boolean, _Kind("boolean", given="{}::integer")),
    (Integer, _Kind("integer")),
    (String, _Kind("text")),
)  # fmt: skip


def kind(column: Column[Any]) -> _Kind:
    return next(kind for type_, kind in _KINDS if isinstance(column.type, type_))


# Bytes that stand in no text (UTF-8 has none above F4, RFC 3629 §3): between cells, between rows, and for NULL.
_CELL, _ROW, _NULL = "CAST(x'FF' AS TEXT)", "CAST(x'FE' AS TEXT)", "CAST(x'FD' AS TEXT)"
_WRITTEN = (
    (b"\0", b""), (b"\\", b"\\\\"), (b"\t", b"\\t"), (b"\n", b"\\n"), (b"\r", b"\\r"),
    (b"\xff", b"\t"), (b"\xfe", b"\n"), (b"\xfd", b"\\N"),
)  # fmt: skip


@cache
def lines(table: type[Row]) -> str:
    """An SQLite expression: rows `r` of `table` as one block for `copied`; of what people edit, each with its base `b.body`."""
    cells = [_cell(local_table(table).c[name]) for name in columns(table)]
    if issubclass(table, Edited):
        cells.append(f"coalesce(b.body, {_NULL})")
    return f"CAST(group_concat({f' || {_CELL} || '.join(cells)}, {_ROW}) AS BLOB)"


def _cell(column: Column[Any]) -> str:
    name = f'r."{column.name}"'
    if isinstance(column.type, KeyColumn):  # hex(NULL) is empty
        return f"iif({name} IS NULL, {_NULL}, hex({name}))" if column.nullable else f"hex({name})"
    return f"coalesce({name}, {_NULL})" if column.nullable else name


def copied(block: bytes) -> str:
    """The block as COPY reads it, less the character NUL, which PostgreSQL cannot keep (manual, 8.3)."""
    for plain, written in _WRITTEN:
        block = block.replace(plain, written)
    return block.decode() + "\n" if block else ""


def cells(line: str) -> list[str | None]:
    """A line of `copied` in its cells."""
    return [None if cell == "\\N" else _ESCAPED.sub(_plain, cell) for cell in line.split("\t")]


_ESCAPED = re.compile(r"\\(.)")
_MEANS = {"t": "\t", "n": "\n", "r": "\r"}


def _plain(found: re.Match[str]) -> str:
    return _MEANS.get(found[1], found[1])


def sent_columns(table: type[Row], names: Sequence[str]) -> list[tuple[str, str]]:
    """The columns that lines have, each with the type it arrives as."""
    kept = local_table(table).c
    return [(name, "jsonb" if name == BASE else kind(kept[name]).sent) for name in names]


def taken(table: type[Row], name: str, value: str) -> str:
    """`value`, as it was sent, as the team's table keeps it."""
    return kind(local_table(table).c[name]).taken.format(value)


def sent(table: type[Row], name: str) -> str:
    """The type that a column arrives as."""
    return kind(local_table(table).c[name]).sent


def compared(table: type[Row], name: str, value: str) -> str:
    """`value` as it can be compared: PostgreSQL has no equality of json."""
    return f"({value})::jsonb" if isinstance(local_table(table).c[name].type, JSON) else value


@cache
def given(table: type[Row], *, arrives: bool = True) -> str:
    """The travelling columns, as SQLite keeps them, and those that the team's database fills, if it has them (`arrives`)."""
    kept = local_table(table).c
    cells = [f'{kind(kept[name]).given.format(_quoted(name))} AS "{name}"' for name in columns(table)]
    return ", ".join([*cells, *(name if arrives else f"NULL::bigint AS {name}" for name in arriving(table))])


def _quoted(name: str) -> str:
    return f'"{name}"'
