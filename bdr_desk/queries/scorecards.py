"""How each list and each source has done: what came in, who was reached, what came of it, what it cost.

Everything is counted set-wise, from the side that is small: leads by the index on their list, the rest from calls,
meetings and handoffs, of which there are few beside a million leads. What the rows were is in the imports' summaries.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from bdr_desk.desk import Desk
from bdr_desk.domain.comparison import Finding, compare, summary
from bdr_desk.domain.handoff import Status
from bdr_desk.domain.outcome import LIVE_CONVERSATIONS, NUMBER_IS_BAD, REACHED
from bdr_desk.domain.scorecard import Score
from bdr_desk.domain.sources import SourceName
from bdr_desk.errors import BadInput, NotFound
from bdr_desk.queries.dialable import dialable
from bdr_desk.store.barred import gather_barred
from bdr_desk.store.call_effects import NOT_UNDONE
from bdr_desk.store.columns import to_micros
from bdr_desk.store.projects import project_named
from bdr_desk.store.tables import CallList, ListImport, Project, Source

LIST, SOURCE = "list", "source"


@dataclass(frozen=True, repr=False)
class Card:
    """One list, or one source with all its lists and the people it led to. `of` is KIND:DETAIL of the source; `name` the
    list's, or the source's own. `happened_on` is the source's. A list bears its share, by rows, of its source's price."""

    key: UUID
    kind: str
    name: str
    of: str
    source: UUID
    project: str
    lists: int
    happened_on: date | None
    made_at: datetime
    score: Score


@dataclass(frozen=True, repr=False)
class Compared:
    a: Card
    b: Card
    findings: tuple[Finding, ...]
    says: str


def scorecards(desk: Desk, project: str | None = None) -> tuple[Card, ...]:
    """Each source, newest first, and after it its lists, newest first; of one project when it is named. Raises NotFound."""
    now = desk.clock()
    with desk.read() as session:
        if project is not None and project_named(session, project) is None:
            raise NotFound(f"There is no project “{project}”.", "Check its name, or name none.")
        named = {row.id: row.name for row in session.scalars(select(Project)) if project in (None, row.name)}
        sources = _newest(session.scalars(select(Source).where(Source.project_id.in_(named))))
        lists = _newest(session.scalars(select(CallList).where(CallList.project_id.in_(named))))
        counts = _counts(session, now)
    return tuple(
        card for source in sources
        for card in _cards(source, [each for each in lists if each.source_id == source.id], named, counts)
    )  # fmt: skip


def compared(desk: Desk, one: str, other: str, project: str | None = None) -> Compared:
    """Two lists or sources by their names (or keys) side by side. Raises NotFound, BadInput."""
    cards = scorecards(desk, project)
    return comparison_of(card_named(cards, one), card_named(cards, other))


def comparison_of(a: Card, b: Card, marks: tuple[str, str] | None = None) -> Compared:
    """The findings call the two by `marks` where these are given, the summary always by their names.

    Raises BadInput where both are the same, or one is a part of the other.
    """
    if a.key == b.key or (a.source == b.source and a.kind != b.kind):
        raise BadInput("That is one list against itself.", "Name two different lists or sources.")
    names = (a.name, b.name) if a.name != b.name else (f"{a.name} ({a.project})", f"{b.name} ({b.project})")
    findings = compare(a.score, b.score, marks or names)
    return Compared(a, b, findings, summary(findings, names))


def card_named(cards: Iterable[Card], name: str) -> Card:
    """A list by its name, a source by KIND:DETAIL or its detail, either by its key. Raises NotFound, BadInput."""
    wanted = name.strip().casefold()
    found = list(cards)
    for fits in (_exactly, _nearly):
        hits = [card for card in found if fits(card, wanted)]
        lists = [card for card in hits if card.kind == LIST]
        if len(lists or hits) == 1:
            return (lists or hits)[0]
        if hits:
            which = ", ".join(sorted(f"{card.project}: {card.key}" for card in hits))
            raise BadInput(f"“{name}” is the name of several.", f"Give the key of one: {which}.")
    raise NotFound(
        f"There is no list or source “{name}”.", "The lists and sources there are: bdr-desk sources."
    )


def _exactly(card: Card, wanted: str) -> bool:
    return wanted in (str(card.key), card.name.casefold(), card.of.casefold() if card.kind == SOURCE else "")


def _nearly(card: Card, wanted: str) -> bool:
    return card.kind == SOURCE and card.of.partition(":")[2].casefold() == wanted


Rows = list[Any]


def _newest(rows: Iterable[Any]) -> Rows:
    return sorted(rows, key=lambda row: (row.made_at, row.id), reverse=True)


def _cards(source: Source, lists: Rows, projects: Mapping[UUID, str], counts: Mapping[UUID, Score]) -> list[Card]:  # fmt: skip
    of, project = str(SourceName(source.kind, source.detail)), projects[source.project_id]
    scores = {each.id: counts.get(each.id, Score()) for each in lists}
    whole = total([*scores.values(), counts.get(source.id, Score())])
    priced = replace(whole, cost_cents=source.cost_cents, currency=source.currency)
    shared = (of, source.id, project)
    return [
        Card(source.id, SOURCE, of, *shared, len(lists), source.happened_on, source.made_at, priced),
        *(
            Card(
                each.id, LIST, each.name, *shared, 1, source.happened_on, each.made_at,
                _with_its_part(scores[each.id], priced, alone=len(lists) == 1),
            )
            for each in lists
        ),
    ]  # fmt: skip


def _with_its_part(score: Score, whole: Score, *, alone: bool) -> Score:
    if whole.cost_cents is None or not (alone or whole.row_count):
        return score
    part = 1.0 if alone else score.row_count / whole.row_count
    return replace(score, cost_cents=round(whole.cost_cents * part), currency=whole.currency)


_ADDED_UP = (
    "row_count", "added", "merged", "quarantined", "refused", "leads", "dialable", "calls", "dialled", "reached",
    "conversations", "facts", "facts_squared", "booked", "held", "accepted",
)  # fmt: skip


def total(scores: Iterable[Score]) -> Score:
    """The counts of several together, without their prices."""
    all_of = list(scores)
    by_rule: Counter[str] = Counter()
    for score in all_of:
        by_rule.update(score.by_rule)
    sums = {name: sum(getattr(score, name) for score in all_of) for name in _ADDED_UP}
    return Score(**sums, by_rule=dict(by_rule.most_common()))


# The counts. Leads that no list brought (somebody they named) are counted for their source alone; undone calls for nothing.

_OWNER = "coalesce(l.call_list_id, l.source_id)"


def _in(values: Iterable[str]) -> str:
    return ", ".join(f"'{value}'" for value in sorted(values))


_LEADS = (
    "SELECT call_list_id, count(*) FROM lead WHERE call_list_id IS NOT NULL GROUP BY call_list_id"
    " UNION ALL SELECT source_id, count(*) FROM lead INDEXED BY ix_lead_call_list_id"
    " WHERE call_list_id IS NULL AND source_id IS NOT NULL GROUP BY source_id"
)
_CALLS = (
    f"SELECT {_OWNER}, sum(c.calls), count(*), sum(c.reached) FROM"
    f" (SELECT lead_id, count(*) AS calls, max(outcome IN ({_in(REACHED)})) AS reached FROM call"
    f" WHERE {NOT_UNDONE.format('call.id')} GROUP BY lead_id) c"
    " JOIN lead l ON l.id = c.lead_id GROUP BY 1"
)
_FACTS = (
    f"SELECT {_OWNER}, count(*), sum(c.facts), sum(c.facts * c.facts) FROM"
    " (SELECT lead_id, (SELECT count(*) FROM fact f WHERE f.call_id = call.id AND NOT f.confirms) AS facts"
    f" FROM call WHERE outcome IN ({_in(LIVE_CONVERSATIONS)}) AND {NOT_UNDONE.format('call.id')}) c"
    " JOIN lead l ON l.id = c.lead_id GROUP BY 1"
)
_MEETINGS = (
    f"SELECT {_OWNER}, count(*), sum(m.held) FROM"
    " (SELECT lead_id, max(status = 'held') AS held FROM meeting GROUP BY lead_id) m"
    " JOIN lead l ON l.id = m.lead_id GROUP BY 1"
)
_ACCEPTED = (
    f"SELECT {_OWNER}, count(DISTINCT h.lead_id) FROM handoff h JOIN lead l ON l.id = h.lead_id"
    f" WHERE h.status = '{Status.ACCEPTED}' GROUP BY 1"
)
_DIALABLE_OF_NO_LIST = (
    "SELECT l.source_id, count(*) FROM lead l INDEXED BY ix_lead_call_list_id"
    " WHERE l.call_list_id IS NULL AND l.source_id IS NOT NULL AND EXISTS"
    " (SELECT 1 FROM contact_phone p WHERE p.contact_id = l.contact_id AND p.bad_since IS NULL) GROUP BY 1"
)
# Of the leads that could be called when they came in, those that can no more: who is barred, whose numbers are all dead.
_LOST = (
    f"SELECT {_OWNER}, count(*) FROM lead l WHERE l.id IN ("
    f"SELECT lead_id FROM call WHERE outcome IN ({_in(NUMBER_IS_BAD)})"
    " UNION SELECT b.id FROM temp.barred_contact t JOIN lead b ON b.contact_id = t.id"
    " UNION SELECT b.id FROM temp.barred_account t JOIN lead b ON b.account_id = t.id)"
    " AND (l.contact_id IN (SELECT id FROM temp.barred_contact) OR l.account_id IN (SELECT id FROM temp.barred_account)"
    " OR NOT EXISTS (SELECT 1 FROM contact_phone p WHERE p.contact_id = l.contact_id AND p.bad_since IS NULL))"
    " GROUP BY 1"
)


def _counts(session: Session, now: datetime) -> dict[UUID, Score]:
    """By list, and by source for leads without one."""
    found: dict[UUID, Score] = _rows_of_lists(session)
    for statement, names in (
        (_LEADS, ("leads",)),
        (_CALLS, ("calls", "dialled", "reached")),
        (_FACTS, ("conversations", "facts", "facts_squared")),
        (_MEETINGS, ("booked", "held")),
        (_ACCEPTED, ("accepted",)),
        (_DIALABLE_OF_NO_LIST, ("dialable",)),
    ):
        for key, *values in _asked(session, statement):
            owner = UUID(bytes=key)
            counted = dict(zip(names, values, strict=True))
            found[owner] = replace(found.get(owner, Score()), **counted)
    for owner, count in _dialable(session, now).items():
        found[owner] = replace(found.get(owner, Score()), dialable=count)
    return found


def _dialable(session: Session, now: datetime) -> dict[UUID, int]:
    """By list: what could be called when it came in, less what was lost since; all counted anew where nobody kept that."""
    kept = _dialable_when_imported(session)
    if kept is None:
        return dialable(session, now)
    gather_barred(session.connection(), to_micros(now))
    lost = {UUID(bytes=key): count for key, count in _asked(session, _LOST)}
    return {key: max(0, count - lost.get(key, 0)) for key, count in kept.items()}


def _dialable_when_imported(session: Session) -> dict[UUID, int] | None:
    """None unless every import kept it: one that was taken back, or rows released since, leave leads nobody counted."""
    found: Counter[UUID] = Counter()
    for row in session.scalars(select(ListImport)):
        if row.undone_at or "dialable" not in row.summary:
            return None
        found[row.call_list_id] += row.summary["dialable"]
    return dict(found)


def _asked(session: Session, statement: str, *values: object) -> list[Any]:
    """Plain SQL: keys stay the 16 bytes they are kept as."""
    rows = session.connection().exec_driver_sql(statement, values)
    return [row for row in rows if row[0] is not None]


def _rows_of_lists(session: Session) -> dict[UUID, Score]:
    """What the imports of each list came to, those taken back left out."""
    found: dict[UUID, list[Score]] = {}
    for row in session.scalars(select(ListImport).where(ListImport.undone_at.is_(None))):
        found.setdefault(row.call_list_id, []).append(_score_of(session, row))
    return {key: total(scores) for key, scores in found.items()}


def _score_of(session: Session, row: ListImport) -> Score:
    by_rule = row.summary.get("by_rule")
    counted = verdicts_of(session, row)
    return Score(sum(counted), *counted, by_rule=rules_of(session, row.id) if by_rule is None else by_rule)


def verdicts_of(session: Session, row: ListImport) -> tuple[int, int, int, int]:
    """The rows added, merged, quarantined, refused; counted one by one where the import did not keep it."""
    if row.rows:
        return row.added, row.merged, row.quarantined, row.refused
    statement = "SELECT verdict, count(*) FROM list_row WHERE import_id = ? GROUP BY verdict"
    found = dict(map(tuple, _asked(session, statement, row.id)))
    return found.get("added", 0), found.get("merged", 0), found.get("quarantined", 0), found.get("refused", 0)


def rules_of(session: Session, taken_in: UUID) -> dict[str, int]:
    """The rows of an import that broke each rule, most first, counted one by one."""
    statement = "SELECT problems FROM list_row WHERE import_id = ? AND problems <> '[]'"
    found: Counter[str] = Counter()
    for (problems,) in _asked(session, statement, taken_in):
        found.update({problem["rule"] for problem in json.loads(problems)})
    return dict(found.most_common())
