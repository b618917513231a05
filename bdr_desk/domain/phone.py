"""Phone numbers: parsed once where they enter (`parse`), shown by one function (`shown`), dialled by one (`dial_uri`).

The reading is phonenumbers' (Google's libphonenumber metadata).
"""

from dataclasses import dataclass
from functools import lru_cache

import phonenumbers


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
    if not phonenumbers.is_possible_number(number):
        return None
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return Phone(e164, number.extension or "", phonenumbers.is_valid_number(number))


@lru_cache(maxsize=4096)
def shown(e164: str, extension: str = "") -> str:
    """As a person reads it: international form, with the extension."""
    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return e164
    text = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return f"{text} ext. {extension}" if extension else text


def region_of(e164: str) -> str | None:
    """The country the number belongs to (ISO 3166 alpha-2), None when its calling code is shared or unknown."""
    region: str | None = phonenumbers.region_code_for_number(phonenumbers.parse(e164))
    return region


def dial_uri(e164: str) -> str:
    """The `tel:` URI (RFC 3966 §3) of an E.164 number; anything else in it is dropped so that nothing can be smuggled in."""
    return "tel:+" + "".join(c for c in e164 if c in "0123456789")


def masked(e164: str) -> str:
    """For logs."""
    return f"{e164[:4]}…{e164[-2:]}" if len(e164) > 6 else "…"
