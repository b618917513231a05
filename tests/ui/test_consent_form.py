"""Consent noted on the call desk: by its key, from the queue and in a call; a refusal leaves what was typed."""

from uuid import UUID

from PySide6.QtCore import Qt

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
