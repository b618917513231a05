"""How far a lead is from the lead definition that marketing and sales signed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bdr_desk.errors import BadInput

KINDS = ("text", "choice", "yes_no", "number", "date")


@dataclass(frozen=True)
class Criterion:
    """One question of a lead definition. `kind` is text, choice, yes_no, number or date."""

    key: str
    title: str
    kind: str
    prompt: str
    required: bool
    evidence: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Definition:
    name: str
    version: int
    criteria: tuple[Criterion, ...]
    signed_on: date | None = None
    signed_by: str = ""


@dataclass(frozen=True)
class Distance:
    """`met` and `missing` are criteria in the definition's order; only required ones decide `qualified`."""

    met: tuple[Criterion, ...]
    missing: tuple[Criterion, ...]

    @property
    def qualified(self) -> bool:
        return not any(criterion.required for criterion in self.missing)

    @property
    def missing_required(self) -> tuple[Criterion, ...]:
        return tuple(criterion for criterion in self.missing if criterion.required)


def distance(criteria: Sequence[Criterion], facts: Mapping[str, str]) -> Distance:
    """How far the current `facts` (criterion key to value) are from `criteria`. A blank answer is no answer."""
    met = tuple(c for c in criteria if facts.get(c.key, "").strip())
    return Distance(met, tuple(c for c in criteria if c not in met))


def check_answer(criterion: Criterion, value: str) -> str:
    """`value` as it is kept. A caller types in a hurry, so much is taken: what cannot be meant raises BadInput.

    choice: the choice begun; yes_no: yes or no, with anything after it; number: anything with a figure in it;
    date: ISO 8601, or words of time ("March 2027", "after the audit in autumn").
    """
    text = " ".join(value.split())
    if not text:
        raise BadInput(f"{criterion.title}: the answer is empty.", "Type what they said.")
    return _CHECKS.get(criterion.kind, _text)(criterion, text)


def _text(_criterion: Criterion, text: str) -> str:
    return text


def _choice(criterion: Criterion, text: str) -> str:
    wanted = text.casefold()
    exact = [choice for choice in criterion.choices if choice.casefold() == wanted]
    begun = [choice for choice in criterion.choices if choice.casefold().startswith(wanted)]
    for fits in (exact, begun):
        if len(fits) == 1:
            return fits[0]
    raise BadInput(
        f"{criterion.title}: “{text}” is none of the choices.",
        f"Choose from: {', '.join(criterion.choices)}.",
    )


def _yes_no(criterion: Criterion, text: str) -> str:
    word = _WORD_END.split(text, maxsplit=1)[0]
    first, rest = word.casefold(), text[len(word) :]
    if first not in _YES | _NO:
        raise BadInput(f"{criterion.title}: “{text}” is neither yes nor no.", "Begin with yes or no.")
    return ("yes" if first in _YES else "no") + rest


def _number(criterion: Criterion, text: str) -> str:
    if not any(c.isdigit() for c in text):
        raise BadInput(
            f"{criterion.title}: “{text}” has no number in it.", "Type one, such as 12 or about 40."
        )
    return text.replace(",", "") if _THOUSANDS.fullmatch(text) else text


def _date(criterion: Criterion, text: str) -> str:
    if _ISO_DATE.fullmatch(text):
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            raise BadInput(f"{criterion.title}: there is no day {text}.", "Type it as 2027-03-31.") from None
    if not any(c.isdigit() for c in text) and not _TIME_WORD.search(text):
        raise BadInput(
            f"{criterion.title}: “{text}” is no time.", "Type 2027-03-31, March 2027, Q3 or next spring."
        )
    return text


_YES = frozenset(("yes", "y", "true", "1"))
_NO = frozenset(("no", "n", "false", "0"))
_WORD_END = re.compile(r"\W")
_THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME_WORD = re.compile(
    r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|spring|summer|autumn|fall|winter|quarter|today|tomorrow|"
    r"day|week|month|year|now|soon|asap|immediately|monday|tuesday|wednesday|thursday|friday)",
    re.IGNORECASE,
)
_CHECKS = {"text": _text, "choice": _choice, "yes_no": _yes_no, "number": _number, "date": _date}
