"""Importing a list: choose a file, correct what each column is read as, see the first rows with their verdicts, import."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QElapsedTimer, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from bdr_desk.actions.imports import Imported, import_list
from bdr_desk.actions.projects import use_project
from bdr_desk.changes import Changes
from bdr_desk.desk import Desk
from bdr_desk.domain.columns import Choice
from bdr_desk.errors import DeskError
from bdr_desk.queries.lists import Preview
from bdr_desk.queries.projects import ProjectView, current_project, projects
from bdr_desk.ui.commands import Keys, key_text
from bdr_desk.ui.file_choice import FileChoice, dropped
from bdr_desk.ui.import_form import ImportForm, Order
from bdr_desk.ui.import_reading import Reading, Seen, doubt, look_into
from bdr_desk.ui.import_result import ImportResult
from bdr_desk.ui.mapping_table import MappingTable
from bdr_desk.ui.preview_table import PreviewTable, counted
from bdr_desk.ui.tasks import Tasks
from bdr_desk.ui.widgets.focus import in_turn
from bdr_desk.ui.widgets.parts import button, caption, column, dress, label, row, rule
from bdr_desk.ui.widgets.progress import ProgressLine


class ImportPanel(QWidget):
    """`closed` when the user leaves; `imported` (Imported) when a list is in; `calling` when they want to call it."""

    closed = Signal()
    imported = Signal(object)
    calling = Signal()
    _told = Signal(int)

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__()
        self.desk, self.tasks = desk, tasks
        self.reading: Reading | None = None
        self._running = self._stop = False
        self._timer = QElapsedTimer()
        self.setAcceptDrops(True)
        self.file, self.result = FileChoice(), ImportResult()
        self._columns_part = self._columns_step()
        self._steps = QStackedWidget()
        for step in (self.file, self._columns_part, self.result):
            self._steps.addWidget(step)
        self.setLayout(column(self._head(), rule(), self._steps, gap=0))
        self._connect()

    # The parts

    def _head(self) -> QWidget:
        made = QWidget()
        close = button("Back to the lists", self.leave, look="quiet", key=key_text("leave_field"))
        made.setLayout(row(label("Import a list", "heading"), 0, close, margins=(16, 12, 16, 12)))
        return made

    def _columns_step(self) -> QWidget:
        self.form, self.columns, self.rows = ImportForm(), MappingTable(), PreviewTable()
        self._counted, self._mapped = label("", "small"), label("", "small")
        columns_head = row(caption("What each column is read as"), 0, self._mapped, margins=(16, 12, 16, 8))
        rows_title = caption("The first rows, as they would be read")
        rows_head = row(rows_title, 0, self._counted, margins=(16, 12, 16, 8))
        tables = column(columns_head, self.columns, rule(), rows_head, self.rows, gap=0)
        tables.setStretch(1, 6)
        tables.setStretch(4, 5)
        middle = row(self.form, rule(upright=True), tables, gap=0)
        middle.setStretch(2, 1)
        self._foot_part = self._foot()
        whole = column(middle, self._foot_part, gap=0)
        whole.setStretch(0, 1)
        made = QWidget()
        made.setLayout(whole)
        return made

    def _foot(self) -> QFrame:
        self.problem = label("", wrap=True)
        self.problem.setAccessibleName("What is wrong")
        dress(self.problem, tone="danger")
        self.progress = ProgressLine()
        self.start = button("Import", self.run, look="primary", key=key_text("import_go"))
        self.stop = button("Cancel", self.cancel, key=key_text("leave_field"))
        foot = QFrame()
        dress(foot, look="bar")
        line = row(self.problem, self.progress, self.stop, self.start, margins=(16, 12, 16, 12), gap=12)
        line.setStretch(0, 1)
        line.setStretch(1, 1)
        foot.setLayout(line)
        self.progress.hide()
        self.stop.hide()
        return foot

    def _connect(self) -> None:
        self._told.connect(self._show_progress, Qt.ConnectionType.QueuedConnection)
        self.file.chosen.connect(self.open)
        self.form.other_file.connect(self.begin)
        self.form.region_chosen.connect(lambda _: self._read_again())
        self.form.changed.connect(self.problem.clear)
        self.columns.chosen.connect(self._rule)
        self.result.calling.connect(self.calling)
        self.result.closed.connect(self.closed)
        self.result.again.connect(self.begin)
        self.result.work_on.connect(self._work_on)
        keys = Keys(self)
        keys.on("leave_field", self.leave)
        keys.on("import_go", self.run)

    @property
    def foot_height(self) -> int:
        """px at the lower edge, where it is said how the import goes."""
        return self._foot_part.height() if self._steps.currentWidget() is self._columns_part else 0

    # Which file

    def begin(self, path: Path | None = None) -> None:
        """Ask for a file, or read `path`."""
        if self._running:
            return
        self._steps.setCurrentWidget(self.file)
        self.file.begin()
        self.form.forget_region()
        self._ask_projects(None if path is None else lambda: self.open(path))

    def open(self, path: Path) -> None:
        """Read the first rows of `path`, and go on to the columns when it can be read."""
        if not self._running:
            self.file.path.setText(str(path))
            self._read(Reading(path))

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

    def _read(self, reading: Reading) -> None:
        path, region, before, chosen = reading.path, self.form.region, reading.found, dict(reading.chosen)
        self.tasks.read(
            self, lambda: look_into(path, region, before, chosen), lambda seen: self._show(reading, seen),
            newest="preview", failed=self._cannot_read,
        )  # fmt: skip

    def _read_again(self) -> None:
        """In another country's numbers: what the columns hold is found anew, what the user ruled on stays."""
        if self.reading is not None and self._steps.currentWidget() is self._columns_part:
            self._read(Reading(self.reading.path, chosen=dict(self.reading.chosen)))

    def _rule(self, index: int, chosen: str) -> None:
        if self.reading and self.reading.found:
            self.reading.chosen.pop(index, None)  # the order tells which of two rulings came later
            self.reading.chosen[index] = chosen
            self.columns.show_mapping(self.reading.found.columns, self.reading.chosen)
            self._read(self.reading)

    def _show(self, reading: Reading, seen: Seen) -> None:
        if reading.found is None:
            reading.found, reading.size = seen.found, seen.size
            self.columns.show_file(seen.found)
            self.columns.show_mapping(seen.found.columns, reading.chosen)
            in_turn(*self.form.fields, *self.columns.fields.values(), self.rows, self.stop, self.start)
        self.reading = reading
        self._show_rows(seen.ruled)
        if self._steps.currentWidget() is self.file:
            self._go_to_columns(reading, seen.ruled)

    def _go_to_columns(self, reading: Reading, seen: Preview) -> None:
        self.file.say("")
        self.form.show_file(reading.path, seen, reading.how_many)
        self.start.set_text(f"Import {reading.how_many}")
        self._steps.setCurrentWidget(self._columns_part)
        self.form.focus_first()

    def _show_rows(self, seen: Preview) -> None:
        self.rows.show_preview(seen.rows)
        self._counted.setText(f"Of these {counted(seen.counts)}.")
        self._mapped.setText(f"{len(seen.columns.columns)} of {len(seen.names)} columns are read.")
        self.problem.setText(doubt(seen, self.form.countries.currentText()))
        self.start.setEnabled(seen.columns.reaches)

    def _cannot_read(self, error: DeskError) -> None:
        says = self.file.say if self._steps.currentWidget() is self.file else self.problem.setText
        says(str(error))

    # The import

    def run(self) -> None:
        """Import with what stands on the page. What is refused is said at the foot, and nothing is lost."""
        ready = self._steps.currentWidget() is self._columns_part and self.start.isEnabled()
        if self.reading is None or self._running or not ready:
            return
        order, path, chosen = self.form.order(), self.reading.path, self.reading.choices
        self._set_running(True)
        self.tasks.act(self, lambda: self._import(path, order, chosen), self._done, self._failed)

    def _import(self, path: Path, order: Order, chosen: tuple[Choice, ...]) -> Imported:
        return import_list(
            self.desk, path, project=order.project, list_name=order.list_name, source=order.source, region=order.region,
            chosen=chosen, progress=self._progress,
        )  # fmt: skip

    def _progress(self, done: int) -> bool:
        """On the worker: tell the window, and go on unless it said stop."""
        self._told.emit(done)
        return not self._stop

    def cancel(self) -> None:
        """Nothing half done: the import stops at the next rows and takes everything back."""
        self._stop = True
        self.stop.setEnabled(False)

    def leave(self) -> None:
        if self._running:
            self.cancel()
        else:
            self.closed.emit()

    def _show_progress(self, done: int) -> None:
        if self._running and self.reading:
            self.progress.show_rows(done, self.reading.about, self._timer.elapsed() / 1000)

    def _set_running(self, running: bool) -> None:
        self._running, self._stop = running, False
        self._timer.start()
        for part in (self.form, self.columns, self.rows, self.start):
            part.setEnabled(not running)
        self.problem.setVisible(not running)
        self.problem.clear()
        self.progress.setVisible(running)
        self.progress.begin()
        self.stop.setVisible(running)
        self.stop.setEnabled(True)
        if running:
            self.stop.setFocus()

    def _done(self, imported: Imported) -> None:
        self._set_running(False)
        self.tasks.read(
            self, lambda: current_project(self.desk), lambda now: self._show_result(imported, now)
        )
        self.imported.emit(imported)

    def _show_result(self, imported: Imported, current: ProjectView | None) -> None:
        elsewhere = current is not None and imported.project_key != current.key
        self.result.show_imported(imported, current.name if current and elsewhere else "")
        self._steps.setCurrentWidget(self.result)
        self.result.focus_first()

    def _work_on(self, project: UUID) -> None:
        self.tasks.act(self, lambda: use_project(self.desk, project), lambda _: self.calling.emit())

    def _failed(self, error: DeskError) -> None:
        self._set_running(False)
        self.problem.setText(str(error))
        self.start.setFocus()
