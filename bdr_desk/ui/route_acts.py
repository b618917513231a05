"""What is done on the call desk about the ways into the account: one noted while it is talked, a gatekeeper's name kept."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject

from bdr_desk.actions.routes import add_route, change_route, keep_gatekeeper
from bdr_desk.domain.outcome import Outcome
from bdr_desk.domain.phone import shown
from bdr_desk.domain.phone_route import RouteText
from bdr_desk.errors import DeskError
from bdr_desk.queries.routes import RouteView, way_by
from bdr_desk.ui.wrap_up_bar import Question

if TYPE_CHECKING:
    from bdr_desk.ui.call_desk_page import CallDeskPage
    from bdr_desk.ui.lead_on_desk import LeadOnDesk

NOBODY = "no name"


class RouteActs(QObject):
    def __init__(self, page: "CallDeskPage") -> None:
        super().__init__(page)
        self._page = page
        self._form = page.person.route_form
        self._form.sent.connect(self._send)
        page.person.chips.way_asked.connect(self.ask)

    @property
    def _dialled(self) -> str:
        return self._page.session.phone or self._page.person.number

    def ask(self) -> None:
        """The way in by the number that is dialled; one that is known by it is there to be put right."""
        lead = self._page.lead
        if lead is None:
            return
        known = way_by(lead.routes, self._dialled)
        asks = f"The way into {lead.view.account_name}"
        self._form.ask(asks, shown(self._dialled) if self._dialled else "", known)

    def leave(self) -> bool:
        """Put the form away; whether it was open."""
        if not self._form.is_open:
            return False
        self._form.close_form()
        return True

    def _send(self, text: RouteText, route: UUID | None) -> None:
        page, lead = self._page, self._page.lead
        if lead is None:
            return
        desk, account = page.desk, lead.view.account

        def keep() -> None:
            if route is None:
                add_route(desk, account, text)
            else:
                change_route(desk, route, text)

        page.tasks.act(self, keep, lambda _: self._kept(lead), self._refused)

    def _kept(self, lead: "LeadOnDesk") -> None:
        self._form.done()
        self._page.notice.emit(f"The way into {lead.view.account_name} is kept.", "good")

    def _refused(self, error: DeskError) -> None:
        self._form.say(str(error))

    # Gatekeepers

    def gatekeeper_question(self, outcome: str, log: Callable[[str], None]) -> Question | None:
        """Who it was that answered, asked before the call is closed, unless the name is known or nobody spoke."""
        page, lead = self._page, self._page.lead
        if outcome != Outcome.GATEKEEPER or lead is None or not page.session.talked:
            return None
        known: RouteView | None = way_by(lead.routes, self._dialled)
        if known is not None and known.gatekeeper:
            return None
        account, number = lead.view.account, self._dialled

        def then(text: str) -> None:
            if text != NOBODY:
                page.tasks.act(self, lambda: keep_gatekeeper(page.desk, account, number, text))
            log(outcome)

        return Question(
            "Who answered? The name is kept for the next call there.", then, picks=(NOBODY,), hint="Rosa"
        )
