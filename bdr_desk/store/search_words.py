"""The search index: the words of people and their companies, by the contact's rowid, in the FTS5 table `contact_search`.

The words are the folded names (domain.matching) and, beside them, the names as they stand without dots, apostrophes and "&":
what folding for comparison leaves out, a title or a legal form, is typed all the same. The tokenizer "ascii" takes folded
words as they are. Who was merged into somebody else has no words.

Nothing here runs row by row: the write door calls `reindex` and `index_new` once, before it commits.
"""

from collections.abc import Callable, Iterable
from itertools import islice
from uuid import UUID

from sqlalchemy import Connection

BATCH = 50_000  # contacts indexed in one statement
PREFIX = 4  # letters up to which FTS5 keeps beginnings of words by themselves (v0002_lists)
_KEYS = 500  # keys in one statement

_PLAIN = (
    "replace(replace(replace(replace(c.name || ' ' || a.name, '.', ''), '''', ''), '’', ''), '&', ' and ')"
)
_INDEX = f"""
INSERT OR REPLACE INTO contact_search (rowid, words)
SELECT c.rowid, c.name_key || ' ' || a.name_key || ' ' || {_PLAIN}
FROM contact c CROSS JOIN account a ON a.id = c.account_id WHERE c.merged_into_id IS NULL AND
"""
_OF_CONTACTS = "SELECT rowid FROM contact WHERE id IN ({})"
_OF_ACCOUNTS = "SELECT rowid FROM contact WHERE account_id IN ({})"
_NEW = "c.rowid > ? AND c.rowid <= ?"
_UNLESS = " AND NOT EXISTS (SELECT 1 FROM contact_search_content WHERE id = c.rowid)"
_SOME = "SELECT EXISTS (SELECT 1 FROM contact_search_content WHERE id > ? AND id <= ?)"

# Every connection has this view of the words themselves, see store.store. Words are stepped through one by one: to read a
# range of them would count how often each stands there. A space sorts before whatever a word may go on with.
VIEW = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_word USING fts5vocab(main, contact_search, instance)"
_WORDS = """
WITH RECURSIVE found(word) AS (SELECT (SELECT term FROM search_word WHERE term >= ?) UNION ALL
SELECT (SELECT term FROM search_word WHERE term >= word || ' ') FROM found WHERE word < ? LIMIT ?)
SELECT word FROM found WHERE word < ?
"""


def newest_contact(connection: Connection) -> int:
    """The highest rowid of all contacts: those added from now on have a higher one."""
    return int(connection.exec_driver_sql("SELECT coalesce(max(rowid), 0) FROM contact").scalar_one())


def index_new(
    connection: Connection, after_rowid: int = 0, told: Callable[[int], None] = lambda _done: None
) -> None:
    """Index the contacts above `after_rowid` that are not indexed yet; `told` hears how many are through, batch by batch."""
    last = newest_contact(connection)
    many = last - after_rowid > BATCH
    if many:
        begin_many(connection)
    for start in range(after_rowid, last, BATCH):
        part = (start, min(start + BATCH, last))
        some = connection.exec_driver_sql(_SOME, part).scalar_one()
        connection.exec_driver_sql(_INDEX + _NEW + (_UNLESS if some else ""), part)
        told(part[1] - after_rowid)
    if many:
        end_many(connection, most_is_new=last - after_rowid > after_rowid)


def begin_many(connection: Connection) -> None:
    """While many are indexed, the parts that FTS5 keeps are not merged again and again (automerge)."""
    _configure(connection, "automerge", 0)


def end_many(connection: Connection, *, most_is_new: bool) -> None:
    """In the end they are, once, if most of the index is new; otherwise later writes do it bit by bit."""
    if most_is_new:
        connection.exec_driver_sql("INSERT INTO contact_search (contact_search) VALUES ('optimize')")
    _configure(connection, "automerge", 4)


def index_part(connection: Connection, after_rowid: int, last_rowid: int) -> None:
    """Index the contacts above `after_rowid` up to `last_rowid`, of whom none is indexed yet."""
    connection.exec_driver_sql(_INDEX + _NEW, (after_rowid, last_rowid))


def reindex(connection: Connection, contacts: Iterable[UUID], accounts: Iterable[UUID]) -> None:
    """Read the words of `contacts`, and of everybody at `accounts`, again. Keys that are not there any more are passed over."""
    for chosen, keys in ((_OF_CONTACTS, contacts), (_OF_ACCOUNTS, accounts)):
        for some in _batches(keys):
            rows = chosen.format(", ".join("?" * len(some)))
            connection.exec_driver_sql(f"DELETE FROM contact_search WHERE rowid IN ({rows})", some)
            connection.exec_driver_sql(f"{_INDEX} c.rowid IN ({rows})", some)


def rebuild(connection: Connection) -> None:
    """Make the index anew from the contacts."""
    connection.exec_driver_sql("DELETE FROM contact_search")
    index_new(connection)


def check(connection: Connection) -> tuple[int, int]:
    """How many contacts ought to be in the index but are not, and how many entries stand there for nobody."""
    missing, orphaned = connection.exec_driver_sql(
        "SELECT (SELECT count(*) FROM contact c WHERE merged_into_id IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM contact_search_content WHERE id = c.rowid)),"
        " (SELECT count(*) FROM contact_search_content s WHERE NOT EXISTS"
        " (SELECT 1 FROM contact c WHERE c.rowid = s.id AND merged_into_id IS NULL))"
    ).one()
    return int(missing), int(orphaned)


def words_beginning(connection: Connection, beginning: str, most: int) -> list[str]:
    """The first `most` words of the index that begin like this, in the order of their bytes."""
    end = beginning + "\U0010ffff"
    return list(connection.exec_driver_sql(_WORDS, (beginning, end, most, end)).scalars())


def _configure(connection: Connection, option: str, value: int) -> None:
    connection.exec_driver_sql(
        "INSERT INTO contact_search (contact_search, rank) VALUES (?, ?)", (option, value)
    )


def _batches(keys: Iterable[UUID]) -> Iterable[tuple[UUID, ...]]:
    left = iter(keys)
    return iter(lambda: tuple(islice(left, _KEYS)), ())
