"""What a row says, and its verdict."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from bdr_desk.domain.columns import match_columns
from bdr_desk.domain.export import safe_cell
from bdr_desk.domain.list_rows import ReadRow, read_row, refusal, row_reader, tidy

HEADER = ["Company", "Name", "Work Phone", "Mobile", "Ext", "Email", "Website", "City", "Job Title"]
COLUMNS = match_columns(HEADER, [], "US")


def row(*cells: str) -> ReadRow:
    return read_row(2, cells, COLUMNS, "US")


def rules(read: ReadRow) -> list[str]:
    return [flaw.rule for flaw in read.flaws]


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


def test_an_account_is_always_named() -> None:
    assert row("", "Ann Lee", "", "", "", "ann@mills.example").account_name == "mills.example"
    assert row("", "Ann Lee", "", "", "", "ann@gmail.com").account_name == "Ann Lee"
    assert row("", "", "617-555-0142").account_name == "+16175550142"
    assert row("", "", "", "", "", "ann@gmail.com").account_name == "ann@gmail.com"


def test_a_name_that_repeats_the_company_is_nobodys() -> None:
    assert row("Harbour Mills", "HARBOUR MILLS", "617-555-0142").name == ""


def test_cells_guarded_against_formulas_read_as_they_were() -> None:
    """As the desk exports them, and as others do (OWASP, "CSV Injection")."""
    read = row(
        "'=1+1 Mills", "'-Ann Lee", "'+1 617 555 0142", "", "", " '+ann@mills.example", "", "'s-Hertogenbosch"
    )
    assert (read.company, read.name) == ("=1+1 Mills", "-Ann Lee")
    assert [p.number.e164 for p in read.phones] == ["+16175550142"]
    assert (read.emails, read.texts["city"]) == (("+ann@mills.example",), "'s-Hertogenbosch")


@given(st.text(max_size=20))
def test_a_cell_comes_back_from_an_export(text: str) -> None:
    assert tidy([safe_cell(text)]) == tidy([text])


def test_words_for_nothing_are_nothing() -> None:
    read = row("N/A", "-", "n/a", "none", "", "NULL")
    assert (read.phones, read.emails, read.flaws) == ((), (), ())


def test_cells_that_could_not_be_read_are_told() -> None:
    assert rules(row("Harbour Mills", "", "(800) 000-0000")) == ["invalid_phone"]
    assert rules(row("Harbour Mills", "", "3.34387E+13", "", "", "ann@mills")) == [
        "invalid_phone",
        "invalid_email",
    ]


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
    assert read.account_name or not (read.phones or read.mails)


@given(
    st.lists(
        st.lists(st.sampled_from(["", "Oak", "Elm Ltd", "Boston", "n/a", "a@elm.de", "'=x"]), min_size=9),
        max_size=4,
    )
)
def test_a_firm_that_is_remembered_reads_the_same(rows: list[list[str]]) -> None:
    for cells in rows:
        assert read_row(1, cells, COLUMNS, "US") == row_reader.__wrapped__(COLUMNS, "US")(1, cells)
