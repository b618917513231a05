"""The accounts of the project: found by typing, and for one of them its people, what they told us and what happened there."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from bdr_desk.actions.contacts import set_decision_role, set_reports_to
from bdr_desk.changes import Changes
from bdr_desk.desk import Desk
from bdr_desk.domain.words import STAGE_SAYS, Stage
from bdr_desk.queries.accounts import (
    AccountList,
    AccountPerson,
    AccountRow,
    AccountView,
    account_view,
    accounts,
)
from bdr_desk.ui.commands import Keys, key_text
from bdr_desk.ui.erasure_form import ErasureForm
from bdr_desk.ui.page import Page
from bdr_desk.ui.route_list import RouteList
from bdr_desk.ui.tasks import Tasks
from bdr_desk.ui.widgets.account_map import AccountMap
from bdr_desk.ui.widgets.detail import Detail, entry, head, pairs, quiet, section
from bdr_desk.ui.widgets.parts import Part, button, caption, column, dress, keycap, label, row, rule
from bdr_desk.ui.widgets.row_list import RowItem, RowList
from bdr_desk.ui.widgets.times import day, moment

LEFT, RIGHT = 340, 380  # px
TYPING_MS = 150  # a pause in typing: then the list is asked for
HISTORY_SHOWN = 30
TOUCHING = (
    "account",
    "contact",
    "lead",
    "call",
    "fact",
    "touch",
    "project",
    "setting",
    "account_route",
    "referral",
    "call_undo",
)
TONES = {Stage.ACCEPTED: "good", Stage.MEETING: "accent", Stage.NO_NUMBER: "warn"}


class AccountsPage(Page):
    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__(desk, tasks)
        self._stale = True
        self._view: AccountView | None = None
        self.list = RowList("Accounts")
        self.map = AccountMap()
        self.people = RowList("People at the account", quiet=True, framed=True)
        dress(self.people, look="card")
        self.routes = RouteList(desk, tasks)
        self.erasing = ErasureForm(desk, tasks)
        self._erase_part = QWidget()
        self.erase = button("Erase…", self.ask_erase, look="link")
        self._erase_part.setLayout(column(row(self.erase, 0), self.erasing, gap=4))
        self.detail, self.told = Detail("Account"), Detail("What is known there")
        self.told.setFixedWidth(RIGHT)
        self._pause = QTimer(self, singleShot=True, interval=TYPING_MS)
        body = row(self._left(), rule(upright=True), self.detail, rule(upright=True), self.told, gap=0)
        body.setStretch(2, 1)
        self.setLayout(body)
        self._connect()

    def _left(self) -> QWidget:
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("A company, or somebody there")
        self.filter.setAccessibleName("Find an account")
        self.filter.setClearButtonEnabled(True)
        self.filter.installEventFilter(self)
        self._says = label("", "small", wrap=True)
        self._says.setContentsMargins(16, 8, 16, 12)
        made = QWidget()
        made.setFixedWidth(LEFT)
        top = column(self.filter, margins=(12, 12, 12, 12))
        made.setLayout(column(top, rule(), self.list, self._says, gap=0))
        return made

    def _connect(self) -> None:
        self.filter.textEdited.connect(lambda _: self._pause.start())
        self._pause.timeout.connect(self._ask_list)
        self.list.chosen.connect(self._ask_account)
        self.list.opened.connect(lambda _: self._go_on())
        self.people.opened.connect(self._open)
        self.people.chosen.connect(lambda _: self._name_erasure())
        self.detail.verticalScrollBar().rangeChanged.connect(
            lambda _least, _most: self._keep_erasing_in_sight()
        )
        self.routes.notice.connect(self.notice)
        self.map.opened.connect(self.open_lead)
        self.map.role_given.connect(
            lambda who, role: self.tasks.act(self, lambda: set_decision_role(self.desk, who, role))
        )
        self.map.boss_given.connect(
            lambda who, boss: self.tasks.act(self, lambda: set_reports_to(self.desk, who, boss))
        )
        Keys(self).on("leave_field", self.list.setFocus)

    # The page

    def entered(self) -> None:
        if self._stale:
            self._ask_list()
        self.filter.setFocus()
        self.filter.selectAll()

    def refresh(self, changes: Changes) -> None:
        if changes.touches(*TOUCHING):
            self._stale = True
            if self.isVisible():
                self._ask_list()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up, down and Enter work the list while the filter is typed in."""
        if watched is self.filter and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
            if event.key() in steps:
                self.list.step(steps[Qt.Key(event.key())])
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._go_on()
                return True
        return super().eventFilter(watched, event)

    # The list

    def _ask_list(self) -> None:
        self._stale = False
        text = self.filter.text()
        self.tasks.read(self, lambda: accounts(self.desk, text), self._show_list, newest="list")

    def _show_list(self, found: AccountList) -> None:
        now = self.now()
        self.list.show_items(
            [
                _item(account, day(account.last_touch, now) if account.last_touch else "")
                for account in found.rows
            ]
        )
        self._says.setText(_counted(found, self.filter.text()))
        if isinstance(self.list.key, UUID):
            self._ask_account(self.list.key)
        else:
            self._show_nobody()

    # One account

    def _ask_account(self, key: UUID) -> None:
        self.tasks.read(self, lambda: account_view(self.desk, key), self._show_account, newest="account")

    def _show_nobody(self) -> None:
        self._view = None
        self._keep_widgets(shown=False)
        says = f"Nothing is called “{self.filter.text()}” here." if self.filter.text() else "No account yet."
        todo = (
            "Try the beginning of another word."
            if self.filter.text()
            else f"Import a list on the Lists page ({key_text('page_2')})."
        )
        self.detail.show_parts(column(label(says, "heading", wrap=True), quiet(todo), gap=8))
        self.told.show_parts()

    def _show_account(self, view: AccountView) -> None:
        same = self._view is not None and self._view.account == view.account
        self._view = view
        self._keep_widgets(shown=True)
        self.people.show_items([_person(person) for person in view.people], None if same else _first(view))
        self._name_erasure()
        self.people.setFixedHeight(sum(item.height for item in self.people.rows.items) + 2)
        self.map.show_people([person.person for person in view.people])
        self.routes.show_routes(view.account, view.name, view.routes, self.now())
        hint = row(
            caption("People"),
            0,
            label("opens at the desk", "small"),
            keycap(key_text("open_lead")),
            margins=(0, 12, 0, 4),
        )
        about = [section("Company", pairs(view.about))] if view.about else []
        self.detail.show_parts(
            head(view.name, _summary(view)),
            section("Account map", self.map),
            column(rule(), hint, self.people, self._erase_part, gap=4),
            section("Ways in by phone", self.routes),
            *about,
        )
        self.told.show_parts(*self._told(view))

    def _keep_widgets(self, *, shown: bool) -> None:
        """The map and the list of people outlive what is shown around them."""
        for kept in (self.map, self.people, self._erase_part, self.routes):
            kept.setParent(self)
            kept.setVisible(shown)

    def _told(self, view: AccountView) -> list[Part]:
        now = self.now()
        facts: list[Part] = [
            entry(day(fact.made_at, now), f"{fact.title}: {fact.value}", fact.said_by)
            for person in view.people for fact in person.facts
        ]  # fmt: skip
        happened: list[Part] = [
            entry(
                moment(item.at, now),
                item.says or item.medium,
                item.note,
                ", ".join(filter(None, (item.contact_name, item.who))),
            )
            for item in view.history[:HISTORY_SHOWN]
        ]
        return [
            column(caption("What they told us"), *(facts or [quiet("Nothing yet. Facts are captured on the call.")]), gap=8),
            section("History", *(happened or [quiet("Nobody here was called yet.")])),
        ]  # fmt: skip

    def _go_on(self) -> None:
        """Enter on an account: to its people, or straight to the desk when there is one only."""
        if self._view is None:
            return
        leads = [person.person.lead for person in self._view.people if person.person.lead]
        if len(leads) == 1:
            self.open_lead.emit(leads[0])
        elif leads:
            self.people.setFocus()

    def ask_erase(self) -> None:
        """Of the people at the account, the current one."""
        if isinstance(contact := self.people.key, UUID):
            self.erasing.ask(contact, self._current_name())

    def _keep_erasing_in_sight(self) -> None:
        """What is asked below the people, and what would go is told below the question."""
        for asked in (self.erasing, self.routes.form):
            if asked.isVisible():
                self.detail.ensureWidgetVisible(asked, 0, 24)

    def _name_erasure(self) -> None:
        """It says whom, before it is pressed: the current one of the list above it."""
        self.erase.set_text(f"Erase {self._current_name() or 'this person'}…")
        self.erase.setVisible(isinstance(self.people.key, UUID))

    def _current_name(self) -> str:
        people = self._view.people if self._view else ()
        return next((p.person.name for p in people if p.person.contact == self.people.key), "")

    def _open(self, contact: UUID) -> None:
        lead = (
            next((p.person.lead for p in self._view.people if p.person.contact == contact), None)
            if self._view
            else None
        )
        if lead is not None:
            self.open_lead.emit(lead)
        else:
            self.notice.emit("Nobody works this person in the project yet.", "warn")


def _item(account: AccountRow, touched: str) -> RowItem:
    reached = f", {account.reached} reached" if account.reached else ""
    people = f"{account.people} {'person' if account.people == 1 else 'people'}{reached}"
    second = ", ".join(part for part in (people, account.place) if part)
    return RowItem(
        account.account,
        account.name,
        second,
        touched,
        tuple(_chip(text) for text in account.stages.split(", ") if text),
    )


def _chip(text: str) -> tuple[str, str]:
    """A stage with its count."""
    stage = next((stage for stage, says in STAGE_SAYS.items() if text.endswith(says)), "")
    return text, TONES.get(Stage(stage), "") if stage else ""


def _person(person: AccountPerson) -> RowItem:
    who = person.person
    second = ", ".join(part for part in (who.title, who.decision_role or "") if part)
    stages = {says: stage for stage, says in STAGE_SAYS.items()}
    tone = TONES.get(Stage(stages[person.stage]), "") if person.stage in stages else ""
    told = (
        []
        if person.stage == STAGE_SAYS[Stage.NEW]
        else [(person.stage or "not worked here yet", tone), (person.next_why, "")]
    )
    return RowItem(
        who.contact, who.name, second or "no title known", who.says, tuple(chip for chip in told if chip[0])
    )


def _first(view: AccountView) -> UUID | None:
    return next((person.person.contact for person in view.people if person.person.lead), None)


def _summary(view: AccountView) -> str:
    reached = sum(person.person.state == "reached" for person in view.people)
    people = f"{len(view.people)} {'person' if len(view.people) == 1 else 'people'} known"
    return f"{people}, {reached} talked to." if reached else f"{people}, nobody talked to yet."


def _counted(found: AccountList, text: str) -> str:
    shown: Sequence[AccountRow] = found.rows
    if found.more or len(shown) < found.total:
        least = "more than " if found.more else ""
        return f"{len(shown):,} of {least}{found.total:,} accounts. Type to find the others."
    what = "account" if found.total == 1 else "accounts"
    return f"{found.total:,} {what}{' found' if text else ''}." if found.total else ""
