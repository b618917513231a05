"""Public holidays by country and state."""

import subprocess
import sys
from datetime import date

import pytest

from bdr_desk.domain.countries import COUNTRY_NAMES
from bdr_desk.domain.public_holidays import PEOPLE, holiday, kept_everywhere, legal_holiday, year_of


def test_a_holiday_has_an_english_name() -> None:
    assert holiday(date(2027, 7, 14), "FR") == "National Day"
    assert holiday(date(2027, 11, 25), "US", "MA") == "Thanksgiving Day"
    assert holiday(date(2027, 11, 24), "US", "MA") == ""


def test_a_day_off_in_lieu_is_a_holiday() -> None:
    assert holiday(date(2026, 7, 3), "US").startswith("Independence Day")  # the Fourth is a Saturday


def test_offices_in_the_us_keep_federal_days_and_its_laws_their_states() -> None:
    pioneers = date(2027, 7, 24)
    assert holiday(pioneers, "US", "UT") == ""
    assert legal_holiday(pioneers, "US", "UT") == "Pioneer Day"


def test_a_country_or_state_that_is_not_known() -> None:
    assert holiday(date(2027, 1, 1), "") == ""
    assert holiday(date(2027, 1, 1), "XX", "YY") == ""
    assert holiday(date(2027, 1, 1), "DE", "XX") == "New Year's Day"


EASTER_MONDAY, AUGUST = date(2027, 3, 29), date(2027, 8, 30)


@pytest.mark.parametrize(
    ("day", "country", "state", "off"),
    [
        (EASTER_MONDAY, "GB", "", True),
        (EASTER_MONDAY, "GB", "ENG", True),
        (EASTER_MONDAY, "GB", "SCT", False),
        (AUGUST, "GB", "", True),
        (date(2027, 7, 12), "GB", "NIR", True),
        (date(2027, 7, 12), "GB", "", False),
        (date(2027, 5, 27), "DE", "", True),  # Corpus Christi: six Länder, two thirds of the people
        (date(2027, 5, 27), "DE", "BE", False),
        (date(2027, 1, 6), "DE", "", False),  # Epiphany: three Länder
        (date(2027, 1, 6), "DE", "BY", True),
        (date(2027, 6, 14), "AU", "", True),
        (date(2027, 6, 14), "AU", "QLD", False),
        (date(2027, 11, 2), "AU", "", False),  # the Melbourne Cup
        (date(2027, 11, 2), "AU", "VIC", True),
        (date(2027, 2, 15), "CA", "", True),  # Family Day, by whatever name
        (date(2027, 2, 15), "CA", "QC", False),
        (EASTER_MONDAY, "CH", "", True),
        (date(2027, 3, 25), "ES", "CT", False),
    ],
)
def test_days_of_a_part_and_of_most(day: date, country: str, state: str, off: bool) -> None:
    assert bool(holiday(day, country, state)) == off


def test_a_day_of_most_is_not_one_of_all() -> None:
    assert not kept_everywhere(EASTER_MONDAY, "GB") and kept_everywhere(date(2027, 3, 26), "GB")


def test_every_part_is_one_the_library_knows() -> None:
    import holidays

    for country, parts in PEOPLE.items():
        named = parts.split()[::2]
        assert set(named) <= set(holidays.list_supported_countries()[country])
        assert list(map(int, parts.split()[1::2])) == sorted(map(int, parts.split()[1::2]), reverse=True)


def test_no_country_of_the_world_stops_the_desk() -> None:
    for country in COUNTRY_NAMES:
        for day, name in year_of(country, "", 2027).items():
            assert day.year == 2027 and name and ";" not in name


def test_the_library_is_loaded_by_the_first_question_only() -> None:
    code = "import bdr_desk.domain.business_days, sys; sys.exit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_brit_of_no_known_nation_keeps_englands_days() -> None:
    august, easter_monday, scottish = date(2026, 8, 31), date(2026, 4, 6), date(2026, 8, 3)
    assert holiday(august, "GB") == "Late Summer Bank Holiday" and holiday(easter_monday, "GB")
    assert holiday(august, "GB", "SCT") == "" != holiday(scottish, "GB", "SCT")
