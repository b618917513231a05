"""Calls that were cut off: offered with what was typed, until they are closed."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from bdr_desk.queries.drafts import CallDraft
from bdr_desk.ui.commands import State, key_text
from bdr_desk.ui.widgets.parts import Elided, button, dress, label, row


class UnfinishedStrip(QFrame):
    taken = Signal(object)  # UUID of the lead

    def __init__(self) -> None:
        super().__init__()
        dress(self, look="strip")
        self._drafts: list[CallDraft] = []
        self._title = label("", "strong")
        self._note = Elided("", "soft")
        self._take = button("Take it up", self.take, key=key_text("take_up"))
        box = row(self._title, self._note, self._take, margins=(24, 4, 16, 4), gap=12)
        box.setStretch(1, 1)
        self.setLayout(box)
        self.hide()

    @property
    def waiting(self) -> bool:
        return bool(self._drafts)

    def show_drafts(self, drafts: Sequence[CallDraft], zone: ZoneInfo | None) -> None:
        """Calls that had begun; a note written before dialling waits quietly at its lead."""
        self._drafts = [draft for draft in drafts if draft.state != State.QUEUE]
        self.setVisible(self.waiting)
        if self._drafts:
            count = len(self._drafts)
            latest = self._drafts[0]
            when = f"{latest.started_at.astimezone(zone):%a %H:%M}"
            self._title.setText(
                f"A call of {when} was not logged." if count == 1 else f"{count} calls were not logged."
            )
            self._note.setText(f"“{latest.note}”" if latest.note else "")

    def take(self) -> None:
        if self._drafts:
            self.taken.emit(self._drafts[0].lead)
