"""One import as it is written: its rows, the indexes they are sorted into at the end, the search index, the counts."""

from collections.abc import Callable, Mapping
from typing import Any

from bdr_desk.domain.list_rows import Tally
from bdr_desk.store import indexes
from bdr_desk.store.comparing import Compared
from bdr_desk.store.list_rows import Keeper
from bdr_desk.store.search_words import BATCH, begin_many, end_many, index_new, index_part, newest_contact
from bdr_desk.store.tables import (
    Account,
    CallList,
    Contact,
    ContactEmail,
    ContactPhone,
    Lead,
    ListImport,
)
from bdr_desk.store.writing import Writing

MANY = 2_000  # rows from which on an import goes through the store's door for very many rows
_SMALL_STORE = 100_000  # contacts that may be read into memory at once
_SORTED_AT_THE_END = (Account, Contact, ContactPhone, ContactEmail, Lead)


class ImportWriting:
    """`sorts`: most of the store will come from this import, so its indexes are set aside until all rows are there."""

    def __init__(self, tx: Writing, call_list: CallList, taken_in: ListImport, about_rows: int) -> None:
        self.tx, self.call_list, self.taken_in = tx, call_list, taken_in
        connection = tx.connection()
        self.newest = newest_contact(connection)  # about as many are there
        self.sorts = about_rows >= MANY and self.newest <= min(_SMALL_STORE, about_rows // 2)
        self.keeper = Keeper(tx, call_list, taken_in)
        self.aside: list[str] = []

    def begin(self) -> None:
        """Once whoever needs the indexes has read what it must."""
        if self.sorts:
            connection = self.tx.connection()
            self.aside = indexes.set_aside(connection, _SORTED_AT_THE_END)
            begin_many(connection)

    def keep(self, row: Compared) -> None:
        self.keeper.keep(row.packed, row.verdict, row.problems, row.found)

    def flush(self) -> None:
        self.keeper.flush()
        if self.sorts:  # while the rows are still being read beside
            self._search_words()

    def _search_words(self, *, at_least: int = BATCH) -> None:
        connection = self.tx.connection()
        newest = newest_contact(connection)
        if newest - self.newest >= at_least:
            index_part(connection, self.newest, newest)
            self.newest = newest

    def finish(self, counts: Tally, summary: Mapping[str, Any], told: Callable[[str, float], None]) -> None:
        connection = self.tx.connection()
        if self.sorts:
            indexes.put_back(connection, self.aside, lambda share: told("sorting", share))
            self._search_words(at_least=1)
            end_many(connection, most_is_new=True)
        else:
            index_new(connection, self.newest)
        for name, count in vars(counts).items():
            setattr(self.taken_in, name, count)
        self.taken_in.summary = {
            **summary,
            "accounts": self.keeper.accounts,
            "dialable": self.keeper.dialable,
        }
        self.keeper.account_for()
