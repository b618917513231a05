"""Which country a list is of: clear clues suggest one, mixed and scarce ones none, and numbers that would be lost forbid it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdr_desk.domain.columns import match_columns
from bdr_desk.domain.list_region import (
    FEWEST,
    MOST_OF_THEM,
    Clues,
    Suggestion,
    address_region,
    clues,
    named_region,
    number_region,
    suggested,
)

GERMAN, BRITISH = "+49 1522 8817386", "+44 20 7946 0123"


@pytest.mark.parametrize(("text", "region"), [
    ("Germany", "DE"), (" deutschland ", "DE"), ("de", "DE"), ("Österreich", "AT"), ("UK", "GB"), ("BR", "BR"),
    ("Brazil", "BR"), ("Bavaria", None), ("", None), ("ZZ", None), ("001", None),
])  # fmt: skip
def test_a_country_by_its_name(text: str, region: str | None) -> None:
    assert named_region(text) == region


@pytest.mark.parametrize(("text", "region"), [
    (GERMAN, "DE"), ("0049 1522 8817386", "DE"), ("(+44) 20 7946 0123", "GB"), ("+1 617 555 0142", "US"),
    ("020 7946 0123", None), ("617-555-0142", None), ("+49", None), ("+", None), ("", None), ("+800 1234 5678", None),
])  # fmt: skip
def test_a_country_by_a_numbers_code(text: str, region: str | None) -> None:
    assert number_region(text) == region


@pytest.mark.parametrize(("text", "region"), [
    ("ann@firm.de", "DE"), ("Ann Lee <ann@firm.co.uk>", "GB"), ("ann@firm.example", None), ("ann@firm.com", None),
    ("ann@firm.io", None), ("ann@firm.co", None), ("www.firm.de/team", "DE"), ("", None),
])  # fmt: skip
def test_a_country_by_the_end_of_an_address(text: str, region: str | None) -> None:
    assert address_region(text) == region


def test_the_country_column_is_heard_before_numbers_and_addresses() -> None:
    found = Clues(4, ("Germany",) * 4, (BRITISH,) * 4, ("ann@firm.fr",) * 4)
    assert suggested(found, "US") == Suggestion("DE", "country", 4, 4)
    assert suggested(replace(found, countries=("Bavaria",) * 4), "US") == Suggestion("GB", "number", 4, 4)
    assert suggested(Clues(4, addresses=found.addresses), "US") == Suggestion("FR", "address", 4, 4)


def test_a_list_of_several_countries_is_of_none() -> None:
    mixed = ("Germany", "France", "Germany", "Austria")
    assert suggested(Clues(4, mixed, (GERMAN,) * 4), "US") is None, "a weaker clue does not overrule it"


def test_a_few_cells_among_many_rows_say_nothing() -> None:
    assert suggested(Clues(2, ("Germany",) * 2), "US") is None
    assert suggested(Clues(100, numbers=(GERMAN,) * 5), "US") is None
    assert suggested(Clues(100, numbers=(GERMAN,) * 10), "US") is not None


def test_numbers_that_could_not_be_read_there_forbid_it() -> None:
    """People of British firms with American numbers."""
    found = Clues(4, ("UK",) * 4, ("617-555-0142", "617-555-0143"))
    assert suggested(found, "US") is None
    assert suggested(found, "GB") == Suggestion("GB", "country", 4, 4), "it is read there already"
    british = Clues(4, ("UK",) * 4, ("020 7946 0123",) * 4)
    assert suggested(british, "US") == Suggestion("GB", "country", 4, 4)


def test_clues_stand_in_the_columns_read_so() -> None:
    header = ("Company", "Phone", "Mail", "Country")
    rows = [("Pier Nine", GERMAN, "ann@pier.de", "Germany"), ("Quay", "030 901820", "", ""), ("Dock",)]
    found = clues(match_columns(header, rows[:2], "DE"), rows)
    assert found == Clues(3, ("Germany",), (GERMAN, "030 901820"), ("ann@pier.de",))


def test_a_country_said_for_every_row_is_a_clue() -> None:
    rows = [("Pier Nine", "030 901820")] * 3
    columns = match_columns(("Company", "Phone"), rows, "US", [("country", "=Germany")])
    assert suggested(clues(columns, rows), "US") == Suggestion("DE", "country", 3, 3)


def test_nobodys_data_is_in_a_log() -> None:
    assert GERMAN not in repr(Clues(1, numbers=(GERMAN,)))


COUNTRIES = st.lists(st.sampled_from(["Germany", "France", "UK", "Bavaria", ""]), max_size=30)


@given(COUNTRIES)
def test_the_order_of_rows_does_not_matter_and_one_country_prevails(names: list[str]) -> None:
    found = suggested(Clues(len(names), tuple(names)), "US")
    assert suggested(Clues(len(names), tuple(sorted(names))), "US") == found
    if found:
        assert found.told >= FEWEST and found.hits >= MOST_OF_THEM * found.told
        assert found.hits == sum(named_region(name) == found.region for name in names)


@given(COUNTRIES)
def test_more_of_the_same_never_takes_it_away(names: list[str]) -> None:
    found = suggested(Clues(len(names), tuple(names)), "US")
    if found:
        more = (*names, *(name for name in names if named_region(name) == found.region))
        again = suggested(Clues(len(more), more), "US")
        assert again is not None and again.region == found.region


@given(st.text(max_size=40))
def test_any_text_is_read_without_fail(text: str) -> None:
    suggested(Clues(1, (text,) * 3, (text,) * 3, (text,) * 3), "US")
