"""How far the lead is from the lead definition: a bar, and a row for each criterion with its answer or the question."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from bdr_desk.domain.qualification import Criterion, Definition, distance
from bdr_desk.queries.leads import FactView
from bdr_desk.ui.call_session import CallSession
from bdr_desk.ui.lead_on_desk import LeadOnDesk
from bdr_desk.ui.notes_panel import spoken_day
from bdr_desk.ui.widgets.parts import (
    ContentButton,
    Elided,
    caption,
    chip,
    clear,
    column,
    dress,
    label,
    passive,
)

TITLE_WIDTH = 80


class FactsPanel(QWidget):
    asked = Signal(str)  # the criterion of the row pressed

    def __init__(self, session: CallSession) -> None:
        super().__init__()
        self._session = session
        self._lead: LeadOnDesk | None = None
        self._now: datetime | None = None
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Distance to a qualified lead")
        self._says = label("", "small", wrap=True)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._buttons: list[ContentButton] = []
        self._lines = 1
        head = column(
            caption("Distance to a qualified lead"), self._bar, self._says, margins=(8, 0, 8, 0), gap=6
        )
        self.setLayout(column(head, self._rows, margins=(8, 12, 8, 8), gap=6))
        session.captured.connect(lambda _: self._draw())

    def show_lead(self, lead: LeadOnDesk | None, now: datetime) -> None:
        self._lead, self._now = lead, now
        self._draw()

    def set_roomy(self, roomy: bool) -> None:
        """Two lines for an answer where the window has the height."""
        if self._lines != 1 + roomy:
            self._lines = 1 + roomy
            self._draw()

    def focus_first(self) -> None:
        if self._buttons:
            self._buttons[0].setFocus()

    def _draw(self) -> None:
        had_focus = next((place for place, made in enumerate(self._buttons) if made.hasFocus()), None)
        clear(self._rows)
        self._buttons = []
        definition = self._lead.view.definition if self._lead else None
        if self._lead is None or definition is None:
            self._says.setText("This project has no lead definition yet." if self._lead else "")
            self._bar.setValue(0)
            return
        known = {fact.criterion: fact for fact in self._lead.view.facts}
        self._show_distance(definition, known)
        for criterion in definition.criteria:
            made = self._row(criterion, known.get(criterion.key))
            self._buttons.append(made)
            self._rows.addWidget(made)
        if had_focus is not None and had_focus < len(self._buttons):
            self._buttons[had_focus].setFocus()

    def _show_distance(self, definition: Definition, known: dict[str, FactView]) -> None:
        values = {key: fact.value for key, fact in known.items()} | self._session.answers
        far = distance(definition.criteria, values)
        self._bar.setMaximum(max(1, len(definition.criteria)))
        self._bar.setValue(len(far.met))
        dress(self._bar, tone="good" if far.qualified else "")
        signed = (
            f" signed {definition.signed_on.day} {definition.signed_on:%b}" if definition.signed_on else ""
        )
        missing = len(far.missing_required)
        state = "qualified" if far.qualified else f"{missing} to ask"
        self._says.setText(
            f"{len(far.met)} of {len(definition.criteria)} criteria, {state}. {definition.name} {definition.version}{signed}"
        )

    def _row(self, criterion: Criterion, fact: FactView | None) -> ContentButton:
        new = self._session.answers.get(criterion.key, "").strip()
        made = ContentButton("row")
        title = passive(label(criterion.title, "soft"))
        title.setFixedWidth(TITLE_WIDTH)
        value = new or (fact.value if fact else "")
        ask = f"ask: {criterion.prompt[:1].lower()}{criterion.prompt[1:]}"
        text = Elided(value or ask, "" if value else "soft", self._lines, snug=True)
        line = QHBoxLayout(made)
        line.setContentsMargins(8, 3, 8, 3)
        line.setSpacing(8)
        line.addWidget(title, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(passive(text), 1, Qt.AlignmentFlag.AlignTop)
        if new or fact:
            same = fact is not None and fact.value == new
            mark = chip("same" if same else "new", "good") if new else label(self._day(fact), "small")
            line.addWidget(passive(mark), 0, Qt.AlignmentFlag.AlignTop)
        made.setToolTip(value or criterion.prompt)
        made.setAccessibleName(f"{criterion.title}: {value or 'not known, ask: ' + criterion.prompt}")
        made.clicked.connect(lambda _checked: self.asked.emit(criterion.key))
        return made

    def _day(self, fact: FactView | None) -> str:
        if fact is None or self._now is None:
            return ""
        return spoken_day(fact.made_at, self._now)
