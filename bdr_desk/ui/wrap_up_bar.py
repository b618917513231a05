"""The wrap-up bar: how the call ended, each outcome with its key and what it will cause; questions are asked in its place."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from bdr_desk.queries.wrap_up import OutcomeView
from bdr_desk.ui.commands import key_text
from bdr_desk.ui.widgets.parts import (
    ContentButton,
    Elided,
    KeyButton,
    button,
    column,
    dress,
    keycap,
    label,
    passive,
    row,
)

PER_ROW = 5
QWIDGETSIZE_MAX = (1 << 24) - 1  # px, Qt's "no limit"


class OutcomeCard(ContentButton):
    def __init__(self, key: str, look: str = "outcome") -> None:
        super().__init__(look)
        self.outcome: OutcomeView | None = None
        self._title = passive(label("", "strong"))
        tall = look == "meeting"
        self._says = passive(label("", "small", wrap=True) if tall else Elided("", "small", by_clause=True))
        if tall:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.cap = passive(keycap(key))
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.cap)
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 7, 9, 8)
        box.setSpacing(2)
        box.addLayout(head)
        box.addWidget(self._says)
        if tall:
            box.addStretch(1)

    def show_outcome(self, title: str, says: str) -> None:
        self._title.setText(title)
        self._says.setText(says[:1].upper() + says[1:])
        self.setToolTip(says)
        self.setAccessibleName(title)
        self.setAccessibleDescription(says)

    def set_lines(self, lines: int) -> None:
        if isinstance(self._says, Elided):
            self._says.set_lines(lines)


class WrapUpBar(QFrame):
    """`chosen` has the outcome; `answered` the text typed for the question that was asked."""

    chosen = Signal(OutcomeView)
    meeting = Signal()

    def __init__(self) -> None:
        super().__init__()
        dress(self, look="bar")
        self.cards = [OutcomeCard(str(number % 10)) for number in range(1, 11)]
        self.meeting_card = OutcomeCard(key_text("meeting"), "meeting")
        self.prompt = Prompt()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._grid())
        self._stack.addWidget(self.prompt)
        self.setLayout(column(self._stack, margins=(16, 12, 16, 12)))
        for card in self.cards:
            card.clicked.connect(partial(self._choose, card))
        self.meeting_card.clicked.connect(lambda _checked: self.meeting.emit())
        self.prompt.given_up.connect(self.show_cards)

    def _choose(self, card: OutcomeCard) -> None:
        if card.outcome:
            self.chosen.emit(card.outcome)

    def _grid(self) -> QWidget:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        for place, card in enumerate(self.cards):
            grid.addWidget(card, place // PER_ROW, place % PER_ROW)
            grid.setColumnStretch(place % PER_ROW, 1)
        grid.addWidget(self.meeting_card, 0, PER_ROW, 2, 1)
        grid.setColumnStretch(PER_ROW, 1)
        made = QWidget()
        made.setLayout(grid)
        return made

    @property
    def capped(self) -> tuple[tuple[str, QWidget], ...]:
        """Commands and the keycaps that show them."""
        return tuple((f"outcome_{number}", card.cap) for number, card in enumerate(self.cards, start=1))

    def set_roomy(self, roomy: bool) -> None:
        """Two lines for each consequence where the window has the height."""
        for card in self.cards:
            card.set_lines(2 if roomy else 1)

    def show_outcomes(self, outcomes: Sequence[OutcomeView]) -> None:
        for place, card in enumerate(self.cards):
            card.outcome = outcomes[place] if place < len(outcomes) else None
            card.setVisible(card.outcome is not None)
            if card.outcome:
                card.show_outcome(card.outcome.title, card.outcome.says)

    def show_meeting(self, title: str, says: str, marked: bool, possible: bool) -> None:
        self.meeting_card.show_outcome(title, says)
        self.meeting_card.setEnabled(possible)
        dress(self.meeting_card, held="true" if marked else "false")

    def set_live(self, live: bool, suggested: str = "") -> None:
        """Whether outcomes can be chosen now, and which one the line suggests."""
        for card in self.cards:
            card.setEnabled(live)
            mark = live and card.outcome is not None and card.outcome.outcome == suggested
            dress(card, suggested="true" if mark else "false")

    def focus_suggested(self, suggested: str) -> None:
        for card in self.cards:
            if card.outcome and card.outcome.outcome == suggested and card.isEnabled():
                card.setFocus(Qt.FocusReason.OtherFocusReason)

    def press(self, number: int) -> None:
        """The card with that number, from 1."""
        if not self.asking and number <= len(self.cards) and self.cards[number - 1].isEnabled():
            self.cards[number - 1].click()

    @property
    def asking(self) -> bool:
        return self._stack.currentIndex() == 1

    def ask(self, question: "Question") -> None:
        self.prompt.show_question(question)
        self._stack.setFixedHeight(self._stack.height())  # the page above stays where it is
        self._stack.setCurrentIndex(1)
        self.prompt.start()

    def show_cards(self) -> None:
        self._stack.setCurrentIndex(0)
        self._stack.setMinimumHeight(0)
        self._stack.setMaximumHeight(QWIDGETSIZE_MAX)


class Question:
    """`picks` are ready answers (Up and Down go through them); `echo` says what the text typed so far will mean."""

    def __init__(
        self, title: str, then: Callable[[str], Any], *, picks: Sequence[str] = (), hint: str = "", accept: str = "Log",
        echo: Callable[[str], str] | None = None,
    ) -> None:  # fmt: skip
        self.title, self.then, self.picks, self.hint, self.accept, self.echo = (
            title,
            then,
            picks,
            hint,
            accept,
            echo,
        )


class Prompt(QWidget):
    """One question in the place of the outcomes: type and press Enter, or Esc to go back."""

    given_up = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._question: Question | None = None
        self._title = label("", "strong")
        self.edit = QLineEdit()
        self.edit.setMinimumWidth(320)
        self.edit.setAccessibleName("Answer")
        self.edit.installEventFilter(self)
        self.edit.textChanged.connect(self._echo)
        self.edit.returnPressed.connect(self.accept)
        self._accept = button("Log", self.accept, look="primary", key="Enter")
        self._back = button("Back", self.given_up.emit, key="Esc")
        self._picks = QHBoxLayout()
        self._picks.setSpacing(8)
        self._says: QLabel = label("", "small")
        line = row(self.edit, self._accept, self._back, 0)
        line.setStretch(0, 1)
        line.setStretch(3, 1)
        head = row(self._title, self._says, 0, gap=12)
        self.setLayout(column(0, head, line, self._picks, 0, gap=8))

    def show_question(self, question: Question) -> None:
        self._question = question
        self._title.setText(question.title)
        self.edit.setAccessibleName(question.title)
        self.edit.setText(question.picks[0] if question.picks else "")
        self.edit.setPlaceholderText(question.hint)
        self._accept.set_text(question.accept)
        while item := self._picks.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        for pick in question.picks:
            self._picks.addWidget(self._pick(pick))
        self._picks.addStretch(1)
        self._echo(self.edit.text())

    def _pick(self, pick: str) -> KeyButton:
        def take() -> None:
            self.edit.setText(pick)
            self.accept()

        return button(pick, take, look="choice")

    def start(self) -> None:
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edit.selectAll()

    @property
    def said(self) -> str:
        return self._says.text()

    def say(self, text: str, tone: str = "danger") -> None:
        self._says.setText(text)
        dress(self._says, tone=tone)

    def _echo(self, text: str) -> None:
        says = self._question.echo(text) if self._question and self._question.echo and text.strip() else ""
        self.say(says, "")

    def accept(self) -> None:
        text = self.edit.text().strip()
        if not text:
            self.say("Type a few words first.")
            self.edit.setFocus()
        elif self._question:
            self._question.then(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._question:
            by = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if by and self._question.picks:
                self._cycle(by, list(self._question.picks))
                return True
        return super().eventFilter(watched, event)

    def _cycle(self, by: int, picks: list[str]) -> None:
        place = picks.index(self.edit.text()) + by if self.edit.text() in picks else 0
        self.edit.setText(picks[place % len(picks)])
        self.edit.selectAll()
