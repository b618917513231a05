"""The columns of a file and what each is read as: why, how sure, and some of what stands in it; to be corrected here."""

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from bdr_desk.domain.column_names import FIELDS
from bdr_desk.domain.columns import IGNORE, Column, ColumnMap
from bdr_desk.queries.list_reading import Preview
from bdr_desk.ui.import_rulings import JOIN, corrected, doubtful, joinable, joined_to
from bdr_desk.ui.theme import tokens
from bdr_desk.ui.widgets.choice_box import ChoiceBox
from bdr_desk.ui.widgets.floating_bar import FloatingBar
from bdr_desk.ui.widgets.parts import tip
from bdr_desk.ui.widgets.row_table import CELL_PAD, RowTableDelegate

ROW = 38  # px
BAR = QSize(40, 4)  # px
SAMPLES, MORE_SAMPLES = 3, 10  # values shown of a column, and where the mouse rests on them
LEFT_OUT = "left out"
LIKELIEST = 3  # fields offered before all the others
BECAUSE = {
    "named": "by its name",
    "similar": "its name is like others",
    "contents": "by what stands in it",
    "remembered": "as in this source's last list",
    "chosen": "you chose it",
}


class FieldChoice(ChoiceBox):
    """The likeliest fields first, then all, then those a column can be joined to."""

    def __init__(self, column: str, offers: Sequence[Column]) -> None:
        super().__init__()
        likely = [offer.field for offer in offers[:LIKELIEST]]
        self._add((field, FIELDS[field]) for field in likely)
        if likely:
            self.insertSeparator(self.count())
        self.addItem(LEFT_OUT, IGNORE)
        self._add((field, says) for field, says in FIELDS.items() if field not in likely)
        self._own = self.count()
        self.setAccessibleName(f"Column {column} is read as")
        self.setMaxVisibleItems(18)

    def _add(self, fields: Iterable[tuple[str, str]]) -> None:
        for field, says in fields:
            self.addItem(says, field)

    def show_field(self, what: str, joins: Mapping[str, str]) -> None:
        """Without telling. `joins` are the fields it could be joined to, each with the column before it."""
        self.blockSignals(True)
        while self.count() > self._own:
            self.removeItem(self._own)
        if joins:
            self.insertSeparator(self.count())
            self._add((JOIN + field, f"{FIELDS[field]}, after “{name}”") for field, name in joins.items())
        self.setCurrentIndex(self.findData(what))
        self.blockSignals(False)


class Because(QWidget):
    """Why a column is read so, and how sure that is: a bar and words."""

    def __init__(self) -> None:
        super().__init__()
        self.says, self.tone, self.share = "", "", 0.0

    def tell(self, says: str, share: float, tone: str = "") -> None:
        """`share` is the confidence, 0 to 1; 0 draws no bar."""
        self.says, self.share, self.tone = says, share, tone
        sure = f"{share:.0%} sure" if share else ""
        told = ", ".join(part for part in (says, sure) if part)
        self.setToolTip(tip(told))
        self.setAccessibleName(told)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours, painter = tokens(self), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x = CELL_PAD
        if self.share:
            self._bar(painter, x, colours.chip, 1.0)
            self._bar(painter, x, colours.warn if self.tone else colours.accent, self.share)
        x += BAR.width() + 8
        painter.setPen(QColor(colours.warn if self.tone else colours.text_soft))
        shown = QFontMetrics(self.font()).elidedText(
            self.says, Qt.TextElideMode.ElideRight, self.width() - x - 4
        )
        painter.drawText(self.rect().adjusted(x, 0, 0, -1), int(Qt.AlignmentFlag.AlignVCenter), shown)

    def _bar(self, painter: QPainter, x: int, colour: str, share: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        top = (self.height() - BAR.height()) / 2
        painter.drawRoundedRect(QRectF(x, top, BAR.width() * share, BAR.height()), 2, 2)


class MappingTable(QTableWidget):
    """`chosen` (index of the column; field, IGNORE or JOIN + field) is emitted when the user rules on a column."""

    chosen = Signal(int, str)

    def __init__(self) -> None:
        super().__init__(0, 4)
        self.setAccessibleName("Columns of the file")
        self.setHorizontalHeaderLabels(
            ["Column of the file", "Is read as", "How sure, and why", "For example"]
        )
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the choices have it
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(RowTableDelegate(self))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW)
        FloatingBar(self)
        self._fit()
        self.fields: dict[int, FieldChoice] = {}
        self.because: dict[int, Because] = {}
        self.doubts: tuple[int, ...] = ()  # the columns that are worth a look, from the top
        self._lines: dict[int, int] = {}
        self._preview: Preview | None = None

    def _fit(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for place, width in enumerate((190, 180, 248)):
            header.resizeSection(place, width)
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)

    def show_file(self, preview: Preview) -> None:
        """The columns that are read first; they keep their places while they are corrected, and when the same is found."""
        before, self._preview = self._preview, preview
        if before and (before.names, before.offers) == (preview.names, preview.offers):
            self._put_samples(preview)
            self.show_mapping(preview.columns, {})
            return
        here = self._in_focus()
        self.clearContents()
        self.fields, self.because = {}, {}
        read = {column.index for column in preview.columns.columns}
        order = sorted(range(len(preview.names)), key=lambda index: (index not in read, index))
        self._lines = {index: line for line, index in enumerate(order)}
        self.setRowCount(len(order))
        for index, line in self._lines.items():
            self._put(line, 0, preview.names[index])
            self._put(line, 2, "")
            self.setCellWidget(line, 1, self._field(index, preview))
            made = self.because[index] = Because()
            self.setCellWidget(line, 2, made)
        self._put_samples(preview)
        self.show_mapping(preview.columns, {})
        self.scrollToTop()
        if here in self.fields:
            self.look_at(here)

    def _put_samples(self, preview: Preview) -> None:
        for index, line in self._lines.items():
            found = samples(preview, index, MORE_SAMPLES)
            self._put(line, 3, "   ·   ".join(found[:SAMPLES]), "\n".join(found))

    def _in_focus(self) -> int | None:
        return next((index for index, field in self.fields.items() if field.hasFocus()), None)

    def show_mapping(self, found: ColumnMap, chosen: Mapping[int, str]) -> None:
        """What each column is read as now, why, and how sure."""
        if self._preview is None:
            return
        names, offers = self._preview.names, self._preview.offers
        fields = corrected(found, chosen)
        by_index = {column.index: column for column in found.columns}
        doubts = []
        for index in self._lines:
            joins = {field: names[other] for field, other in joinable(fields, index).items()}
            self.fields[index].show_field(_shown(fields, index), joins)
            column, offered = by_index.get(index), offers[index] if index < len(offers) else ()
            together = joined_to(fields, index)
            ruled = index in chosen or fields.get(index, IGNORE) != (column.field if column else IGNORE)
            if together:
                self.because[index].tell("joined: " + " + ".join(names[each] for each in together), 1.0)
            elif ruled:
                self.because[index].tell(
                    BECAUSE["chosen"] if index in chosen else "taken by another column", 0
                )
            else:
                self._found(index, column, offered)
                if doubtful(column, offered):
                    doubts.append(index)
        self.doubts = tuple(doubts)

    def _found(self, index: int, column: Column | None, offers: Sequence[Column]) -> None:
        """As it was found, nobody having ruled."""
        if column is None:
            likely = offers[0] if offers else None
            self.because[index].tell(f"may be {FIELDS[likely.field]}" if likely else "", likely.confidence if likely else 0,
                                     "warn" if likely else "")  # fmt: skip
            return
        says, unsure = BECAUSE[column.how], doubtful(column, offers)
        other = next((offer for offer in offers if offer.field != column.field), None)
        if unsure:
            says += f"; or {FIELDS[other.field]}?" if other else ", unsure"
        self.because[index].tell(says, column.confidence, "warn" if unsure else "")

    def look_at(self, index: int) -> None:
        """Bring a column's field into sight and give it the focus."""
        self.scrollTo(self.model().index(self._lines[index], 0))
        self.fields[index].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def next_doubt(self) -> bool:
        """Go to the next column worth a look; False when there is none."""
        if not self.doubts:
            return False
        here = self._in_focus()
        at = self.doubts.index(here) + 1 if here in self.doubts else 0
        self.look_at(self.doubts[at % len(self.doubts)])
        return True

    def _field(self, index: int, preview: Preview) -> FieldChoice:
        offers = preview.offers[index] if index < len(preview.offers) else ()
        made = self.fields[index] = FieldChoice(preview.names[index], offers)
        made.currentIndexChanged.connect(lambda _: self.chosen.emit(index, made.currentData()))
        return made

    def _put(self, line: int, place: int, text: str, whole: str = "") -> None:
        item = QTableWidgetItem(text)
        item.setToolTip(tip(whole or text))
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self.setItem(line, place, item)


def _shown(fields: Mapping[int, str], index: int) -> str:
    """What stands in the box of a column: a column behind the first of several is joined to them."""
    together = joined_to(fields, index)
    field = fields.get(index, IGNORE)
    return JOIN + field if together and together[0] != index else field


def samples(preview: Preview, index: int, most: int = SAMPLES) -> list[str]:
    """The first different values of a column."""
    found = (row.cells[index].strip() for row in preview.rows if index < len(row.cells))
    return list(dict.fromkeys(value for value in found if value))[:most]
