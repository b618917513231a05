"""The autopsy of a list: a grade from A to F, what it was lowered by, worst first, and what to do about each.

A list starts with 100 points. Rows that nobody can be called for cost their full share: a list of which 12 % lie in
quarantine loses 12 points, divided among the rules that put them there. What only warns costs a part of its share.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bdr_desk.domain.comparison import percent
from bdr_desk.domain.hygiene.rules import RULES, Severity

# Points lost at most for each grade. A: nine rows of ten are worth a dial, the promise of a hand-made list. F: every other
# row is lost, and a list of one's own research costs less than calling it (seed practice: the autopsy of warm lists).
LIMITS: tuple[tuple[str, float], ...] = (("A", 10), ("B", 20), ("C", 35), ("D", 50), ("F", 100))

NOTHING = frozenset(("blank", "header_again"))  # nobody paid for these rows: they cost nothing
STALE = frozenset(("stale", "very_stale"))
# Points for a flaw that every row has, where it does not keep the row from being called.
WARNING_COSTS = 25.0  # a row in four is lost by it: the usual doubtful flaw
COSTS: Mapping[str, float] = {
    "already_known": 50,  # paid for twice; the new numbers are kept
    "repeated_person": 50,
    "merged": 50,
    "impossible_phone": 50,  # where there is another way to reach them
    "invalid_phone": 50,
    "no_phone": 60,  # mail alone is no call
    "stale": 30,  # about 3 in 10 contacts change within a year
    "very_stale": 60,
    "missing_company": 40,
    "free_mail": 10,
    "role_address": 10,
    "machine_address": 10,
    "possible_duplicate": 10,
    "no_name": 20,  # a company can be rung, its switchboard asked
    "no_title": 10,
    "unfit": 20,
}
LEAST_COST = 0.05  # points; less is not worth a line unless a whole row in a hundred has it
LEAST_SHARE = 0.01
UNFIT_BELOW = 50  # of 100: more speaks against the lead than for it
OLD_YEARS = 2  # seed practice: two years on, half of the people are elsewhere

VENDOR = "Ask the vendor to replace them or to lower the price."
MAPPED = "Check the mapping: another column may hold it."
LOOK = "Look through them before the list is released."


@dataclass(frozen=True)
class ListFigures:
    """What is known of a list, in rows. None where nobody counted; `checked` are rows by the year they were last checked,
    `scored` leads have a fit, `unfit` of them one below the middle."""

    row_count: int
    added: int = 0
    merged: int = 0
    quarantined: int = 0
    refused: int = 0
    by_rule: Mapping[str, int] = field(default_factory=dict)
    with_phone: int | None = None
    with_mobile: int | None = None
    with_email: int | None = None
    with_name: int | None = None
    with_title: int | None = None
    with_company: int | None = None
    accounts: int | None = None
    dialable: int | None = None
    checked: Mapping[int, int] = field(default_factory=dict)
    this_year: int = 0
    scored: int = 0
    unfit: int = 0

    @property
    def filled(self) -> int:
        """Rows that hold something."""
        return max(0, self.row_count - sum(self.by_rule.get(rule, 0) for rule in NOTHING))

    @property
    def median_year(self) -> int | None:
        """When half of the rows had been checked."""
        seen, half = 0, sum(self.checked.values()) / 2
        for year in sorted(self.checked):
            seen += self.checked[year]
            if seen >= half:
                return year
        return None


@dataclass(frozen=True)
class Reason:
    """`hits` of `of` rows; `cost` in points of the hundred; `rule` is a hygiene rule's key, or one of this module's."""

    rule: str
    title: str
    says: str
    advice: str
    hits: int
    of: int
    cost: float

    @property
    def share(self) -> float:
        return self.hits / self.of if self.of else 0.0


@dataclass(frozen=True)
class Grade:
    """`letter` is "" for a list without a row. `good` are sentences on what speaks for it."""

    letter: str
    points: float
    reasons: tuple[Reason, ...]
    good: tuple[str, ...] = ()


def grade(figures: ListFigures) -> Grade:
    """The grade with its reasons, worst first."""
    if not figures.filled:
        return Grade("", 0.0, ())
    found = [reason for reason in _reasons(figures) if _counts(reason)]
    points = max(0.0, 100 - sum(reason.cost for reason in found))
    ranked = tuple(sorted(found, key=lambda reason: (-reason.cost, -reason.hits, reason.rule)))
    return Grade(letter_of(points), points, ranked, tuple(_good(figures)))


def letter_of(points: float) -> str:
    return next(letter for letter, lost in LIMITS if round(100 - points, 6) <= lost)


def _counts(reason: Reason) -> bool:
    return reason.hits > 0 and (reason.cost >= LEAST_COST or reason.share >= LEAST_SHARE)


def _reasons(f: ListFigures) -> Iterator[Reason]:
    known = {rule: hits for rule, hits in f.by_rule.items() if hits > 0}
    keeps_out = {rule: hits for rule, hits in known.items() if _keeps_out(rule)}
    out = f.quarantined + f.refused - (f.row_count - f.filled)
    yield from _lost(keeps_out, max(0, out), f.filled)
    for rule, hits in known.items():
        if rule not in keeps_out and rule not in NOTHING:
            yield _reason(rule, hits, f.filled)
    yield from _missing(f)
    yield from _beyond(f)


def _keeps_out(rule: str) -> bool:
    return rule not in NOTHING and rule in RULES and RULES[rule].severity is not Severity.WARN


def _lost(by_rule: Mapping[str, int], out: int, of: int) -> Iterator[Reason]:
    """The rows kept out, their cost divided among the rules that did it: a row may have broken several."""
    named = sum(by_rule.values())
    part = min(1.0, out / named) if named else 0.0
    for rule, hits in by_rule.items():
        yield _reason(rule, hits, of, cost=100 * part * hits / of)
    if unnamed := out - named:
        yield from (_reason("kept_out", unnamed, of, cost=100 * unnamed / of),) if unnamed > 0 else ()


def _missing(f: ListFigures) -> Iterator[Reason]:
    """What a row lacks and no rule has counted already."""
    no_number = sum(
        f.by_rule.get(rule, 0) for rule in ("no_way_to_reach", "impossible_phone", "invalid_phone")
    )
    for rule, have, counted in (
        ("no_phone", f.with_phone, no_number),
        ("no_name", f.with_name, f.by_rule.get("not_a_name", 0)),
        ("no_title", f.with_title, 0),
        ("missing_company", None if "missing_company" in f.by_rule else f.with_company, 0),
    ):
        if have is not None:
            yield _reason(rule, max(0, f.filled - have - counted), f.filled)


def _beyond(f: ListFigures) -> Iterator[Reason]:
    told = f.by_rule.get("already_known", 0) + f.by_rule.get("repeated_person", 0)
    yield _reason("merged", max(0, f.merged - told), f.filled)
    yield _reason("unfit", min(f.unfit, f.scored), f.scored)
    year = f.median_year
    if year is not None and f.this_year - year >= OLD_YEARS:
        checked = sum(f.checked.values())
        older = sum(rows for at, rows in f.checked.items() if f.this_year - at >= OLD_YEARS)
        age = f"Last checked {f.this_year - year} years ago (median of {checked:,} dated rows)."
        yield Reason("age", "Age of the list", age, _text_of("age")[1], older, checked, 0.0)


def _reason(rule: str, hits: int, of: int, *, cost: float | None = None) -> Reason:
    says, advice = _text_of(rule)
    weight = COSTS.get(rule, WARNING_COSTS)
    lost = cost if cost is not None else (weight * hits / of if of else 0.0)
    share = percent(hits / of) if of else "0 %"
    return Reason(rule, title_of(rule), f"{share} {says}.", advice, hits, of, round(lost, 2))


def title_of(rule: str) -> str:
    """A rule's heading; its key where nobody named it."""
    return RULES[rule].title if rule in RULES else _TITLES.get(rule, rule.replace("_", " ").capitalize())


def _good(f: ListFigures) -> Iterator[str]:
    for says, have in (
        ("have a direct or mobile number", f.with_mobile),
        ("have an e-mail address", f.with_email),
        ("name a job title", f.with_title),
    ):
        if have and have >= f.filled / 2:
            yield f"{percent(min(1.0, have / f.filled))} {says}"
    if f.accounts:
        yield f"{f.accounts:,} new {'company' if f.accounts == 1 else 'companies'}"


def unknown_parts(figures: ListFigures) -> tuple[str, ...]:
    """What nobody counted when the list came in: the grade says nothing of it."""
    parts: Iterable[tuple[str, object]] = (
        ("numbers", figures.with_phone), ("names", figures.with_name), ("titles", figures.with_title),
        ("companies", figures.with_company),
    )  # fmt: skip
    return tuple(name for name, have in parts if have is None)


_TITLES = {
    "no_phone": "No phone number", "no_name": "No person", "no_title": "No title", "merged": "Known already",
    "unfit": "Outside the ideal profile", "kept_out": "Kept out",
}  # fmt: skip

# What a share of the rows does, and what to do about it.
_TEXTS: Mapping[str, tuple[str, str]] = {
    "no_way_to_reach": ("have neither a number nor an address", MAPPED),
    "no_phone": ("have no phone number", "Check the mapping, or have numbers looked up before they are called."),
    "no_name": ("name no person", "Check the mapping. A company can be rung, but ask the vendor for names."),
    "no_title": ("have no job title", MAPPED),
    "missing_company": ("name no company", "Map the company's column, or ask the vendor for it."),
    "merged": ("were known already", "Do not pay for them again: send the vendor what you have."),
    "already_known": ("are already in this project", "Do not pay for them again: send the vendor what you have."),
    "repeated_person": ("repeat a person of the same file", "Ask the vendor to count each person once."),
    "possible_duplicate": ("may be somebody already known", "Review the suggested merges."),
    "already_worked": ("are being worked in this project", "Leave them with whoever works them."),
    "already_customer": ("are customers already", "Hand them to whoever looks after the customer."),
    "suppressed": ("are on the do-not-contact list", "They stay out. Ask how the vendor got them."),
    "do_not_call": ("ask not to be called", "They stay out; suppress them for good."),
    "impossible_phone": ("have a number that cannot exist", "Check the list's country, then ask the vendor."),
    "invalid_phone": ("have a number that is not in use", "Check the list's country, then ask the vendor."),
    "fictional_number": ("have a number kept for films", VENDOR),
    "repeated_digits": ("have a number of one digit", VENDOR),
    "sequential_digits": ("have a number in counting order", VENDOR),
    "fictional_name": ("are made-up people", VENDOR),
    "test_name": ("were typed to try a form", "Ask whoever owns the form to drop them."),
    "typed_at_random": ("were typed at random", "Ask whoever owns the form to require a real address."),
    "not_a_name": ("have a stand-in for a name", MAPPED),
    "doubtful_name": ("have a name that may be made up", LOOK),
    "shifted_columns": ("have cells in the wrong column", "Export the list again: a separator slipped."),
    "columns": ("have more cells than columns", "Export the list again: a separator slipped."),
    "invalid_email": ("have an address that is none", VENDOR),
    "mail_typo": ("have an address that looks mistyped", LOOK),
    "disposable_address": ("have a throw-away address", VENDOR),
    "free_mail": ("have a private mailbox", "Ask for business addresses: nobody buys from a private mailbox."),
    "role_address": ("have a role's address", "Ask for the person's own."),
    "job_seeker": ("are looking for work", "Ask whoever owns the form what brought them."),
    "student": ("are students or interns", "Narrow the titles that are asked for."),
    "retired": ("have left or retired", VENDOR),
    "consultant": ("are consultants", "Narrow the titles that are asked for."),
    "competitor": ("are competitors", "They stay out."),
    "stale": ("were last checked long ago", "Have the list checked again before it is called."),
    "very_stale": ("were last checked far too long ago", VENDOR),
    "age": ("", "Have the list checked again before it is called."),
    "unfit": ("of the scored leads are outside the ideal profile", "Call the others first, or narrow the list."),
    "kept_out": ("were kept out", LOOK),
}  # fmt: skip


def _text_of(rule: str) -> tuple[str, str]:
    return _TEXTS.get(rule) or (f"of the rows: {title_of(rule).lower()}", LOOK)
