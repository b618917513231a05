"""Digits read by the numbering plans: what phonenumbers' parse, is_possible_number, is_valid_number and E.164 say, but quickly.

The rules and the patterns are libphonenumber's (its metadata, as phonenumbers carries them), with all that can be known
beforehand worked out once per calling code. Only digits with the usual marks between them are read here
(`digits_of`); letters, extensions and whatever else is unusual is the library's own business.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, SUPPORTED_REGIONS, PhoneMetadata
from phonenumbers.phonemetadata import REGION_CODE_FOR_NON_GEO_ENTITY, PhoneNumberDesc

_MARKS = " ()[]-./\u00a0\u00ad\u200b\u2060\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u3000\uff0d\uff0e\uff0f\uff08\uff09"
_WITHOUT_MARKS = str.maketrans("", "", _MARKS)
_SHORTEST, _LONGEST = 5, 20  # characters of digits_of: what is shorter or longer has rules of its own
_LONGEST_NATIONAL = 17  # digits after the calling code that the library takes (ITU-T E.164 has 15 in all)
_LONGEST_TEXT = 100
_LENGTHS = range(_LONGEST + 1)
_TYPES = "premium_rate toll_free shared_cost voip personal_number pager uan voicemail fixed_line mobile"
_CALLING_CODES = {str(code): code for code in COUNTRY_CODE_TO_REGION_CODE}


@dataclass(frozen=True, slots=True)
class _Plan:
    """How numbers are dialled in a region. Lengths are those of national numbers."""

    calling_code: str
    international: re.Pattern[str] | None
    prefix: re.Pattern[str] | None
    transform: str
    general: re.Pattern[str]
    possible: frozenset[int]
    strippable: frozenset[int]  # a prefix is taken off when one of these lengths remains
    longest: int
    lengths: int  # how many lengths full numbers have


def digits_of(text: str) -> str | None:
    """`text` without the marks between its digits, with its leading plus; None when anything else stands in it."""
    digits = text.translate(_WITHOUT_MARKS)
    if not _SHORTEST <= len(digits) <= _LONGEST or len(text) > _LONGEST_TEXT or not digits.isascii():
        return None
    return digits if digits.isdigit() or (digits[0] == "+" and digits[1:].isdigit()) else None


def read(digits: str, region: str) -> tuple[str, bool] | None:
    """(E.164, valid) of what `digits_of` gave, read as in `region` (ISO 3166 alpha-2); None when no number can be so."""
    abroad = _abroad(digits, region)
    if abroad is None:
        return None
    plan, national = abroad
    shorter = _without_prefix(national, plan)
    if len(shorter) in plan.strippable:
        national = shorter
    size = len(national)
    code = plan.calling_code
    if size not in _main_plan(code).possible or size > _LONGEST_NATIONAL:
        return None
    return f"+{code}{national}", _region(code, national)[1]


def region_of(e164: str) -> str | None:
    """The region (ISO 3166 alpha-2) of a number; None where no one region has it (+800, a number no plan knows)."""
    split = _split(e164[1:])
    region = _region(*split)[0] if split else None
    return None if region == REGION_CODE_FOR_NON_GEO_ENTITY else region


def calling_code(digits: str) -> str | None:
    """The calling code that digits without their plus begin with."""
    split = _split(digits)
    return split[0] if split else None


def is_nanp(e164: str) -> bool:
    """Whether the number is of the North American Numbering Plan."""
    return e164.startswith("+1")


def is_nanp_region(region: str) -> bool:
    """Whether a region (ISO 3166 alpha-2) is in the North American Numbering Plan."""
    return region in COUNTRY_CODE_TO_REGION_CODE[1]


# Elsewhere a mobile keeps its number wherever in the country its owner lives (libphonenumber, _GEO_MOBILE_COUNTRIES).
_MOBILES_WITH_AREA_CODES = ("BR", "MX")
_MOBILES_BEGIN = {"CL": r"9\d+"}  # where the library has one pattern for both
_NEVER_PLACED = "premium_rate toll_free shared_cost voip personal_number pager uan voicemail"


def tells_place(e164: str, region: str) -> bool:
    """Whether a number of `region` tells where in the country it rings: fixed lines do, and mobiles where they have area codes.

    In the North American plan the area code tells it (`domain.area_codes`), whatever the kind of number.
    """
    pattern = None if is_nanp(e164) else _placed(calling_code(e164[1:]) or "", region)
    return pattern is None or pattern.fullmatch(e164) is not None


@cache
def _placed(code: str, region: str) -> re.Pattern[str] | None:
    """Numbers in E.164 that tell their place; None where no plan is known."""
    if region not in SUPPORTED_REGIONS:
        return None
    metadata = _metadata(code, region)
    kinds = ("fixed_line", "mobile") if region in _MOBILES_WITH_AREA_CODES else ("fixed_line",)
    placed, never = (
        "|".join(one.national_number_pattern for one in ones if one and one.national_number_pattern) or "(?!)"
        for ones in ([getattr(metadata, kind) for kind in names] for names in (kinds, _NEVER_PLACED.split()))
    )
    never += f"|{_MOBILES_BEGIN.get(region, '(?!)')}"
    return _compiled(rf"\+{code}(?!(?:{never})\Z)(?:{placed})")


def has_one_length(e164: str) -> bool:
    """Whether all full numbers with the calling code of this one are of one length, as in the US and in France."""
    code = calling_code(e164[1:])
    return code is not None and _main_plan(code).lengths == 1


def _abroad(digits: str, region: str) -> tuple[_Plan, str] | None:
    """The plan that the number is of, and the rest of the digits, as the library extracts a calling code."""
    plus = digits[0] == "+"
    if plus:
        digits = digits[1:]
        if split := _split(digits):
            return _main_plan(split[0]), split[1]
    plan = _plan(region)
    if plan is None:
        return None
    if plan.international and (match := plan.international.match(digits)):
        rest = digits[match.end() :]
        if not rest.startswith("0"):
            split = _split(rest) if len(rest) > 2 else None
            return (_main_plan(split[0]), split[1]) if split else None
    if digits.startswith(plan.calling_code):
        rest = _without_prefix(digits[len(plan.calling_code) :], plan)
        if _is_better(rest, digits, plan):
            return (_main_plan(plan.calling_code), rest) if len(rest) > 1 else None
    return None if plus else (plan, digits)


def _is_better(rest: str, digits: str, plan: _Plan) -> bool:
    """Whether the digits without the calling code, `rest`, are the number."""
    if len(digits) > plan.longest:
        return True
    return not plan.general.fullmatch(digits) and bool(plan.general.fullmatch(rest))


def _without_prefix(number: str, plan: _Plan) -> str:
    """Without the national prefix and a carrier's code, unless that would spoil a number that fits the plan."""
    match = plan.prefix.match(number) if plan.prefix else None
    if not match:
        return number
    rest = number[match.end() :]
    if plan.transform and match[match.re.groups] is not None:
        rest = match.expand(plan.transform) + rest
    if plan.general.fullmatch(number) and not plan.general.fullmatch(rest):
        return number
    return rest


def _split(digits: str) -> tuple[str, str] | None:
    for size in (2, 1, 3):
        if (code := digits[:size]) in _CALLING_CODES:
            return code, digits[size:]
    return None


@lru_cache(maxsize=64)
def _region(code: str, national: str) -> tuple[str | None, bool]:
    """The region that has the number, and whether the number is valid there. Most are asked for one after the other."""
    regions, which = signs(code, len(national))
    if which is None:
        region = regions[0]
    else:
        match = which.match(national)
        if not match:
            return None, False
        region = regions[(match.lastindex or 1) - 1]
        if _leading_digits(code, region) is None:  # its sign is its whole pattern
            return region, True
    pattern = _pattern(code, region, len(national))
    return region, pattern is not None and pattern.fullmatch(national) is not None


@cache
def signs(code: str, size: int) -> tuple[tuple[str, ...], re.Pattern[str] | None]:
    """The regions of a calling code, and a pattern whose groups, in their order, tell which of them has a number."""
    regions = COUNTRY_CODE_TO_REGION_CODE[int(code)]
    if len(regions) == 1:
        return regions, None
    return regions, _compiled("|".join(f"(?={_sign(code, region, size)})()" for region in regions))


@cache
def _leading_digits(code: str, region: str) -> str | None:
    return _metadata(code, region).leading_digits


def _sign(code: str, region: str, size: int) -> str:
    leading = _leading_digits(code, region)
    if leading is not None:
        return leading
    pattern = _pattern(code, region, size)
    return rf"(?:{pattern.pattern})\Z" if pattern else "(?!)"


@cache
def _pattern(code: str, region: str, size: int) -> re.Pattern[str] | None:
    """The valid numbers of `size` digits in a region, None when there are none."""
    metadata = _metadata(code, region)
    same = metadata.same_mobile_and_fixed_line_pattern
    types = (getattr(metadata, name) for name in _TYPES.split() if not (same and name == "mobile"))
    patterns = _patterns(types, size)
    general = _patterns((metadata.general_desc,), size)
    if not patterns or not general:
        return None
    return _compiled(rf"(?=(?:{general[0]})\Z)(?:{'|'.join(patterns)})")


def _patterns(descriptions: Iterable[PhoneNumberDesc | None], size: int) -> list[str]:
    found = (
        one.national_number_pattern
        for one in descriptions
        if one and (not one.possible_length or size in one.possible_length)
    )
    return list(dict.fromkeys(filter(None, found)))


@cache
def _plan(region: str) -> _Plan | None:
    if region not in SUPPORTED_REGIONS:
        return None
    metadata = PhoneMetadata.metadata_for_region(region)
    return _plan_of(metadata) if metadata else None


@cache
def _main_plan(code: str) -> _Plan:
    """Of the first region of a calling code: the library reads and measures the numbers of all of them by it."""
    return _plan_of(_metadata(code, COUNTRY_CODE_TO_REGION_CODE[int(code)][0]))


def _plan_of(metadata: PhoneMetadata) -> _Plan:
    general = metadata.general_desc
    assert general is not None
    lengths, local = general.possible_length, general.possible_length_local_only
    return _Plan(
        str(metadata.country_code),
        _compiled(metadata.international_prefix) if metadata.international_prefix else None,
        _compiled(metadata.national_prefix_for_parsing) if metadata.national_prefix_for_parsing else None,
        metadata.national_prefix_transform_rule or "",
        _compiled(general.national_number_pattern or "(?!)"),
        frozenset(lengths) | frozenset(local),
        frozenset(n for n in _LENGTHS if n not in local and (n in lengths or n > lengths[-1])),
        lengths[-1],
        len(lengths),
    )


def _metadata(code: str, region: str) -> PhoneMetadata:
    metadata = PhoneMetadata.metadata_for_region_or_calling_code(int(code), region)
    assert metadata is not None, "every region of a calling code has metadata"
    return metadata


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)


def calling_codes() -> tuple[str, ...]:
    """The calling codes there are (ITU-T E.164, Annex D), without the plus."""
    return tuple(_CALLING_CODES)


def calling_code_of(region: str) -> str:
    """The calling code of a region (ISO 3166 alpha-2); "1" where no plan is known."""
    plan = _plan(region)
    return plan.calling_code if plan else "1"
