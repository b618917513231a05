"""What an import brought, in words, and what to do next."""

from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLayout, QWidget

from bdr_desk.actions.imports import Imported
from bdr_desk.ui.commands import key_text
from bdr_desk.ui.widgets.detail import pairs
from bdr_desk.ui.widgets.parts import Part, button, column, dress, label, refill, row

MEANS = {
    "added": "new leads",
    "merged": "known here already: new numbers and addresses were kept, nothing else changed",
    "quarantined": "kept and not called until somebody puts them right",
    "refused": "not rows of this list; kept beside it as they came",
}


class ImportResult(QWidget):
    """`calling` to start, `closed` to see the rows, `again` for another file, `work_on` (project) to change the project."""

    calling = Signal()
    closed = Signal()
    again = Signal()
    work_on = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._card = QFrame()
        dress(self._card, look="card")
        self._card.setFixedWidth(640)
        self._box = column(margins=(24, 20, 24, 24), gap=16)
        self._card.setLayout(self._box)
        self._first: QWidget | None = None
        self.setLayout(column(1, row(0, self._card, 0), 2, margins=(24, 24, 24, 24)))

    def show_imported(self, done: Imported, current: str) -> None:
        """`current` names the project the desk works on when the list went into another one."""
        head = (
            f"“{done.list_name}” is in." if done.counts.added else f"“{done.list_name}” brought nobody new."
        )
        below = f"{done.counts.rows:,} rows, every one accounted for. Project: {done.project}."
        parts: list[Part] = [
            column(label(head, "heading", wrap=True), label(below, "soft", wrap=True), gap=4)
        ]
        parts.append(pairs(_lines(done, current)))
        if hint := region_hint(done):
            warned = label(hint, wrap=True)
            dress(warned, tone="warn")
            parts.append(warned)
        if current:
            parts.append(
                label(f"The desk works on {current}. These leads wait in {done.project}.", wrap=True)
            )
        parts.append(self._ways(done, current))
        refill(self._box, *parts)

    def focus_first(self) -> None:
        if self._first is not None:
            self._first.setFocus()

    def _ways(self, done: Imported, current: str) -> QLayout:
        key: UUID | None = done.project_key
        if current:
            first = button(f"Work on {done.project}", lambda: self.work_on.emit(key), look="primary")
        else:
            first = button("Start calling", self.calling.emit, look="primary", key=key_text("page_1"))
        self._first = first
        rows = button("See the rows", self.closed.emit, key=key_text("leave_field"))
        return row(first, rows, button("Import another", self.again.emit), 0)


def _lines(done: Imported, current: str) -> list[tuple[str, str]]:
    means = MEANS if current else MEANS | {"added": "new leads, in the queue now"}
    found = ((word, getattr(done.counts, word)) for word in means)
    return [(f"{count:,} {word}", means[word]) for word, count in found if count]


def region_hint(done: Imported) -> str:
    """Most numbers unreadable is no bad list but a wrong country."""
    bad = {problem.row for problem in done.problems if problem.rule == "invalid_phone"}
    if 2 * len(bad) <= done.counts.rows:
        return ""
    return f"Most numbers cannot be read as numbers in {done.region}: is it the right country?"
