"""A cell with phone numbers, made readable: what a spreadsheet, a mail or a web page did to it is undone where that is certain.

Nothing is guessed: a number whose digits are lost (3.34387E+13) is gone.
"""

import re
import unicodedata
from functools import lru_cache

_SIGNS = str.maketrans("\uff0b\uff08\uff09\uff0e\uff0f\uff1b\uff0c\u2212\u2044\u30fc", "+()./;,-/-")
_WRAPPED = re.compile(r"""=\s*"([^"]*)"|['`\u2018\u2019]+(.*)""", re.DOTALL)
_SCIENTIFIC = re.compile(r"\+?(\d)(?:[.,](\d+))?[eE]\+?(\d{1,2})")
_DECIMAL = re.compile(r"(\+?\d{6,})[.,]0{1,2}")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3}){2,4}")
_EXTENSION_LABELS = re.compile(
    r"[\s,;(-]*\b(?:poste|durchwahl|nebenstelle|toestel|interno|ramal|anknytning|extn?s?\.?\s*n[o°]\.?)"
    r"[\s.:-]*(\d{1,6})\)?\s*$",
    re.IGNORECASE,
)
_DAY, _MONTH, _CENTURY = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:19|20)"
_DATE = re.compile(
    rf"(?:{_DAY}([./-]){_MONTH}\1{_CENTURY}?\d\d|{_CENTURY}\d\d([./-]){_MONTH}\2{_DAY})(?:\s.*)?", re.DOTALL
)
_ASIDES = re.compile(
    r"^(?:#\d{1,2}|\d{1,2}\))(?=\s)"  # "1) 030 ...": the first of several
    r"|(?<=\s)(?:\(\d{1,2}\)$|\d{1,2}:\d\d\b|\d{1,3}%|\d{1,2}(?:-\d{1,2})?\s?(?:st|nd|rd|th|hrs?|h|am|pm|uhr)\b)",
    re.IGNORECASE,
)
_TRUNK_ZERO = re.compile(r"\(\s*0\s*\)")


def tidied(text: str) -> str:
    """The cell in plain characters, without what a spreadsheet added; empty when the spreadsheet lost the digits."""
    plain = (text if text.isascii() else "".join(map(_plain, text.translate(_SIGNS)))).strip()
    if wrapped := _WRAPPED.fullmatch(plain):
        plain = (wrapped[1] or wrapped[2] or "").strip()
    if rounded := _SCIENTIFIC.fullmatch(plain):
        return _all_digits(rounded)
    if decimal := _DECIMAL.fullmatch(plain):
        return decimal[1]
    if _THOUSANDS.fullmatch(plain):
        return plain.replace(",", "")
    return _EXTENSION_LABELS.sub(r" ext. \1", _ASIDES.sub("", plain).strip())


def is_date(text: str) -> bool:
    """Whether the cell is, or begins with, a day: 31.08.2011 and 2011-08-31 would be numbers in Norway and in Germany."""
    return _DATE.fullmatch(text) is not None


def without_trunk_zero(text: str) -> str:
    """Without the "(0)" of "+44 (0)20", which is dialled only at home."""
    return _TRUNK_ZERO.sub(" ", text)


def _all_digits(rounded: re.Match[str]) -> str:
    """The digits of 4.42079460123E+11, all twelve of which are there; nothing of 4.42079E+11."""
    digits = rounded[1] + (rounded[2] or "")
    return digits if len(digits) == int(rounded[3]) + 1 else ""


@lru_cache(maxsize=1024)
def _plain(char: str) -> str:
    """Digits of any script as 0 to 9, one kind of dash and of space, nothing of what cannot be seen."""
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    match unicodedata.category(char):
        case "Cf":
            return ""
        case "Pd":
            return "-"
        case "Zs":
            return " "
        case _:
            return char
