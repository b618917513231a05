"""States and provinces: their short forms, their names as lists write them, and the zones where a country has several.

Zones by tzdata's zone1970.tab and `backward`; short forms by ISO 3166-2 (without the country), as lists and the holidays
library have them. A state with two zones lists both, the more populous first. Left out, as a handful of people live
there: Wendover in Nevada, Lloydminster, the east end of Quebec, the Peace River (British Columbia), Kenora (Ontario),
Eucla, Broken Hill and Lord Howe. The Navajo Nation, which changes its clocks while Arizona does not, counts as Arizona:
its numbers are Arizona's.
"""

import unicodedata
from functools import lru_cache

from bdr_desk.domain.state_names import AUSTRALIA, BRAZIL, CANADA, GERMANY, MEXICO, SPAIN, SWITZERLAND, UK, US

_EAST, _CENTRAL, _MOUNTAIN, _PACIFIC = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
)
_SAO_PAULO, _MEXICO, _JAKARTA = "America/Sao_Paulo", "America/Mexico_City", "Asia/Jakarta"
_MOSCOW, _YAKUTSK, _VLADIVOSTOK = "Europe/Moscow", "Asia/Yakutsk", "Asia/Vladivostok"

# Where a state has two: Pensacola (FL), Gary and Evansville (IN), Bowling Green (KY), Iron Mountain (MI), Nashville (TN);
# Goodland (KS), Scottsbluff (NE), Dickinson (ND), Rapid City (SD), El Paso (TX); Coeur d'Alene (ID); Ontario (OR).
_US_STATES: dict[tuple[str, ...], str] = {
    (_EAST,): "CT DE DC GA ME MD MA NH NJ NY NC OH PA RI SC VT VA WV",
    (_EAST, _CENTRAL): "FL IN KY MI",
    (_CENTRAL, _EAST): "TN",
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
    ("America/Toronto", "America/Winnipeg", "America/Edmonton"): "NU",
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
_BR_STATES: dict[tuple[str, ...], str] = {
    (_SAO_PAULO,): "AL AP BA CE DF ES GO MA MG PA PB PE PI PR RJ RN RS SC SE SP TO",
    ("America/Manaus", "America/Rio_Branco"): "AM",
    ("America/Cuiaba",): "MT",
    ("America/Campo_Grande",): "MS",
    ("America/Porto_Velho",): "RO",
    ("America/Boa_Vista",): "RR",
    ("America/Rio_Branco",): "AC",
}
# Since 2022 only the towns at the border with the United States change their clocks, with it, and Baja California does.
_MX_STATES: dict[tuple[str, ...], str] = {
    (_MEXICO,): (
        "AGU CAM CHP CMX COL DUR GRO GUA HID JAL MEX MIC MOR NLE OAX PUE QUE SLP TAB TLA VER YUC ZAC"
    ),
    (_MEXICO, "America/Matamoros"): "COA TAM",
    (_MEXICO, "America/Ciudad_Juarez", "America/Ojinaga"): "CHH",
    ("America/Mazatlan",): "BCS NAY SIN",
    ("America/Hermosillo",): "SON",
    ("America/Tijuana",): "BCN",
    ("America/Cancun",): "ROO",
}
_RU_STATES: dict[tuple[str, ...], str] = {
    ("Europe/Kaliningrad",): "KGD",
    (_MOSCOW,): (
        "AD ARK BEL BRY CE CU DA IN IVA KB KC KDA KIR KL KLU KO KOS KR KRS LEN LIP ME MO MOS MOW MUR NEN NGR NIZ ORL "
        "PNZ PSK ROS RYA SE SMO SPE STA TA TAM TUL TVE VGG VLA VLG VOR YAR"
    ),
    ("Europe/Samara",): "AST SAM SAR UD ULY",
    ("Asia/Yekaterinburg",): "BA CHE KGN KHM ORE PER SVE TYU YAN",
    ("Asia/Omsk",): "OMS",
    ("Asia/Novosibirsk",): "AL ALT KEM NVS TOM",
    ("Asia/Krasnoyarsk",): "KK KYA TY",
    ("Asia/Irkutsk",): "BU IRK",
    (_YAKUTSK,): "AMU ZAB",
    (_YAKUTSK, _VLADIVOSTOK, "Asia/Magadan"): "SA",
    (_VLADIVOSTOK,): "KHA PRI YEV",
    ("Asia/Magadan",): "MAG SAK",
    ("Asia/Kamchatka",): "CHU KAM",
}
_ID_PROVINCES: dict[tuple[str, ...], str] = {
    (_JAKARTA,): "AC BB BE BT JA JB JI JK JT KB KR KT LA RI SB SS SU YO",
    ("Asia/Makassar",): "BA GO KI KS KU NB NT SA SG SN SR ST",
    ("Asia/Jayapura",): "MA MU PA PB PD PE PS PT",
}
_MADRID, _CANARY = ("Europe/Madrid",), ("Atlantic/Canary",)


def _by_state(table: dict[tuple[str, ...], str]) -> dict[str, tuple[str, ...]]:
    return {state: zones for zones, states in table.items() for state in states.split()}


STATE_ZONES: dict[str, dict[str, tuple[str, ...]]] = {
    "US": _by_state(_US_STATES),
    "CA": _by_state(_CA_PROVINCES),
    "AU": _by_state(_AU_STATES),
    "BR": _by_state(_BR_STATES),
    "MX": _by_state(_MX_STATES),
    "RU": _by_state(_RU_STATES),
    "ID": _by_state(_ID_PROVINCES),
    "ES": {code: _CANARY if code == "CN" else _MADRID for code in SPAIN.values()},
}
_NAMES: dict[str, dict[str, str]] = {
    "US": US, "CA": CANADA, "AU": AUSTRALIA, "BR": BRAZIL, "MX": MEXICO, "DE": GERMANY, "GB": UK, "CH": SWITZERLAND,
    "ES": SPAIN,
}  # fmt: skip
_CODES = {
    country: {*_NAMES.get(country, {}).values(), *STATE_ZONES.get(country, ())}
    for country in {*_NAMES, *STATE_ZONES}
}


@lru_cache(maxsize=4096)
def state_of(country: str, text: str) -> str:
    """The short form ("TX", "NSW", "BY") of a state of `country` as lists write it; "" where it is not known here."""
    folded = _folded(text)
    found = _NAMES.get(country, {}).get(folded, folded)
    return found if found in _CODES.get(country, ()) else ""


def zones_of_state(country: str, state: str) -> tuple[str, ...]:
    """The zones of a state by its short form or its name; () where it is not known, or its country has only one zone."""
    return STATE_ZONES.get(country, {}).get(state_of(country, state), ())


def state_name(country: str, state: str) -> str:
    """ "Texas" of ("US", "TX"); the short form itself where no name is known."""
    return _said(country).get(state, state)


@lru_cache(maxsize=16)
def _said(country: str) -> dict[str, str]:
    """Each state by its first name in the table, as people write it."""
    said: dict[str, str] = {}
    for name, code in _NAMES.get(country, {}).items():
        said.setdefault(code, name.title().replace(" Of ", " of ").replace(" And ", " and "))
    return said


def _folded(text: str) -> str:
    """Upper case, without accents and full stops."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return " ".join(plain.upper().replace(".", "").split())
