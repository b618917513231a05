"""Which file: chosen in the system's dialog, dropped, or typed. What is wrong with it is said below."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QLineEdit, QWidget

from bdr_desk.ui.widgets.parts import button, column, dress, label, row

FILES = "Lists (*.csv *.txt *.tsv *.tab);;All files (*)"
SAYS = "A CSV file as it was exported: any separator and encoding, with or without a header. Drop it here or choose it."


class FileChoice(QWidget):
    chosen = Signal(object)  # Path

    def __init__(self) -> None:
        super().__init__()
        self.path = QLineEdit()
        self.path.setPlaceholderText("or type where it is, and press Enter")
        self.path.setAccessibleName("Path of the file")
        self.path.returnPressed.connect(self._typed)
        self.problem = label("", wrap=True)
        dress(self.problem, tone="danger")
        self.say("")
        line = row(button("Choose a file…", self.choose_file, look="primary"), self.path)
        line.setStretch(1, 1)
        card = QFrame()
        dress(card, look="card")
        card.setFixedWidth(560)
        says = label(SAYS, "soft", wrap=True)
        card.setLayout(
            column(
                label("Which file?", "heading"), says, line, self.problem, margins=(24, 20, 24, 24), gap=12
            )
        )
        self.setLayout(column(1, row(0, card, 0), 2, margins=(24, 24, 24, 24)))

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

    def _typed(self) -> None:
        if text := self.path.text().strip():
            self.chosen.emit(Path(text).expanduser())


def dropped(event: QDropEvent) -> Path | None:
    """The file somebody drags here."""
    urls = [url for url in event.mimeData().urls() if url.isLocalFile()]
    return Path(urls[0].toLocalFile()) if urls else None
