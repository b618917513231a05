"""The ideal customer of a project, and how well a lead fits: a score with the reasons for it.

A lead starts in the middle. What is known and fits moves it up, what is known and does not fit moves it down, each by the
weight of its part; what is not known moves nothing, so that a thin list is neither punished nor rewarded.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import Any, NamedTuple

from bdr_desk.domain.job_titles import DEPARTMENTS, SENIORITIES, departments, seniority
from bdr_desk.domain.matching import fold
from bdr_desk.domain.regions import country_code, state_code
from bdr_desk.errors import BadInput

MIDDLE = 50  # the score of a lead of whom nothing is known
PARTS: dict[str, str] = {
    "industry": "industry", "size": "size", "seniority": "seniority", "department": "department",
    "title": "title", "territory": "territory",
}  # fmt: skip
WEIGHTS: Mapping[str, float] = {
    "industry": 3, "size": 2, "seniority": 2, "department": 2, "title": 1, "territory": 3,
}  # fmt: skip
MOST_WEIGHT = 100
LARGEST = 100_000_000  # people
_FITS, _UNFIT = " fits", " is not looked for"
MOST_KEPT = 65_536  # distinct titles, or companies, whose worth is remembered
_TEXTS = ("industries", "titles", "seniorities", "departments", "countries", "states")
_ADVICE = "Put that right and try again."
_WHOLE_WORD = 4  # letters: shorter words are looked for whole ("IT" is not in "Italy")
_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f' ]\d{3})+(?!\d)|\d+(?:[.,]\d+)?")
_THOUSANDS = re.compile(r"(\d+(?:[.,]\d+)?)\s*k\b", re.IGNORECASE)


class LeadFacts(NamedTuple):
    """What a list says of a lead; empty or None where it says nothing."""

    title: str | None = None
    industry: str | None = None
    size: str | None = None
    country: str | None = None
    state: str | None = None

    def __repr__(self) -> str:
        return "<LeadFacts>"


@dataclass(frozen=True)
class Profile:
    """Empty parts ask nothing. `size_from` and `size_to` in people; `countries` ISO 3166 alpha-2; `seniorities` and
    `departments` are keys of `job_titles`; `weights` by part, 0 leaves it out."""

    industries: tuple[str, ...] = ()
    size_from: int | None = None
    size_to: int | None = None
    titles: tuple[str, ...] = ()
    seniorities: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    weights: tuple[tuple[str, float], ...] = field(default=tuple(WEIGHTS.items()))

    def __bool__(self) -> bool:
        """Whether it asks anything."""
        return bool(_asked(self))


class Fit(NamedTuple):
    """`score` 0 to 100; `reasons` are (in words, points up or down), the weightiest first."""

    score: int
    reasons: tuple[tuple[str, int], ...]


Judge = Callable[[LeadFacts], bool | None]  # fits, does not, or not known


def fit(facts: LeadFacts, profile: Profile) -> Fit:
    """How well a lead fits, and why. An empty profile finds nobody fit or unfit."""
    asked, reasons = _asked(profile), []
    total = sum(asked.values())
    for part, weight in asked.items():
        known = _judges(profile)[part](facts)
        if known is not None:
            points = MIDDLE * weight / total * (1 if known else -1)
            reasons.append((_says(part, facts, known), points))
    score = _rounded(sum(points for _, points in reasons))
    ranked = sorted(reasons, key=lambda reason: -abs(reason[1]))
    return Fit(score, tuple((says, round(points)) for says, points in ranked))


def in_short(found: Fit) -> str:
    """A score with its reasons on one line: "Fit 82: director level, size “200-500”; not looked for: MA, US"."""
    fits = ", ".join(_inside(says.removesuffix(_FITS)) for says, _ in found.reasons if says.endswith(_FITS))
    unfit = ", ".join(
        _inside(says.removesuffix(_UNFIT)) for says, _ in found.reasons if says.endswith(_UNFIT)
    )
    said = "; ".join(part for part in (fits, unfit and f"not looked for: {unfit}") if part)
    return f"Fit {found.score}: {said or 'nothing is known that counts'}"


def _inside(says: str) -> str:
    """As it stands within a sentence; a place keeps its capital."""
    is_place = not says.startswith("Department ") and not says.endswith(("”", " level"))
    return says if is_place else says[:1].lower() + says[1:]


def scorer(profile: Profile) -> Callable[[LeadFacts], int | None]:
    """`fit(...).score` for many leads: what a title, an industry or a size is worth is worked out once. None throughout
    for a profile that asks nothing."""
    asked = _asked(profile)
    if not asked:
        return lambda _: None
    share = MIDDLE / sum(asked.values())
    judges = _judges(profile)

    def worth(facts: LeadFacts, *parts: str) -> float:
        known = ((judges[part](facts), share * asked[part]) for part in parts if part in asked)
        return sum(points if fits else -points for fits, points in known if fits is not None)

    @lru_cache(maxsize=MOST_KEPT)
    def of_title(title: str | None) -> float:
        return worth(LeadFacts(title=title), "seniority", "department", "title")

    @lru_cache(maxsize=MOST_KEPT)
    def of_company(industry: str | None, size: str | None) -> float:
        return worth(LeadFacts(industry=industry, size=size), "industry", "size")

    @lru_cache(maxsize=MOST_KEPT)
    def of_place(country: str | None, state: str | None) -> float:
        return worth(LeadFacts(country=country, state=state), "territory")

    def score(facts: LeadFacts) -> int:
        title, industry, size, country, state = facts
        return _rounded(of_title(title) + of_company(industry, size) + of_place(country, state))

    return score


def _rounded(points: float) -> int:
    """The same whichever way the points were added."""
    return round(MIDDLE + round(points, 6))


@lru_cache(maxsize=16)
def _asked(profile: Profile) -> Mapping[str, float]:
    """The parts the profile asks for, with their weights."""
    weights = dict(profile.weights)
    filled = {
        "industry": profile.industries, "size": profile.size_from is not None or profile.size_to is not None,
        "seniority": profile.seniorities, "department": profile.departments, "title": profile.titles,
        "territory": profile.countries or profile.states,
    }  # fmt: skip
    return {part: weight for part, asks in filled.items() if asks and (weight := weights.get(part, 0))}


@lru_cache(maxsize=16)
def _judges(profile: Profile) -> Mapping[str, Judge]:
    industries, titles = _folded(profile.industries), _folded(profile.titles)
    levels, of = frozenset(profile.seniorities), frozenset(profile.departments)
    countries = frozenset(profile.countries)
    states = frozenset(map(state_code, profile.states))
    return {
        "industry": lambda f: _speaks_of(f.industry, industries),
        "size": lambda f: _size_fits(f.size, profile.size_from, profile.size_to),
        "seniority": lambda f: None if (level := seniority(f.title or "")) is None else level in levels,
        "department": lambda f: bool(found & of) if (found := departments(f.title or "")) else None,
        "title": lambda f: _speaks_of(f.title, titles),
        "territory": lambda f: _place_fits(f, countries, states),
    }


def _folded(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(folded for text in texts if (folded := fold(text)))


def _speaks_of(text: str | None, wanted: tuple[str, ...]) -> bool | None:
    """Whether every word of one of `wanted` (folded) stands in `text`; longer words by their beginning."""
    words = fold(text or "").split()
    return any(all(_has(words, word) for word in each.split()) for each in wanted) if words else None


def _has(words: list[str], wanted: str) -> bool:
    if len(wanted) < _WHOLE_WORD:
        return wanted in words
    return any(word.startswith(wanted) or (len(word) >= _WHOLE_WORD and wanted.startswith(word)) for word in words)  # fmt: skip


def _size_fits(text: str | None, least: int | None, most: int | None) -> bool | None:
    size = people(text or "")
    return None if size is None else (least or 0) <= size <= (most or LARGEST)


@lru_cache(maxsize=8192)
def people(size: str) -> float | None:
    """How many people a size means: "240", "51-200" (its geometric middle), "1,000+", "2.5k", "<50". None when no number."""
    plain = _THOUSANDS.sub(lambda found: str(round(float(found[1].replace(",", ".")) * 1000)), size)
    numbers = [max(1.0, _whole(number)) for number in _NUMBER.findall(plain)][:2]
    if not numbers or max(numbers) > LARGEST:
        return None
    if len(numbers) == 2:
        return math.sqrt(numbers[0] * numbers[1])
    if re.search(r"<|under|less|unter|bis|moins", plain, re.IGNORECASE):
        return math.sqrt(numbers[0])
    return numbers[0]


def _whole(number: str) -> float:
    grouped = re.fullmatch(r"\d{1,3}(?:[.,\u00a0\u202f' ]\d{3})+", number)
    return float(re.sub(r"\D", "", number)) if grouped else float(number.replace(",", ".").replace(" ", ""))


def _place_fits(f: LeadFacts, countries: frozenset[str], states: frozenset[str]) -> bool | None:
    country = country_code(f.country)
    if countries and country and country not in countries:
        return False
    if states:
        return state_code(f.state) in states if (f.state or "").strip() else None
    return True if country else None


def _says(part: str, facts: LeadFacts, fits: bool) -> str:
    """The reason in words: the value, and whether it is what is looked for."""
    end = _FITS if fits else _UNFIT
    if part == "seniority":
        return f"{SENIORITIES[seniority(facts.title or '') or 'manager'].capitalize()} level{end}"
    if part == "department":
        found = sorted(DEPARTMENTS[key] for key in departments(facts.title or ""))
        return f"Department {' and '.join(found)}{end}"
    if part == "territory":
        return f"{', '.join(text for text in (facts.state, facts.country) if text)}{end}"
    value = {"industry": facts.industry, "size": facts.size, "title": facts.title}[part]
    return f"{PARTS[part].capitalize()} “{value}”{end}"


# As it is kept and as it is written by people


def as_json(profile: Profile) -> dict[str, Any]:
    """Plain values, empty parts left out."""
    texts = {name: list(getattr(profile, name)) for name in _TEXTS if getattr(profile, name)}
    sizes = {name: size for name in ("size_from", "size_to") if (size := getattr(profile, name)) is not None}
    weights = dict(profile.weights)
    return {**texts, **sizes, **({} if weights == dict(WEIGHTS) else {"weights": weights})}


def from_json(data: Mapping[str, Any]) -> Profile:
    """Raises BadInput naming what cannot be read."""
    unknown = set(data) - {each.name for each in fields(Profile)}
    if unknown:
        raise BadInput(
            f"“{min(unknown)}” is not a part of an ideal profile.", f"Its parts: {', '.join(_known())}."
        )
    texts: dict[str, Any] = {name: _texts(name, data.get(name, ())) for name in _TEXTS}
    texts["countries"] = tuple(map(_country, texts["countries"]))
    for name, known in (("seniorities", SENIORITIES), ("departments", DEPARTMENTS)):
        _check_known(name, texts[name], known)
    sizes: dict[str, Any] = {name: _size(name, data.get(name)) for name in ("size_from", "size_to")}
    if (sizes["size_from"] or 0) > (sizes["size_to"] or LARGEST):
        raise BadInput("The sizes are the wrong way round.", _ADVICE)
    return Profile(**texts, **sizes, weights=_weights(data.get("weights", {})))


def _known() -> list[str]:
    return [each.name for each in fields(Profile)]


def _texts(name: str, given: object) -> tuple[str, ...]:
    if not isinstance(given, list | tuple) or not all(isinstance(text, str) for text in given):
        raise BadInput(f"{name} must be a list of texts.", _ADVICE)
    return tuple(dict.fromkeys(text.strip() for text in given if text.strip()))


def _country(text: str) -> str:
    code = country_code(text) or (text.upper() if re.fullmatch(r"[A-Za-z]{2}", text) else None)
    if code is None:
        raise BadInput(f"“{text}” is not a country.", "Write two letters as in US, GB, DE, FR (ISO 3166).")
    return code


def _check_known(name: str, given: tuple[str, ...], known: Mapping[str, str]) -> None:
    if wrong := next((text for text in given if text not in known), None):
        raise BadInput(f"“{wrong}” is none of the {name}.", f"Use: {', '.join(known)}.")


def _size(name: str, given: object) -> int | None:
    if given is None:
        return None
    if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given <= LARGEST:
        raise BadInput(f"{name} must be a number of people.", _ADVICE)
    return given


def _weights(given: object) -> tuple[tuple[str, float], ...]:
    if not isinstance(given, Mapping) or not set(given) <= set(PARTS):
        raise BadInput("weights must name parts of the profile.", f"They are: {', '.join(PARTS)}.")
    for weight in given.values():
        if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 <= weight <= MOST_WEIGHT:
            raise BadInput(f"A weight must be a number from 0 to {MOST_WEIGHT}.", _ADVICE)
    return tuple({**WEIGHTS, **given}.items())
