"""Right on the call desk: the account map, how far the lead is from the definition, the rep's next free times."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from bdr_desk.actions.contacts import set_decision_role, set_reports_to
from bdr_desk.actions.referrals import Referred, add_referred
from bdr_desk.desk import Desk
from bdr_desk.ui.call_session import CallSession
from bdr_desk.ui.facts_panel import FactsPanel
from bdr_desk.ui.lead_on_desk import LeadOnDesk
from bdr_desk.ui.referred_form import ReferredForm
from bdr_desk.ui.script_panel import scrolled
from bdr_desk.ui.slots_panel import SlotsPanel
from bdr_desk.ui.tasks import Tasks
from bdr_desk.ui.widgets.account_map import AccountMap
from bdr_desk.ui.widgets.parts import caption, column, rule


class LeadSidePanel(QWidget):
    opened = Signal(object)  # the lead of a person on the map
    notice = Signal(str, str)
    referred_closed = Signal()

    def __init__(self, desk: Desk, tasks: Tasks, session: CallSession) -> None:
        super().__init__()
        self._desk, self._tasks = desk, tasks
        self._lead: LeadOnDesk | None = None
        self.map = AccountMap()
        self.referred = ReferredForm()
        self.facts = FactsPanel(session)
        self.slots = SlotsPanel()
        top = QWidget()
        top.setLayout(column(caption("Account map"), self.map, self.referred, margins=(16, 12, 16, 8), gap=6))
        inside = QWidget()
        inside.setLayout(column(top, rule(), self.facts, rule(), self.slots, 0, gap=0))
        scroll = scrolled(inside)
        self.setLayout(column(scroll, gap=0))
        self.slots.marked.connect(lambda: scroll.ensureWidgetVisible(self.slots))
        self.map.opened.connect(self.opened)
        self.map.role_given.connect(
            lambda contact, role: tasks.act(self, lambda: set_decision_role(desk, contact, role))
        )
        self.map.boss_given.connect(
            lambda contact, boss: tasks.act(self, lambda: set_reports_to(desk, contact, boss))
        )
        self.referred.added.connect(self._add)
        self.referred.closed.connect(self.referred_closed)

    def show_lead(self, lead: LeadOnDesk | None, now: datetime) -> None:
        same = self._lead is not None and lead is not None and self._lead.view.lead == lead.view.lead
        self._lead = lead
        people = lead.view.people if lead else ()
        self.map.show_people(people)
        self.referred.show_people(person.name for person in people if person.state != "current")
        self.referred.setEnabled(lead is not None)
        self.facts.show_lead(lead, now)
        self.slots.show_lead(lead, same)
        if not same:
            self.referred.clear()

    def _add(self, name: str, title: str, number: str, said: str) -> None:
        if self._lead is None:
            return
        lead = self._lead.view.lead
        self._tasks.act(
            self, lambda: add_referred(self._desk, lead, name, title, number, said=said),
            self._added, lambda error: self.notice.emit(str(error), "danger"),
        )  # fmt: skip

    def _added(self, done: Referred) -> None:
        says = (
            "was known here: what was said is kept with them."
            if done.known
            else "is on the map and in the queue."
        )
        self.notice.emit(f"{done.name} {says}", "good")
        self.referred.clear()
        self.referred.close_form()
