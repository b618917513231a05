"""A time zone as somebody says it: its name, its city ("Chicago"), "Houston, TX", or a state or country with one zone."""

from bdr_desk.domain.calling_places import Address, city_of, read_places
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


def _zones_at(words: str, region: str) -> tuple[str, ...]:
    """Every zone of a place written like "Houston, TX", "Texas" or "Germany"; () where it is not known."""
    city, _, state = (part.strip() for part in words.rpartition(","))
    for address in (Address(None, state or None, city or None), Address(words, None)):
        if words and (places := read_places(None, address, None, (), region).places):
            return tuple(dict.fromkeys(place.zone for place in places))
    return ()
