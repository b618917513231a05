"""The ways into one account, on its page: each with who noted it and when it worked, to be put right and taken off."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from bdr_desk.actions.routes import add_route, change_route, remove_route
from bdr_desk.desk import Desk
from bdr_desk.domain.phone_route import RouteText
from bdr_desk.errors import DeskError
from bdr_desk.queries.routes import RouteView, in_words
from bdr_desk.ui.route_form import RouteForm
from bdr_desk.ui.tasks import Tasks
from bdr_desk.ui.widgets.parts import Part, button, column, label, refill, row
from bdr_desk.ui.widgets.times import day


class RouteList(QWidget):
    notice = Signal(str, str)

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__()
        self._desk, self._tasks = desk, tasks
        self._account: UUID | None = None
        self._shown: object = None
        self._name = ""
        self._rows = column(gap=8)
        self.form = RouteForm(stacked=True)
        self.form.sent.connect(self._send)
        self.add = button("+ a way in", self.ask, look="link")
        self.setLayout(column(self._rows, self.form, row(self.add, 0), gap=8))

    def show_routes(self, account: UUID, name: str, routes: Sequence[RouteView], now: datetime) -> None:
        if account != self._account:
            self.form.hide()
        self._account, self._name = account, name
        shown = (account, tuple(routes), now.date())
        if shown == self._shown:
            return  # nobody loses the button they are at
        self._shown = shown
        nothing = label("None noted. They are shown when somebody here is dialled.", "soft", wrap=True)
        refill(self._rows, *(self._row(route, now) for route in routes), *(() if routes else (nothing,)))

    def _row(self, route: RouteView, now: datetime) -> Part:
        says = in_words(route)
        what = label(says, wrap=True, select=True)
        below = label(_told(route, now), "small", wrap=True)
        edit = button("Edit", partial(self.ask, route), look="link", name=f"Edit: {says}")
        remove = button("Remove", partial(self._remove, route), look="link", name=f"Remove: {says}")
        line = row(column(what, below, gap=0), column(row(edit, remove, gap=12), 0), gap=12)
        line.setStretch(0, 1)
        return line

    def ask(self, route: RouteView | None = None) -> None:
        self.form.ask(f"The way into {self._name}" if route else f"A way into {self._name}", "", route)

    def _send(self, text: RouteText, route: UUID | None) -> None:
        account = self._account
        if account is None:
            return

        def keep() -> None:
            if route is None:
                add_route(self._desk, account, text)
            else:
                change_route(self._desk, route, text)

        self._tasks.act(self, keep, lambda _: self.form.done(), self._refused)

    def _remove(self, route: RouteView) -> None:
        self._tasks.act(
            self, lambda: remove_route(self._desk, route.route),
            lambda _: self.notice.emit(f"Taken off: {in_words(route)}.", ""),
            lambda error: self.notice.emit(str(error), "danger"),
        )  # fmt: skip

    def _refused(self, error: DeskError) -> None:
        self.form.say(str(error))


def _told(route: RouteView, now: datetime) -> str:
    by = f"Noted by {route.noted_by}" if route.noted_by else "Noted"
    worked = f"; somebody was reached by it {day(route.worked_at, now)}" if route.worked_at else ""
    dead = "; found dead" if route.dead else ""
    return f"{by}, {day(route.noted_at, now)}{worked}{dead}."
