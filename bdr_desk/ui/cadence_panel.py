"""The cadence in force on the set-up page, in words; from here it is edited, opened from a file, written to one."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from bdr_desk import paths
from bdr_desk.actions.cadences import save_cadence
from bdr_desk.changes import Changes
from bdr_desk.desk import Desk
from bdr_desk.domain.cadence import Cadence
from bdr_desk.domain.time_zones import MONTHS
from bdr_desk.errors import DeskError
from bdr_desk.queries.cadences import (
    AvailableCadence,
    CadenceView,
    TouchView,
    available_cadences,
    cadence_called,
    cadence_view,
)
from bdr_desk.ui.tasks import Tasks
from bdr_desk.ui.widgets.editors import ChoiceEditor
from bdr_desk.ui.widgets.parts import button, column, dress, label, row
from bdr_desk.ui.widgets.row_table import Column, RowTable
from bdr_desk.ui.widgets.setting_row import FieldRow, indented

SHOWN_TABLES = ("project", "cadence", "user")
MOST_ROWS = 50
_KINDS = "Cadences (*.toml)"
_IN_FORCE = ""  # the value of the choice to go on from what is in force
_Found = tuple[CadenceView, tuple[AvailableCadence, ...]]


class CadencePanel(QWidget):
    """`wanted` (the plan to start from, the plan in force) to edit; `resumed` to go on with what was being edited;
    `known` (the plan in force) whenever it was read."""

    wanted = Signal(object, object)
    known = Signal(object)
    resumed = Signal()
    notice = Signal(str, str)

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__()
        self._desk, self._tasks = desk, tasks
        self._view: CadenceView | None = None
        self.in_force, self.rest = (label("", wrap=True, select=True) for _ in range(2))
        dress(self.rest, look="small")
        self.touches = RowTable("Touches of the cadence", _COLUMNS, closed=True)
        self.touches.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.touches.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.touches.setSelectionMode(RowTable.SelectionMode.NoSelection)
        self.start = ChoiceEditor()
        self.start.name("Start from")
        self.start_row = FieldRow(
            "Start from", self.start, "The plan you begin with; nothing holds until it is put in force."
        )
        self.edit = button("Edit…", self.begin)
        self.open_file = button("Open a file…", self._choose_file)
        self.save_file = button("Save as a file…", self._choose_target)
        self.unfinished = label("", wrap=True)
        dress(self.unfinished, tone="warn")
        self.go_on = button("Go on editing", self.resumed.emit)
        self._lay_out()
        self.say_held("")

    def _lay_out(self) -> None:
        own = label(
            f"Your own cadences (.toml) in {paths.cadences_dir(self._desk.data_dir)} are offered too.",
            "small", wrap=True, select=True,
        )  # fmt: skip
        held = row(self.go_on, self.unfinished)
        held.setStretch(1, 1)
        self._held = QWidget()
        self._held.setLayout(held)
        acts = row(self.edit, self.open_file, self.save_file, 0)
        self.setLayout(column(
            self.in_force, self.touches, self.rest, indented(self._held), self.start_row, indented(acts), own, gap=12,
        ))  # fmt: skip

    # What is there

    def refresh(self, changes: Changes) -> None:
        if changes.touches(*SHOWN_TABLES):
            self._tasks.read(self, self._found, self._show, newest="cadence", failed=lambda _: None)

    def _found(self) -> _Found:
        return cadence_view(self._desk), available_cadences(self._desk)

    def _show(self, found: _Found) -> None:
        self._view, available = found
        view = self._view
        self.in_force.setText(in_force_says(view))
        self.touches.show_rows(list(enumerate(view.touches, 1)))
        self.touches.setFixedHeight(self.touches.height_for(MOST_ROWS) + 2)
        self.rest.setText(" ".join((*view.caps, view.ends)))
        chosen = self.start.state()
        self.start.offer(start_choices(view, available))
        self.start.show_value(chosen)
        self.known.emit(view.plan)

    def say_held(self, name: str) -> None:
        """A plan of this name is being edited, and not in force; "" is none."""
        self._held.setVisible(bool(name))
        self.unfinished.setText(f"“{name}” is being edited and not in force." if name else "")
        self.edit.set_text("Edit from here instead…" if name else "Edit…")

    # What is done

    def begin(self) -> None:
        """Edit what is chosen."""
        view, chosen = self._view, self.start.state()
        if view is None:
            return
        if chosen == _IN_FORCE:
            self._begin(view.plan)
        else:
            self._tasks.read(
                self, lambda: cadence_called(self._desk, chosen), self._begin, failed=self._refused
            )

    def open_from(self, path: Path) -> None:
        self._tasks.read(self, lambda: cadence_called(self._desk, path), self._begin, failed=self._refused)

    def save_to(self, path: Path) -> None:
        """What is in force, over what is there: the dialog has asked."""
        self._tasks.act(
            self, lambda: save_cadence(self._desk, path, overwrite=True),
            lambda file: self.notice.emit(f"The cadence in force is written to {file.name}.", "good"), self._refused,
        )  # fmt: skip

    def _begin(self, plan: Cadence) -> None:
        self.start_row.say_problem("")
        if self._view is not None:
            self.wanted.emit(plan, self._view.plan)

    def _refused(self, error: DeskError) -> None:
        self.start_row.say_problem(str(error))

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, "Open a cadence", str(Path.home()), _KINDS)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.open_from(Path(path)))
        dialog.open()

    def _choose_target(self) -> None:
        dialog = QFileDialog(self, "Save the cadence in force", str(Path.home() / "cadence.toml"), _KINDS)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("toml")
        dialog.fileSelected.connect(lambda path: self.save_to(Path(path)))
        dialog.open()


_COLUMNS: tuple[Column[tuple[int, TouchView]], ...] = (
    Column("", lambda line: str(line[0]), 48),
    Column("By", lambda line: line[1].medium, 144),
    Column("After the one before", lambda line: line[1].when, 280),
    Column("What is done", lambda line: line[1].do),
)


def in_force_says(view: CadenceView) -> str:
    if not view.version:
        return f"In force: {view.name}, as it was shipped. {view.about}"
    at = view.made_at
    made = f", made {at.day} {MONTHS[at.month - 1]} {at.year}" if at else ""
    by = f" by {view.made_by}" if view.made_by else ""
    return f"In force: {view.name}, version {view.version}{made}{by}. {view.about}"


def start_choices(view: CadenceView, available: tuple[AvailableCadence, ...]) -> list[tuple[str, str]]:
    """(name, words); those that cannot be read are named too, and say why when they are chosen."""
    named = [(each.name, each.title + (" (yours)" if each.own else "") + (" (has mistakes)" if each.problem else ""))
             for each in available]  # fmt: skip
    return [(_IN_FORCE, f"{view.name}, which is in force"), *named]
