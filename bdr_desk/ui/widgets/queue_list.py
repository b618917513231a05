"""The queue as a list: each lead on three lines, with the reason it stands there."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from bdr_desk.queries.queue import QueueItem
from bdr_desk.ui.theme import Palette, figures, tokens

Index = QModelIndex | QPersistentModelIndex
PAD = 16
ROW = 76
SOON_MINUTES = 45


class QueueModel(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.items: tuple[QueueItem, ...] = ()

    def show(self, items: Sequence[QueueItem]) -> None:
        self.beginResetModel()
        self.items = tuple(items)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        item = self.items[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return item.name
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return f"{item.name}, {place_in_life(item)}. {item.local_time} there. {'; '.join(item.why)}"
        return item if role == Qt.ItemDataRole.UserRole else None


def place_in_life(item: QueueItem) -> str:
    return ", ".join(part for part in (item.title, item.account_name) if part)


def chips(item: QueueItem) -> list[tuple[str, str]]:
    """(text, tone) of what is said under a lead: the reason, and that the day there ends soon."""
    tone = "accent" if item.kind == "callback" else ""
    found = [(why[:1].upper() + why[1:], tone) for why in item.why[:1]]
    if 0 <= minutes_left(item.local_time, item.closes_at) <= SOON_MINUTES:
        found.append((f"Closes {item.closes_at}", "warn"))
    return found


def minutes_left(now: str, closes: str) -> int:
    """Between two HH:MM of one day; -1 when there is no closing time."""
    if ":" not in now or ":" not in closes:
        return -1
    start, end = (int(t[:2]) * 60 + int(t[3:5]) for t in (now, closes))
    return end - start


class QueueDelegate(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(100, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item: QueueItem = index.data(Qt.ItemDataRole.UserRole)
        view = option.widget
        state: QStyle.StateFlag = option.state
        rect: QRect = option.rect
        selected = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        _Row(painter, rect, view, tokens(view)).draw(item, selected, hovered)
        painter.restore()


class _Row:
    """One row being painted."""

    def __init__(self, painter: QPainter, rect: QRect, view: QWidget, colours: Palette) -> None:
        self.painter, self.rect, self.colours = painter, rect, colours
        self.font = view.font()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def draw(self, item: QueueItem, selected: bool, hovered: bool) -> None:
        self._ground(selected, hovered)
        time = f"{item.local_time} there" if selected else item.local_time
        taken = self._right(time)
        strong = self._sized(0, QFont.Weight.DemiBold)
        self._text(item.name, strong, self.colours.text, 10, right=taken + 8)
        self._text(place_in_life(item), self._sized(-1), self.colours.text_soft, 29)
        self._chips(chips(item))

    def _ground(self, selected: bool, hovered: bool) -> None:
        c = self.colours
        if selected or hovered:
            self.painter.fillRect(self.rect, QColor(c.accent_soft if selected else c.hover))
        self.painter.fillRect(self.rect.x(), self.rect.bottom(), self.rect.width(), 1, QColor(c.line))
        if selected:
            self.painter.fillRect(self.rect.x(), self.rect.y(), 3, self.rect.height(), QColor(c.accent))

    def _sized(self, by: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        font = QFont(self.font)
        font.setPixelSize(font.pixelSize() + by)
        font.setWeight(weight)
        return font

    def _right(self, text: str) -> int:
        """Writes the time at the right edge; returns its width."""
        font = figures(self._sized(-1))
        width = QFontMetrics(font).horizontalAdvance(text)
        self._write(
            font,
            self.colours.text_soft,
            QRect(self.rect.right() - PAD - width, self.rect.y() + 10, width + 1, 18),
            text,
        )
        return width

    def _text(self, text: str, font: QFont, colour: str, top: int, right: int = 0) -> None:
        width = self.rect.width() - 2 * PAD - right
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, width)
        self._write(font, colour, QRect(self.rect.x() + PAD, self.rect.y() + top, width, 18), shown)

    def _write(self, font: QFont, colour: str, where: QRect, text: str) -> None:
        self.painter.setFont(font)
        self.painter.setPen(QColor(colour))
        self.painter.drawText(where, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    def _chips(self, found: list[tuple[str, str]]) -> None:
        font = self._sized(-2)
        metrics = QFontMetrics(font)
        right = self.rect.right() - PAD
        widths = [metrics.horizontalAdvance(text) + 14 for text, _ in found]
        x = self.rect.x() + PAD
        for place, ((text, tone), width) in enumerate(zip(found, widths, strict=True)):
            room = right - x - sum(w + 4 for w in widths[place + 1 :])
            width = min(width, room)  # noqa: PLW2901
            box = QRect(x, self.rect.y() + 50, width, 18)
            ground, ink = self._tone(tone)
            self.painter.setPen(Qt.PenStyle.NoPen)
            self.painter.setBrush(QColor(ground))
            self.painter.drawRoundedRect(box, 4, 4)
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width - 12)
            self._write(font, ink, box.adjusted(7, 0, -5, 0), shown)
            x += width + 4

    def _tone(self, tone: str) -> tuple[str, str]:
        c = self.colours
        return {
            "accent": (c.accent_soft, c.accent),
            "warn": (c.warn_soft, c.warn),
            "good": (c.good_soft, c.good),
        }.get(tone, (c.chip, c.text_soft))


class QueueList(QListView):
    """`chosen` is emitted when the user picks another lead, not when the list is filled."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.rows = QueueModel()
        self.setModel(self.rows)
        self.setItemDelegate(QueueDelegate(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Call queue")
        self._filling = False
        self.selectionModel().currentChanged.connect(self._moved)

    def show_items(self, items: Sequence[QueueItem], current: UUID | None) -> None:
        """Keeps `current` selected when it is among them."""
        self._filling = True
        self.rows.show(items)
        self.select(current)
        self._filling = False

    def select(self, lead: UUID | None) -> None:
        was, self._filling = self._filling, True
        found = [place for place, item in enumerate(self.rows.items) if item.lead == lead]
        if found:
            self.setCurrentIndex(self.rows.index(found[0]))
            self.scrollTo(self.currentIndex())
        else:
            self.clearSelection()
        self._filling = was

    def step(self, by: int) -> None:
        place = self.currentIndex().row() + by if self.currentIndex().isValid() else 0
        if 0 <= place < len(self.rows.items):
            self.setCurrentIndex(self.rows.index(place))

    def _moved(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid() and not self._filling:
            self.chosen.emit(self.rows.items[current.row()].lead)
