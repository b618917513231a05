"""Names and sites folded into keys."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdr_desk.domain.matching import (
    Company,
    company_key,
    fold,
    person_key,
    same_company,
    site_domain,
    split_name,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Harbour Mills, Inc.", "HARBOUR MILLS"),
        ("The Harbour Mills Company", "harbour mills ltd"),
        ("Müller & Söhne GmbH & Co. KG", "Muller and Sohne"),
        ("Société Générale d'Eau S.A.", "SOCIETE GENERALE DEAU SA"),
        ("O'Brien’s B.V.", "OBriens"),
    ],
)
def test_one_company_in_two_spellings(one: str, other: str) -> None:
    assert company_key(one) == company_key(other)


def test_companies_that_only_share_a_word_stay_apart() -> None:
    assert company_key("Harbour Mills") != company_key("Harbour Hills")


def test_a_name_that_is_a_legal_form_is_kept() -> None:
    assert company_key("Co") == "co"


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=60))
def test_keys_do_not_depend_on_spaces_around(text: str) -> None:
    assert company_key(f"  {text} ") == company_key(text)
    assert person_key(f"  {text} ") == person_key(text)


def test_one_person_in_two_spellings() -> None:
    assert person_key("Dr. Ann Lee, Jr.") == person_key("LEE, Ann") == person_key("ann lee")
    assert person_key("Ann Lee") != person_key("Anna Lee")


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Ann Lee", ("Ann", "Lee")),
        ("Dr. Ann May Lee", ("Ann May", "Lee")),
        ("Lee, Ann", ("Ann", "Lee")),
        ("Dr. Andrew Moss, Jr.", ("Andrew", "Moss")),
        ("Andrew Moss III", ("Andrew", "Moss")),
        ("Ann", ("", "")),
        ("", ("", "")),
    ],
)
def test_names_come_apart(name: str, parts: tuple[str, str]) -> None:
    assert split_name(name) == parts


@pytest.mark.parametrize(
    ("site", "domain"),
    [
        ("https://www.Harbour.example/about?x=1", "harbour.example"),
        ("harbour.example/", "harbour.example"),
        ("www2.harbour.example", "harbour.example"),
        ("http://user@shop.harbour.example:8080", "shop.harbour.example"),
        ("n/a", None),
        ("", None),
        ("harbour", None),
    ],
)
def test_the_domain_of_a_site(site: str, domain: str | None) -> None:
    assert site_domain(site) == domain


def test_two_sites_are_two_companies_and_one_site_is_one() -> None:
    known = Company(uuid4(), "mills.example", "boston ma")
    assert same_company(known, "mills.example", "denver co", nameless=True)
    assert not same_company(known, "other.example", "boston ma", nameless=False)


def test_an_establishment_in_another_town_is_another_one() -> None:
    known = Company(uuid4(), None, "boston ma")
    assert not same_company(known, None, "denver co", nameless=True)
    assert same_company(known, None, "denver co", nameless=False)
    assert same_company(known, None, "", nameless=True)
