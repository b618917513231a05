"""The ways into an account and who named whom, on the call desk and on the account's page."""

from collections.abc import Callable
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from bdr_desk.actions.calls import log_call
from bdr_desk.actions.referrals import add_referred
from bdr_desk.actions.routes import add_route
from bdr_desk.actions.suppressions import suppress
from bdr_desk.actions.zones import set_zone
from bdr_desk.desk import Desk
from bdr_desk.domain.outcome import Outcome
from bdr_desk.domain.phone_route import RouteText
from bdr_desk.queries.explained import explain
from bdr_desk.queries.leads import lead_view
from bdr_desk.queries.routes import RouteView, routes
from bdr_desk.store.tables import Project
from bdr_desk.telephony.tel_link import TelLink
from bdr_desk.ui.commands import State
from tests.people import add_lead
from tests.ui.conftest import Driver

Key, Open = Qt.Key, Callable[..., Driver]
SWITCHBOARD = "+16175550111"  # whose simulated line is answered


@pytest.fixture
def ada(desk: Desk, project: Project) -> UUID:
    return add_lead(desk, project, "Ada Okafor", "Harbor Freightways", phones=("+16175550142",), place=1)


@pytest.fixture
def account(desk: Desk, ada: UUID) -> UUID:
    return lead_view(desk, ada).account


def known(desk: Desk, account: UUID) -> list[RouteView]:
    return list(routes(desk, account))


def test_the_way_is_shown_before_and_plain_while_it_rings(open_desk: Open, desk: Desk, account: UUID) -> None:
    add_route(desk, account, RouteText(SWITCHBOARD, "2,,4", "118", True, "Rosa"))
    driver = open_desk()
    line = driver.page.person.route
    says = "Switchboard +1 617-555-0111 · press 2, then 4 · ext. 118 · dial by name: OKAFOR (652367) · gatekeeper Rosa"
    assert line.text == says and line._way.property("look") == "small"
    driver.press(Key.Key_Return)
    assert driver.page.session.state == State.RINGING
    assert line.text == says and line._way.property("tone") == "accent"


def test_the_switchboard_is_dialled_as_another_number(open_desk: Open, desk: Desk, account: UUID) -> None:
    add_route(desk, account, RouteText(SWITCHBOARD, "2"))
    driver = open_desk()
    driver.press(Key.Key_N)
    assert driver.page.person.number == SWITCHBOARD
    driver.press(Key.Key_Return)
    driver.answered()
    assert (driver.page.session.state, driver.page.session.phone) == (State.IN_CALL, SWITCHBOARD)
    driver.press(Key.Key_F8, Key.Key_Escape, Key.Key_5)
    driver.write("nothing new")
    driver.press(Key.Key_Return)
    assert known(desk, account)[0].worked_at is not None
    driver.settle()


def test_whose_number_is_dead_is_dialled_by_the_switchboard_by_hand(
    open_desk: Open, desk: Desk, ada: UUID, account: UUID
) -> None:
    log_call(desk, ada, Outcome.WRONG_NUMBER)
    assert [r.says for r in explain(desk, ada).reasons if r.rule == "no_number"] == [
        "No working phone number."
    ]
    add_route(desk, account, RouteText(SWITCHBOARD, "2"))
    set_zone(desk, ada, "New York")  # it was known by the number
    driver = open_desk()
    driver.page.open(ada)
    driver.settle()
    says = "No number of theirs; the switchboard is +1 617-555-0111: dial it by hand"
    assert says in driver.page.person._says.text() and driver.page.person.number == SWITCHBOARD
    assert driver.page.queue.list.rows.items == ()  # nobody is offered without a number of their own
    driver.press(Key.Key_Return)
    assert (driver.page.session.state, driver.page.session.phone) == (State.RINGING, SWITCHBOARD)
    driver.page.hang_up()
    driver.settle()


def test_a_switchboard_nobody_may_call_is_not_named(desk: Desk, ada: UUID, account: UUID) -> None:
    log_call(desk, ada, Outcome.WRONG_NUMBER)
    add_route(desk, account, RouteText(SWITCHBOARD))
    suppress(desk, SWITCHBOARD, "they asked")
    assert "No working phone number." in [r.says for r in explain(desk, ada).reasons]


@pytest.mark.parametrize(
    ("way", "uri"),
    [
        (RouteText(SWITCHBOARD, extension="118"), "tel:+16175550111;ext=118"),
        (RouteText(SWITCHBOARD, "2", "118"), "tel:+16175550111"),
    ],
)
def test_an_extension_goes_along_unless_a_key_comes_before_it(
    open_desk: Open, desk: Desk, account: UUID, way: RouteText, uri: str
) -> None:
    add_route(desk, account, way)
    opened: list[str] = []
    driver = open_desk(line=TelLink())
    driver.page.desk.line.open_uri = opened.append
    driver.press(Key.Key_N, Key.Key_Return)
    assert opened == [uri]
    assert "ext. 118" in driver.page.person.route.text


def test_a_way_is_noted_in_one_line_while_talking(open_desk: Open, desk: Desk, account: UUID) -> None:
    driver = open_desk()
    driver.press(Key.Key_Return)
    driver.answered()
    driver.press(Key.Key_F4)
    driver.press(Key.Key_T, ctrl=True)
    form = driver.page.person.route_form
    assert form.is_open and form.number.text() == "+1 617-555-0142" and form.keys.hasFocus()
    driver.write("2 then zero")
    driver.press(Key.Key_Return)
    assert not form.is_open and driver.page.notes.edit.hasFocus()
    (route,) = known(desk, account)
    assert (route.e164, route.way.keys) == ("+16175550142", "2,0")
    assert "Press 2, then 0" in driver.page.person.route.text
    driver.press(Key.Key_T, ctrl=True)  # and put right
    assert form.keys.text() == "2,0"
    form.gatekeeper.setFocus()
    driver.write("Rosa")
    driver.press(Key.Key_Return)
    assert [(way.way.keys, way.gatekeeper) for way in known(desk, account)] == [("2,0", "Rosa")]


def test_what_cannot_be_pressed_is_said_and_escape_leaves(open_desk: Open, desk: Desk, account: UUID) -> None:
    driver = open_desk()
    driver.press(Key.Key_T, ctrl=True)
    form = driver.page.person.route_form
    driver.write("ask Rosa")
    driver.press(Key.Key_Return)
    assert form.is_open and "nothing one can press" in form.said and form.keys.text() == "ask Rosa"
    driver.press(Key.Key_Escape)
    assert not form.is_open and known(desk, account) == []


def test_a_gatekeepers_name_is_asked_once_and_kept(
    open_desk: Open, desk: Desk, ada: UUID, account: UUID
) -> None:
    driver = open_desk()
    driver.press(Key.Key_Return)
    driver.answered()
    driver.press(Key.Key_F8)
    bar = driver.page.bar
    next(card for card in bar.cards if card.outcome and card.outcome.outcome == "gatekeeper").click()
    driver.settle()
    assert bar.asking and bar.prompt.edit.text() == "no name"
    driver.write("Rosa")
    driver.press(Key.Key_Return)
    assert [(way.e164, way.gatekeeper) for way in known(desk, account)] == [("+16175550142", "Rosa")]
    assert lead_view(desk, ada).history[0].says == "Gatekeeper"
    assert "Nobody else is to be called at Harbor Freightways." in driver.window.notices.text()


def test_who_comes_next_at_the_account_is_said(
    open_desk: Open, desk: Desk, project: Project, ada: UUID
) -> None:
    add_lead(desk, project, "Sam Roe", "Harbor Freightways", phones=("+16175550143",), emails=(), place=2)
    driver = open_desk()
    driver.press(Key.Key_Return)
    card = next(c for c in driver.page.bar.cards if c.outcome and c.outcome.outcome == "bad_number")
    card.click()
    driver.settle()
    text = driver.window.notices.text()
    assert "Next at Harbor Freightways: Sam Roe, VP Operations" in text
    assert driver.window.notices.offered == "Undo"


def test_who_named_them_is_said_with_the_line_to_open_with(open_desk: Open, desk: Desk, ada: UUID) -> None:
    raj = add_referred(desk, ada, "Raj Lee", "CTO", "617 555 0177", said="ask Raj, he owns the dialler")
    driver = open_desk()
    assert driver.page.person.referral.text == ""
    driver.page.open(raj.lead)
    driver.settle()
    assert driver.page.person.referral.text == (
        "Ada Okafor, VP Operations, said on Tue 6 Apr: “ask Raj, he owns the dialler”.\n"
        "Open with: “Ada Okafor suggested I call you.”"
    )
    boxes = {box.person.name: box.toolTip() for box in driver.page.side.map._boxes.values()}
    assert "named by Ada Okafor" in boxes["Raj Lee"] and "named" not in boxes["Ada Okafor"]


def test_somebody_known_is_chosen_by_name_and_kept_with_what_was_said(
    open_desk: Open, desk: Desk, project: Project, ada: UUID
) -> None:
    sam = add_lead(
        desk, project, "Sam Roe", "Harbor Freightways", phones=("+16175550143",), emails=(), place=2
    )
    driver = open_desk()
    driver.press(Key.Key_R, ctrl=True)
    driver.write("sam")
    form = driver.page.side.referred
    assert form._fields[0].text().lower() == "sam roe" and "known here" in form._hint.text()
    driver.press(Key.Key_Tab, Key.Key_Tab, Key.Key_Tab)
    driver.write("Sam holds the purse")
    driver.press(Key.Key_Return)
    assert len(driver.page.lead.view.people) == 2
    driver.page.open(sam)
    driver.settle()
    assert "“Sam holds the purse”" in driver.page.person.referral.text


# The account's page


def said(page: object) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def press(page: object, name: str) -> None:
    next(
        b for b in page.findChildren(QPushButton) if b.accessibleName().startswith(name) and b.isVisible()
    ).click()


def test_ways_in_are_added_changed_and_taken_off_on_the_accounts_page(
    open_desk: Open, desk: Desk, account: UUID
) -> None:
    driver = open_desk()
    driver.press(Key.Key_3, ctrl=True)
    page = driver.window.page("accounts")
    driver.press(Key.Key_Down)
    assert "None noted" in said(page)
    press(page, "+ a way in")
    assert page.routes.form.keys.hasFocus()
    driver.write("2")
    page.routes.form.number.setText("617 555 0111")
    driver.press(Key.Key_Return)
    assert "Switchboard +1 617-555-0111 · press 2" in said(page.routes)
    press(page, "Edit")
    page.routes.form.note.setFocus()
    driver.write("before nine")
    driver.press(Key.Key_Return)
    assert "before nine" in said(page.routes) and len(known(desk, account)) == 1
    press(page, "Remove")
    driver.settle()
    assert "None noted" in said(page.routes) and known(desk, account) == []
