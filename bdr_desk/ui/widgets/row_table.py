"""A table of plain values: each column is a title and how to read it off a row. More rows are asked for at the end."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from bdr_desk.ui.theme import figures, tokens
from bdr_desk.ui.widgets.floating_bar import FloatingBar
from bdr_desk.ui.widgets.parts import tip

T = TypeVar("T")
Index = QModelIndex | QPersistentModelIndex
ROW = 32  # px
CELL_PAD, EDGE_PAD = 8, 16  # px, as the headings have it; in line with the page at both edges
STRETCH = 0
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Column(Generic[T]):
    """`width` px, `STRETCH` to share what is left. `number` stands at the right edge. `tone` colours the text, `mark` its
    ground: "warn", "danger" ... or "". `whole` is what the mouse resting on a cell reads, where the text is cut or short."""

    title: str
    text: Callable[[T], str]
    width: int = STRETCH
    number: bool = False
    tone: Callable[[T], str] = lambda _: ""
    mark: Callable[[T], str] = lambda _: ""
    whole: Callable[[T], str] | None = None


class RowTableModel(QAbstractTableModel, Generic[T]):
    more = Signal()

    def __init__(self, columns: Sequence[Column[T]], view: QWidget) -> None:
        super().__init__(view)
        self.columns, self._view = tuple(columns), view
        self.items: list[T] = []
        self.total = 0

    def show(self, items: Sequence[T], total: int | None = None) -> None:
        self.beginResetModel()
        self.items, self.total = list(items), len(items) if total is None else total
        self.endResetModel()

    def add(self, items: Sequence[T]) -> None:
        """The next rows; none ends the asking."""
        if not items:
            self.total = len(self.items)
            return
        self.beginInsertRows(QModelIndex(), len(self.items), len(self.items) + len(items) - 1)
        self.items += items
        self.endInsertRows()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.items)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and len(self.items) < self.total

    def fetchMore(self, _parent: Index) -> None:
        self.more.emit()

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        return self._side(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        column, item = self.columns[index.column()], self.items[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            seen = role == Qt.ItemDataRole.DisplayRole
            return column.text(item) if seen else tip((column.whole or column.text)(item))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(index.column())
        if role == Qt.ItemDataRole.ForegroundRole and (tone := column.tone(item)):
            return QColor(getattr(tokens(self._view), tone))
        if role == Qt.ItemDataRole.BackgroundRole and (mark := column.mark(item)):
            return QColor(getattr(tokens(self._view), f"{mark}_soft"))
        if role == Qt.ItemDataRole.FontRole and column.number:
            return figures(self._view.font())
        return None

    def _side(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if self.columns[column].number else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter


class RowTableDelegate(QStyledItemDelegate):
    """A selected cell keeps its colour."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view: QWidget = option.widget
        state: QStyle.StateFlag = option.state
        rect: QRect = option.rect
        colours = tokens(view)
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(colours.accent_soft))
        if view.property("closed") is not True or index.row() < index.model().rowCount() - 1:
            painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, QColor(colours.line))
        font: QFont = index.data(Qt.ItemDataRole.FontRole) or view.font()
        painter.setFont(font)
        painter.setPen(index.data(Qt.ItemDataRole.ForegroundRole) or QColor(colours.text))
        text: str = index.data(Qt.ItemDataRole.DisplayRole) or ""
        first, last = index.column() == 0, index.column() == index.model().columnCount() - 1
        inside = rect.adjusted(EDGE_PAD if first else CELL_PAD, 0, -(EDGE_PAD if last else CELL_PAD), -1)
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, inside.width())
        if text and (ground := index.data(Qt.ItemDataRole.BackgroundRole)):
            width = QFontMetrics(font).horizontalAdvance(shown)
            painter.fillRect(
                QRect(inside.x() - 4, rect.y() + 5, width + 8, rect.height() - 11), QColor(ground)
            )
        painter.drawText(inside, int(index.data(Qt.ItemDataRole.TextAlignmentRole) or LEFT), shown)
        painter.restore()


class RowTable(QTableView, Generic[T]):
    """`chosen` (row) is emitted when the user goes to another row, `opened` (row) on Enter or a double click, `more` when
    the end is near and there are rows not loaded yet. Tab leaves the table."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, name: str, columns: Sequence[Column[T]], *, closed: bool = False) -> None:
        """`closed` where another line follows at once: the last row draws none."""
        super().__init__()
        self.setProperty("closed", closed)
        self.rows: RowTableModel[T] = RowTableModel(columns, self)
        self.setModel(self.rows)
        self.setItemDelegate(RowTableDelegate(self))
        self._filling = False
        self._dress(name)
        self._fit(columns)
        self.selectionModel().currentRowChanged.connect(self._moved)
        self.doubleClicked.connect(lambda index: self.opened.emit(self.rows.items[index.row()]))

    @property
    def row(self) -> T | None:
        """The current one."""
        index = self.currentIndex()
        return self.rows.items[index.row()] if index.isValid() else None

    def show_rows(
        self, items: Sequence[T], total: int | None = None, *, current: Callable[[T], bool] | None = None
    ) -> None:
        """`total` is how many there are when not all are given; `current` picks the row that is chosen, else the first."""
        self._filling = True
        self.rows.show(items, total)
        place = next((n for n, item in enumerate(items) if current and current(item)), 0)
        if items:
            self.setCurrentIndex(self.rows.index(place, 0))
        self._filling = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.rows.items[self.currentIndex().row()])
        else:
            super().keyPressEvent(event)

    def height_for(self, most: int) -> int:
        """px to show all rows, or the first `most`."""
        return self.horizontalHeader().height() + ROW * min(len(self.rows.items), most)

    def _dress(self, name: str) -> None:
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW)
        FloatingBar(self)

    def _fit(self, columns: Sequence[Column[Any]]) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setMinimumSectionSize(32)
        for place, column in enumerate(columns):
            fixed = column.width != STRETCH
            header.setSectionResizeMode(
                place, QHeaderView.ResizeMode.Interactive if fixed else QHeaderView.ResizeMode.Stretch
            )
            if fixed:
                header.resizeSection(place, column.width)

    def _moved(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid() and not self._filling:
            self.chosen.emit(self.rows.items[current.row()])
