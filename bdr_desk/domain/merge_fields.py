"""Merge fields: `{{ contact.first_name | there }}` in a script becomes the name, or the words after the bar.

A field without a value and without words of its own becomes a neutral phrase that can be read aloud.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

# Field to what is said when the desk does not know.
NEUTRAL: Mapping[str, str] = {
    "contact.first_name": "there",
    "contact.last_name": "…",
    "contact.name": "the person I am looking for",
    "contact.title": "your position",
    "account.name": "your company",
    "account.city": "your area",
    "account.industry": "your field",
    "me.name": "…",
    "me.first_name": "…",
    "me.phone": "the one on your display",
    "project.name": "our project",
    "project.caller_company": "our company",
    "project.offer": "what we do",
    "rep.name": "my colleague",
    "rep.first_name": "my colleague",
    "source": "our list",
    "referred_by.name": "a colleague of yours",
    "slot.next": "later this week",
}
FACT = "fact."  # fact.need and so on: what they said to a question of the lead definition
_FACT_NEUTRAL = "what you told me"

_FIELD = re.compile(r"\{\{\s*([^{}|]*?)\s*(?:\|\s*([^{}]*?)\s*)?\}\}")


@dataclass(frozen=True)
class Field:
    name: str
    fallback: str


def fields_in(text: str) -> Iterator[Field]:
    """Every merge field of `text`, known or not."""
    return (Field(found[1], found[2] or "") for found in _FIELD.finditer(text))


def has_broken_field(text: str) -> bool:
    """Whether braces are left over that belong to no field."""
    rest = _FIELD.sub("", text)
    return "{{" in rest or "}}" in rest


def is_known(name: str, criteria: Collection[str] | None = None) -> bool:
    """`criteria` are the keys a `fact.` field may name; None allows any."""
    if name.startswith(FACT):
        key = name.removeprefix(FACT)
        return bool(key) and (criteria is None or key in criteria)
    return name in NEUTRAL


def fill(text: str, values: Mapping[str, str | None]) -> str:
    """`text` with every field replaced by its value, else its fallback, else a neutral phrase."""
    return _FIELD.sub(lambda found: _said(found[1], found[2] or "", values), text)


def _said(name: str, fallback: str, values: Mapping[str, str | None]) -> str:
    return (values.get(name) or "").strip() or fallback or neutral(name)


def neutral(name: str) -> str:
    return _FACT_NEUTRAL if name.startswith(FACT) else NEUTRAL.get(name, "…")
