"""The autopsy of a list: its grade with the reasons, and rows to look at for each."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bdr_desk.desk import Desk
from bdr_desk.domain.list_grade import UNFIT_BELOW, Grade, ListFigures, grade, title_of
from bdr_desk.queries.rows import need
from bdr_desk.queries.scorecards import rules_of, verdicts_of
from bdr_desk.store.tables import CallList, ListImport, Project, Source

MOST_EXAMPLES = 3  # rows shown for a rule
_LOOKED_THROUGH = 20_000  # rows of an import that are looked through for examples
_PARTS = ("phone", "mobile", "email", "name", "title", "company")


@dataclass(frozen=True, repr=False)
class Example:
    """A row that broke a rule: its number in the file, from 1, and the cell it broke it with."""

    row: int
    field: str
    value: str
    verdict: str


@dataclass(frozen=True, repr=False)
class Autopsy:
    """`examples` by rule; `titles` name the rules of `figures.by_rule`."""

    key: UUID
    name: str
    project: str
    source: str
    released_at: datetime | None
    figures: ListFigures
    grade: Grade
    examples: Mapping[str, tuple[Example, ...]]
    titles: Mapping[str, str]


def autopsy(desk: Desk, call_list: UUID) -> Autopsy:
    """Raises NotFound. Imports that were taken back do not count."""
    with desk.read() as session:
        of = need(session, CallList, call_list)
        source = session.get_one(Source, of.source_id)
        figures = figures_of(session, call_list, desk.clock().year)
        found = grade(figures)
        wanted = {reason.rule for reason in found.reasons} & set(figures.by_rule)
        return Autopsy(
            of.id, of.name, session.get_one(Project, of.project_id).name, f"{source.kind}:{source.detail}".rstrip(":"),
            of.released_at, figures, found, _examples(session, call_list, wanted),
            {rule: title_of(rule) for rule in figures.by_rule},
        )  # fmt: skip


def figures_of(session: Session, call_list: UUID, this_year: int) -> ListFigures:
    """What is known of a list from its imports, and the fit of its leads."""
    imports = list(session.scalars(_imports(call_list)))
    found = [verdicts_of(session, row) for row in imports]
    added, merged, quarantined, refused = (sum(counts[place] for counts in found) for place in range(4))
    having = {part: _known(_having(row, part) for row in imports) for part in _PARTS}
    scored, unfit = _fits(session, call_list)
    return ListFigures(
        added + merged + quarantined + refused, added, merged, quarantined, refused,
        by_rule=_added_up(_by_rule(session, row) for row in imports),
        with_phone=having["phone"], with_mobile=having["mobile"], with_email=having["email"],
        with_name=having["name"], with_title=having["title"], with_company=having["company"],
        accounts=_known(row.summary.get("accounts") for row in imports), checked=_checked(imports),
        this_year=this_year, scored=scored, unfit=unfit,
    )  # fmt: skip


def _imports(call_list: UUID) -> Any:
    return (
        select(ListImport)
        .where(ListImport.call_list_id == call_list, ListImport.undone_at.is_(None))
        .order_by(ListImport.id)
    )


def _by_rule(session: Session, row: ListImport) -> Mapping[str, int]:
    kept: Mapping[str, int] | None = row.summary.get("by_rule")
    return rules_of(session, row.id) if kept is None else kept


def _having(row: ListImport, part: str) -> int | None:
    """How many rows have a number, a name ...; None where nobody counted."""
    kept = row.summary.get("with")
    return None if kept is None else kept.get(part, 0)


def _known(counts: Iterable[int | None]) -> int | None:
    """Their sum; None where one is not known, or there is none."""
    found = list(counts)
    return sum(count for count in found if count is not None) if found and None not in found else None


def _added_up(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for each in counts:
        for name, count in each.items():
            total[name] = total.get(name, 0) + count
    return dict(sorted(total.items(), key=lambda item: -item[1]))


def _checked(imports: Iterable[ListImport]) -> dict[int, int]:
    by_year = _added_up(row.summary.get("checked", {}) for row in imports)
    return {int(year): count for year, count in by_year.items() if str(year).isdecimal()}


def _fits(session: Session, call_list: UUID) -> tuple[int, int]:
    """Leads of the list with a fit, and those of them below the middle; without a profile nobody has one."""
    of = session.get_one(CallList, call_list)
    if not session.get_one(Project, of.project_id).profile:
        return 0, 0
    statement = "SELECT count(fit), coalesce(sum(fit < ?), 0) FROM lead WHERE call_list_id = ?"
    scored, unfit = session.connection().exec_driver_sql(statement, (UNFIT_BELOW, call_list)).one()
    return scored, unfit


def _examples(session: Session, call_list: UUID, rules: set[str]) -> dict[str, tuple[Example, ...]]:
    """The first rows of each rule, among the first flawed rows of each import."""
    found: dict[str, list[Example]] = {rule: [] for rule in rules}
    for row in session.scalars(_imports(call_list)):
        for number, verdict, problems in _flawed(session, row.id):
            for problem in problems:
                some = found.get(problem["rule"])
                if some is not None and len(some) < MOST_EXAMPLES:
                    some.append(Example(number, problem["field"], problem["value"], verdict))
            if all(len(some) == MOST_EXAMPLES for some in found.values()):
                break
    return {rule: tuple(some) for rule, some in found.items()}


def _flawed(session: Session, taken_in: UUID) -> Iterable[tuple[int, str, list[dict[str, str]]]]:
    statement = (
        "SELECT row_number, verdict, problems FROM (SELECT row_number, verdict, problems FROM list_row"
        " WHERE import_id = ? ORDER BY row_number LIMIT ?) WHERE problems <> '[]'"
    )
    rows = session.connection().exec_driver_sql(statement, (taken_in, _LOOKED_THROUGH))
    return ((number, verdict, json.loads(problems)) for number, verdict, problems in rows)
