"""Work away from the window's thread; the only file with threads.

One store worker does every read and write in the order asked for, so that a read sees the write before it. What writes for
long (a big import) has a worker of its own: meanwhile everything can still be looked at; what is written waits behind it,
and so does every read asked for after that. What reads for long (a count of a million leads) has one too, and nothing waits
behind it. A small network pool does what may wait for the network.
Results come back on the window's thread by a queued connection (a fast task can finish before it was returned from), and are
dropped when the object that asked is gone.
"""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from shiboken6 import isValid

from bdr_desk.changes import Changes
from bdr_desk.errors import DeskError

if TYPE_CHECKING:
    from bdr_desk.desk import Desk

T = TypeVar("T")
Then = Callable[[T], object]
Failed = Callable[[DeskError], object]

STUCK_SECONDS = 1.0  # how long the end of the window waits for the network by itself
POLL_MS = 2000  # how often another window's or command's writes are looked for
log = logging.getLogger(__name__)


@dataclass
class _Job:
    owner: QObject
    run: Callable[[], Any]
    then: Then[Any] | None
    failed: Failed | None
    newest: tuple[int, str] | None
    number: int
    result: Any = None
    error: BaseException | None = None
    waits: bool = False  # on the long worker


class Tasks(QObject):
    """`changed` tells every screen what a write touched, whoever wrote it: this window, a sync, another process."""

    changed = Signal(Changes)
    problem = Signal(DeskError)  # a known error nobody else showed
    bug = Signal(Exception)
    _done = Signal(object)
    _heard = Signal(Changes)

    def __init__(self, desk: "Desk", parent: QObject | None = None, *, poll_ms: int = POLL_MS) -> None:
        super().__init__(parent)
        self._desk = desk
        self._store = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._long = ThreadPoolExecutor(1, thread_name_prefix="long")
        self._aside = ThreadPoolExecutor(1, thread_name_prefix="aside")
        self._network = ThreadPoolExecutor(2, thread_name_prefix="network")
        self._long_open = self._acts_behind = (
            0  # jobs on the long worker, and acts among them that wait for a long one
        )
        self._open = 0
        self._closed = False
        self._number = 0
        self._newest: dict[tuple[int, str], int] = {}
        self._done.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._heard.connect(self.changed, Qt.ConnectionType.QueuedConnection)
        self._last: list[Callable[[], object]] = []
        self._cuts: list[Callable[[], object]] = []
        self._on_line: set[Future[None]] = set()  # asked of the network
        self._stop_listening: Callable[[], None] | None = desk.store.on_changes(self._heard.emit)
        self._poll = QTimer(self, interval=poll_ms)
        self._poll.timeout.connect(self._look_elsewhere)
        self._poll.start()
        self._look_elsewhere()  # remember where the others stand now

    def read(
        self, owner: QObject, fn: Callable[[], T], then: Then[T], *, newest: str = "", failed: Failed | None = None
    ) -> None:  # fmt: skip
        """Run a query on the store worker. With `newest` named, an answer overtaken by a later question of the same
        owner and name is dropped."""
        self._start(self._long if self._acts_behind else self._store, owner, fn, then, failed, newest)

    def read_long(
        self, owner: QObject, fn: Callable[[], T], then: Then[T], *, newest: str = "", failed: Failed | None = None
    ) -> None:  # fmt: skip
        """`read` of what looks at every lead: nothing asked for after it waits. It sees the writes asked for before it."""
        job = self._job(owner, fn, then, failed, newest)
        if job:
            before = self._long if self._acts_behind else self._store
            before.submit(lambda: self._submit(self._aside, job))  # when their turn has come

    def act_long(
        self, owner: QObject, fn: Callable[[], T], then: Then[T] | None = None, failed: Failed | None = None
    ) -> None:
        """Run an action that takes long. It is finished even when the window closes meanwhile.

        What it left in the log of the database is folded afterwards, when its result has been shown.
        """
        self._start(self._long, owner, fn, then, failed)
        self._long.submit(self._desk.store.fold_log)

    def act(
        self, owner: QObject, fn: Callable[[], T], then: Then[T] | None = None, failed: Failed | None = None
    ) -> None:
        """Run an action on the store worker. It is finished even when the window closes meanwhile."""
        if self._long_open:
            self._acts_behind += 1
        self._start(self._long if self._long_open else self._store, owner, fn, then, failed)

    @property
    def in_long(self) -> bool:
        """Whether an act would have to wait for one that takes long, and reads with it."""
        return self._long_open > 0

    def network(
        self, owner: QObject, fn: Callable[[], T], then: Then[T] | None = None, failed: Failed | None = None
    ) -> None:
        """Run what may wait for the network."""
        self._start(self._network, owner, fn, then, failed)

    def at_end(self, fn: Callable[[], object]) -> None:
        """Run this when the window has closed and nothing else runs any more."""
        self._last.append(fn)

    def when_stuck(self, fn: Callable[[], object]) -> None:
        """Run this when the window closes and the network is still waited for: it breaks off what keeps it."""
        self._cuts.append(fn)

    @property
    def idle(self) -> bool:
        """Nothing runs, and every result has been handed over."""
        return self._open == 0

    @property
    def closed(self) -> bool:
        """The window closes: what takes long and can be stopped may stop."""
        return self._closed

    def shut_down(self) -> None:
        """Finish every write asked for, then stop. Nothing is delivered any more."""
        self._poll.stop()
        self._closed = True
        self._store.shutdown(wait=True)
        self._long.shutdown(wait=True)
        self._aside.shutdown(wait=True)
        self._network.shutdown(wait=False, cancel_futures=True)
        if wait(self._on_line, STUCK_SECONDS).not_done:
            for cut in self._cuts:
                cut()
        self._network.shutdown(wait=True)
        for fn in self._last:
            with suppress(DeskError):  # nobody is there to be told
                fn()
        if self._stop_listening:
            self._stop_listening()
            self._stop_listening = None

    def _start(
        self, pool: ThreadPoolExecutor, owner: QObject, run: Callable[[], Any], then: Then[Any] | None,
        failed: Failed | None, newest: str = "",
    ) -> None:  # fmt: skip
        if job := self._job(owner, run, then, failed, newest):
            job.waits = pool is self._long
            self._long_open += job.waits
            self._submit(pool, job)

    def _job(
        self,
        owner: QObject,
        run: Callable[[], Any],
        then: Then[Any] | None,
        failed: Failed | None,
        newest: str,
    ) -> _Job | None:
        if self._closed:  # the window is closing: nobody would see the answer
            return None
        self._number += 1
        slot = (id(owner), newest) if newest else None
        if slot:
            self._newest[slot] = self._number
        self._open += 1
        return _Job(owner, run, then, failed, slot, self._number)

    def _submit(self, pool: ThreadPoolExecutor, job: _Job) -> None:
        future = pool.submit(_run, job)
        if pool is self._network:
            self._on_line.add(future)
            future.add_done_callback(self._on_line.discard)
        future.add_done_callback(lambda _: self._report(job))

    def _report(self, job: _Job) -> None:
        if isValid(self):
            self._done.emit(job)

    def _deliver(self, job: _Job) -> None:
        self._open -= 1
        self._long_open -= job.waits
        if not self._long_open:
            self._acts_behind = 0
        overtaken = job.newest is not None and self._newest.get(job.newest) != job.number
        if job.error is not None:
            self._tell(job)
        elif job.then and isValid(job.owner) and not overtaken:
            job.then(job.result)

    def _tell(self, job: _Job) -> None:
        if isinstance(job.error, DeskError):
            if job.failed and isValid(job.owner):
                job.failed(job.error)
            else:
                self.problem.emit(job.error)
        elif isinstance(job.error, Exception):
            log.error("a task failed", exc_info=job.error)
            self.bug.emit(job.error)

    def _look_elsewhere(self) -> None:
        self.read(self, self._desk.store.changed_elsewhere, self._tell_elsewhere, failed=_not_now)

    def _tell_elsewhere(self, changes: Changes) -> None:
        if changes:
            self.changed.emit(changes)


class Background(QObject):
    """One thing at a time beside the window, before there is a desk whose `Tasks` could do it. Bugs are raised on."""

    _done = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="opening")
        self._done.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(self, fn: Callable[[], T], then: Then[T], failed: Failed) -> None:
        job = _Job(self, fn, then, failed, None, 0)
        self._pool.submit(_run, job).add_done_callback(
            lambda _: self._done.emit(job) if isValid(self) else None
        )

    def _deliver(self, job: _Job) -> None:
        if isinstance(job.error, DeskError) and job.failed:
            job.failed(job.error)
        elif job.error is not None:
            raise job.error
        elif job.then:
            job.then(job.result)


def _run(job: _Job) -> None:
    try:
        job.result = job.run()
    except BaseException as error:  # handed to the window's thread, which tells the user
        job.error = error


def _not_now(_error: DeskError) -> None:
    """The store is busy: the next look will tell."""
