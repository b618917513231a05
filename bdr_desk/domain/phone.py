"""Phone numbers: parsed once where they enter (`parse`), shown by one function (`shown`), dialled by one (`dial_uri`).

The reading is phonenumbers' (Google's libphonenumber metadata); what is only digits is read the short way (`phone_plan`),
which says the same.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import phonenumbers
from phonenumbers import PhoneNumberType

from bdr_desk.domain import phone_cell, phone_plan

_LABELLED = re.compile(r"(?:;ext=|\be?xt(?:ensi[oó])?n?\b|x|#|int|anexo)[\s.:,-]*\d+#?\s*$", re.IGNORECASE)
_EXTENDED = re.compile(
    r"(?!\d\d?\)\s.*;)([^a-z/;,]{7,25}?)(?: ?,? ?(?:x|ext\.?|extension) ?[.:]? ?|;ext=)(\d{1,6})",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[A-Za-z]")
_SPELT = re.compile(r"\d[-.]?[A-Z]{3,}(?:-[A-Z]+)*")
_SPELT_TYPES = frozenset(
    (
        PhoneNumberType.TOLL_FREE,
        PhoneNumberType.PREMIUM_RATE,
        PhoneNumberType.SHARED_COST,
        PhoneNumberType.UAN,
    )
)
_NEXT = re.compile(r"\s*(?:/|\b(?:ou|or|oder|et|und|and)\b|&)\s*(\d[\d .-]*\d)\s*(?=$|[/(;,])")
_PAIRS = re.compile(r"\d\d(?:[ .]\d\d)+")
_BETWEEN = re.compile(r"[/;,|\n]|\b(?:ou|or|oder|et|und|and)\b|&")
_WHOLE_NUMBER = 7  # digits, without the calling code, from which what precedes a slash stands for itself
_WITH_CODE = (
    11  # digits from which a missing plus is thought of: fewer are more often a number of somewhere else
)
_NANP, _GLUED_ON = (
    10,
    6,
)  # digits of a North American number, and at most of an extension that follows it unmarked
_LONGER_THAN_A_DATE = 9
_FEW, _MANY = (
    9,
    99,
)  # how far away a number may be that is told by its last two digits, or by its last four or six


class Phone(NamedTuple):
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
    digits = phone_plan.digits_of(text)
    if digits is None:
        return _by_library(text, region)
    found = phone_plan.read(digits, region)
    return Phone(found[0], "", found[1]) if found else None


def _by_library(text: str, region: str) -> Phone | None:
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

    What a spreadsheet did to it is undone: 4420…E+11 with all its digits, 2565550142.0, a lost plus or leading zero. Where
    two readings are possible, or digits are lost, there is no number. A number that no plan knows is given back, not
    `valid`, only when there is none better.
    """
    digits = phone_plan.digits_of(text)
    if digits and "/" not in text and not text.endswith((".0", ".00", ")")):
        found = phone_plan.read(digits, region)
        if found and found[1] and not (len(digits) < _LONGER_THAN_A_DATE and phone_cell.is_date(text)):
            return (Phone(found[0]),)
    elif (
        digits is None
        and (parts := _EXTENDED.fullmatch(text))
        and (extended := _with_extension(parts[1], parts[2], region))
    ):
        return (extended,)
    tidy = phone_cell.tidied(text)
    return () if phone_cell.is_date(tidy) else _in_cell(tidy, region)


def _with_extension(text: str, extension: str, region: str) -> Phone | None:
    """A valid number with its extension, "617-555-0142 x123": the most usual cell that is not digits alone."""
    digits = phone_plan.digits_of(text)
    found = phone_plan.read(digits, region) if digits else None
    return Phone(found[0], extension) if found and found[1] else None


def _in_cell(text: str, region: str) -> tuple[Phone, ...]:
    whole = _whole(text, region)
    if whole and whole.valid:
        return _parted(whole, text, region)
    if readings := dict.fromkeys(_readings(text, region)):
        return tuple(readings) if len(readings) == 1 else ()
    found = tuple(dict.fromkeys(_found(text, region)))
    return found or ((whole,) if whole else _unknown(text, region))


def _whole(text: str, region: str) -> Phone | None:
    """The cell read as one number. Letters are digits only where they spell one: 1-800-FLOWERS, not "040 Reception"."""
    found = parse(text, region)
    bare = _LABELLED.sub("", text)
    if not found or len(_LETTER.findall(bare)) < 3:
        return found
    plain = parse(_LETTER.sub(" ", bare), region)
    if plain and plain.e164 == found.e164:
        return found
    if plain and plain.valid:
        return None
    return found if found.valid and _is_spelt(found, text) else None


def _is_spelt(number: Phone, text: str) -> bool:
    kind = phonenumbers.number_type(phonenumbers.parse(number.e164))
    return kind in _SPELT_TYPES or bool(phone_plan.is_nanp(number.e164) and _SPELT.search(text))


def _parted(whole: Phone, text: str, region: str) -> tuple[Phone, ...]:
    """The numbers of a cell that reads as one: an extension, or what follows a slash, may be a number of its own."""
    for slash in (i for i, char in enumerate(text) if char == "/"):
        left = parse(text[:slash], region)
        if left and left.valid and len(left.e164) > _WHOLE_NUMBER + 3 and left.e164 != whole.e164:
            right = parse(text[slash + 1 :], region)
            return (left, right) if right and right.valid else (left,)
    if len(whole.extension) >= _WHOLE_NUMBER and not _LETTER.search(text):
        second = parse(whole.extension, region)
        if second and second.valid:
            return (Phone(whole.e164), second)
    return (whole,)


def _readings(text: str, region: str) -> Iterator[Phone]:
    """What digits can have been before a spreadsheet took their plus, their leading zero or the mark of an extension."""
    digits = phone_plan.digits_of(phone_cell.without_trunk_zero(text))
    if not digits or digits[0] in "+0":
        return
    bare = text.isdigit()
    if len(digits) >= _WITH_CODE and (bare or _starts_with_code(text, digits)):
        yield from _exactly(f"+{digits}", region)
    if bare:
        yield from _valid(f"0{digits}", region)
    if bare and _NANP < len(digits) <= _NANP + _GLUED_ON:
        for first in _exactly(f"+1{digits[:_NANP]}", region) if phone_plan.is_nanp_region(region) else ():
            yield Phone(first.e164, digits[_NANP:])


def _starts_with_code(text: str, digits: str) -> bool:
    """Whether the first group of digits is a calling code: "44 20 7946 0123"."""
    return re.split(r"\D", text, maxsplit=1)[0] == phone_plan.calling_code(digits)


def _valid(text: str, region: str) -> Iterator[Phone]:
    found = parse(text, region)
    if found and found.valid:
        yield found


def _exactly(e164: str, region: str) -> Iterator[Phone]:
    return (found for found in _valid(e164, region) if found.e164 == e164)


def _found(text: str, region: str) -> Iterator[Phone]:
    """The numbers in a text of several, or of a number and words."""
    if halves := _halves(text, region):
        yield from halves
        return
    for match in phonenumbers.PhoneNumberMatcher(text, region):
        yield from _parted(_from_library(match.number), match.raw_string, region)
        yield from _shorthands(match, text)


def _halves(text: str, region: str) -> tuple[Phone, ...]:
    """Two numbers of one length with nothing between them: "01 99 00 12 34 01 99 00 12 35"."""
    digits = phone_plan.digits_of(text) or ""
    half, odd = divmod(len(digits), 2)
    if odd or half < _WHOLE_NUMBER + 1 or digits[0] == "+":
        return ()
    both = (*_valid(digits[:half], region), *_valid(digits[half:], region))
    return both if len(both) == 2 else ()


def _shorthands(match: phonenumbers.PhoneNumberMatch, text: str) -> Iterator[Phone]:
    """The neighbours of a number: 43 in "617-555-0142/43"."""
    number, at = _from_library(match.number), match.end
    while (following := _NEXT.match(text, at)) and (neighbour := _neighbour(number, following[1])):
        yield neighbour
        number, at = neighbour, following.end()


def _neighbour(number: Phone, typed: str) -> Phone | None:
    """The number that ends in the digits typed, where all numbers of its country are of one length."""
    if number.extension or not phone_plan.has_one_length(number.e164) or not _is_ending(typed, number.e164):
        return None
    digits = re.sub(r"\D", "", typed)
    return next(_exactly(number.e164[: -len(digits)] + digits, "ZZ"), None)


def _is_ending(typed: str, e164: str) -> bool:
    """Whether the digits can only be the end of another number: near to this one, or in pairs as in France, or a local number."""
    digits = re.sub(r"\D", "", typed)
    away = int(digits) - int(e164[-len(digits) :])
    match len(digits):
        case 2:
            return 0 < away <= _FEW
        case 4 | 6:
            return abs(away) <= _MANY or _PAIRS.fullmatch(typed) is not None
        case size:
            return size == (7 if phone_plan.is_nanp(e164) else 8)


def _unknown(text: str, region: str) -> tuple[Phone, ...]:
    """Numbers that can be but that no plan knows."""
    pieces = (piece for piece in _BETWEEN.split(text) if sum(map(str.isdigit, piece)) >= _WHOLE_NUMBER)
    found = (_whole(piece, region) or parse(_LETTER.sub(" ", piece), region) for piece in pieces)
    return tuple(dict.fromkeys(number for number in found if number and not number.valid))


def is_region(code: str) -> bool:
    """Whether `code` is a country (ISO 3166 alpha-2, upper case) whose numbers can be read."""
    return code in phonenumbers.SUPPORTED_REGIONS


@lru_cache(maxsize=4096)
@lru_cache(maxsize=4096)
def shown(e164: str, extension: str = "") -> str:
    """As a person reads it: international form, with the extension."""
    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return e164
    text = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return f"{text} ext. {extension}" if extension else text


def dial_uri(e164: str, extension: str = "") -> str:
    """The `tel:` URI (RFC 3966 §3) of an E.164 number and its extension (§5.3).

    Anything but digits is dropped, so that nothing can be smuggled in.
    """
    return f"tel:+{_digits(e164)}" + (f";ext={_digits(extension)}" if _digits(extension) else "")


def _digits(text: str) -> str:
    return "".join(c for c in text if c in "0123456789")
