"""The write door: stamps time and author, logs each change, queues rows for the team, and computes what was touched.

It refuses what would escape this bookkeeping: bulk UPDATE and DELETE statements, deleting kept rows, changing logged ones.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import event, inspect
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction

from bdr_desk.changes import Changes
from bdr_desk.store import search_words
from bdr_desk.store.bases import keep_base
from bdr_desk.store.bulk import insert_rows
from bdr_desk.store.columns import new_key, to_micros
from bdr_desk.store.settings import get_setting, put_setting
from bdr_desk.store.standing import keep_standing, ripen
from bdr_desk.store.tables import (
    Call,
    CallUndo,
    ChangeLog,
    Claim,
    Consent,
    Contact,
    ContactEmail,
    ContactPhone,
    Draft,
    Edited,
    Fact,
    Lead,
    LeadStage,
    ListRow,
    Logged,
    Pending,
    Project,
    Row,
    Script,
    ScriptVersion,
    Setting,
    Suppression,
    Touch,
)
from bdr_desk.store.travelling import SUPPRESSIONS_SHARED, TEAM_NAMES, merged

# Rows that may be deleted and leave no trace in the change log.
DISPOSABLE: tuple[type[Row], ...] = (Draft, Setting, Pending, Claim)

# A new child of a shared row is shared as well.
_PARENT: Mapping[type[Row], tuple[type[Row], str]] = {
    ContactPhone: (Contact, "contact_id"),
    ContactEmail: (Contact, "contact_id"),
    LeadStage: (Lead, "lead_id"),
    Call: (Lead, "lead_id"),
    CallUndo: (Lead, "lead_id"),
    Fact: (Lead, "lead_id"),
    Touch: (Lead, "lead_id"),
    Consent: (Contact, "contact_id"),
    Script: (Project, "project_id"),
    ScriptVersion: (Script, "script_id"),
}
_MOMENT = timedelta(microseconds=1)  # the least two stored times can differ by


class Writing(Session):
    """One transaction. `now` (UTC) and `author` are stamped on everything added or changed in it.

    With `from_team` set, rows keep the stamps they came with and are not queued to go back (the sync door).
    """

    def __init__(self, bind: Any, *, now: datetime, author: UUID, from_team: bool = False) -> None:
        super().__init__(bind, expire_on_commit=False)
        self.now = now
        self.author = author
        self.from_team = from_team
        self.touched: dict[str, set[UUID]] = {}
        self.indexed_until: int | None = (
            None  # contacts above this rowid came in bulk: see store.search_words
        )

    def touch(self, table: str, key: UUID | None = None) -> None:
        keys = self.touched.setdefault(table, set())
        if key is not None:
            keys.add(key)

    def changes(self) -> Changes:
        return Changes({table: frozenset(keys) for table, keys in self.touched.items()})

    def insert_many(
        self, table: type[Row], rows: Sequence[Mapping[str, Any]], *, about: tuple[str, UUID]
    ) -> None:
        """Add many new rows at once, stamped set-wise; the change log gets one line, on the row named by `about`."""
        if not rows:
            return
        self.flush()  # parents first
        if table is Contact and self.indexed_until is None:
            self.indexed_until = search_words.newest_contact(self.connection())
        insert_rows(self.connection(), table, rows, self.stamps(table))
        if table is Suppression:
            put_setting(self, SUPPRESSIONS_SHARED, False)
            self.touch("pending")
        self.account_for([table], about)

    def stamps(self, table: type[Row]) -> dict[str, Any]:
        return _stamps(table, self.now, self.author)

    def account_for(self, tables: Iterable[type[Row]], about: tuple[str, UUID]) -> None:
        """Rows of `tables` were written set-wise: whoever looks at them hears of it, and the change log gets one line."""
        for table in tables:
            self.touch(table.__tablename__)
        self.add(ChangeLog(at=self.now, by=self.author, table_name=about[0], row_id=about[1], what="bulk"))

    @contextmanager
    def own_changes(self) -> Iterator[None]:
        """What is changed in this block is this desk's doing, also within the sync door: stamped, and queued for the team."""
        self.flush()
        self.from_team, before = False, self.from_team
        try:
            yield
            self.flush()
        finally:
            self.from_team = before

    def queue_for_team(self, pairs: Iterable[tuple[str, UUID]]) -> None:
        for table, key in pairs:
            self.add(Pending(table_name=table, row_id=key, since=self.now))
            self.touch("pending")


def _stamps(table: type[Row], now: datetime, author: UUID) -> dict[str, Any]:
    stamps: dict[str, Any] = {}
    if issubclass(table, Logged):
        stamps |= {"made_at": now, "made_by": author}
    if issubclass(table, Edited):
        stamps |= {"changed_at": now, "changed_by": author}
    return stamps


@event.listens_for(Writing, "before_flush")
def _keep_books(tx: Writing, _context: UOWTransaction, _instances: object) -> None:
    for row in tx.deleted:
        if not isinstance(row, DISPOSABLE):
            raise RuntimeError(f"{row!r}: kept rows are never deleted")
    made = [row for row in tx.new if _is_kept(row)]
    changed = [row for row in tx.dirty if _is_kept(row) and tx.is_modified(row)]
    for row in made:
        _stamp_new(tx, row)
    for row in changed:
        _stamp_changed(tx, row)
    for row, what in [*((row, "made") for row in made), *((row, "changed") for row in changed)]:
        _account(tx, row, what)
    for row in [*tx.new, *tx.dirty, *tx.deleted]:
        if isinstance(row, Draft):
            tx.touch(row.__tablename__, row.lead_id)


def _is_kept(row: object) -> bool:
    return isinstance(row, Row) and not isinstance(row, (*DISPOSABLE, ChangeLog))


def _stamp_new(tx: Writing, row: Row) -> None:
    if not isinstance(row, ListRow) and getattr(row, "id", None) is None:
        row.id = new_key()  # type: ignore[attr-defined]
    if tx.from_team:
        return
    for name, value in _stamps(type(row), tx.now, tx.author).items():
        setattr(row, name, value)
    if getattr(row, "shared", None) is not True and _is_shared_at_once(tx, row):
        row.shared = True  # type: ignore[attr-defined]


def _is_shared_at_once(tx: Writing, row: Row) -> bool:
    """With its parent; and in a team everybody hears who may not be contacted. Who was erased is known to this desk alone."""
    if isinstance(row, Suppression):
        return row.kind != "erased" and get_setting(tx, "team") is not None
    parent, column = _PARENT.get(type(row), (Row, ""))
    key = getattr(row, column, None)
    with tx.no_autoflush:
        owner = tx.get(parent, key) if key else None
    return bool(getattr(owner, "shared", False))


def _stamp_changed(tx: Writing, row: Row) -> None:
    if tx.from_team:
        return
    if isinstance(row, Edited):
        # Later than the version it was made from, even if that came from a desk whose clock is ahead.
        _keep_base(tx, row)
        row.changed_at, row.changed_by = max(tx.now, row.changed_at + _MOMENT), tx.author
    elif isinstance(row, Logged) and _changed_columns(row) != {"shared"}:
        raise RuntimeError(f"{row!r}: logged rows are never changed")


def _keep_base(tx: Writing, row: Row) -> None:
    """Of a row the team has: what its fields were before this change. A row that is shared just now is new to the team."""
    changed = _changed_columns(row)
    if getattr(row, "shared", False) and "shared" not in changed:
        keep_base(tx.connection(), row.__tablename__, _key_of(row), changed & merged(type(row)))


def _key_of(row: Row) -> UUID:
    """The key a row is known by; rows of a list are known by their import."""
    key: UUID = row.import_id if isinstance(row, ListRow) else row.id  # type: ignore[attr-defined]
    return key


def _changed_columns(row: Row) -> set[str]:
    state = inspect(row)
    return {attr.key for attr in state.attrs if attr.history.has_changes()}


def _account(tx: Writing, row: Row, what: str) -> None:
    table, key = row.__tablename__, _key_of(row)
    tx.touch(table, key)
    if tx.from_team:
        return
    tx.add(ChangeLog(at=tx.now, by=tx.author, table_name=table, row_id=key, what=what))
    if table in TEAM_NAMES and getattr(row, "shared", False):
        tx.queue_for_team([(table, key)])


@event.listens_for(Writing, "before_commit")
def _keep_search_words(tx: Writing) -> None:
    """People are found by what they and their companies are called now."""
    tx.flush()
    contacts, accounts = tx.touched.get("contact", ()), tx.touched.get("account", ())
    if contacts or accounts:
        search_words.reindex(tx.connection(), contacts, accounts)
    if tx.indexed_until is not None:
        search_words.index_new(tx.connection(), tx.indexed_until)


@event.listens_for(Writing, "before_commit")
def _keep_standing(tx: Writing) -> None:
    """Who may be offered next is worked out anew with what it hangs on, in the same transaction."""
    now = to_micros(tx.now)
    if ripen(tx.connection(), now):
        tx.touch("lead")
    keep_standing(tx, tx.touched, now)


@event.listens_for(Writing, "do_orm_execute")
def _refuse_unaccounted(state: ORMExecuteState) -> None:
    if (state.is_update or state.is_delete) and not state.execution_options.get("accounted"):
        raise RuntimeError(
            "bulk UPDATE and DELETE escape the bookkeeping: load the rows, or account for them"
        )
