"""A first look at a cell, word by word.

Words come back far more often than cells do, and most cells hold no word that any rule knows. So every word is looked at
once, and only a cell with a word that is odd is judged in full.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache

from bdr_desk.domain.matching import fold

_FIRST_UNPARTED = "\u2e80"  # from here on scripts that part no words: such cells are judged in full


def first_look(known: frozenset[str], is_odd: Callable[[str], bool]) -> Callable[[str], bool]:
    """The function that tells whether a cell needs judging: a word of it is `known` (folded), or `is_odd` says so."""

    @lru_cache(maxsize=1 << 17)
    def odd(word: str) -> bool:
        if word.isascii() and word.isalpha():  # most words
            plain = word.lower()
            return plain in known or is_odd(plain)
        folded = fold(word).split()
        return (
            not known.isdisjoint(folded)
            or "@" in word
            or max(word) >= _FIRST_UNPARTED
            or any(map(is_odd, folded))
        )

    return lambda cell: any(map(odd, cell.split()))


def triggers(table: Iterable[str], place: int) -> frozenset[str]:
    """Of every folded entry of `table` the word at `place`: what cannot be missing where the entry stands."""
    return frozenset(parts[place] for entry in table if (parts := entry.split()))
