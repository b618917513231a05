"""Correcting what a column is read as: rulings, texts for every row, columns joined, and what is worth a look."""

import pytest
from pytestqt.qtbot import QtBot

from bdr_desk.domain.columns import IGNORE, Column, ColumnMap, match_columns, suggestions
from bdr_desk.domain.list_rows import Tally, Verdict, read_row
from bdr_desk.queries.list_reading import Preview, StagedRow
from bdr_desk.ui.import_rulings import (
    JOIN,
    Rulings,
    choices,
    constants,
    corrected,
    doubtful,
    joinable,
    joined_to,
)
from bdr_desk.ui.mapping_table import MappingTable

FOUND = ColumnMap((Column("company", 0, "Firm", "named"), Column("phone", 1, "Tel", "named")))
NAMED = ColumnMap((Column("name", 0, "Vorname", "named"), Column("phone", 1, "Tel", "named")))


def test_nothing_chosen_leaves_the_file_to_speak() -> None:
    assert choices(FOUND, Rulings(), ["Firm", "Tel", "Extra"]) == ()


def test_a_field_of_one_column_leaves_the_column_it_was_taken_from() -> None:
    assert corrected(FOUND, {2: "company"}) == {0: IGNORE, 1: "phone", 2: "company"}


def test_a_field_of_many_stays_where_it_was() -> None:
    assert corrected(FOUND, {2: "phone"}) == {0: "company", 1: "phone", 2: "phone"}


def test_the_later_ruling_wins() -> None:
    rulings = Rulings()
    for index, field in ((0, "phone"), (2, "company"), (0, "company")):
        rulings.rule(index, field)
    assert corrected(FOUND, rulings.columns) == {0: "company", 1: "phone", 2: IGNORE}


@pytest.mark.parametrize(
    "names", [["Firm", "Tel", "Extra"], ["Tel", "Tel", "Tel"], ["", "Tel", "column 1"], ["A + B", "=x", "2"]]
)
def test_choices_mean_the_same_to_an_import(names: list[str]) -> None:
    """Whatever the columns are called, the import reads them as the page shows."""
    named = [name or f"column {place + 1}" for place, name in enumerate(names)]
    chosen = {2: "phone", 0: "name"}
    read = match_columns(names, [["a", "b", "c"]], "US", choices(FOUND, Rulings(chosen), named))
    fields = {column.index: column.field for column in read.columns}
    assert fields == {index: field for index, field in corrected(FOUND, chosen).items() if field != IGNORE}


def test_a_joined_column_stands_behind_the_one_before() -> None:
    names = ["Vorname", "Tel", "Nachname"]
    rulings = Rulings({2: f"{JOIN}name"})
    fields = corrected(NAMED, rulings.columns)
    assert joined_to(fields, 0) == joined_to(fields, 2) == (0, 2)
    assert joined_to(fields, 1) == ()
    read = match_columns(names, [["Ada", "617 555 0142", "Okafor"]], "US", choices(NAMED, rulings, names))
    assert read_row(2, ["Ada", "617 555 0142", "Okafor"], read, "US").name == "Ada Okafor"


def test_only_what_is_filled_by_one_text_can_be_joined_to() -> None:
    assert joinable(corrected(NAMED, {}), 2) == {"name": 0}
    assert joinable(corrected(NAMED, {}), 0) == {}


def test_a_text_for_every_row_reaches_the_import_and_can_be_taken_away() -> None:
    names, kept = ["Firm", "Tel"], ColumnMap(FOUND.columns, (("country", "Germany"),))
    rulings = Rulings(constants={"industry": "Logistics", "country": ""})
    assert constants(kept, rulings.constants) == {"industry": "Logistics"}
    remembered = {"=Germany": "country"}
    read = match_columns(names, [["a", "b"]], "US", choices(kept, rulings, names), remembered)
    assert (read.constant("industry"), read.constant("country")) == ("Logistics", "")


def test_what_is_worth_a_look() -> None:
    sure, unsure = Column("company", 0, "Firm", "named", 0.95), Column("city", 1, "D", "contents", 0.55)
    assert not doubtful(sure, (sure,)) and doubtful(unsure, (unsure,))
    assert doubtful(None, (unsure,)) and not doubtful(None, ())
    assert not doubtful(Column("city", 1, "D", "remembered", 0.5), ())


ROWS = [
    ["Harbor Freightways GmbH", "617 555 0142", "Boston", "3"],
    ["Calder Mills Ltd", "617 555 0143", "Chicago", "7"],
]


@pytest.fixture
def table(qtbot: QtBot) -> MappingTable:
    header = ("A", "B", "C", "D")
    found = match_columns(header, ROWS, "US")
    staged = tuple(StagedRow(n, tuple(cells), Verdict.ADDED) for n, cells in enumerate(ROWS, 2))
    made = MappingTable()
    qtbot.addWidget(made)
    offers = suggestions(header, ROWS, "US")
    made.show_file(
        Preview(
            "CSV", "utf-8", True, ",", (), "", header, header, found, offers, staged, Tally(2, 2), 2, True
        )
    )
    made.show()
    return made


def test_each_column_says_what_it_is_for_and_how_sure_that_is(table: MappingTable) -> None:
    assert table.accessibleName()
    assert table.fields[1].accessibleName() == "Column B is read as"
    assert table.fields[1].currentData() == "phone"
    assert table.because[1].accessibleName().endswith("% sure")
    assert table.because[3].accessibleName() == "", "nothing is said of a column nobody can read"


def test_the_likeliest_fields_are_offered_first(table: MappingTable) -> None:
    field = table.fields[0]
    assert field.itemData(0) == "company"
    offered = [field.itemData(n) for n in range(field.count()) if field.itemData(n)]
    assert len(offered) == len(set(offered)), "each is offered once"


def test_what_is_cut_is_read_whole_under_the_mouse(table: MappingTable) -> None:
    item = table.item(0, 3)
    assert item is not None
    values = dict.fromkeys(cells[0] for cells in ROWS)
    assert all(value in item.toolTip() for value in values) and item.toolTip().startswith("<p")


def test_doubts_are_gone_through_one_by_one(table: MappingTable, qtbot: QtBot) -> None:
    table.activateWindow()
    qtbot.waitUntil(table.isActiveWindow)
    assert table.doubts, "letters for names leave doubts"
    seen = []
    for _ in range(len(table.doubts) + 1):
        assert table.next_doubt()
        seen.append(next(index for index, field in table.fields.items() if field.hasFocus()))
    assert seen == [*table.doubts, table.doubts[0]]
    assert all(table.because[index].tone == "warn" for index in table.doubts)


def test_a_joined_column_is_told(table: MappingTable) -> None:
    header = ("A", "B", "C", "D")
    table.show_mapping(match_columns(header, ROWS, "US"), {3: f"{JOIN}company"})
    assert table.because[3].says == "joined: A + D"
    assert table.fields[3].currentData() == f"{JOIN}company"
    assert "after “A”" in table.fields[3].currentText()
