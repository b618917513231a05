"""What can be done with a call list as a whole, wherever it is shown: its worth, its quarantine, release, hold, take back."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from bdr_desk.actions.lists import Undone, hold_list, release_list, undo_import
from bdr_desk.desk import Desk
from bdr_desk.domain.counting import counted, worded
from bdr_desk.queries.lists import ListView
from bdr_desk.ui.commands import Keys, key_text
from bdr_desk.ui.tasks import Tasks
from bdr_desk.ui.widgets.parts import KeyButton, button, column, row
from bdr_desk.ui.widgets.question import Question


class ListActs(QWidget):
    """`worth` and `review` (ListView) go to the list's autopsy and quarantine; `done` (text, tone) when something was done."""

    worth = Signal(object)
    review = Signal(object)
    done = Signal(str, str)

    def __init__(self, desk: Desk, tasks: Tasks, *, worth: bool = True) -> None:
        """Without `worth` where the autopsy is in sight."""
        super().__init__()
        self._desk, self._tasks = desk, tasks
        self.view: ListView | None = None
        self._worked = self._waiting = 0
        acts: dict[str, tuple[str, Callable[[], object]]] = {
            "list_release": ("Release to the queue", self.release),
            "list_quarantine": ("Review the quarantine", lambda: self.review.emit(self.view)),
            "list_review": ("What it is worth", lambda: self.worth.emit(self.view)),
            "list_hold": ("Hold back", self.hold),
            "list_undo": ("Take the import back", self.ask_undo),
        }
        if not worth:
            del acts["list_review"]
        self.buttons: dict[str, KeyButton] = {
            name: button(text, do, key=key_text(name), look="primary" if name == "list_release" else "")
            for name, (text, do) in acts.items()
        }
        self.question = Question()
        self.setLayout(column(self.question, row(*self.buttons.values(), 0), gap=8))
        self.keys = Keys(self)
        for name, made in self.buttons.items():
            self.keys.on(name, made.click)

    def show_list(self, view: ListView | None, worked: int, waiting: int) -> None:
        """`worked` of its leads have been called, `waiting` rows are in its quarantine."""
        if view is None or self.view is None or view.key != self.view.key:
            self.question.close_question()
        self.view, self._worked, self._waiting = view, worked, waiting
        held = view is not None and view.released_at is None
        self._allow("list_release", held)
        self._allow("list_hold", view is not None and not held)
        self._allow("list_quarantine", waiting > 0)
        self._allow("list_undo", view is not None and view.counts.rows > 0)
        self.buttons["list_quarantine"].set_text(f"Review {waiting:,} in quarantine")

    def _allow(self, name: str, allowed: bool) -> None:
        self.buttons[name].setVisible(allowed)
        self.keys.allow(name, allowed)

    def release(self) -> None:
        """Its leads go into the queue."""
        if view := self.view:
            leads = view.counts.added
            says = f"{counted(leads, 'lead')} of “{view.name}” {worded(leads, 'is', 'are')} in the queue."
            self._do(lambda: release_list(self._desk, view.key), lambda _: says)

    def hold(self) -> None:
        """Its leads stay out of the queue until it is released."""
        if view := self.view:
            says = f"“{view.name}” is held back: its leads are out of the queue until you release it."
            self._do(lambda: hold_list(self._desk, view.key), lambda _: says)

    def ask_undo(self) -> None:
        """Says first what goes and what stays."""
        if view := self.view:
            self.question.ask(
                f"Take the last import of “{view.name}” back?", undo_says(view, self._worked), "Take it back",
                lambda _: self._undo(view.key), danger=True,
            )  # fmt: skip

    def _undo(self, key: UUID) -> None:
        self.question.close_question()
        self._do(lambda: undo_import(self._desk, key), undone_says)

    def _do(self, act: Callable[[], object], says: Callable[[object], str]) -> None:
        self._tasks.act_long(
            self,
            act,
            lambda result: self.done.emit(says(result), "good"),
            lambda error: self.done.emit(str(error), "danger"),
        )


def undo_says(view: ListView, worked: int) -> str:
    """What taking the import back removes and what it keeps."""
    going = max(0, view.counts.added - worked)
    stay = (
        f"{worked:,} that somebody called {worded(worked, 'stays', 'stay')}, with all that was said"
        if worked
        else "nobody has called any of them"
    )
    return (
        f"Its rows go, and the {counted(going, 'lead')} it brought, with their people and companies; {stay}. "
        "Whoever was edited, merged, shared with the team, or stands in another list stays as well."
    )


def undone_says(result: object) -> str:
    assert isinstance(result, Undone)
    kept = (
        f" {result.kept:,} {worded(result.kept, 'stays', 'stay')}: people worked on them, or another list names them."
        if result.kept
        else ""
    )
    return f"Taken back: {counted(result.removed, 'lead')} removed.{kept}"
