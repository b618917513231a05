"""Consent noted on the call desk: by its key, from the queue and in a call; a refusal leaves what was typed."""

from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from bdr_desk.actions.consents import note_consent, withdraw_consent
from bdr_desk.desk import Desk
from bdr_desk.domain.words import Medium
from bdr_desk.queries.consents import agreed
from bdr_desk.store.tables import Lead
from bdr_desk.ui.commands import State
from bdr_desk.ui.consent_form import ConsentForm
from tests.ui.conftest import Driver

Key = Qt.Key


def stands(desk: Desk, lead: UUID) -> frozenset[Medium]:
    with desk.read() as session:
        return agreed(session, session.get_one(Lead, lead))


def form(driver: Driver) -> ConsentForm:
    found: ConsentForm = driver.page.acts.consent.form
    return found


def test_noted_and_taken_back_by_keyboard(ready: Driver, desk: Desk) -> None:
    lead = ready.page.lead.view.lead
    ready.press(Key.Key_G, ctrl=True)
    assert ready.target is form(ready).said and form(ready).stands.text() == "Nothing is noted yet."
    ready.write("Yes, send me the case")
    ready.press(Key.Key_Return)
    assert stands(desk, lead) == {Medium.EMAIL} and not form(ready).isVisible()
    assert ready.target is ready.page.queue.list
    ready.press(Key.Key_G, ctrl=True)
    assert (
        form(ready).stands.text().startswith("E-mail: agreed by phone, “Yes, send me the case” (6 Apr 2027)")
    )
    form(ready).no.click()
    ready.settle()
    assert stands(desk, lead) == frozenset()


def test_in_a_call_and_without_words(ready: Driver, desk: Desk) -> None:
    lead = ready.page.lead.view.lead
    ready.press(Key.Key_Return)
    ready.answered()
    assert ready.page.session.state == State.IN_CALL
    ready.press(Key.Key_G, ctrl=True)
    ready.press(Key.Key_Return)
    assert "Type what they said" in form(ready).problem.text() and form(ready).isVisible()
    ready.write("Fine")
    ready.press(Key.Key_Escape)
    assert not form(ready).isVisible() and ready.page.session.state == State.IN_CALL
    ready.press(Key.Key_G, ctrl=True)
    assert form(ready).said.text() == "Fine"
    ready.press(Key.Key_Return)
    assert stands(desk, lead) == {Medium.EMAIL}


def test_the_form_goes_with_who_it_was_about(ready: Driver) -> None:
    """Asked for one, and another is on the desk before the answer was there."""
    ready.page.acts.consent.ask()
    ready.page.queue.list.step(1)
    ready.settle()
    assert not form(ready).isVisible()


def chips(driver: Driver) -> dict[str, QPushButton]:
    return {chip.text(): chip for chip in driver.page.person.findChildren(QPushButton) if chip.isVisible()}


def test_what_they_agreed_to_stands_beside_the_address(ready: Driver, desk: Desk) -> None:
    lead = ready.page.lead.view.lead
    assert not any("agreed" in text for text in chips(ready))
    note_consent(desk, lead, "email", "phone", "Send me <the case>")
    ready.settle()
    chip = chips(ready)["agreed to e-mail"]
    assert "“Send me &lt;the case&gt;”" in chip.toolTip() and "6 Apr 2027" in chip.toolTip()
    withdraw_consent(desk, lead, "email")
    ready.settle()
    assert "agreed to e-mail" not in chips(ready)
    assert chips(ready)["e-mail: took it back"].property("tone") == "warn"


def test_the_chip_opens_the_form_at_its_medium(ready: Driver, desk: Desk) -> None:
    note_consent(desk, ready.page.lead.view.lead, "social", "email", "Yes")
    ready.settle()
    chips(ready)["agreed to social message"].click()
    ready.settle()
    assert form(ready).isVisible() and form(ready).medium.state() == "social"
    form(ready).no.click()
    ready.settle()
    assert "social message: took it back" in chips(ready)


def test_what_is_added_says_so(ready: Driver) -> None:
    made = chips(ready)
    assert made["+ number"].toolTip() == "Add a number or an e-mail address (Ctrl N)"
    assert made["+ way in"].toolTip() == "Note the way in: keys, extension, gatekeeper (Ctrl T)"
    made["+ way in"].click()
    assert ready.page.person.route_form.is_open
    made["+ number"].click()
    assert ready.page.person.address.hasFocus()
