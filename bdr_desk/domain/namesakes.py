"""Finding who a name may mean among the people of an account without comparing it with all of them.

Two names that are one person's share a word, or the lines of nicknames their given names stand in, or all their letters.
Each name is filed under such pairs; what is filed too often to tell anything (a Michael S. among 50,000) is not looked at, so
that the work for one name stays bounded however many there are.
"""

import heapq
import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from functools import lru_cache
from itertools import combinations
from typing import Generic, TypeVar

from bdr_desk.domain.person_names import SHORT_FORMS
from bdr_desk.domain.same_person import Person
from bdr_desk.domain.spellings import plain, sounded

K = TypeVar("K", bound=Hashable)

MOST_ALIKE = 24  # people filed under one name and nickname who are compared
MOST_BY_INITIAL = 24
MOST_COMPARED = 16  # of those found, the ones that share most with the name
_MOST_WORDS = 4
_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=16384)
def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in Latin letters."""
    return tuple(map(plain, _WORD.findall(name.lower())))


class Roster(Generic[K]):
    """The people of one account, filed so that a name finds those it may mean."""

    def __init__(self, people: Iterable[tuple[K, Person]] = ()) -> None:
        self._people: list[tuple[K, Person]] = []
        self._alike: dict[str, list[int]] = {}
        self._by_initial: dict[str, list[int]] = {}
        for key, person in people:
            self.add(key, person)

    def add(self, key: K, person: Person) -> None:
        words = filed_words(person.name)
        place = len(self._people)
        self._people.append((key, person))
        for filed in set(alike_keys(words)):
            self._alike.setdefault(filed, []).append(place)
        for filed in set(_filed_by_initial(words)):
            self._by_initial.setdefault(filed, []).append(place)

    def near(self, name: str) -> Iterator[tuple[K, Person]]:
        """Those whom `name` may mean, in the order they were added."""
        words = filed_words(name)
        found: Counter[int] = Counter()
        for filed in alike_keys(words):
            found.update(self._alike.get(filed, ())[:MOST_ALIKE])
        for filed in _initial_keys(words):
            some = self._by_initial.get(filed, ())
            if len(some) <= MOST_BY_INITIAL:
                found.update(some)
        if len(found) > MOST_COMPARED:
            found = Counter(dict(heapq.nlargest(MOST_COMPARED, found.items(), key=lambda shared: shared[1])))
        return (self._people[place] for place in sorted(found))


def filed_words(name: str) -> tuple[str, ...]:
    """The words a name is filed by, in one spelling for all."""
    return tuple(sounded(word) for word in words_of(name)[:_MOST_WORDS])


def alike_keys(words: tuple[str, ...]) -> Iterator[str]:
    """All letters, so that order and spaces do not count; each two words; each word with what another is short for."""
    yield "=" + "".join(sorted("".join(words)))
    for one, other in combinations(words, 2):
        yield f"{one} {other}" if one < other else f"{other} {one}"
        for line in _lines(one):
            yield f"{other} {line}"
        for line in _lines(other):
            yield f"{one} {line}"


def _initial_keys(words: tuple[str, ...]) -> Iterator[str]:
    """Each word with the initial of another; and of a name that is one word, for those who have that word."""
    for one in words:
        for other in words:
            if other is not one and len(one) > 1:
                yield f"{one}.{other[0]}"
        yield one if len(words) == 1 else f"{one} alone"


def _filed_by_initial(words: tuple[str, ...]) -> Iterator[str]:
    """Where such a name is filed: what `_initial_keys` of those it may be look up."""
    for key in _initial_keys(words):
        alone = key.removesuffix(" alone")
        yield alone if alone != key else key if len(words) > 1 else f"{key} alone"


def _lines(word: str) -> frozenset[int]:
    return _SOUNDED_LINES.get(word, frozenset())


def _sounded_lines() -> dict[str, frozenset[int]]:
    found: dict[str, frozenset[int]] = {}
    for word, lines in SHORT_FORMS.items():
        found[sounded(word)] = found.get(sounded(word), frozenset()) | lines
    return found


_SOUNDED_LINES = _sounded_lines()
