"""Dates as lists hold them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdr_desk.domain.hygiene.dates import date_in


@pytest.mark.parametrize(
    ("cell", "region", "day"),
    [
        ("2023-01-31", "US", date(2023, 1, 31)),
        ("2023-01-31T23:59:00Z", "US", date(2023, 1, 31)),
        ("20230131", "US", date(2023, 1, 31)),
        ("03/04/2023", "US", date(2023, 3, 4)),
        ("03/04/2023", "GB", date(2023, 4, 3)),
        ("13/04/2023", "US", date(2023, 4, 13)),
        ("04/13/2023", "GB", date(2023, 4, 13)),
        ("31.1.23", "DE", date(2023, 1, 31)),
        ("31 janvier 2023", "FR", date(2023, 1, 31)),
        ("Jan 31, 2023 10:15", "US", date(2023, 1, 31)),
        ("15. März 2022", "DE", date(2022, 3, 15)),
        ("44957", "US", date(2023, 1, 31)),
        ("44957.75", "US", date(2023, 1, 31)),
        ("1675123200", "US", date(2023, 1, 31)),
        ("2023年1月31日", "JP", date(2023, 1, 31)),
        ("Feb 2024", "US", date(2024, 2, 29)),
        ("Q1 2023", "US", date(2023, 3, 31)),
        ("2023", "US", date(2023, 12, 31)),
        ("01/2023", "FR", date(2023, 1, 31)),
    ],
)
def test_a_day(cell: str, region: str, day: date) -> None:
    assert date_in(cell, region) == day


@pytest.mark.parametrize(
    "cell", ["", "recently", "yes", "99/99/9999", "2023-02-30", "3 years ago", "12", "617-312-4452", "0/0/0"]
)
def test_no_day(cell: str) -> None:
    assert date_in(cell, "US") is None


@given(st.dates(date(1970, 1, 1), date(2069, 12, 31)), st.sampled_from(["US", "DE"]))
def test_a_written_day_is_read_back(day: date, region: str) -> None:
    order = "%m/%d/%Y" if region == "US" else "%d.%m.%Y"
    assert date_in(day.strftime(order), region) == day == date_in(day.isoformat(), region)


@given(st.text(max_size=40))
def test_any_text_is_a_day_or_none(cell: str) -> None:
    found = date_in(cell, "GB")
    assert found is None or isinstance(found, date)
