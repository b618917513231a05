"""Notes, saved as they are typed, and what happened at this account before."""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from bdr_desk.queries.leads import HistoryItem
from bdr_desk.ui.call_session import CallSession
from bdr_desk.ui.commands import State, key_text
from bdr_desk.ui.lead_on_desk import LeadOnDesk
from bdr_desk.ui.script_panel import scrolled
from bdr_desk.ui.widgets.parts import caption, clear, column, dress, keycap, label, row

SHOWN = 20


class NotesPanel(QWidget):
    def __init__(self, session: CallSession) -> None:
        super().__init__()
        self._session = session
        self.edit = QPlainTextEdit()
        dress(self.edit, look="notes")
        self.edit.setTabChangesFocus(True)
        self.edit.setAccessibleName("Notes")
        self.edit.setPlaceholderText("What was said, in their words")
        self.edit.setMinimumHeight(56)
        self.edit.textChanged.connect(self._typed)
        self._says = label("Saved as you type.", "small")
        head = row(caption("Notes"), 0, keycap(key_text("note")))
        self.setLayout(column(head, self.edit, self._says, margins=(24, 12, 24, 12), gap=8))
        session.saved.connect(self._was_saved)

    def _was_saved(self) -> None:
        ended = self._session.state == State.WRAP_UP and self.edit.hasFocus()
        self._say("Saved. Esc leaves the note, then one key logs the call." if ended else "Saved.")

    def show_lead(self, lead: LeadOnDesk | None) -> None:
        """The note as the session has it."""
        self._filling = True
        self.edit.setPlainText(self._session.note)
        self._filling = False
        self.edit.setEnabled(lead is not None)
        self._say("Saved as you type.")

    _filling = False

    def _typed(self) -> None:
        if not self._filling:
            self._session.write_note(self.edit.toPlainText())
            self._say("Saving…")

    def _say(self, text: str) -> None:
        self._says.setText(text)


class HistoryPanel(QWidget):
    """Everything at the account, newest first."""

    def __init__(self) -> None:
        super().__init__()
        self._box = QVBoxLayout()
        self._box.setSpacing(8)
        inside = QWidget()
        inside.setLayout(column(self._box, 0, margins=(16, 0, 16, 12)))
        self.setLayout(column(row(caption("History"), 0, margins=(16, 12, 16, 4)), scrolled(inside), gap=4))

    def show_history(self, lead: LeadOnDesk | None, now: datetime) -> None:
        clear(self._box)
        items = lead.view.history[:SHOWN] if lead else ()
        for item in items:
            self._box.addWidget(_entry(item, lead.view.name if lead else "", now))
        if not items:
            self._box.addWidget(label("Nobody here was called yet." if lead else "", "small", wrap=True))


def _entry(item: HistoryItem, name: str, now: datetime) -> QWidget:
    what = item.says or item.medium
    who = "" if item.contact_name == name else f", {item.contact_name}"
    undone = " (undone)" if item.undone else ""
    head = label(f"{what}{who}{undone}", "soft" if item.undone else "", wrap=True)
    when = label(spoken_day(item.at, now), "small")
    when.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    line = row(head, when)
    line.setStretch(0, 1)
    made = QWidget()
    parts = [label(item.note, "small", wrap=True)] if item.note else []
    made.setLayout(column(line, *parts, gap=0))
    return made


def spoken_day(at: datetime, now: datetime) -> str:
    """In the zone of `now`: "14:05" today, "yesterday", "Mon" within a week, else "24 Mar" or "24 Mar 2026"."""
    at = at.astimezone(now.tzinfo)
    away = (now.date() - at.date()).days
    if away == 0:
        return f"{at:%H:%M}"
    if away == 1:
        return "yesterday"
    if 1 < away < 7:
        return f"{at:%a}"
    return f"{at.day} {at:%b}" + ("" if at.year == now.year else f" {at.year}")
