"""A field for one criterion, standing where the question is asked."""

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QCompleter, QFrame, QLineEdit

from bdr_desk.domain.qualification import Criterion, check_answer
from bdr_desk.errors import BadInput
from bdr_desk.ui.widgets.parts import Flow, KeyButton, button, column, dress, label, row


class CaptureField(QFrame):
    """`typed` has the answer as it stands; Enter on an empty field with a known answer confirms it."""

    typed = Signal(str, str)  # criterion, answer
    finished = Signal()

    def __init__(self, criterion: Criterion, says: str, answer: str, known: str, second: int | None) -> None:
        super().__init__()
        self.criterion, self._known, self._told = criterion, known, answer
        dress(self, look="field", active="false")
        self._title = label(
            f"{criterion.title}: {says[:1].lower()}{says[1:]}" if says != criterion.title else says,
            "small",
            wrap=True,
        )
        self._second = label("", "small")
        self.edit = QLineEdit(answer)
        dress(self.edit, look="bare")
        self.edit.setTextMargins(-2, 0, -2, 0)  # in line with the title
        self.edit.setAccessibleName(f"{criterion.title}, {says}")
        self.edit.setPlaceholderText(f"{known} (Enter confirms)" if known else "not asked yet")
        self.edit.installEventFilter(self)
        self.edit.textEdited.connect(self._edited)
        self.edit.returnPressed.connect(self._enter)
        self._problem = label("", "small")
        dress(self._problem, tone="danger")
        self._problem.hide()
        self._choices: list[KeyButton] = []
        head = row(self._title, self._second)
        head.setStretch(0, 1)
        head.setAlignment(self._second, Qt.AlignmentFlag.AlignTop)
        self.setLayout(
            column(head, self.edit, *self._choice_row(), self._problem, margins=(12, 8, 12, 8), gap=4)
        )
        self.setFocusProxy(self.edit)
        self.show_second(second)
        self._mark()

    def _choice_row(self) -> list[Flow]:
        options = ("yes", "no") if self.criterion.kind == "yes_no" else self.criterion.choices
        if not options:
            return []
        completer = QCompleter(list(options), self.edit)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.InlineCompletion)
        self.edit.setCompleter(completer)
        flow = Flow()
        for option in options:
            made = button(
                option,
                partial(self._choose, option),
                look="choice",
                name=f"{self.criterion.title}: {option}",
            )
            made.setCheckable(True)
            self._choices.append(made)
            flow.addWidget(made)
        return [flow]

    def _choose(self, option: str) -> None:
        self.edit.setText(option)
        self._edited(option)
        self.finished.emit()

    def _edited(self, text: str) -> None:
        self._told = text
        self._problem.hide()
        self._mark()
        self.typed.emit(self.criterion.key, text)

    def _mark(self) -> None:
        for made in self._choices:
            made.setChecked(made.text_shown() == self.edit.text().strip())

    def _enter(self) -> None:
        if not self.edit.text().strip() and self._known:
            self.edit.setText(self._known)
            self._edited(self._known)
        if self._check():
            self.finished.emit()

    def _check(self) -> bool:
        """Say what cannot be meant; write out what can (“can” becomes the choice it begins)."""
        text = self.edit.text().strip()
        try:
            meant = check_answer(self.criterion, text) if text else ""
        except BadInput as problem:
            self._problem.setText(str(problem))
            self._problem.show()
            return False
        if meant != self._told.strip():
            self.edit.setText(meant)
            self._edited(meant)
        return True

    def show_second(self, second: int | None) -> None:
        """The second of the call at which it was said."""
        self._second.setText("" if second is None else f"{second // 60:02}:{second % 60:02}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            dress(self, active="true" if event.type() == QEvent.Type.FocusIn else "false")
            if event.type() == QEvent.Type.FocusOut:
                self._check()
        return super().eventFilter(watched, event)
