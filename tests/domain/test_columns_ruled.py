"""Columns as the user ruled: chosen, joined, the same text for every row, remembered from the last list of the source."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdr_desk.domain.column_names import FIELDS
from bdr_desk.domain.columns import IGNORE, Column, ColumnMap, match_columns, suggestions, to_remember
from bdr_desk.errors import BadInput

HEADER = ["Firm", "Branch", "Tel", "Ref", "Mail"]
ROWS = [["Harbour Mills", "East", "617-555-0142", "A1", "info@mills.example"]]


def test_joined_columns_keep_the_order_given() -> None:
    columns = match_columns(HEADER, ROWS, "US", [("company", "Branch + Firm"), ("name", "4 + tel")])
    assert columns.of("company") == (1, 0)
    assert columns.of("name") == (3, 2)
    assert columns.of("phone") == ()


def test_a_column_whose_own_name_holds_a_plus() -> None:
    header = ["A", "B", "A + B", "Tel"]
    assert match_columns(header, [], "US", [("company", "A + B")]).of("company") == (2,)
    assert match_columns(header, [], "US", [("company", "B + A")]).of("company") == (1, 0)
    assert match_columns(["=x", "Tel"], [], "US", [("company", "=x")]).of("company") == (0,)


def test_a_text_for_every_row_takes_the_place_of_a_column() -> None:
    columns = match_columns([*HEADER, "Country"], [], "US", [("country", "= GB "), ("note", "=")])
    assert columns.of("country") == ()
    assert (columns.constant("country"), columns.constant("note"), columns.constant("city")) == ("GB", "", "")
    assert columns.of("phone") == (2,)


@pytest.mark.parametrize(
    "choice", [("company", "Firm + Fax"), ("company", "Firm + "), ("ignore", "=x"), ("shoe", "=x")]
)
def test_what_cannot_be_chosen(choice: tuple[str, str]) -> None:
    with pytest.raises(BadInput):
        match_columns(HEADER, [], "US", [choice])


def test_chosen_before_remembered_before_guessed() -> None:
    remembered = {"ref": "name", "tel": "mobile", "mail": "ignore"}
    columns = match_columns(HEADER, ROWS, "US", [("home", "Tel")], remembered)
    assert [(c.field, c.name, c.how) for c in columns.columns] == [
        ("company", "Firm", "named"),
        ("name", "Ref", "remembered"),
        ("home", "Tel", "chosen"),
    ]
    assert columns.ignored == (4,)


def test_what_is_remembered_reads_the_next_list_in_the_same_way() -> None:
    chosen = [("company", "Branch + Firm"), ("mobile", "Tel"), (IGNORE, "Mail"), ("country", "=GB")]
    first = match_columns(HEADER, ROWS, "US", chosen)
    kept = json.loads(json.dumps(to_remember(first, HEADER)))
    assert kept == {
        "branch": "company",
        "firm": "company",
        "tel": "mobile",
        "mail": "ignore",
        "=GB": "country",
    }
    moved = ["MAIL", "tel", "Extra", "Firm", "Branch"]
    again = match_columns(moved, [], "US", (), kept)
    assert (again.of("company"), again.of("mobile"), again.of("email")) == ((4, 3), (1,), ())
    assert again.constant("country") == "GB"
    assert to_remember(again, moved) == kept


def test_numbered_columns_that_mean_different_things_are_remembered_apart() -> None:
    header = ["Company", "Phone 1", "Phone 2"]
    kept = to_remember(
        match_columns(header, [], "US", [("switchboard", "Phone 1"), ("mobile", "Phone 2")]), header
    )
    assert kept == {"phone 1": "switchboard", "phone 2": "mobile"}
    again = match_columns(header, [], "US", (), kept)
    assert (again.of("switchboard"), again.of("mobile"), again.of("phone")) == ((1,), (2,), ())


def test_nothing_is_remembered_of_what_was_only_guessed() -> None:
    assert to_remember(match_columns(HEADER, ROWS, "US"), HEADER) == {}


def test_a_list_without_header_is_remembered_by_number_while_it_still_fits() -> None:
    rows = [["A1", "Harbour Mills Inc", "617-555-0142"]]
    kept = to_remember(match_columns(None, rows, "US", [("mobile", "3")]), None)
    assert kept == {"column 3": "mobile"}
    assert match_columns(None, rows, "US", (), kept).of("mobile") == (2,)
    other = [["A1", "617-555-0142", "info@mills.example"]]
    assert match_columns(None, other, "US", (), kept).of("mobile") == ()


def test_unknown_fields_and_columns_that_are_gone_are_forgotten() -> None:
    columns = match_columns(HEADER, ROWS, "US", (), {"firm": "shoe_size", "gone": "phone", "": "name"})
    assert columns == match_columns(HEADER, ROWS, "US")


def test_a_mapping_is_kept_and_read_again() -> None:
    columns = match_columns(HEADER, ROWS, "US", [("country", "=GB"), (IGNORE, "Ref"), ("note", "Branch")])
    assert ColumnMap.from_json(json.loads(json.dumps(columns.as_json()))) == columns


def test_mappings_kept_before_are_still_read() -> None:
    old = {"columns": [["phone", 5, "Tel", "named"]], "header": True}
    assert ColumnMap.from_json(old) == ColumnMap((Column("phone", 5, "Tel", "named", 1.0),))
    assert ColumnMap.from_json({}) == ColumnMap(())


def test_confidence_falls_from_a_fitting_header_to_contents_alone() -> None:
    def sure(header: str, cell: str) -> float:
        found = match_columns(["Firm", header], [["Mills Inc", cell]], "US").of("email")
        columns = match_columns(["Firm", header], [["Mills Inc", cell]], "US").columns
        return next((c.confidence for c in columns if c.index in found), 0.0)

    address = "info@mills.example"
    shares = [sure("Email", address), sure("Email", ""), sure("Buyer e-mail new", ""), sure("X", address)]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] == 1.0
    assert len(set(shares)) == 4
    assert sure("Email", "617-555-0142") == 0.0


def test_a_denied_header_is_left_out_but_offered() -> None:
    header, rows = ["Company", "Phone"], [["Mills Inc", "2026-03-04"], ["Elm LLC", "2026-03-05"]]
    assert match_columns(header, rows, "US").of("phone") == ()
    offered = suggestions(header, rows, "US")[1]
    assert [(c.field, c.confidence < 0.5) for c in offered] == [("phone", True)]


def test_suggestions_are_ranked_and_name_each_field_once() -> None:
    for offered in suggestions(None, [["Ann Lee Inc", "A", "12 Quay Street", "Boston"]], "US"):
        assert [c.confidence for c in offered] == sorted((c.confidence for c in offered), reverse=True)
        assert len({c.field for c in offered}) == len(offered)


@pytest.mark.parametrize(
    "header", ["Fax", "Lead Owner", "Assistant's Phone", "Person Linkedin Url", "Email Status"]
)
def test_some_headers_never_mean_a_field_whatever_stands_below(header: str) -> None:
    cells = ["617-555-0142", "ann@mills.example", "Ann Lee", "www.mills.example"]
    for cell in cells:
        assert match_columns(["Company", header], [["Mills Inc", cell]], "US").of("company") == (0,)
        assert len(match_columns(["Company", header], [["Mills Inc", cell]], "US").columns) == 1


@given(st.lists(st.sampled_from(["Tel", "Firma", "Name", "Note", "X", ""]), max_size=6), st.data())
def test_a_column_fills_one_field_and_a_single_field_has_one_column(
    header: list[str], data: st.DataObject
) -> None:
    cell = st.sampled_from(
        ["617-555-0142", "a@b.example", "Ann Lee", "Elm Inc", "12 Quay Street", "", "02110"]
    )
    rows = data.draw(st.lists(st.lists(cell, max_size=6), max_size=4))
    columns = match_columns(header, rows, "US").columns
    assert len({c.index for c in columns}) == len(columns)
    assert all(c.field in FIELDS and 0.5 <= c.confidence <= 1.0 for c in columns)
