"""One row of the quarantine as it came: each cell under its column's name, the evidence marked, the rules in words; or to be
corrected in place."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLayout, QLineEdit, QSizePolicy, QWidget

from bdr_desk.domain.column_names import FIELDS
from bdr_desk.domain.hygiene import RULES, Severity
from bdr_desk.domain.list_rows import Flaw
from bdr_desk.queries.list_rows import in_words
from bdr_desk.queries.quarantine import QuarantinedRow
from bdr_desk.ui.preview_table import NAME_FIELDS, REACH_FIELDS, mark_of
from bdr_desk.ui.widgets.detail import Detail, head, section
from bdr_desk.ui.widgets.parts import Part, button, chip, column, dress, label, row

GRAVITY = {
    Severity.WARN: "noted",
    Severity.QUARANTINE: "keeps the row here",
    Severity.REFUSE: "no row of a list",
}
TONES = {Severity.WARN: "", Severity.QUARANTINE: "warn", Severity.REFUSE: "danger"}
Cell = tuple[str, str, str]  # column's name, field or "", text


def evidence(cells: Sequence[Cell], flaws: Sequence[Flaw]) -> dict[int, Flaw]:
    """The cells that a flaw is about: those that hold its value, else all of its field."""
    found: dict[int, Flaw] = {}
    for flaw in flaws:
        places = [place for place, cell in enumerate(cells) if cell[2] and _same(flaw.field, cell[1])]
        holding = [place for place in places if _holds(flaw.value, cells[place][2])]
        for place in holding or (places if flaw.field else []):
            found.setdefault(place, flaw)
    return found


def _same(flawed: str, field: str) -> bool:
    return not flawed or flawed == field or (flawed in NAME_FIELDS and field in NAME_FIELDS)


def _holds(value: str, text: str) -> bool:
    value, text = value.strip().casefold(), text.strip().casefold()
    return bool(value and text) and (value in text or text in value)


class QuarantinedRowPanel(QWidget):
    """`corrected` (column's name -> text) when cells were put right, `left` when they were not."""

    corrected = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.detail = Detail("The row")
        self.fields: dict[str, QLineEdit] = {}
        self._row: QuarantinedRow | None = None
        self._foot = self._make_foot()
        self.setLayout(column(self.detail, self._foot, gap=0))
        self.show_row(None)

    def _make_foot(self) -> QFrame:
        foot = QFrame()
        dress(foot, look="bar")
        go = button("Correct and release", self._send, look="primary", key="Enter")
        foot.setLayout(row(go, button("Leave it", self.stop, key="Esc"), 0, margins=(16, 12, 16, 12)))
        foot.hide()
        return foot

    @property
    def editing(self) -> bool:
        return bool(self.fields)

    def show_row(self, shown: QuarantinedRow | None) -> None:
        """What is being corrected stays while its row is in sight."""
        if self.editing and shown is not None and self._row is not None and shown.key == self._row.key:
            return
        self._row, self.fields = shown, {}
        self._foot.hide()
        if shown is None:
            self.detail.show_parts(label("Choose a row to see it whole.", "soft", wrap=True))
            return
        self.detail.show_parts(
            *self._head(shown),
            section("What is wrong", *_wrong(shown)),
            section("The row as it came", _cells(shown)),
        )

    def scroll_by(self, pages: int) -> None:
        """Half a page down, up for a negative number."""
        bar = self.detail.verticalScrollBar()
        bar.setValue(bar.value() + pages * bar.pageStep() // 2)

    def correct(self) -> bool:
        """Turn the cells that are read into fields, the first one with evidence in focus; False when none is read."""
        shown = self._row
        if shown is None or not any(field for _, field, _ in shown.cells):
            return False
        marked = evidence(shown.cells, shown.flaws)
        self.fields = {}
        lines = [
            self._field(name, field, text, marked.get(place))
            for place, (name, field, text) in enumerate(shown.cells) if field
        ]  # fmt: skip
        self.detail.show_parts(
            *self._head(shown),
            section("Put it right", column(*lines, gap=8), _quiet("What stood there stays with the row.")),
        )
        self._foot.show()
        first = self.fields[_first(shown, marked)]
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)
        first.selectAll()
        return True

    def stop(self) -> None:
        """Leave the row as it is."""
        if self.editing:
            shown, self.fields = self._row, {}
            self._row = None
            self.show_row(shown)
            self.left.emit()

    def done(self) -> None:
        """The corrections were taken."""
        self.fields = {}

    def _head(self, shown: QuarantinedRow) -> list[Part]:
        who = shown.person or shown.company or "Nobody named"
        below = ", ".join(part for part in (shown.title, shown.company if shown.person else "") if part)
        parts: list[Part] = [head(who, below, (f"row {shown.row:,} of the file", ""))]
        if shown.why_not:
            barred = label(f"It cannot be released as it is. {shown.why_not}", wrap=True)
            dress(barred, tone="danger")
            parts.append(barred)
        return parts

    def _field(self, name: str, field: str, text: str, flaw: Flaw | None) -> QLayout:
        edit = self.fields[name] = QLineEdit(text)
        edit.setAccessibleName(_named(name, field))
        edit.returnPressed.connect(self._send)
        below = [label(in_words([flaw]), "small", wrap=True)] if flaw else []
        return column(label(_named(name, field), "small", wrap=True), edit, *below, gap=2)

    def _send(self) -> None:
        if self._row is None:
            return
        before = {name: text for name, _, text in self._row.cells}
        changed = {name: edit.text().strip() for name, edit in self.fields.items()}
        self.corrected.emit(
            {name: text for name, text in changed.items() if text != before.get(name, "").strip()}
        )

    def event(self, event: QEvent) -> bool:
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and self.editing
        if escape and event.type() == QEvent.Type.ShortcutOverride:  # ours, before any other meaning of Esc
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.editing:
            self.stop()
        else:
            super().keyPressEvent(event)


def _first(shown: QuarantinedRow, marked: Mapping[int, Flaw]) -> str:
    """The column to begin with: one with evidence, else one by which somebody is reached, else the first."""
    read = {name: field for name, field, _ in shown.cells if field}
    names = [shown.cells[place][0] for place in marked if shown.cells[place][1]]
    names += [name for name, field in read.items() if field in REACH_FIELDS]
    return (names or list(read))[0]


def _wrong(shown: QuarantinedRow) -> list[Part]:
    """Each rule with its words, its gravity and where it comes from."""
    parts: list[Part] = []
    for flaw in shown.flaws:
        if (rule := RULES.get(flaw.rule)) is None:  # what somebody corrected before
            parts.append(
                label(f"{FIELDS.get(flaw.field, 'A cell')} was “{flaw.value}” before.", "small", wrap=True)
            )
            continue
        title = row(
            label(rule.title, "strong", wrap=True), 0, chip(GRAVITY[rule.severity], TONES[rule.severity])
        )
        says = label(in_words([flaw]), wrap=True, select=True)
        parts.append(column(title, says, label(f"Source: {rule.source}", "small", wrap=True), gap=2))
    return parts


def _cells(shown: QuarantinedRow) -> QLayout:
    marked = evidence(shown.cells, shown.flaws)
    lines: list[Part] = []
    for place, (name, field, text) in enumerate(shown.cells):
        if not text and not field:
            continue
        told = label(text or "empty", "" if text else "soft", wrap=True, select=True)
        told.setSizePolicy(
            QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred
        )  # one long word widens nothing
        if flaw := marked.get(place):
            dress(told, look="chip", tone=mark_of(flaw.rule))
        lines.append(column(label(_named(name, field), "small", wrap=True), told, gap=2))
    return column(*lines, gap=8)


def _named(name: str, field: str) -> str:
    """A column, and what it is read as."""
    return f"{name}, read as {FIELDS[field]}" if field else f"{name}, left out"


def _quiet(text: str) -> QLabel:
    return label(text, "small", wrap=True)
