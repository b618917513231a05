"""The state of the team's database, always in sight; a press asks for a round."""

from PySide6.QtCore import Signal

from bdr_desk.queries.team import TeamState, chip, progress_says, trouble_says
from bdr_desk.ui.sync_watch import SyncWatch
from bdr_desk.ui.widgets.parts import KeyButton, dress


class SyncChip(KeyButton):
    """`join_wanted` when it is pressed outside a team."""

    join_wanted = Signal()

    def __init__(self, sync: SyncWatch) -> None:
        super().__init__("")
        self._sync = sync
        dress(self, look="chip")
        self.clicked.connect(lambda _checked: self._pressed())
        sync.changed.connect(self._show)

    def _pressed(self) -> None:
        if self._sync.state is not None and not self._sync.state.joined:
            self.join_wanted.emit()
        else:
            self._sync.ask()

    def _show(self) -> None:
        state = self._sync.state
        if state is None:
            return
        if self._sync.progress:
            self._say(progress_says(self._sync.progress), "")
        elif self._sync.asked:
            self._say("Syncing…", "")
        else:
            self._say(chip(state), tone(state))
        self.setToolTip(trouble_says(state) or ("Sync now (F5)" if state.joined else "Join a team"))

    def _say(self, text: str, tone: str) -> None:
        self.set_text(text)
        self.setAccessibleName(f"Team: {text}")
        dress(self, tone=tone)
        self.setMinimumWidth(self.sizeHint().width())


def tone(state: TeamState) -> str:
    if not state.joined:
        return ""
    if state.trouble:
        return "warn"
    return "" if state.pending else "good"
