"""The columns of a file and what each is read as, with some of what stands in them, to be corrected before the import."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from bdr_desk.domain.column_names import FIELDS, MANY
from bdr_desk.domain.columns import IGNORE, Choice, ColumnMap
from bdr_desk.queries.lists import Preview
from bdr_desk.ui.widgets.choice_box import ChoiceBox
from bdr_desk.ui.widgets.floating_bar import FloatingBar
from bdr_desk.ui.widgets.row_table import RowTableDelegate

ROW = 40  # px
SAMPLES = 3  # values shown of a column
LEFT_OUT = "left out"
BECAUSE = {
    "named": "by its name",
    "similar": "its name is like others",
    "contents": "by what stands in it",
    "remembered": "as last time",
    "chosen": "you chose it",
}


def corrected(found: ColumnMap, chosen: Mapping[int, str]) -> dict[int, str]:
    """The field of each column that is read or was ruled on: what was found, overruled by what was `chosen`, in its order.

    A field that only one column can fill leaves the column it was taken from.
    """
    fields = {column.index: column.field for column in found.columns}
    for index, field in chosen.items():
        if field != IGNORE and field not in MANY:
            fields = {other: IGNORE if was == field else was for other, was in fields.items()}
        fields[index] = field
    return fields


def choices(found: ColumnMap, chosen: Mapping[int, str], names: Sequence[str]) -> tuple[Choice, ...]:
    """The whole mapping in the words of an import; none while nothing was `chosen`, so that the file speaks for itself."""
    if not chosen:
        return ()
    return tuple((field, _reference(names, index)) for index, field in corrected(found, chosen).items())


def _reference(names: Sequence[str], index: int) -> str:
    """A column by its name, or by its number where several go by that name."""
    return names[index] if names.count(names[index]) == 1 else str(index + 1)


class FieldChoice(ChoiceBox):
    def __init__(self, column: str) -> None:
        super().__init__()
        self.addItem(LEFT_OUT, IGNORE)
        for field, says in FIELDS.items():
            self.addItem(says, field)
        self.setAccessibleName(f"Column {column} is read as")
        self.setMaxVisibleItems(len(FIELDS) + 1)

    def show_field(self, field: str) -> None:
        """Without telling."""
        self.blockSignals(True)
        self.setCurrentIndex(self.findData(field))
        self.blockSignals(False)


class MappingTable(QTableWidget):
    """`chosen` (index of the column, field or IGNORE) is emitted when the user rules on a column."""

    chosen = Signal(int, str)

    def __init__(self) -> None:
        super().__init__(0, 4)
        self.setAccessibleName("Columns of the file")
        self.setHorizontalHeaderLabels(["Column of the file", "Is read as", "Because", "For example"])
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
        self._lines: dict[int, int] = {}

    def _fit(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for place, width in enumerate((200, 168, 160)):
            header.resizeSection(place, width)
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)

    def show_file(self, preview: Preview) -> None:
        """The columns that are read first; they keep their places while they are corrected."""
        self.clearContents()
        self.fields = {}
        read = {column.index for column in preview.columns.columns}
        order = sorted(range(len(preview.names)), key=lambda index: (index not in read, index))
        self._lines = {index: line for line, index in enumerate(order)}
        self.setRowCount(len(order))
        for index, line in self._lines.items():
            self._put(line, 0, preview.names[index])
            self._put(line, 3, "    ".join(samples(preview, index)))
            self.setCellWidget(line, 1, self._field(index, preview.names[index]))
        self.show_mapping(preview.columns, {})

    def show_mapping(self, found: ColumnMap, chosen: Mapping[int, str]) -> None:
        """What each column is read as now, and why."""
        fields = corrected(found, chosen)
        how = {column.index: column.how for column in found.columns} | dict.fromkeys(chosen, "chosen")
        for index, line in self._lines.items():
            field = fields.get(index, IGNORE)
            self.fields[index].show_field(field)
            read = field != IGNORE or index in chosen
            self._put(line, 2, BECAUSE[how[index]] if read else "")

    def _field(self, index: int, name: str) -> FieldChoice:
        made = self.fields[index] = FieldChoice(name)
        made.currentIndexChanged.connect(lambda _: self.chosen.emit(index, made.currentData()))
        return made

    def _put(self, line: int, place: int, text: str) -> None:
        item = QTableWidgetItem(text)
        item.setToolTip(text)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self.setItem(line, place, item)


def samples(preview: Preview, index: int) -> list[str]:
    """The first different values of a column."""
    found = (row.cells[index].strip() for row in preview.rows if index < len(row.cells))
    return list(dict.fromkeys(value for value in found if value))[:SAMPLES]
