"""Numbers read from cells, shown and dialled."""

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdr_desk.domain.phone import Phone, dial_uri, is_region, parse, parse_all, shown

SHARED = Path(__file__).parents[3] / "shared" / "data"


@pytest.mark.parametrize(
    ("cell", "region", "numbers"),
    [
        ("617-555-0142", "US", ["+16175550142"]),
        ("(617) 555-0142 ext. 7", "US", ["+16175550142"]),
        ("+44 20 7946 0123", "US", ["+442079460123"]),
        ("01 99 00 12 34 (mairie)", "FR", ["+33199001234"]),
        ("01 99 00 12 34 / 01 99 00 12 35", "FR", ["+33199001234", "+33199001235"]),
        ("01.99.00.12.34 ou 01 99 00 12 34", "FR", ["+33199001234"]),
        ("33 (0) 1 99 00 12 34", "FR", ["+33199001234"]),
        ("3.34387E+13", "US", []),
        ("call reception", "US", []),
        ("", "US", []),
    ],
)
def test_numbers_in_a_cell(cell: str, region: str, numbers: list[str]) -> None:
    found = parse_all(cell, region)
    assert [number.e164 for number in found] == numbers
    assert all(number.valid for number in found)


def test_a_number_no_plan_knows_is_given_but_not_valid() -> None:
    (found,) = parse_all("(800) 000-0000", "US")
    assert not found.valid


def test_an_extension_is_kept_apart() -> None:
    assert parse("617-555-0142 x33", "US") == Phone("+16175550142", "33", True)
    assert shown("+16175550142", "33").endswith("ext. 33")


@given(st.text(max_size=40), st.sampled_from(["US", "GB", "FR", "DE"]))
def test_whatever_is_read_is_e164(text: str, region: str) -> None:
    for found in parse_all(text, region):
        assert re.fullmatch(r"\+[1-9]\d{3,16}", found.e164)


def test_only_digits_reach_the_dial_uri() -> None:
    assert dial_uri("+16175550142;phone-context=x") == "tel:+16175550142"


def test_numbers_are_masked_for_logs() -> None:
    assert "5550142" not in repr(Phone("+16175550142"))


def test_regions() -> None:
    assert is_region("GB")
    assert not is_region("XX")


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data is not here")
def test_texts_without_a_number_have_none() -> None:
    with (SHARED / "phone_matcher_texts.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t"))[1:]
    assert rows
    for text, region, found in rows:
        expected = re.findall(r"\+\d+", found)
        got = [number.e164 for number in parse_all(text.strip("'"), region) if number.valid]
        assert got or not expected, text
