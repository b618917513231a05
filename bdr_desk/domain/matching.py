"""When two rows speak of the same company or the same person: names and sites folded into keys that can be compared."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

# Legal forms as they stand at the end of a company's name (ISO 20275 lists them all; these are the usual ones).
_LEGAL_FORMS = frozenset(
    (
        "ab", "ag", "as", "asa", "aps", "bhd", "bv", "co", "company", "corp", "corporation", "doo", "ek", "eurl", "ev",
        "gbr", "gmbh", "inc", "incorporated", "kft", "kg", "kgaa", "kk", "limited", "llc", "llp", "lp", "ltd", "ltda",
        "mbh", "nv", "ohg", "oy", "oyj", "pc", "pllc", "plc", "pte", "pty", "pvt", "sa", "sab", "sarl", "sas",
        "sasu", "sca", "se", "sl", "slu", "snc", "spa", "srl", "sro", "ug", "zrt",
    )
)  # fmt: skip
_HONORIFICS = frozenset(
    (
        "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "rev", "sir", "dame", "herr", "frau", "dipl", "ing",
        "m", "mme", "mlle", "monsieur", "madame", "sr", "sra", "srta", "don", "dona",
    )
)  # fmt: skip
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv", "phd", "md", "esq", "mba", "cpa", "dds"))
_SITE = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?/{0,2}(?:[^/@\s]*@)?(?:www\d?\.)?((?:[\w-]+\.)+[\w-]{2,})", re.I)


def fold(text: str) -> str:
    """Lower case, no accents, punctuation as single spaces; dots and apostrophes vanish (S.A. is SA)."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
        text = text.replace("’", "'")
    text = text.casefold().replace(".", "").replace("'", "").replace("&", " and ").replace("_", " ")
    return " ".join(re.findall(r"\w+", text))


@lru_cache(maxsize=8192)
def company_key(name: str) -> str:
    """A company's name without case, accents, punctuation, a leading "the" and its legal form."""
    words = fold(name).split()
    kept = words[1:] if words[:1] == ["the"] else words[:]
    while kept and (kept[-1] in _LEGAL_FORMS or kept[-1] == "and"):
        kept.pop()
    return " ".join(kept or words)


def person_key(name: str) -> str:
    """A person's name without titles, in any order of its words: "Lee, Ann" is Dr. Ann Lee."""
    words = [word for word in fold(name).split() if word not in _HONORIFICS | _SUFFIXES]
    return " ".join(sorted(words))


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

    account: UUID
    domain: str | None
    town: str

    def __repr__(self) -> str:  # who is called stays out of logs
        return f"Company({self.account})"


def same_company(known: Company, domain: str | None, town: str, *, nameless: bool) -> bool:
    """Whether a row of the same company key means `known`.

    Two sites are two companies. A row that names no person stands for an establishment: another town is another one.
    """
    if known.domain and domain:
        return known.domain == domain
    return not (nameless and known.town and town and known.town != town)
