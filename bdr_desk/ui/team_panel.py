"""Where this desk stands with its team: join one, start one, let people in, ask for a sync. All of it waits for the network
aside; the rounds are the window's (`sync_watch`)."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QElapsedTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from bdr_desk.actions import team
from bdr_desk.actions.syncing import Synced
from bdr_desk.actions.team import Added, Joined
from bdr_desk.desk import Desk
from bdr_desk.errors import DeskError
from bdr_desk.queries.projects import projects
from bdr_desk.queries.settings import team_url
from bdr_desk.queries.team import (
    LostView,
    TeamState,
    lost_says,
    lost_values,
    shape_says,
    skew_says,
    standing,
    team_state,
    trouble_says,
    waiting_says,
)
from bdr_desk.ui.commands import key_text
from bdr_desk.ui.members_panel import MembersPanel
from bdr_desk.ui.sync_watch import SyncWatch
from bdr_desk.ui.tasks import Tasks
from bdr_desk.ui.team_ticket import ROLE_SAYS, TicketCard
from bdr_desk.ui.widgets.detail import WORD, pairs
from bdr_desk.ui.widgets.editors import ChoiceEditor
from bdr_desk.ui.widgets.line_form import Asked, LineForm
from bdr_desk.ui.widgets.parts import button, column, dress, label, refill, row, rule
from bdr_desk.ui.widgets.progress import ProgressLine
from bdr_desk.ui.widgets.setting_row import TITLE, FieldRow, indented
from bdr_desk.ui.widgets.times import moment

_URL = "postgresql://db.example/team"
_EVERYWHERE = ("", "All of them")
_LOST = 5  # overwritten values shown here; `team lost` lists them all
_ALONE = (
    "Not shared: everything stays on this machine. In a team, meetings and handoffs reach the rep's desk and their answers "
    "come back to yours. Your lists and notes stay here until you hand a lead over."
)


class TeamPanel(QWidget):
    """`asked` when the team's database was asked something and answered or not; `shown` when what is known is shown."""

    asked = Signal()
    shown = Signal()

    def __init__(self, desk: Desk, tasks: Tasks, now: Callable[[], datetime]) -> None:
        """`now` in the user's zone."""
        super().__init__()
        self._desk, self._tasks, self._now = desk, tasks, now
        self.state: TeamState | None = None
        self._url = ""
        self._facts = column()
        self._watch: SyncWatch | None = None
        self.sync = button("Sync now", self._ask, key=key_text("sync"))
        self.says = label("", wrap=True, select=True)
        self.progress = ProgressLine()
        self.progress.hide()
        self._in_trouble = False  # what is said went wrong
        self._far = QElapsedTimer()  # since the first progress of the round that runs
        self._came_in = False  # a moment ago
        self._first = False  # the round that follows is the first
        self.ticket = TicketCard()
        self._make_forms()
        self._alone, self._member = self._alone_part(), self._member_part()
        self.setLayout(column(self._facts, self._alone, self._member, gap=16))
        self._alone.hide()
        self._member.hide()

    # The parts

    def _make_forms(self) -> None:
        self.join_form = LineForm((
            Asked("url", "Database", "The address your team's admin gave you.", _URL),
            Asked("who", "You", "Your name or e-mail address, as the admin wrote it."),
            Asked("code", "One-time code", "Works once; from then on the keyring knows the password.", "ABCD-EFGH-…"),
        ), "Join the team", "Joining…")  # fmt: skip
        self.create_form = LineForm((
            Asked("url", "Database", "An empty PostgreSQL database whose login may make others.", "postgresql://name:password@host/team"),
        ), "Start the team", "Making the team's database…")  # fmt: skip
        self.role = ChoiceEditor(
            tuple((role, says[:1].upper() + says[1:]) for role, says in ROLE_SAYS.items())
        )
        self.role.name("Role")
        self.role.show_value("rep")
        self.project = ChoiceEditor((_EVERYWHERE,))
        self.project.name("Project")
        self.project.show_value("")
        self.add_form = LineForm(
            (Asked("who", "Colleague", "A name or an e-mail address. Somebody known here stays the same person."),),
            "Add to the team", "Making a login…",
            FieldRow("Role", self.role, "An admin may let others in; a rep works on what is handed over."),
            FieldRow("Project", self.project, "They see what is shared in it, and nothing of the others."),
        )  # fmt: skip
        self.join_form.sent.connect(self._join)
        self.create_form.sent.connect(self._create)
        self.add_form.sent.connect(self._add)

    def _alone_part(self) -> QWidget:
        self.start = button("Start a team database", self._offer_create, look="link")
        self._create_part = QWidget()
        admin = "You become its admin: you let the others in, each with a one-time code."
        self._create_part.setLayout(column(rule(), label(admin, wrap=True), self.create_form, gap=12))
        self._create_part.hide()
        made = QWidget()
        made.setLayout(column(
            label("Join with what your team's admin gave you", "strong"), self.join_form,
            indented(label("No team yet?", "soft"), self.start, 0),
            self._create_part, gap=12,
        ))  # fmt: skip
        return made

    def _member_part(self) -> QWidget:
        line = row(self.sync, self.says, gap=12)
        line.setStretch(1, 1)
        self._admin_part = QWidget()
        self._admin_part.setLayout(
            column(rule(), label("Add a colleague", "strong"), self.add_form, self.ticket, gap=12)
        )
        self.members = MembersPanel(self._desk, self._tasks, self._now)
        made = QWidget()
        self.lost, self._lost = QWidget(), QVBoxLayout()
        self._lost.setContentsMargins(0, 0, 0, 0)
        self.lost.setLayout(self._lost)
        made.setLayout(
            column(
                column(line, self.progress, gap=12), rule(), self.members, self._admin_part, self.lost, gap=16
            )
        )
        return made

    def _offer_create(self) -> None:
        self._create_part.show()
        self.create_form.fields["url"].setFocus()

    # What is shown

    def refresh(self) -> None:
        self._tasks.read(
            self,
            lambda: (
                team_state(self._desk),
                team_url(self._desk),
                lost_values(self._desk, limit=_LOST),
                tuple(project.name for project in projects(self._desk)),
            ),
            self._show,
            newest="state",
        )

    def _show(self, found: tuple[TeamState, str, tuple[LostView, ...], tuple[str, ...]]) -> None:
        self.state, self._url, lost, names = found
        self.project.offer((_EVERYWHERE, *((name, name) for name in names)))
        state = self.state
        if state.joined:
            lines = pairs(self._lines(state))
            lines.setHorizontalSpacing(TITLE + 16 - WORD)  # in line with the fields
            refill(self._facts, lines)
        else:
            refill(self._facts, label(_ALONE, wrap=True))
        self._show_lost(lost)
        if state.trouble and not self.says.text():
            self._in_trouble = True
            self._say(trouble_says(state), "warn")
        self._alone.setVisible(not state.joined)
        self._member.setVisible(state.joined)
        self._admin_part.setVisible(state.role == "admin")
        self.members.show_for(admin=state.role == "admin")
        if state.joined and self._came_in:
            self._came_in = False
            self.sync.setFocus()
        self.shown.emit()

    def _show_lost(self, lost: tuple[LostView, ...]) -> None:
        """Quietly: it is settled, and whoever wrote it may want to say it again."""
        lines = [
            label(f"{lost_says(at)}, {moment(at.at, self._now())}", "soft", wrap=True, select=True)
            for at in lost
        ]
        self.lost.setVisible(bool(lines))
        if lines:
            refill(self._lost, column(rule(), label("Overwritten or not taken", "strong"), *lines, gap=8))

    def _lines(self, state: TeamState) -> list[tuple[str, str]]:
        troubled = standing(state) if state.trouble else ""
        doubts = (("State", troubled), ("Version", shape_says(state.shape)), ("Clock", skew_says(state.skew)))
        return [
            ("Joined as", f"{state.name}, {ROLE_SAYS.get(state.role or '', state.role or '')}"),
            ("Database", self._url),
            ("Last sync", moment(state.last_sync, self._now()) if state.last_sync else "not yet"),
            ("Waiting", waiting_says(state)),
            *((name, says) for name, says in doubts if says),
        ]

    # What is done

    def _join(self) -> None:
        url, who, code = (self.join_form.text(key) for key in ("url", "who", "code"))
        self._tasks.network(
            self,
            lambda: team.join_team(self._desk, url, who=who, code=code),
            self._joined,
            self.join_form.refused,
        )

    def _create(self) -> None:
        url = self.create_form.text("url")
        self._tasks.network(
            self, lambda: team.create_team(self._desk, url), self._joined, self.create_form.refused
        )

    def _joined(self, _joined: Joined) -> None:
        self.join_form.done()
        self.create_form.done()
        self._came_in = self._first = True
        self.refresh()

    def _add(self) -> None:
        who, role, project = self.add_form.text("who"), self.role.state(), self.project.state() or None
        self._tasks.network(
            self,
            lambda: team.add_member(self._desk, who, role, project=project),
            self._added,
            self.add_form.refused,
        )

    def _added(self, added: Added) -> None:
        self.add_form.done()
        self.ticket.show_ticket(added, self._url)
        self.refresh()
        self.members.refresh()

    # The window's rounds

    def attend(self, watch: SyncWatch) -> None:
        self._watch = watch
        watch.changed.connect(self._show_round)
        watch.ended.connect(self._ended)

    def _ask(self) -> None:
        if self._watch is not None:
            self._watch.ask()

    def _show_round(self) -> None:
        progress = self._watch.progress if self._watch else None
        self.progress.setVisible(progress is not None)
        if progress is None:
            self._far.invalidate()
        else:
            if not self._far.isValid():
                self._far.start()
                self.progress.begin()
            self.progress.show_rows("Catching up", *progress, self._far.elapsed() / 1000)
        if self._watch and self._watch.asked:
            self._say("Syncing…")

    def _ended(self, result: Synced | DeskError, asked: bool) -> None:
        asked, self._first = asked or self._first, False
        if isinstance(result, DeskError):
            self._say(str(result), "warn")
        elif asked:
            conflicts = result.conflicts
            clashes = (
                f" {conflicts} were changed on two desks; the last to arrive stays." if conflicts else ""
            )
            waits = f" {result.pending} still waiting." if result.pending else ""
            sent = f"{result.pushed or 'Nothing'} sent, {result.pulled or 'nothing'} received."
            self._say(sent + waits + clashes, "warn" if conflicts else "")
        elif self._in_trouble:
            self._say("")  # it is well again
        self._in_trouble = isinstance(result, DeskError)
        if asked:
            self.asked.emit()

    def _say(self, text: str, tone: str = "") -> None:
        self.says.setText(text)
        dress(self.says, tone=tone)
