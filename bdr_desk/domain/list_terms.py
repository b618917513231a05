"""What a project asks of its lists: its own gravity of the hygiene rules, and after how many days a record is stale.

`Project.rules` keeps what differs from the rules' own: {rule: "off" | "warn" | "quarantine"}, and the days under two keys.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bdr_desk.domain.hygiene.rules import MADE_UP_REACH, RULES, Severity, Terms
from bdr_desk.errors import BadInput, NotFound, Refused

OFF, DEFAULT = "off", "default"
CHOICES = (OFF, str(Severity.WARN), str(Severity.QUARANTINE))
MOST_DAYS = 100 * 365
STALE, VERY_STALE = "stale_after_days", "very_stale_after_days"

GROUPS: Mapping[str, tuple[str, ...]] = {
    "Numbers": (
        "fictional_number", "repeated_digits", "sequential_digits", "memorable_number", "impossible_phone", "invalid_phone",
    ),
    "Names": (
        "fictional_name", "test_name", "typed_at_random", "not_a_name", "doubtful_name", "profane_name", "digits_in_name",
        "one_letter_name",
    ),
    "Addresses": (
        "invalid_email", "mail_typo", "fictional_address", "disposable_address", "machine_address", "role_address", "free_mail",
    ),
    "Companies and titles": (
        "competitor", "already_customer", "job_seeker", "student", "retired", "consultant", "missing_company", "test_company",
        "fictional_company", "name_in_company", "company_is_site",
    ),
    "Records": (
        "stale", "very_stale", "shifted_columns", "do_not_call", "suppressed", "erased", "no_way_to_reach", "blank", "columns",
        "header_again", "repeated_person", "already_known", "already_worked", "possible_duplicate",
    ),
}  # fmt: skip

_LAW = "Who may not be called is the law's business, not a project's."
_NO_ROW = "There is nobody in such a row to call; it is told so that every row is accounted for."
# What is said of rows that speak of somebody known.
KNOWN = ("repeated_person", "already_known", "already_worked", "possible_duplicate")
_KNOWN_SAYS = "It tells what became of the row: somebody known is never added a second time."
_FIXED: Mapping[str, str] = {
    **dict.fromkeys(("do_not_call", "suppressed", "erased"), _LAW),
    **dict.fromkeys(("no_way_to_reach", "blank", "columns", "header_again"), _NO_ROW),
    **dict.fromkeys(KNOWN, _KNOWN_SAYS),
}
_SAMPLE = "A sample project may hold numbers and addresses that are kept for films and examples."


@dataclass(frozen=True)
class ListTerms:
    """As `Project.rules` was read. `severities` overrule the rules' own, None is off; the days are counted from a record's
    last check."""

    severities: Mapping[str, Severity | None]
    stale_after_days: int
    very_stale_after_days: int


def read_terms(kept: Mapping[str, Any]) -> ListTerms:
    """What `Project.rules` says. A rule that nobody may change keeps its own gravity whatever stands there."""
    asked = {rule: what for rule, what in kept.items() if rule in RULES and rule not in _FIXED}
    severities = {rule: None if what == OFF else Severity(what) for rule, what in asked.items()}
    return ListTerms(
        severities, kept.get(STALE, Terms.stale_after_days), kept.get(VERY_STALE, Terms.very_stale_after_days)
    )


def why_fixed(rule: str, *, sample: bool = False) -> str:
    """Why a project cannot change `rule`, "" when it can. In a `sample` made-up numbers and addresses do not count."""
    return _FIXED.get(rule, _SAMPLE if sample and rule in MADE_UP_REACH else "")


def with_rule(
    kept: Mapping[str, Any], rule: str, what: str | None, *, sample: bool = False
) -> dict[str, Any]:
    """`kept` with another gravity of `rule`: off, warn, quarantine, or None for its own.

    Raises NotFound: no such rule; BadInput: no such gravity; Refused: the rule holds everywhere.
    """
    if rule not in RULES:
        raise NotFound(f"There is no rule “{rule}”.", "The rules there are: bdr-desk rules.")
    if what is not None and what not in CHOICES:
        raise BadInput(f"“{what}” is nothing a rule can do.", f"Say {', '.join(CHOICES)} or {DEFAULT}.")
    if fixed := why_fixed(rule, sample=sample):
        raise Refused(f"“{RULES[rule].title}” is the same in every project.", fixed)
    others = {key: value for key, value in kept.items() if key != rule}
    own = what is None or what == RULES[rule].severity
    return others if own else {**others, rule: what}


def with_days(kept: Mapping[str, Any], stale: int, very_stale: int) -> dict[str, Any]:
    """`kept` with other days after which a record is stale and very stale. Raises BadInput."""
    if not 1 <= stale < very_stale <= MOST_DAYS:
        raise BadInput(
            "A record is stale before it is very stale.",
            f"Give two numbers of days from 1 to {MOST_DAYS:,}, the smaller one first, like 730 and 1825.",
        )
    return {**kept, STALE: stale, VERY_STALE: very_stale}
