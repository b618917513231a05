"""“Erase this person…”: what would go, the reason asked in place, and the proof. For the page that shows a person."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QWidget

from bdr_desk.actions.erasures import Erased, erase_person
from bdr_desk.desk import Desk
from bdr_desk.errors import DeskError
from bdr_desk.ui.tasks import Tasks
from bdr_desk.ui.widgets.inline_form import InlineForm
from bdr_desk.ui.widgets.parts import button, column, dress, label, row

_QUESTION = "Erase {name} for good? Say who asked, when and how. It cannot be undone."
_WORDS = {
    "contact": "the person", "contact_phone": "numbers", "contact_email": "addresses", "call": "notes of calls",
    "fact": "answers", "touch": "touches", "list_row": "rows of lists", "handoff": "handoffs", "meeting": "meetings",
    "draft": "drafts", "referral": "referrals", "account_route": "ways in by phone",
    "invitation_message": "invitations", "suppression": "do-not-contact entries",
}  # fmt: skip


class ErasureForm(QWidget):
    """Hidden until `ask`. `erased` when it is done; the page lets go of the person then."""

    erased = Signal()

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__()
        self._desk, self._tasks = desk, tasks
        self._proof: dict[str, Any] = {}
        self.form = InlineForm(stacked=True)
        self.says = label("", wrap=True, select=True)
        self.copy = button("Copy the proof", self._copy)
        self.close_key = button("Close", self.hide)
        self._keys = QWidget()
        self._keys.setLayout(row(self.copy, self.close_key, 0))
        self.setLayout(column(self.form, self.says, self._keys, gap=8))
        self.hide()

    def ask(self, contact: UUID, name: str) -> None:
        """`contact` (or a lead) is asked about first: what would go is shown beside the question."""
        self._keys.hide()
        self._say("", "")
        self.show()
        self.form.ask(
            _QUESTION.format(name=name or "this person"),
            "letter of 6 April",
            "Erase",
            lambda why: self._erase(contact, why),
        )
        self._tasks.act(
            self,
            lambda: erase_person(self._desk, str(contact), "dry run", dry_run=True),
            self._would,
            self._refused,
        )

    def _would(self, tried: Erased) -> None:
        self._say(f"What goes: {in_words(tried.proof['rows'])}.", "")

    def _erase(self, contact: UUID, reason: str) -> None:
        self._tasks.act(
            self, lambda: erase_person(self._desk, str(contact), reason), self._done, self._refused
        )

    def _done(self, done: Erased) -> None:
        self._proof = done.proof
        self.form.done()
        backups, team = done.proof["backups"], done.proof["team"]
        more = [*backups["still_held_in"], backups["says"], team["says"], done.proof["free_text"]]
        self._say(f"Erased: {in_words(done.proof['rows'])}.\n" + "\n".join(more), "good")
        self._keys.show()
        self.erased.emit()

    def _copy(self) -> None:
        QApplication.clipboard().setText(json.dumps(self._proof, indent=1))

    def _refused(self, error: DeskError) -> None:
        self._say(str(error), "danger")

    def _say(self, text: str, tone: str) -> None:
        self.says.setText(text)
        self.says.setVisible(bool(text))
        dress(self.says, tone=tone)


def in_words(rows: Mapping[str, int]) -> str:
    """ "numbers 2, notes of calls 3" of a proof's counts."""
    named = [f"{_WORDS[table]} {count}" for table, count in rows.items() if table in _WORDS]
    return ", ".join(named) or "nothing is kept of them"
