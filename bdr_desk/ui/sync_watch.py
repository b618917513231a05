"""Rounds with the team while the window is open: the one place that runs them, never two at once; others show and ask.

A round begins soon after the start, when something of this desk waits, when the team's database says that somebody wrote
(the link's socket becomes readable: no thread waits for it), each minute, and when it is asked for. After one that failed the
next comes after a pause that grows, so that a server which comes back is not run over; asking ends the pause. A round is
followed by a rest of ten times what it took, so that a busy team's desks leave their server air.
"""

import random
from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QObject, QSocketNotifier, Qt, QTimer, Signal

from bdr_desk.actions.syncing import Progress, Round, Syncing
from bdr_desk.changes import Changes
from bdr_desk.desk import Desk
from bdr_desk.errors import Cancelled, DeskError
from bdr_desk.queries.team import TeamState, team_state
from bdr_desk.ui.tasks import Tasks

FIRST_MS = 300  # after the start, which has the processor to itself
POLL_MS = 60_000  # a signal may be missed
PAUSE_MS, LONGEST_PAUSE_MS = 5_000, 300_000  # after the first failure, doubled by each that follows
REST, LONGEST_REST_MS = 10, 2_000


class SyncWatch(QObject):
    """`changed` when there is something else to show; `ended` after each round: Synced or DeskError, and whether it was
    asked for."""

    changed = Signal()
    ended = Signal(object, bool)
    _came = Signal(object)

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__(tasks)
        self._desk, self._tasks, self._rounds = desk, tasks, Syncing(desk)
        self.state: TeamState | None = None
        self.progress: Progress | None = None  # of a long round
        self.asked = False  # somebody waits for the round that runs
        self._running = self._asked_late = (
            False  # late: while a round ran, which may have met with what is over now
        )
        self._failures = 0
        self._took = QElapsedTimer()  # since the round began
        self._rest = QTimer(self, singleShot=True)
        self._again = False  # once it has rested
        self._next = QTimer(self, singleShot=True)
        self._socket: QSocketNotifier | None = None
        self._rest.timeout.connect(self._rested)
        self._next.timeout.connect(self._run)
        self._came.connect(self._show_progress, Qt.ConnectionType.QueuedConnection)
        tasks.when_stuck(self._rounds.cut)
        tasks.at_end(self._end)

    def refresh(self, changes: Changes) -> None:
        if changes.touches("pending", "setting", "user"):
            self._tasks.read(self, lambda: team_state(self._desk), self._know, newest="state")

    def ask(self) -> None:
        """A round at once, whatever went wrong before."""
        if self.state is not None and self.state.joined:
            self.asked, self._asked_late = True, self._running
            self._run()
            self.changed.emit()

    # When

    def _know(self, state: TeamState) -> None:
        before, self.state = self.state, state
        self.changed.emit()
        if not state.joined:
            return
        if before is None:
            self._next.start(FIRST_MS)
        elif not before.joined or (state.pending and self._took.isValid() and not self._failures):
            self._soon()

    def _soon(self) -> None:
        """At once, or when the last round has been rested from."""
        if self._rest.isActive():
            self._again = True
        else:
            self._run()

    def _rested(self) -> None:
        if self._again:
            self._run()
        else:
            self._listen()

    def _listen(self) -> None:
        if self._running or (number := self._rounds.socket) is None:
            return
        self._hush()
        self._socket = QSocketNotifier(number, QSocketNotifier.Type.Read, self)
        self._socket.activated.connect(lambda *_: self._begin(self._rounds.answer))

    def _hush(self) -> None:
        """Nobody but a round reads from the link while it runs."""
        if self._socket is not None:
            self._socket.setEnabled(False)
            self._socket.deleteLater()
            self._socket = None

    # A round

    def _run(self) -> None:
        self._begin(self._rounds.round)

    def _begin(self, work: Callable[[Callable[[Progress], bool]], Round | None]) -> None:
        if self._running or self._tasks.closed:
            return
        self._running, self._again, self._asked_late = True, False, False
        self._hush()
        self._rest.stop()
        self._next.stop()
        self._took.start()
        self._tasks.network(self, lambda: _caught(work, self._tell), self._done, self._failed)

    def _tell(self, progress: Progress) -> bool:
        """On the network's thread: it goes on for as long as the window is open."""
        self._came.emit(progress)
        return not self._tasks.closed

    def _show_progress(self, progress: Progress) -> None:
        if self._running:
            self.progress = progress
            self.changed.emit()

    def _done(self, result: Round | Exception | None) -> None:
        if isinstance(result, Exception):
            if not self._failures:
                self._tasks.bug.emit(result)
            self._failed(None)
            return
        self._failures = 0
        self._again = result is not None and result.news
        self._next.start(POLL_MS)
        self._rest.start(min(LONGEST_REST_MS, REST * self._took.elapsed()))
        self._over(result.synced if result is not None else None)

    def _failed(self, problem: DeskError | None) -> None:
        self._failures += 1
        self._next.start(0 if self._asked_late else pause_ms(self._failures, random.random()))
        self._over(None if isinstance(problem, Cancelled) else problem)

    def _over(self, result: object) -> None:
        asked, self._running, self.asked, self.progress = self.asked, False, False, None
        self.changed.emit()
        if result is not None:
            self.ended.emit(result, asked)
        self.refresh(_STATE)

    def _end(self) -> None:
        self._hush()
        self._rounds.close()


_STATE = Changes({"setting": frozenset()})


def pause_ms(failures: int, chance: float) -> int:
    """Before the next try: 5 s, 10, 20 and so on up to five minutes, a quarter more or less by `chance` (0 to 1), so that a
    team's desks do not come back all at once."""
    pause = min(LONGEST_PAUSE_MS, PAUSE_MS << min(failures - 1, 10))
    return round(pause * (0.75 + chance / 2))


def _caught(
    work: Callable[[Callable[[Progress], bool]], Round | None], tell: Callable[[Progress], bool]
) -> Round | Exception | None:
    """A bug is handed on like an answer: the next round comes all the same."""
    try:
        return work(tell)
    except DeskError:
        raise
    except Exception as bug:
        return bug
