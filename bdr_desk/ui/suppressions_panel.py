"""Do not contact: who is on the list and why, found as it is typed; one more, a file of them, and taking one off again."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLineEdit, QWidget

from bdr_desk.actions.suppressions import (
    Suppressed,
    SuppressedFile,
    lift_suppression,
    suppress,
    suppress_file,
)
from bdr_desk.changes import Changes
from bdr_desk.desk import Desk
from bdr_desk.domain.counting import counted, worded
from bdr_desk.domain.suppression import Barred
from bdr_desk.domain.time_zones import day_of_month
from bdr_desk.errors import DeskError
from bdr_desk.queries.exports import Wanted
from bdr_desk.queries.suppressions import SuppressionPage, SuppressionView, suppressions
from bdr_desk.ui.commands import Keys
from bdr_desk.ui.export_button import ExportButton
from bdr_desk.ui.tasks import Tasks
from bdr_desk.ui.widgets.editors import ChoiceEditor
from bdr_desk.ui.widgets.inline_form import InlineForm
from bdr_desk.ui.widgets.line_form import Asked, LineForm
from bdr_desk.ui.widgets.parts import button, column, dress, label, row
from bdr_desk.ui.widgets.row_table import Column, RowTable
from bdr_desk.ui.widgets.setting_row import FieldRow

_MEDIA = {Barred.ANY: "Calls and mail", Barred.CALL: "Calls", Barred.MAIL: "Mail"}
_FILES = "Lists (*.csv *.txt *.tsv *.xlsx *.xls *.ods);;All files (*)"
_PAGE = 200
_SHOWN = 8  # rows of the table
_EMPTY = "Nobody is on the list. A call that ends with “do not call” puts them here; so does Add."


def _until(view: SuppressionView) -> str:
    return f"{day_of_month(view.until)} {view.until.year}" if view.until else ""


def _since(view: SuppressionView) -> str:
    return f"{day_of_month(view.made_at)} {view.made_at.year}"


_COLUMNS: tuple[Column[SuppressionView], ...] = (
    Column("Who", lambda view: view.what, 220),
    Column("Why", lambda view: view.reason),
    Column("Barred", lambda view: _MEDIA[Barred(view.medium)], 110),
    Column("Until", _until, 100),
    Column("Since", _since, 100),
)


class SuppressionsPanel(QWidget):
    """`notice` (text, tone) tells what was done."""

    notice = Signal(str, str)

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__()
        self._desk, self._tasks = desk, tasks
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find a number, an address, a name or a reason")
        self.search.setAccessibleName("Find on the do-not-contact list")
        self.search.textChanged.connect(self.reload)
        self.count = label("", "soft")
        self.table: RowTable[SuppressionView] = RowTable("Do not contact", _COLUMNS)
        for corner in self.table.findChildren(QAbstractButton):  # Qt makes one, though it is never seen
            corner.setAccessibleName("All of the do-not-contact list")
        self.table.opened.connect(lambda _: self.ask_lift())
        self.table.rows.more.connect(self._more)
        self.says = label("", wrap=True, select=True)
        self.says.hide()
        self.lift = _named(InlineForm(), "Why contact is allowed again")
        self.export = ExportButton(desk, tasks, lambda: Wanted("suppressions"), lambda: "Do not contact")
        self.export.notice.connect(self.notice)
        Keys(self).on("export", self.export.ask)
        self._make_form()
        self._lay_out()

    def _make_form(self) -> None:
        self.medium = ChoiceEditor(tuple((str(medium), says) for medium, says in _MEDIA.items()))
        self.medium.name("What is barred")
        self.medium.show_value(str(Barred.ANY))
        self.form = LineForm(
            (
                Asked("what", "Who", "A number, an e-mail address or a domain with all below it.", "+1 617 555 0142"),
                Asked("reason", "Why", "Stands wherever the desk refuses to call.", "asked not to be called"),
            ),
            "Add", "Adding…",
            FieldRow("Barred", self.medium, "Mail leaves calls alone, and the other way round."),
        )  # fmt: skip
        self.form.sent.connect(self._add)
        self.form.hide()

    def _lay_out(self) -> None:
        self._file_reason = _named(InlineForm(), "Whose list the file is")
        line = row(self.search, self.count)
        line.setStretch(0, 1)
        self.lift_button = button("Lift…", self.ask_lift)
        keys = row(
            button("Add…", self.ask_add, look="primary"),
            button("From a file…", self.choose_file),
            self.lift_button,
            0,
            self.export,
        )
        self.setLayout(
            column(line, self.table, self.says, keys, self.form, self._file_reason, self.lift, gap=12)
        )

    # What is shown

    def refresh(self, changes: Changes) -> None:
        if changes.touches("suppression") and self.isVisible():
            self.reload()

    def reload(self) -> None:
        text = self.search.text()
        self._tasks.read(
            self, lambda: suppressions(self._desk, text, limit=_PAGE), self._show, newest="suppressions"
        )

    def _show(self, page: SuppressionPage) -> None:
        before = self.table.row
        self.table.show_rows(
            page.rows, page.total, current=lambda view: before is not None and view.key == before.key
        )
        self.table.setFixedHeight(self.table.height_for(_SHOWN))
        self.table.setVisible(bool(page.rows))
        self.lift_button.setVisible(bool(page.rows))
        self.export.setVisible(bool(page.rows))
        self.count.setText(f"{page.total:,}" if page.total else "")
        if not page.rows:
            self._say(_EMPTY if not self.search.text() else "Nobody on the list fits that.", "")
        elif self.says.text().startswith("Nobody"):
            self._say("", "")

    def _more(self) -> None:
        text, offset = self.search.text(), len(self.table.rows.items)
        self._tasks.read(
            self,
            lambda: suppressions(self._desk, text, offset=offset, limit=_PAGE),
            lambda page: self.table.rows.add(page.rows),
            newest="more",
        )

    def _say(self, text: str, tone: str) -> None:
        self.says.setText(text)
        self.says.setVisible(bool(text))
        dress(self.says, tone=tone)

    # One more

    def ask_add(self) -> None:
        self.form.show()
        self.form.fields["what"].setFocus()

    def _add(self) -> None:
        what, reason, medium = self.form.text("what"), self.form.text("reason"), self.medium.read("")
        self._tasks.act(
            self,
            lambda: suppress(self._desk, what, reason, medium=medium),
            self._added,
            self.form.refused,
        )

    def _added(self, done: Suppressed) -> None:
        self.form.done()
        self.form.hide()
        who = done.value or "Somebody who was erased"
        self._tell(f"{who} {'will not be contacted' if done.suppression else 'was on the list already'}.")
        self.table.setFocus()

    # A file of them

    def choose_file(self) -> None:
        """The system's file dialog, without holding the window."""
        dialog = QFileDialog(self, "Choose a do-not-contact list", str(Path.home()), _FILES)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.ask_reason(Path(path)))
        dialog.open()

    def ask_reason(self, path: Path) -> None:
        question = f"Whose list is {path.name}? It stands as the reason with each entry."
        self._file_reason.ask(
            question, "national do-not-call list", "Add them all", partial(self._add_file, path)
        )

    def _add_file(self, path: Path, reason: str) -> None:
        self._say(f"Reading {path.name}…", "")
        self._tasks.act(
            self, lambda: suppress_file(self._desk, path, reason), self._file_added, self._refused
        )

    def _file_added(self, done: SuppressedFile) -> None:
        self._file_reason.done()
        says = (
            f"{counted(done.added, 'row')} added, {done.known:,} {worded(done.known, 'was', 'were')} on the list already, "
            f"{done.unread:,} could not be read."
        )
        named = [str(problem.row) for problem in done.problems[:10]]
        look = f" Look at {worded(len(named), 'row')} {', '.join(named)}." if named else ""
        self._tell(says + look, "warn" if done.unread else "good")

    # Taking one off

    def ask_lift(self) -> None:
        view = self.table.row
        if view is None:
            return
        question = f"Why may {view.what} be contacted again?"
        self.lift.ask(question, "they asked us to call", "Lift it", partial(self._lift, view))

    def _lift(self, view: SuppressionView, reason: str) -> None:
        self._tasks.act(
            self,
            lambda: lift_suppression(self._desk, view.key, reason),
            lambda _: self._lifted(view),
            self._refused,
        )

    def _lifted(self, view: SuppressionView) -> None:
        self.lift.done()
        self._tell(f"{view.what} may be contacted again.")

    def _refused(self, error: DeskError) -> None:
        self._say(str(error), "danger")

    def _tell(self, text: str, tone: str = "good") -> None:
        self._say(text, tone)
        self.notice.emit(text, tone)
        self.reload()


def _named(form: InlineForm, name: str) -> InlineForm:
    """A name for what has none until the form asks."""
    form.field.setAccessibleName(name)
    for part in form.findChildren(QAbstractButton):
        part.setAccessibleName(part.accessibleName() or name)
    return form
