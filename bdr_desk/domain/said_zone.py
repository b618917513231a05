"""A time zone as somebody says it: its name, its city ("Chicago"), "Houston, TX", or a state or country with one zone."""

from collections.abc import Iterator

from bdr_desk.domain.calling_places import Address, Places, city_of, read_places
from bdr_desk.domain.settings import read_zone
from bdr_desk.errors import BadInput


def said_zone(text: str, region: str) -> str:
    """The IANA zone meant by `text`; states are read as those of `region` (ISO 3166). Raises BadInput."""
    words = " ".join(text.split())
    try:
        return read_zone(words)
    except BadInput:
        found = _zones_at(words, region)
        if len(found) > 1:
            cities = ", ".join(map(city_of, found))
            raise BadInput(f"{words} has several time zones.", f"Say which: {cities}.") from None
        if not found:
            raise
    return found[0]


def said_places(text: str, region: str) -> Places:
    """The zone meant, in the country and state that were said or are the zone's: their holidays and laws. Raises BadInput."""
    zone = said_zone(text, region)
    found = [
        read_places(zone, address, None, (), region).places for address in _addresses(" ".join(text.split()))
    ]
    return next((places for places in found if places[0].state), found[-1])


def _zones_at(words: str, region: str) -> tuple[str, ...]:
    """Every zone of a place written like "Houston, TX", "Texas" or "Germany"; () where it is not known."""
    for address in _addresses(words):
        if words and (places := read_places(None, address, None, (), region).places):
            return tuple(dict.fromkeys(place.zone for place in places))
    return ()


def _addresses(words: str) -> Iterator[Address]:
    city, _, state = (part.strip() for part in words.rpartition(","))
    yield Address(None, state or None, city or None)
    yield Address(words, None)
