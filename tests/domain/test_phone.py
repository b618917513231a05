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
        ("call reception", "US", []),
        ("", "US", []),
    ],
)
def test_numbers_in_a_cell(cell: str, region: str, numbers: list[str]) -> None:
    found = parse_all(cell, region)
    assert [number.e164 for number in found] == numbers
    assert all(number.valid for number in found)


UGLY = [
    # several numbers in one cell
    ("617-555-0142, 617-555-0143", "US", "+16175550142 +16175550143"),
    ("617-555-0142,6175550143", "US", "+16175550142 +16175550143"),
    ("617-555-0142;6175550143", "US", "+16175550142 +16175550143"),
    ("617-555-0142 or 617-555-0143", "US", "+16175550142 +16175550143"),
    ("617-555-0142\n617-555-0143", "US", "+16175550142 +16175550143"),
    ("6175550142 6175550143", "US", "+16175550142 +16175550143"),
    ("O: 617-555-0142 C: 617-555-0143", "US", "+16175550142 +16175550143"),
    ("+44 20 7946 0123 (London) / +1 617 555 0142 (Boston)", "US", "+442079460123 +16175550142"),
    ("01 99 00 12 34 (accueil) 01 99 00 12 35 (conservation)", "FR", "+33199001234 +33199001235"),
    ("01 99 00 12 34 - 01 99 00 12 35", "FR", "+33199001234 +33199001235"),
    ("01 99 00 12 34 01 99 00 12 35", "FR", "+33199001234 +33199001235"),
    ("0199001234;0199001235", "FR", "+33199001234 +33199001235"),
    ("030 23125001; 0152 28817386", "DE", "+493023125001 +4915228817386"),
    ("020 7946 0123 (24 hrs)", "GB", "+442079460123"),
    ("617-555-0142 since 2019", "US", "+16175550142"),
    # a neighbour told by its last digits, where all numbers are of one length
    ("617-555-0142/43", "US", "+16175550142 +16175550143"),
    ("617-555-0142 / 0143", "US", "+16175550142 +16175550143"),
    ("617-555-0142/43/44", "US", "+16175550142 +16175550143 +16175550144"),
    ("(617)555-0142/555-0143", "US", "+16175550142 +16175550143"),
    ("01 99 00 12 34/35", "FR", "+33199001234 +33199001235"),
    ("01 99 00 12 34 / 12 35", "FR", "+33199001234 +33199001235"),
    ("01 99 00 12 34 ou 12 35 (boîte vocale)", "FR", "+33199001234 +33199001235"),
    ("01 99 00 12 34/99 00 12 35", "FR", "+33199001234 +33199001235"),
    ("01 99 00 12 34/78 90", "FR", "+33199001234 +33199007890"),
    ("01 99 00 12 34/7890", "FR", "+33199001234"),
    ("617-555-0142/24", "US", "+16175550142"),
    ("617-555-0142 24/7", "US", "+16175550142"),
    ("617-555-0142 / 2023", "US", "+16175550142"),
    ("020 7946 0123 / 0124", "GB", "+442079460123"),
    ("030 23125001/02", "DE", "+493023125001"),
    ("030/23125001", "DE", "+493023125001"),
    # words and figures beside the number
    ("030 23125001 (2)", "DE", "+493023125001"),
    ("030 23125001 1st floor", "DE", "+493023125001"),
    ("030 23125001 10:30", "DE", "+493023125001"),
    ("030 23125001 ab 8 Uhr", "DE", "+493023125001"),
    ("1) 030 23125001", "DE", "+493023125001"),
    ("#1 020 7946 0123", "GB", "+442079460123"),
    ("020 7946 0123 Mon-Fri 9-5", "GB", "+442079460123"),
    ("(617) 555-0142 (617) 555-0143", "US", "+16175550142 +16175550143"),
    # extensions
    ("617-555-0142 x 123", "US", "+16175550142;123"),
    ("617-555-0142 ext. 5", "US", "+16175550142;5"),
    ("+16175550142;ext=7", "US", "+16175550142;7"),
    ("617.555.0142 #12", "US", "+16175550142;12"),
    ("617-555-0142 ext 5 / 617-555-0143 ext 6", "US", "+16175550142;5 +16175550143;6"),
    ("01 99 00 12 34 poste 12", "FR", "+33199001234;12"),
    ("01 99 00 12 34 (poste 12)", "FR", "+33199001234;12"),
    ("030 23125001 Durchwahl -12", "DE", "+493023125001;12"),
    ("617555014233", "US", "+16175550142;33"),
    ("6175550142330000", "US", "+16175550142;330000"),
    ("61755501423300001", "US", ""),
    # letters
    ("1-800-FLOWERS", "US", "+18003569377"),
    ("0800 DDA 005", "NZ", "+64800332005"),
    ("617-GET-CASH", "US", "+16174382274"),
    ("617 Unknown", "US", ""),
    ("040 Zentrale", "DE", ""),
    ("030 23125001 Berlin", "DE", "+493023125001"),
    # what a spreadsheet did
    ("3.34387E+13", "US", ""),
    ("4.42079E+11", "GB", ""),
    ("4,42079E+11", "GB", ""),
    ("4.42079460123E+11", "GB", "+442079460123"),
    ("4.42079460123E+11", "US", "+442079460123"),
    ("6.175550142E+09", "US", "+16175550142"),
    ("6.17555014E+09", "US", ""),
    ("2565550142.0", "US", "+12565550142"),
    ("33199001234.0", "FR", "+33199001234"),
    ("6,175,550,142", "US", "+16175550142"),
    ('="6175550142"', "US", "+16175550142"),
    ("'+442079460123", "US", "+442079460123"),
    ("442079460123", "GB", "+442079460123"),
    ("442079460123", "US", "+442079460123"),
    ("44 20 7946 0123", "US", "+442079460123"),
    ("44 (0)20 7946 0123", "US", "+442079460123"),
    ("16175550142", "FR", "+16175550142"),
    ("11442079460123", "US", "+442079460123"),  # 011 44 ...
    ("2079460123", "GB", "+442079460123"),
    ("15228817386", "DE", "+4915228817386"),
    ("199001234", "FR", "+33199001234"),
    ("212345678", "IT", "+390212345678"),
    # two readings, so none: 447-911-1234 ext. 56 or a British mobile
    ("447911123456", "US", ""),
    ("01 99 00 12 34 56", "FR", ""),
    # prefixes and signs
    ("tel:+1-617-555-0142", "US", "+16175550142"),
    ("callto:+16175550142", "US", "+16175550142"),
    ("0044 20 7946 0123", "FR", "+442079460123"),
    ("01144 20 7946 0123", "US", "+442079460123"),
    ("+44 (0)20 7946 0123", "US", "+442079460123"),
    ("\uff10\uff12\uff10 \uff17\uff19\uff14\uff16 \uff10\uff11\uff12\uff13", "GB", "+442079460123"),
    ("\u0660\u0662\u0660\u0667\u0669\u0664\u0666\u0660\u0661\u0662\u0663", "GB", "+442079460123"),
    ("\u202a+44 20 7946 0123\u202c", "GB", "+442079460123"),
    ("020\u00a07946\u00ad0123\ufeff", "GB", "+442079460123"),
    ("020\u20137946\u20130123", "GB", "+442079460123"),
    ("617-555-0142\u00b2", "US", "+16175550142"),
    # no numbers
    ("2012-01-02 08:00", "US", ""),
    ("12/31/2019", "US", ""),
    ("31.08.2011", "NO", ""),
    ("2011-08-31", "DE", ""),
    ("12.1.19", "AT", ""),
    ("2011-08-31 08:00", "DE", ""),
    ("unknown", "US", ""),
    ("-2", "US", ""),
]


@pytest.mark.parametrize(("cell", "region", "numbers"), UGLY)
def test_cells_as_people_and_spreadsheets_leave_them(cell: str, region: str, numbers: str) -> None:
    found = [n.e164 + (f";{n.extension}" if n.extension else "") for n in parse_all(cell, region) if n.valid]
    assert found == numbers.split()


def test_words_beside_a_number_that_no_plan_knows() -> None:
    expected = (Phone("+447700900123", valid=False),)
    assert parse_all("Main: 07700 900123", "GB") == expected
    assert parse_all("07700 900123 (home)", "GB") == expected


def test_numbers_no_plan_knows_are_told_apart() -> None:
    found = parse_all(
        "07700 900123 / 07700 900124", "GB"
    )  # Ofcom's, for drama: libphonenumber leaves them out
    assert found == (Phone("+447700900123", valid=False), Phone("+447700900124", valid=False))


@given(
    st.text("0123456789 ()-./+,;xE&='\u00a0\u202a\uff11", max_size=30),
    st.sampled_from(["US", "GB", "FR", "DE", "IT", "ZZ"]),
)
def test_any_cell_of_digits_and_marks_is_read(text: str, region: str) -> None:
    found = parse_all(text, region)
    assert len(set(found)) == len(found)
    assert all(re.fullmatch(r"\+[1-9]\d{3,16}", number.e164) for number in found)


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


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data is not here")
def test_the_librarys_own_examples() -> None:
    with (SHARED / "phone_vectors_libphonenumber.tsv").open(encoding="utf-8", newline="") as file:
        rows = [row[:6] for row in csv.reader(file, delimiter="\t")][1:]
    assert len(rows) > 150
    for text, region, e164, extension, possible, valid in rows:
        expected = Phone(e164, extension, valid == "True") if possible == "True" else None
        assert parse(text.replace("\\t", "\t"), region) == expected, text
