"""“Export…”: where to, in the system's dialog; what came of it, in the page's own words. For any page with a list or a view."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from bdr_desk.desk import Desk
from bdr_desk.domain.counting import counted
from bdr_desk.errors import DeskError
from bdr_desk.ui.commands import key_text
from bdr_desk.ui.tasks import Tasks
from bdr_desk.ui.widgets.parts import button, row

if TYPE_CHECKING:  # most days nothing is exported
    from bdr_desk.actions.exports import Exported
    from bdr_desk.queries.exports import Wanted

_KINDS = "Excel workbook (*.xlsx);;CSV (*.csv)"


class ExportButton(QWidget):
    """`wanted` says what to export when it is pressed, None when there is nothing; `name` is what the file is called.

    `notice` (text, tone) tells what became of it. The page binds the command "export" to `ask`.
    """

    notice = Signal(str, str)

    def __init__(
        self, desk: Desk, tasks: Tasks, wanted: "Callable[[], Wanted | None]", name: Callable[[], str], *, look: str = ""
    ) -> None:  # fmt: skip
        super().__init__()
        self._desk, self._tasks, self._wanted, self._name = desk, tasks, wanted, name
        self.button = button("Export…", self.ask, look=look, key=key_text("export"))
        line: QHBoxLayout = row(self.button)
        self.setLayout(line)

    def ask(self) -> None:
        """The system's dialog, without holding the window; it asks before it names a file that is there."""
        wanted = self._wanted()
        if wanted is None:
            return
        dialog = QFileDialog(self, "Export", str(Path.home() / f"{_file_name(self._name())}.xlsx"), _KINDS)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("xlsx")
        dialog.fileSelected.connect(lambda path: self.export(wanted, Path(path)))
        dialog.filterSelected.connect(
            lambda chosen: dialog.setDefaultSuffix("csv" if "csv" in chosen else "xlsx")
        )
        dialog.open()

    def export(self, wanted: "Wanted", path: Path) -> None:
        from bdr_desk.actions.exports import export

        self.button.setEnabled(False)
        self._tasks.act(
            self,
            lambda: export(self._desk, wanted, path, overwrite=True),  # the dialog has asked
            self._done,
            self._refused,
        )

    def _done(self, done: "Exported") -> None:
        self.button.setEnabled(True)
        self.notice.emit(f"{counted(done.rows, 'row')} written to {done.file.name}.", "good")

    def _refused(self, error: DeskError) -> None:
        self.button.setEnabled(True)
        self.notice.emit(str(error), "danger")


def _file_name(name: str) -> str:
    """A name every file system takes."""
    taken = "".join(c if c.isalnum() or c in " -_." else " " for c in name)
    return " ".join(taken.split()).strip(" .")[:80] or "export"
