"""What somebody types to find a person: words of names, the beginning of an address, a piece of a number in any form.

Plain functions on the text; queries.search turns what they say into statements.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bdr_desk.domain.matching import fold
from bdr_desk.domain.phone_plan import calling_codes

MOST_TYPED = 100  # characters that count; of a pasted page only the beginning
FEWEST_DIGITS = 3  # fewer say nothing about a number

_NUMBER = re.compile(r"\+?[\d\s().\-/\u2010-\u2015\u00a0\u202f]+")
_ABROAD = re.compile(r"\+|00|011")  # how a number in international form begins; 011 in North America
_TRUNK = {
    "7": "8",
    "36": "06",
}  # what is dialled before a national number, where it is not 0 (ITU-T E.164 national plans)


@dataclass(frozen=True, repr=False)
class Typed:
    """`words` are folded and each is to begin a word of a name; `numbers` are pieces of numbers as typed, `addresses` the
    beginnings of e-mail addresses, lower case. `mark` is the one word there is, lower case, else empty.
    """

    words: tuple[str, ...]
    numbers: tuple[str, ...]
    addresses: tuple[str, ...]
    mark: str


def read_typed(text: str) -> Typed:
    """A text that is one number, spaces and all, is a number; otherwise each word is taken by itself."""
    text = text.strip()[:MOST_TYPED].encode("utf-8", "ignore").decode()  # a lone surrogate is no text
    parts = [text] if is_number(text) else text.split()
    numbers = tuple(part for part in parts if is_number(part))
    addresses = tuple(part.lower() for part in parts if "@" in part)
    rest = " ".join(part for part in parts if not is_number(part) and "@" not in part)
    mark = text.lower() if len(parts) == 1 and not numbers else ""
    return Typed(_folded(rest), numbers, addresses, mark)


def is_number(text: str) -> bool:
    return len(digits_in(text)) >= FEWEST_DIGITS and _NUMBER.fullmatch(text) is not None


def digits_in(text: str) -> str:
    return "".join(c for c in text if c in "0123456789")


def _folded(text: str) -> tuple[str, ...]:
    """A word that another one begins with says nothing more than that one."""
    words = dict.fromkeys(fold(text).split())
    return tuple(word for word in words if not any(o != word and o.startswith(word) for o in words))


def as_words(number: str) -> tuple[str, ...]:
    """A number's digits as words of a name: "360 100" may be a company."""
    return _folded(number)


def beginnings(number: str, home: Iterable[str]) -> tuple[str, ...]:
    """How the E.164 form of a number begins that was typed in part, as in any country; those of `home` come first.

    `home` are calling codes ("1", "44"). The likeliest reading comes first.
    """
    digits = digits_in(number)
    if found := _ABROAD.match(number.lstrip(" (")):
        abroad = digits_in(re.sub(r"\(\s*0\s*\)", "", number)).removeprefix(digits_in(found.group()))
        if abroad:
            return (f"+{abroad}", *_national(digits, home))
    near = tuple(home)
    return tuple(dict.fromkeys((*_national(digits, near), f"+{digits}", *_national(digits, calling_codes()))))


def _national(digits: str, codes: Iterable[str]) -> Iterator[str]:
    for code in codes:
        trunk = _TRUNK.get(code, "0")
        if digits != trunk and digits.startswith(trunk):
            yield f"+{code}{digits.removeprefix(trunk)}"
        yield f"+{code}{digits}"  # without the trunk digit, and Italy's zero stays
