"""The cadence editor: the plan at the left, one lead played through it at the right, as typed and before it is in force."""

import re
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QScrollArea, QWidget

from bdr_desk.actions.cadences import put_in_force
from bdr_desk.desk import Desk
from bdr_desk.domain.cadence import Cadence, as_json, from_json
from bdr_desk.domain.cadence.written import Fault, faults
from bdr_desk.domain.counting import counted
from bdr_desk.errors import DeskError
from bdr_desk.queries.cadence_preview import PlayedThrough, played_through
from bdr_desk.ui.cadence_preview_pane import CadencePreviewPane
from bdr_desk.ui.cadence_rules import RulesEditor
from bdr_desk.ui.cadence_touches import TouchesEditor
from bdr_desk.ui.commands import Keys, key_text
from bdr_desk.ui.tasks import Tasks
from bdr_desk.ui.widgets.floating_bar import FloatingBar
from bdr_desk.ui.widgets.parts import button, caption, column, dress, label, row, rule

ON_THE_WAY = (
    "Put in force, it is a new version. Leads on the way go on from the touch they are at; what is due or promised stays, "
    "and the new plan holds from their next touch on."
)
NOTHING_CHANGED = "Nothing is changed yet."
PREVIEW = 440  # px


class CadenceEditor(QWidget):
    """`left` to go back, with what was typed kept; `put` (version) once it is in force; `edited` at each change."""

    left = Signal()
    put = Signal(str, int)
    edited = Signal()

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__()
        self._desk, self._tasks = desk, tasks
        self._begun: dict[str, Any] = {}
        self._in_force: dict[str, Any] = {}
        self.name, self.about = QLineEdit(), QLineEdit()
        self.touches, self.rules, self.preview = (
            TouchesEditor(self.about),
            RulesEditor(),
            CadencePreviewPane(),
        )
        self.back = button("Back", self.left.emit, key="Esc")
        self.discard = button("Discard the changes", self._discard, look="quiet")
        self.go = button("Put in force", self.put_in_force, look="primary", key=key_text("cadence_put"))
        self.says = label("", wrap=True)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._look)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.name.setAccessibleName("Name of the cadence")
        self.about.setAccessibleName("What it is for")
        self.name.setPlaceholderText("Name")
        self.about.setPlaceholderText("What it is for, in a sentence")
        self.name.setFixedWidth(260)
        names = row(self.name, self.about)
        names.setStretch(1, 1)
        form = QWidget()
        dress(form, look="page")
        form.setLayout(column(
            names, column(caption("Touches"), self.touches, gap=8), self.rules, label(ON_THE_WAY, "small", wrap=True), 0,
            margins=(24, 20, 24, 24), gap=20,
        ))  # fmt: skip
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(form)
        FloatingBar(self._scroll)
        self.preview.setFixedWidth(PREVIEW)
        top = row(
            label("Edit the cadence", "heading"), self.says, self.discard, self.back, self.go, margins=(24, 12, 24, 12), gap=12,
        )  # fmt: skip
        top.setStretch(1, 1)
        body = row(self._scroll, rule(upright=True), self.preview, gap=0)
        body.setStretch(0, 1)
        box = column(top, rule(), body, gap=0)
        box.setStretch(2, 1)
        self.setLayout(box)

    def _connect(self) -> None:
        for edit in (self.name, self.about):
            edit.textEdited.connect(lambda _: self._soon.start())
        self.touches.changed.connect(self._soon.start)
        self.rules.changed.connect(self._soon.start)
        self.preview.wanted.connect(self._soon.start)
        Keys(self).on("cadence_put", self.put_in_force)

    # What is edited

    def begin(self, plan: Cadence, in_force: Cadence) -> None:
        """Start from `plan`; what was typed before goes."""
        self._begun, self._in_force = as_json(plan), as_json(in_force)
        self._fill(self._begun)

    def know(self, in_force: Cadence) -> None:
        """Another plan may have been put in force meanwhile, by a command or another window."""
        self._in_force = as_json(in_force)
        if self.isVisible():
            self._look()

    def go_on(self) -> None:
        self._look()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def held(self) -> bool:
        """Something was typed that is not in force."""
        return bool(self._begun) and self.data() != self._begun

    def data(self) -> dict[str, Any]:
        """What stands there, as a plan is kept, mistakes and all."""
        names = {"name": self.name.text().strip(), "about": self.about.text().strip()}
        return {**names, "touches": self.touches.data(), **self.rules.data()}

    def _fill(self, data: Mapping[str, Any]) -> None:
        self.name.setText(data["name"])
        self.about.setText(data["about"])
        self.about.setCursorPosition(0)
        self.touches.show_touches(data["touches"])
        self.rules.show_rules(data)
        self.preview.outcomes.clear()
        self._scroll.verticalScrollBar().setValue(0)
        self._look()

    def _discard(self) -> None:
        self._fill(self._begun)
        self.left.emit()

    # What follows from it

    def _look(self) -> None:
        """Say what is wrong where it is; what is right is played."""
        data = self.data()
        found = tuple(faults(data))
        self._say_faults(found)
        changed = data != self._in_force
        self.discard.setVisible(self.held)
        wrong = f"{counted(len(found), 'thing')} to put right first" if found else ""
        self._tell(wrong or ("" if changed else NOTHING_CHANGED), "danger" if found else "")
        self.preview.say_stale(bool(found))
        if not found:
            self._play(from_json(data))
        self.edited.emit()

    def _say_faults(self, found: tuple[Fault, ...]) -> None:
        for at, made in enumerate(self.touches.rows):
            made.say(" ".join(in_words(fault) for fault in found if fault.place == at))
        rest = {fault.field: in_words(fault) for fault in found if fault.place is None}
        self.rules.say(rest)
        self.touches.say(rest.get("touches", ""))

    def _play(self, plan: Cadence) -> None:
        outcomes, lead = dict(self.preview.outcomes), self.preview.lead
        agreed = self.preview.agreed.isChecked()

        def played() -> PlayedThrough:
            return played_through(self._desk, plan, outcomes=outcomes, agreed=agreed, **lead)

        self._tasks.read(
            self, played, self.preview.show_played, newest="play",
            failed=lambda error: self.preview.say(str(error)),
        )  # fmt: skip

    # Put in force

    def put_in_force(self) -> None:
        """Make it a version; with a mistake in it, go to the first one instead."""
        data = self.data()
        found = tuple(faults(data))
        if found:
            self._go_to(found[0])
        elif data == self._in_force:
            self._tell(NOTHING_CHANGED, "warn")
        elif self.go.isEnabled():
            self.go.setEnabled(False)
            plan = from_json(data)
            self._tasks.act(
                self,
                lambda: put_in_force(self._desk, plan),
                lambda version: self._done(plan, version),
                self._refused,
            )

    def _done(self, plan: Cadence, version: int) -> None:
        self.go.setEnabled(True)
        self._in_force = self._begun = as_json(plan)
        self.put.emit(plan.name, version)

    def _refused(self, error: DeskError) -> None:
        self.go.setEnabled(True)
        self._tell(str(error), "danger")

    def _go_to(self, fault: Fault) -> None:
        self._look()
        field: QWidget = self.rules.fields.get(fault.field, self.name)
        if fault.place is not None:
            inside = self.touches.rows[fault.place]
            field = {"medium": inside.medium, "wait": inside.wait}.get(fault.field, inside.do)
        elif fault.field == "touches":
            field = self.touches.add
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._scroll.ensureWidgetVisible(field)

    def _tell(self, text: str, tone: str = "") -> None:
        self.says.setText(text)
        dress(self.says, tone=tone)


# Faults as the form calls its fields

_TABLES = re.compile(r"^(?:(?:caps|ends|retries): )?(?:[a-z_]+: (?=[a-z_]+ (?:must|“|is )))?")
_NAMES = {
    "touches_per_contact": "the most touches of a person", "touches_per_account": "the most touches of an account",
    "attempts_per_contact": "the most calls to a person", "attempts_per_account": "the most calls to an account",
    "period_days": "the days in which calls are counted", "min_attempts": "the least calls", "times": "the times in a row",
    "hold": "the rest", "revisit": "the wait", "days": "the number of days",
}  # fmt: skip
_SAID = {
    "name": "Give it a name.", "do": "Say what is done.", "touches": "Add at least one touch.",
    "new_reason": "A second voicemail needs a new reason: mark “New reason”.",
}  # fmt: skip


def in_words(fault: Fault) -> str:
    """A fault as a sentence in the words of the form."""
    if fault.field in _SAID and "too many" not in fault.says:
        return _SAID[fault.field]
    says = _TABLES.sub("", fault.says)
    says = re.sub(r"^(?:wait|hold|rest|revisit) (?=“)", "", says)
    says = re.sub(r"^days (?=must)", _NAMES["days"] + " ", says)
    for key, words in _NAMES.items():
        if key != "days":
            says = re.sub(rf"\b{key}\b", words, says)
    return says[:1].upper() + says[1:] + "."
