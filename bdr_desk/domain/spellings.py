"""Letters as other alphabets and keyboards write them: ü as ue, ß as ss, å as aa, Cyrillic and Greek in Latin letters."""

import re
import unicodedata
from functools import lru_cache


def _letters(pairs: str) -> dict[str, str]:
    words = pairs.split()
    return dict(zip(words[::2], words[1::2], strict=True))


# What a keyboard without the letter types: DIN 5007-2 and Duden (ä ae), Danish and Norwegian aa, oe, ae.
_TYPED = str.maketrans(
    {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "ß": "ss",
        "å": "aa",
        "ø": "oe",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ð": "d",
    }
)
_PLAIN = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ß": "ss", "ħ": "h"}
)
# BGN/PCGN romanization of Russian and Ukrainian, simplified as passports do; ELOT 743 for Greek.
_CYRILLIC = _letters(
    "а a б b в v г g д d е e ё e ж zh з z и i й y к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch ъ - ы y"
    " ь - э e ю yu я ya і i ї yi є ye ґ g ў u"
)
_GREEK = _letters(
    "α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch ψ ps ω o"
)
_LATIN = str.maketrans({letter: text.replace("-", "") for letter, text in (_CYRILLIC | _GREEK).items()})
# Romanizations of one letter, and vowels that lost their dots, brought to one: only ever compared with one another.
_ONE_WAY = {
    "tsch": "ch", "sch": "sh", "ue": "u", "oe": "o", "ae": "a", "aa": "a", "kh": "h", "ph": "f", "th": "t", "ks": "x", "tz": "c",
    "ts": "c", "ei": "y", "ey": "y", "ck": "k", "w": "v", "j": "y", "i": "y",
}  # fmt: skip
_WRITTEN = re.compile("|".join(sorted(_ONE_WAY, key=len, reverse=True)))
_TWICE = re.compile(r"(.)\1+")


@lru_cache(maxsize=16384)
def plain(word: str) -> str:
    """A word in lower-case Latin letters without marks."""
    if word.isascii():
        return word.lower()
    low = unicodedata.normalize("NFC", word.casefold()).translate(_PLAIN)
    bare = "".join(c for c in unicodedata.normalize("NFKD", low) if not unicodedata.combining(c))
    # й and ё lose their mark above: what stands for them is the plain letter's
    return bare.translate(_LATIN)


@lru_cache(maxsize=16384)
def typed(word: str) -> str:
    """The word as somebody types it whose keyboard lacks its letters: Müller as Mueller."""
    if word.isascii():
        return word.lower()
    return plain(unicodedata.normalize("NFC", word).lower().translate(_TYPED))


@lru_cache(maxsize=65536)
def sounded(word: str) -> str:
    """One form for the usual ways to write a name in Latin letters (Aleksey, Alexei); for comparing only."""
    return _TWICE.sub(r"\1", _WRITTEN.sub(lambda found: _ONE_WAY[found.group()], plain(word)))
