"""The rows of a call list as they were read, each with its verdict and what is wrong with it in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Boolean, ColumnElement, func, literal_column, select

from bdr_desk.desk import Desk
from bdr_desk.domain.column_names import FIELDS
from bdr_desk.domain.columns import ColumnMap
from bdr_desk.domain.hygiene import RULES
from bdr_desk.domain.list_rows import Flaw, ReadRow, Verdict, read_row
from bdr_desk.domain.phone import shown
from bdr_desk.queries.rows import need
from bdr_desk.store.tables import NOT_ADDED, CallList, Contact, Lead, ListImport, ListRow

MOST_OF_A_VALUE = 60  # characters of a cell that are quoted


@dataclass(frozen=True, repr=False)
class RowView:
    """`row` counts from 1 in the file; `reach` is the first number or address; `lead` is None where no one may be called."""

    row: int
    verdict: str
    person: str
    title: str
    company: str
    reach: str
    says: str
    lead: UUID | None


_who = func.coalesce(Contact.merged_into_id, Contact.id)


def of_verdict(verdict: str | None) -> list[ColumnElement[bool]]:
    """Which rows are meant: those of `verdict`, all for None. There is an index of those that were not added."""
    found = [] if verdict is None else [ListRow.verdict == verdict]
    return found if verdict in {None, Verdict.ADDED} else [*found, literal_column(str(NOT_ADDED), Boolean)]


def list_rows(
    desk: Desk, call_list: UUID, verdict: str | None = None, *, offset: int = 0, limit: int = 200
) -> tuple[RowView, ...]:
    """`limit` rows of the list from `offset` on, in the file's order; of one verdict when it is named. Raises NotFound."""
    with desk.read() as session:
        of = need(session, CallList, call_list)
        query = (
            select(ListRow, ListImport, Lead.id)
            .join(ListImport, ListImport.id == ListRow.import_id)
            .outerjoin(Contact, Contact.id == ListRow.contact_id)
            .outerjoin(Lead, (Lead.contact_id == _who) & (Lead.project_id == of.project_id))
            .where(ListImport.call_list_id == call_list)
            .order_by(ListRow.import_id, ListRow.row_number)
            .offset(offset)
            .limit(limit)
        )
        found = session.execute(query.where(*of_verdict(verdict)))
        return tuple(_row_view(row, taken_in, lead) for row, taken_in, lead in found)


def worked(desk: Desk) -> Mapping[UUID, int]:
    """How many leads of each list somebody has called, by the list's key."""
    query = (
        select(Lead.call_list_id, func.count())
        .where(Lead.call_list_id.is_not(None), Lead.attempts > 0)
        .group_by(Lead.call_list_id)
    )
    with desk.read() as session:
        return {key: count for key, count in session.execute(query) if key is not None}


def in_words(flaws: Iterable[Flaw]) -> str:
    """What is wrong with a row, for somebody who can put it right."""
    return "; ".join(_flaw_says(flaw) for flaw in flaws)


def reach_of(row: ReadRow) -> str:
    """The first number as a person reads it, else the first address, and how many more there are."""
    numbers = [shown(phone.number.e164, phone.number.extension) for phone in row.phones]
    ways = [*numbers, *row.emails]
    more = f" and {len(ways) - 1} more" if len(ways) > 1 else ""
    return f"{ways[0]}{more}" if ways else ""


def _flaw_says(flaw: Flaw) -> str:
    rule = RULES[flaw.rule].says if flaw.rule in RULES else flaw.rule
    if not flaw.value:
        return rule
    value = flaw.value if len(flaw.value) <= MOST_OF_A_VALUE else flaw.value[:MOST_OF_A_VALUE] + "…"
    return f"{FIELDS[flaw.field]} “{value}” {rule}" if flaw.field in FIELDS else f"{rule}: “{value}”"


def _row_view(row: ListRow, taken_in: ListImport, lead: UUID | None) -> RowView:
    read = read_row(row.row_number, row.cells, ColumnMap.from_json(taken_in.mapping), taken_in.region)
    flaws = [Flaw(**problem) for problem in row.problems]
    return RowView(
        row.row_number, row.verdict, read.name, read.texts["title"], read.account_name, reach_of(read), in_words(flaws), lead
    )  # fmt: skip
