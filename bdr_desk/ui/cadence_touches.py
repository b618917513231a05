"""The touches of a plan as rows to type into: by what, how long after the one before, what is done, and on which condition."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from bdr_desk.domain.cadence.onward import TITLES
from bdr_desk.domain.cadence.plan import CALLING, MEDIA
from bdr_desk.domain.cadence.written import MOST_OF_A_PLAN
from bdr_desk.domain.words import Medium
from bdr_desk.ui.commands import Keys, key_text
from bdr_desk.ui.widgets.choice_box import ChoiceBox
from bdr_desk.ui.widgets.parts import button, column, dress, label, row, tip

NUMBER, MEDIUM, WAIT, MARKS = 24, 136, 132, 100  # px
NEW: Mapping[str, Any] = {"medium": "call", "wait": "2 business days", "do": ""}
_HINT = "at once, 4 hours, 2 business days"
_MARKS = {
    "new_reason": ("New reason", "A reason that was not used before must be stated."),
    "consent": ("Consent", "Left out until this person's consent to the medium is noted."),
}


class TouchRow(QWidget):
    """`changed` when anything in it was edited."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.number = label("", "soft")
        self.number.setFixedWidth(NUMBER)
        self.medium, self.wait, self.do = ChoiceBox(), QLineEdit(), QLineEdit()
        self.medium.setFixedWidth(MEDIUM)
        self.wait.setFixedWidth(WAIT)
        self.wait.setPlaceholderText(_HINT)
        self.do.setPlaceholderText("What is done, and what it says that the one before did not")
        for medium in MEDIA:
            self.medium.addItem(TITLES[medium], str(medium))
        self.marks = {key: button(title, self._edited, look="choice") for key, (title, _) in _MARKS.items()}
        for key, made in self.marks.items():
            made.setCheckable(True)
            made.setToolTip(_MARKS[key][1])
        self._problem = label("", "small", wrap=True)
        dress(self._problem, tone="danger")
        self._problem.hide()
        self._lay_out()
        self.medium.currentIndexChanged.connect(self._edited)
        for edit in (self.wait, self.do):
            edit.textEdited.connect(self._edited)

    def _lay_out(self) -> None:
        marks = QWidget()
        marks.setMinimumWidth(MARKS)
        marks.setLayout(row(*self.marks.values(), 0, gap=4))
        line = row(self.number, self.medium, self.wait, self.do, marks)
        line.setStretch(3, 1)
        said = row(self._problem)
        said.insertSpacing(0, NUMBER + 8)
        self.setLayout(column(line, said, gap=2))

    def show_touch(self, touch: Mapping[str, Any]) -> None:
        with QSignalBlocker(self.medium):
            self.medium.setCurrentIndex(self.medium.findData(touch["medium"]))
        self.wait.setText(touch["wait"])
        self.do.setText(touch["do"])
        self.do.setCursorPosition(0)
        for key, made in self.marks.items():
            made.setChecked(bool(touch.get(key)))
        self._fit()

    def data(self) -> dict[str, Any]:
        """As the plan is kept; what is wrong with it stands there too."""
        marks = {key: True for key, made in self.marks.items() if made.isChecked()}
        return {
            "medium": self.medium.currentData(), "wait": self.wait.text().strip(), "do": self.do.text().strip(), **marks,
        }  # fmt: skip

    def say(self, problem: str) -> None:
        """Empty takes it away."""
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))

    @property
    def problem(self) -> str:
        return self._problem.text()

    @property
    def parts(self) -> tuple[QWidget, ...]:
        """Its fields in the order of Tab."""
        return (self.medium, self.wait, self.do, *self.marks.values())

    def place(self, at: int) -> None:
        """Where it stands, from 0: it is read out with its number."""
        self.number.setText(str(at + 1))
        for part, name in ((self.medium, "by"), (self.wait, "comes"), (self.do, "what is done")):
            part.setAccessibleName(f"Touch {at + 1}, {name}")
        for key, made in self.marks.items():
            made.setAccessibleName(f"Touch {at + 1}, {_MARKS[key][0]}")

    def mark(self, current: bool) -> None:
        dress(self.number, tone="accent" if current else "")

    def _edited(self) -> None:
        self._fit()
        self.changed.emit()

    def _fit(self) -> None:
        """A condition is offered where it can matter, and shown where it is set."""
        calls = Medium(self.medium.currentData()) in CALLING
        self.marks["new_reason"].setVisible(calls or self.marks["new_reason"].isChecked())
        self.marks["consent"].setVisible(not calls or self.marks["consent"].isChecked())
        self.do.setToolTip(tip(self.do.text()))


class TouchesEditor(QWidget):
    """`changed` when a row was edited, added, moved or removed. Tab comes here from `before`."""

    changed = Signal()

    def __init__(self, before: QWidget) -> None:
        super().__init__()
        self._before = before
        self.rows: list[TouchRow] = []
        self._current = 0
        self._removed: tuple[int, dict[str, Any]] | None = None
        self._box = QVBoxLayout()
        self._box.setSpacing(6)
        self.add = button("Add below", self.add_below, key=key_text("touch_add"))
        self.up = button("Up", lambda: self.move_row(-1), key=key_text("touch_up"))
        self.down = button("Down", lambda: self.move_row(1), key=key_text("touch_down"))
        self.remove = button("Remove", self.remove_row, key=key_text("touch_remove"))
        self.back = button("", self.put_back, look="link")
        self.says = label("", "small", wrap=True)
        dress(self.says, tone="danger")
        self.says.hide()
        acts = row(self.add, self.up, self.down, self.remove, self.back, 0)
        self.setLayout(column(_heads(), self._box, self.says, acts, gap=8))
        keys = Keys(self)
        keys.on("touch_add", self.add_below)
        keys.on("touch_up", lambda: self.move_row(-1))
        keys.on("touch_down", lambda: self.move_row(1))
        keys.on("touch_remove", self.remove_row)
        self.back.hide()

    # What stands there

    def show_touches(self, touches: list[dict[str, Any]]) -> None:
        for made in self.rows:
            self._let_go(made)
        self.rows = []
        for touch in touches:
            self._insert(len(self.rows), touch)
        self._current, self._removed = 0, None
        self._arrange()

    def data(self) -> list[dict[str, Any]]:
        return [made.data() for made in self.rows]

    def say(self, problem: str) -> None:
        """What is wrong with all of them together."""
        self.says.setText(problem)
        self.says.setVisible(bool(problem))

    # What is done with them

    def add_below(self) -> None:
        """A new touch under the current one, ready to be described."""
        if len(self.rows) < MOST_OF_A_PLAN:
            at = min(self._current + 1, len(self.rows))
            self._insert(at, NEW)
            self._told(at, self.rows[at].do)

    def move_row(self, by: int) -> None:
        at, to = self._current, self._current + by
        if not 0 <= to < len(self.rows):
            return
        focus = self.focusWidget()
        made = self.rows.pop(at)
        self.rows.insert(to, made)
        self._box.removeWidget(made)
        self._box.insertWidget(to, made)
        self._told(to, focus)

    def remove_row(self) -> None:
        """It can be put back until another one is removed."""
        if not self.rows:
            return
        at = min(self._current, len(self.rows) - 1)
        made = self.rows.pop(at)
        self._removed = (at, made.data())
        self._let_go(made)
        left = min(at, len(self.rows) - 1)
        self._told(left, self.rows[left].medium if self.rows else self.add)

    def put_back(self) -> None:
        if self._removed is not None:
            at, touch = self._removed
            self._removed = None
            self._insert(min(at, len(self.rows)), touch)
            self._told(at, self.rows[min(at, len(self.rows) - 1)].medium)

    def _told(self, at: int, focus: QWidget | None) -> None:
        self._current = at
        self._arrange()
        if focus is not None:
            focus.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _insert(self, at: int, touch: Mapping[str, Any]) -> None:
        made = TouchRow()
        made.show_touch(touch)
        made.changed.connect(self.changed)
        for part in made.parts:
            part.installEventFilter(self)
        self.rows.insert(at, made)
        self._box.insertWidget(at, made)

    def _let_go(self, made: TouchRow) -> None:
        self._box.removeWidget(made)
        made.hide()
        made.deleteLater()

    def _arrange(self) -> None:
        """Numbers, the order of Tab, and what can be done with the current one."""
        last = self._before
        for at, made in enumerate(self.rows):
            made.place(at)
            for part in made.parts:
                QWidget.setTabOrder(last, part)
                last = part
        QWidget.setTabOrder(last, self.add)
        self._mark()
        self.remove.setEnabled(bool(self.rows))
        self.back.setVisible(self._removed is not None)
        if self._removed:
            self.back.set_text(f"Put touch {self._removed[0] + 1} back")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            at = next((at for at, made in enumerate(self.rows) if watched in made.parts), self._current)
            if at != self._current:
                self._current = at
                self._mark()
        return super().eventFilter(watched, event)

    def _mark(self) -> None:
        for at, made in enumerate(self.rows):
            made.mark(at == self._current)
        self.up.setEnabled(self._current > 0)
        self.down.setEnabled(self._current < len(self.rows) - 1)


def _heads() -> QWidget:
    made = QWidget()
    parts = [label(text, "small") for text in ("", "By", "After the one before", "What is done", "Only with")]
    for part, width in zip(parts, (NUMBER, MEDIUM, WAIT, 0, MARKS), strict=True):
        if width:
            part.setFixedWidth(width)
    line = row(*parts)
    line.setStretch(3, 1)
    made.setLayout(line)
    return made
