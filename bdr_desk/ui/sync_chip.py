"""The state of the team's database, always in sight; a press starts one round."""

from PySide6.QtCore import Signal

from bdr_desk.changes import Changes
from bdr_desk.desk import Desk
from bdr_desk.errors import DeskError
from bdr_desk.queries.team import TeamState, chip, team_state
from bdr_desk.ui.tasks import Tasks
from bdr_desk.ui.widgets.parts import KeyButton, dress


class SyncChip(KeyButton):
    """`join_wanted` when it is pressed outside a team."""

    join_wanted = Signal()

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__("")
        self._desk, self._tasks = desk, tasks
        self._state: TeamState | None = None
        self._offline = self._syncing = False
        dress(self, look="chip")
        self.clicked.connect(lambda _checked: self._pressed())

    def refresh(self, _changes: Changes) -> None:
        self._tasks.read(self, lambda: team_state(self._desk), self._show, newest="state")

    def _pressed(self) -> None:
        if self._state is not None and not self._state.joined:
            self.join_wanted.emit()
        else:
            self.sync_now()

    def sync_now(self) -> None:
        """One round, away from the window; a second is not started while one runs."""
        if self._syncing or self._state is None or not self._state.joined:
            return
        from bdr_desk.actions.team import sync

        self._syncing = True
        self._say("Syncing…", "")
        self._tasks.network(self, lambda: sync(self._desk), lambda _: self._done(offline=False), self._failed)

    def _failed(self, problem: DeskError) -> None:
        self._done(offline=True)
        self.setToolTip(str(problem))

    def _done(self, *, offline: bool) -> None:
        self._syncing, self._offline = False, offline
        self.setToolTip("Sync now (F5)")
        self.refresh(Changes())

    def _show(self, state: TeamState) -> None:
        self._state = state
        if not self._syncing:
            tone = "" if not state.joined else "warn" if self._offline else "" if state.pending else "good"
            self._say(chip(state, offline=self._offline), tone)

    def _say(self, text: str, tone: str) -> None:
        self.set_text(text)
        self.setAccessibleName(f"Team: {text}")
        dress(self, tone=tone)
