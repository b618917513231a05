"""Phone numbers: parsed once where they enter (`parse`), shown by one function (`shown`), dialled by one (`dial_uri`).

The reading is phonenumbers' (Google's libphonenumber metadata).
"""

import re
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers

_ROUNDED = re.compile(r"\d+([.,]\d+)?[eE]\+?\d+")


@dataclass(frozen=True)
class Phone:
    """A number in E.164 (ITU-T E.164 §6), with its extension. `valid` as libphonenumber's metadata has it."""

    e164: str
    extension: str = ""
    valid: bool = True

    def __repr__(self) -> str:  # personal data stays out of logs
        return f"Phone({self.e164[:4]}…)"


def parse(text: str, region: str) -> Phone | None:
    """The number in `text` as someone in `region` (ISO 3166 alpha-2) would read it; None when there is none.

    Only digits that can be a number at all ("possible") are taken; whether it is in use is `valid`.
    """
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    return _from_library(number) if phonenumbers.is_possible_number(number) else None


def _from_library(number: phonenumbers.PhoneNumber) -> Phone:
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return Phone(e164, number.extension or "", phonenumbers.is_valid_number(number))


def parse_all(text: str, region: str) -> tuple[Phone, ...]:
    """Every number in a cell such as "01 99 00 12 34 (office) / 01 99 00 12 35", each once, in order.

    A number that no plan knows is given back, not `valid`, only when there is none better. What a spreadsheet rounded
    ("3.34387E+13") has lost its digits and is no number.
    """
    if _ROUNDED.fullmatch(text.strip()):
        return ()
    whole = parse(text, region)
    if whole and whole.valid:
        return (whole,)
    found = (_from_library(match.number) for match in phonenumbers.PhoneNumberMatcher(text, region))
    return tuple(dict.fromkeys(found)) or ((whole,) if whole else ())


def is_region(code: str) -> bool:
    """Whether `code` is a country (ISO 3166 alpha-2, upper case) whose numbers can be read."""
    return code in phonenumbers.SUPPORTED_REGIONS


@lru_cache(maxsize=4096)
def shown(e164: str, extension: str = "") -> str:
    """As a person reads it: international form, with the extension."""
    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return e164
    text = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return f"{text} ext. {extension}" if extension else text


def dial_uri(e164: str) -> str:
    """The `tel:` URI (RFC 3966 §3) of an E.164 number; anything else in it is dropped so that nothing can be smuggled in."""
    return "tel:+" + "".join(c for c in e164 if c in "0123456789")
