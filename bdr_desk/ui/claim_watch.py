"""Claims while the window is open: asked for when the lead in hand changes, after each outcome, and at the server's beat.

All of it waits for the network away from the window, one question at a time; what is kept of the answers tells the screens.
"""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QObject, QTimer

from bdr_desk.actions.claims import ClaimKeeper, Holding
from bdr_desk.changes import Changes
from bdr_desk.desk import Desk
from bdr_desk.errors import DeskError
from bdr_desk.ui.call_session import CallSession
from bdr_desk.ui.tasks import Tasks

AGAIN_SECONDS = 45.0  # after the store was busy
_LET_GO = ("alone", "not_yet", "offline")  # there is nobody to ask before a call, or no use in asking


class ClaimWatch(QObject):
    def __init__(self, desk: Desk, tasks: Tasks, session: CallSession) -> None:
        super().__init__(session)
        self._keeper, self._tasks, self._session = ClaimKeeper(desk), tasks, session
        self.now: Holding | None = None  # before the first answer
        self._asked: UUID | None = None  # the lead in hand when it was asked last
        self._asking = self._once_more = False
        self._waiting: tuple[UUID, Callable[[], object]] | None = None
        self._beat = QTimer(self, singleShot=True)
        self._beat.timeout.connect(self.ask)
        session.changed.connect(self._lead_changed)
        session.logged.connect(lambda _: self._ask_in_team())
        tasks.changed.connect(self._joined)
        tasks.at_end(self._keeper.close)
        self.ask()

    def first(self, then: Callable[[], object]) -> None:
        """Do `then` once the account of the lead in hand is held for it, or the answer is that it is not: what dials asks the
        rules itself. Dropped when another lead is in hand by then."""
        lead = self._session.lead
        if lead is None:
            return
        if self.holds(lead):
            then()
        else:
            self._waiting = (lead, then)
            self.ask()

    def holds(self, lead: UUID) -> bool:
        """Whether the account of the lead in hand is had, as far as it was answered; a desk without a team has them all."""
        return self.now is not None and (self.now.state in _LET_GO or self.now.hand == lead)

    def ask(self) -> None:
        if self._asking:
            self._once_more = True
            return
        self._asking, self._once_more = True, False
        lead = self._asked = self._session.lead
        self._tasks.network(self, lambda: self._keeper.refresh(lead), self._answered, self._failed)

    def _lead_changed(self) -> None:
        if self._session.lead != self._asked:
            self._ask_in_team()

    def _ask_in_team(self) -> None:
        if self.now is None or self.now.state != "alone":
            self.ask()

    def _joined(self, changes: Changes) -> None:
        """A desk that was alone may have joined a team."""
        if self.now is not None and self.now.state == "alone" and changes.touches("setting"):
            self.ask()

    def _answered(self, now: Holding) -> None:
        self.now = now
        self._go_on(now.again)

    def _failed(self, _error: DeskError) -> None:
        """The store was busy."""
        self._go_on(AGAIN_SECONDS)

    def _go_on(self, again: float) -> None:
        self._asking = False
        if again:
            self._beat.start(int(again * 1000))
        self._let_wait_end()
        if self._once_more:
            self.ask()

    def _let_wait_end(self) -> None:
        if self._waiting is None or self._waiting[0] != self._asked:
            return
        (lead, then), self._waiting = self._waiting, None
        if lead == self._session.lead:
            then()
