"""Many rows in one statement, without the ORM.

What is the same in every row stands in the statement itself: binding it row by row would cost as much as all the rest.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Column, Connection, Dialect, Table

from bdr_desk.store.tables import Row

_Convert = Callable[[Any], Any]


def insert_rows(
    connection: Connection, table: type[Row], rows: Sequence[Mapping[str, Any]], stamps: Mapping[str, Any]
) -> None:
    """Insert `rows`, which have the same keys each; `stamps` are the same for all. Columns left out get their default."""
    given = rows[0].keys()
    target = cast(Table, table.__table__)
    fresh = [
        c.name for c in target.columns if c.name not in given and c.name not in stamps and _is_made_anew(c)
    ]
    names = [*given, *fresh]
    converters = [_converter(target.columns[name], connection.dialect) for name in names]
    insert = inserter(connection, table, names, stamps)
    values = [[convert(row[name]) for row in rows] for name, convert in zip(given, converters, strict=False)]
    values += [[convert(_made_anew(target.columns[name])) for _ in rows]
               for name, convert in zip(fresh, converters[len(given):], strict=True)]  # fmt: skip
    insert(zip(*values, strict=True))


def inserter(
    connection: Connection, table: type[Row], given: Sequence[str], same: Mapping[str, Any]
) -> Callable[[Iterable[tuple[Any, ...]]], None]:
    """A function that inserts rows of values for the columns `given`, as SQLite keeps them (keys as bytes, times as
    microseconds, JSON as text). `same` holds for all rows; columns named by neither get their default.
    """
    target = cast(Table, table.__table__)
    constant = defaults(connection, table, given, same)
    names = ", ".join(f'"{name}"' for name in [*given, *constant])
    places = ", ".join([*"?" * len(given), *constant.values()])
    sql = f'INSERT INTO "{target.name}" ({names}) VALUES ({places})'
    raw = connection.connection.driver_connection
    assert raw is not None

    def insert(rows: Iterable[tuple[Any, ...]]) -> None:
        raw.executemany(sql, rows)

    return insert


def defaults(
    connection: Connection, table: type[Row], given: Sequence[str], same: Mapping[str, Any]
) -> dict[str, str]:
    """For the columns that are not `given`: what they become in every row, as SQL. Those without a default are left out."""
    return {
        column.name: _literal(_converter(column, connection.dialect)(value))
        for column in cast(Table, table.__table__).columns
        if column.name not in given and (value := _same(column, same)) is not None
    }


def as_kept(connection: Connection, table: type[Row], values: Mapping[str, Any]) -> tuple[Any, ...]:
    """`values`, in their order, as SQLite keeps them."""
    kept = cast(Table, table.__table__).c
    return tuple(_converter(kept[name], connection.dialect)(value) for name, value in values.items())


def _same(column: Column[Any], same: Mapping[str, Any]) -> Any:
    if column.name in same:
        return same[column.name]
    default: Any = column.default
    if default is None:
        return None
    return default.arg(None) if default.is_callable else default.arg


def _is_made_anew(column: Column[Any]) -> bool:
    default: Any = column.default
    return default is not None and default.is_callable


def _made_anew(column: Column[Any]) -> Any:
    default: Any = column.default
    return default.arg(None)


def _literal(value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        return f"x'{bytes(value).hex()}'"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return str(int(value))


def _converter(column: Column[Any], dialect: Dialect) -> _Convert:
    convert: _Convert | None = column.type.dialect_impl(dialect).bind_processor(dialect)
    return convert or (lambda value: value)
