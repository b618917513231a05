"""How the desk goes on after a call: the mode as it stands in the panel, changed by key or click, and what it means here."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from bdr_desk.actions.queue_settings import choose_mode
from bdr_desk.domain.queue_settings import Mode
from bdr_desk.errors import DeskError
from bdr_desk.queries.queue_settings import GoesOn
from bdr_desk.ui.power_dialling import PowerDialling
from bdr_desk.ui.queue_mode_line import TITLES, Countdown, says_of

if TYPE_CHECKING:
    from bdr_desk.ui.call_desk_page import CallDeskPage


class QueueModes(QObject):
    def __init__(self, page: "CallDeskPage") -> None:
        super().__init__(page)
        self._page = page
        self.goes_on = GoesOn(Mode.PREVIEW, Mode.PREVIEW, 5)  # until it is read
        self.power = PowerDialling(page, lambda: self.goes_on)
        self.countdown = Countdown(page.person, page.person.dial_button)
        self.power.changed.connect(self._show_countdown)
        page.queue.mode.chosen.connect(self._choose)

    @property
    def by_hand(self) -> bool:
        """Nobody comes to the desk unless the user picks them."""
        return self.goes_on.mode == Mode.MANUAL

    def show(self, goes_on: GoesOn) -> None:
        """As it was read."""
        self.goes_on = goes_on
        self._page.queue.mode.show_mode(goes_on)
        if goes_on.mode != Mode.POWER:
            self.power.stop()

    def next_mode(self) -> None:
        every = list(Mode)
        self._choose(every[(every.index(self.goes_on.mode) + 1) % len(every)])

    def _choose(self, mode: Mode) -> None:
        page, before = self._page, self.goes_on
        self.show(GoesOn(mode, before.of_project, before.countdown))
        page.notice.emit(f"{TITLES[mode]}. {says_of(mode, before.countdown)}", "")
        page.tasks.act(
            self, lambda: choose_mode(page.desk, mode), failed=lambda error: self._kept(error, before)
        )

    def _kept(self, error: DeskError, before: GoesOn) -> None:
        self.show(before)
        self._page.notice.emit(str(error), "danger")

    def _show_countdown(self) -> None:
        lead = self._page.lead
        self.countdown.show_left(lead.view.name if lead else "", self.power.left)
