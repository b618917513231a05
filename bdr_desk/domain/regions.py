"""Countries and states as far as the clock is concerned.

Zones are IANA's (tzdata's zone1970.tab), most populous first. States with two zones list both.
"""

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
_AU = ("Australia/Sydney", "Australia/Brisbane", "Australia/Adelaide", "Australia/Perth", "Australia/Darwin")

REGION_ZONES: dict[str, tuple[str, ...]] = {
    "US": _US,
    "CA": _CA,
    "AU": _AU,
    "GB": ("Europe/London",),
    "IE": ("Europe/Dublin",),
    "FR": ("Europe/Paris",),
    "DE": ("Europe/Berlin",),
    "AT": ("Europe/Vienna",),
    "CH": ("Europe/Zurich",),
    "NL": ("Europe/Amsterdam",),
    "BE": ("Europe/Brussels",),
    "LU": ("Europe/Luxembourg",),
    "DK": ("Europe/Copenhagen",),
    "SE": ("Europe/Stockholm",),
    "NO": ("Europe/Oslo",),
    "FI": ("Europe/Helsinki",),
    "PL": ("Europe/Warsaw",),
    "CZ": ("Europe/Prague",),
    "IT": ("Europe/Rome",),
    "ES": ("Europe/Madrid", "Atlantic/Canary"),
    "PT": ("Europe/Lisbon", "Atlantic/Azores"),
    "GR": ("Europe/Athens",),
    "IN": ("Asia/Kolkata",),
    "SG": ("Asia/Singapore",),
    "JP": ("Asia/Tokyo",),
    "NZ": ("Pacific/Auckland",),
    "ZA": ("Africa/Johannesburg",),
    "IL": ("Asia/Jerusalem",),
}

_EAST, _CENTRAL, _MOUNTAIN, _PACIFIC = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
)

_US_STATES: dict[tuple[str, ...], str] = {
    (_EAST,): "CT DE DC GA ME MD MA NH NJ NY NC OH PA RI SC VT VA WV",
    (_EAST, _CENTRAL): "FL IN KY MI TN",
    (_CENTRAL,): "AL AR IL IA LA MN MS MO OK WI",
    (_CENTRAL, _MOUNTAIN): "KS NE ND SD TX",
    (_MOUNTAIN,): "CO MT NM UT WY",
    (_MOUNTAIN, _PACIFIC): "ID",
    ("America/Phoenix",): "AZ",
    (_PACIFIC,): "CA NV WA",
    (_PACIFIC, _MOUNTAIN): "OR",
    ("America/Anchorage",): "AK",
    ("Pacific/Honolulu",): "HI",
    ("America/Puerto_Rico",): "PR VI",
    ("Pacific/Guam",): "GU MP",
}
_CA_PROVINCES: dict[tuple[str, ...], str] = {
    ("America/Toronto",): "ON QC",
    ("America/Winnipeg",): "MB",
    ("America/Regina",): "SK",
    ("America/Edmonton",): "AB NT",
    ("America/Vancouver",): "BC",
    ("America/Whitehorse",): "YT",
    ("America/Halifax",): "NS NB PE",
    ("America/St_Johns",): "NL",
}
_AU_STATES: dict[tuple[str, ...], str] = {
    ("Australia/Sydney",): "NSW ACT",
    ("Australia/Melbourne",): "VIC",
    ("Australia/Hobart",): "TAS",
    ("Australia/Brisbane",): "QLD",
    ("Australia/Adelaide",): "SA",
    ("Australia/Perth",): "WA",
    ("Australia/Darwin",): "NT",
}
_US_NAMES = {
    "ALABAMA": "AL", "ALASKA": "AK", "ARIZONA": "AZ", "ARKANSAS": "AR", "CALIFORNIA": "CA", "COLORADO": "CO",
    "CONNECTICUT": "CT", "DELAWARE": "DE", "FLORIDA": "FL", "GEORGIA": "GA", "HAWAII": "HI", "IDAHO": "ID",
    "ILLINOIS": "IL", "INDIANA": "IN", "IOWA": "IA", "KANSAS": "KS", "KENTUCKY": "KY", "LOUISIANA": "LA", "MAINE": "ME",
    "MARYLAND": "MD", "MASSACHUSETTS": "MA", "MICHIGAN": "MI", "MINNESOTA": "MN", "MISSISSIPPI": "MS",
    "MISSOURI": "MO", "MONTANA": "MT", "NEBRASKA": "NE", "NEVADA": "NV", "NEW HAMPSHIRE": "NH", "NEW JERSEY": "NJ",
    "NEW MEXICO": "NM", "NEW YORK": "NY", "NORTH CAROLINA": "NC", "NORTH DAKOTA": "ND", "OHIO": "OH",
    "OKLAHOMA": "OK", "OREGON": "OR", "PENNSYLVANIA": "PA", "RHODE ISLAND": "RI", "SOUTH CAROLINA": "SC",
    "SOUTH DAKOTA": "SD", "TENNESSEE": "TN", "TEXAS": "TX", "UTAH": "UT", "VERMONT": "VT", "VIRGINIA": "VA",
    "WASHINGTON": "WA", "WEST VIRGINIA": "WV", "WISCONSIN": "WI", "WYOMING": "WY", "PUERTO RICO": "PR",
}  # fmt: skip
_COUNTRY_NAMES = {
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
    return _US_NAMES.get(folded, folded)


def _by_state(table: dict[tuple[str, ...], str]) -> dict[str, tuple[str, ...]]:
    return {state: zones for zones, states in table.items() for state in states.split()}


_STATES = {"US": _by_state(_US_STATES), "CA": _by_state(_CA_PROVINCES), "AU": _by_state(_AU_STATES)}


def state_zones(region: str, state: str) -> tuple[str, ...]:
    """The zones of a state or province, by its code or (US) its name; empty when it is not known."""
    folded = state.strip().upper()
    code = _US_NAMES.get(folded, folded) if region == "US" else folded
    return _STATES.get(region, {}).get(code, ())
