"""Area codes: each one of the North American plan tells the state that libphonenumber's geocoding data names."""

import phonenumbers
import pytest
from phonenumbers import geocoder

from bdr_desk.domain.area_codes import _ELSEWHERE, area_of
from bdr_desk.domain.public_holidays import PEOPLE
from bdr_desk.domain.states import state_of

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


@pytest.mark.parametrize(
    ("e164", "area"),
    [
        ("+442079460123", ("GB", "ENG")),
        ("+442890180123", ("GB", "NIR")),
        ("+441314960123", ("GB", "SCT")),
        ("+442920180123", ("GB", "WLS")),
        ("+498955501234", ("DE", "BY")),
        ("+49221555012", ("DE", "NW")),
        ("+61755501234", ("AU", "QLD")),
        ("+61362501234", ("AU", "TAS")),
        ("+61889501234", ("AU", "NT")),
        ("+61892501234", ("AU", "WA")),
        ("+447400123456", None),  # mobiles
        ("+4915228817386", None),
        ("+61491570006", None),
        ("+49621555012", None),  # Mannheim and Ludwigshafen
        ("+61261501234", None),  # Canberra and the country around it
        ("+18005550142", None),
        ("+33199000123", None),
    ],
)
def test_elsewhere_larger_places_tell_their_part(e164: str, area: tuple[str, str] | None) -> None:
    assert area_of(e164) == area


def test_a_part_is_one_the_desk_knows_with_zones_and_holidays() -> None:
    for country, parts in _ELSEWHERE.items():
        for part in parts:
            assert state_of(country[1], part) == part
            assert f" {part} " in f" {PEOPLE[country[1]]} "
