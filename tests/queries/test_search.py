"""Search as you type finds what a plain look at every lead finds, in its order, whatever is typed."""

import re
from collections.abc import Iterable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bdr_desk.desk import Desk
from bdr_desk.domain.matching import fold
from bdr_desk.domain.typed_search import beginnings
from bdr_desk.queries.search import search
from bdr_desk.store.projects import add_project
from bdr_desk.store.tables import Account, Contact, ContactEmail, Lead, Project
from tests.conftest import SHORT_DEFINITION
from tests.people import BOSTON, LONDON, add_lead

PEOPLE = (
    ("Ada Okafor", "Harbor Freightways LLC"),
    ("Adam O'Brien", "Harbor & Sons"),
    ("Zoë Müller-Ødegård", "Größe GmbH"),
    ("Dr. Don Near", "And Not Or Inc."),
    ("Ōta 王", "360 Studio 54"),
    ("Минако Иванова", "S.A. Calder"),
    ("", "Adama Mills"),
    ("Ada Okafor", "Calder Mills Ltd"),
)
PIECES = ("a", "ad", "ada", "adam", "o", "obrien", "o'b", "har", "harbor", "zoë", "zoe", "muller", "ø", "größe", "grosse",
          "dr", "don", "near", "and", "not", "or", "ota", "王", "мин", "sa", "s.a", "llc", "mills", "cal", "54", "36", "x",
          "freig", "okafo", "adama", "calderm", "müll", "&")  # fmt: skip


@pytest.fixture
def people(desk: Desk, project: Project) -> None:
    for name, company in PEOPLE:
        add_lead(desk, project, name, company, phones=(), emails=())


def names(desk: Desk, text: str) -> list[str]:
    return [found.name for found in search(desk, text)]


def plainly(text: str) -> list[tuple[str, str]]:
    """Every lead looked at in Python."""
    wanted = fold(text).split()
    if not wanted:
        return []
    rows = [(_words(name) | _words(company), company, name) for name, company in PEOPLE]
    hits = [row for row in rows if all(any(word.startswith(w) for word in row[0]) for w in wanted)]
    # A word that begins another one typed asks for nothing more.
    telling = {word for word in wanted if not any(o != word and o.startswith(word) for o in wanted)}
    hits.sort(key=lambda row: (not telling <= row[0], row[1].casefold(), row[2].casefold()))
    return [(name or "Whoever answers", company) for _, company, name in hits]


def _words(name: str) -> set[str]:
    return set(fold(name).split())


@pytest.mark.usefixtures("people")
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=3).map(" ".join))
def test_finds_what_a_plain_look_finds(desk: Desk, text: str) -> None:
    assert [(found.name, found.account_name) for found in search(desk, text)] == plainly(text)


@pytest.mark.parametrize("most", [2, 64])
def test_however_many_words_begin_so(
    desk: Desk, project: Project, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bdr_desk.queries.search.MOST_WORDS", most)
    for name in ("Harbor", "Harborfield", "Harbormann", "Harborø", "Harbo", "Harbaugh"):
        add_lead(desk, project, f"Ada {name}", "Firm", phones=(), emails=())
    assert names(desk, "harbor") == ["Ada Harbor", "Ada Harborfield", "Ada Harbormann", "Ada Harborø"]
    assert names(desk, "harborf ada") == ["Ada Harborfield"]
    assert names(desk, "harborx") == names(desk, "harborx ada") == []


@pytest.mark.usefixtures("people")
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40) | st.text("\"*^:()-+@.,%_\\{}' 0123456789aANDORT\x00\ud800", max_size=40))
def test_nothing_typed_is_an_error(desk: Desk, text: str) -> None:
    search(desk, text)


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    "text", ['"', "*", "-", "AND", "NOT a", "a OR", "NEAR(", "NEAR(a b)", "words:a", "^a", "{a", "a*", "-ada"]
)
def test_operators_are_words(desk: Desk, text: str) -> None:
    assert [(found.name, found.account_name) for found in search(desk, text)] == plainly(text)


@pytest.fixture
def ada(desk: Desk, project: Project) -> None:
    add_lead(desk, project)
    add_lead(desk, project, "Ken Ito", "Calder Mills", phones=(LONDON,), emails=("ken.ito@calder.example",))


NUMBERS = {
    "Ada Okafor": (
        "617", "(617) 555-01", "617 555 0142", "617.555.0142", "1 617 555", "+1 617", "+1 (617) 555-0142", "0142", "50142",
        "5550142", "555-01", "001 617 555 0142", "6175550142",
    ),
    "Ken Ito": (
        "0207946", "020 7946", "020 7946 0123", "+44 20 7946", "+44 (0)20 7946", "0044 20 7946", "011 44 20 7946", "0123",
        "79460123", "442079", "(020) 7946 0123", "207946",
    ),
}  # fmt: skip


@pytest.mark.usefixtures("ada")
@pytest.mark.parametrize(
    ("name", "text"), [(name, text) for name, texts in NUMBERS.items() for text in texts]
)
def test_any_form_of_a_number(desk: Desk, name: str, text: str) -> None:
    assert names(desk, text) == [name]


def test_four_or_seven_digits_are_the_end_of_a_number_first(desk: Desk, project: Project) -> None:
    add_lead(desk, project, "Ada Begins", "A", phones=("+4915228817386",), emails=())
    add_lead(desk, project, "Zoe Ends", "Z", phones=("+16175550152",), emails=())
    assert names(desk, "0152") == ["Zoe Ends", "Ada Begins"]
    assert names(desk, "01522") == ["Ada Begins"]
    assert names(desk, "5550152") == ["Zoe Ends"]


MARKS = {
    "Ada Okafor": ("ada.okafor@h", "ADA.", "okafor 617", "oka +1617", "0142 harb", "ada ada.okafor@"),
    "Ken Ito": ("ken.i", "KEN.ITO@calder.example", "ito 0123", "ken.ito@ 7946", "ken 020 7946 0123"),
}


@pytest.mark.usefixtures("ada")
@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in MARKS.items() for text in texts])
def test_addresses_and_marks_beside_words(desk: Desk, name: str, text: str) -> None:
    assert names(desk, text) == [name]


@pytest.mark.usefixtures("ada")
@pytest.mark.parametrize(
    "text", ["okafor 0123", "ito 617", "ken ada.okafor@", "99", "618", "+44 617", "5550143"]
)
def test_all_of_it_must_fit(desk: Desk, text: str) -> None:
    assert search(desk, text) == ()


def test_the_site_of_a_company(desk: Desk, project: Project) -> None:
    add_lead(desk, project, "Ada Okafor", "International Freight", emails=())
    with desk.write() as tx:
        tx.scalars(select(Account)).one().domain = "acme.example"
    for text in ("acme.ex", "acme", "@acme.example", "www.acme"):
        assert names(desk, text) == ["Ada Okafor"], text


def test_whole_words_then_this_project_then_the_alphabet(desk: Desk, project: Project) -> None:
    with desk.write() as tx:
        other = add_project(tx, "Other", region="GB", definition=SHORT_DEFINITION)
    for where, name in (
        (other, "Ada Lee"),
        (project, "Adam Moor"),
        (project, "Zed Ada"),
        (other, "Adah Abel"),
        (project, "Adaline Xu"),
    ):
        add_lead(desk, where, name, "Firm", phones=(), emails=())
    assert names(desk, "ada") == ["Zed Ada", "Ada Lee", "Adaline Xu", "Adam Moor", "Adah Abel"]
    assert [found.name for found in search(desk, "ada", 2)] == ["Zed Ada", "Ada Lee"]


def test_renamed_merged_and_taken_apart_again(desk: Desk, project: Project) -> None:
    lead = add_lead(desk, project)
    with desk.write() as tx:
        contact = tx.get_one(Contact, tx.get_one(Lead, lead).contact_id)
        contact.name, contact.name_key = "Ada Nwosu", "ada nwosu"
    assert (names(desk, "okafor"), names(desk, "nwo")) == ([], ["Ada Nwosu"])
    other = add_lead(desk, project, "A. Nwosu", phones=(LONDON,))
    with desk.write() as tx:
        merged = tx.get_one(Contact, tx.get_one(Lead, other).contact_id)
        merged.merged_into_id = contact.id
    assert names(desk, "nwo") == ["Ada Nwosu"] and names(desk, "+44 20") == []
    with desk.write() as tx:
        tx.get_one(Contact, merged.id).merged_into_id = None
    assert len(names(desk, "nwo")) == 2 and names(desk, "+44 20") == ["A. Nwosu"]


def test_the_first_number_is_shown_with_its_extension(desk: Desk, project: Project) -> None:
    add_lead(desk, project, phones=(BOSTON, LONDON))
    add_lead(desk, project, "Ken Ito", phones=())
    assert {found.name: found.phone for found in search(desk, "harbor")} == {
        "Ada Okafor": "+1 617-555-0142",
        "Ken Ito": "",
    }


def test_more_addresses_of_one_person_are_one_hit(desk: Desk, project: Project) -> None:
    lead = add_lead(desk, project)
    with desk.write() as tx:
        contact = tx.get_one(Lead, lead).contact_id
        tx.add(ContactEmail(contact_id=contact, address="ada2@x.example", address_key="ada2@x.example"))
    assert names(desk, "ada") == ["Ada Okafor"]
    assert names(desk, "ada2@") == ["Ada Okafor"]


def test_national_forms_of_this_region_come_first() -> None:
    assert beginnings("020 7946", ["44"])[:2] == ("+44207946", "+440207946")
    assert "+390207946" in beginnings("020 7946", ["44"])  # Italy's zero stays
    assert beginnings("8 495", ["7"])[0] == "+7495"
    assert all(re.fullmatch(r"\+\d+", form) for form in _forms("+1 617", "0011", "06 1 234", "000"))


def _forms(*numbers: str) -> Iterable[str]:
    return (form for number in numbers for form in beginnings(number, ["1"]))
