"""The outside reps who take the meetings: their hours, what is booked, and one more by e-mail address."""

from collections.abc import Mapping
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLayout, QWidget

from bdr_desk.actions.meetings import add_rep
from bdr_desk.actions.projects import set_up_project
from bdr_desk.changes import Changes
from bdr_desk.desk import Desk
from bdr_desk.errors import DeskError
from bdr_desk.queries.meetings import RepView, reps
from bdr_desk.queries.projects import ProjectView, current_project
from bdr_desk.ui.commands import key_text
from bdr_desk.ui.meeting_detail import place
from bdr_desk.ui.tasks import Tasks
from bdr_desk.ui.widgets.inline_form import InlineForm
from bdr_desk.ui.widgets.parts import Part, button, caption, chip, column, label, refill, row

TOUCHING = ("user", "meeting", "project", "setting")


class RepsPanel(QWidget):
    notice = Signal(str, str)

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__()
        self.desk, self.tasks = desk, tasks
        self._project: ProjectView | None = None
        self._booked: Mapping[UUID, int] | None = (
            None  # by the team's database, where this desk does not know all
        )
        self.form = InlineForm(stacked=True)
        self._box = column(gap=12)
        self._add = button("Add a rep", self.ask, key=key_text("add_rep"))
        self.setLayout(
            column(
                row(caption("Reps"), 0),
                self._box,
                row(self._add, 0),
                self.form,
                0,
                margins=(16, 20, 16, 16),
                gap=12,
            )
        )

    def refresh(self, changes: Changes) -> None:
        if changes.touches(*TOUCHING) and self.isVisible():
            self.ask_reps()

    def ask_reps(self) -> None:
        self.tasks.read(
            self,
            lambda: (reps(self.desk), current_project(self.desk)),
            lambda found: self._show(*found),
            newest="reps",
        )

    def count_booked(self, booked: Mapping[UUID, int]) -> None:
        """Meetings still to come of each rep, where others know more than this desk."""
        self._booked = booked
        self.ask_reps()

    def ask(self) -> None:
        """Add one by the address the invitations come from."""
        self.form.ask("The rep's e-mail address", "name@company.com", "Add", self._add_rep)

    def _add_rep(self, email: str) -> None:
        project = self._project

        def add() -> UUID:
            rep = add_rep(self.desk, email.strip())
            if project is not None and project.rep is None:  # the first one takes the project's meetings
                set_up_project(self.desk, project.key, rep_id=rep)
            return rep

        self.tasks.act(self, add, lambda _: self._added(email), self._refused)

    def _added(self, email: str) -> None:
        self.form.done()
        self.notice.emit(
            f"{email.strip()} can take meetings now, 9:00 to 17:00 in this desk's time zone.", "good"
        )

    def _refused(self, error: DeskError) -> None:
        self.notice.emit(str(error), "danger")

    def _use(self, rep: UUID) -> None:
        project = self._project
        if project is not None:
            self.tasks.act(
                self, lambda: set_up_project(self.desk, project.key, rep_id=rep), failed=self._refused
            )

    def _show(self, found: tuple[RepView, ...], project: ProjectView | None) -> None:
        self._project = project
        nobody = "Nobody takes meetings yet. The invitations go out in a rep's name."
        refill(self._box, *(map(self._rep, found) if found else (label(nobody, "soft", wrap=True),)))

    def _rep(self, rep: RepView) -> QLayout:
        takes = self._project is not None and self._project.rep == rep.rep
        mark: Part = chip("takes this project's meetings", "accent") if takes else self._choose(rep)
        count = rep.booked if self._booked is None else self._booked.get(rep.rep, 0)
        booked = f"{count} booked" if count else "nothing booked"
        return column(
            label(rep.name, "strong", wrap=True), label(rep.email, "small", select=True),
            label(f"{rep.hours}, {place(rep.time_zone)}; {booked}", "small", wrap=True),
            row(mark, 0, margins=(0, 4, 0, 0)), gap=2,
        )  # fmt: skip

    def _choose(self, rep: RepView) -> QWidget:
        made = button(
            "Let them take the meetings",
            lambda: self._use(rep.rep),
            look="link",
            name=f"Let {rep.name} take the meetings",
        )
        made.setEnabled(self._project is not None)
        return made
