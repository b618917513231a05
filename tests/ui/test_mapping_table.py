"""Correcting what a column is read as."""

import pytest
from pytestqt.qtbot import QtBot

from bdr_desk.domain.columns import IGNORE, Column, ColumnMap, match_columns
from bdr_desk.ui.mapping_table import MappingTable, choices, corrected

FOUND = ColumnMap((Column("company", 0, "Firm", "named"), Column("phone", 1, "Tel", "named")))


def test_nothing_chosen_leaves_the_file_to_speak() -> None:
    assert choices(FOUND, {}, ["Firm", "Tel", "Extra"]) == ()


def test_a_field_of_one_column_leaves_the_column_it_was_taken_from() -> None:
    assert corrected(FOUND, {2: "company"}) == {0: IGNORE, 1: "phone", 2: "company"}


def test_a_field_of_many_stays_where_it_was() -> None:
    assert corrected(FOUND, {2: "phone"}) == {0: "company", 1: "phone", 2: "phone"}


def test_the_later_ruling_wins() -> None:
    assert corrected(FOUND, {2: "company", 0: "company"}) == {0: "company", 1: "phone", 2: IGNORE}


@pytest.mark.parametrize("names", [["Firm", "Tel", "Extra"], ["Tel", "Tel", "Tel"], ["", "Tel", "column 1"]])
def test_choices_mean_the_same_to_an_import(names: list[str]) -> None:
    """Whatever the columns are called, the import reads them as the page shows."""
    named = [name or f"column {place + 1}" for place, name in enumerate(names)]
    chosen = {2: "phone", 0: "name"}
    read = match_columns(names, [["a", "b", "c"]], "US", choices(FOUND, chosen, named))
    fields = {column.index: column.field for column in read.columns}
    assert fields == {index: field for index, field in corrected(FOUND, chosen).items() if field != IGNORE}


def test_each_choice_says_which_column_it_is_for(qtbot: QtBot) -> None:
    table = MappingTable()
    qtbot.addWidget(table)
    assert table.accessibleName()
