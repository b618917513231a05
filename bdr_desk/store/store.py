"""Store: one SQLite file, a door to read and a door to write."""

import gc
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep
from uuid import UUID

from sqlalchemy import URL, Connection, Engine, create_engine, event, select
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from bdr_desk.changes import EVERYTHING, Changes
from bdr_desk.errors import StoreProblem
from bdr_desk.store import search_words, standing, versions
from bdr_desk.store.backup_files import PRIVATE
from bdr_desk.store.problems import translated
from bdr_desk.store.swap import finish_swap
from bdr_desk.store.tables import Project
from bdr_desk.store.writing import Writing

_CACHE = "cache_size=-16384"  # kB: the pages that a view of the queue, or of somebody's history, is made of
_ALWAYS = (
    "synchronous=FULL",
    "foreign_keys=ON",
    "temp_store=MEMORY",
    "journal_size_limit=67108864",  # bytes: what the log keeps of the disk once it is folded
    _CACHE,
)
_USUAL = (
    "foreign_keys=ON",
    _CACHE,
    "wal_autocheckpoint=1000",
    "threads=0",
    "temp_store=MEMORY",
)  # SQLite's own sizes
_MUCH = ("foreign_keys=OFF", "cache_size=-196608", "wal_autocheckpoint=0", "threads=2", "temp_store=FILE")
_QUEUE_SINCE = (
    "0004"  # the version from which the store keeps who may be offered, and where, by the rules of today
)
_AGAIN_SECONDS = 0.01
WAY_SECONDS = 2.0  # for so long what comes from the team waits for each write of this desk
_LOOK_SECONDS = 0.001
PATIENCE_SECONDS = 5.0  # how long to wait for another process that is writing


class Store:
    """The desk's database. Open it with `open_store`."""

    def __init__(self, file: Path, engine: Engine) -> None:
        self.file = file
        self.engine = engine
        self._writing_engine = engine.execution_options(writing=True)
        self._listeners: list[Callable[[Changes], None]] = []
        self._writes: list[object] = []  # of this process, under way or waiting; none of the sync door's
        self._watcher: sqlite3.Connection | None = None
        self._seen_version = 0

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A consistent view; nothing written through it is kept."""
        with translated(self.file), Session(self.engine, autoflush=False) as session:
            yield session

    @contextmanager
    def write(self, *, now: datetime, author: UUID, from_team: bool = False) -> Iterator[Writing]:
        """All or nothing. Listeners hear what was touched after the commit. `now` must be aware (UTC). What comes from the team
        gives way to whoever works here."""
        with (
            self._gives_way() if from_team else self._goes_first(),
            translated(self.file),
            Writing(self._writing_engine, now=now, author=author, from_team=from_team) as tx,
        ):
            yield tx
            tx.commit()
        self._tell(tx)

    @contextmanager
    def _goes_first(self) -> Iterator[None]:
        me = object()
        self._writes.append(me)
        try:
            yield
        finally:
            self._writes.remove(me)

    @contextmanager
    def _gives_way(self) -> Iterator[None]:
        """SQLite lets whoever waits look again now and then: someone who writes batch upon batch would come in between for
        seconds."""
        ends = monotonic() + WAY_SECONDS
        while self._writes and monotonic() < ends:
            sleep(_LOOK_SECONDS)
        yield

    @contextmanager
    def write_much(self, *, now: datetime, author: UUID) -> Iterator[Writing]:
        """Like `write`, for thousands of rows and more: parents are not looked up for each (whoever writes so much makes
        the keys), and the log of the database stays as it is until `fold_log`."""
        with translated(self.file), self._writing_engine.connect() as connection:
            raw = connection.connection.driver_connection
            assert isinstance(raw, sqlite3.Connection)
            collecting = gc.isenabled()
            gc.disable()  # rows make no cycles, and looking for them costs a quarter of the time
            try:
                for pragma in _MUCH:
                    raw.execute(f"PRAGMA {pragma}")
                with Writing(connection, now=now, author=author) as tx:
                    yield tx
                    tx.commit()
            finally:
                if not connection.invalidated:  # Ctrl-C within a statement: SQLAlchemy has closed it
                    for pragma in _USUAL:
                        raw.execute(f"PRAGMA {pragma}")
                    raw.execute(search_words.VIEW)  # changing temp_store has thrown it away
                if collecting:
                    gc.enable()
        self._tell(tx)

    def fold_log(self) -> None:
        """Bring what the log of the database holds home into its file, which nobody waits for: what was committed is safe
        and can be read before. Closing the store does the same. Without room for it now the log keeps what it has."""
        with suppress(sqlite3.OperationalError), closing(sqlite3.connect(self.file)) as own:
            own.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def _tell(self, tx: Writing) -> None:
        """The listeners hear what was touched; what this process wrote is no news from elsewhere."""
        if self._watcher is not None:
            with translated(self.file):
                self._seen_version = self._data_version()
        if changes := tx.changes():
            for listener in list(self._listeners):
                listener(changes)

    def on_changes(self, listener: Callable[[Changes], None]) -> Callable[[], None]:
        """Call `listener` after each write, on the thread that wrote; returns the function that stops it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def changed_elsewhere(self) -> Changes:
        """What other processes wrote since the last time this was asked, and the first time nothing.

        SQLite's PRAGMA data_version tells one connection that another has written: ours only watches, and each write of
        this process is taken note of when it is made.
        """
        with translated(self.file):
            if self._watcher is None:
                self._watcher = sqlite3.connect(self.file, check_same_thread=False, isolation_level=None)
                self._seen_version = self._data_version()
            seen, self._seen_version = self._seen_version, self._data_version()
        return Changes() if seen == self._seen_version else EVERYTHING

    def _data_version(self) -> int:
        assert self._watcher is not None
        return int(self._watcher.execute("PRAGMA data_version").fetchone()[0])

    def close(self) -> None:
        if self._watcher is not None:
            self._watcher.close()
            self._watcher = None
        self.engine.dispose()


def open_store(
    file: Path, *, patience: float = PATIENCE_SECONDS, now: datetime | None = None, backup_first: bool = True
) -> Store:
    """Open the store, making or migrating it when needed: as of `now` (aware; the machine's time where it is not given), a
    backup is made first, unless the file is a copy itself. What a restore began that was killed is finished.

    Raises StoreProblem: locked by another program, newer than this program, damaged, or the folder cannot be written.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreProblem(
            f"The data folder {file.parent} cannot be made: {error.strerror}.",
            "Choose another with --data-dir.",
        ) from error
    while True:
        finish_swap(file)
        found = _made_private(file)
        engine = _engine(file, patience)
        try:
            with translated(file):
                before = versions.bring_up_to_date(
                    engine, file, now=now or datetime.now(UTC), backup_first=backup_first
                )
                if before is not None and before < _QUEUE_SINCE:
                    _fill_queue(engine)
        except BaseException:
            engine.dispose()
            raise
        if _which(file) == found:
            return Store(file, engine)
        engine.dispose()  # another store was put in its place while this one was waited for


def _made_private(file: Path) -> int:
    """Which file it is. One that is made now can be read by its owner only, and with it what SQLite puts beside it."""
    with suppress(OSError):  # SQLite says why, in a moment
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, PRIVATE))
    return _which(file)


def _which(file: Path) -> int:
    try:
        return file.stat().st_ino
    except OSError:
        return 0


def _fill_queue(engine: Engine) -> None:
    """A store of an older program holds nothing yet of what the rules conclude of its leads."""
    with Session(engine.execution_options(writing=True)) as session:
        for project in session.scalars(select(Project.id)).all():
            standing.rebuild(session, project, 0)  # who is due already wakes with the next write
        session.commit()


def _engine(file: Path, patience: float) -> Engine:
    url = URL.create("sqlite", database=str(file))  # not a text: a folder may be called “100%?”
    engine = create_engine(url, connect_args={"timeout": patience}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # transactions begin where we say, below
        connection.execute("PRAGMA page_size=8192")  # of a store that is made now
        _keep_a_log(connection, patience)
        for pragma in _ALWAYS:
            connection.execute(f"PRAGMA {pragma}")
        connection.execute(search_words.VIEW)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("writing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def _keep_a_log(connection: sqlite3.Connection, patience: float) -> None:
    """Write ahead (SQLite's WAL). A new file is switched to it by whoever has it alone, and SQLite does not wait for that."""
    ends = monotonic() + patience
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or monotonic() > ends:
                raise
            sleep(_AGAIN_SECONDS)
