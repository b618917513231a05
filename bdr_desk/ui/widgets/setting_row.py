"""One setting on the page: its name, its editor, what it is for or that it was saved, and below it what is wrong."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from bdr_desk.errors import BadInput, DeskError
from bdr_desk.settings import Setting
from bdr_desk.ui.widgets.editors import Choices, Editor, editor_for
from bdr_desk.ui.widgets.parts import Part, column, dress, label, row

TITLE, FIELD = 136, 336  # px


class FieldRow(QWidget):
    """A title, a field, a sentence; what is wrong stands under the field."""

    def __init__(self, title: str, field: QWidget, says: str) -> None:
        super().__init__()
        self._help = says
        self._says = label(says, "small", wrap=True)
        self._title = label(title, "soft")
        self._title.setBuddy(field)
        self._problem = label("", "small", wrap=True)
        dress(self._problem, tone="danger")
        self._problem.hide()
        field.setFixedWidth(FIELD)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnMinimumWidth(0, TITLE)
        grid.setColumnStretch(2, 1)
        for place, part in enumerate((self._title, field, self._says)):
            grid.addWidget(part, 0, place, Qt.AlignmentFlag.AlignVCenter)
        self._title.setFixedWidth(TITLE)
        grid.addWidget(self._problem, 1, 1, 1, 2)
        self.setLayout(column(grid))
        self.setFocusProxy(field)

    def say_problem(self, text: str) -> None:
        """Empty takes it away."""
        self._problem.setText(text)
        self._problem.setVisible(bool(text))
        if text:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    @property
    def problem(self) -> str:
        return self._problem.text()

    def say_saved(self, saved: bool) -> None:
        """In the place of the sentence."""
        self._says.setText("Saved" if saved else self._help)
        dress(self._says, tone="good" if saved else "")

    @property
    def says_saved(self) -> bool:
        return self._says.text() == "Saved"


def indented(*parts: Part) -> QHBoxLayout:
    """Under the fields; one part alone takes the whole width."""
    line = row(*parts, gap=8)
    line.insertSpacing(0, TITLE + 16)
    if len(parts) == 1:
        line.setStretch(1, 1)
    return line


class SettingRow(FieldRow):
    """`changed` (value) when the editor was left with another value than the one kept. What is refused stays as it was
    typed, and a value that comes in meanwhile does not write over it."""

    changed = Signal(object)

    def __init__(self, setting: Setting, editor: Editor | None = None) -> None:
        self.setting = setting
        self.editor = editor or editor_for(setting.kind, setting.choices)
        super().__init__(setting.title, self.editor, setting.help)
        self.editor.name(setting.title)
        self.region = "US"  # whose numbers these are, ISO 3166 alpha-2
        self._kept: Any = None
        self._shown: Any = self.editor.state()
        self._asked: Any = None
        self.editor.left.connect(self.keep)

    @property
    def held(self) -> bool:
        """Something stands there that is not kept (yet)."""
        return bool(self.editor.state() != self._shown)

    def show_value(self, value: Any, *, anew: bool = False) -> None:
        """`anew` takes away what was typed too: it was about somebody else."""
        if anew:
            self.say_problem("")
            self.say_saved(False)
        if self.held and not anew:
            return
        self._asked = None
        self._kept = value
        self.editor.show_value(value)
        self._shown = self.editor.state()

    def offer(self, choices: Choices) -> None:
        unheld = not self.held
        self.editor.offer(choices)
        if unheld:
            self._shown = self.editor.state()

    def keep(self) -> None:
        """Hand on what stands there, unless it is kept already or cannot be read."""
        if not self.held:
            if self.problem:  # the old value was put back
                self.say_problem("")
            return
        if self.editor.state() == self._asked:  # on its way
            return
        try:
            value = self.editor.read(self.region)
        except BadInput as error:
            self.refused(error)
            return
        if value == self._kept:
            self.saved(value, told=False)
            return
        self._asked = self.editor.state()
        self.changed.emit(value)

    def saved(self, value: Any, *, told: bool = True) -> None:
        """It is kept; shown in its own form unless the user types on."""
        self._kept = value
        self.say_problem("")
        self.say_saved(told)
        if not told or self.editor.state() == self._asked:
            self.editor.show_value(value)
            self._shown = self.editor.state()
        self._asked = None

    def refused(self, error: DeskError) -> None:
        self._asked = None
        self.say_saved(False)
        self.say_problem(str(error))
