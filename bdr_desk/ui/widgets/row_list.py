"""A list of painted rows: a name, a second line, marks, something at the right edge; headings part the list."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from bdr_desk.ui.theme import Palette, figures, tokens
from bdr_desk.ui.widgets.floating_bar import FloatingBar
from bdr_desk.ui.widgets.parts import tip

Index = QModelIndex | QPersistentModelIndex
PAD = 16
HEADING, ONE_LINE, LINE, CHIPS = 34, 34, 22, 20  # px
SHORTEST_CHIP = 72  # px of one that is cut; a shorter one says nothing


@dataclass(frozen=True)
class RowItem:
    """`key` is handed out when the row is chosen; a row without one is a heading. `chips` are (text, tone) pairs.

    `unit` follows `right` on the chosen row; `says` is read out where the parts do not say it all.
    """

    key: object
    title: str
    second: str = ""
    right: str = ""
    chips: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    says: str = ""

    @property
    def spoken(self) -> str:
        if self.says:
            return self.says
        parts = (self.title, self.second, self.right, *(text for text, _ in self.chips))
        return ", ".join(part for part in parts if part)

    @property
    def height(self) -> int:
        if self.key is None:
            return HEADING
        return ONE_LINE + (LINE if self.second else 0) + (CHIPS if self.chips else 0)


def heading(text: str) -> RowItem:
    return RowItem(None, text)


class RowModel(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.items: tuple[RowItem, ...] = ()

    def show(self, items: Sequence[RowItem]) -> None:
        self.beginResetModel()
        self.items = tuple(items)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.items)

    def flags(self, index: Index) -> Qt.ItemFlag:
        usable = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return (
            usable if index.isValid() and self.items[index.row()].key is not None else Qt.ItemFlag.NoItemFlags
        )

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        item = self.items[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return item.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return item.spoken
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(item.spoken) if item.key else None
        return item if role == Qt.ItemDataRole.UserRole else None


class RowDelegate(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        item: RowItem = index.data(Qt.ItemDataRole.UserRole)
        return QSize(100, item.height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view: QWidget = option.widget
        state: QStyle.StateFlag = option.state
        rect: QRect = option.rect
        item: RowItem = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        last = index.row() == index.model().rowCount() - 1
        drawn = _Drawn(painter, rect, view, tokens(view), lined=not (last and getattr(view, "framed", False)))
        if item.key is None:
            drawn.heading(item)
        else:
            shown = view.hasFocus() or not getattr(view, "quiet", False)
            selected = shown and bool(state & QStyle.StateFlag.State_Selected)
            drawn.row(item, selected, bool(state & QStyle.StateFlag.State_MouseOver))
        painter.restore()


class _Drawn:
    """One row being painted."""

    def __init__(
        self, painter: QPainter, rect: QRect, view: QWidget, colours: Palette, *, lined: bool
    ) -> None:
        self.painter, self.rect, self.colours, self.font = painter, rect, colours, view.font()
        self.lined = lined

    def heading(self, item: RowItem) -> None:
        font = self._sized(-2, QFont.Weight.DemiBold)
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.6)
        self._line()
        self._write(font, self.colours.text_soft, self.rect.adjusted(PAD, 8, -PAD, -4), item.title.upper())

    def row(self, item: RowItem, selected: bool, hovered: bool) -> None:
        self._ground(selected, hovered)
        self._line()
        y = self.rect.y() + 8
        taken = self._right(f"{item.right} {item.unit}".strip() if selected else item.right, y)
        self._text(
            item.title, self._sized(0, QFont.Weight.DemiBold), self.colours.text, y, taken + 8 if taken else 0
        )
        if item.second:
            y += LINE - 3
            self._text(item.second, self._sized(-1), self.colours.text_soft, y)
        if item.chips:
            self._chips(item.chips, y + LINE)

    def _ground(self, selected: bool, hovered: bool) -> None:
        c = self.colours
        if selected or hovered:
            self.painter.fillRect(self.rect, QColor(c.accent_soft if selected else c.hover))
        if selected:
            self.painter.fillRect(self.rect.x(), self.rect.y(), 3, self.rect.height(), QColor(c.accent))

    def _line(self) -> None:
        if not self.lined:
            return
        self.painter.fillRect(
            self.rect.x(), self.rect.bottom(), self.rect.width(), 1, QColor(self.colours.line)
        )

    def _sized(self, by: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        font = QFont(self.font)
        font.setPixelSize(font.pixelSize() + by)
        font.setWeight(weight)
        return font

    def _right(self, text: str, y: int) -> int:
        """Writes at the right edge; returns the width."""
        font = figures(self._sized(-1))
        width = QFontMetrics(font).horizontalAdvance(text)
        self._write(
            font, self.colours.text_soft, QRect(self.rect.right() - PAD - width, y, width + 1, 18), text
        )
        return width

    def _text(self, text: str, font: QFont, colour: str, y: int, right: int = 0) -> None:
        where = QRect(self.rect.x() + PAD, y, self.rect.width() - 2 * PAD - right, 18)
        self._write(font, colour, where, text)

    def _write(self, font: QFont, colour: str, where: QRect, text: str) -> None:
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, where.width())
        self.painter.setFont(font)
        self.painter.setPen(QColor(colour))
        self.painter.drawText(where, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

    def _chips(self, chips: Sequence[tuple[str, str]], y: int) -> None:
        font = self._sized(-2)
        x, right = self.rect.x() + PAD, self.rect.right() - PAD
        for text, tone in chips:
            full = QFontMetrics(font).horizontalAdvance(text) + 14
            width = min(full, right - x)
            if width < min(full, SHORTEST_CHIP):
                return
            ground, ink = chip_colours(tone, self.colours)
            self.painter.setPen(Qt.PenStyle.NoPen)
            self.painter.setBrush(QColor(ground))
            self.painter.drawRoundedRect(QRect(x, y, width, 18), 4, 4)
            self._write(font, ink, QRect(x + 7, y, width - 12, 18), text)
            x += width + 4


def chip_colours(tone: str, c: Palette) -> tuple[str, str]:
    """Ground and ink of a mark."""
    known = {
        "accent": (c.accent_soft, c.accent), "good": (c.good_soft, c.good), "warn": (c.warn_soft, c.warn),
        "danger": (c.danger_soft, c.danger),
    }  # fmt: skip
    return known.get(tone, (c.chip, c.text_soft))


class RowList(QListView):
    """`chosen` (key) is emitted when the user goes to another row, not when the list is filled; `opened` (key) on Enter or
    a double click."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, name: str, *, quiet: bool = False, framed: bool = False) -> None:
        """A `quiet` list shows which row is chosen only while it has the focus; a `framed` one is closed by a line that
        is not its own."""
        super().__init__()
        self.quiet, self.framed = quiet, framed
        self.rows = RowModel()
        self.setModel(self.rows)
        self.setItemDelegate(RowDelegate(self))
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        self._filling = False
        FloatingBar(self)
        self.selectionModel().currentChanged.connect(self._moved)

    def keyboardSearch(self, _search: str) -> None:
        """Letters are commands here: a stray one takes nobody to another row."""

    @property
    def key(self) -> object:
        """The current row's."""
        index = self.currentIndex()
        return self.rows.items[index.row()].key if index.isValid() else None

    def show_items(self, items: Sequence[RowItem], current: object = None) -> None:
        """Keeps `current` chosen when it is among them, else the row that was before, else the first one."""
        kept = current if current is not None else self.key
        self._filling = True
        if self.rows.items != tuple(items):
            self.rows.show(items)
        keys = [item.key for item in self.rows.items if item.key is not None]
        self.select(kept if kept in keys else next(iter(keys), None))
        self._filling = False

    def select(self, key: object) -> None:
        """Without telling."""
        was, self._filling = self._filling, True
        place = next(
            (n for n, item in enumerate(self.rows.items) if key is not None and item.key == key), None
        )
        if place is None:
            self.setCurrentIndex(QModelIndex())
        else:
            self.setCurrentIndex(self.rows.index(place))
            # a first row is shown with its heading
            self.scrollTo(self.rows.index(0 if place <= 1 else place))
        self._filling = was

    def step(self, by: int) -> None:
        """One row up or down, over headings."""
        place = self.currentIndex().row() + by if self.currentIndex().isValid() else 0
        while 0 <= place < len(self.rows.items) and self.rows.items[place].key is None:
            place += by or 1
        if 0 <= place < len(self.rows.items):
            self.setCurrentIndex(self.rows.index(place))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.key is not None:
            self.opened.emit(self.key)
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        if self.indexAt(event.position().toPoint()).isValid() and self.key is not None:
            self.opened.emit(self.key)

    def _moved(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid() and not self._filling:
            self.chosen.emit(self.rows.items[current.row()].key)
