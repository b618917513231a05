"""Which file: chosen in the system's dialog, dropped, typed, or cells that were copied. What is wrong with it is said below."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDropEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFileDialog, QFrame, QLineEdit, QWidget

from bdr_desk.ui.commands import Keys, key_text
from bdr_desk.ui.widgets.parts import button, column, dress, label, row, rule

FILES = "Lists (*.csv *.txt *.tsv *.tab *.xlsx *.xlsm *.xlsb *.xls *.ods *.vcf);;All files (*)"
SAYS = (
    "Text with any separator and encoding (CSV, TSV), a spreadsheet (XLSX, XLS, ODS), or address cards (vCard), as they "
    "were exported, with or without a header. Drop it here or choose it."
)
COPIED = "Or copy the rows in a spreadsheet, with the line of headings, and paste them here."
NOTHING_COPIED = "There is nothing to paste. Copy the rows in the spreadsheet, with the line of headings."


class PathField(QLineEdit):
    """A path is typed or pasted into it; cells that are pasted are no path."""

    cells = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = QGuiApplication.clipboard().text()
        if event.matches(QKeySequence.StandardKey.Paste) and ("\n" in text.strip() or "\t" in text):
            self.cells.emit(text)
        else:
            super().keyPressEvent(event)


class FileChoice(QWidget):
    chosen = Signal(object)  # Path
    pasted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.path = PathField()
        self.path.setPlaceholderText("or type where it is, and press Enter")
        self.path.setAccessibleName("Path of the file")
        self.path.returnPressed.connect(self._typed)
        self.path.cells.connect(self.pasted)
        self.problem = label("", wrap=True)
        dress(self.problem, tone="danger")
        self.say("")
        line = row(button("Choose a file…", self.choose_file, look="primary"), self.path)
        line.setStretch(1, 1)
        card = QFrame()
        dress(card, look="card")
        card.setFixedWidth(600)
        says = label(SAYS, "soft", wrap=True)
        copied = row(
            label(COPIED, "soft", wrap=True), button("Paste", self.paste, key=key_text("paste_list"))
        )
        copied.setStretch(0, 1)
        card.setLayout(
            column(
                label("Which list?", "heading"), says, line, rule(), copied, self.problem,
                margins=(24, 20, 24, 24), gap=12,
            )
        )  # fmt: skip
        self.setLayout(column(1, row(0, card, 0), 2, margins=(24, 24, 24, 24)))
        Keys(self).on("paste_list", self.paste)

    def begin(self) -> None:
        """One that was chosen before stays in the field."""
        self.say("")
        self.path.setFocus()
        self.path.selectAll()

    def say(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))

    def choose_file(self) -> None:
        """The system's file dialog, without holding the window."""
        dialog = QFileDialog(self, "Choose a list", str(Path.home()), FILES)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.chosen.emit(Path(path)))
        dialog.open()

    def paste(self) -> None:
        """The rows that were copied."""
        if text := QGuiApplication.clipboard().text():
            self.pasted.emit(text)
        else:
            self.say(NOTHING_COPIED)

    def _typed(self) -> None:
        if text := self.path.text().strip():
            self.chosen.emit(Path(text).expanduser())


def dropped(event: QDropEvent) -> Path | None:
    """The file somebody drags here."""
    urls = [url for url in event.mimeData().urls() if url.isLocalFile()]
    return Path(urls[0].toLocalFile()) if urls else None
