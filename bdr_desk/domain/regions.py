"""Countries as far as the clock is concerned; their states are in `domain.states`.

Zones are IANA's (tzdata's zone1970.tab and zone.tab), most populous first. Zones of a country that tell the same time as
one that stands here are left out, and so are those of a few islands.
"""

from functools import cache

from bdr_desk.domain.countries import COUNTRY_NAMES, ONE_ZONE
from bdr_desk.domain.state_names import US
from bdr_desk.domain.states import STATE_ZONES

DEFAULT_REGION = "US"  # where nobody named a country (ISO 3166)

_US = ("America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles",
       "America/Anchorage", "Pacific/Honolulu")  # fmt: skip
_CA = (
    "America/Toronto",
    "America/Winnipeg",
    "America/Edmonton",
    "America/Vancouver",
    "America/Halifax",
    "America/St_Johns",
)

_SEVERAL: dict[str, tuple[str, ...]] = {
    "US": _US,
    "CA": _CA,
    "AU": (
        "Australia/Sydney",
        "Australia/Brisbane",
        "Australia/Adelaide",
        "Australia/Perth",
        "Australia/Darwin",
    ),
    "BR": ("America/Sao_Paulo", "America/Manaus", "America/Rio_Branco"),
    "CD": ("Africa/Kinshasa", "Africa/Lubumbashi"),
    "CL": ("America/Santiago", "America/Punta_Arenas"),
    "ES": ("Europe/Madrid", "Atlantic/Canary"),
    "FM": ("Pacific/Pohnpei", "Pacific/Chuuk"),
    "GL": ("America/Nuuk", "America/Thule"),
    "ID": ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"),
    "KI": ("Pacific/Tarawa", "Pacific/Kiritimati"),
    "MN": ("Asia/Ulaanbaatar", "Asia/Hovd"),
    "MX": (
        "America/Mexico_City",
        "America/Tijuana",
        "America/Hermosillo",
        "America/Mazatlan",
        "America/Cancun",
        "America/Ciudad_Juarez",
        "America/Matamoros",
        "America/Ojinaga",
    ),
    "PF": ("Pacific/Tahiti", "Pacific/Marquesas", "Pacific/Gambier"),
    "PG": ("Pacific/Port_Moresby", "Pacific/Bougainville"),
    "PT": ("Europe/Lisbon", "Atlantic/Azores"),
    "RU": (
        "Europe/Moscow",
        "Asia/Yekaterinburg",
        "Asia/Novosibirsk",
        "Asia/Krasnoyarsk",
        "Europe/Samara",
        "Asia/Irkutsk",
        "Asia/Vladivostok",
        "Asia/Omsk",
        "Asia/Yakutsk",
        "Europe/Kaliningrad",
        "Asia/Magadan",
        "Asia/Kamchatka",
    ),
}
REGION_ZONES: dict[str, tuple[str, ...]] = {
    **_SEVERAL,
    **{country: (zone,) for country, zone in ONE_ZONE.items()},
}

_COUNTRY_NAMES = {
    **{name.upper(): code for code, name in COUNTRY_NAMES.items()},
    "UNITED STATES": "US", "UNITED STATES OF AMERICA": "US", "USA": "US", "CANADA": "CA", "AUSTRALIA": "AU",
    "UNITED KINGDOM": "GB", "UK": "GB", "ENGLAND": "GB", "SCOTLAND": "GB", "WALES": "GB", "GREAT BRITAIN": "GB",
    "IRELAND": "IE", "FRANCE": "FR", "GERMANY": "DE", "DEUTSCHLAND": "DE", "AUSTRIA": "AT", "SWITZERLAND": "CH",
    "NETHERLANDS": "NL", "BELGIUM": "BE", "DENMARK": "DK", "SWEDEN": "SE", "NORWAY": "NO", "FINLAND": "FI",
    "POLAND": "PL", "ITALY": "IT", "SPAIN": "ES", "PORTUGAL": "PT", "INDIA": "IN", "JAPAN": "JP",
}  # fmt: skip


def country_code(text: str | None) -> str | None:
    """ISO 3166 alpha-2 of a country as lists write it; None when it is not known here."""
    folded = (text or "").strip().upper()
    return _COUNTRY_NAMES.get(folded) or (folded if folded in REGION_ZONES else None)


def state_code(text: str | None) -> str:
    """A state or province as lists write it, by its code where it is a US state's name; upper case."""
    folded = " ".join((text or "").upper().replace(".", "").split())
    return US.get(folded, folded)


# Zones that are offered by name though their country has a nearer one above.
_FURTHER = {
    "AR": "America/Argentina/",
    "AU": "Australia/",
    "BR": "America/Noronha America/Belem America/Fortaleza America/Recife America/Araguaina America/Maceio America/Bahia "
    "America/Santarem America/Eirunepe",
    "CA": "America/Glace_Bay America/Moncton America/Goose_Bay America/Blanc-Sablon America/Iqaluit America/Atikokan "
    "America/Resolute America/Rankin_Inlet America/Swift_Current America/Cambridge_Bay America/Inuvik America/Creston "
    "America/Dawson_Creek America/Fort_Nelson America/Dawson America/Montreal Canada/",
    "MX": "America/Merida America/Monterrey America/Chihuahua America/Bahia_Banderas",
    "NZ": "Pacific/Chatham",
    "PT": "Atlantic/Madeira",
    "ES": "Africa/Ceuta",
    "RU": "Europe/Kirov Europe/Volgograd Europe/Astrakhan Europe/Saratov Europe/Ulyanovsk Asia/Barnaul Asia/Tomsk "
    "Asia/Novokuznetsk Asia/Chita Asia/Khandyga Asia/Ust-Nera Asia/Sakhalin Asia/Srednekolymsk Asia/Anadyr",
    "US": "America/Detroit America/Kentucky/ America/Indiana/ America/Menominee America/North_Dakota/ America/Boise "
    "America/Juneau America/Sitka America/Metlakatla America/Yakutat America/Nome America/Adak US/",
}


def country_of_zone(zone: str) -> str:
    """The country (ISO 3166) whose time a zone is; "" where that is not known here."""
    known = _countries_of_zones().get(zone)
    further = (country for country, zones in _FURTHER.items() if zone.startswith(tuple(zones.split())))
    return known or next(further, "")


@cache
def _countries_of_zones() -> dict[str, str]:
    by_state = {
        z: country for country, states in STATE_ZONES.items() for zones in states.values() for z in zones
    }
    return {**by_state, **{zone: country for country, zones in REGION_ZONES.items() for zone in zones}}
