"""What an import tells: how far it is, what became of the rows, what is wrong with them."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from bdr_desk.domain.hygiene import RULES, Terms
from bdr_desk.domain.list_rows import Flaw, Verdict
from bdr_desk.errors import Cancelled

MOST_FLAWED = 10_000  # rows whose flaws are told; the store keeps those of all of them


class Progress(NamedTuple):
    """`rows` done of about `of`; `doing` is reading or sorting, of which `share` (0 to 1) is done."""

    rows: int
    of: int
    doing: str = "reading"
    share: float = 0.0


Told = Callable[[Progress], bool]  # False stops the import


@dataclass(frozen=True, repr=False)
class Problem:
    """What is wrong with a row: `row` counts from 1 in the file, `field` is empty when the whole row is meant.

    `verdict` is the row's, `severity` says how grave the rule is: warn, quarantine or refuse.
    """

    row: int
    field: str
    value: str
    rule: str
    verdict: str
    severity: str


@dataclass(repr=False)
class Report:
    """What is counted and told about the rows as they pass. `compared` counts the rules that only comparing could tell."""

    of: int
    told: Told | None = None
    rows: int = 0
    counts: Counter[Verdict] = field(default_factory=Counter)
    compared: Counter[str] = field(default_factory=Counter)
    flawed: list[tuple[int, Verdict, str]] = field(default_factory=list)
    left_out: int = 0

    def add(self, number: int, verdict: Verdict, problems: str, rule: str) -> None:
        """`problems` as JSON (`flaws_from`); `rule` is what comparing found, "" for nothing."""
        self.rows += 1
        self.counts[verdict] += 1
        if rule:
            self.compared[rule] += 1
        if problems == "[]":
            return
        if len(self.flawed) < MOST_FLAWED:
            self.flawed.append((number, verdict, problems))
        else:
            self.left_out += problems.count('"rule":')

    def tell(self, doing: str = "reading", share: float = 0.0) -> None:
        """Raises Cancelled when whoever listens wants to stop."""
        if self.told and not self.told(Progress(self.rows, max(self.of, self.rows), doing, share)):
            raise Cancelled("The import was cancelled.", "Nothing was changed.")

    def problems(self, terms: Terms) -> Iterator[Problem]:
        for number, verdict, problems in self.flawed:
            for flaw in flaws_from(problems):
                severity = terms.severity(flaw.rule) or RULES[flaw.rule].severity
                yield Problem(number, flaw.field, flaw.value, flaw.rule, verdict, severity)


def flaws_from(problems: str) -> list[Flaw]:
    """The flaws of a row, out of the JSON that `staging.flaws_json` made."""
    return [Flaw(**flaw) for flaw in json.loads(problems)]
