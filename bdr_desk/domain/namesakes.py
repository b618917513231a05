"""Finding who a name may mean among the people of an account without comparing it with all of them.

Two names that are one person's share a word, or a line of nicknames that their given names stand in, and the initial of the
rest; or all their letters. Each name is filed under such pairs; what is filed too often to tell anything (a Michael S. among
50,000) is not looked at, so that the work for one name stays bounded however many there are.
"""

import heapq
import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from functools import lru_cache
from itertools import combinations, permutations
from typing import Generic, NamedTuple, TypeVar

from bdr_desk.domain.person_names import SHORT_FORMS
from bdr_desk.domain.same_person import Person
from bdr_desk.domain.spellings import plain, sounded

K = TypeVar("K", bound=Hashable)

MOST_ALIKE = 24  # people filed under one name and nickname who are compared
MOST_BY_INITIAL = 24
MOST_COMPARED = 16  # of those found, the ones that share most with the name
_MOST_WORDS = 4
_WORD = re.compile(r"[^\W\d_]+")
_APOSTROPHES = re.compile("['’`ʼ]")  # O'Brien is written OBrien


@lru_cache(maxsize=16384)
def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in Latin letters."""
    return tuple(map(plain, _WORD.findall(_APOSTROPHES.sub("", name.lower()))))


class Roster(Generic[K]):
    """The people of one account, filed so that a name finds those it may mean."""

    def __init__(self, people: Iterable[tuple[K, Person]] = ()) -> None:
        self._people: list[tuple[K, Person]] = []
        self._alike: dict[str, list[int]] = {}
        self._by_initial: dict[str, list[int]] = {}
        for key, person in people:
            self.add(key, person)

    def add(self, key: K, person: Person) -> None:
        filed = _filed(person.name)
        place = len(self._people)
        self._people.append((key, person))
        for one in filed.alike:
            self._alike.setdefault(one, []).append(place)
        for one in (*filed.by_initial, *filed.as_half):
            self._by_initial.setdefault(one, []).append(place)

    def near(self, name: str) -> Iterator[tuple[K, Person]]:
        """Those whom `name` may mean, in the order they were added."""
        filed = _filed(name)
        found: Counter[int] = Counter()
        for one in filed.alike:
            found.update(self._alike.get(one, ())[:MOST_ALIKE])
        for one in (*filed.by_initial, *filed.halves):
            some = self._by_initial.get(one, ())
            if len(some) <= MOST_BY_INITIAL:
                found.update(some)
        if len(found) > MOST_COMPARED:
            found = Counter(dict(heapq.nlargest(MOST_COMPARED, found.items(), key=lambda shared: shared[1])))
        return (self._people[place] for place in sorted(found))


class _Filed(NamedTuple):
    """What a name is filed and looked up by; `as_half` is where others look for it by half of its name, and `halves` where it
    looks for those who are known by half of theirs."""

    alike: tuple[str, ...]
    by_initial: tuple[str, ...]
    as_half: tuple[str, ...]
    halves: tuple[str, ...]


@lru_cache(maxsize=1)  # who is looked for is then added
def _filed(name: str) -> _Filed:
    words = filed_words(name)
    whole, alone = _once(words), _once(f"{word} alone" for word in words)
    halves = (alone, whole) if len(words) == 1 else (whole, alone)
    return _Filed(_once(alike_keys(words)), _once(_initial_keys(words)), *halves)


def _once(keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(keys))


def filed_words(name: str) -> tuple[str, ...]:
    """The words a name is filed by, in one spelling for all; of very many the first and the last."""
    words = words_of(name)
    some = words if len(words) <= _MOST_WORDS else (*words[: _MOST_WORDS - 1], words[-1])
    return tuple(map(sounded, some))


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
    """Each word, and each it is short for, with the initial of another, which no slip changes (Liz Okafor, Elizabeth Okafro)."""
    for one, other in permutations(words, 2):
        if len(one) > 1:
            yield f"{one}.{other[0]}"
            for line in _lines(one):
                yield f"{line}.{other[0]}"


def _lines(word: str) -> frozenset[int]:
    return _SOUNDED_LINES.get(word, frozenset())


def _sounded_lines() -> dict[str, frozenset[int]]:
    found: dict[str, frozenset[int]] = {}
    for word, lines in SHORT_FORMS.items():
        found[sounded(word)] = found.get(sounded(word), frozenset()) | lines
    return found


_SOUNDED_LINES = _sounded_lines()
