"""Do not contact: a number, an address, a domain, a person, a company, a file of them; and taking one off again."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from uuid import UUID

from bdr_desk.desk import Desk
from bdr_desk.domain.columns import IGNORE, Cells, Choice, ColumnMap
from bdr_desk.domain.suppression import (
    NUMBER_FIELDS,
    Barred,
    Mark,
    bare_marks,
    erased_marks,
    read_mark,
    read_medium,
    row_marks,
)
from bdr_desk.errors import BadInput, NotFound, Refused
from bdr_desk.files.entry_file import (
    Problems,
    Progress,
    Unused,
    all_rows,
    columns_of,
    go_on,
    read_as,
    text_of,
)
from bdr_desk.files.list_file import ListFile, open_list
from bdr_desk.queries.erasures import erasure_key
from bdr_desk.queries.list_reading import checked_region
from bdr_desk.queries.rows import need
from bdr_desk.queries.situation import planned_without
from bdr_desk.queries.suppressions import check_may_lift, home_region
from bdr_desk.store.columns import new_key
from bdr_desk.store.suppressed import covered, suppressed
from bdr_desk.store.tables import Account, Contact, Suppression
from bdr_desk.store.writing import Writing

_BATCH = 5_000  # rows looked up and written at once
_REACH = frozenset((*NUMBER_FIELDS, "email", "website", "company"))


@dataclass(frozen=True, repr=False)
class Suppressed:
    suppression: UUID | None  # None: it already was
    kind: str
    value: str


def suppress(
    desk: Desk, what: str, reason: str, region: str | None = None, *, medium: str = "any", until: datetime | None = None
) -> Suppressed:  # fmt: skip
    """Never contact `what` again: a phone number as written in `region`, an e-mail address or a domain.

    `region` (ISO 3166 alpha-2) defaults to the current project's country; `medium` is call, mail or any; `until` (UTC) ends
    it by itself. Raises BadInput.
    """
    wish = _wish(desk, reason, medium, until)
    kind, value = read_mark(what, checked_region(region or home_region(desk)))
    with desk.write() as tx:
        if kind in ("phone", "email") and (key := erasure_key(desk, tx)):
            erased = erased_marks(key, [value], [], "", "")
            if suppressed(tx, erased, tx.now):
                return Suppressed(None, "erased", "")
        return _keep_one(tx, (kind, value), wish)


def suppress_contact(
    desk: Desk, contact: UUID, reason: str, *, medium: str = "any", until: datetime | None = None
) -> Suppressed:
    """Never contact this person again, by whatever number or address. Raises BadInput, NotFound."""
    wish = _wish(desk, reason, medium, until)
    with desk.write() as tx:
        need(tx, Contact, contact)
        return _keep_one(tx, ("contact", str(contact)), wish)


def suppress_account(
    desk: Desk, account: UUID, reason: str, *, medium: str = "any", until: datetime | None = None
) -> Suppressed:
    """Never contact anybody at this company again. Raises BadInput, NotFound."""
    wish = _wish(desk, reason, medium, until)
    with desk.write() as tx:
        need(tx, Account, account)
        return _keep_one(tx, ("account", str(account)), wish)


@dataclass(frozen=True)
class _Wish:
    reason: str
    medium: Barred
    until: datetime | None


def _wish(desk: Desk, reason: str, medium: str, until: datetime | None) -> _Wish:
    if not reason.strip():
        raise BadInput("A suppression needs its reason.", "Say why, for example: asked not to be called.")
    if until is not None and until <= desk.clock():
        raise BadInput("That day is over.", "Give a day to come, or none: then it holds for good.")
    return _Wish(reason.strip(), read_medium(medium), until)


def _keep_one(tx: Writing, mark: Mark, wish: _Wish) -> Suppressed:
    if covered(tx, [mark], tx.now, wish.medium, wish.until):
        return Suppressed(None, *mark)
    kind, value = mark
    row = Suppression(kind=kind, value=value, reason=wish.reason, medium=wish.medium, until=wish.until)
    tx.add(row)
    tx.flush()
    _go_on(tx, [mark], wish)
    return Suppressed(row.id, kind, value)


def _go_on(tx: Writing, marks: Collection[Mark], wish: _Wish) -> None:
    """Whom mail does not reach any more does not wait for one. Who is barred from calls as well is out of the queue anyway."""
    if wish.medium is not Barred.MAIL:
        return
    for lead, result in planned_without(tx, marks, tx.now):
        lead.next_kind, lead.next_at, lead.next_why = result.next_kind, result.next_at, result.why
        lead.step, lead.medium = result.step, result.medium


def lift_suppression(desk: Desk, key: UUID, reason: str) -> None:
    """Allow contact again; who lifted it and why stays with it.

    Raises Refused for anybody but a team lead or an admin, and for what keeps an erased person out; BadInput without a
    reason; NotFound.
    """
    if not reason.strip():
        raise BadInput("Lifting a suppression needs its reason.", "Say who asked for it, and how.")
    with desk.write() as tx:
        check_may_lift(tx, desk.me)
        row = tx.get(Suppression, key)
        if row is None:
            raise NotFound("There is no such suppression.", "Those there are: bdr-desk suppress list.")
        if row.kind == "erased":
            raise Refused(
                "This keeps somebody out who was erased on request.",
                "It stays: nobody can tell any more who it was.",
            )
        if row.lifted_at is not None:
            raise Refused("This suppression was lifted already.", "There is nothing left to do.")
        row.lifted_at, row.lifted_by, row.lifted_reason = tx.now, desk.me, reason.strip()


# A file of them


@dataclass(frozen=True, repr=False)
class SuppressedFile:
    """Every row is in one of `added`, `known` (all it names was barred already) and `unread`; `marks` counts what was
    added: a row may name several. `left_out` are unread rows beyond those in `problems`."""

    rows: int
    added: int
    known: int
    unread: int
    marks: int
    read_as: str
    problems: tuple[Unused, ...]
    left_out: int


@dataclass
class _Counts:
    rows: int = 0
    added: int = 0
    known: int = 0
    marks: int = 0
    unread: int = 0
    problems: Problems = field(default_factory=Problems)


def suppress_file(
    desk: Desk,
    path: Path,
    reason: str,
    region: str | None = None,
    *,
    medium: str = "any",
    until: datetime | None = None,
    chosen: Iterable[Choice] = (),
    progress: Progress | None = None,
) -> SuppressedFile:
    """Bar everything in a file of numbers, addresses, domains or companies, in one transaction; a million rows are fine.

    Columns are recognised as in a call list, or `chosen`; a file without any is read cell by cell. `progress` hears the
    rows done and stops it by returning False. Raises BadInput, FileProblem, Cancelled; then nothing was changed.
    """
    wish = _wish(desk, reason, medium, until)
    home = checked_region(region or home_region(desk))
    file = open_list(path)
    columns = _columns(file, home, chosen)
    counts = _Counts()
    with desk.write() as tx:
        batch: list[tuple[int, Cells, list[Mark]]] = []
        for number, cells in all_rows(file, lambda heading: bare_marks(heading, home)):
            batch.append((number, cells, _marks(cells, columns, home)))
            if len(batch) == _BATCH:
                _keep_batch(tx, batch, wish, counts)
                batch = []
                go_on(progress, counts.rows)
        _keep_batch(tx, batch, wish, counts)
    return SuppressedFile(
        counts.rows, counts.added, counts.known, counts.unread, counts.marks,
        read_as(columns, _REACH, "each cell by itself"), tuple(counts.problems.told), counts.problems.left_out,
    )  # fmt: skip


def _columns(file: ListFile, region: str, chosen: Iterable[Choice]) -> ColumnMap | None:
    """The columns that name whom to bar; None when none does, and the cells have to tell."""
    found = columns_of(file, region, chosen)
    return found if any(c.field in _REACH and c.field != IGNORE for c in found.columns) else None


def _marks(cells: Cells, columns: ColumnMap | None, region: str) -> list[Mark]:
    return row_marks(cells, columns, region) if columns else bare_marks(cells, region)


def _keep_batch(
    tx: Writing, batch: Sequence[tuple[int, Cells, list[Mark]]], wish: _Wish, counts: _Counts
) -> None:
    wanted = {mark for _, _, marks in batch for mark in marks}
    taken = set(covered(tx, wanted, tx.now, wish.medium, wish.until))
    new: list[Mark] = []
    for number, cells, marks in batch:
        fresh = [mark for mark in dict.fromkeys(marks) if mark not in taken]
        taken.update(fresh)
        new += fresh
        _count(counts, number, cells, marks, fresh)
    _insert(tx, new, wish)


def _count(counts: _Counts, number: int, cells: Cells, marks: list[Mark], fresh: list[Mark]) -> None:
    counts.rows += 1
    counts.marks += len(fresh)
    if fresh:
        counts.added += 1
    elif marks:
        counts.known += 1
    else:
        counts.unread += 1
        value = text_of(cells)
        counts.problems.add(number, value, _says_unread(value))


def _says_unread(value: str) -> str:
    if not value:
        return "the row is blank"
    return "no number, address, domain or company that can be read: correct it, or name the column"


def _insert(tx: Writing, marks: Sequence[Mark], wish: _Wish) -> None:
    if not marks:
        return
    keys = [new_key() for _ in marks]
    same = {"reason": wish.reason, "medium": str(wish.medium), "until": wish.until}
    rows = [
        {"id": key, "kind": kind, "value": value, **same}
        for key, (kind, value) in zip(keys, marks, strict=True)
    ]
    tx.insert_many(Suppression, rows, about=("suppression", keys[0]))
    _go_on(tx, marks, wish)
