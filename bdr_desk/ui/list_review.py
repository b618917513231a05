"""A list before it is released: what it is worth and why, and what to do with it now."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from bdr_desk.actions.imports import Imported
from bdr_desk.actions.projects import use_project
from bdr_desk.desk import Desk
from bdr_desk.queries.lists import ListView
from bdr_desk.queries.projects import projects
from bdr_desk.ui.autopsy_panel import AutopsyPanel
from bdr_desk.ui.commands import Keys, key_text
from bdr_desk.ui.import_reading import NO_NUMBER
from bdr_desk.ui.list_acts import ListActs
from bdr_desk.ui.tasks import Tasks
from bdr_desk.ui.widgets.parts import button, chip, column, dress, label, row, rule

SCROLLING = (
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
)


class ListReview(QWidget):
    """`closed` when the user leaves, `again` for another file, `calling` to start."""

    closed = Signal()
    again = Signal()
    calling = Signal()

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__()
        self._desk, self._tasks = desk, tasks
        self.view: ListView | None = None
        self._current: str | None = None
        self.autopsy = AutopsyPanel(desk, tasks, headed=False)
        self.acts = ListActs(desk, tasks, worth=False)
        self._title, self._state = label("", "heading"), chip("")
        self._warned = label("", wrap=True)
        dress(self._warned, tone="warn")
        whole = column(self._head(), rule(), self._said(), self.autopsy, self._foot(), gap=0)
        whole.setStretch(3, 1)
        self.setLayout(whole)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("What the list is worth")
        keys = Keys(self)
        keys.on("leave_field", self.closed.emit)
        keys.on("import_list", self.again.emit)

    def _head(self) -> QWidget:
        again = button("Import another", self.again.emit, look="quiet", key=key_text("import_list"))
        back = button("Back to the lists", self.closed.emit, look="quiet", key=key_text("leave_field"))
        made = QWidget()
        made.setLayout(row(self._title, self._state, 0, again, back, margins=(16, 12, 16, 12)))
        return made

    def _said(self) -> QWidget:
        """What is doubtful about the import, only right after it."""
        self._said_part = QWidget()
        self._said_part.setLayout(column(self._warned, margins=(16, 16, 16, 0)))
        self._said_part.hide()
        return self._said_part

    def _foot(self) -> QFrame:
        self._call = button("Start calling", self._start, look="primary", key=key_text("page_1"))
        self._calls = label("", "small")
        foot = QFrame()
        dress(foot, look="bar")
        line = row(self.acts, 0, self._calls, self._call, margins=(16, 12, 16, 12), gap=12)
        line.setStretch(0, 1)
        foot.setLayout(line)
        self._foot_part = foot
        return foot

    @property
    def foot_height(self) -> int:
        return self._foot_part.sizeHint().height()

    def show_imported(self, done: Imported) -> None:
        """A list that is just in: what is doubtful about it. The list itself is shown by `show_list`."""
        hints = [hint for hint in (region_hint(done), queue_hint(done)) if hint]
        self._warned.setText("\n".join(hints))
        self._said_part.setVisible(bool(hints))

    def show_list(self, view: ListView, worked: int, waiting: int, current: str | None) -> None:
        """`current` names the project the desk works on."""
        if self.view is None or self.view.key != view.key or self.view != view:
            self.autopsy.show_list(view.key)
        if self.view is not None and self.view.key != view.key:
            self._said_part.hide()
        self.view, self._current = view, current
        self._title.setText(view.name)
        held = view.released_at is None
        self._state.setText("held back" if held else "in the queue")
        dress(self._state, tone="warn" if held else "good")
        self.acts.show_list(view, worked, waiting)
        elsewhere = current is not None and view.project != current
        self._call.setVisible(not held)
        self._call.set_text(f"Work on {view.project}" if elsewhere else "Start calling")
        self._calls.setText(_calls(view, current if elsewhere else None))

    def focus_first(self) -> None:
        """On no button: Enter pressed once too often releases nothing."""
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows scroll what there is to read."""
        if event.key() in SCROLLING:
            QApplication.sendEvent(self.autopsy.body, event)
        else:
            super().keyPressEvent(event)

    def _start(self) -> None:
        view = self.view
        if view is None or view.project == self._current:
            self.calling.emit()
        else:
            self._tasks.act(self, lambda: _work_on(self._desk, view.project), lambda _: self.calling.emit())


def _work_on(desk: Desk, project: str) -> None:
    key = next((each.key for each in projects(desk) if each.name == project), None)
    if key is not None:
        use_project(desk, key)


def _calls(view: ListView, current: str | None) -> str:
    if current:
        return f"The desk works on {current}. These leads wait in {view.project}."
    return "" if view.released_at else "Nobody of this list is called before it is released."


def region_hint(done: Imported) -> str:
    """Most numbers unreadable is no bad list but a wrong country."""
    bad = sum(done.by_rule.get(rule, 0) for rule in NO_NUMBER)
    if 2 * bad <= done.counts.rows:
        return ""
    says = f"Most numbers cannot be read as numbers in {done.region}: is it the right country?"
    return f"{says} Take the import back, and choose it."


def queue_hint(done: Imported) -> str:
    """The window holds every list back at first, but what is added to a released one is in the queue at once."""
    if done.held:
        return ""
    return (
        "The list was released before, so what was added is in the queue. Hold it back to look at it first."
    )
