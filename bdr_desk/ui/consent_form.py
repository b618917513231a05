"""What somebody says about being written to, noted on the call desk while they say it: agreed, or no longer."""

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit

from bdr_desk.actions.consents import NotedConsent, note_consent, withdraw_consent
from bdr_desk.domain.cadence.onward import TITLES
from bdr_desk.domain.consent import HOWS
from bdr_desk.domain.time_zones import day_of_month
from bdr_desk.domain.words import Medium
from bdr_desk.errors import DeskError
from bdr_desk.queries.consents import ConsentView, consents
from bdr_desk.ui.widgets.editors import FewEditor
from bdr_desk.ui.widgets.parts import Elided, button, column, dress, label, row, tip
from bdr_desk.ui.widgets.passing_form import PassingForm

if TYPE_CHECKING:
    from bdr_desk.ui.call_desk_page import CallDeskPage

_MEDIA = tuple((str(medium), TITLES[medium]) for medium in (Medium.EMAIL, Medium.SOCIAL))
_HOWS = tuple(
    (how, "by e-mail" if how == "email" else how if how == "in person" else f"by {how}") for how in HOWS
)
HEIGHT = 28  # px


class ConsentForm(PassingForm):
    """`agreed` and `taken_back` (medium, how, their words). What was typed stays until it was noted."""

    agreed = Signal(str, str, str)
    taken_back = Signal(str, str, str)
    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._asks, self.stands = label("", "strong", wrap=True), Elided("", "small")
        self.medium, self.how, self.said = FewEditor(_MEDIA), FewEditor(_HOWS), QLineEdit()
        self.medium.name("Written to by")
        self.how.name("How they said so")
        self.said.setAccessibleName("What they said")
        self.said.setPlaceholderText("What they said, in their words")
        self.said.returnPressed.connect(self._agreed)
        self.problem = label("", "small", wrap=True)
        dress(self.problem, tone="danger")
        self.yes = button("They agreed", self._agreed, look="primary", key="Enter")
        self.no = button("No longer", self._taken_back)
        close = button("Leave it", self.close_form, key="Esc")
        self.setLayout(column(
            self._asks, self.stands, row(self.medium, self.how, 0, gap=16), self.said, self.problem,
            row(self.yes, self.no, close, 0), margins=(12, 10, 12, 12), gap=8,
        ))  # fmt: skip
        for made in (self.said, self.yes, self.no, close):
            made.setFixedHeight(HEIGHT)  # also where the window is low
        self.how.show_value("phone")
        self.medium.show_value(str(Medium.EMAIL))

    def ask(self, name: str, noted: tuple[ConsentView, ...], medium: str = "") -> None:
        asks = f"May {name} be written to?"
        if asks != self._asks.text():
            self.said.clear()
        self._asks.setText(asks)
        if medium in dict(_MEDIA):
            self.medium.show_value(medium)
        standing = [f"{view.says} ({day_of_month(view.at)} {view.at.year})" for view in noted if view.stands]
        self.stands.setText("; ".join(standing) or "Nothing is noted yet.")
        self.stands.setToolTip(tip("\n".join(standing)))
        self.say("")
        self.open_at(self.said)
        self.opened.emit()

    def say(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))

    def done(self) -> None:
        self.said.clear()
        self.close_form()

    def _agreed(self) -> None:
        self.agreed.emit(self.medium.state(), self.how.state(), self.said.text().strip())

    def _taken_back(self) -> None:
        self.taken_back.emit(self.medium.state(), self.how.state(), self.said.text().strip())


class ConsentActs(QObject):
    def __init__(self, page: "CallDeskPage") -> None:
        super().__init__(page)
        self._page = page
        self._about: UUID | None = None  # the lead the form names: another may be on the desk by now
        self.form = ConsentForm()
        page.person.chips.consent_asked.connect(self.ask)
        self.form.agreed.connect(lambda *words: self._note(True, *words))
        self.form.taken_back.connect(lambda *words: self._note(False, *words))

    def ask(self, medium: str = "") -> None:
        """About `medium`, where one was pressed."""
        page = self._page
        if page.lead:
            lead, name = page.lead.view.lead, page.lead.view.name
            page.tasks.read(
                self,
                lambda: consents(page.desk, lead),
                lambda noted: self._ask(lead, name, noted, medium),
                newest="consents",
            )

    def _ask(self, lead: UUID, name: str, noted: tuple[ConsentView, ...], medium: str) -> None:
        if self._page.lead and self._page.lead.view.lead == lead:
            self._about = lead
            self.form.ask(name, noted, medium)

    def _note(self, given: bool, medium: str, how: str, said: str) -> None:
        page, key = self._page, self._about
        if key is not None:
            do = note_consent if given else withdraw_consent
            page.tasks.act(self, lambda: do(page.desk, key, medium, how, said), self._noted, self._refused)

    def _noted(self, done: NotedConsent) -> None:
        self.form.done()
        self._page.notice.emit(done.says, "good")

    def _refused(self, error: DeskError) -> None:
        self.form.say(str(error))
