"""What a page shows of one thing: sections in a column that scrolls, each a heading with words and texts below it."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QLayout, QScrollArea, QWidget

from bdr_desk.ui.widgets.floating_bar import FloatingBar
from bdr_desk.ui.widgets.parts import Part, caption, chip, column, dress, label, refill, row, rule

WORD = 132  # px of the left column


class Detail(QScrollArea):
    """Emptied and filled anew for each thing shown."""

    def __init__(self, name: str, side: int = 24) -> None:
        """`side` px at both edges: those of what stands above it."""
        super().__init__()
        self.setAccessibleName(name)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        FloatingBar(self)
        inside = QWidget()
        dress(inside, look="page")
        self._box = column(gap=16, margins=(side, 20, side, 20))
        inside.setLayout(column(self._box, 0))
        self.setWidget(inside)

    def show_parts(self, *parts: Part) -> None:
        refill(self._box, *parts)
        self.verticalScrollBar().setValue(0)


def head(name: str, below: str, *chips: tuple[str, str]) -> QLayout:
    """Who or what it is."""
    marks = row(*(chip(text, tone) for text, tone in chips), 0, gap=4)
    parts: list[Part] = [label(name, "name", wrap=True, select=True)]
    if below:
        parts.append(label(below, "soft", wrap=True, select=True))
    return column(*parts, *([marks] if chips else []), gap=6)


def section(title: str, *parts: Part) -> QLayout:
    """A part of the detail under its heading, parted from what stands above by a hairline."""
    return column(rule(), row(caption(title), margins=(0, 12, 0, 4)), *parts, gap=8)


def pairs(found: Iterable[tuple[str, str] | tuple[str, str, str]]) -> QGridLayout:
    """(word, text) or (word, text, tone) lines; a line without text is left out."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(8)
    grid.setColumnMinimumWidth(0, WORD)
    grid.setColumnStretch(1, 1)
    for line, (word, text, *tone) in enumerate(pair for pair in found if pair[1]):
        said = label(word, "soft")
        said.setAlignment(Qt.AlignmentFlag.AlignTop)
        told = label(text, wrap=True, select=True)
        dress(told, tone=tone[0] if tone else "")
        grid.addWidget(said, line, 0)
        grid.addWidget(told, line, 1)
    return grid


def entry(when: str, what: str, *below: str) -> QLayout:
    """One thing that happened: what on the left, when at the right, quieter lines below."""
    told = label(what, wrap=True, select=True)
    at = label(when, "small")
    at.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    line = row(told, at)
    line.setStretch(0, 1)
    return column(line, *(label(text, "small", wrap=True, select=True) for text in below if text), gap=2)


def quiet(text: str) -> QLabel:
    return label(text, "soft", wrap=True)
