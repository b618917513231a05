"""How a person is reached, in a line of chips: numbers, switchboards, addresses, what they agreed to, and what adds to it."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton

from bdr_desk.domain.consent import ASKED, in_short
from bdr_desk.domain.phone import shown as shown_number
from bdr_desk.domain.time_zones import day_of_month
from bdr_desk.queries.consents import ConsentView
from bdr_desk.queries.leads import PhoneView
from bdr_desk.queries.routes import switchboards
from bdr_desk.ui.commands import command, key_text
from bdr_desk.ui.lead_on_desk import LeadOnDesk
from bdr_desk.ui.widgets.parts import Flow, button, chip, clear, dress, tip


class PersonChips(QObject):
    """`chosen` has a number in E.164, `consent_asked` the medium of a consent that was pressed."""

    chosen = Signal(str)
    address_asked = Signal()
    way_asked = Signal()
    consent_asked = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.flow = Flow()
        self._phones = QButtonGroup(self)
        self._shown: object = None

    def show_lead(self, lead: LeadOnDesk | None, number: str) -> None:
        """`number` is the one that is dialled. Nobody loses the chip they are at when nothing changed."""
        view = lead.view if lead else None
        boards = numbers_of(lead)[1]
        stand = sorted((one for one in lead.consents if one.stands), key=_by_medium) if lead else []
        shown = view and (view.phones, boards, view.emails, tuple(stand), number)
        if shown == self._shown:
            return
        self._shown = shown
        clear(self.flow)
        if view:
            self._numbers(view.phones, boards, number)
            self._addresses(view.emails, stand)
            self._adders()

    def _numbers(self, phones: Sequence[PhoneView], boards: Sequence[str], number: str) -> None:
        for phone in phones:
            says = f"{phone.shown} {phone.kind}" + (", found dead" if phone.bad else "")
            self._number(phone.e164, says, number).setEnabled(not phone.bad)
        for e164 in boards:
            self._number(e164, f"{shown_number(e164)} switchboard", number)
        if not phones:
            self.flow.addWidget(chip("no number yet", "warn"))

    def _number(self, e164: str, says: str, number: str) -> QPushButton:
        made = button(says, partial(self.chosen.emit, e164), look="chip", name=f"Dial on {says}")
        made.setCheckable(True)
        made.setChecked(e164 == number)
        self._phones.addButton(made)
        self.flow.addWidget(made)
        return made

    def _addresses(self, emails: Sequence[str], consents: Sequence[ConsentView]) -> None:
        for email in emails:
            made = chip(email)
            made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.flow.addWidget(made)
        for consent in consents:
            self.flow.addWidget(self._consent(consent))

    def _consent(self, consent: ConsentView) -> QPushButton:
        ask = partial(self.consent_asked.emit, str(consent.medium))
        by = f", noted by {consent.who}" if consent.who else ""
        says = f"{consent.says}\n{day_of_month(consent.at)} {consent.at.year}{by} ({key_text('consent')})"
        made = button(
            in_short(consent.medium, consent.given), ask, look="chip", name=says.replace("\n", ", ")
        )
        dress(made, tone="" if consent.given else "warn")
        made.setToolTip(tip(says))
        return made

    def _adders(self) -> None:
        for text, name, ask in (
            ("+ number", "add_address", self.address_asked),
            ("+ way in", "route", self.way_asked),
        ):
            self.flow.addWidget(_adder(text, name, ask.emit))


def _by_medium(consent: ConsentView) -> int:
    return ASKED.index(consent.medium)


def _adder(text: str, name: str, ask: Callable[[], object]) -> QPushButton:
    """What the command `name` does, by mouse."""
    title = command(name).title
    made = button(text, ask, look="add", name=title)
    made.setToolTip(f"{title} ({key_text(name)})")
    return made


def numbers_of(lead: LeadOnDesk | None) -> tuple[list[str], list[str]]:
    """Their own that are not known dead, and the switchboards that are not among them, in E.164."""
    own = [phone.e164 for phone in lead.view.phones if not phone.bad] if lead else []
    theirs = {phone.e164 for phone in lead.view.phones} if lead else set()
    return own, [e164 for e164 in switchboards(lead.routes) if e164 not in theirs] if lead else []
