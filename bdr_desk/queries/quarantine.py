"""The quarantine: rows of a list kept until somebody has looked at them, by rule, each with its evidence."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from bdr_desk.desk import Desk
from bdr_desk.domain.columns import ColumnMap
from bdr_desk.domain.hygiene import RULES
from bdr_desk.domain.list_rows import Flaw, ReadRow, read_row
from bdr_desk.domain.mail_address import address_key
from bdr_desk.domain.suppression import marks_of
from bdr_desk.errors import NotFound
from bdr_desk.queries.list_rows import in_words, reach_of
from bdr_desk.queries.rows import need
from bdr_desk.store.suppressed import suppressed
from bdr_desk.store.tables import NOT_ADDED, CallList, ListImport, ListRow

_AT_ONCE = 400  # SQLite's limit on bound values, with room to spare
RowKey = tuple[UUID, int]  # an import and the row's number in its file

# What no release can waive: promises to people, and rows that reach nobody (they are corrected instead).
WHY_NOT = {
    "suppressed": "A team lead may lift the suppression, with a reason; then release the row.",
    "do_not_call": "They asked not to be called. Only they can change that.",
    "no_way_to_reach": "Nobody can be reached by it: correct a number or an address first.",
}


@dataclass(frozen=True)
class RuleCount:
    """How many rows wait under a rule. `waivable`: they may be released as they are."""

    rule: str
    title: str
    severity: str
    rows: int
    waivable: bool


@dataclass(frozen=True, repr=False)
class QuarantinedRow:
    """`cells` are (column, field or "", text), as they came. `why_not` says what keeps it from being released as it is.

    A suppression may have been lifted since it came: then the release may be tried, which judges the row anew.
    """

    key: RowKey
    row: int
    person: str
    title: str
    company: str
    reach: str
    cells: tuple[tuple[str, str, str], ...]
    flaws: tuple[Flaw, ...]
    says: str
    can_release: bool
    why_not: str


# A row waits while it is quarantined and nobody settled it, and its import stands.
_ROWS = (
    "FROM list_import i JOIN list_row r INDEXED BY ix_list_row_import_id_verdict"
    f" ON r.import_id = i.id AND r.{NOT_ADDED} AND r.verdict = 'quarantined'"
)
_WAITING = "WHERE i.undone_at IS NULL AND r.settled_at IS NULL"
_OF_LIST = f"{_WAITING} AND i.call_list_id = ?"
_PROBLEMS = "json_each(r.problems) p"
_RULE = "json_extract(p.value, '$.rule')"
_OF_RULE = f"AND EXISTS (SELECT 1 FROM {_PROBLEMS} WHERE {_RULE} = ?)"


def waiting(desk: Desk) -> dict[UUID, int]:
    """How many rows of each list wait in quarantine."""
    sql = f"SELECT i.call_list_id, COUNT(*) {_ROWS} {_WAITING} GROUP BY 1"
    with desk.read() as session:
        return {UUID(bytes=key): count for key, count in session.connection().exec_driver_sql(sql)}


def quarantine_rules(desk: Desk, call_list: UUID) -> tuple[RuleCount, ...]:
    """The rules that rows of the list wait under, the most rows first. A row may be counted under several."""
    sql = (
        f"SELECT {_RULE}, COUNT(DISTINCT r.import_id || '-' || r.row_number)"
        f" {_ROWS} JOIN {_PROBLEMS} {_OF_LIST} GROUP BY 1 ORDER BY 2 DESC, 1"
    )
    with desk.read() as session:
        found = session.connection().exec_driver_sql(sql, (call_list.bytes,)).all()
    return tuple(
        RuleCount(rule, RULES[rule].title, RULES[rule].severity, rows, rule not in WHY_NOT)
        for rule, rows in found if rule in RULES
    )  # fmt: skip


def quarantined(
    desk: Desk, call_list: UUID, rule: str | None = None, *, offset: int = 0, limit: int = 200
) -> tuple[QuarantinedRow, ...]:
    """`limit` waiting rows of the list from `offset` on, in the file's order; those under `rule` when it is named."""
    with desk.read() as session:
        need(session, CallList, call_list)
        rows = rows_of(session, _keys(session, call_list, rule, offset, limit))
        of_list = session.scalars(select(ListImport).where(ListImport.call_list_id == call_list))
        imports = {row.id: row for row in of_list}
        now = desk.clock()
        return tuple(_view(session, now, imports[row.import_id], row) for row in rows)


def waiting_keys(desk: Desk, call_list: UUID, rule: str | None = None) -> tuple[RowKey, ...]:
    """The keys of all waiting rows of the list, in the file's order; those under `rule` when it is named."""
    with desk.read() as session:
        return tuple(_keys(session, call_list, rule, 0, -1))


def _keys(session: Session, call_list: UUID, rule: str | None, offset: int, limit: int) -> list[RowKey]:
    of = f"{_OF_LIST} {_OF_RULE}" if rule else _OF_LIST
    sql = f"SELECT r.import_id, r.row_number {_ROWS} {of} ORDER BY 1, 2 LIMIT ? OFFSET ?"
    asked = (call_list.bytes, *([rule] if rule else []), limit, offset)
    found = session.connection().exec_driver_sql(sql, asked)
    return [(UUID(bytes=taken_in), number) for taken_in, number in found]


def rows_of(session: Session, keys: Iterable[RowKey]) -> list[ListRow]:
    """The rows of these keys, in their order. Raises NotFound when one is gone."""
    wanted = list(keys)
    found: dict[RowKey, ListRow] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        query = select(ListRow).where(tuple_(ListRow.import_id, ListRow.row_number).in_(some))
        found |= {(row.import_id, row.row_number): row for row in session.scalars(query)}
    if len(found) < len(set(wanted)):
        raise NotFound(
            "That row is not there any more.", "Its import was taken back: look at the list again."
        )
    return [found[key] for key in wanted]


def read_again(taken_in: ListImport, row: ListRow) -> ReadRow:
    """What a kept row says, by the mapping it was imported with."""
    return read_row(row.row_number, row.cells, ColumnMap.from_json(taken_in.mapping), taken_in.region)


def _view(session: Session, now: datetime, taken_in: ListImport, row: ListRow) -> QuarantinedRow:
    read = read_again(taken_in, row)
    flaws = tuple(Flaw(**problem) for problem in row.problems)
    why_not = next((WHY_NOT[flaw.rule] for flaw in flaws if _stands(session, now, flaw, read)), "")
    return QuarantinedRow(
        (row.import_id, row.row_number), row.row_number, read.name, read.texts["title"], read.account_name, reach_of(read),
        _cells(taken_in, row), flaws, in_words(flaws), not why_not, why_not,
    )  # fmt: skip


def _stands(session: Session, now: datetime, flaw: Flaw, read: ReadRow) -> bool:
    """Whether `flaw` keeps the row from being released, now."""
    if flaw.rule != "suppressed":
        return flaw.rule in WHY_NOT
    marks = marks_of(
        phones=[phone.number.e164 for phone in read.phones], emails=map(address_key, read.emails), domain=read.domain,
        company=read.company_key, person=read.name_key,
    )  # fmt: skip
    return bool(suppressed(session, marks, now))


def _cells(taken_in: ListImport, row: ListRow) -> tuple[tuple[str, str, str], ...]:
    columns = ColumnMap.from_json(taken_in.mapping).columns
    fields = {column.index: column.field for column in columns}
    names = dict(enumerate(taken_in.mapping.get("names", ()))) | {c.index: c.name for c in columns}
    return tuple(
        (names.get(i, f"column {i + 1}"), fields.get(i, ""), text) for i, text in enumerate(row.cells)
    )
