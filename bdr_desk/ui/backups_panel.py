"""The backups there are, one more, another look at them, and how one is restored."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from bdr_desk.actions.backups import check_backups, make_backup
from bdr_desk.desk import Desk
from bdr_desk.domain.backup_rule import Kind
from bdr_desk.domain.counting import counted
from bdr_desk.errors import DeskError
from bdr_desk.queries.backups import BackupsView, BackupView, backups
from bdr_desk.ui.tasks import Tasks
from bdr_desk.ui.widgets.parts import button, column, dress, label, row
from bdr_desk.ui.widgets.row_table import Column, RowTable
from bdr_desk.ui.widgets.times import moment

_WHY = {
    Kind.DAILY: "Of the day", Kind.ASKED: "You asked for it", Kind.UPGRADE: "Before an upgrade",
    Kind.ASIDE: "Put aside by a restore", Kind.OTHER: "Not made by the desk",
}  # fmt: skip
_SHOWN = 6  # rows of the table
_NONE = "No backup yet. One is made by itself a minute after the desk was opened, without holding you up."
_RESTORE = "To go back to the one marked above: close the desk and type this in a terminal. What is here now is kept aside."

_NOT_THIS = "Not this one: it is broken. It takes no other's place and goes by itself in time."


class BackupsPanel(QWidget):
    """`made` when the backups are others than before."""

    made = Signal()

    def __init__(self, desk: Desk, tasks: Tasks, now: Callable[[], datetime]) -> None:
        """`now` in the user's zone."""
        super().__init__()
        self._desk, self._tasks, self._now = desk, tasks, now
        self.table: RowTable[BackupView] = RowTable("Backups", self._columns())
        for corner in self.table.findChildren(QAbstractButton):  # Qt makes one, though it is never seen
            corner.setAccessibleName("All backups")
        self.table.chosen.connect(self._say_how)
        self.make = button("Make one now", self.make_one, look="primary")
        self.check = button("Check them all", self.check_all)
        self.says = label("", wrap=True, select=True)
        line = row(self.make, self.check, self.says, gap=12)
        line.setStretch(2, 1)
        self.how = label("", "strong", wrap=True, select=True)
        self.how.setAccessibleName("The command that restores it")
        self.copy = button("Copy", self._copy, look="link", name="Copy the command")
        command = row(self.how, self.copy, gap=12)
        command.setStretch(0, 1)
        self._restore = QWidget()
        self._restore.setLayout(column(label(_RESTORE, "soft", wrap=True), command, gap=4))
        self.where = label("", "soft", wrap=True, select=True)
        self.setLayout(column(self.table, line, self._restore, self.where, gap=12))

    def _columns(self) -> tuple[Column[BackupView], ...]:
        return (
            Column("Made", lambda one: moment(one.made_at, self._now()), 170),
            Column("Why", lambda one: _WHY[one.kind]),
            Column("Size", lambda one: f"{one.size / 1e6:,.1f} MB", 110, number=True),
            Column("Rows", lambda one: "" if one.lines is None else f"{one.lines:,}", 110, number=True),
            Column("Checked", self._checked, 170, tone=_tone, whole=lambda one: one.problem),
        )

    def _checked(self, one: BackupView) -> str:
        if one.problem:
            return "broken"
        return f"good, {moment(one.checked, self._now())}" if one.checked else "not yet"

    # What is shown

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        self._tasks.read(
            self, lambda: backups(self._desk.data_dir, self._desk.clock()), self._show, newest="backups"
        )

    def _show(self, found: BackupsView) -> None:
        before = self.table.row.title if self.table.row else ""
        self.table.show_rows(found.backups, current=lambda one: one.title == before)
        self.table.setFixedHeight(self.table.height_for(_SHOWN))
        for part in (self.table, self.check, self._restore):
            part.setVisible(bool(found.backups))
        self.where.setText(f"They lie in {found.folder}. Kept are seven days, and one a week for four weeks.")
        if not found.backups:
            self._say(_NONE)
        elif self.says.text() == _NONE:
            self._say("")
        if self.table.row:
            self._say_how(self.table.row)

    def _say_how(self, one: BackupView) -> None:
        self.how.setText(_NOT_THIS if one.problem else one.restore)
        self.copy.setVisible(not one.problem)

    def _copy(self) -> None:
        QApplication.clipboard().setText(self.how.text())
        self._say("The command is copied.")

    # What is done

    def make_one(self) -> None:
        """Beside the work: nothing waits for it."""
        self._begin("Making a backup…")
        desk = self._desk
        self._tasks.read_long(
            self, lambda: make_backup(desk.data_dir, desk.clock(), told=lambda _share: not self._tasks.closed),
            self._made, failed=self._failed,
        )  # fmt: skip

    def _made(self, made: BackupView) -> None:
        self._ended(
            f"Made and checked: {made.size / 1e6:,.1f} MB, {counted(made.lines or 0, 'row')}.", "good"
        )

    def check_all(self) -> None:
        self._begin("Checking…")
        desk = self._desk
        self._tasks.read_long(
            self, lambda: check_backups(desk.data_dir, desk.clock()), self._looked, failed=self._failed
        )

    def _looked(self, found: Sequence[BackupView]) -> None:
        broken = [one for one in found if one.problem]
        if broken:
            self._ended(f"{broken[0].title} is broken: {broken[0].problem}", "danger")
        else:
            self._ended("All of them can be restored." if len(found) > 1 else "It can be restored.", "good")

    def _failed(self, error: DeskError) -> None:
        self._ended(str(error), "danger")

    def _begin(self, says: str) -> None:
        for key in (self.make, self.check):
            key.setEnabled(False)
        self._say(says)

    def _ended(self, says: str, tone: str) -> None:
        for key in (self.make, self.check):
            key.setEnabled(True)
        self._say(says, tone)
        self.refresh()
        self.made.emit()

    def _say(self, text: str, tone: str = "") -> None:
        self.says.setText(text)
        dress(self.says, tone=tone)


def _tone(one: BackupView) -> str:
    return "danger" if one.problem else "" if one.good else "warn"
