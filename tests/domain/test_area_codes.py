"""Area codes of the North American plan: each one tells the state that libphonenumber's geocoding data names."""

import phonenumbers
import pytest
from phonenumbers import geocoder

from bdr_desk.domain.area_codes import area_of

AREAS = range(201, 990)


@pytest.mark.parametrize("area", AREAS)
def test_an_area_code_tells_its_state(area: int) -> None:
    e164 = f"+1{area}5550142"
    number = phonenumbers.parse(e164)
    region = phonenumbers.region_code_for_number(number) if phonenumbers.is_valid_number(number) else None
    said = geocoder.description_for_number(number, "en")
    told = area_of(e164)
    if region not in ("US", "CA") or "/" in said or said in ("", "Canada", "United States"):
        assert told is None or told[0] in ("US", "CA")  # nobody's, toll-free, or of two provinces
    else:
        assert told is not None and told[0] == region, said


def test_other_numbers_tell_none() -> None:
    assert area_of("+442079460123") is None and area_of("+18005550142") is None
