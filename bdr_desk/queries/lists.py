"""The call lists there are, with their counts."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from bdr_desk.desk import Desk
from bdr_desk.domain.list_grade import grade
from bdr_desk.domain.list_rows import Tally, Verdict, tally
from bdr_desk.domain.rank import NORMAL
from bdr_desk.domain.sources import SourceName
from bdr_desk.errors import NotFound
from bdr_desk.queries.dialable import dialable
from bdr_desk.queries.list_grade import figures_of
from bdr_desk.store.projects import project_named
from bdr_desk.store.tables import NOT_ADDED, CallList, Lead, ListImport, ListRow, Project, Source


@dataclass(frozen=True)
class ListView:
    """A call list with its counts. `dialable` are its leads with a number that is not known to be dead or suppressed;
    `grade` is None where nothing tells."""

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
    tier: str = NORMAL  # its turn in the queue, and its priority there: see domain.rank
    priority: int = 0


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
        counts, left, gone = _counts(session), dialable(session, now), _taken_back(session)
        return tuple(
            _list_view(
                row, name, str(SourceName(kind, detail)), counts.get(row.id, {}), left.get(row.id, 0),
                grade(figures_of(session, row.id, now.year)).letter or None,
            )
            for row, name, kind, detail in found if row.id not in gone
        )  # fmt: skip


def _taken_back(session: Session) -> frozenset[UUID]:
    """Lists of which every import was taken back and nobody was worked: they are there no more."""
    standing = select(ListImport.call_list_id).where(ListImport.undone_at.is_(None))
    query = select(CallList.id).where(
        CallList.id.in_(select(ListImport.call_list_id)), CallList.id.not_in(standing),
        ~exists().where(Lead.call_list_id == CallList.id),
    )  # fmt: skip
    return frozenset(session.scalars(query))


def _list_view(
    row: CallList, project: str, source: str, counts: dict[Verdict, int], dialable: int, grade: str | None
) -> ListView:
    return ListView(
        row.id, row.name, project, source, row.file_name, row.region, tally(counts), dialable, grade, row.made_at,
        row.released_at, row.tier, row.priority,
    )  # fmt: skip


def _counts(session: Session) -> dict[UUID, dict[Verdict, int]]:
    """The rows that are kept. An added row always is, so that its import knows how many there are; the others are counted."""
    stands = ListImport.undone_at.is_(None)
    added = select(ListImport.call_list_id, func.sum(ListImport.added)).where(stands)
    others = (
        select(ListImport.call_list_id, ListRow.verdict, func.count())
        .join(ListImport, ListImport.id == ListRow.import_id)
        .where(stands, NOT_ADDED)
        .group_by(ListImport.call_list_id, ListRow.verdict)
    )
    found = {
        key: {Verdict.ADDED: count} for key, count in session.execute(added.group_by(ListImport.call_list_id))
    }
    for key, verdict, count in session.execute(others):
        found[key][Verdict(verdict)] = count
    return found


def list_called(desk: Desk, name: str, project: str | None = None) -> ListView:
    """The list of that name (or key); of `project` when several have it. Raises NotFound."""
    found = [view for view in lists(desk, project) if name in {view.name, str(view.key)}]
    if not found:
        raise NotFound(f"There is no list “{name}”.", "See `bdr-desk lists`.")
    if len(found) > 1:
        raise NotFound(f"{len(found)} projects have a list “{name}”.", "Name the project with --project.")
    return found[0]


def newest_import(session: Session, call_list: CallList) -> ListImport:
    """The last file taken into a list that was not taken back. Raises NotFound."""
    query = select(ListImport).where(ListImport.call_list_id == call_list.id, ListImport.undone_at.is_(None))
    found = session.scalars(query.order_by(ListImport.id.desc()).limit(1)).first()
    if found is None:
        raise NotFound(
            f"There is nothing to take back: every import of “{call_list.name}” was taken back already.",
            "See the lists there are with `bdr-desk lists`.",
        )
    return found
