"""Importing a list: choose a file, correct what each column is read as, see the first rows with their verdicts, import."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from bdr_desk.actions.imports import Imported, Order, import_list, keep_pasted
from bdr_desk.changes import Changes
from bdr_desk.desk import Desk
from bdr_desk.domain.columns import Choice
from bdr_desk.domain.import_report import Progress
from bdr_desk.domain.list_region import Suggestion, clues, suggested
from bdr_desk.domain.staging import ListPlace
from bdr_desk.errors import Cancelled, DeskError
from bdr_desk.queries.list_reading import Preview
from bdr_desk.queries.projects import ProjectView, current_project, projects
from bdr_desk.ui.commands import Keys, key_text
from bdr_desk.ui.file_choice import FileChoice, dropped
from bdr_desk.ui.import_columns import ColumnsStep
from bdr_desk.ui.import_form import Wanted
from bdr_desk.ui.import_reading import Reading, Seen, Terms, look_into
from bdr_desk.ui.tasks import Tasks
from bdr_desk.ui.widgets.parts import button, column, dress, label, row, rule
from bdr_desk.ui.widgets.progress import ProgressLine

READING, SORTING = "Reading and judging", "Putting the rows in order"


class ImportPanel(QWidget):
    """`closed` when the user leaves; `imported` (Imported) when a list is in and held back for its autopsy."""

    closed = Signal()
    imported = Signal(object)
    _told = Signal(object)  # Progress

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__()
        self.desk, self.tasks = desk, tasks
        self._running = self._stop = False
        self._read_under: Terms | None = None
        self._timer = QElapsedTimer()
        self.setAcceptDrops(True)
        self.file, self.step = FileChoice(), ColumnsStep()
        self.form, self.columns, self.rows = self.step.form, self.step.columns, self.step.rows
        self._columns_part = self._columns_step()
        self._steps = QStackedWidget()
        for part in (self.file, self._columns_part):
            self._steps.addWidget(part)
        self.setLayout(column(self._head(), rule(), self._steps, gap=0))
        self._connect()

    # The parts

    def _head(self) -> QWidget:
        made = QWidget()
        close = button("Back to the lists", self.leave, look="quiet", key=key_text("leave_field"))
        made.setLayout(row(label("Import a list", "heading"), 0, close, margins=(16, 12, 16, 12)))
        return made

    def _columns_step(self) -> QWidget:
        self._foot_part = self._foot()
        whole = column(self.step, self._foot_part, gap=0)
        whole.setStretch(0, 1)
        made = QWidget()
        made.setLayout(whole)
        return made

    def _foot(self) -> QFrame:
        self.problem = label("", wrap=True)
        self.problem.setAccessibleName("What is wrong")
        dress(self.problem, tone="danger")
        self._held = label(
            "Nobody is called before you have seen what the list is worth, and release it.", "small"
        )
        self.progress = ProgressLine()
        self.start = button("Import", self.run, look="primary", key=key_text("import_go"))
        self.stop = button("Cancel", self.cancel, key=key_text("leave_field"))
        foot = QFrame()
        dress(foot, look="bar")
        line = row(
            self.problem, self.progress, self._held, self.stop, self.start, margins=(16, 12, 16, 12), gap=12
        )
        line.setStretch(0, 1)
        line.setStretch(1, 1)
        foot.setLayout(line)
        self.progress.hide()
        self.stop.hide()
        return foot

    def _connect(self) -> None:
        self._told.connect(self._show_progress, Qt.ConnectionType.QueuedConnection)
        self.file.chosen.connect(self.open)
        self.file.pasted.connect(self.paste)
        self.form.other_file.connect(self.begin)
        self.form.terms_changed.connect(self._read_anew)
        self.form.place_changed.connect(self._read_elsewhere)
        self.form.changed.connect(lambda: self._say(""))
        self.step.ruled.connect(self._read_ruled)
        keys = Keys(self)
        keys.on("leave_field", self.leave)
        keys.on("import_go", self.run)
        keys.on("next_doubt", self.step.next_doubt)

    @property
    def reading(self) -> Reading | None:
        return self.step.reading

    @property
    def foot_height(self) -> int:
        """px at the lower edge, where it is said how the import goes."""
        return self._foot_part.height() if self._on_columns else 0

    @property
    def _on_columns(self) -> bool:
        return self._steps.currentWidget() is self._columns_part

    def _say(self, problem: str) -> None:
        """What is wrong, in the place of the quiet line."""
        self.problem.setText(problem)
        self.problem.setVisible(not self._running)
        self._held.setVisible(not problem and not self._running)

    # Which file

    def begin(self, path: Path | None = None) -> None:
        """Ask for a file, or read `path`."""
        if self._running:
            return
        self._steps.setCurrentWidget(self.file)
        self.file.begin()
        self.form.forget_region()
        self.form.forget_file()
        self._ask_projects(None if path is None else lambda: self.open(path))

    def open(self, path: Path) -> None:
        """Read the first rows of `path`, and go on to the columns when it can be read."""
        if not self._running:
            self.file.path.setText(str(path))
            self._read(Reading(ListPlace(path)))

    def paste(self, text: str) -> None:
        """Cells copied in a spreadsheet are kept as a file, and read like any other."""
        if not self._running:
            self.tasks.act(self, lambda: keep_pasted(self.desk, text), self.open, self._cannot_read)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped(event) and not self._running:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if path := dropped(event):
            event.acceptProposedAction()
            self.begin(path)

    def refresh(self, changes: Changes) -> None:
        if changes.touches("project", "setting"):
            self._ask_projects()

    def _ask_projects(self, then: Callable[[], None] | None = None) -> None:
        def ask() -> tuple[tuple[ProjectView, ...], ProjectView | None]:
            return projects(self.desk), current_project(self.desk)

        def show(found: tuple[tuple[ProjectView, ...], ProjectView | None]) -> None:
            self.form.show_projects(*found)
            if then:
                then()

        self.tasks.read(self, ask, show)

    # How it is read

    def _terms(self) -> Terms:
        wanted = self.form.wanted()
        return Terms(wanted.region, wanted.project, wanted.source)

    def _read(self, reading: Reading) -> None:
        place, terms, before, rulings = reading.place, self._terms(), reading.found, reading.rulings.copied()
        self._read_under = terms

        def look() -> tuple[Seen, Suggestion | None]:
            seen = look_into(self.desk, place, terms, before, rulings)
            return seen, region_of(seen.ruled, terms.region)

        self.tasks.read(
            self, look, lambda found: self._show(reading, *found), newest="preview", failed=self._cannot_read
        )

    def _read_anew(self) -> None:
        """Under other terms: what the columns hold is found anew, what the user ruled on stays."""
        if (
            self.reading is not None
            and self._on_columns
            and not self._running
            and self._terms() != self._read_under
        ):
            self._read(self.reading.anew())

    def _read_ruled(self) -> None:
        if self.reading is not None:
            self._read(self.reading)

    def _read_elsewhere(self, place: ListPlace) -> None:
        if (reading := self.step.place(place)) and not self._running:
            self._read(reading)

    def _show(self, reading: Reading, seen: Seen, region: Suggestion | None) -> None:
        self.step.show_reading(reading, seen)
        taken = self.form.show_suggestion(region)
        self.step.turn(self.stop, self.start)
        self._say(self.step.doubt(seen.ruled))
        self.start.setEnabled(seen.ruled.columns.reaches)
        self.start.set_text(f"Import {reading.how_many}")
        if not self._on_columns:
            self.file.say("")
            self._steps.setCurrentWidget(self._columns_part)
            self.form.focus_first()
        if taken:
            self._read_anew()

    def _cannot_read(self, error: DeskError) -> None:
        (self._say if self._on_columns else self.file.say)(str(error))

    # The import

    def run(self) -> None:
        """Import with what stands on the page. What is refused is said at the foot, and nothing is lost."""
        reading = self.reading
        if reading is None or self._running or not (self._on_columns and self.start.isEnabled()):
            return
        wanted, place, chosen = self.form.wanted(), reading.place, reading.choices
        self._set_running(True)
        self.tasks.act_long(self, lambda: self._import(place, wanted, chosen), self._done, self._failed)

    def _import(self, place: ListPlace, wanted: Wanted, chosen: tuple[Choice, ...]) -> Imported:
        order = Order(
            place, wanted.project, wanted.list_name, wanted.source, wanted.region, chosen, hold=True
        )
        return import_list(self.desk, order, told=self._progress)

    def _progress(self, done: Progress) -> bool:
        """On the worker: tell the window, and go on unless it said stop."""
        self._told.emit(done)
        return not self._stop

    def cancel(self) -> None:
        """Nothing half done: the import stops at the next rows and takes everything back."""
        self._stop = True
        self.stop.setEnabled(False)
        self.progress.says.setText("Stopping: everything is taken back…")

    def leave(self) -> None:
        if self._running:
            self.cancel()
        else:
            self.closed.emit()

    def _show_progress(self, done: Progress) -> None:
        if not self._running or self._stop:
            return
        if done.doing == "reading":
            self.progress.show_rows(READING, done.rows, done.of, self._timer.elapsed() / 1000)
        else:
            self.progress.show_share(SORTING, done.share)

    def _set_running(self, running: bool) -> None:
        self._running, self._stop = running, False
        self._timer.start()
        for part in (*self.step.parts, self.start):
            part.setEnabled(not running)
        self._say("")
        self.progress.setVisible(running)
        self.progress.begin()
        self.start.setVisible(not running)
        self.stop.setVisible(running)
        self.stop.setEnabled(True)
        if running:
            self.stop.setFocus()

    def _done(self, imported: Imported) -> None:
        self._set_running(False)
        self.imported.emit(imported)

    def _failed(self, error: DeskError) -> None:
        self._set_running(False)
        self._say(str(error))
        dress(self.problem, tone="" if isinstance(error, Cancelled) else "danger")
        self.start.setFocus()


def region_of(seen: Preview, region: str) -> Suggestion | None:
    """The country the rows looked at say they are of; `region` is the one they are read in."""
    return suggested(clues(seen.columns, [row.cells for row in seen.rows]), region)
