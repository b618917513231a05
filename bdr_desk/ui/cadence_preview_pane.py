"""One lead through the days of the plan being edited: when what comes and why, and what each call is taken to come to."""

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from bdr_desk.domain.outcome import TITLES, Outcome
from bdr_desk.queries.cadence_preview import PlayedRow, PlayedThrough
from bdr_desk.queries.wrap_up import KEY_ORDER
from bdr_desk.ui.theme import figures
from bdr_desk.ui.widgets.choice_box import ChoiceBox
from bdr_desk.ui.widgets.floating_bar import FloatingBar
from bdr_desk.ui.widgets.parts import button, caption, column, dress, label, row, rule

WHEN, OUTCOME = 128, 148  # px
_MANY = 40  # rows that are drawn; who is called every week for years is told in words


class PlayRow(QWidget):
    """`answered` (the call's number, its outcome) when another outcome was chosen."""

    answered = Signal(int, object)

    def __init__(self) -> None:
        super().__init__()
        self._call = 0
        self.when, self.title = label("", select=True), label("", "strong")
        self.when.setFont(figures(self.when.font()))
        self.when.setFixedWidth(WHEN)
        self.why = label("", "small", wrap=True, select=True)
        self.off = label("", "small", wrap=True, select=True)
        dress(self.off, tone="warn")
        self.outcome = ChoiceBox()
        self.outcome.setFixedWidth(OUTCOME)
        for outcome in KEY_ORDER:
            self.outcome.addItem(TITLES[outcome], str(outcome))
        self.outcome.currentIndexChanged.connect(self._answered)
        line = row(self.when, self.title, self.outcome)
        line.setStretch(1, 1)
        below = row(column(self.off, self.why, gap=2))
        below.insertSpacing(0, WHEN + 8)
        self.setLayout(column(line, below, gap=2, margins=(0, 6, 0, 6)))

    def show_row(self, played: PlayedRow, number: int) -> None:
        self._call = played.call or 0
        self.when.setText(played.when)
        self.title.setText(f"{played.title}, day {played.day}")
        self.title.setToolTip(played.what)
        self.why.setText(played.why[:1].upper() + played.why[1:])
        self.off.setText(played.off)
        self.off.setVisible(bool(played.off))
        self.outcome.setVisible(played.outcome is not None)
        self.outcome.setAccessibleName(f"Step {number + 1}, {played.title} {played.when}: how it ends")
        if played.outcome is not None:
            with QSignalBlocker(self.outcome):
                self.outcome.setCurrentIndex(self.outcome.findData(str(played.outcome)))

    def _answered(self, _at: int) -> None:
        self.answered.emit(self._call, Outcome(self.outcome.currentData()))


class CadencePreviewPane(QWidget):
    """`wanted` when the lead is another one: other outcomes, somewhere else, another day."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.outcomes: dict[int, Outcome] = {}
        self.rows: list[PlayRow] = []
        self.where, self.start = _field("Where they are"), _field("The lead comes on")
        self.where.setPlaceholderText("London; Houston, TX")
        self.start.setPlaceholderText("now; 28 Aug 10:00")
        self.agreed = button("Agreed to e-mail and messages", self.wanted.emit, look="choice")
        self.agreed.setCheckable(True)
        self.reset = button("Nobody answers again", self._reset, look="link")
        self.problem = label("", "small", wrap=True)
        dress(self.problem, tone="danger")
        self.ends, self.because = label("", "strong", wrap=True, select=True), label("", "small", wrap=True)
        self.stale = label("As it was before the mistake at the left.", "small", wrap=True)
        dress(self.stale, tone="warn")
        self._box = QVBoxLayout()
        self._box.setSpacing(0)
        for edit in (self.where, self.start):
            edit.textEdited.connect(lambda _: self.wanted.emit())
        self._lay_out()
        for part in (self.problem, self.stale, self.reset):
            part.hide()

    def _lay_out(self) -> None:
        place = column(label("Where they are", "small"), self.where, gap=2)
        start = column(label("The lead comes on", "small"), self.start, gap=2)
        asked = row(place, start, gap=12)
        asked.setStretch(0, 1)
        asked.setStretch(1, 1)
        head = column(
            caption("One lead through the days"), asked, row(self.agreed, self.reset, 0, gap=12),
            self.problem, self.stale, gap=8, margins=(24, 16, 24, 12),
        )  # fmt: skip
        inside = QWidget()
        dress(inside, look="page")
        inside.setLayout(
            column(
                self._box,
                row(margins=(0, 4, 0, 0)),
                self.ends,
                self.because,
                1,
                margins=(24, 8, 24, 24),
                gap=4,
            )
        )
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        FloatingBar(self._scroll)
        self._scroll.setWidget(inside)
        box = column(head, rule(), self._scroll, gap=0)
        box.setStretch(2, 1)
        self.setLayout(box)

    # What is asked

    @property
    def lead(self) -> Mapping[str, str]:
        return {"where": self.where.text().strip(), "start": self.start.text().strip()}

    def _answer(self, call: int, outcome: Outcome) -> None:
        self.outcomes[call] = outcome
        self.wanted.emit()

    def _reset(self) -> None:
        self.outcomes.clear()
        self.wanted.emit()

    # What is shown

    def show_played(self, played: PlayedThrough) -> None:
        shown = played.rows[:_MANY]
        while len(self.rows) < len(shown):
            made = PlayRow()
            made.answered.connect(self._answer)
            self.rows.append(made)
            self._box.addWidget(made)
        for at, made in enumerate(self.rows):
            made.setVisible(at < len(shown))
            if at < len(shown):
                made.show_row(shown[at], at)
        more = f"{len(played.rows) - _MANY} more touches. " if len(played.rows) > _MANY else ""
        self.ends.setText(more + played.ends)
        self.because.setText(f"Because: {played.because}." if played.because else "")
        self.because.setVisible(bool(played.because))
        self.reset.setVisible(bool(self.outcomes))
        self.say("")

    def say(self, problem: str) -> None:
        """What is wrong with the place or the day; the rows stay."""
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))

    def say_stale(self, stale: bool) -> None:
        self.stale.setVisible(stale)


def _field(name: str) -> QLineEdit:
    made = QLineEdit()
    made.setAccessibleName(name)
    return made
