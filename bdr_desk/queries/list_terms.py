"""What a project asks of its lists, rule by rule, and what each rule has hit so far."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bdr_desk.desk import Desk
from bdr_desk.domain.hygiene import RULES, Severity, Terms
from bdr_desk.domain.list_terms import GROUPS, read_terms, why_fixed
from bdr_desk.errors import NotFound
from bdr_desk.queries.projects import need_project
from bdr_desk.queries.rows import need
from bdr_desk.store.projects import project_named
from bdr_desk.store.tables import CallList, ListImport, Project


@dataclass(frozen=True)
class RuleView:
    """`own` is the rule's gravity, `here` the project's: None when it is off. `hits` counts rows of the project's lists as
    they were imported. `fixed` says why it cannot be changed, "" when it can."""

    key: str
    group: str
    title: str
    says: str
    source: str
    own: Severity
    here: Severity | None
    hits: int
    fixed: str

    @property
    def changed(self) -> bool:
        return not self.fixed and self.here != self.own


@dataclass(frozen=True)
class StaleDays:
    stale: int
    very_stale: int


def project_called(desk: Desk, name: str | None = None) -> UUID:
    """The project of that name, else the current one. Raises NotFound."""
    with desk.read() as session:
        row = need_project(session) if name is None else project_named(session, name.strip())
        if row is None:
            raise NotFound(f"There is no project “{name}”.", "Check its name, or name none.")
        return row.id


def rules_of(desk: Desk, project: UUID) -> tuple[RuleView, ...]:
    """Every rule, group by group. Raises NotFound."""
    with desk.read() as session:
        row = need(session, Project, project)
        terms = Terms(row.region, desk.clock().date(), read_terms(row.rules).severities, row.sample)
        hits = _hits(session, project)
    return tuple(
        _rule(key, group, terms, hits[key]) for group, keys in GROUPS.items() for key in keys
    )  # fmt: skip


def stale_days(desk: Desk, project: UUID) -> StaleDays:
    """After how many days a record is stale and very stale here. Raises NotFound."""
    with desk.read() as session:
        terms = read_terms(need(session, Project, project).rules)
        return StaleDays(terms.stale_after_days, terms.very_stale_after_days)


def _rule(key: str, group: str, terms: Terms, hits: int) -> RuleView:
    rule, fixed = RULES[key], why_fixed(key, sample=terms.sample)
    return RuleView(
        key, group, rule.title, rule.says, rule.source, rule.severity, terms.severity(key), hits, fixed
    )  # fmt: skip


def _hits(session: Session, project: UUID) -> Counter[str]:
    """Rows by rule over the imports that were not taken back."""
    query = select(ListImport.summary).join(CallList, CallList.id == ListImport.call_list_id)
    found: Counter[str] = Counter()
    for summary in session.scalars(
        query.where(CallList.project_id == project, ListImport.undone_at.is_(None))
    ):
        found.update(summary.get("by_rule", {}))
    return found
