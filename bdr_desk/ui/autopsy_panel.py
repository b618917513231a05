"""The autopsy of a list: its grade, what lowered it, worst first, rows to look at, and what can be done now."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QLayout, QWidget

from bdr_desk.desk import Desk
from bdr_desk.domain.comparison import percent
from bdr_desk.domain.counting import counted
from bdr_desk.domain.list_grade import Reason, unknown_parts
from bdr_desk.queries.list_grade import Autopsy, Example, autopsy
from bdr_desk.queries.merges import duplicates_of_list
from bdr_desk.ui.tasks import Tasks
from bdr_desk.ui.widgets.charts import ShareBar
from bdr_desk.ui.widgets.detail import Detail, section
from bdr_desk.ui.widgets.parts import KeyButton, Part, button, column, dress, label, refill, row
from bdr_desk.ui.widgets.row_table import EDGE_PAD

TITLE, COST, BAR = 168, 56, 96  # px
BESIDE = 1080  # px of width from which the rules stand beside the reasons
TONES = {"A": "good", "B": "good", "C": "warn", "D": "warn", "F": "danger"}
MOST_OF_A_VALUE = 40  # characters
MOST_RULES = 12  # shown by count; the others are few


class AutopsyPanel(QWidget):
    """`release` and `review` (key of the list) when their buttons are pressed, `duplicates` when those who may stand here
    twice are wanted: whoever mounts the panel does it.

    Not `headed` where the page has the list's name and the buttons at its own edges.
    """

    release = Signal(object)
    review = Signal(object)
    duplicates = Signal()

    def __init__(self, desk: Desk, tasks: Tasks, *, headed: bool = True) -> None:
        super().__init__()
        self._desk, self._tasks, self._headed = desk, tasks, headed
        self.shown: Autopsy | None = None
        self.twice = column(gap=0)
        self.body = Detail("Autopsy of the list", EDGE_PAD)
        self.release_button = button("Release to the queue", self._release, look="primary")
        self.review_button = button("Review the quarantine", self._review)
        self.setLayout(column(self.body, gap=0))
        self.show_nothing()

    def show_list(self, key: UUID) -> None:
        """Read the list's autopsy and show it."""
        self._tasks.read(self, lambda: autopsy(self._desk, key), self._show, newest="autopsy")

    def show_nothing(self) -> None:
        self.shown = None
        self.body.show_parts(label("Choose a list to see what it is worth.", "soft", wrap=True))

    def _release(self) -> None:
        if self.shown:
            self.release.emit(self.shown.key)

    def _review(self) -> None:
        if self.shown:
            self.review.emit(self.shown.key)

    def _show(self, found: Autopsy) -> None:
        self.shown = found
        # `refill` lets go of what the last list was shown with: the buttons are made anew
        self.release_button = button("Release to the queue", self._release, look="primary")
        self.review_button = button(f"Review {found.figures.quarantined:,} in quarantine", self._review)
        offered = (
            (self.release_button, found.released_at is None),
            (self.review_button, found.figures.quarantined > 0),
        )
        self.twice = column(gap=0)  # filled once they are counted
        held = QWidget()
        held.setLayout(self.twice)
        buttons = [made for made, wanted in offered if wanted and self._headed]
        self.body.show_parts(*_parts(found, buttons, held, f"{found.name}: " if self._headed else ""))
        # Not on the store's own worker: the autopsy, and whatever is asked next, does not wait for it
        self._tasks.network(
            self,
            lambda: duplicates_of_list(self._desk, found.key),
            lambda pairs: self._show_twice(found, pairs),
        )

    def _show_twice(self, found: Autopsy, pairs: int | None) -> None:
        """Nothing where another list, or the same one anew, is shown by now."""
        if pairs and self.shown is found:
            who = "One pair may be" if pairs == 1 else f"{pairs:,} pairs may be"
            says = label(f"{who} the same person, with somebody of this list.", "soft")
            look = button("Who stands here twice", self.duplicates.emit, look="link")
            refill(self.twice, row(says, look, 0))


def _parts(found: Autopsy, buttons: Sequence[KeyButton], twice: Part, named: str) -> Iterator[Part]:
    yield _head(found, buttons, twice, named)
    if not found.grade.letter:
        return
    sections = [section("What lowers it, worst first", _reasons(found))] if found.grade.reasons else []
    if not sections:
        yield label("Nothing speaks against it.", "soft")
    if found.figures.by_rule:
        sections.append(section("Rows by rule", _rules(found)))
    yield Beside(sections)


class Beside(QWidget):
    """Sections side by side where there is room for it, else one below the other."""

    def __init__(self, sections: Sequence[QLayout]) -> None:
        super().__init__()
        self._box = row(*(column(each, 0) for each in sections), gap=16)
        for place, share in zip(range(len(sections)), (3, 2), strict=False):
            self._box.setStretch(place, share)
        self.setLayout(self._box)

    def resizeEvent(self, event: QResizeEvent) -> None:
        wide = self.width() >= BESIDE
        self._box.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        self._box.setSpacing(40 if wide else 16)
        super().resizeEvent(event)


def _head(found: Autopsy, buttons: Sequence[KeyButton], twice: Part, named: str) -> Part:
    letter = label(found.grade.letter or "–", "grade")
    dress(letter, tone=TONES.get(found.grade.letter, ""))
    letter.setAccessibleName(f"Grade {found.grade.letter or 'none'}")
    f = found.figures
    counts = (
        f"{counted(f.row_count, 'row')}: {f.added:,} added, {f.merged:,} known already, "
        f"{f.quarantined:,} in quarantine, {f.refused:,} refused"
    )
    worth = f"{found.grade.points:.0f} of 100 points" if found.grade.letter else "no row to grade"
    worth = worth if named else worth.capitalize()
    says = [label(named + worth, "heading", wrap=True), label(counts, "soft", wrap=True)]
    if found.grade.good:
        says.append(label("; ".join(found.grade.good) + ".", "soft", wrap=True))
    if found.grade.letter and (unknown := unknown_parts(f)):
        says.append(label(f"Not counted when it came in: {', '.join(unknown)}.", "small", wrap=True))
    text = column(*says, twice, gap=4)
    line = row(letter, text, gap=16)
    line.setStretch(1, 1)
    line.setAlignment(letter, Qt.AlignmentFlag.AlignTop)
    return column(line, row(*buttons, 0), gap=12)


def _reasons(found: Autopsy) -> QGridLayout:
    grid = _grid()
    for line, reason in enumerate(found.grade.reasons):
        examples = found.examples.get(reason.rule, ())
        said = [label(reason.says, "strong", wrap=True), label(reason.advice, "soft", wrap=True)]
        if examples:
            rows = "; ".join(map(_example, examples))
            said.append(label(f"For example {rows}", "small", wrap=True, select=True))
        text = QWidget()
        text.setLayout(column(*said, gap=2))
        _add(grid, line, reason.title, _cost(reason), reason.share, _tone(reason), text)
    return grid


def _example(example: Example) -> str:
    return f"row {example.row:,}" + (f" “{example.value[:MOST_OF_A_VALUE]}”" if example.value else "")


def _cost(reason: Reason) -> str:
    return f"-{reason.cost:.1f}" if reason.cost else ""


def _tone(reason: Reason) -> str:
    return "danger" if reason.cost >= 5 else "warn" if reason.cost >= 1 else "text_soft"


def _rules(found: Autopsy) -> QGridLayout:
    grid = _grid()
    f = found.figures
    for line, (rule, hits) in enumerate(list(f.by_rule.items())[:MOST_RULES]):
        share = hits / f.row_count if f.row_count else 0.0
        _add(grid, line, found.titles[rule], f"{hits:,}", share, "text_soft", label(percent(share), "soft"))
    return grid


def _grid() -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(10)
    for place, width in enumerate((TITLE, COST, BAR)):
        grid.setColumnMinimumWidth(place, width)
    grid.setColumnStretch(3, 1)
    return grid


def _add(
    grid: QGridLayout, line: int, title: str, figure: str, share: float, tone: str, text: QWidget
) -> None:
    top = Qt.AlignmentFlag.AlignTop
    number = label(figure, "strong" if figure else "")
    number.setAlignment(Qt.AlignmentFlag.AlignRight)
    bar = ShareBar(share, tone)
    bar.setFixedWidth(BAR)
    held = QWidget()
    held.setLayout(column(bar, margins=(0, 5, 0, 0)))
    dress(number, tone=tone if tone in ("danger", "warn") else "")
    grid.addWidget(label(title, wrap=True), line, 0, top)
    grid.addWidget(number, line, 1, top)
    grid.addWidget(held, line, 2, top)
    grid.addWidget(text, line, 3, top)
