"""Indexes set aside come back exactly as they were, whatever happens in between."""

import pytest

from bdr_desk.desk import Desk
from bdr_desk.errors import Cancelled
from bdr_desk.store import indexes
from bdr_desk.store.tables import Account, Contact, ContactPhone, Lead, ListRow, Row

TABLES: tuple[type[Row], ...] = (Account, Contact, ContactPhone, Lead, ListRow)


def schema(desk: Desk) -> list[tuple[str, str, str]]:
    with desk.store.engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT type, name, coalesce(sql, '') FROM sqlite_master ORDER BY 1, 2"
        )
        return [(kind, name, sql) for kind, name, sql in rows]


def own(desk: Desk) -> set[str]:
    return {name for kind, name, sql in schema(desk) if kind == "index" and sql}


def test_set_aside_and_put_back(desk: Desk) -> None:
    before = schema(desk)
    shares: list[float] = []
    with desk.write() as tx:
        aside = indexes.set_aside(tx.connection(), TABLES)
        left = tx.connection().exec_driver_sql(
            "SELECT tbl_name FROM sqlite_master WHERE type = 'index' AND sql != ''"
        )
        assert not {name for (name,) in left} & {table.__tablename__ for table in TABLES}
        # Those that keep rows unique stay.
        unique = tx.connection().exec_driver_sql(
            "SELECT COUNT(*) FROM sqlite_master WHERE name LIKE 'sqlite_autoindex_lead_%'"
        )
        assert unique.scalar_one() >= 2
        indexes.put_back(tx.connection(), aside, shares.append)
    assert schema(desk) == before
    assert len(aside) == len(shares) > 10
    assert shares == sorted(shares) and shares[-1] == 1


@pytest.mark.parametrize("many", [False, True])
@pytest.mark.parametrize("stop", [Cancelled("Stopped."), RuntimeError(), KeyboardInterrupt()], ids=repr)
def test_stopped_in_between(desk: Desk, many: bool, stop: BaseException) -> None:
    before = schema(desk)
    door = desk.store.write_much(now=desk.clock(), author=desk.me) if many else desk.write()

    def told(share: float) -> None:
        if share > 0.5:
            raise stop

    with pytest.raises(type(stop)), door as tx:
        indexes.put_back(tx.connection(), indexes.set_aside(tx.connection(), TABLES), told)
    assert schema(desk) == before
    with desk.write() as tx:
        tx.add(Account(name="A", name_key="a"))
    with desk.store.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").all() == [("ok",)]


def test_only_the_tables_named(desk: Desk) -> None:
    before = own(desk)
    with desk.write() as tx:
        aside = indexes.set_aside(tx.connection(), [Account])
        assert all(" ON account " in sql for sql in aside)
        indexes.put_back(tx.connection(), aside, lambda _: None)
    assert own(desk) == before
