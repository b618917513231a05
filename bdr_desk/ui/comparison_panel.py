"""Two lists or sources side by side: each measure drawn with its intervals, and what may be said of it."""

import math
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from bdr_desk.domain.comparison import Estimate, Finding
from bdr_desk.domain.sources import KINDS, read_source
from bdr_desk.errors import BadInput
from bdr_desk.queries.scorecards import LIST, Card, Compared, comparison_of
from bdr_desk.ui.widgets.charts import LANE, IntervalChart, Scale, SideMark, Whisker, scale_for
from bdr_desk.ui.widgets.choice_box import ChoiceBox
from bdr_desk.ui.widgets.detail import Detail
from bdr_desk.ui.widgets.parts import Part, column, dress, label, row, rule
from bdr_desk.ui.widgets.row_table import EDGE_PAD

TITLE, FIGURES = 168, 148  # px
MARKS = (
    "●",
    "◆",
)  # as `charts.draw_mark` draws them: they stand for the names, which are said once, at the top
SPOKEN = ("the first", "the second")
NOTE = (
    "Lines are 95 % intervals; n is how many were counted. “Better” is said when the difference stands with all measures"
    " taken together (Holm) and both samples are large enough. Prices are for the leads dialled so far."
)


class ComparisonPanel(QWidget):
    """`chosen` when the user took other sides."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._cards: tuple[Card, ...] = ()
        self.sides = (ChoiceBox(), ChoiceBox())
        for name, side in zip(("First", "Second"), self.sides, strict=True):
            side.setAccessibleName(f"{name} list or source to compare")
            side.setMinimumWidth(220)
            side.taken.connect(self._show)
        self.says = label("", "strong", wrap=True)
        self.body = Detail("Comparison", EDGE_PAD)
        legend = row(
            SideMark(0), self.sides[0], label("with", "soft"), SideMark(1), self.sides[1], self.says,
            margins=(16, 8, 16, 8),
        )  # fmt: skip
        legend.setStretch(5, 1)
        self.setLayout(column(legend, rule(), self.body, gap=0))
        self.shown: Compared | None = None

    def show_cards(self, cards: Sequence[Card]) -> None:
        """Offer them; the sides stay, or are the two newest lists."""
        before = [side.currentData() for side in self.sides]
        self._cards = tuple(cards)
        lists = [card for card in cards if card.kind == LIST] or list(cards)
        for place, side in enumerate(self.sides):
            side.clear()
            for card in cards:
                side.addItem(card.name if card.kind == LIST else source_says(card.of), str(card.key))
            wanted = before[place] or (str(lists[place].key) if place < len(lists) else None)
            side.setCurrentIndex(max(0, side.findData(wanted)))
        self._show()

    def take(self, card: Card) -> None:
        """Compare `card` with what was the first side until now."""
        first, second = self.sides
        if str(card.key) not in (first.currentData(), second.currentData()):
            second.setCurrentIndex(first.currentIndex())
            first.setCurrentIndex(first.findData(str(card.key)))
        self._show()

    def _show(self) -> None:
        by_key = {str(card.key): card for card in self._cards}
        sides = [by_key.get(side.currentData()) for side in self.sides]
        if sides[0] is None or sides[1] is None:
            self._say_nothing("Two lists are needed to compare them.")
            return
        try:
            self.shown = comparison_of(sides[0], sides[1], MARKS)
        except BadInput as error:
            self._say_nothing(str(error))
            return
        self.says.setText(self.shown.says)
        self.body.show_parts(*_parts(self.shown.findings))
        self.chosen.emit()

    def _say_nothing(self, why: str) -> None:
        self.shown = None
        self.says.setText("")
        self.body.show_parts(label(why, "soft", wrap=True))


def _parts(findings: Sequence[Finding]) -> list[Part]:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(10)
    grid.setColumnMinimumWidth(0, TITLE)
    grid.setColumnMinimumWidth(1, FIGURES)
    grid.setColumnStretch(2, 5)
    grid.setColumnStretch(3, 6)
    for line, finding in enumerate(findings):
        for place, part in enumerate(_line(finding)):
            grid.addWidget(part, line, place, Qt.AlignmentFlag.AlignTop)
    return [grid, label(NOTE, "small", wrap=True)]


def _line(finding: Finding) -> tuple[QWidget, ...]:
    chart = IntervalChart((_whisker(finding.a), _whisker(finding.b)), _scale(finding))
    verdict = label(finding.says, "" if finding.better else "soft", wrap=True, select=True)
    dress(verdict, tone="good" if finding.better else "")
    sides_say = f"{_side_says(finding.a)} against {_side_says(finding.b)}"
    chart.setAccessibleName(f"{finding.title}: {sides_say}. {_spoken(finding.says)}")
    verdict.setAccessibleName(_spoken(finding.says))
    sides = QWidget()
    sides.setLayout(column(*(_figure(*each) for each in enumerate((finding.a, finding.b))), gap=0))
    title = QWidget()
    of = f"of {finding.unit}" if finding.kind == "share" else ""
    title.setLayout(column(label(finding.title), label(of, "small"), gap=0))
    return title, sides, chart, verdict


def _figure(place: int, side: Estimate) -> QWidget:
    """In line with the side's lane of the chart."""
    made = QWidget()
    made.setFixedHeight(LANE)
    figure = label(side.says, "strong" if side.figure is not None else "soft")
    made.setLayout(row(SideMark(place), figure, label(f"n {side.sample:,}", "small"), 0))
    return made


def _spoken(says: str) -> str:
    for mark, spoken in zip(MARKS, SPOKEN, strict=True):
        says = says.replace(mark, spoken)
    return says


def _side_says(side: Estimate) -> str:
    return f"{side.says} of {side.sample:,}"


def _whisker(side: Estimate) -> Whisker:
    return Whisker(_units(side.figure, side), _units(side.low, side) or 0.0, _units(side.high, side) or 0.0)


def _units(value: float | None, side: Estimate) -> float | None:
    """Prices are drawn in whole units of money, as they are said."""
    return value if value is None or not side.says[:1].isalpha() else value / 100


def _scale(finding: Finding) -> Scale:
    ends = [_whisker(side).high for side in (finding.a, finding.b) if side.figure is not None]
    finite = [end for end in ends if math.isfinite(end)]
    largest = [_whisker(side).figure or 0.0 for side in (finding.a, finding.b)]
    most = min(max([*finite, *largest, 0.0]), 4 * max(largest) or math.inf)
    return scale_for(most, percent=finding.kind == "share")


def source_says(source: str) -> str:
    """A source in words: "Trade show, Dock Expo 2027"."""
    read = read_source(source)
    return ", ".join(part for part in (KINDS[read.kind].capitalize(), read.detail) if part)
