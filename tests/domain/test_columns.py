"""Which column is which field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdr_desk.domain.column_names import EXACT, FIELDS, NAMES, field_named, plain_header
from bdr_desk.domain.columns import ColumnMap, column_names, header_at, match_columns
from bdr_desk.errors import BadInput


def fields(columns: ColumnMap) -> dict[str, tuple[str, ...]]:
    return {
        column.field: tuple(c.name for c in columns.columns if c.field == column.field)
        for column in columns.columns
    }


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Company", "company"),
        ("Organisation", "company"),
        ("Organization Name", "company"),
        ("Hospital Name", "company"),
        ("INSTNM", "company"),
        ("nom_officiel_du_musee", "company"),
        ("Firma", "company"),
        ("companyName", "company"),
        ("phone1", "phone"),
        ("Phone 2 - Value", "phone"),
        ("Work Phone", "phone"),
        ("Phone Number", "phone"),
        ("Téléphone", "phone"),
        ("Telefon (geschäftlich)", "phone"),
        ("GENTELE", "switchboard"),
        ("Company Main Phone", "switchboard"),
        ("Mobile", "mobile"),
        ("Mobile Number", "mobile"),
        ("Direct", "phone"),
        ("E-mail Address", "email"),
        ("E-mail 2 Address", "email"),
        ("Primary Email", "email"),
        ("Correo electrónico", "email"),
        ("Job Title", "title"),
        ("CHFTITLE", "title"),
        ("First Name", "given_name"),
        ("firstName", "given_name"),
        ("Vorname", "given_name"),
        ("LAST_NAME", "family_name"),
        ("Display Name", "name"),
        ("Ansprechpartner", "name"),
        ("WEBADDR", "website"),
        ("Web Page 1", "website"),
        ("STABBR", "state"),
        ("ZIP Code", "postal_code"),
        ("code_postal", "postal_code"),
        ("PLZ", "postal_code"),
        ("# Employees", "size"),
        ("NumEmployees", "size"),
        ("Branche", "industry"),
        ("Fax Number", None),
        ("Business Fax", None),
        ("Phone Type", None),
        ("County Name", None),
        ("Latitude", None),
        ("Hospital Ownership", None),
        ("", None),
    ],
)
def test_usual_names(header: str, field: str | None) -> None:
    found = field_named(header)
    assert (found[0] if found else None) == field


def test_every_exact_name_is_written_plainly_and_means_a_known_field() -> None:
    for name, (field, _) in EXACT.items():
        assert field in FIELDS
        assert field_named(name.title()) == EXACT[name], name


def test_no_name_stands_for_two_fields() -> None:
    """`EXACT` would silently keep the last."""
    written = [(plain_header(name), field) for field, names in NAMES.items() for name in names.split("|")]
    assert all(EXACT[plain][0] == field for plain, field in written)


def test_the_office_wins_over_the_home_and_several_numbers_are_kept() -> None:
    header = ["Home City", "Work City", "Work Phone", "Home Phone", "Phone 2", "Home Address", "Work Address"]
    assert fields(match_columns(header, [], "US")) == {
        "phone": ("Work Phone", "Phone 2"),
        "home": ("Home Phone",),
        "street": ("Work Address",),
        "city": ("Work City",),
    }


def test_a_bare_name_is_the_company_where_nothing_speaks_of_a_person() -> None:
    assert "company" in fields(match_columns(["Name", "Phone"], [], "US"))
    assert "name" in fields(match_columns(["Name", "Title", "Phone"], [], "US"))
    assert "name" in fields(match_columns(["Name", "Company", "Phone"], [], "US"))
    people = [["Ann Lee", "ann.lee@mills.example"]]
    assert "name" in fields(match_columns(["Name", "Email"], people, "US"))
    assert "company" in fields(match_columns(["Name", "Email"], [["Harbour", "info@mills.example"]], "US"))


HEADERLESS = [
    ["A1", "HARBOUR MILLS", "19740401", "BOSTON", "", "617-555-0142"],
    ["A2", "ELM STREET CLINIC", "19740402", "BOSTON", "", "617-555-0143"],
    ["A3", "PINE AND SON", "19740403", "BOSTON", "", "617-555-0144"],
]


def test_a_list_without_header_is_read_by_its_cells() -> None:
    columns = match_columns(None, HEADERLESS, "US")
    assert [(c.field, c.index, c.how) for c in columns.columns] == [
        ("company", 1, "contents"),
        ("phone", 5, "contents"),
        ("city", 3, "contents"),
    ]


def test_a_headerless_column_of_people_is_told_by_their_addresses() -> None:
    rows = [["Ann Lee", "ann@mills.example"], ["Bob Moss", "moss@mills.example"]]
    assert fields(match_columns(None, rows, "US")) == {"name": ("column 1",), "email": ("column 2",)}


def test_days_are_not_phone_numbers() -> None:
    rows = [["1974-04-01", "20240131"], ["1975-05-02", "20240201"]]
    assert match_columns(None, rows, "GB").columns == ()


def test_unnamed_numbers_are_found_under_a_header_that_says_nothing() -> None:
    columns = match_columns(["Firm", "X1"], [["Harbour Mills", "617-555-0142"]], "US")
    assert columns.of("phone") == (1,)


def test_a_choice_overrules_and_takes_the_column_away_from_its_guess() -> None:
    header = ["Company", "Phone", "Contact", "Ref"]
    columns = match_columns(header, [], "US", [("phone", "Ref"), ("company", "contact"), ("note", "1")])
    assert fields(columns) == {"company": ("Contact",), "phone": ("Ref",), "note": ("Company",)}
    assert {column.how for column in columns.columns} == {"chosen"}


def test_several_columns_can_be_chosen_for_one_field_and_one_can_be_ignored() -> None:
    header = ["Tel A", "Tel B", "Tel C"]
    chosen = [("phone", "Tel C"), ("phone", "Tel A")]
    assert fields(match_columns(header, [], "US", chosen)) == {"phone": ("Tel C", "Tel A")}
    assert fields(match_columns(header, [], "US", [("ignore", "2")])) == {"phone": ("Tel A", "Tel C")}


@pytest.mark.parametrize("column", ["Telefon", "0", "4", ""])
def test_a_missing_column_names_those_there_are(column: str) -> None:
    with pytest.raises(BadInput, match="Company, Phone, Ref"):
        match_columns(["Company", "Phone", "Ref"], [], "US", [("phone", column)])


def test_an_unknown_field_names_the_fields_there_are() -> None:
    with pytest.raises(BadInput, match="given_name"):
        match_columns(["Company", "Phone"], [], "US", [("shoe_size", "Phone")])


def test_a_header_is_found_below_titles_and_blank_rows() -> None:
    rows = [["Contacts 2027"], [""], ["Company", "Phone"], ["Harbour Mills", "617-555-0142"]]
    assert header_at(rows) == 2


def test_a_first_row_of_data_is_no_header() -> None:
    assert header_at(HEADERLESS) is None
    assert header_at([["Ann Lee", "ann@mills.example"]]) is None
    assert header_at([["a", "b"], ["1", "2"]]) == 0
    assert header_at([]) is None


@given(st.permutations(["Company", "First Name", "Last Name", "E-mail Address", "Work Phone", "ZIP", "Fax"]))
def test_the_order_of_columns_does_not_matter(header: list[str]) -> None:
    assert fields(match_columns(header, [], "US")) == {
        "company": ("Company",), "given_name": ("First Name",), "family_name": ("Last Name",),
        "phone": ("Work Phone",), "email": ("E-mail Address",), "postal_code": ("ZIP",),
    }  # fmt: skip


@given(
    st.lists(st.text(max_size=20), max_size=12),
    st.lists(st.lists(st.text(max_size=20), max_size=12), max_size=8),
)
def test_any_header_and_cells_can_be_matched(header: list[str], sample: list[list[str]]) -> None:
    width = max([len(header), *map(len, sample)])
    for head in (header, None):
        assert all(0 <= column.index < width for column in match_columns(head, sample, "US").columns)
    assert len(column_names(header, width)) == width
