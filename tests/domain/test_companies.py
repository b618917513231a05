"""Customers and competitors: as they are typed, as a list's row has them, and each once."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdr_desk.domain.columns import match_columns
from bdr_desk.domain.companies import Book, Entry, Part, counts
from bdr_desk.domain.company_reading import entry_in, entry_of, is_heading, read_company
from bdr_desk.domain.hygiene.companies import mentions
from bdr_desk.domain.list_rows import read_row
from bdr_desk.errors import BadInput


@pytest.mark.parametrize(
    ("text", "site", "entry"),
    [
        ("Cobalt Dental, Inc.", "", ("Cobalt Dental, Inc.", "cobalt dental", None)),
        ("cobalt.example", "", ("cobalt.example", "", "cobalt.example")),
        ("https://www.Cobalt.example/en", "", ("cobalt.example", "", "cobalt.example")),
        ("Cobalt Dental, cobalt.example", "", ("Cobalt Dental", "cobalt dental", "cobalt.example")),
        ("Cobalt Dental www.cobalt.example", "", ("Cobalt Dental", "cobalt dental", "cobalt.example")),
        ("Cobalt.example", "", ("Cobalt.example", "cobaltexample", "cobalt.example")),
        ("Cobalt Dental", "cobalt.example", ("Cobalt Dental", "cobalt dental", "cobalt.example")),
        ("", "cobalt.example", ("cobalt.example", "", "cobalt.example")),
        ("Studio 1.5", "", ("Studio 1.5", "studio 15", None)),
    ],
)
def test_as_it_is_typed(text: str, site: str, entry: tuple[str, str, str | None]) -> None:
    assert read_company(text, site) == Entry(*entry)


@pytest.mark.parametrize(
    ("text", "site"),
    [("", ""), ("  ", ""), ("n/a", ""), ("Test", ""), ("---", ""), ("gmail.com", ""), ("Cobalt", "gmail.com"), ("Cobalt", "x")],
)  # fmt: skip
def test_what_would_match_anybody_is_refused(text: str, site: str) -> None:
    with pytest.raises(BadInput):
        read_company(text, site)


HEADER = ["Company", "Website", "E-mail"]


@pytest.mark.parametrize(
    ("cells", "entry"),
    [
        (["Cobalt Dental", "", ""], ("Cobalt Dental", "cobalt dental", None)),
        (["Cobalt Dental", "www.cobalt.example", ""], ("Cobalt Dental", "cobalt dental", "cobalt.example")),
        (["Cobalt Dental", "", "ann@cobalt.example"], ("Cobalt Dental", "cobalt dental", "cobalt.example")),
        (["Cobalt Dental", "", "ann@gmail.com"], ("Cobalt Dental", "cobalt dental", None)),
        (["", "cobalt.example", ""], ("cobalt.example", "", "cobalt.example")),
        (["unknown", "cobalt.example", ""], ("cobalt.example", "", "cobalt.example")),
        (["unknown", "", "ann@gmail.com"], None),
        (["", "", ""], None),
    ],
)
def test_as_a_row_has_it(cells: list[str], entry: tuple[str, str, str | None] | None) -> None:
    columns = match_columns(HEADER, [["Cobalt Dental", "cobalt.example", "ann@cobalt.example"]], "US")
    assert entry_of(read_row(2, cells, columns, "US")) == (Entry(*entry) if entry else None)


def test_a_cell_of_a_file_without_headings() -> None:
    found = entry_in("Cobalt Dental GmbH")
    assert found and found.name_key == "cobalt dental" and entry_in("n/a") is None
    assert is_heading("Customers") and not is_heading("Cobalt Dental")


def test_each_once_and_completed_by_its_site() -> None:
    key = uuid4()
    book = Book.of([(key, "cobalt dental", None)])
    plain, both = Entry("Cobalt Dental", "cobalt dental", None), read_company("Cobalt Dental, cobalt.example")
    assert book.has(plain) and not book.has(both)
    assert book.complete(both) == key
    book.note(key, both.name_key, both.domain)
    assert book.has(both) and book.complete(both) is None
    second = read_company("Cobalt Dental, cobalt.test")
    assert not book.has(second) and book.names_it(second) and book.complete(second) is None


NAMES = st.sampled_from(["", "cobalt dental", "calder mills", "harbor freightways"])
SITES = st.sampled_from([None, "cobalt.example", "calder.example"])


@given(st.lists(st.builds(Entry, st.just("x"), NAMES, SITES).filter(lambda e: bool(e.name_key or e.domain))))
def test_what_was_noted_is_known(entries: list[Entry]) -> None:
    book, kept = Book(), dict[UUID, Entry]()
    for entry in entries:
        if not book.has(entry):
            key = book.complete(entry) or uuid4()
            kept[key] = entry
            book.note(key, entry.name_key, entry.domain)
        assert book.has(entry)
    again = Book.of((key, entry.name_key, entry.domain) for key, entry in kept.items())
    assert all(again.has(entry) for entry in entries)


def test_a_rule_that_is_off_minds_nobody() -> None:
    assert counts({}, Part.CUSTOMER) and counts({"already_customer": "warn"}, Part.CUSTOMER)
    assert not counts({"already_customer": "off"}, Part.CUSTOMER)


def test_a_competitor_in_a_title_is_found_among_many() -> None:
    keys = frozenset((*(f"works {n}" for n in range(50_000)), "blackthorn systems"))
    assert mentions("Account Executive at Blackthorn Systems, EMEA", keys)
    assert mentions("Vertrieb bei Works 7", keys)
    assert not mentions("Blackthorn Systems Administrator at Calder Mills", keys)
    assert not mentions("Head of Sales at", keys)
