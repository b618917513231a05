"""Where somebody may be, and the text that keeps it."""

from datetime import datetime
from zoneinfo import ZoneInfo

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdr_desk.domain.calling_places import (
    NOWHERE,
    Address,
    Place,
    at_number,
    hours_key,
    place_name,
    places_in,
    read_places,
)
from bdr_desk.domain.regions import REGION_ZONES, country_of_zone
from bdr_desk.domain.settings import zones
from tests.domain.calling_cases import place_strategy

BOSTON, DALLAS, TOLL_FREE = "+16175550142", "+12145550142", "+18005550142"
LONDON, BERLIN_MOBILE, AU_MOBILE = "+442079460123", "+4915228817386", "+61491570006"

_AUSTRALIA = ",".join(
    f"Australia/{city}@AU" for city in ("Adelaide", "Brisbane", "Darwin", "Perth", "Sydney")
)
_CANADA = ",".join(
    f"America/{city}@CA" for city in ("Edmonton", "Halifax", "St_Johns", "Toronto", "Vancouver", "Winnipeg")
)


def at(country: str = "", state: str = "", city: str = "") -> Address:
    return Address(country, state, city)


@given(st.lists(place_strategy | st.sampled_from(zones()).map(Place), max_size=6))
def test_a_key_is_read_as_the_places_it_was_made_of(places: list[Place]) -> None:
    key = hours_key(places)
    assert set(places_in(key)) == set(places) and len(places_in(key)) == len(set(places))
    assert hours_key(places_in(key)) == hours_key(reversed(places)) == key


def test_a_key_as_it_is_kept() -> None:
    texas, anywhere = Place("America/Chicago", "US", "TX"), Place("America/New_York", "US")
    assert hours_key([anywhere, texas]) == "America/Chicago@US-TX,America/New_York@US"
    assert hours_key([Place("Asia/Tehran")]) == "Asia/Tehran@" and hours_key([]) == "" and places_in("") == ()


@pytest.mark.parametrize(
    ("contact", "account", "numbers", "key", "says", "sure"),
    [
        # Address and number agree: the narrower.
        (at("US", "TX"), None, [DALLAS], "America/Chicago@US-TX", "number and address agree", True),
        (at("USA"), None, [BOSTON], "America/New_York@US-MA", "number and address agree", True),
        (at("Australia", "Victoria"), None, [AU_MOBILE], "Australia/Melbourne@AU-VIC", "number and address agree", True),
        (at("Brazil", "São Paulo"), None, ["+551123456789"], "America/Sao_Paulo@BR-SP", "number and address agree", True),
        (at("US", "PR"), None, ["+17875550142"], "America/Puerto_Rico@US-PR", "number and address agree", True),
        # They do not: both.
        (at("", "FL", "Miami"), None, [BOSTON], "America/New_York@US-FL,America/New_York@US-MA",
         "number in Massachusetts, address in Florida: both must be open", False),
        (None, at("Germany", "Bayern"), [LONDON], "Europe/Berlin@DE-BY,Europe/London@GB-ENG",
         "number in England, account's address in Bayern: both must be open", False),
        (at("US", "TX", "Dallas"), None, [DALLAS, BOSTON], "America/Chicago@US-TX,America/New_York@US-MA",
         "number in Texas or Massachusetts, address in Texas: both must be open", False),
        # One of them only.
        (at("US", "TX"), None, [TOLL_FREE], "America/Chicago@US-TX,America/Denver@US-TX",
         "address in Texas: every zone must be open", False),
        (at("US", "TX", "El Paso"), None, [], "America/Denver@US-TX", "address in Texas", True),
        (at("US", "TX", "Houston"), at("Germany"), [], "America/Chicago@US-TX", "address in Texas", True),
        (at(), at("Germany", "Berlin"), [], "Europe/Berlin@DE-BE", "account's address in Berlin", True),
        (None, None, [BOSTON], "America/New_York@US-MA", "number in Massachusetts", False),
        (None, None, [BERLIN_MOBILE], "Europe/Berlin@DE", "number in Germany", False),
        (None, None, ["+19025550142"], "America/Halifax@CA", "number in Canada", False),
        (None, None, [AU_MOBILE], _AUSTRALIA, "number in Australia: every zone must be open", False),
        (at("Australia"), None, [AU_MOBILE], _AUSTRALIA, "number and address agree: every zone must be open", False),
        (None, None, [AU_MOBILE, "+61270101234"], "Australia/Sydney@AU-NSW", "number in New South Wales", False),
        (None, None, ["+16005550142"], _CANADA, "number in Canada: every zone must be open", False),
        (None, None, ["+16005550142", "+14165550142"], "America/Toronto@CA-ON", "number in Ontario", False),
        (None, None, ["+442890180123", "+447400123456"], "Europe/London@GB-NIR", "number in Northern Ireland", False),
        (None, None, ["+498955501234"], "Europe/Berlin@DE-BY", "number in Bayern", False),
        (at("Canada", "Nunavut"), None, [], "America/Edmonton@CA-NU,America/Toronto@CA-NU,America/Winnipeg@CA-NU",
         "address in Nunavut: every zone must be open", False),
        # Nothing, or too much.
        (None, None, [TOLL_FREE], "", NOWHERE, False),
        (None, None, ["+80012345678"], "", NOWHERE, False),
        (at("Atlantis", "TX"), None, [], "", NOWHERE, False),
        (at("", "Somewhere"), None, [], "", NOWHERE, False),
        (at("Russia"), None, [], "", "Russia has many time zones: press Z and say theirs.", False),
        (None, None, ["+79161234567"], "", "Russia has many time zones: press Z and say theirs.", False),
        (at("Russia", "MOW"), None, ["+79161234567"], "Europe/Moscow@RU-MOW", "number and address agree", True),
        (at("Russia"), None, ["+74955550142"], "Europe/Moscow@RU", "number and address agree", True),
    ],
)  # fmt: skip
def test_places_in_their_order(
    contact: Address | None, account: Address | None, numbers: list[str], key: str, says: str, sure: bool
) -> None:
    found = read_places(None, contact, account, numbers, "US")
    assert (hours_key(found.places), found.says, found.sure) == (key, says, sure)


SEVERAL = sorted(country for country, zones in REGION_ZONES.items() if len(zones) > 1)
PLACED = ("FIXED_LINE", "FIXED_LINE_OR_MOBILE", "UNKNOWN")
KINDS = sorted(
    set(phonenumbers.PhoneNumberType.values())
    - {getattr(phonenumbers.PhoneNumberType, kind) for kind in PLACED}
)


@pytest.mark.parametrize("country", sorted({*SEVERAL} - {"US", "CA"}))
def test_a_number_that_tells_no_place_may_ring_all_over_its_country(country: str) -> None:
    """Over the plan: an example of each kind of number there is."""
    everywhere = read_places(None, at(country), None, [], country).places
    for kind in KINDS:
        example = phonenumbers.example_number_for_type(country, kind)
        if (
            example is None or phonenumbers.number_type(example) != kind
        ):  # the plan does not tell it from a landline
            continue
        has_area = country in ("BR", "MX") and kind == phonenumbers.PhoneNumberType.MOBILE
        found = read_places(None, None, None, [e164_of(example)], country).places
        assert len(found) == 1 if has_area else set(found) == set(everywhere)


def e164_of(number: phonenumbers.PhoneNumber) -> str:
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def test_a_mobile_in_chile_may_be_in_the_far_south() -> None:
    zones = {place.zone for place in at_number("+56961234567")}
    assert zones == {"America/Santiago", "America/Punta_Arenas"}
    assert [place.zone for place in at_number("+56221234567")] == ["America/Santiago"]


@pytest.mark.parametrize("country", SEVERAL)
def test_a_fixed_line_tells_a_time_that_its_country_has(country: str) -> None:
    example = phonenumbers.example_number_for_type(country, phonenumbers.PhoneNumberType.FIXED_LINE)
    found = {clock_of(place.zone) for place in at_number(e164_of(example))}
    assert found and found <= {clock_of(zone) for zone in REGION_ZONES[country]}


def clock_of(zone: str) -> tuple[object, ...]:
    return tuple(datetime(2027, month, 15, tzinfo=ZoneInfo(zone)).utcoffset() for month in range(1, 13))


def test_a_country_without_a_state_is_every_zone_of_it() -> None:
    found = read_places(None, at("US"), None, [], "US")
    assert len(found.places) == 7 and not found.sure
    assert found.says == "address in the United States: every zone must be open"


@pytest.mark.parametrize(
    ("zone", "contact", "numbers", "key"),
    [
        ("America/New_York", at("", "FL", "Miami"), [BOSTON], "America/New_York@US-FL"),
        ("America/Detroit", None, [BOSTON], "America/Detroit@US-MA"),
        ("America/Denver", at("", "FL"), [BOSTON], "America/Denver@US"),
        ("Europe/Paris", at("", "FL"), [BOSTON], "Europe/Paris@FR"),
        ("America/Indiana/Knox", None, [], "America/Indiana/Knox@US"),
    ],
)
def test_a_zone_said_by_hand_goes_before_all(
    zone: str, contact: Address | None, numbers: list[str], key: str
) -> None:
    found = read_places(zone, contact, None, numbers, "US")
    assert (hours_key(found.places), found.sure) == (key, True)


def test_zones_that_are_offered_by_name_have_their_country() -> None:
    expected = {
        "America/Kentucky/Louisville": "US",
        "America/Argentina/Salta": "AR",
        "Asia/Kathmandu": "NP",
        "UTC": "",
    }
    assert {zone: country_of_zone(zone) for zone in expected} == expected


def test_places_in_words() -> None:
    places = (Place("America/Chicago", "US", "TX"), Place("Europe/Paris", "FR"), Place("Asia/Tehran"))
    assert [place_name(place) for place in places] == ["Texas", "France", "Tehran"]


def test_an_address_does_not_show_itself() -> None:
    assert "Miami" not in repr(at("US", "FL", "Miami"))
