"""Public holidays: which days nobody works, by country and its parts. The only room that knows the `holidays` library.

Where the part of a country is known (its state, province, nation or Land: by an address, or the area code), its own days count.
Where it is not, a day counts that more than half of the country's people have off: Easter Monday in the United Kingdom, though
Scotland works, and Corpus Christi in Germany, but not Epiphany. The library's list for such a country has only the days that
all its parts share, which would call most people on some of their holidays. The parts' people are about what the statistics
offices count (ONS mid-2022, Destatis end of 2022, ABS mid-2023, Statistics Canada mid-2023, BFS end of 2022, INE January 2023).

The library takes 50 ms to load, so it is loaded by the first question; a year of a country is asked once (its parts together take
1 to 5 ms). Some days it can only estimate (the moon is sighted), and a government may add one on short notice.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType

_NONE: Mapping[date, str] = MappingProxyType({})

# A US state's list holds days on which only its own offices close (Texas: 19, with San Jacinto Day), so offices there are
# taken to keep the federal ones (5 U.S.C. §6103). Elsewhere the state's days are everybody's (Corpus Christi in Bavaria).
_OFFICES_KEEP_THE_COUNTRYS = ("US",)
# How many thousands live in the parts of a country, the most populous first, where the parts have days of their own.
PEOPLE = {
    "GB": "ENG 57106 SCT 5448 WLS 3132 NIR 1911",
    "DE": (
        "NW 18139 BY 13369 BW 11280 NI 8140 HE 6391 RP 4159 SN 4086 BE 3755 SH 2953 BB 2573 ST 2187 TH 2127 HH 1892 MV 1628"
        " SL 993 HB 685"
    ),
    "AU": "NSW 8339 VIC 6812 QLD 5460 WA 2878 SA 1851 TAS 573 ACT 467 NT 252",
    "CA": "ON 15608 QC 8875 BC 5519 AB 4696 MB 1455 SK 1210 NS 1059 NB 835 NL 538 PE 174 YT 45 NT 45 NU 41",
    "CH": (
        "ZH 1580 BE 1051 VD 830 AG 711 SG 525 GE 514 LU 425 VS 357 TI 354 FR 334 BL 294 TG 290 SO 282 GR 202 BS 196 NE 176 SZ 165"
        " ZG 131 SH 85 JU 74 AR 55 NW 44 GL 41 OW 38 UR 37 AI 16"
    ),
    "ES": (
        "AN 8584 CT 7902 MD 6872 VC 5217 GA 2699 CL 2383 PV 2216 CN 2213 CM 2084 MC 1552 AR 1351 IB 1209 EX 1054 AS 1006 NC 672"
        " CB 589 RI 322 ML 86 CE 83"
    ),
}


def holiday(day: date, country: str, state: str = "") -> str:
    """The name in English of the public holiday that offices keep on `day`; "" on any other day and in a country unknown.

    `country` is ISO 3166 alpha-2, `state` its short form; a state that is not known has the days most people of the country have.
    """
    return year_of(country, "" if country in _OFFICES_KEEP_THE_COUNTRYS else state, day.year).get(day, "")


def legal_holiday(day: date, country: str, state: str = "") -> str:
    """The same by the state's own list: what a state's law on calls means by a holiday."""
    return year_of(country, state, day.year).get(day, "")


def kept_everywhere(day: date, country: str) -> bool:
    """Whether all parts of a country have that day off."""
    return day in _listed(country, "", day.year)


@lru_cache(maxsize=2048)
def year_of(country: str, state: str, year: int) -> Mapping[date, str]:
    """The public holidays of a year with their names, days off in lieu among them; without a state those most people have."""
    if not country:
        return _NONE
    try:
        found = _listed(country, state, year)
    except NotImplementedError:  # the library's word for a country or a state it does not know
        return year_of(country, "", year) if state else _NONE
    return _of_most(country, year) if country in PEOPLE and not state else found


@lru_cache(maxsize=256)
def _listed(country: str, part: str, year: int) -> Mapping[date, str]:
    """As the library has them. Raises NotImplementedError."""
    import holidays

    kept = holidays.country_holidays(country, subdiv=part or None, years=year, language="en_US")
    return {day: name.split(";")[0].strip() for day, name in kept.items() if day.year == year}


def _of_most(country: str, year: int) -> Mapping[date, str]:
    """The days that more than half of the people have off, by the name that the most populous part gives them."""
    words = PEOPLE[country].split()
    parts = dict(zip(words[::2], map(int, words[1::2]), strict=True))
    people: Counter[date] = Counter()
    names: dict[date, str] = {}
    for part, count in parts.items():
        for day, name in _listed(country, part, year).items():
            people[day] += count
            names.setdefault(day, name)
    most = sum(parts.values()) / 2
    return {day: names[day] for day in sorted(people) if people[day] > most}
