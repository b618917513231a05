"""Cells made readable: what a spreadsheet did is undone, what it lost is not invented."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdr_desk.domain.phone_cell import tidied, without_trunk_zero


@pytest.mark.parametrize(
    ("cell", "plain"),
    [
        ("617-555-0142", "617-555-0142"),
        ("  617-555-0142\n", "617-555-0142"),
        ("4.42079460123E+11", "442079460123"),
        ("4,42079460123e11", "442079460123"),
        ("4.4207946012E+11", ""),  # eleven of twelve digits
        ("4E+11", ""),
        ("2565550142.00", "2565550142"),
        ("04.74.36.72.0", "04.74.36.72.0"),
        ("6,175,550,142", "6175550142"),
        ("617,555", "617,555"),
        ('="6175550142"', "6175550142"),
        ("'6175550142", "6175550142"),
        ("\u2019+33199001234", "+33199001234"),
        ("01 99 00 12 34 - poste : 12", "01 99 00 12 34 ext. 12"),
        ("\uff0b\uff14\uff14\u300020\u20117946\u200b0123", "+44 20-79460123"),
        ("617-555-0142\u00b9", "617-555-0142\u00b9"),  # a footnote is no digit
    ],
)
def test_tidied(cell: str, plain: str) -> None:
    assert tidied(cell) == plain


@given(st.text(max_size=60))
def test_tidying_invents_no_digit(cell: str) -> None:
    assert sum(char.isdecimal() for char in tidied(cell)) <= sum(char.isdecimal() for char in cell)


_COUNTED = re.compile(r"^\d{1,2}\)\s|\s\(\d{1,2}\)$")  # "1) 030 ...": the number's place among several goes


@given(
    st.from_regex(r"[0-9() .+-]{4,20}", fullmatch=True).filter(
        lambda text: text == text.strip() and not _COUNTED.search(text)
    )
)
def test_what_is_tidy_already_stays(cell: str) -> None:
    assert tidied(cell) == cell or cell.rstrip("0").endswith(".")


def test_the_zero_dialled_only_at_home() -> None:
    assert without_trunk_zero("+44 (0)20 7946 0123").split() == ["+44", "20", "7946", "0123"]
