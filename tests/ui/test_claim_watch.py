"""The window of a desk in a team: it holds what is next, never waits for the network, and gives everything back at the end."""

import threading
from collections.abc import Callable
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from bdr_desk.actions.claims import AHEAD
from bdr_desk.domain.queue_settings import Mode
from bdr_desk.domain.words import Next
from bdr_desk.queries.claims import claims_now
from bdr_desk.store.tables import Claim, Lead
from bdr_desk.ui.commands import State
from tests.actions.test_claims import COMPANIES, Seat, seat, stopped
from tests.team.desks import Two, rows
from tests.ui.conftest import Driver


@pytest.fixture
def seats(two: Two) -> tuple[Seat, Seat]:
    return seat(two.ada, UUID(int=7)), seat(two.rhea, UUID(int=7))


@pytest.fixture
def at_adas(seats: tuple[Seat, Seat], two: Two, open_desk: Callable[..., Driver]) -> Driver:
    return open_desk(store=two.ada.store, clock=two.ada.clock, me=two.ada.me)


def test_the_window_holds_the_head_and_gives_it_back_when_it_closes(at_adas: Driver, two: Two) -> None:
    assert {claim.account for claim in claims_now(two.rhea)} >= set(COMPANIES[:AHEAD])
    at_adas.frame.close()
    assert claims_now(two.rhea) == ()
    assert rows(two.ada, Claim) == 0


def test_what_a_colleague_took_disappears(at_adas: Driver, seats: tuple[Seat, Seat]) -> None:
    _, rhea = seats
    rhea.keeper.refresh(rhea.leads[COMPANIES[-1]])
    assert COMPANIES[-1] in _offered(at_adas)
    at_adas.page.claims.ask()
    at_adas.settle()
    assert COMPANIES[-1] not in _offered(at_adas)
    rhea.keeper.close()


def _offered(driver: Driver) -> list[str]:
    return [item.account_name for item in driver.page.queue._items]


def test_a_call_is_dialled_once_its_account_is_held(at_adas: Driver, seats: tuple[Seat, Seat]) -> None:
    ada, rhea = seats
    rhea.keeper.refresh(rhea.leads[COMPANIES[-1]])
    at_adas.page.open(ada.leads[COMPANIES[-1]])
    at_adas.settle()
    at_adas.page.dial()
    at_adas.settle()
    assert at_adas.page.session.state == State.QUEUE
    assert "working on this account" in at_adas.window.notices.text()
    rhea.keeper.close()
    at_adas.page.dial()
    at_adas.settle()
    assert at_adas.page.session.state == State.RINGING


def test_power_passes_over_what_a_colleague_holds(
    at_adas: Driver, seats: tuple[Seat, Seat], monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, rhea = seats
    page, power, theirs = at_adas.page, at_adas.page.modes.power, COMPANIES[-1]
    at_adas.press(Qt.Key.Key_M)
    assert page.modes.goes_on.mode == Mode.POWER
    rhea.keeper.refresh(rhea.leads[theirs])
    with ada.desk.write() as tx:  # first of all at Ada's, who has not heard of it
        promised = tx.get_one(Lead, ada.leads[theirs])
        promised.next_kind, promised.next_at = Next.CALLBACK, ada.desk.clock()
    at_adas.press(Qt.Key.Key_Return)
    page.hang_up()
    at_adas.settle()
    gate, refresh = threading.Event(), page.claims._keeper.refresh
    monkeypatch.setattr(page.claims._keeper, "refresh", lambda lead: gate.wait(20) and refresh(lead))
    QTest.keyClick(at_adas.target, Qt.Key.Key_1)
    at_adas.qtbot.waitUntil(lambda: page.lead is not None and page.lead.view.account_name == theirs)
    assert not power.counting and not gate.is_set()
    gate.set()
    at_adas.qtbot.waitUntil(lambda: power.counting)
    assert page.lead.view.account_name == COMPANIES[1]
    told = at_adas.window.notices.text()
    assert told.startswith(f"{theirs} is passed over: ") and told.endswith(" is working on this account.")
    assert "rhea" in told.lower() and page.session.state == State.QUEUE
    at_adas.settle()
    for _ in range(page.modes.goes_on.countdown):
        power.timer.timeout.emit()
    at_adas.settle()
    assert page.session.state == State.RINGING and page.session.lead == ada.leads[COMPANIES[1]]
    page.hang_up()
    at_adas.settle()
    rhea.keeper.close()


def test_the_window_goes_on_while_the_network_hangs(at_adas: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    watch, gate, asked = at_adas.page.claims, threading.Event(), threading.Event()
    refresh = watch._keeper.refresh

    def hangs(lead: UUID | None) -> object:
        asked.set()
        gate.wait(20)
        return refresh(lead)

    monkeypatch.setattr(watch._keeper, "refresh", hangs)
    watch.ask()
    assert asked.wait(10)
    before = at_adas.page.session.lead
    at_adas.page.queue.list.step(1)
    at_adas.qtbot.waitUntil(lambda: at_adas.page.session.lead != before)
    at_adas.qtbot.waitUntil(lambda: at_adas.page.lead is not None)
    assert not gate.is_set()
    gate.set()
    at_adas.settle()


def test_the_foot_says_what_is_held_offline(at_adas: Driver, two: Two) -> None:
    with stopped(two.url):
        at_adas.page.claims.ask()
        at_adas.settle()
        assert at_adas.page.queue._more.text().startswith(f"Offline: {AHEAD + 1} accounts held until 10:0")
        assert _offered(at_adas) == list(COMPANIES[: AHEAD + 1])
    at_adas.page.claims.ask()
    at_adas.settle()
    assert _offered(at_adas) == list(COMPANIES)
