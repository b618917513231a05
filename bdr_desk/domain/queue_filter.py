"""A filter on the queue: which of those who may be called are looked at now. It narrows what the rules leave, and no more.

All conditions hold together; those that name several (lists, kinds, places) want one of them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self
from uuid import UUID

from bdr_desk.domain.calling_places import Place, city_of
from bdr_desk.domain.countries import COUNTRY_NAMES, country_in_words
from bdr_desk.domain.regions import country_code
from bdr_desk.domain.settings import read_zone, zones
from bdr_desk.domain.states import state_name, state_of
from bdr_desk.errors import BadInput

LONGEST_TITLE, LONGEST_NAME = 120, 60  # characters
SEVERAL = " or "


class Kind(StrEnum):
    """What is due: `TOUCHES` are e-mails, letters, visits."""

    CALLBACKS = "callbacks"
    RETRIES = "retries"
    FRESH = "fresh"
    TOUCHES = "touches"


KIND_SAYS = {
    Kind.CALLBACKS: "Promised", Kind.RETRIES: "Next tries", Kind.FRESH: "Fresh", Kind.TOUCHES: "Other touches",
}  # fmt: skip


@dataclass(frozen=True, repr=False)
class QueueFilter:
    """`title`: words that must all stand in the job title. `places`: countries ("US"), states ("US-TX") and IANA zones.
    `fit`: at least this, of 100. `mine`: only leads of the user who looks."""

    lists: tuple[UUID, ...] = ()
    kinds: tuple[Kind, ...] = ()
    title: str = ""
    places: tuple[str, ...] = ()
    fit: int | None = None
    mine: bool = False

    def __bool__(self) -> bool:
        return self != EVERYBODY

    @property
    def words(self) -> tuple[str, ...]:
        """Of the title."""
        return tuple(self.title.split())

    def as_json(self) -> dict[str, Any]:
        """What `from_json` reads; what is not asked for is left out."""
        every = {
            "lists": [str(key) for key in self.lists], "kinds": [str(kind) for kind in self.kinds], "title": self.title,
            "places": list(self.places), "fit": self.fit, "mine": self.mine,
        }  # fmt: skip
        return {name: value for name, value in every.items() if value or (value == 0 and value is not False)}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """Raises BadInput."""
        if unknown := kept.keys() - _READERS.keys():
            raise BadInput(
                f"“{min(unknown)}” is nothing the queue is filtered by.", f"Known are {', '.join(_READERS)}."
            )
        return cls(**{name: _READERS[name](value) for name, value in kept.items()})


EVERYBODY = QueueFilter()


def in_words(wanted: QueueFilter, lists: Mapping[UUID, str]) -> str:
    """The whole of it in a line: "Promised or fresh, title vp, in Texas, fit from 60, mine". `lists` are their names."""
    parts = (
        SEVERAL.join(KIND_SAYS[kind] for kind in wanted.kinds),
        SEVERAL.join(lists.get(key, "a list that is gone") for key in wanted.lists),
        f"title {wanted.title}" if wanted.title else "",
        f"in {SEVERAL.join(map(place_in_words, wanted.places))}" if wanted.places else "",
        f"fit from {wanted.fit}" if wanted.fit is not None else "",
        "mine" if wanted.mine else "",
    )
    said = ", ".join(part for part in parts if part)
    return said[:1].upper() + said[1:] if said else "All leads"


def place_in_words(code: str) -> str:
    """ "Texas" of "US-TX", "Germany" of "DE", "Berlin" of "Europe/Berlin"."""
    country, _, state = code.partition("-")
    if country in COUNTRY_NAMES:
        return state_name(country, state) if state else country_in_words(country)
    return city_of(code)


def read_places(text: str, region: str) -> tuple[str, ...]:
    """Countries, states of `region` (ISO 3166) and cities with a zone of their own, with commas between. Raises BadInput."""
    return tuple(dict.fromkeys(_read_place(part.strip(), region) for part in text.split(",") if part.strip()))


def covers(places: Iterable[str], place: Place) -> bool:
    """Whether `place` is one of `places`, or lies in one."""
    state = f"{place.country}-{place.state}" if place.state else place.country
    return not {place.country, state, place.zone}.isdisjoint(places)


def view_name(text: str) -> str:
    """A name for a saved view. Raises BadInput."""
    name = " ".join(text.split())
    if not name or len(name) > LONGEST_NAME:
        raise BadInput("A view needs a name.", f"Write 1 to {LONGEST_NAME} characters.")
    return name


def _read_place(text: str, region: str) -> str:
    """A state of the region before a country: "Georgia" in the United States is the state."""
    country, dash, state = text.partition("-")
    if dash and country.upper() in COUNTRY_NAMES and (found := state_of(country.upper(), state)):
        return f"{country.upper()}-{found}"
    if found := state_of(region, text):
        return f"{region}-{found}"
    if code := country_code(text):
        return code
    try:
        return read_zone(text)
    except BadInput as error:
        raise BadInput(
            f"“{text}” is no state, country or city the desk knows.",
            "Write them like Texas, US-TX, Germany or Berlin.",
        ) from error


def _read_lists(value: Any) -> tuple[UUID, ...]:
    try:
        return tuple(UUID(key) for key in value)
    except (TypeError, ValueError, AttributeError) as error:
        raise BadInput("Lists are named by their keys.", "Pick them from the lists there are.") from error


def _read_kinds(value: Any) -> tuple[Kind, ...]:
    try:
        named = {Kind(kind) for kind in value}
    except (TypeError, ValueError) as error:
        raise BadInput(f"“{value}” is no kind of lead.", f"Use some of: {', '.join(Kind)}.") from error
    return tuple(kind for kind in Kind if kind in named)


def _read_title(value: Any) -> str:
    text = " ".join(value.split()) if isinstance(value, str) else None
    if text is None or len(text) > LONGEST_TITLE:
        raise BadInput("That is no title to look for.", f"Write words, at most {LONGEST_TITLE} characters.")
    return text


def _read_codes(value: Any) -> tuple[str, ...]:
    codes = tuple(value) if isinstance(value, list | tuple) else (value,)
    for code in codes:
        if not (isinstance(code, str) and (code in zones() or _is_place(code))):
            raise BadInput(f"“{code}” is no place.", "Write it like US, US-TX or Europe/Berlin.")
    return codes


def _is_place(code: str) -> bool:
    country, dash, state = code.partition("-")
    return country in COUNTRY_NAMES and (not dash or state_of(country, state) == state)


def _read_fit(value: Any) -> int | None:
    if value is None or (isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 100):
        return value
    raise BadInput(f"A fit of {value} cannot be.", "Give 0 to 100.")


def _read_mine(value: Any) -> bool:
    if not isinstance(value, bool):
        raise BadInput(f"“{value}” is neither yes nor no.", "Say whether only your own leads are wanted.")
    return value


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "lists": _read_lists, "kinds": _read_kinds, "title": _read_title, "places": _read_codes, "fit": _read_fit,
    "mine": _read_mine,
}  # fmt: skip
