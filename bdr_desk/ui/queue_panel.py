"""Left on the call desk: what was done today, who is next and why, and how many more."""

from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from bdr_desk.queries.queue import QueueItem, QueueView
from bdr_desk.queries.queue_filter import FilteredQueue
from bdr_desk.ui.commands import key_text
from bdr_desk.ui.queue_mode_line import QueueModeLine
from bdr_desk.ui.queue_view_line import QueueViewLine
from bdr_desk.ui.theme import figures
from bdr_desk.ui.widgets.parts import Elided, button, caption, column, label, row, rule
from bdr_desk.ui.widgets.queue_list import queue_row
from bdr_desk.ui.widgets.row_list import RowList

COUNTS = (("calls", "call"), ("talks", "talk"), ("facts", "fact"), ("meetings", "meeting"))
_OFFLINE = "The team cannot be reached, so that only accounts this desk holds are offered; the others come back with it."
_WAY_OUT = f"Press {key_text('filter')} to change it, {key_text('leave_field')} for all leads."
_LATER = "Out of hours: they cannot be called now, it is too early or too late where they are."


class QueuePanel(QWidget):
    chosen = Signal(object)  # UUID of the lead picked
    why_empty = Signal()

    def __init__(self, export: QWidget) -> None:
        """`export` stands in the foot: it takes along everybody in the view, not only who is listed."""
        super().__init__()
        self.mode, self.view = QueueModeLine(), QueueViewLine()
        self.list = RowList("Call queue")
        self.list.chosen.connect(self.chosen)
        self._counts = {name: _count() for name, _ in COUNTS}
        self._items: tuple[QueueItem, ...] = ()
        self._empty = label("", "soft", wrap=True)
        self._empty.setContentsMargins(16, 16, 16, 0)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._more = Elided("", "soft")
        self._why = button(
            "Why?", self.why_empty.emit, look="link", name="Why can the others not be called now?"
        )
        foot = column(self._more, row(export, 0, self._why), margins=(16, 8, 16, 8), gap=2)
        parts = (
            self._today(),
            rule(),
            self.mode,
            rule(),
            self.view,
            rule(),
            self.list,
            self._empty,
            rule(),
            foot,
        )
        whole = column(*parts, gap=0)
        for part in (self.list, self._empty):  # one of them is there
            whole.setStretch(parts.index(part), 1)
        self.setLayout(whole)
        self._empty.hide()

    def _today(self) -> QWidget:
        numbers = QHBoxLayout()
        numbers.setSpacing(8)
        for name, _ in COUNTS:
            numbers.addLayout(column(*self._counts[name], gap=0), 1)
        made = QWidget()
        made.setLayout(column(caption("Today"), numbers, margins=(16, 12, 16, 10), gap=8))
        return made

    @property
    def first(self) -> UUID | None:
        return self._items[0].lead if self._items else None

    def show_queue(
        self, found: FilteredQueue, current: UUID | None, keep: bool, *, narrowed: bool = False
    ) -> None:
        """With `keep`, the current lead stays in sight although the queue has moved on: it is being talked to, or was picked.
        `narrowed`: it is a part of the queue."""
        queue = found.queue
        for name, one in COUNTS:
            count = getattr(queue.today, name)
            self._counts[name][0].setText(str(count))
            self._counts[name][1].setText(one if count == 1 else name)
        held = [item for item in self._items if keep and item.lead == current]
        gone = all(item.lead != current for item in queue.items)
        items = self._items = (*(held if gone else ()), *queue.items)
        self.list.show_items([queue_row(item, outside=item.lead in found.outside) for item in items])
        self.list.select(current)
        self._empty.setVisible(not items)
        self._show_list(bool(items))
        self._empty.setText(_nobody_in_view(found) if narrowed else _nobody(queue))
        inside = len(queue.items) - len(found.outside)
        nobody = narrowed and not inside and not queue.callable_now
        end = "Nobody in this view now" if nobody else f"That is the whole {'view' if narrowed else 'queue'}"
        self._more.setText(queue.offline or _more(max(0, queue.callable_now - inside), queue.later, end))
        self._more.setToolTip(_OFFLINE if queue.offline else _LATER if queue.later else "")

    def focus(self) -> None:
        """Out of any field and off any button, so that the desk's keys are heard, even where nobody is listed."""
        (self.list if self.list.isVisible() else self).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_list(self, shown: bool) -> None:
        """Hidden with the focus in it, Qt would hand that to the next button, and Enter would press it."""
        had_focus = self.list.hasFocus() or self.hasFocus()
        if had_focus:
            self.setFocus()
        self.list.setVisible(shown)
        if had_focus:
            self.focus()


def _count() -> tuple[QLabel, QLabel]:
    number = label("0", "count")
    number.setFont(figures(number.font()))
    return number, label("", "small")


def _more(more: int, later: int, else_says: str) -> str:
    """Short enough for one line of a narrow window."""
    parts = [f"{more:,} more" if more else "", f"{later:,} out of hours" if later else ""]
    said = ", ".join(part for part in parts if part)
    return f"{said or else_says}."


def _nobody_in_view(found: FilteredQueue) -> str:
    later = f", {found.queue.later:,} later: it is out of hours there" if found.queue.later else ""
    return f"Nobody in this view now{later}. {found.others:,} outside it can be called. {_WAY_OUT}"


def _nobody(queue: QueueView) -> str:
    if queue.offline:
        return "The team cannot be reached, and a colleague may be calling the others. They come back when it can."
    if queue.later:
        return "Nobody can be called now: calling hours are over where they are."
    return "The queue is empty. Import a list on the Lists page, and its leads come here."
