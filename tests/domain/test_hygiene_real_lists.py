"""The judge on lists nobody here wrote: establishments, most of which have nothing wrong with them."""

from pathlib import Path

import pytest

from bdr_desk.domain.columns import match_columns
from bdr_desk.domain.hygiene import judge
from bdr_desk.domain.list_rows import read_row
from bdr_desk.files.list_file import open_list
from tests.domain.hygiene_figures import terms

LISTS = Path(__file__).parents[3] / "shared" / "data" / "lists"
ROWS = 600
ABOUT_REACHING = {"no_way_to_reach", "impossible_phone", "invalid_phone", "memorable_number"}


@pytest.mark.skipif(not LISTS.is_dir(), reason="the lists lie beside the checkout")
@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("us-hospitals_cms_2017.csv", "US"),
        ("us-colleges_ipeds_hd2019.csv", "US"),
        ("uk-gp-practices_epraccur.csv", "GB"),
        ("fr-museums_semicolon.csv", "FR"),
    ],
)
def test_real_establishments_are_clean_but_for_their_numbers(name: str, region: str) -> None:
    file = open_list(LISTS / name)
    columns = match_columns(file.header, [cells for _, cells in file.sample], region)
    broken = []
    for (number, cells), _ in zip(file.rows(), range(ROWS), strict=False):
        broken.append({flaw.rule for flaw in judge(read_row(number, cells, columns, region), terms(region))})
    # a fifth of these British practices have closed and have no number
    assert sum(not rules for rules in broken) >= 0.75 * len(broken)
    assert (
        sum(bool(rules - ABOUT_REACHING) for rules in broken) <= 1
    )  # one college has an address for its head
