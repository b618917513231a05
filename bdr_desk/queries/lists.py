"""Call lists: how a file would be read, who is known already, and the lists there are with their counts."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bdr_desk.desk import Desk
from bdr_desk.domain import phone
from bdr_desk.domain.columns import Choice, ColumnMap, column_names, match_columns, quoted
from bdr_desk.domain.known_people import Known, learn_company, learn_way
from bdr_desk.domain.list_rows import Suppressed, Tally, Verdict, tally, who_key
from bdr_desk.domain.matching import Company, fold
from bdr_desk.domain.sources import SourceName
from bdr_desk.domain.staging import Reading, Staged, stage
from bdr_desk.errors import BadInput, FileProblem, NotFound
from bdr_desk.files.list_file import ListFile, open_list
from bdr_desk.store.projects import project_named
from bdr_desk.store.suppressed import in_force
from bdr_desk.store.tables import (
    CallList,
    Contact,
    ContactPhone,
    Lead,
    ListImport,
    ListRow,
    Project,
    Source,
    Suppression,
)


def checked_region(region: str) -> str:
    """`region` as ISO 3166 alpha-2 in upper case. Raises BadInput for a country whose numbers cannot be read."""
    code = region.strip().upper()
    if not phone.is_region(code):
        raise BadInput(
            f"“{region}” is not a country code.", "Give two letters as in US, GB, DE, FR (ISO 3166)."
        )
    return code


@dataclass(frozen=True, repr=False)
class Preview:
    """How a file would be read: the mapping, and the first rows with their verdicts (judged by themselves alone)."""

    encoding: str
    delimiter: str
    header: tuple[str, ...] | None
    names: tuple[str, ...]  # of the columns, the mapping's choices: "column 3" where the file has no name
    columns: ColumnMap
    rows: tuple[Staged, ...]
    counts: Tally


def preview(path: Path, region: str, chosen: Iterable[Choice] = ()) -> Preview:
    """Read the first rows of `path` as an import in `region` would, with `chosen` (field, column) pairs.

    A mapping that reaches nobody is shown, not refused. Raises FileProblem, and BadInput for a wrong choice.
    """
    file = open_list(path)
    reading = reading_of(file, checked_region(region), chosen)
    rows = tuple(stage(file.sample, reading, Known(), Suppressed(), uuid4))
    counts = tally(Counter(row.verdict for row in rows))
    names = column_names(file.header, file.width)
    return Preview(file.encoding, file.delimiter, file.header, names, reading.columns, rows, counts)


def reading_of(file: ListFile, region: str, chosen: Iterable[Choice]) -> Reading:
    """How `file` is read in `region` (checked already). Raises BadInput for a wrong choice."""
    columns = match_columns(file.header, [cells for _, cells in file.sample], region, chosen)
    return Reading(columns, region, file.header, file.width)


def refuse_unreachable(file: ListFile, reading: Reading) -> None:
    """Raises FileProblem when no column says how to reach anybody."""
    if reading.columns.reaches:
        return
    names = quoted(column_names(file.header, file.width))
    read_as = ", ".join(f"{c.name} as {c.field}" for c in reading.columns.columns)
    raise FileProblem(
        f"No column of {file.path.name} was recognised as phone numbers or e-mail addresses. "
        f"It has: {names}." + (f" Recognised: {read_as}." if read_as else ""),
        "Name the column with --map, for example --map phone=COLUMN, or import a file that has one.",
    )


def suppressed_now(session: Session, now: datetime) -> Suppressed:
    """Numbers, addresses and domains that may not be contacted at `now` (UTC)."""
    rows = session.execute(select(Suppression.kind, Suppression.value).where(in_force(now)))
    found: dict[str, set[str]] = {}
    for kind, value in rows:
        found.setdefault(kind, set()).add(value if kind == "phone" else value.lower())
    kinds = (frozenset(found.get(kind, ())) for kind in ("phone", "email", "domain"))
    return Suppressed(*kinds)


def list_named(session: Session, project: UUID, name: str) -> CallList | None:
    return session.scalar(select(CallList).where(CallList.project_id == project, CallList.name == name))


def source_named(session: Session, project: UUID, source: SourceName) -> Source | None:
    same = (Source.project_id == project, Source.kind == source.kind, Source.detail == source.detail)
    return session.scalar(select(Source).where(*same))


_PEOPLE = (
    "SELECT w.{way}, c.name_key, a.name_key, c.id FROM contact_{table} w"
    " JOIN contact c ON c.id = w.contact_id JOIN account a ON a.id = c.account_id"
)


def known_people(session: Session, project: UUID | None) -> Known:
    """Everybody in the store, in memory, and who is worked in `project`. Read by plain SQL: lists are long."""
    known = Known()
    connection = session.connection()
    for key, domain, account, city, state in connection.exec_driver_sql(
        "SELECT name_key, domain, id, city, state FROM account"
    ):
        town = fold(f"{city or ''} {state or ''}")
        learn_company(known, key, Company(UUID(bytes=account), domain, town))
    for contact, account in connection.exec_driver_sql("SELECT id, account_id FROM contact"):
        known.account_of[UUID(bytes=contact)] = UUID(bytes=account)
    for table, way in (("phone", "e164"), ("email", "address_key")):
        for text, name_key, account_key, contact in connection.exec_driver_sql(
            _PEOPLE.format(table=table, way=way)
        ):
            learn_way(known, text, who_key(name_key, account_key), UUID(bytes=contact))
    if project:
        worked = connection.exec_driver_sql("SELECT contact_id FROM lead WHERE project_id = ?", (project,))
        known.leads.update(UUID(bytes=contact) for (contact,) in worked)
    return known


@dataclass(frozen=True)
class ListView:
    """A call list with its counts. `dialable` are its leads with a number that is not known to be dead or suppressed;
    `grade` stays empty until quality is measured."""

    key: UUID
    name: str
    project: str
    source: str
    file_name: str
    region: str
    counts: Tally
    dialable: int
    grade: str | None
    made_at: datetime
    released_at: datetime | None


def lists(desk: Desk, project: str | None = None) -> tuple[ListView, ...]:
    """The call lists, newest first; of one project when it is named. Raises NotFound when there is none of that name."""
    now = desk.clock()
    with desk.read() as session:
        if project is not None and project_named(session, project) is None:
            raise NotFound(f"There is no project “{project}”.", "Check its name, or name none.")
        query = select(CallList, Project.name, Source.kind, Source.detail)
        query = query.join(Project, Project.id == CallList.project_id)
        query = query.join(Source, Source.id == CallList.source_id)
        query = query.order_by(CallList.made_at.desc(), CallList.id.desc())
        found = session.execute(query if project is None else query.where(Project.name == project)).all()
        counts, dialable = _counts(session), _dialable(session, now)
    return tuple(
        _list_view(row, name, str(SourceName(kind, detail)), counts.get(row.id, {}), dialable.get(row.id, 0))
        for row, name, kind, detail in found
    )


def _list_view(
    row: CallList, project: str, source: str, counts: dict[Verdict, int], dialable: int
) -> ListView:
    return ListView(
        row.id, row.name, project, source, row.file_name, row.region, tally(counts), dialable, None, row.made_at,
        row.released_at,
    )  # fmt: skip


def _counts(session: Session) -> dict[UUID, dict[Verdict, int]]:
    query = (
        select(ListImport.call_list_id, ListRow.verdict, func.count())
        .join(ListImport, ListImport.id == ListRow.import_id)
        .group_by(ListImport.call_list_id, ListRow.verdict)
    )
    found: dict[UUID, dict[Verdict, int]] = {}
    for key, verdict, count in session.execute(query):
        found.setdefault(key, {})[Verdict(verdict)] = count
    return found


def _dialable(session: Session, now: datetime) -> dict[UUID, int]:
    barred = select(Suppression.value).where(in_force(now), Suppression.kind == "phone")
    query = (
        select(Lead.call_list_id, func.count(func.distinct(Lead.id)))
        .join(Contact, Contact.id == Lead.contact_id)
        .join(ContactPhone, ContactPhone.contact_id == Contact.id)
        .where(ContactPhone.bad_since.is_(None), ContactPhone.e164.not_in(barred))
        .where(Lead.call_list_id.is_not(None))
        .group_by(Lead.call_list_id)
    )
    return {key: count for key, count in session.execute(query) if key is not None}
