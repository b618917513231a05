"""Indexes set aside while very many rows are written, and put back in the same transaction: sorted at once they cost a third."""

from collections.abc import Callable, Iterable

from sqlalchemy import Connection, bindparam, text

from bdr_desk.store.tables import Row

_OWN = text(
    "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN :tables"
).bindparams(bindparam("tables", expanding=True))

_SORTED_AT_ONCE = 4096  # KiB: SQLite sorts as much at once as its cache may hold


def set_aside(connection: Connection, tables: Iterable[type[Row]]) -> list[str]:
    """Drop the indexes of `tables` (not those that keep rows unique); returns the statements that bring them back.

    From now on rows are only appended, and sorted at the end: both need little memory, and sorting is faster where each
    part of it fits into the processor's own. Whoever opened the connection puts its cache back (`Store.write_much`).
    """
    connection.exec_driver_sql(f"PRAGMA cache_size=-{_SORTED_AT_ONCE}")
    names = [table.__tablename__ for table in tables]
    found = connection.execute(_OWN, {"tables": names}).all()
    for name, _ in found:
        connection.exec_driver_sql(f'DROP INDEX "{name}"')
    return [sql for _, sql in found]


def put_back(connection: Connection, statements: list[str], told: Callable[[float], None]) -> None:
    """`told` hears after each one which share of them is done."""
    for done, sql in enumerate(statements, 1):
        connection.exec_driver_sql(sql)
        told(done / len(statements))
