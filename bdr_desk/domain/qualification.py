"""How far a lead is from the lead definition that marketing and sales signed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

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
