"""What can leave the desk as a table: a call list row by row, the leads of a project, the queue, a search, the
do-not-contact list, the sources. Rows are read as they are written out, so that a million of them need no memory."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from bdr_desk.desk import Desk
from bdr_desk.domain.export import Cells, Table
from bdr_desk.domain.list_rows import Flaw, Verdict
from bdr_desk.domain.queue_filter import EVERYBODY, QueueFilter
from bdr_desk.domain.sources import SourceName
from bdr_desk.domain.words import STAGE_SAYS
from bdr_desk.errors import BadInput, NotFound
from bdr_desk.queries.erasures import erasure_key_if_there
from bdr_desk.queries.list_rows import in_words, of_verdict
from bdr_desk.queries.projects import need_project
from bdr_desk.queries.queue import call_queue
from bdr_desk.queries.queue_filter import only_of
from bdr_desk.queries.search import search
from bdr_desk.queries.suppressions import barred_leads, what_is_barred
from bdr_desk.store.projects import project_named
from bdr_desk.store.suppressed import in_force
from bdr_desk.store.tables import (
    Account,
    CallList,
    Contact,
    ContactEmail,
    ContactPhone,
    Lead,
    ListImport,
    ListRow,
    Project,
    Source,
    Suppression,
    User,
)

_CHUNK = 500
_EVERYBODY = 10_000_000
_A_LIST = "list:"


@dataclass(frozen=True, repr=False)
class Wanted:
    """What to export: `what` is queue, leads, search, suppressions, sources, or the name of a call list ("list:NAME" for one
    that is called like one of these). `verdict` is for the rows of a list, `text` for a search; the queue is narrowed to
    `filter`, that of the saved `view` if it has a name."""

    what: str
    project: str | None = None
    verdict: str | None = None
    text: str = ""
    filter: QueueFilter = EVERYBODY
    view: str = ""

    @property
    def title(self) -> str:
        """What it is called: a list or a view, never what was searched for, which may be a person."""
        return f"{self.what}, {self.view or 'filtered'}" if self.filter else self.what


@dataclass(frozen=True, repr=False)
class Found:
    """`about` is what the change log says was exported: a table and a key."""

    table: Table
    about: tuple[str, UUID]


def export_of(desk: Desk, session: Session, wanted: Wanted) -> Found:
    """The table that was asked for; its rows are read from `session` while they are walked. Raises NotFound, BadInput."""
    return _MADE.get(wanted.what, _call_list)(desk, session, wanted)


# People

_LEAD_HEADER = (
    "Name", "Title", "Company", "Phone", "Mobile", "Switchboard", "Home phone", "E-mail", "Website", "Street", "City",
    "State", "Postal code", "Country", "Industry", "Employees", "Stage", "Attempts", "Last outcome", "Last called (UTC)",
    "Next due (UTC)", "Next because", "Owner", "Call list", "Came from", "Do not call", "Barred because", "Key",
)  # fmt: skip
_KINDS = ("work", "mobile", "switchboard", "home")


def _lead_rows() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Lead.id, Lead.contact_id, Lead.account_id, Lead.stage, Lead.attempts, Lead.last_outcome, Lead.last_call_at,
            Lead.next_at, Lead.next_why, Contact.name, Contact.title, Contact.name_key, Account.name.label("company"),
            Account.name_key.label("account_key"), Account.domain, Account.street, Account.city, Account.state,
            Account.postal_code, Account.country, Account.industry, Account.size, User.name.label("owner"),
            CallList.name.label("list_name"), Source.kind, Source.detail,
        )
        .join(Contact, Contact.id == Lead.contact_id)
        .join(Account, Account.id == Lead.account_id)
        .outerjoin(User, User.id == Lead.owner_id)
        .outerjoin(CallList, CallList.id == Lead.call_list_id)
        .outerjoin(Source, Source.id == Lead.source_id)
    )  # fmt: skip


def _leads(desk: Desk, session: Session, wanted: Wanted) -> Found:
    project = _project(session, wanted.project)
    query = _lead_rows().where(Lead.project_id == project.id).order_by(Lead.id)
    rows = session.execute(query.execution_options(yield_per=_CHUNK)).partitions(_CHUNK)
    cells = _people_cells(desk, session, rows)
    return Found(Table(f"leads of {project.name}", _LEAD_HEADER, cells), ("project", project.id))


def _search(desk: Desk, session: Session, wanted: Wanted) -> Found:
    if not wanted.text.strip():
        raise BadInput("A search needs what to look for.", "Give it with --text.")
    return _of_leads(
        desk, session, f"search for {wanted.text}", [f.lead for f in search(desk, wanted.text, _EVERYBODY)]
    )


def _queue(desk: Desk, session: Session, wanted: Wanted) -> Found:
    """In its order. A promise that is due outside the view is called first all the same, but it is not of the view."""
    keys = [item.lead for item in call_queue(desk, _EVERYBODY, only=only_of(desk, wanted.filter)).items]
    return _of_leads(desk, session, wanted.title, keys)


def _of_leads(desk: Desk, session: Session, title: str, keys: Sequence[UUID]) -> Found:
    """These leads, in this order."""
    cells = _people_cells(desk, session, _in_chunks(session, keys))
    return Found(Table(title, _LEAD_HEADER, cells), ("user", desk.me))


def _in_chunks(session: Session, keys: Sequence[UUID]) -> Iterator[Sequence[Row[Any]]]:
    for start in range(0, len(keys), _CHUNK):
        some = keys[start : start + _CHUNK]
        rows = {row.id: row for row in session.execute(_lead_rows().where(Lead.id.in_(some)))}
        yield [rows[key] for key in some if key in rows]


def _people_cells(desk: Desk, session: Session, chunks: Iterable[Sequence[Row[Any]]]) -> Iterator[Cells]:
    now, key = desk.clock(), erasure_key_if_there(desk, session)
    for rows in chunks:
        barred = barred_leads(session, rows, now, key)
        contacts = [row.contact_id for row in rows]
        phones, emails = _phones(session, contacts), _emails(session, contacts)
        for row in rows:
            yield _lead_cells(row, phones, emails.get(row.contact_id, []), barred.get(row.id, ""))


def _phones(session: Session, contacts: Sequence[UUID]) -> dict[tuple[UUID, str], list[str]]:
    """E.164 with its extension, by contact and kind; what is of no known kind counts as work."""
    query = select(
        ContactPhone.contact_id, ContactPhone.kind, ContactPhone.e164, ContactPhone.extension
    ).where(ContactPhone.contact_id.in_(contacts), ContactPhone.bad_since.is_(None))
    found: dict[tuple[UUID, str], list[str]] = {}
    for contact, kind, e164, extension in session.execute(query.order_by(ContactPhone.place)):
        shown = f"{e164} ext. {extension}" if extension else e164
        found.setdefault((contact, kind if kind in _KINDS else "work"), []).append(shown)
    return found


def _emails(session: Session, contacts: Sequence[UUID]) -> dict[UUID, list[str]]:
    query = select(ContactEmail.contact_id, ContactEmail.address).where(ContactEmail.contact_id.in_(contacts))
    found: dict[UUID, list[str]] = {}
    for contact, address in session.execute(query.order_by(ContactEmail.place)):
        found.setdefault(contact, []).append(address)
    return found


def _lead_cells(
    row: Row[Any], phones: dict[tuple[UUID, str], list[str]], emails: Sequence[str], barred: str
) -> Cells:
    numbers = ("; ".join(phones.get((row.contact_id, kind), ())) for kind in _KINDS)
    source = str(SourceName(row.kind, row.detail)) if row.kind else ""
    cells = (
        row.name, row.title, row.company, *numbers, "; ".join(emails), row.domain, row.street, row.city, row.state,
        row.postal_code, row.country, row.industry, row.size, STAGE_SAYS.get(row.stage, row.stage), str(row.attempts),
        row.last_outcome, _time(row.last_call_at), _time(row.next_at), row.next_why, row.owner, row.list_name, source,
        "yes" if barred else "", barred, str(row.id),
    )  # fmt: skip
    return tuple(cell or "" for cell in cells)


# A call list, as it came

_ROW_HEADER = ("File", "Row of the file", "Verdict", "What is wrong", "Decided", "Decided because")


def _call_list(_desk: Desk, session: Session, wanted: Wanted) -> Found:
    call_list = _list_named(session, wanted)
    if wanted.verdict is not None and wanted.verdict not in {*Verdict}:
        raise BadInput(f"“{wanted.verdict}” is not a verdict.", f"Use one of: {', '.join(Verdict)}.")
    width = _width(session, call_list.id)
    header = (*_ROW_HEADER, *_names(call_list.mapping, width))
    cells = _row_cells(session, call_list.id, wanted.verdict, width)
    return Found(Table(call_list.name, header, cells), ("call_list", call_list.id))


def _list_named(session: Session, wanted: Wanted) -> CallList:
    name = wanted.what.removeprefix(_A_LIST)
    query = select(CallList).join(Project, Project.id == CallList.project_id).where(CallList.name == name)
    if wanted.project is not None:
        query = query.where(Project.name == wanted.project)
    found = session.scalars(query).all()
    if not found:
        raise NotFound(
            f"There is no list “{name}”.",
            f"Name a list (bdr-desk lists), or one of: {', '.join(_MADE)}.",
        )
    if len(found) > 1:
        raise BadInput(f"Several projects have a list “{name}”.", "Name the project with --project.")
    return found[0]


def _width(session: Session, call_list: UUID) -> int:
    widest = func.max(func.json_array_length(ListRow.cells))
    query = select(widest).join(ListImport, ListImport.id == ListRow.import_id)
    return session.scalar(query.where(ListImport.call_list_id == call_list)) or 0


def _names(mapping: dict[str, Any], width: int) -> list[str]:
    """The columns' names: those of the file where they were kept, so that the export reads back as the file did."""
    names = {column[1]: column[2] for column in mapping.get("columns", ())}
    names |= dict(enumerate(mapping.get("names", ())))
    return [names.get(index) or f"column {index + 1}" for index in range(width)]


def _row_cells(session: Session, call_list: UUID, verdict: str | None, width: int) -> Iterator[Cells]:
    query = (
        select(
            ListImport.file_name, ListRow.row_number, ListRow.verdict, ListRow.problems, ListRow.settled_how,
            ListRow.settled_why, ListRow.cells,
        )
        .join(ListImport, ListImport.id == ListRow.import_id)
        .where(ListImport.call_list_id == call_list)
        .order_by(ListRow.import_id, ListRow.row_number)
        .execution_options(yield_per=_CHUNK)
    )  # fmt: skip
    rows = session.execute(query.where(*of_verdict(verdict)))
    for file, number, found, problems, how, why, cells in rows:
        wrong = in_words(Flaw(**problem) for problem in problems)
        given = [str(cell) for cell in cells]
        said = (file, str(number), found, wrong, (how or "").replace("_", " "), why or "")
        yield (*said, *given, *[""] * (width - len(given)))


# The do-not-contact list

_BARRED_HEADER = (
    "Phone", "E-mail", "Website", "Company", "Person", "Barred reason", "Medium", "Until (UTC)", "Since (UTC)", "Set by",
)  # fmt: skip
_PLACE = {"phone": 0, "email": 1, "domain": 2, "company": 3, "account": 3, "contact": 4, "erased": 4}


def _suppressions(desk: Desk, session: Session, _wanted: Wanted) -> Found:
    return Found(
        Table("do not contact", _BARRED_HEADER, _barred_cells(session, desk.clock())), ("user", desk.me)
    )


def _barred_cells(session: Session, now: datetime) -> Iterator[Cells]:
    query = select(Suppression, User.name).outerjoin(User, User.id == Suppression.made_by)
    query = query.where(in_force(now)).order_by(Suppression.id).execution_options(yield_per=_CHUNK)
    for chunk in session.execute(query).partitions(_CHUNK):
        shown = what_is_barred(session, [row for row, _ in chunk], as_kept=True)
        for row, who in chunk:
            cells = [""] * 5
            cells[_PLACE[row.kind]] = shown[row.id]
            yield (*cells, row.reason, row.medium, _time(row.until), _time(row.made_at), who or "")
            session.expunge(row)


# The sources

_SOURCE_HEADER = ("Project", "Kind", "Detail", "Date", "Cost", "Currency", "Lists", "Leads")


def _sources(desk: Desk, session: Session, wanted: Wanted) -> Found:
    lists = select(func.count()).where(CallList.source_id == Source.id).correlate(Source).scalar_subquery()
    leads = select(func.count()).where(Lead.source_id == Source.id).correlate(Source).scalar_subquery()
    query = select(Source, Project.name, lists, leads).join(Project, Project.id == Source.project_id)
    if wanted.project is not None:
        query = query.where(Source.project_id == _project(session, wanted.project).id)
    rows = session.execute(query.order_by(Project.name, Source.kind, Source.detail))
    cells = (_source_cells(row, name, of_lists, of_leads) for row, name, of_lists, of_leads in rows)
    return Found(Table("sources", _SOURCE_HEADER, cells), ("user", desk.me))


def _source_cells(row: Source, project: str, lists: int, leads: int) -> Cells:
    day = row.happened_on.isoformat() if row.happened_on else ""
    cost = f"{row.cost_cents / 100:.2f}" if row.cost_cents is not None else ""
    return project, row.kind, row.detail, day, cost, row.currency or "", str(lists), str(leads)


def _project(session: Session, name: str | None) -> Project:
    if name is None:
        return need_project(session)
    found = project_named(session, name)
    if found is None:
        raise NotFound(f"There is no project “{name}”.", "Check its name, or name none.")
    return found


def _time(moment: datetime | None) -> str:
    return moment.strftime("%Y-%m-%d %H:%M") if moment else ""


_MADE: dict[str, Callable[[Desk, Session, Wanted], Found]] = {
    "leads": _leads,
    "queue": _queue,
    "search": _search,
    "suppressions": _suppressions,
    "sources": _sources,
}
VIEWS = tuple(_MADE)
