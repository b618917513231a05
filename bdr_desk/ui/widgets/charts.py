"""Small drawn charts: two figures with their intervals on one scale, and a bar for a share."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from bdr_desk.ui.theme import Palette, figures, tokens

SIDES = ("accent", "warn")  # colours of the two sides; their marks differ in shape as well
MARK = 5  # px, half of a mark
LANE = 18  # px of height for each side
SCALE = 16  # px below the lanes, for the figures of the scale
EDGE = 24  # px at both ends, so that the scale's figures stay inside


@dataclass(frozen=True)
class Whisker:
    """A figure between `low` and `high`, None where there is none yet. `high` may be infinite."""

    figure: float | None
    low: float
    high: float


def side_colour(side: int, colours: Palette) -> str:
    colour: str = getattr(colours, SIDES[side])
    return colour


class IntervalChart(QWidget):
    """Two sides, one below the other: a mark at the figure, a line over its interval, on a scale from 0."""

    def __init__(self, sides: Sequence[Whisker], ticks: "Scale") -> None:
        super().__init__()
        self._sides, self._ticks = tuple(sides), ticks
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(180)

    def sizeHint(self) -> QSize:
        return QSize(320, LANE * len(self._sides) + SCALE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = tokens(self)
        if all(whisker.figure is None for whisker in self._sides):
            return  # a scale of nothing would say something
        self._draw_scale(painter, colours)
        for side, whisker in enumerate(self._sides):
            if whisker.figure is not None:
                self._draw(painter, side, whisker, QColor(side_colour(side, colours)))

    def _x(self, value: float) -> float:
        share = min(1.0, value / self._ticks.top)
        return EDGE + share * (self.width() - 2 * EDGE)

    def _draw_scale(self, painter: QPainter, colours: Palette) -> None:
        font = QFont(figures(self.font()))
        font.setPixelSize(font.pixelSize() - 2)
        painter.setFont(font)
        bottom = LANE * len(self._sides)
        for value, says in self._ticks.marks:
            x = self._x(value)
            painter.setPen(QPen(QColor(colours.line), 1))
            painter.drawLine(QPointF(x, 0), QPointF(x, bottom))
            painter.setPen(QColor(colours.text_soft))
            painter.drawText(QRectF(x - 50, bottom, 100, SCALE), Qt.AlignmentFlag.AlignHCenter, says)

    def _draw(self, painter: QPainter, side: int, whisker: Whisker, colour: QColor) -> None:
        assert whisker.figure is not None
        y, x = LANE * side + LANE / 2, self._x(whisker.figure)
        low, high = self._x(whisker.low), self._x(min(whisker.high, self._ticks.top))
        painter.setPen(QPen(colour, 2))
        painter.drawLine(QPointF(low, y), QPointF(high, y))
        for end in (low, high) if whisker.high <= self._ticks.top else (low,):
            painter.drawLine(QPointF(end, y - 4), QPointF(end, y + 4))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        draw_mark(painter, side, QPointF(x, y))


def draw_mark(painter: QPainter, side: int, at: QPointF) -> None:
    """A dot for the first side, a diamond for the second: told apart without their colours."""
    if side == 0:
        painter.drawEllipse(at, MARK, MARK)
    else:
        reach = MARK + 1
        ends = ((0, -reach), (reach, 0), (0, reach), (-reach, 0))
        painter.drawPolygon(QPolygonF([at + QPointF(*end) for end in ends]))


class SideMark(QWidget):
    """What a side is drawn with, for the legend."""

    def __init__(self, side: int) -> None:
        super().__init__()
        self._side = side
        self.setFixedSize(QSize(16, 16))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(side_colour(self._side, tokens(self))))
        draw_mark(painter, self._side, QPointF(8, 8))


@dataclass(frozen=True)
class Scale:
    """From 0 to `top`; `marks` are values with what stands at them."""

    top: float
    marks: tuple[tuple[float, str], ...]


def scale_for(most: float, *, percent: bool = False) -> Scale:
    """A round scale that holds `most`, with three to six marks."""
    most = most if 0 < most < math.inf else 1.0
    step = _round_step(most / 4)
    top = step * math.ceil(most / step - 1e-9)
    if percent:
        top = min(1.0, top)
    count = round(top / step)
    return Scale(top, tuple((step * n, _tick(step * n, percent)) for n in range(count + 1)))


def _round_step(least: float) -> float:
    size = 10 ** math.floor(math.log10(least))
    return float(next(size * step for step in (1, 2, 2.5, 5, 10) if size * step >= least - 1e-12))


def _tick(value: float, percent: bool) -> str:
    return f"{100 * value:g} %" if percent else f"{value:,.6g}"


class ShareBar(QWidget):
    """How much of a whole, 0 to 1, in the colour of a tone."""

    def __init__(self, share: float, tone: str = "accent") -> None:
        super().__init__()
        self._share, self._tone = min(1.0, max(0.0, share)), tone
        self.setFixedHeight(8)
        self.setMinimumWidth(80)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        colours = tokens(self)
        whole = QRectF(self.rect())
        painter.setBrush(QColor(colours.chip))
        painter.drawRoundedRect(whole, 3, 3)
        if self._share:
            whole.setWidth(max(4.0, whole.width() * self._share))
            painter.setBrush(QColor(getattr(colours, self._tone)))
            painter.drawRoundedRect(whole, 3, 3)
