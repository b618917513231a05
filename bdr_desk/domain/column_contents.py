"""What stands in a column: the share of its cells that look like a phone number, a company, a street and so on.

A `Look` never decides by itself: `supports` and `contradicts` say how well it fits a field.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from bdr_desk.domain import column_words as known
from bdr_desk.domain import phone
from bdr_desk.domain.mail_address import addresses_in
from bdr_desk.domain.matching import fold, site_domain

CELLS = 40  # different cells of a column that are looked at: enough for shares, and quick
FIT = 0.5  # share of the cells that must look like a field for the contents to support it
NOTHING = frozenset(("-", "--", "---", ".", "?", "n/a", "na", "none", "null", "nil", "unknown", "#n/a", "-2"))

_DAY = re.compile(
    r"(19|20)\d\d[-/.]?[01]\d[-/.]?[0-3]\d([ T]\d\d:?\d\d.*)?|[0-3]?\d[-/. ][0-3]?\d[-/. ](19|20)?\d\d( \d\d?:\d\d.*)?"
    r"|(19|20)\d\d年\d\d?月(\d\d?日)?|[0-3]?\d\.? ?[^\W\d]{3,9}\.?,? (19|20)\d\d|[^\W\d]{3,9} [0-3]?\d,? (19|20)\d\d"
    r"|[^\W\d]{3,9}\.? (19|20)\d\d|[01]?\d/(19|20)\d\d|(19|20)\d\d-[01]\d"
)
_NUMBER = re.compile(r"[-+]?\d[\d.,]*%?")
_MANGLED = re.compile(r"\d[.,]\d+e\+?\d+", re.I)
_PHONE_LIKE = re.compile(r"\+?[\d\s().\-/\u2010-\u2015]{7,24}")
_WRITTEN = re.compile(r"\+|0\d|\(\+?\d|\d{2,4}[-. ]\d{3}[-. ]\d{3,4}")
_VANITY = re.compile(r"\+?1?[-. (]*8\d\d[-. )]*[A-Z0-9-]{7,12}", re.I)
_EXTRA = re.compile(r"(?<=\d)\s*(x|ext\.?|poste|;ext=|#|[(/;,]|(dw|durchwahl)\b).*", re.I)
_HEADS = r"(?!0\d)\d{1,3}(?:[.,]?\d{3}){0,2}"
_SIZE = re.compile(
    rf"(?!0\d)\d{{1,3}}(?:[.,]?\d{{3}})?\s*(-|–|—|to|bis|à|a|until)\s*(?!0\d)\d{{1,3}}(?:[.,]?\d{{3}})?(\s+\w+)?"
    rf"|[<>]\s?{_HEADS}|{_HEADS}\s?\+|{_HEADS}\s+(employees|mitarbeiter|salariés|empleados|dipendenti|名|人)|{_HEADS}人",
    re.I,
)  # fmt: skip
_POSTAL = re.compile(
    r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z][ -]?\d[A-Z]\d|\d{4} ?[A-Z]{2}|\d\d-\d{3}|\d{4}-\d{3}|\d{5}-\d{3,4}"
    r"|〒?\d{3}-\d{4}|\d{3} \d\d|[AC-FHKNPRTV-Y]\d[\dW] ?[\dAC-FHKNPRTV-Y]{4}|(D|F|A|CH|B|I|L|NL|DE|FR|AT)-\d{4,5}",
    re.I,
)  # fmt: skip
_PLAIN_POSTAL = {
    **dict.fromkeys(("AU", "AT", "CH", "BE", "DK", "NO", "NL", "LU", "HU", "NZ", "ZA"), re.compile(r"\d{4}")),
    **dict.fromkeys(("CN", "IN", "RU", "SG", "RO", "KZ"), re.compile(r"\d{6}")),
    "JP": re.compile(r"\d{7}"),
    "GB": re.compile(r"(?!)"),
}
_FIVE = re.compile(r"\d{5}(-\d{4})?")
_PROFILE = re.compile(r"(linkedin|facebook|twitter|xing|instagram|x)\.com/", re.I)
_WORD = re.compile(r"[^\W\d_]+")
_CODE = re.compile(r"(?=.*\d)[\w\-./]*|[0-9a-f-]{32,}", re.I)
_HOUSE = re.compile(
    r"\d+\w?(-\d+)?,? +(?-i:[^\W\d_a-zß-ÿ])\D*[^\W\d_]{2}.*|\D*[^\W\d_]{2}\D* \d{1,4} ?[a-z]?(/\d+)?", re.I
)
_TICKS = frozenset(("✓", "✔", "☑", "×", "はい", "いいえ", "是", "否"))
_DO_NOT = ("do not", "dont", "opt", "dnc", "nicht", "no llam", "ne pas")
_KNOWN = (
    ("city", known.CITIES), ("industry", known.INDUSTRIES), ("yes_no", known.YES_NO)
)  # fmt: skip
_CJK = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")

Shares = dict[str, float]


@dataclass(frozen=True, repr=False)
class Look:
    """`filled` of `rows` cells hold something; `shares` says how many of those look like each kind (0 to 1)."""

    rows: int = 0
    filled: int = 0
    different: float = 0.0  # share of the filled cells that stand there once
    shares: Shares = field(default_factory=dict)

    def share(self, *kinds: str) -> float:
        return max((self.shares.get(kind, 0.0) for kind in kinds), default=0.0)


@lru_cache(maxsize=2048)
def look_at(cells: tuple[str, ...], region: str) -> Look:
    """What stands in a column's cells, read as somebody in `region` would."""
    filled = [text for text in map(str.strip, cells) if text and text.lower() not in NOTHING]
    distinct = list(dict.fromkeys(filled))
    seen = [kinds_of(cell[:120], region) for cell in distinct[:CELLS]]
    counts: dict[str, int] = {}
    for kinds in seen:
        for kind in kinds:
            counts[kind] = counts.get(kind, 0) + 1
    shares = {kind: count / len(seen) for kind, count in counts.items()}
    return Look(len(cells), len(filled), len(distinct) / max(len(filled), 1), shares)


@lru_cache(maxsize=32768)
def kinds_of(cell: str, region: str) -> frozenset[str]:
    """What one cell may be; several kinds at once are usual."""
    if "@" in cell and addresses_in(cell):
        return frozenset(("email",))
    if " " not in cell and "@" not in cell and "." in cell and _is_site(cell):
        return frozenset(("profile",)) if _PROFILE.search(cell) else frozenset(("url",))
    folded = fold(cell)
    kinds = {*_kinds_of_words(cell, folded), *(kind for kind, known_words in _KNOWN if folded in known_words)}
    if any(c.isdigit() for c in cell):
        kinds |= _with_digits(cell, region)
    elif re.search(_WORD, cell):
        kinds |= _with_letters(cell, folded, region)
    return frozenset(kinds - {"street"} if "date" in kinds else kinds)


def _with_digits(cell: str, region: str) -> set[str]:
    digits = sum(c.isdigit() for c in cell)
    kinds = {"digits"}
    if _NUMBER.fullmatch(cell):
        kinds.add("number")
    if day := _DAY.fullmatch(cell):
        kinds.add("date")
    if _CODE.fullmatch(cell):
        kinds.add("code")
    if _SIZE.fullmatch(cell) and not day:
        kinds.add("size_range")
    if _POSTAL.fullmatch(cell):
        kinds.add("postal")
    elif _PLAIN_POSTAL.get(region, _FIVE).fullmatch(cell):
        kinds.add("plain_postal")
    if digits >= 5 and not day:
        kinds |= _as_phone(cell, region)
    return kinds


def _as_phone(cell: str, region: str) -> set[str]:
    """callish: may stand in a column of numbers. written: as only phone numbers are. phone: one in `region`."""
    plain = _EXTRA.sub("", cell).strip()
    digits = sum(c.isdigit() for c in plain)
    if not (_PHONE_LIKE.fullmatch(plain) and 7 <= digits <= 15):
        return (
            {"callish"}
            if digits >= 6 and (_MANGLED.search(cell) or not _is_street(cell, fold(cell).split()))
            else set()
        )
    kinds = {"callish"}
    if _WRITTEN.match(plain) and len(plain.split()) < 7 and not _POSTAL.fullmatch(plain):
        kinds.add("written")
    read = phone.parse(plain, region)
    if read and read.valid and (digits >= 9 or "written" in kinds):
        kinds.add("phone")
    return kinds


def _with_letters(cell: str, folded: str, region: str) -> set[str]:
    words = folded.split()
    kinds = {"words"}
    bare = [word for word in words if word not in known.SALUTATIONS]
    if not bare:
        return kinds | {"salutation"}
    if any(folded in states for states in _states(region)) or folded in known.STATE_NAMES:
        kinds.add("state")
    if folded in known.COUNTRIES or (len(cell) == 2 and cell.isupper() and phone.is_region(cell)):
        kinds.add("country")
    if "company" not in _kinds_of_words(cell, folded):
        kinds |= _as_person(cell, bare)
    return kinds


def _states(region: str) -> tuple[frozenset[str], ...]:
    own = known.STATES.get(region)
    return (own,) if own else ()


def _as_person(cell: str, words: Sequence[str]) -> set[str]:
    """given: a given name alone. person: a full name. comma_name: family name, comma, given name."""
    if _CJK.search(cell):
        return {"cjk_person"} if 2 <= len(cell.replace(" ", "").replace("　", "")) <= 6 else set()
    first = words[0] in known.GIVEN_NAMES
    if len(words) == 1:
        return {"given"} if first else {"one_word"}
    if not 2 <= len(words) <= 5 or any(len(word) > 20 for word in words):
        return set()
    if "," in cell:
        after = fold(cell.partition(",")[2]).split()
        return {"person", "comma_name"} if after and after[0] in known.GIVEN_NAMES else set()
    if first:
        hyphenated = all(word in known.GIVEN_NAMES for word in words)
        return {"person", "given"} if hyphenated else {"person"}
    return {"person"} if words[-1] in known.GIVEN_NAMES else {"few_words"}


def _is_site(cell: str) -> bool:
    return (
        bool(re.search(r"[a-z]{2}", cell, re.I))
        and site_domain(cell) is not None
        and not _MANGLED.search(cell)
    )


def _is_street(cell: str, words: Sequence[str]) -> bool:
    if len(words) < 2:
        return any("丁目" in cell or cell.endswith(mark) for mark in ("番地", "号", "路", "街"))
    typed = any(word in known.STREET_WORDS for word in words)
    ends = any(word.endswith(known.STREET_ENDINGS) and len(word) > 5 for word in words)
    return (typed or ends) or bool(_HOUSE.fullmatch(cell))


@lru_cache(maxsize=32768)
def _kinds_of_words(cell: str, folded: str) -> frozenset[str]:
    words = folded.split()
    looks = (
        ("company", _is_company(cell, words)),
        ("title", not known.TITLE_WORDS.isdisjoint(words) or any(mark in cell for mark in known.TITLE_CJK)),
        ("street", _is_street(cell, words)),
        ("long_text", len(words) > 6),
        ("yes_no", cell in _TICKS),
        ("dnc_text", folded.startswith(_DO_NOT)),
        ("vanity", bool(_VANITY.fullmatch(cell))),
    )
    return frozenset(kind for kind, so in looks if so)


def _is_company(cell: str, words: Sequence[str]) -> bool:
    if any(mark in cell for mark in known.COMPANY_CJK) or ("& " in cell and len(words) > 2):
        return True
    legal = any(word in known.LEGAL_FORMS for word in words[1:]) or words[:1] in (["ооо"], ["ао"], ["зао"])
    return len(words) > 1 and (legal or any(word in known.COMPANY_WORDS for word in words))


# The kinds of cells that support a field, and those that speak against it.
_UNMISTAKABLE = frozenset(("email", "url", "profile", "date", "phone"))
_OTHER = ("email", "url", "profile", "date")
_FITS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "company": (("company",), (*_OTHER, "phone", "number", "code", "yes_no", "salutation")),
    "name": (("person", "comma_name", "cjk_person"), (*_OTHER, "phone", "number", "code", "yes_no", "company")),
    "given_name": (("given", "cjk_person"), (*_OTHER, "phone", "number", "code", "company", "yes_no")),
    "middle_name": (("given", "one_word"), (*_OTHER, "phone", "number", "code", "company")),
    "family_name": (("one_word", "cjk_person"), (*_OTHER, "phone", "number", "code", "company", "yes_no")),
    "title": (("title",), (*_OTHER, "phone", "number", "code", "yes_no", "salutation", "company")),
    "phone": (("callish", "vanity"), (*_OTHER, "yes_no", "title", "company", "street")),
    "extension": (("digits",), (*_OTHER, "phone", "words")),
    "email": (("email",), ("phone", "url", "date", "yes_no", "words", "number")),
    "website": (("url",), ("email", "phone", "date", "yes_no", "profile", "person", "words", "number")),
    "street": (("street",), (*_OTHER, "phone", "number", "yes_no")),
    "city": (("city", "words"), (*_OTHER, "phone", "number", "code", "postal", "yes_no")),
    "state": (("state", "words"), (*_OTHER, "phone", "number", "postal")),
    "postal_code": (("postal", "plain_postal", "number"), (*_OTHER, "words", "yes_no")),
    "country": (("country",), (*_OTHER, "phone", "number", "postal")),
    "industry": (("industry", "words"), (*_OTHER, "phone", "number", "code")),
    "size": (("size_range", "number"), (*_OTHER, "phone", "person", "street")),
    "updated": (("date",), ("email", "url", "words", "yes_no", "number", "callish", "profile")),
    "do_not_call": (("yes_no", "dnc_text"), (*_OTHER, "phone", "callish", "person")),
    "note": (("long_text", "words"), ()),
}  # fmt: skip


def _kinds_for(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return _FITS["phone" if name in ("mobile", "home", "switchboard") else name]


def support(look: Look, name: str) -> float:
    """Share of the cells that look like field `name`."""
    return look.share(*_kinds_for(name)[0])


def supports(look: Look, name: str) -> bool:
    return support(look, name) >= FIT


def contradicts(look: Look, name: str) -> bool:
    """Whether most cells are something that field `name` cannot be, and few are what it is.

    A single cell says so only when it is unmistakable: an odd "1" below "Phone" is no proof.
    """
    for_it, against = _kinds_for(name)
    if look.filled < 2:
        against = tuple(kind for kind in against if kind in _UNMISTAKABLE)
    return look.share(*against) >= 0.6 and look.share(*for_it) < 0.3
