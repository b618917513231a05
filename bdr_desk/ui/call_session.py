"""The call in hand, from the first ring to the wrap-up: its state, its clock, and every word typed.

Panels draw what is here. The draft is saved at most `SAVE_MS` after a key, and at once whenever the state changes.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from shiboken6 import isValid

from bdr_desk.actions.calls import Answered, LoggedCall, check_dialable, drop_draft, log_call, save_draft
from bdr_desk.desk import Desk
from bdr_desk.errors import DeskError
from bdr_desk.queries.drafts import CallDraft
from bdr_desk.telephony.line import LineNews, LineState
from bdr_desk.ui.commands import State
from bdr_desk.ui.tasks import Tasks

SAVE_MS = 300


class CallSession(QObject):
    changed = Signal()  # state, line or lead
    captured = Signal(str)  # the criterion answered
    saved = Signal()
    refused = Signal(DeskError)  # the desk would not dial or log
    logged = Signal(LoggedCall)
    _news = Signal(int, LineNews)

    def __init__(self, desk: Desk, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._tasks = desk, tasks
        self._call_number = 0  # news of an older call is dropped
        self._timer = QTimer(self, singleShot=True, interval=SAVE_MS)
        self._timer.timeout.connect(self.save_now)
        self._news.connect(self._hear, Qt.ConnectionType.QueuedConnection)
        self._clean(None)

    def _clean(self, lead: UUID | None) -> None:
        self.lead = lead
        self.state = State.QUEUE
        self.line = LineState.IDLE
        self.line_says = ""
        self.muted = False
        self.phone = ""
        self.note = ""
        self.step = ""
        self.answers: dict[str, str] = {}
        self.answered_at: dict[str, int] = {}
        self.started_at: datetime | None = None
        self._talking_since: datetime | None = None
        self._ended_seconds: int | None = None
        self.resumed = False  # it was cut off, and is here only to be closed
        self.undone = ""  # the title of its outcome that was taken back
        self.no_fact_reason = ""  # what was said for that one
        self._busy = False
        self._dirty = False
        self._kept = False  # a draft of this lead lies in the store

    # Which lead

    def take(self, lead: UUID | None, draft: CallDraft | None = None) -> None:
        """Bring `lead` to the desk, with what was typed about it before. What lay there is saved first."""
        self.save_now()
        self._clean(lead)
        if draft is not None:
            self._resume(draft)
        self.changed.emit()

    def _resume(self, draft: CallDraft) -> None:
        self.note, self.step, self.phone = draft.note, draft.step, draft.phone
        self.answers, self.answered_at = dict(draft.answers), dict(draft.answered_at)
        self.undone, self.no_fact_reason = draft.undone, draft.no_fact_reason
        self._kept = True
        if draft.state and draft.state != State.QUEUE:  # it was cut off: only its end is missing
            self.state = State.WRAP_UP
            self.resumed = True
            self.started_at = draft.started_at
            self._ended_seconds = draft.seconds

    @property
    def in_hand(self) -> bool:
        """A call rings, goes on or waits for its outcome."""
        return self.state != State.QUEUE

    @property
    def holds_desk(self) -> bool:
        """The desk stays with this lead until the call is closed; one that was cut off may wait."""
        return self.in_hand and not self.resumed

    def put_aside(self) -> None:
        """The call that waits for its outcome may wait beside another: it is offered as an unfinished one."""
        self.save_now()
        self.resumed = self.resumed or self.state == State.WRAP_UP

    @property
    def talked(self) -> bool:
        return self._talking_since is not None or bool(self._ended_seconds)

    @property
    def seconds(self) -> int:
        """Of talk, so far or in the end; while it rings, of ringing."""
        if self._ended_seconds is not None:
            return self._ended_seconds
        since = self._talking_since or (self.started_at if self.state == State.RINGING else None)
        return max(0, int((self._desk.clock() - since).total_seconds())) if since else 0

    # The line

    def dial(self, e164: str, extension: str = "") -> None:
        """`extension` is the number's own, for a line that can dial it along."""
        if self.lead is None or self.in_hand or self._busy:
            return
        self._busy = True
        lead = self.lead
        self._tasks.act(
            self,
            lambda: check_dialable(self._desk, lead, e164),
            lambda _: self._ring(lead, e164, extension),
            self._refuse,
        )

    def _ring(self, lead: UUID, e164: str, extension: str) -> None:
        self._busy = False
        if lead != self.lead or self.in_hand:
            return
        self._call_number += 1
        number = self._call_number
        self.phone, self.started_at = e164, self._desk.clock()
        self._enter(State.RINGING)
        try:
            self._desk.line.dial(e164, lambda news: self._pass_on(number, news), extension)
        except DeskError as error:
            self._enter(State.QUEUE)
            self.refused.emit(error)

    def _pass_on(self, number: int, news: LineNews) -> None:
        """The line speaks, on whatever thread it likes."""
        if isValid(self):
            self._news.emit(number, news)

    def _hear(self, number: int, news: LineNews) -> None:
        if number != self._call_number or self.state not in (State.RINGING, State.IN_CALL):
            return
        self.line, self.line_says = news.state, news.says or self.line_says
        if news.state == LineState.TALKING and self.state == State.RINGING:
            self.answered()
        elif news.state == LineState.ENDED:
            self._end()
        else:
            self.changed.emit()

    def answered(self) -> None:
        """They picked up: told by the line, or by the user where the line cannot know."""
        if self.state == State.RINGING:
            self._talking_since = self._desk.clock()
            self.line = LineState.TALKING
            self._enter(State.IN_CALL)

    def hold(self) -> None:
        self._desk.line.hold(self.line != LineState.HELD)

    def mute(self) -> None:
        self.muted = not self.muted
        self._desk.line.mute(self.muted)
        self.changed.emit()

    def hang_up(self) -> None:
        if self.state in (State.RINGING, State.IN_CALL):
            self._end()
            self._desk.line.hang_up()

    def _end(self) -> None:
        self._ended_seconds = self.seconds if self._talking_since else 0
        self.line = LineState.ENDED
        self._enter(State.WRAP_UP)

    def _enter(self, state: State) -> None:
        self.state = state
        self._dirty = True
        self.save_now()
        self.changed.emit()

    # What is typed

    def write_note(self, text: str) -> None:
        if text != self.note:
            self.note = text
            self._touch()

    def capture(self, criterion: str, value: str) -> None:
        """The answer as it stands; its second is the one at which it was begun."""
        if value.strip():
            self.answers[criterion] = value
            if self.talked:
                self.answered_at.setdefault(criterion, self.seconds)
        else:
            self.answers.pop(criterion, None)
            self.answered_at.pop(criterion, None)
        self._touch()
        self.captured.emit(criterion)

    def go_to(self, step: str) -> None:
        self.step = step
        if self.in_hand:
            self._touch()

    def _touch(self) -> None:
        self._dirty = True
        if (
            not self._timer.isActive()
        ):  # counted from the first unsaved key, so that a fast typist is saved as well
            self._timer.start()

    def save_now(self) -> None:
        self._timer.stop()
        if not self._dirty or self.lead is None:
            return
        self._dirty = False
        worth_keeping = self.in_hand or self.note.strip() or self.answers
        if worth_keeping:
            draft, self._kept = self.draft(), True
            self._tasks.act(self, lambda: save_draft(self._desk, draft), lambda _: self.saved.emit())
        elif self._kept:
            lead, self._kept = self.lead, False
            self._tasks.act(self, lambda: drop_draft(self._desk, lead))

    def draft(self) -> CallDraft:
        assert self.lead is not None
        return CallDraft(
            self.lead, self.started_at or self._desk.clock(), self.note, dict(self.answers), dict(self.answered_at),
            self.step, self.phone, self.state.value, self.seconds, self.undone, self.no_fact_reason,
        )  # fmt: skip

    # The end of it

    def log(
        self, outcome: str, *, callback_at: datetime | None = None, no_fact_reason: str = "",
        script_version: UUID | None = None,
    ) -> None:  # fmt: skip
        """Close the call. `logged` or `refused` tells how it went; until then nothing typed is given up."""
        if self.lead is None or self._busy or not self.in_hand:
            return
        if self.state != State.WRAP_UP:
            self.hang_up()
        self.save_now()
        self._busy = True
        lead, note, answers = self.lead, self.note, answered(self.answers, self.answered_at)
        seconds, phone, started_at = self.seconds, self.phone, self.started_at
        self._tasks.act(
            self,
            lambda: log_call(
                self._desk, lead, outcome, note=note, answers=answers, callback_at=callback_at, seconds=seconds,
                phone=phone, no_fact_reason=no_fact_reason, script_version=script_version, started_at=started_at,
            ),
            self._was_logged, self._refuse,
        )  # fmt: skip

    def _was_logged(self, call: LoggedCall) -> None:
        lead = self.lead
        self._clean(lead)
        self.changed.emit()
        self.logged.emit(call)

    def _refuse(self, error: DeskError) -> None:
        self._busy = False
        self.refused.emit(error)


def answered(answers: Mapping[str, str], seconds: Mapping[str, int]) -> tuple[Answered, ...]:
    return tuple(Answered(criterion, value, seconds.get(criterion)) for criterion, value in answers.items())
