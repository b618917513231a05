"""The step of an import where it is said what each column means: the form, the columns, texts for every row, the first rows."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from bdr_desk.domain.sources import KINDS, read_source
from bdr_desk.domain.staging import ListPlace
from bdr_desk.queries.list_reading import Preview, StagedRow
from bdr_desk.ui.commands import key_text
from bdr_desk.ui.constants_line import ConstantsLine
from bdr_desk.ui.import_form import WIDTH, ImportForm
from bdr_desk.ui.import_reading import Reading, Seen, doubt, remembered
from bdr_desk.ui.import_rulings import constants
from bdr_desk.ui.mapping_table import MappingTable
from bdr_desk.ui.preview_table import PreviewTable, RuleFilter, counted
from bdr_desk.ui.widgets.focus import in_turn
from bdr_desk.ui.widgets.parts import button, caption, column, dress, label, row, rule


class ColumnsStep(QWidget):
    """`ruled` when the user ruled on a column or a text: its `reading` has it already."""

    ruled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.reading: Reading | None = None
        self.form, self.columns, self.rows = ImportForm(), MappingTable(), PreviewTable()
        self.constants, self.filter = ConstantsLine(), RuleFilter()
        self._counted, self._mapped = label("", "small"), label("", "small")
        self._doubts = button("", self.next_doubt, look="link", key=key_text("next_doubt"))
        self._found: Sequence[StagedRow] = ()
        middle = row(self._form_part(), rule(upright=True), self._tables(), gap=0)
        middle.setStretch(2, 1)
        self.setLayout(middle)
        self.columns.chosen.connect(self._rule)
        self.constants.ruled.connect(self._fill)
        self.filter.chosen.connect(lambda _: self._show_chosen())

    def _form_part(self) -> QWidget:
        """It scrolls where the window is low."""
        made = QScrollArea()
        made.setWidgetResizable(True)
        made.setFrameShape(QFrame.Shape.NoFrame)
        made.setFixedWidth(WIDTH)
        dress(self.form, look="page")
        made.setWidget(self.form)
        made.setFocusPolicy(self.columns.focusPolicy())
        return made

    def _tables(self) -> QWidget:
        columns_head = row(
            caption("What each column is read as"), 0, self._mapped, self._doubts, margins=(16, 10, 16, 6)
        )
        rows_title = caption("The first rows, as they would be read")
        rows_head = row(rows_title, 0, self._counted, margins=(16, 10, 16, 6))
        filters = row(self.filter, margins=(16, 0, 16, 6))
        tables = column(
            columns_head, self.columns, rule(), self.constants, rule(), rows_head, filters, self.rows, gap=0
        )
        tables.setStretch(1, 6)
        tables.setStretch(7, 5)
        made = QWidget()
        made.setLayout(tables)
        return made

    @property
    def parts(self) -> tuple[QWidget, ...]:
        """What rests while the import runs."""
        return (self.form, self.columns, self.constants, self.filter, self.rows)

    @property
    def fields(self) -> tuple[QWidget, ...]:
        """In the order they are read."""
        constants = (self.constants.field, self.constants.text)
        return (*self.form.fields, *self.columns.fields.values(), *constants, self.rows)

    def show_reading(self, reading: Reading, seen: Seen) -> None:
        """How the file comes out; what was on the page stays where it is while the columns are the same."""
        if reading.found is None:
            reading.found = seen.found
            self.columns.show_file(seen.found)
            self.form.show_file(reading.place, seen.ruled, reading.how_many)
        self.reading = reading
        self._show_rulings()
        self._show_rows(seen.ruled)

    def doubt(self, seen: Preview) -> str:
        return doubt(seen, self.form.countries.currentText())

    def next_doubt(self) -> None:
        """To the next column that is worth a look; to the form's first field when there is none."""
        if not self.columns.next_doubt():
            self.form.focus_first()

    def turn(self, *after: QWidget) -> None:
        """Tab goes through the page as it is read, and then to `after`."""
        in_turn(*self.fields, *after)

    def _rule(self, index: int, chosen: str) -> None:
        if self.reading and self.reading.found:
            self.reading.rulings.rule(index, chosen)
            self._show_rulings()
            self.ruled.emit()

    def _fill(self, field: str, text: str) -> None:
        if self.reading and self.reading.found:
            self.reading.rulings.constants[field] = text
            self._show_rulings()
            self.ruled.emit()

    def _show_rulings(self) -> None:
        reading = self.reading
        if reading is None or reading.found is None:
            return
        self.columns.show_mapping(reading.found.columns, reading.rulings.columns)
        self.constants.show_constants(constants(reading.found.columns, reading.rulings.constants))
        doubts = len(self.columns.doubts)
        self._doubts.set_text(f"{doubts} worth a look")
        self._doubts.setVisible(bool(doubts))

    def _show_rows(self, seen: Preview) -> None:
        self._found = seen.rows
        self.filter.show_rows(seen.rows)
        self._show_chosen()
        whole = self.reading is not None and self.reading.about == len(seen.rows)
        of_these = (
            f"Of {'its' if whole else 'the first'} {len(seen.rows):,} rows"
            if len(seen.rows) > 1
            else "Of its one row"
        )
        self._counted.setText(f"{of_these} {counted(seen.counts)}.")
        self._mapped.setText(
            f"{len(seen.columns.columns)} of {len(seen.names)} columns are read.{self._recalled()}"
        )

    def _recalled(self) -> str:
        """Said where the last list of the source speaks for this one."""
        found = self.reading.found if self.reading else None
        if found is None or not remembered(found):
            return ""
        read = read_source(self.form.wanted().source)
        source = ", ".join(part for part in (KINDS[read.kind], read.detail) if part)
        return f" {remembered(found)} as in the last list from {source}."

    def _show_chosen(self) -> None:
        self.rows.show_preview(self.filter.of_rule(self._found))

    def place(self, place: ListPlace) -> Reading | None:
        """The file read elsewhere: another sheet, another encoding."""
        return self.reading.elsewhere(place) if self.reading else None
