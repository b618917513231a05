"""Who is in the team, as its database says; an admin takes somebody out of it here."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from bdr_desk.actions.team import Removed, remove_member
from bdr_desk.desk import Desk
from bdr_desk.errors import DeskError
from bdr_desk.queries.team_members import MemberView, team_members
from bdr_desk.ui.tasks import Tasks
from bdr_desk.ui.team_ticket import ROLE_SAYS
from bdr_desk.ui.widgets.parts import button, column, dress, label, row
from bdr_desk.ui.widgets.question import Question
from bdr_desk.ui.widgets.row_table import Column, RowTable
from bdr_desk.ui.widgets.times import moment

_SHOWN = 6  # rows of the table
_GOES = (
    "Their logins end at once, also where a desk is open. What they did stays, with their name; their own desk keeps its copy of "
    "what it held."
)


class MembersPanel(QWidget):
    def __init__(self, desk: Desk, tasks: Tasks, now: Callable[[], datetime]) -> None:
        """`now` in the user's zone."""
        super().__init__()
        self._desk, self._tasks, self._now = desk, tasks, now
        self._admin = False
        self.table: RowTable[MemberView] = RowTable("Members", self._columns())
        for corner in self.table.findChildren(QAbstractButton):  # Qt makes one, though it is never seen
            corner.setAccessibleName("All members")
        self.table.chosen.connect(self._chosen)
        self.remove = button("Take out of the team", self.ask)
        self.question = Question()
        self.says = label("", wrap=True, select=True)
        line = row(self.remove, self.says, gap=12)
        line.setStretch(1, 1)
        self.setLayout(column(label("Who is in the team", "strong"), self.table, line, self.question, gap=12))

    def _columns(self) -> tuple[Column[MemberView], ...]:
        return (
            Column("Name", lambda one: one.name),
            Column("Role", lambda one: ROLE_SAYS.get(one.role, one.role), 110),
            Column("Project", _where, 170),
            Column(
                "Since", self._since, 200, tone=lambda one: "" if one.joined_at or one.left_at else "warn"
            ),
        )

    def _since(self, one: MemberView) -> str:
        if one.left_at:
            return f"left {moment(one.left_at, self._now())}"
        return moment(one.joined_at, self._now()) if one.joined_at else "has a code, not joined yet"

    # What is shown

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def show_for(self, *, admin: bool) -> None:
        self._admin = admin
        self.remove.setVisible(admin)

    def refresh(self) -> None:
        """Waits for the network; without it what was shown stays."""
        self._tasks.network(self, lambda: team_members(self._desk), self._show, self._failed)

    def _show(self, found: Sequence[MemberView]) -> None:
        before = self.table.row.login if self.table.row else ""
        self.table.show_rows(found, current=lambda one: one.login == before)
        self.table.setFixedHeight(self.table.height_for(min(_SHOWN, max(2, len(found)))))
        if self.table.row:
            self._chosen(self.table.row)

    def _failed(self, error: DeskError) -> None:
        self._say(error.title, "warn")

    def _chosen(self, one: MemberView) -> None:
        self.question.close_question()
        self.remove.setEnabled(one.left_at is None and one.user != self._desk.me)

    # Taking somebody out

    def ask(self) -> None:
        one = self.table.row
        if one is not None and self._admin:
            self.question.ask(
                f"Take {one.name} out of the team?",
                _GOES,
                "Take out",
                lambda _: self._take_out(one),
                danger=True,
            )

    def _take_out(self, one: MemberView) -> None:
        self.question.close_question()
        self._say(f"Taking {one.name} out…")
        self._tasks.network(self, lambda: remove_member(self._desk, one.user), self._gone, self._failed)

    def _gone(self, gone: Removed) -> None:
        still = " The server itself still lets them log in, to see nothing." if gone.open_logins else ""
        self._say(f"{gone.name} is out of the team.{still}", "good")
        self.refresh()

    def _say(self, text: str, tone: str = "") -> None:
        self.says.setText(text)
        dress(self.says, tone=tone)


def _where(one: MemberView) -> str:
    if one.role == "rep":
        return "what is handed to them"
    return one.project or "all of them"
