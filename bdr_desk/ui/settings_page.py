"""Set-up: who you are, what is called for, who takes the meetings, the team, and what works on this machine.

The page draws itself from `bdr_desk/settings.py`. Each field is saved when it is left; what cannot be taken stays as it was
typed, with the reason beside it.
"""

from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QStackedWidget, QWidget

from bdr_desk import settings
from bdr_desk.actions.meetings import add_rep
from bdr_desk.actions.projects import set_up_project
from bdr_desk.actions.settings import keep_setting
from bdr_desk.actions.users import set_up_user
from bdr_desk.changes import EVERYTHING, Changes
from bdr_desk.desk import Desk
from bdr_desk.domain.cadence import Cadence
from bdr_desk.domain.companies import Part
from bdr_desk.queries.settings import SettingsView, settings_view
from bdr_desk.settings import SECTIONS, SETTINGS, Keeper, Setting
from bdr_desk.ui.backups_panel import BackupsPanel
from bdr_desk.ui.cadence_panel import CadencePanel
from bdr_desk.ui.commands import Keys
from bdr_desk.ui.companies_panel import CompaniesPanel
from bdr_desk.ui.health_panel import HealthPanel
from bdr_desk.ui.import_form import countries
from bdr_desk.ui.list_rules_panel import ListRulesPanel
from bdr_desk.ui.page import Page
from bdr_desk.ui.queue_settings_panel import QueueSettingsPanel
from bdr_desk.ui.suppressions_panel import SuppressionsPanel
from bdr_desk.ui.sync_watch import SyncWatch
from bdr_desk.ui.tasks import Tasks
from bdr_desk.ui.team_panel import TeamPanel
from bdr_desk.ui.theme import Scheme, chosen_scheme
from bdr_desk.ui.widgets.line_form import Asked, LineForm
from bdr_desk.ui.widgets.parts import button, column, label, row
from bdr_desk.ui.widgets.sections import Sections
from bdr_desk.ui.widgets.setting_row import SettingRow, indented
from bdr_desk.ui.wording_panel import WordingPanel

if TYPE_CHECKING:  # built when something is edited
    from bdr_desk.ui.cadence_editor import CadenceEditor

SHOWN_TABLES = ("user", "project", "setting", "lead_definition", "script", "script_version")
OF_THE_PROJECT = (
    settings.PROJECT, settings.REP, settings.WORDING, settings.QUEUE, settings.CADENCE, settings.LISTS,
    settings.CUSTOMERS, settings.COMPETITORS,
)  # fmt: skip
SAVED_ALONE = "Each field is saved when you leave it."
NO_PROJECT = "There is no project yet: the first list you import makes one."


class SettingsPage(Page):
    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__(desk, tasks)
        self._view: SettingsView | None = None
        self._stale = True
        self._wanted = ""  # a section to go to once everything stands in its place
        self._last_saved: SettingRow | None = None
        self.rows = {setting.id: self._row(setting) for setting in SETTINGS}
        self.wording = WordingPanel(desk, tasks)
        self.cadence = CadencePanel(desk, tasks)
        self.cadence_editor: CadenceEditor | None = None
        self.queue = QueueSettingsPanel(desk, tasks)
        self.list_rules = ListRulesPanel(desk, tasks)
        self.companies = {part: CompaniesPanel(desk, tasks, part) for part in Part}
        self.suppressed = SuppressionsPanel(desk, tasks)
        self.team = TeamPanel(desk, tasks, self.now)
        self.backups = BackupsPanel(desk, tasks, self.now)
        self.health = HealthPanel(desk, tasks, self.now)
        self.new_rep = LineForm((Asked("email", "New rep", "Their e-mail address; hours are 9 to 5 until you change them."),),
                                "Add the rep", "Adding…")  # fmt: skip
        self.new_rep.hide()
        self.other_rep = button(
            "Somebody else takes them: add a rep by e-mail", self._offer_new_rep, look="link"
        )
        self.sections = Sections(
            "Sections of the set-up", [(s.id, s.title, s.help) for s in SECTIONS], SAVED_ALONE
        )
        self._missing: list[QWidget] = []
        self._present: list[QWidget] = []
        self._fill()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.sections)
        self.setLayout(column(self._stack))
        self._connect()

    # The parts

    def _row(self, setting: Setting) -> SettingRow:
        made = SettingRow(setting)
        made.changed.connect(partial(self._keep, made))
        return made

    def _fill(self) -> None:
        for section in SECTIONS:
            rows = [line for line in self.rows.values() if line.setting.section == section.id]
            if section in OF_THE_PROJECT:
                self._fill_for_project(
                    section.id, *(self._rep_parts(rows) if section == settings.REP else rows)
                )
            else:
                self.sections.fill(section.id, *rows)
        self._present_part(settings.WORDING.id, self.wording)
        self._present_part(settings.CADENCE.id, self.cadence)
        self._present_part(settings.QUEUE.id, self.queue)
        self._present_part(settings.LISTS.id, self.list_rules)
        self._present_part(settings.CUSTOMERS.id, self.companies[Part.CUSTOMER])
        self._present_part(settings.COMPETITORS.id, self.companies[Part.COMPETITOR])
        self.sections.fill(settings.SUPPRESSION.id, self.suppressed)
        self.sections.fill(settings.TEAM.id, self.team)
        self.sections.fill(settings.BACKUPS.id, self.backups)
        self.sections.fill(settings.HEALTH.id, self.health)

    def _rep_parts(self, rows: list[SettingRow]) -> list[QWidget]:
        link = QWidget()
        link.setLayout(indented(self.other_rep, 0))
        return [rows[0], link, self.new_rep, *rows[1:]]

    def _fill_for_project(self, section: str, *parts: QWidget) -> None:
        missing = QWidget()
        start = (
            (row(button("To the start", partial(self.open_page.emit, "desk")), 0),)
            if section == settings.PROJECT.id
            else ()
        )
        missing.setLayout(column(label(NO_PROJECT, wrap=True), *start, gap=12))
        self._missing.append(missing)
        self.sections.fill(section, missing)
        present = QWidget()
        present.setLayout(column(*parts, gap=12))
        self._present_part(section, present)

    def _present_part(self, section: str, part: QWidget) -> None:
        self._present.append(part)
        self.sections.fill(section, part)

    def _connect(self) -> None:
        self.rows["project.region"].offer([(code, f"{name} ({code})") for name, code in countries()])
        self.new_rep.sent.connect(self._add_rep)
        self.health.wanted.connect(self._go_into)
        self.suppressed.notice.connect(self.notice)
        self.cadence.notice.connect(self.notice)
        self.cadence.wanted.connect(self._edit_cadence)
        self.cadence.resumed.connect(self._open_editor)
        for companies in self.companies.values():
            companies.notice.connect(self.notice)
            companies.open_lead.connect(self.open_lead)
        self.team.shown.connect(self._go_where_wanted)
        self.team.asked.connect(self.health.refresh)
        self.backups.made.connect(self.health.refresh)
        self.keys = Keys(self)
        self.keys.on("leave_field", self._leave)

    # The window's side

    def entered(self) -> None:
        if self.editing:
            self._open_editor()
        else:
            self.sections.names.setFocus()
        if self.sections.names.currentRow() < 0:
            self.sections.go_to(settings.YOU.id)
        if self._stale:
            self.refresh(EVERYTHING)
        if not self.health.shown:
            self.health.refresh()

    def begin(self) -> None:
        """To the team: what “Not shared” on the window's bar promises."""
        self._wanted = settings.TEAM.id
        self._go_where_wanted()

    def attend(self, sync: SyncWatch) -> None:
        self.team.attend(sync)

    def refresh(self, changes: Changes) -> None:
        if not self.isVisible():
            self._stale = True
            return
        self._stale = False
        self.team.refresh()
        self.backups.refresh()
        self.suppressed.refresh(changes)
        self.cadence.refresh(changes)
        self.queue.refresh(changes)
        self.list_rules.refresh(changes)
        for companies in self.companies.values():
            companies.refresh(changes)
        if changes.touches(*SHOWN_TABLES):
            self.wording.refresh()
            self.tasks.read(self, lambda: settings_view(self.desk), self._show, newest="settings")

    def leaving(self) -> None:
        for line in self.rows.values():
            line.keep()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and "rows" in vars(self):
            self.rows["window.theme"].show_value(str(chosen_scheme()))

    def _go_where_wanted(self) -> None:
        if self._wanted and self._view is not None and self.team.state is not None:
            QTimer.singleShot(0, self, partial(self._go_into, self._wanted))
            self._wanted = ""

    def _go_into(self, section: str) -> None:
        self.sections.go_to(section)
        self.sections.focus_fields()

    def _leave(self) -> None:
        """Esc: out of the editor, else from the fields to the names."""
        (self._close_editor if self.editing else self.sections.names.setFocus)()

    # The cadence editor, in the place of the sections

    @property
    def editing(self) -> bool:
        return self._stack.currentWidget() is not self.sections

    def _edit_cadence(self, plan: Cadence, in_force: Cadence) -> None:
        if self.cadence_editor is None:
            from bdr_desk.ui.cadence_editor import CadenceEditor

            self.cadence_editor = CadenceEditor(self.desk, self.tasks)
            self._stack.addWidget(self.cadence_editor)
            self.cadence_editor.left.connect(self._close_editor)
            self.cadence.known.connect(self.cadence_editor.know)
            self.cadence_editor.put.connect(self._cadence_put)
        self.cadence_editor.begin(plan, in_force)
        self._open_editor()

    def _open_editor(self) -> None:
        if self.cadence_editor is not None:
            self._stack.setCurrentWidget(self.cadence_editor)
            self.cadence_editor.go_on()

    def _close_editor(self) -> None:
        """What was typed stays in the editor, and the section says so."""
        editor = self.cadence_editor
        self.cadence.say_held(editor.name.text() or "A plan" if editor and editor.held else "")
        self._stack.setCurrentWidget(self.sections)
        self.sections.go_to(settings.CADENCE.id)
        self.cadence.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _cadence_put(self, name: str, version: int) -> None:
        self._close_editor()
        self.notice.emit(f"{name}, version {version}, is followed from now on.", "good")

    # What is shown

    def _show(self, view: SettingsView) -> None:
        before, self._view = self._view, view
        self._show_parts(view)
        self.rows["project.rep_id"].offer(view.reps)
        for line in self.rows.values():
            line.region = view.values.get("project.region", "US")
            if line.setting.id in view.values:
                line.show_value(
                    view.values[line.setting.id],
                    anew=before is not None and _moved(line.setting, before, view),
                )
        self.rows["window.theme"].show_value(str(chosen_scheme()))
        self._go_where_wanted()

    def _show_parts(self, view: SettingsView) -> None:
        for part in self._missing:
            part.setVisible(view.project is None)
        for part in self._present:
            part.setVisible(view.project is not None)
        self.queue.show_project(view.project)
        self.list_rules.show_project(view.project)
        for companies in self.companies.values():
            companies.show_project(view.project)
        for line in self.rows.values():
            if line.setting.keeper == Keeper.REP:
                line.setVisible(view.rep is not None)
        self.rows["project.rep_id"].setVisible(bool(view.reps))
        self.other_rep.setVisible(bool(view.reps) and self.new_rep.isHidden())
        if not view.reps:
            self.new_rep.show()
        named = f"{settings.PROJECT.title}: {view.project_name}" if view.project else settings.PROJECT.title
        self.sections.set_title(settings.PROJECT.id, named)

    # What is kept

    def _keep(self, line: SettingRow, value: Any) -> None:
        view = self._view
        if line.setting.keeper == Keeper.WINDOW:
            self.scheme_chosen.emit(Scheme(value))
            self._saved(line, value)
        elif view is not None:
            self.tasks.act(
                self,
                lambda: keep(self.desk, line.setting, value, view),
                lambda _: self._saved(line, value),
                line.refused,
            )

    def _saved(self, line: SettingRow, value: Any) -> None:
        """“Saved” stands at one field only: the last one."""
        if self._last_saved is not None:
            self._last_saved.say_saved(False)
        self._last_saved = line
        line.saved(value)

    def _offer_new_rep(self) -> None:
        self.other_rep.hide()
        self.new_rep.show()
        self.new_rep.fields["email"].setFocus()

    def _add_rep(self) -> None:
        """Add the rep, who takes the project's meetings from now on."""
        view, email = self._view, self.new_rep.text("email")
        project = view.project if view else None
        if project is None:
            return

        def do() -> UUID:
            rep = add_rep(self.desk, email)
            set_up_project(self.desk, project, rep_id=rep)
            return rep

        self.tasks.act(self, do, lambda _: self._rep_added(), self.new_rep.refused)

    def _rep_added(self) -> None:
        self.new_rep.done()
        self.new_rep.hide()
        self.refresh(EVERYTHING)
        self.rows["rep.name"].setFocus()


def keep(desk: Desk, setting: Setting, value: Any, view: SettingsView) -> None:
    """Write one setting to where it belongs, as `view` showed it. Raises what the action raises."""
    values = setting.values(value)
    if setting.keeper == Keeper.DESK:
        keep_setting(desk, setting.key, value)
    elif setting.keeper == Keeper.ME:
        set_up_user(desk, view.me, **values)
    elif setting.keeper == Keeper.REP and view.rep:
        set_up_user(desk, view.rep, **values)
    elif setting.keeper == Keeper.PROJECT and view.project:
        set_up_project(
            desk, view.project, **{name: UUID(v) if name == "rep_id" else v for name, v in values.items()}
        )


def _moved(setting: Setting, before: SettingsView, now: SettingsView) -> bool:
    """The field is about somebody else now."""
    owners = {
        Keeper.ME: (before.me, now.me),
        Keeper.PROJECT: (before.project, now.project),
        Keeper.REP: (before.rep, now.rep),
    }
    was, is_now = owners.get(setting.keeper, (None, None))
    return was != is_now
