"""Many rows in one statement, without the ORM: values are converted column by column, which is several times faster."""

from collections.abc import Callable, Mapping, Sequence
from itertools import repeat
from typing import Any, cast

from sqlalchemy import Column, Connection, Dialect, Table

from bdr_desk.store.tables import Row

_Convert = Callable[[Any], Any]


def insert_rows(
    connection: Connection, table: type[Row], rows: Sequence[Mapping[str, Any]], stamps: Mapping[str, Any]
) -> None:
    """Insert `rows`, which have the same keys each; `stamps` are the same for all. Columns left out get their default."""
    target = cast(Table, table.__table__)
    given = rows[0].keys()
    columns = [c for c in target.columns if c.name in given or c.name in stamps or c.default is not None]
    values = [_values(column, rows, stamps, connection.dialect) for column in columns]
    names = ", ".join(f'"{column.name}"' for column in columns)
    places = ", ".join("?" * len(columns))
    sql = f'INSERT INTO "{target.name}" ({names}) VALUES ({places})'
    connection.exec_driver_sql(sql, list(zip(*values, strict=False)))


def _values(
    column: Column[Any], rows: Sequence[Mapping[str, Any]], stamps: Mapping[str, Any], dialect: Dialect
) -> Any:
    """The values of one column, as SQLite keeps them; endless where they are all the same."""
    convert = _converter(column, dialect)
    name = column.name
    if name in rows[0]:
        return [convert(row[name]) for row in rows]
    if name in stamps:
        return repeat(convert(stamps[name]))
    default: Any = column.default
    if default.is_callable:  # a new value each time
        return [convert(default.arg(None)) for _ in rows]
    return repeat(convert(default.arg))


def _converter(column: Column[Any], dialect: Dialect) -> _Convert:
    convert: _Convert | None = column.type.dialect_impl(dialect).bind_processor(dialect)
    return convert or (lambda value: value)
