"""What is done with the queue besides calling: passing a lead over, saying where somebody is, the plan, the breakdown."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from bdr_desk.actions.skips import Skipped, skip_lead
from bdr_desk.actions.zones import set_zone
from bdr_desk.changes import Changes
from bdr_desk.domain.skips import REASONS
from bdr_desk.domain.time_zones import day_name
from bdr_desk.errors import DeskError
from bdr_desk.queries.day_plan import DayPlan, day_plan
from bdr_desk.queries.skips import SkipPrice, skip_price
from bdr_desk.queries.why_not import blocked
from bdr_desk.ui.blocked_panel import BlockedPanel
from bdr_desk.ui.commands import State
from bdr_desk.ui.consent_form import ConsentActs
from bdr_desk.ui.due_touch import DueTouch
from bdr_desk.ui.plan_panel import PlanPanel
from bdr_desk.ui.queue_view_panel import QueueViewPanel
from bdr_desk.ui.widgets.editors import zone_completer
from bdr_desk.ui.widgets.inline_form import InlineForm
from bdr_desk.ui.widgets.parts import column
from bdr_desk.ui.widgets.question import Question

if TYPE_CHECKING:
    from bdr_desk.ui.call_desk_page import CallDeskPage


class QueueActs(QObject):
    """`forms` stands below the person; `right` holds the side of the lead, and the plan or the breakdown over it."""

    def __init__(self, page: "CallDeskPage") -> None:
        super().__init__(page)
        self._page = page
        self._then: Callable[[], object] | None = None
        self.skip, self.zone, self.touch = Question(), InlineForm(), DueTouch(page)
        self.consent = ConsentActs(page)
        self._completer = zone_completer(self.zone.field)
        self._completer.activated.connect(self._send_zone, Qt.ConnectionType.QueuedConnection)
        self.zone.field.setCompleter(self._completer)
        self.forms = QWidget()
        self.forms.setLayout(column(self.skip, self.zone, self.consent.form, margins=(24, 0, 24, 12), gap=8))
        self.plan, self.blocked, self.right = PlanPanel(), BlockedPanel(), QStackedWidget()
        for part in (page.side, self.plan, self.blocked):
            self.right.addWidget(part)
        self._connect(page)
        self.close_forms()

    def _connect(self, page: "CallDeskPage") -> None:
        self.skip.setFocusProxy(page.queue.list)
        self.skip.changed.connect(self._make_room)
        self.zone.closed.connect(self._make_room)
        self.consent.form.opened.connect(self._make_room)
        self.consent.form.closed.connect(self._make_room)
        for sheet in (self.plan, self.blocked):
            sheet.closed.connect(self.leave)
        self.plan.opened.connect(self._open)
        self.blocked.deed.connect(self._do)
        page.session.changed.connect(self._state_changed)

    # Passing over

    def ask_skip(self) -> None:
        page = self._page
        if page.lead:
            lead, name = page.lead.view.lead, page.lead.view.name
            page.tasks.read(
                self, lambda: skip_price(page.desk, lead), lambda price: self._ask_skip(lead, name, price)
            )

    def _ask_skip(self, lead: UUID, name: str, price: SkipPrice) -> None:
        if price.refused:
            self._page.notice.emit(price.refused, "warn")
            return
        self.zone.close_form()
        self.skip.ask(
            f"Pass {name} over: why?",
            price.says,
            "Pass over",
            lambda reason: self._skip(lead, name, reason),
            REASONS,
        )

    def _skip(self, lead: UUID, name: str, reason: str) -> None:
        page = self._page
        page.tasks.act(
            self,
            lambda: skip_lead(page.desk, lead, reason),
            lambda done: self._skipped(name, done),
            self._refused,
        )

    def _skipped(self, name: str, done: Skipped) -> None:
        back = done.until.astimezone(self._page.zone)
        self.skip.close_question()
        self._page.notice.emit(f"{name} comes back {day_name(back)} {back:%H:%M}.", "")
        self._page.next_lead()

    # Where they are

    def ask_zone(self) -> None:
        page = self._page
        if page.lead:
            self.skip.close_question()
            asks = f"Where is {page.lead.view.name}?"
            self.zone.ask(
                asks, "A city, a time zone, or a place like Houston, TX", "Take it", self._send_zone
            )
            self._make_room()

    def _send_zone(self, text: str) -> None:
        page, lead = self._page, self._page.lead
        text = self._completed(text)
        if lead and not self.zone.isHidden():
            page.tasks.act(
                self, lambda: set_zone(page.desk, lead.view.lead, text), self._zone_said, self._refused
            )

    def _completed(self, text: str) -> str:
        """The zone that is marked in the list, or the only one that contains what was typed."""
        offers, popup = self._completer, self._completer.popup()
        marked = popup is not None and popup.currentIndex().isValid()
        if text and offers.completionPrefix() == text and (marked or offers.completionCount() == 1):
            return offers.currentCompletion()
        return text

    def _zone_said(self, zone: str) -> None:
        if popup := self._completer.popup():
            popup.hide()
        self.zone.done()
        self._page.queue.focus()
        self._page.notice.emit(f"Their time zone is {zone}.", "good")

    def _refused(self, error: DeskError) -> None:
        self._page.notice.emit(str(error), "danger")

    # The plan and the breakdown

    def show_plan(self) -> None:
        """The same key puts it away."""
        if self.right.currentWidget() is self.plan:
            self.leave()
            return
        self.right.setCurrentWidget(self.plan)
        self._read_plan(lambda: self.plan.list.setFocus(Qt.FocusReason.ShortcutFocusReason))

    def add_sheet(self, sheet: QueueViewPanel) -> None:
        """Another one that can lie over the side of the lead."""
        self.right.addWidget(sheet)
        sheet.closed.connect(self.leave)

    def show_sheet(self, sheet: QWidget) -> None:
        self.right.setCurrentWidget(sheet)

    def shows(self, sheet: QWidget) -> bool:
        return self.right.currentWidget() is sheet

    def show_blocked(self) -> None:
        self.right.setCurrentWidget(self.blocked)
        self._read_blocked()
        self.blocked.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self, changes: Changes) -> None:
        """What is shown is read anew; the breakdown, which looks at every lead, only when something was written."""
        if self.right.currentWidget() is self.plan:
            self._read_plan()
        elif self.right.currentWidget() is self.blocked and not changes.everything:
            self._read_blocked()

    def _read_plan(self, then: Callable[[], object] = lambda: None) -> None:
        page = self._page

        def show(plan: DayPlan) -> None:
            self.plan.show_plan(plan, page.now())
            then()

        page.tasks.read(self, lambda: day_plan(page.desk), show, newest="plan")

    def _read_blocked(self) -> None:
        page = self._page
        page.tasks.read_long(self, lambda: blocked(page.desk), self.blocked.show_blocked, newest="blocked")

    def _open(self, lead: UUID) -> None:
        self.leave()
        self._page.choose(lead)

    def _do(self, rule: str, lead: UUID) -> None:
        page = self._page
        if rule in ("held", "calling_hours"):
            self.leave()
            page.open_page.emit("lists" if rule == "held" else "setup")
            return
        self._then = {"unknown_zone": self.ask_zone, "no_number": page.person.open_address}.get(rule)
        page.choose(lead)

    # The desk moves on

    def lead_shown(self, again: bool) -> None:
        """A form about one lead goes with it."""
        if not again:
            self.close_forms()
        self._page.keys.allow("touch_done", self.touch.is_due)
        then, self._then = self._then, None
        if then and self._page.lead:
            then()

    @property
    def is_open(self) -> bool:
        """Something is asked, or lies over the side of the lead."""
        return not self.forms.isHidden() or self.right.currentWidget() is not self._page.side

    def close_forms(self) -> None:
        self.skip.close_question()
        self.zone.close_form()
        self.consent.form.close_form()
        self._make_room()

    def leave(self) -> bool:
        """Put away what is open; whether there was anything."""
        page = self._page
        if self.consent.form.is_open:
            self.consent.form.close_form()
            return True
        if self.right.currentWidget() is page.side:
            return False
        self.right.setCurrentWidget(page.side)
        page.queue.focus()
        return True

    def _state_changed(self) -> None:
        """A call needs the side of the lead."""
        if self._page.session.state != State.QUEUE:
            self.skip.close_question()
            self.zone.close_form()
            self.right.setCurrentWidget(self._page.side)

    def _make_room(self) -> None:
        parts = (self.skip, self.zone, self.consent.form)
        self.forms.setVisible(any(not part.isHidden() for part in parts))
