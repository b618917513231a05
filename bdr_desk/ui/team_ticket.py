"""The one-time code of somebody just let into the team, to be passed on."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame

from bdr_desk.actions.team import Added
from bdr_desk.ui.widgets.parts import KeyButton, button, column, dress, label, row

COPY = 144  # px
ROLE_SAYS = {"bdr": "BDR", "lead": "team lead", "rep": "rep", "marketer": "marketer", "admin": "admin"}


class TicketCard(QFrame):
    """The one-time code of somebody just added, and where they join: to be passed on now, for it is kept nowhere."""

    def __init__(self) -> None:
        super().__init__()
        dress(self, look="card")
        self._who = label("", "strong", wrap=True)
        self.code, self.url = label("", "heading", select=True), label("", wrap=True, select=True)
        self.code.setAccessibleName("One-time code")
        self.copy_code = button("Copy the code", lambda: _copy(self.code.text(), self.copy_code))
        self.copy_url = button("Copy the database", lambda: _copy(self.url.text(), self.copy_url))
        for made in (self.copy_code, self.copy_url):
            made.setFixedWidth(COPY)
        says = "They open Set-up, Team, on their desk and type the database, their name and this code. It works once, and it is "
        note = label(says + "shown only here: pass it on now.", "small", wrap=True)
        second = row(self.url, self.copy_url, gap=16)
        second.setStretch(0, 1)
        self.setLayout(
            column(
                self._who, row(self.code, 0, self.copy_code), second, note, margins=(16, 12, 12, 12), gap=8
            )
        )
        self.hide()

    def show_ticket(self, added: Added, url: str) -> None:
        self._who.setText(
            f"{added.name} may join, as {ROLE_SAYS.get(added.role, added.role)}, with this code:"
        )
        self.code.setText(added.code)
        self.url.setText(url)
        self.copy_code.set_text("Copy the code")
        self.copy_url.set_text("Copy the database")
        self.show()
        self.copy_code.setFocus()


def _copy(text: str, pressed: KeyButton) -> None:
    QGuiApplication.clipboard().setText(text)
    pressed.set_text("Copied")
