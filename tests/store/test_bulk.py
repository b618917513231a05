"""Bulk rows hold what the ORM would have written."""

from sqlalchemy import select

from bdr_desk.desk import Desk
from bdr_desk.store.columns import new_key
from bdr_desk.store.tables import Account, CallList, ListImport, ListRow, Project, Source


def test_bulk_rows_read_back_as_the_orm_writes_them(desk: Desk) -> None:
    bulk = new_key()
    with desk.write() as tx:
        single = Account(name="Harbour", name_key="harbour", city=None)
        tx.add(single)
        tx.insert_many(
            Account,
            [{"id": bulk, "name": "Harbour", "name_key": "harbour", "city": None}],
            about=("account", bulk),
        )
    with desk.read() as session:
        one, other = session.get_one(Account, bulk), session.get_one(Account, single.id)
        names = [column.name for column in Account.__table__.columns if column.name != "id"]
        assert {n: getattr(one, n) for n in names} == {n: getattr(other, n) for n in names}
        assert one.made_at == desk.clock()


def test_keys_and_structured_cells_are_converted_row_by_row(desk: Desk, project: Project) -> None:
    with desk.write() as tx:
        source = Source(project_id=project.id, kind="other")
        tx.add(source)
        tx.flush()
        call_list = CallList(project_id=project.id, source_id=source.id, name="L", region="US")
        tx.add(call_list)
        tx.flush()
        taken_in = ListImport(id=new_key(), call_list_id=call_list.id, region="US")
        tx.add(taken_in)  # not flushed: the bulk rows stand on it
        rows = [
            {"import_id": taken_in.id, "row_number": n, "cells": ["ä", str(n)], "verdict": "added",
             "problems": [{"rule": "x"}], "contact_id": new_key() if n else None}
            for n in range(3)
        ]  # fmt: skip
        tx.insert_many(ListRow, rows, about=("call_list", call_list.id))
    with desk.read() as session:
        found = session.scalars(select(ListRow).order_by(ListRow.row_number)).all()
    assert [(row.cells, row.problems, row.contact_id) for row in found] == [
        (row["cells"], row["problems"], row["contact_id"]) for row in rows
    ]
