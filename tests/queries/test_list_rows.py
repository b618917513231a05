"""The rows of a call list in words, and how many were worked."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event

from bdr_desk.actions.calls import log_call
from bdr_desk.actions.imports import Order, import_list
from bdr_desk.desk import Desk
from bdr_desk.domain.list_rows import Flaw
from bdr_desk.domain.staging import ListPlace
from bdr_desk.errors import NotFound
from bdr_desk.queries.list_rows import in_words, list_rows, worked
from bdr_desk.queries.lists import lists
from bdr_desk.queries.quarantine import quarantine_rules, waiting, waiting_keys
from bdr_desk.store.tables import Project

CSV = """Company,Name,Phone,E-mail
Harbor Freightways,Ada Okafor,617 555 0142,ada@harbor.example
Calder Mills,Ben Feld,nobody knows,
Cobalt Dental,Cy Nair,212 555 0123,not an address
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "expo.csv"
    made.write_text(CSV, "utf-8")
    return made


def brought_in(desk: Desk, project: Project, file: Path) -> None:
    import_list(desk, Order(ListPlace(file), project.name, "Expo", "trade_show"))


def test_rows_come_as_they_were_read(desk: Desk, project: Project, file: Path) -> None:
    brought_in(desk, project, file)
    (expo,) = lists(desk)
    ada, ben, cy = list_rows(desk, expo.key)
    assert (ada.row, ada.person, ada.company, ada.verdict) == (2, "Ada Okafor", "Harbor Freightways", "added")
    assert ada.reach == "+1 617-555-0142 and 1 more"
    assert ada.lead is not None and not ada.says
    assert (ben.verdict, ben.lead, ben.reach) == ("quarantined", None, "")
    assert (
        ben.says
        == "phone “nobody knows” is not a number that can exist; has neither a phone number nor an e-mail address"
    )
    assert cy.verdict == "added" and "not an e-mail address" in cy.says


def test_one_verdict_and_pages(desk: Desk, project: Project, file: Path) -> None:
    brought_in(desk, project, file)
    (expo,) = lists(desk)
    assert [row.row for row in list_rows(desk, expo.key, "quarantined")] == [3]
    assert [row.row for row in list_rows(desk, expo.key, offset=1, limit=1)] == [3]
    with pytest.raises(NotFound):
        list_rows(desk, uuid4())


ASKED: dict[str, Callable[[Desk, UUID], object]] = {
    "rows that wait": waiting_keys,
    "how many wait": lambda desk, _key: waiting(desk),
    "what they wait for": quarantine_rules,
    "counts of lists": lambda desk, _key: lists(desk),
}


@pytest.mark.parametrize("what", ASKED)
def test_rows_that_were_not_added_are_not_looked_for_among_all(
    desk: Desk, project: Project, file: Path, what: str
) -> None:
    """SQLite takes an index of some rows only where a question says in the index's own words that it means those."""
    brought_in(desk, project, file)
    (expo,) = lists(desk)
    asked: list[tuple[str, Any]] = []
    event.listen(
        desk.store.engine, "before_cursor_execute", lambda *given: asked.append((given[2], given[3]))
    )
    ASKED[what](desk, expo.key)
    about_rows = [(sql, values) for sql, values in asked if "JOIN list_row" in sql or "FROM list_row" in sql]
    with desk.store.engine.connect() as connection:
        plans = [
            connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values).all()
            for sql, values in about_rows
        ]
    assert plans and all("ix_list_row_import_id_verdict" in str(plan) for plan in plans)


def test_worked_counts_leads_somebody_called(desk: Desk, project: Project, file: Path) -> None:
    brought_in(desk, project, file)
    (expo,) = lists(desk)
    assert worked(desk) == {}
    lead = list_rows(desk, expo.key)[0].lead
    assert lead is not None
    log_call(desk, lead, "no_answer")
    log_call(desk, lead, "no_answer")
    assert worked(desk) == {expo.key: 1}


def test_flaws_in_words() -> None:
    assert in_words([Flaw("", "", "blank")]) == "the row is blank"
    assert in_words([Flaw("", "x", "columns")]).endswith(": “x”")
    long = in_words([Flaw("phone", "1" * 200, "invalid_phone")])
    assert "…" in long and len(long) < 130
