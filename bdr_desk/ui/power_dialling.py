"""Power mode on the call desk: after a call the next lead is dialled by itself, after a countdown that any key or click stops.

It begins only where the user could stop it and nothing speaks against a call: the desk in front, nobody typing, nothing lying
over it. What dials in the end is what Enter does, with every rule asked at that moment. Whose account a colleague holds is passed
over, and the next one comes.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from bdr_desk.domain.queue_settings import Mode
from bdr_desk.queries.explained import Explained, explain
from bdr_desk.queries.leads import LeadView
from bdr_desk.queries.queue_settings import GoesOn
from bdr_desk.ui.commands import State, is_typing

if TYPE_CHECKING:
    from bdr_desk.ui.call_desk_page import CallDeskPage

SECOND_MS = 1000
_Type = QEvent.Type
_PRESSES = frozenset((_Type.ShortcutOverride, _Type.KeyPress, _Type.MouseButtonPress, _Type.TouchBegin))
_LEAVES = frozenset((_Type.ApplicationDeactivate, _Type.WindowDeactivate))
_EATEN = _PRESSES | {_Type.Shortcut, _Type.MouseButtonDblClick, _Type.ContextMenu}
_RELEASES = frozenset((_Type.KeyRelease, _Type.MouseButtonRelease, _Type.TouchEnd))


class PowerDialling(QObject):
    """`changed` when it counts, and when it stops. It is armed by the end of a call, for the lead shown next."""

    changed = Signal()

    def __init__(self, page: "CallDeskPage", goes_on: Callable[[], GoesOn]) -> None:
        super().__init__(page)
        self._page, self._goes_on = page, goes_on
        self.left = 0  # seconds until it dials; 0 while nothing counts
        self.stopped = False  # by hand, since the last call
        self._armed = self._eating = self._watching = False
        self.timer = QTimer(self, interval=SECOND_MS)
        self.timer.timeout.connect(self._second_over)

    @property
    def counting(self) -> bool:
        return self.left > 0

    def arm(self) -> None:
        """A call is closed: the lead that comes to the desk now is dialled, unless the user does anything first."""
        self.stop()
        self.stopped = False
        self._armed = self._goes_on().mode == Mode.POWER
        self._watch()

    def lead_shown(self) -> None:
        """Another lead is on the desk."""
        page = self._page
        if self._armed and page.lead is None:
            self._disarm()
        elif self._armed and self._may_begin():
            page.claims.first(self._begin)
        else:
            self.stop()

    def stop(self) -> None:
        if self.counting:
            self.left = 0
            self.timer.stop()
            self.changed.emit()
        self._disarm()

    def _disarm(self) -> None:
        self._armed = False
        self._watch()

    def _begin(self) -> None:
        """The account is had, or it is known that it is not."""
        if self._armed and self._may_go_on():
            self.left = self._goes_on().countdown
            self.timer.start()
            self.changed.emit()
            self._disarm()
        elif self._armed:
            self._ask_who_has_it()

    def _ask_who_has_it(self) -> None:
        page, lead = self._page, self._page.lead
        if lead is None:
            self._disarm()
            return
        page.tasks.read(
            self,
            lambda: explain(page.desk, lead.view.lead),
            lambda found: self._not_had(lead.view, found),
            failed=lambda _: self._disarm(),
        )

    def _not_had(self, view: LeadView, found: Explained) -> None:
        """By a colleague: on to the next one, unless the user did anything meanwhile. For another reason: it rests."""
        page = self._page
        theirs = next((reason.says for reason in found.reasons if reason.rule == "claimed"), "")
        here = (
            page.lead is not None and page.lead.view.lead == view.lead and page.session.state == State.QUEUE
        )
        if self._armed and theirs and here and self._in_front():
            page.notice.emit(f"{view.account_name} is passed over: {theirs}", "warn")
            page.begin_again()
        else:
            self._disarm()

    def _second_over(self) -> None:
        if not self.counting:
            return
        if not self._may_go_on():
            self.stop()
            return
        self.left -= 1
        if self.left == 0:
            self.timer.stop()
            self._watch()
            self._page.dial()
        self.changed.emit()

    # When it may

    def _may_begin(self) -> bool:
        """All but the claim, which is asked for then."""
        page, lead = self._page, self._page.lead
        callable_now = lead is not None and lead.explained.dialable and not lead.explained.instead
        return (
            self._goes_on().mode == Mode.POWER
            and callable_now
            and bool(page.person.number)
            and page.session.state == State.QUEUE
            and not page.unfinished.waiting
            and not page.acts.is_open
            and self._in_front()
        )

    def _may_go_on(self) -> bool:
        lead = self._page.lead
        return lead is not None and self._may_begin() and self._page.claims.holds(lead.view.lead)

    def _in_front(self) -> bool:
        """The keys go to this page, and none of them into a field: a palette, a dialog or another page has the focus itself."""
        page, focus = self._page, QApplication.focusWidget()
        return (
            page.isVisible()
            and page.window().isActiveWindow()
            and focus is not None
            and page.isAncestorOf(focus)
            and not is_typing(focus)
            and QApplication.activeModalWidget() is None
            and QApplication.activePopupWidget() is None
        )

    # Any key stops it

    def _watch(self) -> None:
        """Everything pressed is looked at while it matters, and only then."""
        wanted = self._armed or self.counting or self._eating
        app = QApplication.instance()
        if app is not None and wanted != self._watching:
            self._watching = wanted
            (app.installEventFilter if wanted else app.removeEventFilter)(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _LEAVES:
            self._eating = False
            self.stop()
        elif self._eating:
            return self._eat(event)
        elif kind in _PRESSES:
            return self._pressed(event)
        return False

    def _pressed(self, event: QEvent) -> bool:
        """Stops what counts, and does nothing else; whatever is pressed before it counts does what it always does."""
        stops = self.counting
        self._eating = self.stopped = stops
        self.stop()
        if stops:
            event.accept()
        return stops

    def _eat(self, event: QEvent) -> bool:
        """What follows from the press that stopped it, until it is let go."""
        kind = event.type()
        if kind in _RELEASES:
            if not (isinstance(event, QKeyEvent) and event.isAutoRepeat()):
                self._eating = False
                self._watch()
            return True
        if kind in _EATEN:
            event.accept()
        return kind in _EATEN
