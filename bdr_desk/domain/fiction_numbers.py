"""Numbers that nobody has: kept for films and examples by the regulators, and those that are typed to be rid of a form.

A range stands here only with its source. Left out on purpose:
- 867-5309 (a song of 1982) and other numbers from songs and films outside 555: in many area codes somebody has them.
- The rest of 555-XXXX: since 1994 those were given out for services that are the same in every area.
- 028 9018 0xxx: on older lists of Ofcom's; 028 9649 6xxx took its place.
- Hungary, New Zealand and others whose regulator's list could not be seen.
"""

from bisect import bisect_right
from collections.abc import Iterator

from bdr_desk.domain import phone_plan

_OFCOM = "Kept for drama by Ofcom (Telephone numbers for use in TV and radio drama)"
_ACMA = "Kept for creative works by the ACMA (Phone numbers for use in TV shows, films and creative works)"
_BNETZA = "Kept for media productions by the Bundesnetzagentur (Mitteilung 148/2021)"
_ARCEP = "Kept for audiovisual works by ARCEP (decision 2018-0881, art. 2.5.12)"
_PTS = "Kept for books and films by PTS (Telefonnummer till böcker och filmer)"
_COMREG = "Kept for drama by ComReg (020 91x xxxx)"
_NANPA = "Kept for fiction in every area code (NANPA, 555 line number guidelines: 555-0100 to 555-0199)"

# "first-last", where last gives only the digits in which it differs; one number where there is no dash
_KEPT = {
    _OFCOM: """
        +441632960000-999 +441134960000-999 +441144960000-999 +441154960000-999 +441164960000-999 +441174960000-999
        +441184960000-999 +441214960000-999 +441314960000-999 +441414960000-999 +441514960000-999 +441614960000-999
        +441914980000-999 +442079460000-999 +442896496000-999 +442920180000-999 +443069990000-999 +447700900000-999
        +448081570000-999 +449098790000-999""",
    _ACMA: """
        +61255500000-9999 +61270100000-9999 +61355500000-9999 +61370100000-9999 +61755500000-9999 +61770100000-9999
        +61855500000-9999 +61870100000-9999 +611800160401 +611800975707-11 +611300975707-11
        +61491570006 +61491570110 +61491570156-9 +61491570313 +61491570737 +61491571266 +61491571491 +61491571804
        +61491572549 +61491572665 +61491572983 +61491573087 +61491573770 +61491574118 +61491574632 +61491575254
        +61491575789 +61491576398 +61491576801 +61491577426 +61491577644 +61491578148 +61491578888 +61491578957
        +61491579212 +61491579455 +61491579760""",
    _BNETZA: """
        +493023125000-999 +494066969000-999 +496990009000-999 +498999998000-999 +492214710000-999
        +4915228817386 +4915228895456 +4915254599371 +491713920000-99 +491729925904 +491729968532 +491729973185-6
        +491729980752 +491749091317 +491749464308 +4917604069000-99""",
    _ARCEP: """
        +33199000000-9999 +33261910000-9999 +33353010000-9999 +33465710000-9999 +33536490000-9999 +33639980000-9999""",
    _PTS: "+46313900600-99 +46406280400-99 +46701740605-99 +46846500400-99 +46980319200-99",
    _COMREG: "+353209100000-99999",
}
_LINES_OF_555 = {
    "1212": "Directory enquiries in every area code: nobody's own number",
    "1234": "555-1234 is typed in place of a number",
    "2368": "555-2368 is a number of films (Ghostbusters, The Rockford Files)",
    "4321": "555-4321 is typed in place of a number",
    "5555": "555-5555 is typed in place of a number",
}
_UP, _DOWN = "01234567890", "09876543210"
_LAST = 7  # digits at the end: in most plans all of them are the subscriber's own


def _ranges() -> Iterator[tuple[str, str, str]]:
    for source, numbers in _KEPT.items():
        for number in numbers.split():
            first, _, last = number.partition("-")
            yield first, first[: len(first) - len(last)] + last, source


_RANGES = sorted(_ranges())
_FIRSTS = [first for first, _, _ in _RANGES]


def fiction(e164: str) -> str | None:
    """Why nobody has this number: who keeps it for fiction, or what it is typed for; None when somebody may have it.

    555-01xx counts in the toll-free codes too, where only 555-0199 is certain.
    """
    if e164.startswith("555", 5) and e164.startswith("+1"):
        return _line_of_555(e164[8:])
    first, last, source = _RANGES[bisect_right(_FIRSTS, e164) - 1]
    return source if first <= e164 <= last and len(e164) == len(first) else None


def _line_of_555(line: str) -> str | None:
    return _NANPA if line.startswith("01") and len(line) == 4 else _LINES_OF_555.get(line)


def repeated_digits(e164: str) -> bool:
    """Whether the number is one digit over and over: its last seven, or all of the national number but one.

    Of the numbers of a North American area code that is 8 in 8,000,000: one false alarm in a million numbers at random.
    """
    if len(set(e164[-_LAST + 1 :])) > 2:  # quick: most numbers end here
        return False
    return len(set(e164[-_LAST:])) == 1 or _all_but_one(
        e164[1 + len(phone_plan.calling_code(e164[1:]) or "") :]
    )


def _all_but_one(national: str) -> bool:
    return len(national) > _LAST and max(map(national.count, set(national))) >= len(national) - 1


def sequential_digits(e164: str) -> bool:
    """Whether the last seven digits count up or down, 0 before 1 or after 9: 1234567, 4567890, 7654321.

    That is ten endings of ten million: one false alarm in a million numbers at random.
    """
    last = e164[-_LAST:]
    return len(last) == _LAST and (last in _UP or last in _DOWN)
