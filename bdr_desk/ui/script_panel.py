"""The script, one step at a time: what to say with the question marked, the fields for the answers, and the ways on.

Beside it the objection cards. A card opens in the step's place, and one step back leads to where the talk was.
"""

from collections.abc import Callable
from html import escape

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QVBoxLayout, QWidget

from bdr_desk.domain.qualification import Criterion
from bdr_desk.domain.script import END, Hint, Say, Step
from bdr_desk.queries.scripts import ScriptView
from bdr_desk.ui.call_session import CallSession
from bdr_desk.ui.commands import key_text
from bdr_desk.ui.lead_on_desk import LeadOnDesk
from bdr_desk.ui.theme import Palette, tokens
from bdr_desk.ui.widgets.capture_field import CaptureField
from bdr_desk.ui.widgets.floating_bar import FloatingBar
from bdr_desk.ui.widgets.parts import (
    ContentButton,
    Flow,
    KeyButton,
    button,
    caption,
    clear,
    column,
    dress,
    label,
    passive,
    row,
    set_caption,
)

ANSWER_KEYS = 9
HEAD = 28  # px of the line above, with or without a button on it
VOICEMAIL = "their-voicemail"  # the card made of the script's voicemail text


class ScriptPanel(QWidget):
    step_changed = Signal()
    left_field = Signal()

    def __init__(self, session: CallSession) -> None:
        super().__init__()
        self._session = session
        self._lead: LeadOnDesk | None = None
        self._trail: list[str] = []
        self._extra: list[str] = []  # criteria answered out of turn on this step
        self._fields: dict[str, CaptureField] = {}
        self._answers: list[KeyButton] = []
        self._caption = caption("Script")
        self._back = button("Back", self.step_back, look="link", key=key_text("step_back"))
        self._box = QVBoxLayout()
        self._box.setSpacing(12)
        inside = QWidget()
        inside.setLayout(column(self._box, 0, margins=(24, 0, 24, 12)))
        self._scroll = scrolled(inside)
        self._caption.setFixedHeight(HEAD)
        head = row(self._caption, 0, self._back, margins=(24, 8, 24, 0))
        self.setLayout(column(head, self._scroll, gap=4))
        session.captured.connect(self._show_second)

    # Which step

    def show_lead(self, lead: LeadOnDesk | None) -> None:
        """The lead's script, at the step the session stands at."""
        self._lead = lead
        script = lead.script if lead else None
        known = script is not None and self._piece(script, self._session.step) is not None
        self._trail = [self._session.step] if known else [script.start] if script else []
        if script and known and self._session.step != script.start:
            self._trail.insert(0, script.start)
        self._extra = []
        self._draw()

    def refresh(self, lead: LeadOnDesk) -> None:
        """The same lead, read again: the step stays, and nobody loses the field or button they are at."""
        self._lead = lead
        focus = QApplication.focusWidget()
        if focus is None or not self.isAncestorOf(focus):
            self._draw()

    def go_to(self, step: str) -> None:
        self._trail.append(step)
        self._extra = []
        self._session.go_to(step)
        self._draw()
        self.step_changed.emit()

    def step_back(self) -> None:
        if len(self._trail) > 1:
            self._trail.pop()
            self._extra = []
            self._session.go_to(self._trail[-1])
            self._draw()
            self.step_changed.emit()

    def answer(self, number: int) -> None:
        """Take the answer button of that number, from 1."""
        if number <= len(self._answers):
            self._answers[number - 1].click()

    @property
    def step(self) -> Step | None:
        script = self._lead.script if self._lead else None
        return self._piece(script, self._trail[-1]) if script and self._trail else None

    @staticmethod
    def _piece(script: ScriptView, name: str) -> Step | None:
        return next((step for step in (*script.steps, *cards_of(script)) if step.id == name), None)

    # Answers

    def ask(self, criterion: str = "") -> None:
        """To the field of `criterion`, which is added here when this step does not ask for it; else to the first field.

        In a step that asks nothing the first question still open is meant.
        """
        if not criterion and not self._fields:
            criterion = next((key for key in self._criteria() if key not in self._known()), "")
        if criterion and criterion not in self._fields and criterion in self._criteria():
            self._extra.append(criterion)
            self._draw()
        empty = [field for field in self._fields.values() if not field.edit.text()]
        field = self._fields.get(criterion) or next(iter(empty or self._fields.values()), None)
        if field is not None:
            field.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._scroll.ensureWidgetVisible(field)

    def _criteria(self) -> dict[str, Criterion]:
        definition = self._lead.view.definition if self._lead else None
        return {criterion.key: criterion for criterion in definition.criteria} if definition else {}

    def _known(self) -> dict[str, str]:
        return {fact.criterion: fact.value for fact in self._lead.view.facts} if self._lead else {}

    def _show_second(self, criterion: str) -> None:
        if field := self._fields.get(criterion):
            field.show_second(self._session.answered_at.get(criterion))
            if field.edit.text().strip() != self._session.answers.get(criterion, "").strip():
                field.edit.setText(self._session.answers.get(criterion, ""))

    # Drawing

    def _draw(self) -> None:
        clear(self._box)
        self._fields, self._answers = {}, []
        step = self.step
        set_caption(self._caption, f"Script, step {len(self._trail)}: {step.title}" if step else "Script")
        self._back.setVisible(len(self._trail) > 1)
        if step is None:
            self._box.addWidget(label(self._nothing(), "soft", wrap=True))
        else:
            self._draw_step(step)

    def _nothing(self) -> str:
        if self._lead and self._lead.script_problem:
            return self._lead.script_problem
        ended = bool(self._trail and self._trail[-1] == END)
        return (
            f"The end of the talk. Thank them, and hang up with {key_text('hang_up')}."
            if ended
            else "No script here."
        )

    def _draw_step(self, step: Step) -> None:
        says = [part for part in step.parts if isinstance(part, Say)]
        self._box.addWidget(speech(says, tokens(self)))
        for ask in step.asks:
            self._add_field(ask.criterion, ask.label)
        for criterion in self._extra:
            self._add_field(criterion, self._criteria()[criterion].prompt)
        if step.answers:
            self._box.addWidget(self._answer_buttons(step))
        for hint in (part for part in step.parts if isinstance(part, Hint)):
            self._box.addWidget(label(hint.text, "small", wrap=True))

    def _add_field(self, criterion: str, says: str) -> None:
        known = self._criteria().get(criterion)
        if known is None or criterion in self._fields:
            return
        session = self._session
        field = CaptureField(
            known,
            says,
            session.answers.get(criterion, ""),
            self._known().get(criterion, ""),
            session.answered_at.get(criterion),
        )
        field.typed.connect(session.capture)
        field.finished.connect(self._next_field)
        self._fields[criterion] = field
        self._box.addWidget(field)

    def _next_field(self) -> None:
        empty = [field for field in self._fields.values() if not field.edit.text().strip()]
        if empty:
            empty[0].edit.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.left_field.emit()

    def _answer_buttons(self, step: Step) -> QWidget:
        holder, flow = QWidget(), Flow(8)
        for number, answer in enumerate(step.answers, start=1):
            key = key_text(f"answer_{number}") if number <= ANSWER_KEYS else ""
            made = button(answer.text, self._going(answer.goes_to), key=key, name=f"They say: {answer.text}")
            self._answers.append(made)
            flow.addWidget(made)
        holder.setLayout(flow)
        return holder

    def _going(self, step: str) -> Callable[[], None]:
        return lambda: self.go_to(step)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            for spoken in self.findChildren(Speech):
                spoken.colour(tokens(self))
        super().changeEvent(event)


class Speech(QLabel):
    """What is spoken, with the question marked."""

    def __init__(self, says: list[Say], colours: Palette) -> None:
        super().__init__()
        self._says = says
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.RichText)
        dress(self, look="speech")
        self.setAccessibleName(" ".join(say.text for say in says))
        self.colour(colours)

    def colour(self, colours: Palette) -> None:
        styles = {
            "question": f"background-color:{colours.accent_soft}; font-weight:500;",
            "stress": "font-style:italic;",
        }
        spoken = (
            "".join(
                f'<span style="{styles.get(span.style, "")}">{escape(span.text)}</span>' for span in say.spans
            )
            for say in self._says
        )
        self.setText("".join(f'<p style="margin:0 0 6px 0; line-height:132%">{text}</p>' for text in spoken))


def speech(says: list[Say], colours: Palette) -> Speech:
    return Speech(says, colours)


class ObjectionPanel(QWidget):
    opened = Signal(str)  # id of the card

    def __init__(self) -> None:
        super().__init__()
        self._cards: list[ContentButton] = []
        self._shown: tuple[Step, ...] = ()
        self._box = QVBoxLayout()
        self._box.setSpacing(8)
        inside = QWidget()
        inside.setLayout(column(self._box, 0, margins=(16, 0, 16, 12)))
        self._title = caption("If they say")
        self._title.setFixedHeight(HEAD)
        self.setLayout(column(row(self._title, 0, margins=(16, 8, 16, 0)), scrolled(inside), gap=4))

    def show_cards(self, script: ScriptView | None) -> None:
        cards = cards_of(script) if script else ()
        if cards == self._shown:
            return
        self._shown = cards
        clear(self._box)
        self._cards = [self._card(card) for card in cards]
        for card in self._cards:
            self._box.addWidget(card)

    def focus_first(self) -> None:
        if self._cards:
            self._cards[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _card(self, card: Step) -> ContentButton:
        made = ContentButton("outcome")
        says = question_of(card)
        title, text = (
            passive(label(card.title, "strong", wrap=True)),
            passive(label(says, "small", wrap=True)),
        )
        made.setLayout(column(title, text, margins=(12, 8, 12, 8), gap=2))
        made.setAccessibleName(f"If they say {card.title}: {says}")
        made.clicked.connect(lambda _checked: self.opened.emit(card.id))
        return made


def cards_of(script: ScriptView) -> tuple[Step, ...]:
    """What can be opened at any time: the objections, and what is said to a machine."""
    if not script.voicemail:
        return script.objections
    machine = Step(VOICEMAIL, f"Their voicemail, {script.voicemail_seconds} s", script.voicemail)
    return (*script.objections, machine)


def question_of(step: Step) -> str:
    """What is asked there, the shortest reminder of it; all that is said where nothing is asked."""
    spans = [span for part in step.parts if isinstance(part, Say) for span in part.spans]
    asked = [span.text for span in spans if span.style == "question"]
    return " ".join(asked) if asked else "".join(span.text for span in spans)


def scrolled(inside: QWidget) -> QScrollArea:
    """Scrolls up and down only, on the page's own ground."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    FloatingBar(area)
    dress(inside, look="page")
    area.setWidget(inside)
    area.viewport().setAutoFillBackground(False)
    inside.setAutoFillBackground(False)
    return area
