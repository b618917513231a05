"""The day's backup, made beside the work: looked for each minute, begun when nothing is being read or written."""

from PySide6.QtCore import QObject, QTimer

from bdr_desk.desk import Desk
from bdr_desk.errors import Cancelled, DeskError
from bdr_desk.ui.tasks import Tasks

LOOK_MS = 60_000  # the first look comes as late, so that the start has the disk to itself


class BackupWatch(QObject):
    """What goes wrong is said once, until a backup was made again or the desk is opened anew."""

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__(tasks)
        self._desk, self._tasks = desk, tasks
        self._making = self._told = False
        timer = QTimer(self, interval=LOOK_MS)
        timer.timeout.connect(self.look)
        timer.start()

    def look(self) -> None:
        """Make today's backup if there is none yet."""
        if self._making or not self._tasks.idle or self._tasks.in_long:
            return
        self._making = True
        from bdr_desk.actions.backups import back_up_daily

        desk, tasks = self._desk, self._tasks
        tasks.read_long(
            self,
            lambda: back_up_daily(desk.data_dir, desk.clock(), told=lambda _share: not tasks.closed),
            lambda _made: self._done(),
            failed=self._failed,
        )

    def _done(self) -> None:
        self._making = self._told = False

    def _failed(self, problem: DeskError) -> None:
        self._making = False
        if not self._told and not isinstance(problem, Cancelled):
            self._told = True
            self._tasks.problem.emit(problem)
