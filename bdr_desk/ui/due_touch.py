"""A touch that is due on the call desk and is no call: noted as done by a key, and not dialled over by accident."""

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject

from bdr_desk.actions.touches import LoggedTouch, log_reply, log_touch
from bdr_desk.domain.cadence.onward import TITLES
from bdr_desk.domain.words import Medium, Next
from bdr_desk.errors import DeskError
from bdr_desk.ui.commands import key_text

if TYPE_CHECKING:
    from bdr_desk.ui.call_desk_page import CallDeskPage


class DueTouch(QObject):
    def __init__(self, page: "CallDeskPage") -> None:
        super().__init__(page)
        self._page = page
        self._told: UUID | None = None  # the lead of whom it was said that no call is due

    @property
    def is_due(self) -> bool:
        return self._page.lead is not None and bool(self._page.lead.explained.instead)

    def may_dial(self) -> bool:
        """Asked before each dial. The first time for a lead with another touch due it is said instead; then it is wanted."""
        page = self._page
        if page.lead is None or not self.is_due or self._told == page.lead.view.lead:
            return True
        self._told = page.lead.view.lead
        what, done, dial = self._title, key_text("touch_done"), key_text("dial")
        page.notice.emit(f"{what} is due, no call: {done} notes it as done. {dial} once more dials.", "warn")
        return False

    def done(self) -> None:
        page, lead = self._page, self._page.lead
        if lead is not None and self.is_due:
            key, medium = lead.view.lead, lead.explained.medium
            page.tasks.act(self, lambda: log_touch(page.desk, key, medium), self._noted, self._refused)

    def wrote_back(self) -> None:
        """They are called next; the lead stays on the desk."""
        page, lead = self._page, self._page.lead
        if lead is not None:
            key, name = lead.view.lead, lead.view.name
            page.tasks.act(
                self, lambda: log_reply(page.desk, key), lambda done: self._replied(name, done), self._refused
            )

    def _replied(self, name: str, done: LoggedTouch) -> None:
        says = "What was promised stands." if done.next_kind == Next.CALLBACK else "Call them now."
        self._page.notice.emit(
            f"{name} wrote back: noted. {says if done.next_kind != Next.NONE else ''}".strip(), "good"
        )

    @property
    def _title(self) -> str:
        return TITLES[Medium(self._page.lead.explained.medium)] if self._page.lead else ""

    def _noted(self, touch: LoggedTouch) -> None:
        self._page.notice.emit(f"{TITLES[Medium(touch.medium)]} noted. Next: {touch.says}.", "good")
        self._page.next_lead()

    def _refused(self, error: DeskError) -> None:
        self._page.notice.emit(str(error), "danger")
