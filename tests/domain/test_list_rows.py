"""What a row says, and its verdict."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdr_desk.domain.columns import match_columns
from bdr_desk.domain.list_rows import ReadRow, Suppressed, flaws_of, quarantine, read_row, refusal

HEADER = ["Company", "Name", "Work Phone", "Mobile", "Ext", "Email", "Website", "City", "Job Title"]
COLUMNS = match_columns(HEADER, [], "US")


def row(*cells: str) -> ReadRow:
    return read_row(2, cells, COLUMNS, "US")


def rules(read: ReadRow) -> list[str]:
    return [flaw.rule for flaw in flaws_of(read, quarantine(read, Suppressed()))]


def test_a_full_row() -> None:
    read = row(
        "Harbour Mills Inc", "Dr. Ann Lee", "617-555-0142 / 617-555-0143", "(617) 555 0144", "12",
        "ann@mills.example", "https://www.mills.example/", "Boston", "CFO",
    )  # fmt: skip
    assert [(p.number.e164, p.number.extension, p.kind) for p in read.phones] == [
        ("+16175550142", "12", "work"),
        ("+16175550143", "", "work"),
        ("+16175550144", "", "mobile"),
    ]
    assert (read.name, read.given_name, read.family_name) == ("Dr. Ann Lee", "Ann", "Lee")
    assert (read.account_name, read.domain, read.texts["city"]) == (
        "Harbour Mills Inc",
        "mills.example",
        "Boston",
    )
    assert (read.texts["title"], read.emails, read.flaws) == ("CFO", ("ann@mills.example",), ())
    assert quarantine(read, Suppressed()) is None


def test_an_account_is_always_named() -> None:
    assert row("", "Ann Lee", "", "", "", "ann@mills.example").account_name == "mills.example"
    assert row("", "Ann Lee", "", "", "", "ann@gmail.com").account_name == "Ann Lee"
    assert row("", "", "617-555-0142").account_name == "+16175550142"
    assert row("", "", "", "", "", "ann@gmail.com").account_name == "ann@gmail.com"


def test_a_name_that_repeats_the_company_is_nobodys() -> None:
    assert row("Harbour Mills", "HARBOUR MILLS", "617-555-0142").name == ""


def test_words_for_nothing_are_nothing() -> None:
    read = row("N/A", "-", "n/a", "none", "", "NULL")
    assert (read.phones, read.emails, read.flaws) == ((), (), ())
    assert rules(read) == ["no_way_to_reach"]


def test_an_invalid_number_alone_explains_the_quarantine() -> None:
    assert rules(row("Harbour Mills", "", "(800) 000-0000")) == ["invalid_phone"]
    assert rules(row("Harbour Mills", "", "3.34387E+13", "", "", "ann@mills")) == [
        "invalid_phone",
        "invalid_email",
    ]


def test_an_invalid_number_beside_a_good_address_is_only_told() -> None:
    read = row("Harbour Mills", "", "(800) 000-0000", "", "", "ann@mills.example")
    assert quarantine(read, Suppressed()) is None
    assert rules(read) == ["invalid_phone"]


@pytest.mark.parametrize(
    ("suppressed", "field"),
    [
        (Suppressed(phones=frozenset({"+16175550142"})), "phone"),
        (Suppressed(emails=frozenset({"ann@eu.mills.example"})), "email"),
        (Suppressed(domains=frozenset({"mills.example"})), "email"),
        (Suppressed(domains=frozenset({"shop.example"})), "website"),
    ],
)
def test_the_suppressed_are_quarantined(suppressed: Suppressed, field: str) -> None:
    read = row("Harbour", "", "617-555-0142", "", "", "Ann@eu.Mills.example", "www.shop.example")
    found = quarantine(read, suppressed)
    assert found
    assert (found.rule, found.field) == ("suppressed", field)


def test_a_domain_that_only_ends_alike_is_not_suppressed() -> None:
    read = row("Harbour", "", "", "", "", "ann@watermills.example")
    assert quarantine(read, Suppressed(domains=frozenset({"mills.example"}))) is None


def test_rows_that_are_no_rows() -> None:
    assert refusal(["", "  "], 2, None) is not None
    wide = refusal(["a", "b", "c"], 2, None)
    assert wide
    assert (wide.rule, wide.value) == ("columns", "c")
    assert refusal(["a", "b", " "], 2, None) is None
    again = refusal(["Company ", "Phone"], 2, ("Company", "Phone"))
    assert again
    assert again.rule == "header_again"


def test_names_and_numbers_stay_out_of_logs() -> None:
    assert "Ann" not in repr(row("Harbour", "Ann Lee", "617-555-0142"))


@given(st.lists(st.text(max_size=30), max_size=12))
def test_any_row_can_be_read(cells: Sequence[str]) -> None:
    read = read_row(1, cells, COLUMNS, "US")
    assert bool(read.phones or read.emails) == (quarantine(read, Suppressed()) is None)
    assert read.account_name or not read.ways
