"""Quarantined rows settled by a person: released to the list, corrected, or kept out; each with the reason."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from bdr_desk.desk import Desk
from bdr_desk.domain.columns import ColumnMap
from bdr_desk.domain.import_report import flaws_from
from bdr_desk.domain.list_rows import Verdict
from bdr_desk.domain.staging import Asked, Judged, Reading, judge_row, packed
from bdr_desk.errors import BadInput
from bdr_desk.queries.erasures import erasure_key
from bdr_desk.queries.list_reading import asked_of
from bdr_desk.queries.list_rows import in_words
from bdr_desk.queries.quarantine import WHY_NOT, RowKey, rows_of
from bdr_desk.queries.rows import need
from bdr_desk.store.comparing import Compared, Comparing
from bdr_desk.store.list_rows import Keeper
from bdr_desk.store.search_words import index_new, newest_contact
from bdr_desk.store.tables import CallList, ListImport, ListRow, Project
from bdr_desk.store.writing import Writing

RELEASED, KEPT_OUT = "released", "kept_out"
CORRECTED = "corrected"  # among a row's problems: what stood in a cell before somebody put it right
_ANY_WIDTH = 1_000_000  # cells


@dataclass(frozen=True)
class Settled:
    """`still` are rows that stay in quarantine: (row number, why)."""

    released: int
    merged: int
    still: tuple[tuple[int, str], ...]


def release_rows(
    desk: Desk, rows: Sequence[RowKey], why: str, corrections: Mapping[str, str] | None = None
) -> Settled:
    """Take quarantined `rows` into their list after all: they become leads, or are merged with somebody known.

    `corrections` (column's name -> text) put a cell of every one of them right first; what stood there stays with the row.
    A suppression, a do-not-call mark and a row that reaches nobody cannot be waived. Raises BadInput without a reason,
    NotFound.
    """
    _need_reason(why)
    still: list[tuple[int, str]] = []
    counts: Counter[Verdict] = Counter()
    with desk.write() as tx:
        by_import: dict[UUID, list[ListRow]] = {}
        for row in rows_of(tx, rows):
            if row.verdict == Verdict.QUARANTINED:
                by_import.setdefault(row.import_id, []).append(row)
        for key, waiting in by_import.items():
            taken_in = need(tx, ListImport, key)
            for row in waiting:
                _correct(taken_in, row, corrections or {})
            for row, found in _compared(desk, tx, taken_in, waiting):
                if found.verdict not in {Verdict.ADDED, Verdict.MERGED}:
                    still.append((row.row_number, _why_still(found)))
                    _judge_anew(row, found)
                    continue
                counts[found.verdict] += 1
                row.verdict = found.verdict
                _settle(tx, row, RELEASED, why)
                taken_in.quarantined -= 1
                setattr(taken_in, found.verdict, getattr(taken_in, found.verdict) + 1)
    return Settled(counts[Verdict.ADDED], counts[Verdict.MERGED], tuple(still))


def _need_reason(why: str) -> None:
    if not why.strip():
        raise BadInput(
            "A decision needs its reason.", "Say in a few words why, for whoever looks at the list later."
        )


def _compared(
    desk: Desk, tx: Writing, taken_in: ListImport, rows: Sequence[ListRow]
) -> Iterator[tuple[ListRow, Compared]]:
    """Each row with what becomes of it, kept where it may be."""
    call_list = need(tx, CallList, taken_in.call_list_id)
    asked = _asked(desk, tx, taken_in, need(tx, Project, call_list.project_id))
    judged = [packed(_waived(judge_row(row.row_number, row.cells, asked)), asked) for row in rows]
    comparing = Comparing(tx, call_list.project_id, tx.now, erasure_key(desk, tx))
    keeper, newest = Keeper(tx, call_list, taken_in), newest_contact(tx.connection())
    for row, found in zip(rows, comparing.batch(judged), strict=True):
        person = found.packed[4]
        if found.found and person:
            row.made = keeper.keep_person(row.row_number, person, found.found)
            row.contact_id = UUID(bytes=found.found.contact)
        yield row, found
    keeper.flush()
    summary = taken_in.summary
    taken_in.summary = {**summary, "dialable": summary.get("dialable", 0) + keeper.dialable}
    index_new(tx.connection(), newest)
    keeper.account_for()


def _asked(desk: Desk, tx: Writing, taken_in: ListImport, project: Project) -> Asked:
    """The row was refused nothing when it came: it is read as wide as it is."""
    columns = ColumnMap.from_json(taken_in.mapping)
    reading = Reading(columns, taken_in.region, None, _ANY_WIDTH)
    return asked_of(desk, tx, project, reading)


def _waived(judged: Judged) -> Judged:
    """A row somebody releases is usable but for what nobody may waive."""
    row = judged.row
    if row is None or not (row.phones or row.emails) or any(flaw.rule in WHY_NOT for flaw in judged.flaws):
        return judged
    return judged._replace(verdict=None)


def _why_still(found: Compared) -> str:
    flaws = flaws_from(found.problems)
    barred = next((WHY_NOT[flaw.rule] for flaw in flaws if flaw.rule in WHY_NOT), "")
    return f"{in_words(flaws)}. {barred}".strip()


def _judge_anew(row: ListRow, found: Compared) -> None:
    """The row waits for what is wrong with it now; what was corrected stays told."""
    corrected = [problem for problem in row.problems if problem["rule"] == CORRECTED]
    row.problems = [*map(vars, flaws_from(found.problems)), *corrected]


def _settle(tx: Writing, row: ListRow, how: str, why: str) -> None:
    row.settled_at, row.settled_by, row.settled_how, row.settled_why = tx.now, tx.author, how, why.strip()


def _correct(taken_in: ListImport, row: ListRow, corrections: Mapping[str, str]) -> None:
    """Put cells right; what stood there is kept among the row's problems."""
    columns = {column.name: column for column in ColumnMap.from_json(taken_in.mapping).columns}
    for name, text in corrections.items():
        if name not in columns:
            raise BadInput(f"The list has no column “{name}”.", f"Its columns are: {', '.join(columns)}.")
        column = columns[name]
        cells = [*row.cells, *[""] * (column.index + 1 - len(row.cells))]
        row.problems = [
            *row.problems,
            {"field": column.field, "value": cells[column.index], "rule": CORRECTED},
        ]
        cells[column.index] = text.strip()
        row.cells = cells


def keep_out(desk: Desk, rows: Sequence[RowKey], why: str) -> int:
    """Rule that quarantined `rows` stay out for good; they stay in the store. Raises BadInput without a reason, NotFound."""
    _need_reason(why)
    with desk.write() as tx:
        waiting = [row for row in rows_of(tx, rows) if row.verdict == Verdict.QUARANTINED]
        for row in waiting:
            _settle(tx, row, KEPT_OUT, why)
        return len(waiting)


def reopen(desk: Desk, rows: Sequence[RowKey]) -> int:
    """Put rows that were kept out back among those that wait. Released rows are leads by now. Raises NotFound."""
    with desk.write() as tx:
        settled = [row for row in rows_of(tx, rows) if row.settled_how == KEPT_OUT]
        for row in settled:
            row.settled_at = row.settled_by = row.settled_how = row.settled_why = None
        return len(settled)
