"""Importing a list: choose a file, correct what each column is read as, see the first rows with their verdicts, import."""

from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QElapsedTimer, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QLineEdit, QStackedWidget, QWidget

from bdr_desk.actions.imports import Imported, import_list
from bdr_desk.actions.projects import use_project
from bdr_desk.changes import Changes
from bdr_desk.desk import Desk
from bdr_desk.domain.columns import Choice
from bdr_desk.errors import DeskError
from bdr_desk.queries.lists import Preview, preview
from bdr_desk.queries.projects import ProjectView, current_project, projects
from bdr_desk.ui.commands import Keys, key_text
from bdr_desk.ui.import_form import ImportForm, Order
from bdr_desk.ui.import_result import ImportResult
from bdr_desk.ui.mapping_table import MappingTable, choices
from bdr_desk.ui.preview_table import PreviewTable, counted
from bdr_desk.ui.tasks import Tasks
from bdr_desk.ui.widgets.parts import button, caption, column, dress, label, row, rule
from bdr_desk.ui.widgets.progress import ProgressLine
from bdr_desk.ui.widgets.row_table import inset

FILES = "Lists (*.csv *.txt *.tsv *.tab);;All files (*)"


@dataclass
class _Reading:
    """The file on the table: how it was found to be read, and what the user ruled on since, in order."""

    path: Path
    size: int = 0  # bytes
    found: Preview | None = None
    chosen: dict[int, str] = field(default_factory=dict)

    @property
    def choices(self) -> tuple[Choice, ...]:
        return choices(self.found.columns, self.chosen, self.found.names) if self.found else ()


class ImportPanel(QWidget):
    """`closed` when the user leaves; `imported` (Imported) when a list is in; `calling` when they want to call it."""

    closed = Signal()
    imported = Signal(object)
    calling = Signal()
    _told = Signal(int)

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__()
        self.desk, self.tasks = desk, tasks
        self.reading: _Reading | None = None
        self._running = False
        self._stop = False
        self._timer = QElapsedTimer()
        self._told.connect(self._show_progress, Qt.ConnectionType.QueuedConnection)
        self.setAcceptDrops(True)
        self._steps = QStackedWidget()
        self._steps.addWidget(self._first_step())
        self._steps.addWidget(self._second_step())
        self.result = ImportResult()
        self._steps.addWidget(self.result)
        self.setLayout(column(self._head(), rule(), self._steps, gap=0))
        self._connect()

    # The parts

    def _head(self) -> QWidget:
        made = QWidget()
        close = button("Back to the lists", self.leave, look="quiet", key=key_text("leave_field"))
        made.setLayout(row(label("Import a list", "heading"), 0, close, margins=(16, 12, 16, 12)))
        return made

    def _first_step(self) -> QWidget:
        card = QFrame()
        dress(card, look="card")
        card.setFixedWidth(560)
        self.path = QLineEdit()
        self.path.setPlaceholderText("or type where it is, and press Enter")
        self.path.setAccessibleName("Path of the file")
        self.browse = button("Choose a file…", self.choose_file, look="primary")
        self.file_problem = label("", wrap=True)
        dress(self.file_problem, tone="danger")
        says = "A CSV file as it was exported: any separator and encoding, with or without a header. Drop it here or choose it."
        line = row(self.browse, self.path)
        line.setStretch(1, 1)
        card.setLayout(column(label("Which file?", "heading"), label(says, "soft", wrap=True), line, self.file_problem,
                              margins=(24, 20, 24, 24), gap=12))  # fmt: skip
        made = QWidget()
        made.setLayout(column(1, row(0, card, 0), 2, margins=(24, 24, 24, 24)))
        return made

    def _second_step(self) -> QWidget:
        self.form = ImportForm()
        self.columns = MappingTable()
        self.rows = PreviewTable()
        self._counted = label("", "small")
        self._mapped = label("", "small")
        head = row(caption("What each column is read as"), 0, self._mapped, margins=(16, 12, 16, 8))
        rows_head = row(
            caption("The first rows, as they would be read"), 0, self._counted, margins=(16, 12, 16, 8)
        )
        tables = column(head, inset(self.columns), rule(), rows_head, inset(self.rows), gap=0)
        tables.setStretch(1, 5)
        tables.setStretch(4, 6)
        middle = row(self.form, rule(upright=True), tables, gap=0)
        middle.setStretch(2, 1)
        made = QWidget()
        made.setLayout(column(middle, self._foot(), gap=0))
        made.layout().setStretch(0, 1)  # type: ignore[union-attr]
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
        self.path.returnPressed.connect(lambda: self.open(Path(self.path.text().strip()).expanduser()))
        self.form.other_file.connect(self.begin)
        self.form.region_chosen.connect(lambda _: self._read_again())
        self.form.changed.connect(self.problem.clear)
        self.columns.chosen.connect(self._choose)
        self.result.calling.connect(self.calling)
        self.result.closed.connect(self.closed)
        self.result.again.connect(self.begin)
        self.result.work_on.connect(self._work_on)
        self.keys = Keys(self)
        self.keys.on("leave_field", self.leave)
        self.keys.on("import_go", self.run)

    # Which file

    def begin(self) -> None:
        """Ask for a file; one that was chosen before stays in the field."""
        if self._running:
            return
        self._steps.setCurrentIndex(0)
        self._say_file_problem("")
        self.path.setFocus()
        self.path.selectAll()
        self._ask_projects()

    def choose_file(self) -> None:
        """The system's file dialog, without holding the window."""
        dialog = QFileDialog(self, "Choose a list", str(Path.home()), FILES)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.open(Path(path)))
        dialog.open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped(event) and not self._running:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if path := dropped(event):
            event.acceptProposedAction()
            self.open(path)

    def open(self, path: Path) -> None:
        """Read the first rows of `path`, and go on to the columns when it can be read."""
        if not str(path).strip() or self._running:
            return
        self.path.setText(str(path))
        self._read(_Reading(path))

    def _ask_projects(self) -> None:
        def ask() -> tuple[tuple[ProjectView, ...], ProjectView | None]:
            return projects(self.desk), current_project(self.desk)

        self.tasks.read(self, ask, lambda found: self.form.show_projects(*found), newest="projects")

    # How it is read

    def _read(self, reading: _Reading) -> None:
        path, region, before, chosen = reading.path, self.form.region, reading.found, dict(reading.chosen)

        def look() -> tuple[int, Preview, Preview]:
            found = before or preview(path, region)
            ruled = choices(found.columns, chosen, found.names)
            return _size(path), found, preview(path, region, ruled) if ruled else found

        self.tasks.read(
            self, look, lambda seen: self._show(reading, *seen), newest="preview", failed=self._cannot_read
        )

    def _read_again(self) -> None:
        """In another country's numbers: what the columns hold is found anew, what the user ruled on stays."""
        if self.reading is not None and self._steps.currentIndex() == 1:
            self._read(_Reading(self.reading.path, chosen=dict(self.reading.chosen)))

    def _choose(self, index: int, chosen: str) -> None:
        if self.reading and self.reading.found:
            self.reading.chosen.pop(index, None)  # the order tells which of two rulings came later
            self.reading.chosen[index] = chosen
            self.columns.show_mapping(self.reading.found.columns, self.reading.chosen)
            self._read(self.reading)

    def _show(self, reading: _Reading, size: int, found: Preview, seen: Preview) -> None:
        if reading.found is None:
            reading.found, reading.size = found, size
            self.columns.show_file(found)
            self.columns.show_mapping(found.columns, reading.chosen)
        self.reading = reading
        self.problem.clear()
        self._show_rows(seen)
        if self._steps.currentIndex() == 0:
            self._go_to_columns(reading, seen)

    def _go_to_columns(self, reading: _Reading, seen: Preview) -> None:
        self._say_file_problem("")
        rows = about_rows(seen, reading.size)
        self.form.show_file(reading.path, seen, rows)
        self.start.set_text(f"Import about {rows:,} rows")
        self._steps.setCurrentIndex(1)
        self.form.focus_first()

    def _show_rows(self, seen: Preview) -> None:
        self.rows.show_rows(seen.rows)
        self._counted.setText(f"Of these {counted(seen.counts)}.")
        self._mapped.setText(f"{len(seen.columns.columns)} of {len(seen.names)} columns are read.")
        if not seen.columns.reaches:
            self.problem.setText(
                "No column is read as a phone number or an e-mail address: choose the one that is."
            )
        self.start.setEnabled(seen.columns.reaches)

    def _cannot_read(self, error: DeskError) -> None:
        (self._say_file_problem if self._steps.currentIndex() == 0 else self.problem.setText)(str(error))

    def _say_file_problem(self, text: str) -> None:
        self.file_problem.setText(text)
        self.file_problem.setVisible(bool(text))

    # The import

    def run(self) -> None:
        """Import with what stands on the page. What is refused is said at the foot, and nothing is lost."""
        if (
            self.reading is None
            or self._running
            or self._steps.currentIndex() != 1
            or not self.start.isEnabled()
        ):
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

    def refresh(self, changes: Changes) -> None:
        if changes.touches("project", "setting"):
            self._ask_projects()

    def _show_progress(self, done: int) -> None:
        if self._running and self.reading and self.reading.found:
            self.progress.show_rows(
                done, about_rows(self.reading.found, self.reading.size), self._timer.elapsed() / 1000
            )

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


def dropped(event: QDropEvent) -> Path | None:
    """The file somebody drags here."""
    urls = [url for url in event.mimeData().urls() if url.isLocalFile()]
    return Path(urls[0].toLocalFile()) if urls else None


def about_rows(seen: Preview, size: int) -> int:
    """About how many rows a file of `size` bytes has, by those that were looked at."""
    lengths = [len(seen.delimiter.join(row.cells).encode(seen.encoding, "replace")) + 2 for row in seen.rows]
    return max(len(lengths), round(size * len(lengths) / sum(lengths))) if lengths else 0


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
