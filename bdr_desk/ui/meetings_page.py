"""The meetings: those to come by day, then the others; one with both people's times, its invitation, and what can be done."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from bdr_desk.actions.invitations import write_invitation
from bdr_desk.actions.meetings import Booked, cancel, move
from bdr_desk.changes import Changes
from bdr_desk.desk import Desk
from bdr_desk.domain.time_zones import day_and_time
from bdr_desk.errors import DeskError
from bdr_desk.queries.meetings import MeetingView, SlotView, every_slot, meetings
from bdr_desk.queries.whole_team import team_meetings, watches
from bdr_desk.ui.commands import Keys, key_text
from bdr_desk.ui.meeting_detail import answer_says, chips_of, meeting_parts
from bdr_desk.ui.page import Page
from bdr_desk.ui.reps_panel import RepsPanel
from bdr_desk.ui.slot_choice import SlotChoice
from bdr_desk.ui.tasks import Tasks
from bdr_desk.ui.team_reading import TeamReading
from bdr_desk.ui.widgets.detail import Detail, head, quiet
from bdr_desk.ui.widgets.inline_form import InlineForm
from bdr_desk.ui.widgets.parts import Flow, KeyButton, button, column, label, refill, row, rule
from bdr_desk.ui.widgets.row_list import RowItem, RowList, heading
from bdr_desk.ui.widgets.times import named_day

LEFT, RIGHT = 380, 300  # px
HANDOFF_MARKS = {
    "passed": ("waiting for the rep", ""), "asked": ("the rep asks", "warn"), "accepted": ("taken by the rep", "good"),
    "rejected": ("rejected by the rep", "danger"),
}  # fmt: skip
TOUCHING = ("meeting", "handoff", "invitation_message", "user", "project", "setting", "contact")


class MeetingsPage(Page):
    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__(desk, tasks)
        self._stale = True
        self._meetings: dict[object, MeetingView] = {}
        self._shown: UUID | None = None
        self._reading = TeamReading(self, lambda: team_meetings(self.desk), self._show_team, "meetings")
        self.list = RowList("Meetings")
        self.list.setFixedWidth(LEFT)
        self.detail = Detail("Meeting")
        self.reps = RepsPanel(desk, tasks)
        self.reps.setFixedWidth(RIGHT)
        self.form, self.slots = InlineForm(), SlotChoice()
        self._buttons = self._make_buttons()
        centre = column(self._top(), self.detail, gap=0)
        body = row(self.list, rule(upright=True), centre, rule(upright=True), self.reps, gap=0)
        body.setStretch(2, 1)
        self.setLayout(body)
        self._connect()

    def _make_buttons(self) -> dict[str, KeyButton]:
        acts = {
            "open_invitation": ("Open the invitation", self.open_invitation),
            "save_invitation": ("Save a copy", self.save_copy),
            "move_meeting": ("Move", self.ask_when),
            "cancel_meeting": ("Cancel", self.ask_why),
            "open_lead": ("To the desk", self._open_lead),
        }
        return {name: button(text, do, key=key_text(name)) for name, (text, do) in acts.items()}

    def _top(self) -> QWidget:
        """Who, what can be done, and the question that is open: in place while the detail below scrolls."""
        self._head = column()
        keys = Flow(gap=8)
        for made in self._buttons.values():
            keys.addWidget(made)
        self._top_part = QWidget()
        self._top_part.setLayout(
            column(self._head, keys, self.form, self.slots, margins=(24, 20, 24, 4), gap=12)
        )
        return self._top_part

    def _connect(self) -> None:
        self.list.chosen.connect(lambda _: self._show_current())
        self.slots.chosen.connect(self._move)
        self.slots.closed.connect(self._closed)
        self.reps.notice.connect(self.notice)
        self.keys = Keys(self)
        for name, made in self._buttons.items():
            self.keys.on(name, made.click)
        self.keys.on("add_rep", self.reps.ask)
        self.keys.on("leave_field", self._closed)

    # The page

    def entered(self) -> None:
        if self._stale:
            self._ask()
        self.list.setFocus()

    def refresh(self, changes: Changes) -> None:
        self.reps.refresh(changes)
        if changes.touches(*TOUCHING):
            self._stale = True
            if self.isVisible():
                self._ask()

    def _ask(self) -> None:
        self._stale = False
        self.reps.ask_reps()
        self.tasks.read(
            self, lambda: (meetings(self.desk), watches(self.desk)), self._show_own, newest="meetings"
        )

    def _show_own(self, found: tuple[tuple[MeetingView, ...], bool]) -> None:
        own, self._reading.wanted = found
        if not self._reading.known:
            self._show(own)
        if self._reading.wanted:
            self._reading.ask()

    def _show_team(self, found: tuple[MeetingView, ...]) -> None:
        self.reps.count_booked(Counter(view.rep for view in found if view.upcoming))
        self._show(found)

    def _show(self, found: tuple[MeetingView, ...]) -> None:
        self._meetings = {view.meeting: view for view in found}
        self.list.show_items(list(self._items(found)))
        self._show_current()

    def _items(self, found: Sequence[MeetingView]) -> Iterator[RowItem]:
        coming = [view for view in found if view.upcoming]
        for day, views in groupby(
            coming, key=lambda view: view.starts_at.astimezone(ZoneInfo(view.rep_zone)).date()
        ):
            today = self.now().date()
            yield heading(named_day(day, today))
            yield from (_item(view) for view in views)
        others = [view for view in found if not view.upcoming]
        if others:
            yield heading("Over or cancelled")
            yield from (_item(view) for view in others)

    # One meeting

    @property
    def current(self) -> MeetingView | None:
        return self._meetings.get(self.list.key)

    def _show_current(self) -> None:
        view = self.current
        if view is None or view.meeting != self._shown:  # a question stays open while its meeting is in sight
            self._close_questions()
        self._shown = view.meeting if view else None
        self._top_part.setVisible(view is not None)
        if view is None:
            self.detail.show_parts(*_nothing())
            return
        refill(self._head, head(view.name or view.account_name, view.account_name, *chips_of(view)))
        where = [quiet(f"Read from the team's database: {view.rep_name} and the BDR have it on their desks.")]
        self.detail.show_parts(*where * view.elsewhere, *meeting_parts(view, self.now()))
        for name, made in self._buttons.items():
            may = not view.elsewhere and (
                view.status == "booked" or name not in ("move_meeting", "cancel_meeting")
            )
            made.setVisible(not view.elsewhere)
            made.setEnabled(may)
            self.keys.allow(name, may)

    def _open_lead(self) -> None:
        if self.current:
            self.open_lead.emit(self.current.lead)

    # The invitation

    def open_invitation(self) -> None:
        """Write the latest message to the desk's folder and hand it to the calendar program."""
        if view := self.current:
            self.tasks.act(self, lambda: write_invitation(self.desk, view.meeting), self._hand_over)

    def save_copy(self) -> None:
        """Ask where, without holding the window."""
        if (view := self.current) is None:
            return
        dialog = QFileDialog(self, "Save the invitation in", _documents())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda folder: self._save(view.meeting, Path(folder)))
        dialog.open()

    def _save(self, meeting: UUID, folder: Path) -> None:
        self.tasks.act(
            self, lambda: write_invitation(self.desk, meeting, folder),
            lambda path: self.notice.emit(f"Saved: {path}", "good"),
        )  # fmt: skip

    def _hand_over(self, path: Path) -> None:
        if QGuiApplication.platformName() == "offscreen" or QDesktopServices.openUrl(
            QUrl.fromLocalFile(str(path))
        ):
            self.notice.emit(f"The invitation is {path}.", "good")
        else:
            self.notice.emit(f"No program here opens invitations. The file is {path}.", "warn")

    # Moving and cancelling

    def ask_when(self) -> None:
        """Show the times that are free for both."""
        if (view := self.current) is None or view.status != "booked":
            return
        self.tasks.read(
            self, lambda: every_slot(self.desk, view.lead, view.rep),
            lambda slots: self._show_slots(view, slots), newest="slots",
        )  # fmt: skip

    def _show_slots(self, view: MeetingView, slots: tuple[SlotView, ...]) -> None:
        if self.current is None or self.current.meeting != view.meeting:
            return
        if not slots:
            self.notice.emit("The two share no free time in the next two weeks.", "warn")
            return
        self.form.close_form()
        self.keys.allow("open_lead", False)  # Enter takes the time
        self.slots.ask(view, slots, self.now())

    def _move(self, slot: SlotView) -> None:
        if view := self.current:
            self._do(
                lambda: move(self.desk, view.meeting, slot.starts_at),
                lambda moved: f"Moved to {_when(moved, view)}.",
            )

    def ask_why(self) -> None:
        """Cancelling says why, so that the next call knows."""
        if (view := self.current) is None or view.status != "booked":
            return
        self._close_questions()
        question = f"Why is the meeting with {view.name or view.account_name} cancelled?"
        self.form.ask(
            question,
            "the team sees it, the invitation does not say it",
            "Cancel the meeting",
            lambda why: self._cancel(view, why),
        )

    def _cancel(self, view: MeetingView, why: str) -> None:
        self._do(
            lambda: cancel(self.desk, view.meeting, why),
            lambda _: "Cancelled. The lead is back in the queue.",
        )

    def _do(self, act: Callable[[], Booked], says: Callable[[Booked], str]) -> None:
        """Do it, write the message that tells the prospect, and open it."""

        def both() -> tuple[Booked, Path]:
            booked = act()
            return booked, write_invitation(self.desk, booked.meeting)

        self.tasks.act(self, both, lambda done: self._done(says(done[0]), done[1]), self._refused)

    def _done(self, says: str, path: Path) -> None:
        self.form.field.clear()
        self._closed()
        if QGuiApplication.platformName() != "offscreen":
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
        self.notice.emit(f"{says} Send the change: {path}", "good")

    def _refused(self, error: DeskError) -> None:
        self.notice.emit(str(error), "danger")

    def _close_questions(self) -> None:
        self.keys.allow("open_lead", True)
        self.form.close_form()
        self.slots.hide()

    def _closed(self) -> None:
        self._close_questions()
        self.list.setFocus()


def _item(view: MeetingView) -> RowItem:
    who = ", ".join(part for part in (view.name, view.account_name) if part)
    local = view.starts_at.astimezone(ZoneInfo(view.rep_zone))
    right = f"{local:%H:%M}" if view.upcoming else day_and_time(view.starts_at, view.rep_zone)
    second = ", ".join(part for part in (f"with {view.rep_name}", _theirs(view)) if part)
    return RowItem(view.meeting, who, second, right, _marks(view))


def _theirs(view: MeetingView) -> str:
    """Their clock, where it shows another time than the rep's."""
    ours, theirs = (view.starts_at.astimezone(ZoneInfo(zone)) for zone in (view.rep_zone, view.lead_zone))
    if ours.utcoffset() == theirs.utcoffset():
        return ""
    there = (
        f"{theirs:%H:%M}" if ours.date() == theirs.date() else day_and_time(view.starts_at, view.lead_zone)
    )
    return f"{there} their time"


def _marks(view: MeetingView) -> tuple[tuple[str, str], ...]:
    """That it is booked goes without saying under its day."""
    if not view.upcoming:
        return chips_of(view)
    rep = (HANDOFF_MARKS[view.handoff_status],) if view.handoff_status in HANDOFF_MARKS else ()
    return (answer_says(view.answer), *rep)


def _nothing() -> list[QWidget]:
    text = "A meeting is booked at the desk: mark a free time with Ctrl M while you talk, and close the call with it."
    return [label("No meeting yet", "heading"), quiet(text)]


def _when(moved: Booked, view: MeetingView) -> str:
    return day_and_time(moved.starts, view.rep_zone)


def _documents() -> str:
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
