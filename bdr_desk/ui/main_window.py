"""What fills the window once the desk is open: the bar on top, the pages under it, one strip for what has to be said."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, QSettings, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QMainWindow, QStackedWidget, QWidget

from bdr_desk.changes import EVERYTHING, Changes
from bdr_desk.desk import Desk
from bdr_desk.errors import DeskError
from bdr_desk.queries.projects import ProjectView, current_project
from bdr_desk.queries.users import user_view
from bdr_desk.ui.backup_watch import BackupWatch
from bdr_desk.ui.commands import Keys, key_text
from bdr_desk.ui.notice_strip import NoticeStrip, Offer
from bdr_desk.ui.opening import SMALLEST
from bdr_desk.ui.page import Page
from bdr_desk.ui.sync_chip import SyncChip
from bdr_desk.ui.sync_watch import SyncWatch
from bdr_desk.ui.tasks import Tasks
from bdr_desk.ui.theme import Scheme, Theme
from bdr_desk.ui.widgets.parts import KeyButton, button, column, dress, label, row


@dataclass(frozen=True)
class PageEntry:
    """A tab. `build` imports its page when it is first shown, so that the start does not wait for it."""

    id: str
    title: str
    build: Callable[[Desk, Tasks], Page]


def _call_desk(desk: Desk, tasks: Tasks) -> Page:
    from bdr_desk.ui.call_desk_page import CallDeskPage

    return CallDeskPage(desk, tasks)


def _lists(desk: Desk, tasks: Tasks) -> Page:
    from bdr_desk.ui.lists_page import ListsPage

    return ListsPage(desk, tasks)


def _sources(desk: Desk, tasks: Tasks) -> Page:
    from bdr_desk.ui.sources_page import SourcesPage

    return SourcesPage(desk, tasks)


def _accounts(desk: Desk, tasks: Tasks) -> Page:
    from bdr_desk.ui.accounts_page import AccountsPage

    return AccountsPage(desk, tasks)


def _meetings(desk: Desk, tasks: Tasks) -> Page:
    from bdr_desk.ui.meetings_page import MeetingsPage

    return MeetingsPage(desk, tasks)


def _handoffs(desk: Desk, tasks: Tasks) -> Page:
    from bdr_desk.ui.handoffs_page import HandoffsPage

    return HandoffsPage(desk, tasks)


def _set_up(desk: Desk, tasks: Tasks) -> Page:
    from bdr_desk.ui.settings_page import SettingsPage

    return SettingsPage(desk, tasks)


def _find(desk: Desk, tasks: Tasks, window: "MainWindow") -> QWidget:
    from bdr_desk.ui.find_palette import open_palette

    return open_palette(desk, tasks, window, [(entry.id, entry.title) for entry in PAGES])


# The tabs in their order; each has a page behind it. `page.py` says what a page is.
PAGES: tuple[PageEntry, ...] = (
    PageEntry("desk", "Desk", _call_desk),
    PageEntry("lists", "Lists", _lists),
    PageEntry("accounts", "Accounts", _accounts),
    PageEntry("meetings", "Meetings", _meetings),
    PageEntry("handoffs", "Handoffs", _handoffs),
    PageEntry("sources", "Sources", _sources),
    PageEntry("setup", "Set-up", _set_up),
)

# Builds the palette of "Find anything" over the window; it is shown when it is made.
FIND: Callable[[Desk, Tasks, "MainWindow"], QWidget] | None = _find


class MainWindow(QMainWindow):
    def __init__(
        self,
        desk: Desk,
        tasks: Tasks,
        theme: Theme,
        settings: QSettings,
        open_sample: Callable[[], None] | None = None,
    ) -> None:
        super().__init__()
        self.desk, self.tasks, self.theme, self._settings = desk, tasks, theme, settings
        self._open_sample = open_sample
        tasks.setParent(self)
        self._pages: dict[str, Page] = {}
        self._project: ProjectView | None = None
        self._zone: ZoneInfo | None = None  # the user's
        self._tabs: dict[str, KeyButton] = {}
        self.keys = Keys(self)
        self._stack = QStackedWidget()
        self.notices = NoticeStrip(self._stack)
        self.backup_watch = BackupWatch(desk, tasks)
        self.sync = SyncWatch(desk, tasks)
        self._build()
        self._bind_keys()
        tasks.changed.connect(self._refresh)
        tasks.problem.connect(self.show_problem)
        self._refresh(EVERYTHING)

    def _build(self) -> None:
        self.setWindowTitle("BDR Desk")
        self.setMinimumSize(SMALLEST)
        centre = QWidget()
        centre.setLayout(column(self._top_bar(), self._stack, gap=0))
        self.setCentralWidget(centre)

    def _top_bar(self) -> QFrame:
        bar = QFrame()
        dress(bar, look="top")
        for entry in PAGES:
            self._tabs[entry.id] = self._tab(entry)
        self._project_name = label("", "soft")
        self._project_name.setMinimumWidth(1)  # in a small window it gives way, the state of sync does not
        self.sync_chip = SyncChip(self.sync)
        find = button("Find anything", self.open_find, look="quiet", key=key_text("find"))
        keys = button("Keys", self.show_keys, look="quiet", key=key_text("keys"))
        box = row(label("BDR Desk", "strong"), *self._tabs.values(), 0, margins=(16, 6, 8, 6), gap=4)
        box.insertSpacing(1, 12)
        for part, space in ((self._project_name, 12), (self.sync_chip, 8), (find, 0), (keys, 0)):
            box.addWidget(part)
            box.addSpacing(space)
        bar.setLayout(box)
        return bar

    def _tab(self, entry: PageEntry) -> KeyButton:
        tab = button(entry.title, partial(self.show_page, entry.id), look="tab")
        tab.setCheckable(True)
        return tab

    def _bind_keys(self) -> None:
        self.keys.on("find", self.open_find)
        self.keys.on("keys", self.show_keys)
        self.keys.on("sync", self.sync.ask)
        self.sync_chip.join_wanted.connect(self.open_team)
        for number, entry in enumerate(PAGES[:9], start=1):
            self.keys.on(f"page_{number}", partial(self.show_page, entry.id))

    # Pages

    def show_page(self, name: str) -> None:
        if self._project is None and name != "setup":
            self._show_start()
            return
        page = self.page(name)
        for other, tab in self._tabs.items():
            tab.setChecked(other == name)
        self._stack.setCurrentWidget(page)
        self.notices.raise_()  # a page that was just built lies over it
        page.entered()

    def page(self, name: str) -> Page:
        """The page of that id, built when it is first asked for."""
        if name not in self._pages:
            entry = next(entry for entry in PAGES if entry.id == name)
            page = self._pages[name] = entry.build(self.desk, self.tasks)
            page.zone = self._zone
            page.notice.connect(partial(self._say, page))
            page.offered.connect(partial(self._say, page))
            page.edge_changed.connect(partial(self._keep_clear, page))
            page.open_lead.connect(self.open_lead)
            page.open_page.connect(self.show_page)
            page.scheme_chosen.connect(self.choose_theme)
            page.attend(self.sync)
            self._stack.addWidget(page)
        return self._pages[name]

    def open_lead(self, lead: UUID) -> None:
        """Bring a lead to the desk."""
        self.show_page("desk")
        self.page("desk").open(lead)

    def open_team(self) -> None:
        """Where a desk that is alone joins its team."""
        self.show_page("setup")
        self.page("setup").begin()

    def _show_start(self) -> None:
        from bdr_desk.ui.start_page import StartPage

        for tab in self._tabs.values():
            tab.setChecked(False)
        if "start" not in self._pages:
            self._pages["start"] = StartPage(self.desk, self.tasks, self._import_list, self._open_sample)
            self._stack.addWidget(self._pages["start"])
        self._stack.setCurrentWidget(self._pages["start"])
        self._pages["start"].entered()

    def _import_list(self) -> None:
        page = self.page("lists")
        self._stack.setCurrentWidget(page)
        page.begin()

    # What is said

    def event(self, event: QEvent) -> bool:
        """Escape puts a notice away, whatever else it does on the page."""
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if escape and event.type() == QEvent.Type.ShortcutOverride:
            self.notices.hide()
        return super().event(event)

    def _say(self, page: Page, text: str, tone: str, offer: Offer | None = None) -> None:
        self._keep_clear(page)
        self.notices.say(text, tone, offer)

    def _keep_clear(self, page: Page) -> None:
        self.notices.keep_clear(page.kept_clear)

    def show_problem(self, problem: DeskError) -> None:
        self.notices.say(str(problem), "danger")

    def open_find(self) -> None:
        if FIND is not None:
            FIND(self.desk, self.tasks, self).show()

    def show_keys(self) -> None:
        from bdr_desk.ui.key_sheet import KeySheet

        KeySheet.toggle(self)

    # What changed

    def _refresh(self, changes: Changes) -> None:
        self.sync.refresh(changes)
        if changes.touches("project", "setting", "user"):
            self.tasks.read(
                self, lambda: _home(self.desk), lambda home: self._show_home(*home), newest="home"
            )
        for page in self._pages.values():
            page.refresh(changes)

    def _show_home(self, project: ProjectView | None, zone: ZoneInfo) -> None:
        self._zone = zone
        for page in self._pages.values():
            page.zone = zone
        self._show_project(project)

    def _show_project(self, project: ProjectView | None) -> None:
        first = self._project is None
        self._project = project
        named = f"{project.name} project" if project and "project" not in project.name.lower() else ""
        self._project_name.setText(named or (project.name if project else ""))
        for name, tab in self._tabs.items():
            tab.setVisible(project is not None or name == "setup")
        for name in ("setup", "lists"):
            if self._stack.currentWidget() is self._pages.get(name, self):
                self._tabs[name].setChecked(True)
                return  # whoever sets the desk up, or reads what an import brought, is not taken elsewhere
        if project is None:
            self._show_start()
        elif first:
            self.show_page(PAGES[0].id)

    # Opening and closing

    def choose_theme(self, choice: Scheme) -> None:
        self.theme.choose(choice)
        self._settings.setValue("theme", str(choice))

    def closeEvent(self, event: QCloseEvent) -> None:
        for page in self._pages.values():
            page.leaving()
        self.setCursor(Qt.CursorShape.WaitCursor)
        self.tasks.shut_down()
        super().closeEvent(event)


def _home(desk: Desk) -> tuple[ProjectView | None, ZoneInfo]:
    """What is worked on here, and the zone of whoever sits here."""
    return current_project(desk), ZoneInfo(user_view(desk, desk.me).time_zone)
