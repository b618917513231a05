"""Rules in a table with a choice of three in each row: Left and Right, or the mouse, take another one."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from bdr_desk.domain.hygiene import Severity
from bdr_desk.domain.list_terms import KNOWN, OFF
from bdr_desk.queries.list_terms import RuleView
from bdr_desk.ui.theme import tokens
from bdr_desk.ui.widgets.row_table import CELL_PAD, EDGE_PAD, Column, RowTable, RowTableDelegate

CHOICES: tuple[tuple[str, str], ...] = (
    (OFF, "Off"),
    (str(Severity.WARN), "Warn"),
    (str(Severity.QUARANTINE), "Quarantine"),
)
ALWAYS = {
    Severity.WARN: "Always told",
    Severity.QUARANTINE: "Always quarantine",
    Severity.REFUSE: "Always refused",
}
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_BACK = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_TITLE, _HITS, _HERE = 200, 72, 216  # px
_PAD, _GAP = 8, 2  # px inside a choice, and between two
Index = QModelIndex | QPersistentModelIndex


def here(view: RuleView) -> str:
    return str(view.here or OFF)


def here_says(view: RuleView) -> str:
    """What the rule does here, in words."""
    if view.key in KNOWN:
        return "Always told"
    if view.fixed:
        return ALWAYS[view.here] if view.here else "Off in a sample"
    return dict(CHOICES)[here(view)]


def _tone(view: RuleView) -> str:
    return "text_soft" if view.fixed else "accent" if view.changed else ""


COLUMNS: tuple[Column[RuleView], ...] = (
    Column("Rule", lambda view: view.title, _TITLE, tone=_tone),
    Column("What it says", lambda view: view.says, tone=lambda view: "text_soft" if view.fixed else ""),
    Column("Rows", lambda view: f"{view.hits:,}" if view.hits else "", _HITS, number=True),
    Column("Here", here_says, _HERE),
)
_LAST = len(COLUMNS) - 1


class RuleTable(RowTable[RuleView]):
    """`wanted` (rule, what) when another choice is taken; None is the rule's own."""

    wanted = Signal(str, object)

    def __init__(self) -> None:
        super().__init__("Rules", COLUMNS)
        self._choices = _ChoiceDelegate(self, lambda index: self.rows.items[index.row()])
        self.setItemDelegateForColumn(_LAST, self._choices)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        view = self.row
        if view is not None and event.key() in _STEPS:
            self._step(view, _STEPS[Qt.Key(event.key())])
        elif view is not None and event.key() in _BACK and view.changed:
            self.wanted.emit(view.key, None)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if not index.isValid() or index.column() != _LAST or event.button() != Qt.MouseButton.LeftButton:
            return
        view = self.rows.items[index.row()]
        for (what, _), place in zip(CHOICES, self._choices.places(self.visualRect(index)), strict=True):
            if place.contains(event.position().toPoint()):
                self._take(view, what)

    def _step(self, view: RuleView, by: int) -> None:
        names = [what for what, _ in CHOICES]
        at = names.index(here(view)) + by if not view.fixed else -1
        if 0 <= at < len(names):
            self._take(view, names[at])

    def _take(self, view: RuleView, what: str) -> None:
        if not view.fixed and what != here(view):
            self.wanted.emit(view.key, what)


class _ChoiceDelegate(RowTableDelegate):
    """The three choices beside one another, the one in force on a ground of its own; words alone where there is no choice."""

    def __init__(self, table: QWidget, view_at: Callable[[Index], RuleView]) -> None:
        super().__init__(table)
        self._table, self._view_at = table, view_at

    def places(self, cell: QRect) -> list[QRect]:
        """Where the choices stand in a cell."""
        metrics, left, found = QFontMetrics(self._table.font()), cell.x() + CELL_PAD, []
        for _, words in CHOICES:
            width = metrics.horizontalAdvance(words) + 2 * _PAD
            found.append(QRect(left, cell.y() + 4, width, cell.height() - 9))
            left += width + _GAP
        return found

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view, colours, cell = self._view_at(index), tokens(self._table), option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(cell, QColor(colours.accent_soft))
        painter.fillRect(cell.x(), cell.bottom(), cell.width(), 1, QColor(colours.line))
        painter.setFont(self._table.font())
        if view.fixed:
            painter.setPen(QColor(colours.text_soft))
            inside = cell.adjusted(CELL_PAD + _PAD, 0, -EDGE_PAD, -1)
            painter.drawText(
                inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, here_says(view)
            )
        else:
            self._paint_choices(painter, cell, here(view))
        painter.restore()

    def _paint_choices(self, painter: QPainter, cell: QRect, chosen: str) -> None:
        colours = tokens(self._table)
        for (what, words), place in zip(CHOICES, self.places(cell), strict=True):
            ink = colours.text_soft
            if what == chosen:
                ground, ink = _GROUNDS.get(what, ("chip", "text"))
                ground, ink = getattr(colours, ground), getattr(colours, ink)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(ground))
                painter.drawRoundedRect(place, 4, 4)
            painter.setPen(QColor(ink))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)


_GROUNDS = {str(Severity.WARN): ("warn_soft", "warn"), str(Severity.QUARANTINE): ("danger_soft", "danger")}
