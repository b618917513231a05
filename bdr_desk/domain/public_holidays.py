"""Public holidays: which days nobody works, by country and state. The only room that knows the `holidays` library.

The library takes 50 ms to load, so it is loaded by the first question; a year of a country is asked once. Some days it can
only estimate (the moon is sighted), and a government may add one on short notice.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType

_NONE: Mapping[date, str] = MappingProxyType({})

# A US state's list holds days on which only its own offices close (Texas: 19, with San Jacinto Day), so offices there are
# taken to keep the federal ones (5 U.S.C. §6103). Elsewhere the state's days are everybody's (Corpus Christi in Bavaria).
_OFFICES_KEEP_THE_COUNTRYS = ("US",)
# The days of the United Kingdom are only those that all its nations share, without Easter Monday and the bank holiday in
# August. Where the nation is not known it is taken to be the one in which 84 % of the people live.
_MOST_LIVE_IN = {"GB": "ENG"}


def holiday(day: date, country: str, state: str = "") -> str:
    """The name in English of the public holiday that offices keep on `day`; "" on any other day and in a country unknown.

    `country` is ISO 3166 alpha-2, `state` its short form; a state that is not known has its country's days.
    """
    return year_of(country, "" if country in _OFFICES_KEEP_THE_COUNTRYS else state, day.year).get(day, "")


def legal_holiday(day: date, country: str, state: str = "") -> str:
    """The same by the state's own list: what a state's law on calls means by a holiday."""
    return year_of(country, state, day.year).get(day, "")


@lru_cache(maxsize=2048)
def year_of(country: str, state: str, year: int) -> Mapping[date, str]:
    """The public holidays of a year with their names, days off in lieu among them."""
    if not country:
        return _NONE
    import holidays

    try:
        kept = holidays.country_holidays(
            country, subdiv=state or _MOST_LIVE_IN.get(country), years=year, language="en_US"
        )
    except NotImplementedError:  # the library's word for a country or a state it does not know
        return year_of(country, "", year) if state else _NONE
    return {day: name.split(";")[0].strip() for day, name in kept.items() if day.year == year}
