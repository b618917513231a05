"""What is set up and what is not, as `doctor` tells it; asked away from the window, for the team's database may be slow."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from bdr_desk import settings
from bdr_desk.actions.health import mend
from bdr_desk.desk import Desk
from bdr_desk.queries.health import Check, checks
from bdr_desk.ui.tasks import Tasks
from bdr_desk.ui.widgets.parts import button, chip, clear, column, label, row

# Where each check can be put right, and how it is called here.
_TITLES = {"user": "You", "line": "Calling", "mail": "Mail", "audio": "Recordings"}
_SECTION = {
    "user": settings.YOU.id,
    "project": settings.PROJECT.id,
    "team": settings.TEAM.id,
    "backups": settings.BACKUPS.id,
}
MARK, NAME = 76, 92  # px


class HealthPanel(QWidget):
    """`wanted` (section) when the user goes to put something right."""

    wanted = Signal(str)

    def __init__(self, desk: Desk, tasks: Tasks, now: Callable[[], datetime]) -> None:
        """`now` in the user's zone."""
        super().__init__()
        self._desk, self._tasks, self._now = desk, tasks, now
        self._asking = False
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnMinimumWidth(0, MARK)
        self._grid.setColumnMinimumWidth(1, NAME)
        self._grid.setColumnStretch(2, 1)
        self.again = button("Check again", self.refresh)
        self._says = label("", "small", wrap=True)
        line = row(self.again, self._says)
        line.setStretch(1, 1)
        self.setLayout(column(self._grid, line, gap=12))
        self.shown: tuple[Check, ...] = ()

    def refresh(self) -> None:
        """Ask everything anew; not twice at a time."""
        if self._asking:
            return
        self._asking = True
        self._says.setText("Checking…")
        self._tasks.network(
            self, lambda: checks(self._desk), self._show, lambda error: self._done(str(error))
        )

    def _show(self, found: Sequence[Check]) -> None:
        self.shown = tuple(found)
        clear(self._grid)
        for line, check in enumerate(found):
            self._add(line, check)
        missing = sum(not check.ok for check in found)
        self._done(f"Checked at {self._now():%H:%M}. " + _counted(missing))

    def _add(self, line: int, check: Check) -> None:
        mark = chip("set up", "good") if check.ok else chip("not set up")
        says, name = label(check.says, wrap=True, select=True), label(title(check), "soft")
        for part in (says, name):
            part.setContentsMargins(0, 2, 0, 2)  # on one line with the mark
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(mark, line, 0, top)
        self._grid.addWidget(name, line, 1, top)
        self._grid.addWidget(says, line, 2, top)
        if not check.ok and (go := self._way_out(check)):
            self._grid.addWidget(go, line, 3, top)

    def _way_out(self, check: Check) -> QWidget | None:
        if check.check == "search":
            return button("Make it anew", self.mend, look="link", name="Make the search index anew")
        if section := _SECTION.get(check.check):
            return button(
                "Set it up", lambda: self.wanted.emit(section), look="link", name=f"Set up: {title(check)}"
            )
        return None

    def mend(self) -> None:
        self._says.setText("Making the search index anew…")
        self._tasks.act(
            self, lambda: mend(self._desk), lambda _: self.refresh(), lambda error: self._done(str(error))
        )

    def _done(self, says: str) -> None:
        self._asking = False
        self._says.setText(says)


def title(check: Check) -> str:
    return _TITLES.get(check.check, check.check.capitalize())


def _counted(missing: int) -> str:
    if not missing:
        return "Everything is set up."
    return "One thing is not set up." if missing == 1 else f"{missing} things are not set up."
