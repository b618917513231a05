"""Who it is, what time it is there, the numbers, and the controls of the call with its clock."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from bdr_desk.domain.calling_hours import AGREE
from bdr_desk.domain.companies import RULE
from bdr_desk.queries.leads import LeadView
from bdr_desk.queries.referrals import NOBODY
from bdr_desk.queries.routes import way_by
from bdr_desk.telephony.line import LineState
from bdr_desk.ui.call_session import CallSession
from bdr_desk.ui.commands import State, key_text
from bdr_desk.ui.lead_on_desk import LeadOnDesk
from bdr_desk.ui.person_chips import PersonChips, numbers_of
from bdr_desk.ui.referral_line import ReferralLine
from bdr_desk.ui.route_form import RouteForm
from bdr_desk.ui.route_line import RouteLine
from bdr_desk.ui.theme import figures
from bdr_desk.ui.widgets.parts import Elided, button, column, dress, label, row

if TYPE_CHECKING:
    from bdr_desk.domain.profile import Fit

CONTROLS = 28  # px


class PersonPanel(QWidget):
    dial = Signal()
    address_typed = Signal(str)  # a number or an e-mail address to add
    address_closed = Signal()

    def __init__(self, session: CallSession, knows_state: bool) -> None:
        super().__init__()
        self._session, self._knows_state = session, knows_state
        self._lead: LeadOnDesk | None = None
        self.number = ""
        self._name = label("", "name", select=True)
        self._who = label("", "soft", wrap=True)
        self._local = Elided("", "soft")
        self.fit = Elided("", "small")
        self.chips = PersonChips(self)
        self._says = label("", "small", wrap=True)
        self._state = label("")
        self._state.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._timer = label("", "timer")
        self._timer.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._timer.setFont(figures(self._timer.font()))
        self._timer.setAccessibleName("Length of the call")
        self.route, self.route_form, self.referral = RouteLine(), RouteForm(), ReferralLine()
        self.address = QLineEdit()
        self.address.setPlaceholderText("Number or e-mail address, Enter adds")
        self.address.setAccessibleName("Number or e-mail address to add")
        self.address.returnPressed.connect(self._add_address)
        self.address.hide()
        self.chips.chosen.connect(self._choose)
        self.chips.address_asked.connect(self.open_address)
        self._buttons()
        left = column(self._name, self._who, self._local, self.fit, 0, gap=4)
        right = column(self._state, self._timer, self._controls(), 0, gap=2)
        top = row(left, right, gap=16)
        top.setStretch(0, 1)
        below = column(
            self.referral, self.chips.flow, self.route, self.route_form, self.address, self._says, margins=(0, 4, 0, 0), gap=4
        )  # fmt: skip
        self.setLayout(column(top, below, margins=(24, 16, 24, 12), gap=0))
        self._clock = QTimer(self, interval=500)
        self._clock.timeout.connect(self._tick)
        session.changed.connect(self._show_state)

    @property
    def dial_button(self) -> QWidget:
        return self._dial

    @property
    def capped(self) -> tuple[tuple[str, QWidget], ...]:
        """Commands and the keycaps that show them."""
        return (("dial", self._dial.cap), ("answered", self._answered.cap))

    def _buttons(self) -> None:
        s = self._session
        self._dial = button("Dial", self.dial.emit, look="primary", key=key_text("dial"))
        self._answered = button("They answered", s.answered, look="primary", key=key_text("answered"))
        self._copy = button("Copy number", self.copy_number, key=key_text("copy_number"))
        self._hold = button("Hold", s.hold, key=key_text("hold"))
        self._mute = button("Mute", s.mute, key=key_text("mute"))
        self._hang_up = button("Hang up", s.hang_up, look="danger", key=key_text("hang_up"))

    def _controls(self) -> QWidget:
        made = QWidget()
        made.setFixedHeight(CONTROLS)  # also between calls, so that nothing moves when one begins
        made.setLayout(row(0, self._dial, self._copy, self._answered, self._hold, self._mute, self._hang_up))
        return made

    # The person

    def show_lead(self, lead: LeadOnDesk | None) -> None:
        same = self._lead is not None and lead is not None and self._lead.view.lead == lead.view.lead
        self._lead = lead
        view = lead.view if lead else None
        self._name.setText(view.name if view else "Nobody on the desk")
        self._who.setText(
            _who(view) if view else f"Pick a lead in the queue: {key_text('next_lead')} takes the first."
        )
        nowhere = lead is not None and any(r.rule == "unknown_zone" for r in lead.explained.reasons)
        self._local.setText("Time zone unknown" if nowhere else _local(view) if view else "")
        self._local.setToolTip(self._local.text())
        self._show_fit(view.fit if view else None)
        self._show_chips(lead, keep=same)
        self.referral.show_suggested(lead.named if lead else NOBODY)
        if not same:
            self.route_form.hide()
        self.explain()
        self._show_state()

    def _show_fit(self, fit: "Fit | None") -> None:
        """One quiet line; what each reason moved is told when asked."""
        self.fit.setVisible(fit is not None)
        if fit is not None:
            from bdr_desk.domain.profile import in_short

            self.fit.setText(in_short(fit))
            self.fit.setToolTip("\n".join(f"{points:+d}  {says}" for says, points in fit.reasons))

    def _show_chips(self, lead: LeadOnDesk | None, keep: bool) -> None:
        own, boards = numbers_of(lead)
        if not (keep and self.number in (*own, *boards)):
            self.number = next(iter((*own, *boards)), "")
        self._show_route()
        self.chips.show_lead(lead, self.number)

    def _show_route(self) -> None:
        lead = self._lead
        dialled = self._session.phone or self.number
        own = lead is not None and dialled in {phone.e164 for phone in lead.view.phones}
        self.route.show_routes(lead.routes if lead else (), dialled, lead.view.name if lead else "", own=own)

    @property
    def extension(self) -> str:
        """What may be dialled along with the number: its own extension, where no key comes before it."""
        if self._lead is None:
            return ""
        own = next((phone for phone in self._lead.view.phones if phone.e164 == self.number), None)
        if own is not None:
            return own.extension
        route = way_by(self._lead.routes, self.number)
        return route.way.extension if route and not route.way.keys and not route.way.dial_by_name else ""

    def _choose(self, e164: str) -> None:
        self.number = e164
        self._show_chips(self._lead, keep=True)

    def open_address(self) -> None:
        if self._lead:
            self.address.show()
            self.address.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_address(self, *, added: bool = False) -> None:
        """What was typed stays there until it was added."""
        self.address.hide()
        if added:
            self.address.clear()
        self.address_closed.emit()

    def _add_address(self) -> None:
        if text := self.address.text().strip():
            self.address_typed.emit(text)

    def copy_number(self) -> None:
        """For a softphone that no link reaches."""
        QGuiApplication.clipboard().setText(self._session.phone or self.number)

    def next_number(self) -> None:
        own, boards = numbers_of(self._lead)
        numbers = (*own, *boards)
        if self.number in numbers:
            self._choose(numbers[(numbers.index(self.number) + 1) % len(numbers)])

    @property
    def state_says(self) -> str:
        return self._state.text()

    def explain(self, in_full: bool = False) -> None:
        """Why this lead is where it is; always said when it cannot be dialled."""
        explained = self._lead.explained if self._lead else None
        reasons = explained.reasons if explained else ()
        instead = explained.instead if explained else ""
        refused = explained is not None and not explained.dialable
        warned = [reason for reason in reasons if reason.rule in RULE.values()]  # a customer, a competitor
        shown = [reason.says.rstrip(".") for reason in (reasons if in_full or refused else warned)]
        if instead and not in_full:
            shown.append(f"{instead}. {key_text('touch_done')} notes it as done")
        says = "; ".join(shown)
        self._says.setText(says and says[0].upper() + says[1:] + ".")
        self._says.setVisible(bool(says))
        dress(self._says, tone="warn" if refused or warned else "")

    # The call

    def _show_state(self) -> None:
        state = self._session.state
        self._dial.setVisible(state == State.QUEUE)
        self._dial.setEnabled(bool(self._lead and self.number))
        self._answered.setVisible(state == State.RINGING and not self._knows_state)
        self._copy.setVisible(state == State.RINGING and not self._knows_state)
        self._hold.setVisible(state == State.IN_CALL and self._knows_state)
        self._mute.setVisible(state == State.IN_CALL and self._knows_state)
        self._hang_up.setVisible(state in (State.RINGING, State.IN_CALL))
        self._hang_up.set_text(
            "Hang up" if self._knows_state else "Call ended" if state == State.IN_CALL else "No answer"
        )
        self._hold.set_text("Resume" if self._session.line == LineState.HELD else "Hold")
        self._mute.set_text("Unmute" if self._session.muted else "Mute")
        text, tone = self._state_says()
        self._state.setText(text)
        dress(self._state, tone=tone)
        self.route.set_calling(state in (State.RINGING, State.IN_CALL))
        self._show_route()
        (self._clock.start if state in (State.RINGING, State.IN_CALL) else self._clock.stop)()
        self._tick()

    def _state_says(self) -> tuple[str, str]:
        session = self._session
        match session.state:
            case State.QUEUE:
                return ("", "")
            case State.RINGING:
                return (
                    session.line_says or ("Ringing" if session.line == LineState.RINGING else "Dialling"),
                    "accent",
                )
            case State.IN_CALL:
                held = session.line == LineState.HELD
                return (
                    ("On hold", "warn")
                    if held
                    else ("Talking, muted", "warn")
                    if session.muted
                    else ("Talking", "good")
                )
            case _ if session.undone:
                return (f"“{session.undone}” undone: how did it end?", "warn")
            case _ if session.resumed:
                return ("Cut off: how did it end?", "warn")
            case _:
                return ("Call ended" if session.talked else session.line_says or "Not reached", "")

    def _tick(self) -> None:
        seconds = self._session.seconds
        shown = self._session.state != State.QUEUE
        self._timer.setText(f"{seconds // 60:02}:{seconds % 60:02}" if shown else "")


def _who(view: LeadView) -> str:
    also = f" (also {', '.join(view.also)})" if view.also else ""
    return ", ".join(part for part in (view.title, view.account_name) if part) + also


def _local(view: LeadView) -> str:
    local = view.local
    until = f"callable until {local.callable_until}" if local.callable_until else "outside calling hours"
    how = "" if local.says == AGREE else f" ({local.says})"
    return f"{view.account_place or local.place}, {local.now}, {until}{how}"
