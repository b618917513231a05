"""When two rows speak of the same company or the same person: names and sites folded into keys that can be compared."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from bdr_desk.domain.legal_forms import ATTACHED, FIRST, FIRST_ALONE, LAST, LAST_WORDS

_HONORIFICS = frozenset(
    (
        "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "rev", "sir", "dame", "herr", "frau", "dipl", "ing",
        "m", "mme", "mlle", "monsieur", "madame", "sr", "sra", "srta", "don", "dona",
    )
)  # fmt: skip
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv", "phd", "md", "esq", "mba", "cpa", "dds"))
_TITLES = _HONORIFICS | _SUFFIXES
_WORDS = re.compile(r"\w+")
_SITE = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?/{0,2}(?:[^/@\s]*@)?(?:www\d?\.)?((?:[\w-]+\.)+[\w-]{2,})", re.I)


_FIRST_MARK = "\u0300"  # of the accents that Unicode takes off their letters


def fold(text: str) -> str:
    """Lower case, no accents, punctuation as single spaces; dots and apostrophes vanish (S.A. is SA)."""
    if not text.isascii():
        parts = unicodedata.normalize("NFKD", text)
        text = "".join([c for c in parts if c < _FIRST_MARK or not unicodedata.combining(c)]).replace(
            "’", "'"
        )
    elif text.isalpha():  # most words
        return text.lower()
    text = text.casefold().replace(".", "").replace("'", "").replace("&", " and ").replace("_", " ")
    return " ".join(_WORDS.findall(text))


@lru_cache(maxsize=8192)
def company_key(name: str) -> str:
    """A company's name without case, accents, punctuation, a leading "the" and its legal form.

    "Moss Ltd t/a Dock Line" is known as Dock Line; "Dock Line Inc. - Cold Storage" is a part of Dock Line.
    """
    company, _ = split_company(name)
    words = fold(company).split()
    kept = words[1:] if words[:1] == ["the"] else words[:]
    ended = _without_ending(kept)
    if len(kept) > 1 and (kept[0] in FIRST or (kept[0] in FIRST_ALONE and len(kept) > 2 and not ended)):
        kept = kept[1:]
    return " ".join(kept or words)


def _without_ending(words: list[str]) -> bool:
    """Take the legal form off the end of `words`; whether there was one that says more than "Tbk"."""
    before = len(words)
    while words and (words[-1] in LAST or words[-1] == "and"):
        last = words.pop()
        before -= last == "tbk"
        if last == "limited" and words[-1:] and words[-1] in _KINDS_OF_LIMITED:
            words.pop()
    for form in LAST_WORDS if words and words[-1] in _LAST_OF_SEVERAL else ():
        if len(words) > len(form) and tuple(words[-len(form) :]) == form:
            del words[-len(form) :]
            _without_ending(words)
            return True
    return len(words) < before


_KINDS_OF_LIMITED = frozenset(("public", "private", "proprietary"))
_LAST_OF_SEVERAL = frozenset(form[-1] for form in LAST_WORDS)
_TRADES_AS = re.compile(
    r"\s(?:t/a|d/b/a|dba|d\.b\.a\.?|a/k/a|trading as|doing business as|operating as|o/a)[\s:]+(?=\S)", re.I
)
_DIVISION = re.compile(r"^(.{2,}?)\s+[-–—|]\s+(.{2,})$")
_PARTING = frozenset("-–—|")
_FIRST_ATTACHED = min(map(max, ATTACHED))  # the least letter without which no such form stands in a name
_PART_WORDS = frozenset(
    (
        "division", "div", "department", "dept", "branch", "subsidiary", "abteilung", "niederlassung", "filiale", "sucursal",
        "succursale", "sparte", "oddział",
    )
)  # fmt: skip


def split_company(name: str) -> tuple[str, str]:
    """A company's name and the part of it that is meant, "" when there is none: ("Dock Line Inc.", "Cold Storage").

    Parted only after a legal form or before a word like "division": Ernst - Young is one name.
    """
    low = name.lower()
    if "/" in low or "dba" in low or "d.b.a" in low or "ing as " in low:
        name = _TRADES_AS.split(name)[-1]
    if not name.isascii() and max(name) >= _FIRST_ATTACHED:
        for form in ATTACHED:
            name = name.replace(form, " ")
    found = _DIVISION.match(name) if " " in name and not _PARTING.isdisjoint(name) else None
    if found:
        first, part = fold(found.group(1)).split(), fold(found.group(2)).split()
        if first and ((len(first) > 1 and first[-1] in LAST) or not _PART_WORDS.isdisjoint(part)):
            return found.group(1), found.group(2)
    return name, ""


def person_key(name: str) -> str:
    """A person's name without titles, in any order of its words: "Lee, Ann" is Dr. Ann Lee."""
    words: list[str] = []
    for part in name.split():
        words += _words_of_a_name(part)
    words.sort()
    return " ".join(words)


@lru_cache(maxsize=1 << 16)
def _words_of_a_name(part: str) -> tuple[str, ...]:
    """Names come from few words: each is folded once."""
    return tuple([word for word in fold(part).split() if word not in _TITLES])


def split_name(name: str) -> tuple[str, str]:
    """Given and family name, as far as a single cell tells: ("", "") when it does not."""
    family, comma, given = name.partition(",")
    if comma and fold(given) and not set(fold(given).split()) <= _SUFFIXES:
        return given.strip(), family.strip()
    words = (family if comma else name).split()
    while words and fold(words[0]) in _HONORIFICS:
        words = words[1:]
    while len(words) > 2 and fold(words[-1]) in _SUFFIXES:
        words = words[:-1]
    return (" ".join(words[:-1]), words[-1]) if len(words) > 1 else ("", "")


def site_domain(site: str) -> str | None:
    """The domain of a web address, without "www."; None when `site` is not one."""
    found = _SITE.match(site.strip())
    return found.group(1).lower() if found else None


class Company(NamedTuple):
    """An account as far as matching goes. `town` is folded; it tells establishments of one name apart."""

    account: bytes
    domain: str | None
    town: str

    def __repr__(self) -> str:  # who is called stays out of logs
        return "<Company>"


def same_company(known: Company, domain: str | None, town: str, *, nameless: bool) -> bool:
    """Whether a row of the same company key means `known`.

    Two sites are two companies. A row that names no person stands for an establishment: another town is another one.
    """
    return same_place(known.domain, known.town, domain, town, nameless=nameless)


def same_place(one_domain: object, one_town: object, domain: object, town: object, *, nameless: bool) -> bool:
    """`same_company` on what can be compared: texts, or digests of them; what is not known is empty."""
    if one_domain and domain:
        return one_domain == domain
    return not (nameless and one_town and town and one_town != town)
