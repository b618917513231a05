"""Where somebody may be when the phone rings: read from what is known, and written as one text that the store keeps.

In this order: a zone somebody said by hand, the contact's address, the account's address, the number. Address and number
together narrow each other; where they disagree both places count and a call has to suit both ("safe hours"). A number that
tells only its country (a mobile in Australia, 600 in Canada, a free number in Brazil) may ring in every zone of it, and a
landline of the same person narrows it as an address does. Toll-free and personal numbers of North America tell not even the
country: they are nowhere. So is who may be in more than `MOST_CLOCKS` zones: a call that suits all of Russia suits nobody.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bdr_desk.domain.area_codes import area_of
from bdr_desk.domain.calling_hours import AGREE, MOST_ZONES_OF_A_PLACE, beginning_of, zones_at
from bdr_desk.domain.countries import country_in_words
from bdr_desk.domain.phone_plan import tells_place
from bdr_desk.domain.regions import REGION_ZONES, country_code, country_of_zone
from bdr_desk.domain.states import state_name, state_of, zones_of_state

MOST_CLOCKS = 7  # the United States have as many, and all of them share two hours of the afternoon
NOWHERE = "Nobody knows where they are: press Z and say their time zone."
BY_HAND = "time zone said by hand"
_EVERY = "every zone must be open"
# Countries to the numbering plan, states to the law of the United States.
_TERRITORIES = ("PR", "VI", "GU", "MP", "AS")

# The larger cities of the states with two zones, for contacts whose number tells nothing.
_CITY_ZONES = {
    ("US", "FL"): {"America/New_York": "JACKSONVILLE/MIAMI/TAMPA/ORLANDO/ST PETERSBURG/FORT LAUDERDALE/TALLAHASSEE/HIALEAH"
                   "/BOCA RATON/WEST PALM BEACH/SARASOTA/CLEARWATER/GAINESVILLE/NAPLES/FORT MYERS",
                   "America/Chicago": "PENSACOLA/PANAMA CITY/DESTIN"},
    ("US", "IN"): {"America/New_York": "INDIANAPOLIS/FORT WAYNE/SOUTH BEND/CARMEL/FISHERS/BLOOMINGTON/LAFAYETTE",
                   "America/Chicago": "GARY/HAMMOND/EVANSVILLE/MERRILLVILLE"},
    ("US", "KY"): {"America/New_York": "LOUISVILLE/LEXINGTON/COVINGTON/FRANKFORT",
                   "America/Chicago": "BOWLING GREEN/OWENSBORO/PADUCAH"},
    ("US", "MI"): {"America/New_York": "DETROIT/GRAND RAPIDS/WARREN/ANN ARBOR/LANSING/TROY/SOUTHFIELD/KALAMAZOO/FLINT"},
    ("US", "TN"): {"America/Chicago": "NASHVILLE/MEMPHIS/FRANKLIN/BRENTWOOD/MURFREESBORO/CLARKSVILLE/JACKSON",
                   "America/New_York": "KNOXVILLE/CHATTANOOGA/JOHNSON CITY/KINGSPORT"},
    ("US", "TX"): {"America/Chicago": "HOUSTON/SAN ANTONIO/DALLAS/AUSTIN/FORT WORTH/ARLINGTON/PLANO/IRVING/FRISCO/LUBBOCK"
                   "/CORPUS CHRISTI/LAREDO/MCKINNEY/AMARILLO/RICHARDSON/SUGAR LAND/THE WOODLANDS/ROUND ROCK/MIDLAND/WACO",
                   "America/Denver": "EL PASO"},
    ("US", "KS"): {"America/Chicago": "WICHITA/OVERLAND PARK/KANSAS CITY/OLATHE/TOPEKA/LENEXA"},
    ("US", "NE"): {"America/Chicago": "OMAHA/LINCOLN", "America/Denver": "SCOTTSBLUFF"},
    ("US", "ND"): {"America/Chicago": "FARGO/BISMARCK/GRAND FORKS", "America/Denver": "DICKINSON"},
    ("US", "SD"): {"America/Chicago": "SIOUX FALLS", "America/Denver": "RAPID CITY"},
    ("US", "ID"): {"America/Denver": "BOISE/MERIDIAN/NAMPA/IDAHO FALLS", "America/Los_Angeles": "COEUR DALENE/LEWISTON"},
    ("US", "OR"): {"America/Los_Angeles": "PORTLAND/SALEM/EUGENE/GRESHAM/HILLSBORO/BEAVERTON/BEND/MEDFORD",
                   "America/Denver": "ONTARIO"},
}  # fmt: skip
_CITIES = {
    (*state, city): zone
    for state, zones in _CITY_ZONES.items()
    for zone, cities in zones.items()
    for city in cities.split("/")
}


class Place(NamedTuple):
    """`zone` is IANA's, `country` ISO 3166 alpha-2, `state` its short form ("TX", "NSW", "BY"); the latter two may be ""."""

    zone: str
    country: str = ""
    state: str = ""


Places = tuple[Place, ...]


@dataclass(frozen=True, repr=False)
class Address:
    """What matters of an address here, as lists write it."""

    country: str | None
    state: str | None
    city: str | None = None


@dataclass(frozen=True)
class Reading:
    """`places`: every place they may be, () for nowhere known. `sure`: an address or a person told, and nothing disagrees."""

    places: Places
    says: str
    sure: bool


def read_places(
    override: str | None, contact: Address | None, account: Address | None, e164s: Sequence[str], region: str
) -> Reading:
    """Where somebody may be. `override` is a zone (IANA) said by hand; `region` the country of their list (ISO 3166)."""
    at_address, whose = _at_first(contact, account, region)
    numbers = tuple(dict.fromkeys(filter(None, map(at_number, e164s))))
    if override:
        return Reading(_said_by_hand(override, at_address, numbers), BY_HAND, True)
    return _together(at_address, numbers, whose)


class Placed(NamedTuple):
    """A reading as the store keeps it: `hours` is its `hours_key`, "" for nowhere known; `zones` are those of its places with
    commas between, to show the time there, UTC where none is known; `says` how it was read."""

    hours: str
    zones: str
    says: str


def placed(override: str | None, account: Address | None, e164s: Sequence[str], region: str) -> Placed:
    """`read_places` of somebody whose own address nobody knows."""
    return kept(read_places(override, None, account, e164s, region))


@lru_cache(maxsize=8192)
def placed_by(
    country: str | None, state: str | None, city: str | None, numbers: tuple[Places, ...], region: str
) -> Placed:
    """The same from an address as lists write it and what `at_number` says: there are few, and many people at each."""
    return kept(_together(_at_address(country, state, city, region), numbers, "account's "))


def kept(reading: Reading) -> Placed:
    zones = ",".join(dict.fromkeys(place.zone for place in reading.places)) or "UTC"
    return Placed(hours_key(reading.places), zones, reading.says)


def _at_first(contact: Address | None, account: Address | None, region: str) -> tuple[Places, str]:
    """What the first address that tells a place says, and whose it is."""
    for address, whose in ((contact, ""), (account, "account's ")):
        if address and (found := _at_address(address.country, address.state, address.city, region)):
            return found, whose
    return (), ""


def hours_key(places: Iterable[Place]) -> str:
    """The places as one text, always the same for the same places: "America/Chicago@US-TX,Europe/London@GB"; "" for none."""
    return ",".join(sorted({_part(place) for place in places}))


@lru_cache(maxsize=4096)
def places_in(key: str) -> Places:
    """The places of an `hours_key`."""
    return tuple(_place(part) for part in key.split(",")) if key else ()


def place_name(place: Place) -> str:
    """ "Texas", "Germany", "the United States"; the zone's city where the country is not known."""
    if place.state:
        return state_name(place.country, place.state)
    return country_in_words(place.country) if place.country else city_of(place.zone)


def city_of(zone: str) -> str:
    """ "New York" of "America/New_York"."""
    return zone.rpartition("/")[2].replace("_", " ")


def _part(place: Place) -> str:
    return f"{place.zone}@{place.country}{'-' if place.state else ''}{place.state}"


def _place(part: str) -> Place:
    zone, _, where = part.partition("@")
    country, _, state = where.partition("-")
    return Place(zone, country, state)


@lru_cache(maxsize=8192)
def _at_address(country: str | None, state: str | None, city: str | None, region: str) -> Places:
    """Every place an address may mean. Without a country the list's is taken, if that has such a state."""
    home = country_code(country) or ("" if (country or "").strip() else region.upper())
    code = state_of(home, state or "")
    if not home or not (code or (country or "").strip()):
        return ()
    if home in _TERRITORIES:
        home, code = "US", home
    zones = zones_of_state(home, code) or REGION_ZONES.get(code if code in _TERRITORIES else home, ())
    town = _CITIES.get((home, code, " ".join((city or "").upper().replace(".", "").replace("'", "").split())))
    return _one_of_each_clock(Place(zone, home, code) for zone in ((town,) if town else zones))


def at_number(e164: str) -> Places:
    """Every place a number may ring at; () where it tells none."""
    digits, region = beginning_of(e164)
    several = len(REGION_ZONES.get(region, ())) > 1
    return _at_beginning(digits, region, area_of(e164), not several or tells_place(e164, region))


@lru_cache(maxsize=1 << 14)
def _at_beginning(digits: str, region: str, area: tuple[str, str] | None, placed: bool) -> Places:
    """`area` is `area_of`'s; `placed`: whether the digits tell where in the country it is."""
    country, state = area or (region, "")
    if country in _TERRITORIES:
        return (Place(REGION_ZONES[country][0], "US", country),)
    zones = zones_at(digits, region) if country else ()
    if digits.startswith("1") and not area and len(zones) > MOST_ZONES_OF_A_PLACE:
        if country != "CA":
            return ()  # toll-free and personal numbers: all of North America and the Caribbean shares them
        placed = False  # 600 and the like are Canada's own
    return _places_of(zones if placed else REGION_ZONES[country], country, state)


@lru_cache(maxsize=4096)
def _places_of(zones: tuple[str, ...], country: str, state: str) -> Places:
    return _one_of_each_clock(Place(zone, country, state) for zone in zones)


@lru_cache(maxsize=8192)
def _together(at_address: Places, numbers: tuple[Places, ...], whose: str) -> Reading:
    """What address and numbers say together, each number by itself first."""
    numbers = tuple(places for places in numbers if not any(_tells_more(other, places) for other in numbers))
    found = _one_of_each_clock(
        place for number in (numbers or ((),)) for place in _narrowed(at_address, number)
    )
    if not found:
        return Reading((), NOWHERE, False)
    if len({_clock(place.zone) for place in found}) > MOST_CLOCKS:
        many = f"{_names(found)} has many time zones: press Z and say theirs."
        return Reading((), many, False)
    return Reading(found, *_words(at_address, numbers, found, whose))


def _words(at_address: Places, numbers: tuple[Places, ...], found: Places, whose: str) -> tuple[str, bool]:
    many = "" if len({place.zone for place in found}) == 1 else f": {_EVERY}"
    at_number = tuple(place for number in numbers for place in number)
    if not at_address:
        return f"number in {_names(at_number)}{many}", False
    if not at_number:
        return f"{whose}address in {_names(at_address)}{many}", not many
    if all(_agreeing(at_address, number) for number in numbers):
        return f"{AGREE}{many}", not many
    return f"number in {_names(at_number)}, {whose}address in {_names(at_address)}: both must be open", False


def _tells_more(one: Places, other: Places) -> bool:
    """Whether one number tells where in the country it is of which another tells nothing more than its name."""
    if any(place.state for place in other) or len({place.country for place in one + other}) > 1:
        return False
    clocks, others = ({_clock(place.zone) for place in places} for places in (one, other))
    return clocks < others or (clocks == others and any(place.state for place in one))


def _narrowed(at_address: Places, at_number: Places) -> Places:
    if not (at_address and at_number):
        return at_address or at_number
    return _agreeing(at_address, at_number) or at_address + at_number


def _agreeing(at_address: Places, at_number: Places) -> Places:
    """The places that both may mean, the narrower wording of each."""
    pairs = ((a, n) for a in at_address for n in at_number)
    return tuple(a if a.state else n for a, n in pairs if _may_be_same(a, n))


def _may_be_same(one: Place, other: Place) -> bool:
    same_state = one.state == other.state or not (one.state and other.state)
    return one.country == other.country and same_state and _clock(one.zone) == _clock(other.zone)


def _said_by_hand(zone: str, at_address: Places, numbers: tuple[Places, ...]) -> Places:
    """The zone somebody said, under the laws of those places known that tell the same time, else of the zone's country."""
    for places in (at_address, *numbers):
        same = tuple(place._replace(zone=zone) for place in places if _clock(place.zone) == _clock(zone))
        if same:
            return _one_of_each_clock(same)
    return (Place(zone, country_of_zone(zone)),)


def _one_of_each_clock(places: Iterable[Place]) -> Places:
    """Without places under the same laws whose clocks always agree (Matamoros and Ojinaga): the first one stays."""
    first: dict[tuple[str, str, str], Place] = {}
    for place in places:
        first.setdefault((_clock(place.zone), place.country, place.state), place)
    return tuple(first.values())


def _names(places: Places) -> str:
    return " or ".join(dict.fromkeys(place_name(place) for place in places))


_CLOCKS_FROM, _CLOCKS_DAYS = datetime(2026, 1, 1, tzinfo=UTC), 3 * 366


@lru_cache(maxsize=1024)
def _clock(zone: str) -> str:
    """The same for zones that tell the same time, day by day from 2026 on: their offsets, digested."""
    there = ZoneInfo(zone)
    days = (_CLOCKS_FROM + timedelta(days=n) for n in range(_CLOCKS_DAYS))
    return blake2b(repr([day.astimezone(there).utcoffset() for day in days]).encode()).hexdigest()
