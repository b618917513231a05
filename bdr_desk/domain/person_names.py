"""Two spellings of a person's name: whether they can be one person's, and how the one is made from the other."""

import re
from collections.abc import Callable
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from bdr_desk.domain.nicknames import COMMON_FAMILIES, read_lines
from bdr_desk.domain.spellings import plain, sounded, typed

Words = tuple[str, ...]


class Fit(IntEnum):
    """How well two names fit. `PART`: half of the name; `CLOSE`: a letter, a second family name; `SHORT`: a nickname."""

    APART = 0
    PART = 1
    INITIAL = 2
    CLOSE = 3
    SHORT = 4
    SAME = 5


class NameFit(NamedTuple):
    """`says` is empty where the names are written alike."""

    fit: Fit
    says: str = ""

    def __repr__(self) -> str:
        return f"NameFit({self.fit.name})"


class PersonName(NamedTuple):
    """Words in lower case, as they are written. `sure` where given and family name stood in cells of their own."""

    given: Words
    family: Words
    generation: str
    called: str
    hyphened: bool
    sure: bool

    def __repr__(self) -> str:  # who somebody is stays out of logs
        return "<PersonName>"


APART = NameFit(Fit.APART)
_SAME = NameFit(Fit.SAME)

_WORD = re.compile(r"[^\W\d_]+(?:['’`ʼ][^\W\d_]+)*")
_APOSTROPHES = re.compile(r"['’`ʼ]")
_CALLED = re.compile(r"[(\"“„«]\s*([^\W\d_]+)\s*[)\"”“»]")
_DEGREES = re.compile(
    r"[\s,]+(?:ph\.?\s?d|m\.?d|d\.?d\.?s|m\.?b\.?a|m\.?sc|b\.?sc|cpa|esq|cfa|pmp|rn|llm|p\.?e)\b\.?(?=[\s,]*$|,)",
    re.I,
)
_HONORIFICS = frozenset(
    (
        "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "rev", "sir", "dame", "herr", "herrn", "frau", "dipl",
        "ing", "mag", "mme", "mlle", "monsieur", "madame", "sra", "srta", "sig", "signora", "dott", "avv", "dhr", "mevr",
        "shri", "smt", "pan", "pani", "hon", "capt", "lt", "col", "sgt",
    )
)  # fmt: skip
_PARTICLES = frozenset(
    (
        "van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "das", "do", "du", "la", "las", "los", "le", "zu",
        "zum", "ter", "ten", "af", "av", "al", "el", "bin", "ibn", "bint", "y", "e", "i", "st", "san", "ben",
    )
)  # fmt: skip
_GENERATIONS = {
    "jr": "Jr.", "junior": "Jr.", "sr": "Sr.", "senior": "Sr.", "ii": "II", "iii": "III", "iv": "IV", "filho": "Jr.",
    "fils": "Jr.",
}  # fmt: skip
# A plain given name and the lines of nicknames it stands in.
SHORT_FORMS = {plain(name): lines for name, lines in read_lines().items()}
_OTHER_ENDS = frozenset("aeiou")


@lru_cache(maxsize=8192)
def read_name(name: str, given: str = "", family: str = "") -> PersonName:
    """The parts of a name. Cells of their own win over the full name; "Lee, Ann" is Ann Lee."""
    called = _CALLED.search(name)
    bare = _DEGREES.sub("", _CALLED.sub(" ", name) if called else name)
    if given and family:
        first, last, sure = _words(given), _words(_DEGREES.sub("", family)), True
    else:
        first, last, sure = _split(bare)
    generation, last = _generation(last, first)
    if not generation and bare.count(","):
        generation = _GENERATIONS.get((_words(bare) or ("",))[-1], "")
        first = tuple(word for word in first if word not in _GENERATIONS) or first
    hyphened = "-" in (given or bare)
    return PersonName(first, last, generation, called.group(1).lower() if called else "", hyphened, sure)


def _words(text: str) -> Words:
    found = (_APOSTROPHES.sub("", word) for word in _WORD.findall(text.lower()))
    return tuple(word for word in found if word not in _HONORIFICS)


def _split(name: str) -> tuple[Words, Words, bool]:
    family, comma, given = name.partition(",")
    after = _words(given) if comma else ()
    if after and not set(after) <= _GENERATIONS.keys():
        return after, _words(family), True
    words = _words(family)
    if len(words) < 2:
        return words, (), False
    end = len(words) - (2 if len(words) > 2 and words[-1] in _GENERATIONS else 1)
    while end > 1 and words[end - 1] in _PARTICLES:
        end -= 1
    return words[:end], words[end:], False


def _generation(family: Words, given: Words) -> tuple[str, Words]:
    if len(family) > 1 and family[-1] in _GENERATIONS and given:
        return _GENERATIONS[family[-1]], family[:-1]
    return "", family


def compare_names(a: PersonName, b: PersonName) -> NameFit:
    """Whether the two can be one person's. A father and his son are not; nor is anybody who took another family name."""
    if not (a.given and b.given) or (a.generation and b.generation and a.generation != b.generation):
        return APART
    found = _whole(a, b) or max((_parts(x, y) for x in _readings(a) for y in _readings(b)), default=APART)
    if found.fit > Fit.PART and a.generation != b.generation:
        return NameFit(min(found.fit, Fit.INITIAL), f"only one is called {a.generation or b.generation}")
    return found


def _whole(a: PersonName, b: PersonName) -> NameFit | None:
    """What the words tell all together."""
    ours, theirs = a.given + a.family, b.given + b.family
    if a.family and b.family and _joined(ours) == _joined(theirs):
        return _SAME
    if _joined(ours, typed) in (_joined(theirs), _joined(theirs, typed)) or _joined(ours) == _joined(
        theirs, typed
    ):
        return NameFit(Fit.SAME, "written without its marks")
    return None


def _readings(name: PersonName) -> tuple[PersonName, ...]:
    """The ways a name can come apart: with three words and more, the last two may be the family's."""
    if name.sure or len(name.given) < 2 or len(name.given[-1]) == 1:
        return (name,)
    return (name, name._replace(given=name.given[:-1], family=name.given[-1:] + name.family))


def _parts(a: PersonName, b: PersonName) -> NameFit:
    if not a.family or not b.family:
        return _one_word(a, b)
    family = _family(a.family, b.family)
    given = _given(a, b) if family.fit else APART
    if family.fit and given.fit:
        return _together(family, given)
    return _swapped(a, b)


def _together(family: NameFit, given: NameFit) -> NameFit:
    """Two uncertain parts make no certain whole: one letter here and one there are two people."""
    worst = min(family, given)
    if family.fit <= Fit.CLOSE and given.fit <= Fit.CLOSE and not _both_sound(family, given):
        return APART
    return NameFit(worst.fit, ", ".join(part.says for part in (given, family) if part.says))


def _both_sound(family: NameFit, given: NameFit) -> bool:
    return family.says.endswith(_ANOTHER_WAY) and given.says.endswith(_ANOTHER_WAY)


_ANOTHER_WAY = "in other letters"


def _swapped(a: PersonName, b: PersonName) -> NameFit:
    if _joined(a.given) != _joined(b.family) or _joined(a.family) != _joined(b.given):
        return APART
    by_custom = bool({_joined(a.family), _joined(a.given)} & COMMON_FAMILIES)  # Kim Min-jun is Min-jun Kim
    return NameFit(Fit.SAME if by_custom else Fit.CLOSE, "given and family name change places")


def _one_word(a: PersonName, b: PersonName) -> NameFit:
    """A name of one word against a whole one."""
    alone, whole = (a, b) if not a.family else (b, a)
    word = _joined(alone.given)
    if not whole.family:
        return APART
    if word in (_joined(whole.given), _joined(whole.family)) or _is_short(word, plain(whole.given[0])):
        return NameFit(Fit.PART, "one has half of the name")
    return APART


def _joined(words: Words, how: Callable[[str], str] = plain) -> str:
    return "".join(map(how, words))


# Family names


def _family(a: Words, b: Words) -> NameFit:
    ours, theirs = _joined(a), _joined(b)
    if ours == theirs:
        return _SAME
    if _joined(a, typed) in (theirs, _joined(b, typed)) or ours == _joined(b, typed):
        return NameFit(Fit.SAME, f"{_shown(a)} is also written {_shown(b)}")
    if 1 in (len(ours), len(theirs)):
        short, long = sorted((a, b), key=len)
        fits = ours[0] == theirs[0]
        return NameFit(Fit.INITIAL, f"{_shown(short)}. may stand for {_shown(long)}") if fits else APART
    return _longer_family(a, b) or _sounds(a, b) or _slip(_shown(a), _shown(b), ours, theirs, family=True)


def _longer_family(a: Words, b: Words) -> NameFit | None:
    """One of two surnames (García, García López), or without its "van der"."""
    ours, theirs = (tuple(plain(w) for w in words if w not in _PARTICLES) for words in (a, b))
    if ours and ours == theirs:
        return NameFit(Fit.SHORT, f"{_shown(a)} is {_shown(b)}")
    short, long = sorted((ours, theirs), key=len)
    if (
        short
        and len(short) < len(long)
        and len(short[0]) > 2
        and short in (long[: len(short)], long[-len(short) :])
    ):
        return NameFit(
            Fit.CLOSE, "{} is one of the names of {}".format(*map(_shown, sorted((a, b), key=len)))
        )
    return None


def _sounds(a: Words, b: Words) -> NameFit | None:
    ours, theirs = _joined(a, sounded), _joined(b, sounded)
    if len(ours) < 3 or ours != theirs or not _same_start(_joined(a), _joined(b)):
        return None
    if _joined(a) in COMMON_FAMILIES and _joined(b) in COMMON_FAMILIES:
        return None
    foreign = not (_is_latin(a) and _is_latin(b))
    return NameFit(Fit.SHORT if foreign else Fit.CLOSE, f"{_shown(a)} is {_shown(b)} {_ANOTHER_WAY}")


def _is_latin(words: Words) -> bool:
    return all(letter < "\u0370" for word in words for letter in word)


def _same_start(a: str, b: str) -> bool:
    return a[:1] == b[:1] or {a[:1], b[:1]} in ({"j", "y"}, {"c", "k"}, {"i", "y"}, {"e", "y"})


def _slip(shown: str, other: str, a: str, b: str, *, family: bool) -> NameFit:
    """One letter typed wrong, left out, doubled or swapped; two in a long name. Never the first, never an ending's vowel.

    Moss and Ross, Daniel and Daniela, Mario and Maria are different people.
    """
    shortest = min(len(a), len(b))
    if shortest < 5 - (not family) or a[0] != b[0] or abs(len(a) - len(b)) > 2:
        return APART
    if not family and (_only_ends_differ(a, b) or (len(a) == len(b) < 5 and sorted(a) != sorted(b))):
        return APART
    if family and a in COMMON_FAMILIES and b in COMMON_FAMILIES:
        return APART
    if not family and a in SHORT_FORMS and b in SHORT_FORMS:
        return APART
    from rapidfuzz.distance import OSA

    most = 2 if shortest >= 9 else 1
    if OSA.distance(a, b, score_cutoff=most) > most:
        return APART
    return NameFit(Fit.CLOSE, f"{shown} and {other} differ by a letter")


def _only_ends_differ(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    if len(long) == len(short) + 1 and long.startswith(short):
        return long[-1] in _OTHER_ENDS
    return len(long) == len(short) and long[:-1] == short[:-1] and {long[-1], short[-1]} <= _OTHER_ENDS


# Given names


def _given(a: PersonName, b: PersonName) -> NameFit:
    found = _given_words(a.given, b.given, hyphened=a.hyphened or b.hyphened)
    for one, other in ((a, b), (b, a)):
        if (
            found.fit < Fit.SHORT
            and one.called
            and _is_short(plain(one.called), plain(other.given[0]), itself=True)
        ):
            return NameFit(Fit.SHORT, f"called {_shown((one.called,))}")
    return found


def _given_words(a: Words, b: Words, *, hyphened: bool) -> NameFit:
    if (
        _joined(a) == _joined(b)
        or _joined(a, typed) in (_joined(b), _joined(b, typed))
        or _joined(a) == _joined(b, typed)
    ):
        return _SAME
    ours, theirs = tuple(map(plain, a)), tuple(map(plain, b))
    first = _first(a[0], b[0])
    if not first.fit:
        return _by_middle_name(ours, theirs)
    for mine, other in zip(ours[1:], theirs[1:], strict=False):
        if mine != other and not (1 in (len(mine), len(other)) and mine[0] == other[0]):
            return APART
    return min(first, _left_out(ours, theirs, hyphened=hyphened), key=lambda found: found.fit)


def _left_out(a: Words, b: Words, *, hyphened: bool) -> NameFit:
    """What a second given name that only one side has makes of them."""
    short, long = sorted((a, b), key=len)
    extra = long[len(short) :]
    if all(len(word) == 1 for word in extra) and not hyphened:
        return _SAME
    return NameFit(Fit.CLOSE, f"{_shown(extra)} is left out")


def _by_middle_name(a: Words, b: Words) -> NameFit:
    """J. Edgar Moss is called Edgar."""
    for one, other in ((a, b), (b, a)):
        if (
            len(one) == 2
            and len(one[0]) == 1
            and one[1] == other[0]
            and len(other) == 1
            and len(other[0]) > 1
        ):
            return NameFit(Fit.CLOSE, f"goes by {_shown(other)}")
    return APART


def _first(a: str, b: str) -> NameFit:
    ours, theirs = plain(a), plain(b)
    if ours == theirs or typed(a) in (theirs, typed(b)) or ours == typed(b):
        return _SAME
    short, long = sorted((a, b), key=len)
    if 1 in (len(ours), len(theirs)):
        fits = ours[0] == theirs[0]
        return NameFit(Fit.INITIAL, f"{short.upper()}. may stand for {_shown((long,))}") if fits else APART
    if _is_short(ours, theirs):
        return NameFit(Fit.SHORT, f"{_shown((short,))} is short for {_shown((long,))}")
    return _sounds((a,), (b,)) or _slip(_shown((a,)), _shown((b,)), ours, theirs, family=False)


def _is_short(a: str, b: str, *, itself: bool = False) -> bool:
    return (itself and a == b) or bool(SHORT_FORMS.get(a, frozenset()) & SHORT_FORMS.get(b, frozenset()))


def _shown(words: Words) -> str:
    return " ".join(word if word in _PARTICLES else word.capitalize() for word in words)
