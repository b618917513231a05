"""Precision and recall of every rule of hygiene on rows labelled by hand.

python -m tests.domain.hygiene_figures [labelled|held_out|unseen] prints the table and every row on which
judge and label disagree.

In `tests/data/hygiene/`: `labelled.csv` was looked at while the rules were made. `held_out.csv`, every third row of the
same making, was not. `unseen.csv` was written when the rules stood, with names and numbers meant to slip through; nothing
was changed for it since. The column `expect` names the rules a row breaks; an empty one stands for a clean row.
"""

import csv
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bdr_desk.domain.columns import match_columns
from bdr_desk.domain.hygiene import RULES, Companies, Terms, judge
from bdr_desk.domain.list_rows import read_row

DATA = Path(__file__).parents[1] / "data" / "hygiene"
COMPETITORS = Companies(frozenset({"blackthorn systems"}), frozenset({"blackthorn-systems-crm.com"}))
CUSTOMERS = Companies(frozenset({"larkspur foods"}), frozenset({"larkspur-foods-group.com"}))


@dataclass(frozen=True, repr=False)
class Labelled:
    cells: tuple[str, ...]
    expected: frozenset[str]
    found: frozenset[str]


@dataclass(frozen=True)
class Figures:
    """How often a rule was right (`hits`), spoke without cause (`alarms`), was silent with cause (`missed`)."""

    hits: int = 0
    alarms: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return self.hits / (self.hits + self.alarms) if self.hits + self.alarms else 1.0

    @property
    def recall(self) -> float:
        return self.hits / (self.hits + self.missed) if self.hits + self.missed else 1.0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(self.hits + other.hits, self.alarms + other.alarms, self.missed + other.missed)


def terms(region: str) -> Terms:
    return Terms(region, date(2026, 7, 1), competitors=COMPETITORS, customers=CUSTOMERS)


def judged(name: str) -> list[Labelled]:
    """Every row of `name`.csv, read as a list of its region and judged."""
    with (DATA / f"{name}.csv").open(newline="", encoding="utf-8") as stream:
        header, *rows = csv.reader(stream)
    columns = match_columns(header[1:-1], [], "US")
    made = []
    for number, (region, *cells, expect) in enumerate(rows, start=2):
        flaws = judge(read_row(number, cells, columns, region), terms(region))
        expected = frozenset(filter(None, expect.split(";")))
        assert expected <= RULES.keys(), expect
        made.append(Labelled((region, *cells), expected, frozenset(flaw.rule for flaw in flaws)))
    return made


def figures(rows: list[Labelled]) -> dict[str, Figures]:
    hits = Counter(rule for row in rows for rule in row.expected & row.found)
    alarms = Counter(rule for row in rows for rule in row.found - row.expected)
    missed = Counter(rule for row in rows for rule in row.expected - row.found)
    seen = hits.keys() | alarms.keys() | missed.keys()
    return {rule: Figures(hits[rule], alarms[rule], missed[rule]) for rule in RULES if rule in seen}


def table(name: str) -> str:
    rows = judged(name)
    by_rule = figures(rows)
    lines = [
        f"{name}: {len(rows)} rows",
        f"{'rule':<20}{'hits':>6}{'alarms':>8}{'missed':>8}{'precision':>11}{'recall':>8}",
    ]
    for rule, f in [*by_rule.items(), ("all", sum(by_rule.values(), Figures()))]:
        lines.append(f"{rule:<20}{f.hits:>6}{f.alarms:>8}{f.missed:>8}{f.precision:>11.3f}{f.recall:>8.3f}")
    clean = [row for row in rows if not row.expected]
    lines.append(f"clean rows left clean: {sum(not row.found for row in clean)} of {len(clean)}")
    return "\n".join(lines)


def main() -> None:
    name = sys.argv[1] if len(sys.argv) > 1 else "labelled"
    print(table(name))
    for row in judged(name):
        if row.expected != row.found:
            alarms, missed = sorted(row.found - row.expected), sorted(row.expected - row.found)
            print("alarm" if alarms else "missed", alarms or missed, [cell for cell in row.cells if cell])


if __name__ == "__main__":
    main()
